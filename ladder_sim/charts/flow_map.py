"""The map of the internal labor market: grades as bars, and arrows for everybody who comes, moves or leaves."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, Rectangle

from ladder_sim.analysis.rule_text.expressions import role_title, track_title
from ladder_sim.charts.beyond import told_in
from ladder_sim.charts.flow_layout import (
    EXITS,
    HIRES,
    Arrow,
    Map,
    Spacing,
    lay_out,
    most_people,
    name_of,
    people_text,
    spacing,
    text_width,
    thickness,
)
from ladder_sim.charts.ground import on_any_ground
from ladder_sim.charts.ladder_picture import LOOKS
from ladder_sim.charts.look import chosen
from ladder_sim.charts.style import (
    FINE,
    HEADING,
    Drawable,
    Panel,
    Panels,
    Picture,
    ends_kept,
    fitted,
    ids_of,
    quiet,
    runs_of,
    stamp,
    stamp_lines,
    title_of,
)
from ladder_sim.core.display import number
from ladder_sim.core.i18n import Title, tr
from ladder_sim.model.kinds import MOVE_TITLES
from ladder_sim.results.chart_options import PerScheme
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.period import Window
from ladder_sim.results.run import Run

_NAMES = {HIRES: Title("hires", "入职"), EXITS: Title("exits", "离职")}
GAP = 0.25  # inches between maps
SLIDE = 12.0  # points of letters on a slide


@on_any_ground
def flows(
    source: Drawable,
    ax: Axes | None = None,
    *,
    schemes: Sequence[str] | None = None,
    label: PerScheme = None,
    room: tuple[float, float] | None = None,
    grades: Collection[str] | None = None,
) -> Axes | Panels:
    """Who comes, moves up, down and across, and leaves: a map of the ladder for each scheme.

    Grades are bars, their length the mean headcount; tracks are columns, the lowest grade at the bottom. Arrows are as
    wide as people flow, in one scale for all maps; the number beside each is people a year with half the width of its
    95 % interval.

    Parameters
    ----------
    source : a run, or a comparison
    ax : axes on which the first scheme is drawn; None: new ones, for all
    schemes : ids of those of a comparison to show; None: all
    label : the name of a scheme: of a run one, of a comparison by scheme
    room : width and height in inches of so much of a slide, in which each map is to be shown, without heading and
        notes: letters are of 12 points, rows stand closer and bars are shorter
    grades : ids of those of a part of the map, with what flows between these grades and the others in words below

    Raises
    ------
    LadderError
        It is neither a run nor a comparison, or a scheme or label fits none that is compared.
    """
    runs = runs_of(source)
    if schemes is not None and isinstance(source, Comparison):
        runs = tuple(source[name] for name in ([schemes] if isinstance(schemes, str) else schemes))
    kept = [None if grades is None else _codes(run, grades) for run in runs]
    maps = [
        lay_out(run, spacing(run, room, SLIDE, some) if room else Spacing(said=0 if some is None else 2), some)
        for run, some in zip(runs, kept, strict=True)
    ]
    most = most_people(maps if grades is None else [lay_out(run) for run in runs])
    with quiet(), chosen(ids_of(source), None, label):
        if ax is not None:
            _draw(ax, runs[0], maps[0], title_of(source, runs[0]), most)
            return ax
        picture, places = _sheet(source, maps, noted=room is None)
        for run, made, place in zip(runs, maps, places, strict=True):
            _draw(place, run, made, title_of(source, run), most)
        if room is None:
            stamp(picture, source, *_notes(maps))
    return places[0] if len(places) == 1 else np.array([places], dtype=object).view(Panels)


def _codes(run: Run, grades: Collection[str]) -> list[int]:
    """The places of grades among those of a run."""
    return [i for i, grade in enumerate(run.axes.grades) if grade.id in grades]


def _notes(maps: Sequence[Map]) -> tuple[str, ...]:
    first = tr(
        "Bars: mean headcount. Arrows: people a year ± half the width of the 95% interval of the mean; widths in"
        " proportion.",
        "横条：平均人数。箭头：每年人次 ± 均值95%区间的半宽；粗细按比例。",
    )
    roles = list(dict.fromkeys(role for made in maps for role in made.outside))
    left_out = tr("Left out, for the scheme has no grade for them: {roles}.", "未画出（方案未设职级）：{roles}。",
                  roles=tr(", ", "、").join(role_title(role) for role in roles)) if roles else ""  # fmt: skip
    rare = sum(made.rare for made in maps)
    few = tr("Not drawn: {n} flows of fewer than 0.05 people a year.", "另有{n}条流动每年不足0.05人次，未画出。",
             n=rare) if rare else ""  # fmt: skip
    months = [made.adopted for made in maps if made.adopted]
    before = tr("A scheme adopted later is shown without the grades of the one it replaces (before month {m}).",
                "后启用的方案不画所取代方案的职级（第{m}个月之前）。",
                m=tr(", ", "、").join(str(month) for month in months)) if months else ""  # fmt: skip
    return first, left_out, few, before


def _sheet(source: Drawable, maps: Sequence[Map], *, noted: bool) -> tuple[Picture, list[Axes]]:
    """A figure with a place for each map, in two columns unless maps are wide; every place has its map's size.

    `noted`: with room for notes below.
    """
    columns = 1 if len(maps) == 1 or max(made.size[0] for made in maps) > 8.5 else 2
    lines = [maps[i : i + columns] for i in range(0, len(maps), columns)]
    heights = [max(made.size[1] for made in line) for line in lines]
    wide = max(6.5, *(sum(made.size[0] for made in line) + GAP * (len(line) - 1) for line in lines))
    foot = 0.16 + 0.15 * len(stamp_lines(source, _notes(maps), wide)) if noted else 0.0
    high = foot + sum(heights) + GAP * (len(lines) - 1)
    picture = Picture(figsize=(wide, high))
    places: list[Axes] = []
    y = high
    for line, tall in zip(lines, heights, strict=True):
        x = 0.0
        for made in line:
            box = (x / wide, (y - made.size[1]) / high, made.size[0] / wide, made.size[1] / high)
            places.append(picture.add_axes(box, axes_class=Panel))
            x += made.size[0] + GAP
        y -= tall + GAP
    return picture, places


def _draw(ax: Axes, run: Run, made: Map, title: str, most: float) -> None:
    figure = ax.get_figure(root=True)
    assert figure is not None
    place, (wide, high) = ax.get_position(), figure.get_size_inches()
    scale = float(min(place.width * wide / made.size[0], place.height * high / made.size[1]))
    ax.set_axis_off()
    ax.set_xlim(0, made.size[0])
    ax.set_ylim(0, made.size[1])
    ax.set_aspect("equal", anchor="NW")
    window = run.window()
    top, letters = made.size[1], made.spacing.letters
    for grade in made.bars:
        _bar(ax, run, window, grade, made, scale)
    for arrow in made.arrows:
        _arrow(ax, arrow, most, scale, letters)
    if len(made.columns) > 1:
        signs = int(made.room * 13 / made.spacing.k)
        for track, left in made.columns.items():
            name = fitted(str(track_title(run.scheme, track)), signs, 1)
            ax.text(left, top - made.spacing.head + 0.12 * made.spacing.k, name,
                    fontsize=letters * scale, color="#666666", va="center")  # fmt: skip
    ax.set_title("")
    if made.spacing.title:
        ax.text(0.1, top - 0.08, ends_kept(title, int(made.size[0] * 10)), va="top", fontsize=11.5 * scale, gid=HEADING)
    _legend(ax, made, scale)
    if made.beyond:
        _others(ax, run, made, scale)


def _others(ax: Axes, run: Run, made: Map, scale: float) -> None:
    """What flows between the grades shown and the others, the largest first."""
    names = [str(grade.title) for grade in run.axes.grades]
    letters, (wide, _) = made.spacing.letters, made.size
    head = tr("To and from other parts of the ladder, people a year: ", "与职级体系其他部分之间（人次/年）：")
    items = [f"{names[flow.source]} → {names[flow.target]} {people_text(flow.people)}" for flow in made.beyond]
    columns = int((wide - 0.2) / text_width("x", letters))
    text = told_in(items, columns, made.spacing.said, head)
    ax.text(0.1, 0.06, text, fontsize=letters * scale, va="bottom", color="#333333", linespacing=1.15, gid="beyond")


def _bar(ax: Axes, run: Run, window: Window, grade: int, made: Map, scale: float) -> None:
    x, y = made.bars[grade]
    high, letters = made.spacing.bar, made.spacing.letters
    people = float(window.people[:, grade].mean())
    largest = max(float(window.people[:, i].mean()) for i, own in enumerate(run.axes.grades) if own.covered)
    length = (made.room - 0.52 * made.spacing.k) * people / max(largest, 1e-9)
    bar = Rectangle((x, y), max(length, 0.012), high, color="#9fb3c4", lw=0, zorder=2)
    bar.set_gid(f"bar {grade}")
    ax.add_patch(bar)
    name = ends_kept(name_of(run, grade, headed=len(made.columns) > 1), int(made.room / text_width("x", letters)))
    ax.text(x, y + high + 0.035, name, fontsize=letters * scale, va="bottom", zorder=5)
    ax.text(x + length + 0.05, y + high / 2, number(people, 1), fontsize=letters * scale, va="center",
            color="#333333", zorder=5, gid=f"people {grade}")  # fmt: skip


def _arrow(ax: Axes, arrow: Arrow, most: float, scale: float, letters: float) -> None:
    color = LOOKS[arrow.flow.kind][0] if arrow.flow.kind in LOOKS else LOOKS["regrade"][0]
    tail = thickness(arrow.flow, most) * scale
    style = f"simple,tail_width={tail},head_width={tail + 5 * scale},head_length={(4 + 0.25 * tail) * scale}"
    patch = FancyArrowPatch(
        arrow.start, arrow.end, arrowstyle=style, connectionstyle=f"arc3,rad={arrow.bend}", shrinkA=0, shrinkB=0,
        mutation_scale=1, color=color, lw=0, alpha=0.72, zorder=3, clip_on=False,
    )  # fmt: skip
    patch.set_gid(arrow.flow.name)
    ax.add_patch(patch)
    ax.text(*arrow.label, arrow.text, fontsize=letters * scale, va="center", ha="left", color=color, zorder=6,
            gid=f"n {arrow.flow.name}",
            bbox={"fc": "white", "ec": "none", "alpha": 0.75, "pad": 0.4 * scale})  # fmt: skip


def _legend(ax: Axes, made: Map, scale: float) -> None:
    """What the colors mean, in a line below the title."""
    order = (HIRES, "confirmation", "promotion", "demotion", "lateral", "regrade", "status", "honor", EXITS)
    kinds = [kind for kind in order if any(arrow.flow.kind == kind for arrow in made.arrows)]
    k = made.spacing.k
    letters = made.spacing.letters
    x, y = 0.1, made.size[1] - made.spacing.title - 0.08 * k
    for kind in kinds:
        text = str(_NAMES.get(kind) or MOVE_TITLES[kind])
        sign = {HIRES: "→", EXITS: "→", "lateral": "→", "demotion": "↓"}.get(kind, "↑")
        ax.text(x, y, f"{sign} {text}", fontsize=letters * scale, color=LOOKS[kind][0], va="center")
        x += text_width(f"{sign} {text}", letters) + 0.16 * k
    if not kinds:
        ax.text(
            x, y, tr("nobody came, moved or left", "没有人入职、变动或离职"), fontsize=FINE * k * scale, va="center"
        )
