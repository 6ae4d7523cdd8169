"""What is doubtful of a list of people that can be read: pay, ratings, ages, keys, teams and grades that do not fit.

One finding for a column, never one for a row; none names a person. Each carries the line of the workforce file that
would settle it, where there is one.
"""

from __future__ import annotations

import itertools
import math
import re
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Problems
from ladder_sim.model.expression import Expr
from ladder_sim.model.metrics import Metric
from ladder_sim.model.roster import RosterNeeds
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Roster
from ladder_sim.people import likeness
from ladder_sim.people.grade_names import grades_meant
from ladder_sim.people.reading import NAMED, Finding, counted, rows_said
from ladder_sim.people.rosters.words import spelling
from ladder_sim.plan.settled import settled

FEW = 10  # people from whom on shares mean something
PAY_TIMES = 3.0  # the median pay of a role lies within a third and three times of its market
YEARLY = (8.0, 18.0)  # times the market: a year's pay, give or take
SPREAD = 5.0  # highest ÷ lowest pay within a grade or role: above it units are mixed
STEPS = 6  # distinct scores: up to so many are a scale of ratings
LARGE_TEAM = 50
FAR = 6.0  # times the middle half of the values lies an outlier outside of it, by difference and by ratio
RARE = 0.05  # share of the values that may lie so: more of them are no slips
#: Columns of numbers that have a check of their own, or whose few high values are long service.
OWN_CHECKS = frozenset(("pay", "annual_pay", "age", "fte", "months_employed", "months_in_grade", "experience_months"))
SHOWN = 20  # findings of a file

Findings = Iterator[tuple[str, Finding]]


def plain_number(expr: Expr | None) -> float:
    """An expression's value past probation where it is one number, else NaN."""
    return math.nan if expr is None else settled(expr, {"on_probation": False}, {}, "", Problems())


def kpi_scale(metric: Metric | None) -> tuple[float, float] | None:
    """Mean and standard deviation of the scores of a metric; None where they are no plain numbers."""
    if metric is None or metric.kind != "normal":
        return None
    mean, between, within = (plain_number(part) for part in (metric.mean, metric.between, metric.within))
    sd = math.hypot(*(0.0 if math.isnan(part) else part for part in (between, within)))
    return None if math.isnan(mean) or sd <= 0 else (mean, sd)


def doubts(roster: Roster, needs: RosterNeeds) -> list[tuple[str, Finding]]:
    """What is doubtful, each with its column, at most `SHOWN`."""
    checks: tuple[Callable[[Roster, RosterNeeds], Findings], ...] = (
        _market, _pay_spread, _scores, _outliers, _ages, _keys, _labels, _teams, _tenures,
    )  # fmt: skip
    return list(itertools.islice((found for check in checks for found in check(roster, needs)), SHOWN))


# --- pay -----------------------------------------------------------------------------------------------


def _market(roster: Roster, needs: RosterNeeds) -> Findings:
    """The median pay of each role against its market."""
    times = {}
    for role, pays in _by(roster.role, roster.numbers("pay")).items():
        market = plain_number(needs.market.get(role))
        if pays and market > 0:
            ratio = statistics.median(pays) / market
            if not 1 / PAY_TIMES <= ratio <= PAY_TIMES:
                times[role] = (ratio, len(pays), market)
    if not times:
        return
    column = "pay"
    parts = [tr("{role} {ratio:.3g} times {market:,.0f}", "{role}为{market:,.0f}的{ratio:.3g}倍", role=role,
                ratio=ratio, market=market)
             for role, (ratio, _, market) in times.items()]  # fmt: skip
    yearly = all(YEARLY[0] <= ratio <= YEARLY[1] for ratio, _, _ in times.values())
    message = tr("the median pay is far from the market pay a month: {parts}",
                 "薪酬中位数与月度市场薪酬相差悬殊：{parts}",
                 parts=tr("; ", "；").join(parts))  # fmt: skip
    if yearly:
        message += tr("; a year's pay?", "；是否为年薪？")
    yield (
        column,
        Finding(column, message, sum(n for _, n, _ in times.values()), "roster: {pay: {per: year}}" if yearly else ""),
    )


