"""Variants of a workforce in memory: other numbers of people, another rate of leaving, other people."""

from __future__ import annotations

import datetime as dt
import math
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, SupportsIndex

from ladder_sim.core.i18n import tr
from ladder_sim.core.needs import is_frame
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.problems import LadderError, Place, Problems, nearest, warn
from ladder_sim.core.scalars import as_python
from ladder_sim.files import FileNode
from ladder_sim.files.forms.workforce import PeopleForm, WorkforceForm
from ladder_sim.files.memory import tree_in_memory
from ladder_sim.files.merge import of_others
from ladder_sim.files.resolving.attrition import PRESETS
from ladder_sim.model.workforce import Workforce
from ladder_sim.people.tables.frames import roster_given
from ladder_sim.scenarios.formed import carried, remembered
from ladder_sim.scenarios.loading import read_source
from ladder_sim.scenarios.people_words import address, by_addresses, call, keywords_in, mended
from ladder_sim.scenarios.roster_tree import put_roster
from ladder_sim.scenarios.trees import Memory
from ladder_sim.scenarios.variants import changed_tree, named, no_form, settings_of, with_settings_title

if TYPE_CHECKING:
    import pandas as pd


#: What others call how often people leave.
_LEAVING = ("attrition", "turnover", "quits", "exits", "leave", "hazard", "attrition_rate", "attrition_multiplier",
            "turnover_rate", "quit_rate", "leaving_rate", "leave_rate", "hazard_ratio", "leavers", "resign",
            "churn")  # fmt: skip
#: What others call what people are paid.
_PAY = ("pay", "wage", "wages", "salary", "salaries", "pay_level")
#: Characters of a change that a message shows.
LONGEST = 200


def with_(
    workforce: Workforce,
    changes: Mapping[str, object] | None = None,
    /,
    *,
    id: str | None = None,
    headcount: int | None = None,
    leaving: float | None = None,
    start: str | dt.date | None = None,
    roster: pd.DataFrame | str | os.PathLike[str] | None = None,
) -> Workforce:
    """The workforce with what is named changed; see `Workforce.with_`.

    Raises
    ------
    LadderError
        What is wrong with it, with the whole call as it is meant where that is known.
    """
    if isinstance(changes, Mapping):
        changes, given = keywords_in(changes)
        headcount = given.get("headcount") if headcount is None else headcount  # type: ignore[assignment]  # checked below
        leaving = given.get("leaving") if leaving is None else leaving  # type: ignore[assignment]  # checked below
        changes = changes or (None if given else {})
    headcount, leaving, start = as_python(headcount), as_python(leaving), as_python(start)
    try:
        return _changed(workforce, changes, id, headcount, leaving, start, roster)
    except LadderError as error:
        if not isinstance(changes, Mapping):
            raise
        kept = {"headcount": headcount, "leaving": leaving}
        told = mended(error, workforce.form, changes, {name: n for name, n in kept.items() if n is not None})
    raise told


def _changed(
    workforce: Workforce,
    changes: Mapping[str, object] | None,
    id: str | None,
    headcount: int | None,
    leaving: float | None,
    start: str | dt.date | None,
    roster: pd.DataFrame | str | os.PathLike[str] | None,
) -> Workforce:
    _check(headcount, leaving)
    rows = None if roster is None else roster_given(roster)
    tree = form_tree(workforce)
    sections: dict[str, str] = {}
    if changes is not None:
        tree, sections = changed_tree(tree, changes, "workforce")
    problems = Problems()
    if start is not None:
        tree.value["start"] = FileNode(start.isoformat() if isinstance(start, dt.date) else start, "", 0, 0)
    if rows is not None:
        put_roster(tree, rows)
    if headcount is not None:
        _headcount(tree, headcount, problems)
    if leaving is not None:
        _warn_of_certain(tree, leaving, leaving_times(tree, leaving, problems))
    if headcount is not None or leaving is not None:
        tree = of_others(tree, ("people", "attrition"))
    problems.raise_if_any()
    made = read_form(workforce, tree)
    said: dict[str, object] = {name: told for name, told in sections.items() if name != "title"}
    if roster is not None:
        said["roster"] = made.people.size  # rows that are nobody, or somebody again, are not counted
    times = None if leaving is None else leaving * _leaving_before(workforce)
    said |= {key: value for key, value in (("headcount", headcount), ("leaving", times), ("start", start))
             if value is not None}  # fmt: skip
    made = replace(carried(workforce, formed(workforce), made), file=workforce.file)
    if id is not None:
        return named(made, workforce, id)
    kept = with_settings_title(workforce, said)
    return replace(made, id=kept.id, title=made.title if changes and "title" in changes else kept.title)


