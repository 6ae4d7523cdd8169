"""The schemes and the people of a search among schemes, from what a reader gives."""

from __future__ import annotations

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.experiment.comparing import chosen_schemes
from ladder_sim.experiment.given import people_of, several
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.study import Study
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.lent_measures import measured_alike
from ladder_sim.scenarios.loading import Readable
from ladder_sim.scenarios.studies import schemes_of, workforce_of


def asked(
    schemes: object, study: Study | None, workforce: Workforce | Readable | None, function: str
) -> tuple[list[Scheme], Workforce]:
    """The schemes, each with the measures of all, and the people; a study's where one is given.

    Parameters
    ----------
    function : how messages call what takes them

    Raises
    ------
    LadderError
        There are fewer than two schemes, or a company is asked for.
    """
    if study is not None and study.companies:
        raise LadderError(of_a_company(function))
    listed = several(schemes) if study is None else schemes_of(study)
    chosen, _ = chosen_schemes(listed, "")
    people = workforce_of(study) if study is not None and workforce is None else people_of(workforce)
    return measured_alike(chosen), people


def of_a_company(function: str) -> str:
    """Why a company is not searched among."""
    return tr("{function} takes schemes on one workforce: give it the schemes and the people of the department that is"
              " to decide; a company and its alternatives are compared with compare(), whose table() has the totals",
              "{function} 只用于同一人员上的方案：请给出要决定的那个部门的方案和人员；公司及其备选请用 compare() 比较，"
              "合计见 table()", function=function)  # fmt: skip
