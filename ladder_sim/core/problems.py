"""What is wrong with an input: all of it at once, each with place, value and remedy."""

from __future__ import annotations

import difflib
import re
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from ladder_sim.core.i18n import tr
from ladder_sim.core.raised_at import raised_at
from ladder_sim.core.signs import fit


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file, a line and column counted from 1, and a path such as ``moves[0].when[1]``."""

    file: str = ""
    line: int = 0
    column: int = 0
    where: str = ""

    def __str__(self) -> str:
        spot = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return ": ".join(part for part in (spot, self.where) if part)

    def moved(self, columns: int) -> Place:
        """The place `columns` further right on the same line."""
        return Place(self.file, self.line, self.column + columns if self.column else 0, self.where)


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, in words; `open` where a workforce may yet make it right."""

    place: Place
    message: str
    open: bool = False

    def __str__(self) -> str:
        spot = str(self.place)
        return fit(f"{spot}: {self.message}" if spot else self.message)


class LadderError(ValueError):
    """The input cannot be used; `problems` lists everything that is wrong with it.

    Notebooks show the list alone, without a traceback.
    """

    def __init__(self, problems: Iterable[Problem] | str) -> None:
        found = [Problem(NOWHERE, problems)] if isinstance(problems, str) else list(problems)
        self._found: tuple[Problem, ...] = tuple(found)
        super().__init__("\n".join(str(problem) for problem in found))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong, one after another."""
        return self._found

    def __reduce__(self) -> tuple[type[LadderError], tuple[tuple[Problem, ...]]]:
        return (type(self), (self.problems,))

    def _render_traceback_(self) -> list[str]:
        first = raised_at(self.__traceback__)
        lines = [f"\x1b[31m{first if i == 0 else ''}{problem}\x1b[0m" for i, problem in enumerate(self.problems)]
        return ["\n".join(lines)]  # as one: in the mode Plain IPython puts nothing between several


class LadderWarning(UserWarning):
    """The input can be used, but is probably not what was meant."""


def warn(text: str) -> None:
    """Warn whoever called the package, at the line where they did, however deep the call has gone since."""
    level, frame = 1, sys._getframe(0)
    while frame is not None and frame.f_globals.get("__name__", "").partition(".")[0] == __name__.partition(".")[0]:
        level, frame = level + 1, frame.f_back  # type: ignore[assignment]  # None ends it
    warnings.warn(LadderWarning(text), stacklevel=level)


@contextmanager
def quietly() -> Iterator[None]:
    """No warnings of the package: of what was said once, or is none of the caller's doing, nothing is told again."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LadderWarning)
        yield


@dataclass(slots=True)
class Problems:
    """A collector: `add` as many as there are, then `raise_if_any`."""

    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def add(self, place: Place, message: str, *, open: bool = False) -> None:
        """Note an error; `open` where a workforce may make it right."""
        self.errors.append(Problem(place, message, open))

    def warn(self, place: Place, message: str) -> None:
        """Note what is allowed and should be looked at."""
        self.warnings.append(Problem(place, message))

    @property
    def settled(self) -> bool:
        """Is there an error that no workforce can make right?"""
        return any(not problem.open for problem in self.errors)

    @contextmanager
    def collecting(self) -> Iterator[None]:
        """Note what a check refuses, so that those that do not hang on it are asked, too."""
        try:
            yield
        except LadderError as error:
            self.errors += error.problems

    def raise_if_any(self) -> None:
        """Raise one `LadderError` with every error so far, in the order of the file."""
        if self.errors:
            unique = dict.fromkeys(self.errors)
            raise LadderError(sorted(unique, key=lambda p: (p.place.file, p.place.line, p.place.column)))


SHORT = 4  # signs of a name to which many others are close
#: A number in a name, with what sets it apart: ``kpi_2``, ``kpi2``.
_FIGURES = re.compile(r"_?\d+")


def _likeness(got: str, name: str) -> float:
    return difflib.SequenceMatcher(None, name, got).ratio()


def misspelt(got: str, known: Iterable[str]) -> bool:
    """Is a name so close to a known one that it can hardly be meant as another?

    ``kpi2`` may well be another than ``kpi``: names that differ in figures alone are none for each other.
    """
    return any(
        _one_sign_off(got, name) or sorted(got) == sorted(name)
        or (min(len(got), len(name)) > SHORT and _likeness(got, name) >= 0.85)
        for name in known if _FIGURES.sub("", got) != _FIGURES.sub("", name)
    )  # fmt: skip


def _one_sign_off(a: str, b: str) -> bool:
    """Does one sign more, less or other make `b` of `a`? Of short names none but the first: ``wage`` is not ``age``."""
    head = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    if head == 0 and min(len(a), len(b)) <= SHORT:
        return False
    rest_a, rest_b = a[head:], b[head:]
    return rest_a[1:] == rest_b[1:] or rest_a[1:] == rest_b or rest_a == rest_b[1:]


def closest(got: str, known: Iterable[str]) -> str:
    """The known name that `got` is misspelt for, or that it is a part of; '' where it is more likely another word.

    Of words of other libraries, such as ``replace``, the one that has the most letters in common is seldom meant.
    """
    names = sorted({str(name) for name in known})
    near = [name for name in names if misspelt(got, [name]) or name.lower() == got.lower()] or [
        name for name in names if min(len(got), len(name)) > SHORT and (got in name or name in got)
    ]
    return max(near, key=lambda name: (round(_likeness(got, name), 9), name[:1] == got[:1]), default="")


def nearest(got: str, known: Iterable[str]) -> str:
    """``; did you mean 'x'?`` where a known name is close to `got`, else the known names or nothing."""
    names = sorted({str(name) for name in known})
    close = difflib.get_close_matches(got, names, n=3, cutoff=0.6) or [
        name for name in names if name.lower() == got.lower()
    ]
    if close:
        # of equally close names the one that begins alike: 'kpi' rather than 'pay' for 'kpy'
        best = max(close, key=lambda name: (round(_likeness(got, name), 9), name[:1] == got[:1]))
        return tr("; did you mean '{name}'?", "；是不是“{name}”？", name=best)
    if 0 < len(names) <= 12:
        return tr("; known: {names}", "；可用：{names}", names=tr(", ", "、").join(names))
    return ""
