"""Where the bars, arrows and numbers of a flow map lie, in inches; what flows is counted here, nothing is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ladder_sim.analysis.rule_text.expressions import track_title
from ladder_sim.charts.ladder_layout import Point, rows_of
from ladder_sim.core.arrays import Floats
from ladder_sim.core.signs import width
from ladder_sim.plan.company import title_under
from ladder_sim.results.counts import GradeInfo
from ladder_sim.results.intervals import Interval, mean_interval
from ladder_sim.results.run import Run

HIRES, EXITS = "hires", "exit"
LETTERS = 9.0  # points
MARGIN = 0.12  # round the map
LONGEST = {1: 4.6, 2: 2.6, 3: 2.0, 4: 1.85}  # room for bars by number of tracks
SHORT = 1.6  # with more tracks
SLIDE_WIDE = 6.0  # of a single track on a slide
LEAST = 1.5  # to which bars are shortened for a room
RARE = 0.05  # people a year; rarer flows have no arrow
WIDEST = 13.0  # points

Rectangle = tuple[float, float, float, float]  # left, bottom, right, top


@dataclass(frozen=True, slots=True)
class Spacing:
    """The measures by which a map is laid out, in inches; `letters` in points, of all texts in it."""

    letters: float = LETTERS
    bar: float = 0.2
    pitch: float = 0.9  # from row to row
    most: float = np.inf  # how wide the map may be, as far as bars can be shortened
    said: int = 0  # lines below the map that tell the flows to grades outside it

    @property
    def k(self) -> float:
        """How much larger texts are than in a map of its own, and what makes room for them."""
        return self.letters / LETTERS

    @property
    def side(self) -> float:
        """Room for hires and exits beside the bars."""
        return 0.76 * self.k

    @property
    def title(self) -> float:
        """The heading of a map of its own; on a slide it is said above."""
        return 0.35 if self.letters == LETTERS and not np.isfinite(self.most) else 0.0

    @property
    def head(self) -> float:
        """Above the rows: title, legend, names of tracks."""
        return 0.51 * self.k + self.title

    @property
    def foot(self) -> float:
        """Below the rows."""
        return 0.4 if self.title else 0.1 + 0.2 * self.k * self.said

    @property
    def name(self) -> float:
        """Height of a grade's name above its bar."""
        return 0.2 * self.k

    @property
    def pressed(self) -> bool:
        """Whether numbers find no room between a name and the bar above it: arrows then stand behind the names."""
        return self.pitch - self.bar - self.name < 0.2 * self.k

    def room(self, tracks: int, sides: float) -> float:
        """Room for the bars of a track with their numbers; `sides`: what stands beside the bars of all tracks."""
        alone = tracks == 1 and np.isfinite(self.most)  # a slide's width is all its own
        longest = (SLIDE_WIDE if alone else LONGEST.get(tracks, SHORT)) * self.k
        return max(min(longest, LEAST * self.k), min(longest, (self.most - sides) / tracks))


def spacing(run: Run, room: Point, letters: float, grades: Sequence[int] | None = None) -> Spacing:
    """The spacing of a map in a room of so many inches, with letters of this size or the largest that leave it legible.

    Names of grades are to have the room that they have in a map of its own, and rows are not to lie on each other.
    """
    sizes = [size for size in (letters, 11.0, 10.0) if size <= letters]
    for size in (*sizes, LETTERS):
        made = _spaced(run, room, size, grades)
        if _legible(lay_out(run, made, grades), room):
            break
    return made


def _spaced(run: Run, room: Point, letters: float, grades: Sequence[int] | None) -> Spacing:
    """Rows as close as the room asks for, and the map as wide as it allows."""
    whole = lay_out(run, grades=grades)
    heights = [y for _, y in whole.bars.values()]
    rows = round((max(heights) - min(heights)) / Spacing().pitch)
    plain = Spacing(letters, most=room[0], said=2 if whole.beyond else 0)
    pitch = (room[1] - plain.head - plain.foot - plain.bar - plain.name) / max(rows, 1)
    pitch = min(plain.pitch, max(0.5, pitch))
    return replace(plain, pitch=pitch, bar=0.13 if pitch < 0.75 else plain.bar)


def _legible(made: Map, room: Point) -> bool:
    """Whether a map keeps within a room, and arrows that stand behind the names, up and down, find room there."""
    behind = made.room - max(made.names.values(), default=0.0)
    inside = made.size[0] <= room[0] and made.size[1] <= room[1] + 0.02
    ways = {arrow.flow.kind for arrow in made.arrows} & {"promotion", "confirmation", "demotion"}
    needed = (1.45 if len(ways) < 2 else 2.1) * made.spacing.k
    return inside and (not made.spacing.pressed or behind >= needed)


