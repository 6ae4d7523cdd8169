"""The views: what each asks for, what is worked out for it by the room that does so, and how that is shown.

What is worked out knows no language; what is shown is made in each of them.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias, runtime_checkable

from ladder_sim.biography.winning import PRIZES
from ladder_sim.core.display import sentences, table_html
from ladder_sim.core.i18n import Language, Title, tr
from ladder_sim.core.problems import LadderError
from ladder_sim.core.progress import Progress
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.notebook.pages.findings import packed

if TYPE_CHECKING:
    from ladder_sim.biography.life import Life
    from ladder_sim.biography.living import Lives
    from ladder_sim.results.comparison import Comparison

ViewKind = Literal["why", "tornado", "worlds", "choice", "fairness", "winners", "lives", "switch"]
OptionName = Literal["measure", "other", "prize", "by", "person", "month", "placement", "pay"]

#: Measures that a view can be asked about, the usual one first; what they are called their own records say.
MEASURES = ("turnover", "labor_cost", "salary_cost", "promotion_rate", "turnover_voluntary", "labor_cost_per_head")


@dataclass(frozen=True, slots=True)
class ViewOption:
    """Something that a view asks: what it is called, what may be chosen ('' of a field to type in), and the usual."""

    title: Title
    choices: Mapping[str, Title] = field(default_factory=dict)
    usual: str = ""


#: What can be asked for; of a measure the choices are `MEASURES`, and their titles those of the measures.
OPTIONS: Mapping[OptionName, ViewOption] = {
    "measure": ViewOption(Title("Measure", "指标"), usual="turnover"),
    "other": ViewOption(Title("Second measure", "第二指标"), usual="labor_cost"),
    "prize": ViewOption(
        Title("Counted by", "衡量标准"),
        {str(prize): title for prize, title in PRIZES.items()}, "pay"),
    "by": ViewOption(Title("Groups", "分组"), {"grade": Title("grade on the first day", "首日职级"),
                                            "tenure": Title("length of service", "司龄")}, "grade"),
    "person": ViewOption(Title("Number of a person; empty: those that teach most",
                               "人员编号；留空则选取最有代表性的人员")),
    "month": ViewOption(Title("Month of the switch, such as 1", "切换月份，例如1"), usual="1"),
    "placement": ViewOption(
        Title("Who comes to which grade", "套改方式"),
        {"keep": Title("the grade of the same name", "同名职级"),
         "by pay": Title("the highest of the role that pays no more", "同层级中薪酬不高于现薪的最高职级")}, "keep"),
    "pay": ViewOption(
        Title("Base pay", "基本工资处理"),
        {"at once": Title("by the new tables at once", "立即按新标准"), "protected": Title("never falls", "就高不降"),
         "frozen": Title("frozen until the tables catch up", "冻结至新标准追平"),
         "12 months": Title("falls in steps over 12 months", "12个月内分步降至新标准")}, "at once"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ViewOrder:
    """What a view is made of.

    Parameters
    ----------
    schemes : the baseline, the what-if, and those beside
    options : as chosen, by name
    spoken : the language in which a fault is told
    """

    kind: ViewKind
    schemes: tuple[Scheme, ...]
    workforce: Workforce
    months: int
    replications: int
    seed: int
    options: Mapping[OptionName, str]
    spoken: Language = "en"


@dataclass(frozen=True, slots=True)
class ViewProgress:
    """How far the work is: so much of so much."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class ViewAnswer:
    """A view.

    Parameters
    ----------
    html : by language
    findings : what reports tell of it, as `packed` gives it; empty where they tell nothing
    """

    html: Mapping[Language, str]
    findings: bytes = b""


#: What a work tells: how far it is; the view; or why there is none.
ViewMessage: TypeAlias = "ViewProgress | ViewAnswer | LadderError"


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """What was worked out for a view.

    Parameters
    ----------
    shown : shows it, as HTML in the language in use
    findings : what reports tell of it, as `packed` gives it; empty where they tell nothing
    """

    shown: Callable[[], str]
    findings: bytes = b""


@dataclass(frozen=True, slots=True)
class ViewSpec:
    """A view.

    Parameters
    ----------
    asks : the question, in the words of who decides
    options : what can be chosen
    plays : how often as much is played as for one scheme, about; a server counts with it
    made : works it out. Raises `LadderError` where it cannot be
    """

    title: Title
    asks: Title
    options: tuple[OptionName, ...]
    plays: int
    made: Callable[[ViewOrder, Progress], WorkedOut]


