"""A YAML text made to say something else: what differs is changed where it stands, every other sign stays.

The text is a function of the text that was there and of what it is to say, so that a change taken back gives back the
same bytes, whatever came between. Comments stay where they are, also those of what is taken out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import PlainData, PlainForm
from ladder_sim.core.problems import LadderError, Place, Problem, Problems
from ladder_sim.files import FileNode, parse_tree
from ladder_sim.files.alignment import EntryStep, steps_of
from ladder_sim.files.extents import PlacedText, ValueExtent, line_ending
from ladder_sim.files.rendering import block_lines, entry_lines, flow_text, inline_text, scalar_text
from ladder_sim.files.tree import Scalar

_GONE = object()


def rewritten(given: PlacedText, meant: PlainForm) -> str:
    """The text that says `meant`.

    Raises
    ------
    LadderError
        The text is written in a way in which this cannot be said in place, and is to be changed by hand.
    """
    for verbatim in (True, False):
        writer = _Rewriter(given, verbatim)
        writer.change(given.tree, meant, 0, False)
        made = applied(given.text, writer.edits)
        tree = parse_tree(made, given.tree.file, Problems())
        if tree is not None and same(tree.plain(), meant):
            return made
    raise LadderError([Problem(Place(given.tree.file), tr(
        "this cannot be changed by a program without harm to the rest of the file: change the text by hand",
        "程序无法在不影响文件其余部分的情况下完成这项修改：请直接修改文本"))])  # fmt: skip


def same(a: object, b: object) -> bool:
    """Whether two values say the same, keys in the same order; 1 is not true."""
    if isinstance(a, dict) and isinstance(b, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    return isinstance(a, bool) == isinstance(b, bool) and a == b


def applied(text: str, edits: Sequence[TextEdit]) -> str:
    """A text with edits made; none of them reaches into another."""
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda one: (one.start, one.stop)):
        pieces += [text[at : edit.start], edit.text]
        at = max(at, edit.stop)
    return "".join([*pieces, text[at:]])


def _shifted(text: str, by: int) -> str:
    """Lines after the first further right, or left."""
    lines = text.split("\n")
    moved = [" " * by + line if by > 0 and line else line[min(-by, len(line) - len(line.lstrip(" "))) :] if by < 0
             else line for line in lines[1:]]  # fmt: skip
    return "\n".join([lines[0], *moved])


@dataclass(frozen=True, slots=True)
class TextEdit:
    """Characters `start` to `stop` of a text become another text."""

    start: int
    stop: int
    text: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of a list or a mapping: where it begins with its key or dash, and where it ends."""

    start: int
    stop: int
    node: FileNode


