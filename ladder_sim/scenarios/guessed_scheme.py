"""A scheme written from memory, as far as it can be understood, in the form of a file.

Nobody knows the form by heart, so what is refused is shown as a whole scheme that loads, made of what was given: the
grades, their pay, the rules. It is shown, not taken: there is one form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import PlainData, PlainForm
from ladder_sim.core.problems import NOWHERE, LadderError, Problem, Problems
from ladder_sim.files.forms.move import MoveForm
from ladder_sim.files.forms.scheme import GradeForm, SchemeForm
from ladder_sim.files.memory import in_memory, tree_in_memory
from ladder_sim.scenarios.guessed_others import SMALL_PEOPLE, SMALL_STUDY, guessed_people, guessed_study
from ladder_sim.scenarios.guessed_words import (
    GRADE,
    MOVE,
    TOP,
    bounded,
    conditions,
    in_our_words,
    name_of,
    period,
    word,
)
from ladder_sim.scenarios.registry import Kind, find_file
from ladder_sim.scenarios.roster_tree import BASE
from ladder_sim.scenarios.trees import Memory, SourceReader

#: A whole scheme, for who knows none of its form.
SMALL: PlainForm = {
    "scheme": "mini",
    "ladder": {"staff": {"junior": {"base": 5000}, "senior": {"base": 7000}}},
    "entry": "junior",
    "reviews": {"quarterly": {"every": "quarter"}},
    "moves": [{"id": "to_senior", "from": "junior", "to": "senior", "review": "quarterly",
               "when": ["months_in_grade >= 12", "mean(kpi, 3) >= 80"]}],
}  # fmt: skip
#: Signs of a scheme that is shown whole.
LONGEST = 2_000
_ARROW = re.compile(r"\s*(?:->|=>|→|\bto\b)\s*")
_IF = re.compile(r"\s*(?:\bif\b|\bwhen\b|:|,)\s*")
_SIGN = re.compile(r"[<>=]")
_MOVE_KEYS = tuple(field.alias or name for name, field in MoveForm.model_fields.items())
_GRADE_KEYS = tuple(GradeForm.model_fields)
GuessedTracks = dict[str, dict[str, PlainForm]]
Loads = Callable[[PlainForm], bool]


def led(error: LadderError, given: object, kind: Kind, read: SourceReader[object]) -> LadderError:
    """What is said of what was refused, and at its end the whole scheme, workforce or study that is probably meant.

    Parameters
    ----------
    error : everything that is wrong
    given : what was refused; of what lies in a file or is near enough to a scheme nothing more is said
    kind : what it was to be
    read : reads a form
    """
    if kind not in ("scheme", "workforce", "study"):
        return error

    def loads(form: PlainForm) -> bool:
        problems = Problems()
        tree = tree_in_memory(form, problems)
        return tree is not None and read(Memory(tree), problems, ()) is not None and not problems.settled

    form = in_memory(given)
    if kind != "scheme":
        told = _other(form, kind, loads, read)
        return LadderError([*error.problems, Problem(NOWHERE, told)]) if told else error
    if isinstance(form, Mapping) and "scheme" not in form and {"people", "metrics", "schemes"} & {*form}:
        return error  # a workforce or a study, of which is said what it is
    whole = a_whole_scheme() if isinstance(given, list | tuple) else _whole(form, loads)
    return LadderError([*error.problems, Problem(NOWHERE, whole)]) if whole else error


def _other(given: PlainData, kind: Kind, loads: Loads, read: SourceReader[object]) -> str:
    """The whole workforce or study that is probably meant, as a call to be copied; '' where nothing can be shown."""
    if not isinstance(given, Mapping) or len(repr(given)) > 10 * LONGEST:
        return ""
    if kind == "study":
        meant, small = guessed_study(given), SMALL_STUDY
    else:
        problems = Problems()
        path = find_file(BASE, "workforce", NOWHERE, problems)
        base = None if path is None else read(path, problems, ())
        meant, small = guessed_people(given, getattr(base, "form", {})), SMALL_PEOPLE
    if meant != given and len(repr(meant)) <= LONGEST and loads(meant):
        return tr("a whole {kind} that loads, made of what was given: load_{kind}({form!r})",
                  "由所给内容写成的、可加载的完整内容：load_{kind}({form!r})", kind=kind, form=meant)  # fmt: skip
    if kind in given and ({"people", "workforce", "based_on"} - {kind}) & set(given):
        return ""  # near enough to one
    return tr("a whole {kind} that loads: load_{kind}({form!r})", "可加载的完整内容：load_{kind}({form!r})", kind=kind,
              form=small)  # fmt: skip


def _whole(given: PlainData, loads: Loads) -> str:
    """The whole scheme that is probably meant, as a call to be copied; '' of what is near enough to one."""
    if not isinstance(given, Mapping) or "based_on" in given:
        return ""
    meant = _meant(given)
    if meant and meant != given and len(repr(meant)) <= LONGEST and loads(meant):
        return tr("a whole scheme that loads, made of what was given: load_scheme({form!r})",
                  "由所给内容写成的、可加载的完整方案：load_scheme({form!r})", form=meant)  # fmt: skip
    if {"ladder", "entry"} <= set(given) and isinstance(given["ladder"], Mapping):
        return ""
    return a_whole_scheme()


def a_whole_scheme() -> str:
    """A small scheme that loads, as a call to be copied."""
    return tr("a whole scheme that loads: load_scheme({form!r})", "可加载的完整方案：load_scheme({form!r})", form=SMALL)


def _meant(given: Mapping[object, PlainData]) -> PlainForm:
    """The form as far as it is understood, without what no scheme has; empty where no grades are told."""
    told = in_our_words(given, TOP)
    grades, ids, rest = _ladder(told.get("ladder"), told.get("pay"))
    if not grades:
        return {}
    reviews = dict(_reviews(told.get("reviews")))
    moves = list(_moves(told.get("moves"), grades, ids, reviews))
    moves = moves or list(_moves(rest, grades, ids, reviews))
    for number, move in enumerate(moves):
        ends = [one["id"] for one in moves[:number]]
        if move["id"] in ends:
            move["id"] = f"{move['id']}_{number + 1}"
    entry = told.get("entry")
    first = next(iter(next(iter(grades.values()))))
    pay = told.get("pay")
    made: PlainForm = {"scheme": str(told.get("scheme") or _id(told.get("title")))}
    made |= {key: told[key] for key in SchemeForm.model_fields if key in told and key != "scheme"}
    made |= {"ladder": grades, "entry": first if entry is None else ids.get(str(entry), entry)}
    made |= {"reviews": reviews, "moves": moves}
    if "pay" in made and not _parts_of_pay(pay, ids):
        del made["pay"]
    return {key: made[key] for key in SchemeForm.model_fields if made.get(key) not in ({}, [], None)}


def _id(title: object) -> str:
    text = name_of(title, "scheme") if isinstance(title, str) and title.strip() else ""
    return text.lower() if text.isascii() and text else "mine"


def _parts_of_pay(pay: object, ids: Mapping[str, str]) -> bool:
    """Whether pay is told by parts, as in a file, and not by grade."""
    return isinstance(pay, Mapping) and not any(str(key) in ids for key in pay)


# --- the ladder -------------------------------------------------------------------------------------


def _ladder(given: PlainData, pay: PlainData) -> tuple[GuessedTracks, dict[str, str], list[PlainForm]]:
    """Tracks of grades; what each grade was called → its name; moves that were told beside the grades."""
    tracks: GuessedTracks = {}
    ids: dict[str, str] = {}
    rules: list[PlainForm] = []
    paid = pay if isinstance(pay, Mapping) else {}
    for track, grades in _tracks(given):
        made = tracks.setdefault(name_of(track, "track"), {})
        for called, attributes in _grades(grades):
            name = name_of(called, "grade")
            ids |= {str(called): name, name: name}
            made[name] = {key: value for key, value in attributes.items() if key in _GRADE_KEYS}
            title = attributes.get("title", called if str(called) != name else None)
            made[name] |= {"title": str(title)} if title is not None else {}
            if isinstance(amount := paid.get(called), int | float):
                made[name].setdefault("base", amount)
            rules += _beside(name, attributes)
    return {track: grades for track, grades in tracks.items() if grades}, ids, rules


def _beside(name: str, attributes: Mapping[str, PlainData]) -> Iterator[PlainForm]:
    """The move out of a grade that is told with the grade: what is next, after how long, at which score."""
    rest = {key: value for key, value in attributes.items() if key not in (*_GRADE_KEYS, "id", "next")}
    lines = [bounded(key, value) for key, value in rest.items() if isinstance(value, int | float)]
    if "next" in attributes or lines:
        yield {"from": name, "when": lines} | ({"to": attributes["next"]} if "next" in attributes else {})


def _tracks(given: PlainData) -> Iterator[tuple[object, PlainData]]:
    if isinstance(given, list) and given and all(isinstance(one, Mapping) for one in given):
        named = [in_our_words(one, TOP) for one in given]
        if all(isinstance(one.get("ladder"), list | Mapping) for one in named):
            for number, one in enumerate(named):
                yield one.get("title", one.get("scheme", f"track_{number + 1}")), one["ladder"]
            return
    if isinstance(given, Mapping) and given and all(_is_track(one) for one in given.values()):
        yield from given.items()
    elif isinstance(given, list | Mapping):
        yield "staff", given


def _is_track(given: PlainData) -> bool:
    if isinstance(given, list):
        return True
    words = [word(key) for key in given] if isinstance(given, Mapping) else []
    return bool(words) and not any(one in GRADE or one in _GRADE_KEYS or one.startswith("min_") for one in words)


def _grades(given: PlainData) -> Iterator[tuple[object, PlainForm]]:
    if isinstance(given, Mapping):
        if sorted(map(str, given.values())) in ([str(n) for n in range(m, m + len(given))] for m in (0, 1)):
            yield from ((called, {}) for called in sorted(given, key=lambda called: int(given[called])))  # levels
            return
        for called, one in given.items():
            yield called, _attributes(one)
        return
    for one in given:
        if isinstance(one, Mapping):
            told = _attributes(one)
            if "id" not in told and len(one) == 1:
                yield from _grades(one)
            elif "id" in told or "title" in told:
                yield told.get("id", told.get("title")), told
        elif isinstance(one, list) and len(one) == 2:
            yield one[0], _attributes(one[1])
        elif isinstance(one, str | int):
            yield one, {}


def _attributes(given: PlainData) -> PlainForm:
    if isinstance(given, bool) or given is None:
        return {}
    if isinstance(given, int | float):
        return {"base": given}
    if not isinstance(given, Mapping):
        return {}
    told = in_our_words(given, GRADE)
    base = told.get("base")
    if isinstance(base, Mapping):  # {"pay": {"base": 5000}}
        told["base"] = in_our_words(base, GRADE).get("base")
    if not isinstance(told.get("base", 0), int | float | str):
        del told["base"]
    return told


# --- reviews and moves ------------------------------------------------------------------------------


def _reviews(given: PlainData) -> Iterator[tuple[str, PlainForm]]:
    if (found := period(given)) is not None:
        yield found[0], {"every": found[1]}
    elif isinstance(given, Mapping):
        if isinstance(given.get("every"), str | int):
            yield from _reviews(given["every"])
            return
        for name, one in given.items():
            every = one.get("every") if isinstance(one, Mapping) else one
            rest = dict(one) if isinstance(one, Mapping) else {}
            if (found := period(every) or period(name)) is not None:
                yield name_of(name, "review"), {**rest, "every": found[1]}
            elif isinstance(every, str):
                yield name_of(name, "review"), {**rest, "every": every}
    elif isinstance(given, list):
        for one in given:
            told = dict(one) if isinstance(one, Mapping) else one
            name = told.pop("id", told.pop("name", None)) if isinstance(told, dict) else None
            yield from _reviews({name: told} if name is not None else told)


def _moves(given: PlainData, grades: GuessedTracks, ids: Mapping[str, str],
           reviews: dict[str, PlainForm]) -> Iterator[PlainForm]:  # fmt: skip
    """Moves as a file has them; reviews that they name and that there are not are added."""
    for told in _told_moves(given):
        if _SIGN.search(str(told.get("id", ""))):  # a rule is a name to some, a condition to others
            told = {**told, "id": None, "when": [told["id"], *_as_list(told.get("when"))]}
        lines = [*conditions(told.get("when"))]
        lines += [bounded(key, value) for key, value in told.items()
                  if key not in _MOVE_KEYS and isinstance(value, int | float | Mapping)]  # fmt: skip
        kept = {key: value for key, value in told.items() if key in _MOVE_KEYS}
        called = str(told.get("id") or "")
        for start, end in _ends(told.get("from"), told.get("to"), grades, ids):
            name = name_of(called, "move") if called else f"{start}_to_{end}"
            move: PlainForm = {"id": name, **({"title": called} if called and called != name else {}), **kept}
            move |= {"id": name, "from": start, "to": end, "review": _review(told.get("review"), reviews)}
            move |= {"when": lines} if lines else {}
            yield {key: move[key] for key in _MOVE_KEYS if key in move}


def _as_list(given: PlainData) -> list[PlainData]:
    return [] if given is None else given if isinstance(given, list) else [given]


def _told_moves(given: PlainData) -> Iterator[PlainForm]:
    if isinstance(given, str):
        yield next(_arrow(given), {"when": given})
    elif isinstance(given, Mapping):
        if any(word(key) in MOVE or not isinstance(value, Mapping | str | list) for key, value in given.items()):
            yield in_our_words(given, MOVE)
            return
        for name, one in given.items():
            ends = next(_arrow(str(name)), {})
            told = in_our_words(one, MOVE) if isinstance(one, Mapping) else {"when": one}
            yield {**({} if ends else {"id": name}), **ends, **told}
    elif isinstance(given, list):
        for one in given:
            if isinstance(one, list) and len(one) > 1:
                yield {"from": one[0], "to": one[1], "when": one[2:]}
            else:
                yield from _told_moves(one)


def _arrow(text: str) -> Iterator[PlainForm]:
    """``junior -> senior if kpi >= 80``"""
    head, *rest = _IF.split(text, maxsplit=1)
    ends = _ARROW.split(head)
    if len(ends) == 2 and all(ends):
        yield {"from": ends[0], "to": ends[1], **({"when": rest[0]} if rest else {})}


def _ends(start: PlainData, end: PlainData, grades: GuessedTracks, ids: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """From where to where a move leads; of one that names neither, every step up."""
    steps = [pair for track in grades.values() for pair in zip(list(track), list(track)[1:], strict=False)]
    starts = [ids.get(str(one), str(one)) for one in (start if isinstance(start, list) else [start]) if one is not None]
    to = ids.get(str(end), str(end)) if end is not None else None
    if starts and to is not None:
        return [(one, to) for one in starts]
    return [(a, b) for a, b in steps if (not starts or a in starts) and to in (None, b)]


def _review(given: PlainData, reviews: dict[str, PlainForm]) -> str:
    if isinstance(given, str) and given in reviews:
        return given
    found = period(given)
    name, every = found if found is not None else ("quarterly", "quarter")
    if found is None and reviews:
        return next(iter(reviews))
    reviews.setdefault(name, {"every": every})
    return name
