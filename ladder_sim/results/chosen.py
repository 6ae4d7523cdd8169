"""Who is chosen, beside a lottery among the eligible: what the order of candidates is worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ladder_sim.core.display import between, change, figure, sentences, table_html, unit_text
from ladder_sim.core.doors import through
from ladder_sim.core.i18n import tr
from ladder_sim.core.json_text import AsData
from ladder_sim.core.leading import Leading
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.units import unit_name
from ladder_sim.results import differences
from ladder_sim.results.as_data import plain
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.intervals import Interval
from ladder_sim.results.measure import Measure
from ladder_sim.results.provenance import result_line
from ladder_sim.results.run import Run

if TYPE_CHECKING:
    import pandas as pd

#: What is told of those who are chosen, of those passed over, and of what becomes of both.
MEASURES = ("chosen_ability", "chosen_kpi", "kpi_new_role", "turnover_passed_over", "turnover_regretted")


@dataclass(frozen=True, slots=True)
class LotteryRow:
    """One measure of one scheme: as it chooses, by lot, and the difference with the same people and luck.

    Parameters
    ----------
    found, by_lot : the measure as the scheme chooses and by lot, with 95 % intervals, in its unit
    difference : found − by lot, paired by replication, in the same unit
    """

    scheme: str
    measure: Measure
    found: Interval
    by_lot: Interval
    difference: Interval

    @property
    def sure(self) -> bool:
        """Whether the choice differs from a lottery by more than luck."""
        return self.difference.low > 0 or self.difference.high < 0


@dataclass(frozen=True, eq=False)
class BesideLottery(AsData, Leading):
    """The schemes of a comparison, each beside itself with every promotion drawn by lot among the eligible.

    Parameters
    ----------
    by_lot
        By scheme the run in which, of those who meet all conditions of a promotion, lots are drawn; the scheme's own
        run where lots change nothing, as everybody who is eligible is promoted.
    """

    comparison: Comparison
    by_lot: Mapping[str, Run]

    def __repr__(self) -> str:
        return result_line("BesideLottery", f"of {', '.join(self.by_lot)}", self.comparison.provenance)

    def choices(self) -> Iterator[LotteryRow]:
        """Every measure of every scheme."""
        for scheme in self.comparison.schemes:
            run, lottery = self.comparison[scheme], self.by_lot[scheme]
            for name in MEASURES:
                if name not in run.known:
                    continue
                yield LotteryRow(scheme, run.known[name], run.interval(name), lottery.interval(name),
                             differences.change(run, lottery, run.known[name]))  # fmt: skip

    def competes(self, scheme: str) -> bool:
        """Whether anything of a scheme hangs on the order of candidates: whether lots change a number.

        Parameters
        ----------
        scheme : its id
        """
        return self.by_lot[scheme] is not self.comparison[scheme]

    def table(self) -> pd.DataFrame:
        """The measures of choice in numbers.

        Returns
        -------
        One row per scheme and measure, in its unit: as the scheme chooses, by lot, and the difference, with 95 %
        intervals; `beyond_luck` where the interval of the difference leaves out 0.
        """
        import pandas as pd

        rows = [
            (one.scheme, one.measure.name, one.found.mean, one.found.low, one.found.high, one.by_lot.mean,
             one.by_lot.low, one.by_lot.high, one.difference.mean, one.difference.low, one.difference.high, one.sure,
             unit_name(one.measure.unit))
            for one in self.choices()
        ]  # fmt: skip
        columns = ["scheme", "measure", "chosen", "low", "high", "by_lot", "by_lot_low", "by_lot_high", "difference",
                   "difference_low", "difference_high", "beyond_luck", "unit"]  # fmt: skip
        return pd.DataFrame(rows, columns=columns).set_index(["scheme", "measure"])

    def columns(self) -> tuple[str, ...]:
        """The heads of `rows`."""
        return (tr("scheme", "方案"), tr("measure", "指标"), tr("as it chooses", "按方案选拔"), tr("by lot", "抽签"),
                tr("difference", "差值"), tr("95% interval", "95%区间"))  # fmt: skip

    def rows(self) -> list[tuple[str, ...]]:
        """The table in texts."""
        return [self._row(one) for one in self.choices()]

    def _row(self, one: LotteryRow) -> tuple[str, ...]:
        unit, d = one.measure.unit, one.difference
        title = " · ".join(part for part in (str(one.measure.title), unit_text(unit)) if part)
        return (self.comparison.short(one.scheme), title, figure(one.found.mean, unit, short=True),
                figure(one.by_lot.mean, unit, short=True), change(d.mean, unit, short=True) if d.n else "–",
                between(d.low, d.high, unit, signed=True, short=True) if d.n else "–")  # fmt: skip

    def summary(self) -> list[str]:
        """What they say, a sentence for each scheme."""
        told: list[str] = through("BesideLottery.summary")(self)
        return told

    def to_dict(self) -> JsonObject:
        """As printed by ``ladder-sim compare --chosen --json``."""
        made: dict[str, JsonObject] = {}
        for one in self.choices():
            made.setdefault(one.scheme, {})[one.measure.name] = {
                "chosen": plain(one.found.mean), "by_lot": plain(one.by_lot.mean),
                "difference": plain(one.difference.mean), "low": plain(one.difference.low),
                "high": plain(one.difference.high),
            }  # fmt: skip
        return {**made}

    def _repr_html_(self) -> str:
        return table_html(self.columns(), self.rows(), titles=sentences(*self.summary()),
                          note=self.comparison.provenance)  # fmt: skip
