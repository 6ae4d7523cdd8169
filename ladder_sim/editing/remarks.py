"""What is wrong or doubtful with a form, field by field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ladder_sim.analysis.linting.table import of_rules
from ladder_sim.core.i18n import tr
from ladder_sim.editing.sheet import FileSheet
from ladder_sim.files import KeyPath
from ladder_sim.model.scheme import Scheme

_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
#: An error keeps the form from being played; a warning says what is probably not meant; a doubt is the linter's.
RemarkKind = Literal["error", "warning", "doubt"]


@dataclass(frozen=True, slots=True)
class FieldRemark:
    """A remark and the field that it is about.

    Parameters
    ----------
    loc : the path of the field; () where it is about the whole
    line, column : in the text, counted from 1; 0 where it has no place there
    """

    kind: RemarkKind
    loc: KeyPath
    text: str
    line: int = 0
    column: int = 0


def loc_of(where: str) -> KeyPath:
    """The path that a place of a problem tells: ``moves[0].when[1]`` as ``("moves", 0, "when", 1)``."""
    return tuple(int(index) if index else name for index, name in _STEP.findall(where))


def remarks_of(sheet: FileSheet) -> tuple[FieldRemark, ...]:
    """Everything that is wrong with a form, else everything that is doubtful, in the order of the file."""
    checked = sheet.checked
    found = [FieldRemark("error", loc_of(one.place.where), one.message, one.place.line, one.place.column)
             for one in checked.errors]  # fmt: skip
    found += [FieldRemark("warning", loc_of(one.place.where), one.message, one.place.line, one.place.column)
              for one in checked.warnings]  # fmt: skip
    if isinstance(checked.made, Scheme):
        found += _doubts(checked.made)
    return tuple(sorted(found, key=lambda one: (one.line, one.column)))


def _doubts(scheme: Scheme) -> Iterator[FieldRemark]:
    for finding in of_rules(scheme).findings:
        text = tr("{says}; {remedy}", "{says}；{remedy}", says=finding.says, remedy=finding.remedy)
        yield FieldRemark("doubt", loc_of(finding.place.where), text, finding.place.line, finding.place.column)


def remarks_at(remarks: tuple[FieldRemark, ...], loc: KeyPath) -> tuple[FieldRemark, ...]:
    """The remarks about a field and what stands below it."""
    return tuple(one for one in remarks if one.loc[: len(loc)] == tuple(loc))
