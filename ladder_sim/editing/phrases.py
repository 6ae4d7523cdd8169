"""A rule as a phrase with slots: the words of the language's records, and in them what can be chosen or typed.

``mean(kpi, 3) >= 80`` is *mean of [KPI score] over the last [3] months [at least] [80]*. A slot knows where its text
stands in the rule, so that filling one leaves every other sign as it was written.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ladder_sim.analysis.rule_text.expressions import Wording
from ladder_sim.analysis.rule_text.renderer import ATOM, COMPARE, PHRASE, Teller
from ladder_sim.core.i18n import Title, tr
from ladder_sim.editing.choices import SlotChoice, SlotKind, WordChoices
from ladder_sim.expressions.functions import FUNCTIONS
from ladder_sim.expressions.parse import tree_of
from ladder_sim.expressions.spans import SPANS
from ladder_sim.expressions.specs import Argument
from ladder_sim.expressions.syntax import (
    COMPARISON_SIGNS,
    Call,
    Chain,
    ComparisonSign,
    Extent,
    GradeField,
    NameWord,
    NumberLiteral,
    Several,
    TextLiteral,
    Tree,
    Truth,
)
from ladder_sim.model.expression import Expr
from ladder_sim.model.scheme import Scheme

#: How the signs of comparisons are said in a list to choose from.
SIGN_WORDS: Mapping[ComparisonSign, Title] = {
    "==": Title("equal to", "等于"),
    "!=": Title("other than", "不等于"),
    "<": Title("below", "低于"),
    "<=": Title("at most", "不高于"),
    ">": Title("above", "高于"),
    ">=": Title("at least", "不低于"),
}
_MARK = re.compile("\ue000(\\d+)\ue001")
_SIGN = re.compile("[<>=!]=|[<>]")


@dataclass(frozen=True, slots=True)
class RuleSlot:
    """A part of a phrase that can be filled.

    Parameters
    ----------
    start, stop : where its text stands in the rule
    kind : what may stand in it
    text : what stands in it
    choices : what else may, each with what it is called; empty where anything may be typed
    free : may something that is no choice be typed?
    scale : the number is shown so many times as large: 100 for a share said in per cent
    """

    start: int
    stop: int
    kind: SlotKind
    text: str
    choices: tuple[SlotChoice, ...] = ()
    free: bool = False
    scale: int = 1

    @property
    def shown(self) -> str:
        """What the slot shows: its text, or the number in per cent."""
        try:
            return f"{float(self.text) * self.scale:.10g}" if self.scale != 1 else self.text
        except ValueError:
            return self.text


@dataclass(frozen=True, slots=True)
class SlotPhrase:
    """A rule as words and slots in the language in use.

    Parameters
    ----------
    rule : as the file has it
    pieces : words, and slots between them
    """

    rule: str
    pieces: tuple[str | RuleSlot, ...] = field(repr=False)

    @property
    def slots(self) -> tuple[RuleSlot, ...]:
        """The slots in the order of the phrase."""
        return tuple(piece for piece in self.pieces if isinstance(piece, RuleSlot))

    def filled(self, slot: RuleSlot, text: str) -> str:
        """The rule with another text in a slot; every other sign stays."""
        text = text.strip()
        if slot.scale != 1:
            with contextlib.suppress(ValueError):  # a parameter is a share already
                text = f"{float(text) / slot.scale:.10g}"
        return self.rule[: slot.start] + text + self.rule[slot.stop :]

    def __str__(self) -> str:
        """The phrase in words, each slot in brackets."""
        return "".join(piece if isinstance(piece, str) else f"[{_said(piece)}]" for piece in self.pieces)


def _said(slot: RuleSlot) -> str:
    return next((str(choice.title) for choice in slot.choices if choice.text == slot.text), slot.shown)


def phrase_of(rule: object, scheme: Scheme) -> SlotPhrase | None:
    """A rule as a phrase with slots; None where it is none of the rule language, such as ``1 per 8 agent``.

    Parameters
    ----------
    rule : as the file has it: a text, a number or a truth
    scheme : whose names are told
    """
    text = str(rule).strip() if not isinstance(rule, bool) else str(rule).lower()
    tree = tree_of(Expr(text)) if text else None
    if tree is None:
        return None
    teller = _SlotTeller(text, scheme)
    told = teller.tell(tree)[0]
    pieces: list[str | RuleSlot] = []
    at = 0
    for match in _MARK.finditer(told):
        pieces += [told[at : match.start()], teller.slots[int(match[1])]]
        at = match.end()
    return SlotPhrase(text, tuple(piece for piece in (*pieces, told[at:]) if piece != ""))


class _SlotWording(Wording):
    """The names of a scheme, with nothing known beforehand: a parameter is named, not put in."""

    def known(self, part: Tree) -> float | None:
        return None

    def value_beside(self, part: Tree, other: Tree) -> str:
        return ""


class _SlotTeller(Teller):
    """Tells a rule with marks in place of what can be filled."""

    def __init__(self, text: str, scheme: Scheme) -> None:
        super().__init__(_SlotWording(scheme), {}, ())
        self._text, self._choices = text, WordChoices(scheme)
        self.slots: list[RuleSlot] = []

    def _slot(self, at: Extent, kind: SlotKind, choices: tuple[SlotChoice, ...], free: bool, scale: int = 1) -> str:
        text = self._text[at.start : at.stop]
        self.slots.append(RuleSlot(at.start, at.stop, kind, text, choices, free, scale))
        return f"\ue000{len(self.slots) - 1}\ue001"

    def tell(self, part: Tree) -> tuple[str, int]:
        match part:
            case NumberLiteral():
                return self._slot(part.at, "number", self._choices.numbers(), True), ATOM
            case Truth():
                return self._slot(part.at, "value", self._choices.truths(), False), ATOM
            case TextLiteral():
                return self._slot(part.at, "value", self._choices.quoted(part.value), True), ATOM
            case NameWord(name):
                kind, choices = self._choices.of_name(name)
                return self._slot(part.at, kind, choices, kind == "number"), ATOM
            case GradeField():
                return self._slot(part.at, "field", self._choices.fields(), False), ATOM
            case Chain():
                return self._chain(part), COMPARE
            case _:
                return super().tell(part)

    def _usual(self, part: Chain) -> str:
        return ""

    def _side(self, part: Tree, other: Tree | None = None) -> str:
        return self._in(part, PHRASE)

    def _after(self, left: Tree, sign: ComparisonSign, right: Tree) -> str:
        found = _SIGN.search(self._text, left.at.stop, right.at.start)
        assert found is not None  # a comparison has its sign between its sides
        signs = tuple(SlotChoice(one, Title(f"{SIGN_WORDS[one].en} ({one})", f"{SIGN_WORDS[one].zh}（{one}）"))
                      for one in COMPARISON_SIGNS)  # fmt: skip
        return f" {self._slot(Extent(found.start(), found.end()), 'sign', signs, False)} {self._in(right, PHRASE)}"

    def _not(self, part: Tree) -> str:
        if isinstance(part, Chain):
            return tr("not {x}", "非{x}", x=self._in(part, PHRASE))
        return super()._not(part)

    def _argument(self, argument: Argument, given: Tree | None, call: Call) -> str:
        if argument.kind == "share" and isinstance(given, NumberLiteral):
            per_cent = f"{{{argument.name}}}%" in FUNCTIONS[call.function].said.en
            return self._slot(given.at, "number", self._choices.numbers(), True, 100 if per_cent else 1)
        return super()._argument(argument, given, call)

    def _groups(self, given: Tree) -> str:
        parts = given.items if isinstance(given, Several) else (given,)
        told = [self._slot(part.at, "group", self._choices.groups(), False) if isinstance(part, NameWord)
                else super(_SlotTeller, self)._groups(part) for part in parts]  # fmt: skip
        return tr(" and ", "、").join(told)

    def _happening(self, given: Tree, kind: str) -> str:
        if isinstance(given, NameWord | GradeField):
            return self._slot(given.at, "happening", self._choices.happenings(), True)
        return super()._happening(given, kind)

    def _span(self, what: Tree, length: Tree) -> str:
        if isinstance(length, NameWord) and length.id in SPANS:
            return self._slot(length.at, "window", self._choices.windows(), True)
        return super()._span(what, length)
