"""The options of `frontier` and `choose`: measures with a direction, what matters, weights and worth."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from ladder_sim.cli.option_types import listed
from ladder_sim.cli.search_options import target
from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import PlainForm
from ladder_sim.results.measure import BetterWord


def commands() -> list[tuple[str, str, Callable[[argparse.ArgumentParser], None]]]:
    """Name, what it does, and what adds its options."""
    return [
        ("frontier", tr("schemes over two or three measures: which of them another beats in each",
                        "按两到三个指标排列各方案：哪些被其他方案全面超过"), add_frontier),
        ("choose", tr("the best of several schemes without luck's favor, or that nothing between them matters",
                      "从多个方案中择优，排除偶然；或判定差异没有实际意义"), add_choose),
    ]  # fmt: skip


def add_frontier(made: argparse.ArgumentParser) -> None:
    """What a frontier asks for beside the simulation."""
    _schemes(made)
    made.add_argument("--measures", type=listed, metavar="M,M[,M]",
                      help=tr("two or three (default: labor_cost,turnover); of one without a better direction say it:"
                              " span=down",
                              "两到三个指标（默认 labor_cost,turnover）；"
                              "本身没有优劣方向的请说明：span=down"))  # fmt: skip
    made.add_argument("--picture", metavar="FILE.png", help=tr("save a chart", "保存图"))


def add_choose(made: argparse.ArgumentParser) -> None:
    """What a choice asks for beside the simulation."""
    _schemes(made)
    made.add_argument("--by", metavar="MEASURE", help=tr("by which one measure, such as turnover",
                                                         "按哪一个指标，例如 turnover"))  # fmt: skip
    made.add_argument("--weights", type=amounts, metavar="M=W,M=W",
                      help=tr("in its place several measures with weights: turnover=2,labor_cost=1",
                              "或按多个指标加权：turnover=2,labor_cost=1"))  # fmt: skip
    made.add_argument("--worth", type=amounts, metavar="M=X,M=X",
                      help=tr("in its place what one unit of each measure is worth in money a year:"
                              " turnover=50000,labor_cost=1",
                              "或按每项指标一个单位每年值多少钱：turnover=50000,labor_cost=1"))  # fmt: skip
    made.add_argument("--matters", type=matters, required=True, metavar="X | M=X,M=X",
                      help=tr("the smallest difference that matters: 1%%, or 50000; with --weights one for each"
                              " measure: turnover=1%%,labor_cost=100000",
                              "有意义的最小差值：1%%，或50000；与 --weights 合用时每个指标各一个："
                              "turnover=1%%,labor_cost=100000"))  # fmt: skip
    made.add_argument("--picture", metavar="FILE.png", help=tr("save a chart", "保存图"))


def _schemes(made: argparse.ArgumentParser) -> None:
    made.add_argument("schemes", nargs="+", metavar="SCHEME",
                      help=tr("schemes, or one study", "若干方案，或一个研究"))  # fmt: skip


def amounts(text: str) -> dict[str, float]:
    """``turnover=1%,labor_cost=100000`` as numbers by name."""
    return dict(target(part) for part in listed(text))


def matters(text: str) -> float | dict[str, float]:
    """A number, a percentage, or one for each measure.

    Raises
    ------
    ArgumentTypeError
        It is none of these.
    """
    if "=" in text:
        return amounts(text)
    try:
        return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        raise argparse.ArgumentTypeError(
            tr("must be a number such as 50000, a percentage such as 1%, or measure=number, got '{text}'",
               "须为数（如50000）、百分比（如1%）或 指标=数值，现为“{text}”", text=text)
        ) from None  # fmt: skip


def directions(given: Sequence[str]) -> tuple[list[str], dict[str, BetterWord]]:
    """Measures, and the direction of those that name one: span=down."""
    names: list[str] = []
    better: PlainForm = {}  # whether they are directions is found with the measures
    for part in given:
        name, equals, way = part.partition("=")
        names.append(name)
        if equals:
            better[name] = way
    return names, better
