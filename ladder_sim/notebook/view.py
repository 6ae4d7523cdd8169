"""What one picture shows: the runs behind it, and the figures that charts and tiles read from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from ladder_sim.core.arrays import Floats, Numbers
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.palette import BASELINE_COLOR, COLORS
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.counts import MoveInfo
from ladder_sim.results.intervals import ratio, t_quantile
from ladder_sim.results.run import Run

MOVED = "moved"


@dataclass(eq=False)
class ExplorerView:
    """The what-if, the baseline and those beside it, all with equally many replications.

    `move` is the promotion whose stops are shown; None: the one that most people are reviewed for. `keys` name the runs
    in their order: views of equal keys and move show the same.
    """

    now: Run
    baseline: Run
    beside: Sequence[Run]
    names: Sequence[str]  # of the what-if, the baseline and those beside, for people
    keys: tuple[tuple[Hashable, int], ...]  # of each run what was played, and its replications
    move: str | None = None
    company: Sequence[Run] = ()  # of a department the runs of the whole company, as `runs`

    @property
    def runs(self) -> tuple[Run, ...]:
        """The scheme as it stands, the baseline, and those beside them."""
        return (self.now, self.baseline, *self.beside)

    @property
    def colors(self) -> tuple[str, ...]:
        """Of `runs`."""
        return (COLORS[0], BASELINE_COLOR, *(COLORS[1 + i % (len(COLORS) - 1)] for i in range(len(self.beside))))

    @cached_property
    def comparison(self) -> Comparison:
        """The same as the package's own comparison; schemes of one id are told apart."""
        return _compared(self.runs)

    @cached_property
    def of_company(self) -> Comparison | None:
        """That of the whole company, where a department is on show."""
        return _compared(self.company) if self.company else None

    @property
    def now_id(self) -> str:
        """The what-if's id in the comparison."""
        return self.comparison.runs[-1].scheme.id

    @cached_property
    def promotion(self) -> MoveInfo | None:
        """The move whose stops are shown."""
        found = promotions(self.now)
        most = max(found, key=lambda info: int(self.now.counts.ledger[info.id].sum()), default=None)
        return next((info for info in found if info.id == self.move), most)


def _compared(runs: Sequence[Run]) -> Comparison:
    """The baseline first, the what-if last."""
    named = distinct(runs)
    return Comparison((*named[1:], named[0]), named[1].scheme.id, same_people=False)


def distinct(runs: Sequence[Run]) -> list[Run]:
    """The runs with ids of their own: the first of an id, the what-if, gives way."""
    taken: Counter[str] = Counter()
    made: list[Run] = []
    for run in reversed(runs):
        name, scheme = run.scheme.id, run.scheme
        taken[name] += 1
        if taken[name] > 1:
            word = (
                Title(" (what-if)", "（试算）") if run is runs[0] else Title(f" ({taken[name]})", f"（{taken[name]}）")
            )
            title = Title("{title}{word}", "{title}{word}").fill(title=scheme.title, word=word)
            own = run
            run = replace(own, scheme=replace(scheme, id=f"{name}{word.of('en')}", title=title))
            run._values.update(own._values)
        made.insert(0, run)
    return made


def promotions(run: Run) -> list[MoveInfo]:
    """The promotions that were reviewed, in the order of the file."""
    ledger = run.counts.ledger
    return [info for info in run.axes.moves if info.kind == "promotion" and info.id in ledger and ledger[info.id].any()]


T = TypeVar("T")


def once(compute: Callable[..., T]) -> Callable[..., T]:
    """The decorator of what is computed from a run: once for each run and further arguments, while the run lives."""
    kept: WeakKeyDictionary[Run, dict[tuple[Hashable, ...], T]] = WeakKeyDictionary()

    @wraps(compute)
    def found(run: Run, *more: Hashable) -> T:
        known = kept.setdefault(run, {})
        if more not in known:
            known[more] = compute(run, *more)
        return known[more]

    return found


@once
def by_year(run: Run, measure: str) -> Floats:
    """A measure, annualized, shape (replications, years); a last year that is begun counts as one."""
    compute = run.known[measure].compute
    starts = range(0, run.months, 12)
    return np.column_stack([compute(run.window(start, min(start + 12, run.months))) for start in starts])


def band(values: Numbers) -> tuple[Floats, Floats]:
    """Mean by column and half the width of its 95 % interval (Student's t), shape (columns,) both.

    NaN are left out; the mean of a column without a value is NaN, its half width 0.
    """
    there = ~np.isnan(values)
    n = there.sum(axis=0)
    total = np.where(there, values, 0.0).sum(axis=0)
    mean = ratio(total, n)
    if len(values) < 2:
        return mean, np.zeros_like(mean)
    spread = np.where(there, (values - np.nan_to_num(mean)) ** 2, 0.0).sum(axis=0)
    half = t_quantile(0.975, len(values) - 1) * np.sqrt(ratio(spread, np.maximum(n - 1, 1)) / np.maximum(n, 1))
    return mean, np.nan_to_num(half)


def grades(run: Run, most: int) -> list[tuple[str, str, Floats]]:
    """Id, title and mean people, shape (months + 1,), of each grade from the lowest.

    Of more than `most` grades the smallest are added up, with an empty id.
    """
    counts = run.counts.headcount.mean(axis=0, dtype=np.float64)
    there = [i for i in range(counts.shape[1]) if counts[:, i].any()]
    order = sorted(there, key=lambda i: -counts[:, i].mean())
    shown = sorted(order[: most - 1]) if len(there) > most else there
    made = [(run.axes.grades[i].id, str(run.axes.grades[i].title), counts[:, i]) for i in shown]
    rest = [i for i in there if i not in shown]
    if rest:
        made.append(("", tr("{n} others", "其余{n}级", n=len(rest)), counts[:, rest].sum(axis=1)))
    return made


@once
def promoted(run: Run) -> tuple[npt.NDArray[np.int64], Floats, Floats]:
    """The share of those entering the ladder that is promoted by and by, as long as is known.

    Returns
    -------
    Months in the entry grade, the share promoted by then (0 to 1), and half its interval; shape (months known,) each.
    """
    curve = run.window().promoted_by()
    share, half = (np.array([getattr(one, part) for one in curve]) for part in ("mean", "half"))
    return np.arange(len(curve)), share, np.nan_to_num(half)


@once
def stops(run: Run, move: str) -> dict[str, float]:
    """Reason → share of a move's reviews that ended so; empty where this run has no such move."""
    table = run.counts.ledger.get(move)
    own = next((info for info in run.axes.moves if info.id == move), None)
    if table is None or own is None or not table.any():
        return {}
    counts = table.sum(axis=(0, 1), dtype=np.float64)
    return {reason: float(n / counts.sum()) for reason, n in zip(own.reason_ids, counts, strict=True)}
