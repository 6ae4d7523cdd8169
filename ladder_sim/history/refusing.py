"""What a history cannot tell, whatever it holds."""

from __future__ import annotations

from ladder_sim.core.i18n import tr
from ladder_sim.history.estimates import Refusal
from ladder_sim.history.record import PeopleHistory


def always_refused(history: PeopleHistory, refused: list[Refusal]) -> None:
    """Responses of people, which are associations at best, and what personnel data do not hold."""
    refused.append(Refusal(
        "effects", tr("effects on leaving (performance, passed over, stagnation, pay, promotion)",
                      "离职的影响因素（绩效、晋升未果、停滞、薪酬、晋升）"),
        tr("a history shows associations at best; who was passed over needs the list of candidates",
           "历史数据至多显示相关；晋升未果需要候选人名单"), "",
        tr("none: the fitted chance holds for everybody. To compare schemes that change them, add assumed effects and "
           "match the level again",
           "不设：拟合的概率对所有人相同。如需比较会改变这些因素的方案，请加入假设的影响并重新校准水平")))  # fmt: skip
    refused.append(Refusal(
        "elsewhere", tr("costs, market pay, months to fill a post, mentoring", "费用、市场薪酬、补员周期、带教"),
        tr("not in personnel data", "人事数据中没有"), "", tr("those of the base workforce, assumed",
                                                         "沿用基准人员文件的假设")))  # fmt: skip
    if not history.stated_reasons:
        refused.append(
            Refusal(
                "reasons",
                tr("leaving by reason", "按原因的离职"),
                tr("the file states no reasons", "文件未注明原因"),
                "",
                tr(
                    "one chance for all reasons, retirement and dismissal included",
                    "各种原因合为一个概率，含退休和辞退",
                ),
            )
        )
