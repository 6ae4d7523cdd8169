"""What the sentences of a document say: facts, each with the step of the ladder that it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ladder_sim.core.i18n import Title
from ladder_sim.policies.choices import PolicyChoice, choices_of, in_plain_terms, inherited, spares, terms_of, waiver_in
from ladder_sim.policies.evidence import STANDS_IN, WHOSE, describes_post, doubt_of
from ladder_sim.policies.ladders import FoundLadder
from ladder_sim.policies.phrase import FoundPhrase, MoveDirection, found_in
from ladder_sim.policies.phrases import BY_ID, PHRASES
from ladder_sim.policies.plausible import CONTRARY, WHICH_STEP, asked_once, implausible, names_no_step
from ladder_sim.policies.said_in_place import told_of
from ladder_sim.policies.source import Passage, SourceText
from ladder_sim.policies.steps_named import LadderStep, direction_of, steps_of

#: How a draft has read a sentence.
SentenceStatus = Literal["said", "assumed", "unsure", "missed", "other"]
STATUSES: dict[SentenceStatus, Title] = {
    "said": Title("said", "已写入"), "assumed": Title("said with an assumption", "已写入（含假设）"),
    "unsure": Title("unsure", "待确认"), "missed": Title("not understood", "未读懂"),
    "other": Title("not about moves", "与变动无关"),
}  # fmt: skip
#: What makes a sentence look like a rule of moves although nothing in it is understood.
_RULE = re.compile(
    r"晋升|晋级|升级|降级|降为|淘汰|辞退|转正|加薪|调薪|任职|职级|等级|名额|评定|考核(?:结果|得分|成绩)|绩效|"
    r"一票否决|破格|越级|不得(?:晋升|参加|申请)|"
    r"promot|demot|dismiss|grade|eligib|raise|appraisal|tenure|vacanc|quota", re.IGNORECASE)  # fmt: skip
_BINDING = re.compile(
    r"\d|[一二两三四五六七八九十]+(?:个|次|年|月|名|级|%|分)|须|应|必须|不得|方可|可以?|优先|即可|must|shall|may|"
    r"only|at least|cannot",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PolicyFact:
    """What a sentence says of moves.

    Parameters
    ----------
    steps : the steps of the ladder that it is about; empty: all in its direction
    sentence : which one of the document, from 0
    doubt : why it is not written and only listed; None where it is well founded
    choice : the list of which it is one point, where only so many must be met
    """

    found: FoundPhrase
    direction: MoveDirection
    steps: tuple[LadderStep, ...]
    sentence: int
    passage: Passage
    doubt: Title | None = None
    choice: PolicyChoice | None = None

    @property
    def value(self) -> str:
        """What it writes."""
        return self.found.written.value

    @property
    def kind(self) -> str:
        """What it says."""
        return self.found.phrase.kind


#: How a sentence goes on with the person of whom the one before it on its line spoke.
_GOES_ON = re.compile(
    r"(?:the (?:agent|employee|candidate|applicant|person|staff member)|he|she|they|he or she)\b|该员工|"
    r"其(?![他它中])|并须|同时(?!期)",
    re.IGNORECASE,
)
#: A bare number in a cell has its comparison from the head of its column.
_BARE = Title(
    "A bare number is taken as what is asked at least, or of faults at most",
    "表中单独的数字按最低要求（差错类按上限）读取",
)
#: Directions that a sentence or its heading names by a verb of their own.
_AWAY: tuple[MoveDirection, ...] = ("demotion", "dismissal")


def facts_of(source: SourceText, ladder: FoundLadder) -> list[PolicyFact]:
    """The facts of a document, sentence by sentence; headings say none."""
    facts: list[PolicyFact] = []
    went: MoveDirection = "any"
    led: list[tuple[int, LadderStep]] = []
    items = set(_bare_items(source))
    choices, terms = choices_of(source), terms_of(source)
    for number, passage in enumerate(source.passages):
        if passage.kind == "heading" and number not in items and not re.search(r"[，,].*[:：]$", passage.text):
            continue
        if any(_AIMS.search(heading) for heading in passage.headings[-2:]):
            continue
        direction = direction_of(passage)
        steps = steps_of(passage, direction, ladder)
        before = source.passages[number - 1] if number else None
        if before is not None and before.line == passage.line and _GOES_ON.match(passage.text):
            direction, steps = (went, led) if led else (direction, steps)
        else:
            went, led = direction, [(0, step) for _, step in steps if all(step)] if len(steps) == 1 else []
        direction = _for_the_lowest("promotion" if direction == "any" and steps else direction, steps, ladder)
        if direction == "confirmation" and any(all(step) for _, step in steps):
            direction = "promotion"
        known = PHRASES if _asks(passage, steps) else _SAID
        facts += _pay_list(source, passage, number, ladder)
        if spares(passage.text):
            facts += _waivers(source, passage, number, ladder)
        told = in_plain_terms(told_of(passage, ladder), terms)
        if number and passage.line == source.passages[number - 1].line:
            told = inherited(told, source.passages[number - 1].text)
        for found in found_in(_plain(told), known, direction):
            if found.phrase.process and not _of_process(passage):
                continue
            mine = _nearest(steps, found.start)
            if found.phrase.kind in ("base", "part", "seats"):
                mine = _of_grade(passage, found, ladder) or mine
            elif found.phrase.kind == "quota" and not mine:
                reached = [goal for goal, _ in _of_grade(passage, found, ladder)]
                mine = tuple((ladder.below(goal) or "", goal) for goal in reached)
            if found.phrase.kind == "step" and not (mine or _EACH_STEP.search(passage.text)):
                continue
            if passage.kind == "cell" and re.fullmatch(
                r"\d+(?:\.\d+)?\s*(?:分|%|％|points?|percent)?", passage.text.strip()
            ):
                other = found.written.assumed
                both = _BARE if other is None else Title(f"{other.en}; {_BARE.en}", f"{other.zh}；{_BARE.zh}")
                found = replace(found, written=replace(found.written, assumed=both))
            facts.append(PolicyFact(found, direction, mine, number, passage, None, choices.get(number)))
    return _weighed(source, facts, ladder)


def _weighed(source: SourceText, facts: Sequence[PolicyFact], ladder: FoundLadder) -> list[PolicyFact]:
    """The facts with a doubt where they are too weakly founded, or with what is assumed of the ladder."""
    single = len(ladder.grades) < 2
    several = _of_several(facts)
    apart = bool(several) or any(fact.steps and fact.kind == "condition" for fact in facts)
    about = "" if apart else source.title
    stepwise = len(ladder.grades) > 2 and any(
        fact.steps and fact.kind == "condition" and fact.direction in _UP for fact in facts
    )
    contrary, posted = _contrary(facts), describes_post(source)
    told = []
    for fact in facts:
        found, stepped = fact.found, bool(fact.steps) or fact.direction in _AWAY
        doubt = doubt_of(found, fact.passage, about, single=single, stepped=stepped, about_post=posted)
        if doubt is None and fact.kind == "condition":
            doubt = implausible(fact.value, fact.direction, fact.passage, stepped=bool(fact.steps))
        if doubt is None and single and _about(fact.value) in several and fact.kind == "condition":
            doubt = WHOSE
        if doubt is None and not single and not fact.steps and fact.direction in _UP and fact.kind == "condition":
            of_none = stepwise and names_no_step(found, fact.passage)
            doubt = WHOSE if _about(fact.value) in several else WHICH_STEP if of_none else None
        if doubt is None and id(fact) in contrary:
            doubt = CONTRARY
        if single and doubt is None and fact.kind == "condition":
            other = found.written.assumed
            both = STANDS_IN if other is None else Title(f"{other.en}; {STANDS_IN.en}", f"{other.zh}；{STANDS_IN.zh}")
            found = replace(found, written=replace(found.written, assumed=both))
        told.append(replace(fact, found=found, doubt=doubt))
    return told


_UP: tuple[MoveDirection, ...] = ("promotion", "any")


def _about(value: str) -> str:
    """What a condition measures, without its numbers and signs."""
    return re.sub(r"[<>=]=?\s*[\d.]+|[\d.]+", "#", value)


def _contrary(facts: Sequence[PolicyFact]) -> set[int]:
    """The conditions, by their identity, of steps that are asked for two numbers of what can be asked once alone.

    Where the two stand below different headings, all that stands below either; else those of their lines.
    """
    by_step: dict[LadderStep, list[PolicyFact]] = {}
    for fact in facts:
        if fact.kind == "condition" and fact.direction in _UP and fact.choice is None:
            for step in fact.steps:
                by_step.setdefault(step, []).append(fact)
    found: set[int] = set()
    for mine in by_step.values():
        twice = asked_once(fact.value for fact in mine)
        clash = [fact for fact in mine if fact.value.split()[0] in twice]
        if len({fact.sentence for fact in clash}) < 2:
            continue
        places = {fact.passage.headings for fact in clash}
        lines = {fact.passage.line for fact in clash}
        if len(places) > 1:
            found |= {id(fact) for fact in mine if fact.passage.headings in places}
        else:
            found |= {id(fact) for fact in mine if fact.passage.line in lines}
    return found


def _of_several(facts: Sequence[PolicyFact]) -> set[str]:
    """What a document asks with several numbers and of no step: a table of grades whose rows were lost."""
    marks: dict[str, set[str]] = {}
    for fact in facts:
        if fact.kind == "condition" and not fact.steps and fact.direction in _UP and fact.choice is None:
            marks.setdefault(_about(fact.value), set()).add(fact.value)
    return {about for about, told in marks.items() if len(told) > 1 and re.search(r"\d", "".join(told))}


def _pay_list(source: SourceText, passage: Passage, number: int, ladder: FoundLadder) -> Iterator[PolicyFact]:
    """Base pay of several grades in a row, the word for it before the first alone: D1 gets 3,000, D2 3,400."""
    line = "".join(each.text for each in source.passages[: number + 1] if each.line == passage.line)
    if not re.search(
        r"基本工资|底薪|月薪|base (?:pay|salary)|monthly (?:pay|salary)|\b(?:earns?|paid) [\d,]+ (?:a|per) month",
        line, re.IGNORECASE,
    ):  # fmt: skip
        return
    base = BY_ID["base"]
    for _, end, id in ladder.mentions(passage.text):
        amount = re.match(
            r"\s*(?:为|:|：|earns?|is paid|are paid|gets?)?\s*(\d[\d,]*(?:\.\d+)?)(?=\s*(?:元|[;,.，；。、]|$|"
            r"and\b|(?:a|per) month))",
            passage.text[end:],
        )
        written = base.writes({"a": amount.group(1)}, line) if amount else None
        if written is not None and amount is not None:
            found = FoundPhrase(base, written, end, end + amount.end())
            yield PolicyFact(found, "any", ((id, ""),), number, passage)


def _waivers(source: SourceText, passage: Passage, number: int, ladder: FoundLadder) -> Iterator[PolicyFact]:
    """Who is spared the waiting time: on the steps that it names, of the articles that it cites, else on all."""
    found = waiver_in(passage.text)
    if found is None:
        return
    steps = tuple(step for _, step in steps_of(passage, "promotion", ladder))
    cited = re.findall(
        r"第[一二三四五六七八九十\d]+条|(?:article|clause|section) \d+(?:\.\d+)*", passage.text, re.IGNORECASE
    )
    if cited:
        steps = tuple(
            dict.fromkeys(
                step for each in source.passages if any(each.label.startswith(article) for article in cited)
                for _, step in steps_of(each, "promotion", ladder)
            )
        )  # fmt: skip
    yield PolicyFact(found, "promotion", steps, number, passage)


def _bare_items(source: SourceText) -> Iterator[int]:
    """Headings that say all that there is: nothing stands below them, here or where they stand again."""
    told = source.passages
    bodies = {heading for passage in told if passage.kind != "heading" for heading in passage.headings}
    for number, passage in enumerate(told):
        below = told[number + 1] if number + 1 < len(told) else None
        if (
            passage.kind == "heading"
            and passage.headings
            and (below is None or passage.text.strip(" ：:") not in below.headings)
            and passage.text.strip(" ：:") not in bodies
        ):
            yield number


_SAID = tuple(phrase for phrase in PHRASES if not phrase.asking)
#: What a sentence or its heading says where something is asked of people.
_ASKS = re.compile(
    r"条件|标准|要求|资格|门槛|须|需(?!求)|应(?!急|对|变)|具备|具有|必须|能够|能(?!力)|熟练|掌握|熟悉|精通|较强|"
    r"良好|优秀|突出|出色|卓越|"
    r"一定的|评价|评估|考核|考察|依据|选拔|must|shall|should|require\w*|need\w*|criteri\w+|condition|eligib\w+|"
    r"qualif\w+|"
    r"show\w*|demonstrat\w+|good|strong|able to|expected", re.IGNORECASE)  # fmt: skip
#: Duties of a post, and what a company offers, are asked of nobody who wants to move.
_DUTY = re.compile(
    r"^[^，。；]{0,10}(?:主要)?(?:负责|职责(?:是|包括|为)?)|^[^，。；]{2,12}是(?:企业|公司|部门|连接|联系|一[个种])|(?:为|给予?|帮助|让)(?:其|[^，。；]{0,8}(?:员工|客服|"
    r"人员))[^，。；]{0,8}(?:提供|配备|制定|清晰|有机会|薪)|"
    r"^(?:本文|如何|以下|下面)|本文|我们|有效的(?:方式|途径|方法)|[?？]$|"
    r"(?:is|are) responsible for", re.IGNORECASE)  # fmt: skip
_OFFERS = re.compile(
    r"激励|培训(?:与|和)?发展|培训计划|培养与支持|奖惩|持续改进|职责|岗位说明|incentives?|duties|benefits",
    re.IGNORECASE,
)
#: Every step of the ladder.
_EACH_STEP = re.compile("逐级|越级|跨级|one (?:grade|step|level) at a time", re.IGNORECASE)
_PROCESS = re.compile(
    r"[\u4e00-\u9fff]{2,8}(?:推荐|审核|批准|审批|审定|初审|终审|复审)(?=[，。、；])|流程|程序|步骤|安排|评审|评聘|"
    r"核定|由[^，。；]{2,12}(?:推荐|评审|审定|审批|考核|评估|批准)|初审|评审小组|委员会|"
    r"nominat|panel|committee|approve|recommend|decided|heard|提名|任命|面试|打分|board|interview|appoint|"
    r"decides?\b|评定方式|考核方式|职责分工|分工|阶段|环节|方式|"
    r"process|procedure|steps?|how .* (?:decided|made)",
    re.IGNORECASE,
)


def _asks(passage: Passage, steps: Sequence[tuple[int, LadderStep]]) -> bool:
    """Whether a sentence asks something of whoever wants to move."""
    if passage.kind == "cell":
        return True
    if _DUTY.search(passage.text) or any(_OFFERS.search(heading) for heading in passage.headings[-2:]):
        return False
    if any(at == 0 and all(step) for at, step in steps):
        return True
    return bool(_ASKS.search(passage.text) or any(_ASKS.search(heading) for heading in passage.headings))


def _of_process(passage: Passage) -> bool:
    """Whether a sentence tells the way of a case."""
    return any(_PROCESS.search(heading) for heading in passage.headings) or bool(_PROCESS.search(passage.text))


#: Headings under which aims stand, and no rules.
_AIMS = re.compile(
    r"目的|宗旨|意义|背景|简介|总结|前言|^(?:名词|术语)?(?:定义|解释|含义)$|(?:名词|术语|用语)(?:的)?(?:定义|解释|"
    r"含义)|含义$|^(?:基本)?原则$|依据|(?:purpose|aims?|background|introduction|"
    r"principles?|summary)$",
    re.IGNORECASE,
)
#: What holds by way of exception, in brackets: not read as a rule for all.
_EXCEPTION = re.compile(r"[（(][^（）()]*(?:破格|越级|特批|特殊|exception)[^（）()]*[）)]", re.IGNORECASE)


def _plain(text: str) -> str:
    """A sentence without exceptions in brackets; a question and a sentence of exceptions alone say no rule."""
    if re.match(r"[^：:，。]{0,8}原则[:：]", text):
        return ""
    if spares(_EXCEPTION.sub("", text)) or re.search(r"[?？]\s*$|越级|exceptional cases", _EXCEPTION.sub("", text)):
        return ""
    return _EXCEPTION.sub(lambda found: " " * len(found.group()), text)


def _for_the_lowest(
    direction: MoveDirection, steps: Sequence[tuple[int, LadderStep]], ladder: FoundLadder
) -> MoveDirection:
    """What is asked for the lowest grade is asked at the end of probation."""
    lowest = ladder.grades[0].id if ladder.grades else ""
    if direction == "promotion" and steps and all(step == ("", lowest) for _, step in steps):
        return "confirmation"
    return direction


def _of_grade(passage: Passage, found: FoundPhrase, ladder: FoundLadder) -> tuple[LadderStep, ...]:
    """The grade whose pay or seats a sentence tells: named within the phrase, else before it, else by a heading."""
    named = ladder.mentions(passage.text)
    within = [id for start, _, id in named if found.start <= start < found.end]
    before = [id for start, _, id in named if start < found.start]
    headed = [id for heading in reversed(passage.headings) for _, _, id in ladder.mentions(heading)]
    told = within[:1] or before[-1:] or headed[:1]
    return tuple((id, "") for id in told)


def _nearest(steps: Sequence[tuple[int, LadderStep]], at: int) -> tuple[LadderStep, ...]:
    """The last step named before a place; of none before it the first; those of a heading all."""
    if not steps:
        return ()
    if all(start == 0 for start, _ in steps):
        return tuple(step for _, step in steps)
    before = [start for start, _ in steps if start <= at]
    last = before[-1] if before else steps[0][0]
    return tuple(step for start, step in steps if start == last)


def status_of(passage: Passage, facts: Sequence[PolicyFact], of_ladder: bool) -> SentenceStatus:
    """How a sentence was read.

    Parameters
    ----------
    of_ladder : the ladder was read from it
    """
    if any(fact.found.written.others or fact.doubt for fact in facts):
        return "unsure"
    if facts:
        return "assumed" if any(fact.found.written.assumed for fact in facts) else "said"
    if of_ladder:
        return "said"
    if passage.kind != "heading" and _RULE.search(passage.text) and _BINDING.search(passage.text):
        return "missed"
    return "other"
