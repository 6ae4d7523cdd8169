"""What a brief of one page says: the same sentences and figures as the other reports, chosen for its audience."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ladder_sim.analysis.statements import tornado as of_tornado
from ladder_sim.analysis.statements import worlds as of_worlds
from ladder_sim.analysis.statements.level import equal_told
from ladder_sim.analysis.statements.matters import matters_told
from ladder_sim.analysis.statements.verdict import headline, reasons
from ladder_sim.analysis.statements.why import pay_caution
from ladder_sim.core.i18n import tr
from ladder_sim.doubt.tornado import Tornado
from ladder_sim.doubt.worlds import Worlds
from ladder_sim.model.audiences import BriefPart, SectionName
from ladder_sim.report.document.alone import ALONE, levels_table
from ladder_sim.report.document.document import cover, report_sections
from ladder_sim.report.document.fair import chosen
from ladder_sim.report.document.group_audit import fairness
from ladder_sim.report.document.kit import Scene, price_told, said
from ladder_sim.report.document.lead import ask, conditions, recommendation
from ladder_sim.report.document.parts import Cover, Section, Table
from ladder_sim.report.document.people import winners
from ladder_sim.report.document.ranges import ranges_table, told_measures
from ladder_sim.report.document.rules import ladders
from ladder_sim.report.document.steps import next_steps
from ladder_sim.report.document.stops import bottlenecks
from ladder_sim.report.document.switching import switch
from ladder_sim.report.document.why import why
from ladder_sim.results.price import prices


@dataclass(frozen=True, slots=True)
class BriefBlock:
    """A heading with sentences, the most important first: where there is no room, the last are left out."""

    part: BriefPart | None
    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OnePage:
    """A brief before it is laid out.

    Parameters
    ----------
    front : title and subtitle
    readers : for whom, such as ``For the works council``
    message : the recommendation as a sentence with its stop
    ask : what its readers are asked for
    grounds : further sentences on the recommendation, the most important first
    figures : measures of the baseline and of the scheme in question, with the ranges that are known
    reading : how to read the picture
    blocks : what else it says, in the order of the audience
    steps : what is to be done next; who does it and until when is filled in by hand
    source : where the numbers come from, and how they are checked
    """

    front: Cover
    readers: str
    message: str
    ask: str
    grounds: tuple[str, ...]
    figures: Table
    reading: str
    blocks: tuple[BriefBlock, ...]
    steps: tuple[str, ...]
    source: tuple[str, ...]


def one_page(scene: Scene) -> OnePage:
    """The brief of a comparison, in the language in use.

    Raises
    ------
    LadderError
        The brief recommends a scheme that is not compared.
    """
    if scene.alone:
        return _of_one(scene)
    readers = scene.brief.readers
    made = (_BLOCKS[part](scene) for part in readers.parts if part != "figures")
    blocks = tuple(block for block in made if block is not None)
    figures = ranges_table(scene, tr("The figures", "主要数字"), told_measures(scene))
    return OnePage(
        cover(scene.comparison, scene.brief), tr("For: {who}", "阅读对象：{who}", who=readers.title),
        _message(scene), ask(scene), _grounds(scene), figures, how_to_read(), blocks,
        tuple(step.told for step in next_steps(scene)), _source(scene),
    )  # fmt: skip


def _of_one(scene: Scene) -> OnePage:
    """The brief of a single scheme: its figures and sections, and no difference."""
    readers = scene.brief.readers
    told = {section.id: section for section in report_sections(scene.comparison, scene.brief)}
    lead = told.get("recommendation") or ALONE["recommendation"](scene)
    assert lead is not None
    figures = levels_table(scene, tr("The figures", "主要数字"), told_measures(scene))
    note = tr("By luck: other random numbers, the same assumptions.", "随机波动：假设不变、随机数不同时的95%区间。")
    blocks = [_of(told.get(name), part, told[name].name) for name, part in _PARTS_OF_ONE if name in told]
    return OnePage(
        cover(scene.comparison, scene.brief), tr("For: {who}", "阅读对象：{who}", who=readers.title),
        lead.headline + tr(".", "。"), ask(scene), lead.points[-3:-1], replace(figures, note=note), "",
        tuple(block for block in blocks if block is not None), tuple(step.told for step in next_steps(scene)),
        _source(scene),
    )  # fmt: skip


#: The sections that a brief of one scheme has room for.
_PARTS_OF_ONE: tuple[tuple[SectionName, BriefPart], ...] = (
    ("ladders", "rules"), ("bottlenecks", "rules"), ("winners", "whom"), ("cost_by_year", "cost"),
    ("fairness", "fairness"),
)  # fmt: skip


def _message(scene: Scene) -> str:
    """The recommendation; to those who are shown no cost what changes for them."""
    told = recommendation(scene).headline if scene.spared else headline(scene.verdict)
    return told + tr(".", "。")


def how_to_read() -> str:
    """What dots, lines and colors of the picture mean."""
    return tr("Differences from the baseline with their 95% intervals (luck); blue: detectably better, orange:"
              " detectably worse, gray: no detectable difference.",
              "与基准的差值及其95%区间（随机波动）；蓝色：显著更优，橙色：显著更差，灰色：差异不显著。")  # fmt: skip


def _grounds(scene: Scene) -> tuple[str, ...]:
    """What stands behind the recommendation, and its cautions."""
    if scene.spared:
        return recommendation(scene).points[:-1]
    caution = pay_caution(scene.comparison, ways=False)
    why, matter = reasons(scene.verdict), matters_told(scene.comparison, scene.focus, scene.brief.matters)
    told = [*why[:1], *([caution] if caution else []), *matter, *why[1:]]
    return tuple(dict.fromkeys(told))


# --- blocks -----------------------------------------------------------------------------------------------


def _of(section: Section | None, part: BriefPart, heading: str) -> BriefBlock | None:
    """A block with the message of a section and its points."""
    if section is None:
        return None
    first = section.headline.rstrip(".。") + tr(".", "。")
    return BriefBlock(part, heading, tuple(dict.fromkeys((first, *section.points))))


def _why(scene: Scene) -> BriefBlock | None:
    return _of(why(scene), "why", tr("Why they differ", "差异的原因"))


def _flips(scene: Scene) -> BriefBlock:
    """What would turn the recommendation, with numbers where they were computed."""
    told = []
    for one in scene.comparison.explained.values():
        if isinstance(one, Tornado) and any(case.scheme == scene.focus for case in one.cases):
            told.append(of_tornado.turns(one, one.case(scene.focus)))
        if isinstance(one, Worlds) and one.ranked:
            told += of_worlds.risks(one)
    told = [text for text in told if text]
    if not told:
        told.append(tr("At which value of an assumption the better scheme changes was not computed: compare with"
                       " --doubt.", "哪项假设取何值会使优劣反转，本次未计算：比较时加 --doubt。"))  # fmt: skip
    return BriefBlock("flips", tr("What would turn this", "何种情况下结论会改变"), (conditions(scene), *told))


def _cost(scene: Scene) -> BriefBlock:
    """Labor cost of the scheme in question, what a leaver avoided costs, and how it is at equal budget."""
    found = scene.comparison.contrast(scene.focus, "labor_cost")
    told = [tr("Labor cost a year, {x}", "年人工成本，{x}", x=said(scene, found))]
    own = (one for one in prices(scene.comparison) if one.scheme == scene.focus)
    told += [price_told(scene, one) + tr(".", "。") for one in own]
    told += equal_told(scene.comparison)
    return BriefBlock("cost", tr("What it costs", "成本"), tuple(told))


def _whom(scene: Scene) -> BriefBlock | None:
    return _of(winners(scene), "whom", tr("For whom it changes what", "对谁有何影响"))


def _rules(scene: Scene) -> BriefBlock | None:
    """The ladders beside each other, and where people are stopped."""
    made = [_of(section, "rules", "") for section in (ladders(scene), bottlenecks(scene))]
    told = [text for block in made if block is not None for text in block.sentences[:3]]
    return BriefBlock("rules", tr("Grades and reviews", "职级与评审"), tuple(told)) if told else None


def _fairness(scene: Scene) -> BriefBlock | None:
    """Groups beside each other with what chance alone would make of them, and who is chosen."""
    made = [_of(section, "fairness", "") for section in (fairness(scene), chosen(scene))]
    told = [text for block in made if block is not None for text in block.sentences[:3]]
    return BriefBlock("fairness", tr("Fairness", "公平性"), tuple(told)) if told else None


def _transition(scene: Scene) -> BriefBlock:
    """The day of the switch; where nobody asked, the command that tells it."""
    heading = tr("Today's people on the day of the switch", "切换当日的现有人员")
    made = _of(switch(scene), "transition", heading)
    if made is not None:
        return made
    text = tr("Whose grade and pay change on that day was not computed: ladder-sim switch tells it.",
              "切换当日谁的职级和薪酬会变化，本次未计算：可用 ladder-sim switch 得出。")  # fmt: skip
    return BriefBlock("transition", heading, (text,))


_BLOCKS: dict[BriefPart, Callable[[Scene], BriefBlock | None]] = {
    "figures": lambda _: None, "why": _why, "flips": _flips, "cost": _cost, "whom": _whom, "rules": _rules,
    "fairness": _fairness, "transition": _transition,
}  # fmt: skip


# --- source --------------------------------------------------------------------------------


def _source(scene: Scene) -> tuple[str, ...]:
    return (
        *scene.comparison.notes[:1],
        scene.comparison.provenance,
        tr("Simulated, not observed. ladder-sim verify plays the stored result again and compares every bit.",
           "以上为模拟结果，并非实际数据。ladder-sim verify 可重新模拟已保存的结果并逐位核对。"),
    )  # fmt: skip
