"""Which way a sentence moves people, and between which grades, by its own words and by its headings."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from ladder_sim.policies.grade_names import is_everybody
from ladder_sim.policies.ladders import FoundLadder
from ladder_sim.policies.phrase import MoveDirection
from ladder_sim.policies.source import Passage

#: A step of the ladder: the grade left ('' for any) and the grade reached ('' for the next one up or down, or none).
LadderStep = tuple[str, str]
_DIRECTIONS: tuple[tuple[MoveDirection, str], ...] = (
    ("dismissal", r"辞退|淘汰|解除(?:劳动)?(?:合同|关系)|开除|劝退|末位淘汰|终止(?:劳动)?合同|dismiss|terminat|"
                  r"discharged"),
    ("demotion", r"降级|降为|退为|退级|降至|(?<!下)降到|降一级|降职|下调一级|取消(?:该|其|现有?)?(?:职级|等级|资格)|"
                 r"退回|降回|转回|"
                 r"调低|(?:降低|下调|调低|退回?|降)[^，。；]{0,2}[一1两2二][^，。；]{0,2}[级档层等星]|降低[^，"
                 r"。；]{0,4}[级档层]|降[级档层]|demot|downgrad|steps? down\b|"
                 r"moved? down|lower grade|(?:returns?|returned|mov\w+|go(?:es)?|transfer\w*|put|"
                 r"placed)[^.;]{0,20}(?:grade|level|band|step|rank|post)s? (?:below|lower)|"
                 r"(?:loses?|drops?|falls?|goes|go|steps?|slips?)(?: back| down)?(?: to| by)? (?:an?|one|two|the|"
                 r"their|his or her|\d) "
                 r"(?:grade|level|band|step|rank|star|tier)|drops? back|falls? back|(?:goes?|moves?|put|set|"
                 r"sent) back|return(?:s|ed)? to |\bbecomes? (?:an? )?[\w ]{3,30} again\b"),
    ("confirmation", r"转正|试用期(?:考核|合格|满)|confirmed (?:in post|after|at the end)|confirmation"),
    ("lateral", r"平级|转岗|横向|调岗|轮岗|lateral|transfer"),
    ("promotion", r"晋升|晋级|晋阶|进阶|升级|[晋升][星档等]|升为|升至|升任|升职|升到|提升为|(?:提升|上调|"
                  r"升)[一两1-9][级档星]|"
                  r"提拔|竞聘|评定|"
                  r"评聘|聘任|任职(?:条件|资格|"
                  r"要求|标准)|基本条件|申报条件|promot|advance|eligib|move[sd]? up|qualif"),
)  # fmt: skip
_UP = (
    r"\s*(?:→|—+>?|-+>|=>|➔|晋升(?:为|至|到|成)?|(?:晋级|晋阶|进阶)(?:为|至|到)?|升(?:级)?(?:为|至|到|任)?|提升(?:为|至)?|"
    r"(?:is |are |be )?promoted to|(?:promotion )?to|-|转(?:为|至|到)?|评(?:为|聘为?)?|(?:认|评|核|确)?定为|至|到|"
    r"想?要?(?:当上?|成为)|(?:can|may|will) (?:become|be made)|"
    r"becomes?)\s*(?:an? )?"
)
_DOWN = (
    r"\s*(?:→|降级?(?:为|至|到)?|(?:退|降|转)回(?:到|至)?|(?:is |are |be )?demoted to|back to(?: being)?|"
    r"to)\s*(?:an? )?"
)
#: From one grade to another with all between them.
_ROW = re.compile(r"\s*(?:级)?\s*(?:-|－|—+|–|~|～|至|到)\s*")


def direction_of(passage: Passage) -> MoveDirection:
    """Which way the move goes that a sentence speaks of, by its own words, else by its headings."""
    for text in (passage.text, *reversed(passage.headings)):
        for direction, words in _DIRECTIONS:
            if re.search(words, text, re.IGNORECASE):
                return _meant(direction, passage, text)
    return "any"


def _meant(direction: MoveDirection, passage: Passage, text: str) -> MoveDirection:
    """A transfer within a promotion's article is no promotion; a bar of promotions is one of them."""
    if direction == "demotion" and re.search(r"(?:不|暂不|可不)予?降级|取消(?:晋升|其晋升|参评|申请)", text):
        return "promotion"
    if (
        direction == "confirmation"
        and re.search(r"已转正|转正后|转正员工|正式员工", text)
        and not re.search("试用期考核", text)
    ):
        return "promotion"
    return direction


#: A heading that is a sentence of its own, whose last words lead a list.
_LED = re.compile(r"[，,]")