@dataclass(frozen=True, slots=True)
class Flow:
    """People a year from a grade to a grade; hires come from nowhere (-1), exits go there."""

    kind: str
    source: int
    target: int
    people: Interval

    @property
    def name(self) -> str:
        """What tells it apart from the other flows: kind, source and target."""
        return f"{self.kind} {self.source} {self.target}"


@dataclass(slots=True)
class Arrow:
    """Where a flow is drawn, in the axes' data units."""

    flow: Flow
    start: Point
    end: Point
    bend: float  # curvature of matplotlib's ``arc3``
    label: Point  # left end and middle height of the number
    text: str


@dataclass(slots=True)
class Map:
    """The measures of a run's map."""

    size: Point
    spacing: Spacing = Spacing()
    bars: dict[int, Point] = field(default_factory=dict)  # grade -> lower left corner
    columns: dict[str, float] = field(default_factory=dict)  # track -> left edge of its bars
    room: float = 0.0  # width of the room for a bar with its number
    names: dict[float, float] = field(default_factory=dict)  # left edge of a column -> width of its longest name
    arrows: list[Arrow] = field(default_factory=list)
    rare: int = 0  # flows without an arrow
    beyond: tuple[Flow, ...] = ()  # from or to a grade of another part, the largest first
    outside: tuple[str, ...] = ()  # roles that the scheme has no grade for
    adopted: int = 0  # the month from which the scheme holds, where it replaces another


def flows_of(run: Run) -> list[Flow]:
    """Every flow that occurred, in people a year with the 95 % interval of the mean; uncovered roles are left out."""
    counts, years = run.counts, run.months / 12
    shown = [i for i, grade in enumerate(run.axes.grades) if grade.covered]
    found: dict[tuple[str, int, int], Floats] = {}
    hires = counts.hires.sum(axis=1, dtype=np.float64)
    exits = counts.exits.sum(axis=(1, 3), dtype=np.float64)
    for i in shown:
        found[HIRES, -1, i] = hires[:, i]
        found[EXITS, i, -1] = exits[:, i]
    moves = counts.moves.sum(axis=1, dtype=np.float64)
    for place, (move, a, b) in enumerate(run.axes.arcs):
        if a != b and a in shown and b in shown:
            key = (run.axes.moves[move].kind, a, b)
            found[key] = found.get(key, 0.0) + moves[:, place]
    return [Flow(*key, mean_interval(people / years, event=1 / years)) for key, people in found.items() if people.any()]


def lay_out(run: Run, by: Spacing = Spacing(), grades: Sequence[int] | None = None) -> Map:
    """The map of a run, or of some of its `grades`: what flows between these and the others is `beyond` it then."""
    every = run.axes.grades
    shown = {i: grade for i, grade in enumerate(every) if grade.covered and (grades is None or i in grades)}
    flows, beyond = _split(flows_of(run), set(shown))
    kept = [flow for flow in flows if flow.people.mean >= RARE]
    rows = _rows(run, shown, kept)
    sides = {track: _sides(by, mine, rows, kept) for track, mine in _tracks(shown).items()}
    room = by.room(len(sides), 2 * MARGIN + sum(map(sum, sides.values())))
    left, columns = MARGIN, {}
    for track, (before_bars, behind) in sides.items():
        columns[track] = left + before_bars
        left += before_bars + room + behind
    high = by.head + by.foot + by.pitch * max(rows.values()) + by.bar + by.name
    made = Map((by.most if by.said and left + MARGIN < by.most < np.inf else left + MARGIN, high), by)
    made.columns, made.room = columns, room
    made.bars = {i: (columns[grade.track], by.foot + by.pitch * rows[i]) for i, grade in shown.items()}
    for i, (x, _) in made.bars.items():
        named = min(room, text_width(name_of(run, i, headed=len(columns) > 1), by.letters))
        made.names[x] = max(made.names.get(x, 0.0), named)
    made.rare = len(flows) - len(kept)
    made.beyond = beyond
    replaced = {grade.id for grade in run.scheme.replaced.grades} if run.scheme.replaced else set()
    made.outside = tuple(dict.fromkeys(g.role for g in every if not g.covered and g.id not in replaced))
    made.adopted = run.scheme.adopted.month if run.scheme.adopted else 0
    made.arrows = [_arrow(made, shown, flow) for flow in kept]
    _settle(made)
    return made


def name_of(run: Run, grade: int, *, headed: bool) -> str:
    """A grade's title above its bar; below the heading of its track without the department that the heading names."""
    info = run.axes.grades[grade]
    return title_under(track_title(run.scheme, info.track), info.title) if headed else str(info.title)