@dataclass(slots=True)
class _Rewriter:
    """Collects the edits of one text."""

    given: PlacedText
    verbatim: bool  # what stands elsewhere now keeps its spelling, its comments included
    edits: list[TextEdit] = field(default_factory=list)
    #: What each named value says now; a name that is not here has gone with its value.
    named: dict[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The text as it was."""
        return self.given.text

    def change(self, node: FileNode, meant: PlainData, indent: int, flow: bool) -> None:
        """Make a value say `meant`.

        Parameters
        ----------
        indent : columns before the entry that the value belongs to
        flow : does it stand within brackets?
        """
        extent = self.given.at(node)
        if extent.style == "alias":
            self._alias(node, extent, meant, indent, flow)
            return
        if extent.name:
            self.named[extent.name] = meant
        value = node.value
        if isinstance(value, dict) and isinstance(meant, dict) and value and meant:
            self._collection(node, [*value], [*meant], meant, indent)
        elif isinstance(value, list) and isinstance(meant, list) and value and meant:
            self._collection(node, [one.plain() for one in value], meant, dict(enumerate(meant)), indent)
        elif not same(node.plain(), meant):
            self._replace(extent, meant, indent, flow)

    def _alias(self, node: FileNode, extent: ValueExtent, meant: PlainData, indent: int, flow: bool) -> None:
        """A value that is written elsewhere stays a name as long as both say the same; else it is written out."""
        if same(self.named.get(extent.name, _GONE), meant):
            return
        bearer = next(one for one in self._walk(self.given.tree) if self.given.at(one).name == extent.name)
        origin = self.given.at(bearer)
        moves = self.verbatim and extent.name not in self.named and same(node.plain(), meant)
        if moves and not (flow and origin.style == "block"):  # the value comes here with its name
            self.named |= {
                self.given.at(one).name: one.plain() for one in self._walk(bearer) if self.given.at(one).name
            }
            shift = self._column(extent) - self._column(origin)
            self.edits.append(TextEdit(extent.start, extent.stop, _shifted(self._source(origin), shift)))
        elif origin.style == "flow":
            self.edits.append(TextEdit(extent.start, extent.stop, flow_text(meant)))
        else:
            self._replace(extent, meant, indent, flow)

    def _walk(self, node: FileNode) -> Iterator[FileNode]:
        """A value and all that it holds, in the order of the file; what is written elsewhere is not entered."""
        if self.given.at(node).style == "alias":
            return
        yield node
        value = node.value
        for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from self._walk(one)

    def _source(self, extent: ValueExtent) -> str:
        return self.text[extent.start : extent.stop]

    def _column(self, extent: ValueExtent) -> int:
        """The column at which the entry of a value begins: that of its key or dash."""
        start = extent.key_start if extent.key_start >= 0 else extent.start
        line = self.text[self._line(start) : start]
        return len(line) if extent.key_start >= 0 else len(line.rstrip().rstrip("-"))

    # -- a whole value ------------------------------------------------------------------------------------

    def _replace(self, extent: ValueExtent, meant: PlainData, indent: int, flow: bool) -> None:
        name = f"&{extent.name} " if extent.name and extent.style != "alias" else ""
        head = extent.key_stop + 1 if extent.key_stop >= 0 else -1
        lies_below = extent.style == "block" and head >= 0
        if isinstance(meant, dict | list):
            line_start = self.text.rfind("\n", 0, extent.start) + 1
            text = flow_text(meant) if flow else inline_text(meant, extent.start - line_start)
        else:
            text = scalar_text(meant, flow=flow, like=extent.style if isinstance(meant, str) else "plain")
        if text is None and head < 0 and isinstance(meant, dict) and not name:  # behind its dash
            lines = block_lines(meant, indent + 2)
            self.edits.append(TextEdit(extent.start, extent.stop, line_ending(self.text).join(lines).lstrip()))
        elif text is None:
            below = line_ending(self.text) + line_ending(self.text).join(block_lines(meant, indent + 2))
            gap = f" {name.rstrip()}" if name else ""
            start = extent.start if head < 0 else self._colon(extent)
            self.edits.append(TextEdit(start, extent.stop, gap + below))
        elif lies_below or extent.style == "nothing":
            start = extent.start if head < 0 else self._colon(extent)
            self.edits.append(TextEdit(start, extent.stop, f" {name}{text}"))
        else:
            self.edits.append(TextEdit(extent.body, extent.stop, text))

    def _colon(self, extent: ValueExtent) -> int:
        return self.text.index(":", extent.key_stop) + 1

    # -- lists and mappings -------------------------------------------------------------------------------

    def _collection(self, node: FileNode, old: Sequence[object], new: Sequence[PlainData],
                    meant: PlainData, indent: int) -> None:  # fmt: skip
        """Change the entries that stay, take out those that go, put in those that come."""
        extent = self.given.at(node)
        entries = self._entries(node, extent)
        keyed = isinstance(node.value, dict)
        values = [meant[key] for key in (new if keyed else range(len(new)))]
        steps = steps_of(old, new, [entry.node.plain() for entry in entries], values, keyed)
        kept = [step for step in steps if step.old is not None and step.new is not None]
        flow = extent.style == "flow"
        if not kept or (not flow and self._shares_its_line(entries[0]) and steps[0].old is not None
                        and steps[0].new is None):  # fmt: skip
            self._replace(extent, dict(zip(new, values, strict=True)) if keyed else list(values), indent, flow)
            return
        inner = entries[0].start - self.text.rfind("\n", 0, entries[0].start) - 1
        for step in kept:
            self._kept(
                entries[step.old or 0], new[step.new or 0] if keyed else None, values[step.new or 0], inner, flow
            )
        put = self._put_in_line if flow else self._put_below
        put(entries, steps, [self._fresh(new[at] if keyed else None, value, inner, flow)
                             for at, value in enumerate(values)])  # fmt: skip

    def _entries(self, node: FileNode, extent: ValueExtent) -> list[_Entry]:
        entries: list[_Entry] = []
        below = node.value.values() if isinstance(node.value, dict) else node.value
        at = extent.body
        for one in below:
            place = self.given.at(one)
            start = place.key_start if isinstance(node.value, dict) else place.start
            if extent.style == "block" and isinstance(node.value, list):
                start = self.text.rindex("-", at, place.start)
            at = max(place.stop, place.key_stop)
            entries.append(_Entry(start, at, one))
        return entries

    def _shares_its_line(self, entry: _Entry) -> bool:
        """Does an entry follow a dash in its line?"""
        return bool(self.text[self.text.rfind("\n", 0, entry.start) + 1 : entry.start].strip())

    def _kept(self, entry: _Entry, key: Scalar, value: PlainData, inner: int, flow: bool) -> None:
        extent = self.given.at(entry.node)
        if key is not None:
            written = scalar_text(key, flow=flow)
            was = self.text[extent.key_start : extent.key_stop]
            if was.strip("'\"") != str(key):
                self.edits.append(TextEdit(extent.key_start, extent.key_stop, written))
        self.change(entry.node, value, inner, flow)

    def _fresh(self, key: Scalar, value: PlainData, inner: int, flow: bool) -> str:
        """An entry written anew."""
        if flow:
            text = flow_text(value)
            return text if key is None else f"{scalar_text(key, flow=True)}: {text}"
        head = "-" if key is None else f"{scalar_text(key, flow=False)}:"
        return line_ending(self.text).join(entry_lines(head, value, inner))

    def _put_below(self, entries: list[_Entry], steps: Sequence[EntryStep], fresh: list[str]) -> None:
        """Take out and put in lines of a list or mapping that stands on lines of its own."""
        ending, last = line_ending(self.text), -1
        for step in steps:
            if step.old is not None:
                last = step.old
                if step.new is None:
                    self.edits.append(TextEdit(self._line(entries[last].start), self._below(entries[last].stop), ""))
                continue
            assert step.new is not None
            text = None if step.source is None else self._moved(entries[step.source], False)
            text = fresh[step.new] if text is None else text
            if last < 0 and self._shares_its_line(entries[0]):
                start = entries[0].start
                indent = " " * (start - self._line(start))
                self.edits.append(TextEdit(start, start, text.lstrip() + ending + indent))
                continue
            if self._line(entries[0].start) == entries[0].start and ending in text:
                text = ending + text  # a section of the file stands apart
            at = self._line(entries[0].start) if last < 0 else self._below(entries[last].stop)
            closed = at == 0 or self.text[at - 1] in "\r\n"
            self.edits.append(TextEdit(at, at, text + ending if closed else ending + text))

    def _moved(self, entry: _Entry, flow: bool) -> str | None:
        """The source of an entry that is moved, its comment included and names left out; None to write it anew."""
        if not self.verbatim or (not flow and self._shares_its_line(entry)):
            return None
        start, stop = (entry.start, entry.stop) if flow else (self._line(entry.start), self._below(entry.stop))
        names = [self.given.at(one) for one in self._walk(entry.node)]
        cuts = [TextEdit(one.start - start, one.body - start, "") for one in names if one.name and one.body > one.start]
        return applied(self.text[start:stop], list(dict.fromkeys(cuts))).rstrip("\r\n")

    def _line(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _below(self, at: int) -> int:
        found = self.text.find("\n", at)
        return len(self.text) if found < 0 else found + 1

    def _put_in_line(self, entries: list[_Entry], steps: Sequence[EntryStep], fresh: list[str]) -> None:
        """The same within brackets."""
        gone = {step.old for step in steps if step.old is not None and step.new is None}
        tail = len(entries)
        while tail - 1 in gone:
            tail -= 1
        for index in gone:
            if index is not None and index < tail:
                self.edits.append(TextEdit(entries[index].start, entries[index + 1].start, ""))
        if tail < len(entries):
            self.edits.append(TextEdit(entries[tail - 1].stop, entries[-1].stop, ""))
        last = -1
        for step in steps:
            if step.old is not None:
                last = step.old
                continue
            assert step.new is not None
            text = None if step.source is None else self._moved(entries[step.source], True)
            text = fresh[step.new] if text is None else text
            if last < 0:
                self.edits.append(TextEdit(entries[0].start, entries[0].start, text + ", "))
            elif last in gone and last < tail:
                self.edits.append(TextEdit(entries[last + 1].start, entries[last + 1].start, text + ", "))
            else:
                at = entries[min(last, tail - 1)].stop
                self.edits.append(TextEdit(at, at, ", " + text))
