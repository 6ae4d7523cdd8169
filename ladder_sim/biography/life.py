"""One person's two lives: the dates, where they part, the rule, and whom the seat went to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import zip_longest
from typing import TYPE_CHECKING

from ladder_sim.biography.watching import Happening, Person, ReviewNote, WatchedRun
from ladder_sim.core.doors import through
from ladder_sim.core.i18n import Title, in_both, tr
from ladder_sim.core.json_text import AsData
from ladder_sim.core.leading import Leading
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.signs import first_lower
from ladder_sim.engine.witness import OPENED
from ladder_sim.model.kinds import EXIT_CAUSES, MOVE_KINDS
from ladder_sim.plan.calendar import Calendar
from ladder_sim.results.chart_door import Drawn

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: How a review ends where somebody else has what there was.
SEATLESS = ("no seat", "quota reached")
#: Further links of a chain of displacement say nothing.
LONGEST = 6


@dataclass(frozen=True, slots=True)
class Link:
    """Somebody in a chain of displacement: where under the first scheme, where under the second; '' is not there."""

    person: int
    first: Title
    second: Title


@dataclass(frozen=True, slots=True)
class Parting:
    """Where two lives part.

    Parameters
    ----------
    month : of the run in which the first difference shows
    scheme : id of the scheme under which something happened then
    what : that event
    review : the month of the review that decided it; 0: none did
    why : how the other scheme's review of it ended, or why it had none
    chain : who has the place instead, and whose place that one left, and so on
    """

    month: int
    scheme: str
    what: Title
    review: int
    why: Title
    chain: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class LifeDate:
    """An event of a life, with its date and in words; `event` is one of `coded.EVENTS`."""

    month: int
    date: str
    what: Title
    event: str = ""


@dataclass(frozen=True, slots=True)
class GradeSpan:
    """A stay in a grade.

    Parameters
    ----------
    place : of the grade on the ladder, from 0 for the first of the file
    since, until : from the end of which month of the run to that of which other; 0 is the first day
    """

    grade: Title
    place: int
    since: int
    until: int


@dataclass(frozen=True, slots=True, eq=False)
class Life(AsData, Leading):
    """A person under two schemes.

    Parameters
    ----------
    person, replication : which
    known : what is known of the person on joining, in words
    first, second : the dates under either scheme
    parting : None where the two lives are the same
    schemes : ids and titles
    spans : the grades held under either scheme, one after the other
    months : of the run
    provenance : one line that says where the numbers come from
    """

    person: int
    replication: int
    known: Title
    first: tuple[LifeDate, ...]
    second: tuple[LifeDate, ...]
    parting: Parting | None
    schemes: tuple[tuple[str, Title], tuple[str, Title]]
    spans: tuple[tuple[GradeSpan, ...], tuple[GradeSpan, ...]] = ((), ())
    months: int = 0
    provenance: str = ""

    @property
    def titles(self) -> tuple[Title, Title]:
        """The titles of the schemes."""
        return self.schemes[0][1], self.schemes[1][1]

    def head(self) -> str:
        """Who it is: the person's number, and what is known on joining."""
        return tr("Person {p} (replication {r}): {known}", "人员{p}（重复编号{r}）：{known}", p=self.person,
                  r=self.replication, known=self.known)  # fmt: skip

    def plot(self, ax: Axes | Sequence[Axes] | None = None) -> Drawn:
        """The two lives one above the other: the grade held by month, what happens when, and where they part.

        Parameters
        ----------
        ax : two axes to draw on, one for each scheme; None: new ones

        Raises
        ------
        LadderError
            Other than two axes are given.
        """
        drawn: Drawn = through("Life.plot")(self, ax)
        return drawn

    def lines(self) -> list[str]:
        """The two lives side by side, then where they part and why."""
        lines = [self.head(), *self._dates(self.titles[0], self.first), *self._dates(self.titles[1], self.second)]
        return [*lines, *self.told()]

    @staticmethod
    def _dates(title: Title, dates: tuple[LifeDate, ...]) -> list[str]:
        told = [f"  {each.date}  {each.what}" for each in dates]
        return [tr("{title}:", "{title}：", title=title), *(told or [tr("  nothing happens", "  没有变动")])]

    def told(self) -> list[str]:
        """Where the lives part, why, and who has the seat."""
        at = self.parting
        if at is None:
            return [tr("The two lives are the same.", "两种方案下完全相同。")]
        names = {"m": at.month, "s": dict(self.schemes)[at.scheme], "what": at.what, "why": at.why}
        made = [tr("The two lives part in month {m}. Under {s}: {what}; {why}.",
                   "第{m}个月起出现差别：在“{s}”下，{what}；{why}。", **names)]  # fmt: skip
        for link in at.chain:
            made.append(
                tr("  person {p}: {a} under {x}, {b} under {y}", "  人员{p}：在“{x}”下为{a}，在“{y}”下为{b}",
                   p=link.person, a=link.first, b=link.second, x=self.titles[0], y=self.titles[1])
            )  # fmt: skip
        return made

    def rows(self) -> list[tuple[str, str, str]]:
        """Month by month: the date, and what happens under either scheme."""
        months = sorted({each.month for each in (*self.first, *self.second)})
        rows = []
        for month in months:
            ours, theirs = ([each for each in dates if each.month == month] for dates in (self.first, self.second))
            for a, b in zip_longest(ours, theirs):
                date = next(each.date for each in (a, b) if each is not None)
                rows.append((date, "" if a is None else str(a.what), "" if b is None else str(b.what)))
        return rows

    def to_dict(self) -> JsonObject:
        """Plain values, texts in the language in use."""
        at = self.parting
        dates = {
            scheme: [{"month": each.month, "date": each.date, "what": str(each.what)} for each in dates]
            for (scheme, _), dates in zip(self.schemes, (self.first, self.second), strict=True)
        }
        parts = None if at is None else {
            "month": at.month, "scheme": at.scheme, "what": str(at.what), "review": at.review, "why": str(at.why),
            "chain": [{"person": link.person, "first": str(link.first), "second": str(link.second)}
                      for link in at.chain],
        }  # fmt: skip
        return {"person": self.person, "replication": self.replication, "known": str(self.known), "dates": dates,
                "parting": parts}  # fmt: skip

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(text)}</th>" for text in (tr("date", "日期"), *map(str, self.titles)))
        rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in self.rows())
        told = "".join(f"<p>{escape(line)}</p>" for line in self.told())
        return f"<p><b>{escape(self.head())}</b></p><table><tr>{head}</tr>{rows}</table>{told}"


