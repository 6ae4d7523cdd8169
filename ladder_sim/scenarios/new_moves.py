"""Moves that are added to a scheme: those of the scheme itself left out, those that say too little told whole."""

from __future__ import annotations

from collections.abc import Mapping

from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import PlainData
from ladder_sim.core.problems import LadderError, Place, Problems, misspelt, nearest, warn
from ladder_sim.model.moves import Move
from ladder_sim.model.scheme import Scheme


def moves_told(scheme: Scheme, changes: Mapping[str, object]) -> Mapping[str, object]:
    """Changes whose moves are those of a file: ``[*scheme.moves, {…}]`` is the move that is added.

    Raises
    ------
    LadderError
        A new move lacks its id or its review, or stands without a list; with the whole call.
    """
    given = changes.get("moves")
    if isinstance(given, list | tuple) and any(isinstance(one, Move) for one in given):
        given = _without_own(scheme, list(given))
        changes = {**changes, "moves": given}
    _unknown(scheme, given)
    whole = completed(scheme, given)
    if whole is None:
        return changes
    problems = Problems()
    change = {**changes, "moves": whole}
    call = tr("a new move needs an id and a review, in a list; write with_({change})",
              "新增规则须有编号和评审，并写在列表中；请写作 with_({change})", change=change)  # fmt: skip
    problems.add(Place(where="moves"), call)
    raise LadderError(problems.errors)


def _unknown(scheme: Scheme, given: PlainData) -> None:
    """Refuse changes of moves that there are not, and warn of a list that leaves out some that there are.

    Raises
    ------
    LadderError
        An id is misspelt for that of a move.
    """
    entries = {one.get("id"): one for one in given if isinstance(one, Mapping)} if isinstance(given, list) else {}
    entries = dict(given) if isinstance(given, Mapping) else entries
    known = [move.id for move in scheme.moves]
    wrong = [
        str(name)
        for name, one in entries.items()
        if name not in known and isinstance(one, Mapping) and "from" not in one and misspelt(str(name), known)
    ]
    if wrong:
        raise LadderError("\n".join(tr("moves: there is no move '{name}'{hint}", "moves：没有规则“{name}”{hint}",
                                       name=name, hint=nearest(name, known)) for name in wrong))  # fmt: skip
    told = [name for name, one in entries.items() if isinstance(one, Mapping) and {"from", "to"} <= set(one)]
    if told and set(told) <= set(known) and len(told) == len(entries) < len(known):
        gone = next(name for name in known if name not in told)
        warn(tr("moves: those that are not given stay; one is taken out by {{'id': {gone!r}, 'remove': True}}",
                "moves：未给出的规则保留；删除一条请写 {{'id': {gone!r}, 'remove': True}}", gone=gone))  # fmt: skip


def _without_own(scheme: Scheme, given: list[object]) -> list[object]:
    """The moves that are added to those of a scheme, all of which are given as well.

    Raises
    ------
    LadderError
        Some of the scheme's own moves are left out: whether they are to go is not said.
    """
    missing = [move.id for move in scheme.moves if move not in given]
    if missing:
        gone = [{"id": name, "remove": True} for name in missing]
        raise LadderError(tr("moves: the moves that are there stay unless they are removed; write with_({change})",
                             "moves：已有规则除非删除否则保留；请写作 with_({change})",
                             change={"moves": [*gone, *(one for one in given if not isinstance(one, Move))]})
                          )  # fmt: skip
    return [one for one in given if not isinstance(one, Move)]


def completed(scheme: Scheme, given: PlainData) -> list[PlainData] | None:
    """Moves with the ids and reviews that new ones among them lack; None where nothing lacks, or it is none to add."""
    entries = [given] if isinstance(given, Mapping) and {"from", "to"} <= set(given) else given
    if not isinstance(entries, list) or not all(isinstance(one, Mapping) for one in entries):
        return None
    known = {move.id for move in scheme.moves}
    made = [_whole(scheme, one) if {"from", "to"} <= set(one) and one.get("id") not in known else dict(one)
            for one in entries]  # fmt: skip
    return None if made == given else made


def _whole(scheme: Scheme, move: Mapping[str, PlainData]) -> dict[str, PlainData]:
    review = next((one.review for one in scheme.moves if one.review), next(iter(scheme.reviews), "quarterly"))
    name = move.get("id") or "_to_".join(str(move[end]) for end in ("from", "to"))
    made = {"id": name, **{key: value for key, value in move.items() if key != "id"}}
    return made if "review" in made or "windows" in made else made | {"review": review}
