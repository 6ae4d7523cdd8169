"""Which slides each audience sees, in which order, and which are looked up: one record for each audience.

An audience changes what is shown and what it is asked for (`model/audiences.py`), never a figure.
"""

from __future__ import annotations

from dataclasses import dataclass

from ladder_sim.model.audiences import Audience, SectionName
from ladder_sim.report.outline.parts import SlideName

#: At most so many slides are told, with the cover, and so many looked up.
TOLD, LOOKED_UP = 14, 8


@dataclass(frozen=True, slots=True)
class Plan:
    """The slides of an audience: those that are told, in their order, and those of the appendix."""

    told: tuple[SlideName, ...]
    appendix: tuple[SlideName, ...]


_LAST: tuple[SlideName, ...] = ("next", "computed")
_DETAILS: tuple[SlideName, ...] = ("grades", "rules", "parts", "levels", "groups", "departments", "answers", "left_out")
#: Every audience.
PLANS: dict[Audience, Plan] = {
    "leadership": Plan(
        ("ask", "ladders", "compared", "change", "turnover", "bridge", "budget", "doubt", "assumptions", "fairness",
         "transition", *_LAST),
        _DETAILS,
    ),
    "finance": Plan(
        ("ask", "budget", "bridge", "compared", "turnover", "change", "doubt", "assumptions", "ladders", "fairness",
         "transition", *_LAST),
        ("parts", "levels", "grades", "rules", "groups", "departments", "answers", "left_out"),
    ),
    "hr": Plan(
        ("ask", "ladders", "compared", "change", "turnover", "bridge", "budget", "fairness", "doubt", "assumptions",
         "transition", *_LAST),
        _DETAILS,
    ),
    "works_council": Plan(
        ("ask", "change", "fairness", "transition", "ladders", "compared", "turnover", "bridge", "budget", "doubt",
         "assumptions", *_LAST),
        ("groups", "rules", "grades", "levels", "left_out", "departments"),
    ),
    "team_leads": Plan(
        ("ask", "ladders", "rules", "change", "transition", "turnover", "compared", "fairness", "doubt",
         "assumptions", *_LAST),
        ("grades", "levels", "groups", "departments", "left_out"),
    ),
    "staff": Plan(
        ("ask", "ladders", "change", "transition", "rules", "fairness", "compared", "doubt", "assumptions", *_LAST),
        ("grades", "levels", "groups", "left_out"),
    ),
}  # fmt: skip
#: Which sections of a brief each slide tells; a brief that names sections has the slides of those.
OF_SECTIONS: dict[SlideName, tuple[SectionName, ...]] = {
    "ask": ("recommendation",), "compared": ("recommendation", "promotion"), "ladders": ("ladders",),
    "grades": ("ladders",), "change": ("winners",), "turnover": ("turnover", "why"),
    "bridge": ("cost",), "budget": ("cost_by_year", "equal"), "parts": ("cost", "cost_by_year"),
    "doubt": ("doubt",), "assumptions": ("assumptions",), "left_out": ("assumptions",),
    "fairness": ("fairness", "chosen"), "groups": ("fairness",), "transition": ("switch",),
    "next": ("recommendation",), "computed": ("method",), "rules": ("bottlenecks", "flows"),
    "levels": ("promotion", "turnover"), "departments": ("departments",), "answers": ("expectations", "choice"),
}  # fmt: skip


def plan_of(audience: Audience, sections: tuple[str, ...]) -> Plan:
    """The slides to tell: those of the audience, or of the sections that a brief names, in their order."""
    own = PLANS[audience]
    if not sections:
        return own
    wanted = [slide for section in sections for slide, of in OF_SECTIONS.items() if section in of]
    shown = tuple(dict.fromkeys(wanted))
    details = tuple(slide for slide in shown if slide in _DETAILS and slide not in own.told)
    return Plan(tuple(slide for slide in shown if slide not in details), details)