def dates_of(run: WatchedRun, who: Person, calendar: Calendar) -> tuple[LifeDate, ...]:
    """What happens to a person, in words, in the order of the run."""
    return tuple(
        LifeDate(each.month, calendar.date(each.day).isoformat(), told(run, each), each.event)
        for each in run.happenings.get(who, ())
    )


def spans_of(run: WatchedRun, who: Person, months: int) -> tuple[GradeSpan, ...]:
    """The grades that a person holds, one after the other; nothing where the person is not there."""
    if who not in run.start:
        return ()
    since, grade = run.start[who]
    steps = [
        (each.month, None if each.event == "exit" else each.target)
        for each in run.happenings.get(who, ())
        if each.event == "exit" or (each.event != "hire" and each.target >= 0 and each.target != each.source)
    ]
    made: list[GradeSpan] = []
    for month, target in (*steps, (months, None)):
        made.append(GradeSpan(run.axes.grades[grade].title, grade, since, month))
        if target is None:
            break
        since, grade = month, target
    return tuple(made)


def told(run: WatchedRun, each: Happening) -> Title:
    """An event in words, in both languages."""
    return in_both(lambda: _told(run, each))


def _told(run: WatchedRun, each: Happening) -> str:
    axes, outside = run.axes, len(run.axes.grades)
    move = str(axes.moves[each.move].title) if each.move >= 0 else ""
    to = str(axes.grades[each.target].title) if 0 <= each.target < outside else ""
    if each.event == "hire":
        return tr("hired as {to}", "入职，职级{to}", to=to)
    if each.event == "exit":
        cause = list(EXIT_CAUSES.values())[each.cause].title if each.cause >= 0 else Title("leaves", "离职")
        rule = tr(", by {move}", "，依据“{move}”", move=move) if move else ""
        return tr("leaves ({cause}{by})", "离职（{cause}{by}）", cause=first_lower(str(cause)), by=rule)
    if each.event in MOVE_KINDS:
        kind = next(info.title for name, info in MOVE_KINDS.items() if name == each.event)
        if each.source == each.target:
            return tr("{kind} ({move})", "{kind}（{move}）", kind=kind, move=move)
        return tr("{kind} to {to} ({move})", "{kind}至{to}（{move}）", kind=kind, to=to, move=move)
    detail = _detail(run, each)
    said = {
        "case failed": tr("fails at {detail} of {move}", "{move}：{detail}未通过", detail=detail, move=move),
        "placement": tr("placed as {to}", "重新定级为{to}", to=to),
        "token earned": tr("earns {detail}", "获得{detail}", detail=detail),
        "status begins": tr("{detail} begins", "{detail}开始", detail=detail),
        "return waits": tr("{detail}: waits for a seat", "{detail}：等待空缺返岗", detail=detail),
        "status ends": tr("{detail} ends", "{detail}结束", detail=detail),
        "transfer": tr("comes from another department as {to}", "由其他部门调入，职级{to}", to=to),
    }
    return said[each.event]


