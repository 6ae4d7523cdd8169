"""The door of a run or a comparison to its charts: ``run.plot("turnover")``, ``run.plot.turnover()``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import IO, TYPE_CHECKING, ClassVar, Protocol, Unpack

from ladder_sim.core.doors import through
from ladder_sim.core.i18n import Title
from ladder_sim.core.leading import Leading
from ladder_sim.results.measure import Measure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ladder_sim.results.chart_options import (
        ChartOptions,
        FlowOptions,
        GainOptions,
        GroupOptions,
        HeadcountOptions,
        LabelOption,
        ReasonOptions,
        SeatOptions,
        TimeOptions,
    )


class Drawn(Protocol):
    """What a chart gives: axes or a figure, which show themselves in a notebook."""

    @property
    def figure(self) -> Figure:
        """The figure that it stands in."""

    def savefig(self, fname: str | os.PathLike[str] | IO[bytes] | IO[str], **options: object) -> None:
        """Write it to a file, as `matplotlib.figure.Figure.savefig` does.

        Parameters
        ----------
        fname, options : as there
        """


class _Chart:
    """A chart of the record at hand, drawn when called."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, door: ChartDoor | None, owner: type | None = None) -> Callable[..., Drawn] | _Chart:
        return self if door is None else door.drawer(self.name)


class ChartDoor(Leading):
    """The charts of a run or a comparison: ``run.plot("turnover")`` and ``run.plot.turnover()`` are the same."""

    MEANT: ClassVar[Mapping[str, Title]] = {
        name: Title("write the values of the replications yourself: measure('turnover').plot(kind='hist')",
                    "请用各次重复的数值自行绘制：measure('turnover').plot(kind='hist')")
        for name in ("hist", "line", "bar", "barh", "box", "kde", "density", "area", "scatter", "pie", "hexbin")
    } | {
        "hist": Title("a histogram of the replications: plot('turnover', kind='hist')",
                      "各次重复的直方图：plot('turnover', kind='hist')"),
        "box": Title("boxes of the replications: plot('turnover', kind='box')",
                     "各次重复的箱线图：plot('turnover', kind='box')"),
        "measure": Title("plot('turnover') draws a measure, as plot.turnover() does; by='month' over time",
                         "plot('turnover') 绘制指标，plot.turnover() 亦可；by='month' 按月绘制")
    }  # fmt: skip
    if TYPE_CHECKING:

        def overview(self) -> Drawn:
            """Four panels: the main charts."""

        def promotion_rate(self, ax: Axes | None = None, **options: Unpack[TimeOptions]) -> Drawn:
            """Promotions a year for every head, by scheme; with `by` over time."""

        def turnover(self, ax: Axes | None = None, **options: Unpack[TimeOptions]) -> Drawn:
            """Exits a year for every head, by scheme; with `by` over time."""

        def salary_cost(self, ax: Axes | None = None, **options: Unpack[TimeOptions]) -> Drawn:
            """Everything paid to people, in money a year, by scheme; with `by` over time."""

        def time_to_promotion(self, ax: Axes | None = None, **options: Unpack[TimeOptions]) -> Drawn:
            """The share promoted out of an entry grade by months in it; with `by` the measure over time."""

        def headcount_by_grade(self, ax: Axes | None = None, **options: Unpack[HeadcountOptions]) -> Drawn:
            """People in each grade by month, a panel per scheme."""

        def headcount(self, ax: Axes | None = None, **options: Unpack[HeadcountOptions]) -> Drawn:
            """The same as `headcount_by_grade`."""

        def flows(self, ax: Axes | None = None, **options: Unpack[FlowOptions]) -> Drawn:
            """Who comes, moves and leaves: a map of the ladder for each scheme."""

        def seats(self, ax: Axes | None = None, **options: Unpack[SeatOptions]) -> Drawn:
            """Seats required and seats taken, by grade; of one grade by month."""

        def bottlenecks(self, ax: Axes | None = None, **options: Unpack[ReasonOptions]) -> Drawn:
            """Why people were not promoted at reviews."""

        def pay_by_part(self, ax: Axes | None = None, **options: Unpack[LabelOption]) -> Drawn:
            """Everything paid to people a year, by part, and what they cost besides."""

        def winners(self, ax: Axes | None = None, **options: Unpack[GainOptions]) -> Drawn:
            """Who gains and who loses against the baseline."""

        def fairness(self, ax: Axes | None = None, **options: Unpack[GroupOptions]) -> Drawn:
            """Promotion rate of each group, and the four-fifths line."""
    else:
        overview, promotion_rate, turnover, salary_cost = _Chart(), _Chart(), _Chart(), _Chart()
        time_to_promotion, headcount_by_grade, headcount, flows = _Chart(), _Chart(), _Chart(), _Chart()
        seats, bottlenecks, pay_by_part, winners, fairness = _Chart(), _Chart(), _Chart(), _Chart(), _Chart()

    def __init__(self, source: Plotted) -> None:
        self.__self__ = source

    def __call__(self, what: str = "overview", ax: Axes | None = None, **options: Unpack[ChartOptions]) -> Drawn:
        drawn: Drawn = through("plot")(self.__self__, what, ax, **options)
        return drawn

    def drawer(self, name: str) -> Callable[..., Drawn]:
        """What draws the chart or the measure of this name, with its arguments and words for completion and help."""

        def draw(ax: Axes | None = None, **options: object) -> Drawn:
            drawn: Drawn = through("plot")(self.__self__, name, ax, **options)
            return drawn

        through("plot.documented")(draw, name, self.__self__)
        return draw

    def _attribute(self, name: str) -> object:
        return self.drawer(name) if name in self.__self__.known else None

    def _names(self) -> Iterable[str]:
        return [*super()._names(), *self.__self__.known]


class _ChartMethod:
    """A method that also has the charts as attributes; of the class it is the function, for help and pages."""

    def __init__(self, function: Callable[..., Drawn]) -> None:
        self.function = function
        self.__doc__ = function.__doc__

    def __get__(self, record: Plotted | None, owner: type | None = None) -> Callable[..., Drawn]:
        return self.function if record is None else ChartDoor(record)


def plot(self: Plotted, what: str = "overview", ax: Axes | None = None, **options: Unpack[ChartOptions]) -> Drawn:
    """A chart: the main panels, or the one named, as in ``comparison.plot("turnover", by="month")``.

    ``comparison.plot.turnover(by="month")`` is the same. What comes back is written with its ``savefig``; where
    `matplotlib.pyplot` is imported and no axes are given, it is pyplot's current figure, so that ``plt.savefig``,
    ``plt.title`` and ``plt.show`` mean it.

    Parameters
    ----------
    what : a chart of `ladder_sim.plots` by its name, or a measure
    ax : the axes to draw on, where the chart is on one
    options : those of the chart, such as `color` and `label`; `by` shows a measure over time (``"month"``,
        ``"year"``), by grade (``"grade"``) or both (``["month", "grade"]``), `kind` (``"hist"``, ``"box"``) how far the
        replications lie apart

    Raises
    ------
    LadderError
        Neither a chart nor a measure has this name, or the chart has no such argument.
    """
    return ChartDoor(self)(what, ax, **options)


class Plotted(Leading):
    """The door of a `Run` or a `Comparison` to its charts."""

    if TYPE_CHECKING:

        @property
        def known(self) -> Mapping[str, Measure]:
            """Measures by name."""

        @property
        def plot(self) -> ChartDoor:
            """See `plot`."""
    else:
        plot = _ChartMethod(plot)
