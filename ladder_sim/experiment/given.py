"""What `simulate` and `compare` are given: checked by name before any work, all faults at once."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from typing import TypeGuard

import numpy as np

from ladder_sim.core.display import plain
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.needs import is_frame
from ladder_sim.core.plain_data import PlainData
from ladder_sim.core.problems import LadderError
from ladder_sim.core.progress import Progress, ProgressGiven, TqdmBar, bar, counted
from ladder_sim.core.scalars import as_python
from ladder_sim.core.signed import as_written
from ladder_sim.core.units import share_of
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.study import Study
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.asked import PLAYED_WITH
from ladder_sim.scenarios.loading import Readable, load_study, scheme_of, workforce_of
from ladder_sim.scenarios.no_source import PLAYED
from ladder_sim.scenarios.registry import WORKFORCE
from ladder_sim.scenarios.studies import is_study

#: What a run cannot do without, and has a default for.
NEEDED = PLAYED_WITH
#: Whole numbers: name, least, most.
_WHOLE = (
    ("months", 1, 1200),
    ("replications", 1, 1_000_000),
    ("seed", 0, 2**63 - 1),
    ("first", 0, 2**40),
    ("block", 1, 2**40),
    ("sample", 1, 5_000),
)


def check_arguments(needed: Sequence[str] = (), /, **given: object) -> None:
    """Refuse what no run can use; None stands for what is not given.

    Parameters
    ----------
    needed : names that have no such None
    given : arguments by name

    Raises
    ------
    LadderError
        A line for each argument that is wrong, with its name and what would do.
    """
    problems = [*_numbers(given, needed), *_kinds(given)]
    if "precision" in given:
        problems += _precision(given["precision"])
    if problems:
        raise LadderError("\n".join(problems))


def _numbers(given: Mapping[str, object], needed: Sequence[str]) -> list[str]:
    problems = []
    for name, low, high in _WHOLE:
        value = given.get(name)
        if value is None and not (name in given and name in needed):
            continue
        if isinstance(value, bool) or not isinstance(value, int | np.integer) or not low <= value <= high:
            problems.append(
                tr("{name} must be a whole number from {low} to {high}, got {value!r}",
                   "{name} 必须是 {low} 到 {high} 的整数，现在是 {value!r}",
                   name=as_written(name), low=low, high=high, value=value)
            )  # fmt: skip
    return problems


def _kinds(given: Mapping[str, object]) -> list[str]:
    problems = []
    for name in ("events", "explain"):
        value = given.get(name)
        if value is not None and not isinstance(value, bool | np.bool_):
            problems.append(tr("{name} must be True or False, got {value!r}",
                               "{name} 必须是 True 或 False，现在是 {value!r}", name=as_written(name),
                               value=value))  # fmt: skip
    executor, word = given.get("executor"), as_written("executor")
    if executor is not None and not (isinstance(executor, Executor) or callable(getattr(executor, "map", None))):
        problems.append(
            tr("{name} must be a number of processes, such as 2, or 'auto'", "{name} 必须是进程数（例如2）或 'auto'",
               name=word)
            + (tr(", or a concurrent.futures.Executor", "，或 concurrent.futures.Executor")
               if word == "executor" else "")
            + tr(", got {value!r}", "，现在是 {value!r}", value=executor)
        )  # fmt: skip
    store = given.get("store")
    if store is not None and not isinstance(store, str | os.PathLike):
        problems.append(
            tr("{name} must be the path of a folder, such as 'work', got {value!r}",
               "{name} 必须是文件夹的路径，例如 'work'，现在是 {value!r}", name=as_written("store"), value=store)
        )  # fmt: skip
    progress = given.get("progress")
    if (
        progress is not None
        and not isinstance(progress, bool)
        and not callable(progress)
        and not hasattr(progress, "update")
    ):
        problems.append(
            tr("{name} must be True, a function of (done, total), or tqdm, got {value!r}",
               "{name} 必须是 True、接受 (done, total) 的函数或 tqdm，现在是 {value!r}",
               name=as_written("progress"), value=progress)
        )  # fmt: skip
    return problems


def _precision(precision: object) -> list[str]:
    if precision is None:
        return []
    if not isinstance(precision, Mapping):
        text = tr('precision must be a dict of measures, such as {{"turnover": 0.01}}, got {value!r}',
                  'precision 必须是指标的字典，例如 {{"turnover": 0.01}}，现在是 {value!r}',
                  value=precision)  # fmt: skip
        return [text]
    return [
        tr("precision of {name!r} must be a half-width above 0, or a percentage of the baseline such as '2%', got"
           " {half!r}",
           "“{name}”的精度必须是大于0的半宽，或相对基准的百分比（如“2%”），现为{half!r}", name=name, half=half)
        for name, half in precision.items()
        if not is_half(half)
    ]  # fmt: skip


def is_half(half: object) -> bool:
    """Whether it is a half-width: a finite number above 0, or such a percentage of the baseline (``"2%"``)."""
    if isinstance(half, str):
        return 0 < share_of(half) < math.inf
    return not isinstance(half, bool) and isinstance(half, (int, float, np.number)) and bool(0 < half < math.inf)


def progress_of(progress: ProgressGiven, label: str) -> Progress | None:
    """What to tell of progress: a bar of one's own kind where `progress` is True."""
    if progress is True:
        return bar(label)
    if isinstance(progress, TqdmBar | type):
        return counted(progress, label)
    return None if progress is None or progress is False else progress


