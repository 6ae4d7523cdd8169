"""The luck of a run that is to be played again: replications of one seed that follow on each other, or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import LadderError
from ladder_sim.results.origin import SeedRange


class HasLuck(Protocol):
    """A run."""

    @property
    def luck(self) -> tuple[SeedRange, ...]:
        """Of which seeds and numbers its replications are."""


def one_luck(run: HasLuck) -> SeedRange:
    """The replications of a run as one range of one seed, so that others can be played with the same luck.

    Raises
    ------
    LadderError
        The run was joined of several; each is named.
    """
    if len(run.luck) == 1:
        return run.luck[0]
    raise LadderError(
        tr("this plays again with the luck of the replications, which needs one seed and numbers that follow on each"
           " other; these are joined: {luck}. Ask it of the runs before they were joined, or of one run with"
           " replications={n}",
           "此项须以各次重复的随机数再次模拟，因此须为同一种子且编号连续；当前结果由多段合并而成：{luck}。"
           "请对合并前的结果，或对 replications={n} 的单次运行使用",
           luck=luck_text(run.luck), n=sum(part.replications for part in run.luck))
    )  # fmt: skip


def luck_text(luck: Sequence[SeedRange]) -> str:
    """The luck in words: ``seed 1``, or of several parts each with the numbers of its replications."""
    several = len({part.seed for part in luck}) > 1
    word = Title("seeds {seeds}", "种子{seeds}") if several else Title("seed {seeds}", "种子{seeds}")
    return str(word.fill(seeds=seeds_listed(luck)))


def seeds_listed(luck: Sequence[SeedRange]) -> str:
    """The value beside the word seed: ``1``, or of several parts ``1 (nos. 0–19), 2 (nos. 0–19)``."""
    if len(luck) == 1 and luck[0].first == 0:
        return str(luck[0].seed)
    return tr(", ", "、").join(
        tr("{seed} (nos. {first}–{last})", "{seed}（第{first}–{last}号）", seed=p.seed, first=p.first,
           last=p.first + p.replications - 1)
        for p in luck
    )  # fmt: skip
