"""How a scheme takes over from another, as a card tells it."""

from __future__ import annotations

from ladder_sim.analysis.card import CardSection
from ladder_sim.analysis.rule_text.expressions import Wording
from ladder_sim.core.i18n import tr
from ladder_sim.model.changeover import SwitchPay
from ladder_sim.model.scheme import Scheme


def changeover_section(scheme: Scheme, words: Wording) -> list[CardSection]:
    """From when and after which scheme, who comes where and when, and what becomes of base pay; empty: after none."""
    adopted = scheme.adopted
    if adopted is None:
        return []
    old = adopted.after if scheme.replaced is None else str(scheme.replaced.title)
    rows = [
        (
            tr("takes over", "启用"),
            tr("from month {m}, after {old}", "自第{m}个月起，接替{old}", m=adopted.month, old=old),
        )
    ]
    if adopted.placement == "by pay":
        rows.append(
            (tr("placed", "定级"), tr("in the highest grade of the role that pays no more", "按基本工资就近套入"))
        )
    elif not isinstance(adopted.placement, str):
        rows += [(_old(scheme, grade), words.name(goal)) for grade, goal in adopted.placement.items()]
    rows += [(_old(scheme, grade), words.lines(rule)) for grade, rule in adopted.choose.items()]
    if adopted.pay != SwitchPay():
        rows.append((tr("base pay", "基本工资"), str(adopted.pay)))
    if adopted.waves is not None:
        rows += [(tr("month {m}", "第{m}个月", m=wave.month), words.lines(wave.who)) for wave in adopted.waves]
        if not adopted.waves:
            rows.append((tr("who passes", "切换人员"), tr("only who is hired from then on", "仅此后入职的新员工")))
    return [CardSection(tr("Changeover", "方案切换"), ("", ""), tuple(rows))]


def _old(scheme: Scheme, grade: str) -> str:
    """An old grade by its title."""
    found = None if scheme.replaced is None else next((one for one in scheme.replaced.grades if one.id == grade), None)
    return tr("from {g}", "原{g}", g=grade if found is None else found.title)
