"""The site of the guides: ``python docs/website.py`` builds it to build/site, in both languages, from docs/*.md.

The guides stay what they are, plain Markdown with links that work where the files lie; a copy of them is brought into
the form that MkDocs reads. What a page of the site needs comes from the site: no font, script or style of another host.
"""

from __future__ import annotations

import argparse
import logging
import re
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import gallery
import keys

from ladder_sim.core.i18n import LANGUAGES, tr, use

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
OUT = ROOT / "build" / "site"
#: What stands in both languages on one page, and therefore has no twin.
BOTH = ("glossary",)
#: Page of the site → file, for pages whose file has another name.
RENAMED = {"index": "../README"}
#: The parts of the site, each with its pages; the gallery comes from `gallery`, the page of keys from `keys`.
PARTS: Mapping[str, tuple[str, ...]] = {
    "start": ("index",),
    "howto": ("your-own-people", "switch", "after-the-decision", "search", "why", "how-sure", "sound-design",
              "records-and-traces", "reports", "form", "explorer", "many-machines", "serving"),
    "write": ("policies", "scheme-file", "rule-language", "phrase-book", "workforce-file"),
    "reference": ("results", "python", "api", "keys", "glossary"),
    "theory": ("how-it-works", "theory", "threats"),
    "limits": ("limits",),
}  # fmt: skip
#: Files of docs/ that are no page of the site: the list of guides, whose place the navigation takes.
LEFT_OUT = ("README",)
#: Pages of the site alone: from the schemas, and a section of a guide as a page of its own.
MADE = ("keys", "limits")
#: The section of `how-it-works` that says what the tool does not do.
LIMITS = {"en": "What the tool does not do", "zh": "模型边界"}
_FENCE = re.compile(r"^```(\w+) (\S+)$", re.M)
_LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")
_TO_TWIN = re.compile(r"^\[(?:中文|English)\]\([^)]+\)\n\n", re.M)


def part_titles() -> dict[str, str]:
    """The titles of the parts, in the language in use."""
    return {
        "start": tr("First hour", "第一个小时"),
        "howto": tr("How to", "操作指南"),
        "write": tr("Writing rules", "编写规则"),
        "reference": tr("Reference", "参考"),
        "theory": tr("How it works", "原理"),
        "schemes": tr("Gallery", "方案图册"),
        "limits": tr("What it does not do", "模型边界"),
    }


def source(page: str, language: str) -> Path:
    """The file of a page in one language."""
    end = "" if language == "en" or page in BOTH else ".zh"
    return HERE / f"{RENAMED.get(page, page)}{end}.md"


def plain_pages() -> list[str]:
    """The pages that have a file, in the order of the navigation."""
    return [page for pages in PARTS.values() for page in pages if page not in MADE]


def staged(text: str, file: Path, language: str) -> str:
    """A guide as MkDocs reads it: links between pages of the site, others as plain words; code by language."""
    text = _FENCE.sub(lambda m: f'```{m[1]} title="{m[2]}"' if "." in m[2] else f"```{m[1]}", _TO_TWIN.sub("", text))
    blocks = re.split(r"(^```.*?^```$)", text, flags=re.M | re.S)
    known = {source(page, language).resolve(): page for page in plain_pages()}
    return "".join(block if block.startswith("```") else _LINK.sub(lambda m: _linked(m, file, known), block)
                   for block in blocks)  # fmt: skip


def _linked(found: re.Match[str], file: Path, known: Mapping[Path, str]) -> str:
    picture, words, target = found.groups()
    name, sign, heading = target.partition("#")
    if not name or "://" in name:
        return found[0]
    place = (file.parent / name).resolve()
    if picture:
        return f"![{words}]({place.name})"
    if place in known:
        return f"[{words}]({known[place]}.md{sign}{heading})"
    return words  # of the repository, or of the other language


def headings(text: str) -> Iterator[tuple[str, str]]:
    """The headings outside blocks of code, each with its anchor as GitHub and the site make it."""
    for title in re.findall(r"^#+ (.*)$", re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S), re.M):
        yield title, re.sub(r"[^\w -]", "", title.lower()).strip().replace(" ", "-")


def stage(folder: Path, language: str, only: Sequence[str] = ()) -> list[Any]:
    """Bring the pages of one language into `folder`; the navigation is given back."""
    use(language)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for page in plain_pages():
        file = source(page, language)
        text = file.read_text(encoding="utf-8")
        (folder / f"{page}.md").write_text(staged(text, file, language), encoding="utf-8")
        for picture in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", text):
            shutil.copy(file.parent / picture, folder / Path(picture).name)
    (folder / "keys.md").write_text(keys.page(), encoding="utf-8")
    guide = (folder / "how-it-works.md").read_text(encoding="utf-8")
    (folder / "limits.md").write_text(limits(guide, language), encoding="utf-8")
    (folder / "extra.css").write_text(_CSS, encoding="utf-8")
    titles = part_titles()
    nav: list[Any] = [{titles[part]: [f"{page}.md" for page in pages] if len(pages) > 1 else f"{pages[0]}.md"}
                      for part, pages in PARTS.items()]  # fmt: skip
    return [*nav, {titles["schemes"]: gallery.write(folder, only)}]


