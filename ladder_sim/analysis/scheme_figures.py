"""What is at hand: one line of figures per scheme, for the command line and as a frame.

A scheme's numbers are its parameters, by their origin. *Stated*: marked neither ``assumed`` nor ``reading``, so the
source says them. *Assumed*: the source is silent. *Readings*: they decide how an unclear passage is understood. *Fixed*
are the numbers written directly in the rules, which carry no mark of their origin: those that something is compared
with, that a band cuts at, or that stand alone as an amount, a number of days or of seats, each place in the file once.
0, 1, 12 and 100 (none, one, months of a year, per cent), exponents, factors and lengths of windows are not counted, nor
are shares of people at the start and the behavior of a scheme's own signals.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from ladder_sim.analysis.rule_text.expressions import track_title
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.signed import door
from ladder_sim.expressions.parse import tree_of
from ladder_sim.expressions.syntax import Chain, Choice, Cuts, Membership, NumberLiteral, walk
from ladder_sim.model.expression import Expr, Period, expressions_in
from ladder_sim.model.moves import Review
from ladder_sim.model.scheme import Scheme
from ladder_sim.scenarios.loading import ScenarioEntry, list_scenarios, outline

if TYPE_CHECKING:
    import pandas as pd

#: Numbers that carry no figure of the source: none, one, months of a year, per cent.
NEUTRAL = (0, 1, 12, 100)
_CYCLES = {1: Title("monthly", "每月"), 3: Title("quarterly", "每季"), 6: Title("half-yearly", "每半年"),
           12: Title("yearly", "每年")}  # fmt: skip
#: Where a scheme's rules stand; of a grade only what is below, for the rest orders the ladder.
_RULES = ("entry", "scores", "moves", "tokens", "pay", "probation", "placement", "team_size", "hire_if")
_OF_GRADES = ("base", "seats", "outside", "outside_after", "fields")


@dataclass(frozen=True, slots=True)
class Entry:
    """The figures of one scheme; `tracks` and `reviews` in the order of the file."""

    id: str
    title: Title
    tracks: tuple[Title, ...]
    grades: int
    moves: int
    reviews: tuple[Title, ...]
    stated: int
    assumed: int
    readings: int
    fixed: int
    left_out: int
    source: str
    file: str

    def plain(self) -> JsonObject:
        """The entry in plain values, texts in the language in use."""
        made = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        listed = {"tracks": [str(t) for t in self.tracks], "reviews": [str(t) for t in self.reviews]}
        return {**made, "title": str(self.title), **listed}


def entry_of(scheme: Scheme) -> Entry:
    """The figures of a scheme."""
    parameters = scheme.parameters.values()
    return Entry(
        id=scheme.id,
        title=scheme.title,
        tracks=tuple(track_title(scheme, track) for track in dict.fromkeys(g.track for g in scheme.grades)),
        grades=len(scheme.grades),
        moves=len(scheme.moves),
        reviews=cycles(scheme.reviews.values()),
        stated=sum(not (p.assumed or p.reading) for p in parameters),
        assumed=sum(p.assumed for p in parameters),
        readings=sum(p.reading and not p.assumed for p in parameters),
        fixed=fixed(scheme),
        left_out=len(scheme.left_out),
        source=source_of(scheme),
        file=scheme.file,
    )


def source_of(scheme: Scheme) -> str:
    """Where a scheme's facts come from, in a few words: document 4 of rules.txt."""
    given = {key: _enumerated(value) for key, value in scheme.source.items()}
    file, document = given.pop("file", ""), given.pop("document", "")
    made = [file] if file else []
    if document and file:
        made = [tr("document {n} of {file}", "第{n}份文件（{file}）", n=document, file=file)]
    elif document:
        made = [tr("document {n}", "第{n}份文件", n=document)]
    return tr(", ", "，").join([*made, *given.values()])