def _detail(run: WatchedRun, each: Happening) -> str:
    """What a stage, a token or a status is called."""
    name = run.axes.details[each.detail] if each.detail >= 0 else ""
    scheme = run.scheme
    titles = {stage.name: stage.title for move in scheme.moves for stage in move.stages}
    titles |= {token.name: token.title for token in scheme.tokens} | {one.id: one.title for one in scheme.statuses}
    return str(titles.get(name, name))


# --- where two lives part --------------------------------------------------------------------------


def parting(first: WatchedRun, second: WatchedRun, who: Person) -> Parting | None:
    """The first difference between two lives, the review that decided it, and why the other scheme's did not."""
    a, b = (run.happenings.get(who, ()) for run in (first, second))
    place = next((i for i, (x, y) in enumerate(zip_longest(a, b)) if not _alike(first, second, x, y)), None)
    if place is None:
        return None
    ours, theirs = (each[place] if place < len(each) else None for each in (a, b))
    swap = ours is None or (theirs is not None and theirs.day < ours.day)
    there, other = (second, first) if swap else (first, second)
    each = theirs if swap else ours
    assert each is not None  # or nothing would differ
    review = _review(there, who, each)
    why, wanted = _why_not(there, other, who, each, review)
    chain = tuple(_chain(there, other, who, each.month, wanted)) if wanted else ()
    if swap:  # told as under the first and the second scheme, whichever the place is in
        chain = tuple(Link(link.person, link.second, link.first) for link in chain)
    return Parting(each.month, there.scheme.id, told(there, each), review, why, chain)


def _alike(first: WatchedRun, second: WatchedRun, x: Happening | None, y: Happening | None) -> bool:
    """The same event on the same day to a grade of the same id."""
    if x is None or y is None:
        return x is y
    return (x.day, x.event, x.cause, _name(first, x.target)) == (y.day, y.event, y.cause, _name(second, y.target))


def _name(run: WatchedRun, code: int) -> str:
    grades = run.axes.grades
    return grades[code].id if 0 <= code < len(grades) else ""


def _review(run: WatchedRun, who: Person, each: Happening) -> int:
    """The month of the review that decided an event; 0: none did."""
    if each.move < 0:
        return 0
    months = [n.month for n in run.notes(who) if n.move == each.move and n.reason in ("moved", OPENED)
              and n.month <= each.month]  # fmt: skip
    return max(months, default=max(each.month - 1, 0))


