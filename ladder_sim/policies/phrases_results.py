"""Phrases about results, places in an order, and what vetoes a promotion."""

from __future__ import annotations

import re
from typing import cast

from ladder_sim.core.i18n import Title
from ladder_sim.expressions.comparing import NEGATED
from ladder_sim.expressions.syntax import ComparisonSign
from ladder_sim.policies.figures import number_in, shown
from ladder_sim.policies.measured import measure_of, measure_title
from ladder_sim.policies.own_measures import OWN, OWN_WORDS, own_measure
from ladder_sim.policies.phrase import Phrase, PhraseGroups, PhraseWriting
from ladder_sim.policies.results_clause import result_of, streak_in, window_in

#: A sign within a clause: neither its end nor what joins it to another.
_IN = (
    r"(?:(?!\band\b|或者|或(?!以|更|等)|\bor\b(?! (?:above|better|more|higher|less|lower|fewer)))"
    r"[^，,。；;.、且：:]|(?<=\d)[.,](?=\d))"
)
#: The sentence says who may not be promoted.
_BARRED = re.compile(
    r"(?:不得|不能|不予|不可|不受理|不接受|无资格|取消|丧失|失去|推迟|延迟|暂停)[^，。；]{0,8}(?:参加|参与|申请|晋升|晋级|晋阶|进阶|升级|[晋升][星档等]|"
    r"评定|评审|评选|资格|申报)|一票否决|"
    r"\b(?:nobody|no (?:employee|one|staff|agent|candidate))\b[^.;]{0,120}(?:may|can|shall) (?:be promoted|advance|"
    r"apply|be considered)|"
    r"(?:may|can|shall) ?not (?:be promoted|apply|be considered|progress|advance|rise|move up)|(?:will|is|"
    r"are) not (?:be )?considered|not (?:be )?eligible|ineligible|barred|\bbars? (?:an? |the |"
    r"any )?(?:\w+ )?(?:from|promotion)|excluded "
    r"from|lose[s]? (?:the )?(?:right|eligibility)|disqualif|veto|rules? out",
    re.IGNORECASE,
)


#: How long a point bars from a promotion, as its lead says.
_BARRED_FOR = re.compile(r"(\d+个月内|within \d+ months) ?(?:不得晋升|may not be promoted)$")


def _result(groups: PhraseGroups, text: str) -> PhraseWriting | None:
    clause = groups["clause"]
    barred = _BARRED_FOR.search(text)
    written = result_of(clause if barred is None else f"{clause} {barred.group(1)}", groups["m"])
    if written is None or not _BARRED.search(text):
        return written
    return _not(written)


def _own(groups: PhraseGroups, text: str) -> PhraseWriting | None:
    """A result of a measure that the document has of its own."""
    measure = own_measure(groups["m"])
    written = None if measure is None else result_of(groups["clause"], groups["m"], measure)
    if written is None or re.search(r"\{", written.value):
        return None
    assumed = OWN if written.assumed is None else Title(f"{written.assumed.en}; {OWN.en}",
                                                        f"{written.assumed.zh}；{OWN.zh}")  # fmt: skip
    written = PhraseWriting(written.value, written.title, assumed, written.others)
    return _not(written) if _BARRED.search(text) else written


def _not(written: PhraseWriting) -> PhraseWriting | None:
    """The condition that holds where what bars a promotion does not."""
    found = re.fullmatch(r"(?P<x>.*\)|\w+) (?P<sign>>=|<=|>|<|==) (?P<n>[\d.]+|\{\w+\})", written.value)
    if found is None or found["sign"] == "==":
        return written
    if found["x"].startswith("total(") and (found["sign"], found["n"]) == (">=", "1"):
        none = Title(f"None: {written.title.en}", f"不得有：{written.title.zh}")
        return PhraseWriting(f"{found['x']} == 0", none, written.assumed, written.others)
    value = f"{found['x']} {NEGATED[cast(ComparisonSign, found['sign'])]} {found['n']}"
    told = written.title
    return PhraseWriting(value, Title(f"Not: {told.en}", f"不得出现：{told.zh}"), written.assumed, written.others)


def _happened(groups: PhraseGroups, text: str) -> PhraseWriting | None:
    """An event that bars a promotion, or that is the ground of a move down or out."""
    measure = measure_of(groups["m"])
    if measure is None or measure.kind != "event":
        return None
    window = window_in(text)
    title = measure_title(measure.name)
    span = f"up_to({shown(window[0] if window else 12)})"
    assumed = None if window else Title("The document names no window: the last year", "原文未写明期间：按最近一年")
    if _BARRED.search(text):
        return PhraseWriting(
            f"total({measure.name}, {span}) == 0", Title(f"No {title.en.lower()}", f"无{title.zh}"), assumed
        )
    return PhraseWriting(f"total({measure.name}, {span}) > 0", Title("{m}", "发生{m}").fill(m=title), assumed)


