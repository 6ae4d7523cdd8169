"""The deck as a file: the cover, then every slide with title, footer, number and notes."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches

from ladder_sim.core.foreign import SlidePart
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.report.document.parts import Cover
from ladder_sim.report.outline.outline import DeckOutline
from ladder_sim.report.outline.parts import Slide
from ladder_sim.report.slides import notes
from ladder_sim.report.slides.layout import draw
from ladder_sim.report.slides.measure import (
    COVER_BY,
    COVER_LOGO,
    COVER_SUBTITLE,
    COVER_TITLE,
    FOOTER,
    LEAST,
    TITLE,
    TextBox,
    largest,
    line_height,
    shortened,
    wrapped,
)
from ladder_sim.report.slides.pack import settled
from ladder_sim.report.slides.template import BY_AT, COVER, EYEBROW_AT, MESSAGE, PATH, TEXT_AT, WITH_TEXT
from ladder_sim.report.slides.text import put, spoken, write

PROPERTY = 255  # signs that a property of the file may have
_TITLE_SIZES = (24.0, 22.0, 20.0)
_COVER_SIZES = (40.0, 36.0, 32.0, 28.0, 24.0)


@dataclass(frozen=True, slots=True)
class Deck:
    """The presentation being made, and what every slide carries."""

    file: SlidePart
    provenance: str
    stamp: str  # the same in one line


def slides(cover: Cover, told: DeckOutline, logo: Path | None, provenance: str, stamp: str) -> bytes:
    """The deck as a file; `stamp` is the provenance in the footer's one line."""
    deck = Deck(Presentation(str(PATH)), provenance, stamp)
    core = deck.file.core_properties
    core.title, core.author, core.subject = (text[:PROPERTY] for text in (cover.title, cover.author, cover.subtitle))
    core.language = spoken()
    _cover(deck, cover, logo, told.readers)
    for one in told.told:
        _message(deck, one, one.name)
    for one in told.appendix:
        _message(deck, one, tr("Appendix · {name}", "附录 · {name}", name=one.name))
    file = io.BytesIO()
    deck.file.save(file)
    return settled(file.getvalue())


def _cover(deck: Deck, cover: Cover, logo: Path | None, readers: str) -> None:
    slide = deck.file.slides.add_slide(deck.file.slide_layouts[COVER])
    title = largest(cover.title, _COVER_SIZES, COVER_TITLE, lines=3, bold=True)
    write(slide.shapes.title.text_frame, [cover.title], size=title)
    subtitle = largest(cover.subtitle, (18.0, 16.0, LEAST), COVER_SUBTITLE)
    write(slide.placeholders[1].text_frame, [cover.subtitle], size=subtitle)
    by = "  ·  ".join(part for part in (cover.company, cover.author, cover.date, readers) if part)
    if by:
        write(slide.placeholders[BY_AT].text_frame, [by], size=largest(by, (16.0, LEAST), COVER_BY, lines=1))
    else:
        _remove(slide.placeholders[BY_AT])
    if logo is not None:
        _logo(slide, logo, cover.company)
    notes.add(slide, [deck.provenance])


def _logo(slide: SlidePart, logo: Path, company: str) -> None:
    try:
        shape = slide.shapes.add_picture(str(logo), 0, 0)
    except (OSError, ValueError) as wrong:  # Pillow's error for what is no picture is an OSError
        raise LadderError(
            tr("logo {logo!r} cannot be read as a picture; needed: a PNG or JPEG file",
               "无法将标志{logo!r}作为图片读取；需要 PNG 或 JPEG 文件", logo=str(logo))
        ) from wrong  # fmt: skip
    scale = min(Inches(COVER_LOGO.width) / shape.width, Inches(COVER_LOGO.height) / shape.height)
    wide, high = shape.width * scale / 914400, shape.height * scale / 914400
    put(shape, TextBox(COVER_LOGO.left, COVER_LOGO.top, wide, high))
    shape._element.nvPicPr.cNvPr.set("descr", tr("Logo", "标志") + (f" {company}" if company else ""))


def _message(deck: Deck, told: Slide, above: str) -> None:
    slide = deck.file.slides.add_slide(deck.file.slide_layouts[WITH_TEXT if told.points else MESSAGE])
    write(slide.shapes.title.text_frame, [told.title], size=title_size(told.title))
    write(slide.placeholders[EYEBROW_AT].text_frame, [above], size=LEAST)
    left = draw(slide, told)
    if told.points and left == told.points:  # none had room
        _remove(slide.placeholders[TEXT_AT])
    _footer(slide, deck.stamp)
    notes.add(slide, [*left, *_told(told), deck.provenance])


def title_size(title: str) -> float:
    """Two lines in the largest size in which they do; more and smaller ones where names are very long."""
    for lines, sizes in ((2, _TITLE_SIZES), (3, (18.0, 16.0)), (4, (15.0, 14.0))):
        for size in sizes:
            found = wrapped(title, size, TITLE.width, bold=True)
            if len(found) <= lines and len(found) * line_height(title, size) <= TITLE.height:
                return size
    return LEAST


def _told(section: Slide) -> list[str]:
    made = []
    if section.reading:
        made.append(tr("How to read it: {text}", "解读要点：{text}", text=section.reading))
    if section.caution:
        made.append(tr("Caution: {text}", "注意事项：{text}", text=section.caution))
    return made


_FIELD = (
    '<a:fld id="{{C1FF6DA9-008F-8B48-92A6-B652298478BF}}" type="slidenum">'
    '<a:rPr lang="{lang}" sz="1400"/><a:t>{n}</a:t></a:fld>'
)


def _footer(slide: SlidePart, text: str) -> None:
    """Footer and number are placeholders too; python-pptx does not copy them from the layout."""
    from xml.sax.saxutils import escape

    words = shortened(text, LEAST, FOOTER.width)
    number = len(slide.part.package.presentation_part.presentation.slides)
    run = f'<a:r><a:rPr lang="{spoken()}" sz="1400"/><a:t>{escape(words)}</a:t></a:r>'
    tree = slide.shapes._spTree
    key = max(int(shape.get("id")) for shape in tree.iter("{*}cNvPr"))
    for kind, index, name, inner in (
        ("ftr", 11, "Footer", run),
        ("sldNum", 12, "Slide Number", _FIELD.format(lang=spoken(), n=number)),
    ):
        key += 1
        tree.append(
            parse_xml(
                f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{key}" name="{name}"/><p:cNvSpPr>'
                f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{kind}" sz="quarter" idx="{index}"/></p:nvPr>'
                f"</p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p>{inner}</a:p></p:txBody></p:sp>"
            )
        )


def _remove(shape: SlidePart) -> None:
    shape._element.getparent().remove(shape._element)
