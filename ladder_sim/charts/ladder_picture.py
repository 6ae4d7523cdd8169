"""A scheme's ladder as a picture: grades by track and level, an arrow for each kind of move, seats in the boxes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from os import PathLike

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch
from matplotlib.typing import LineStyleType

from ladder_sim.analysis.rule_text.expressions import Wording, track_title
from ladder_sim.analysis.rule_text.seat_words import seats_text
from ladder_sim.charts.beyond import told_in
from ladder_sim.charts.ground import on_any_ground
from ladder_sim.charts.ladder_layout import BROADEST, PLAIN, SLIDE, BoxSizes, Layout, Line, lay_out
from ladder_sim.charts.style import HEADING, SOURCE, Panel, Picture, ends_kept, fitted, quiet
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.palette import COLORS
from ladder_sim.core.signs import width
from ladder_sim.model.grades import Grade
from ladder_sim.model.kinds import MOVE_TITLES
from ladder_sim.model.scheme import Scheme
from ladder_sim.plan.company import title_under
from ladder_sim.results.provenance import mark_of
from ladder_sim.scenarios.loading import load_scheme

#: Color and dashes of a kind; told apart without color too.
LOOKS: dict[str, tuple[str, LineStyleType]] = {
    "promotion": (COLORS[0], "-"),
    "confirmation": (COLORS[2], "-"),
    "demotion": (COLORS[1], (0, (4, 1.6))),
    "lateral": (COLORS[3], (0, (6, 1.5, 1.2, 1.5))),
    "regrade": ("#777777", (0, (1.2, 1.2))),
    "status": ("#777777", (0, (1.2, 2.4))),
    "honor": ("#777777", (0, (1.2, 3.6))),
    "exit": ("#222222", "-"),
    "hires": ("#222222", "-"),
}
_MARKED = {"exit": Title("exit", "离职"), "hires": Title("hires start here", "新员工入职"),
           "again": Title("↻ in-grade raise", "↻ 同级调薪")}  # fmt: skip
#: From one line of the legend to the next, in inches.
LEADING = 0.16
_TINTS = ("#f4f8fb", "#e7eff6", "#d9e6f1", "#cbdcec", "#bdd2e6", "#afc8e0")


@on_any_ground
def ladder(
    scheme: str | PathLike[str] | Scheme,
    ax: Axes | None = None,
    *,
    room: tuple[float, float] | None = None,
    grades: Collection[str] | None = None,
) -> Axes:
    """The ladder of a scheme: its grades as boxes, tracks as columns, the lowest grade at the bottom.

    An arrow shows that some move of its kind leads from one grade to the other; where lines meet at a dot they go on
    together. Where a move chooses its grade by an expression, every grade that the expression can name has an arrow.
    Each box tells the seats of the grade. The card of `describe` says under which conditions people move.

    Parameters
    ----------
    scheme : a scheme, its id or its path
    ax : axes to draw on; None: new ones
    room : width and height in inches of so much of a slide, in which it is to be shown: letters of 12 points and more
        where it can be read whole, lower boxes, and no heading above
    grades : ids of those of a part of the ladder, with the moves between these grades and the others in words below

    Raises
    ------
    LadderError
        The scheme cannot be read.
    """
    found = load_scheme(scheme)
    layout = lay_out(found, PLAIN if room is None else boxes_for(found, room, grades), grades)
    with quiet():
        if ax is None:
            picture = Picture(figsize=(layout.size[0], layout.size[1] + _deeper(found, layout)))
            ax = picture.add_axes((0.0, 0.0, 1.0, 1.0), axes_class=Panel)
        _draw(ax, found, layout, _scale(ax, found, layout))
    return ax


def _scale(ax: Axes, scheme: Scheme, layout: Layout) -> float:
    """How much smaller than laid out the picture gets; texts shrink with it."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    place = ax.get_position()
    wide, high = figure.get_size_inches()
    tall = layout.size[1] + _deeper(scheme, layout)
    return float(min(place.width * wide / layout.size[0], place.height * high / tall))


