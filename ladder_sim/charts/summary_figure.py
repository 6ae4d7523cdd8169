"""The figure that leaders get: promotions, leavers, cost, and the wait for a promotion."""

from __future__ import annotations

from ladder_sim.charts.ground import on_any_ground
from ladder_sim.charts.levels import dots, equal_note
from ladder_sim.charts.paths import time_to_promotion
from ladder_sim.charts.style import Drawable, Picture, marks, panels, quiet, runs_of, sign_convention, stamp


@on_any_ground
def overview(source: Drawable) -> Picture:
    """Four panels of a run or a comparison.

    Parameters
    ----------
    source : a run, or a comparison

    Raises
    ------
    LadderError
        It is neither.
    """
    n = len(runs_of(source))
    row = 1.5 + 0.5 * n
    with quiet():
        picture, grid = panels(2, 2, (12.0, 0.6 + row + max(row, 3.2)), height_ratios=[row, max(row, 3.2)])
        dots(source, "advancement_rate", grid[0, 0], part="net_promotion_rate")
        dots(source, "turnover", grid[0, 1], part="turnover_voluntary", names=False)
        dots(source, "labor_cost", grid[1, 0])
        time_to_promotion(source, grid[1, 1])
        stamp(picture, source, marks(), equal_note(source), sign_convention(source))
    return picture
