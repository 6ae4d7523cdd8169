"""A file as a form that can be changed: what it says now, its text, and what is wrong with it."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import PlainData, PlainForm
from ladder_sim.core.problems import LadderError, Place, Problem, Problems, quietly
from ladder_sim.core.writing import write
from ladder_sim.editing.fields import FieldPath, FormKind, placed_key
from ladder_sim.files import KeyPath, parse_tree, where_text
from ladder_sim.files.extents import PlacedText, placed
from ladder_sim.files.rewriting import rewritten
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.scenarios.loading import read_source
from ladder_sim.scenarios.trees import Memory


@dataclass(frozen=True, slots=True)
class CheckedSheet:
    """What `check` says of a form.

    Parameters
    ----------
    made : the scheme or workforce; None where something is wrong
    errors, warnings : what is wrong, and what is doubtful, each with its place in the text
    """

    made: Scheme | Workforce | None
    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, eq=False)
class FileSheet:
    """A file as a form. Every change gives another; the text follows from the file as it was and what the form says.

    Parameters
    ----------
    kind : of the file
    original : the text as it was read
    form : what the form says, as plain dicts and lists; never changed in place
    near : the file, beside which others that it names are looked for; None where it has none
    mark : the byte order mark that the file had, or ''
    """

    kind: FormKind
    original: PlacedText = field(repr=False)
    form: PlainForm = field(repr=False)
    near: Path | None = None
    mark: str = ""

    @cached_property
    def text(self) -> str:
        """The file: where the form says what it said, sign by sign as it was."""
        return rewritten(self.original, self.form)

    @property
    def name(self) -> str:
        """The id that the file gives itself."""
        return str(self.form.get(self.kind, ""))

    @property
    def changed(self) -> bool:
        """Does the text differ from the one that was read?"""
        return self.text != self.original.text

    @cached_property
    def checked(self) -> CheckedSheet:
        """The scheme or workforce that the form makes, or everything that is wrong with it."""
        problems = Problems()
        tree = parse_tree(self.text, self.original.tree.file, problems)
        made: object = None
        errors: tuple[Problem, ...] = tuple(problems.errors)
        if tree is not None:
            try:
                with quietly():
                    made = read_source(Memory(tree, self.near), self.kind, problems)
                errors = tuple(dict.fromkeys(one for one in problems.errors if not one.open))
            except LadderError as error:
                errors = error.problems
        kept = made if isinstance(made, Scheme | Workforce) and not errors else None
        return CheckedSheet(kept, errors, tuple(dict.fromkeys(problems.warnings)))

    # -- what it says -----------------------------------------------------------------------------------

    def value(self, loc: FieldPath) -> PlainData:
        """What stands at a path; None where nothing does."""
        found: PlainData = self.form
        for part in loc:
            if isinstance(found, dict):
                found = found.get(part)
            elif isinstance(found, list) and isinstance(part, int) and part < len(found):
                found = found[part]
            else:
                return None
        return found

    def shared_with(self, loc: FieldPath) -> tuple[KeyPath, ...]:
        """Other places that say the same by ``*name``, and change with this one."""
        others: list[KeyPath] = []
        for sites in self._shared.values():
            at = next((site for site in sites if tuple(loc[: len(site)]) == site), None)
            if at is not None and all(self.value(site) == self.value(at) for site in sites):
                others += [(*site, *loc[len(at) :]) for site in sites if site != at]
        return tuple(dict.fromkeys(others))

    @cached_property
    def _shared(self) -> dict[str, list[KeyPath]]:
        return self.original.shared()

    # -- changes ------------------------------------------------------------------------------------------

    def set(self, loc: FieldPath, value: PlainData, *, everywhere: bool = True) -> FileSheet:
        """The form with a value at a path; mappings on the way are made.

        Parameters
        ----------
        value : a text, a number, a list or a dict; None takes out what stands there
        everywhere : also where the file says the same by ``*name``

        Raises
        ------
        LadderError
            The path leads to nothing that can be changed, or the text cannot be changed by a program.
        """
        others = self.shared_with(loc) if everywhere else ()
        form = copy.deepcopy(self.form)
        for site in (tuple(loc), *others):
            _put(form, site, value, self.kind)
        return self._with(form)

    def remove(self, loc: FieldPath) -> FileSheet:
        """The form without what stands at a path. Raises `LadderError` as `set` does."""
        return self.set(loc, None, everywhere=False)

    def insert(self, loc: FieldPath, value: PlainData, at: int | None = None) -> FileSheet:
        """The form with one entry more in a list; `at`: its place, default the end. Raises `LadderError`."""
        form = copy.deepcopy(self.form)
        listed = self.value(loc)
        items = [*listed] if isinstance(listed, list) else [] if listed is None else [listed]
        items.insert(len(items) if at is None else at, copy.deepcopy(value))
        _put(form, loc, items, self.kind)
        return self._with(form)

    def move(self, loc: FieldPath, by: int) -> FileSheet:
        """The form with an entry of a list or a mapping further down, or up. Raises `LadderError`."""
        form = copy.deepcopy(self.form)
        holder = _down(form, loc[:-1])
        keys = [*holder] if isinstance(holder, dict) else [*range(len(holder))]
        old = keys.index(loc[-1])
        new = min(max(old + by, 0), len(keys) - 1)
        keys.insert(new, keys.pop(old))
        moved = {key: holder[key] for key in keys} if isinstance(holder, dict) else [holder[key] for key in keys]
        if isinstance(holder, dict):
            holder.clear()
            holder.update(moved)
        else:
            holder[:] = moved
        return self._with(form)

    def reformed(self, form: PlainForm) -> FileSheet:
        """The form saying something else as a whole. Raises `LadderError`."""
        return self._with(copy.deepcopy(form))

    def rewritten(self, text: str) -> FileSheet:
        """The form of a text that was changed by hand.

        Raises
        ------
        LadderError
            It cannot be read; every problem with line and column.
        """
        return read_sheet(text, self.kind, self.near, mark=self.mark)

    def save(self, path: Path) -> Path:
        """Write the text to a file, with the id that the file's name gives it. Raises `LadderError`."""
        named = self if self.name == path.stem else self.set((self.kind,), path.stem)
        write(path, named.mark + named.text)
        return path

    def _with(self, form: PlainForm) -> FileSheet:
        made = replace(self, form=form)
        _ = made.text  # what cannot be written is told where it is asked for
        return made


