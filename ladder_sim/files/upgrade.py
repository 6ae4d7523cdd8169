"""A file of an earlier format rewritten as of today: names change where they stand, every other sign stays."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from ladder_sim.core.formats import FILE_FORMAT
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Place, Problems
from ladder_sim.files import parse_tree, read_text, shown_path
from ladder_sim.files.extents import line_ending, line_starts
from ladder_sim.files.formats import Found, Renamed, brought_up, format_of, kind_of
from ladder_sim.files.tree import FileNode

_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What an upgrade makes of a file.

    Parameters
    ----------
    path : the file
    text : as of today, with the byte order mark that the file had
    version : the format that the file had; 0 from before versions
    found : where it was older; what has another meaning is for a person to look at
    """

    path: Path
    text: str
    version: int
    found: tuple[Found, ...]

    @property
    def needed(self) -> bool:
        """Is the file of an earlier format?"""
        return self.version < FILE_FORMAT


def upgraded(path: Path, problems: Problems) -> Upgrade | None:
    """What a file is as of today; writes nothing. None, and `problems` say why, where it cannot be told.

    A file of today is returned as it is. What is wrong in a file besides its format stays for `check` to say.
    """
    text = read_text(path, problems)
    before = len(problems.errors)
    tree = None if text is None else parse_tree(text, shown_path(path), problems)
    if text is None or tree is None or len(problems.errors) > before:
        return None
    kind, version = kind_of(tree), format_of(tree, problems)
    if kind is None:
        problems.add(Place(tree.file, tree.line, tree.column),
                     tr("is no scheme, workforce, study, brief or law: none of these keys stands at its top",
                        "不是方案、人员文件、研究、报告说明或法律文件：顶层没有其中任何一个键"))  # fmt: skip
    if kind is None or version is None:
        return None
    mark = _MARK if path.read_bytes().startswith(_MARK.encode()) else ""
    if version >= FILE_FORMAT:
        return Upgrade(path, mark + text, version, ())
    meant, found = brought_up(tree, kind, version, problems)
    if len(problems.errors) > before:
        return None
    made = _with_format(_renamed(text, found), kind, tree)
    _verify(made, meant, problems)
    return None if len(problems.errors) > before else Upgrade(path, mark + made, version, found)


def _renamed(text: str, found: tuple[Found, ...]) -> str:
    """The text with other keys where they stand; an alias leads to one place more than once."""
    starts = line_starts(text)
    edits = {
        starts[item.node.key_line - 1] + item.node.key_column - 1: item.change
        for item in found
        if isinstance(item.change, Renamed)
    }
    for start, change in sorted(edits.items(), reverse=True):
        start += text[start] in "\"'"
        assert text.startswith(change.old, start)
        text = text[:start] + change.new + text[start + len(change.old) :]
    return text


def _with_format(text: str, kind: str, tree: FileNode) -> str:
    """The text with its format: in place of an older one, else below the id, or before it in a mapping in braces."""
    starts = line_starts(text)
    given, named = tree.get("format"), tree.value[kind]
    if given is not None and given.value is not None:
        start = starts[given.line - 1] + given.column - 1
        return text[:start] + re.sub(r"\A['\"]?\d+['\"]?", str(FILE_FORMAT), text[start:])
    key = starts[named.key_line - 1] + named.key_column - 1
    if text[starts[tree.line - 1] + tree.column - 1] == "{":
        quote = text[key] if text[key] in "\"'" else ""
        return f"{text[:key]}{quote}format{quote}: {FILE_FORMAT}, {text[key:]}"
    line = f"{' ' * (named.key_column - 1)}format: {FILE_FORMAT}{line_ending(text)}"
    below = named.key_line == named.line < len(starts)  # a text on lines of its own ends where only YAML knows
    at = starts[named.line if below else named.key_line - 1]
    return text[:at] + line + text[at:]


def _verify(made: str, meant: FileNode, problems: Problems) -> None:
    """Hold the new text against what the file was read as; a text that says anything else is not written."""
    found = Problems()
    tree = parse_tree(made, meant.file, found)
    asked = {**{key: value for key, value in meant.plain().items() if key != "format"}, "format": FILE_FORMAT}
    if found.errors or tree is None or tree.plain() != asked:
        text = tr("cannot be rewritten by a program: write 'format: {now}' and the new names by hand",
                  "无法由程序改写：请手工写入“format: {now}”和新名称", now=FILE_FORMAT)  # fmt: skip
        problems.add(Place(meant.file), text)
