"""What a dict may say that changes a scheme or a workforce: keys as its file has them, names that it has already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ladder_sim.editing.fields import FormKind, field_at, fields_of
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce


def form_words(source: object, kind: FormKind, path: Sequence[str], key: str | None = None) -> list[str]:
    """Keys of the mapping at a path; with a `key` the words that may stand behind it.

    Parameters
    ----------
    source : the scheme or workforce that is changed; of anything else only what its kind may have
    path : keys from the outermost on, '' of a list
    key : behind which a word stands
    """
    form = source.form if isinstance(source, Scheme | Workforce) else {}
    places: list[str | int] = []
    at: object = form
    around: object = None  # what that stands in
    for step in path:
        places.append(0 if not step or isinstance(at, list | tuple) else step)
        at, around = _below(at, step), at
    if key is not None:
        field = field_at(kind, [*places, key])
        named = _names(around) if key == "id" else []
        return [*named, *(field.choices if field is not None else ())]
    there = [str(one) for one in at] if isinstance(at, Mapping) else _names(at)
    return list(dict.fromkeys([*there, *(field.key for field in fields_of(kind, places))]))


def _below(at: object, step: str) -> object:
    if isinstance(at, Mapping):
        return at.get(step)
    if isinstance(at, list | tuple):
        return next((one for one in at if step and isinstance(one, Mapping) and one.get("id") == step), None)
    return None


def _names(at: object) -> list[str]:
    """Ids of the entries of a list."""
    if not isinstance(at, list | tuple):
        return []
    return [str(one["id"]) for one in at if isinstance(one, Mapping) and "id" in one]
