"""The options of doubt: how sure a comparison is."""

from __future__ import annotations

import argparse

from ladder_sim.cli.option_types import measures, target, whole
from ladder_sim.core.i18n import tr

WORLDS = 200


def add(made: argparse.ArgumentParser) -> None:
    """How sure a comparison is: what is assumed, moved one at a time and all at once."""
    made.add_argument("--doubt", nargs="?", const="turnover", type=measures, metavar="MEASURES",
                      help=tr("move every assumption over its range: what the differences hang on, and where the better"
                              " scheme changes (default: turnover)",
                              "逐项改变假设：差值取决于哪些假设，何时结论反转（默认 turnover）"))  # fmt: skip
    made.add_argument("--worlds", nargs="?", const=WORLDS, type=whole(2, 100_000), metavar="N",
                      help=tr("draw all assumptions N times at once: chance of being best, regret, what to measure"
                              " first (default: {n})",
                              "同时改变全部假设，共N组：最优占比、最大落后、最值得先查明的假设（默认{n}）",
                              n=WORLDS))  # fmt: skip
    made.add_argument("--target", action="append", type=target, default=[], metavar="M<=X", dest="targets",
                      help=tr("with --worlds: a target, such as 'turnover<=40%%'; may be repeated",
                              "与 --worlds 合用：目标，如 'turnover<=40%%'，可重复使用"))  # fmt: skip
    made.add_argument("--screen", action="store_true",
                      help=tr("which assumptions matter together with others (Morris; needs ladder-sim[doubt])",
                              "筛选与其他假设共同起作用的假设（Morris 法，需要 ladder-sim[doubt]）"))  # fmt: skip