def _draw(ax: Axes, scheme: Scheme, layout: Layout, scale: float) -> None:
    ax.set_axis_off()
    ax.set_xlim(0, layout.size[0])
    ax.set_ylim(-_deeper(scheme, layout), layout.size[1])
    ax.set_aspect("equal")
    for line in layout.lines:
        _arrow(ax, line, scale)
    words = Wording(scheme)
    for grade in scheme.grades:
        if grade.id in layout.boxes:
            _box(ax, scheme, grade, layout, words, scale)
    by = layout.by
    top = layout.size[1] - by.head
    for track, left in layout.columns.items():
        name = _heading(scheme, track)
        ax.text(left + by.wide / 2, top + 0.08, name, ha="center", va="bottom", fontsize=(by.other + 0.5) * scale,
                color="#666666")  # fmt: skip
    if by is PLAIN:
        ax.text(0.12, layout.size[1] - 0.1, _title(scheme, layout), ha="left", va="top", fontsize=11.5 * scale,
                gid=HEADING)  # fmt: skip
    _legend(ax, layout, scale)
    _beyond(ax, scheme, layout, scale)
    ax.text(0.12, 0.07 - _deeper(scheme, layout), f"{scheme.id} · {mark_of(scheme)}", ha="left", va="bottom",
            fontsize=6.5 * scale, color="#888888", gid=SOURCE)  # fmt: skip


def _heading(scheme: Scheme, track: str) -> str:
    """A track's title above its column, in two lines at most."""
    return fitted(str(track_title(scheme, track)), 24, 2)


def _named(scheme: Scheme, grade: Grade, *, headed: bool) -> str:
    """A grade's title in its box; below the heading of its track without the department that the heading names."""
    return title_under(track_title(scheme, grade.track), grade.title) if headed else str(grade.title)


def _title(scheme: Scheme, layout: Layout) -> str:
    return ends_kept(str(scheme.title), int(layout.size[0] * 11))


def _box(ax: Axes, scheme: Scheme, grade: Grade, layout: Layout, words: Wording, scale: float) -> None:
    x, y = layout.boxes[grade.id]
    by = layout.by
    known = list(scheme.roles)
    tint = _TINTS[min(known.index(grade.role) if grade.role in known else 0, len(_TINTS) - 1)]
    ax.add_patch(FancyBboxPatch(
        (x, y), by.wide, by.high, boxstyle="round,pad=0,rounding_size=0.06", fc=tint, ec="#5b6b7a", lw=0.9 * scale,
        zorder=3, ls=(0, (3, 2)) if grade.trial else "-",
    ))  # fmt: skip
    seats = _seats(scheme, grade, words, by.seat_signs)
    title = _named(scheme, grade, headed=grade.track in layout.columns)
    name = fitted(title, by.signs, by.lines) if by.lines > 1 else ends_kept(title, by.signs)
    if by.beside:
        again = " ↻" if grade.id in layout.again else ""
        taken = int((width(seats) + 2) * by.seats / by.name) if seats else 0
        left = ends_kept(title, by.signs - taken - len(again)) + again
        ax.text(x + 0.08, y + 0.47 * by.high, left, ha="left", va="center", fontsize=by.name * scale, zorder=4)
        ax.text(x + by.wide - 0.08, y + 0.47 * by.high, seats, ha="right", va="center", fontsize=by.seats * scale,
                color="#555555", zorder=4)  # fmt: skip
        return
    middle = x + by.wide / 2
    height = y + (0.63 if seats and by.lines > 1 else 0.7 if seats else 0.5) * by.high
    ax.text(middle, height, name, ha="center", va="center", fontsize=by.name * scale, zorder=4, linespacing=1.05)
    if seats:
        low = 0.05 if by.lines > 1 else 0.025
        ax.text(middle, y + low, seats, ha="center", va="bottom", fontsize=by.seats * scale, color="#555555", zorder=4)
    if grade.id in layout.again:
        ax.text(x + by.wide - 0.04, y + by.high - 0.03, "↻", ha="right", va="top", fontsize=by.seats * scale,
                color="#777777", zorder=4)  # fmt: skip


