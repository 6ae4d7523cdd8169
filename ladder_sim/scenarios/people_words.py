"""What a change of a workforce is probably meant as: numbers of people, leaving, and addresses given by half."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.problems import LadderError, Place, Problems
from ladder_sim.core.scalars import as_python
from ladder_sim.scenarios.changes_given import by_sections, is_times

#: Words that say nothing of which number is meant.
_NOISE = frozenset(("mean", "average", "avg", "score", "scores", "points", "level", "rating", "monthly", "normal"))
#: What others call a metric that every workforce has.
_SAME = {"performance": "kpi", "kpis": "kpi", "perf": "kpi", "rating": "kpi", "score": "kpi", "scores": "kpi"}
#: The number of a distribution that is meant where none is named.
_USUAL = "mean"
#: Keywords of `with_` that are no section of a file; in a dict they are taken for keywords.
KEYWORDS = ("headcount", "leaving")
#: Characters of a value that a message shows.
LONGEST = 60


def keywords_in(changes: Mapping[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    """The changes without what is a keyword of `with_`, and these: a number of `people` is their headcount."""
    rest, keywords = dict(changes), {}
    for name in KEYWORDS:
        if name in rest and not isinstance(rest[name], Mapping):
            keywords[name] = rest.pop(name)
    people = as_python(rest.get("people"))
    if isinstance(people, int | float) and not isinstance(people, bool):
        keywords.setdefault("headcount", rest.pop("people"))
    return rest, keywords


def address(form: Mapping[str, object], path: Sequence[str]) -> str:
    """The address in a form at which a number is probably meant, as ``metrics.kpi.normal.mean``; '' of none.

    Parameters
    ----------
    form : of the workforce
    path : the keys that were given, or the words of a keyword
    """
    words = {_SAME.get(word, word) for part in path for word in part.lower().split("_")}
    telling = words - _NOISE or words
    found = []
    for keys in _leaves(form):
        parts = {word for key in keys for word in key.lower().split("_")}
        if telling <= parts and (keys[-1] == path[-1] or keys[-1] == _USUAL):
            found.append(keys)
    least = min(map(len, found), default=0)
    nearest = [keys for keys in found if len(keys) == least]
    return ".".join(nearest[0]) if len(nearest) == 1 else ""


def _leaves(form: object, keys: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The addresses of single values."""
    if isinstance(form, Mapping):
        for key, value in form.items():
            if keys or key not in ("notes", "assumptions"):
                yield from _leaves(value, (*keys, str(key)))
    elif keys and not isinstance(form, list):
        yield keys


def by_addresses(form: Mapping[str, object], changes: Mapping[str, object]) -> JsonObject | None:
    """The changes with every address whole; None where one is not known, or all were whole already."""
    made: dict[str, object] = {}
    mended = False
    for keys in _leaves(changes):
        value: object = changes
        for key in keys:
            value = value[key] if isinstance(value, Mapping) else value
        path = ".".join(keys).split(".")
        if _has(form, path):
            made[".".join(path)] = value
            continue
        whole = address(form, path)
        if not whole:
            return None
        made[whole], mended = value, True
    return made if mended else None


def _has(form: object, path: Sequence[str]) -> bool:
    """Whether a form has a single value at an address."""
    at = form
    for key in path:
        if not isinstance(at, Mapping) or key not in at:
            return False
        at = at[key]
    return not isinstance(at, Mapping)


def call(changes: Mapping[str, object] | None, keywords: Mapping[str, object]) -> str:
    """The whole call of `with_`, to be copied."""
    told = [repr(dict(changes))] if changes else []
    for name, value in keywords.items():
        text = repr(as_python(value))
        told.append(f"{name}={text if len(text) <= LONGEST else '…'}")
    return f"with_({', '.join(told)})"


def mended(
    error: LadderError, form: Mapping[str, object], changes: Mapping[str, object], keywords: Mapping[str, object]
) -> LadderError:
    """What is wrong with changes, with the whole call as it is meant where that is known; no more than that is told.

    Problems of `assumptions` that only follow from the others are left out.
    """
    whole = None if is_times(by_sections(changes, Problems()).get("attrition")) else by_addresses(form, changes)
    if whole is not None:
        problems = Problems()
        for keys in _leaves(changes):
            if not _has(form, ".".join(keys).split(".")):
                problems.add(
                    Place(where=".".join(keys)),
                    tr("there is no such number; write {call}", "没有这个数值；请写作 {call}",
                       call=call(whole, keywords)),
                )  # fmt: skip
        return LadderError(problems.errors)
    own = [one for one in error.problems if not one.place.where.startswith("assumptions")]
    return LadderError(own) if own else error
