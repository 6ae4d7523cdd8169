"""Element 7: every rule of the scheme, every behavior of the people, every parameter with its value and source."""

from __future__ import annotations

from ladder_sim.analysis.card import CardSection
from ladder_sim.analysis.description import rule_sections
from ladder_sim.analysis.model_description.document import OddElement, OddPart
from ladder_sim.analysis.people_card import workforce_card
from ladder_sim.analysis.rule_text.expressions import valued
from ladder_sim.core.i18n import tr
from ladder_sim.model.expression import Parameter
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce


def submodels(scheme: Scheme, people: Workforce) -> OddElement:
    """The submodels as the files state them."""
    rules = OddPart(tr("Rules of the scheme", "方案规则"), (), rule_sections(scheme))
    behavior = OddPart(tr("Behavior of people", "人员行为"), (), workforce_card(people).sections)
    intro = tr("Each table tells one kind of rule in words made from the expressions that are played.",
               "每张表说明一类规则，文字由实际执行的表达式生成。")  # fmt: skip
    parts = (OddPart("", (intro,)), rules, behavior, _parameters(scheme))
    return OddElement(7, tr("Submodels", "子模型"), parts)


def _parameters(scheme: Scheme) -> OddPart:
    title = tr("Parameters", "参数")
    if not scheme.parameters:
        return OddPart(title, (tr("The scheme names no parameter: its numbers stand in the rules.",
                                  "方案没有命名参数：数字直接写在规则中。"),))  # fmt: skip
    rows = tuple((str(one.title), name, valued(one), *_source(one)) for name, one in scheme.parameters.items())
    columns = (
        tr("parameter", "参数"),
        tr("name", "名称"),
        tr("value", "取值"),
        tr("source", "来源"),
        tr("note", "说明"),
    )
    return OddPart(title, (), (CardSection("", columns, rows),))


def _source(parameter: Parameter) -> tuple[str, str]:
    """Where a value comes from, and what is noted of it."""
    kind = (tr("assumed", "假设") if parameter.assumed else tr("reading of the source", "对原文的解读")
            if parameter.reading else tr("stated by the source of the rules", "规则来源写明"))  # fmt: skip
    return kind, parameter.note
