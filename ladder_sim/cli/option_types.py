"""What options of ``ladder-sim`` take: texts read as numbers, settings, lists of measures, targets."""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Callable, Sequence

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import nearest
from ladder_sim.experiment.given import is_half
from ladder_sim.report.formats import REPORT_FORMATS


def whole(low: int, high: int) -> Callable[[str], int]:
    """The reader of a whole number between two, both included; another raises `argparse.ArgumentTypeError`."""

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = low - 1
        if not low <= number <= high:
            raise argparse.ArgumentTypeError(
                tr("must be a whole number from {low} to {high}, got '{text}'", "须为{low}至{high}的整数，现为“{text}”",
                   low=low, high=high, text=text)
            )  # fmt: skip
        return number

    return read


def setting(text: str) -> tuple[str, float | bool | str]:
    """``name=value`` as a name and a typed value: true and false, a number, else a text.

    Raises
    ------
    argparse.ArgumentTypeError
        There is no name or no value.
    """
    name, equals, value = (part.strip() for part in text.partition("="))
    if not (equals and name and value):
        raise argparse.ArgumentTypeError(
            tr("must be name=value, got '{text}'", "须写作 名称=值，现为“{text}”", text=text)
        )
    return name, typed(value)


def typed(text: str) -> float | bool | str:
    """True and false, a number, else the text itself."""
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    try:
        return int(text)
    except ValueError:
        try:
            return float(text)
        except ValueError:
            return text


def precision(text: str) -> dict[str, float | str]:
    """``turnover=0.005,labor_cost=2%``: the half-width asked of each measure's difference, in its unit or in percent.

    Raises
    ------
    argparse.ArgumentTypeError
        It is not written so.
    """
    found: dict[str, float | str] = {}
    wrong, twice = [], []
    for part in filter(None, text.split(",")) if text.strip() else [text]:
        name, _, half = (piece.strip() for piece in part.partition("="))
        value = half if half.endswith("%") else _number(half)
        if not name or not is_half(value):
            wrong.append(part.strip())
        elif name in found:
            twice.append(name)
        else:
            found[name] = value
    told = []
    if wrong:
        told.append(tr("must be measure=half-width, such as turnover=0.005 (±0.5 pp) or labor_cost=2% (of the"
                       " baseline), got {parts}",
                       "须写作 指标=半宽，例如 turnover=0.005（±0.5个百分点）或 labor_cost=2%（占基准的比例），"
                       "现为{parts}",
                       parts=_listed(wrong)))  # fmt: skip
    if twice:
        told.append(tr("one half-width for each measure, got several for {names}",
                       "每个指标只能有一个半宽，现重复给出：{names}", names=_listed(twice)))  # fmt: skip
    if told:
        raise argparse.ArgumentTypeError(tr("; ", "；").join(told))
    return found


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _listed(texts: Sequence[str]) -> str:
    return tr(", ", "、").join(tr("'{text}'", "“{text}”", text=text) for text in dict.fromkeys(texts))


def bias(text: str) -> tuple[str, float | None]:
    """``female`` or ``gender:female=-0.2``: a group and by how much it is rated otherwise; None: as usual.

    The number is in standard deviations of a month's score.

    Raises
    ------
    argparse.ArgumentTypeError
        It is not written so.
    """
    group, equals, shift = (part.strip() for part in text.partition("="))
    try:
        found = float(shift) if equals else None
    except ValueError:
        group = ""
    if not group:
        raise argparse.ArgumentTypeError(
            tr("must be a group, or group=shift such as female=-0.1, got '{text}'",
               "须写作 组别 或 组别=偏差，例如 female=-0.1，现为“{text}”", text=text)
        )  # fmt: skip
    return group, found


def crossed(text: str) -> tuple[list[str], dict[str, list[float]]]:
    """``gender,age=30/40``: attributes, and of numbers the ends between their bands.

    Raises
    ------
    ArgumentTypeError
        A name is missing, or an end is no number.
    """
    names, bands = list[str](), dict[str, list[float]]()
    try:
        for part in text.split(","):
            name, equals, ends = (one.strip() for one in part.partition("="))
            if not name:
                raise ValueError
            names.append(name)
            if equals:
                bands[name] = [float(end) for end in ends.split("/")]
    except ValueError:
        raise argparse.ArgumentTypeError(
            tr("must be attributes by commas, numbers with the ends between bands, such as gender,age=30/40, got"
               " '{text}'",
               "须写作以逗号分隔的属性，数值属性写明分段界点，例如 gender,age=30/40，现为“{text}”", text=text)
        ) from None  # fmt: skip
    return names, bands


def target(text: str) -> tuple[str, str]:
    """``turnover<=40%`` as a measure and what it must reach; whether that can be read is found with the runs.

    Raises
    ------
    argparse.ArgumentTypeError
        It is not written so.
    """
    found = re.fullmatch(r"\s*(\w*)\s*([<>=≤≥]*)\s*(.*?)\s*", text, re.S)
    name, sign, number = found.groups() if found is not None else ("", "", "")
    if not name or not sign or not number:
        raise argparse.ArgumentTypeError(
            tr("must be measure<=number or measure>=number, such as 'turnover<=40%', got '{text}'",
               "须写作 指标<=数值 或 指标>=数值，例如 'turnover<=40%'，现为“{text}”", text=text)
        )  # fmt: skip
    return name, f"{sign.replace('==', '').replace('=>', '>=').replace('=<', '<=')} {number}"


def span(text: str) -> tuple[int, int]:
    """``1-12`` or ``7``: a first and a last month, counted from 1; another text raises `argparse.ArgumentTypeError`."""
    from ladder_sim.people.cells import Unfit
    from ladder_sim.people.records.columns import month_span

    try:
        return month_span(text)
    except Unfit as unfit:
        raise argparse.ArgumentTypeError(str(unfit)) from None


def formats(text: str) -> tuple[str, ...]:
    """A list of report formats.

    Raises
    ------
    argparse.ArgumentTypeError
        One of them is not known.
    """
    found = listed(text.lower())
    for part in found:
        if part not in REPORT_FORMATS:
            raise argparse.ArgumentTypeError(
                tr("no report format '{part}'{hint}", "没有报告格式“{part}”{hint}", part=part,
                   hint=nearest(part, REPORT_FORMATS))
            )  # fmt: skip
    return found


def listed(text: str) -> tuple[str, ...]:
    """A list by commas, such as of measures; whether they are known is found when the runs are there."""
    return tuple(part.strip() for part in text.split(",") if part.strip())
