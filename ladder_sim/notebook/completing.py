"""Completion inside quotes, within IPython: measures, tables, schemes and charts where a call wants one.

The text before the cursor is read as brackets and strings, not executed: of what stands before the call only names,
attributes and brackets with constants are looked up, and only of objects of this package and of lists and dicts.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import ModuleType

from ladder_sim.charts.asked import CHARTS
from ladder_sim.core.foreign import IPythonObject
from ladder_sim.core.i18n import LANGUAGES
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.experiment.simulation import measured
from ladder_sim.model.scheme import Scheme
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.own import BY, UNITS
from ladder_sim.results.run import Run
from ladder_sim.scenarios.loading import list_scenarios, load_workforce
from ladder_sim.scenarios.registry import WORKFORCE, Kind

#: What may stand before the bracket of a call.
_CALLEE = re.compile(r"[^\W\d]\w*(?:\s*\.\s*[^\W\d]\w*|\[[^\[\]()]*\])*$")
_KEYWORD = re.compile(r"\s*([^\W\d]\w*)\s*=(?!=)")
_OPEN, _CLOSED = "([{", ")]}"


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call or a bracket whose string is being written: of what, its arguments so far, the string's beginning."""

    callee: str
    arguments: tuple[str, ...]  # texts, the last of them up to the string; none of a key in brackets
    begun: str


@dataclass(slots=True)
class _Bracket:
    sign: str
    callee: str
    commas: list[int]
    start: int


def open_call(text: str) -> OpenCall | None:
    """The call in which `text` ends, within a string of one line; None where it ends elsewhere."""
    brackets: list[_Bracket] = []
    at, quote, begun = 0, "", 0
    while at < len(text):
        sign = text[at]
        if quote:
            if sign == "\\" or (sign == "\n" and len(quote) == 1):
                quote = quote if sign == "\\" else ""
                at += 1
            elif text.startswith(quote, at):
                at += len(quote) - 1
                quote = ""
        elif sign in "\"'":
            quote = sign * 3 if text.startswith(sign * 3, at) else sign
            begun = at + len(quote)
            at += len(quote) - 1
        elif sign == "#":
            at = (text + "\n").index("\n", at)
        elif sign in _OPEN:
            found = _CALLEE.search(text[:at])
            brackets.append(_Bracket(sign, found[0] if found else "", [], at + 1))
        elif sign in _CLOSED and brackets:
            brackets.pop()
        elif sign == "," and brackets:
            brackets[-1].commas.append(at)
        at += 1
    if len(quote) != 1:
        return None
    if brackets and brackets[-1].sign == "[" and brackets[-1].callee:
        return OpenCall(brackets[-1].callee, (), text[begun:])
    while brackets and not brackets[-1].callee:
        brackets.pop()  # a list, a dict or a tuple that is an argument
    if not brackets or brackets[-1].sign != "(":
        return None
    call = brackets[-1]
    edges = [call.start - 1, *call.commas, begun - 1]
    parts = tuple(text[a + 1 : b] for a, b in pairwise(edges))
    return OpenCall(call.callee, parts, text[begun:])


def looked_up(text: str, names: Mapping[str, object]) -> object:
    """What a chain of names, attributes and constant keys stands for; None where that is not ours to look at."""
    try:
        return _value(ast.parse(text.strip(), mode="eval").body, names)
    except Exception:  # completion says nothing of what cannot be looked up
        return None


def _value(node: ast.expr, names: Mapping[str, object]) -> object:
    if isinstance(node, ast.Name):
        return names[node.id]
    if isinstance(node, ast.Attribute):
        of = _value(node.value, names)
        return getattr(of, node.attr) if _ours(of) else None
    if isinstance(node, ast.Subscript):
        of, key = _value(node.value, names), ast.literal_eval(node.slice)
        return of[key] if isinstance(of, Comparison | list | tuple | dict) else None
    return None


