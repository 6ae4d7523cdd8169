"""Numbers that a rule needs and a document does not say: each a parameter that the file marks as assumed."""

from __future__ import annotations

import re

from ladder_sim.core.i18n import Title
from ladder_sim.policies.entries import Forming


def filled(made: Forming, rule: str, goal: str) -> str:
    """A rule with a parameter for each number that its document leaves open.

    Parameters
    ----------
    rule : with names in braces: quality, quality_of_five, result, service, courses, times, near_top
    goal : the grade that the move reaches
    """
    return re.sub(r"\{(\w+)\}", lambda found: _parameter(made, found.group(1), goal), rule)


#: The marks that words of documents stand for, D2 of the default pack.
_MARKS = {
    "excellent": (90, Title("Excellent from", "“优秀”起点")), "good": (80, Title("Good from", "“良好”起点")),
    "to_standard": (75, Title("Up to standard from", "“达标”起点")),
    "passing": (60, Title("Passed from", "“合格”起点")),
}  # fmt: skip
#: The usual number of each, where a rule is only proposed.
_USUAL: dict[str, object] = {name: mark for name, (mark, _) in _MARKS.items()} | {
    "service": 12, "result": 85, "quality": 75, "quality_of_five": 3, "courses": 1, "times": 1, "near_top": 10,
    "move": "this",
}  # fmt: skip


def proposed(rule: str) -> str:
    """A rule that a draft does not write, with the usual numbers in place of those that its document leaves open.

    Parameters
    ----------
    rule : with names in braces, as for `filled`
    """
    return rule.format_map(_USUAL)


def _parameter(made: Forming, name: str, goal: str) -> str:
    """The parameter of a number: D4 and D5 of the default pack know leaders' posts from the others."""
    leads = made.ladder.grade(goal).role not in ("agent", "specialist")
    if name == "service":
        return made.parameter(
            f"wait_{goal}", 24 if leads else 12, Title("Service in the grade", "任职年限"), "months", "D4"
        )
    if name == "result":
        if leads:
            return made.parameter(
                "result_lead", 90, Title("Result for leaders' posts", "管理岗绩效要求"), "points", "D5"
            )
        return made.parameter("result", 85, Title("Result for promotion", "晋升绩效要求"), "points", "D5")
    if name == "quality_of_five":
        return made.parameter(name, 3, Title("Rating of a quality needed", "能力素质评分要求"), "points of 5")
    if name == "courses":
        return made.parameter(name, 1, Title("Courses in a year", "一年内培训次数"), "courses")
    if name == "times":
        return made.parameter(name, 1, Title("Times in a year", "一年内次数"), "times")
    if name == "near_top":
        return made.parameter(name, 10, Title("Near the top", "名列前茅比例"), "% of the grade", "D12")
    if name in _MARKS:
        mark, title = _MARKS[name]
        return made.parameter(name, mark, title, "points", "D2")
    assert name == "quality", name
    return made.parameter(name, 75, Title("Mark of a quality needed", "能力素质得分要求"), "points", "D2")
