"""Who reads a report: which sections each audience reads first, which it is spared, and what it is asked for.

An audience changes what is shown and what it is asked, never a figure: sections are chosen and put in order here, and
what they say comes from the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

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
    """

    title: Title
    asked: AskedFor = "decision"
    first: tuple[SectionName, ...] = ()
    without: tuple[SectionName, ...] = ()
    full: bool = True
    parts: tuple[BriefPart, ...] = ("figures", "why", "flips", "cost", "whom", "fairness", "transition")
    measures: tuple[str, ...] = ("advancement_rate", "turnover", "labor_cost", "time_to_promotion")

    @property
    def sections(self) -> tuple[SectionName, ...]:
        """The sections that are told, in their order."""
        rest = (name for name in SECTIONS if name not in self.first and name not in self.without)
        return (*self.first, *rest)


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
        ("equal", "choice", "cost", "cost_by_year"), full=False,
        parts=("rules", "figures", "whom", "transition", "flips"), measures=_WITHOUT_MONEY,
    ),
    "staff": Readers(
        Title("the people concerned", "全体员工"), "nothing",
        ("recommendation", "ladders", "winners", "switch", "promotion", "bottlenecks", "fairness"),
        ("equal", "choice", "cost", "cost_by_year", "turnover", "flows"), full=False,
        parts=("rules", "whom", "transition", "fairness", "figures", "flips"), measures=_WITHOUT_MONEY,
    ),
}  # fmt: skip