def _split(flows: Iterable[Flow], shown: set[int]) -> tuple[list[Flow], tuple[Flow, ...]]:
    """The flows within these grades, and those between them and the others."""
    within, beyond = [], []
    for flow in flows:
        ends = {flow.source, flow.target} - {-1}
        if ends <= shown:
            within.append(flow)
        elif ends & shown and flow.people.mean >= RARE:
            beyond.append(flow)
    return within, tuple(sorted(beyond, key=lambda flow: -flow.people.mean))


def _tracks(shown: Mapping[int, GradeInfo]) -> dict[str, list[int]]:
    """The grades of each track."""
    made: dict[str, list[int]] = {}
    for i, grade in shown.items():
        made.setdefault(grade.track, []).append(i)
    return made


def _sides(by: Spacing, mine: Sequence[int], rows: Mapping[int, int], kept: Sequence[Flow]) -> tuple[float, float]:
    """Room before and behind the bars of a track: for who comes and leaves, and for bows over a grade between."""
    over = [rows[f.target] - rows[f.source] for f in kept if f.source in mine and f.target in mine]
    before = any(flow.source == -1 and flow.target in mine for flow in kept) or any(rise > 1 for rise in over)
    beside = any(flow.target == -1 and flow.source in mine for flow in kept) or any(rise < -1 for rise in over)
    return by.side if before else 0.3, by.side if beside else 0.2


def _rows(run: Run, shown: dict[int, GradeInfo], flows: Iterable[Flow]) -> dict[int, int]:
    """The row of each grade, as in the picture of the ladder; rows without a grade are closed up."""
    codes = {grade.id: i for i, grade in shown.items()}
    names = {i: name for name, i in codes.items()}
    found = [
        (flow.kind, names[flow.source], names[flow.target]) for flow in flows if min(flow.source, flow.target) >= 0
    ]
    own = {grade.id for grade in run.scheme.grades}
    rows = rows_of(run.scheme, [item for item in found if item[1] in own and item[2] in own])
    # a scheme that is adopted later shares the map with the one it replaces
    raw = {i: rows.get(name, shown[i].level - 1) for name, i in codes.items()}
    taken: set[tuple[str, int]] = set()
    for i, grade in shown.items():
        while (grade.track, raw[i]) in taken:
            raw[i] += 1
        taken.add((grade.track, raw[i]))
    levels = sorted(set(raw.values()))
    return {i: levels.index(row) for i, row in raw.items()}


def thickness(flow: Flow, most: float) -> float:
    """Of an arrow, in points; in proportion to people, but never invisible."""
    return max(0.7, WIDEST * flow.people.mean / most)


def people_text(people: Interval) -> str:
    """The number beside an arrow: people a year, and half the width of the 95 % interval."""
    digits = 0 if people.mean >= 99.95 else 1 if people.mean >= 0.95 else 2
    mean = f"{people.mean:.{digits}f}"
    return mean if np.isnan(people.half) else f"{mean} ±{people.half:.{digits}f}"


def text_width(text: str, points: float = LETTERS) -> float:
    """About how wide a text is, in inches."""
    return width(text) * points * 0.0087


def _arrow(made: Map, grades: dict[int, GradeInfo], flow: Flow) -> Arrow:
    text, by = people_text(flow.people), made.spacing
    wide = text_width(text, by.letters)
    middle, above = by.bar / 2, by.bar + 0.09 * by.k
    if flow.source == -1:
        x, y = made.bars[flow.target]
        return Arrow(flow, (x - 0.5, y + middle), (x - 0.03, y + middle), 0, (x - 0.06 - wide, y + above), text)
    x, y = made.bars[flow.source]
    if flow.target == -1:
        end = x + made.room
        return Arrow(flow, (end, y + middle), (end + 0.47, y + middle), 0, (end + 0.02, y + above), text)
    to_x, to_y = made.bars[flow.target]
    if grades[flow.source].track != grades[flow.target].track:
        return _across(made, flow, (x, y), (to_x, to_y), text)
    return _within(made, flow, (x, y), (to_x, to_y), text)


