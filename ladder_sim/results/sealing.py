"""What counts were counted of: a run cannot bear the name of another scheme, seed or workforce than was played."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.origin import SeedRange
from ladder_sim.results.provenance import rules_of
from ladder_sim.results.run_doors import RunDoors


@dataclass(frozen=True, slots=True)
class Seal:
    """The rules, people, months and luck of which counts are."""

    scheme: Scheme
    workforce: Workforce
    months: int
    luck: tuple[SeedRange, ...]


def seal(run: RunDoors) -> None:
    """Note on the counts of a run what they are of; those that are of something else are refused.

    Raises
    ------
    LadderError
        The counts were sealed by a run of other rules, people, months or replications, as where `dataclasses.replace`
        gave a run another of these; all of them at once.
    """
    own = Seal(run.scheme, run.workforce, run.months, run.luck)
    kept = run.counts.sealed
    if kept is None:
        run.counts.seal(own)
        return
    assert isinstance(kept, Seal)  # nothing else seals
    other = {
        "scheme": kept.scheme is not own.scheme and _bare(kept.scheme) != _bare(own.scheme),
        "workforce": kept.workforce is not own.workforce and kept.workforce != own.workforce,
        "months": kept.months != own.months,
        tr("seed and replications", "种子与重复"): kept.luck != own.luck,
    }
    wrong = [
        tr("{what}: the numbers of a run are those of what was played, so it cannot be replaced; play it:"
           " simulate(scheme, workforce, seed=…)",
           "{what}：run 的数字属于已模拟的内容，不能替换；请重新模拟：simulate(scheme, workforce, seed=…)", what=what)
        for what, differs in other.items() if differs
    ]  # fmt: skip
    if wrong:
        raise LadderError("\n".join(wrong))


def _bare(scheme: Scheme) -> Scheme:
    """A scheme as it is played, whatever it is called."""
    return replace(rules_of(scheme), short_title=None, form={}, file="")
