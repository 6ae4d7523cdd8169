"""Where a run leads to beside its charts: groups crossed with each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ladder_sim.core.doors import through
from ladder_sim.results.comparison_doors import Plotted

if TYPE_CHECKING:
    import pandas as pd


class RunDoors(Plotted):
    """Doors of a `Run` to what is made from it."""

    def by_group(self, by: str | Sequence[str], bands: Mapping[str, Sequence[float]] | None = None) -> pd.DataFrame:
        """Groups by several attributes at once, each against everybody else; of a run with ``events=True``.

        Parameters
        ----------
        by : one attribute or several, as ``["gender", "age"]``
        bands : of a number the ends between bands, as ``{"age": [30, 40]}``: below 30, 30 to below 40, 40 and more

        Returns
        -------
        One row per combination: `people` on average, `promotions` a year, `short`: how many more a year would be
        promoted at everybody's rate; and the group's rate ÷ the others' with its 95 % interval, all replications
        together, as `promotion_ratio`, `leaving_ratio` (of their own accord) and `dismissal_ratio` (also on
        probation). Combinations of fewer than five people on average are merged into one row.

        Raises
        ------
        LadderError
            The run has no events, there is no such attribute, or a number has no bands.
        """
        made: pd.DataFrame = through("Run.by_group")(self, by, bands)
        return made
