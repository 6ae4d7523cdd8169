"""Grades whose names are no usual ones, learned from how sentences speak of them: who becomes what."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ladder_sim.policies.source import Passage, SourceText

#: A name in English: words with capitals, none of them one that only begins a sentence.
_EN = (
    r"(?!(?:An?|The|To|From|In|If|No|Nobody|Who|When|Once|After|Before|For|Your|Our|We|You|Every|Each|Any|All|January|"
    r"February|March|April|May|June|July|August|September|October|November|December|Monday|Friday|HR|Human)\b)"
    r"[A-Z][\w'&-]*(?: (?:[A-Z][\w'&-]*|\d{1,2}))*"
)
_THE = r"(?:an? |the |being an? )?"
_RISES = (
    r"(?:becom(?:e|es|ing)|(?:be |is |are )?(?:promoted|raised|appointed|made)(?: to| as)?|"
    r"(?:advanc|ris|progress|mov)(?:e|es|ing)?(?: up)? to|go(?:es)? on to be)"
)
_EN_STEPS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<low>{_EN}) (?:can|may|will|could|who wants? to|who wish(?:es)? to) (?:then |"
        rf"later )?{_RISES} {_THE}(?P<high>{_EN})",
        rf"\b[Ff]rom {_THE}(?P<low>{_EN}) (?:up )?to {_THE}(?P<high>{_EN})",
        rf"(?P<high>{_EN}) (?:are|is) (?:appointed|chosen|promoted|recruited|drawn|"
        rf"picked) from (?:among )?{_THE}(?P<low>{_EN})",
    )
)
_EN_HEADED = re.compile(rf"(?P<low>{_EN}) to (?P<high>{_EN})")
_EN_REACHED = re.compile(rf"\b(?:{_RISES}|[Pp]romotion to|[Bb]ecoming|[Bb]ecome) {_THE}(?P<high>{_EN})")
_EN_SERVED = re.compile(
    rf"(?:months?|years?|quarters?|time|driving|service|work)(?: [a-z]+)? (?:as|in) {_THE}(?P<low>{_EN})"
)
_EN_BEGUN = re.compile(rf"\b(?:start|begin|join)s?(?: out| work)? as {_THE}")
#: A name in Chinese has none of the signs that join names to the rest of a sentence.
_ZH = r"(?:(?![的了在是和与及或为从到被把将对于向由等可想须应])[\u4e00-\u9fffA-Za-z\d]){2,9}"
_ZH_ENDS = r"(?=[的者时]|之?前|必?须|应|需|要|至少|[，,。；;：:、（(]|$)"
_ZH_STEPS = (
    re.compile(
        rf"(?:^|(?<=[，。；：、]))(?:从)?(?P<low>{_ZH}?)(?:若|如)?(?:想要?|要|欲|可以?|希望|申请)?"
        rf"(?:当上?|成为|晋升(?:为|到|至)?|升(?:为|任|到|至)|晋为|转为|做)(?P<high>{_ZH}?){_ZH_ENDS}"
    ),
)
_ZH_NAMED = re.compile(
    rf"(?:称为|称作|叫作?|叫做|往上(?:一级|一档)?是|之上是|其上[是为]|最高(?:一级|一档)?[是为]|起步[是为]|起点[是为]|最低(?:一级|一档)?[是为])"
    rf"(?P<name>{_ZH}?)(?=[，,。；;、]|$)"
)
#: A sentence that begins with how long somebody is something, and ends with what he may become.
_ZH_SERVED = re.compile(
    rf"(?:^|(?<=[，。；：、]))(?P<low>{_ZH}?)(?:干|工作|任职|任|做|在岗)?(?:满|够)[^。；]*?"
    rf"(?:可以?|方可|即可|才能|能够)(?:申请|晋升为?|升为|升任|成为|竞聘|报考|参评)(?P<high>{_ZH}?)(?=[。；，,]|的|$)"
)
#: What is no name of a grade although a sentence becomes it.
_NO_GRADE = re.compile(
    "能力|水平|质量|效率|工作|岗位|条件|制度|标准|方案|流程|正式|员工|公司|部门|职级|级别|等级|下一|上一|更高|[升晋降]"
)


@dataclass(frozen=True, slots=True)
class SpokenLadder:
    """Grades in the order in which sentences let people go up, the lowest first."""

    names: tuple[str, ...]
    passage: Passage


def spoken_ladder(source: SourceText) -> SpokenLadder | None:
    """The longest way up that the sentences of a document tell; None where they tell none without doubt."""
    steps: dict[tuple[str, str], Passage] = {}
    for passage in source.passages:
        if passage.kind != "cell":
            for step in _steps(passage):
                steps.setdefault(step, passage)
    steps = _singular(steps, "\n".join(passage.text for passage in source.passages))
    names = _way(set(steps))
    if len(names) < 2 or not all(_known(name, source) for name in names):
        return None
    return SpokenLadder(names, next(told for step, told in steps.items() if step[0] == names[0]))


def _steps(passage: Passage) -> Iterator[tuple[str, str]]:
    """The steps up that a passage tells."""
    text = passage.text.strip()
    if not re.search("[\u4e00-\u9fff]", text):
        yield from _english(passage, text)
        return
    for pattern in (*_ZH_STEPS, _ZH_SERVED):
        for found in pattern.finditer(text):
            if found["low"] != found["high"] and not _NO_GRADE.search(found["low"] + found["high"]):
                yield found["low"], found["high"]
    yield from itertools.pairwise(
        name for found in _ZH_NAMED.finditer(text) if not _NO_GRADE.search(name := found["name"])
    )


def _english(passage: Passage, text: str) -> Iterator[tuple[str, str]]:
    for pattern in _EN_STEPS:
        yield from ((found["low"], found["high"]) for found in pattern.finditer(text))
    headed = _EN_HEADED.fullmatch(text) if passage.kind == "heading" else None
    if headed is not None:
        yield headed["low"], headed["high"]
    above = passage.headings[-1] if passage.headings else ""
    reached, served = _EN_REACHED.search(text) or _EN_REACHED.search(above), _EN_SERVED.search(text)
    if reached is not None and served is not None and reached["high"] != served["low"]:
        yield served["low"], reached["high"]
    begun = _EN_BEGUN.search(text)
    if begun is not None:
        yield from itertools.pairwise(re.findall(_EN, text[begun.end() :]))


def _singular(steps: dict[tuple[str, str], Passage], spoken: str) -> dict[tuple[str, str], Passage]:
    """The steps with names in the singular, where the document has it."""

    def one(name: str) -> str:
        return name[:-1] if name.endswith("s") and re.search(rf"\b{re.escape(name[:-1])}\b", spoken) else name

    return {(one(low), one(high)): passage for (low, high), passage in steps.items() if one(low) != one(high)}


def _way(steps: set[tuple[str, str]]) -> tuple[str, ...]:
    """The longest way along steps; empty where they go round, or two ways are equally long."""
    above: dict[str, set[str]] = {}
    for low, high in steps:
        above.setdefault(low, set()).add(high)

    def ways(name: str, seen: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        mine = (*seen, name)
        if len(mine) > 12:
            return
        yield mine
        for high in sorted(above.get(name, ())):
            if high in mine:
                yield ()
            else:
                yield from ways(high, mine)

    told = list(itertools.islice(itertools.chain.from_iterable(ways(name, ()) for name in sorted(above)), 5000))
    longest = max(told, key=len, default=())
    return () if () in told or sum(len(way) == len(longest) for way in told) > 1 else longest


def _known(name: str, source: SourceText) -> bool:
    """Whether a document speaks of a name more than once."""
    return sum(name in passage.text for passage in source.passages) > 1
