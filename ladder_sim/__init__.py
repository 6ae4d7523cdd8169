"""Simulate promotion schemes before they are adopted.

A *scheme* is the policy, a *workforce* the people, a *run* one played on the other, a *comparison*
several schemes on the same people with the same luck.

- `load_scheme`, `load_workforce`, `load_study`: from an id, a path, a dict or a YAML text; people from a data frame.
- `simulate`: one scheme, many replications → `Run`.
- `compare`: several schemes, paired differences from a baseline → `Comparison`.
- `sweep`: schemes over a grid of their parameters → `Sweep`; `seek`: the value at which a measure meets a target →
  `Sought`, or the values of several parameters at which several do → `SoughtJointly`; `match`: assumed values with
  which the simulated present is the known one → `Matched`.
- `frontier`: schemes over two or three measures, the dominated ones marked → `Frontier`; `choose`: the best of several
  without luck's favor, or that nothing between them matters → `Chosen`.
- `check_roster`: a list of people before any run: who is in, what is doubtful, what it implies → `RosterCheck`.
- `fit_history`: how people leave, come and move, from a history, with intervals, or refused → `Fit`, whose `backtest`
  holds a scheme against what really came → `Backtest`.
- `track`: months as they came beside the band of the run on which a scheme was decided → `Tracked`.
- `join`: runs of other replications as one; `load_run`, `load_comparison`: what ``save("name.run")`` kept.
- `explain`: where people are stopped, and by which rule alone.
- `trace`: a given record walked through the rules, with reasons.
- `say`: one rule in words.
- `lint`: what is doubtful in a scheme that is not wrong, in its rules and in a run of them.
- `twin`: expected numbers worked out from the rules, beside the simulated ones.
- `lives`: the same person under two schemes, where their lives part, who wins and who loses.
- `switch`: from one scheme to another on a date, at once or in waves: whose pay changes, what it costs → `Switch`.
- `diff`: what differs between two schemes, in words and numbers.
- `draft`: a scheme drafted from a policy document, sentence by sentence → `Draft`; `cover`: a document beside a scheme;
  `policy`: a scheme as a document of numbered articles.
- `diff_results`: the figures that changed between two results, and whether beyond luck; `verify`: a stored result
  played again, bit by bit.
- `catalog`, `list_scenarios`: every scheme at hand in a line, and what can be loaded by id; `describe`: the rules of a
  scheme in words, or the people of a workforce.
- `odd`: scheme and people described as reviewers of simulation studies ask for, by the ODD protocol.
- `report_sections`: what a report tells of a comparison, as its `Brief` asks for; `load_brief` reads one.
- `explore`, `app`: sliders for a scheme and its people, with charts that follow, in a notebook or as a page.
- `edit`: a scheme as a form, in a notebook; its file is changed in place, comments and spelling stay.
- `plots`: the charts, each takes ``ax=None`` and returns it.
- `words`: results told to people: tables with headings, traces in words, numbers as reports write them.
- `use`: the language of every text, ``"en"`` or ``"zh"``.

In IPython and Jupyter names of measures, tables, schemes and charts are completed inside quotes, as in
``run.frame("<tab>``; where the package was imported before IPython began, ``%load_ext ladder_sim`` turns it on.

Names are loaded on first use, so that ``import ladder_sim`` is quick and loads neither pandas nor matplotlib.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
from typing import TYPE_CHECKING

from ladder_sim.core import doors

if TYPE_CHECKING:
    from ladder_sim import charts as plots  # noqa: F401  # named for type checkers
    from ladder_sim.analysis import words as words
    from ladder_sim.analysis.description import describe as describe
    from ladder_sim.analysis.linting.table import lint as lint
    from ladder_sim.analysis.model_description.describing import odd as odd
    from ladder_sim.analysis.saying import say as say
    from ladder_sim.analysis.scheme_figures import catalog as catalog
    from ladder_sim.analysis.tracing import trace as trace
    from ladder_sim.analysis.why_not import explain as explain
    from ladder_sim.analytic.twinning import twin as twin
    from ladder_sim.backtest.result import Backtest as Backtest
    from ladder_sim.biography.living import lives as lives
    from ladder_sim.changeover.switching import Switch as Switch
    from ladder_sim.changeover.switching import switch as switch
    from ladder_sim.core.foreign import IPythonObject
    from ladder_sim.core.language import use as use
    from ladder_sim.core.problems import LadderError as LadderError
    from ladder_sim.experiment.comparing import Comparison as Comparison
    from ladder_sim.experiment.comparing import compare as compare
    from ladder_sim.experiment.roster_checking import check_roster as check_roster
    from ladder_sim.experiment.simulation import simulate as simulate
    from ladder_sim.history.fit import Fit as Fit
    from ladder_sim.history.fitting import fit_history as fit_history
    from ladder_sim.model.report_options import Brief as Brief
    from ladder_sim.model.scheme import Scheme as Scheme
    from ladder_sim.model.study import Study as Study
    from ladder_sim.model.workforce import Workforce as Workforce
    from ladder_sim.notebook import app as app
    from ladder_sim.notebook import edit as edit
    from ladder_sim.notebook import explore as explore
    from ladder_sim.policies.articles import policy as policy
    from ladder_sim.policies.covering import cover as cover
    from ladder_sim.policies.drafting import Draft as Draft
    from ladder_sim.policies.drafting import draft as draft
    from ladder_sim.proof.outcomes import diff_results as diff_results
    from ladder_sim.proof.verifying import verify as verify
    from ladder_sim.report.document.document import report_sections as report_sections
    from ladder_sim.results.choice import Chosen as Chosen
    from ladder_sim.results.dominance import Frontier as Frontier
    from ladder_sim.results.joining import join as join
    from ladder_sim.results.matched import Matched as Matched
    from ladder_sim.results.roster_check import RosterCheck as RosterCheck
    from ladder_sim.results.run import Run as Run
    from ladder_sim.results.sought import Sought as Sought
    from ladder_sim.results.sought_jointly import SoughtJointly as SoughtJointly
    from ladder_sim.results.swept import Sweep as Sweep
    from ladder_sim.scenarios.difference import diff as diff
    from ladder_sim.scenarios.loading import list_scenarios as list_scenarios
    from ladder_sim.scenarios.loading import load_brief as load_brief
    from ladder_sim.scenarios.loading import load_scheme as load_scheme
    from ladder_sim.scenarios.loading import load_study as load_study
    from ladder_sim.scenarios.loading import load_workforce as load_workforce
    from ladder_sim.search.choosing import choose as choose
    from ladder_sim.search.frontiers import frontier as frontier
    from ladder_sim.search.matching import match as match
    from ladder_sim.search.seeking import seek as seek
    from ladder_sim.search.sweeping import sweep as sweep
    from ladder_sim.store.comparison_file import load_comparison as load_comparison
    from ladder_sim.store.run_file import load_run as load_run
    from ladder_sim.tracking.following import track as track
    from ladder_sim.tracking.result import Tracked as Tracked

__version__ = "0.1.0"

_HOME = {
    "load_scheme": "scenarios.loading",
    "load_workforce": "scenarios.loading",
    "load_study": "scenarios.loading",
    "load_brief": "scenarios.loading",
    "list_scenarios": "scenarios.loading",
    "simulate": "experiment.simulation",
    "compare": "experiment.comparing",
    "sweep": "search.sweeping",
    "seek": "search.seeking",
    "match": "search.matching",
    "frontier": "search.frontiers",
    "choose": "search.choosing",
    "check_roster": "experiment.roster_checking",
    "fit_history": "history.fitting",
    "track": "tracking.following",
    "join": "results.joining",
    "load_run": "store.run_file",
    "load_comparison": "store.comparison_file",
    "explain": "analysis.why_not",
    "trace": "analysis.tracing",
    "say": "analysis.saying",
    "lint": "analysis.linting.table",
    "twin": "analytic.twinning",
    "lives": "biography.living",
    "switch": "changeover.switching",
    "diff": "scenarios.difference",
    "diff_results": "proof.outcomes",
    "verify": "proof.verifying",
    "catalog": "analysis.scheme_figures",
    "describe": "analysis.description",
    "draft": "policies.drafting",
    "cover": "policies.covering",
    "policy": "policies.articles",
    "odd": "analysis.model_description.describing",
    "report_sections": "report.document.document",
    "explore": "notebook",
    "app": "notebook",
    "edit": "notebook",
    "use": "core.language",
    "Scheme": "model.scheme",
    "Workforce": "model.workforce",
    "Study": "model.study",
    "Brief": "model.report_options",
    "Run": "results.run",
    "Comparison": "experiment.comparing",
    "Sweep": "results.swept",
    "Sought": "results.sought",
    "SoughtJointly": "results.sought_jointly",
    "Matched": "results.matched",
    "Frontier": "results.dominance",
    "Chosen": "results.choice",
    "Switch": "changeover.switching",
    "RosterCheck": "results.roster_check",
    "Fit": "history.fit",
    "Backtest": "backtest.result",
    "Draft": "policies.drafting",
    "Tracked": "tracking.result",
    "LadderError": "core.problems",
}
#: Names that are modules.
_MODULES = {"plots": "charts", "words": "analysis.words"}
__all__ = [*_HOME, *_MODULES]
#: Names of earlier versions, and what they are called now.
RENAMED = {"catalogue": "catalog", "at_hand": "list_scenarios", "story": "report_sections"}


doors.lead(
    {
        "Scheme.with_": "ladder_sim.scenarios.variants:with_",
        "Scheme.table": "ladder_sim.scenarios.parameter_table:parameter_table",
        "Workforce.with_": "ladder_sim.scenarios.people_variants:with_",
        "Workforce.strange": "ladder_sim.scenarios.people_variants:strange",
        "Workforce.leaned_on": "ladder_sim.scenarios.defaults:leaned_frame",
        "Written.to_dict": "ladder_sim.scenarios.written:to_dict",
        "Written.to_yaml": "ladder_sim.scenarios.written:to_yaml",
        "Written.save": "ladder_sim.scenarios.written:save",
        "Written.line": "ladder_sim.scenarios.written:line",
        "Run.again": "ladder_sim.experiment.simulation:played_again",
        "Run.report": "ladder_sim.report.run_files:save_reports",
        "Run.save": "ladder_sim.store.run_file:save_run",
        "provenance_record": "ladder_sim.results.appendix:record",
        "Written.card": "ladder_sim.analysis.description:card_html",
        "Run.to_dict": "ladder_sim.results.as_data:run_json",
        "Comparison.to_dict": "ladder_sim.results.as_data:comparison_json",
        "Run.by_group": "ladder_sim.results.intersections:by_group",
        "Comparison.summary": "ladder_sim.analysis.statements:summary",
        "Comparison.leaders": "ladder_sim.analysis.statements:leaders",
        "Comparison.why": "ladder_sim.attribution.why:why",
        "Comparison.at_equal": "ladder_sim.attribution.level:at_equal",
        "Level.summary": "ladder_sim.analysis.statements.level:level_summary",
        "Comparison.chosen": "ladder_sim.attribution.lottery:chosen",
        "BesideLottery.summary": "ladder_sim.analysis.statements.chosen:summary",
        "Comparison.planted_bias": "ladder_sim.doubt.bias:planted_bias",
        "Comparison.crossed": "ladder_sim.doubt.crossing:crossed",
        "PlantedBias.summary": "ladder_sim.analysis.statements.bias:summary",
        "Comparison.assumptions": "ladder_sim.doubt.gathered:assumed",
        "fairness": "ladder_sim.results.group_fairness:fairness",
        "Fairness.summary": "ladder_sim.analysis.statements.group_fairness:summary",
        "Fairness.rows": "ladder_sim.analysis.statements.group_fairness:rows",
        "Fairness.columns": "ladder_sim.analysis.statements.group_fairness:columns",
        "Fairness.plot": "ladder_sim.charts.groups:audited_groups",
        "Fairness.note": "ladder_sim.analysis.statements.group_fairness:note",
        "Comparison.tornado": "ladder_sim.doubt.tornado:tornado",
        "Comparison.worlds": "ladder_sim.doubt.worlds:worlds",
        "Comparison.morris": "ladder_sim.doubt.screening:morris",
        "Tornado.summary": "ladder_sim.analysis.statements.tornado:summary",
        "Tornado.rows": "ladder_sim.analysis.statements.tornado:rows",
        "Tornado.columns": "ladder_sim.analysis.statements.tornado:columns",
        "Tornado.plot": "ladder_sim.charts.tornado:tornadoes",
        "Worlds.summary": "ladder_sim.analysis.statements.worlds:summary",
        "Worlds.rows": "ladder_sim.analysis.statements.worlds:rows",
        "Worlds.columns": "ladder_sim.analysis.statements.worlds:columns",
        "Worlds.plot": "ladder_sim.charts.worlds:world_panels",
        "Sweep.again": "ladder_sim.search.sweeping:asked_again",
        "Sweep.summary": "ladder_sim.analysis.statements.searching:sweep_summary",
        "Sweep.plot": "ladder_sim.charts.response_lines:response",
        "Sweep.save": "ladder_sim.report.sweep_files:save",
        "Comparison.frontier": "ladder_sim.results.dominance:frontier_of",
        "Comparison.choose": "ladder_sim.search.choosing:choose_of",
        "Expectations.summary": "ladder_sim.analysis.statements.expecting:summary",
        "Expectations.rows": "ladder_sim.analysis.statements.expecting:rows",
        "Expectations.columns": "ladder_sim.analysis.statements.expecting:columns",
        "Frontier.summary": "ladder_sim.analysis.statements.dominance:summary",
        "Frontier.rows": "ladder_sim.analysis.statements.dominance:rows",
        "Frontier.columns": "ladder_sim.analysis.statements.dominance:columns",
        "Frontier.plot": "ladder_sim.charts.dominance:frontier_panels",
        "Chosen.summary": "ladder_sim.analysis.statements.choosing:summary",
        "Chosen.rows": "ladder_sim.analysis.statements.choosing:rows",
        "Chosen.columns": "ladder_sim.analysis.statements.choosing:columns",
        "Chosen.plot": "ladder_sim.charts.dominance:choice_bars",
        "Switch.summary": "ladder_sim.changeover.told:summary",
        "Switch.rows": "ladder_sim.changeover.told:rows",
        "Switch.columns": "ladder_sim.changeover.told:columns",
        "Switch.plot": "ladder_sim.charts.switching:switch_panels",
        "Sought.summary": "ladder_sim.analysis.statements.searching:sought_summary",
        "Matched.summary": "ladder_sim.analysis.statements.matching:summary",
        "Matched.save": "ladder_sim.scenarios.written:save_all",
        "SoughtJointly.summary": "ladder_sim.analysis.statements.joint_seeking:summary",
        "SoughtJointly.columns": "ladder_sim.analysis.statements.joint_seeking:columns",
        "SoughtJointly.rows": "ladder_sim.analysis.statements.joint_seeking:rows",
        "SoughtJointly.save": "ladder_sim.scenarios.written:save_all",
        "SoughtJointly.plot": "ladder_sim.charts.joint_search:joint_search",
        "Study.switch": "ladder_sim.changeover.switching:switch_of",
        "Sought.plot": "ladder_sim.charts.response_lines:search_curve",
        "Why.summary": "ladder_sim.analysis.statements.why:summary",
        "Why.plot": "ladder_sim.charts.waterfall:waterfalls",
        "Draft.page": "ladder_sim.policies.beside:draft_page",
        "Draft.html": "ladder_sim.policies.beside:draft_html",
        "PolicyCover.page": "ladder_sim.policies.beside:cover_page",
        "PolicyCover.html": "ladder_sim.policies.beside:cover_html",
        "PolicyDocument.markdown": "ladder_sim.policies.written_out:markdown",
        "PolicyDocument.page": "ladder_sim.policies.written_out:page",
        "PolicyDocument.body": "ladder_sim.policies.written_out:body",
        "PolicyDocument.writers": "ladder_sim.policies.written_out:writers",
        "plot": "ladder_sim.charts.asked:plot",
        "plot.documented": "ladder_sim.charts.asked:documented",
        "Comparison.save": "ladder_sim.report.exporters:save",
        "Fit.workforce": "ladder_sim.history.written:workforce",
        "Fit.to_yaml": "ladder_sim.history.written:yaml_of",
        "Fit.check": "ladder_sim.backtest.posterior:check",
        "Fit.backtest": "ladder_sim.backtest.backtesting:backtest",
        "Life.plot": "ladder_sim.charts.two_lives:life_panels",
        "Lives.save": "ladder_sim.report.page.lives_page:save_lives",
        "Fit.plot": "ladder_sim.charts.fit_panels:fit_panels",
        "Fit.save": "ladder_sim.report.page.fit_page:save_fit",
        "Backtest.plot": "ladder_sim.charts.forecast_panels:forecast_panels",
        "Backtest.save": "ladder_sim.report.page.fit_page:save_backtest",
        "Tracked.plot": "ladder_sim.charts.track_panels:track_panels",
        "Tracked.save": "ladder_sim.report.page.fit_page:save_tracked",
        "RosterCheck.picture": "ladder_sim.report.page.roster_page:picture_html",
        "RosterCheck.plot": "ladder_sim.charts.roster_panels:roster_panels",
        "RosterCheck.save": "ladder_sim.report.page.roster_page:save",
    }
)


if not TYPE_CHECKING:  # else every name would be taken for one of the package's by a type checker

    def __getattr__(name: str) -> object:
        if name in _MODULES:
            return importlib.import_module(f"ladder_sim.{_MODULES[name]}")
        if name not in _HOME:
            from ladder_sim.core.leading import unknown_here  # when it is needed: quick to import

            raise unknown_here(name, RENAMED, __all__)
        value = getattr(importlib.import_module(f"ladder_sim.{_HOME[name]}"), name)
        globals()[name] = value
        return value


def load_ipython_extension(shell: IPythonObject) -> None:
    """Complete names of measures, tables, schemes and charts inside quotes; done by the import within IPython.

    ``%load_ext ladder_sim`` does it too, after ``%unload_ext ladder_sim`` or where the import came first.
    """
    from IPython.core.completer import context_matcher  # 8.6 and later

    from ladder_sim.core.leading import Leading, let_ipython_look

    def ladder_sim_words(context: IPythonObject) -> IPythonObject:
        from ladder_sim.notebook.completing import matched  # when it is first asked: it needs the charts

        return matched(shell.Completer, context)

    with contextlib.suppress(ImportError):  # IPython loads it when it first completes; earlier than 8.8 has none
        importlib.import_module("IPython.core.guarded_eval")
    let_ipython_look(Leading)
    unload_ipython_extension(shell)
    shell.Completer.custom_matchers.append(context_matcher()(ladder_sim_words))


def unload_ipython_extension(shell: IPythonObject) -> None:
    """``%unload_ext ladder_sim``: completion as it was."""
    matchers = shell.Completer.custom_matchers
    matchers[:] = [one for one in matchers if getattr(one, "__name__", "") != "ladder_sim_words"]


def _complete_in_ipython() -> None:
    """Load the extension where the package is imported within IPython."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None and hasattr(ipython, "get_ipython") else None
    if getattr(shell, "Completer", None) is not None:
        with contextlib.suppress(ImportError):  # an IPython that has no such matchers
            load_ipython_extension(shell)
            loaded = getattr(getattr(shell, "extension_manager", None), "loaded", None)
            if isinstance(loaded, set):  # so that %unload_ext finds it
                loaded.add("ladder_sim")


_complete_in_ipython()


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
