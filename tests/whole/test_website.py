"""The site of the guides: every page has its twin, every link and anchor leads somewhere, and it is built strictly."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from guides import DOCS
from places import PACKAGE, ROOT

from ladder_sim.core.i18n import LANGUAGES, use

LANGS = pytest.mark.parametrize("language", LANGUAGES)


def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec is not None and spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.fixture(scope="module")
def website() -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(DOCS))  # as when it is run
        yield _module("website")


def test_every_guide_is_a_page_and_has_its_twin(website: ModuleType) -> None:
    guides = {path.name.removesuffix(".md") for path in DOCS.glob("*.md") if not path.name.endswith(".zh.md")}
    pages = website.plain_pages()
    assert len(pages) == len(set(pages)) and set(pages) - {"index"} == guides - set(website.LEFT_OUT)
    for page in pages:
        files = [website.source(page, language) for language in LANGUAGES]
        assert all(file.is_file() for file in files), files
        assert (files[0] == files[1]) == (page in website.BOTH), files
    zh = {path.name.removesuffix(".zh.md") for path in DOCS.glob("*.zh.md")}
    assert zh == guides - set(website.LEFT_OUT) - set(website.BOTH)


@LANGS
def test_every_link_of_the_site_leads_somewhere(website: ModuleType, language: str) -> None:
    """As `mkdocs --strict` sees it, in a moment: pages, anchors, pictures; and no link lost that leads to a page."""
    use(language)
    known = {source.resolve() for source in (website.source(page, language) for page in website.plain_pages())}
    texts = {}
    for page in website.plain_pages():
        file = website.source(page, language)
        texts[f"{page}.md"] = website.staged(file.read_text(encoding="utf-8"), file, language)
    texts["limits.md"] = website.limits(texts["how-it-works.md"], language)
    texts["keys.md"] = website.keys.page()
    anchors = {name: {anchor for _, anchor in website.headings(text)} for name, text in texts.items()}
    assert len(known) == len(website.plain_pages())
    for name, text in texts.items():
        plain = re.sub(r"^```.*?^```$|`[^`\n]*`", "", text, flags=re.M | re.S)
        for sign, target in re.findall(r"(!?)\[[^\]]*\]\(([^)\s]+)\)", plain):
            if "://" in target or sign:
                continue
            other, _, heading = target.partition("#")
            assert (other or name) in texts, f"{name}: {target}"
            assert not heading or heading in anchors[other or name], f"{name}: {target}"


@LANGS
def test_blocks_of_code_are_blocks_on_the_site(website: ModuleType, language: str) -> None:
    """What stands after the language of a block is a name, which MkDocs would take for words."""
    text = website.staged("```yaml scheme\na: 1\n```\n\n```csv people.csv\na\n```\n", DOCS / "x.md", language)
    assert text == '```yaml\na: 1\n```\n\n```csv title="people.csv"\na\n```\n'


def test_links_into_the_repository_are_words(website: ModuleType) -> None:
    given = "[a](scheme-file.md#moves), [b](../CHANGELOG.md), [c](#here), [d](scheme-file.zh.md), ![e](demo.png)"
    assert website.staged(given, DOCS / "why.md", "en") == "[a](scheme-file.md#moves), b, [c](#here), d, ![e](demo.png)"


@LANGS
def test_every_key_of_every_schema_is_on_its_page(website: ModuleType, language: str) -> None:
    use(language)
    page = website.keys.page()
    for kind in website.keys.FORMS:
        schema = json.loads(website.keys.schema_text(kind))
        for part in (schema, *schema.get("$defs", {}).values()):
            assert all(f"| `{key}` |" in page for key in part.get("properties", ()))
    meant = [row.split(" | ")[-1] for row in page.splitlines() if row.startswith("| `")]
    if language == "en":
        assert not [text for text in meant if re.search(r"[\u4e00-\u9fff]", text)]
    assert sum(len(text) > 3 for text in meant) > len(meant) / 3


def _sources(text: str) -> Iterator[tuple[str, str, list[str]]]:
    """Source, module and years with the names before them, of each row of the page of theory."""
    for row in re.findall(r"^\| [^|]+ \| [^|]+ \| ([^|]+) \| ([^|]+) \|$", text, re.M):
        for module in re.findall(r"`([\w/]+\.py)`", row[1]):
            yield row[0], module, re.findall(r"\b(1[89]\d\d|20[012]\d)\b", row[0])


@pytest.mark.parametrize("end", ["", ".zh"])
def test_the_sources_of_the_theory_stand_in_the_modules(end: str) -> None:
    rows = list(_sources((DOCS / f"theory{end}.md").read_text(encoding="utf-8")))
    assert len(rows) > 20
    named: dict[str, str] = {}
    for source, module, years in rows:
        assert (PACKAGE / module).is_file(), module
        text = (PACKAGE / module).read_text(encoding="utf-8")
        named[source] = named.get(source, "") + text
        assert not years or any(year in text for year in years), f"{module}: {source}"
    for source, text in named.items():
        for name, year in re.findall(r"([A-Z]\w+)(?: et al\.)?[, ](?:[^;；]*?)\(?(1[89]\d\d|20[012]\d)\b", source):
            assert name in text and year in text, f"{source}: {name} {year}"


@pytest.mark.slow
def test_the_site_is_built_and_asks_no_other_host(tmp_path: Path) -> None:
    for needed in ("mkdocs", "material", "jieba"):
        if importlib.util.find_spec(needed) is None:
            pytest.skip(f"{needed} is not installed: pip install 'ladder-sim[docs]'")
    out = tmp_path / "site"
    done = subprocess.run(
        [sys.executable, str(DOCS / "website.py"), "--out", str(out), "--only", "three-routes", "video-cloud-levels"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (out / "index.html").is_file()
    for language in LANGUAGES:
        pages = sorted(path.relative_to(out / language) for path in (out / language).rglob("*.html"))
        assert pages == sorted(path.relative_to(out / "en") for path in (out / "en").rglob("*.html"))
        for path in (out / language).rglob("*.html"):
            asked = re.findall(
                r'<(?:script|link|img|iframe)[^>]*(?:src|href)="(https?:|//)[^"]*"', path.read_text("utf-8")
            )
            assert not asked, path
        assert (out / language / "schemes" / "three-routes.svg").stat().st_size > 10_000
    index = json.loads((out / "zh" / "search" / "search_index.json").read_text(encoding="utf-8"))
    assert any("晋升\u200b" in entry["text"] for entry in index["docs"]), "Chinese is not cut into words"
