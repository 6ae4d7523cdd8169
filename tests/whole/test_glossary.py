"""One name for each concept in each language: every text of the tool is held to `ladder_sim.core.glossary`.

Walked are the texts of the package (strings with Chinese signs, and their English twins), page templates, starting
files, guides, READMEs, notebooks, and the texts of every scheme, workforce and study. What a text quotes (“…”, `…`)
is not its own. The files of schemes may keep the words of their companies where a term says so.
"""

from __future__ import annotations

import ast
import importlib.util
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import pytest
from places import PACKAGE, ROOT
from ruamel.yaml import YAML

from ladder_sim.core.glossary import TERMS, second_names
from ladder_sim.core.i18n import Language

CHINESE = re.compile(r"[一-鿿]")
FENCE = re.compile(r"^```.*?^```$", re.M | re.S)
#: What reads or lists words that others write: headers of rosters, and the glossary itself.
READS_WORDS = {"people/rosters/words.py", "history/words.py", "core/glossary.py"}
#: Second names in modules that also speak: words of companies' documents and tables, by which these are read.
MATCHED = {
    "people/titles.py": ("角色",),  # a header
    "policies/facts.py": ("分数", "工龄", "底薪"),
    "policies/grade_names.py": ("团队", "班组"),
    "policies/ladder_evidence.py": ("序列", "路线"),
    "policies/phrases_qualities.py": ("工龄",),
    "policies/qualities.py": ("团队",),
    "policies/said_in_place.py": ("分数", "工龄"),
    "policies/splitting.py": ("团队",),
    "policies/steps_named.py": ("序列", "路线"),
    "policies/ladders.py": ("序列", "路线", "底薪"),
    "policies/measured.py": ("分数", "团队"),
    "policies/phrases_pay.py": ("工龄", "底薪"),
    "policies/phrases_process.py": ("团队",),
    "policies/phrases_results.py": ("团队", "班组"),
    "policies/phrases_service.py": ("落选", "工龄"),
}


class Text(NamedTuple):
    where: str
    language: Language
    own: bool
    text: str
    said: bool = True  # to users; False: it may be there to be compared with what others write


def of_package() -> Iterator[Text]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if name in READS_WORDS:
            continue
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        pairs = [node for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func) in ("tr", "Title")]
        said = {id(part) for node in pairs for part in ast.walk(node)}
        for node in nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CHINESE.search(node.value):
                yield Text(name, "zh", False, node.value, id(node) in said)
        for node in pairs:
            if node.args:
                for part in ast.walk(node.args[0]):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield Text(name, "en", False, part.value)
    for path in sorted(PACKAGE.rglob("*.html")):
        for part in re.findall(r'"((?:[^"\\]|\\.)*)"', path.read_text(encoding="utf-8")):
            yield Text(path.name, "zh" if CHINESE.search(part) else "en", False, part)


def of_guides() -> Iterator[Text]:
    for path in sorted([*ROOT.glob("README*.md"), *(ROOT / "docs").glob("*.md")]):
        text = FENCE.sub("", path.read_text(encoding="utf-8"))
        if path.name == "glossary.md":
            continue
        for line in text.splitlines():
            yield Text(path.name, "zh" if CHINESE.search(line) else "en", False, line)
    for path in sorted((PACKAGE / "cli" / "templates").glob("*.zh.yaml")):
        yield Text(path.name, "zh", False, path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for line in cell["source"]:
                if cell["cell_type"] == "markdown" or "#" in line:
                    yield Text(path.name, "zh" if CHINESE.search(line) else "en", False, line)


def of_scenarios() -> Iterator[Text]:
    files = [*sorted((ROOT / "scenarios").rglob("*.yaml")), PACKAGE / "data" / "signals.yaml"]
    for path in files:
        own = path.parent.name in ("schemes", "data")
        for text in _texts(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))):
            yield Text(path.name, "zh" if CHINESE.search(text) else "en", own, text)


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for value in node.values() if isinstance(node, dict) else node:
            yield from _texts(value)


WALKS = {"package": of_package, "guides": of_guides, "scenarios": of_scenarios}


@cache
def texts(part: str) -> tuple[Text, ...]:
    return tuple(WALKS[part]())


@cache
def found(part: str) -> frozenset[tuple[str, str]]:
    """File and second name of every text that uses one."""
    return frozenset(
        (t.where, name) for t in texts(part) for name, _ in second_names(t.text, t.language, own=t.own)
        if t.said or name not in MATCHED.get(t.where, ())
    )  # fmt: skip


