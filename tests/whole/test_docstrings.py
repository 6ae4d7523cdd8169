"""What docstrings say beyond a name: shapes of arrays, what a user passes and gets, errors, sources of formulas."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pytest
from places import PACKAGE

import ladder_sim
from ladder_sim.core import doors

Function = ast.FunctionDef
#: Arrays whose shape no name tells.
BARE = {"ArrayLike", "NDArray"}
#: How a docstring tells a shape: in words, or as a tuple such as (replications, months).
SHAPE = re.compile(r"\bshapes?\b|\bflat\b|\([\w `+−×·…]+,[\w `+−×·…,]*\)|\bbroadcast", re.I)
YEAR = re.compile(r"\b1[789]\d\d\b|\b20\d\d\b|Abramowitz")


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


MODULES = sorted(PACKAGE.rglob("*.py"))
NAMES = {".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): path for path in MODULES}


def _words(*nodes: ast.AST | None) -> set[str]:
    """The names within annotations; of those written as texts, too."""
    found: set[str] = set()
    for node in nodes:
        for each in ast.walk(node) if node is not None else ():
            if isinstance(each, ast.Name):
                found.add(each.id)
            elif isinstance(each, ast.Attribute):
                found.add(each.attr)
            elif isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value.isidentifier():
                found.add(each.value)
    return found


def _remark(lines: list[str], number: int) -> str:
    """What a comment says of the line with this number: beside it, or above it."""
    found = [lines[number - 1].partition("#")[2]]
    above = number - 2
    while above >= 0 and lines[above].startswith("#"):
        found.insert(0, lines[above])
        above -= 1
    return " ".join(found)


@cache
def _shapeless() -> frozenset[str]:
    """Names of array types that tell no shape: of `core/arrays.py` and of aliases made from them elsewhere."""
    loose = set(BARE)
    text = (PACKAGE / "core" / "arrays.py").read_text(encoding="utf-8")
    said = False
    for line in text.splitlines():
        if line.startswith("#:"):
            said = bool(re.search(r"shape \(|The same|one value for each", line, re.I)) or (said and "shape" in line)
        elif not line.strip():
            said = False
        elif ": TypeAlias" in line and not said:
            loose.add(line.partition(":")[0])
    for path in MODULES:
        lines = path.read_text(encoding="utf-8").splitlines()
        for node in (each for each in _tree(path).body if isinstance(each, ast.Assign)):
            name = ast.unparse(node.targets[0])
            alias = name[0].isupper() and not name.isupper() and _words(node.value) & loose
            if alias and not SHAPE.search(_remark(lines, node.lineno)):
                loose.add(name)
    return frozenset(loose)


def _public(inside: ast.AST, owner: ast.ClassDef | None = None) -> Iterator[tuple[Function | ast.ClassDef, str]]:
    """Functions, methods and classes without an underscore, each with its name below its module."""
    for node in ast.iter_child_nodes(inside):
        if isinstance(node, Function | ast.ClassDef):
            if node.name.startswith("_") or any("overload" in ast.unparse(mark) for mark in node.decorator_list):
                continue
            yield node, node.name if owner is None else f"{owner.name}.{node.name}"
            if isinstance(node, ast.ClassDef):
                yield from _public(node, node)


def _arguments(node: Function) -> list[ast.arg]:
    spec = node.args
    given = [*spec.posonlyargs, *spec.args, *spec.kwonlyargs, *filter(None, (spec.vararg, spec.kwarg))]
    return [one for one in given if one.arg not in ("self", "cls")]


def _fields(node: ast.ClassDef) -> list[ast.AnnAssign]:
    return [each for each in node.body if isinstance(each, ast.AnnAssign) and ast.unparse(each.target)[0] != "_"]


def _shapes_missing(path: Path) -> list[str]:
    lines, missing = path.read_text(encoding="utf-8").splitlines(), []
    for node, name in _public(_tree(path)):
        doc = ast.get_docstring(node) or ""
        if isinstance(node, Function):
            arrays = _words(node.returns, *(one.annotation for one in _arguments(node))) & _shapeless()
            told = not doc or bool(SHAPE.search(doc))  # without a docstring it has that of what it overrides
        else:
            arrays = _words(*(one.annotation for one in _fields(node))) & _shapeless()
            told = bool(SHAPE.search(doc)) or all(
                SHAPE.search(" ".join(lines[one.lineno - 2 : (one.end_lineno or one.lineno) + 1]).replace("(R", "(R,"))
                for one in _fields(node) if _words(one.annotation) & _shapeless()
            )  # fmt: skip
        if arrays and not told:
            missing.append(f"{node.lineno}: {name} has {', '.join(sorted(arrays))} and says no shape")
    return missing


def test_arrays_have_a_shape() -> None:
    missing = [f"{path.relative_to(PACKAGE)}:{said}" for path in MODULES for said in _shapes_missing(path)]
    assert not missing, "\n".join(missing)


RAISES = re.compile(r"^Raises\b|\braises? (one )?`", re.M | re.I)


def _raises(node: Function) -> bool:
    """Whether a function refuses something of its own accord; not what it passes on, catches, or cannot happen."""
    caught = {
        each: {word for handler in tried.handlers for word in _words(handler.type)}
        for tried in ast.walk(node) if isinstance(tried, ast.Try)
        for step in tried.body for each in ast.walk(step)
    }  # fmt: skip
    thrown = [each for each in ast.walk(node) if isinstance(each, ast.Raise) and each.exc is not None]
    return any(not _words(each.exc) & {"AssertionError", *caught.get(each, ())} for each in thrown)


def test_who_refuses_says_when() -> None:
    silent = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}: {name}" for path in MODULES for node, name in _public(_tree(path))
        if isinstance(node, Function) and not RAISES.search(ast.get_docstring(node) or "") and _raises(node)
    ]  # fmt: skip
    assert not silent, "raises an error and does not say when:\n" + "\n".join(silent)


# --- what users call -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Called:
    """Something that a user calls: a function of `ladder_sim.__all__`, or a method of what one of them gives."""

    name: str
    node: Function
    module: str

    @cached_property
    def sections(self) -> dict[str, str]:
        """The sections of the docstring by title, and the text above them by ''."""
        parts = re.split(r"^(\w[\w ]*)\n-{3,}\n", ast.get_docstring(self.node) or "", flags=re.M)
        return {"": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}

    @property
    def is_property(self) -> bool:
        return any("property" in ast.unparse(mark) for mark in self.node.decorator_list)


@cache
def _classes() -> dict[str, tuple[str, ast.ClassDef]]:
    return {
        node.name: (module, node)
        for module, path in NAMES.items()
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ClassDef)
    }


@cache
def _functions(module: str) -> Mapping[str, Function]:
    return {node.name: node for node in _tree(NAMES[module]).body if isinstance(node, Function)}


def _methods(name: str) -> Iterator[Called]:
    """Of a class and what it inherits from."""
    module, node = _classes()[name]
    own = set()
    for each in node.body:
        overload = isinstance(each, Function) and any("overload" in ast.unparse(mark) for mark in each.decorator_list)
        if isinstance(each, Function) and not each.name.startswith("_") and not overload:
            own.add(each.name)
            yield Called(f"{name}.{each.name}", each, module)
    for base in (_words(one) for one in node.bases):
        for found in base & set(_classes()):
            yield from (one for one in _methods(found) if one.node.name not in own)


def _behind(node: Function) -> list[tuple[str, Function]]:
    """The functions to which the doors lead that a method goes through."""
    calls = [each for each in ast.walk(node) if isinstance(each, ast.Call) and ast.unparse(each.func) == "through"]
    found = []
    for name in (each.args[0].value for each in calls if isinstance(each.args[0], ast.Constant)):
        module, _, function = doors._LEADS[str(name)].partition(":")
        found.append((module.removeprefix("ladder_sim."), function))
    return [(module, _functions(module)[name]) for module, name in found if name in _functions(module)]


#: What a user gets of these rooms is a tool of theirs and not an answer: pictures, panels, texts in two languages.
NO_ANSWERS = ("core", "charts", "notebook", "model", "plan", "files", "people", "expressions", "engine", "experiment")


def _home(name: str, module: str) -> str | None:
    """The module that defines a function which another binds; None of what is no function."""
    if name in _functions(module):
        return module
    bound = {
        alias.asname or alias.name: (str(node.module).removeprefix("ladder_sim."), alias.name)
        for node in ast.walk(_tree(NAMES[module])) if isinstance(node, ast.ImportFrom) for alias in node.names
    }  # fmt: skip
    further, meant = bound.get(name, ("", ""))
    return further if further in NAMES and meant == name and name in _functions(further) else None


@cache
def _called() -> tuple[Called, ...]:
    """Everything that users call, from the public names on over what each gives."""
    found: dict[str, Called] = {}
    todo: list[str] = []
    for name, module in ladder_sim._MODULES.items():  # what stands in modules: the charts, and words for people
        for below in getattr(ladder_sim, name).__all__:
            home = _home(below, module)
            if home is not None:
                found[f"{name}.{below}"] = Called(f"{name}.{below}", _functions(home)[below], home)
    for name in ladder_sim.__all__:
        module = ladder_sim._HOME.get(name, "")
        if name in _classes():
            todo.append(name)
        elif name in _functions(module) if module else False:
            found[name] = Called(name, _functions(module)[name], module)
            todo += sorted(_words(found[name].node.returns))
    seen: set[str] = set()
    while todo:
        name = todo.pop()
        if name in seen or name not in _classes():
            continue
        seen.add(name)
        module, _ = _classes()[name]
        if module.partition(".")[0] in NO_ANSWERS and name not in ladder_sim.__all__:
            continue
        for one in _methods(name):
            found[one.name] = one
            todo += sorted(_words(one.node.returns, *(behind.returns for _, behind in _behind(one.node))))
    return tuple(found.values())


CALLED = {one.name: one for one in _called()}
FRAMES = {"DataFrame", "Series"}


def _undocumented(one: Called) -> Iterator[str]:
    sections = one.sections
    named = re.findall(r"^([\w, *]+?) ?:? ?$|^([\w, *]+?) ?: ", sections.get("Parameters", ""), re.M)
    known = {word.strip(" *") for pair in named for text in pair for word in text.split(",")}
    lacking = [given.arg for given in _arguments(one.node) if given.arg not in known]
    if lacking:
        yield f"Parameters lacks {', '.join(lacking)}"
    gives = _words(one.node.returns)
    if gives & FRAMES and "Returns" not in sections and not re.search(r"\b[Rr]ows?\b|\bcolumns?\b", sections[""]):
        yield "a frame, and nothing says what a row is"
    if gives & _shapeless() and not SHAPE.search(ast.get_docstring(one.node) or ""):
        yield "an array, and nothing says its shape"
    raising = [name for name, function in _asked(one) if "LadderError" in (ast.get_docstring(function) or "")]
    if raising and not RAISES.search(ast.get_docstring(one.node) or ""):
        yield f"Raises is missing; {', '.join(raising)} raises LadderError"


#: Who asks for the kind of its arguments alone, which then are of that kind.
SURE = {"stamp"}


def _asked(one: Called) -> Iterator[tuple[str, Function]]:
    """The functions that something hands its arguments to: behind doors, and those of the package that it calls."""
    yield from ((function.name, function) for _, function in _behind(one.node))
    given = {argument.arg for argument in _arguments(one.node)}
    imported = {
        alias.asname or alias.name: (str(node.module).removeprefix("ladder_sim."), alias.name)
        for node in ast.walk(_tree(NAMES[one.module])) if isinstance(node, ast.ImportFrom) for alias in node.names
    }  # fmt: skip
    for call in (each for each in ast.walk(one.node) if isinstance(each, ast.Call)):
        module, name = imported.get(ast.unparse(call.func), ("", ""))
        handed = set().union(*(_words(value) for value in (*call.args, *(word.value for word in call.keywords))))
        if module in NAMES and handed & given and name in _functions(module) and name not in SURE:
            yield name, _functions(module)[name]


def test_what_users_call_says_what_goes_in_and_out() -> None:
    missing = [f"{one.module}: {name}: {said}" for name, one in CALLED.items() for said in _undocumented(one)]
    assert not missing, "\n".join(sorted(missing))


def _said_beside(lines: list[str], field: ast.AnnAssign) -> bool:
    """Whether a comment stands beside a field, or above it."""
    beside = any("  # " in line for line in lines[field.lineno - 1 : field.end_lineno])
    return beside or lines[field.lineno - 2].lstrip().startswith("#")


def _fields_untold(owner: str) -> Iterator[str]:
    """The fields of a class that neither its docstring nor a comment tells of."""
    module, node = _classes()[owner]
    lines, doc = NAMES[module].read_text(encoding="utf-8").splitlines(), ast.get_docstring(node) or ""
    for field in (one for one in _fields(node) if "ClassVar" not in ast.unparse(one.annotation)):
        name = ast.unparse(field.target)
        if not re.search(rf"\b{name}\b", doc) and not _said_beside(lines, field):
            yield f"{module}: {owner}.{name}"


def test_what_users_read_of_a_record_is_told() -> None:
    owners = {name.partition(".")[0] for name in CALLED} & set(_classes())
    assert {"Run", "Chosen", "Interval", "Tornado"} <= owners
    untold = sorted(one for owner in owners for one in _fields_untold(owner))
    assert not untold, "neither docstring nor comment says what it is:\n" + "\n".join(untold)


def test_what_users_call_is_found() -> None:
    """Through returned classes and through doors; else the test above would hold nothing."""
    assert {"compare", "Run.frame", "ComparisonDoors.why", "Why.split", "Worlds.regret", "Window.over", "Lives.person",
            "Twin.table", "Backtest.scores", "PlantedBias.department", "Tornado.case", "plots.dots",
            "words.named"} <= set(CALLED)  # fmt: skip


# --- formulas --------------------------------------------------------------------------------------

#: Modules whose functions compute by formulas: each names its source in the docstring, or stands here as one without.
PLAIN: Mapping[str, set[str]] = {
    "results.intervals": {
        "Interval.half", "ratio", "change_interval", "amount_of_one", "normal_quantile", "gamma_quantile", "spread",
        "paired",
    },
    "results.survival": {"wait_counts", "counts_of", "median_month", "median_of_entrants", "mean_month", "within"},
    "results.split": {"Split.bar", "Response.low", "Response.high", "bars_of", "together", "total_of"},
    "history.chances": {"chi2_tail", "chi2_quantile"},
    "history.exposure": {"cube_of", "piece_of"},
    "backtest.naive": {"keys_of", "values_of", "unchanged", "chain_of"},
    "backtest.scoring": {"Foreseen.holds", "of_normal", "error_of"},
    "doubt.knowing": {"Worth.sure"},
    "doubt.spread": {"Spread.quantile"},
    "doubt.sampling": {"quantile", "numbers_at", "world_of"},
    "doubt.screening": set(),
    "doubt.failing": {"FailingRegion.whole"},
    "streams.quantiles": set(),
    "streams.truncated": {"normal_between", "normal_freed", "poisson_below"},
}  # fmt: skip


@pytest.mark.parametrize("module", PLAIN)
def test_formulas_name_a_source(module: str) -> None:
    text = NAMES[module].read_text(encoding="utf-8")
    functions = {name: node for node, name in _public(ast.parse(text)) if isinstance(node, Function)}
    sourced = {name for name, node in functions.items() if YEAR.search(ast.get_docstring(node) or "")}
    assert set(functions) - sourced == PLAIN[module], "a formula names its source; what has none stands in PLAIN"
