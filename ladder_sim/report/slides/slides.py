"""Slides from a story: the cover, then every section's messages with title, footer, number and notes."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches

from ladder_sim.core.foreign import SlidePart
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.report.document.parts import Cover, Section
from ladder_sim.report.slides import notes
from ladder_sim.report.slides.measure import (
    COVER_BY,
    COVER_LOGO,
    COVER_SUBTITLE,
    COVER_TITLE,
    FOOTER,
    TITLE,
    TextBox,
    largest,
    line_height,
    shortened,
    wrapped,
)
from ladder_sim.report.slides.pack import settled
from ladder_sim.report.slides.pages import Body, bodies
from ladder_sim.report.slides.template import BY_AT, COVER, EYEBROW_AT, MESSAGE, PATH, WITH_TEXT
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


def slides(cover: Cover, sections: Sequence[Section], logo: Path | None, provenance: str, stamp: str) -> bytes:
    """The deck as a file; `stamp` is the provenance in the footer's one line."""
    deck = Deck(Presentation(str(PATH)), provenance, stamp)
    core = deck.file.core_properties
    core.title, core.author, core.subject = (text[:PROPERTY] for text in (cover.title, cover.author, cover.subtitle))
    core.language = spoken()
    _cover(deck, cover, logo)
    appendix: list[tuple[Section, Body, str]] = []
    for section in sections:
        told, later = bodies(section)
        titles = Counter(body.title for body in told)
        for i, body in enumerate(told, 1):
            own = body.title if i > 1 and titles[body.title] == 1 else ""
            _message(deck, section, body, own or section.title + _part(i, len(told)))
        alike = Counter(body.title for body in later)
        seen: Counter[str] = Counter()
        for body in later:
            seen[body.title] += 1
            number = f"\u00a0({seen[body.title]}/{alike[body.title]})" if alike[body.title] > 1 else ""
            appendix.append((section, body, body.title + number))
    if appendix:
        _divider(deck)
    for section, body, title in appendix:
        _message(deck, section, body, title, appendix=True)
    file = io.BytesIO()
    deck.file.save(file)
    return settled(file.getvalue())


def _cover(deck: Deck, cover: Cover, logo: Path | None) -> None:
    slide = deck.file.slides.add_slide(deck.file.slide_layouts[COVER])
    title = largest(cover.title, _COVER_SIZES, COVER_TITLE, lines=3, bold=True)
    write(slide.shapes.title.text_frame, [cover.title], size=title)
    subtitle = largest(cover.subtitle, (18.0, 16.0, 14.0, 12.0), COVER_SUBTITLE)
    write(slide.placeholders[1].text_frame, [cover.subtitle], size=subtitle)
    by = "  ·  ".join(part for part in (cover.company, cover.author, cover.date) if part)
    if by:
        write(slide.placeholders[BY_AT].text_frame, [by], size=largest(by, (14.0, 12.0, 11.0), COVER_BY, lines=1))
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


def _part(i: int, n: int) -> str:
    """Which of several slides with the same message this is; the first goes without."""
    return f"\u00a0({i}/{n})" if i > 1 else ""


def _divider(deck: Deck) -> None:
    """Between what is told and what is looked up."""
    slide = deck.file.slides.add_slide(deck.file.slide_layouts[COVER])
    write(slide.shapes.title.text_frame, [tr("Appendix", "附录")])
    told = tr("The charts and tables behind the slides.", "正文各页背后的图表。")
    write(slide.placeholders[1].text_frame, [told])
    _remove(slide.placeholders[BY_AT])
    notes.add(slide, [told, deck.provenance])


def _message(deck: Deck, section: Section, body: Body, title: str, *, appendix: bool = False) -> None:
    slide = deck.file.slides.add_slide(deck.file.slide_layouts[WITH_TEXT if body.text else MESSAGE])
    write(slide.shapes.title.text_frame, [title], size=title_size(title))
    above = tr("Appendix · {name}", "附录 · {name}", name=section.name) if appendix else section.name
    write(slide.placeholders[EYEBROW_AT].text_frame, [above])
    body.draw(slide)
    _footer(slide, deck.stamp)
    notes.add(slide, [*_told(section), *([body.note] if body.note else []), deck.provenance])


def title_size(title: str) -> float:
    """Two lines in the largest size in which they do; more and smaller ones where names are very long."""
    for lines, sizes in ((2, _TITLE_SIZES), (3, (18.0, 16.0)), (4, (15.0, 14.0))):
        for size in sizes:
            found = wrapped(title, size, TITLE.width, bold=True)
            if len(found) <= lines and len(found) * line_height(title, size) <= TITLE.height:
                return size
    return 12.0


def _told(section: Section) -> list[str]:
    made = []
    if section.reading:
        made.append(tr("How to read it: {text}", "解读要点：{text}", text=section.reading))
    if section.caution:
        made.append(tr("Caution: {text}", "注意事项：{text}", text=section.caution))
    return made


_FIELD = (
    '<a:fld id="{{C1FF6DA9-008F-8B48-92A6-B652298478BF}}" type="slidenum">'
    '<a:rPr lang="{lang}" sz="900"/><a:t>{n}</a:t></a:fld>'
)


def _footer(slide: SlidePart, text: str) -> None:
    """Footer and number are placeholders too; python-pptx does not copy them from the layout."""
    from xml.sax.saxutils import escape

    words = shortened(text, 9.0, FOOTER.width)
    number = len(slide.part.package.presentation_part.presentation.slides)
    run = f'<a:r><a:rPr lang="{spoken()}" sz="900"/><a:t>{escape(words)}</a:t></a:r>'
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
