"""What type checkers and editors see of what users call: no `Any`, the arguments of each door, the charts' keywords."""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import json
import re
import subprocess
import sys
import typing
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from places import PACKAGE, ROOT
from test_docstrings import CALLED, NAMES, _classes, _tree

import ladder_sim as ls
from ladder_sim.charts.asked import CHARTS, OTHER_NAMES
from ladder_sim.core import doors
from ladder_sim.results import chart_options
from ladder_sim.results.chart_door import ChartDoor
from ladder_sim.results.frames import TABLES, TableName

STUB = PACKAGE / "core" / "above.pyi"


def _opened() -> Iterator[tuple[str, str, ast.FunctionDef, str]]:
    """Of every method that goes through a door: its module, its class, itself, and the door."""
    for module, path in NAMES.items():
        for owner in (node for node in ast.walk(_tree(path)) if isinstance(node, ast.ClassDef)):
            for method in (node for node in owner.body if isinstance(node, ast.FunctionDef)):
                for call in (node for node in ast.walk(method) if isinstance(node, ast.Call)):
                    if ast.unparse(call.func) == "through" and isinstance(call.args[0], ast.Constant):
                        yield module, owner.name, method, str(call.args[0].value)


OPENED = {f"{owner}.{method.name}": (module, owner, method, door) for module, owner, method, door in _opened()}
#: Of several lines that tell a record: what they go through takes what the line makes of it, or makes what is written.
MADE_BEFORE = {"ChartDoor.__call__", "ChartDoor.drawer", "VariedScheme.with_", "VariedWorkforce.with_",
               "RunDoors.provenance_record", "Paired.provenance_record", "Matched.save", "SoughtJointly.save",
               "Draft.save", "PolicyCover.save", "PolicyDocument.save"}  # fmt: skip


#: What a function behind a door takes besides, of modules that stand where it does.
INNER = {"Fit.to_yaml": {"start"}}


def test_methods_that_go_through_doors_are_found() -> None:
    assert {"ComparisonDoors.tornado", "Fit.backtest", "Sweep.plot", "RunDoors.save"} <= set(OPENED)
    assert {door for *_, door in OPENED.values()} <= set(doors._LEADS)


@pytest.mark.parametrize("name", sorted(set(OPENED) - MADE_BEFORE))
def test_a_door_takes_what_stands_behind_it(name: str) -> None:
    module, owner, method, door = OPENED[name]
    mine = getattr(getattr(importlib.import_module(f"ladder_sim.{module}"), owner), method.name)
    here = list(inspect.signature(mine).parameters.values())[1:] if callable(mine) else []
    behind = inspect.signature(doors.through(door)).parameters.values()
    there = [one for one in list(behind)[1:] if one.name not in INNER.get(name, ())]
    if method.name.startswith("_"):  # a picture or a table in a notebook, which nobody gives anything
        assert not here
        return
    assert [one.name for one in here] == [one.name for one in there]
    for one, other in zip(here, there, strict=True):
        assert one.kind != one.VAR_KEYWORD, "say the arguments, so that editors show them"
        if other.default is not other.empty:
            assert one.default == other.default, one.name


def test_the_stub_of_what_doors_give_holds_names_alone() -> None:
    assert list(PACKAGE.rglob("*.pyi")) == [STUB]
    module = ast.parse(STUB.with_suffix(".py").read_text(encoding="utf-8"))
    assert len(module.body) == 1 and ast.get_docstring(module)
    names: list[str] = []
    for node in ast.parse(STUB.read_text(encoding="utf-8")).body:
        assert isinstance(node, ast.ImportFrom) and all(one.asname == one.name for one in node.names)
        names += [one.name for one in node.names]
        assert all(hasattr(importlib.import_module(str(node.module)), one.name) for one in node.names)
    users = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    assert not [name for name in names if not re.search(rf"-> {name}:|: {name} = ", users)]
    bodies = [node for path in PACKAGE.rglob("*.py") for node in ast.walk(_tree(path))
              if isinstance(node, ast.ImportFrom) and node.module == "ladder_sim.core.above"]  # fmt: skip
    assert all(node.col_offset for node in bodies), "below TYPE_CHECKING: when the code runs, nothing is there"


