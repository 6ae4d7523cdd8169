"""Where each value of a YAML text begins and ends, so that one can be changed and every other sign stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from ladder_sim.core.problems import Problems
from ladder_sim.files import FileNode, KeyPath, Loc, find, parse_tree
from ladder_sim.files.events import ALIAS, MAPPING, SCALAR, SEQUENCE, YamlEvent, YamlMark, kind
from ladder_sim.files.tree import Scalar, TreeBuilder

_LINE = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_PROPERTY = re.compile(r"&\S+\s+")
#: How a value is written: in a line of its own kind, between quotes, as a block, in brackets, or as ``*name``.
WrittenAs = Literal["plain", "'", '"', "|", ">", "flow", "block", "alias", "nothing"]


@dataclass(frozen=True, slots=True)
class ValueExtent:
    """Where a value stands, in characters of its text.

    Parameters
    ----------
    start : of its anchor where it has one
    body : of what follows the anchor
    stop : behind its last sign; comments and blanks after it are no part of it
    key_start, key_stop : of its key; -1 where it stands in a list
    name : of its anchor, or of the one that it repeats; '' where it has none
    """

    start: int
    body: int
    stop: int
    style: WrittenAs
    key_start: int = -1
    key_stop: int = -1
    name: str = ""


def line_starts(text: str) -> list[int]:
    """Where each line begins, lines counted as YAML does."""
    return [0, *(match.end() for match in _LINE.finditer(text))]


def line_ending(text: str) -> str:
    """How the lines of a text end."""
    return found[0] if (found := _LINE.search(text)) else "\n"


@dataclass(slots=True)
class _Seen:
    """An event with where it stands, noted while the tree is built."""

    start: int
    stop: int
    style: WrittenAs
    name: str


@dataclass(slots=True)
class ExtentBuilder(TreeBuilder):
    """Builds the tree, and notes where each node of it stands."""

    starts: list[int] = field(default_factory=list)
    seen: dict[int, _Seen] = field(default_factory=dict)
    keys: dict[int, int] = field(default_factory=dict)  # where a key begins → where it ends
    joined: dict[int, int] = field(default_factory=dict)  # of expressions that a comma had cut
    nodes_kept: list[FileNode] = field(default_factory=list)  # identities are those of living nodes

    def __post_init__(self) -> None:
        TreeBuilder.__post_init__(self)
        self.starts = line_starts(self.text)

    def _offset(self, mark: YamlMark) -> int:
        return self.starts[mark.line] + mark.column if mark.line < len(self.starts) else len(self.text)

    def _node(self, event: YamlEvent, stream: Iterator[YamlEvent], depth: int) -> FileNode:
        made = TreeBuilder._node(self, event, stream, depth)
        start, stop, what = self._offset(event.start_mark), self._offset(event.end_mark), kind(event)
        style: WrittenAs = "plain"
        if what in (SEQUENCE, MAPPING):
            style = "flow" if event.flow_style else "block"
            stop = -1  # told by what it holds
        elif what == ALIAS:
            style = "alias"
        elif what == SCALAR and event.style in ("'", '"', "|", ">"):
            style = event.style  # type: ignore[assignment]  # one of the four
        elif event.value == "":
            style = "nothing"
        self.seen[id(made)] = _Seen(start, stop, style, event.anchor or "")
        self.nodes_kept.append(made)
        return made

    def _key(self, event: YamlEvent, stream: Iterator[YamlEvent], depth: int) -> Scalar:
        self.keys[self._offset(event.start_mark)] = self._offset(event.end_mark)
        return TreeBuilder._key(self, event, stream, depth)

    def source(self, start: YamlMark, end: YamlMark) -> str:
        """As of the tree; where the text ends is noted."""
        self.joined[self._offset(start)] = self._offset(end)
        return TreeBuilder.source(self, start, end)


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A YAML text with its tree and the place of every value in it."""

    text: str
    tree: FileNode
    extents: dict[int, ValueExtent]

    def at(self, node: FileNode) -> ValueExtent:
        """Where a node of the tree stands."""
        return self.extents[id(node)]

    def found(self, loc: Loc) -> tuple[FileNode, ValueExtent] | None:
        """The value that a path leads to and where it stands; through ``*name`` to what bears the name."""
        node = find(self.tree, loc)
        return None if node is None else (node, self.extents[id(node)])

    def shared(self) -> dict[str, list[KeyPath]]:
        """The paths of values that are written once and repeated by name, by that name."""
        sites: dict[str, list[KeyPath]] = {}
        stack: list[tuple[FileNode, KeyPath]] = [(self.tree, ())]
        while stack:
            node, loc = stack.pop()
            extent = self.extents[id(node)]
            if extent.name:
                sites.setdefault(extent.name, []).append(loc)
            if isinstance(node.value, dict):
                stack += [(below, (*loc, key)) for key, below in node.value.items()]
            elif isinstance(node.value, list):
                stack += [(below, (*loc, index)) for index, below in enumerate(node.value)]
        return {name: sorted(found, key=repr) for name, found in sites.items() if len(found) > 1}


def placed(text: str, file: str, problems: Problems) -> PlacedText | None:
    """A text with its places; None, and `problems` say why, where it is no YAML that is read here.

    Parameters
    ----------
    file : what messages call it
    """
    builder = ExtentBuilder(text, file, problems)
    tree = parse_tree(text, file, problems, builder)
    if tree is None:
        return None
    extents: dict[int, ValueExtent] = {}
    _settle(builder, tree, -1, extents)
    return PlacedText(text, tree, extents)


def _settle(builder: ExtentBuilder, node: FileNode, key_start: int, extents: dict[int, ValueExtent]) -> int:
    """Note where a node and all below it stand; returns where it ends."""
    seen, text = builder.seen[id(node)], builder.text
    start, stop = seen.start, builder.joined.get(seen.start, seen.stop)
    if seen.style == "nothing" and key_start >= 0:
        start = stop = text.index(":", builder.keys[key_start]) + 1
    body = start
    if seen.name and seen.style != "alias" and (found := _PROPERTY.match(text, start)):
        body = found.end()
    if seen.style in ("flow", "block") and id(node) not in extents:
        stop = _settle_below(builder, node, body, extents)
        if seen.style == "flow":
            stop = _closing(text, stop)
    elif seen.style in ("|", ">"):
        stop = start + len(text[start:stop].rstrip())
    key_stop = builder.keys.get(key_start, -1)
    extents[id(node)] = ValueExtent(start, body, stop, seen.style, key_start, key_stop, seen.name)
    return stop


def _settle_below(builder: ExtentBuilder, node: FileNode, body: int, extents: dict[int, ValueExtent]) -> int:
    """The same of what a list or a mapping holds; returns where the last of it ends."""
    stop = body + 1  # behind an opening bracket
    if isinstance(node.value, dict):
        for below in node.value.values():
            at = builder.starts[below.key_line - 1] + below.key_column - 1
            stop = max(_settle(builder, below, at, extents), builder.keys[at])
    elif isinstance(node.value, list):
        for below in node.value:
            stop = _settle(builder, below, -1, extents)
    return stop


def _closing(text: str, at: int) -> int:
    """Behind the bracket that closes a list or mapping whose last value ends at `at`."""
    while text[at] not in "]}":
        at = _past(text, at)
    return at + 1


def _past(text: str, at: int) -> int:
    """The next place that is no comment."""
    return _LINE.search(text, at).end() if text[at] == "#" else at + 1  # type: ignore[union-attr]  # more follows
