"""The ladder of a scheme: its grades in order, and how a file may speak of them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import nearest
from ladder_sim.files import locate, show
from ladder_sim.files.forms.scheme import GradeForm, OutsideForm, SchemeForm
from ladder_sim.files.resolving.pay import by_step
from ladder_sim.files.resolving.resolver import Resolver, only_shares_round, share_expr, take_rounding, title_of
from ladder_sim.model.expression import Expr
from ladder_sim.model.grades import Cap, Grade, Seats

_PER = re.compile(r"(.+?)\s+per\s+(\w+(?:\.\d+)?)\s+(\w+)\Z")
_SHARE_OF = re.compile(r"(.+?)\s*%\s*of\s+(\w+)\Z")
_SHARED = re.compile(r"shared\s+with\s+(\w+)\Z")
_RANGE = re.compile(r"(\w+)\s*\.\.\s*(\w+)\Z")


@dataclass(slots=True)
class Ladder:
    """The grades, and how a file may speak of them."""

    grades: tuple[Grade, ...]
    roles: tuple[str, ...]
    declared: dict[str, tuple[str, int]]  # every grade of the file: its track and its place there
    absent: frozenset[str] = frozenset()  # those that the parameters leave out

    @property
    def ids(self) -> list[str]:
        """The grades' ids, in the file's order."""
        return [grade.id for grade in self.grades]

    def find(self, name: str) -> Grade | None:
        """The grade of an id; None where the ladder has none."""
        return next((grade for grade in self.grades if grade.id == name), None)

    def beside(self, grade: Grade, step: int) -> Grade | None:
        """The grade `step` levels up in the same track."""
        return next(
            (other for other in self.grades if other.track == grade.track and other.level == grade.level + step), None
        )

    def has_absent(self, grade: Grade, step: int) -> bool:
        """Would the track go on above (or below) the grade with other parameters?"""
        track, place = self.declared[grade.id]
        return any(
            (self.declared[name][1] - place) * step > 0 for name in self.absent if self.declared[name][0] == track
        )

    def select(self, r: Resolver, given: str | list[str], *loc: str | int) -> list[tuple[Grade, bool]]:
        """The grades meant by a grade, track, role, ``any``, ``a..b`` or a list; and whether each was named singly."""
        entries = [(given, loc)] if isinstance(given, str) else [(name, (*loc, i)) for i, name in enumerate(given)]
        made: dict[str, tuple[Grade, bool]] = {}
        for text, at in entries:
            for grade, named in self._one(r, text.strip(), at):
                made[grade.id] = (grade, named or (grade.id in made and made[grade.id][1]))
        return [made[name] for name in self.ids if name in made]

    def _one(self, r: Resolver, text: str, loc: tuple[str | int, ...]) -> list[tuple[Grade, bool]]:
        if text == "any":
            return [(grade, False) for grade in self.grades]
        if (single := self.find(text)) is not None:
            return [(single, True)]
        if text in self.absent:
            return []
        for kind in ("track", "role"):
            if group := [(grade, False) for grade in self.grades if getattr(grade, kind) == text]:
                return group
        if found := _RANGE.match(text):
            return self._range(r, found[1], found[2], loc)
        if text in self.roles:
            r.add(loc, tr("no grade of the ladder has the role '{role}'", "没有岗位层级为“{role}”的职级", role=text))
            return []
        tracks = [grade.track for grade in self.grades]
        r.unknown(loc, ("grade, track or role", "职级、通道或岗位层级"), text, ["any", *self.ids, *tracks, *self.roles])
        return []

    def _range(self, r: Resolver, low: str, high: str, loc: tuple[str | int, ...]) -> list[tuple[Grade, bool]]:
        for name in (low, high):
            if name not in self.declared:
                r.unknown(loc, ("grade", "职级"), name, self.ids)
        if low not in self.declared or high not in self.declared:
            return []
        (track, first), (other, last) = self.declared[low], self.declared[high]
        if track != other or first > last:
            r.add(
                loc,
                tr(
                    "a range goes up within one track; '{low}' and '{high}' do not",
                    "范围应在同一通道内由低到高；“{low}”到“{high}”不是",
                    low=low,
                    high=high,
                ),
            )
            return []
        inside = [g for g in self.grades if g.track == track and first <= self.declared[g.id][1] <= last]
        return [(grade, False) for grade in inside]


def resolve_ladder(r: Resolver, form: SchemeForm, roles: tuple[str, ...]) -> tuple[Ladder, dict[str, Title]]:
    """The ladder, without the grades that the parameters leave out, and the titles of its tracks."""
    made: dict[str, Grade] = {}
    declared: dict[str, tuple[str, int]] = {}
    titles: dict[str, Title] = {}
    for track, entries in form.ladder.items():
        titles[track] = title_of(None, track)
        level = 0
        if not entries:
            r.add(("ladder", track), tr("a track needs a grade", "通道里至少要有一个职级"), key=True)
        for place, (name, entry) in enumerate(entries.items(), start=1):
            loc = ("ladder", track, name)
            if entry.track_title is not None:
                titles[track] = title_of(entry.track_title, track)
            r.free_name(name, *loc)
            if name in declared:
                _twice(r, name, declared[name][0], loc)
                continue
            declared[name] = (track, place)
            if _exists(r, entry, loc):
                level += 1
                layer = place if entry.layer is None else entry.layer
                made[name] = replace(_grade(r, entry, roles, level, loc), layer=layer)
    absent = frozenset(declared) - frozenset(made)
    if absent and not made:
        r.add(("ladder",), tr("no grade is left", "没有剩下任何职级"), key=True)
    for grade in made.values():
        _check_seats(r, grade, made, declared, (*roles, *form.caps))
    return Ladder(tuple(made.values()), roles, declared, absent), titles


def resolve_caps(r: Resolver, form: SchemeForm, ladder: Ladder) -> tuple[Cap, ...]:
    """What several grades together may hold; faults are noted."""
    made = []
    for name, entry in form.caps.items():
        loc = ("caps", name)
        grades = tuple(grade.id for grade, _named in ladder.select(r, entry.over, *loc, "over"))
        seats = _seats(r, entry.seats, *loc, "seats")
        if seats is None:
            continue
        known = ["headcount", *ladder.declared, *ladder.roles, *(other for other in form.caps if other != name)]
        if seats.kind in ("shared", "grouped"):
            r.add((*loc, "seats"), tr("a cap is a number, a share or a ratio: 5, '20% of headcount', '1 per 8 agent'",
                                      "上限应为人数、占比或配比：5、“20% of headcount”、“1 per 8 agent”"))  # fmt: skip
        elif seats.kind != "number" and seats.of not in known:
            r.unknown((*loc, "seats"), ("role, grade or cap", "岗位层级、职级或上限"), seats.of, known)
        elif grades:
            _whole_pools(r, ladder, grades, (*loc, "over"))
            made.append(Cap(name, title_of(entry.title, name), grades, seats))
    return tuple(made)


def _whole_pools(r: Resolver, ladder: Ladder, grades: tuple[str, ...], loc: tuple[str, ...]) -> None:
    """Grades that share seats are all in a cap, or none of them."""
    for grade in ladder.grades:
        if (
            grade.seats is not None
            and grade.seats.kind == "shared"
            and (grade.id in grades) != (grade.seats.of in grades)
        ):
            r.add(loc, tr("'{a}' and '{b}' share seats: name both or none",
                          "“{a}”与“{b}”共用编制：须同时列入或都不列入", a=grade.id, b=grade.seats.of))  # fmt: skip


def _twice(r: Resolver, name: str, track: str, loc: tuple[str, ...]) -> None:
    r.add(
        loc,
        tr(
            "grade '{name}' stands in track '{track}' already; name it otherwise",
            "职级“{name}”在通道“{track}”中已有；请另取编号",
            name=name,
            track=track,
        ),
        key=True,
    )


def _exists(r: Resolver, entry: GradeForm, loc: tuple[str, ...]) -> bool:
    return entry.exists is None or r.constant(entry.exists, *loc, "exists") not in (False, 0)


def _grade(r: Resolver, form: GradeForm, roles: tuple[str, ...], level: int, loc: tuple[str, str, str]) -> Grade:
    role = form.role or ("agent" if "agent" in roles else roles[0])
    if role not in roles:
        r.unknown((*loc, "role"), ("role", "岗位层级"), role, roles)
    outside = form.outside
    carried = _carried(r, form, loc)
    base = carried.pop("base", None)
    return Grade(
        id=loc[2],
        track=loc[1],
        role=role,
        level=level,
        layer=level,
        title=title_of(form.title, loc[2]),
        base=None if base is None else base[0],
        seats=_counted(r, form, loc),
        outside=r.expr(outside.share, *loc, "outside", "share")
        if isinstance(outside, OutsideForm)
        else r.maybe(outside, *loc, "outside"),
        outside_after=r.maybe(outside.after, *loc, "outside", "after") if isinstance(outside, OutsideForm) else None,
        share=r.share(form.share, *loc, "share", most=None),
        trial=form.trial,
        fields={name: exprs[0] for name, exprs in carried.items()},
        steps={name: exprs for name, exprs in {"base": base or (), **carried}.items() if len(exprs) > 1},
        at=r.place(*loc, key=True),
    )


def _counted(r: Resolver, form: GradeForm, loc: tuple[str, ...]) -> Seats | None:
    """The seats of a grade, and whether heads or full-time equivalents hold them."""
    fte = form.count == "fte"
    seats = None if form.seats is None else _seats(r, form.seats, *loc, "seats", parts=fte)
    if not fte:
        return seats
    if form.seats is None or (seats is not None and seats.kind == "shared"):
        r.add((*loc, "count"), tr("'count' goes with seats of the grade's own", "“count”须与本职级自有的 seats 同用"),
              key=True)  # fmt: skip
    if form.outside is not None:
        told = tr("seats that count full-time equivalents are filled from within alone",
                  "按全时当量计的编制只由内部晋升填补")  # fmt: skip
        r.add((*loc, "outside"), told, key=True)
    return None if seats is None else in_fte(seats)


def in_fte(seats: Seats) -> Seats:
    """The same seats, held by full-time equivalents."""
    each = tuple((value, in_fte(one)) for value, one in seats.each)
    return replace(seats, fte=True, of_fte=True, each=each)


#: What others call the base pay of a grade.
_PAY_WORDS = ("salary", "wage", "pay", "base_pay", "base_salary", "monthly_pay", "monthly_salary")


def _carried(r: Resolver, form: GradeForm, loc: tuple[str, ...]) -> dict[str, tuple[Expr, ...]]:
    """The numbers of a grade by step: base and its further keys; one like a misspelt key is more likely that."""
    known = GradeForm.keys()
    fields: dict[str, tuple[Expr, ...]] = {}
    if form.base is not None:
        fields["base"] = by_step(r, form.base, *loc, "base")
    for key, value in (form.model_extra or {}).items():
        if difflib.get_close_matches(key, known, n=1, cutoff=0.75) or not key.isidentifier():
            r.add((*loc, key), tr("unknown key", "未知的键") + nearest(key, known), key=True)
        else:
            fields[key] = by_step(r, value, *loc, key)
            if key in _PAY_WORDS and form.base is None:
                text = tr("a field of the grade of which nobody is paid; monthly base pay is called base",
                          "这是职级的字段，不作为工资发放；月基本工资写作 base")  # fmt: skip
                r.problems.warn(locate(r.tree, (*loc, key), key=True), text)
    return fields


def _grouped(r: Resolver, given: Mapping[str, object], *loc: str | int, parts: bool) -> Seats | None:
    """Seats of their own for each value of an attribute."""
    by = given.get("by")
    if not isinstance(by, str) or len(given) < 2:
        r.add(loc, tr("seats by group are written such as {by: department, sales: 3, service: 2}",
                      "按类别设编制应写作 {by: department, sales: 3, service: 2} 之类"), key=True)  # fmt: skip
        return None
    made = [(name, _seats(r, value, *loc, name, parts=parts)) for name, value in given.items() if name != "by"]
    for name, seats in made:
        if seats is not None and seats.kind == "shared":
            r.add((*loc, name), tr("seats by group are not shared", "按类别设的编制不能共用"))
    each = tuple((name, seats) for name, seats in made if seats is not None and seats.kind != "shared")
    return Seats("grouped", Expr("0", r.place(*loc, "by")), by=by, each=each)


def _seats(r: Resolver, value: object, *loc: str | int, parts: bool = False) -> Seats | None:
    """Seats as a file says them; `parts`: may they be parts of one."""
    if isinstance(value, dict):
        return _grouped(r, value, *loc, parts=parts)
    if not isinstance(value, str):
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0 or not (parts or value % 1 == 0):
            r.add(loc, tr("seats must be a whole number, got {got}", "编制应为整数，现为{got}", got=show(value)))
            return None
        return Seats("number", r.expr(value if parts else int(value), *loc))
    text, rounding = take_rounding(r, value.strip(), *loc)
    whole = text.removesuffix(" fte")
    of_fte, text = whole != text, whole.rstrip()
    if found := _SHARED.match(text):
        return Seats("shared", Expr("0", r.place(*loc)), of=found[1])
    if found := _PER.match(text):
        if found[2].replace(".", "").strip("0") == "":
            r.add(loc, tr("'per' needs a number above 0, got {got}", "per 后应为正数，现为{got}", got=found[2]))
            return None
        n, per = r.part(value, *found.span(1), *loc), r.part(value, *found.span(2), *loc)
        return Seats("per", n, per, found[3], rounding, of_fte=of_fte)
    if found := _SHARE_OF.match(text):
        return Seats("share", share_expr(r, value, found.span(1), *loc), of=found[2], rounding=rounding, of_fte=of_fte)
    if of_fte or "%" in text or re.search(r"\b(per|shared)\b", text):
        r.add(
            loc,
            tr(
                "must be such as 5, '1 per 8 agent', '10% of headcount' or 'shared with lead', got {got}",
                "应为5、“1 per 8 agent”、“10% of headcount”或“shared with lead”之类，现为{got}",
                got=show(value),
            ),
        )
        return None
    only_shares_round(r, value, text, *loc)
    return Seats("number", r.expr(text, *loc))


def _check_seats(
    r: Resolver,
    grade: Grade,
    grades: Mapping[str, Grade],
    declared: Mapping[str, tuple[str, int]],
    roles: tuple[str, ...],
) -> None:
    """What the seats refer to must be there."""
    if grade.seats is None:
        where = f"ladder.{grade.track}.{grade.id}.seats"  # reported already, if it is wrong
        told = any(problem.place.where == where for problem in r.problems.errors)
        if grade.outside is not None and not told:
            why = tr("without seats nothing opens that hires could fill; give the grade seats, or leave this out",
                     "没有编制就没有可外招的空缺；请写明 seats，或删去此键")  # fmt: skip
            r.add(("ladder", grade.track, grade.id, "outside"), why, key=True)
        return
    if grade.seats.kind == "grouped":
        for name, seats in grade.seats.each:
            at = ("ladder", grade.track, grade.id, "seats", name)
            if seats.of != "headcount" and seats.of not in declared and seats.of not in roles:
                r.unknown(at, ("role or grade", "岗位层级或职级"), seats.of, ["headcount", *declared, *roles])
        if grade.outside is not None:
            why = tr("seats by group are filled from within alone", "按类别设的编制只由内部晋升填补")
            r.add(("ladder", grade.track, grade.id, "outside"), why, key=True)
        return
    of, loc = grade.seats.of, ("ladder", grade.track, grade.id, "seats")
    if grade.seats.kind != "shared":
        if of != "headcount" and of not in declared and of not in roles:
            r.unknown(loc, ("role or grade", "岗位层级或职级"), of, ["headcount", *declared, *roles])
        return
    other = grades.get(of)
    if other is None:
        r.unknown(loc, ("grade", "职级"), of, grades)
    elif of == grade.id or other.seats is None or other.seats.kind in ("shared", "grouped"):
        r.add(loc, tr("'{of}' has no number of seats to share", "“{of}”没有可共用的编制数", of=of))