def _won(groups: PhraseGroups, text: str) -> PhraseWriting | None:
    """An award that is asked for."""
    measure = measure_of(groups["m"])
    if measure is None or measure.name not in ("award", "praise_customer", "praise_internal"):
        return None
    window = window_in(text)
    assumed = None if window else Title("The document names no window: the last year", "原文未写明期间：按最近一年")
    title = measure_title(measure.name)
    value = f"total({measure.name}, up_to({shown(window[0] if window else 12)})) >= 1"
    return PhraseWriting(value, Title(f"{title.en}, one at least", f"{title.zh}至少1次"), assumed)


def _window(text: str) -> tuple[str, Title | None]:
    """Over how long a place in an order is worked out."""
    window = window_in(text)
    if window is not None:
        return shown(window[0]), None
    return "3", Title(
        "The document names no window: the mean of the last three months", "原文未写明期间：按近3个月均值"
    )


#: Parts of a group, in per cent.
_PARTS = {"tenth": 10.0, "fifth": 20.0, "quarter": 25.0, "third": 100 / 3, "half": 50.0}


def _group(text: str) -> str:
    for words, group in (("团队|小组|班组|本组|组内|team", "team"), ("同级|同职级|本级|同岗|same grade|in the "
                                                           "grade|of the grade", "grade"),
                         ("部门|全员|全体|department|everyone", "everyone")):  # fmt: skip
        if re.search(words, text, re.IGNORECASE):
            return group
    return ""


def _ranked(groups: PhraseGroups, text: str) -> PhraseWriting | None:
    """Among the first or the last so many, or so many per cent."""
    n = number_in(groups["n"]) if "n" in groups else _PARTS.get(groups.get("part", "").lower(), 1.0)
    if n is None:
        return None
    found = measure_of(groups.get("m", "") or text)
    name = found.name if found is not None and found.kind == "level" else "kpi"
    group = _group(text)
    percent, last = (
        groups.get("pct", "") or groups.get("part", ""),
        bool(re.search("后|末|倒数|last|bottom|lowest", groups["end"], re.IGNORECASE)),
    )
    months, assumed = _window(text)
    value = name if months == "1" else f"mean({name}, {months})"
    streak = streak_in(text)
    if streak is not None and streak[1] == 1:
        value = name
    if percent:
        test = f"percentile({value}, {group or 'grade'}) " + (f"<= {shown(n)}" if last else f">= {shown(100 - n)}")
    else:
        test = f"{'rank_from_bottom' if last else 'rank'}({value}{', ' + group if group else ''}) <= {shown(n)}"
    if streak is not None and streak[1] == 1:
        test, assumed = f"streak({test}) >= {streak[0]}", None
    if re.search(r"未(?:进|能?进入|在)|跌出|掉出|outside|not among", text) and not last:
        test = test.replace(f") <= {shown(n)}", f") > {shown(n)}", 1).replace(
            f">= {shown(100 - n)}", f"< {shown(100 - n)}", 1
        )
    sign = "%" if percent else ""
    end = ("last", "后") if last else ("first", "前")
    others = () if group or percent else (test.replace(f"({value})", f"({value}, team)"),)
    return PhraseWriting(
        test, Title(f"Among the {end[0]} {shown(n)}{sign}", f"排名{end[1]}{shown(n)}{sign}"), assumed, others
    )


