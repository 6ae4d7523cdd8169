"""The check of a list of people as one HTML page with pictures, and its pictures for a notebook."""

from __future__ import annotations

import base64
import os
from html import escape
from pathlib import Path

from ladder_sim.charts.roster_panels import roster_panels
from ladder_sim.core.display import table_html
from ladder_sim.core.i18n import tr
from ladder_sim.core.palette import css_variables
from ladder_sim.core.writing import write
from ladder_sim.report.page.page import inline
from ladder_sim.results.roster_check import RosterCheck

_STYLE = (
    f":root {{ color-scheme: light; {css_variables()} }}"
    + """
body { font: 16px/1.55 system-ui, "Segoe UI", "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC",
      sans-serif; color: var(--ink);
  background: #fff; max-width: 1100px; margin: 0 auto; padding: 1.6rem 1.2rem 4rem; overflow-wrap: break-word; }
h1 { font-size: 1.6rem; margin: 0 0 .3rem; border-bottom: 3px solid var(--accent); padding-bottom: .5rem; }
h2 { font-size: 1rem; color: var(--accent); margin: 1.8rem 0 .3rem; }
.message { font-size: 1.2rem; font-weight: 600; } .wide { overflow-x: auto; } svg.picture { width: 100%; height: auto; }
"""
)


def save(check: RosterCheck, path: str | os.PathLike[str]) -> Path:
    """Write the page; the path written."""
    target = Path(path)
    write(target, render(check))
    return target


def render(check: RosterCheck) -> str:
    """The page as one HTML text, which needs nothing else, in the language in use."""
    title = tr("Check of {file}", "花名册检查：{file}", file=Path(check.reading.file).name)
    drawn = f'<div class="wide">{inline(roster_panels(check), "people", _alt(check))}</div>'
    sections = "".join(
        f'<section><h2>{escape(name)}</h2><div class="wide" role="group" tabindex="0" aria-label="{escape(name)}">'
        f"{table_html(columns, rows, caption=name)}</div></section>"
        for _, name, columns, rows in check.tables()
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{tr("en", "zh-CN")}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="generator" content="ladder_sim">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{escape(title)}</h1>\n"
        f'<p class="message">{escape(headline(check))}</p>\n{drawn}\n{sections}\n</main>\n</body>\n</html>\n'
    )


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