def steps_of(passage: Passage, direction: MoveDirection, ladder: FoundLadder) -> list[tuple[int, LadderStep]]:
    """The steps that a sentence names, each with where; of none in it, those of its headings."""
    own = _leading(passage.text, _named(passage.text, direction, ladder, heading=False))
    headed: list[tuple[int, LadderStep]] = []
    for at, heading in reversed(list(enumerate(passage.headings))):
        led = bool(_LED.search(heading))
        headed = _named(heading, direction, ladder, heading=not led)
        if headed and not (led and not all(headed[0][1])):
            headed = _within(heading, passage.headings[:at], direction, ladder) or headed
            break
    named = {id for _, _, id in _subjects(passage.text, ladder)}
    whole = len(headed) == 1 and all(headed[0][1]) and len(named) <= 1 and named <= set(headed[0][1])
    if own and not whole:
        return own
    return [(0, step) for _, step in headed] or _of_track(passage, direction, ladder)


#: What tracks are called besides their titles: those of leaders, and those of experts.
_LEADING = re.compile(
    r"管理(?:类|岗)?(?:晋升|发展)*(?:通道|序列|路线)|(?:management|leadership) (?:track|path|ladder)", re.IGNORECASE
)
_EXPERT = re.compile(
    r"(?:专业|专家|技术|技能|业务)(?:类|岗)?(?:晋升|发展)*(?:通道|序列|路线)|(?:expert|specialist|technical|"
    r"professional) "
    r"(?:track|path|ladder)",
    re.IGNORECASE,
)


def _of_track(passage: Passage, direction: MoveDirection, ladder: FoundLadder) -> list[tuple[int, LadderStep]]:
    """The steps of the track that a sentence names or stands under, where no grade is named."""
    if len(ladder.tracks) < 2 or direction in _AWAY:
        return []
    for text in (passage.text, *reversed(passage.headings)):
        named = [track for track in ladder.tracks if _calls(text, track, ladder)]
        if len(named) == 1:
            mine = [grade.id for grade in ladder.on(named[0])]
            return [(0, step) for step in itertools.pairwise(mine)]
        if named:
            break
    return []


def _calls(text: str, track: str, ladder: FoundLadder) -> bool:
    """Whether a text names a track: by its title, or as the way of leaders or of experts."""
    title = ladder.tracks[track]
    if _OF_TRACKS.search(title) and title in text:
        return True
    led = {other: sum(grade.role not in ("agent", "specialist") for grade in ladder.on(other)) / len(ladder.on(other))
           for other in ladder.tracks if ladder.on(other)}  # fmt: skip
    if track not in led or len({led[other] for other in led}) < len(led):
        return False
    return bool((_LEADING.search(text) and led[track] == max(led.values()))
                or (_EXPERT.search(text) and led[track] == min(led.values())))  # fmt: skip


_OF_TRACKS = re.compile("通道|序列|路线|track|path|ladder", re.IGNORECASE)


def _leading(text: str, steps: list[tuple[int, LadderStep]]) -> list[tuple[int, LadderStep]]:
    """Without grades named in passing, where the text is led by a whole step and a colon.

    Parameters
    ----------
    steps : those that the text names, in order
    """
    lead = re.match(r"[^：:，,。；;]{2,40}[：:]", text)
    if lead is None or not steps or steps[0][0] >= lead.end() or not all(steps[0][1]):
        return steps
    return [told for told in steps if told == steps[0] or re.match(r"[^，,。；;]{0,60}[：:]", text[told[0] :])]


def _within(
    heading: str, above: Sequence[str], direction: MoveDirection, ladder: FoundLadder
) -> list[tuple[int, LadderStep]]:
    """The step of a heading further out, for one that names nothing but the grade at one of its ends.

    Parameters
    ----------
    heading : such as “A supervisor needs all of the following”
    above : the headings above it, such as “Supervisor to Manager”
    """
    grades = {id for _, _, id in _subjects(heading, ladder)}
    for outer in reversed(above):
        steps = _named(outer, direction, ladder, heading=True)
        if len(grades) == 1 and len(steps) == 1 and all(steps[0][1]) and grades <= set(steps[0][1]):
            return steps
    return []


#: Whom people coach, who takes part in a review, and what a person is today say no step.
_COACHED = re.compile(
    r"(?:带教|带过|培养|辅导|指导|带领|带出|\b(?:coach(?:es|ed|ing)?|mentor(?:s|ed|ing)?|train(?:s|ed|"
    r"ing)?)\b)(?![^，。；,.;]*[为成])[^，。；,.;]{0,30}$",
    re.IGNORECASE,
)
_WERE_COACHED = re.compile(r"s? (?:coached|mentored|trained)", re.IGNORECASE)