def spacing(text: str) -> list[str]:
    """Numbers stand close to Chinese signs, unless they belong to a Latin word; Latin words stand apart."""
    text = re.sub(r"`[^`]*`|\{[^}]*\}|\d+\. |\]\([^)]*\)", "", text)
    apart = r"[一-鿿] +\d[\d,.]*+%?(?! ?[A-Za-z_])|(?<![A-Za-z] )(?<![\w.,-])\d[\d,.]*+%? +[一-鿿]"
    return re.findall(apart, text)


def crowded(text: str) -> list[str]:
    """Latin words of two letters and more without a blank beside a Chinese sign."""
    text = re.sub(r"`[^`]*`|\{[^}]*\}|\]\([^)]*\)", "", text)
    return re.findall(r"[一-鿿][A-Za-z]{2,}|[A-Za-z]{2,}[一-鿿]", text)


@pytest.mark.parametrize("part", WALKS)
def test_no_second_name_is_used(part: str) -> None:
    better = {name: term for term in TERMS for name in (*term.not_en, *term.not_zh)}
    wrong = sorted(found(part))
    assert not wrong, "\n".join(f"{where}: {name}: say {better[name].zh} / {better[name].en}" for where, name in wrong)


def test_numbers_and_latin_words_beside_chinese() -> None:
    """Titles of a company's own stand as it writes them: there only the numbers are looked at."""
    wrong: dict[str, list[str]] = {}
    for part in WALKS:
        for text in texts(part):
            if text.language == "zh":
                bad = spacing(text.text) + (crowded(text.text) if part != "scenarios" else [])
                wrong.setdefault(text.where, []).extend(bad)
    left = {where: bad for where, bad in wrong.items() if bad}
    assert not left


def test_a_percent_sign_stands_close_to_its_number() -> None:
    wrong = [(text.where, found) for part in WALKS for text in texts(part)
             if text.language == "en" and text.where != "api.md"  # made from docstrings
             for found in re.findall(r".{0,20}\d %(?![\w({}])", re.sub(r"`[^`]*`", "", text.text))]  # fmt: skip
    assert not wrong


def test_chinese_texts_of_schemes_name_parameters_by_their_titles() -> None:
    """A card and a page show these texts; who reads them has not seen the file."""
    wrong = []
    for path in sorted((ROOT / "scenarios" / "schemes").glob("*.yaml")):
        names = set(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")).get("parameters", {}))
        for text in texts("scenarios"):
            if text.where == path.name and text.language == "zh":
                words = re.findall(r"[A-Za-z_]\w*", re.sub(r"\{\w+\}|[一-鿿]+", " ", text.text))
                wrong += [f"{path.name}: {word}: {text.text}" for word in words if word in names]
    assert not wrong, "\n".join(wrong)


def test_a_second_name_is_seen_and_a_quotation_is_not() -> None:
    def names(text: str) -> list[str]:
        return [name for name, _ in second_names(text, "zh")]

    assert names("按角色定级") == ["角色"]
    assert names("原文“角色”与 `角色` 不同") == []
    assert names("晋升阶梯图") == [] and names("晋升阶梯") == ["阶梯"]
    assert [name for name, _ in second_names("each rung, but transfer-four-rung", "en")] == ["rung"]
    assert list(second_names("transfer-four-rung", "en")) == []
    assert list(second_names("本序列", "zh", own=True)) == [] and names("本序列") == ["序列"]
    assert spacing("满 12 个月") and not spacing("满12个月，Python 3.11 或更新") and crowded("用Excel打开")


def test_no_word_is_a_name_and_a_second_name() -> None:
    first = {name for term in TERMS for name in (term.en, term.zh)}
    second = [name for term in TERMS for name in (*term.not_en, *term.not_zh)]
    assert len(second) == len(set(second)) and not first & set(second)
    assert len(TERMS) == len({term.id for term in TERMS}) == len({term.zh for term in TERMS})
    seen = [name for term in TERMS for name, _ in second_names(term.zh, "zh")]
    assert not seen, f"a first name holds a second one: {seen}"


def test_the_guide_shows_the_glossary() -> None:
    spec = importlib.util.spec_from_file_location("words", ROOT / "docs" / "words.py")
    assert spec is not None and spec.loader is not None
    words = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(words)
    page = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert page == words.page(), "run: python docs/words.py"
