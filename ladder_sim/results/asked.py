"""What a run or a comparison is asked for by name alone: a table of counts, a measure, a chart."""

from __future__ import annotations

import functools
import inspect
import os
from collections.abc import Callable, Iterable, Mapping
from typing import IO, TYPE_CHECKING, ClassVar, Generic, NoReturn, Protocol, Self, TypeVar

from ladder_sim.core.doors import through
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.leading import Leading, UnknownNameError
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.results.frames import TABLES
from ladder_sim.results.measure import Measure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


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

    def __get__(self, door: ChartDoor, owner: type | None = None) -> Callable[..., Drawn]:
        return door.drawer(self.name)


class ChartDoor(Leading):
    """The charts of a run or a comparison: ``run.plot("turnover")`` and ``run.plot.turnover()`` are the same."""

    MEANT: ClassVar[Mapping[str, Title]] = {
        name: Title("write the values of the replications yourself: measure('turnover').plot(kind='hist')",
                    "请用各次重复的数值自行绘制：measure('turnover').plot(kind='hist')")
        for name in ("hist", "line", "bar", "barh", "box", "kde", "density", "area", "scatter", "pie", "hexbin")
    } | {
        "measure": Title("plot('turnover') draws a measure, as plot.turnover() does; by='month' over time",
                         "plot('turnover') 绘制指标，plot.turnover() 亦可；by='month' 按月绘制")
    }  # fmt: skip
    overview, promotion_rate, turnover, salary_cost = _Chart(), _Chart(), _Chart(), _Chart()
    time_to_promotion, headcount_by_grade, headcount, flows = _Chart(), _Chart(), _Chart(), _Chart()
    seats, bottlenecks, pay_by_part, winners, fairness = _Chart(), _Chart(), _Chart(), _Chart(), _Chart()

    def __init__(self, source: Plotted) -> None:
        self.__self__ = source

    def __call__(self, what: str = "overview", ax: Axes | None = None, **options: object) -> Drawn:
        drawn: Drawn = through("plot")(self.__self__, what, ax, **options)
        return drawn

    def drawer(self, name: str) -> Callable[..., Drawn]:
        """What draws the chart of this name."""

        def draw(ax: Axes | None = None, **options: object) -> Drawn:
            return self(name, ax, **options)

        draw.__name__ = name
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


def plot(self: Plotted, what: str = "overview", ax: Axes | None = None, **options: object) -> Drawn:
    """A chart: the main panels, or the one named, as in ``comparison.plot("turnover", by="month")``.

    ``comparison.plot.turnover(by="month")`` is the same. What comes back is written with its ``savefig``:
    ``plt.savefig`` knows only figures of `matplotlib.pyplot`, which this is not.

    Parameters
    ----------
    what : a chart of `ladder_sim.plots` by its name, or a measure
    ax : the axes to draw on, where the chart is on one
    options : those of the chart, such as `color` and `label`; `by` (``"month"``, ``"year"``) shows a measure over
        time

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


R = TypeVar("R")


class MethodOfNames(Generic[R]):
    """A method that is asked for a name, where one may write brackets for parentheses: ``values["turnover"]``.

    What else is asked of the method itself, as of a frame, tells how it is called.
    """

    def __init__(self, function: Callable[..., R]) -> None:
        self.function = function
        self.__doc__ = function.__doc__

    def __get__(self, record: object, owner: type | None = None) -> Callable[..., R]:
        return self.function if record is None else _Bound(self.function, record)


class _Bound(Generic[R]):
    """The method of a record; to help it is a routine, for it binds as one."""

    def __init__(self, function: Callable[..., R], record: object) -> None:
        functools.update_wrapper(self, function)
        self.__self__, self.__func__ = record, function
        self.__signature__ = inspect.signature(functools.partial(function, record))

    def __get__(self, record: object, owner: type | None = None) -> Self:
        return self

    def __call__(self, *args: object, **given: object) -> R:
        return self.__func__(self.__self__, *args, **given)

    def __getitem__(self, name: object) -> R:
        return self(*name) if isinstance(name, tuple) else self(name)

    __iter__ = None  # names are no positions

    def __repr__(self) -> str:
        return f"<bound method {self.__func__.__qualname__} of {self.__self__!r}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Bound) and (self.__self__ is other.__self__ and self.__func__ is other.__func__)

    def __hash__(self) -> int:
        return hash((id(self.__self__), self.__func__))

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, str]]:
        return getattr, (self.__self__, self.__func__.__name__)

    def _ipython_key_completions_(self) -> list[str]:
        return list(getattr(self.__self__, "known", ()))

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("_"):
            raise AttributeError(name)
        method = self.__func__.__name__
        raise UnknownNameError(
            tr("{method} is a method: write {method}('turnover').{name}",
               "{method} 是方法：请写作 {method}('turnover').{name}",
               method=method, name=name)
        )  # fmt: skip


class _Table:
    """A table of the record at hand."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.__doc__ = f"``frame({name!r})``: a row for each {TABLES[name].row.of('en')}."

    def __get__(self, record: Tabled | None, owner: type | None = None) -> pd.DataFrame:
        if record is None:  # asked of the class, by help and pages
            return self  # type: ignore[return-value]  # no record, no table
        return record.frame(self.name)


