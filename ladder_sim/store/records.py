"""Records as JSON and back: the frozen dataclasses of the model and of the counts, and nothing else.

Each is written with its name and the fields that differ from their defaults, so that a record of an older version,
which lacks newer fields, can still be read. Unlike pickle, reading makes no object that is not named here.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import importlib
import math
import pkgutil
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ladder_sim import model
from ladder_sim.core.frozen import frozen
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.plain_data import PlainData, PlainForm
from ladder_sim.core.problems import LadderError, Place
from ladder_sim.core.rounding import Rounding
from ladder_sim.files import FileNode
from ladder_sim.files.resolving.scheme import CompleteForm
from ladder_sim.results import counts, origin

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

#: Keys that say what kind of value follows; no field has such a name.
RECORD, TUPLE, MAP, DATE, NUMBER, FORM = "record", "tuple", "map", "date", "number", "form"


class UnreadableRecord(LadderError):
    """A kept record that this version cannot make again."""


class Unkept(LadderError):
    """A value that no file keeps, such as a function of one's own."""


@functools.cache
def known() -> dict[str, type]:
    """The records that can be kept, by name."""
    found: dict[str, type] = {cls.__name__: cls for cls in (Title, Place, Rounding)}
    names = [f"{model.__name__}.{entry.name}" for entry in pkgutil.iter_modules(model.__path__)]
    modules = [importlib.import_module(name) for name in names]
    for module in (*modules, counts, origin):
        for name, value in vars(module).items():
            if isinstance(value, type) and dataclasses.is_dataclass(value) and name != "RunCounts":
                found[name] = value
    return found


def packed(value: object) -> PlainData:
    """A value as JSON has it: records by name and fields, and what JSON lacks as a dict with a mark.

    Raises
    ------
    Unkept
        It is of a type that cannot be kept.
    """
    if value is None or isinstance(value, bool | str | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else {NUMBER: repr(value)}
    if isinstance(value, dt.date):
        return {DATE: value.isoformat()}
    if isinstance(value, CompleteForm):
        return {FORM: _node(value.tree), "parametric": sorted(value.parametric)}
    if isinstance(value, Mapping):
        return {MAP: [[packed(key), packed(item)] for key, item in value.items()]}
    if isinstance(value, tuple):
        return {TUPLE: [packed(item) for item in value]}
    if isinstance(value, list):
        return [packed(item) for item in value]
    if type(value).__name__ in known() and dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {RECORD: type(value).__name__, "fields": _fields(value)}
    item = getattr(value, "item", None)
    if callable(item) and getattr(value, "ndim", None) == 0:  # a NumPy number
        return packed(item())
    raise Unkept(tr("a {type} cannot be kept in a file", "{type} 无法保存到文件", type=type(value).__name__))


def _fields(value: DataclassInstance) -> PlainForm:
    kept = {}
    for field in dataclasses.fields(value):
        given = getattr(value, field.name)
        factory = field.default_factory
        usual = field.default if factory is dataclasses.MISSING else frozen(factory())
        if usual is dataclasses.MISSING or type(usual) is not type(given) or usual != given:
            kept[field.name] = packed(given)
    return kept


def _node(node: FileNode) -> list[PlainData]:
    """A tree of a form: kind of value, value, and what is not as usual of its place."""
    if isinstance(node.value, dict):
        value: list[PlainData] = ["d", [[packed(key), _node(item)] for key, item in node.value.items()]]
    elif isinstance(node.value, list):
        value = ["l", [_node(item) for item in node.value]]
    else:
        value = ["s", packed(node.value)]
    return [*value, node.file, node.line, node.column, node.key_line, node.key_column, node.index]


def _form(tree: FileNode, parametric: list[str] | bool) -> CompleteForm:
    """A form; files written before the parameters were named say only whether there are some: then any may be meant."""
    if isinstance(parametric, bool):
        given = tree.value.get("parameters")
        return CompleteForm(tree, frozenset(given.value if parametric and given is not None else ()))
    return CompleteForm(tree, frozenset(parametric))


def unpacked(value: object) -> PlainData:
    """The value that `packed` wrote.

    Raises
    ------
    UnreadableRecord
        It names a record or a field that this version does not have.
    """
    if isinstance(value, list):
        return [unpacked(item) for item in value]
    if not isinstance(value, dict):
        return value
    if NUMBER in value:
        return float(value[NUMBER])
    if DATE in value:
        return dt.date.fromisoformat(value[DATE])
    if MAP in value:
        return {unpacked(key): unpacked(item) for key, item in value[MAP]}
    if TUPLE in value:
        return tuple(unpacked(item) for item in value[TUPLE])
    if FORM in value:
        return _form(_tree(value[FORM]), value["parametric"])
    return _record(value)


def _record(value: PlainForm) -> object:
    name = value.get(RECORD)
    cls = known().get(str(name))
    if cls is None:
        raise UnreadableRecord(tr("holds a record '{name}' that this version does not know",
                            "含有当前版本不认识的记录“{name}”", name=name))  # fmt: skip
    names = {field.name for field in dataclasses.fields(cls) if field.init}
    strange = sorted(set(value["fields"]) - names)
    if strange:
        text = tr("holds {fields} of '{name}', which this version does not know",
                  "含有当前版本不认识的“{name}”字段：{fields}", name=name, fields=", ".join(strange))  # fmt: skip
        raise UnreadableRecord(text)
    try:
        return cls(**{key: unpacked(item) for key, item in value["fields"].items()})
    except TypeError as error:
        raise UnreadableRecord(tr("'{name}' lacks what this version needs", "“{name}”缺少当前版本需要的内容",
                            name=name)) from error  # fmt: skip


def _tree(packed_node: list[PlainData]) -> FileNode:
    kind, value, file, line, column, key_line, key_column, index = packed_node
    made: PlainData
    if kind == "d":
        made = {unpacked(key): _tree(item) for key, item in value}
    else:
        made = [_tree(item) for item in value] if kind == "l" else unpacked(value)
    return FileNode(made, file, line, column, key_line, key_column, index)
