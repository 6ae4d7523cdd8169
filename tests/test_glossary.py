"""One name for each concept in each language: every text of the tool is held to `ladder_sim.core.glossary`.

Walked are the texts of the package (strings with Chinese signs, and their English twins), page templates, starting
files, guides, READMEs, notebooks, and the texts of every scheme, workforce and study. What a text quotes (“…”, `…`)
is not its own. Titles of schemes and signals may keep the words of the company where a term says so.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from ruamel.yaml import YAML

from ladder_sim.core.glossary import TERMS, second_names
from ladder_sim.core.i18n import Language

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "ladder_sim"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
FENCE = re.compile(r"^```(?:yaml|csv|python).*?^```$", re.M | re.S)
#: What reads or lists words that others write: headers of rosters, and the glossary itself.
READS_WORDS = {"people/roster_words.py", "core/glossary.py"}
#: Keys under which a scheme's file names things as its company does; notes and summaries are the author's own.
TITLES = {"title", "track_title", "rule", "at"}


class Text(NamedTuple):
    where: str
    language: Language
    own: bool
    text: str


def of_package() -> Iterator[Text]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if name in READS_WORDS:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CHINESE.search(node.value):
                yield Text(name, "zh", False, node.value)
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("tr", "Title") and node.args:
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
        yield from _within(path.name, YAML(typ="safe").load(path.read_text(encoding="utf-8")), own=False)


def _within(where: str, node: Any, *, own: bool) -> Iterator[Text]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _within(where, value, own=own or key in TITLES)
    elif isinstance(node, list):
        for value in node:
            yield from _within(where, value, own=own)
    elif isinstance(node, str) and CHINESE.search(node):
        yield Text(where, "zh", own, node)


@cache
def found(part: str) -> frozenset[tuple[str, str]]:
    """File and second name of every text that uses one."""
    texts = {"package": of_package, "guides": of_guides, "scenarios": of_scenarios}[part]()
    return frozenset((t.where, name) for t in texts for name, _ in second_names(t.text, t.language, own=t.own))


#: Not yet mended, by module: what still stands there. Each entry must still be true, so that the list gets empty.
YET: dict[str, str] = {}
PENDING = {(where, name) for where, names in YET.items() for name in names.split()}


@pytest.mark.parametrize("part", ["package", "guides", "scenarios"])
def test_no_second_name_is_used(part: str) -> None:
    better = {name: term for term in TERMS for name in (*term.not_en, *term.not_zh)}
    wrong = sorted(found(part) - PENDING)
    assert not wrong, "\n".join(f"{where}: {name}: say {better[name].zh} / {better[name].en}" for where, name in wrong)


def test_what_is_pending_is_still_there() -> None:
    gone = PENDING - found("package") - found("guides") - found("scenarios")
    assert not gone, f"mended: take these out of YET: {sorted(gone)}"