# --- charts ----------------------------------------------------------------------------------------


def _keywords(function: Callable[..., object]) -> set[str]:
    return {one.name for one in inspect.signature(function).parameters.values() if one.kind is one.KEYWORD_ONLY}


def _said(name: str) -> set[str]:
    """The keywords that a type checker knows of a chart."""
    method = next(node for node in ast.walk(_tree(PACKAGE / "results" / "chart_door.py"))
                  if isinstance(node, ast.FunctionDef) and node.name == name)  # fmt: skip
    if method.args.kwarg is None or method.args.kwarg.annotation is None:
        return set()
    options = ast.unparse(method.args.kwarg.annotation).removeprefix("Unpack[").removesuffix("]")
    return {*getattr(chart_options, options).__annotations__}


@functools.cache
def _run() -> ls.Run:
    return ls.simulate("ecommerce-dual-track", "small-department-30", months=6, replications=4)


@pytest.mark.parametrize("name", [*CHARTS, "headcount"])
def test_the_keywords_of_a_chart_are_known_to_type_checkers_and_completion(name: str) -> None:
    chart = CHARTS[OTHER_NAMES.get(name, name)]
    over_time = _keywords(ls.plots.series) | _keywords(ls.plots.distribution) if name in _run().known else set()
    assert _said(name) == _keywords(chart) | over_time
    drawer = getattr(_run().plot, name)
    assert _keywords(drawer) == _said(name) and drawer.__doc__ == chart.__doc__ and drawer.__name__ == name
    assert _said(name) - {"what"} <= set(chart_options.ChartOptions.__annotations__)


def test_the_keywords_of_a_measure_are_known_to_completion() -> None:
    drawer = _run().plot.labor_cost  # type: ignore[attr-defined]  # a measure, known when it runs
    assert _keywords(drawer) | {"part", "names"} == set(chart_options.MeasureOptions.__annotations__)
    assert drawer.__name__ == "labor_cost"


def test_a_chart_takes_an_argument_that_is_called_what() -> None:
    both = ls.compare(
        ["ecommerce-dual-track", "ecommerce-kpi-baseline"], "small-department-30", months=6, replications=4
    )
    assert both.plot.winners(what="pay").figure


def test_a_wrong_argument_of_a_door_is_told_with_the_nearest() -> None:
    both = ls.compare(
        ["ecommerce-dual-track", "ecommerce-kpi-baseline"], "small-department-30", months=6, replications=4
    )
    with pytest.raises(ls.LadderError, match="tornado has no argument 'replication'; did you mean 'replications'"):
        both.tornado(replication=2)  # type: ignore[call-arg]
    with pytest.raises(ls.LadderError, match="progress must be"):
        both.tornado(progress=3)  # type: ignore[arg-type]
    with pytest.raises(ls.LadderError, match="replications must be"):
        both.worlds(replications=0)


# --- type checkers ---------------------------------------------------------------------------------


def _checked(folder: Path, lines: list[str]) -> list[str]:
    """What a strict type checker says of a script, line by line."""
    script = folder / "script.py"
    script.write_text("\n".join([*lines, ""]), encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "mypy", "--strict", "--no-error-summary", str(script)], cwd=ROOT,
                          capture_output=True, text=True, check=False)  # fmt: skip
    return [line for line in done.stdout.splitlines() if "script.py:" in line]


def _fields(node: ast.ClassDef) -> Iterator[str]:
    for each in node.body:
        if (
            isinstance(each, ast.AnnAssign)
            and isinstance(each.target, ast.Name)
            and "ClassVar" not in ast.unparse(each)
        ):
            yield each.target.id


