"""A YAML text as a tree whose every node knows its line and column.

The tree is built from the parser's events rather than from a loader: depth, size and aliases are limited before it
grows, duplicate keys have a place, and an expression with commas inside ``[...]`` or ``{...}`` need not be quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ladder_sim.core.grammar import quoted
from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import PlainData
from ladder_sim.core.problems import Place, Problems
from ladder_sim.core.signs import fit, joined, named, unfit
from ladder_sim.files.events import (
    ALIAS,
    DOCUMENT,
    MAPPING,
    MAPPING_END,
    SCALAR,
    SEQUENCE,
    SEQUENCE_END,
    YamlEvent,
    YamlMark,
    events,
    kind,
)
from ladder_sim.files.hints import quote_hint, split_lines
from ladder_sim.files.scalars import BOOL, DIGITS, FLOAT, INT, NULL, SPECIAL

MAX_NODES = 50_000
MAX_DEPTH = 40
MAX_ALIASES = 100
LONGEST_NAME = 64

Scalar = str | int | float | bool | None
Loc = Sequence[str | int | float | bool | None]
#: A place in a tree that is built on as one goes down.
KeyPath = tuple[str | int, ...]


@dataclass(slots=True)
class FileNode:
    """A value of a YAML file and where it stands; for text, where its first character stands."""

    value: PlainData  # a scalar, a dict of nodes or a list of nodes
    file: str
    line: int
    column: int
    key_line: int = 0
    key_column: int = 0
    index: int | None = None  # its number in the list of its file
    spoiled: bool = False  # a part that did not fit has been taken out, or replaced by something harmless

    def plain(self) -> PlainData:
        """The value without positions: fresh dicts and lists."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def copy(self) -> FileNode:
        """The tree again, to be changed."""
        value = self.value
        if isinstance(value, dict):
            value = {key: node.copy() for key, node in value.items()}
        elif isinstance(value, list):
            value = [node.copy() for node in value]
        return FileNode(
            value, self.file, self.line, self.column, self.key_line, self.key_column, self.index, self.spoiled
        )

    def get(self, key: object) -> FileNode | None:
        """The part under a key; None where there is none, or this is no mapping."""
        return self.value.get(key) if isinstance(self.value, dict) else None


def where_text(loc: Loc) -> str:
    """``("moves", 0, "when", 1)`` as ``moves[0].when[1]``."""
    text = ""
    for part in loc:
        if isinstance(part, int) and not isinstance(part, bool):
            text += f"[{part}]"
        else:
            text += f".{shortened(str(part))}" if text else shortened(str(part))
    return text


def find(tree: FileNode, loc: Loc) -> FileNode | None:
    """The node that `loc` leads to, if the tree has it."""
    node: FileNode | None = tree
    for part in loc:
        if node is None or not isinstance(node.value, dict | list):
            return None
        if isinstance(node.value, dict):
            node = node.value.get(part)
        else:
            node = node.value[part] if isinstance(part, int) and part < len(node.value) else None
    return node


def locate(tree: FileNode, loc: Loc, *, key: bool = False) -> Place:
    """The place of what `loc` leads to; parts that the file does not have leave it at the nearest parent.

    With `key`, the place of the key rather than of its value.
    """
    node, kept = tree, True
    path = list(loc)
    for at, part in enumerate(loc):
        below: FileNode | None = None
        if isinstance(node.value, dict):
            below = node.value.get(part)
        elif isinstance(node.value, list) and isinstance(part, int) and part < len(node.value):
            below = node.value[part]
        kept = below is not None
        if below is None:
            break
        node = below
        if node.index is not None and isinstance(part, int):
            path[at] = node.index
    if key and kept and node.key_line:
        return Place(node.file, node.key_line, node.key_column, where_text(path))
    return Place(node.file, node.line, node.column, where_text(path))


