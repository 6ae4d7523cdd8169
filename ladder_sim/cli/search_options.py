"""The options of `sweep` and `seek`: values to vary a parameter over, and targets."""

from __future__ import annotations

import argparse
import math
import re

from ladder_sim.cli.option_types import listed, typed, whole
from ladder_sim.core.i18n import tr
from ladder_sim.results.targets import read_aim

MOST_VALUES = 1000


def add_sweep(made: argparse.ArgumentParser) -> None:
    """What a sweep asks for beside the simulation."""
    made.add_argument("schemes", nargs="+", metavar="SCHEME",
                      help=tr("schemes whose parameters are varied", "要变动参数的方案，可给多个"))  # fmt: skip
    made.add_argument("--vary", type=varied, action="append", required=True, metavar="NAME=VALUES",
                      help=tr("values of a parameter (or of headcount, leaving): bar=70:95:5 (both ends) or wait=6,12;"
                              " may be repeated, every combination is played",
                              "参数（或 headcount、leaving）的取值：bar=70:95:5（含两端）或 wait=6,12；"
                              "可重复使用，逐一模拟所有组合"))  # fmt: skip
    made.add_argument("--sample", type=whole(1, 5000), metavar="N",
                      help=tr("play so many of the combinations, spread evenly over all of them",
                              "只模拟其中N个组合，均匀分布在全部组合之中"))  # fmt: skip
    made.add_argument("--measures", type=listed, metavar="M[,…]",
                      help=tr("which measures (default: advancement_rate,turnover,labor_cost)",
                              "指标（默认 advancement_rate,turnover,labor_cost）"))  # fmt: skip
    made.add_argument("--out", metavar="DIR",
                      help=tr("write the table and a picture of each measure there",
                              "将表格和各指标的图写入该目录"))  # fmt: skip


def add_seek(made: argparse.ArgumentParser) -> None:
    """What a search asks for beside the simulation."""
    made.add_argument("scheme", metavar="SCHEME", help=tr("the scheme", "方案"))
    made.add_argument("knob", metavar="PARAMETER", nargs="?",
                      help=tr("the parameter to change; also headcount, leaving",
                              "要求解的参数；也可为 headcount、leaving"))  # fmt: skip
    made.add_argument("--vary", type=ranged, action="append", default=[], metavar="NAME[=A:B]",
                      help=tr("instead of PARAMETER, several to change together, each with its range (default: the"
                              " parameter's range): --vary bar=70:95 --vary wait=6:24",
                              "代替 PARAMETER，同时求解多个参数，各写范围（默认为参数的取值范围）："
                              "--vary bar=70:95 --vary wait=6:24"))  # fmt: skip
    made.add_argument("--target", type=aim, action="append", required=True, metavar="MEASURE=VALUE", dest="targets",
                      help=tr("target for the mean of a measure, such as turnover=20%% or turnover=0.2; may be"
                              " repeated; a bound will do, such as 'turnover<=20%%'",
                              "指标均值的目标，例如 turnover=20%%，也可写 turnover=0.2；可重复使用；"
                              "也可写界限，例如 'turnover<=20%%'"))  # fmt: skip
    made.add_argument("--between", type=ends, metavar="A:B",
                      help=tr("range to search (default: the parameter's range)",
                              "搜索范围（默认为参数的取值范围）"))  # fmt: skip
    text = tr("save the scheme with the value found, as a variant; several: FILE-2.yaml and so on",
              "将代入求得取值的方案保存为变体文件；有多个答案时为 FILE-2.yaml 等")  # fmt: skip
    made.add_argument("--save", metavar="FILE.yaml", help=text)
    made.add_argument("--picture", metavar="FILE.png", help=tr("save a chart of the search", "保存求解过程图"))


def add_match(made: argparse.ArgumentParser) -> None:
    """What matching asks for beside the simulation."""
    made.add_argument("scheme", metavar="SCHEME", help=tr("the scheme in force", "现行方案"))
    made.add_argument("--target", type=target, action="append", required=True, metavar="MEASURE=VALUE", dest="targets",
                      help=tr("what is known of the present, such as turnover=38%%; may be repeated",
                              "已知的现状，例如 turnover=38%%；可重复使用"))  # fmt: skip
    made.add_argument("--move", type=listed, metavar="ADDRESS[,…]",
                      help=tr("which assumed values may move, by address, such as attrition.effects.pay_gap (default:"
                              " all that have a range in the workforce)",
                              "可变动的假设值，写地址，例如 attrition.effects.pay_gap"
                              "（默认为人员文件中所有带范围的值）"))  # fmt: skip
    made.add_argument("--save", metavar="FILE.yaml",
                      help=tr("save the people of each answer as a workforce file",
                              "将各答案的人员保存为人员文件"))  # fmt: skip