def _within(made: Map, flow: Flow, source: Point, target: Point, text: str) -> Arrow:
    """Up or down a track: straight between neighbors, else a bow beside the bars between."""
    up = target[1] > source[1]
    low, high = (source, target) if up else (target, source)
    between = [y for x, y in made.bars.values() if x == source[0] and low[1] < y < high[1]]
    lane = {"promotion": 0.1, "confirmation": 0.3, "demotion": 0.55}.get(flow.kind, 0.75 if up else 0.55)
    by = made.spacing
    top = high[1] - 0.03
    bottom = low[1] + by.bar + (0.03 if by.pressed else by.name + (0.04 if by.letters == LETTERS else 0.0))
    if not between:
        start = made.names[source[0]] if by.pressed else 0.0
        x = source[0] + start + lane * (made.room - start)
        ends = ((x, bottom), (x, top)) if up else ((x, top), (x, bottom))
        return Arrow(flow, *ends, 0, (x + 0.15, (bottom + top) / 2), text)
    x = source[0] + (0.02 if up else made.room - 0.1)
    ends = ((x, bottom), (x, top)) if up else ((x, top), (x, bottom))
    span = top - bottom
    bow = 0.32 + 0.05 * len(between)  # how far the bow stands out; a parabola's is half its control point's
    middle = x - bow - 0.04 - text_width(text, by.letters) if up else x + bow + 0.04
    return Arrow(flow, *ends, -2 * bow / span, (middle, (bottom + top) / 2), text)


def _across(made: Map, flow: Flow, source: Point, target: Point, text: str) -> Arrow:
    """To another track, from the side that faces it."""
    right, bar = target[0] > source[0], made.spacing.bar
    start = (source[0] + (made.room - 0.12 if right else -0.03), source[1] + (0.03 if right else bar - 0.03))
    end = (target[0] + (-0.03 if right else made.room - 0.02), target[1] + (bar * 0.75 if right else 0.03))
    bend = 0.1 if right else -0.2  # both below the straight line, not on each other
    middle = (0.5 * (start[0] + end[0]), 0.5 * (start[1] + end[1]))
    off = bend / 2
    label = (
        middle[0] + off * (end[1] - start[1]) - text_width(text, made.spacing.letters) / 2,
        middle[1] - off * (end[0] - start[0]),
    )
    return Arrow(flow, start, end, bend, label, text)


def _settle(made: Map) -> None:
    """Numbers moved along until none lies on another, or on a bar with its name; wide flows choose first."""
    by = made.spacing
    tall = 0.075 * by.k
    if by.pressed:
        taken = [(x, y - 0.02, x + made.room, y + by.bar + 0.02) for x, y in made.bars.values()]
        taken += [(x, y, x + made.names[x], y + by.bar + by.name) for x, y in made.bars.values()]
    else:
        taken = [(x, y, x + made.room, y + by.bar + by.name) for x, y in made.bars.values()]
    tracks = made.size[1] - by.head + 0.12 * by.k
    taken += [(x, tracks - tall, x + made.room, tracks + tall) for x in made.columns.values() if len(made.columns) > 1]
    for arrow in made.arrows:
        if -1 in (arrow.flow.source, arrow.flow.target):
            taken.append((arrow.start[0], arrow.start[1] - 0.06, arrow.end[0], arrow.end[1] + 0.06))
    for arrow in sorted(made.arrows, key=lambda arrow: (arrow.bend != 0, -arrow.flow.people.mean)):
        x, y = arrow.label
        wide = text_width(arrow.text, by.letters)
        x = min(max(x, 0.03), made.size[0] - wide - 0.03)
        box = _free((x, y - tall, x + wide, y + tall), taken, made.size)
        arrow.label = (box[0], (box[1] + box[3]) / 2)
        taken.append(box)


def _free(wanted: Rectangle, taken: Sequence[Rectangle], size: Point) -> Rectangle:
    """The place nearest to the one wanted that lies on no other, within the map; else where it covers least."""
    left, bottom, right, top = wanted
    ups = [0.0, *(sign * 0.05 * n for n in range(1, 25) for sign in (1, -1))]
    asides = [0.0, *(sign * 0.1 * n for n in range(1, 9) for sign in (1, -1))]
    places = [
        (left + aside, bottom + up, right + aside, top + up)
        for aside in asides for up in ups
        if bottom + up >= 0 and top + up <= size[1] and left + aside >= 0 and right + aside <= size[0]
    ]  # fmt: skip
    clear = next((place for place in places if not any(_meet(place, other) for other in taken)), None)
    return clear or min(places or [wanted], key=lambda place: sum(_shared(place, other) for other in taken))


def _shared(a: Rectangle, b: Rectangle) -> float:
    """How much of an area two have in common."""
    return max(0.0, min(a[2], b[2]) - max(a[0], b[0])) * max(0.0, min(a[3], b[3]) - max(a[1], b[1]))


def _meet(a: Rectangle, b: Rectangle) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def most_people(maps: Sequence[Map]) -> float:
    """The widest flow of all maps, so that arrows are of one scale."""
    return max((arrow.flow.people.mean for made in maps for arrow in made.arrows), default=1.0)
