"""What a result was made of, beside what is there now: files of schemes and people, and the code that plays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ladder_sim.core.display import first_few
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, quietly
from ladder_sim.model.changeover import WAYS
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.proof.result import Deviation
from ladder_sim.results.origin import Origin, here
from ladder_sim.results.provenance import mark_of, rules_of
from ladder_sim.scenarios.difference import diff
from ladder_sim.scenarios.loading import load_scheme, load_workforce
from ladder_sim.scenarios.registry import ids_of
from ladder_sim.scenarios.variants import at_values

#: So many differences of a file are told.
MOST = 6


def code_deviations(origin: Origin) -> Iterator[Deviation]:
    """How the code and the NumPy that played differ from those here; each module by name where the result says them."""
    now = here()
    for name, mine in now.versions.items():
        theirs = origin.versions[name]
        if name != "code" and theirs and theirs != mine:
            yield Deviation("code", name, tr("was {old}, is {new}", "当时为{old}，现为{new}", old=theirs, new=mine))
    if not origin.code or origin.code == now.code:
        return
    then, present = dict(origin.modules), dict(now.modules)
    changed = [name for name in dict.fromkeys((*then, *present)) if then.get(name) != present.get(name)]
    text = tr("modules that decide the numbers are others: was {old}, is {new}",
              "决定结果的模块已变：当时为{old}，现为{new}", old=origin.code, new=now.code)  # fmt: skip
    if not then:
        yield Deviation("code", "ladder_sim", text)
    for name in changed if then else ():
        how = (tr("is gone", "已不存在") if name not in present else tr("is new", "新增") if name not in then
               else tr("was changed", "已修改"))  # fmt: skip
        yield Deviation("code", f"ladder_sim/{name}", how)


def plays_alike(origin: Origin) -> bool:
    """Whether what decides the bits is the same here: the code of the package and NumPy."""
    now = here()
    return (origin.code, origin.numpy) == (now.code, now.numpy)


def scheme_deviations(scheme: Scheme, file: str) -> Iterator[Deviation]:
    """How the file of a scheme differs from what was played.

    Parameters
    ----------
    file : its path, '' of what is asked for by its id
    """
    settings = set(re.findall(r"([^\W\d]\w*)=", scheme.id.partition("(")[2]))
    for name in _names(scheme.id.partition("(")[0], file, ids_of("scheme")):
        try:
            with quietly():
                now = load_scheme(name)
                values = {key: one.value for key, one in scheme.parameters.items()
                          if key in settings & set(now.parameters)}  # fmt: skip
                now = _passing(at_values(now, values), scheme)
        except LadderError as wrong:
            yield Deviation("input", name, _unread(wrong))
            return
        if rules_of(now) != rules_of(scheme):
            told = diff(scheme, now) or [tr("its content is another", "内容已变")]
            yield Deviation("input", now.file or name, _few(told))
        return


def _passing(now: Scheme, scheme: Scheme) -> Scheme:
    """The scheme of a file as what was played passes to it, where that is a way of a switch; else itself.

    What it takes over from is held against its own file.
    """
    if now.adopted is None and scheme.id in [f"{now.id}_{way}" for way in WAYS]:
        return replace(now, adopted=scheme.adopted, replaced=scheme.replaced, short_title=scheme.short_title)
    return now


def people_deviations(people: Workforce, file: str, mark: str) -> Iterator[Deviation]:
    """How the file of a workforce differs from who was played.

    Parameters
    ----------
    file : its path, '' of what is asked for by its id
    mark : the fingerprint that the result says, '' where the record itself is the proof
    """
    for name in _names(people.id, file, ids_of("workforce")):
        try:
            with quietly():
                now = load_workforce(name)
        except LadderError as wrong:
            yield Deviation("input", name, _unread(wrong))
            return
        if mark_of(now) != (mark or mark_of(people)):
            told = diff(people, now) or [tr("its content is another", "内容已变")]
            yield Deviation("input", now.file or name, _few(told))
        return


def _names(id_: str, file: str, known: set[str]) -> list[str]:
    """By what it is asked for now: a path that is there, else an id that is known."""
    if file and Path(file).is_file():
        return [file]
    return [id_] if id_ in known else []


def _unread(wrong: LadderError) -> str:
    return tr("cannot be read any more: {why}", "现已无法读取：{why}", why=str(wrong.problems[0]))


def _few(told: list[str]) -> str:
    return first_few([text.rstrip(".。") for text in told], MOST) if len(told) > 1 else told[0]