@runtime_checkable
class DrawnView(Protocol):
    """A picture, or axes on one."""

    def _repr_png_(self) -> bytes | None: ...


class TellsItself(Protocol):
    """A result that has its own table."""

    def _repr_html_(self) -> str: ...


def _image(drawn: object, alt: str) -> str:
    assert isinstance(drawn, DrawnView)  # every chart of ours is drawn on one
    png = drawn._repr_png_()
    held = base64.b64encode(png or b"").decode("ascii")
    return f'<img class="ls-figure" alt="{escape(alt)}" src="data:image/png;base64,{held}">'


class TellsItselfInWords(TellsItself, Protocol):
    """A result that has sentences, too."""

    def summary(self) -> list[str]:
        """Its sentences, the answer first."""


def _pictured(found: TellsItselfInWords, plot: Callable[[], object], findings: bytes) -> WorkedOut:
    """A picture with the result's sentences, then its table."""
    return WorkedOut(lambda: _image(plot(), sentences(*found.summary())) + found._repr_html_(), findings)


def _compared(order: ViewOrder, progress: Progress | None = None) -> Comparison:
    from ladder_sim.experiment.comparing import compare

    return compare(list(order.schemes), workforce=order.workforce, baseline=0, months=order.months,
                   replications=order.replications, seed=order.seed, progress=progress)  # fmt: skip


def _why(order: ViewOrder, progress: Progress) -> WorkedOut:
    from ladder_sim.attribution.why import why

    compared = _compared(order)
    found = why(compared, order.options["measure"], order.schemes[1].id, progress=progress)
    return _pictured(found, found.plot, packed(found, compared))


def _tornado(order: ViewOrder, progress: Progress) -> WorkedOut:
    from ladder_sim.doubt.tornado import tornado

    compared = _compared(order)
    found = tornado(compared, order.options["measure"], progress=progress)
    return _pictured(found, partial(found.plot, order.schemes[1].id), packed(found, compared))


def _worlds(order: ViewOrder, progress: Progress) -> WorkedOut:
    from ladder_sim.doubt.worlds import worlds

    compared = _compared(order)
    found = worlds(compared, order.options["measure"], progress=progress)
    return _pictured(found, found.plot, packed(found, compared))


def _choice(order: ViewOrder, progress: Progress) -> WorkedOut:
    from ladder_sim.results.dominance import frontier_of

    compared = _compared(order, progress)
    measures = (order.options["measure"], order.options["other"])
    findings = packed(frontier_of(compared, measures), compared)

    def shown() -> str:
        found = frontier_of(compared, measures)  # whose titles are in the language in use
        return _pictured(found, found.plot, findings).shown()

    return WorkedOut(shown, findings)


def _fairness(order: ViewOrder, progress: Progress) -> WorkedOut:
    from ladder_sim.charts.groups import fairness
    from ladder_sim.report.brief import Brief
    from ladder_sim.report.document.group_audit import fairness as section_of
    from ladder_sim.report.document.kit import Scene

    found = _compared(order, progress)
    if not any(run.axes.groups for run in found.runs):
        fairness(found)  # which says what is missing

    def shown() -> str:
        section = section_of(Scene(found, Brief()))
        tables = "".join(table_html(one.columns, one.rows, caption=one.title, note=one.note) for one in section.tables)
        told = _paragraphs(section.headline, *section.points)
        return told + _image(fairness(found), section.headline) + tables + _paragraphs(section.reading, section.caution)

    return WorkedOut(shown)  # of groups every report tells


def _lived(order: ViewOrder) -> Lives:
    from ladder_sim.biography.living import lives

    first, second = order.schemes[:2]
    return lives(first, second, order.workforce, months=order.months, replications=min(order.replications, 20),
                 seed=order.seed)  # fmt: skip


def _winners(order: ViewOrder, progress: Progress) -> WorkedOut:
    from ladder_sim.charts.gains import winners

    found, compared = _lived(order), _compared(order, progress)
    prize = next(one for one in PRIZES if one == order.options["prize"])
    by = order.options["by"]

    def shown() -> str:
        head = found.summary(prize)[0]
        return (_paragraphs(head) + table_html(found.columns(prize), found.rows(prize, by=by), note=found.provenance)
                + _image(winners(compared), head))  # fmt: skip

    return WorkedOut(shown)