def _pay_spread(roster: Roster, needs: RosterNeeds) -> Findings:
    groups = roster.grade if any(roster.grade) else roster.role
    wide = {}
    for group, pays in _by(groups, roster.numbers("pay")).items():
        paid = [pay for pay in pays if pay > 0]
        if len(paid) > 1 and max(paid) > SPREAD * min(paid):
            wide[group] = max(paid) / min(paid)
    if wide:
        parts = tr(", ", "、").join(
            tr("{group} {times:.0f}-fold", "{group}相差{times:.0f}倍", group=g, times=t) for g, t in wide.items()
        )
        yield "pay", Finding("pay", tr("highest and lowest pay of the same grade or role differ {parts}: units mixed, "
                                       "or part "
                                       "time?", "同一职级或岗位的最高与最低薪酬{parts}：单位混用，或含非全职？",
                                       parts=parts), len(wide))  # fmt: skip


# --- scores, time, age ---------------------------------------------------------------------------------


def _scores(roster: Roster, needs: RosterNeeds) -> Findings:
    scores = _known(roster.numbers("kpi"))
    if len(scores) < FEW:
        return
    distinct = Counter(scores)
    usual, times = distinct.most_common(1)[0]
    if needs.mapping.kpi:
        return
    if len(distinct) <= STEPS:
        yield "kpi", Finding("kpi", tr("only {n} distinct values ({values}): steps of a rating rather than points?",
                                       "只有{n}个不同取值（{values}）：是否为评级而非得分？", n=len(distinct),
                                       values=counted(f"{score:g}" for score in scores)), len(scores))  # fmt: skip
    elif times > 0.6 * len(scores):
        yield "kpi", Finding("kpi", tr("{share:.0%} have the same score, {value:g}",
                                       "{share:.0%}的人得分相同，均为{value:g}",
                                       share=times / len(scores), value=usual), times)  # fmt: skip
    scale = kpi_scale(needs.kpi)
    if scale is not None and abs(statistics.mean(scores) - scale[0]) > 2 * scale[1]:
        yield "kpi", Finding("kpi", tr("the mean is {got:.3g}, that of the workforce's metric {mean:g} with spread "
                                       "{sd:.2g}",
                                       "均值为{got:.3g}，而人员文件中该指标均值为{mean:g}、标准差{sd:.2g}",
                                       got=statistics.mean(scores), mean=scale[0], sd=scale[1]),
                                       len(scores))  # fmt: skip


def _outliers(roster: Roster, needs: RosterNeeds) -> Findings:
    """A few numbers of a column far from all others, as 840 among scores of 60 to 100."""
    rows = roster.rows or range(1, len(roster.person) + 1)
    for column, values in roster.columns.items():
        numbers = [(float(value), row) for value, row in zip(values, rows, strict=True)
                   if isinstance(value, int | float | np.number) and not math.isnan(value)]  # fmt: skip
        if column in OWN_CHECKS or (column == "kpi" and needs.mapping.kpi) or len(numbers) < FEW:
            continue
        low, high = _fences([value for value, _ in numbers])
        odd = [(value, row) for value, row in numbers if not low <= value <= high]
        usual = [value for value, _ in numbers if low <= value <= high]
        if odd and len(odd) <= max(1, RARE * len(numbers)):
            yield column, Finding(column, tr(
                "far from the others: {values} in {rows}; the other {rest} lie from {low:g} to {high:g}",
                "与其他人相差悬殊：{rows}为{values}；其余{rest}个在{low:g}至{high:g}之间",
                values=tr(", ", "、").join(f"{value:g}" for value, _ in odd[:NAMED]),
                rows=rows_said(row for _, row in odd), rest=len(usual), low=min(usual), high=max(usual)),
                len(odd))  # fmt: skip


def _fences(values: Sequence[float]) -> tuple[float, float]:
    """Beyond which numbers a value is far from the others: by difference and, where all are above 0, by ratio too.

    Tukey's fences, so wide that a column of one law, normal or lognormal, counts or shares, has hardly ever one beyond.
    """
    first, _, third = statistics.quantiles(values, n=4, method="inclusive")
    if first == third:  # half of them are the same: nothing is usual but that
        return -math.inf, math.inf
    middle = max(
        third - first, 1.0 if all(float(value).is_integer() for value in values) else 0.0
    )  # of counts one at least
    low, high = first - FAR * middle, third + FAR * middle
    if min(values) > 0:
        low, high = min(low, first * (first / third) ** FAR), max(high, third * (third / first) ** FAR)
    return low, high