RESULTS = (
    Phrase(
        "rank", "condition", Title("a place in the order", "排名要求"),
        (r"(?:(?P<m>{M})[^，。；]{0,12}?)?(?:排名|名列|位列|位居|排在|进入|未进|处于|为|在|均|部门|团队|小组|"
         r"同级)*(?P<end>前|后|倒数第?|末)\s*(?P<n>{N})\s*(?:(?P<pct>[%％])|名|位|(?=[；;。，,]|$))",
         r"(?P<end>末位|排名最后|最后一名|倒数第一)",
         r"(?:in|among|within|of) the (?P<end>top|first|best|bottom|last|lowest) (?P<n>{N})"
         r"(?![\d.]|\s?(?:month|year|quarter|week|day|(?:\w+ )?(?:apprais|review|rating|assessment|evaluation|"
         r"period|round)))\s*(?P<pct>percent|per cent|%)?",
         r"(?:in|among|within|of) the (?P<end>top|best|bottom|last|lowest) (?P<part>tenth|fifth|quarter|third|half)"),
        _ranked,
        (("月度考评均分排名部门前三名。", "rank(kpi, everyone) <= 3"), ("年度绩效排名前10%者。",
         "percentile(mean(kpi, 12), grade) >= 90"),
         ("Among the top 10 percent of the grade in the yearly appraisal.", "percentile(mean(kpi, 12), grade) >= 90")),
    ),
    Phrase(
        "own_result", "condition", Title("a result of the document's own measure", "原文自有指标要求"),
        (rf"(?P<clause>{_IN}{{0,40}}?(?P<m>{OWN_WORDS}){_IN}{{0,60}})",),
        _own,
        (("近三个月工单合格率不低于96%。", "mean(工单合格率, 3) >= 96"),
         ("First-time fix rate of 90% or higher during the preceding six months.",
          "mean(first_time_fix_rate, 6) >= 90")),
    ),
    Phrase(
        "result", "condition", Title("a result", "业绩与行为要求"),
        (rf"(?P<clause>{_IN}{{0,40}}?(?P<m>{{M}}){_IN}{{0,70}})",),
        _result,
        (("近6个月绩效考核平均分不低于85分。", "mean(kpi, 6) >= 85"), ("一年内迟到早退不超过8次。",
         "total(late, up_to(12)) <= 8"),
         ("连续3个月客户满意度达到95%以上。", "streak(satisfaction >= 95) >= 3"), ("无重大投诉。",
          "total(complaint_major, up_to(12)) == 0"),
         ("一年内投诉3次以上者不得晋升。", "total(complaint, up_to(12)) < 3"),
         ("Customer satisfaction of at least 90 percent over the last six months.", "mean(satisfaction, 6) >= 90"),
         ("No disciplinary warning within the last 12 months.", "total(violation, up_to(12)) == 0")),
    ),
    Phrase(
        "barred", "condition", Title("what bars a promotion", "否决事项"),
        (r"(?:发生|出现|出过|犯过|有过?|存在|受到?|造成|因|凡|如|若|遭)[^，。；]{0,10}?(?P<m>{M})(?=[^。；]*(?:不得|"
         r"不能|不予|不受理|"
         r"取消|丧失|失去|推迟|暂停|一票否决|否决))",
         r"^(?P<m>{M})[^，。；]{0,6}(?=，(?:\d+个月内)?不得晋升$)",
         r"^(?:an? )?(?P<m>{M})[^.;]{0,20}(?= (?:within \d+ months )?may not be promoted$)",
         r"(?P<m>{M})[^。；，]{0,6}(?:，|,)?[^。；]{0,4}一票否决",
         r"(?:whoever|anyone|who|staff)[^.;]{0,20}?(?P<m>{M})(?=[^.;]*(?:not be promoted|may not apply|"
         r"ineligible|not eligible|not be considered|disqualif|barred))",
         r"(?:nobody|no (?:one|employee|staff|agent))\b[^.;]{0,30}?(?P<m>{M})(?=[^.;]*\b(?:may|can|shall)\b)",
         r"(?P<m>{M})(?=[^.;]*(?:rules? out|bars? (?:a |any )?promotion))"),
        _happened,
        (("出现重大事故的，一票否决。", "total(incident, up_to(12)) == 0"), ("凡有旷工者，取消晋升资格。",
         "total(absent, up_to(12)) == 0")),
        ("promotion", "any"),
    ),
    Phrase(
        "won", "condition", Title("an award won", "获得荣誉"),
        (r"(?:获得过?|荣获|曾获|被评为|评为|获评)[^，。；\d]{0,10}?(?P<m>{M})",
         r"(?:won|received|earned) (?:an? |the )?(?P<m>{M})"),
        _won,
        (("近一年获得优秀员工称号。", "total(award, up_to(12)) >= 1"), ("Has won an award of excellence.",
         "total(award, up_to(12)) >= 1")),
        ("promotion", "any"),
    ),
    Phrase(
        "ground", "condition", Title("what leads down or out", "降级或淘汰事由"),
        (r"(?:发生|出现|有|存在|受到?|造成|因|凡|如|若|触犯)[^，。；]{0,10}?(?P<m>{M})",
         r"(?:in case of|after|for|commit(?:s|ted)?|receiv(?:es|ed|ing))[^.,;]{0,14}?(?P<m>{M})"),
        _happened,
        (("发生重大事故的，予以降级。", "total(incident, up_to(12)) > 0"),),
        ("demotion", "dismissal"),
    ),
)  # fmt: skip
