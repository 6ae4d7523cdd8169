"""Completion inside quotes, within IPython: measures, tables, schemes and charts where a call wants one.

The text before the cursor is read as brackets and strings, not executed: of what stands before the call only names,
attributes and brackets with constants are looked up, and only of objects of this package and of lists and dicts.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import ModuleType

from ladder_sim.core.foreign import IPythonObject
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.notebook.known_words import KEYWORDS, Completion, called, ids, words_of
from ladder_sim.results.comparison import Comparison
from ladder_sim.scenarios.loading import load_scheme

#: What may stand before the bracket of a call.
_CALLEE = re.compile(r"[^\W\d]\w*(?:\s*\.\s*[^\W\d]\w*|\[[^\[\]()]*\])*$")
_KEYWORD = re.compile(r"\s*([^\W\d]\w*)\s*=(?!=)")
#: A word that may become a keyword, after the bracket or a comma.
_KEYWORD_BEGUN = re.compile(r"[(,]\s*([^\W\d]\w*)$")
_TEXT = re.compile(r"""\s*(["'])([\w-]+)\1\s*""")
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
    if call is None or not callable(function) or not _of_ours(function):
        return None
    parameter = _parameter(function, call.arguments)
    known = words_of(called(function), function, parameter)
    if known is None:
        return None
    asked = Completion(function, _about(function, call.arguments, names))
    return call.begun, [word for word in known(asked) if word.startswith(call.begun)]


def keywords(text: str, names: Mapping[str, object]) -> tuple[str, list[str]] | None:
    """The beginning of the word in which `text` ends, and the keywords that may be meant; None where it wants none.

    Parameters
    ----------
    text : everything before the cursor
    names : what the reader has defined
    """
    found = _KEYWORD_BEGUN.search(text)
    call = None if found is None else open_call(f'{text[: found.start(1)]}"{found[1]}')
    if found is None or call is None or not call.arguments or call.arguments[-1].strip(' "'):
        return None
    function = looked_up(call.callee, names)
    known = KEYWORDS.get(called(function)) if callable(function) and _of_ours(function) else None
    if known is None or not callable(function):
        return None
    asked = Completion(function, _about(function, call.arguments, names))
    return found[1], [f"{word}=" for word in known(asked) if word.startswith(found[1]) and word.isidentifier()]


def _about(function: Callable[..., object], arguments: Sequence[str], names: Mapping[str, object]) -> object:
    """What a call is about: the object whose method it is, else its first argument; a scheme also by its id."""
    owner = getattr(function, "__self__", None)
    if owner is not None:
        return owner
    first = arguments[0]
    said = _TEXT.fullmatch(first)
    if said is not None and said[2] in ids("scheme"):
        return load_scheme(said[2])
    return looked_up(first, names)


def _of_ours(function: object) -> bool:
    return str(getattr(function, "__module__", "")).startswith("ladder_sim")


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
    defined = {**completer.global_namespace, **completer.namespace}
    found, kind = words(text, defined), "text"
    if found is None:
        found, kind = keywords(text, defined), "param"
    if found is None:
        return {"completions": [], "suppress": False}
    begun, fitting = found
    listed = [SimpleCompletion(text=word, type=kind) for word in fitting]
    suppressed = bool(fitting) and kind == "text"  # beside a keyword other names may be meant
    return {"completions": listed, "suppress": suppressed, "matched_fragment": begun, "ordered": True}