def _leaving_before(workforce: Workforce) -> float:
    """How many times as often people leave as in what a variant was made of, by its id; a variant of it says both."""
    try:
        return float(settings_of(workforce).get("leaving", 1))
    except ValueError:  # an id of the reader's own
        return 1.0


#: Trees of the forms that were asked for last, each with its form, so that no other takes its identity.
_TREES: dict[tuple[int, str], tuple[Mapping[str, object], FileNode]] = {}
MOST_TREES = 4


def form_tree(workforce: Workforce) -> FileNode:
    """A workforce's form as a tree, complete, its own to change; what it names by a path lies beside its file.

    Raises
    ------
    LadderError
        It was made by hand and has no form.
    """
    if not workforce.form:
        raise LadderError(no_form(workforce.id))
    kept = _TREES.get((id(workforce.form), workforce.file))
    if kept is None or kept[0] is not workforce.form:
        if len(_TREES) >= MOST_TREES:
            _TREES.clear()
        kept = _TREES[id(workforce.form), workforce.file] = (workforce.form, _tree_of(workforce))
    return kept[1].copy()


def _tree_of(workforce: Workforce) -> FileNode:
    problems = Problems()
    form = {key: value for key, value in workforce.form.items() if key != "based_on"}
    tree = tree_in_memory(form, problems, name=workforce.file)
    problems.raise_if_any()
    assert tree is not None  # or something was wrong
    return tree


def read_form(workforce: Workforce, tree: FileNode) -> Workforce:
    """What a form in the place of a workforce's own holds. Raises `LadderError` with everything that is wrong."""
    made = read_source(Memory(tree, Path(workforce.file) if workforce.file else None), "workforce")
    assert isinstance(made, Workforce)
    return made


def formed(workforce: Workforce) -> Workforce:
    """What the form of a workforce says, whatever was changed on the record since."""
    return remembered(workforce) or read_form(workforce, form_tree(workforce))


def _check(headcount: object, leaving: object) -> None:
    problems = Problems()
    whole = isinstance(headcount, SupportsIndex) and not isinstance(headcount, bool) and int(headcount) >= 1
    if headcount is not None and not whole:
        problems.add(Place(where="headcount"), tr("must be a whole number from 1, got {got!r}",
                                                  "必须是不小于1的整数，现为 {got!r}", got=headcount))  # fmt: skip
    number = isinstance(leaving, int | float) and not isinstance(leaving, bool) and 0 <= leaving < math.inf
    if leaving is not None and not number:
        problems.add(Place(where="leaving"), tr("must be a number from 0, got {got!r}",
                                                "必须是不小于0的数字，现为 {got!r}", got=leaving))  # fmt: skip
    problems.raise_if_any()


def _headcount(tree: FileNode, headcount: int, problems: Problems) -> None:
    """So many people; numbers by grade keep their shares, the largest remainders rounded up."""
    people = tree.value["people"].value
    if "roster" in people:
        problems.add(
            Place(where="headcount"),
            tr("these people come from a roster; give another with roster=…",
               "人员来自花名册，不能直接改人数；请用 roster=… 给出另一份花名册"),
        )  # fmt: skip
    elif "grades" in people:
        grades = people["grades"].value
        total = sum(node.value for node in grades.values()) or 1
        exact = {name: node.value * int(headcount) / total for name, node in grades.items()}
        made = {name: math.floor(value) for name, value in exact.items()}
        left = int(headcount) - sum(made.values())
        for name in sorted(exact, key=lambda name: made[name] - exact[name])[:left]:
            made[name] += 1
        for name, node in grades.items():
            node.value = made[name]
        people.pop("headcount", None)
    else:
        people["headcount"] = FileNode(int(headcount), "", 0, 0)