def _lives(order: ViewOrder, progress: Progress) -> WorkedOut:
    found, asked = _lived(order), order.options["person"].strip()
    if asked:
        roster = order.workforce.people.roster
        life = found.person(int(asked) if roster is None and asked.isdecimal() else asked)
        return WorkedOut(lambda: _life(life))
    chosen = found.chosen()
    if not chosen:
        raise LadderError(tr("nobody's life differs between these two schemes", "两种方案下没有人的经历不同"))
    return WorkedOut(lambda: "<hr>".join(map(_life, chosen.values())))


def _life(life: Life) -> str:
    """The picture of a life under both schemes, then its dates."""
    return _image(life.plot(), sentences(*life.told())) + life._repr_html_()


def _switch(order: ViewOrder, progress: Progress) -> WorkedOut:
    from ladder_sim.changeover.switching import switch

    asked = order.options["month"].strip()
    found = switch(
        order.schemes[0], order.schemes[1], order.workforce, on=int(asked) if asked.isdecimal() else asked,
        placement=order.options["placement"], pay=order.options["pay"], months=order.months,
        replications=order.replications, seed=order.seed,
    )  # fmt: skip
    return _pictured(found, found.plot, packed(found, found.comparison, whole=True))


def _paragraphs(*texts: str) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in texts if text)


#: The views, in the order of the questions of who decides.
VIEWS: Mapping[ViewKind, ViewSpec] = {
    "why": ViewSpec(
        Title("Why", "差异从何而来"),
        Title("From the baseline to the what-if: which part of the rules makes how much of the difference?",
              "从基准方案到试算方案：差异各由哪些规则造成？"), ("measure",), 16, _why),
    "tornado": ViewSpec(
        Title("How sure", "结论有多可靠"),
        Title("Which assumption moves the difference most, and at what value would the other scheme be better?",
              "哪项假设对差异影响最大？取值到多少时结论会反转？"), ("measure",), 30, _tornado),
    "worlds": ViewSpec(
        Title("In other worlds", "多种情景"),
        Title("All assumptions drawn from their ranges at once: how often is the what-if better?",
              "所有假设同时在可能范围内变动：试算方案占优的情景有多少？"), ("measure",), 40, _worlds),
    "choice": ViewSpec(
        Title("What to choose", "如何选择"),
        Title("Over two measures: which of the schemes on the desk is beaten by another in both?",
              "按两个指标看：工作台上的哪些方案在两方面都不如别的方案？"), ("measure", "other"), 3, _choice),
    "fairness": ViewSpec(
        Title("Fairness", "公平性"),
        Title("Are groups of people promoted alike?", "各组人员的晋升机会是否相当？"), (), 3, _fairness),
    "winners": ViewSpec(
        Title("Winners and losers", "受益与受损"),
        Title("Who of the people of the first day gains by the what-if, and who loses?",
              "首日在岗人员中，谁因试算方案受益，谁受损？"), ("prize", "by"), 3, _winners),
    "lives": ViewSpec(
        Title("Two lives", "两种经历"),
        Title("The same person under both schemes: where do the lives part, and who has the seat instead?",
              "同一个人在两种方案下的经历：从何处开始不同？名额给了谁？"), ("person",), 2, _lives),
    "switch": ViewSpec(
        Title("The switch", "切换当日"),
        Title("From the baseline to the what-if on a date: whose pay changes, and what does it cost?",
              "按日期从基准方案切换到试算方案：谁的薪酬变化？成本多少？"), ("month", "placement", "pay"), 5, _switch),
}  # fmt: skip


def schemes_apart(schemes: Sequence[Scheme]) -> tuple[Scheme, ...]:
    """The schemes each once, the baseline first.

    Raises
    ------
    LadderError
        The what-if is the baseline: there is nothing to look closer at.
    """
    kept = tuple({one.id: one for one in reversed(schemes)}.values())[::-1]
    if len(schemes) < 2 or schemes[0].id == schemes[1].id:
        raise LadderError(tr("the what-if is the baseline as it stands: change a rule, or choose another baseline "
                             "under 'Compare'",
                             "试算方案与基准方案相同：请先改动规则，或在“比较”中另选基准方案"))  # fmt: skip
    return kept
