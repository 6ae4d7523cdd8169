"""The words that a call takes: which names are known to the run, comparison, sweep or scheme that it is about.

One table says it of every public call, by parameter, or by call and parameter where the same parameter means something
else there; what is free text or the reader's own data stands in `FREE`. A test walks the public calls, so that a new
parameter is in one of the two.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import get_args

from ladder_sim import charts
from ladder_sim.analysis import words
from ladder_sim.charts.asked import CHARTS
from ladder_sim.core.i18n import LANGUAGES
from ladder_sim.core.units import UNITS as ALL_UNITS
from ladder_sim.experiment.simulation import measured
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.report.formats import SAVED_FORMATS
from ladder_sim.results.chart_options import SpreadKind, TimeStep
from ladder_sim.results.choice import Chosen
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.dominance import Frontier
from ladder_sim.results.own import UNITS
from ladder_sim.results.run import Run
from ladder_sim.results.swept import Sweep
from ladder_sim.scenarios.assumptions import assumptions_of
from ladder_sim.scenarios.loading import load_workforce
from ladder_sim.scenarios.registry import WORKFORCE, Kind, ids_of
from ladder_sim.search.knobs import PEOPLE


@dataclass(frozen=True, slots=True)
class Completion:
    """Whose words are wanted: the function, and the run, comparison, sweep, scheme or workforce it is about."""

    function: Callable[..., object]
    about: object

    def measures(self) -> Iterable[str]:
        """Names of measures; of a scheme those that it would have of the usual people."""
        about = self.about
        if isinstance(about, Scheme):
            return measured(about, load_workforce(WORKFORCE), 12)
        if isinstance(about, Sweep | Frontier):
            return about.measures
        return about.known if isinstance(about, Run | Comparison) else ()

    def schemes(self) -> Iterable[str]:
        """Ids of schemes: those of a result, else those at hand."""
        about = self.about
        if isinstance(about, Comparison | Sweep):
            return about.schemes
        if isinstance(about, Frontier):
            return [point.scheme for point in about.points]
        if isinstance(about, Chosen):
            return [one.scheme for one in about.contenders]
        return ids("scheme")

    def tables(self) -> Iterable[str]:
        """Names of tables of counts."""
        return self.about.tables if isinstance(self.about, Run | Comparison) else ()

    def knobs(self) -> Iterable[str]:
        """What can be varied of a scheme and its people; of a sweep what was."""
        if isinstance(self.about, Sweep):
            return [knob.name for knob in self.about.knobs]
        own = self.about.parameters if isinstance(self.about, Scheme) else ()
        return [*own, *PEOPLE]

    def levers(self) -> Iterable[str]:
        """What a budget can be met by."""
        runs = self._runs()
        return dict.fromkeys(["pay", *(name for run in runs for name, p in run.scheme.parameters.items()
                                       if p.low is not None)])  # fmt: skip

    def assumed(self) -> Iterable[str]:
        """Addresses of the assumptions of a workforce."""
        found = assumptions_of([], self.about)[0] if isinstance(self.about, Workforce) else ()
        return [one.address for one in found]

    def groups(self) -> Iterable[str]:
        """Attributes that are counted by group."""
        return dict.fromkeys(attribute for run in self._runs() for attribute, _, _ in run.axes.groups)

    def group_values(self) -> Iterable[str]:
        """Groups as ``attribute:value``."""
        return dict.fromkeys(f"{name}:{value}" for run in self._runs() for name, value, _ in run.axes.groups)

    def axis(self, of: str) -> Iterable[str]:
        """Ids along an axis of the counts, such as grades; of a scheme its own."""
        if isinstance(self.about, Scheme):
            return [one.id for one in getattr(self.about, of)]
        return dict.fromkeys(one.id for run in self._runs() for one in getattr(run.axes, of))

    def files(self) -> Iterable[str]:
        """Ids of schemes and of workforces at hand."""
        return [*ids("scheme"), *ids("workforce")]

    def _runs(self) -> Iterable[Run]:
        if isinstance(self.about, Comparison):
            return self.about.runs
        return [self.about] if isinstance(self.about, Run) else []


def ids(kind: Kind) -> list[str]:
    """Ids of a kind of file at hand."""
    return sorted(ids_of(kind))  # by the names of files: none is read, for this is asked with every letter


Words = Callable[[Completion], Iterable[str]]


def _of(kind: Kind) -> Words:
    return lambda asked: ids(kind)


def _scheme_or_measure(asked: Completion) -> Iterable[str]:
    """Where one argument alone is the measure."""
    return [*asked.measures(), *asked.schemes()]


#: By what the people of a switch are grouped, beside attributes.
SWITCH_GROUPS = ("passage", "old_grade", "new_grade", "role")
#: The names that a parameter takes: by call and parameter, else by parameter.
NAMES: Mapping[str, Words] = {
    "name": Completion.measures,
    "measure": Completion.measures,
    "measures": Completion.measures,
    "targets": Completion.measures,
    "matters": Completion.measures,
    "weights": Completion.measures,
    "worth": Completion.measures,
    "Comparison.frontier.better": Completion.measures,
    "Comparison.planted_bias.metric": lambda asked: getattr(getattr(asked.about, "workforce", None), "metrics", ()),
    "Comparison.at_equal.equal": lambda asked: ("pay", "budget"),
    "part": Completion.measures,
    "by": lambda asked: (*get_args(TimeStep), "grade"),  # of charts; what else is grouped stands below
    "what": lambda asked: [*CHARTS, *(name for name in asked.measures() if name not in CHARTS)],
    "scheme": Completion.schemes,
    "schemes": Completion.schemes,
    "beside": Completion.schemes,
    "from_": Completion.schemes,
    "baseline": Completion.schemes,
    "a": Completion.files,
    "b": Completion.files,
    "more": Completion.files,
    "given": _of("workforce"),
    "workforce": _of("workforce"),
    "like": _of("workforce"),
    "based_on": _of("workforce"),
    "brief": _of("brief"),
    "name_or_path": _of("brief"),
    "knob": Completion.knobs,
    "vary": Completion.knobs,
    "parameters": Completion.knobs,
    "move": lambda asked: asked.axis("moves"),
    "grade": lambda asked: asked.axis("grades"),
    "grades": lambda asked: asked.axis("grades"),
    "lever": Completion.levers,
    "attribute": Completion.groups,
    "group": Completion.group_values,
    "kind": lambda asked: get_args(SpreadKind),
    "unit": lambda asked: UNITS,
    "formats": lambda asked: SAVED_FORMATS,
    "language": lambda asked: LANGUAGES,
    "rehires": lambda asked: ("restart", "continue"),
    "Run.frame.name": Completion.tables,
    "Comparison.frame.name": Completion.tables,
    "Run.table.measures": lambda asked: [*asked.measures(), *asked.tables()],
    "Comparison.table.measures": lambda asked: [*asked.measures(), *asked.tables()],
    "Run.by_group.by": Completion.groups,
    "Comparison.crossed.by": Completion.groups,
    "Comparison.values.scheme": _scheme_or_measure,
    "Comparison.difference.scheme": _scheme_or_measure,
    "Comparison.contrast.scheme": _scheme_or_measure,
    "Comparison.change.scheme": _scheme_or_measure,
    "Sweep.knob.name": Completion.knobs,
    "Scheme.field_title.name": lambda asked: asked.about.fields if isinstance(asked.about, Scheme) else (),
    "old": Completion.schemes,
    "new": Completion.schemes,
    "against": Completion.schemes,
    "placement": lambda asked: ("keep", "by pay"),
    "switch.pay": lambda asked: ("at once", "protected", "frozen"),
    "way": lambda asked: getattr(asked.about, "days", ()),
    "Switch.rows.by": lambda asked: SWITCH_GROUPS,
    "Switch.table.by": lambda asked: SWITCH_GROUPS,
    "Switch.to_dict.by": lambda asked: SWITCH_GROUPS,
    "lives.first": Completion.schemes,
    "lives.second": Completion.schemes,
    "load_scheme.source": _of("scheme"),
    "load_workforce.source": _of("workforce"),
    "load_study.source": _of("study"),
    "describe.source": Completion.files,
    "sweep.given": lambda asked: [*ids("workforce"), *asked.knobs()],  # people, or a dict of what is varied
    "match.move": Completion.assumed,
    "words.between.unit": lambda asked: ALL_UNITS,
    "words.change.unit": lambda asked: ALL_UNITS,
    "words.figure.unit": lambda asked: ALL_UNITS,
}
#: Parameters that take free text, a path, dates, data of the reader's own, or a result.
FREE = frozenset((
    "source", "path", "folder", "store", "roster", "file", "record", "files", "titles", "columns", "rule", "start",
    "end", "id", "since", "actual", "track.run", "on", "waves", "reached", "compute", "progress",
    "changes", "title", "definition", "notes", "bands", "label", "color", "options", "key", "Run.with_measure.name",
    "Comparison.with_measure.name", "Fit.to_yaml.name", "fit_history.grades", "plots.headcount_by_grade.color",
    "seek.target", "Brief.spoken.of", "explore.department",
))  # fmt: skip
#: Calls that take the names of words as keywords of their own: which, by call.
KEYWORDS: Mapping[str, Words] = {"sweep": Completion.knobs, "seek": Completion.measures, "match": Completion.measures}


def called(function: Callable[..., object]) -> str:
    """How a call is named in `NAMES`: ``Run.frame``, ``words.figure``, ``plots.dots``, ``sweep``."""
    about, name = getattr(function, "__self__", None), getattr(function, "__name__", "")
    if about is not None:
        return f"{type(about).__name__}.{name}"
    for home, module in (("words", words), ("plots", charts)):
        if name in module.__all__ and getattr(module, name, None) is function:
            return f"{home}.{name}"
    return name


def words_of(call: str, function: Callable[..., object], parameter: str) -> Words | None:
    """What gives the words of a parameter of a call; None where it takes none."""
    if f"{call}.{parameter}" in FREE:
        return None
    named = NAMES.get(f"{call}.{parameter}")
    if named is not None:
        return named
    closed = _literal(function, parameter)
    if closed:
        return lambda asked: closed
    return None if parameter in FREE else NAMES.get(parameter)


def _literal(function: Callable[..., object], parameter: str) -> tuple[str, ...]:
    """The values of a parameter that takes one of a closed set."""
    plain = inspect.unwrap(function)
    given = inspect.signature(plain).parameters.get(parameter)
    try:
        hint = eval(str(given.annotation), plain.__globals__) if given is not None else None  # our own annotations
    except Exception:  # of what is imported for type checkers alone
        return ()
    return tuple(dict.fromkeys(value for value in _values(hint) if isinstance(value, str)))


def _values(hint: object) -> Iterable[object]:
    for one in get_args(hint):
        yield from _values(one) if get_args(one) else (one,)
