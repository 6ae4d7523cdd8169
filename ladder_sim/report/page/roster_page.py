"""The check of a list of people as one HTML page with pictures, and its pictures for a notebook."""

from __future__ import annotations

import base64
import os
from html import escape
from pathlib import Path

from ladder_sim.charts.roster_panels import roster_panels
from ladder_sim.core.file_rule import fill_one
from ladder_sim.core.i18n import tr
from ladder_sim.core.needs import path_of
from ladder_sim.report.page.page import inline
from ladder_sim.report.page.plain_page import plain_page
from ladder_sim.results.roster_check import RosterCheck


def save(check: RosterCheck, path: str | os.PathLike[str], *, force: bool = False) -> Path:
    """Write the page; the path written."""
    return fill_one(path_of(path, "path"), render(check), force=force)


def render(check: RosterCheck) -> str:
    """The page as one HTML text, which needs nothing else, in the language in use."""
    title = tr("Check of {file}", "花名册检查：{file}", file=Path(check.reading.file).name)
    picture = inline(roster_panels(check), "people", _alt(check))
    return plain_page(title, headline(check), picture, check.tables())


def headline(check: RosterCheck) -> str:
    """The verdict in a sentence."""
    if not check.ok:
        return tr(
            "The list cannot be used yet; errors: {n}", "花名册尚不能使用；错误{n}处", n=len(check.problems.errors)
        )
    doubts = len(check.reading.findings)
    if check.clean:
        return tr("{n:,} people are in; nothing is doubtful", "计入{n:,}人；没有存疑之处", n=check.reading.kept)
    return tr(
        "{n:,} people are in; doubtful: {doubts}", "计入{n:,}人；存疑{doubts}处", n=check.reading.kept, doubts=doubts
    )


def picture_html(check: RosterCheck) -> str:
    """The pictures for a notebook, with the verdict above."""
    image = base64.b64encode(roster_panels(check)._repr_png_()).decode("ascii")
    shown = f'<img style="max-width:100%" alt="{escape(_alt(check))}" src="data:image/png;base64,{image}">'
    return f"<p><b>{escape(headline(check))}</b></p>{shown}"


def _alt(check: RosterCheck) -> str:
    said = "" if check.implied is None else str(check.implied)
    return f"{headline(check)}. {said}".strip()
