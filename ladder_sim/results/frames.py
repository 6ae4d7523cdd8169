"""The tally as tidy tables: one row per replication, month and what else, built when asked for.

Cells that count nobody are left out, except in `headcount`. Replications are numbered from 0,
months from 1; month 0 of `headcount` is the start.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.model.kinds import CAUSES
from ladder_sim.results.counts import WAIT_ENDS, Axes, Tally

if TYPE_CHECKING:
    import pandas as pd

Codes = npt.NDArray[np.integer[Any]]


def frame(name: str, tally: Tally, axes: Axes) -> pd.DataFrame:
    """The table of this name; see `TABLES` for those there are."""
    if name not in TABLES:
        raise LadderError(tr("table {name!r} is not known", "没有名为{name!r}的表", name=name) + nearest(name, TABLES))
    return TABLES[name](tally, axes)


def _category(codes: Codes, names: Sequence[str]) -> pd.Categorical[str]:
    import pandas as pd

    return pd.Categorical.from_codes(codes.astype(np.int32), categories=pd.Index(list(names), dtype="str"))


def _grades(axes: Axes) -> list[str]:
    return [grade.id for grade in axes.grades]


def _sparse(array: npt.NDArray[Any], columns: Mapping[str, Sequence[str]], value: str) -> pd.DataFrame:
    """Rows for the non-zero cells of a (replications, months, …) array; `columns` names the further axes."""
    import pandas as pd

    where = np.nonzero(array)
    made: dict[str, Any] = {"replication": where[0].astype(np.int32), "month": where[1].astype(np.int32) + 1}
    for (column, names), codes in zip(columns.items(), where[2:], strict=True):
        made[column] = _category(codes, names)
    made[value] = array[where]
    return pd.DataFrame(made)


def _headcount(tally: Tally, axes: Axes) -> pd.DataFrame:
    import pandas as pd

    r, m, g = (index.ravel() for index in np.indices(tally.headcount.shape, dtype=np.int32))
    return pd.DataFrame(
        {"replication": r, "month": m, "grade": _category(g, _grades(axes)), "people": tally.headcount.ravel()}
    )


def _moves(tally: Tally, axes: Axes) -> pd.DataFrame:
    import pandas as pd

    r, m, a = np.nonzero(tally.moves)
    arcs = np.asarray(axes.arcs, np.int32).reshape(-1, 3)[a]
    kinds = list(dict.fromkeys(move.kind for move in axes.moves))
    kind = np.array([kinds.index(move.kind) for move in axes.moves], np.int32)
    return pd.DataFrame(
        {
            "replication": r.astype(np.int32),
            "month": m.astype(np.int32) + 1,
            "move": _category(arcs[:, 0], [move.id for move in axes.moves]),
            "kind": _category(kind[arcs[:, 0]], kinds),
            "from": _category(arcs[:, 1], _grades(axes)),
            "to": _category(arcs[:, 2], [*_grades(axes), "exit"]),
            "people": tally.moves[r, m, a],
        }
    )


def _exits(tally: Tally, axes: Axes) -> pd.DataFrame:
    return _sparse(tally.exits, {"grade": _grades(axes), "cause": CAUSES}, "people")


def _hires(tally: Tally, axes: Axes) -> pd.DataFrame:
    return _sparse(tally.hires, {"grade": _grades(axes)}, "people")


def _pay(tally: Tally, axes: Axes) -> pd.DataFrame:
    return _sparse(tally.pay, {"grade": _grades(axes), "part": [part for part, _ in axes.parts]}, "amount")


def _seats(tally: Tally, axes: Axes) -> pd.DataFrame:
    import pandas as pd

    r, m, g = np.nonzero(tally.seats.any(axis=3))
    there, taken = tally.seats[r, m, g].T
    return pd.DataFrame(
        {
            "replication": r.astype(np.int32),
            "month": m.astype(np.int32) + 1,
            "grade": _category(g, _grades(axes)),
            "seats": there,
            "taken": taken,
        }
    )


def _reasons(tables: Mapping[str, npt.NDArray[Any]], axes: Axes) -> pd.DataFrame:
    import pandas as pd

    names = list(dict.fromkeys(reason for move in axes.moves for reason in move.reason_ids))
    parts: list[tuple[Codes, ...]] = [(np.zeros(0, np.int32),) * 5]
    for i, move in enumerate(axes.moves):
        if move.id not in tables:
            continue
        table = tables[move.id]
        r, review, reason = np.nonzero(table)
        code = np.array([names.index(name) for name in move.reason_ids], np.int32)
        months = np.asarray(move.months, np.int32)
        parts.append((r, months[review], np.full(len(r), i), code[reason], table[r, review, reason]))
    r, m, move_codes, reason_codes, people = (np.concatenate(column) for column in zip(*parts, strict=True))
    return pd.DataFrame(
        {
            "replication": r.astype(np.int32),
            "month": m.astype(np.int32),
            "move": _category(move_codes, [move.id for move in axes.moves]),
            "reason": _category(reason_codes, names),
            "people": people,
        }
    )


def _ledger(tally: Tally, axes: Axes) -> pd.DataFrame:
    return _reasons(tally.ledger, axes)


def _alone(tally: Tally, axes: Axes) -> pd.DataFrame:
    return _reasons(tally.alone, axes)


def _waits(tally: Tally, axes: Axes) -> pd.DataFrame:
    import pandas as pd

    rows = np.asarray(tally.waits).reshape(-1, 5)
    return pd.DataFrame(
        {
            "replication": rows[:, 0],
            "grade": _category(rows[:, 1], _grades(axes)),
            "months": rows[:, 2],
            "end": _category(rows[:, 3], WAIT_ENDS),
            "people": rows[:, 4],
        }
    )


def _events(tally: Tally, axes: Axes) -> pd.DataFrame:
    import pandas as pd

    columns = ["replication", "date", "person", "event", "from", "to", "reason"]
    return pd.DataFrame(tally.events, columns=columns)


#: `alone` counts, per condition, who failed that one only; it is there when the run was asked to explain.
TABLES: dict[str, Callable[[Tally, Axes], pd.DataFrame]] = {
    "headcount": _headcount,
    "moves": _moves,
    "exits": _exits,
    "hires": _hires,
    "pay": _pay,
    "seats": _seats,
    "ledger": _ledger,
    "alone": _alone,
    "waits": _waits,
    "events": _events,
}