def people_of(workforce: object) -> Workforce:
    """The workforce, or the one that is played where nobody is named."""
    return workforce_of(WORKFORCE if workforce is None else workforce, "workforce")


def played_scheme(scheme: Readable | Scheme, call: str = "") -> Scheme:
    """The scheme of a run.

    Parameters
    ----------
    call : the function in which the scheme comes first and the people second, told where people are given; '' of others

    Raises
    ------
    LadderError
        It is none, nor anything that one is loaded from.
    """
    if call and isinstance(scheme, Workforce):
        raise LadderError(tr("scheme: this is a workforce, not a scheme; the scheme comes first:"
                             " {call}(scheme, people, …)",
                             "scheme：这是人员，不是方案；方案写在前面：{call}(scheme, people, …)",
                             call=call))  # fmt: skip
    return scheme_of(scheme, "scheme")


def study_of(schemes: object) -> Study | None:
    """The study that is meant where schemes are asked for: itself, its id or its path; None where none is."""
    if isinstance(schemes, Study):
        return schemes
    if isinstance(schemes, str | os.PathLike) and is_study(os.fspath(schemes)):
        return load_study(schemes)
    return None


def several(given: object) -> list[Scheme]:
    """The schemes of a list, or of a dict under its names.

    Raises
    ------
    LadderError
        It is none of these, or one of them cannot be read.
    """
    if _names_schemes(given):
        return [_called(scheme_of(one, f"schemes[{name!r}]"), name) for name, one in given.items()]
    if isinstance(given, str | os.PathLike | Scheme | Mapping):
        return [scheme_of(given, "schemes")]
    if type(given).__name__ in PLAYED:
        return [scheme_of(given, "schemes")]  # which tells what to take of it
    if isinstance(given, Workforce) or not isinstance(given, Iterable):
        raise LadderError(
            tr("schemes: needs a list of schemes, a dict of name and scheme, or a study, got {type}",
               "schemes：应为方案列表、“名称: 方案”字典或研究，现为 {type}", type=type(given).__name__)
        )  # fmt: skip
    return [scheme_of(one, f"schemes[{i}]") for i, one in enumerate(given)]


def _names_schemes(given: PlainData) -> TypeGuard[Mapping[object, PlainData]]:
    """Is something a dict of names and schemes, or like one: a Series whose index has names?"""
    if isinstance(given, Mapping):
        return "scheme" not in given
    index = getattr(given, "index", None)
    return callable(getattr(given, "items", None)) and index is not None and not is_frame(given) and (
        index.dtype.kind not in "iu" or list(index) != list(range(len(index))))  # fmt: skip


def _called(scheme: Scheme, name: object) -> Scheme:
    """The scheme under another name, which tables and charts show."""
    name = as_python(name)
    if isinstance(name, int | float) and not isinstance(name, bool):  # as of a sweep: {value: scheme.with_(bar=value)}
        name = plain(name)
    if not isinstance(name, str) or not name.strip():
        raise LadderError(tr("schemes: the names are texts or numbers, got {got!r}",
                             "schemes：名称应为文字或数字，现为 {got!r}", got=name))  # fmt: skip
    title = Title(name, name)
    return replace(scheme, id=name, title=title, short_title=title)