def _seats(scheme: Scheme, grade: Grade, words: Wording, columns: int) -> str:
    if grade.seats is None:
        return ""
    if grade.seats.kind == "shared":
        return tr("shared seats", "共用编制")
    return fitted(seats_text(grade.seats, scheme, words), columns, 1)


def _arrow(ax: Axes, line: Line, scale: float) -> None:
    """A line with its head; the dots where others join it."""
    joins = line.kind.startswith("join ")
    kind = line.kind.removeprefix("join ")
    color, dashes = LOOKS[kind]
    xs, ys = zip(*line.points, strict=True)
    ax.plot(xs, ys, color=color, ls=dashes, lw=1.2 * scale, zorder=2, solid_joinstyle="round")
    ends = [] if joins or kind == "exit" else [line.points[-2:]]
    if line.both:
        ends.append((line.points[1], line.points[0]))
    for before, head in ends:
        ax.annotate(
            "", head, before, zorder=2.5,
            arrowprops={"arrowstyle": "-|>,head_width=0.22,head_length=0.5", "color": color, "lw": 0.2 * scale,
                        "shrinkA": 0, "shrinkB": 0, "mutation_scale": 10 * scale, "ls": "-"},
        )  # fmt: skip
    if line.dots:
        dot_x, dot_y = zip(*line.dots, strict=True)
        ax.plot(dot_x, dot_y, ls="", marker="o", ms=3.2 * scale, color=color, zorder=2.6)
    if kind == "hires":
        ax.plot(xs[:1], ys[:1], ls="", marker="o", ms=3.6 * scale, color=color, zorder=2.6)
    if kind == "exit":
        ax.plot(xs[-1:], ys[-1:], ls="", marker="x", ms=4.2 * scale, mew=1.1 * scale, color=color, zorder=2.6)


def _entries(layout: Layout) -> list[tuple[str, str, float, int]]:
    """What the legend says: the kind ('' for the mark in boxes), its name, how far right and in which line."""
    lines = [line.kind for line in layout.lines if not line.kind.startswith("join ")]
    kinds = [kind for kind in LOOKS if kind in lines]
    items: list[tuple[str, str]] = [(kind, str(_MARKED.get(kind) or MOVE_TITLES[kind])) for kind in kinds]
    if layout.again:
        items.append(("", str(_MARKED["again"])))
    made, x, row = [], 0.14, 0
    for kind, text in items:
        needs = (0.076 * width(text) + 0.68) * layout.by.other / PLAIN.other
        if x + needs > layout.size[0] and x > 0.2:
            x, row = 0.14, row + 1
        made.append((kind, text, x, row))
        x += needs
    return made


def _further(scheme: Scheme, layout: Layout) -> list[str]:
    """Lines that tell the moves between the grades shown and the others."""
    if not layout.beyond:
        return []
    names = {grade.id: str(grade.title) for grade in scheme.grades}
    items, told = [], set()
    for kind in (kind for kind in LOOKS if any(kind == own for own, *_ in layout.beyond)):
        head = tr("{kind}: ", "{kind}：", kind=MOVE_TITLES[kind])  # once for the first of a kind
        for _, a, b in (way for way in layout.beyond if way[0] == kind):
            back = (kind, b, a) in layout.beyond
            if not (back and (kind, b, a) in told):
                items.append(f"{head}{names[a]} {'↔' if back else '→'} {names[b]}")
                head = ""
            told.add((kind, a, b))
    head = tr("To and from other parts of the ladder – ", "与职级体系其他部分之间——")
    columns = int(110.5 * (layout.size[0] - 0.3) / layout.by.other)
    return told_in(items, columns, layout.by.said or 3, head).split("\n")


