"""How much years differ, from the human form to the model."""

from __future__ import annotations

from ladder_sim.core.i18n import tr
from ladder_sim.files.forms.workforce import BetweenYearsForm, WorkforceForm
from ladder_sim.files.resolving.resolver import Resolver
from ladder_sim.model.workforce import HIRING_KINDS, BetweenYears, Hiring


def between_years(r: Resolver, form: WorkforceForm, hiring: Hiring) -> BetweenYears:
    """The spreads between years; one that has nothing to act on is noted as an error."""
    given = form.between_years
    _acts(r, form, given, hiring)
    return BetweenYears(float(given.leaving), float(given.hiring), float(given.performance), given.basis or "")


def _acts(r: Resolver, form: WorkforceForm, given: BetweenYearsForm, hiring: Hiring) -> None:
    leaving = form.attrition
    if given.leaving and leaving.base is None and leaving.hazard is None and leaving.preset is None:
        r.add(("between_years", "leaving"),
              tr("nobody leaves of their own accord here; say under attrition how they do",
                 "本文件中没有主动离职；请在 attrition 下写明"))  # fmt: skip
    if given.hiring and not HIRING_KINDS[hiring.kind].numbers:
        r.add(("between_years", "hiring"),
              tr("goes with hiring that names numbers (fixed, poisson or plan); here hires follow the headcount",
                 "要与写明人数的招聘（fixed、poisson 或 plan）一起用；此处招聘随人数而定"))  # fmt: skip
    kpi = form.metrics.get("kpi")
    if given.performance and (kpi is None or kpi.normal is None) and form.signals is None:
        r.add(("between_years", "performance"),
              tr("needs a metric 'kpi' that is normal", "需要 normal 分布的指标“kpi”"))  # fmt: skip
