"""A grade, a review or another name of a scheme called otherwise: what refers to it follows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.plain_data import PlainData, PlainForm
from ladder_sim.core.problems import LadderError, Place, Problem
from ladder_sim.editing.sheet import FileSheet, names_at
from ladder_sim.expressions.parse import tree_of
from ladder_sim.expressions.syntax import Chain, Extent, GradeField, Membership, NameWord, TextLiteral, Tree, walk
from ladder_sim.expressions.words import RESERVED
from ladder_sim.files import LONGEST_NAME, KeyPath, show
from ladder_sim.model.expression import Expr

#: What has a name in a scheme that others refer to.
NamedKind = Literal["grade", "track", "role", "parameter", "score", "review", "move", "status", "token", "cap", "index"]


@dataclass(frozen=True, slots=True)
class NamedPart:
    """A kind of thing with a name.

    Parameters
    ----------
    section : the top key of the file below which its names stand
    title : what it is called
    references : keys that hold its name as it is, beside rules of the language
    """

    section: str
    title: Title
    references: tuple[str, ...] = ()


NAMED: Mapping[NamedKind, NamedPart] = {
    "grade": NamedPart("ladder", Title("grade", "职级"), ("from", "to", "entry", "for", "grades", "fails_to")),
    "track": NamedPart("ladder", Title("track", "通道"), ("from", "for", "within")),
    "role": NamedPart("roles", Title("role", "岗位层级"), ("role", "roles", "from", "for")),
    "parameter": NamedPart("parameters", Title("parameter", "参数")),
    "score": NamedPart("scores", Title("score", "考核得分")),
    "review": NamedPart("reviews", Title("review", "评审"), ("review", "after")),
    "move": NamedPart("moves", Title("move", "变动"), ("beside", "counts_as", "ends_with")),
    "status": NamedPart("statuses", Title("status", "状态"), ("status",)),
    "token": NamedPart("tokens", Title("certificate", "资格"), ("spared_by",)),
    "cap": NamedPart("caps", Title("cap", "合计职数上限")),
    "index": NamedPart("indices", Title("index", "指数"), ("of",)),
}
#: Keys that hold texts for people, in which a name is an ordinary word.
_TEXTS = frozenset((
    "title", "short_title", "track_title", "summary", "source", "note", "notes", "rule", "at", "left_out", "reading",
    "assumed", "definition", "basis", "unit", "fields", "based_on", "scheme", "lint", "likely",
))  # fmt: skip
#: Keys that hold words or names which are no rules.
_PLAIN = frozenset((
    "id", "stage", "every", "kind", "cause", "severance", "review", "role", "status", "spared_by", "only", "beside",
    "otherwise",
))  # fmt: skip
#: Kinds whose names are told apart where they are read together: in a move's ``from``, in rules, among reviews, among
#: what happened to people.
_SPACES: tuple[tuple[NamedKind, ...], ...] = (
    ("grade", "track", "role"), ("grade", "role", "parameter", "score", "token", "cap", "index", "status"), ("review",),
    ("move", "status"),
)  # fmt: skip
_HEIGHTS = ("grade", "role", "track")


def names_of(sheet: FileSheet, kind: NamedKind) -> tuple[str, ...]:
    """The names of a kind that the form has, in their order."""
    form, section = sheet.form, NAMED[kind].section
    if kind == "grade":
        return tuple(name for track in names_at(form, ("ladder",)) for name in names_at(form, ("ladder", track)))
    if kind == "move":
        moves = form.get("moves")
        return tuple(str(move["id"]) for move in moves or () if isinstance(move, dict) and "id" in move)
    if kind == "role":
        return tuple(str(one) for one in form.get("roles") or ())  # others are those of the package
    return names_at(form, (section,))


def title_of(sheet: FileSheet, kind: NamedKind, name: str) -> PlainData:
    """The title that the file gives to what has a name: a text, both languages in a dict, or None."""
    if kind == "move":
        moves = [move for move in sheet.form.get("moves") or () if isinstance(move, dict)]
        return next((move.get("title") for move in moves if move.get("id") == name), None)
    if kind == "grade":
        tracks = names_at(sheet.form, ("ladder",))
        return next((sheet.value(("ladder", track, name, "title")) for track in tracks
                     if name in names_at(sheet.form, ("ladder", track))), None)  # fmt: skip
    return None if kind in ("track", "role") else sheet.value((NAMED[kind].section, name, "title"))


def renamed_sheet(sheet: FileSheet, kind: NamedKind, old: str, new: str) -> FileSheet:
    """The form with another name for a grade, a review and so on, wherever the file refers to it.

    Texts for people stay as they are, but for ``{names}`` of parameters that they show.

    Raises
    ------
    LadderError
        There is nothing of the old name; the new one is no name, is taken, or is a word of the rule language.
    """
    if old == new:
        return sheet
    _refuse(sheet, kind, old, new)
    form = _Renamer(kind, old, new).mapping(sheet.form, ())
    return sheet.reformed(form)


def _refuse(sheet: FileSheet, kind: NamedKind, old: str, new: str) -> None:
    at = Place(sheet.original.tree.file, where=NAMED[kind].section)
    title = NAMED[kind].title
    told: list[str] = []
    if old not in names_of(sheet, kind):
        told.append(tr("there is no {kind} '{name}'", "没有{kind}“{name}”", kind=title, name=old))
    if not new.isidentifier() or len(new) > LONGEST_NAME:
        told.append(tr("must be a name of letters, digits and _ that does not begin with a digit, got {got}",
                       "应为由字母、数字和下划线组成的名称，不能以数字开头，现为{got}", got=show(new)))  # fmt: skip
    if new in RESERVED:
        told.append(tr("'{name}' is a word of the rule language; choose another name",
                       "“{name}”是规则语言的词；请换一个名称", name=new))  # fmt: skip
    for other in NAMED:
        if any(kind in space and other in space for space in _SPACES) and new in names_of(sheet, other):
            told.append(tr("there is a {kind} '{name}' already; choose another name",
                           "已有{kind}“{name}”；请换一个名称", kind=NAMED[other].title, name=new))  # fmt: skip
    if told:
        raise LadderError([Problem(at, text) for text in told])


@dataclass(frozen=True, slots=True)
class _Renamer:
    """Writes a form anew with one name for another."""

    kind: NamedKind
    old: str
    new: str

    def mapping(self, value: PlainForm, loc: KeyPath) -> PlainForm:
        """A mapping with its keys and values."""
        return {self._key(key, loc): self._value(part, (*loc, key)) for key, part in value.items()}

    def _key(self, key: str, loc: KeyPath) -> str:
        if key != self.old:
            return key
        section = NAMED[self.kind].section
        defined = {"grade": len(loc) == 2, "track": len(loc) == 1}.get(self.kind, len(loc) == 1)
        if loc and loc[0] == section and defined and self.kind != "move":
            return self.new
        by_name = self.kind == "grade" and loc and loc[-1] in ("entry", "placement") and "adopted" not in loc
        return self.new if by_name else key

    def _value(self, value: PlainData, loc: KeyPath) -> PlainData:
        if isinstance(value, dict):
            return self.mapping(value, loc)
        if isinstance(value, list):
            return [self._value(part, (*loc, at)) for at, part in enumerate(value)]
        return self._text(value, loc) if isinstance(value, str) else value

    def _text(self, text: str, loc: KeyPath) -> str:
        keys = [part for part in loc if isinstance(part, str)]
        if keys[:1] == ["stated"] and "by" in keys:
            return self._address(text)
        if any(key in _TEXTS for key in keys if key not in self._own(keys)):
            return text.replace(f"{{{self.old}}}", f"{{{self.new}}}") if self.kind in ("parameter", "score") else text
        if keys[-1] == "id":
            return self.new if self.kind == "move" and len(loc) == 3 and text == self.old else text
        if text == self.old:
            named = keys[-1] in NAMED[self.kind].references or (self.kind != "track" and self._in_rules(keys))
            return self.new if named and not self._place_of_another(keys[-1]) else text
        return self._rule(text) if self._in_rules(keys) or keys[-1] in NAMED[self.kind].references else text

    def _own(self, keys: list[str]) -> list[str]:
        """Keys that are names of the scheme's own: a parameter may be called ``note``."""
        if keys[0] == "ladder":
            return keys[1:3]
        return keys[1:2] if keys[0] in {*(part.section for part in NAMED.values()), "pay"} else []

    def _in_rules(self, keys: list[str]) -> bool:
        """Does a rule of the language stand here?"""
        return self.kind != "review" and keys[-1] not in _PLAIN

    def _place_of_another(self, key: str) -> bool:
        """May a track stand here, whose name a parameter, a score or a certificate may bear as well?"""
        return self.kind in ("parameter", "score", "token") and key in NAMED["track"].references

    def _address(self, text: str) -> str:
        parts = text.split(".")
        at = 2 if self.kind == "grade" and len(parts) > 2 and parts[2] == self.old else 1
        if parts[0] == NAMED[self.kind].section and len(parts) > at and parts[at] == self.old:
            parts[at] = self.new
        return ".".join(parts)

    def _rule(self, text: str) -> str:
        tree = tree_of(Expr(text))
        if tree is None:  # such as "1 per 8 agent", or a..b
            if self.kind == "track":
                return text
            return re.sub(rf"(?<!\w)(?<!\w\.){re.escape(self.old)}(?!\w)", self.new, text)
        blank = len(text) - len(text.lstrip())
        for at in sorted(self._found(tree), key=lambda one: -one.start):
            start, stop = at.start + blank, at.stop + blank
            text = text[:start] + text[start:stop].replace(self.old, self.new, 1) + text[stop:]
        return text

    def _found(self, tree: Tree) -> set[Extent]:
        spared = {id(part) for part in self._beside(tree, lambda what: what not in _HEIGHTS)}
        tracks = {id(part) for part in self._beside(tree, lambda what: what == "track")}
        found: set[Extent] = set()
        for part in walk(tree):
            match part:
                case NameWord(name) | TextLiteral(name) if name == self.old and (
                    id(part) in tracks if self.kind == "track" else id(part) not in spared
                ):
                    found.add(part.at)
                case GradeField(of, _) if self.kind == "move" and of == self.old:
                    found.add(part.at)
        return found

    def _beside(self, tree: Tree, asked: Callable[[str], bool]) -> Iterator[Tree]:
        """Words compared with a fact of people: values of it, though a grade or a parameter may be called alike."""
        for part in walk(tree):
            match part:
                case Chain(NameWord(what), rest) if self.kind in _HEIGHTS and asked(what):
                    yield from (side for _, side in rest)
                case Membership(NameWord(what), _, items) if self.kind in _HEIGHTS and asked(what):
                    yield from items