def _enumerated(value: object) -> str:
    return tr(" and ", "、").join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def cycles(reviews: Iterable[Review]) -> tuple[Title, ...]:
    """How often reviews are held, the most frequent first; those in step with the calendar before the others."""
    natural = sorted({review.every.step for review in reviews if _natural(review.every)})
    rolling = sorted({review.every.step for review in reviews if not _natural(review.every)})
    made = [cycle(Period(step)) for step in natural]
    if rolling:
        en, zh = (joint.join(map(str, rolling)) for joint in (", ", "、"))
        made.append(Title(f"every {en} months", f"每{zh}个月"))
    return tuple(made)


def _natural(every: Period) -> bool:
    return every.step == 1 or (every.natural and every.step in _CYCLES)


def cycle(every: Period) -> Title:
    """A period as an adverb."""
    return _CYCLES[every.step] if _natural(every) else Title(f"every {every.step} months", f"每{every.step}个月")


def fixed(scheme: Scheme) -> int:
    """How many numbers stand directly in the rules, as the head of this module defines them."""
    parts = [getattr(scheme, name) for name in _RULES]
    parts += [getattr(grade, name) for grade in scheme.grades for name in _OF_GRADES]
    places = {(expr.at.file, expr.at.line, expr.at.column, expr.text): expr for expr in expressions_in(parts)}
    return sum(_numbers(expr) for expr in places.values())


def _numbers(expr: Expr) -> int:
    tree = tree_of(expr)
    if tree is None:
        return 0
    found = [tree]
    for part in walk(tree):
        match part:
            case Chain():
                found += part.sides
            case Membership(what, _, items):
                found += [what, *items]
            case Choice(yes, _, no):
                found += [yes, no]
            case Cuts(rows) if not _counts_up(part):
                found += [cut for cut, _ in rows]
            case _:
                pass
    return sum(isinstance(part, NumberLiteral) and part.value not in NEUTRAL for part in found)


def _counts_up(table: Cuts) -> bool:
    """Whether a band's cuts are 1, 2, 3, …: it numbers grades and states nothing."""
    cuts = [cut.value if isinstance(cut, NumberLiteral) else None for cut, _ in table.rows]
    return all(b is not None and a is not None and b == a + 1 for a, b in pairwise(cuts))


# --- everything at hand --------------------------------------------------------------------------


def entries(progress: Callable[[int, int], None] | None = None) -> list[tuple[ScenarioEntry, Entry | None]]:
    """The figures of every scheme at hand, by id; None for a file that cannot be read as a scheme.

    A file is read again only when it has changed since; `progress` is called with (done, total).
    """
    schemes = list_scenarios("scheme")
    found = []
    for done, scheme in enumerate(schemes, start=1):
        found.append((scheme, _entry(scheme.path)))
        if progress is not None:
            progress(done, len(schemes))
    return found


def _entry(path: Path) -> Entry | None:
    try:
        state = path.stat()
    except OSError:
        return None
    kept, variant = _read(path.resolve(), state.st_mtime_ns, state.st_size)
    if not variant:
        return kept
    made = outline(path)  # another file can have changed it
    return None if made is None else entry_of(made)


@lru_cache(maxsize=512)
def _read(path: Path, changed: int, size: int) -> tuple[Entry | None, bool]:
    made = outline(path)
    return (None, False) if made is None else (entry_of(made), made.based_on is not None)


@door
def catalog() -> pd.DataFrame:
    """Every scheme at hand, a row each; broken files are left out.

    Returns
    -------
    Columns: id, title, tracks, grades, moves, reviews, stated, assumed, readings, fixed, left_out,
    source. `stated`, `assumed` and `readings` count parameters by their origin, `fixed` the numbers written in the
    rules, `left_out` the source's rules that are left out.
    """
    import pandas as pd

    from ladder_sim.core.progress import bar

    rows = []
    for _, entry in entries(bar(tr("reading schemes", "读取方案"))):
        if entry is not None:
            plain = entry.plain()
            joint = tr(", ", "、")
            rows.append(
                {**plain, "tracks": joint.join(map(str, entry.tracks)), "reviews": joint.join(map(str, entry.reviews))}
            )
    columns = [field.name for field in dataclasses.fields(Entry) if field.name != "file"]
    return pd.DataFrame(rows, columns=columns)