_TABLE = Title("table() has the measures as a frame, frame('headcount') a table of counts, measure('turnover') a value"
               " for each replication",
               "table() 给出指标表，frame('headcount') 给出计数表，measure('turnover') 给出各次重复的数值")  # fmt: skip
_PANDAS = ("df", "data", "dataframe", "results", "to_frame", "to_pandas", "to_dataframe", "to_csv", "to_excel",
           "to_parquet", "describe", "head", "tail", "info", "columns", "index", "shape", "loc", "iloc", "mean", "std",
           "var", "median", "quantile", "groupby", "query", "items", "keys", "to_xarray", "to_dataset")  # fmt: skip


class Tabled(Plotted):
    """The tables of counts of a `Run` or a `Comparison` by their names, and its measures."""

    MEANT: ClassVar[Mapping[str, Title]] = {
        **dict.fromkeys(_PANDAS, _TABLE),
        **dict.fromkeys(("plots", "show", "figure", "chart"), Title("plot() draws the charts", "plot() 绘制图表")),
        **dict.fromkeys(("confidence_interval", "conf_int", "confint", "ci"),
                        Title("table() has the intervals, and interval('turnover') one",
                              "table() 含各区间，interval('turnover') 给出一个")),
        **dict.fromkeys(("ledger_by_move", "reasons", "why_not"), Title("ladder_sim.explain(run), or frame('ledger')",
                                                                       "ladder_sim.explain(run) 或 frame('ledger')")),
    }  # fmt: skip
    headcount, moves, exits, hires, pay, costs = _Table(), _Table(), _Table(), _Table(), _Table(), _Table()
    groups, seats, ledger, alone, waits = _Table(), _Table(), _Table(), _Table(), _Table()
    spells, events, people, grades = _Table(), _Table(), _Table(), _Table()

    if TYPE_CHECKING:

        def frame(self, name: str, *, zeros: bool = False) -> pd.DataFrame:
            """A table by name."""

        def measure(self, name: str) -> pd.Series[float] | pd.DataFrame:
            """A measure by name."""

    def _attribute(self, name: str) -> object:
        return self.measure(name) if name in self.known else None

    def _names(self) -> Iterable[str]:
        return [*super()._names(), *self.known]


def either(record: Tabled, name: object) -> pd.Series[float] | pd.DataFrame:
    """A table of counts or a measure, whichever is called so.

    Raises
    ------
    LadderError
        Neither is.
    """
    if isinstance(name, str) and name in TABLES:
        return record.frame(name)
    if isinstance(name, str) and name in record.known:
        return record.measure(name)
    known = [*TABLES, *record.known]
    hint = nearest(name, known) if isinstance(name, str) else ""
    raise LadderError(
        tr("neither a measure nor a table is called {name!r}", "没有名为{name!r}的指标或数据表", name=name) + hint
    )