def varied(text: str) -> tuple[str, list[float | bool | str]]:
    """``bar=70:95:5`` or ``wait=6,12`` as a name and values; a step's range has both its ends.

    Raises
    ------
    argparse.ArgumentTypeError
        It is not written so.
    """
    name, equals, values = (part.strip() for part in text.partition("="))
    if not (equals and name and values):
        raise argparse.ArgumentTypeError(
            tr("must be name=values, such as bar=70:95:5 or wait=6,12, got '{text}'",
               "须写作 名称=取值，例如 bar=70:95:5或 wait=6,12，现为“{text}”", text=text)
        )  # fmt: skip
    if ":" not in values:
        return name, [_value(part) for part in listed(values)]
    numbers = [_value(part.strip()) for part in values.split(":")]
    if len(numbers) != 3 or any(isinstance(number, bool | str) for number in numbers):
        raise argparse.ArgumentTypeError(
            tr("a range is first:last:step, such as 70:95:5, got '{text}'",
               "范围须写作 起:止:步长，例如70:95:5，现为“{text}”", text=values)
        )  # fmt: skip
    first, last, step = (float(number) for number in numbers)
    if not step > 0 or last < first or (last - first) / step >= MOST_VALUES:
        raise argparse.ArgumentTypeError(
            tr("in '{text}' the step must be above 0, the last not below the first, and at most {n} values come of it",
               "“{text}”中步长须大于0，止不小于起，取值不超过{n}个", text=values, n=MOST_VALUES)
        )  # fmt: skip
    count = math.floor((last - first) / step + 1e-9) + 1
    return name, [_whole(round(first + i * step, 12)) for i in range(count)]


def target(text: str) -> tuple[str, float]:
    """``turnover=0.2`` or ``turnover=20%`` as a measure and a number in its unit.

    Raises
    ------
    argparse.ArgumentTypeError
        It is not written so.
    """
    name, equals, value = (part.strip() for part in text.partition("="))
    number = _value(value.removesuffix("%"))
    if not (equals and name) or isinstance(number, bool | str):
        raise argparse.ArgumentTypeError(
            tr("must be measure=value, such as turnover=0.2 or turnover=20%, got '{text}'",
               "须写作 指标=数值，例如 turnover=0.2或 turnover=20%，现为“{text}”", text=text)
        )  # fmt: skip
    return name, number / 100 if value.endswith("%") else number


def aim(text: str) -> tuple[str, float | str]:
    """``turnover=20%`` as a measure and a number in its unit, or ``turnover<=20%`` as a measure and a bound.

    Raises
    ------
    argparse.ArgumentTypeError
        It is not written so.
    """
    found = re.fullmatch(r"\s*(\w+)\s*(<=|>=|=<|=>|<|>|≤|≥)\s*(.*?)\s*", text, re.S)
    if found is None:
        return target(text)
    name, sign, number = found.groups()
    bound = f"{sign.replace('=<', '<=').replace('=>', '>=')} {number}"
    if read_aim(bound) is None:
        raise argparse.ArgumentTypeError(
            tr("must be measure=value, measure<=value or measure>=value, such as 'turnover<=20%', got '{text}'",
               "须写作 指标=数值、指标<=数值 或 指标>=数值，例如 'turnover<=20%'，现为“{text}”", text=text)
        )  # fmt: skip
    return name, bound


def ranged(text: str) -> tuple[str, tuple[float, float] | None]:
    """``bar=70:95`` as a name and the ends of its range, ``bar`` as a name whose own range is meant.

    Raises
    ------
    argparse.ArgumentTypeError
        It is not written so.
    """
    name, equals, span = (part.strip() for part in text.partition("="))
    if not name or (equals and not span):
        raise argparse.ArgumentTypeError(
            tr("must be name=from:to, such as bar=70:95, or a name alone, got '{text}'",
               "须写作 名称=起:止，例如 bar=70:95，或只写名称，现为“{text}”", text=text)
        )  # fmt: skip
    return name, ends(span) if equals else None


def ends(text: str) -> tuple[float, float]:
    """``50:100`` as two numbers.

    Raises
    ------
    argparse.ArgumentTypeError
        It is not written so.
    """
    numbers = [_value(part.strip()) for part in text.split(":")]
    if len(numbers) != 2 or any(isinstance(number, bool | str) for number in numbers):
        raise argparse.ArgumentTypeError(
            tr("must be two numbers, such as 50:100, got '{text}'", "须为两个数，例如50:100，现为“{text}”", text=text)
        )  # fmt: skip
    return float(numbers[0]), float(numbers[1])


def _value(text: str) -> float | bool | str:
    """A value as settings have it, 5.0 as 5; a number without end is a text."""
    value = typed(text)
    if isinstance(value, bool | str):
        return value
    return _whole(value) if math.isfinite(value) else text


def _whole(number: float) -> float:
    return int(number) if float(number).is_integer() else number