def _ours(thing: object) -> bool:
    home = thing.__name__ if isinstance(thing, ModuleType) else type(thing).__module__
    return home.split(".")[0] == "ladder_sim"


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whose words are wanted: the function, the run or comparison it is about, and the parameter."""

    function: Callable[..., object]
    about: object

    def known(self) -> Iterable[str]:
        if isinstance(self.about, Scheme):  # as of a sweep: those that it would have of the usual people
            return measured(self.about, load_workforce(WORKFORCE), 12)
        return self.about.known if isinstance(self.about, Run | Comparison) else ()

    def schemes(self) -> Iterable[str]:
        return self.about.schemes if isinstance(self.about, Comparison) else _ids("scheme")

    def tables(self) -> Iterable[str]:
        return self.about.tables if isinstance(self.about, Run | Comparison) else ()

    def named(self) -> Iterable[str]:
        return self.tables() if self.function.__name__ == "frame" else self.known()

    def files(self) -> Iterable[str]:
        return [*_ids("scheme"), *_ids("workforce")]

    def sources(self) -> Iterable[str]:
        kinds: dict[str, Kind] = {"load_workforce": "workforce", "load_study": "study"}
        return _ids(kinds.get(self.function.__name__, "scheme"))

    def axis(self, of: str) -> Iterable[str]:
        runs = self.about.runs if isinstance(self.about, Comparison) else [self.about]
        return dict.fromkeys(one.id for run in runs if isinstance(run, Run) for one in getattr(run.axes, of))


def _ids(kind: Kind) -> Iterable[str]:
    return [entry.id for entry in list_scenarios(kind)]


#: The words that a parameter takes, by its name.
WORDS: Mapping[str, Callable[[_Asked], Iterable[str]]] = {
    "name": _Asked.named,
    "measure": _Asked.known,
    "measures": lambda asked: [*asked.known(), *asked.tables()],
    "what": lambda asked: [*CHARTS, *(name for name in asked.known() if name not in CHARTS)],
    "by": lambda asked: BY,
    "scheme": _Asked.schemes,
    "schemes": _Asked.schemes,
    "from_": _Asked.schemes,
    "baseline": _Asked.schemes,
    "source": _Asked.sources,
    "a": _Asked.files,
    "b": _Asked.files,
    "more": _Asked.files,
    "given": lambda asked: _ids("workforce"),
    "workforce": lambda asked: _ids("workforce"),
    "move": lambda asked: asked.axis("moves"),
    "grade": lambda asked: asked.axis("grades"),
    "grades": lambda asked: asked.axis("grades"),
    "kind": lambda asked: ("scheme", "workforce", "study"),
    "unit": lambda asked: UNITS,
    "better": lambda asked: ("up", "down"),
    "band": lambda asked: ("replications", "mean"),
    "language": lambda asked: LANGUAGES,
}


def words(text: str, names: Mapping[str, object]) -> tuple[str, list[str]] | None:
    """The beginning of the string in which `text` ends, and the words that may be meant; None where it wants none.

    Parameters
    ----------
    text : everything before the cursor
    names : what the reader has defined
    """
    call = open_call(text)
    function = None if call is None else looked_up(call.callee, names)
    if call is not None and not call.arguments:
        keys: list[str] = getattr(function, "_ipython_key_completions_", list)() if _ours(function) else []
        return (call.begun, [key for key in keys if key.startswith(call.begun)]) if keys else None
    if call is None or not callable(function) or not str(getattr(function, "__module__", "")).startswith("ladder_sim"):
        return None
    parameter = _parameter(function, call.arguments)
    if parameter not in WORDS:
        return None
    about = getattr(function, "__self__", None)
    if about is None:
        about = looked_up(call.arguments[0], names)
    return call.begun, [word for word in WORDS[parameter](_Asked(function, about)) if word.startswith(call.begun)]


def _parameter(function: Callable[..., object], arguments: Sequence[str]) -> str:
    if named := _KEYWORD.match(arguments[-1]):
        return named[1]
    places = [
        one.name for one in inspect.signature(function).parameters.values()
        if one.kind in (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    ]  # fmt: skip
    rest = [one.name for one in inspect.signature(function).parameters.values() if one.kind is one.VAR_POSITIONAL]
    return places[len(arguments) - 1] if len(arguments) <= len(places) else "".join(rest)


def matched(completer: IPythonObject, context: IPythonObject) -> JsonObject:
    """What a matcher of IPython's (8.6 and later) gives, for the names of this completer's namespace."""
    from IPython.core.completer import SimpleCompletion

    lines = context.full_text.split("\n")[: context.cursor_line + 1]
    text = "\n".join([*lines[:-1], context.text_until_cursor])
    found = words(text, {**completer.global_namespace, **completer.namespace})
    if found is None:
        return {"completions": [], "suppress": False}
    begun, fitting = found
    listed = [SimpleCompletion(text=word, type="text") for word in fitting]
    return {"completions": listed, "suppress": bool(fitting), "matched_fragment": begun, "ordered": True}