def read_sheet(text: str, kind: FormKind, near: Path | None = None, *, mark: str = "") -> FileSheet:
    """The form of a file's text.

    Parameters
    ----------
    near : the file
    mark : the byte order mark before the text

    Raises
    ------
    LadderError
        The text cannot be read.
    """
    problems = Problems()
    found = placed(text, near.name if near is not None else f"<{kind}>", problems)
    if found is None or problems.errors:
        raise LadderError(problems.errors)
    return FileSheet(kind, found, found.tree.plain(), near, mark)


def _down(form: PlainForm, loc: FieldPath) -> PlainData:
    found: PlainData = form
    for part in loc:
        found = found[part]
    return found


def _put(form: PlainForm, loc: FieldPath, value: PlainData, kind: FormKind) -> None:
    holder: PlainData = form
    for at, part in enumerate(loc[:-1]):
        below = holder.get(part) if isinstance(holder, dict) else _item(holder, part, loc)
        if below is None and value is None:
            return
        if below is None:
            below = {}
            _add_key(holder, loc[:at], part, below, kind)
        holder = below
    last = loc[-1]
    if isinstance(holder, dict):
        if value is None:
            holder.pop(last, None)
        elif last in holder:
            holder[last] = copy.deepcopy(value)
        else:
            _add_key(holder, loc[:-1], last, copy.deepcopy(value), kind)
        return
    _item(holder, last, loc)
    if value is None:
        del holder[last]
    else:
        holder[last] = copy.deepcopy(value)


def _item(holder: PlainData, part: str | int, loc: FieldPath) -> PlainData:
    """An entry of a list; raises `LadderError` where there is none, or no list."""
    if isinstance(holder, list) and isinstance(part, int) and -len(holder) <= part < len(holder):
        return holder[part]
    told = tr("there is nothing of that name to change", "没有可修改的这一项")
    raise LadderError([Problem(Place(where=where_text(loc)), told)])


def _add_key(holder: PlainForm, loc: FieldPath, key: str | int, value: PlainData, kind: FormKind) -> None:
    """A new key where its form has its place."""
    entries = list(holder.items())
    entries.insert(placed_key(kind, loc, holder, str(key)), (str(key), value))
    holder.clear()
    holder.update(entries)


def names_at(form: PlainForm, loc: FieldPath) -> tuple[str, ...]:
    """The keys of a mapping of a form, or nothing where there is none."""
    found: PlainData = form
    for part in loc:
        found = found.get(part) if isinstance(found, dict) else None
    return tuple(str(key) for key in found) if isinstance(found, dict) else ()