def limits(guide: str, language: str) -> str:
    """The section of a guide that says what the tool does not do, as a page; its links within the guide lead there."""
    found = re.search(rf"^## {LIMITS[language]}\n(.*?)(?=^## |\Z)", guide, re.M | re.S)
    assert found is not None, LIMITS[language]
    return f"# {LIMITS[language]}\n{found[1].replace('](#', '](how-it-works.md#')}"


_CSS = """\
.ladder-card table { display: block; overflow-x: auto; font-size: .7rem; }
.ladder-card details { font-size: .8rem; }
.md-grid { max-width: 72rem; }
"""

_TWIN = """\
{#- The way to this page in the other language, also without a server. -#}
<div class="md-header__option"><div class="md-select">
{%- set twin = config.extra.alternate[0] %}
<a class="md-header__button" lang="{{ twin.lang }}" hreflang="{{ twin.lang }}"
href="{{ base_url }}/../{{ twin.lang }}/{{ page.url if page and page.url else 'index.html' }}"
>{{ twin.name }}</a></div></div>
"""

_CHOICE = """\
<!doctype html>
<meta charset="utf-8">
<title>ladder_sim</title>
<script>location.replace((navigator.language || "").startsWith("zh") ? "zh/index.html" : "en/index.html")</script>
<p><a href="en/index.html">English</a> · <a href="zh/index.html" lang="zh">中文</a></p>
"""


def config(language: str, nav: list[Any], pages: Path, out: Path, theme: Path) -> dict[str, Any]:
    """The settings of MkDocs for one language."""
    from pymdownx.slugs import slugify

    english = language == "en"
    twin = "zh" if english else "en"
    other = {"name": "中文" if english else "English", "link": f"../{twin}/index.html", "lang": twin}
    return {
        "site_name": tr("ladder_sim: promotion rules, tried out first", "ladder_sim：晋升方案先试算"),
        "docs_dir": str(pages),
        "site_dir": str(out),
        "use_directory_urls": False,  # pages are read without a server, too
        "nav": nav,
        "theme": {
            "name": "material",
            "custom_dir": str(theme),
            "language": language,
            "font": False,
            "features": ["navigation.tabs", "navigation.top", "navigation.indexes", "search.highlight",
                         "search.suggest", "content.code.copy", "toc.follow"],
            "palette": [
                {"scheme": "default", "primary": "indigo", "toggle":
                    {"icon": "material/weather-night", "name": tr("Dark", "深色")}},
                {"scheme": "slate", "primary": "indigo", "toggle":
                    {"icon": "material/weather-sunny", "name": tr("Light", "浅色")}},
            ],
        },
        # Chinese has no spaces: jieba cuts words when the index is made, and marks each cut by the sign U+200B
        "plugins": [{"search": {"lang": "en", "separator": r"[\s\u200b\u3000\-_、。，．？！；：（）“”]+"}}],
        "markdown_extensions": ["tables", "attr_list", "md_in_html", "pymdownx.highlight", "pymdownx.superfences",
                                {"toc": {"slugify": slugify(case="lower"), "permalink": True}}],
        "extra": {"generator": False, "alternate": [other]},
        "extra_css": ["extra.css"],
        "validation": {"omitted_files": "warn", "absolute_links": "warn", "anchors": "warn",
                       "links": {"not_found": "warn", "anchors": "warn", "absolute_links": "warn"}},
        "strict": True,
    }  # fmt: skip


def build(out: Path, work: Path, only: Sequence[str] = ()) -> None:
    """Build both languages to `out`, with `work` for the copies; a warning of MkDocs ends it.

    Parameters
    ----------
    only : ids of the schemes in the gallery; all where there are none
    """
    from mkdocs.commands.build import build as built
    from mkdocs.config import load_config

    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    logging.getLogger("jieba").setLevel(logging.WARNING)
    theme = work / "theme"
    (theme / "partials").mkdir(parents=True, exist_ok=True)
    (theme / "partials" / "alternate.html").write_text(_TWIN, encoding="utf-8")
    for language in LANGUAGES:
        nav = stage(work / language, language, only)
        settings = config(language, nav, work / language, out / language, theme)
        empty = work / "mkdocs.yml"
        empty.write_text("site_name: ladder_sim\n", encoding="utf-8")
        built(load_config(str(empty), **settings))
    (out / "index.html").write_text(_CHOICE, encoding="utf-8")


def main() -> None:
    """Build the site, or a part of its gallery."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--out", type=Path, default=OUT)
    given.add_argument("--only", nargs="*", default=(), help="schemes of the gallery; default all")
    wanted = given.parse_args()
    build(wanted.out, wanted.out.with_name(f"{wanted.out.name}-pages"), wanted.only)
    print(f"{wanted.out}/index.html", file=sys.stderr)


if __name__ == "__main__":
    main()
