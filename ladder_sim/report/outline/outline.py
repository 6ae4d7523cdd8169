"""The slides of a comparison for an audience: at most fourteen that are told and eight that are looked up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ladder_sim.core.grammar import fits, fitting
from ladder_sim.core.i18n import tr
from ladder_sim.report.brief import Brief
from ladder_sim.report.document.document import speaking_chart
from ladder_sim.report.document.kit import Scene
from ladder_sim.report.document.parts import Chart
from ladder_sim.report.outline.alone import MADE_ALONE
from ladder_sim.report.outline.effects import bridge, budget, change, parts, turnover
from ladder_sim.report.outline.lead import ask, compared, grades, ladders
from ladder_sim.report.outline.method import answers, computed, departments, left_out, levels, rules
from ladder_sim.report.outline.parts import Block, Slide, SlideName
from ladder_sim.report.outline.people import fairness, groups, next_steps, transition
from ladder_sim.report.outline.plans import LOOKED_UP, TOLD, plan_of
from ladder_sim.report.outline.sure import assumptions, doubt
from ladder_sim.results.comparison import Comparison

#: What makes each slide; None where there is nothing to tell.
MADE: dict[SlideName, Callable[[Scene], Slide | None]] = {
    "ask": ask, "ladders": ladders, "compared": compared, "change": change, "turnover": turnover, "bridge": bridge,
    "budget": budget, "doubt": doubt, "assumptions": assumptions, "fairness": fairness, "transition": transition,
    "next": next_steps, "computed": computed, "grades": grades, "rules": rules, "parts": parts, "levels": levels,
    "groups": groups, "departments": departments, "answers": answers, "left_out": left_out,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DeckOutline:
    """The slides of a deck behind its cover, and those of its appendix."""

    told: tuple[Slide, ...]
    appendix: tuple[Slide, ...]
    readers: str = ""  # for whom it is


def outline(comparison: Comparison, brief: Brief) -> DeckOutline:
    """The slides that a brief's audience is told, each once and with a title of its own."""
    scene = Scene(comparison, brief)
    plan = plan_of(brief.audience, brief.sections)
    told, appendix = _made(scene, plan.told)[: TOLD - 1], _made(scene, plan.appendix)[:LOOKED_UP]
    named = _apart([_speaking(slide) for slide in (*told, *appendix)])
    readers = tr("for: {who}", "面向：{who}", who=brief.readers.title)
    return DeckOutline(named[: len(told)], named[len(told) :], readers)


def _made(scene: Scene, names: Sequence[SlideName]) -> list[Slide]:
    """The slides of these names that have something to tell."""
    makers = MADE_ALONE if scene.alone else MADE
    return [slide for name in names if (slide := makers[name](scene)) is not None]


def _speaking(slide: Slide) -> Slide:
    """The slide in the reader's units, without charts of zeros only."""
    blocks: list[Block] = []
    for block in slide.blocks:
        if not isinstance(block, Chart):
            blocks.append(block)
        elif (chart := speaking_chart(block)) is not None:
            blocks.append(chart)
    return replace(slide, blocks=tuple(blocks))


def _apart(slides: list[Slide]) -> tuple[Slide, ...]:
    """No two with the same title: of two alike the later says what it is about."""
    seen: set[str] = set()
    made = []
    for slide in slides:
        title = slide.title if fits(slide.title) else fitting(slide.title, slide.name)
        if title in seen:
            title = fitting(tr("{name}: {title}", "{name}：{title}", name=slide.name, title=title), slide.name)
        seen.add(title)
        made.append(replace(slide, title=title))
    return tuple(made)