def _why_not(there: WatchedRun, other: WatchedRun, who: Person, each: Happening, review: int) -> tuple[Title, str]:
    """Why the other scheme did not do the same, and the grade in which there was no place; '' where that is not why."""
    if other.grade_at(who, each.month - 1) is None:
        return in_both(lambda: tr("under {s} the person is not there any more", "在“{s}”下此人已不在职",
                                  s=other.title)), ""  # fmt: skip
    if each.move < 0:
        return in_both(lambda: tr("under {s} the chance of leaving differs, and with the same luck the person stays",
                                  "在“{s}”下离职概率不同，同样的随机条件下此人留任", s=other.title)), ""  # fmt: skip
    note = _same_move(there, other, each, [n for n in other.notes(who) if n.month <= review and n.reason != OPENED])
    if note is None:
        return in_both(lambda: tr("under {s} no move of this kind is reviewed for this person by then",
                                  "在“{s}”下，截至此时没有对此人进行同类评审", s=other.title)), ""  # fmt: skip
    move = other.axes.moves[note.move]
    reason = move.reasons[move.reason_ids.index(note.reason)]
    said = in_both(
        lambda: tr("under {s} the review of month {m} for {move} ends with: {why}",
                   "在“{s}”下，第{m}个月“{move}”的评审结果为：{why}",
                   s=other.title, m=note.month, move=move.title, why=reason)
    )  # fmt: skip
    return said, _goal(other, who, note) if note.reason in SEATLESS else ""


def _goal(run: WatchedRun, who: Person, note: ReviewNote) -> str:
    """The grade to which a move would have led somebody; '' where an expression chooses it."""
    grade = run.grade_at(who, note.month)
    move = next((one for one in run.scheme.moves if one.id == run.axes.moves[note.move].id), None)
    return "" if grade is None or move is None else move.to.get(_name(run, grade), "")


def _same_move(there: WatchedRun, other: WatchedRun, each: Happening, notes: Sequence[ReviewNote]) -> ReviewNote | None:
    """The last review of the move of the same id, else of one of the same kind."""
    own = there.axes.moves[each.move]
    alike = [note for note in notes if other.axes.moves[note.move].id == own.id]
    alike = alike or [note for note in notes if other.axes.moves[note.move].kind == own.kind]
    return max(alike, key=lambda note: note.month, default=None)


# --- who has the place -----------------------------------------------------------------------------


def _chain(there: WatchedRun, other: WatchedRun, who: Person, month: int, place: str) -> Iterator[Link]:
    """Who has the place under the other scheme, whose place that one leaves, and so on.

    A link holds under `other` a place that under `there` it does not: of several who came last to it. The chain ends
    with somebody who under `there` is not there, or comes from a grade that nobody else takes.
    """
    replication, person = who
    ours, theirs = there.held(replication, month), other.held(replication, month)
    yield _link(there, other, person, ours, theirs)
    seen = {person}
    for _ in range(LONGEST):
        takers = [
            one for one, grade in theirs.items()
            if _name(other, grade) == place and one not in seen and _name(there, ours.get(one, -1)) != place
        ]  # fmt: skip
        if not takers:
            return
        taker = max(takers, key=lambda one: (other.since((replication, one), month), -one))
        seen.add(taker)
        yield _link(there, other, taker, ours, theirs)
        if taker not in ours:
            return
        place = _name(there, ours[taker])


def _link(
    there: WatchedRun, other: WatchedRun, person: int, ours: Mapping[int, int], theirs: Mapping[int, int]
) -> Link:
    return Link(person, _place(there, ours.get(person)), _place(other, theirs.get(person)))


def _place(run: WatchedRun, code: int | None) -> Title:
    return in_both(lambda: tr("not there", "不在职")) if code is None else run.axes.grades[code].title
