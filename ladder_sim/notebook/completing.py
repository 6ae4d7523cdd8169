"""Completion inside quotes, within IPython: measures, tables, schemes and charts where a call wants one.

The text before the cursor is read as brackets and strings, not executed; what stands before the bracket is looked up
(`looking_up`). Inside the dict of a ``with_`` stand the keys that a file has there.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ladder_sim.core.foreign import IPythonObject
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.editing.fields import FormKind
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.notebook.form_words import form_words
from ladder_sim.notebook.known_words import KEYWORDS, Completion, called, ids, words_of
from ladder_sim.notebook.looking_up import OF_COLUMNS, is_table, keys_of, looked_up, of_ours, ours
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.grouped import columns_of
from ladder_sim.results.run import Run
from ladder_sim.scenarios.loading import load_scheme

#: What may stand before the bracket of a call: names, attributes, brackets and parentheses with constants.
_CALLEE = re.compile(r"[^\W\d]\w*(?:\s*\.\s*[^\W\d]\w*|\[[^\[\]()]*\]|\([^\[\]()]*\))*$")
#: The key of a dict behind which a value begins.
_KEY = re.compile(r"""(["'])([\w.-]+)\1\s*:\s*$""")
_KEYWORD = re.compile(r"\s*([^\W\d]\w*)\s*=(?!=)")
#: A word that may become a keyword, after the bracket or a comma.
_KEYWORD_BEGUN = re.compile(r"[(,]\s*([^\W\d]\w*)$")
_TEXT = re.compile(r"""\s*(["'])([\w-]+)\1\s*""")
#: Methods of a table that take conditions over its columns, and the word that is being written in one.
OF_CONDITIONS = frozenset(("query", "eval"))
_LAST_WORD = re.compile(r"[^\W\d]\w*$")
_OPEN, _CLOSED = "([{", ")]}"


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call or a bracket whose string is being written: of what, its arguments so far, the string's beginning."""

    callee: str
    arguments: tuple[str, ...]  # texts, the last of them up to the string; none of a key in brackets
    begun: str
    place: int = 0  # of a key in brackets: how many stand before it
    grouped: bool = False  # whether these have brackets of their own
    path: tuple[str, ...] = ()  # of a string in a dict: keys from the outermost on, '' of a list
    key: str | None = None  # behind which the string stands as a value; None where it is a key


@dataclass(slots=True)
class _Bracket:
    sign: str
    callee: str
    commas: list[int]
    start: int
    key: str = ""  # behind which it stands, within a dict

    def behind(self, text: str, end: int) -> str:
        """What stands behind the last comma, or since the bracket began."""
        return text[(self.commas or [self.start - 1])[-1] + 1 : end]


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
            key = _KEY.search(text[:at])
            brackets.append(_Bracket(sign, found[0] if found else "", [], at + 1, key[2] if key else ""))
        elif sign in _CLOSED and brackets:
            brackets.pop()
        elif sign == "," and brackets:
            brackets[-1].commas.append(at)
        at += 1
    return _opened(text, brackets, begun) if len(quote) == 1 and brackets else None


def _opened(text: str, brackets: list[_Bracket], begun: int) -> OpenCall | None:
    """The call or the brackets, of those that are open, to which a string belongs that begins at a place."""
    inner = len(brackets)
    while inner and not brackets[inner - 1].callee:
        inner -= 1  # a list, a dict or a tuple that is an argument or a key
    if not inner or brackets[inner - 1].sign == "{":
        return None
    call, within = brackets[inner - 1], brackets[inner:]
    if call.sign == "[":
        if len(within) > 1 or any(one.sign == "{" for one in within):
            return None
        listed = bool(within) and within[0].sign == "["  # each of a list stands for the same key
        place = 0 if listed else len((within or [call])[0].commas)
        return OpenCall(call.callee, (), text[begun:], place, bool(within))
    edges = [call.start - 1, *call.commas, begun - 1]
    parts = tuple(text[a + 1 : b] for a, b in pairwise(edges))
    made = OpenCall(call.callee, parts, text[begun:])
    if not within or within[0].sign != "{" or within[-1].sign == "(":
        return made
    path = tuple(one.key for one in within[1:])
    before = within[-1].behind(text, begun - 1)
    key = _KEY.search(before)
    if within[-1].sign == "[":  # a text in a list stands for the list
        return replace(made, path=path[:-1], key=path[-1])
    return replace(made, path=path, key=key[2] if key else None)


def words(text: str, names: Mapping[str, object]) -> tuple[str, list[str]] | None:
    """The beginning of the string in which `text` ends, and the words that may be meant; None where it wants none.

    Parameters
    ----------
    text : everything before the cursor
    names : what the reader has defined
    """
    call = open_call(text)
    if call is None:
        return None
    method = call.callee.rpartition(".")[2].strip()
    if method in OF_CONDITIONS and is_table(table := looked_up(call.callee.rpartition(".")[0], names)):
        word = _LAST_WORD.search(call.begun)
        begun = word[0] if word else ""
        return begun, [name for name in keys_of(table) if name.startswith(begun) and name.isidentifier()]
    found = _asked_for(call, names)
    return None if found is None else (call.begun, [word for word in found if word.startswith(call.begun)])


def _asked_for(call: OpenCall, names: Mapping[str, object]) -> list[str] | None:
    """All words that may stand where the call is open; None where none is wanted."""
    function = looked_up(call.callee, names)
    if not call.arguments:
        if call.callee.endswith(")") and isinstance(function, dict):  # made by a call: nobody else knows its keys
            return list(function)
        return keys_of(function, call.place, grouped=call.grouped) or None
    owner = looked_up(call.callee.rpartition(".")[0], names) if "." in call.callee else None
    if is_table(owner) and call.callee.rpartition(".")[2].strip() in OF_COLUMNS:
        return keys_of(owner)
    if not callable(function) or not of_ours(function):
        return None
    if is_table(function) and getattr(function, "_summed", False):
        return columns_of(function)  # by which it is summed up
    if not hasattr(function, "__self__") and (keys := keys_of(function)):
        return keys  # parentheses for brackets
    parameter = _parameter(function, call.arguments)
    if call.arguments[-1].lstrip().startswith("{") and (kind := _form_kind(function, owner, parameter)):
        return _in_form(call, kind, owner)
    known = words_of(called(function), function, parameter)
    if known is None:
        return None
    asked = Completion(function, _about(function, call.arguments, names))
    if called(function) == "sweep" and call.arguments[-1].lstrip().startswith("{"):
        return list(asked.knobs())  # values by name, no people
    return list(known(asked))


#: Parameters that take a dict as a file has it, by the call.
_FORMS: Mapping[str, FormKind] = {"load_scheme.source": "scheme", "load_workforce.source": "workforce"}


def _form_kind(function: Callable[..., object], owner: object, parameter: str) -> FormKind | None:
    """Of which file a dict that is written there has the keys; None where it is no form."""
    if parameter == "changes" and isinstance(owner, Scheme | Workforce):
        return "scheme" if isinstance(owner, Scheme) else "workforce"
    return _FORMS.get(f"{called(function)}.{parameter}")


def _in_form(call: OpenCall, kind: FormKind, source: object) -> list[str]:
    """Keys and words of a form; of an address such as ``metrics.kpi`` whole addresses."""
    before, dot, _ = call.begun.rpartition(".")
    if call.key is not None or not dot:
        path = [part for step in call.path for part in step.split(".")]
        return form_words(source, kind, path, call.key)
    return [f"{before}.{word}" for word in form_words(source, kind, [*call.path, *before.split(".")])]


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
    known = KEYWORDS.get(called(function)) if callable(function) and of_ours(function) else None
    if known is None or not callable(function):
        return None
    asked = Completion(function, _about(function, call.arguments, names))
    return found[1], [f"{word}=" for word in known(asked) if word.startswith(found[1]) and word.isidentifier()]


#: The argument of a function that is written in place, and what is asked of it at the end of a text.
_OF_ARGUMENT = re.compile(r"\blambda\s+([^\W\d]\w*)\b[^:]*:.*\b\1\.(\w*)$", re.DOTALL)
#: A chain with brackets in it, and what is asked of it: IPython does not look into brackets of ours.
_OF_ENTRY = re.compile(r"([^\W\d]\w*(?:\s*\.\s*[^\W\d]\w*|\[[^\[\]()]*\])*\[[^\[\]()]*\])\s*\.\s*(\w*)$")


def attributes(text: str, names: Mapping[str, object]) -> tuple[str, list[str]] | None:
    """The beginning of the attribute in which `text` ends, and those that may be meant; None where IPython knows them.

    Of the window that the function of `Run.with_measure` gets, and of an entry of ours in brackets, ``moves[0].``.

    Parameters
    ----------
    text : everything before the cursor
    names : what the reader has defined
    """
    thing: object = None
    if (found := _OF_ARGUMENT.search(text)) is not None:
        call = open_call(f'{text}"')
        function = None if call is None else looked_up(call.callee, names)
        about = getattr(function, "__self__", None)
        if getattr(function, "__name__", "") == "with_measure" and isinstance(about, Run | Comparison):
            thing = (about if isinstance(about, Run) else about.runs[0]).window()
    elif (found := _OF_ENTRY.search(text)) is not None:
        thing = looked_up(found[1], names)
    if found is None or thing is None or not ours(thing):
        return None
    return found[2], [name for name in dir(thing) if name.startswith(found[2]) and not name.startswith("_")]


def _about(function: Callable[..., object], arguments: Sequence[str], names: Mapping[str, object]) -> object:
    """What a call is about: the object whose method it is, else its first argument; a scheme also by its id."""
    owner = getattr(function, "__self__", None)
    if owner is not None:
        return owner
    first = arguments[0]
    said = _TEXT.fullmatch(first)
    if said is not None and said[2] in ids("scheme"):
        return load_scheme(said[2])
    found = looked_up(first, names)
    return load_scheme(found) if isinstance(found, str) and found in ids("scheme") else found


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
        found, kind = attributes(text, defined), "instance"
    if found is None:
        return {"completions": [], "suppress": False}
    begun, fitting = found
    listed = [SimpleCompletion(text=word, type=kind) for word in fitting]
    suppressed = bool(fitting) and kind != "param"  # beside a keyword other names may be meant
    return {"completions": listed, "suppress": suppressed, "matched_fragment": begun, "ordered": True}
