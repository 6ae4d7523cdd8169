"""Runs of the same scheme on the same people, over different replications, as one; and comparisons of such runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import overload

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.core.signed import door
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.counts import join as joined
from ladder_sim.results.end_notes import end_notes
from ladder_sim.results.measure import Measure
from ladder_sim.results.origin import SeedRange
from ladder_sim.results.own import OwnValues
from ladder_sim.results.provenance import mark_of
from ladder_sim.results.run import Run
from ladder_sim.results.year_spread import year_notes


@overload
def join(runs: Sequence[Run] | Run, *more: Run) -> Run: ...


@overload
def join(runs: Sequence[Comparison] | Comparison, *more: Comparison) -> Comparison: ...


@door
def join(
    runs: Sequence[Run] | Run | Sequence[Comparison] | Comparison, *more: Run | Comparison
) -> Run | Comparison:  # fmt: skip
    """One run of the replications of several, in the order given; of comparisons one, joined scheme by scheme.

    Parameters
    ----------
    runs, more : of the same scheme, workforce and months, over replications that no two of them share: of different
        seeds, or of one seed with other numbers (``first=``); a list, or one after the other. Or comparisons of the
        same schemes and baseline

    Raises
    ------
    LadderError
        They differ in more than their replications, or two of them have some in common; all at once.

    Examples
    --------
    >>> import ladder_sim as ls
    >>> halves = [ls.simulate("ecommerce-dual-track", months=6, replications=2, first=first) for first in (0, 2)]
    >>> ls.join(halves).replications
    4
    """
    listed = isinstance(runs, Sequence)
    given: list[object] = [*(runs if isinstance(runs, Sequence) else [runs]), *more]
    compared = [one for one in given if isinstance(one, Comparison)]
    found = [one for one in given if isinstance(one, Run)]
    if not given or not (listed or more) or len(given) not in (len(compared), len(found)):
        raise LadderError(_no_runs(given if more else runs))
    return _comparisons(compared) if compared else _joined(found)


def _comparisons(given: Sequence[Comparison]) -> Comparison:
    """One comparison of several of the same schemes."""
    first = given[0]
    problems = [
        tr("comparisons[{i}] has {what} {mine}, comparisons[0] {other}; join the runs of a scheme that both have:"
           " join([a[{scheme!r}], b[{scheme!r}]])",
           "comparisons[{i}] 的{what}为 {mine}，comparisons[0] 为 {other}；可合并两者共有方案的 run："
           "join([a[{scheme!r}], b[{scheme!r}]])", i=i, what=what, mine=mine, other=other,
           scheme=next((id for id in first.schemes if id in one.schemes), first.baseline))
        for i, one in enumerate(given[1:], start=1)
        for what, mine, other in (
            (tr("the schemes", "方案"), sorted(one.schemes), sorted(first.schemes)),
            (tr("the baseline", "基准"), repr(one.baseline), repr(first.baseline)),
        ) if mine != other
    ]  # fmt: skip
    if problems:
        raise LadderError("\n".join(problems))
    made: list[Run] = []
    for scheme in first.schemes:
        try:
            made.append(_joined([one[scheme] for one in given]))
        except LadderError as error:
            problems += [f"{scheme}: {line}" for line in str(error).splitlines()]
    if problems:
        raise LadderError("\n".join(problems))
    same_people = all(one.same_people for one in given)
    said = () if same_people else dict.fromkeys(note for one in given for note in one.notes)
    notes = (*year_notes(made), *end_notes(made))  # what a precision lacked is no longer true
    return Comparison(made, first.baseline, tuple(dict.fromkeys((*notes, *said))), same_people=same_people)


def _joined(runs: Sequence[Run]) -> Run:
    """One run of several."""
    problems = [line for i, run in enumerate(runs[1:], start=1) for line in _differences(runs[0], run, i)]
    problems += _other_functions(runs)
    problems += [
        tr("runs[{a}] and runs[{b}] share replications: {x} and {y} (seed:first–last);"
           " play others with first=… or seed=…",
           "runs[{a}] 与 runs[{b}] 有相同的重复：{x} 与 {y}（种子:起–止）；请用 first=… 或 seed=… 模拟其他重复",
           a=i, b=j, x=mine, y=other)
        for (i, a), (j, b) in combinations(enumerate(runs), 2)
        for mine in a.luck for other in b.luck if mine.meets(other)
    ]  # fmt: skip
    if problems:
        raise LadderError("\n".join(problems))
    parts = _consecutive([part for run in runs for part in run.luck])
    first = runs[0]
    return replace(
        first,
        own=tuple({measure.name: measure for run in runs for measure in run.own}.values()),
        seed=parts[0].seed if len({part.seed for part in parts}) == 1 else None,
        first=parts[0].first,
        parts=parts if len(parts) > 1 else (),
        replications=sum(run.replications for run in runs),
        counts=joined([run.counts for run in runs]),
        departments={name: _joined([run.departments[name] for run in runs]) for name in first.departments},
        seconds=sum(run.seconds for run in runs),
        origin=replace(first.origin, played=max(run.origin.played for run in runs)),
    )


def _no_runs(given: object) -> str:
    """What cannot be joined: each entry that is no run, and what becomes of comparisons."""
    if not isinstance(given, Sequence) or isinstance(given, str) or not given:
        return tr("runs: needs a list of runs, got {got}", "runs：应为 run 的列表，现为 {got}",
                  got=type(given).__name__ if not isinstance(given, Sequence) or given else "[]")  # fmt: skip
    lines = []
    for i, one in enumerate(given):
        if not isinstance(one, Run):
            hint = tr("; a comparison is joined with comparisons, its runs with runs: {call}",
                      "；比较结果与比较结果合并，其中的 run 与 run 合并：{call}",
                      call=f"join([a, b[{one.baseline!r}]])") if isinstance(one, Comparison) else ""  # fmt: skip
            lines.append(tr("runs[{i}]: needs a run, got {got}", "runs[{i}]：须为 run，现为{got}", i=i,
                            got=type(one).__name__) + hint)  # fmt: skip
    return "\n".join(lines)


def _other_functions(runs: Sequence[Run]) -> list[str]:
    """Measures of one's own that bear the same name and are another function, a line each."""
    known: dict[str, tuple[int, Measure]] = {}
    lines = []
    for i, run in enumerate(runs):
        for measure in run.own:
            at, other = known.setdefault(measure.name, (i, measure))
            if other != measure:
                lines.append(
                    tr("runs[{i}] and runs[{at}] have measures of your own called {name!r} that are different"
                       " functions or read different values{what}; add the measure to the joined run:"
                       " join(…).with_measure({name!r}, …)",
                       "runs[{i}] 与 runs[{at}] 的自定义指标{name!r}不是同一函数，或读取的变量不同{what}；"
                       "请在合并后再添加：join(…).with_measure({name!r}, …)", i=i, at=at, name=measure.name,
                       what=_read_otherwise(other, measure))
                )  # fmt: skip
    return lines


