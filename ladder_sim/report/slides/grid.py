"""A page of a table as a native table: rules instead of boxes, numbers to the right, good and bad news in color."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches

from ladder_sim.core.foreign import SlidePart
from ladder_sim.report.document.parts import Table
from ladder_sim.report.slides.measure import TextBox
from ladder_sim.report.slides.tables import NOTE, NOTE_GAP, SIDE, Page, bold, runs
from ladder_sim.report.slides.template import DEEP, LINE
from ladder_sim.report.slides.text import label, spoken

#: The style that draws nothing of its own.
_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_TONES = {"good": "00694B", "bad": "A63F00"}


def add(slide: SlidePart, page: Page, box: TextBox, alt: str) -> None:
    """Put a page of a table at the top of the box, its note below."""
    table, high = page.table, sum(page.heights)
    places = (Inches(x) for x in (box.left, box.top, sum(page.widths), high))
    frame = slide.shapes.add_table(1, 1, *places)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    old = frame.table._tbl
    old.getparent().replace(old, parse_xml(_xml(page)))
    if table.note:
        below = TextBox(box.left, box.top + high + NOTE_GAP, max(6.0, sum(page.widths)), page.note - NOTE_GAP)
        label(slide, below, table.note, size=NOTE)


def _xml(page: Page) -> str:
    """Written at once: cell by cell would take most of the time of a deck."""
    columns = "".join(f'<a:gridCol w="{int(Inches(wide))}"/>' for wide in page.widths)
    aligns = ["r" if right else "l" for right in page.right]
    joined = _joined(page.table)
    rows = "".join(
        f'<a:tr h="{int(Inches(high))}">{_row(page, i, aligns, joined.get(i, ("", 1)))}</a:tr>'
        for i, high in enumerate(page.heights)
    )
    return (
        f'<a:tbl {nsdecls("a")}><a:tblPr firstRow="1"><a:tableStyleId>{_PLAIN}</a:tableStyleId></a:tblPr>'
        f"<a:tblGrid>{columns}</a:tblGrid>{rows}</a:tbl>"
    )


def _row(page: Page, row: int, aligns: Sequence[str], first: tuple[str, int]) -> str:
    """A row's cells; of rows that begin with the same word the `first` cell says it for all."""
    table = page.table
    texts = table.rows[row - 1] if row else table.columns
    tones = table.tones[row - 1] if row and table.tones else ("",) * len(texts)
    heavy = bold(table, row)
    last = len(page.heights) - 1
    made = []
    for j, text in enumerate(texts):
        joined, span = first if j == 0 else ("", 1)
        color = (
            f'<a:srgbClr val="{_TONES[tones[j]]}"/>' if tones[j] else f'<a:schemeClr val="{"tx1" if row else "tx2"}"/>'
        )
        style = f'lang="{spoken()}" sz="{round(page.size * 100)}" b="{int(heavy[j])}"'
        run = f"<a:r><a:rPr {style}><a:solidFill>{color}</a:solidFill></a:rPr><a:t>{escape(text)}</a:t></a:r>"
        # an empty cell is as high as its font, which would be the large default
        end = f'<a:endParaRPr lang="{spoken()}" sz="{round(page.size * 100)}"/>'
        shown = run if text and "vMerge" not in joined else ""
        anchor = "b" if row == 0 else "t" if span > 1 else "ctr"
        made.append(
            f'<a:tc{joined}><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn="{aligns[j]}"/>{shown}{end}</a:p>'
            f"</a:txBody>{_frame(j, anchor, 0 if row == 0 else 2 if row + span - 1 == last else 1, page.above)}</a:tc>"
        )
    return "".join(made)


def _frame(column: int, anchor: str, rule: int, margin: float) -> str:
    """Margins and the rule below a cell: strong under the header and the last row, fine between."""
    wide, color = ((15875, DEEP), (6350, LINE), (9525, "8A949C"))[rule]
    side, above = int(Inches(SIDE)), int(Inches(margin))
    return (
        f'<a:tcPr marL="{side if column else 0}" marR="{side}" marT="{above}" marB="{above}" anchor="{anchor}">'
        f'<a:lnB w="{wide}" cap="flat"><a:solidFill><a:srgbClr val="{color}"/></a:solidFill><a:prstDash val="solid"/>'
        "</a:lnB></a:tcPr>"
    )


def _joined(table: Table) -> dict[int, tuple[str, int]]:
    """By row the attribute that joins its first cell with those around it, and over how many rows it reaches."""
    made = {}
    for begin, n in runs(table).items():
        made[begin] = f' rowSpan="{n}"', n
        made |= dict.fromkeys(range(begin + 1, begin + n), (' vMerge="1"', 1))
    return made
