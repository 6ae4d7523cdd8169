"""Options of `compare`: why schemes differ, at equal terms, and how sure that is."""

from __future__ import annotations

import argparse

from ladder_sim.cli.choice_options import amounts
from ladder_sim.cli.option_types import bias, crossed, listed, precision, target, whole
from ladder_sim.core.i18n import tr

WORLDS = 200


def add_fair(made: argparse.ArgumentParser) -> None:
    """Why schemes differ, and comparisons at equal pay or budget."""
    made.add_argument("--why", nargs="?", const="turnover", type=listed, metavar="MEASURES",
                      help=tr("split the differences by cause; measures by commas (default: turnover)",
                              "按原因分解差值；指标用逗号分隔（默认 turnover）"))  # fmt: skip
    made.add_argument("--equal", choices=("pay", "budget"),
                      help=tr("also at the baseline's pay, or at its labor cost",
                              "另在与基准同等薪酬（pay）或同等人工成本（budget）下比较"))  # fmt: skip
    made.add_argument("--frontier", nargs="?", const=("labor_cost", "turnover"), type=listed, metavar="M,M[,M]",
                      help=tr("over two or three measures: which schemes others beat in each (default:"
                              " labor_cost,turnover)",
                              "按两到三个指标：哪些方案被其他方案全面超过（默认 labor_cost,turnover）"))  # fmt: skip
    made.add_argument("--choose", type=amounts, metavar="M=X",
                      help=tr("the best by a measure, X being the smallest difference that matters: turnover=1%%",
                              "按某指标择优，X 为有意义的最小差值：turnover=1%%"))  # fmt: skip
    made.add_argument("--chosen", action="store_true",
                      help=tr("whom the schemes promote, beside a lottery among the eligible",
                              "方案选拔了谁，并与在符合条件者中抽签对照"))  # fmt: skip
    made.add_argument("--bias", type=bias, metavar="GROUP[=SD]",
                      help=tr("rate a group lower for the same work (default: by 0.1 standard deviations): what the"
                              " schemes make of it",
                              "同样的工作，把某组别评低（默认0.1个标准差），看方案会放大还是缩小"))  # fmt: skip
    made.add_argument("--cross", type=crossed, metavar="ATTRIBUTES",
                      help=tr("groups by several attributes at once, against everybody else (gender,age=30/40: numbers"
                              " with the ends between their bands)",
                              "按多个属性交叉分组，与其余人员对照（gender,age=30/40：数值属性写明分段界点）"),
                      )  # fmt: skip
    made.add_argument("--precision", type=precision, metavar="M=H[,…]",
                      help=tr("add replications until differences are known to ±H (turnover=0.005, labor_cost=2%%)",
                              "增加重复次数，直到差值精度达到±H（turnover=0.005，labor_cost=2%%）"))  # fmt: skip
    made.add_argument("--lever", metavar="NAME", default="pay",
                      help=tr("with --equal budget: the parameter to move (default: pay, all pay by one factor)",
                              "与 --equal budget 合用：所调整的参数（默认 pay：全部薪酬按同一系数）"))  # fmt: skip


def add_doubt(made: argparse.ArgumentParser) -> None:
    """How sure a comparison is: what is assumed, moved one at a time and all at once."""
    made.add_argument("--doubt", nargs="?", const="turnover", type=listed, metavar="MEASURES",
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
