"""Where the numbers of a run come from: which luck, which versions, when."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import importlib.metadata
import platform
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

#: The rooms whose code decides the numbers of a run.
DECIDING = ("core", "streams", "model", "expressions", "plan", "files", "people", "engine")


@dataclass(frozen=True, slots=True)
class SeedRange:
    """So many `replications`, `first`, `first` + 1, …, of a seed: their luck depends on it and their number alone."""

    seed: int
    first: int
    replications: int

    def __str__(self) -> str:
        return f"{self.seed}:{self.first}–{self.first + self.replications - 1}"

    def meets(self, other: SeedRange) -> bool:
        """Whether some replications are in both.

        Parameters
        ----------
        other : a range of the same seed or another
        """
        apart = self.first + self.replications <= other.first or other.first + other.replications <= self.first
        return self.seed == other.seed and not apart


def seeds_text(parts: Sequence[SeedRange]) -> str:
    """The luck of a run for its line: a seed, or several with the numbers of their replications."""
    if len(parts) == 1 and parts[0].first == 0:
        return f"seed {parts[0].seed}"
    return f"seeds {', '.join(map(str, parts))}"


@dataclass(frozen=True, slots=True)
class Origin:
    """When and by what a run was played; '' where that is not known, as of a run made by hand."""

    played: str = ""  # date and time, UTC
    ladder_sim: str = ""
    python: str = ""
    numpy: str = ""
    code: str = ""  # of the rooms that decide the numbers
    events: bool = False
    explain: bool = False
    #: Of those rooms each module, with 12 digits of its SHA-256.
    modules: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def versions(self) -> dict[str, str]:
        """What played it, by name; '' where that is not known."""
        return {"ladder_sim": self.ladder_sim, "code": self.code, "python": self.python, "numpy": self.numpy}


UNKNOWN = Origin()


def kept_text(origin: Origin) -> str:
    """``, events, explain`` for a line: what a run keeps beside counts; '' where nothing."""
    kept = (("events", origin.events), ("explain", origin.explain))
    return "".join(f", {name}" for name, there in kept if there)


def here(*, events: bool = False, explain: bool = False) -> Origin:
    """The origin of what is played now, by this package."""
    now = dt.datetime.now(dt.UTC).replace(microsecond=0, tzinfo=None)
    return Origin(f"{now.isoformat(sep=' ')} UTC", version("ladder_sim"), platform.python_version(), version("numpy"),
                  code(), events, explain, modules())  # fmt: skip


@functools.cache
def version(package: str) -> str:
    """The version of an installed package, of this one that of the code that runs; '' where there is none."""
    own = __name__.partition(".")[0]
    if package == own:  # which need not be installed, or is another than what is
        return str(getattr(sys.modules[own], "__version__", ""))
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


@functools.cache
def code(*more: str) -> str:
    """Twelve hexadecimal digits that change when the code does that decides the numbers of a run.

    Parameters
    ----------
    more
        Rooms that decide what is kept beside those of `DECIDING`.
    """
    found = hashlib.sha256()
    for room in (*DECIDING, *more):
        for name, text in _texts(room):
            found.update(name.encode() + b"\0" + text + b"\0")
    return found.hexdigest()[:12]


@functools.cache
def modules() -> tuple[tuple[str, str], ...]:
    """Each module that decides the numbers of a run, with twelve digits of its SHA-256, by which a change is named."""
    return tuple((name, hashlib.sha256(text).hexdigest()[:12]) for room in DECIDING for name, text in _texts(room))


def _texts(room: str) -> Iterator[tuple[str, bytes]]:
    """The modules of a room by their paths within the package, in one order everywhere."""
    root = Path(__file__).resolve().parent.parent
    for path in sorted((root / room).rglob("*.py")):
        yield path.relative_to(root).as_posix(), path.read_bytes()
