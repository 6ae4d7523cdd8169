"""Where a comparison leads to: its words, its charts, its files, why it differs and how it would at equal pay."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal, Protocol

from ladder_sim.core.doors import FromAbove, through
from ladder_sim.core.i18n import Title
from ladder_sim.core.json_text import AsData
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.signed import door
from ladder_sim.results.asked import Tabled

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from ladder_sim.model.report_options import Brief


class ToldTable(Protocol):
    """What `Comparison.at_equal`, `chosen`, `planted_bias` and `crossed` give: sentences, a table, and data."""

    def summary(self) -> list[str]:
        """What was found, a sentence each."""

    def table(self) -> pd.DataFrame:
        """The same in numbers; what a row is for, the class that comes back says."""

    def to_dict(self) -> JsonObject:
        """The same for programs."""


class ToldSplits(ToldTable, Protocol):
    """What `Comparison.why` gives: a `Why`, which has a picture too."""

    def plot(self, scheme: str | None = None) -> Figure:
        """Waterfalls from the baseline to an alternative.

        Parameters
        ----------
        scheme : its id; None: the first
        """


class ComparisonDoors(Tabled, AsData):
    """Doors of a `Comparison` to what stands above it."""

    MEANT: ClassVar[Mapping[str, Title]] = {
        **Tabled.MEANT,
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

    def why(
        self,
        measure: str = "turnover",
        scheme: str | None = None,
        *,
        executor: Executor | int | None = None,
        progress: Callable[[int, int], object] | bool | None = None,
        store: str | os.PathLike[str] | None = None,
        **options: tuple[float, float] | None,
    ) -> ToldSplits:
        """Why a measure differs from the baseline, split by cause.

        Parameters
        ----------
        measure : its name
        scheme : one alternative; None for all
        executor, progress, store : as of `compare`
        options : `responses`, exponents of pay ÷ market between which the range of the pay bar is told; None: no range

        Returns
        -------
        A `Why`: two splits for each alternative, whose shares add up to the difference, in the measure's unit.

        Raises
        ------
        LadderError
            The measure or the scheme is not known, or departments of a company are compared.
        """
        made: ToldSplits = through("Comparison.why")(
            self, measure, scheme, executor=executor, progress=progress, store=store, **options
        )
        return made

    @door
    def at_equal(
        self,
        equal: Literal["pay", "budget"] = "pay",
        lever: str | Mapping[str, str] = "pay",
        *,
        executor: Executor | int | None = None,
        store: str | os.PathLike[str] | None = None,
    ) -> ToldTable:
        """The alternatives at the baseline's pay or at its labor cost, beside the comparison as it was.

        Parameters
        ----------
        equal : ``"pay"``: by grade where the ladders are the same, else by role; ``"budget"``: labor cost within 0.1 %
        lever : for a budget, what is moved: ``"pay"``, or a parameter with a range; or one for each scheme
        executor, store : as of `compare`

        Returns
        -------
        A `Level`.

        Raises
        ------
        LadderError
            `equal` is neither, a scheme has no such lever, or departments of a company are compared.
        """
        made: ToldTable = through("Comparison.at_equal")(self, equal, lever, executor=executor, store=store)
        return made

    def chosen(
        self,
        *,
        executor: Executor | None = None,
        progress: Callable[[int, int], object] | bool | None = None,
        store: str | os.PathLike[str] | None = None,
    ) -> ToldTable:
        """Whom the schemes promote, beside a lottery among the eligible with the same luck.

        Parameters
        ----------
        executor, progress, store : as of `compare`

        Returns
        -------
        A `BesideLottery`.

        Raises
        ------
        LadderError
            Departments of a company are compared.
        """
        made: ToldTable = through("Comparison.chosen")(self, executor=executor, progress=progress, store=store)
        return made

    def frontier(self, measures: Sequence[str] | str = ("labor_cost", "turnover"), **options: object) -> FromAbove:
        """The schemes over two or three measures, those marked that another beats in each: a `Frontier`.

        Parameters
        ----------
        measures : two or three
        options : `better`, see `ladder_sim.results.dominance.frontier_of`

        Raises
        ------
        LadderError
            A measure is not known, has no direction, or there are others than two or three.
        """
        return through("Comparison.frontier")(self, measures, **options)

    def choose(self, measure: str | None = None, **options: object) -> FromAbove:
        """The best of the schemes without luck's favor, with the comparison's people, months and seed: a `Chosen`.

        Parameters
        ----------
        measure : by which one measure
        options : `matters`, `weights`, `worth`, `most`, `executor`, `progress` and `store`, see
            `ladder_sim.search.choosing.choose`

        Raises
        ------
        LadderError
            A measure is not known or cannot be chosen by, or what matters is not said.
        """
        return through("Comparison.choose")(self, measure, **options)

    def planted_bias(self, group: str, shift: float = -0.1, **options: object) -> ToldTable:
        """What the schemes make of it that one group is rated otherwise for the same work.

        Parameters
        ----------
        group : one that is audited, such as ``"female"``
        shift : of its ratings, in standard deviations of a month's score
        options : `metric`, `executor`, `progress` and `store`, see `ladder_sim.doubt.bias.planted_bias`

        Returns
        -------
        A `PlantedBias`.

        Raises
        ------
        LadderError
            No such group is audited, the metric cannot be shifted, or the shift is no number other than 0; all at once.
        """
        made: ToldTable = through("Comparison.planted_bias")(self, group, shift, **options)
        return made

    def crossed(
        self, by: str | Sequence[str], bands: Mapping[str, Sequence[float]] | None = None, **options: object
    ) -> ToldTable:
        """Groups by several attributes at once under every scheme, each against everybody else: `CrossedGroups`.

        Parameters
        ----------
        by : one attribute or several, as ``["gender", "age"]``
        bands : of a number the ends between bands, as ``{"age": [30, 40]}``
        options : `executor`, `progress` and `store`, see `ladder_sim.doubt.crossing.crossed`

        Raises
        ------
        LadderError
            An attribute is not known, or the bands are not by attribute.
        """
        made: ToldTable = through("Comparison.crossed")(self, by, bands, **options)
        return made

    def assumptions(self) -> FromAbove:
        """Everything that schemes and workforce assume: values, ranges, distributions, sources; an `Assumed`."""
        return through("Comparison.assumptions")(self)

    def tornado(self, measure: str = "turnover", **options: object) -> FromAbove:
        """How much each assumption matters to the differences of a measure, and where they turn.

        Parameters
        ----------
        measure : its name
        options : `replications`, `flips`, `executor`, `progress` and `store`, see `ladder_sim.doubt.tornado.tornado`

        Returns
        -------
        A `Tornado`.

        Raises
        ------
        LadderError
            The measure is not known.
        """
        return through("Comparison.tornado")(self, measure, **options)

    def worlds(self, measures: str | Sequence[str] = "turnover", worlds: int = 200, **options: object) -> FromAbove:
        """The schemes in many sets of assumptions at once: chance of being best, regret, targets.

        Parameters
        ----------
        measures : one or several; the first decides which scheme is best
        worlds : how many sets of assumptions
        options : `replications`, `targets`, `executor`, `progress` and `store`, see `ladder_sim.doubt.worlds.worlds`

        Returns
        -------
        A `Worlds`.

        Raises
        ------
        LadderError
            A measure is not known, a target cannot be read, nothing is assumed, or there are fewer than two worlds.
        """
        return through("Comparison.worlds")(self, measures, worlds, **options)

    def morris(self, measure: str = "turnover", **options: object) -> FromAbove:
        """Which assumptions matter, interactions allowed for, by Morris' elementary effects (needs SALib).

        Parameters
        ----------
        measure : its name
        options : see `ladder_sim.doubt.screening.morris`

        Returns
        -------
        A row per assumption, the most influential first, in the measure's unit.

        Raises
        ------
        LadderError
            SALib is not installed, the measure or scheme is not known, or worlds on a path could not be played.
        """
        return through("Comparison.morris")(self, measure, **options)

    def save(
        self,
        folder: str | Path,
        formats: str | Sequence[str] = ("csv", "png", "html"),
        brief: Brief | str | Path | None = None,
        *,
        force: bool = False,
    ) -> list[Path]:
        """Write the table (csv), the figure (png, svg, pdf), everything as data (json) or reports (html, pptx, xlsx).

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
