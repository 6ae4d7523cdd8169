"""What a reader may ask of measures: windows by a word, an interval's level, and measures of one's own."""

from __future__ import annotations

import ast
import dataclasses
import hashlib
import inspect
import re
import textwrap
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import CodeType
from typing import get_args

import numpy as np

from ladder_sim.core import habits
from ladder_sim.core.arrays import Floats
from ladder_sim.core.calls import EXAMPLES
from ladder_sim.core.directions import direction_of, directions_known
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.leading import UnknownNameError
from ladder_sim.core.one_line import OneLine
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.problems import LadderError, misspelt, nearest, warn
from ladder_sim.core.signed import as_written, shown
from ladder_sim.core.units import MeasureUnit
from ladder_sim.results.captured import captured, code_text, digits, fixed, outside, told
from ladder_sim.results.measure import BetterWord, Measure
from ladder_sim.results.period import Window

#: Units that a measure of one's own may have: what is a rate ratio by group is formed by rules of its own.
UNITS: tuple[MeasureUnit, ...] = get_args(MeasureUnit)


def units_known() -> str:
    """The units that a measure of one's own may have, as a message lists them."""
    return tr(", ", "、").join(map(repr, UNITS))


def span_of(start: object, stop: object, months: int) -> tuple[int, int]:
    """The months of a window, from index and up to index, checked.

    Parameters
    ----------
    start, stop : months from 0; `stop` None: to the end
    months : of the run

    Raises
    ------
    LadderError
        They are no whole numbers, or the run has none such.
    """
    first, last = start, months if stop is None else stop
    if all(isinstance(one, int | np.integer) and not isinstance(one, bool) for one in (first, last)):
        made = int(first), int(last)  # type: ignore[call-overload]  # numbers both
        if 0 <= made[0] < made[1] <= months:
            return made
    raise LadderError(
        tr("window(start, stop) takes months from index start up to stop, whole numbers with 0 <= start < stop <="
           " {months}, got start={start!r}, stop={stop!r}; the first year is window(0, {year})",
           "window(start, stop) 取从序号 start 到 stop 之前的月份，须为整数且0 <= start < stop <= {months}，"
           "现为 start={start!r}，stop={stop!r}；第一年为 window(0, {year})",
           months=months, start=start, stop=stop, year=min(12, months))
    )  # fmt: skip


def confidence(level: object) -> float:
    """How sure an interval is asked to be, from 0.5 to below 1, checked.

    Raises
    ------
    LadderError
        It is no such number.
    """
    if isinstance(level, (float, np.floating)) and 0.5 <= level < 1:
        return float(level)
    name = as_written("level")
    share = f"{float(level) / 100:g}" if isinstance(level, (int, float, np.number)) and 50 <= level < 100 else "0.9"
    if isinstance(level, str) and level.isidentifier():
        raise LadderError(tr("{name} must be a share such as 0.9, got {level!r}; one measure by its name:"
                             " table({level!r})",
                             "{name} 应为小数，如0.9，现为{level!r}；按名称查看一个指标：table({level!r})",
                             name=name, level=level))  # fmt: skip
    raise LadderError(
        tr("{name} must be a share from 0.5 to below 1, such as {share}, got {level!r}",
           "{name} 应为0.5至1之间的小数（不含1），如{share}，现为{level!r}", name=name, share=share, level=level)
    )  # fmt: skip


