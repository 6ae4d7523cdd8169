"""The chance that a condition holds for somebody in a state, as far as the rules alone tell it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import NormalDist

from ladder_sim.analysis.ladder_graph import facts_of
from ladder_sim.analysis.linting.lines import Span
from ladder_sim.analysis.rule_text.expressions import Wording
from ladder_sim.core.i18n import Title, tr
from ladder_sim.expressions.constant import known_line, known_number, known_truth
from ladder_sim.expressions.parse import tree_of
from ladder_sim.expressions.specs import Plain
from ladder_sim.expressions.syntax import Call, ComparisonSign, NameWord, Tree, names_in, written
from ladder_sim.expressions.words import WORDS
from ladder_sim.files.idle import parts_of
from ladder_sim.model.expression import Expr
from ladder_sim.model.grades import Grade
from ladder_sim.model.metrics import Metric
from ladder_sim.model.moves import Move
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.settled import CALENDAR

#: Clocks that the twin keeps, by the column of the population.
CLOCKS = ("grade_since", "hired_since", "promoted_since", "moved_since", "role_since", "track_since")
#: Word → the column of its clock and the months of its unit.
CLOCK_WORDS: Mapping[str, tuple[str, int]] = {
    name: (spec.column, spec.unit) for name, spec in WORDS.items() if spec.unit and spec.column in CLOCKS
}
CLOSED = "closed_since"  # what windows of results may look back on
#: A metric's limits lie so many standard deviations off where they do not matter for a mean.
FAR = 6.0
NO_TITLE = Title("", "")


class NotCovered(Exception):
    """A rule that the twin cannot work out; the text says why."""


@dataclass(frozen=True, slots=True)
class DrawnResult:
    """A result that conditions ask for: a metric, or the mean of its last `months`.

    Parameters
    ----------
    mean : in points
    sd : of that mean, in points: it is normal; 0: it is 1 with chance `mean`, else 0
    """

    metric: str
    months: int
    mean: float
    sd: float  # of that mean; 0: a chance `mean` of 1, else 0
    title: Title = field(default=NO_TITLE, compare=False)

    def chance(self, low: float, high: float) -> float:
        """That it lies between two numbers (low not included, which has no weight of a normal)."""
        if self.sd == 0:
            return (1 - self.mean) * (low < 0 <= high) + self.mean * (low < 1 <= high)
        law = NormalDist(self.mean, self.sd)
        above = 1.0 if high == math.inf else law.cdf(high)
        below = 0.0 if low == -math.inf else law.cdf(low)
        return above - below


@dataclass(slots=True)
class Demands:
    """What a move asks of somebody in a state: a chance by itself, and a span of a result."""

    chance: float = 1.0
    drawn: DrawnResult | None = None
    span: Span = field(default_factory=Span)


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """The expressions of a scheme and its people, worked out for states."""

    scheme: Scheme
    workforce: Workforce
    words: Wording

    def values(self, grade: Grade, clocks: Mapping[str, int], month: int, calendar: Sequence[int]) -> dict[str, Plain]:
        """What is known of somebody: parameters, the grade, the clocks by every word for them, the calendar.

        calendar: the month of the year, the quarter and the year of the month.
        """
        served = {word: clocks[column] / unit for word, (column, unit) in CLOCK_WORDS.items() if column in clocks}
        today = dict(zip(CALENDAR, (month, *calendar), strict=True))
        grades = {one.id: one.id for one in self.scheme.grades}
        return {**grades, **self.scheme.values, **facts_of(grade), **served, **today}

    def asked(self, move: Move, source: Grade, target: str, known: Mapping[str, Plain], closed: int) -> Demands:
        """What a move asks in a state.

        Parameters
        ----------
        source, target : the grade in which it is tested, and the id of the one it leads to
        known : value of each word that the state gives
        closed : months of results that are closed

        Raises
        ------
        NotCovered
            A condition reads more than the state.
        """
        made = Demands()
        for condition in move.when:
            tree = tree_of(condition.test)
            if tree is None:
                raise NotCovered(condition.test.text)
            for part in parts_of(self.words.folded(tree, {source.id: target})):
                self._ask(made, part, source, known, closed)
        if move.apply is not None:
            made.chance *= self.number(move.apply, source, target, known)
        return made

    def number(self, expr: Expr, source: Grade, target: str, known: Mapping[str, Plain]) -> float:
        """The number that an expression gives in a state.

        Parameters
        ----------
        source, target, known : as of `asked`

        Raises
        ------
        NotCovered
            It reads more than the state.
        """
        tree = tree_of(expr)
        found = None if tree is None else known_number(self.words.folded(tree, {source.id: target}), known)
        if found is None:
            raise NotCovered(tr("{text} reads more than grade, clocks and calendar",
                                "{text} 读取了职级、年限和日历以外的信息", text=expr.text))  # fmt: skip
        return found

    def _ask(self, made: Demands, part: Tree, grade: Grade, known: Mapping[str, Plain], closed: int) -> None:
        truth = known_truth(part, known)
        if truth is not None:
            made.chance *= truth
            return
        if isinstance(part, Call) and part.function == "chance":
            p = known_number(part.args[0], known)
            if p is not None:
                made.chance *= p
                return
        line = _line(part, known)
        if line is None:
            raise NotCovered(tr("{part} is no waiting time, chance or line on one result",
                                "{part} 不是年限、概率或单项结果的标准线", part=written(part)))  # fmt: skip
        result, sign, bound = line
        drawn = self.drawn(result, grade, known)
        if made.drawn not in (None, drawn):
            raise NotCovered(tr("it asks for two results at once, {a} and {b}", "同时要求两项结果：{a}和{b}",
                                a=made.drawn.title if made.drawn else "", b=drawn.title))  # fmt: skip
        made.drawn, made.span = drawn, made.span.cut(sign, bound)
        if closed < drawn.months:
            made.chance = 0.0

    def drawn(self, part: Tree, grade: Grade, known: Mapping[str, Plain]) -> DrawnResult:
        """A result that is drawn anew every month for everybody alike.

        Parameters
        ----------
        part : a metric, or the mean of its last months
        known : as of `asked`

        Raises
        ------
        NotCovered
            It is none, or its distribution has no closed form.
        """
        name, months = _window(part, known)
        metric = self.workforce.metrics.get(name) or self.scheme.signals.get(name)
        if metric is None:
            raise NotCovered(tr("{part} is no result that is drawn every month", "{part} 不是每月抽取的结果",
                                part=written(part)))  # fmt: skip
        why = _memory(metric, self.workforce)
        if why:
            raise NotCovered(tr("{name}: {why}", "{name}：{why}", name=metric.title, why=why))
        mean = _known(metric.mean, known)
        if metric.kind == "chance" and months == 1 and mean is not None:
            return DrawnResult(name, 1, mean, 0.0, metric.title)
        sd = _known(metric.within, known)
        if metric.kind != "normal" or mean is None or not sd:
            raise NotCovered(tr("{name} is not drawn from a normal distribution that is known",
                                "{name}不服从已知的正态分布", name=metric.title))  # fmt: skip
        ends = [end for end in (metric.low, metric.high) if end is not None]
        if any(abs(end - mean) < FAR * sd for end in ends) and (months > 1 or metric.cut):
            raise NotCovered(tr("the limits of {name} cut its distribution", "{name}的上下限截断了分布",
                                name=metric.title))  # fmt: skip
        if months > 1 and metric.mean is not None and _reads_grade(metric.mean):
            raise NotCovered(tr("the mean of {name} differs by grade", "{name}的均值随职级不同", name=metric.title))
        return DrawnResult(name, months, mean, sd / math.sqrt(months), metric.title)


def _known(expr: Expr | None, known: Mapping[str, Plain]) -> float | None:
    tree = None if expr is None else tree_of(expr)
    return None if tree is None else known_number(tree, known)


def _reads_grade(expr: Expr) -> bool:
    tree = tree_of(expr)
    return tree is not None and bool(names_in(tree) & {"grade", "level", "layer", "role", "track"})


def _memory(metric: Metric, workforce: Workforce) -> str:
    """Why a person's results are not independent from month to month; '' where they are."""
    between = _known(metric.between, {})
    if workforce.ability_sd and metric.kind == "normal" and (metric.between is not None and between != 0):
        return tr("people differ for good (between)", "个人之间存在持久差异（between）")
    if metric.kind == "chance" and metric.ability:
        return tr("it depends on ability", "与个人能力有关")
    if metric.carry:
        return tr("a month carries over to the next (carry)", "上月影响下月（carry）")
    if metric.gain is not None:
        return tr("newcomers learn (learning)", "新人逐月成长（learning）")
    if metric.at != "month" or metric.per != "person":
        return tr("it is not drawn each month for each person", "不是每人每月抽取")
    if workforce.effort is not None:
        return tr("people respond to the lines (effort)", "人员会对标准作出反应（effort）")
    return ""


