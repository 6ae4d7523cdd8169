"""Where the boxes and lines of a ladder's picture lie, in inches; no drawing here.

Tracks are columns and grades boxes in rows. Neighbors in a track are joined by straight arrows in the room between
their boxes. Every other way runs at right angles: out of a side, along a lane in the gutter between two columns, and,
where columns lie between, along a lane in the room between two rows. Ways of one kind to one grade share their lanes;
lines that meet are joined by a dot, lines that cross are not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ladder_sim.analysis.ladder_graph import entries, ways
from ladder_sim.model.moves import EXIT
from ladder_sim.model.scheme import Scheme

LANE = 0.1
STUB = 0.2

Point = tuple[float, float]
UP = ("promotion", "confirmation")


@dataclass(frozen=True, slots=True)
class BoxSizes:
    """What the picture is laid out by, in inches; letters in points, `lines` of a grade's name."""

    wide: float = 1.9
    high: float = 0.68
    gutter: float = 0.42  # between columns, without lanes
    room: float = 0.3  # between rows, without lanes
    head: float = 0.75  # above the boxes
    foot: float = 0.62  # below them
    name: float = 10.5  # two lines of twenty signs fill a box
    seats: float = 8.0
    other: float = 9.0  # legend
    lines: int = 2
    beside: bool = False  # the seats stand behind the name, not below it
    said: int = 0  # lines below the legend that tell the moves to grades outside the picture
    least: float = 4.2  # the width of a picture of few boxes

    @property
    def signs(self) -> int:
        """How many signs of a name stand in a line."""
        return int(110.5 * self.wide / self.name)

    @property
    def seat_signs(self) -> int:
        """How many signs stand in the line that tells the seats."""
        return int(110.5 * self.wide / self.seats)


PLAIN = BoxSizes()


#: For slides: letters of 12 points and more, no heading; from boxes with two lines for the name to low ones with the
#: seats beside it.
SLIDE = (
    BoxSizes(2.5, 0.68, room=0.17, head=0.4, foot=0.6, name=13.0, seats=12.0, other=12.0, lines=2),
    BoxSizes(2.5, 0.48, room=0.16, head=0.4, foot=0.6, name=13.0, seats=12.0, other=12.0, lines=1),
    BoxSizes(3.6, 0.29, room=0.15, head=0.4, foot=0.5, name=13.0, seats=12.0, other=12.0, lines=1, beside=True),
)
#: A box that is widened for long names grows no wider than this.
BROADEST = 6.0


@dataclass(frozen=True, slots=True)
class Line:
    """A polyline; the last point is the arrow's head."""

    kind: str
    points: tuple[Point, ...]
    dots: tuple[Point, ...] = ()
    both: bool = False  # a head at the first point too


@dataclass(slots=True)
class Layout:
    """The picture's measures: the lower left corners of boxes, lines, and marks of hires, exits and regrades."""

    size: Point = (0.0, 0.0)
    by: BoxSizes = PLAIN
    boxes: dict[str, Point] = field(default_factory=dict)
    columns: dict[str, float] = field(default_factory=dict)  # track -> left edge
    lines: list[Line] = field(default_factory=list)
    again: set[str] = field(default_factory=set)  # grades with a regrade that stays in the grade
    kinds: tuple[str, ...] = ()
    beyond: tuple[tuple[str, str, str], ...] = ()  # kind, source, target: from or to a grade of another part


@dataclass(slots=True)
class _Bundle:
    """Ways of one kind from the grades of one column to one grade."""

    kind: str
    target: str
    sources: list[str]
    both: bool = False  # and back, by a move of the same kind
    lanes: dict[str, tuple[int, int]] = field(default_factory=dict)  # part of the path -> (gutter or room, lane)


def lay_out(scheme: Scheme, by: BoxSizes = PLAIN, grades: Collection[str] | None = None) -> Layout:
    """The measures of a scheme's picture, or of some of its `grades`: moves to and from the others are `beyond` it."""
    every = list(dict.fromkeys((way.kind, way.source, way.target) for way in ways(scheme)))
    if grades is None:
        return _Plan(scheme, every, by).layout()
    shown = set(grades)
    found = [way for way in every if {way[1], way[2]} - {EXIT} <= shown]
    part = replace(scheme, grades=tuple(grade for grade in scheme.grades if grade.id in shown))
    made = _Plan(part, found, by).layout()
    made.beyond = tuple(way for way in every if way not in found and {way[1], way[2]} & shown)
    return made


