"""The house rules that a machine can hold: directions of imports, public names, where luck comes from."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import ladder_sim

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "ladder_sim"
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))

# From the ground up. A module may import from its own layer and from those before it.
LAYERS = (
    (
        "words",
        "signs",
        "unit_words",
        "problems",
        "writing",
        "units",
        "display",
        "money",
        "briefs",
        "rounding",
        "model",
        "files",
        "sheets",
        "roster",
        "roster_words",
        "cells",
        "steps",
        "compiled",
        "language",
        "forms",
        "loading",
    ),
    ("luck", "people", "placement", "pairs", "tally", "progress", "fonts", "workers"),
    ("frames", "intervals", "bounds", "measures", "parity", "survival", "window", "run", "differences", "missing"),
    ("engine", "simulate"),
    (
        "comparison",
        "sentences",
        "saving",
        "compare",
        "explain",
        "record_columns",
        "record_file",
        "record_needs",
        "trace",
        "plots",
        "ways",
        "wording",
        "catalogue",
        "card",
        "describe",
        "stated",
        "seat_words",
        "telling",
    ),
    ("report", "notebook"),
    ("cli", "__main__"),
)
# Lazily, inside a function, a lower layer may reach up for these; each has its reason.
UPWARD = {
    ("saving", "report"),  # `Comparison.save` looks up the writer of a format
}


def _imports(path: Path, *, at_import: bool) -> Iterator[tuple[str, int]]:
    """Full names of what a module imports; with `at_import` only what runs when it is loaded."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped: set[ast.AST] = set()
    for node in ast.walk(tree):
        typing_only = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        inner = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and at_import
        if typing_only or inner:
            skipped.update(child for child in ast.walk(node) if child is not node)
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def _room(name: str) -> str:
    """The module or subpackage directly below the package."""
    return name.split(".")[1] if name.count(".") else ""


def _layer(room: str) -> int:
    return next(i for i, rooms in enumerate(LAYERS) if room in rooms)


def _own_room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_one_way(path: Path) -> None:
    room = _own_room(path)
    if room == "__init__":
        assert not [name for name, _ in _imports(path, at_import=True) if name.startswith("ladder_sim")]
        return
    known = {name for rooms in LAYERS for name in rooms}
    assert room in known, f"{path.name}: put '{room}' in a layer of LAYERS"
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for name, line in _imports(path, at_import=False)
        if name.startswith("ladder_sim.")
        and _room(name) in known
        and _layer(_room(name)) > _layer(room)
        and (room, _room(name)) not in UPWARD
    ]
    assert not wrong, "imports that point up:\n" + "\n".join(wrong)


