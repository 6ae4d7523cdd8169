"""The brief as HTML that needs nothing else: text as text, its picture as SVG, printed on one page of A4."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from ladder_sim.core.display import unbroken
from ladder_sim.core.i18n import tr
from ladder_sim.core.palette import css_variables
from ladder_sim.core.writing import write
from ladder_sim.report.brief import Brief
from ladder_sim.report.document.kit import Scene
from ladder_sim.report.document.parts import Table
from ladder_sim.report.document.ranges import told_measures
from ladder_sim.report.onepage.content import BriefBlock, one_page
from ladder_sim.report.onepage.layout import GAP, LaidOut, laid_out, left_blocks, step_heads
from ladder_sim.report.onepage.picture import alone
from ladder_sim.report.page.page import embedded, inline

if TYPE_CHECKING:
    from ladder_sim.results.comparison import Comparison

_STYLE = """
* { box-sizing: border-box; }
@page { size: A4 portrait; margin: 0; }
body { margin: 0; color: var(--ink); background: #fff; font: SIZEpt/1.32 Arial, Helvetica, "Liberation Sans",
  "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", sans-serif; overflow-wrap: anywhere; }
main { width: 210mm; max-width: 100%; margin: 0 auto; padding: 40pt; }
header { border-bottom: 1pt solid var(--accent); padding-bottom: 3pt; margin-bottom: 3pt; }
header img { float: right; height: 30pt; max-width: 40%; margin-left: 8pt; }
h1 { font-size: 1.5em; line-height: 1.25; color: var(--accent); margin: 0; }
h2 { font-size: 1.06em; line-height: 1.3; color: var(--accent); margin: 3pt 0 0; }
p { margin: 0; } .soft { color: var(--soft); font-size: .92em; } .small { color: var(--soft); font-size: .82em; }
.message { font-size: 1.25em; font-weight: bold; } .ask { font-weight: bold; color: var(--accent); margin: 1pt 0; }
ul { margin: 0; padding-left: 9pt; } li { margin: 0 0 1pt; } li::marker { color: var(--accent); }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .5pt 3pt; border-bottom: .6pt solid var(--line); }
th:first-child, td:first-child { padding-left: 0; }
thead th { border-bottom-color: var(--soft); vertical-align: bottom; }
tbody th { font-weight: normal; } .figures td, .figures th:not(:first-child) { text-align: right; }
.columns { display: flex; gap: GAPpt; } .columns > div { flex: 1 1 0; min-width: 0; }
.steps { margin-top: 3pt; } .steps tbody tr { height: 15pt; } .steps td { border-left: .6pt solid var(--line); }
svg.picture { display: block; width: 100%; height: auto; margin-top: 2pt; }
footer { border-top: .6pt solid var(--line); margin-top: 4pt; }
@media screen and (max-width: 700px) { main { padding: 12pt; } .columns { display: block; }
  .wide { overflow-x: auto; } }
@media print { * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  html, body { height: 297mm; overflow: hidden; } }
"""


def save(comparison: Comparison, path: Path, brief: Brief) -> None:
    """Write the brief.

    Raises
    ------
    LadderError
        The brief does not fit the comparison, or the file cannot be written.
    """
    write(path, render(comparison, brief))


def render(comparison: Comparison, brief: Brief) -> str:
    """The brief as one HTML text, in the brief's language.

    Raises
    ------
    LadderError
        The brief does not fit the comparison.
    """
    with brief.spoken(comparison):
        scene = Scene(comparison, brief)
        return _page(scene, laid_out(one_page(scene), len(comparison.others)))


def _page(scene: Scene, made: LaidOut) -> str:
    page, front = made.page, made.page.front
    _, _, wide, high = made.sheet.picture
    picture = "" if scene.alone else inline(alone(scene, told_measures(scene), wide, high), "brief", page.reading)
    style = _STYLE.replace("SIZE", f"{made.size:g}").replace("GAP", f"{GAP:g}")
    by = " · ".join(part for part in (page.readers, front.company, front.author, front.date) if part)
    left = left_blocks(page, made.size)
    columns = "".join(
        f"<div>{''.join(map(_block, own))}</div>" for own in (page.blocks[:left], page.blocks[left:])
    )  # fmt: skip
    steps = Table(step_heads(), tuple((text, "", "") for text in page.steps))
    return (
        f'<!DOCTYPE html>\n<html lang="{tr("en", "zh-CN")}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="generator" content="ladder_sim">\n<title>{escape(front.title)}</title>\n'
        f"<style>:root {{ color-scheme: light; {css_variables()} }}{style}</style>\n</head>\n<body>\n<main>\n"
        f"<header>{_logo(scene)}<h1>{escape(front.title)}</h1>{_p(front.subtitle, 'soft')}{_p(by, 'soft')}</header>\n"
        f"{_p(page.message, 'message')}\n{_p(page.ask, 'ask')}\n{_list(page.grounds)}\n"
        f"{_table(page.figures, 'figures')}\n{_p(page.figures.note, 'soft')}\n{picture}\n{_p(page.reading, 'soft')}\n"
        f'<div class="columns">{columns}</div>\n{_table(steps, "steps", (68, 17, 15))}\n'
        f"<footer>{''.join(_p(text, 'small') for text in page.source)}</footer>\n</main>\n</body>\n</html>\n"
    )


def _p(text: str, kind: str) -> str:
    return f'<p class="{kind}">{escape(unbroken(text))}</p>' if text else ""


def _list(sentences: Sequence[str]) -> str:
    items = "".join(f"<li>{escape(unbroken(text))}</li>" for text in sentences)
    return f"<ul>{items}</ul>" if items else ""


def _block(block: BriefBlock) -> str:
    return f"<section><h2>{escape(block.heading)}</h2>{_list(block.sentences)}</section>"


def _table(table: Table, kind: str, shares: Sequence[int] = ()) -> str:
    heads = "".join(f'<th scope="col">{escape(text)}</th>' for text in table.columns)
    rows = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(text)}</td>" for text in row[1:])}</tr>'
        for row in table.rows
    )
    columns = "".join(f'<col style="width: {share}%">' for share in shares)
    return (f'<div class="wide"><table class="{kind}">{columns}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>'
            "</table></div>")  # fmt: skip


def _logo(scene: Scene) -> str:
    path = scene.brief.logo
    if path is None:
        return ""
    return f'<img src="{embedded(path)}" alt="{escape(scene.brief.company or tr("logo", "标志"))}">'
