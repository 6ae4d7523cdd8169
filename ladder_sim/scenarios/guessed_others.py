"""A workforce or a study written from memory, as far as it can be understood, in the form of a file.

As `guessed_scheme` of a scheme: what is refused is shown as a whole that loads, made of what was given; it is shown,
not taken.
"""

from __future__ import annotations

from collections.abc import Mapping

from ladder_sim.core.plain_data import PlainData, PlainForm
from ladder_sim.core.signed import SAME
from ladder_sim.files.forms.study import StudyForm
from ladder_sim.files.forms.workforce import WorkforceForm
from ladder_sim.scenarios.guessed_words import name_of, word
from ladder_sim.scenarios.people_words import address
from ladder_sim.scenarios.roster_tree import BASE

#: Whole ones, for who knows none of the form.
SMALL_PEOPLE: PlainForm = {
    "workforce": "mine", "based_on": BASE, "people": {"headcount": 80}, "metrics": {"kpi": {"normal": {"mean": 75}}},
}  # fmt: skip
SMALL_STUDY: PlainForm = {
    "study": "mine", "workforce": BASE, "schemes": ["ecommerce-dual-track", "video-cloud-levels"], "months": 24,
}  # fmt: skip
#: Keys below each other in which a number of a workforce is looked for.
DEEPEST = 8
_ID = ("id", "name", "key")
#: What others call how many there are.
_HEADCOUNT = ("headcount", "n", "size", "staff", "employees", "people", "n_people", "count", "number", "heads")
#: What others call a key of a study, beside the words that are taken for arguments.
_OF_STUDY = {
    "policies": "schemes", "scenarios": "schemes", "variants": "schemes", "horizon": "months", "duration": "months",
    "description": "title", "runs": "replications", "n": "replications", "iterations": "replications",
}  # fmt: skip


def guessed_people(given: Mapping[object, PlainData], base: Mapping[str, object]) -> PlainForm:
    """A workforce as it is probably meant: a variant of the default one.

    Parameters
    ----------
    given : what was refused
    base : the form of the default workforce, in which half an address is found
    """
    made: PlainForm = {"workforce": _named(given, "workforce"), "based_on": str(given.get("based_on", BASE))}
    for key, value in given.items():
        told = word(key)
        if told in _HEADCOUNT and _number(value):
            _put(made, ["people", "headcount"], value)
        elif key in WorkforceForm.model_fields and key not in made and not isinstance(value, Mapping):
            made[str(key)] = value
        elif told not in (*_ID, "workforce", "based_on"):
            _addressed(made, [str(key)], value, base)
    return made


def _addressed(made: PlainForm, keys: list[str], value: PlainData, base: Mapping[str, object]) -> None:
    """Put the numbers of an entry where they stand in a workforce; what stands nowhere is left out."""
    if isinstance(value, Mapping):
        for key, one in value.items() if len(keys) < DEEPEST else ():
            if keys == ["people"] and word(key) in _HEADCOUNT and _number(one):
                _put(made, ["people", "headcount"], one)
            else:
                _addressed(made, [*keys, str(key)], one, base)
        return
    whole = ".".join(keys) if _at(base, keys) is not None else address(base, keys)
    if whole:
        _put(made, whole.split("."), value)


def guessed_study(given: Mapping[object, PlainData]) -> PlainForm:
    """A study as it is probably meant.

    Parameters
    ----------
    given : what was refused
    """
    told: PlainForm = {}
    for key, value in given.items():
        called = word(key)
        meant = called if called in StudyForm.model_fields else _OF_STUDY.get(called, SAME.get(called, ""))
        if meant in StudyForm.model_fields and called not in _ID:
            told.setdefault(meant, value)
        elif called in ("years", "n_years") and _number(value):
            told.setdefault("months", 12 * value)
    schemes = told.get("schemes")
    if isinstance(schemes, Mapping):
        told["schemes"] = list(schemes.values())
    elif isinstance(schemes, str):
        told["schemes"] = [schemes]
    told["study"] = _named(given, "study")
    return {key: told[key] for key in StudyForm.model_fields if key in told}


def _named(given: Mapping[object, PlainData], kind: str) -> str:
    """The id, of the text that names it, else ``mine``."""
    text = next((given[key] for key in (kind, *_ID, "title") if isinstance(given.get(key), str)), "")
    made = name_of(text, kind).lower() if isinstance(text, str) and text.strip() else ""
    if text and text in (given.get(kind), given.get("id")):
        return str(text)
    return made if made.isascii() and made else "mine"


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _at(form: Mapping[str, object], keys: list[str]) -> object:
    """What stands at an address; None: nothing, or more than a value."""
    at: object = form
    for key in keys:
        at = at.get(key) if isinstance(at, Mapping) else None
    return None if isinstance(at, Mapping) else at


def _put(made: PlainForm, keys: list[str], value: PlainData) -> None:
    at = made
    for key in keys[:-1]:
        if not isinstance(at.get(key), dict):
            at[key] = {}
        at = at[key]
    at[keys[-1]] = value
