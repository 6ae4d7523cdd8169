"""The chance to leave in a month, as the people's file says it for a state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ladder_sim.analytic.chances import NotCovered, Rules
from ladder_sim.core.i18n import Title, tr
from ladder_sim.expressions.parse import tree_of
from ladder_sim.expressions.specs import Plain
from ladder_sim.expressions.syntax import names_in
from ladder_sim.expressions.words import WORDS
from ladder_sim.model.grades import Grade

#: What raises or lowers the hazard by something that no state knows.
_UNKNOWN = {
    "performance": Title("performance", "绩效"),
    "top_performer": Title("being among the best", "是否绩效前列"),
    "passed_over": Title("being passed over", "晋升未果"),
    "promoted": Title("a promotion", "获晋升"),
    "demoted": Title("a demotion", "被降级"),
    "pay_gap": Title("pay against the market", "薪酬与市场之比"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Hazard:
    """The chance to leave in a month, by grade and clocks."""

    rules: Rules

    def reads(self) -> set[str]:
        """The clocks that it reads."""
        attrition = self.rules.workforce.attrition
        found = {"grade_since"} if attrition.effects.stagnant or attrition.effects.stagnant_ramp else set()
        if attrition.hazard is None:
            return found | ({"hired_since"} if len({chance for _, chance in attrition.base}) > 1 else set())
        tree = tree_of(attrition.hazard)
        return found | {WORDS[n].column for n in (names_in(tree) if tree is not None else ()) if n in WORDS
                        and WORDS[n].unit}  # fmt: skip

    def check(self) -> None:
        """Raises `NotCovered` with every effect that no state knows."""
        effects = self.rules.workforce.attrition.effects
        there = [str(title) for name, title in _UNKNOWN.items() if getattr(effects, name) is not None]
        if there:
            raise NotCovered(tr("leaving depends on {names}", "离职还取决于{names}",
                                names=tr(", ", "、").join(there)))  # fmt: skip

    def at(self, grade: Grade, clocks: Mapping[str, int], known: Mapping[str, Plain]) -> float:
        """The chance to leave in a month.

        Parameters
        ----------
        clocks : completed months of each at the month's start
        known : value of each word that the state gives

        Raises
        ------
        NotCovered
            The hazard reads more than the state.
        """
        attrition = self.rules.workforce.attrition
        if attrition.hazard is not None:
            chance = self.rules.number(attrition.hazard, grade, grade.id, known)
        else:
            chance = attrition.base_after(clocks.get("hired_since", 0))
        waited, effects = clocks.get("grade_since", 0), attrition.effects
        if effects.stagnant is not None and waited > effects.stagnant[1]:
            chance *= effects.stagnant[0]
        if effects.stagnant_ramp is not None and waited > effects.stagnant_ramp[1]:
            pace, after, most = effects.stagnant_ramp
            chance *= 1 + min((waited - after) * pace, most)
        return min(max(chance, 0.0), 1.0)