def _window(part: Tree, known: Mapping[str, Plain]) -> tuple[str, int]:
    """The metric that a part reads, and over how many months' mean."""
    match part:
        case NameWord(name):
            return name, 1
        case Call("mean", (NameWord(name), span)) if (months := known_number(span, known)) is not None:
            return name, int(months)
    raise NotCovered(tr("{part} is no result of a month and no mean of months", "{part} 不是单月结果或数月均值",
                        part=written(part)))  # fmt: skip


def _line(part: Tree, known: Mapping[str, Plain]) -> tuple[Tree, ComparisonSign, float] | None:
    """What is compared with a known number; a bare yes-or-no result counts as one compared with 1."""
    if isinstance(part, NameWord):
        return part, ">=", 1.0
    line = known_line(part, known)
    return None if line is None or line[1] == "!=" else line


def outcomes(asked: Sequence[Demands]) -> list[float]:
    """The chance of each move of an evening, tested in their order, of which one alone can happen to somebody.

    All that ask for a result read the same one, so that its values are cut where a line stands, and each piece is
    walked through the moves. Raises `NotCovered` where they read different ones.
    """
    results = {one.drawn for one in asked if one.drawn is not None}
    if len(results) > 1:
        names = sorted({str(one.title) for one in results})
        raise NotCovered(tr("moves of one evening read different results or windows: {names}",
                            "同一次评审的规则读取了不同的结果或期间：{names}",
                            names=tr(", ", "、").join(names)))  # fmt: skip
    if not results:
        return _in_turn([one.chance for one in asked])
    (drawn,) = results
    cuts = sorted({end for one in asked for end in (one.span.low, one.span.high) if math.isfinite(end)})
    if drawn.sd == 0:
        pieces = [(0.0, 1 - drawn.mean), (1.0, drawn.mean)]
    else:
        ends = [-math.inf, *cuts, math.inf]
        pieces = [(_between(a, b), drawn.chance(a, b)) for a, b in pairwise(ends)]
    totals = [0.0] * len(asked)
    for at, weight in pieces:
        inside = [one.chance if one.drawn is None or _holds(one.span, at) else 0.0 for one in asked]
        totals = [total + weight * p for total, p in zip(totals, _in_turn(inside), strict=True)]
    return totals


def _between(low: float, high: float) -> float:
    if low == -math.inf:
        return high - 1 if high < math.inf else 0.0
    return low + 1 if high == math.inf else (low + high) / 2


def _holds(span: Span, value: float) -> bool:
    above = value > span.low if span.low_open else value >= span.low
    return above and (value < span.high if span.high_open else value <= span.high)


def _in_turn(chances: Sequence[float]) -> list[float]:
    """The chance of each of several, tested one after the other until one happens."""
    left, made = 1.0, []
    for p in chances:
        made.append(left * p)
        left *= 1 - p
    return made