def rows_of(scheme: Scheme, found: Iterable[tuple[str, str, str]]) -> dict[str, int]:
    """The row of each grade from the bottom: above the one below it, and above those promoted to it from other tracks.

    Tracks joined by lateral moves between equal layers are lifted to one height where nothing speaks against it.
    """
    grades = {grade.id: grade for grade in scheme.grades}
    rows = {grade.id: grade.level - 1 for grade in scheme.grades}
    below = {g.id: next((o.id for o in scheme.grades if (o.track, o.level) == (g.track, g.level - 1)), None)
             for g in scheme.grades}  # fmt: skip
    across = [(a, b) for kind, a, b in found if kind in UP and b in grades and grades[a].track != grades[b].track]
    equal = [(a, b) for kind, a, b in found if kind == "lateral" and b in grades and grades[a].layer == grades[b].layer]

    def settle(rows: Mapping[str, int]) -> dict[str, int] | None:
        made = dict(rows)
        for _ in range(2 * len(grades) + 2):
            before = dict(made)
            for grade, lower in below.items():
                if lower is not None:
                    made[grade] = max(made[grade], made[lower] + 1)
            for a, b in across:
                made[b] = max(made[b], made[a] + 1)
            if made == before:
                return made
        return None  # promotions that lead in a circle

    settled = settle(rows)
    if settled is None:
        return rows
    for a, b in equal:
        for low, high in ((a, b), (b, a)):
            lift = settled[high] - settled[low]
            if lift > 0:
                track = grades[low].track
                moved = {g: row + lift * (grades[g].track == track) for g, row in settled.items()}
                tried = settle(moved)
                if tried is not None and max(tried.values()) <= max(settled.values()):
                    settled = tried
    return settled


