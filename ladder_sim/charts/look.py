"""The reader's own colors and names for the schemes of a chart, and the style of its lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import MappingProxyType

from matplotlib.colors import is_color_like
from matplotlib.lines import Line2D

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.results.chart_options import PerScheme


@dataclass(frozen=True, slots=True)
class Look:
    """Colors and names by scheme."""

    colors: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)


_look: ContextVar[Look] = ContextVar("look", default=Look())  # noqa: B039 (a frozen record)


def look() -> Look:
    """What the reader chose for the chart that is being drawn."""
    return _look.get()


@contextmanager
def chosen(schemes: tuple[str, ...], color: PerScheme = None, label: PerScheme = None) -> Iterator[None]:
    """Draw with these colors and names as long as the block lasts; what is None stays as it was.

    Raises
    ------
    LadderError
        One value for several schemes, a scheme that is not there, or something that is no color.
    """
    now = look()
    colors = now.colors if color is None else _by_scheme("color", color, schemes)
    for one in colors.values():
        if not is_color_like(one):
            raise LadderError(
                tr("color {got!r} is not a color: a name such as 'teal', or '#008080' is",
                   "color {got!r}不是颜色；可用名称（如'teal'）或'#008080'", got=one)
            )  # fmt: skip
    labels = now.labels if label is None else _by_scheme("label", label, schemes)
    token = _look.set(Look(colors, labels))
    try:
        yield
    finally:
        _look.reset(token)


def _by_scheme(what: str, given: str | Mapping[str, str], schemes: tuple[str, ...]) -> Mapping[str, str]:
    if isinstance(given, Mapping):
        for scheme in given:
            if scheme not in schemes:
                raise LadderError(
                    tr("{what}: scheme {scheme!r} is not in this chart", "{what}：图中没有方案{scheme!r}", what=what,
                       scheme=scheme) + (nearest(scheme, schemes) if isinstance(scheme, str) else "")
                )  # fmt: skip
        return given
    if len(schemes) == 1:
        return {schemes[0]: given}
    raise LadderError(
        tr("{what}={got!r} is one for {n} schemes; name them: {what}={{'{first}': {got!r}}}",
           "{what}={got!r}只有一个，而方案有{n}个；请按方案给出：{what}={{'{first}': {got!r}}}", what=what, got=given,
           n=len(schemes), first=schemes[0])
    )  # fmt: skip


#: Properties of lines that charts over time pass on to Matplotlib, for theirs.
LINE_WORDS = ("linestyle", "ls", "linewidth", "lw", "marker", "markersize", "ms", "alpha", "drawstyle", "zorder")
_style: ContextVar[Mapping[str, object]] = ContextVar("style", default=MappingProxyType({}))


@contextmanager
def in_style(given: Mapping[str, object]) -> Iterator[None]:
    """Draw lines with these properties of Matplotlib's as long as the block lasts; see `dressed`.

    Raises
    ------
    LadderError
        A line for each that Matplotlib does not take.
    """
    wrong = [told for one in given.items() if (told := _refused(*one))]
    if wrong:
        raise LadderError("\n".join(wrong))
    token = _style.set(given)
    try:
        yield
    finally:
        _style.reset(token)


def _refused(name: str, value: object) -> str:
    """What Matplotlib says of a property of a line; '' where it takes it."""
    try:
        Line2D([], []).set(**{name: value})
    except (TypeError, ValueError) as error:
        return tr("{name}={value!r} is nothing that Matplotlib takes: {why}",
                  "Matplotlib 不接受 {name}={value!r}：{why}", name=name, value=value, why=error)  # fmt: skip
    return ""


def dressed(lines: Iterable[Line2D]) -> None:
    """Give lines that were just drawn the reader's own style, before a legend is made of them."""
    for line in lines:
        line.set(**_style.get())