def own_measure(
    name: object, compute: object, window: Window, known: Mapping[str, Measure], tables: Collection[str], *,
    unit: object, title: str | Title | None, better: BetterWord, definition: str | Title | None, yearly: bool,
) -> Measure:  # fmt: skip
    """A measure of the reader's own, computed once; see `Run.with_measure`, whose arguments these are.

    Parameters
    ----------
    window : the whole run, by which it is tried
    known, tables : measures and tables that there are, whose names it cannot have

    Raises
    ------
    LadderError
        Name, unit, direction or function cannot be used; all at once.
    """
    wrong = _wrong_name(name, known, tables)
    if not callable(compute):
        wrong.append(tr("compute must be a function of a window, got {got}; write {call}",
                        "compute 应为以时间窗为参数的函数，现为 {got}；请写作 {call}", got=type(compute).__name__,
                        call=EXAMPLES["with_measure"]))  # fmt: skip
    if unit not in UNITS:
        other = habits.UNITS.get(unit.strip().lower(), "") if isinstance(unit, str) else ""
        wrong.append(tr("unit must be one of {known}, got {unit!r}", "unit 应为{known}之一，现为{unit!r}",
                        known=units_known(), unit=unit)
                     + (tr("; write unit={other!r}", "；请写作 unit={other!r}", other=other) if other else
                        nearest(unit, UNITS) if isinstance(unit, str) and misspelt(unit, UNITS) else ""))  # fmt: skip
    direction = direction_of(better)
    if better is not None and direction is None:
        wrong.append(
            tr("better must be {words} or None, got {got!r}", "better 应为{words}或 None，现为{got!r}",
               words=directions_known(), got=better)
        )  # fmt: skip
    if wrong and callable(compute):
        try:
            OwnValues(str(name), compute)(window)
        except LadderError as error:
            wrong.append(str(error))
    if wrong or not isinstance(name, str) or not isinstance(unit, str) or not callable(compute):
        raise LadderError("\n".join(wrong))
    if names := outside(compute):
        warn(
            tr("measure {name!r} reads from outside whenever it is computed ({names}): the provenance tells the"
               " function, not what it reads there, so that two results may differ under one. Read it before, and give"
               " the values as a default, such as lambda w, targets=targets: …",
               "指标{name!r}每次计算时都读取外部内容（{names}）：来源信息只记录函数本身，不记录所读内容，因此同一来源下的结果"
               "可能不同。请事先读取，并将数值作为默认参数给出，例如 lambda w, targets=targets: …",
               name=name, names=tr(", ", "、").join(names))
        )  # fmt: skip
    called = _both(title, name)
    values = OwnValues(name, compute, captured(compute))
    made = Measure(name, called, unit, _both(definition, called), direction, values, yearly=yearly, missing=_NO_VALUE)
    _tried(made, window, window.stop)
    return made


def _wrong_name(name: object, known: Mapping[str, Measure], tables: Collection[str]) -> list[str]:
    if not (isinstance(name, str) and name.strip()):
        return [tr("name must be a text, got {got}", "name 应为文字，现为 {got}", got=shown(name, type(name).__name__))]
    if name in known:
        return [tr("measure {name!r} is there already; choose another name", "已有指标{name!r}；请换一个名称",
                   name=name)]  # fmt: skip
    if name not in tables:
        return []
    return [tr("{name!r} is the name of a table, frame({name!r}); choose another name",
               "{name!r}是数据表的名称，即 frame({name!r})；请换一个名称", name=name)]  # fmt: skip


