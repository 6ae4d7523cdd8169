"""Companies played again: from a kept run, from a folder's record, or from what was printed of them.

No result says all departments of a company: the study says them, and is held against the fingerprint that was kept.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import PlainForm
from ladder_sim.core.problems import LadderError, Place, Problem, quietly
from ladder_sim.experiment.companies import PlayingCompanies, with_measures
from ladder_sim.files import shown_path
from ladder_sim.model.company import Company
from ladder_sim.proof.differing import first_otherwise
from ladder_sim.proof.replaying import Replaying
from ladder_sim.proof.result import Deviation
from ladder_sim.results.joining import join
from ladder_sim.results.origin import Origin, SeedRange
from ladder_sim.results.provenance import mark_of_company
from ladder_sim.results.run import Run
from ladder_sim.scenarios.loading import load_study


@dataclass(frozen=True, slots=True)
class RecordedCompanies:
    """What is known of runs of companies over the same replications, ready to be played.

    Parameters
    ----------
    companies : by id, as the study says them now
    luck : of which seeds and numbers the replications are, in their order
    origin : what was kept beside counts
    """

    companies: Mapping[str, Company]
    months: int
    luck: tuple[SeedRange, ...]
    origin: Origin

    def played(self, by: Replaying) -> dict[str, Run]:
        """Every company played again with the same luck, by id."""
        made, done = dict[str, Run](), 0
        total = len(self.companies) * sum(part.replications for part in self.luck)
        with quietly():
            for name, company in self.companies.items():
                parts = []
                for part in self.luck:
                    playing = PlayingCompanies(self.months, part.seed, by.executor, by.beyond(done, total),
                                               self.origin.events, self.origin.explain)  # fmt: skip
                    parts += playing.play([company], part.first, part.replications)
                    done += part.replications
                made[name] = parts[0] if len(parts) == 1 else join(parts)
        return made


def is_of_companies(told: PlainForm) -> bool:
    """Whether a record or a printed result is of companies."""
    return "companies" in told.get("fingerprints", {})


def companies_at_hand(told: PlainForm, place: Path) -> tuple[dict[str, Company], list[Deviation]]:
    """The companies that a record names, as their study says them now, and what that has otherwise.

    Parameters
    ----------
    told : with `study` and the fingerprints of the companies
    place : the result, beside which the study may lie

    Raises
    ------
    LadderError
        The study is not at hand, or has no such company any more.
    """
    file = str(told.get("study") or "")
    found = next((path for path in (Path(file), place.parent / Path(file).name) if file and path.is_file()), None)
    if found is None:
        text = tr("was made of the study of a company, {file}, which is not at hand: put it beside this",
                  "所依据的公司研究 {file} 找不到：请放在同一文件夹", file=file or "?")  # fmt: skip
        raise LadderError([Problem(Place(shown_path(place)), text)])
    with quietly():
        study = load_study(found)
    there = {one.id: with_measures(one, study.measures) for one in study.companies}
    marks: Mapping[str, str] = told["fingerprints"]["companies"]
    gone = [name for name in marks if name not in there]
    if gone:
        text = tr("has no alternative {names} any more", "已没有备选 {names}", names=tr(", ", "、").join(gone))
        raise LadderError([Problem(Place(shown_path(found)), text)])
    companies = {name: there[name] for name in marks}
    return companies, list(_otherwise(companies, marks, shown_path(found)))


def _otherwise(companies: Mapping[str, Company], marks: Mapping[str, str], file: str) -> Iterator[Deviation]:
    for name, company in companies.items():
        if mark_of_company(company) != marks[name]:
            text = tr("{name}: departments or transfers say something else than was played",
                      "{name}：部门或调动的内容与当时模拟的不同", name=company.title)  # fmt: skip
            yield Deviation("input", file, text)


def company_deviations(company: Company) -> list[Deviation]:
    """How the study of a kept company differs from what was played; none where it is not at hand."""
    told: PlainForm = {"study": company.file, "fingerprints": {"companies": {company.id: mark_of_company(company)}}}
    if not company.file or not os.path.isfile(company.file):
        return []
    try:
        return companies_at_hand(told, Path(company.file))[1]
    except LadderError as wrong:
        text = tr("cannot be read any more: {why}", "现已无法读取：{why}", why=str(wrong.problems[0]))
        return [Deviation("input", company.file, text)]


def company_otherwise(kept: Run, again: Run) -> tuple[str, str] | None:
    """The first table that differs, of the company or of one of its departments, and the first figure in it."""
    other = first_otherwise(kept.counts, again.counts, kept)
    if other is not None:
        return other
    for name, one in kept.departments.items():
        inner = first_otherwise(one.counts, again.departments[name].counts, one)
        if inner is not None:
            return f"{name}: {inner[0]}", inner[1]
    return None
