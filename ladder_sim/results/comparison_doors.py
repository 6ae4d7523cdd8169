"""Where a comparison leads to: its words, its charts, its files, why it differs and how it would at equal pay."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ladder_sim.core.doors import through

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ladder_sim.model.report_options import Brief


class ComparisonDoors:
    """Doors of a `Comparison` to what stands above it."""

    def summary(self) -> list[str]:
        """A few plain sentences: who promotes most, loses fewest, costs least, and what is not known."""
        told: list[str] = through("Comparison.summary")(self)
        return told

    def leaders(self) -> list[str]:
        """The first sentences of the summary: who promotes most, loses fewest and costs least."""
        told: list[str] = through("Comparison.leaders")(self)
        return told

    def why(self, measure: str = "turnover", scheme: str | None = None, **options: Any) -> Any:
        """Why a measure differs from the baseline, split by cause: a `Why`.

        Parameters
        ----------
        measure : its name
        scheme : one alternative; None for all
        options : `responses`, `executor` and `progress`, see `ladder_sim.attribution.why.why`
        """
        return through("Comparison.why")(self, measure, scheme, **options)

    def at_equal(self, equal: str = "pay", lever: Any = "pay", **options: Any) -> Any:
        """The alternatives at the baseline's pay (``"pay"``) or at its labor cost (``"budget"``): a `Level`.

        Parameters
        ----------
        lever : for a budget, what is moved: ``"pay"``, or a parameter with a range; or one for each scheme
        options : `executor`, see `ladder_sim.attribution.level.at_equal`
        """
        return through("Comparison.at_equal")(self, equal, lever, **options)

    def assumptions(self) -> Any:
        """Everything that schemes and workforce assume: values, ranges, distributions, sources; an `Assumed`."""
        return through("Comparison.assumptions")(self)

    def tornado(self, measure: str = "turnover", **options: Any) -> Any:
        """How much each assumption matters to the differences of a measure, and where they turn: a `Tornado`.

        Parameters
        ----------
        measure : its name
        options : `replications`, `flips`, `executor`, `progress` and `store`, see `ladder_sim.doubt.tornado.tornado`
        """
        return through("Comparison.tornado")(self, measure, **options)

    def worlds(self, measures: str | Sequence[str] = "turnover", worlds: int = 200, **options: Any) -> Any:
        """The schemes in many sets of assumptions at once: chance of being best, regret, targets: a `Worlds`.

        Parameters
        ----------
        measures : one or several; the first decides which scheme is best
        worlds : how many sets of assumptions
        options : `replications`, `targets`, `executor`, `progress` and `store`, see `ladder_sim.doubt.worlds.worlds`
        """
        return through("Comparison.worlds")(self, measures, worlds, **options)

    def morris(self, measure: str = "turnover", **options: Any) -> Any:
        """Which assumptions matter, interactions allowed for: a table, by Morris' elementary effects (needs SALib).

        Parameters
        ----------
        measure : its name
        options : see `ladder_sim.doubt.screening.morris`
        """
        return through("Comparison.morris")(self, measure, **options)

    def plot(self) -> Figure:
        """The main panels in one figure: promotions, leavers, cost, and the wait for a promotion."""
        figure: Figure = through("Comparison.plot")(self)
        return figure

    def save(
        self,
        folder: str | Path,
        formats: str | Sequence[str] = ("csv", "png", "html"),
        brief: Brief | str | Path | None = None,
        *,
        force: bool = False,
    ) -> list[Path]:
        """Write the table (csv), the figure (png, svg, pdf), everything as data (json) or reports (html, pptx, xlsx).

        Parameters
        ----------
        folder : made when it is not there
        formats : one, or several
        brief : how reports are written: a `Brief`, or the id or path of a file with one
        force : also over files that somebody edited or that come from elsewhere; else only over those that stand as
            they were written

        Returns
        -------
        The files written, all named ``comparison``.

        Raises
        ------
        LadderError
            A format is not known, its package is not installed, the brief is wrong, a file is in the way or cannot be
            written; then nothing is written.
        """
        paths: list[Path] = through("Comparison.save")(self, folder, formats, brief, force=force)
        return paths