def show(value: object) -> str:
    """A value as messages show it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return tr("nothing", "空")
    if isinstance(value, Mapping):
        return tr("a mapping", "映射")
    if isinstance(value, list | tuple):
        return tr("a list", "列表")
    return quoted(shortened(value)) if isinstance(value, str) else shortened(str(value))


def shortened(text: str) -> str:
    """A text that may be of any length, as messages show it."""
    return text if len(text) <= 60 else text[:57] + "..."


class FileRefused(Exception):
    """The file is not read further."""

    def __init__(self, place: Place, message: str) -> None:
        super().__init__(message)
        self.place, self.message = place, message


@dataclass(slots=True)
class TreeBuilder:
    """Turns the parser's events into nodes."""

    text: str
    file: str
    problems: Problems
    lines: list[str] = field(default_factory=list)
    anchors: dict[str, FileNode] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    nodes: int = 0
    aliases: int = 0
    documents: int = 0

    def __post_init__(self) -> None:
        self.lines = split_lines(self.text)

    def _place(self, mark: YamlMark) -> Place:
        return Place(self.file, mark.line + 1, mark.column + 1)

    def document(self) -> FileNode | None:
        """The whole file as a tree, None where it is empty; raises `FileRefused` where it is not read here."""
        tree: FileNode | None = None
        stream = events(self.text)
        for event in stream:
            if kind(event) == DOCUMENT:
                self.documents += 1
                if self.documents > 1:
                    raise FileRefused(
                        self._place(event.start_mark),
                        tr("one document per file: remove the '---' line", "一个文件只能有一份文档：请删去“---”行"),
                    )
            elif kind(event) in (SCALAR, SEQUENCE, MAPPING, ALIAS):
                tree = self._node(event, stream, 1)
        if tree is not None and tree.value is None:
            self.documents = 0
        return tree

    def top(self) -> Iterator[tuple[Scalar, FileNode]]:
        """The entries of the top mapping, one after the other."""
        stream = events(self.text)
        for event in stream:
            if kind(event) == MAPPING:
                break
        for event in stream:
            if kind(event) == MAPPING_END:
                return
            key = self._key(event, stream, 1)
            yield key, self._node(next(stream), stream, 2)

    def _node(self, event: YamlEvent, stream: Iterator[YamlEvent], depth: int) -> FileNode:
        if depth > MAX_DEPTH:
            raise FileRefused(
                self._place(event.start_mark),
                tr("nested deeper than {limit} levels", "嵌套超过{limit}层", limit=MAX_DEPTH),
            )
        self._count(1, event)
        if kind(event) == ALIAS:
            return self._alias(event)
        before = self.nodes
        self._refuse_tag(event)
        if kind(event) == SCALAR:
            made = self._scalar(event)
        elif kind(event) == SEQUENCE:
            made = self._sequence(event, stream, depth)
        else:
            made = self._mapping(event, stream, depth)
        if event.anchor is not None:
            self.anchors[event.anchor] = made
            self.sizes[event.anchor] = self.nodes - before + 1
        return made

    def _count(self, more: int, event: YamlEvent) -> None:
        self.nodes += more
        if self.nodes > MAX_NODES:
            message = tr("the file holds more than {limit} values", "文件的内容超过{limit}项", limit=MAX_NODES)
            raise FileRefused(self._place(event.start_mark), message)

    def _refuse_tag(self, event: YamlEvent) -> None:
        tag = getattr(event, "tag", None)
        if tag is not None and str(tag) not in ("!", "None"):
            self.problems.add(
                self._place(event.start_mark),
                tr("tags such as {tag} are not used here; remove it", "这里不用 {tag} 这样的标签；请删去", tag=tag),
            )

    def _alias(self, event: YamlEvent) -> FileNode:
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            raise FileRefused(
                self._place(event.start_mark),
                tr("more than {limit} aliases (*name)", "别名（*name）超过{limit}个", limit=MAX_ALIASES),
            )
        made = None if event.anchor is None else self.anchors.get(event.anchor)
        if made is None or event.anchor is None:
            raise FileRefused(
                self._place(event.start_mark),
                tr("alias *{name} has no anchor &{name} above", "别名 *{name} 之前没有锚点 &{name}", name=event.anchor),
            )
        self._count(self.sizes[event.anchor], event)  # what it would grow to, before it grows
        return FileNode(made.value, made.file, made.line, made.column)

    def _scalar(self, event: YamlEvent) -> FileNode:
        mark = event.start_mark
        line, column = mark.line, mark.column
        if event.anchor is not None or event.tag is not None:
            # the mark stands at the first property; the text follows
            found = re.compile(r"(?:[&!]\S*\s+)+").match(self.lines[line], column)
            column = found.end() if found else column
        if event.style in ("'", '"'):
            column += 1
        elif event.style in ("|", ">"):
            line, column = self._block_start(line)
        value = self.text_of(event, Place(self.file, line + 1, column + 1)) if event.style else self._resolve(event)
        return FileNode(value, self.file, line + 1, column + 1)

    def text_of(self, event: YamlEvent, place: Place) -> str:
        """A text without signs that may not be shown; what was there is reported."""
        text = joined(event.value)
        if (found := unfit(text)) is None:
            return text
        self.problems.add(
            place,
            tr("holds a sign that cannot be seen: {sign}; remove it, or write the text anew",
               "含有看不见的字符：{sign}；请删去，或重新输入这段文字", sign=named(found[0])),
        )  # fmt: skip
        return fit(text)

    def _block_start(self, line: int) -> tuple[int, int]:
        for number in range(line + 1, len(self.lines)):
            stripped = self.lines[number].lstrip()
            if stripped:
                return number, len(self.lines[number]) - len(stripped)
        return line, 0

    def _resolve(self, event: YamlEvent) -> Scalar:
        text = self.text_of(event, self._place(event.start_mark))
        if text in NULL:
            return None
        if text in BOOL:
            return BOOL[text]
        if INT.match(text) and len(text) < DIGITS:
            return int(text)
        if FLOAT.match(text):
            number = float(text)
            if number in (float("inf"), float("-inf")):
                self.problems.add(
                    self._place(event.start_mark),
                    tr("{got} is too large a number", "{got}超出数值范围", got=show(text)),
                )
                return 0
            return number
        if SPECIAL.match(text):
            self.problems.add(
                self._place(event.start_mark), tr("{got} is not a number here", "这里不能用{got}", got=text)
            )
            return 0
        return text

    def _sequence(self, event: YamlEvent, stream: Iterator[YamlEvent], depth: int) -> FileNode:
        items: list[FileNode] = []
        open_text: tuple[YamlEvent, int] | None = None  # first event of an expression cut at its comma; its index
        for item in stream:
            if kind(item) == SEQUENCE_END:
                break
            node = self._node(item, stream, depth + 1)
            if open_text is not None and kind(item) == SCALAR:
                joined = self.source(open_text[0].start_mark, item.end_mark)
                items[open_text[1]].value = joined
                if _open_brackets(joined) <= 0:
                    open_text = None
                continue
            node.index = len(items)
            items.append(node)
            cut = event.flow_style and kind(item) == SCALAR and not item.style
            open_text = (item, len(items) - 1) if cut and _open_brackets(item.value) > 0 else None
        return FileNode(items, self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _mapping(self, event: YamlEvent, stream: Iterator[YamlEvent], depth: int) -> FileNode:
        entries: dict[Scalar, FileNode] = {}
        open_text: tuple[YamlEvent, FileNode] | None = None
        for item in stream:
            if kind(item) == MAPPING_END:
                break
            key = self._key(item, stream, depth)
            value_event = next(stream)
            empty = kind(value_event) == SCALAR and not value_event.style and value_event.value == ""
            if open_text is not None and empty:
                joined = self.source(open_text[0].start_mark, item.end_mark)
                open_text[1].value = joined
                if _open_brackets(joined) <= 0:
                    open_text = None
                continue
            node = self._node(value_event, stream, depth + 1)
            node.key_line, node.key_column = item.start_mark.line + 1, item.start_mark.column + 1
            if empty:  # the mark of nothing stands at whatever comes next
                node.line, node.column = node.key_line, node.key_column
            if key in entries:
                first = entries[key]
                self.problems.add(
                    self._place(item.start_mark),
                    tr("duplicate key '{key}'; it stands in line {line} already", "重复的键“{key}”；第{line}行已经有了",
                       key=key, line=first.key_line),
                )  # fmt: skip
                continue
            entries[key] = node
            cut = event.flow_style and kind(value_event) == SCALAR and not value_event.style
            open_text = (value_event, node) if cut and _open_brackets(value_event.value) > 0 else None
        return FileNode(entries, self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _key(self, event: YamlEvent, stream: Iterator[YamlEvent], depth: int) -> Scalar:
        if kind(event) != SCALAR:
            raise FileRefused(
                self._place(event.start_mark),
                tr("a key must be a word or a number", "键只能是文字或数字") + quote_hint(),
            )
        self._count(1, event)
        if event.value == "<<" and not event.style:
            raise FileRefused(
                self._place(event.start_mark),
                tr("merge keys (<<) are not read; use based_on", "不支持合并键（<<）；请用 based_on"),
            )
        if len(event.value) > LONGEST_NAME:
            self.problems.add(
                self._place(event.start_mark),
                tr("a name has at most {most} signs, this one {n}", "名称最多{most}个字符，现有{n}个",
                   most=LONGEST_NAME, n=len(event.value)),
            )  # fmt: skip
        return self._resolve(event) if not event.style else self.text_of(event, self._place(event.start_mark))

    def source(self, start: YamlMark, end: YamlMark) -> str:
        """The text between two marks, line breaks as single spaces."""
        if start.line == end.line:
            return self.lines[start.line][start.column : end.column]
        middle = [self.lines[start.line][start.column :], *self.lines[start.line + 1 : end.line]]
        return " ".join(part.strip() for part in [*middle, self.lines[end.line][: end.column]])


def _open_brackets(text: str) -> int:
    """How many brackets are still open, those in quotes left out."""
    bare = re.sub(r"'[^']*'|\"[^\"]*\"", "", text)
    return sum(bare.count(c) for c in "([") - sum(bare.count(c) for c in ")]")