def _members() -> dict[str, set[str]]:
    """The public members of every class that users hold, by `module:Class`: methods, properties and fields."""
    found: dict[str, set[str]] = {}
    for name in CALLED:
        owner, _, member = name.partition(".")
        if member and owner not in ("plots", "words"):
            module, node = _classes()[owner]
            found.setdefault(f"ladder_sim.{module}:{owner}", set()).update(
                {member, *(one for one in _fields(node) if one[0] != "_")}
            )
    return found


def _arguments(node: ast.ClassDef) -> str:
    """What stands behind the name of a class that holds things of a type of the caller's; nothing for all others."""
    for base in node.bases:
        if isinstance(base, ast.Subscript) and ast.unparse(base.value) == "Generic":
            given = base.slice.elts if isinstance(base.slice, ast.Tuple) else [base.slice]
            return f"[{', '.join('int' for _ in given)}]"
    return ""


#: The shape of an array, and the type of its items, which numpy's own names leave open.
SHAPE = re.compile(r"tuple\[Any, \.\.\.\]|(?:generic|integer)\[Any\]")
#: What has none: a file as it was read, of which its form knows what stands where, and keywords of a library.
FOREIGN = {"Scheme.form", "Workforce.form", "Study.form", "Draft.form", "Scheme.", "Workforce.", "Study.", "Draft.",
           "plots.Picture"}  # fmt: skip


@pytest.mark.slow
def test_nothing_that_users_call_or_read_is_anything_at_all(tmp_path: Path) -> None:
    lines, asked = ["import ladder_sim as ls"], {}
    for place, members in sorted(_members().items()):
        module, _, owner = place.partition(":")
        of = f"C{len(lines)}{_arguments(_classes()[owner][1])}"
        lines += [f"from {module} import {owner} as C{len(lines)}", f"def f{len(lines)}(x: {of}) -> None:"]
        for member in sorted(members):
            lines.append(f"    reveal_type(x.{member})")
            asked[len(lines)] = f"{owner}.{member}"
    for name in ls.__all__:
        below = getattr(ls, name).__all__ if name in ls._MODULES else ("",)
        for one in below:
            lines.append(f"reveal_type(ls.{name}{'.' + one if one else ''})")
            asked[len(lines)] = f"{name}.{one}"
    told = _checked(tmp_path, lines)
    assert not [line for line in told if ": error:" in line]
    seen = {int(line.split(":")[1]): SHAPE.sub("", line) for line in told if "Revealed type" in line}
    assert set(seen) == set(asked)
    loose = [f"{asked[at]}: {line.partition('note: ')[2]}" for at, line in seen.items() if re.search(r"\bAny\b", line)]
    assert not [one for one in loose if one.partition(":")[0] not in FOREIGN], "\n".join(loose)


GIVES = """from collections.abc import Callable
from typing import Generic, TypeVar

R = TypeVar("R")


class Gives(Generic[R]):
    def __init__(self, method: Callable[..., R]) -> None: ...
    def by(self, behind: Callable[..., R]) -> None: ...

"""


@pytest.mark.slow
def test_a_door_gives_what_stands_behind_it(tmp_path: Path) -> None:
    """Of charts, which are drawn on axes of one's own too, `Drawn` says what those have that they make themselves."""
    lines, asked = GIVES.splitlines(), {}
    for at, (name, (module, owner, method, door)) in enumerate(sorted(OPENED.items())):
        home, _, function = doors._LEADS[door].partition(":")
        is_read = any("property" in ast.unparse(mark) for mark in method.decorator_list)
        chart = ast.unparse(method.returns or method) == "Drawn"
        if method.name.startswith("_") or name in MADE_BEFORE or is_read or chart:
            continue
        lines += [f"from ladder_sim.{module} import {owner} as C{at}", f"from {home} import {function} as f{at}",
                  f"def g{at}(x: C{at}) -> None:", f"    Gives(x.{method.name}).by(f{at})"]  # fmt: skip
        asked[len(lines)] = name
    told = [line for line in _checked(tmp_path, lines) if ": error:" in line]
    assert len(asked) >= 40 and not told, "\n".join(f"{asked.get(int(x.split(':')[1]))}: {x}" for x in told)


