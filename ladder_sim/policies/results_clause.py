"""A result that a clause asks for, put together from what it measures, over which time, how often, and which mark."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ladder_sim.core.i18n import Title
from ladder_sim.policies.figures import NUMBER, SPAN, months_in, number_in, shown
from ladder_sim.policies.measured import (
    EXAMS,
    LETTERS,
    MARKS,
    MEASURED,
    MeasuredWords,
    measure_of,
    measure_pattern,
    measure_title,
)
from ladder_sim.policies.phrase import PhraseWriting

#: What the assumed mark is called that a word of a document stands for.
WORD_MARKS: dict[float, str] = {90: "excellent", 80: "good", 75: "to_standard", 60: "passing"}

Sign = Literal[">=", "<=", ">", "<", "=="]
#: Words of comparison, before the number and behind it. The longer ones first.
BEFORE: tuple[tuple[Sign, str], ...] = (
    (
        "<=",
        r"不(?:得)?(?:超过|高于|多于|大于)|控制在|≤|<=|至多|最多|no more than|not more than|at most|up to|not "
        r"exceed(?:ing)?|a maximum of|within",
    ),
    (
        ">=",
        r"不(?:得)?(?:低于|少于|小于|短于)|≥|>=|至少|大于等于|高于或等于|达到?(?:了)?|完成|为(?=\s*\d+(?:\.\d+)"
        r"?\s*(?:分|%|％)?\s*(?:以上|及以上))|保持|at least|(?:not|no) (?:less|fewer|lower) than|a minimum of|"
        r"minimum(?: "
        r"of)?|(?:score|mark|rating) of|reach(?:es|ed|ing)?|of(?= \d[\d.]* (?:points|percent|%|or))",
    ),
    ("<", r"低于|少于|小于|不足|不满|未达(?:到)?|达不到|<|below|less than|fewer than|under"),
    (">", r"高于|超过|大于|多于|优于|>|above|more than|exceed(?:s|ing)?|over"),
)
BEHIND: tuple[tuple[Sign, str], ...] = (
    (">=",
        r"(?:及|或)?以上|起|or (?:more|higher|above|better)|and above|\+"), ("<=",
            r"(?:及|或)?以(?:内|下)|or (?:less|lower|fewer|below)"),
)  # fmt: skip
_UNIT = r"\s*(?:分|%|％|个百分点|次|天|日|元|秒|单|起|件|人|points?|percent|per ?cent|times?|days?|seconds?)?"
_MARK = "|".join(sorted(MARKS, key=len, reverse=True))
_STREAK = re.compile(
    rf"连续(?:的)?\s*(?P<n>{NUMBER})\s*(?P<unit>个?月度?|个?季度?|个?半年|年度?|次|期|个?考核周期)|"
    rf"(?P<n2>{NUMBER})\s*(?:consecutive|successive) (?P<unit2>months?|quarters?|years?|reviews?|half-years?|"
    rf"appraisals?)|(?P<n3>{NUMBER}) (?P<unit3>months?|quarters?|years?|times?) (?:in a row|running)|consecutive "
    rf"(?P<unit4>months|quarters)",
    re.IGNORECASE,
)
_WINDOW = re.compile(
    rf"(?:近|前|过去|最近|申请前|晋升前|以来|评审前)(?:的)?\s*(?P<a>{SPAN})|(?P<b>{SPAN})(?:内|之内|以内|期间|中)"
    rf"|(?:over|in|within|during|of) the (?:last|past|previous|preceding) (?P<c>{SPAN}|month|quarter|year)|within "
    rf"(?P<e>{SPAN})|"
    rf"(?P<d>年度|全年|本年|当年|一年|半年度?|季度|月度|this year|yearly|annual|quarterly|monthly|half-yearly|a "
    rf"year|per year|per quarter|a quarter)",
    re.IGNORECASE,
)
_TIMES = re.compile(
    rf"(?P<n>{NUMBER})\s*(?:个月|个季度|次|months|quarters|times)(?P<behind>(?:及)?以上|or more)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Test:
    """A mark and how it is compared; a place in an order, or a letter, are marks of their own kinds."""

    sign: Sign
    mark: float
    words: str
    kind: Literal["number", "between", "word", "letter", "none"] = "number"


def test_in(text: str, measure: MeasuredWords) -> Test | None:
    """What a clause asks of its measure; None where it asks nothing that is known."""
    return _number(text, measure) or _none(text) or _letter(text) or _word(text)


def _number(text: str, measure: MeasuredWords) -> Test | None:
    between = re.search(rf"(?P<n>\d+)\s*(?:-|－|—|~|～|至|到)\s*\d+{_UNIT}", _bare(text))
    if between:
        return Test(">=", float(between["n"]), between.group(), "between")
    for sign, words in BEHIND:
        found = re.search(rf"(?P<n>{NUMBER}){_UNIT}\s*(?:（?含）?)?(?:{words})", _bare(text), re.IGNORECASE)
        n = number_in(found["n"]) if found else None
        before = next(
            (
                other
                for other, lead in BEFORE[::2]
                if found and re.search(rf"(?:{lead})\s*$", _bare(text)[: found.start()])
            ),
            None,
        )
        if found and n is not None and before is None:
            return Test(sign, n, found.group())
    for sign, words in BEFORE:
        found = re.search(rf"(?:{words})\s*(?:了|的)?\s*(?P<n>{NUMBER}){_UNIT}", _bare(text), re.IGNORECASE)
        n = number_in(found["n"]) if found else None
        if found and n is not None:
            return Test(sign, n, found.group())
    return None


def _bare(text: str) -> str:
    """A clause without what counts months in a row or tells the window, whose numbers are none of its marks."""
    return _WINDOW.sub(" ", _STREAK.sub(" ", text))


def _none(text: str) -> Test | None:
    found = re.search(
        rf"(?:无|没有|未(?:发生|出现|受|有|被|收到)?|零|不得(?:有|出现|发生)|杜绝|\bno\b|without(?: any)?|never|"
        rf"clean record(?: of)?|"
        rf"free of)[^，。；,.;]{{0,20}}?{measure_pattern()}"
        rf"|{measure_pattern()}[- ]free\b|{measure_pattern()}[^，。；,.;]{{0,6}}(?:为零|为0|0次|零|无(?=$|"
        rf"[，。；]))", text, re.IGNORECASE)  # fmt: skip
    return Test("==", 0, found.group(), "none") if found else None


def _letter(text: str) -> Test | None:
    found = re.search(
        r"(?:获(?:得)?|得|为|达到?|不低于|均|定为|均?为|考核|评为|评定为|结果|等级|连续|次|of|as|rated|graded?|"
        r"an?|score)"
        r"\s*[“\"'「]?(?P<l>[SABCDE])(?![A-Za-z0-9])[”\"'」]?\s*(?:级|等级|等|档|类)?(?P<up>(?:及|或)?以上|or "
        r"(?:better|higher|above))?(?P<down>(?:及|或)?以下|or (?:worse|lower|below))?",
        text,
    )
    if found is None:
        return None
    letter = found["l"]
    down = found["down"] or (letter in "DE" and not found["up"])
    above = {"S": 101.0, "A": 101.0, "B": 90.0, "C": 80.0, "D": 60.0, "E": 60.0}[letter]
    if found["down"] and not re.search("及|或|or", found["down"]):
        above = float(LETTERS[letter])
    return Test("<" if down else ">=", above if down else LETTERS[letter], letter, "letter")


def _word(text: str) -> Test | None:
    bad = re.search(
        r"不(?P<w>合格|达标|称职|胜任|及格)|未(?P<w2>达标|合格|通过)|unsatisfactory|below standard|fail(?:s|ed)?\b",
        text,
        re.IGNORECASE,
    )
    if bad:
        word = bad.groupdict().get("w") or bad.groupdict().get("w2") or "合格"
        return Test("<", MARKS.get(word, 60), bad.group(), "word")
    found = re.search(
        rf"(?P<w>{_MARK})(?:（含）|\(含\))?(?P<up>(?:及|或)?以上|or (?:better|higher|above))?", text, re.IGNORECASE
    )
    return Test(">=", MARKS[found["w"].lower()], found["w"], "word") if found else None


def window_in(text: str) -> tuple[float, str] | None:
    """Over how many months a clause looks back, and its words; None where it does not say."""
    found = _WINDOW.search(_STREAK.sub(" ", text))
    if found is None:
        return None
    told = next(value for value in found.groupdict().values() if value)
    fixed = (
        ("季", 3),
        ("quarter", 3),
        ("月度", 1),
        ("monthly", 1),
        ("半年", 6),
        ("half", 6),
        ("年", 12),
        ("year", 12),
        ("annual", 12),
        ("month", 1),
    )
    months = months_in(told) or next((n for word, n in fixed if word in told.lower()), None)
    return None if months is None else (float(months), found.group())


def streak_in(text: str) -> tuple[int, int, str] | None:
    """How many periods in a row, the months of each, and the words; None where none are asked."""
    found = _STREAK.search(text)
    if found is None:
        return None
    given = {name.rstrip("234"): value for name, value in found.groupdict().items() if value}
    n = number_in(given.get("n", "")) if "n" in given else None
    unit = given.get("unit", "")
    step = (
        3
        if "季" in unit or "quarter" in unit
        else 12
        if ("年" in unit and "半" not in unit) or "year" in unit
        else 6
        if "半年" in unit
        else 1
    )
    if unit.strip("个") in ("次", "期", "考核周期") or unit.startswith(("review", "appraisal", "time")):
        step = 3 if re.search("季度|quarter", text) else 12 if re.search("年度|yearly|annual", text) else 1
    return (int(n), step, found.group()) if n is not None and n >= 1 else None


def result_of(text: str, measured: str, measure: MeasuredWords | None = None) -> PhraseWriting | None:
    """The condition that a clause states of a measure.

    Parameters
    ----------
    text : the clause
    measured : the words in it that say what is measured
    measure : what they measure; by default the one that they are known for
    """
    measure = measure or measure_of(measured)
    if measure is None:
        return None
    test = test_in(text, measure) or (_counted(text, measured) if measure.kind == "event" else None)
    if test is None or (test.kind == "word" and not _near(text, measured, test.words)):
        return None
    if measure.kind == "event":
        return _event(text, measure, test)
    if measure.kind == "fact":
        return _fact(measure, test)
    return _level(text, measure, test)


#: Events of which so many are asked for where a document only names their number.
_WELCOME = re.compile("表扬|感谢信|锦旗|好评|建议|提案|培训|课程|优秀|荣誉|称号|证书")


def _counted(text: str, measured: str) -> Test | None:
    """So many events, where the clause compares them with nothing."""
    found = re.search(rf"(?P<n>{NUMBER}) (?:\w+ )?{re.escape(measured)}", text, re.IGNORECASE)
    if found is None and _WELCOME.search(measured):
        found = re.search(rf"{re.escape(measured)}\s*(?P<n>{NUMBER})\s*[次个篇条门件项]", text)
    if found is None and re.search("辞退|开除|降|退为|解除", text):
        found = re.search(rf"{re.escape(measured)}[满达]?\s*(?P<n>{NUMBER})\s*[次起天日]", text)
    if found is None:
        found = re.search(rf"(?P<n>{NUMBER})\s*次{re.escape(measured)}", text)
    n = number_in(found["n"]) if found else None
    return None if found is None or n is None else Test(">=", n, found.group())


def _near(text: str, measured: str, words: str) -> bool:
    """Whether a word such as 优秀 is said of the measure, and not of who goes first or what is wished for."""
    at, end = text.find(measured), text.find(words)
    if re.search(rf"(?:rated|graded|judged|评为|评定为|获评)\W{{0,3}}{re.escape(words)}", text, re.IGNORECASE):
        return True
    between = text[at + len(measured) : end] if end > at else ""
    return end >= at >= 0 and len(between) <= 8 and not re.search("优先|提高|提升|努力|更", text)


def _fact(measure: MeasuredWords, test: Test) -> PhraseWriting | None:
    exam = measure.name in EXAMS
    if test.kind in ("none", "letter", "between") or (test.kind == "word" and not exam) or (exam and test.mark > 100):
        return None
    title = measure_title(measure.name)
    assumed = _marked(test)
    return PhraseWriting(f"{measure.name} {test.sign} {shown(test.mark)}",
                   Title(
                       f"{title.en} {test.sign} {shown(test.mark)}",
                           f"{title.zh}{test.sign}{shown(test.mark)}"), assumed)  # fmt: skip


def _event(text: str, measure: MeasuredWords, test: Test) -> PhraseWriting | None:
    """So many events in a window; a year where the document does not say."""
    if test.kind in ("letter", "word") or re.search(r"分|[%％]|points?|per ?cent", test.words):
        return None
    window = window_in(text)
    months = shown(window[0] if window else 12)
    span = f"up_to({months})"
    title, sign = measure_title(measure.name), test.sign
    told = {"==": (f"No {title.en.lower()}", f"无{title.zh}")}.get(sign) or (
        f"{title.en} {sign} {shown(test.mark)}", f"{title.zh}{sign}{shown(test.mark)}")  # fmt: skip
    assumed = None if window else Title("The document names no window: the last year", "原文未写明期间：按最近一年")
    value = f"total({measure.name}, {span}) {sign} {shown(test.mark)}"
    return PhraseWriting(value, Title(*told), assumed)


def _marked(test: Test) -> Title | None:
    """What a word or a letter stands for is assumed."""
    if test.kind == "word":
        return Title(f"“{test.words}” taken as a mark of {shown(test.mark)}", f"“{test.words}”按{shown(test.mark)}分计")
    if test.kind == "between":
        return Title(f"The low end of {test.words} is asked", f"取“{test.words}”的下限")
    if test.kind == "letter":
        return Title(
            f"“{test.words}” taken as a mark of {shown(test.mark)}", f"“{test.words}”按{shown(test.mark)}分划线"
        )
    return None


def _level(text: str, measure: MeasuredWords, test: Test) -> PhraseWriting | None:
    """A level: its mean over the window, in a row, or so many times."""
    if test.kind == "none":
        return None
    streak, window = streak_in(text), window_in(text)
    name, mark = measure.name, f"{test.sign} {shown(test.mark)}"
    if test.kind == "word":
        mark = f"{test.sign} {{{WORD_MARKS[test.mark]}}}"
    told = f"{test.sign} {shown(test.mark)}"
    title = measure_title(name)
    assumed = _marked(test)
    if streak is not None:
        n, step, _ = streak
        inner = f"{name} {mark}"
        value = f"streak({inner}) >= {n}" if step == 1 else f"lowest({name}, {n * step}) {mark}"
        if step > 1:
            value = " and ".join(f"{_block(name, step, back)} {mark}" for back in range(n))
        return PhraseWriting(
            value, Title(f"{title.en} {told}, {n} times in a row", f"{title.zh}{told}，连续{n}次"), assumed
        )
    if window is None:
        assumed = assumed or Title("The document names no window: the mean of the last three months",
                                   "原文未写明期间：按近3个月均值")  # fmt: skip
    months = shown(window[0] if window else 3)
    value = f"{name} {mark}" if months == "1" else f"mean({name}, {months}) {mark}"
    return PhraseWriting(
        value, Title(f"{title.en} {told} over {months} months", f"{title.zh}（近{months}个月）{told}"), assumed
    )


def _block(name: str, step: int, back: int) -> str:
    """The mean of a period so many periods ago."""
    if back == 0:
        return f"mean({name}, {step})"
    return f"(total({name}, {(back + 1) * step}) - total({name}, {back * step})) / {step}"


def measured_in(text: str) -> list[tuple[str, int, int]]:
    """The words of a clause that name measures, with their places."""
    return [
        (found.group(), found.start(), found.end())
        for found in re.finditer(measure_pattern(), text, re.IGNORECASE)
        if found.group()
    ]


assert len({each.name for each in MEASURED}) == len(MEASURED)