def _tenures(roster: Roster, needs: RosterNeeds) -> Findings:
    """Dates of joining that stand for a year or for nothing."""
    employed = _known(roster.numbers("months_employed"))
    if len(employed) < FEW:
        return
    since = (needs.start.month - 1) % 12
    whole = sum(months % 12 == since for months in employed)
    if whole > 0.5 * len(employed) and len(set(employed)) > 2:
        yield "hired", Finding("hired", tr("{share:.0%} joined in January: whole years in place of dates?",
                                           "{share:.0%}的人在1月入职：是否以整年代替日期？",
                                           share=whole / len(employed)), whole)  # fmt: skip
    usual, times = Counter(employed).most_common(1)[0]
    if times > max(0.3 * len(employed), FEW):
        yield "hired", Finding("hired", tr("{share:.0%} have the same tenure, {months:.0f} months: a date that stands "
                                           "for "
                                           "something else?",
                                           "{share:.0%}的人司龄相同，均为{months:.0f}个月：该日期是否另有含义？",
                                           share=times / len(employed), months=usual), times)  # fmt: skip


def _ages(roster: Roster, needs: RosterNeeds) -> Findings:
    ages, employed = roster.numbers("age"), roster.numbers("months_employed")
    if not ages:
        return
    young = [row for row, age, months in zip(roster.rows, ages, employed, strict=True)
             if age + 1 - months / 12 < 16]  # fmt: skip
    if young:
        yield (
            "age",
            Finding("age", tr("joined before 16: {rows}", "入职时不满16岁：{rows}", rows=rows_said(young)), len(young)),
        )


# --- keys, labels, teams -------------------------------------------------------------------------------


def _keys(roster: Roster, needs: RosterNeeds) -> Findings:
    scientific = [row for row, key in zip(roster.rows, roster.person, strict=True)
                  if re.fullmatch(r"\d(\.\d+)?E\+?\d+", key, re.IGNORECASE)]  # fmt: skip
    if scientific:
        yield "person", Finding("person", tr(
            "keys in scientific form in {rows}: a spreadsheet has rounded them, and two people may share one",
            "{rows}的编号为科学计数法：已被表格软件舍入，可能两人同号", rows=rows_said(scientific)),
            len(scientific))  # fmt: skip
    bare = Counter(key.lstrip("0") for key in roster.person if key.isdigit())
    same = [
        row
        for row, key in zip(roster.rows, roster.person, strict=True)
        if bare.get(key.lstrip("0"), 0) > 1 and key.isdigit()
    ]
    if same:
        yield "person", Finding("person", tr("keys that differ in leading zeros alone in {rows}: one person or two?",
                                             "{rows}的编号只差前导零：是同一人还是两人？", rows=rows_said(same)),
                                             len(same))  # fmt: skip


def _labels(roster: Roster, needs: RosterNeeds) -> Findings:
    """Grades and teams that are written in several ways."""
    for column, values in (("grade", roster.grade), ("team", roster.columns.get("team", ()))):
        found = Counter(str(value) for value in values if value)
        if len(found) > 200:
            continue
        groups: dict[str, list[str]] = {}
        for name in found:
            groups.setdefault(spelling(name), []).append(name)
        pairs = [tuple(names) for names in groups.values() if len(names) > 1]
        pairs += [(groups[a][0], groups[b][0]) for a, b in itertools.combinations(groups, 2)
                  if not re.search(r"\d", a + b) and likeness.near(a, [b], least=88) is not None]  # fmt: skip
        if pairs:
            shown = tr("; ", "；").join(" / ".join(f"{name} ({found[name]})" for name in names) for names in pairs[:5])
            yield (
                column,
                Finding(
                    column,
                    tr("written in several ways? {pairs}", "是否为同一名称的不同写法？{pairs}", pairs=shown),
                    len(pairs),
                ),
            )


def _teams(roster: Roster, needs: RosterNeeds) -> Findings:
    sizes = Counter(str(team) for team in roster.columns.get("team", ()) if team)
    alone = sum(n == 1 for n in sizes.values())
    large = [n for n in sizes.values() if n > LARGE_TEAM]
    if len(sizes) > 2 and alone > len(sizes) / 2:
        yield (
            "team",
            Finding(
                "team",
                tr("{alone} of {n} teams have one person", "{n}个小组中有{alone}个只有1人", alone=alone, n=len(sizes)),
                alone,
            ),
        )
    if large:
        yield "team", Finding("team", tr("{n} teams have more than {most} people, up to {max}: departments rather "
                                         "than teams?",
                                         "{n}个小组超过{most}人，最多{max}人：是否为部门而非小组？", n=len(large),
                                         most=LARGE_TEAM,
                                         max=max(large)), len(large))  # fmt: skip