@pytest.mark.slow
def test_a_misspelt_table_is_seen_and_a_measure_of_ones_own_is_not_refused(tmp_path: Path) -> None:
    wrong = {
        'r.frame("headcout")': "arg-type", 'c.frame("headcout")': "arg-type", "r.headcout": "attr-defined",
        "c.tornado(flip=True)": "call-arg", 'c.at_equal("salary")': "arg-type", "c.plot.seats(grad='a')": "call-arg",
        "r.plot('turnover', by='week')": "arg-type", "c.worlds().regrets": "attr-defined",
        "c.why().splits[0].shar": "attr-defined", "f.check(world=3)": "call-arg",
    }  # fmt: skip
    right = ['c.runs["now"].interval("turnover").mean', "c.runs[c.runs[0].scheme].months",
             "[run.months for run in c.runs]", "c.runs[0].months", 'c.runs("now")', 'r.tables["headcount"].columns',
             'r.measure("mine")', 'r["mine"]', 'r["headcount"].groupby("grade")', "[r.frame(one) for one in r.tables]",
             "c.tornado().cases[0].bars[0].ends", "c.choose(matters=1.0).winner", "c.frontier().points[0].share",
             "f.check().scores()[0].inside", "r.plot.turnover(by='month', level=0.8)"]  # fmt: skip
    head = ["import ladder_sim as ls", "def f1(r: ls.Run, c: ls.Comparison, f: ls.Fit) -> None:"]
    told = _checked(tmp_path, [*head, *(f"    {line}" for line in [*wrong, *right])])
    for number, code in enumerate(wrong.values(), start=3):
        assert any(f"script.py:{number}:" in line and f"[{code}]" in line for line in told), (number, told)
    assert not [line for line in told if int(line.split(":")[1]) >= 3 + len(wrong)], told


def _written() -> Iterator[tuple[str, str]]:
    """What users are shown to write, by where it stands: the blocks of README and guides, and the notebooks."""
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        if not path.name.endswith(".zh.md"):
            blocks = re.findall(r"^```python\n(.*?)^```", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
            yield from ((f"{path.stem}_{at}", block) for at, block in enumerate(blocks))
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        code = [cell for cell in code if not cell.startswith("%%")]
        yield f"notebook_{path.stem}", "\n".join(code)


@pytest.mark.slow
def test_what_users_are_shown_to_write_passes_a_type_checker(tmp_path: Path) -> None:
    files = {}
    for name, code in _written():
        plain = "\n".join(line for line in code.split("\n") if not line.startswith(("%", "!")))
        if "import ladder_sim" in plain:
            files[re.sub(r"\W", "_", name)] = plain
    assert len(files) >= 12
    for name, code in files.items():
        (tmp_path / f"{name}.py").write_text(f"{code}\n", encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "mypy", "--no-error-summary", "--ignore-missing-imports",
                           *(str(tmp_path / f"{name}.py") for name in files)], cwd=ROOT, capture_output=True, text=True,
                          check=False)  # fmt: skip
    told = [line for line in done.stdout.splitlines() if ": error:" in line and not _unknowable(line, files)]
    assert not told, "\n".join(told)


def _unknowable(line: str, files: Mapping[str, str]) -> bool:
    """Whether an error is of keywords in a dict of one's own, or of an answer whose kind a value decides."""
    file, number, *_ = line.split(":")
    written = files[Path(file).stem].split("\n")[int(number) - 1]
    return "**" in written or ('"Sought | SoughtJointly"' in line and "answers" in written)


def test_the_names_of_tables_are_a_closed_set() -> None:
    assert typing.get_args(TableName) == tuple(TABLES)
    assert ChartDoor.__doc__
