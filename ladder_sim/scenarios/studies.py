"""A study and what it names: its schemes with their settings, its workforce, those beside its file first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from ladder_sim.core.plain_data import PlainData
from ladder_sim.core.problems import LadderError, Place, Problem, Problems
from ladder_sim.files import is_there
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.study import Study
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.lent_measures import of_study
from ladder_sim.scenarios.loading import load_scheme, load_workforce
from ladder_sim.scenarios.registry import Kind, find_file, ids_of
from ladder_sim.scenarios.ways import Adoption, month_of, ways

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


def schemes_of(study: Study, people: Workforce | None = None, months: int | None = None) -> list[Scheme]:
    """The schemes of a study, as it sets them, with the ways of its switch. Raises `LadderError`.

    Parameters
    ----------
    people, months : on whom and for how long it is played; None: as the study says
    """
    made = [of_study(study.measures, _scheme(study, name)) for name in study.schemes]
    return made if study.switch is None else with_ways(study, made, people or workforce_of(study), months)


def with_ways(study: Study, schemes: list[Scheme], people: Workforce, months: int | None = None) -> list[Scheme]:
    """The schemes of a study, with the ways of its switch in the place of the one that takes over.

    That one alone, as if it had always held, may not fit people who are said by the grades of the old one.

    Parameters
    ----------
    schemes : those of the study, in its order
    people, months : on whom and for how long it is played; None: as the study says

    Raises
    ------
    LadderError
        What is wrong with the switch.
    """
    if study.switch is None:
        return schemes
    named = dict(zip(study.schemes, schemes, strict=True))
    made = ways_of(study, named, people, months or study.months)
    return [one for name, scheme in named.items() for one in (made if name == study.switch.to else [scheme])]


def ways_of(study: Study, schemes: Mapping[str, Scheme], people: Workforce, months: int) -> list[Scheme]:
    """The ways of a study's switch.

    Parameters
    ----------
    schemes : by the names of the study

    Raises
    ------
    LadderError
        What is wrong with the switch, at its place in the study's file.
    """
    switch = study.switch
    assert switch is not None
    form: Adoption = {"placement": _plain(switch.placement), "pay": _plain(switch.pay)}
    try:
        month = month_of(switch.on, people, months)
        waves = [{**wave, "month": month_of(wave["month"], people, months)} for wave in switch.waves]
        made = ways(schemes[study.baseline], schemes[switch.to], month, form, waves, hires_only=switch.new_hires)
    except LadderError as error:
        raise LadderError([Problem(switch.at, one.message) for one in error.problems]) from None
    return [way for _, way in made]


def _plain(given: str | Mapping[str, str]) -> PlainData:
    return given if isinstance(given, str) else dict(given)


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
