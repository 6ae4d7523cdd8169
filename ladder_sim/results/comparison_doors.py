"""Where a comparison leads to: its words, its charts, its files, why it differs and how it would at equal pay."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from ladder_sim.core import habits
from ladder_sim.core.doors import through
from ladder_sim.core.executors import ExecutorGiven
from ladder_sim.core.i18n import Title
from ladder_sim.core.json_text import AsData
from ladder_sim.core.signed import door
from ladder_sim.results.asked import Tabled

if TYPE_CHECKING:
    import pandas as pd

    from ladder_sim.core.above import (
        Assumed,
        BesideLottery,
        Chosen,
        CrossedGroups,
        Equal,
        Frontier,
        Level,
        PlantedBias,
        Tornado,
        Why,
        Worlds,
    )
    from ladder_sim.core.progress import ProgressGiven
    from ladder_sim.model.report_options import Brief
    from ladder_sim.results.measure import BetterWord


class ComparisonDoors(Tabled, AsData):
    """Doors of a `Comparison` to what stands above it."""

    MEANT: ClassVar[Mapping[str, Title]] = {
        **Tabled.MEANT,
        **habits.COMPARISON,
        "measures": Title("table() tells every measure of every scheme; comparison[scheme].measures() those of one",
                          "table() 给出各方案的全部指标；comparison[方案].measures() 给出一个方案的指标"),
        "interval": Title("contrast(scheme, 'turnover').level is the interval, .difference that of the difference",
                          "contrast(方案, 'turnover').level 为区间，.difference 为差值的区间"),
        "by_group": Title("comparison[scheme].by_group('gender'), of a comparison with events=True",
                          "comparison[方案].by_group('gender')，须以 events=True 比较"),
    }  # fmt: skip

    def summary(self) -> list[str]:
        """A few plain sentences: who promotes most, loses fewest, costs least, and what is not known."""
        told: list[str] = through("Comparison.summary")(self)
        return told

    def leaders(self) -> list[str]:
        """The first sentences of the summary: who promotes most, loses fewest and costs least."""
        told: list[str] = through("Comparison.leaders")(self)
        return told

    @door
    def why(
        self,
        measure: str = "turnover",
        scheme: str | None = None,
        *,
        responses: tuple[float, float] | None = (-1.0, -4.5),
        executor: ExecutorGiven = None,
        progress: ProgressGiven = None,
        store: str | os.PathLike[str] | None = None,
    ) -> Why:
        """Why a measure differs from the baseline, split by cause.

        Parameters
        ----------
        measure : its name
        scheme : one alternative; None for all
        responses : exponents of pay ÷ market between which the range of the pay bar is told; None: no range
        executor, progress, store : as of `compare`

        Returns
        -------
        Two splits for each alternative, whose shares add up to the difference, in the measure's unit.

        Raises
        ------
        LadderError
            The measure or the scheme is not known, or one department of a company is compared.
        """
        made: Why = through("Comparison.why")(
            self, measure, scheme, responses=responses, executor=executor, progress=progress, store=store
        )
        return made

    @door
    def at_equal(
        self,
        equal: Equal = "pay",
        lever: str | Mapping[str, str] = "pay",
        *,
        executor: ExecutorGiven = None,
        store: str | os.PathLike[str] | None = None,
    ) -> Level:
        """The alternatives at the baseline's pay or at its labor cost, beside the comparison as it was.

        Parameters
        ----------
        equal : ``"pay"``: by grade where the ladders are the same, else by role; ``"budget"``: labor cost within 0.1 %
        lever : for a budget, what is moved: ``"pay"``, or a parameter with a range; or one for each scheme
        executor, store : as of `compare`

        Raises
        ------
        LadderError
            `equal` is neither, a scheme has no such lever, one department of a company is compared, or a
            department that is to be paid alike has another ladder.
        """
        made: Level = through("Comparison.at_equal")(self, equal, lever, executor=executor, store=store)
        return made

    @door
    def chosen(
        self,
        *,
        executor: ExecutorGiven = None,
        progress: ProgressGiven = None,
        store: str | os.PathLike[str] | None = None,
    ) -> BesideLottery:
        """Whom the schemes promote, beside a lottery among the eligible with the same luck.

        Parameters
        ----------
        executor, progress, store : as of `compare`

        Raises
        ------
        LadderError
            One department of a company is compared.
        """
        made: BesideLottery = through("Comparison.chosen")(self, executor=executor, progress=progress, store=store)
        return made

    @door
    def frontier(
        self,
        measures: Sequence[str] | str = ("labor_cost", "turnover"),
        better: Mapping[str, BetterWord] | None = None,
    ) -> Frontier:
        """The schemes over two or three measures, those marked that another beats in each.

        Parameters
        ----------
        measures : two or three
        better : measure → ``"up"`` (or ``"higher"``) or ``"down"`` (or ``"lower"``), for those that have no better
            direction or are to have another

        Raises
        ------
        LadderError
            A measure is not known, has no direction, or there are others than two or three.
        """
        made: Frontier = through("Comparison.frontier")(self, measures, better)
        return made

    @door
    def choose(
        self,
        measure: str | None = None,
        *,
        matters: float | Mapping[str, float] | None = None,
        weights: Mapping[str, float] | None = None,
        worth: Mapping[str, float] | None = None,
        most: int = 2_000,
        executor: ExecutorGiven = None,
        progress: ProgressGiven = None,
        store: str | os.PathLike[str] | None = None,
    ) -> Chosen:
        """The best of the schemes without luck's favor, with the comparison's people, months and seed.

        Parameters
        ----------
        measure : by which one measure
        matters : the smallest difference that matters, in the measure's unit; with `weights` one for each measure
        weights, worth : measure → weight, or what one unit of it is worth in money a year, as of `ladder_sim.choose`
        most : replications of a scheme at most
        executor, progress, store : as of `compare`

        Raises
        ------
        LadderError
            A measure is not known or cannot be chosen by, or what matters is not said.
        """
        made: Chosen = through("Comparison.choose")(
            self, measure, matters=matters, weights=weights, worth=worth, most=most, executor=executor,
            progress=progress, store=store,
        )  # fmt: skip
        return made

    @door
    def planted_bias(
        self,
        group: str,
        shift: float = -0.1,
        *,
        metric: str = "kpi",
        executor: ExecutorGiven = None,
        progress: ProgressGiven = None,
        store: str | os.PathLike[str] | None = None,
    ) -> PlantedBias:
        """What the schemes make of it that one group is rated otherwise for the same work.

        Parameters
        ----------
        group : one that is audited, such as ``"female"``
        shift : of its ratings, in standard deviations of a month's score
        metric : what is rated otherwise; one that is drawn by a normal distribution
        executor, progress, store : as of `compare`

        Raises
        ------
        LadderError
            No such group is audited, the metric cannot be shifted, or the shift is no number other than 0; all at once.
        """
        made: PlantedBias = through("Comparison.planted_bias")(
            self, group, shift, metric=metric, executor=executor, progress=progress, store=store
        )
        return made

    @door
    def crossed(
        self,
        by: str | Sequence[str],
        bands: Mapping[str, Sequence[float]] | None = None,
        *,
        executor: ExecutorGiven = None,
        progress: ProgressGiven = None,
        store: str | os.PathLike[str] | None = None,
    ) -> CrossedGroups:
        """Groups by several attributes at once under every scheme, each against everybody else.

        Parameters
        ----------
        by : one attribute or several, as ``["gender", "age"]``
        bands : of a number the ends between bands, as ``{"age": [30, 40]}``
        executor, progress, store : as of `compare`

        Raises
        ------
        LadderError
            An attribute is not known, or the bands are not by attribute.
        """
        made: CrossedGroups = through("Comparison.crossed")(
            self, by, bands, executor=executor, progress=progress, store=store
        )
        return made

    def assumptions(self) -> Assumed:
        """Everything that schemes and workforce assume: values, ranges, distributions, sources."""
        made: Assumed = through("Comparison.assumptions")(self)
        return made

    @door
    def tornado(
        self,
        measure: str = "turnover",
        *,
        replications: int | None = None,
        flips: bool = True,
        executor: ExecutorGiven = None,
        progress: ProgressGiven = None,
        store: str | os.PathLike[str] | None = None,
    ) -> Tornado:
        """How much each assumption matters to the differences of a measure, and where they turn.

        Parameters
        ----------
        measure : its name
        replications : played at each end of a range; None: those of the comparison, at most 50
        flips : whether to look for the values at which the better scheme changes, and to confirm them on fresh seeds
        executor, progress, store : as of `compare`

        Raises
        ------
        LadderError
            The measure is not known.
        """
        made: Tornado = through("Comparison.tornado")(
            self, measure, replications=replications, flips=flips, executor=executor, progress=progress, store=store
        )
        return made

    @door
    def worlds(
        self,
        measures: str | Sequence[str] = "turnover",
        worlds: int = 200,
        *,
        replications: int | None = None,
        targets: Mapping[str, object] | None = None,
        executor: ExecutorGiven = None,
        progress: ProgressGiven = None,
        store: str | os.PathLike[str] | None = None,
    ) -> Worlds:
        """The schemes in many sets of assumptions at once: chance of being best, regret, targets.

        Parameters
        ----------
        measures : one or several; the first decides which scheme is best
        worlds : how many sets of assumptions
        replications : played in each; None: those of the comparison, at most 20
        targets : measure → ``"<= 40%"``: what a scheme should reach
        executor, progress, store : as of `compare`

        Raises
        ------
        LadderError
            A measure is not known, a target cannot be read, nothing is assumed, or there are fewer than two worlds.
        """
        made: Worlds = through("Comparison.worlds")(
            self, measures, worlds, replications=replications, targets=targets, executor=executor, progress=progress,
            store=store,
        )  # fmt: skip
        return made

    @door
    def morris(
        self,
        measure: str = "turnover",
        scheme: str | None = None,
        *,
        trajectories: int = 6,
        replications: int | None = None,
        executor: ExecutorGiven = None,
        progress: ProgressGiven = None,
        store: str | os.PathLike[str] | None = None,
    ) -> pd.DataFrame:
        """Which assumptions matter, interactions allowed for, by Morris' elementary effects (needs SALib).

        Parameters
        ----------
        measure : its name
        scheme : the alternative; None: the first
        trajectories : paths through the ranges; each plays one world more than there are assumptions
        replications : played in each world; None: those of the comparison, at most 20
        executor, progress, store : as of `compare`

        Returns
        -------
        A row per assumption, the most influential first, in the measure's unit.

        Raises
        ------
        LadderError
            SALib is not installed, the measure or scheme is not known, or worlds on a path could not be played.
        """
        made: pd.DataFrame = through("Comparison.morris")(
            self, measure, scheme, trajectories=trajectories, replications=replications, executor=executor,
            progress=progress, store=store,
        )  # fmt: skip
        return made

    @door
    def save(
        self,
        folder: str | Path,
        formats: str | Sequence[str] = ("csv", "png", "html"),
        brief: Brief | str | Path | None = None,
        *,
        force: bool = False,
    ) -> list[Path]:
        """Write the table (csv), the figure (png, svg, pdf), everything as data (json) or reports (html, pptx, xlsx,
        brief.html, brief.pdf).

        Or the comparison itself, as ``save("name.run")``, from which `load_comparison` makes it again; such a file
        holds the people of a roster as they were read.

        Parameters
        ----------
        folder : made when it is not there; or a name that ends in ``.run``
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