def _tried(measure: Measure, window: Window, months: int) -> None:
    """Compute a measure of the reader's own once, so that what is wrong with it is told where it is added.

    Parameters
    ----------
    measure : of the reader's own
    window : the whole run
    months : of the run

    Raises
    ------
    LadderError
        Its function fails, gives no number for each replication, or others when it is called twice; or its unit is of
        a year, and what it gives of two parts of the run adds up to what it gives of the whole: it is a sum over all
        months.
    """
    whole = measure.compute(window)
    if not np.array_equal(whole, measure.compute(window), equal_nan=True):
        raise LadderError(
            tr("measure {name!r}: its function gives other numbers when it is called twice; where it draws at"
               " random, let it make a generator of its own with a fixed seed",
               "指标{name!r}：同一函数两次调用结果不同；如需随机抽样，请在函数内用固定种子另建随机数生成器",
               name=measure.name)
        )  # fmt: skip
    if not measure.yearly or months < 2:
        return
    _tried_in_part(measure, window, months)
    if not measure.unit.endswith("a year"):
        return
    parts = [measure.compute(dataclasses.replace(window, start=start, stop=stop))
             for start, stop in ((0, months // 2), (months // 2, months))]  # fmt: skip
    if np.nansum(np.abs(whole)) > 0 and np.allclose(parts[0] + parts[1], whole, equal_nan=True):
        raise LadderError(
            tr("measure {name!r}: its unit is {unit!r}, but its function gives the sum over all {months} months; divide"
               " by w.years, such as lambda w: w.exits_by('voluntary') / w.years",
               "指标{name!r}：单位是{unit!r}，但其函数给出的是全部{months}个月的合计；请除以 w.years，例如"
               " lambda w: w.exits_by('voluntary') / w.years",
               name=measure.name, unit=measure.unit, months=months)
        )  # fmt: skip


def _tried_in_part(measure: Measure, window: Window, months: int) -> None:
    """Compute a measure of the first and of the last month, as charts and ``by="month"`` will ask for it.

    Raises
    ------
    LadderError
        The function fails there; where it is meant for the whole run alone, what to write.
    """
    for start in (0, months - 1):
        try:
            measure.compute(dataclasses.replace(window, start=start, stop=start + 1))
        except LadderError as error:
            raise LadderError(
                tr("{why}\nThat is of month {month} alone, the whole run has a value; where it is not meant for parts"
                   " of a run, write with_measure(…, yearly=False)",
                   "{why}\n以上为仅取第{month}个月时的结果，整个模拟期可以计算；若该指标不适用于部分时段，"
                   "请写作 with_measure(…, yearly=False)", why=error, month=start + 1)
            ) from error  # fmt: skip


@dataclass(frozen=True, slots=True, repr=False)
class OwnValues(OneLine):
    """A reader's function as a measure's: two are equal where the function is the same one and reads the same values.

    `reads` tells what it read from around it when the measure was added; see `captured`.
    """

    name: str
    compute: Callable[[Window], object]
    reads: tuple[tuple[str, str], ...] = ()
    writes: set[str] = field(default_factory=set, compare=False, repr=False)  # what the function itself changes

    def __call__(self, window: Window) -> Floats:
        """Its values, held against what a measure must give; NaN where it divides by nothing."""
        self._unmoved()
        before = dict(fixed(self.compute))
        with np.errstate(divide="ignore", invalid="ignore"):  # the note of a table tells in how many replications
            given = _computed(self.name, self.compute, window)
        self.writes.update(name for name, now in fixed(self.compute) if before.get(name, now) != now)
        wanted = len(window.counts.headcount)
        try:
            found = np.array(given, np.float64)
        except (TypeError, ValueError):
            found = np.zeros(0)
        if found.shape != (wanted,):
            got = f"{type(given).__name__}" if not isinstance(given, np.ndarray) else f"shape {given.shape}"
            raise LadderError(
                tr("measure {name!r} must give a number for each of the {n} replications, got {got}",
                   "指标{name!r}应为{n}次重复各给出一个数值，现为{got}", name=self.name, n=wanted, got=got)
                + (several_numbers(self.compute, window) or tr(
                    "; write it as lambda w: w.exits_by('voluntary') / w.years",
                    "；请写作 lambda w: w.exits_by('voluntary') / w.years"))
            )  # fmt: skip
        return np.where(np.isinf(found), np.nan, found)

    def _unmoved(self) -> None:
        """Refuse to go on where a variable has another value than when the measure was added: two would mix."""
        was = dict(self.reads)
        moved = [(name, was[name], now) for name, now in fixed(self.compute)
                 if was.get(name, now) != now and name not in self.writes]  # fmt: skip
        if moved:
            raise LadderError("\n".join(
                tr("measure {name!r} reads {variable}, which was {was} when the measure was added and is {now} now;"
                   " add it again with with_measure to the run without it{default}",
                   "指标{name!r}读取变量 {variable}，添加指标时为 {was}，现为 {now}；请在未含该指标的 run 上用"
                   " with_measure 重新添加{default}",
                   name=self.name, variable=variable, was=old, now=now, default=_as_default(variable, old))
                for variable, old, now in moved
            ))  # fmt: skip


def _as_default(variable: str, value: str) -> str:
    """``, or give the value as a default: …``; nothing where the value cannot be written there."""
    try:
        ast.literal_eval(value)
    except (ValueError, SyntaxError):
        return ""
    if not variable.isidentifier():
        return ""
    return tr(", or give the value as a default: lambda w, {variable}={was}: …",
              "，或写成默认参数：lambda w, {variable}={was}: …", variable=variable, was=value)  # fmt: skip


def own_record(measure: Measure) -> JsonObject:
    """What a paper says of a reader's own measure: what it is called, its unit, the function's text, what it reads.

    `sha256` is of the text; of what it reads from files or the clock only the names by which it does, `outside`.
    """
    made: JsonObject = {"title": str(measure.title), "unit": measure.unit, "definition": str(measure.definition),
            "better": measure.better, "function": None, "sha256": None, "reads": {}, "outside": []}  # fmt: skip
    if isinstance(measure.compute, OwnValues):
        made["function"] = text = _source(measure.compute.compute)
        made["sha256"] = None if text is None else hashlib.sha256(text.encode()).hexdigest()
        made["reads"] = dict(measure.compute.reads)
        made["outside"] = list(outside(measure.compute.compute))
    return made


def _source(function: Callable[..., object]) -> str | None:
    """A function as it is written, of a lambda its own text alone; None typed into a shell, or not in Python."""
    code = getattr(function, "__code__", None)
    try:
        text = textwrap.dedent(inspect.getsource(function)).strip()
        if code is None or code.co_name != "<lambda>":
            return text
        lines, _ = inspect.findsource(function)
        whole = "".join(lines)
        for node in ast.walk(ast.parse(whole)):
            if isinstance(node, ast.Lambda) and _is_of(code, node):
                return ast.get_source_segment(whole, node) or text
    except (OSError, TypeError, SyntaxError):
        return None
    return text


def _is_of(code: CodeType, node: ast.Lambda) -> bool:
    """Was the code made of this lambda: does what it returns stand where the lambda's body stands?"""
    body = node.body
    stands = (body.lineno, body.end_lineno, body.col_offset, body.end_col_offset)
    return any(place == stands for place in code.co_positions())


def owned(measures: Sequence[Measure]) -> str:
    """``, own measures: m (3f2a)`` for a line: names, and digits of each function and what it reads."""
    return f", own measures: {', '.join(marked(measures))}" if measures else ""


def marked(measures: Sequence[Measure]) -> list[str]:
    """The names of the reader's own measures, each with digits of its function, which tell two of one name apart."""
    return [f"{one.name} ({_digits(one)})" for one in measures]


def _digits(measure: Measure) -> str:
    compute = measure.compute.compute if isinstance(measure.compute, OwnValues) else measure.compute
    code = getattr(compute, "__code__", None)
    text = told(compute) if code is None else code_text(code)
    reads = measure.compute.reads if isinstance(measure.compute, OwnValues) else ()
    return digits(text + repr(reads))[:4]


def _computed(name: str, compute: Callable[[Window], object], window: Window) -> object:
    """What the reader's function gives; where it fails, the measure is named and what a window has."""
    try:
        return compute(window)
    except UnknownNameError as error:  # it says what a window has
        raise LadderError(tr("measure {name!r}: {why}", "指标{name!r}：{why}", name=name, why=error)) from error
    except LadderError:
        raise
    except Exception as error:  # whatever a reader's function may raise
        raise LadderError(
            tr("measure {name!r}: its function failed with {kind}: {why}", "指标{name!r}：其函数出错，{kind}：{why}",
               name=name, kind=type(error).__name__, why=str(error).strip())
            + (several_numbers(compute, window) or tr(
                ". It gets a window, which has no frames but arrays of a number per replication; write it as lambda w:"
                " w.exits_by('voluntary') / w.years; w has {all}",
                "。函数的参数是时间窗，其中没有数据表，只有每次重复一个数值的数组；请写作"
                " lambda w: w.exits_by('voluntary') / w.years；w 有 {all}",
                all=tr(", ", "、").join(one for one in dir(window) if not one.startswith("_") and one != "MEANT")))
        ) from error  # fmt: skip


#: Arrays of a window with several numbers for each replication → the one number of it.
_SINGLE: Mapping[str, str] = {"people": "everyone", "exits": "exits_by()", "moved": "moves_by()",
                              "paid": "paid.sum(axis=1)", "costs": "costs.sum(axis=1)"}  # fmt: skip


def several_numbers(compute: Callable[..., object], window: Window) -> str:
    """What a function reads that has several numbers for each replication, with its shapes; '' where nothing has.

    Parameters
    ----------
    compute : the reader's
    window : by which it was tried
    """
    code: CodeType | None = getattr(compute, "__code__", None)
    if code is None or not code.co_varnames:
        return ""
    used = [name for name in dict.fromkeys(code.co_names) if name in _SINGLE]
    if not used:
        return ""
    w = code.co_varnames[0]
    shapes = tr(", ", "、").join(f"{w}.{name} {getattr(window, name).shape}" for name in used)
    text = _source(compute) or ""
    whole = re.sub(rf"\b{w}\.({'|'.join(used)})\b(?![\w(.\[])", lambda found: f"{w}.{_SINGLE[found[1]]}", text)
    single = whole if whole != text and "\n" not in whole and whole.startswith("lambda") else tr(", ", "、").join(
        f"{w}.{_SINGLE[name]}" for name in used)  # fmt: skip
    return tr("; shapes: {shapes}, several numbers for each replication; one number: {single}",
              "；形状：{shapes}，每次重复有多个数值；各取一个数值：{single}", shapes=shapes, single=single)  # fmt: skip


_NO_VALUE = Title("the function gave none, or divided by zero", "函数未给出数值，或除数为零")


def _both(text: str | Title | None, default: str | Title) -> Title:
    found = default if text is None else text
    return found if isinstance(found, Title) else Title(found, found)
