"""Whether something given is a scheme, people or a study, or what one of them is loaded from."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from ladder_sim.core.needs import is_frame
from ladder_sim.core.problems import Problems
from ladder_sim.files import parse_tree, read_tree
from ladder_sim.files.formats import kind_of
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.study import Study
from ladder_sim.model.workforce import Workforce
from ladder_sim.scenarios.registry import ids_of
from ladder_sim.scenarios.roster_tree import is_roster

GivenKind = Literal["scheme", "workforce", "study", ""]
_TYPES: Mapping[type, GivenKind] = {Scheme: "scheme", Workforce: "workforce", Study: "study"}
_HEADS: Mapping[str, GivenKind] = {
    "scheme": "scheme",
    "workforce": "workforce",
    "people": "workforce",
    "study": "study",
}


def what_is(given: object) -> GivenKind:
    """Whether something is a scheme, people or a study, or what one is loaded from; '' where it cannot be told."""
    for kind, what in _TYPES.items():
        if isinstance(given, kind):
            return what
    if isinstance(given, Mapping):
        return next((what for head, what in _HEADS.items() if head in given), "")
    if isinstance(given, str | os.PathLike):
        return _of_text(os.fspath(given))
    return "workforce" if is_frame(given) else ""


def _of_text(text: str) -> GivenKind:
    """What an id, a path or a YAML text is of."""
    for what in ("scheme", "workforce", "study"):
        if text in ids_of(what):
            return what
    if "\n" in text:
        tree = parse_tree(text, "<text>", Problems())
    elif is_roster(Path(text)):
        return "workforce"
    else:
        tree = read_tree(Path(text), Problems()) if Path(text).suffix else None
    kind = None if tree is None else kind_of(tree)
    return kind if kind in ("scheme", "workforce", "study") else ""
