"""The house rules that a machine can hold: directions of imports, public names, where luck comes from."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from places import PACKAGE, ROOT, TESTS

import ladder_sim

MODULES = sorted(path for path in PACKAGE.rglob("*.py"))

#: The rooms from the ground up: a module may import from its own room and from those named before it, at any time
#: and for any purpose (imports inside functions and for types count).
ROOMS = (
    "core", "streams", "model", "expressions", "plan", "files", "people", "scenarios", "results", "history", "store",
    "tracking", "engine", "experiment", "backtest", "search", "attribution", "doubt", "analysis", "policies",
    "analytic", "biography", "changeover", "editing", "charts", "report", "proof", "desk", "notebook", "cli",
)  # fmt: skip
#: Folders of tests beside those named after rooms: what crosses rooms, and cases with the test that plays them.
OTHER_TESTS = {"whole", "browser", "corpus", "exact", "ladders", "primitives", "stories"}
#: At the top of the package stand its doors alone.
DOORS = {"__init__.py", "__main__.py", "py.typed"}


def _imports(path: Path, *, at_import: bool) -> Iterator[tuple[str, int]]:
    """Full names of what a module imports; with `at_import` only what runs when it is loaded."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped: set[ast.AST] = set()
    for node in ast.walk(tree):
        typing_only = at_import and isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
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


NAMES = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in MODULES}


def _arrows(name: str) -> set[tuple[str, int]]:
    """The modules that a module imports, each with the line; of a module and its room the module."""
    found = [(target, line) for target, line in _imports(NAMES[name], at_import=False) if target in NAMES]
    targets = {target for target, _ in found}
    return {
        (target, line)
        for target, line in found
        if target not in (name, "ladder_sim") and not any(other.startswith(target + ".") for other in targets)
    }


def _room(name: str) -> str:
    return name.split(".")[1] if name.count(".") else ""


def test_the_top_holds_the_doors_alone() -> None:
    found = {path.name for path in PACKAGE.iterdir() if path.is_file()}
    assert found == DOORS, "a module stands in a room"
    rooms = {path.parent.relative_to(PACKAGE).parts[0] for path in MODULES if path.parent != PACKAGE}
    assert rooms == set(ROOMS), "a room has its place in ROOMS"


@pytest.mark.parametrize("room", sorted({path.parent for path in MODULES}), ids=lambda path: path.name)
def test_a_room_explains_itself(room: Path) -> None:
    text = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8")))
    assert text and text[0].isupper() and "." in text
    if room.parent != PACKAGE:
        return
    told = {label: text.partition(f"\n{label}: ")[2].partition("\n\n")[0] for label in ("Owns", "Must not", "Enter by")}
    assert all(told.values()), "a room says what it owns, what it must not do, and by which names it is entered"
    for name in re.findall(r"`([\w.]+)`", told["Enter by"]):
        value: object = importlib.import_module(f"ladder_sim.{room.name}")
        for part in name.split("."):
            value = getattr(value, part, None) or importlib.import_module(f"{value.__name__}.{part}")  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", sorted(NAMES))
def test_imports_go_one_way(name: str) -> None:
    if _room(name) not in ROOMS:  # a door
        own = [target for target, _ in _imports(NAMES[name], at_import=True) if target.startswith("ladder_sim.")]
        assert all(_room(target) in ("core", "cli") for target in own), own
        return
    height = ROOMS.index(_room(name))
    wrong = [f"{name}:{line} imports {to}" for to, line in _arrows(name) if ROOMS.index(_room(to)) > height]
    assert not wrong, "imports that point up:\n" + "\n".join(wrong)


def test_modules_do_not_import_in_circles() -> None:
    """Of no kind: imports inside functions and for types count."""
    graph = {name: {target for target, _ in _arrows(name)} for name in NAMES}
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
        "load_scheme", "load_workforce", "load_study", "load_brief", "list_scenarios", "simulate", "compare",
        "sweep", "seek", "match", "frontier", "choose", "check_roster", "fit_history", "track", "join", "load_run",
        "load_comparison",
        "explain", "trace", "say", "lint", "twin", "lives", "switch", "diff", "diff_results", "verify", "catalog",
        "describe", "draft", "cover", "policy", "odd", "report_sections", "explore", "app", "edit", "use", "Scheme",
        "Workforce", "Study", "Brief", "Run", "Comparison", "Sweep", "Sought",
        "SoughtJointly",
        "Matched", "Frontier", "Chosen", "Switch", "RosterCheck", "Fit", "Backtest", "Draft", "Tracked", "LadderError",
        "plots",
        "words",
    ]  # fmt: skip
    assert set(dir(ladder_sim)) == {*ladder_sim.__all__, "__version__"}


