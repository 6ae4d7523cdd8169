"""What a sentence must say before its rule is written: of a move, or of a grade; nothing that only may be is a rule."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ladder_sim.core.i18n import Title
from ladder_sim.policies.phrase import FoundPhrase
from ladder_sim.policies.source import Passage, SourceText

#: Words of moving between grades, and of what is asked for it.
_MOVING = re.compile(
    r"晋升|晋级|晋阶|进阶|升级|[晋升][星档等级]|提升评定|岗位的?提升|(?:提升|上调|升)[一两1-9][级档星]|升职|升任|升为|升至|提拔|竞聘|评聘|聘任|"
    r"定级|评级|评星|级别|职级|能级|等级|评定|评选|申报|转正|转岗|降级|淘汰|"
    r"任职(?:资格|条件|要求|标准)|上岗条件|"
    r"promot|advanc|eligib|qualif|move[sd]?\b|moving|step|grade|level|band|ladder|demot|appoint|candidate|"
    r"confirm|受理[^，。；]{0,4}申请|\b(?:be considered|rises?|progress(?:es|ion)?|(?:put|goes?|moves?) back)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"条件|标准|要求|资格|门槛|须|必须|需要?|应当?具备|具备|具有|方可|才能|must|shall|require|need|criteri|condition|"
    r"eligib|qualif|takes?\b",
    re.IGNORECASE,
)
#: What only may be, or is an example, a wish, an advice.
_HEDGED = re.compile(
    r"等(?:多种)?(?:方式|形式|途径|手段|渠道|因素|要素|方法)|可(?:以)?参考|提供参考|作为参考|例如|比如|譬如|"
    r"可以(?:是|通过|采用|采取|"
    r"制定|作为|在|从|考虑|根据)|酌情|有机会|有可能|鼓励|提倡|倡导|建议(?!\w{0,4}(?:被|采纳))|希望|有助于|有利于|"
    r"意味着|通常情况|一般而言|说白了|"
    r"\bfor example\b|\be\.g\.|\bsuch as\b|\bencourag|\bwe (?:value|want|hope|believe)|\bmatters? to us|"
    r"\bwelcome\b|\bideally\b|\bwhere possible\b",
    re.IGNORECASE,
)
#: Headings under which nothing is asked of whoever wants to move.
_GENERAL = re.compile(
    r"总则|职责|工作内容|岗位概述|培训(?:与|和|及)?(?:发展|计划|体系)|激励|福利|文化|意义|"
    r"实施阶段|岗位说明|"
    r"^(?:general|about|culture|our values|duties|responsibilities|benefits)\b",
    re.IGNORECASE,
)
#: Headings of the ways that a ladder has: what stands below them is asked on a way that it names.
_WAYS = re.compile("发展通道|通道含义")
#: After the move, or of what a grade does all day.
_AFTER = re.compile(
    r"(?:晋升|任职|任命|评定)(?:一旦|后|成功后|生效)|(?:主要)?(?:执行|从事|承担|完成)以下(?:工作|职责)|主要(?:负责|"
    r"职责)|"
    r"\bonce (?:promoted|appointed)|\bafter (?:the )?promotion",
    re.IGNORECASE,
)
#: The heading of a job description's requirements.
_OF_A_POST = re.compile(
    r"(?:任职|岗位|招聘|应聘)(?:资格|要求|条件)|(?:job|person) (?:requirements?|specification)", re.IGNORECASE
)
_ALL_DAY = re.compile(
    "(?:执行|从事|承担|完成)以下(?:工作|职责)|主要(?:工作)?(?:职责|内容)|duties|responsibilities", re.IGNORECASE
)
#: A result that is worked out so often is no review of moves.
_OF_RESULTS = re.compile(
    r"绩效|考核|考评|KPI|业绩|排名|奖金|工资|performance|appraisal|score|bonus|pay\b|salary", re.IGNORECASE
)
#: A review that is spoken of by itself.
_REVIEWED = re.compile(r"评(?:一次|定|审|级|星|聘|选|价|一回)|\b(?:reviewed|reviews|review round)", re.IGNORECASE)
_PROMOTED = re.compile(
    "晋升|晋级|升级|[晋升][星档等]|升职|[升提][^，。；]{0,4}[级星档]|提升|提拔|定级|评级|评星|评聘|聘任|职级|岗位级别|promot|advanc|grade|eligib|"
    "candidate",
    re.IGNORECASE,
)
NO_GRADES = Title("the document names no grades", "原文未写明职级")
HEDGED = Title("an example or an advice rather than a rule", "属举例或建议，未必是规定")
GENERAL = Title("under a heading that asks nothing of a move", "所在标题并非晋升条件")
STANDS_IN = Title(
    "the document names no grades: written for the step that stands in", "原文未写明职级：写入代用的一步晋升"
)
NO_MOVE = Title("neither it nor its heading speaks of a move or of a grade", "本句及标题未提到变动或职级")
OF_A_POST = Title("asked of whoever is hired for a post, and not of a move", "属招聘或岗位的任职要求，未必是晋升条件")
WHOSE = Title("asked with several numbers, and nothing says of which grade", "同一指标有几个标准，原文未写明各属哪一级")
#: What is read of every sentence, wherever it stands: it says by itself what it is about.
_PLAIN_KINDS = frozenset(
    {"base", "part", "seats", "probation", "probation_pay", "scope", "entry", "step", "trial", "pay", "after", "waiver"}
)
#: Conditions that speak of moves by their own words.
_PLAIN_PHRASES = frozenset({"again", "since_promotion", "attempts"})


def doubt_of(
    found: FoundPhrase, passage: Passage, about: str, *, single: bool, stepped: bool, about_post: bool = False
) -> Title | None:
    """Why a phrase is too weakly founded to be written as a rule; None where it is well founded.

    Parameters
    ----------
    about : what the whole document is about, as far as it holds of every sentence; '' where it does not
    single : the document names no two grades
    stepped : it names a step of the ladder, or a heading does
    about_post : the document describes a post, and no heading of it speaks of moves
    """
    kind = found.phrase.kind
    if kind in _PLAIN_KINDS or found.phrase.id in _PLAIN_PHRASES:
        return None
    numbered = not found.phrase.asking and kind == "condition"
    if single and not numbered and kind in ("condition", "stage"):
        return NO_GRADES
    if not numbered and (_HEDGED.search(passage.text) or _AFTER.search(passage.text)):
        return HEDGED
    if numbered and passage.headings and _ALL_DAY.search(passage.headings[-1]):
        return GENERAL
    if passage.kind == "cell" and not single:
        return None
    if found.phrase.asking and about_post and any(map(_OF_A_POST.match, passage.headings[-2:])):
        return OF_A_POST
    if not numbered and any(
        _GENERAL.search(heading) or (_WAYS.search(heading) and not stepped) for heading in passage.headings
    ):
        return GENERAL
    headings = (about, *passage.headings)
    if (
        kind == "review"
        and _OF_RESULTS.search(passage.text)
        and not any(map(_PROMOTED.search, (passage.text, *passage.headings)))
    ):
        return NO_MOVE
    if kind == "review" and _REVIEWED.search(passage.text) and not _OF_RESULTS.search(passage.text):
        return None
    if kind == "stage" or stepped or _speaks(passage.text, headings, asked=found.phrase.asking):
        return None
    return NO_MOVE


def describes_post(source: SourceText) -> bool:
    """Whether a document describes a post, and neither its name nor a heading of it speaks of moves."""
    named = [source.name, source.title, *(each.text for each in source.passages if each.kind == "heading")]
    return not any(map(_PROMOTED_HEAD.search, named))


#: What the headings of a document on moves speak of.
_PROMOTED_HEAD = re.compile(
    "晋升|晋级|晋档|升级|升星|升职|提拔|定级|评级|评星|评聘|等级|职级|级别|层级|通道|promot|advanc|grade|level|career|ladder|progress",
    re.IGNORECASE,
)


def _speaks(text: str, headings: Sequence[str], *, asked: bool) -> bool:
    """Whether a sentence or a heading above it speaks of moving, and of what is asked for it."""
    told = (text, *headings)
    if not any(_MOVING.search(each) for each in told):
        return False
    return not asked or any(_ASKED.search(each) for each in told)
