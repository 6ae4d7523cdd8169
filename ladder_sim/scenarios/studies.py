"""A study and what it names: its schemes with their settings, its workforce, those beside its file first."""

from __future__ import annotations

import re
from pathlib import Path

from ladder_sim.core.problems import Place, Problems
from ladder_sim.files import is_there
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.study import Study
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.lent_measures import of_study
from ladder_sim.scenarios.loading import load_scheme, load_workforce
from ladder_sim.scenarios.registry import Kind, find_file, ids_of

_STUDY = re.compile(r"^\ufeff?study\s*:", re.M)


def is_study(name: str) -> bool:
    """Whether an id or a file is a study's; of an id that a scheme and a study share, the scheme is meant."""
    path = Path(name)
    if path.suffix in (".yaml", ".yml") or (is_there(name) and path.is_file()):
        try:
            return bool(_STUDY.search(path.read_text(encoding="utf-8", errors="replace")))
        except OSError:
            return False  # said when it is loaded as a scheme
    return name in ids_of("study") and name not in ids_of("scheme")


def schemes_of(study: Study) -> list[Scheme]:
    """The schemes of a study, as it sets them. Raises `LadderError`."""
    return [of_study(study.measures, _scheme(study, name)) for name in study.schemes]


def workforce_of(study: Study) -> Workforce:
    """The people of a study. Raises `LadderError`."""
    return load_workforce(_found(study, study.workforce, "workforce"))


def _scheme(study: Study, name: str) -> Scheme:
    """`name` is an id, with its settings in parentheses where the study changes parameters."""
    settings = study.set.get(name)
    scheme = load_scheme(_found(study, name.partition("(")[0] if settings else name, "scheme"))
    return scheme.with_(None, id=None, **settings) if settings else scheme


def _found(study: Study, name: str, kind: Kind) -> Path:
    """The file that a study means."""
    problems = Problems()
    near = Path(study.file) if study.file else None
    path = find_file(name, kind, Place(study.file), problems, near=near)
    problems.raise_if_any()
    assert path is not None  # else there was a problem
    return path
