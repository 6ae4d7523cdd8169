"""Settings that change nothing, found by playing without them: a slider without effect is said, not left to be seen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ladder_sim.core.i18n import tr
from ladder_sim.model.scheme import Scheme
from ladder_sim.results.one_luck import one_luck
from ladder_sim.results.run import Run

FEW = 10  # replications played again; the same luck, so one difference anywhere is an effect
_OUTCOMES = ("headcount", "moves", "exits", "hires", "pay", "costs", "kpi")


def without_effect(scheme: Scheme, settings: Sequence[tuple[str, float | bool | str]], run: Run) -> list[str]:
    """A line for each setting without which people, moves and money are the same in the first replications of `run`.

    scheme: as it stands in its file.
    """
    given = {name: value for name, value in settings if value != scheme.parameters[name].value}
    replications = min(FEW, run.replications)
    lines = []
    for name, value in given.items():
        others = {other: kept for other, kept in given.items() if other != name}
        if _same(
            _played(scheme.with_(None, id=None, **others) if others else scheme, run, replications), run, replications
        ):
            lines.append(
                tr(
                    "--set {name}={value} changes nothing here: people, moves and money are the same as with {was}"
                    " (compared over {n} replications)",
                    "--set {name}={value} 在此没有任何影响：人员、变动和金额与 {was} 时完全相同（比较了{n}次重复）",
                    name=name,
                    value=value,
                    was=scheme.parameters[name].value,
                    n=replications,
                )
            )
    return lines


def _played(scheme: Scheme, run: Run, replications: int) -> Run:
    from ladder_sim.experiment.simulation import simulate

    return simulate(scheme, run.workforce, months=run.months, replications=replications, seed=one_luck(run).seed)


def _same(a: Run, b: Run, replications: int) -> bool:
    pairs = [(getattr(a.counts, name)[:replications], getattr(b.counts, name)[:replications]) for name in _OUTCOMES]
    return all(x.shape == y.shape and np.array_equal(x, y) for x, y in pairs)