class _Plan:
    """Routes first, then measures: how many lanes a gutter needs says how wide it is."""

    def __init__(self, scheme: Scheme, found: Sequence[tuple[str, str, str]], by: BoxSizes) -> None:
        self._scheme, self._by = scheme, by
        self._grades = {grade.id: grade for grade in scheme.grades}
        self._tracks = list(dict.fromkeys(grade.track for grade in scheme.grades))
        self._column = {grade.id: self._tracks.index(grade.track) for grade in scheme.grades}
        self._row = rows_of(scheme, found)
        self._levels = sorted(set(self._row.values()))
        self._row = {grade: self._levels.index(row) for grade, row in self._row.items()}
        self._found = found
        self._used: dict[tuple[str, int], list[tuple[float, float, int]]] = {}  # (gutter or room, number) -> lanes
        self._ports: dict[tuple[str, str], dict[str, list[int]]] = {}  # (grade, side) -> port -> rows it leads to
        self._straight: dict[tuple[str, str], list[str]] = {}  # (lower, upper) -> kinds, down ones marked
        self._bundles: list[_Bundle] = []
        self._exits = [source for _, source, target in found if target == EXIT]
        self._sort()

    def layout(self) -> Layout:
        """The finished measures."""
        gutters = [self._count("gutter", n) for n in range(len(self._tracks) + 1)]
        rooms = [self._count("room", n) for n in range(len(self._levels) + 1)]
        self._left = [0.0] * len(self._tracks)
        self._gutter = []
        x = 0.08
        for n, lanes in enumerate(gutters):
            edge = self._by.gutter if 0 < n < len(gutters) - 1 else STUB + 0.1
            self._gutter.append(x)
            x += edge + LANE * lanes
            if n < len(self._tracks):
                self._left[n] = x
                x += self._by.wide
        self._bottom = [0.0] * len(self._levels)
        self._room = []
        y = self._by.foot
        for n, lanes in enumerate(rooms):
            self._room.append(y)
            y += (self._by.room if 0 < n < len(rooms) - 1 else 0.1) + LANE * lanes
            if n < len(self._levels):
                self._bottom[n] = y
                y += self._by.high
        made = Layout((max(x + 0.08, self._by.least), y + self._by.head), self._by)
        made.columns = dict(zip(self._tracks, self._left, strict=True))
        made.boxes = {g: (self._left[self._column[g]], self._bottom[self._row[g]]) for g in self._grades}
        made.lines = [
            *self._straight_lines(),
            *(line for b in self._bundles for line in self._lines(b)),
            *self._marks(),
        ]
        made.again = {a for kind, a, b in self._found if a == b}
        made.kinds = tuple(dict.fromkeys(kind for kind, _, _ in self._found))
        return made

    # --- which way ---------------------------------------------------------------------------------

    def _sort(self) -> None:
        bundles: dict[tuple[str, str, str], _Bundle] = {}
        for kind, source, target in self._found:
            if target == EXIT or source == target:
                continue
            if self._neighbors(source, target):
                up = self._row[source] < self._row[target]
                pair = (source, target) if up else (target, source)
                self._straight.setdefault(pair, []).append(kind + ("" if up else "-"))
                continue
            if (kind, target, source) in self._found:
                if (self._column[source], self._row[source]) < (self._column[target], self._row[target]):
                    bundles[kind, target, source] = _Bundle(kind, target, [source], both=True)
                continue
            key = (kind, target, str(self._column[source]))
            bundles.setdefault(key, _Bundle(kind, target, [])).sources.append(source)
        for grade in self._entries():
            self._port(grade, "left", "hires")
        for grade in dict.fromkeys(self._exits):
            self._port(grade, "right", "exit")
        # short ones first, so that they take the lanes next to the boxes
        self._bundles = sorted(bundles.values(), key=lambda b: (self._distance(b), self._span(b)))
        for bundle in self._bundles:
            self._route(bundle)

    def _entries(self) -> list[str]:
        return [grade for grade in entries(self._scheme) if grade in self._grades]

    def _distance(self, bundle: _Bundle) -> int:
        return abs(self._column[bundle.sources[0]] - self._column[bundle.target])

    def _span(self, bundle: _Bundle) -> int:
        return max(abs(self._row[source] - self._row[bundle.target]) for source in bundle.sources)

    def _neighbors(self, a: str, b: str) -> bool:
        if self._column[a] != self._column[b]:
            return False
        low, high = sorted((self._row[a], self._row[b]))
        return not any(self._column[g] == self._column[a] and low < row < high for g, row in self._row.items())

    def _route(self, bundle: _Bundle) -> None:
        """Sides, ports and lanes of a bundle."""
        start, end = self._column[bundle.sources[0]], self._column[bundle.target]
        rows = [self._row[source] for source in bundle.sources]
        goal = self._row[bundle.target]
        side, other = ("left" if bundle.kind in UP else "right"), ""
        if start != end:
            side, other = ("right", "left") if end > start else ("left", "right")
        for source in bundle.sources:
            self._port(source, side, _out(bundle), goal)
        self._port(bundle.target, other or side, _in(bundle), *rows)
        first = start + (side == "right")
        last = end + ((other or side) == "right")
        if first == last:
            bundle.lanes["first"] = (first, self._lane("gutter", first, min(*rows, goal), max(*rows, goal), side))
            return
        room = goal  # the one below the goal's row
        reach = [*rows, room - 0.5]
        bundle.lanes["first"] = (first, self._lane("gutter", first, min(reach), max(reach), side))
        low, high = sorted((first, last))
        bundle.lanes["room"] = (room, self._lane("room", room, low - 0.5, high + 0.5, ""))
        bundle.lanes["last"] = (last, self._lane("gutter", last, room - 0.5, goal, other))

    def _lane(self, what: str, number: int, low: float, high: float, side: str) -> int:
        """A free lane; from the left for a right side, from the right for a left one, told by the sign."""
        lanes = self._used.setdefault((what, number), [])
        lane = 0
        while any(n == lane and low <= end + 0.4 and start - 0.4 <= high for start, end, n in lanes):
            lane += 1
        lanes.append((low, high, lane))
        return lane

    def _count(self, what: str, number: int) -> int:
        return 1 + max((lane for _, _, lane in self._used.get((what, number), [])), default=-1)

    def _port(self, grade: str, side: str, name: str, *rows: int) -> None:
        self._ports.setdefault((grade, side), {}).setdefault(name, []).extend(rows)

    # --- where exactly -----------------------------------------------------------------------------

    def _at(self, grade: str, side: str, name: str) -> Point:
        """A port: those of a side lie evenly, the higher they lead; hires lowest, exits highest."""
        order = {"hires": 0, "exit": 2}
        found = self._ports[grade, side]
        ports = sorted(found, key=lambda port: (order.get(port, 1), sum(found[port]) / max(len(found[port]), 1), port))
        # a left and a right side at equal heights would let their lines run into one another
        share = (ports.index(name) + 1) / (len(ports) + 1) - (0.07 if side == "left" else 0.0)
        x = self._left[self._column[grade]] + (self._by.wide if side == "right" else 0.0)
        return x, self._bottom[self._row[grade]] + share * self._by.high

    def _x(self, gutter: int, lane: int) -> float:
        edge = self._by.gutter / 2 if 0 < gutter < len(self._gutter) - 1 else (STUB if gutter else 0.1)
        return self._gutter[gutter] + edge + LANE * (lane + 0.5)

    def _y(self, room: int, lane: int) -> float:
        return self._room[room] + (self._by.room / 2 if 0 < room < len(self._levels) else 0.05) + LANE * (lane + 0.5)

    def _lines(self, bundle: _Bundle) -> list[Line]:
        start, end = self._column[bundle.sources[0]], self._column[bundle.target]
        side = ("left" if bundle.kind in UP else "right") if start == end else "right" if end > start else "left"
        other = side if start == end else "left" if end > start else "right"
        head = self._at(bundle.target, other, _in(bundle))
        x = self._x(*bundle.lanes["first"])
        if "room" in bundle.lanes:
            y, last = self._y(*bundle.lanes["room"]), self._x(*bundle.lanes["last"])
            tail: tuple[Point, ...] = ((x, y), (last, y), (last, head[1]), head)
        else:
            tail = ((x, head[1]), head)
        outs = [self._at(source, side, _out(bundle)) for source in bundle.sources]
        # drawn whole from the farthest source; the others join it with a dot
        far = max(outs, key=lambda out: abs(out[1] - tail[0][1]))
        near = [out for out in outs if out is not far]
        lines = [Line(bundle.kind, (far, (x, far[1]), *tail), tuple((x, out[1]) for out in near), bundle.both)]
        return lines + [Line("join " + bundle.kind, (out, (x, out[1]), (x, tail[0][1]))) for out in near]

    def _straight_lines(self) -> list[Line]:
        lines = []
        for (low, high), kinds in self._straight.items():
            distinct = list(dict.fromkeys(sorted(kinds, key=lambda kind: kind.endswith("-"))))
            x = self._left[self._column[low]] + self._by.wide / 2
            a, b = self._bottom[self._row[low]] + self._by.high, self._bottom[self._row[high]]
            for i, kind in enumerate(distinct):
                at = x + 0.3 * (i - (len(distinct) - 1) / 2)
                ends = ((at, b), (at, a)) if kind.endswith("-") else ((at, a), (at, b))
                lines.append(Line(kind.rstrip("-"), ends))
        return lines

    def _marks(self) -> list[Line]:
        lines = []
        for grade in self._entries():
            x, y = self._at(grade, "left", "hires")
            lines.append(Line("hires", ((x - STUB, y), (x, y))))
        for grade in dict.fromkeys(self._exits):
            x, y = self._at(grade, "right", "exit")
            lines.append(Line("exit", ((x, y), (x + STUB * 0.8, y))))
        return lines


def _out(bundle: _Bundle) -> str:
    return f"{bundle.kind} with {bundle.target}" if bundle.both else f"{bundle.kind} out"


def _in(bundle: _Bundle) -> str:
    return f"{bundle.kind} with {bundle.sources[0]}" if bundle.both else f"{bundle.kind} in"


__all__ = ["BROADEST", "PLAIN", "SLIDE", "BoxSizes", "Layout", "Line", "lay_out", "rows_of"]
