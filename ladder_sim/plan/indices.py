"""What an index is in each month."""

from __future__ import annotations

from collections.abc import Mapping

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Problems, misspelt, nearest
from ladder_sim.expressions.dated import month_number
from ladder_sim.model.indices import Index, Rise


class IndexPath:
    """The levels of an index; months are counted from year 0, and it is 1 in `start`."""

    def __init__(self, index: Index, start: int, of: IndexPath | None) -> None:
        self.index, self.start, self.of = index, start, of
        self._levels: dict[bool, dict[int, float]] = {False: {start: 1.0}, True: {start: 1.0}}

    def factor(self, month: int, ahead: bool) -> float:
        """By what it is multiplied on the first of a month; `ahead`: what is not paid yet counts."""
        index, factor = self.index, 1.0
        for rise in index.steps:
            if month == _begins(rise, ahead):
                factor *= 1 + rise.rate
        if month % 12 + 1 == index.month:
            if index.yearly is not None:
                factor *= 1 + index.yearly
            if self.of is not None:
                until = month - index.lag
                rose = self.of.level(until, ahead) / self.of.level(until - 12, ahead) - 1
                followed = index.share * rose
                factor *= 1 + (followed if index.at_most is None else min(followed, index.at_most))
        return factor

    def level(self, month: int, ahead: bool = False) -> float:
        """What it is in a month; before `start` what it had been."""
        levels = self._levels[ahead]
        if month not in levels:
            if month > self.start:
                for each in range(max(levels) + 1, month + 1):
                    levels[each] = levels[each - 1] * self.factor(each, ahead)
            else:
                for each in range(min(levels) - 1, month - 1, -1):
                    levels[each] = levels[each + 1] / self.factor(each + 1, ahead)
        return levels[month]

    def __call__(self, month: int, ahead: bool) -> float:
        """As `level`."""
        return self.level(month, ahead)


def _begins(rise: Rise, ahead: bool) -> int | None:
    return month_number(rise.month if ahead or not rise.paid_from else rise.paid_from)


def paths_of(
    indices: Mapping[str, Index], start: int, problems: Problems, known: Mapping[str, IndexPath], *, alone: bool
) -> dict[str, IndexPath]:
    """The paths of indices, by name.

    Parameters
    ----------
    start : month 1 of the run, counted from year 0
    known : those of the workforce, which a scheme's may follow
    alone : whether a workforce may still bring what is not known
    """
    made: dict[str, IndexPath] = dict(known)
    for name, index in indices.items():
        if index.of and index.of not in made:
            message = tr("unknown index '{of}'", "未知的指数“{of}”", of=index.of) + nearest(index.of, made)
            problems.add(index.at, message, open=alone and not misspelt(index.of, made))
        made[name] = IndexPath(index, start, made.get(index.of))
    return made
