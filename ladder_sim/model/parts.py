"""The parts of a scheme or a workforce, held against the kinds of records that they must be.

Files are checked before a record is made of them; `dataclasses.replace` takes whatever it is given.
"""

from __future__ import annotations

import functools
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import UnionType
from typing import Protocol, TypeVar

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, Place, Problem


class Graded(Protocol):
    """What has grades."""

    @property
    def grades(self) -> Sequence[object]:
        """From the lowest."""


G = TypeVar("G", bound=Graded)


class PartError(LadderError, TypeError):
    """A part of a record is none of the kind that stands there."""


def check_parts(record: object) -> None:
    """Refuse a record whose parts are no records of their kind.

    Raises
    ------
    PartError
        With every such part, what it is, and how parts are changed.
    """
    whole: type = type(record)
    kind = whole.__name__
    problems = [
        Problem(Place(where=f"{kind}.{name}{at}"), why)
        for name, wanted, holder in _shapes(whole)
        for at, why in _wrong(getattr(record, name), wanted, holder)
    ]
    if problems:
        call = "people.with_({…})" if kind == "Workforce" else "scheme.with_({…})"
        problems[-1] = Problem(problems[-1].place, problems[-1].message + tr(
            "; what a file says is changed with {call}", "；文件中的内容请用 {call} 修改", call=call))  # fmt: skip
        raise PartError(problems)


def with_grades(scheme: G) -> G:
    """The scheme, which has a grade to play.

    Raises
    ------
    PartError
        It has none, for it was changed with `dataclasses.replace`.
    """
    if not scheme.grades:
        raise PartError([Problem(Place(where=f"{type(scheme).__name__}.grades"), tr(
            "needs at least one grade; what a file says is changed with scheme.with_({…})",
            "至少应有一个职级；文件中的内容请用 scheme.with_({…}) 修改"))])  # fmt: skip
    return scheme


def _wrong(given: object, wanted: tuple[type, ...], holder: type | None) -> Iterator[tuple[str, str]]:
    if not isinstance(given, holder or wanted):
        yield "", _needs(wanted if holder is None else (holder,), given)
    elif holder is not None:
        assert isinstance(given, Sequence | Mapping)
        parts: Iterable[tuple[object, object]] = given.items() if isinstance(given, Mapping) else enumerate(given)
        yield from ((f"[{key!r}]", _needs(wanted, part)) for key, part in parts if not isinstance(part, wanted))


def _needs(wanted: tuple[type, ...], got: object) -> str:
    return tr("must be {wanted}, got {got}", "应为 {wanted}，现为 {got}", wanted=wanted[0].__name__,
              got=type(got).__name__)  # fmt: skip


@functools.cache
def _shapes(kind: type) -> tuple[tuple[str, tuple[type, ...], type | None], ...]:
    """Of each field that holds records of ours: its name, their kinds, and in what it holds several."""
    found: list[tuple[str, tuple[type, ...], type | None]] = []
    for name, hint in typing.get_type_hints(kind).items():
        origin, inner = typing.get_origin(hint), typing.get_args(hint)
        holder = {tuple: Sequence, Mapping: Mapping}.get(origin)
        wanted = inner[:1] if origin is tuple else inner[1:] if holder else inner if origin is UnionType else (hint,)
        if wanted and isinstance(wanted[0], type) and wanted[0].__module__.startswith("ladder_sim.model."):
            found.append((name, tuple(wanted), holder))
    return tuple(found)
