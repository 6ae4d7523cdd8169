"""Texts on slides: paragraphs in placeholders and boxes, in the language in use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches, Pt

from ladder_sim.report.deck_measure import Box
from ladder_sim.words import language

#: Space between paragraphs, in font sizes.
GAP = 0.65
INDENT = 0.2


def spoken() -> str:
    """The language of the texts, as office programs name it; spelling and line breaks follow it."""
    return "zh-CN" if language() == "zh" else "en-US"


def put(shape: Any, box: Box) -> None:
    """Move a shape to a place on the slide."""
    shape.left, shape.top = Inches(box.left), Inches(box.top)
    shape.width, shape.height = Inches(box.width), Inches(box.height)


def write(frame: Any, texts: Sequence[str], *, size: float = 0.0, bullets: bool = False) -> None:
    """One paragraph per text; without a size that of the layout."""
    for i, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        if bullets:
            _bullet(paragraph)
        if i:
            paragraph.space_before = Pt(GAP * (size or 16))
        run = paragraph.add_run()
        run.text = text
        properties = run._r.get_or_add_rPr()
        properties.set("lang", spoken())
        if spoken() != "en-US":
            properties.set("altLang", "en-US")
        if size:
            run.font.size = Pt(size)


def _bullet(paragraph: Any) -> None:
    """A small square in the accent's colour, the text hanging beside it."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(int(Inches(INDENT))))
    properties.set("indent", str(-int(Inches(INDENT))))
    for part in (
        '<a:buClr {ns}><a:schemeClr val="accent1"/></a:buClr>', '<a:buSzPct {ns} val="70000"/>',
        '<a:buFont {ns} typeface="Arial"/>', '<a:buChar {ns} char="■"/>',
    ):  # fmt: skip
        properties.append(parse_xml(part.format(ns=nsdecls("a"))))


def label(slide: Any, box: Box, text: str, *, size: float, colour: str = "tx1", bold: bool = False) -> Any:
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
    font.color.theme_color = {"tx1": MSO_THEME_COLOR.TEXT_1, "tx2": MSO_THEME_COLOR.TEXT_2}[colour]
    return shape