def boxes_for(scheme: Scheme, room: tuple[float, float], grades: Collection[str] | None = None) -> BoxSizes:
    """The boxes in which a ladder, or some of its grades, can be read from so much of a slide; else the lowest ones."""
    return _read(scheme, room, grades) or _sized(SLIDE[1], scheme, room, grades)


def _read(scheme: Scheme, room: tuple[float, float], grades: Collection[str] | None) -> BoxSizes | None:
    """The first boxes of a slide in which every name and seat stands whole and the picture keeps within the room."""
    for sizes in SLIDE:
        by = _sized(sizes, scheme, room, grades)
        layout = lay_out(scheme, by, grades)
        high = layout.size[1] + _deeper(scheme, layout)
        inside = by.wide <= BROADEST and layout.size[0] <= room[0] + 0.01 and high <= room[1] + 0.01
        if inside and _whole(scheme, layout):
            return by
    return None


def _whole(scheme: Scheme, layout: Layout) -> bool:
    """Whether no name in a box is cut."""
    named = [_named(scheme, g, headed=g.track in layout.columns) for g in scheme.grades if g.id in layout.boxes]
    return all("…" in name or "…" not in fitted(name, layout.by.signs, layout.by.lines) for name in named)


def _sized(sizes: BoxSizes, scheme: Scheme, room: tuple[float, float], grades: Collection[str] | None) -> BoxSizes:
    """Boxes as wide as their longest text asks for."""
    words, needed = Wording(scheme), 1.6
    tracks = {grade.track for grade in scheme.grades if grades is None or grade.id in grades}
    for grade in scheme.grades:
        if grades is None or grade.id in grades:
            name = width(_named(scheme, grade, headed=len(tracks) > 1)) * sizes.name
            seats = width(_seats(scheme, grade, words, 99)) * sizes.seats
            both = name + seats + 3 * sizes.name if sizes.beside else max(name / sizes.lines + 20, seats)
            needed = max(needed, both / 110.5 + 0.12)
    part = grades is not None and len(set(grades)) < len(scheme.grades)
    second = 0.22 if any("\n" in _heading(scheme, track) for track in tracks) else 0.0  # a line of a heading, in inches
    return replace(
        sizes, wide=needed, head=sizes.head + second, least=room[0] if part else sizes.least, said=3 if part else 0
    )


def _deeper(scheme: Scheme, layout: Layout) -> float:
    """How much lower than laid out the picture ends, for lines beyond the two of the legend that it has room for."""
    lines = max((row for *_, row in _entries(layout)), default=0) + len(_further(scheme, layout))
    return _leading(layout) * max(0, lines - 1)


def _leading(layout: Layout) -> float:
    return LEADING * layout.by.other / PLAIN.other


def _legend(ax: Axes, layout: Layout, scale: float) -> None:
    """What the arrows mean, in as many lines as the width asks for."""
    for kind, text, x, row in _entries(layout):
        y = layout.by.foot - 0.18 - _leading(layout) * row
        if kind:
            color, dashes = LOOKS[kind]
            mark = {"exit": "x", "hires": "o"}.get(kind, ">")
            ax.add_line(Line2D([x, x + 0.24], [y, y], color=color, ls=dashes, lw=1.2 * scale))
            ax.plot([x + (0.0 if kind == "hires" else 0.26)], [y], ls="", marker=mark, ms=3.6 * scale, color=color)
        ax.text(x + (0.34 if kind else 0), y, text, fontsize=layout.by.other * scale, va="center", ha="left")


def _beyond(ax: Axes, scheme: Scheme, layout: Layout, scale: float) -> None:
    """The moves to and from grades outside the picture, below the legend."""
    row = 1 + max((row for *_, row in _entries(layout)), default=0)
    for n, line in enumerate(_further(scheme, layout)):
        y = layout.by.foot - 0.18 - _leading(layout) * (row + n)
        ax.text(0.14, y, line, fontsize=layout.by.other * scale, va="center", ha="left", color="#333333", gid="beyond")
