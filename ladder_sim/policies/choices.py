"""What holds for some only: so many of several conditions, what spares the waiting time, terms of a document's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ladder_sim.core.i18n import Title
from ladder_sim.policies.figures import NUMBER, number_in
from ladder_sim.policies.measured import measure_of, measure_pattern
from ladder_sim.policies.phrase import FoundPhrase, Phrase, PhraseWriting, compiled, found_in
from ladder_sim.policies.phrases_results import RESULTS
from ladder_sim.policies.source import SourceText

_ITEM = r"[项条个点]"
_SEVERAL = re.compile(
    rf"(?P<n>{NUMBER})\s*{_ITEM}(?:条件|标准|要求|指标)?(?:之|当)?(?:中|里)[^，"
    rf"。；：:]{{0,8}}?(?P<k>{NUMBER})\s*{_ITEM}|"
    rf"(?:下列|以下|下面|下述|上述|如下)(?:(?P<n2>{NUMBER})\s*{_ITEM})?(?:条件|标准|要求|各项|情形)?(?:之|当)?(?:中|"
    rf"里)?[^，。；：:]{{0,4}}?(?:任意?|至少|满足|符合|具备)"
    rf"[^，。；：:]{{0,4}}?(?P<k2>{NUMBER})\s*{_ITEM}|"
    rf"\b(?P<k3>{NUMBER}) of (?:the |these |those )?(?:following )?(?P<n3>{NUMBER})\b|"
    rf"\b(?:any|at least) (?P<k4>{NUMBER}) of (?:the following|these|the conditions)(?: (?P<n4>{NUMBER}))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PolicyChoice:
    """So many of the conditions of a list.

    Parameters
    ----------
    key : the same for all conditions of the list
    needed, listed : how many must be met, of how many points
    """

    key: str
    needed: int
    listed: int


def several_in(text: str) -> tuple[int, int] | None:
    """How many conditions a text asks for, and of how many (0: it does not say); None where it asks for all."""
    found = _SEVERAL.search(text)
    if found is None:
        return None
    given = {name.rstrip("234"): number_in(value) for name, value in found.groupdict().items() if value}
    needed, listed = int(given.get("k") or 0), int(given.get("n") or 0)
    return (needed, listed) if needed >= 1 and (not listed or needed < listed <= 12) else None


def choices_of(source: SourceText) -> dict[int, PolicyChoice]:
    """The sentences that are points of a list of which only so many must be met, by their numbers in the document."""
    under: dict[tuple[str, ...], list[int]] = {}
    for number, passage in enumerate(source.passages):
        for depth, heading in enumerate(passage.headings, start=1):
            if passage.kind != "heading" and several_in(heading) is not None:
                under.setdefault(passage.headings[:depth], []).append(number)
    found: dict[int, PolicyChoice] = {}
    for above, numbers in under.items():
        told = several_in(above[-1])
        if told is not None:
            choice = PolicyChoice("/".join(above), told[0], told[1] or len(numbers))
            found |= dict.fromkeys(numbers, choice)
    for number, passage in enumerate(source.passages):
        told = several_in(passage.text)
        if passage.kind != "heading" and number not in found and told is not None and told[1]:
            found[number] = PolicyChoice(f"{number}", told[0], told[1])
    return found


#: What spares whoever earns it a condition.
_SPARES = re.compile(
    r"破格|特批|不受[^，。；]{0,10}限制|(?:年限|时间|时长|任职期)[^，。；]{0,8}(?:放宽|缩短|减免|免除|不限)|(?:免除|"
    r"免于|放宽|缩短)"
    r"[^，。；]{0,8}(?:年限|时间|时长)|"
    r"without the (?:waiting|qualifying|required) (?:times?|periods?)|"
    r"(?:waiting|qualifying) (?:times?|periods?)[^.;]{0,30}(?:waived|not apply|not required|shortened)|"
    r"(?:exempt|spared|excused) from the (?:waiting|qualifying)|by way of exception",
    re.IGNORECASE,
)
_EARNED = (
    r"(?:获评|获得|被评为|评为|荣获|取得|获)[^，。；,.]{0,14}?(?P<m>{M})",
    r"(?:holders?|winners?|recipients?) of (?:an? |the )?(?P<m>{M})|(?:won|received|earned|holds?) (?:an? |the "
    r")?(?P<m2>{M})",
)
WAIVER = Phrase(
    "waiver", "waiver", Title("who is spared the waiting time", "可免任职年限者"), (), lambda groups, text: None,
    (("获评优秀员工的，任职年限可以放宽。", "total(award, up_to(12)) >= 1"),),
    ("promotion", "any"),
)  # fmt: skip


_RANK_OR_RESULT = tuple(phrase for phrase in RESULTS if phrase.id in ("rank", "result"))


def spares(text: str) -> bool:
    """Whether a sentence spares some people a condition of a move."""
    return _SPARES.search(text) is not None


def waiver_in(text: str) -> FoundPhrase | None:
    """Who is spared the waiting time; None where a sentence spares nobody, or its ground is not understood."""
    found = _SPARES.search(text)
    if found is None or not re.search(r"年限|时间|时长|任职期|waiting|qualifying|required", text, re.IGNORECASE):
        return None
    for pattern in _EARNED:
        earned = compiled(pattern).search(text)
        words = "" if earned is None else next(value for value in earned.groupdict().values() if value)
        measure = measure_of(words) if words else None
        if measure is not None and measure.kind == "event":
            return _waives(f"total({measure.name}, up_to(12)) >= 1", text)
    known = found_in(text[: found.start()], _RANK_OR_RESULT, "any")
    return _waives(known[0].written.value, text, known[0].written.assumed) if len(known) == 1 else None


def _waives(value: str, text: str, assumed: Title | None = None) -> FoundPhrase:
    return FoundPhrase(WAIVER, PhraseWriting(value, WAIVER.title, assumed), 0, len(text))


_MEANS = (
    re.compile(
        r"^(?:本(?:办法|制度|规定)(?:所称|中的?))?[“\"]?(?P<term>[\u4e00-\u9fff]{2,8}?)[”\"]?(?:系指|是指|指的是|"
        r"指)(?P<sense>[^。]+)"
    ),
    re.compile(
        r"^(?:The )?[“\"]?(?P<term>[A-Za-z][\w -]{2,30}?)[”\"]? (?:means|is defined as|refers to) (?:the "
        r")?(?P<sense>[^.]+)"
    ),
)


def terms_of(source: SourceText) -> Mapping[str, str]:
    """Terms that a document defines by something measured, each with its sense."""
    found: dict[str, str] = {}
    for passage in source.passages:
        for pattern in _MEANS:
            told = pattern.match(passage.text.strip())
            if told is None or (
                re.search(measure_pattern(), told["term"], re.IGNORECASE) and measure_of(told["term"]) is None
            ):
                continue
            measure = re.search(measure_pattern(), told["sense"], re.IGNORECASE)
            known = measure_of(measure.group()) if measure is not None and measure.group() else None
            if known is not None and known.kind == "level":
                found[told["term"].strip()] = measure.group() if measure is not None else ""
    return found


def in_plain_terms(text: str, terms: Mapping[str, str]) -> str:
    """A text with what a document's own terms stand for in their place."""
    for term, sense in terms.items():
        text = re.sub(re.escape(term), sense.replace("\\", ""), text, flags=re.IGNORECASE)
    return text


def inherited(text: str, before: str) -> str:
    """A sentence that begins with a mark alone, with the measure of the sentence before it on its line.

    Parameters
    ----------
    before : such as 平均绩效高于80分可提升一级, before 低于50分降一级
    """
    if not re.match(r"(?:低于|高于|不足|不满|未满|达到?|超过)?\s*\d+(?:\.\d+)?\s*(?:分|[%％])", text):
        return text
    named = [found.group() for found in re.finditer(measure_pattern(), before, re.IGNORECASE) if found.group()]
    levels = [words for words in named if (measure := measure_of(words)) is not None and measure.kind == "level"]
    return levels[-1] + text if levels else text


assert several_in("以下三项中至少满足两项") == (2, 3)
