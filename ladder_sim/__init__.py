"""Simulate promotion schemes before they are adopted.

A *scheme* is the policy, a *workforce* the people, a *run* one played on the other, a *comparison*
several schemes on the same people with the same luck.

- `load_scheme`, `load_workforce`, `load_study`: read a file, or one of the scenarios by its id.
- `simulate`: one scheme, many replications → `Run`.
- `compare`: several schemes, paired differences from a baseline → `Comparison`.
- `check_roster`: a list of people before any run: who is in, what is doubtful,
what turnover it implies → `RosterCheck`.
- `explain`: where people are stopped, and by which rule alone.
- `trace`: a given record walked through the rules, with reasons.
- `diff`: what differs between two schemes, in words and numbers.
- `catalog`, `describe`: every scheme at hand in a line, and the rules of one in words.
- `explore`: sliders for a scheme and its people, with charts that follow, in a notebook.
- `plots`: the charts, each takes ``ax=None`` and returns it.
- `use`: the language of every text, ``"en"`` or ``"zh"``.

Names are loaded on first use, so that ``import ladder_sim`` is quick and loads neither pandas nor matplotlib.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from ladder_sim.core import doors

if TYPE_CHECKING:
    from ladder_sim import charts as plots
    from ladder_sim.analysis.description import describe as describe
    from ladder_sim.analysis.scheme_figures import catalog as catalog
    from ladder_sim.analysis.tracing import trace as trace
    from ladder_sim.analysis.why_not import explain as explain
    from ladder_sim.core.i18n import use as use
    from ladder_sim.core.problems import LadderError as LadderError
    from ladder_sim.experiment.comparing import Comparison as Comparison
    from ladder_sim.experiment.comparing import compare as compare
    from ladder_sim.experiment.roster_checking import check_roster as check_roster
    from ladder_sim.experiment.simulation import simulate as simulate
    from ladder_sim.model.records import Scheme as Scheme
    from ladder_sim.model.records import Workforce as Workforce
    from ladder_sim.model.study import Study as Study
    from ladder_sim.notebook import explore as explore
    from ladder_sim.results.roster_check import RosterCheck as RosterCheck
    from ladder_sim.results.run import Run as Run
    from ladder_sim.scenarios.difference import diff as diff
    from ladder_sim.scenarios.loading import at_hand as at_hand
    from ladder_sim.scenarios.loading import load_scheme as load_scheme
    from ladder_sim.scenarios.loading import load_study as load_study
    from ladder_sim.scenarios.loading import load_workforce as load_workforce

__version__ = "0.1.0"

_HOME = {
    "load_scheme": "scenarios.loading",
    "load_workforce": "scenarios.loading",
    "load_study": "scenarios.loading",
    "at_hand": "scenarios.loading",
    "simulate": "experiment.simulation",
    "compare": "experiment.comparing",
    "check_roster": "experiment.roster_checking",
    "explain": "analysis.why_not",
    "trace": "analysis.tracing",
    "diff": "scenarios.difference",
    "catalog": "analysis.scheme_figures",
    "describe": "analysis.description",
    "explore": "notebook",
    "use": "core.i18n",
    "Scheme": "model.records",
    "Workforce": "model.records",
    "Study": "model.study",
    "Run": "results.run",
    "Comparison": "experiment.comparing",
    "RosterCheck": "results.roster_check",
    "LadderError": "core.problems",
}
__all__ = [*_HOME, "plots"]
#: Names of earlier versions, and what they are called now.
RENAMED = {"catalogue": "catalog"}


doors.lead(
    {
        "Scheme.with_": "ladder_sim.scenarios.loading:with_",
        "Comparison.summary": "ladder_sim.analysis.statements:summary",
        "Comparison.leaders": "ladder_sim.analysis.statements:leaders",
        "Comparison.plot": "ladder_sim.charts:overview",
        "Comparison.save": "ladder_sim.report.exporters:save",
        "RosterCheck.picture": "ladder_sim.report.page.roster_page:picture_html",
        "RosterCheck.plot": "ladder_sim.charts.roster_panels:roster_panels",
        "RosterCheck.save": "ladder_sim.report.page.roster_page:save",
    }
)


def __getattr__(name: str) -> Any:
    if name == "plots":
        return importlib.import_module("ladder_sim.charts")
    if name in RENAMED:
        raise AttributeError(f"ladder_sim.{name} is called ladder_sim.{RENAMED[name]} now")
    if name not in _HOME:
        raise AttributeError(f"module 'ladder_sim' has no attribute {name!r}; public names: {', '.join(__all__)}")
    value = getattr(importlib.import_module(f"ladder_sim.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
