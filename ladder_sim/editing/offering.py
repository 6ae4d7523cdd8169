"""The phrases that a condition can be begun with: one for each word and each function of the language's records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ladder_sim.core.i18n import Title
from ladder_sim.core.protected import CLOSED
from ladder_sim.editing.phrases import SlotPhrase, phrase_of
from ladder_sim.expressions.dated import DATED
from ladder_sim.expressions.drawing import DRAWING
from ladder_sim.expressions.elementary import ELEMENTARY
from ladder_sim.expressions.forced import FORCED
from ladder_sim.expressions.groups import RANKS, TOGETHER
from ladder_sim.expressions.happenings import HAPPENINGS
from ladder_sim.expressions.specs import Argument, ArgumentKind, FunctionSpec, WordSpec
from ladder_sim.expressions.steps import STEPS
from ladder_sim.expressions.windows import WINDOWS
from ladder_sim.expressions.words import WORDS
from ladder_sim.model.scheme import Scheme
from ladder_sim.scenarios.loading import load_vocabulary

_SERVICE, _RESULTS = Title("waiting and service", "年限与司龄"), Title("results", "业绩与行为")
_RANKS, _HAPPENED = Title("ranks and teams", "排名与小组"), Title("what happened", "经历")
_FACTS, _OTHER = Title("facts of the person", "人员信息"), Title("other", "其他")
#: The families in which phrases are offered, each with the functions that belong to it.
FAMILIES: Mapping[Title, Sequence[FunctionSpec]] = {
    _SERVICE: (), _RESULTS: WINDOWS, _RANKS: (*RANKS, *FORCED, *TOGETHER), _HAPPENED: HAPPENINGS, _FACTS: (),
    _OTHER: tuple(spec for spec in (*DRAWING, *STEPS, *DATED, *ELEMENTARY) if spec.gives == "bool"),
}  # fmt: skip
#: What stands at first in a slot of each kind; '' for what has no plain value, so that such a function is not offered.
_FIRST: Mapping[ArgumentKind, str] = {
    "number": "{measure}", "condition": "{measure} >= 80", "window": "3", "periods": "3", "group": "role",
    "share": "0.1", "happening": "{move}", "move": "{move}", "case": "{case}", "status": "{status}", "cuts": "",
    "category": "", "rows": "", "shares": "", "dates": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OfferedPhrase:
    """A phrase to begin a condition with.

    Parameters
    ----------
    family : with which others it is offered
    rule : of the language, to be changed in its slots
    """

    family: Title
    rule: str

    def phrase(self, scheme: Scheme) -> SlotPhrase | None:
        """The phrase with its slots, in the language in use."""
        return phrase_of(self.rule, scheme)


def offered(scheme: Scheme) -> tuple[OfferedPhrase, ...]:
    """Every phrase that a condition of a scheme can be begun with, by family."""
    names = _names(scheme)
    found = [OfferedPhrase(family, rule) for family, rule in _of_words()]
    found += [OfferedPhrase(_RESULTS, f"{names['measure']} >= 80")]
    for family, functions in FAMILIES.items():
        found += [OfferedPhrase(family, rule) for spec in functions for rule in _of_function(spec, names)]
    for name, fact in {**load_vocabulary().attributes, **scheme.attributes}.items():
        if name in CLOSED:  # kept for the fairness audit
            continue
        sign, value = (">=" if fact.ordered else "==", fact.levels[0]) if fact.levels else (">=", "1")
        found.append(OfferedPhrase(_FACTS, f"{name} {sign} {value}"))
    order = [*FAMILIES]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: order.index(one.family)))


def _names(scheme: Scheme) -> dict[str, str]:
    """What a scheme has to put into slots; '' where it has none."""
    signals = {**scheme.signals, **load_vocabulary().signals}
    cases = [move.id for move in scheme.moves if move.stages]
    return {
        "measure": "kpi" if "kpi" in signals else next(iter(signals), ""),
        "move": scheme.moves[0].id if scheme.moves else "",
        "case": cases[0] if cases else "",
        "status": scheme.statuses[0].id if scheme.statuses else "",
    }


def _of_words() -> Iterator[tuple[Title, str]]:
    said = set()
    for spec in WORDS.values():
        if spec.fixed or spec.kind not in ("number", "bool") or spec.said in said:
            continue
        said.add(spec.said)
        yield _SERVICE if spec.unit else _FACTS, _of_word(spec)


def _of_word(spec: WordSpec) -> str:
    if spec.kind == "bool":
        return f"not {spec.name}" if spec.denied is not None else spec.name
    return f"{spec.name} >= {12 if spec.unit == 1 else 1}"


def _of_function(spec: FunctionSpec, names: Mapping[str, str]) -> Iterator[str]:
    """A condition with a function and first values in its slots; nothing where one has no plain value."""
    if not spec.arguments or (spec.most == 0 and spec.gives == "any"):
        return
    given = [_first(argument, names) for argument in spec.arguments if not argument.optional]
    if all(given):
        call = f"{spec.name}({', '.join(given)})"
        yield call if spec.gives == "bool" else f"{call} {_bound(spec)}"


def _first(argument: Argument, names: Mapping[str, str]) -> str:
    return _FIRST[argument.kind].format(**names)


def _bound(spec: FunctionSpec) -> str:
    """What to compare with: a place from the top, few of what is counted, 80 of results."""
    if any("<=" in way.signs for way in spec.compared):
        return "<= 3"
    counted = spec.compared or spec in HAPPENINGS or any(argument.kind == "condition" for argument in spec.arguments)
    return ">= 1" if counted else ">= 80"
