"""Titles that fit where they are shown: longer ones are cut, and the file's author is told."""

from __future__ import annotations

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Problems
from ladder_sim.core.signs import cut, width
from ladder_sim.files import FileNode, Loc, locate

WIDEST = 120  # columns: more than a table, an axis or a slide has room for
_KEYS = ("title", "short_title", "track_title", "subtitle", "company", "author", "stage", "unit")
_OF_RULES = ("pay", "market", "placement", "cause")  # mappings of names to expressions, where no key is a title's


def cut_titles(tree: FileNode, problems: Problems) -> None:
    """Cut every title in the tree that is wider than `WIDEST`, with a warning at its place."""
    _walk(tree, tree, (), problems)


def _walk(tree: FileNode, node: FileNode, loc: Loc, problems: Problems) -> None:
    if isinstance(node.value, list):
        for index, item in enumerate(node.value):
            _walk(tree, item, (*loc, index), problems)
    if not isinstance(node.value, dict):
        return
    for key, item in node.value.items():
        at = (*loc, key)
        if (key in _KEYS and not (loc and loc[-1] in _OF_RULES)) or loc == ("fields",):
            _cut(tree, item, at, problems)
        _walk(tree, item, at, problems)


def _cut(tree: FileNode, node: FileNode, loc: Loc, problems: Problems) -> None:
    texts = [(loc, node)]
    if isinstance(node.value, dict):
        texts = [((*loc, word), found) for word in ("en", "zh") if (found := node.value.get(word)) is not None]
    for at, text in texts:
        if isinstance(text.value, str) and width(text.value) > WIDEST:
            problems.warn(
                locate(tree, at),
                tr(
                    "is {n} signs long; only the beginning is shown, so put the rest under summary or notes",
                    "有{n}个字符，只显示开头；其余内容请写在 summary 或 notes 中",
                    n=len(text.value),
                ),
            )
            text.value = cut(text.value, WIDEST)
