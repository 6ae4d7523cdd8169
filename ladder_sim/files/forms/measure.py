"""The human form of a measure of one's own, in a scheme or a study, and its resolved form."""

from __future__ import annotations

from collections.abc import Mapping

from ladder_sim.core.directions import DirectionWord, direction_of
from ladder_sim.core.i18n import tr
from ladder_sim.core.units import MeasureUnit
from ladder_sim.files.forms.common import Expression, Form, TitleForm
from ladder_sim.files.resolving.resolver import Resolver, title_of
from ladder_sim.model.kinds import CAUSES
from ladder_sim.model.measures import OwnMeasure


class OwnMeasureForm(Form):
    """A figure of one's own: arithmetic over means, totals, shares and counts of people 自定指标"""

    value: Expression
    """e.g. mean(kpi), share(age < 30), total(pay) / count(true) 计算式"""
    among: Expression | None = None
    """Who counts 统计范围"""
    unit: MeasureUnit = "ratio"
    better: DirectionWord | None = None
    title: TitleForm | None = None
    definition: TitleForm | None = None
    """What it says, for whoever reads the table 口径"""


def resolve_measures(r: Resolver, forms: Mapping[str, OwnMeasureForm]) -> dict[str, OwnMeasure]:
    """The measures of a file, by name."""
    made = {}
    for name, form in forms.items():
        loc = ("measures", name)
        if name in BUILT_IN:
            r.add(loc, tr("there is a measure '{name}' already; choose another name", "已有指标“{name}”；请换一个名称",
                          name=name), key=True)  # fmt: skip
        made[name] = OwnMeasure(
            name,
            title_of(form.title, name),
            form.unit,
            r.expr(form.value, *loc, "value"),
            r.maybe(form.among, *loc, "among"),
            direction_of(form.better),
            None if form.definition is None else title_of(form.definition, ""),
        )
    return made


_MONEY = ("salary_cost", "salary_cost_per_head", "labor_cost", "labor_cost_per_head", "salary_cost_per_fte",
          "labor_cost_per_fte")  # fmt: skip
#: The measures that runs have; a test holds them against `results.measures`.
BUILT_IN = frozenset(
    {
        "advancement_rate", "net_promotion_rate", "promotion_rate", "demotion_rate", "turnover", "turnover_regretted",
        "turnover_passed_over", "kpi_new_role", "chosen_kpi", "chosen_ability", "eligible_ability",
        *(f"turnover_{cause}" for cause in CAUSES), *_MONEY, *(f"{name}_real" for name in _MONEY),
        "time_to_promotion", "time_to_promotion_mean", "median_wait", "promoted_within_12", "promoted_within_24",
        "promoted_within_36", "stuck", "span", "span_fte", "vacant_seats", "kpi", "fte",
    }
)  # fmt: skip