def leaving_times(tree: FileNode, times: float, problems: Problems) -> int:
    """The hazard of leaving, so many times, in the form of a workforce; a chance of a month is at most 1.

    Parameters
    ----------
    tree : the form, which is changed
    problems : what cannot be multiplied is added here

    Returns
    -------
    How many bands of tenure that limit cuts.
    """
    cut = 0
    found = tree.value.get("attrition")
    given = found.value if found is not None and isinstance(found.value, dict) else {}
    if "preset" in given:
        base = {month: FileNode(hazard, "", 0, 0) for month, hazard in PRESETS[given.pop("preset").value]}
        given["base"] = FileNode(base, "", 0, 0)
    if "base" in given:
        for node in given["base"].value.values():
            cut += node.value * times > 1
            node.value = min(1.0, node.value * times)
    elif "hazard" in given:
        given["hazard"].value = f"min(1, ({given['hazard'].value}) * {times!r})"
    else:
        problems.add(Place(where="leaving"), tr("nobody leaves here, there is nothing to multiply; give attrition",
                                                "此处没有离职设定，无从相乘；请先给出 attrition"))  # fmt: skip
    return cut


def _warn_of_certain(tree: FileNode, times: float, cut: int) -> None:
    """Say how many bands of tenure have a hazard that was cut to 1."""
    if cut:
        warn(tr("leaving: {times:g} times the present is more than certain for {cut} of the {all} bands of tenure;"
                " there all leave within the month",
                "leaving：现值的{times:g}倍使{all}个司龄段中的{cut}个月离职概率超过1；这些人员当月全部离职",
                times=times, cut=cut, all=len(tree.value["attrition"].value["base"].value)))  # fmt: skip


def strange(workforce: Workforce, given: Mapping[str, object], kept: Mapping[str, object]) -> None:
    """Refuse keywords that `Workforce.with_` has not, each with how it is probably meant, and the whole call.

    Parameters
    ----------
    workforce : of which a variant is asked for
    given : the keywords that there are not
    kept : those that there are, and what was given as `changes`

    Raises
    ------
    LadderError
        Always; a line for each.
    """
    known = ("id", "headcount", "leaving", "start", "roster", "people")
    problems = Problems()
    changes = dict(given_changes) if isinstance(given_changes := kept.get("changes"), Mapping) else {}
    keywords = {name: value for name, value in kept.items() if name != "changes"}
    meant: dict[str, str] = {}
    for name, value in given.items():
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_frame(value):
            keywords["roster"] = None
            meant[name] = tr("people from a frame: with_(roster=frame)", "用 DataFrame 给出人员：with_(roster=frame)")
        elif name in _LEAVING and number:
            keywords["leaving"] = value
            meant[name] = tr("leaving is times the present chance of leaving", "leaving 为现有离职概率的倍数")
        elif name in _PAY:
            meant[name] = tr(
                "what people are paid stands in the scheme (scheme.with_), in a list of people in its column"
                " pay (with_(roster=frame)); what others pay in with_({'market': …})",
                "员工薪酬由方案规定（scheme.with_），花名册则写在其 pay 列（with_(roster=frame)）；"
                "市场薪酬请写 with_({'market': …})")  # fmt: skip
        elif (change := _meant(workforce, name, value)) is not None:
            changes |= change
            meant[name] = tr("write {call}", "请写作 {call}", call=_shown(call(change, {})))
    whole = len(meant) == len(given) and not any(is_frame(value) or name in _PAY for name, value in given.items())
    text = _shown(call(changes, keywords))
    for name in given:
        more = tr("; {meant}", "；{meant}", meant=meant[name]) if meant.get(name) else ""
        hint = nearest(name, known) if name not in meant else more
        if whole:
            hint = tr("; write {call}", "；请写作 {call}", call=text) + (more if name in _LEAVING else "")
        problems.add(Place(where=name), tr("with_ has no argument of this name{hint}",
                                           "with_ 没有这个参数{hint}", hint=hint))  # fmt: skip
    problems.raise_if_any()


def _shown(text: str) -> str:
    """A call as one writes it; a long one cut."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _meant(workforce: Workforce, name: str, value: object) -> JsonObject | None:
    """The change that a keyword stands for: what of a workforce is called so; None where nothing is."""
    single = isinstance(value, int | float | str)
    if single and "." in name:
        return {name: value}
    if single and (whole := address(workforce.form, [name])):
        return {whole: value}
    if name in workforce.metrics:
        change: JsonObject = {"metrics": {name: value}}
    elif name in workforce.people.attributes:
        change = {"people": {"attributes": {name: value}}}
    elif name in PeopleForm.model_fields:
        change = {"people": {name: value}}
    elif name in WorkforceForm.model_fields:
        change = {name: value}
    else:
        return None
    return by_addresses(workforce.form, change) or change
