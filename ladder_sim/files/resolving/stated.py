"""What a source states, rule by rule, and the addresses in the file that say it.

An address is a path through the file with ids in place of positions: ``moves.to_senior.service`` (a condition or a
stage), ``moves.to_senior.seats`` (a key of the move), ``ladder.senior.base``, ``pay.bonus``, ``probation.confirm``,
``parameters.line``. A ``*`` stands for any one id.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Problems, nearest
from ladder_sim.files import FileNode, Loc
from ladder_sim.files.forms.move import ConditionForm, MoveForm
from ladder_sim.files.forms.scheme import GradeForm, SchemeForm, StatedForm
from ladder_sim.files.resolving.resolver import Resolver, title_of
from ladder_sim.files.validate import validate
from ladder_sim.model.expression import UNSAID
from ladder_sim.model.scheme import Stated

_NAMED = ("parameters", "scores", "reviews", "tokens", "signals", "pay", "placement", "caps")
_WHOLE = ("entry", "probation", "team_size", "hire_if", "hire_among", "hire_order", "placement", "adopted", "roles",
          "year_starts")  # fmt: skip
# Of a move, what is a rule of its own besides its ends, its conditions and its stages: said by an address of the move.
_OF_MOVES = ("award", "spared_by", "waive", "probation", "seats", "pay")


def resolve_stated(r: Resolver, form: SchemeForm) -> tuple[Stated, ...]:
    """The entries of ``stated``, each with addresses that exist; what does not fit is reported."""
    if not form.stated:
        return ()
    known = set(addresses(form))
    return tuple(made for i, entry in enumerate(form.stated) if (made := _entry(r, entry, i, known)) is not None)


def _entry(r: Resolver, entry: StatedForm, index: int, known: set[str]) -> Stated | None:
    loc = ("stated", index)
    wrong = _contradiction(entry)
    if wrong:
        r.add(loc, wrong)
        return None
    for i, address in enumerate(entry.by):
        _known(r, address, (*loc, "by", i) if _listed(r, index) else (*loc, "by"), known)
    at = r.place(*loc)
    rule, place = title_of(entry.rule, ""), title_of(entry.at, "")
    if entry.left_out is not None:
        return Stated(rule, "left_out", place=place, reason=title_of(entry.left_out, ""), at=at)
    for kind in ("reading", "assumed"):
        given = getattr(entry, kind)
        if given is not False:
            told = UNSAID if given is True else title_of(given, "")
            return Stated(rule, kind, tuple(entry.by), place, told, at=at)
    return Stated(rule, "said", tuple(entry.by), place, at=at)


def _listed(r: Resolver, index: int) -> bool:
    node = r.tree.value["stated"].value[index].get("by")
    return node is not None and isinstance(node.value, list)


def _contradiction(entry: StatedForm) -> str:
    """Why an entry cannot be meant, or ''."""
    if entry.left_out is not None and (entry.by or entry.reading is not False or entry.assumed is not False):
        return tr("'left_out' is for a rule that nothing in the file says: leave out 'by', 'reading' and 'assumed'",
                  "“left_out”用于本文件未表述的条款：请去掉 by、reading 和 assumed")  # fmt: skip
    if entry.left_out is None and not entry.by:
        return tr(
            "say with 'by' what in this file says the rule, such as moves.to_senior.service, or with 'left_out' "
            "why nothing does",
            "请用 by 写明由本文件何处表述，如 moves.to_senior.service，或用 left_out 写明未纳入模型的原因",
        )
    if entry.reading is not False and entry.assumed is not False:
        return tr("a rule is a reading of the source or assumed, not both", "一条条款不能既是解读又是假设")
    return ""


def _known(r: Resolver, address: str, loc: tuple[str | int, ...], known: set[str]) -> None:
    """Report an address that leads nowhere; of an entry that a variant inherits, as a warning."""
    if any(map(matcher(address), known)):
        return
    place = r.place(*loc)
    text = tr("nothing in this file has the address '{got}'", "本文件中没有地址“{got}”", got=address)
    if place.file != r.tree.file:
        r.problems.warn(place, text + tr(" any more: the variant left it out", "了：变体已将其去掉"))
        return
    r.add(loc, text + nearest(address, _near(address, known)))


def _near(address: str, known: set[str]) -> list[str]:
    """Addresses that begin alike, as far as any do."""
    parts = address.split(".")
    for length in range(len(parts) - 1, 0, -1):
        head = ".".join(parts[:length]) + "."
        if found := [name for name in known if name.startswith(head)]:
            return found
    return sorted({name.split(".")[0] for name in known})


def matcher(address: str) -> Callable[[str], object]:
    """Whether an address is meant by one that may hold ``*``."""
    parts = address.strip().split(".")
    if "*" not in parts:
        return ".".join(parts).__eq__
    return re.compile(r"\.".join("[^.]+" if part == "*" else re.escape(part) for part in parts)).fullmatch


def prune(tree: FileNode) -> None:
    """Take out of ``stated`` the addresses that lead nowhere, and the entries that are left with none.

    For a form made from another, whose rules may be gone; a file's own addresses are checked by `resolve_stated`.
    """
    stated, fitted = tree.get("stated"), validate(SchemeForm, tree, Problems())
    if stated is None or fitted is None or not isinstance(stated.value, list):
        return
    known = set(addresses(fitted[0]))
    kept = []
    for entry in stated.value:
        by = entry.get("by")
        if by is not None:
            given = by.value if isinstance(by.value, list) else [by]
            there = [node for node in given if any(map(matcher(str(node.value)), known))]
            if not there:
                continue
            entry.value["by"] = replace(by, value=there)
        kept.append(entry)
    stated.value[:] = kept


# --- what a file says, by address ------------------------------------------------------------------


def addresses(form: SchemeForm) -> Iterator[str]:
    """Every address of a file."""
    for section in _NAMED:
        entries = getattr(form, section)
        for name, entry in entries.items() if isinstance(entries, dict) else ():
            yield from _with_keys(f"{section}.{name}", entry)
    for key in _WHOLE:
        if key in form.model_fields_set and getattr(form, key) is not None:
            yield from _with_keys(key, getattr(form, key))
    for track, grades in form.ladder.items():
        yield f"ladder.{track}"
        for name, grade in (grades or {}).items():
            yield from _with_keys(f"ladder.{name}", grade)
    for move in form.moves:
        yield from _with_keys(f"moves.{move.id}", move)
        yield from (f"moves.{move.id}.{name}" for name in (*_condition_ids(move), *(s.stage for s in move.stages)))


def _with_keys(address: str, entry: object) -> Iterator[str]:
    """The address, and those of the keys that the file gives."""
    yield address
    given = getattr(entry, "model_fields_set", ())
    keys = {name: item.alias or name for name, item in getattr(type(entry), "model_fields", {}).items()}
    yield from (f"{address}.{keys.get(name, name)}" for name in given)
    if isinstance(entry, GradeForm):
        yield from (f"{address}.{name}" for name in entry.__pydantic_extra__ or ())
    if isinstance(entry, dict):
        yield from (f"{address}.{name}" for name in entry)


def _condition_ids(move: MoveForm) -> list[str]:
    """The ids of a move's conditions, in order; those without one are c1, c2, …"""
    return [
        entry.id if isinstance(entry, ConditionForm) and entry.id else f"c{number}"
        for number, entry in enumerate(move.when, start=1)
    ]


