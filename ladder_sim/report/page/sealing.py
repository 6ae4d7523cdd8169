"""What a page carries so that it can be verified alone: what was played, and a digest of each of its parts.

It stands in a block of data that no reader sees; people of a roster are not in it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser

from ladder_sim.core.i18n import language, tr
from ladder_sim.core.plain_data import PlainForm
from ladder_sim.results.appendix import record
from ladder_sim.results.comparison import Comparison

_OPEN, _CLOSE = '<script type="application/json" id="ladder-sim-proof">', "</script>"
_BLOCK = re.compile(f"{re.escape(_OPEN)}(.*?){_CLOSE}\n?", re.S)
_SECTION = re.compile(r'<section id="([^"]+)".*?</section>', re.S)
_HEAD = re.compile(r"<h2[^>]*>(.*?)</h2>", re.S)
#: Of a comparison's record what plays it again.
_KEPT = ("schemes", "workforce", "months", "replications", "parts", "explain", "events", "versions", "fingerprints",
         "resolved")  # fmt: skip
#: The section in which every figure stands.
NUMBERS = "numbers"


def sealed(page: str, comparison: Comparison) -> str:
    """The page with its block; of a company, whose departments no record says, as it is.

    Parameters
    ----------
    page : as it is rendered, in the language in use
    """
    if comparison.departments:
        return page
    told = record(comparison.runs)
    runs = comparison.runs
    block: PlainForm = {
        **{key: told[key] for key in _KEPT}, "baseline": comparison.baseline, "notes": list(comparison.notes),
        "language": language(), "files": {run.scheme.id: run.scheme.file for run in runs},
        "people": runs[0].workforce.file,
        "sections": {name: _digest(text) for name, text in parts(page).items()},
    }  # fmt: skip
    data = json.dumps(block, ensure_ascii=False).replace("<", "\\u003c")
    head, _, tail = page.rpartition("</body>")
    return f"{head}{_OPEN}{data}{_CLOSE}\n</body>{tail}" if head else page


def block_of(page: str) -> PlainForm | None:
    """The block of a page; None where it has none that can be read."""
    found = _BLOCK.search(page)
    try:
        made: PlainForm | None = None if found is None else json.loads(found[1])
    except ValueError:
        return None
    return made


def parts(page: str) -> dict[str, str]:
    """The sections of a page by their ids, and under '' all the rest of it, the block left out."""
    bare = _BLOCK.sub("", page)
    return {**{found[1]: found[0] for found in _SECTION.finditer(bare)}, "": _SECTION.sub("", bare)}


def parts_otherwise(page: str, sections: Mapping[str, str]) -> list[str]:
    """What of a page is not as it was written: titles of sections.

    Parameters
    ----------
    sections : digests by id, as the block of the page has them
    """
    now = parts(page)
    return [_title(name, now.get(name, "")) for name in dict.fromkeys((*sections, *now))
            if name not in now or _digest(now[name]) != sections.get(name)]  # fmt: skip


def figures_of_page(page: str) -> list[tuple[str, ...]]:
    """The rows of the table of every figure, in texts."""
    reader = _TableRows()
    reader.feed(parts(page).get(NUMBERS, ""))
    return [tuple(row) for row in reader.rows]


def _title(name: str, text: str) -> str:
    found = _HEAD.search(text) if name else None
    if found is not None:
        return re.sub(r"<[^>]+>", "", found[1]).strip()
    return name or tr("outside the sections", "各部分之外")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class _TableRows(HTMLParser):
    """The cells of every row in the body of a table."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._body = self._cell = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "tbody":
            self._body = True
        elif tag == "tr" and self._body:
            self.rows.append([])
        elif tag in ("td", "th") and self._body:
            self._cell = True
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "tbody":
            self._body = False
        elif tag in ("td", "th"):
            self._cell = False

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.rows[-1][-1] += data
