"""What follows a comparison: the same steps for slides and brief, each to be given somebody who does it and a date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ladder_sim.changeover.switching import Switch
from ladder_sim.core.i18n import tr
from ladder_sim.doubt.tornado import Tornado
from ladder_sim.model.audiences import AskedFor
from ladder_sim.report.document.kit import Scene
from ladder_sim.report.document.lead import open_question


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something to do, and how."""

    title: str
    how: str

    @property
    def told(self) -> str:
        """Both in one sentence, without its stop."""
        return tr("{what}: {how}", "{what}：{how}", what=self.title, how=self.how)


def next_steps(scene: Scene) -> tuple[NextStep, ...]:
    """The steps from here to a scheme in force, for what the audience is asked for."""
    # 劳动合同法 (Labor Contract Law of the PRC), article 4: rules that bear on pay and on those who work
    heard = NextStep(
        tr("Hear staff and works council", "听取职工意见"),
        tr("discuss the draft, keep what was said (mainland China: Labor Contract Law, article 4)",
           "讨论制度草案，履行民主程序、公示并留存记录（《劳动合同法》第四条）"),
    )  # fmt: skip
    decided = tr("management decides with what was said", "管理层结合意见作出决定")
    decide = tr("Decide", "作出决定")
    first: Mapping[AskedFor, tuple[NextStep, ...]] = {
        "decision": (NextStep(decide, open_question(scene)), heard),
        "opinion": (heard, NextStep(decide, decided)),
        "comment": (heard, NextStep(decide, decided)),
        "nothing": (heard, NextStep(decide, decided)),
    }
    law = NextStep(tr("Check the law", "法律审核"),
                   tr("contracts, consultation, severance", "劳动合同变更、民主程序、经济补偿"))  # fmt: skip
    return (*first[scene.brief.readers.asked], law, _assumed(scene), *_left_out(scene), _passage(scene), _followed())


def _assumed(scene: Scene) -> NextStep:
    """Which assumptions to measure: those that move most where that was played, else what the scheme leaves open."""
    found = next((one for one in scene.comparison.explained.values() if isinstance(one, Tornado)), None)
    title = tr("Check what is assumed", "核实假设")
    if found is not None and found.cases[0].bars:
        return NextStep(title, _first([str(bar.assumption.title) for bar in found.cases[0].bars], 2))
    assumed = [str(p.title) for p in scene.comparison[scene.focus].scheme.parameters.values() if p.assumed]
    command = tr("compare … --doubt finds those that matter", "compare … --doubt 找出影响最大的假设")
    return NextStep(title, tr("{x}; {command}", "{x}；{command}", x=_first(assumed, 1), command=command)
                    if assumed else command)  # fmt: skip


def _left_out(scene: Scene) -> tuple[NextStep, ...]:
    """The rules that are not in the model."""
    left = [str(one.rule) for one in scene.comparison[scene.focus].scheme.left_out]
    if not left:
        return ()
    return (NextStep(tr("Settle the rules that are not in the model", "落实未纳入模型的规则"), _first(left, 1)),)


def _passage(scene: Scene) -> NextStep:
    found = next((one for one in scene.comparison.explained.values() if isinstance(one, Switch)), None)
    how = tr("ladder-sim switch tells who passes and whose pay changes", "ladder-sim switch：谁切换、谁的薪酬变化")
    if found is not None:
        how = tr("from {d} on, as told of the day of the switch", "自{d}起，按切换当日的安排执行",
                 d=found.calendar_month(found.month))  # fmt: skip
    return NextStep(tr("Prepare the switch", "准备切换"), how)


def _followed() -> NextStep:
    return NextStep(
        tr("Tell everybody, then follow it", "宣贯并在实施后核对"),
        tr("ladder-sim track: plan against actual, month by month", "ladder-sim track：逐月对照计划与实际"),
    )


def _first(names: list[str], most: int) -> str:
    shown = tr("; ", "；").join(names[:most])
    more = len(names) - most
    return shown if more <= 0 else tr("{x} and {n} more", "{x}等（另有{n}项）", x=shown, n=more)