# --- rules that no entry claims --------------------------------------------------------------------


def unclaimed(form: SchemeForm, claims: Iterable[str]) -> list[tuple[str, Loc]]:
    """The rules of a file that no address of `claims` names, each with its place.

    A condition, a stage, a part of pay, a limit of seats, a token, who may be hired and what confirms a probation need
    an address of their own; a move is claimed by any address within it, what else it says by its own.
    """
    matchers = [(address, matcher(address)) for address in claims]

    def claimed(name: str) -> bool:
        return any(match(name) for _, match in matchers)

    def touched(name: str) -> bool:
        depth = name.count(".") + 1
        heads = {".".join(address.split(".")[:depth]) for address, _ in matchers}
        return any(matcher(head)(name) for head in heads)

    found: dict[str, Loc] = {}
    for name, loc, parents in _rules(form):
        fine = touched(name) if parents is None else any(map(claimed, (name, *parents)))
        if not fine and name.rpartition(".")[0] not in found:  # of a move that nothing claims, not its parts as well
            found[name] = loc
    return list(found.items())


def _rules(form: SchemeForm) -> Iterator[tuple[str, Loc, tuple[str, ...] | None]]:
    """Every rule with its place, and other addresses that claim it; None: any address within it does."""
    for index, move in enumerate(form.moves):
        own, loc = f"moves.{move.id}", ("moves", index)
        yield own, loc, None
        for i, name in enumerate(_condition_ids(move)):
            yield f"{own}.{name}", (*loc, "when", i), ()
        for i, stage in enumerate(move.stages):
            yield f"{own}.{stage.stage}", (*loc, "stages", i), ()
        for key in _OF_MOVES:
            if getattr(move, key) is not None:
                yield f"{own}.{key}", (*loc, key), (own,)
    for track, grades in form.ladder.items():
        for name, grade in (grades or {}).items():
            if grade.seats is not None:
                yield f"ladder.{name}.seats", ("ladder", track, name, "seats"), (f"ladder.{name}", f"ladder.{track}")
    yield from ((f"pay.{name}", ("pay", name), None) for name in form.pay)
    yield from ((f"tokens.{name}", ("tokens", name), None) for name in form.tokens)
    yield from ((f"caps.{name}", ("caps", name), None) for name in form.caps)
    if form.hire_if is not None:
        yield "hire_if", ("hire_if",), ()
    if form.probation is not None and form.probation.confirm is not None:
        yield "probation.confirm", ("probation", "confirm"), ("probation",)
