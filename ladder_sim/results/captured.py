"""What a reader's function reads besides its window: variables around it, defaults, and functions that it calls."""

from __future__ import annotations

import dis
import functools
import hashlib
import types
from collections.abc import Iterator, Mapping, Sequence, Set
from types import CodeType, FunctionType

import numpy as np

#: So many signs of a value stand as they are; of a longer text its beginning and digits, of a collection digits alone.
LONGEST = 200
#: Values whose contents are told whole, so that a name that has others later is seen to have them.
_PLAIN = (bool, int, float, complex, str, bytes, np.generic, type(None), Mapping, list, tuple, Set, np.ndarray)
_FIXED = (*_PLAIN, types.FunctionType)


#: Names by which a function reaches files, the surroundings of the process, the clock or the net.
_OUTSIDE = frozenset((
    "open", "input", "read_csv", "read_excel", "read_parquet", "read_json", "read_pickle", "read_table", "read_feather",
    "read_sql", "read_text", "read_bytes", "load", "loadtxt", "genfromtxt", "fromfile", "memmap", "environ", "getenv",
    "urlopen", "urlretrieve", "requests", "now", "today", "utcnow", "getmtime", "listdir", "iterdir",
))  # fmt: skip


def captured(function: object, kinds: type | tuple[type, ...] = object) -> tuple[tuple[str, str], ...]:
    """Names that a function reads from around it, in order, each with what it stands for; functions gone through.

    The window, what is made inside, builtins and attributes are none. Texts are the same in every process.

    Parameters
    ----------
    kinds : those that stand for values of other types are left out
    """
    return tuple((name, told(value)) for name, value in _read(function, "", set()) if isinstance(value, kinds))


def fixed(function: object) -> tuple[tuple[str, str], ...]:
    """Those of `captured` which stand for numbers, texts, collections of them and functions, by their contents."""
    return captured(function, _FIXED)


def outside(function: object) -> tuple[str, ...]:
    """Names in a function, and in those of the reader's that it calls, by which it reads files, the clock or the like.

    What stands there is nowhere told: a result of it can be another tomorrow.
    """
    found = {name for code in _codes(function, set()) for name in _names(code)}
    return tuple(sorted(found & _OUTSIDE))


def told(value: object) -> str:
    """A value as a text: short ones as written, long ones and arrays with digits of all of it."""
    value = value.item() if isinstance(value, np.generic) else value
    if isinstance(value, np.ndarray):
        return f"array {value.dtype} {value.shape} {digits(repr(value.tolist()))}"
    if isinstance(value, types.ModuleType):
        return f"module {value.__name__}"
    if isinstance(value, types.FunctionType):
        return f"function {value.__qualname__} ({digits(code_text(value.__code__))})"
    text = _plain(value)
    if len(text) <= LONGEST:
        return text
    if isinstance(value, Mapping | Set | list | tuple):  # of the surroundings of a process, or of many people
        return f"{type(value).__qualname__} of {len(value)} ({digits(text)})"
    return f"{text[:60]}… ({digits(text)})"


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{told(key)}: {told(item)}' for key, item in value.items())}}}"
    if isinstance(value, Set):
        return f"{{{', '.join(sorted(map(told, value)))}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(told, value))}]"
    if isinstance(value, type) or callable(value):
        return f"{getattr(value, '__module__', '')}.{getattr(value, '__qualname__', type(value).__qualname__)}"
    if type(value).__repr__ is object.__repr__:  # it would tell an address
        return f"{type(value).__module__}.{type(value).__qualname__}"
    as_dict = getattr(value, "to_dict", None)
    if hasattr(value, "iloc") and callable(as_dict):  # a frame, a series
        return f"{type(value).__qualname__} {digits(repr(as_dict()))}"
    return repr(value)


def code_text(code: CodeType) -> str:
    """What a function does, as a text that is the same in every process."""
    inner = [code_text(one) if isinstance(one, CodeType) else told(one) for one in code.co_consts]
    return repr((code.co_code.hex(), code.co_names, inner))