@pytest.mark.parametrize("name", ladder_sim.__all__)
def test_each_public_name_is_there_and_has_a_docstring(name: str) -> None:
    value = getattr(ladder_sim, name)
    assert value.__doc__ and value.__doc__.strip()


def test_an_unknown_public_name_is_an_attribute_error_that_lists_the_known() -> None:
    with pytest.raises(
        AttributeError, match=r"no attribute 'simulat'; did you mean 'simulate'.*; public names: .*simulate"
    ):
        ladder_sim.simulat  # type: ignore[attr-defined]


def _fresh(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_no_module_bears_the_name_of_a_public_function() -> None:
    top = {path.name for path in PACKAGE.iterdir() if any(path.glob("*.py"))}
    assert not top & set(ladder_sim.__all__)


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
    guilty = [str(path) for path in MODULES if path.name != "draws.py" and _STATEFUL.search(path.read_text("utf-8"))]
    assert not guilty
    draws = (PACKAGE / "streams" / "draws.py").read_text("utf-8")
    assert not _STATEFUL.search(draws), "a stream has no generator with a state"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_is_one_room(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= 400, f"{path.name} has {lines} lines"


def _classes() -> dict[str, ast.ClassDef]:
    """Every class of the package; a name stands once."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in MODULES)
    return {node.name: node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}


CLASSES = _classes()
Definition = ast.FunctionDef | ast.ClassDef


def _public(inside: ast.AST, owner: ast.ClassDef | None = None) -> Iterator[tuple[Definition, ast.ClassDef | None]]:
    """Classes, functions and methods without an underscore, each with the class that it is a method of."""
    for node in ast.iter_child_nodes(inside):
        if isinstance(node, Definition):
            overload = any("overload" in ast.unparse(mark) for mark in node.decorator_list)
            if node.name.startswith("_") or overload:
                continue
            yield node, owner
            if isinstance(node, ast.ClassDef):
                yield from _public(node, node)
        elif not isinstance(node, ast.expr):
            yield from _public(node, owner)


def _explained(node: Definition, owner: ast.ClassDef | None) -> bool:
    """By its own docstring, or by that of the method of the package which it overrides."""
    if ast.get_docstring(node):
        return True
    bases = () if owner is None else owner.bases
    for base in (CLASSES.get(ast.unparse(base).partition("[")[0].rpartition(".")[2]) for base in bases):
        found = () if base is None else (one for one in base.body if isinstance(one, ast.FunctionDef))
        if any(one.name == node.name and _explained(one, base) for one in found):
            return True
    return False


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_public_names_explain_themselves_and_arrays_have_named_types(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    wrong = [f"{n.lineno}: {n.name} has no docstring" for n, owner in _public(tree) if not _explained(n, owner)]
    for node in ast.walk(tree):
        said = (node.annotation,) if isinstance(node, ast.AnnAssign) else ()
        if isinstance(node, ast.FunctionDef):
            said = (node.args, *([node.returns] if node.returns else []))
        if any("ndarray" in ast.unparse(part) for part in said):
            wrong.append(f"{node.lineno}: a bare array; see core/arrays.py")
    assert not wrong, "\n".join(wrong)


def test_what_the_type_checker_is_told_to_pass_over_has_a_reason() -> None:
    lines = [(path, n, line) for path in MODULES for n, line in enumerate(path.read_text("utf-8").splitlines(), 1)]
    told = [(f"{path.relative_to(PACKAGE)}:{n}", line) for path, n, line in lines if "# type: ignore" in line]
    assert not [where for where, line in told if not re.search(r"# type: ignore\[[\w,-]+\]  # \w", line)]


#: Modules in which `Any` may stand, how often, and why; everywhere else a type says what there is.
ANY: dict[str, tuple[int, str]] = {
    "charts/style.py": (1, "keywords handed on to Matplotlib, which types them one by one"),
    "cli/arguments.py": (1, "keywords handed on to argparse"),
    "core/arrays.py": (2, "NumPy types no arithmetic of mixed dtypes, and no array as a buffer of every Python"),
    "core/doors.py": (3, "a function that is found by its name when the code runs; what any method gives"),
    "core/foreign.py": (10, "libraries without types"),
    "core/plain_data.py": (3, "what YAML, JSON and pandas hold, and what `dataclasses.replace` takes"),
    "engine/applying.py": (1, "applicants answer two of the questions that a source of values answers"),
    "notebook/panels.py": (2, "artists of several kinds, each moved in its own way; panels of several data"),
    "results/hinting.py": (1, "overrides methods of pandas, whose types depend on what is asked"),
}


def test_any_stands_where_python_or_a_library_has_no_types() -> None:
    found: dict[str, int] = {}
    for path in MODULES:
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        uses = sum(isinstance(node, ast.Name) and node.id == "Any" for node in nodes)
        uses += sum(isinstance(node, ast.Attribute) and ast.unparse(node) == "typing.Any" for node in nodes)
        uses += sum(isinstance(n, ast.Constant) and isinstance(n.value, str) and n.value == "Any" for n in nodes)
        renamed = any(isinstance(n, ast.alias) and n.name == "Any" and n.asname for n in nodes)
        if uses or renamed:
            found[path.relative_to(PACKAGE).as_posix()] = uses + 100 * renamed
    more = {name: uses for name, uses in found.items() if uses > ANY.get(name, (0, ""))[0]}
    assert not more, "say what it is: object, a protocol, a type variable, or an alias of core/foreign or plain_data"
    assert set(found) == set(ANY), "no longer needed there"


def _named(node: ast.stmt) -> str:
    """The class, type alias or type variable that a statement of a module defines; '' where it defines none.

    Type variables of one letter are what a reader takes them for in every module, and may stand in several.
    """
    if isinstance(node, ast.ClassDef):
        return node.name
    if isinstance(node, ast.AnnAssign) and "TypeAlias" in ast.unparse(node.annotation):
        return ast.unparse(node.target)
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        name = node.targets[0].id
        return name if not name.startswith("_") and not name.isupper() and name[0].isupper() else ""
    return ""


def test_a_class_or_a_type_has_its_name_alone() -> None:
    where: dict[str, list[str]] = {}
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        inner = (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node not in tree.body)
        for node in (*tree.body, *inner):
            if name := _named(node):
                where.setdefault(name, []).append(str(path.relative_to(PACKAGE)))
    assert not {name: found for name, found in where.items() if len(found) > 1}


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
    "jupyter-client": "jupyter_client",
    "jupyter-server": "jupyter_server",
    "charset-normalizer": "charset_normalizer",
    "ruamel.yaml": "ruamel", "python-calamine": "python_calamine", "python-docx": "docx", "python-pptx": "pptx",
    "pyyaml": "yaml",
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
    carried = {"IPython", "PIL", "pydantic_core", "_typeshed"}  # by ipykernel, matplotlib, pydantic; the type checker
    assert outside - carried <= declared, sorted(outside - carried - declared)
    core = {IMPORTED_AS.get(_bare(item), _bare(item)) for item in _requirements()[""]}
    assert core <= outside, "a dependency that nothing imports"


def test_tests_stand_in_the_rooms_that_they_test() -> None:
    paths = sorted(TESTS.rglob("test_*.py"))
    assert {path.parent for path in paths} <= {TESTS / name for name in (*ROOMS, *OTHER_TESTS)}
    assert {path.name for path in TESTS.iterdir() if path.is_dir() and path.name[0] not in "_."} <= {
        *ROOMS,
        *OTHER_TESTS,
    }
    assert len({path.name for path in paths}) == len(paths), "pytest tells the files apart by their name"


def test_no_module_bears_a_public_name() -> None:
    """Else ``from room import name`` gives now the module and now the function, by what was loaded first."""
    from ladder_sim import charts

    public = {*ladder_sim.__all__, *charts.__all__} - set(ladder_sim._MODULES)  # a module is no function
    assert not [name for name in NAMES if name.count(".") > 1 and name.rpartition(".")[2] in public]


@pytest.mark.parametrize("room", sorted(name for name, path in NAMES.items() if path.name == "__init__.py"))
def test_a_room_hides_none_of_its_modules(room: str) -> None:
    """What a room's `__init__` binds is the module of that name, or no module has it."""
    for name in NAMES:
        if name.rpartition(".")[0] == room:
            module = importlib.import_module(name)
            assert getattr(importlib.import_module(room), name.rpartition(".")[2]) is module, name


def test_names_of_earlier_versions_say_their_present_name() -> None:
    for old, new in ladder_sim.RENAMED.items():
        assert new in ladder_sim.__all__ and old not in ladder_sim.__all__
        with pytest.raises(AttributeError, match=f"ladder_sim.{old} is called ladder_sim.{new} now"):
            getattr(ladder_sim, old)


def test_every_test_function_checks_something() -> None:
    silent = []
    for path in sorted(TESTS.glob("**/test_*.py")):
        functions = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.FunctionDef)]
        # an assertion may stand in a helper of the same module
        words = ("Assert(", "raises", "assert_", "check", "expect", "verify", "fail", "warns")
        asserting = {f.name for f in functions if any(word in ast.dump(f) for word in words)}
        for function in functions:
            called = {n.func.id for n in ast.walk(function) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
            if function.name.startswith("test_") and not {function.name, *called} & asserting:
                silent.append(f"{path.name}:{function.lineno} {function.name}")
    assert not silent
