"""The schemes and the people of a search among schemes, or a company and its alternatives, from what is given."""

from __future__ import annotations

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.experiment.companies import chosen_companies
from ladder_sim.experiment.comparing import chosen_schemes
from ladder_sim.experiment.given import people_of, several
from ladder_sim.experiment.subjects import Subject, company_subjects, in_one_currency, scheme_subjects
from ladder_sim.model.study import Study
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.lent_measures import measurable, measured_alike
from ladder_sim.scenarios.loading import Readable
from ladder_sim.scenarios.studies import schemes_of, workforce_of


def asked(
    schemes: object, study: Study | None, workforce: Workforce | Readable | None, function: str
) -> list[Subject]:  # fmt: skip
    """The schemes on their people, each with the measures of all; a study's where one is given, or its companies.

    Parameters
    ----------
    function : how messages call what takes them

    Raises
    ------
    LadderError
        There are fewer than two, or a company is given other people than those of its departments.
    """
    if study is not None and study.companies:
        if workforce is not None:
            raise LadderError(tr("{function}: each department of the study has its own people; leave the workforce out",
                                 "{function}：研究中的各部门已有自己的人员；请勿另给人员文件",
                                 function=function))  # fmt: skip
        chosen_companies(study)
        return company_subjects(study)
    listed = several(schemes) if study is None else schemes_of(study)
    chosen, _ = chosen_schemes(listed, "")
    people = workforce_of(study) if study is not None and workforce is None else people_of(workforce)
    alike = measured_alike(chosen)
    measurable({} if study is None else study.measures, alike, people)
    subjects = scheme_subjects(alike, people)
    in_one_currency(subjects)
    return subjects