# --- against a scheme ----------------------------------------------------------------------------------


def unknown_grades(roster: Roster, scheme: Scheme) -> list[tuple[str, list[int], str]]:
    """Grades that the scheme does not know: the name, its rows, and the nearest of the scheme's names or ''."""
    meant = grades_meant(set(roster.grade) - {""}, scheme.grades)
    rows: dict[str, list[int]] = {}
    for row, name in zip(roster.rows or range(1, len(roster.grade) + 1), roster.grade, strict=True):
        if name and name not in meant:
            rows.setdefault(name, []).append(row)
    known = [word for grade in scheme.grades for word in (grade.id, *grade.title.spellings)]
    spelled = {spelling(word): word for word in reversed(known)}
    found = []
    for name, mine in rows.items():
        like = likeness.near(spelling(name), spelled, least=60) or likeness.near(_unbracketed(name), spelled, least=75)
        found.append((name, mine, spelled[like] if like else ""))
    return found


def placed_by_role(roster: Roster, name: str, rows: Sequence[int], like: str, scheme: Scheme) -> str:
    """A line on people of an unknown grade; '' where they have no role either, which a run refuses."""
    if not any(role for role, grade in zip(roster.role, roster.grade, strict=True) if grade == name):
        return ""
    near = tr("; nearest: '{like}'", "；最接近的是“{like}”", like=like) if like else ""
    return tr("scheme '{scheme}' has no grade '{name}' ({rows}{near}): its people are placed by their role",
              "方案“{scheme}”没有职级“{name}”（{rows}{near}）：相应人员按岗位层级安排",
              scheme=scheme.id, name=name, rows=rows_said(rows), near=near)  # fmt: skip


def _unbracketed(name: str) -> str:
    return re.sub(r"[(（].*?[)）]", "", spelling(name))


def against_scheme(roster: Roster, scheme: Scheme) -> Findings:
    """Grades that the ladder does not know, seats that are too few, and pay that does not rise with the grade."""
    for name, rows, like in unknown_grades(roster, scheme):
        if said := placed_by_role(roster, name, rows, like, scheme):
            yield "grade", Finding("grade", said, len(rows))
    meant = grades_meant(set(roster.grade) - {""}, scheme.grades)
    standing = Counter(meant[name] for name in roster.grade if name in meant)
    for place, grade in enumerate(scheme.grades):
        seats = math.nan if grade.seats is None or grade.seats.kind != "number" else plain_number(grade.seats.n)
        if standing[place] > seats:
            yield "grade", Finding("grade", tr("{n} people in '{grade}', which has {seats:g} seats",
                                               "“{grade}”有{n}人，编制只有{seats:g}个",
                                               n=standing[place], grade=grade.title, seats=seats),
                                               standing[place])  # fmt: skip
    yield from _pay_order(roster, scheme, meant)


def _pay_order(roster: Roster, scheme: Scheme, meant: Mapping[str, int]) -> Findings:
    pays = _by(tuple(str(meant.get(name, "")) for name in roster.grade), roster.numbers("pay"))
    medians = {int(place): float(np.median(values)) for place, values in pays.items() if place and values}
    by_track: dict[str, list[int]] = {}
    for place in sorted(medians, key=lambda i: (scheme.grades[i].layer, scheme.grades[i].level)):
        by_track.setdefault(scheme.grades[place].track, []).append(place)
    for places in by_track.values():
        for low, high in itertools.pairwise(places):
            if medians[high] < medians[low]:
                yield "pay", Finding("pay", tr("median pay falls from '{low}' ({a:,.0f}) to '{high}' ({b:,.0f})",
                                               "薪酬中位数从“{low}”（{a:,.0f}）到“{high}”（{b:,.0f}）下降",
                                               low=scheme.grades[low].title,
                                               high=scheme.grades[high].title, a=medians[low],
                                               b=medians[high]))  # fmt: skip


def _by(groups: Sequence[str], values: Iterable[float]) -> dict[str, list[float]]:
    made: dict[str, list[float]] = {}
    for group, value in zip(groups, values, strict=False):
        if not math.isnan(value):
            made.setdefault(group, []).append(float(value))
    return made


def _known(values: Iterable[float]) -> list[float]:
    return [float(value) for value in values if not math.isnan(value)]
