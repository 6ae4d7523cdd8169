"""Texts on slides: paragraphs in placeholders and boxes, in the language in use."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches, Pt

from ladder_sim.core.display import unbroken
from ladder_sim.core.foreign import SlidePart
from ladder_sim.core.grammar import grammar
from ladder_sim.report.slides.measure import TextBox
from ladder_sim.report.slides.pack import plain

#: Space between paragraphs, in font sizes.
GAP = 0.65
INDENT = 0.2


def spoken() -> str:
    """The language of the texts, as office programs name it; spelling and line breaks follow it."""
    return grammar().tag


def put(shape: SlidePart, box: TextBox) -> None:
    """Move a shape to a place on the slide."""
    shape.left, shape.top = Inches(box.left), Inches(box.top)
    shape.width, shape.height = Inches(box.width), Inches(box.height)


def write(frame: SlidePart, texts: Sequence[str], *, size: float = 0.0, bullets: bool = False) -> None:
    """One paragraph per text; without a size that of the layout."""
    body = frame._txBody
    for old in body.findall("{*}p"):
        body.remove(old)
    made = paragraphs(texts, size=size, bullets=bullets)
    body.extend(parse_xml(f"<a:txBody {nsdecls('a')}>{made}</a:txBody>"))


def paragraphs(texts: Sequence[str], *, size: float = 0.0, bullets: bool = False) -> str:
    """The XML of the paragraphs, written at once: part by part it would take most of the time."""
    lang = f'lang="{spoken()}"' + (' altLang="en-US"' if grammar().ideographs else "")
    style = lang + (f' sz="{round(size * 100)}"' if size else "")
    gap = f'<a:spcBef><a:spcPts val="{int(Pt(GAP * (size or 16)) / 127)}"/></a:spcBef>'
    made = []
    for i, text in enumerate(texts):
        head = _bulleted(gap if i else "") if bullets else f"<a:pPr>{gap}</a:pPr>" if i else ""
        made.append(f"<a:p>{head}<a:r><a:rPr {style}/><a:t>{escape(unbroken(plain(text)))}</a:t></a:r></a:p>")
    return "".join(made)


def _bulleted(gap: str) -> str:
    """A small square in the accent's color, the text hanging beside it."""
    indent = int(Inches(INDENT))
    return (
        f'<a:pPr marL="{indent}" indent="-{indent}">{gap}<a:buClr><a:schemeClr val="accent1"/></a:buClr>'
        '<a:buSzPct val="70000"/><a:buFont typeface="Arial"/><a:buChar char="■"/></a:pPr>'
    )


def label(
    slide: SlidePart, box: TextBox, text: str, *, size: float, color: str = "tx1", bold: bool = False
) -> SlidePart:
    """A text box without margins."""
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.enum.text import MSO_AUTO_SIZE

    shape = slide.shapes.add_textbox(*(Inches(x) for x in (box.left, box.top, box.width, box.height)))
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    write(frame, [text], size=size)
    font = frame.paragraphs[0].runs[0].font
    font.bold = bold
    font.color.theme_color = {"tx1": MSO_THEME_COLOR.TEXT_1, "tx2": MSO_THEME_COLOR.TEXT_2}[color]
    return shape