def digits(text: str) -> str:
    """Eight hexadecimal digits of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _read(function: object, at: str, seen: set[int]) -> Iterator[tuple[str, object]]:
    """Names and values, those of functions that are called below the names of these."""
    if id(function) in seen:
        return
    seen.add(id(function))
    if isinstance(function, functools.partial):
        yield from ((f"{at}argument {i + 1}", value) for i, value in enumerate(function.args))
        yield from ((f"{at}{name}", value) for name, value in function.keywords.items())
        yield from _read(function.func, at, seen)
        return
    plain = getattr(function, "__func__", function)
    code = getattr(plain, "__code__", None)
    if code is None or plain is not function:  # an object that is called, or that a method is of
        owner = getattr(function, "__self__", function)
        yield from ((f"{at}self.{name}", value) for name, value in getattr(owner, "__dict__", {}).items())
        plain = plain if code is not None else vars(type(function)).get("__call__")
    if isinstance(plain, FunctionType):
        yield from _around(plain, plain.__code__, at, seen)


def _codes(function: object, seen: set[int]) -> Iterator[CodeType]:
    """The code of a function and of the reader's own functions that it calls; of libraries none."""
    plain = function.func if isinstance(function, functools.partial) else getattr(function, "__func__", function)
    if not isinstance(plain, FunctionType):
        plain = vars(type(plain)).get("__call__")
    if not isinstance(plain, FunctionType) or id(plain) in seen or "site-packages" in plain.__code__.co_filename:
        return
    seen.add(id(plain))
    yield plain.__code__
    for _, value in _around(plain, plain.__code__, "", set()):
        if isinstance(value, FunctionType | functools.partial):
            yield from _codes(value, seen)


def _around(function: FunctionType, code: CodeType, at: str, seen: set[int]) -> Iterator[tuple[str, object]]:
    """Defaults, closure cells and global variables of a function in Python."""
    placed: Sequence[object] = function.__defaults__ or ()
    names = code.co_varnames[: code.co_argcount]
    found: dict[str, object] = dict(zip(names[len(names) - len(placed) :], placed, strict=True))
    found |= function.__kwdefaults__ or {}
    for name, cell in zip(code.co_freevars, function.__closure__ or (), strict=True):
        try:
            found[name] = cell.cell_contents
        except ValueError:  # not filled yet
            found[name] = None
    found |= {name: function.__globals__[name] for name in _globals(code) if name in function.__globals__}
    for name, value in found.items():
        yield f"{at}{name}", value
        if not isinstance(value, (*_PLAIN, types.FunctionType)):
            yield from _attributes(value, f"{at}{name}", code)
        if isinstance(value, types.FunctionType | functools.partial):
            yield from _read(value, f"{at}{name}.", seen)


def _attributes(value: object, at: str, code: CodeType) -> Iterator[tuple[str, object]]:
    """Plain values that a class, an object or a module holds under attributes which the function names."""
    kinds = value.__mro__ if isinstance(value, type) else type(value).__mro__
    held: dict[str, object] = {}
    for one in (*reversed(kinds), *(() if isinstance(value, type) else (value,))):
        held |= dict(getattr(one, "__dict__", {}))
    for name in _names(code):
        if name in held and isinstance(held[name], _PLAIN):
            yield f"{at}.{name}", held[name]


def _names(code: CodeType) -> list[str]:
    inner = [name for one in code.co_consts if isinstance(one, CodeType) for name in _names(one)]
    return list(dict.fromkeys((*code.co_names, *inner)))


def _globals(code: CodeType) -> list[str]:
    """Names that a function, or one inside it, looks up outside; attributes are none."""
    own = [str(step.argval) for step in dis.get_instructions(code) if step.opname in ("LOAD_GLOBAL", "LOAD_NAME")]
    inner = [name for one in code.co_consts if isinstance(one, CodeType) for name in _globals(one)]
    return list(dict.fromkeys((*own, *inner)))