def _subjects(text: str, ladder: FoundLadder) -> list[tuple[int, int, str]]:
    """The grades that a text names, without those whom somebody coaches."""
    return [
        told for told in ladder.mentions(text)
        if not _COACHED.search(text[: told[0]]) and not _WERE_COACHED.match(text[told[1] :])
    ]  # fmt: skip


def _named(text: str, direction: MoveDirection, ladder: FoundLadder, *, heading: bool) -> list[tuple[int, LadderStep]]:
    """The steps that a text names."""
    mentions = _subjects(text, ladder)
    if not mentions:
        return []
    joint = _DOWN if direction == "demotion" else _UP
    steps: list[tuple[int, LadderStep]] = []
    used: set[int] = set()
    for n, ((start, end, low), (next_start, _, high)) in enumerate(itertools.pairwise(mentions)):
        between = text[end:next_start]
        row = ladder.row(low, high) if _ROW.fullmatch(between) else []
        if len(row) > 2:
            down = direction == "demotion"
            ends = ((id, ladder.below(id) if down else ladder.above(id)) for id in row)
            steps += [(start, (id, end_id)) for id, end_id in ends if end_id]
            used |= {n, n + 1}
        elif low != high and (
            re.fullmatch(joint, between, re.IGNORECASE)
            or (not is_everybody(text[start:end]) and re.search(r"晋升|升任|promot|advanc|demot|降为|降至", between))
        ):
            steps.append((start, (low, high)))
            used |= {n, n + 1}
    for n, (start, end, id) in enumerate(mentions):
        if n not in used:
            step = _single(text, (start, end, id), direction, ladder, heading)
            if step is not None:
                steps += [(start, each) for each in _and_up(step, text[end:], direction, ladder)]
    return sorted(steps)


#: The grade that a text names and every one above it.
_UPWARD = re.compile(
    r"(?:级别|职级|岗位|层级|级)?(?:[（(]含[）)])?(?:及其?|或|和)?以上(?!学历|文化)|"
    r"s? (?:and|or) (?:above|higher|all (?:grades|levels) above)",
    re.IGNORECASE,
)


def _and_up(step: LadderStep, behind: str, direction: MoveDirection, ladder: FoundLadder) -> Iterator[LadderStep]:
    """A step, and those further up where the text goes on with “and above”."""
    low, high = step
    yield step
    first = high or low
    if direction in _AWAY or not first or not _UPWARD.match(behind):
        return
    mine = [grade.id for grade in ladder.on(ladder.grade(first).track)]
    for below, above in itertools.pairwise(mine[mine.index(first) :]):
        yield (below, above) if high else (above, ladder.above(above) or "")


#: Directions away from the ladder's top.
_AWAY: tuple[MoveDirection, ...] = ("demotion", "dismissal")


def _single(
    text: str, mention: tuple[int, int, str], direction: MoveDirection, ladder: FoundLadder, heading: bool
) -> LadderStep | None:
    """The step that one grade named alone belongs to."""
    start, end, id = mention
    before, behind = text[max(0, start - 8) : start], text[end : end + 12]
    if direction == "demotion":
        if re.search(
            r"降(?:级|职)?(?:为|至|到)?$|(?:退|降|转)回(?:到|至)?$|demoted to |(?:back|return(?:s|"
            r"ed)?) to (?:being )?(?:an? )?$",
            before,
            re.IGNORECASE,
        ):
            return (ladder.above(id) or "", id)
        return (id, ladder.below(id) or "")
    if direction == "dismissal":
        return (id, "")
    reached = (
        heading
        or (not before.strip() and re.match(r"(?:是|系)?指(?!导|定|标)| is (?:someone|a person|defined)", behind))
        or re.search(
            r"(?:晋升|晋阶|进阶|升|聘|竞聘|申请|申报|评定|(?<!担)任|成)(?:级|任|为|至|到)*(?:一名)?$|"
            r"(?<!open )to (?:an? )?$|"
            r"considered for $|\b(?:becom(?:e|es|ing)|made) (?:an? |the )?$",
            before,
            re.IGNORECASE,
        )
    )
    if reached or (
        re.match(r"(?:的)?(?:晋升|任职|评定|申报|岗位|级别)?(?:条件|标准|要求|资格)|需|须|应|:|：", behind)
        and direction in ("promotion", "any")
        and not re.match(r"(?:需|须|应)?[^，。]{0,4}满", behind)
    ):
        return (ladder.below(id) or "" if not _linked(1, id, ladder) else "", id)
    if _linked(0, id, ladder):
        return (id, "")
    return (id, ladder.above(id) or "") if ladder.above(id) else None


def _linked(end: int, id: str, ladder: FoundLadder) -> bool:
    """Whether more than one step leaves a grade (end 0) or reaches it (end 1)."""
    links = sum(link[end] == id for link in ladder.links)
    return links + bool(ladder.above(id) if end == 0 else ladder.below(id)) > 1
