"""What depends on the language stands in one table; no other module asks which language is in use to branch on it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from places import PACKAGE

from ladder_sim.core.grammar import (
    GRAMMARS,
    agreeing,
    counted,
    enumerated,
    fitting,
    grammar,
    holds,
    numbered,
    one_of,
    options,
    quoted,
)
from ladder_sim.core.i18n import LANGUAGES, Language, Title, in_both, language, speaking, tr

#: Where both languages are handled as data, and why.
DATA = {
    "core/i18n.py": "the pair itself",
    "core/grammar.py": "the table",
    "files/forms/common.py": "en and zh are keys of a file",
    "files/resolving/resolver.py": "en and zh are keys of a file",
    "files/rendering.py": "en and zh are keys of a file",
    "editing/entering.py": "a title is typed in two fields, one text in that of the language in use",
    "editing/phrases.py": "what a sign is called is put together with the sign in each language",
    "notebook/form/lists.py": "a text, or one in each language, tells a value from a record",
    "notebook/pages/views_page.py": "what a view shows comes from its process in both languages",
    "notebook/form/parts.py": "the first title of a field is its name in each language",
}
#: Rooms that are about texts of either language: documents are read in the one that they are written in, drafts are
#: written in both.
BILINGUAL = ("policies/",)  # fmt: skip


def branches(tree: ast.AST) -> list[tuple[int, str]]:
    """Where a module compares with a language, looks something up by the one in use, or reads one text of a pair."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [part for side in (node.left, *node.comparators) for part in ast.walk(side)]
            if any(isinstance(part, ast.Constant) and part.value in LANGUAGES for part in sides):
                found.append((node.lineno, "compares with a language"))
        if isinstance(node, ast.Compare | ast.Subscript | ast.If | ast.IfExp):
            of = {ast.Subscript: "slice"}.get(type(node), "test")
            tested = [node] if isinstance(node, ast.Compare) else [getattr(node, of)]
            calls = [part for one in tested for part in ast.walk(one) if isinstance(part, ast.Call)]
            if any(getattr(call.func, "id", "") in ("language", "spoken") for call in calls):
                found.append((node.lineno, "asks for the language in use"))
        if isinstance(node, ast.Attribute) and node.attr in LANGUAGES:
            found.append((node.lineno, f"reads .{node.attr}"))
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and node.slice.value in LANGUAGES:
            found.append((node.lineno, f"looks up {node.slice.value}"))
    return found


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_module_branches_on_the_language(path: Path) -> None:
    name = path.relative_to(PACKAGE).as_posix()
    found = branches(ast.parse(path.read_text(encoding="utf-8")))
    if name.startswith(BILINGUAL):
        return
    if name in DATA:
        assert found, f"{name} needs no exception"
        return
    assert not found, f"{name}: {found}: put it into core/grammar.py, or use Title.fill and Title.spellings"


@pytest.mark.parametrize(
    "text",
    ['x = 1 if language() == "zh" else 2', "x = SIZES[language()]", 'tr("", "zh") == "zh"', "title.zh", 'told["en"]',
     'if spoken() != "en-US": pass'],
)  # fmt: skip
def test_the_search_finds_every_kind_of_branch(text: str) -> None:
    assert branches(ast.parse(text))


def test_every_language_has_its_grammar() -> None:
    assert tuple(GRAMMARS) == LANGUAGES
    for name in LANGUAGES:
        with speaking(name):
            assert grammar() is GRAMMARS[name] and language() == name


@pytest.mark.parametrize(
    ("of", "one", "two", "three", "choice", "clauses"),
    [
        ("en", "a", "a and b", "a, b and c", "a, b or c", "a, b and c"),
        ("zh", "a", "a和b", "a、b和c", "a、b 或 c", "a、b、c"),
    ],
)
def test_lists(of: Language, one: str, two: str, three: str, choice: str, clauses: str) -> None:
    with speaking(of):
        assert [enumerated("abc"[:n]) for n in range(4)] == ["", one, two, three]
        assert one_of("abc") == choice and one_of("a") == "a"
        assert options("abc") == {"en": "a, b, c", "zh": choice}[of]
        assert enumerated("abc", clauses=True) == clauses


def test_numbers_verbs_and_quotes() -> None:
    with speaking("en"):
        assert [counted(n) for n in (0, 3, 10, 11)] == ["no", "three", "ten", "11"]
        assert agreeing("lose more", 1) == "loses more" and agreeing("lose more", 2) == "lose more"
        assert quoted("a\u202eb") == "'a\\u202eb'" and numbered(["x", "y"]) == ["x", "y"]
    with speaking("zh"):
        assert [counted(n) for n in (0, 3, 11)] == ["0个", "3个", "11个"] and agreeing("较高", 1) == "较高"
        assert quoted("甲") == "“甲”" and numbered(["x", "y"]) == ["①x", "②y"] and numbered(["x"]) == ["x"]


def test_titles_of_titles_keep_each_language_apart() -> None:
    made = Title("not met: {rule} in {n}", "未满足：{rule}（{n}）").fill(rule=Title("A {pass}", "甲"), n=3)
    assert made == Title("not met: A {pass} in 3", "未满足：甲（3）")
    assert made.without(Title(" in 3", "（3）")) == Title("not met: A {pass}", "未满足：甲")
    with speaking("en"):
        assert in_both(lambda: tr("yes", "是")) == Title("yes", "是") and language() == "en"
    assert Title.plain("errors_cap") == Title("errors cap", "errors cap") and Title.plain("x").alike


def test_words_are_found_as_the_language_writes_them() -> None:
    assert holds("two rungs up", "rung", "en") and not holds("strung", "rung", "en") and holds("本级岗位", "岗位", "zh")
    with speaking("en"):
        assert fitting("x" * 91, "y") == "y"