def test_modules_do_not_import_in_circles() -> None:
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in MODULES}
    graph = {
        name: {target for target, _ in _imports(path, at_import=True) if target in names and target != name}
        for name, path in names.items()
    }
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, "import cycle: " + " -> ".join((*trail[trail.index(name) :], name))
        if name not in done:
            for target in graph[name]:
                visit(target, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def test_public_names_are_pinned() -> None:
    assert ladder_sim.__all__ == [
        "load_scheme", "load_workforce", "load_study", "at_hand", "simulate", "compare", "explain", "trace", "diff",
        "catalogue", "describe", "explore", "use", "Scheme", "Workforce", "Study", "Run", "Comparison", "LadderError",
        "plots",
    ]  # fmt: skip
    assert set(dir(ladder_sim)) == {*ladder_sim.__all__, "__version__"}


@pytest.mark.parametrize("name", ladder_sim.__all__)
def test_each_public_name_is_there_and_has_a_docstring(name: str) -> None:
    value = getattr(ladder_sim, name)
    assert value.__doc__ and value.__doc__.strip()


def test_an_unknown_public_name_is_an_attribute_error_that_lists_the_known() -> None:
    with pytest.raises(AttributeError, match=r"no attribute 'simulat'; public names: .*simulate"):
        ladder_sim.simulat  # type: ignore[attr-defined]


def _fresh(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_functions_stay_functions_when_their_modules_are_imported_first() -> None:
    first = "import ladder_sim.compare, ladder_sim.simulate, ladder_sim.explain, ladder_sim.trace, ladder_sim as ls"
    code = f"{first}; print(*map(callable, (ls.compare, ls.simulate, ls.explain, ls.trace)))"
    assert _fresh(code).split() == ["True"] * 4


def test_importing_is_quick_and_changes_nothing() -> None:
    code = """
import sys, time, warnings, os, locale, signal
def seen():
    return [*warnings.filters], dict(os.environ), os.getcwd(), locale.setlocale(locale.LC_ALL), signal.getsignal(2)
before = seen()
begin = time.perf_counter()
import ladder_sim
passed = time.perf_counter() - begin
heavy = {'pandas', 'matplotlib', 'numpy', 'simpy', 'pydantic', 'jinja2', 'xlsxwriter', 'ruamel'}
print(passed < 0.5, before == seen(), sorted({name.split('.')[0] for name in sys.modules} & heavy))
"""
    assert _fresh(code).strip() == "True True []"


def test_simulating_and_reporting_change_no_numpy_setting() -> None:
    code = """
import numpy as np, warnings
before = np.geterr(), np.get_printoptions()
filters = list(warnings.filters)
import ladder_sim as ls
for name in ls.__all__: getattr(ls, name)
new = [entry for entry in warnings.filters if entry not in filters and 'ladder' in str(entry)]
print(before == (np.geterr(), np.get_printoptions()), new)
"""
    assert _fresh(code).strip() == "True []"


_STATEFUL = re.compile(r"np\.random|numpy\.random|default_rng|RandomState|^\s*import random|from random import", re.M)


def test_luck_comes_from_one_module() -> None:
    guilty = [str(path) for path in MODULES if path.name != "luck.py" and _STATEFUL.search(path.read_text("utf-8"))]
    assert not guilty
    assert not _STATEFUL.search((PACKAGE / "luck.py").read_text("utf-8")), "luck has no generator with a state"


# Each passes 400 lines for a reason.
LONG = {
    "model.py": "the records of both nouns, data only; split, they would import each other",
}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_is_one_room(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= (500 if str(path.relative_to(PACKAGE)) in LONG else 400), f"{path.name} has {lines} lines"


def _tracked() -> list[Path]:
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:  # an unpacked archive
        return [path for path in ROOT.rglob("*") if path.is_file() and ".venv" not in path.parts]
    return [ROOT / line for line in done.stdout.splitlines() if (ROOT / line).is_file()]


# Split, so that this file does not contain them.
FORBIDDEN = ("../" + "shared", "/" + "work/", "TO" + "DO", "FIX" + "ME", "NotImplemented" + "Error", "<" * 7 + " ")


def test_no_file_carries_a_machine_path_or_unfinished_work() -> None:
    found = []
    for path in _tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {word}" for word in FORBIDDEN if word in text]
    assert not found


def _requirements() -> dict[str, list[str]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {"": project["dependencies"], **project["optional-dependencies"]}


# The names that conda-forge gives to packages of another name on PyPI.
CONDA = {"matplotlib": "matplotlib-base"}
IMPORTED_AS = {
    "ruamel.yaml": "ruamel", "python-calamine": "python_calamine", "python-pptx": "pptx", "pyyaml": "yaml",
}  # fmt: skip


def _bare(requirement: str) -> str:
    return re.split(r"[<>=!~\[; ]", requirement)[0]


def test_every_dependency_has_a_lower_bound() -> None:
    assert not [item for items in _requirements().values() for item in items if ">=" not in item]


def test_conda_environment_agrees_with_pyproject() -> None:
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    listed = re.findall(r"^  - ([\w.-]+(?:[<>=][^\s#]*)?)$", text, re.M)
    listed = [item for item in listed if item not in ("conda-forge", "nodefaults", "pip")]
    requirements = _requirements()
    wanted = {
        item.replace(_bare(item), CONDA.get(_bare(item), _bare(item)), 1)
        for item in requirements[""] + requirements["lab"]
    }
    python = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    assert set(listed) == {*wanted, f"python{python}"}
    extras = re.search(r"-e \.\[([\w,]+)\]", text)
    assert extras is not None and set(extras[1].split(",")) <= set(requirements)


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    imported = {name.split(".")[0] for path in MODULES for name, _ in _imports(path, at_import=False)}
    outside = imported - set(sys.stdlib_module_names) - {"ladder_sim"}
    declared = {IMPORTED_AS.get(_bare(item), _bare(item)) for items in _requirements().values() for item in items}
    carried = {"IPython", "PIL", "pydantic_core"}  # by ipykernel, matplotlib and pydantic
    assert outside - carried <= declared, sorted(outside - carried - declared)
    core = {IMPORTED_AS.get(_bare(item), _bare(item)) for item in _requirements()[""]}
    assert core <= outside, "a dependency that nothing imports"


def test_every_test_function_checks_something() -> None:
    silent = []
    for path in sorted((ROOT / "tests").glob("**/test_*.py")):
        functions = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.FunctionDef)]
        # an assertion may stand in a helper of the same module
        words = ("Assert(", "raises", "assert_", "check", "expect", "verify", "fail", "warns")
        asserting = {f.name for f in functions if any(word in ast.dump(f) for word in words)}
        for function in functions:
            called = {n.func.id for n in ast.walk(function) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
            if function.name.startswith("test_") and not {function.name, *called} & asserting:
                silent.append(f"{path.name}:{function.lineno} {function.name}")
    assert not silent