def _read_otherwise(a: Measure, b: Measure) -> str:
    """`` (k: 3.0, 4.0)`` of what two functions read, where that differs; '' where nothing does."""
    mine, other = (dict(one.compute.reads) if isinstance(one.compute, OwnValues) else {} for one in (a, b))
    told = [f"{name}: {mine[name]}, {other[name]}" for name in mine if other.get(name, mine[name]) != mine[name]]
    return tr(" ({told})", "（{told}）", told="; ".join(told)) if told else ""


def _consecutive(parts: Sequence[SeedRange]) -> tuple[SeedRange, ...]:
    """Parts that follow on each other as one."""
    made: list[SeedRange] = []
    for part in parts:
        last = made[-1] if made else None
        if last is not None and (last.seed, last.first + last.replications) == (part.seed, part.first):
            made[-1] = SeedRange(last.seed, last.first, last.replications + part.replications)
        else:
            made.append(part)
    return tuple(made)


def _marks(a: Scheme | Workforce, b: Scheme | Workforce) -> tuple[str, str]:
    """Two records by id and fingerprint; equal where their content is, whatever they are called."""
    mine, other = (f"{one.id} {mark_of(one)}" for one in (a, b))
    return (mine, mine) if mark_of(a) == mark_of(b) else (mine, other)


def _differences(a: Run, b: Run, index: int) -> list[str]:
    """What two runs differ in besides their replications, a line each."""
    pairs = [
        (tr("scheme", "方案"), *_marks(a.scheme, b.scheme)),
        (tr("workforce", "人员"), *_marks(a.workforce, b.workforce)),
        (tr("months", "月数"), a.months, b.months),
        ("explain", bool(a.counts.alone), bool(b.counts.alone)),
        ("events", a.origin.events, b.origin.events),
        (tr("code of ladder_sim", "ladder_sim 代码"), a.origin.code, b.origin.code),
    ]  # fmt: skip
    return [
        tr("runs[{i}] differs from runs[0] in {what}: {b}, not {a}", "runs[{i}] 与 runs[0] 的{what}不同：{b}，而非 {a}",
           i=index, what=what, a=mine, b=other)
        for what, mine, other in pairs if mine != other
    ]  # fmt: skip
