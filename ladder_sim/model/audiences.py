"""Who reads a report: which sections each audience reads first, which it is spared, and what it is asked for.

An audience changes what is shown and what it is asked, never a figure: sections are chosen and put in order here, and
what they say comes from the same numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from ladder_sim.core.frozen import FrozenFields
from ladder_sim.core.i18n import Title

SectionName = Literal[
    "recommendation", "expectations", "why", "equal", "choice", "switch", "doubt", "chosen", "ladders", "promotion",
    "turnover", "cost", "flows", "bottlenecks", "winners", "fairness", "departments", "cost_by_year", "assumptions",
    "method",
]  # fmt: skip
#: The sections that a report can have, in the order in which they are told.
SECTIONS: tuple[SectionName, ...] = get_args(SectionName)

Audience = Literal["leadership", "finance", "hr", "works_council", "team_leads", "staff"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)
#: What a brief of one page may hold beside the recommendation and the next steps.
BriefPart = Literal["figures", "why", "flips", "cost", "whom", "rules", "fairness", "transition"]
BRIEF_PARTS: tuple[BriefPart, ...] = get_args(BriefPart)
#: What an audience is asked for: to decide, to be heard, to look at it from its side, or nothing.
AskedFor = Literal["decision", "opinion", "comment", "nothing"]


#: What may be kept from an audience.
Confidential = Literal["money"]


@dataclass(frozen=True, slots=True)
class KeptBack(FrozenFields):
    """Where something stands that is kept from an audience: it leaves page, slides, brief and workbook alike.

    Parameters
    ----------
    title : what it is
    units : measures in these units
    sections : of page and slides
    sheets : of the workbook, by their keys
    columns : of sheets that stay, by the sheet's key
    """

    title: Title
    units: tuple[str, ...]
    sections: tuple[SectionName, ...]
    sheets: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]


#: Money is what people are paid on average and what it costs. What a scheme pays in a grade is its rule, and told.
KEPT_BACK: Mapping[Confidential, KeptBack] = {
    "money": KeptBack(
        Title("pay and cost", "薪酬与成本"), ("money a year", "money"), ("equal", "cost", "cost_by_year"),
        ("pay", "pay_by_grade", "costs", "costs_by_year", "prices", "equal", "switch_months"),
        {"roles": ("pay", "difference", "difference_low", "difference_high")},
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Readers:
    """What an audience reads.

    Parameters
    ----------
    title : what the audience is called
    asked : what it is asked for
    first : sections told first, in this order; the others follow in the order of `SECTIONS`
    without : sections that are not told unless a brief names them
    full : whether every table is told; else reports are short
    parts : what a brief of one page holds, in this order
    measures : whose figures it has
    hides : what is kept from it, wherever it would stand
    """

    title: Title
    asked: AskedFor = "decision"
    first: tuple[SectionName, ...] = ()
    without: tuple[SectionName, ...] = ()
    full: bool = True
    parts: tuple[BriefPart, ...] = ("figures", "why", "flips", "cost", "whom", "fairness", "transition")
    measures: tuple[str, ...] = ("advancement_rate", "turnover", "labor_cost", "time_to_promotion")
    hides: tuple[Confidential, ...] = ()

    @property
    def kept_back(self) -> tuple[KeptBack, ...]:
        """Where what is kept from it would stand."""
        return tuple(KEPT_BACK[what] for what in self.hides)

    @property
    def sections(self) -> tuple[SectionName, ...]:
        """The sections that are told, in their order."""
        rest = (name for name in SECTIONS if name not in self.first and name not in self.without)
        return tuple(name for name in (*self.first, *rest) if self.may_read(name))

    def may_read(self, section: str) -> bool:
        """Whether a section tells nothing that is kept from it."""
        return not any(section in one.sections for one in self.kept_back)

    def may_see(self, unit: str) -> bool:
        """Whether measures in a unit are none that is kept from it."""
        return not any(unit in one.units for one in self.kept_back)


_WITHOUT_MONEY = ("advancement_rate", "time_to_promotion", "turnover")
#: Every audience.
READERS: dict[Audience, Readers] = {
    "leadership": Readers(Title("board and management", "董事会与管理层"), full=False),
    "finance": Readers(
        Title("finance", "财务"), first=("recommendation", "cost", "cost_by_year"),
        parts=("figures", "cost", "why", "flips", "whom", "transition"),
        measures=("labor_cost", "salary_cost_per_head", "turnover", "advancement_rate"),
    ),
    "hr": Readers(
        Title("human resources", "人力资源部"),
        parts=("figures", "rules", "whom", "transition", "fairness", "flips", "why", "cost"),
    ),
    "works_council": Readers(
        Title("works council", "工会与职工代表"), "opinion",
        ("recommendation", "winners", "fairness", "chosen", "switch", "ladders", "promotion", "bottlenecks"),
        ("choice",), parts=("figures", "whom", "fairness", "transition", "rules", "flips"),
        measures=("advancement_rate", "time_to_promotion", "salary_cost_per_head", "turnover"),
    ),
    "team_leads": Readers(
        Title("team leads", "小组长与部门主管"), "comment",
        ("recommendation", "ladders", "switch", "bottlenecks", "promotion", "turnover", "winners"),
        ("choice",), full=False, parts=("rules", "figures", "whom", "transition", "flips"),
        measures=_WITHOUT_MONEY, hides=("money",),
    ),
    "staff": Readers(
        Title("the people concerned", "全体员工"), "nothing",
        ("recommendation", "ladders", "winners", "switch", "promotion", "bottlenecks", "fairness"),
        ("choice", "turnover", "flows"), full=False,
        parts=("rules", "whom", "transition", "fairness", "figures", "flips"), measures=_WITHOUT_MONEY,
        hides=("money",),
    ),
}  # fmt: skip
