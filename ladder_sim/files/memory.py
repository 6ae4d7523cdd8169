"""Files in memory: the human form as plain dicts and lists, and as a YAML text.

A form given in memory is written as a text and read like any file, so that there is one way in and one set of limits;
only its places have no lines.
"""

from __future__ import annotations

import datetime as dt
import functools
import os
import re
from collections.abc import Mapping

from ladder_sim.core.foreign import YamlDumper
from ladder_sim.core.i18n import LANGUAGES, Title, tr
from ladder_sim.core.plain_data import PlainData
from ladder_sim.core.problems import Place, Problem, Problems
from ladder_sim.core.scalars import as_python
from ladder_sim.files import FileNode, parse_tree, show, where_text
from ladder_sim.files.scalars import reads_as_text
from ladder_sim.files.tree import MAX_DEPTH, Scalar


def tree_in_memory(given: Mapping[str, object], problems: Problems, *, name: str = "") -> FileNode | None:
    """The tree of a form in memory, or None and what is wrong with it.

    Parameters
    ----------
    given: keys and values as in a file; titles, dates, paths and NumPy numbers are taken for what they say.
    name: what messages call it in place of a file's name.
    """
    before = len(problems.errors)
    whole = plain(given, problems, Place(name))
    if len(problems.errors) > before:
        return None
    people = whole.get("people") if isinstance(whole, dict) else None
    _pairs_as_mapping(whole)
    # people are many and are spliced in as they are: a table, not rules
    rows = people.pop("roster") if isinstance(people, dict) and isinstance(people.get("roster"), list) else None
    found = Problems()
    tree = parse_tree(yaml_text(whole), name, found)
    problems.errors += [Problem(Place(name, where=one.place.where), one.message) for one in found.errors]
    if tree is None:
        return None
    if rows is not None:
        tree.value["people"].value["roster"] = nodes(rows, name)
    _without_lines(tree)
    return tree


def is_text(given: str) -> bool:
    """Whether something is the text of a form, such as JSON on one line, and not the name of a file."""
    return "\n" in given or given.lstrip().startswith("{") or re.match(r"\s*\w+:(\s|$)", given) is not None


def in_memory(given: object) -> PlainData:
    """A form in memory as plain data, of a dict or a list of dicts or a YAML text; None of anything else."""
    problems = Problems()
    if isinstance(given, str) and is_text(given):
        tree = parse_tree(given, "", problems)
        return None if tree is None else tree.plain()
    return plain(given, problems, Place()) if isinstance(given, Mapping) else None


def _pairs_as_mapping(whole: PlainData) -> None:
    """Hazards of leaving by months, which a workforce shows as pairs, as the mapping that files have."""
    attrition = whole.get("attrition") if isinstance(whole, dict) else None
    base = attrition.get("base") if isinstance(attrition, dict) else None
    pairs = isinstance(base, list) and base and all(
        isinstance(pair, list) and len(pair) == 2 and not isinstance(pair[0], list | dict) for pair in base
    )  # fmt: skip
    if isinstance(attrition, dict) and isinstance(base, list) and pairs:
        attrition["base"] = dict(base)


def _without_lines(node: FileNode) -> None:
    node.line = node.column = node.key_line = node.key_column = 0
    below = node.value.values() if isinstance(node.value, dict) else node.value if isinstance(node.value, list) else ()
    for one in below:
        _without_lines(one)


def nodes(value: object, name: str = "") -> FileNode:
    """A value as nodes without lines; what is no dict or list is taken as it is."""
    if isinstance(value, dict):
        return FileNode({key: nodes(item, name) for key, item in value.items()}, name, 0, 0)
    if isinstance(value, list):
        made = [nodes(item, name) for item in value]
        for index, node in enumerate(made):
            node.index = index
        return FileNode(made, name, 0, 0)
    return FileNode(value, name, 0, 0)


def plain(value: object, problems: Problems, at: Place, loc: tuple[Scalar, ...] = ()) -> PlainData:
    """A value as files have it; a problem for what no file can say.

    Parameters
    ----------
    at : where the value was given, for messages
    loc : the keys that lead to it from there
    """
    value = as_python(value)
    if len(loc) > MAX_DEPTH:
        problems.add(_below(at, loc[:3]), tr("nested deeper than {n} levels", "嵌套超过{n}层", n=MAX_DEPTH))
        return None
    if isinstance(value, Mapping):
        return {_key(key): plain(item, problems, at, (*loc, _key(key))) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, problems, at, (*loc, i)) for i, item in enumerate(value)]
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return str(value)
    return _single(value, problems, _below(at, loc))


def _single(value: object, problems: Problems, place: Place) -> object:
    if isinstance(value, Title):
        return {name: value.of(name) for name in LANGUAGES}
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    problems.add(
        place,
        tr("a file cannot say this: {type}; use text, numbers, true and false, dates, lists and dicts",
           "文件无法表示这种值：{type}；可用文字、数字、真假值、日期、列表和字典", type=type(value).__name__),
    )  # fmt: skip
    return None


def _key(key: object) -> Scalar:
    key = as_python(key)
    return key if isinstance(key, str | int | float | bool) or key is None else show(key)


def _below(at: Place, loc: tuple[Scalar, ...]) -> Place:
    return Place(at.file, where=where_text(loc))


def yaml_text(form: Mapping[str, object]) -> str:
    """A form as a YAML text that reads back as the same form; long expressions stay on one line."""
    import yaml

    made: str = yaml.dump(dict(form), Dumper=_dumper(), allow_unicode=True, sort_keys=False, width=10**6)
    return made


@functools.cache
def _dumper() -> YamlDumper:
    """Keys in the order given, and quotes wherever a reader of YAML 1.2 would take a text for something else."""
    import yaml

    class Dumper(yaml.SafeDumper):  # type: ignore[misc]  # the library has no types
        def ignore_aliases(self, data: object) -> bool:
            return True

    def text(dumper: YamlDumper, value: str) -> YamlDumper:
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if reads_as_text(value) else '"')

    Dumper.add_representer(str, text)
    return Dumper
