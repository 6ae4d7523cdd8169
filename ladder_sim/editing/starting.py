"""Where a form begins: a blank page, a scheme at hand, a file, or the draft of a policy document."""

from __future__ import annotations

import os
from importlib.resources import files

from ladder_sim.core.i18n import language
from ladder_sim.core.problems import NOWHERE, LadderError, Problems
from ladder_sim.editing.fields import FormKind
from ladder_sim.editing.sheet import FileSheet, read_sheet
from ladder_sim.files import read_text
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.policies.drafting import Draft
from ladder_sim.scenarios.registry import find_file
from ladder_sim.scenarios.written import to_yaml

_MARK = "\ufeff"


def blank_sheet(name: str = "my-scheme") -> FileSheet:
    """The form of a small scheme with two tracks, three grades and three moves, to be changed."""
    template = files("ladder_sim") / "cli" / "templates" / f"scheme.{language()}.yaml"
    text = template.read_text(encoding="utf-8")
    return read_sheet(text.replace("scheme: NAME", f"scheme: {name}", 1), "scheme")


def sheet_of(source: Scheme | Workforce | Draft | str | os.PathLike[str], kind: FormKind = "scheme") -> FileSheet:
    """The form of a scheme, a file, an id, a YAML text or a draft.

    Parameters
    ----------
    source : a record is opened as it would be written; an id or a path as its file, comments included
    kind : what an id, a path or a text is one of

    Raises
    ------
    LadderError
        There is nothing of that name, or it cannot be read.
    """
    if isinstance(source, Draft):
        return read_sheet(source.to_yaml(), "scheme")
    if isinstance(source, Scheme | Workforce):
        return read_sheet(to_yaml(source), "scheme" if isinstance(source, Scheme) else "workforce")
    if isinstance(source, str) and "\n" in source:
        return read_sheet(source, kind)
    problems = Problems()
    path = find_file(os.fspath(source), kind, NOWHERE, problems)
    text = None if path is None else read_text(path, problems)
    if path is None or text is None:
        raise LadderError(problems.errors)
    mark = _MARK if path.read_bytes().startswith(_MARK.encode()) else ""
    return read_sheet(text, kind, path, mark=mark)
