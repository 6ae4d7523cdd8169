"""Makes the template of the slides, ``templates/deck.pptx``: ``python -m ladder_sim.report.deck_template``.

Its theme, master and layouts are written here, so that a change of look is a change that can be read. The package's
own default serves as the bare frame of a file: its 4:3 layouts, thumbnail and printer settings go.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches

from ladder_sim.core.foreign import SlidePart
from ladder_sim.core.palette import BLUE, COLORS, bare
from ladder_sim.core.writing import write
from ladder_sim.report.slides.measure import (
    BODY,
    COVER_BY,
    COVER_SUBTITLE,
    COVER_TITLE,
    EYEBROW,
    FOOTER,
    NUMBER,
    SLIDE,
    TITLE,
    TextBox,
)
from ladder_sim.report.slides.pack import settled

PATH = Path(__file__).parent / "deck.pptx"
#: The layouts, in the order of the file.
COVER, MESSAGE, WITH_TEXT = range(3)
#: The numbers of the placeholders that the layouts share.
TEXT_AT, EYEBROW_AT, BY_AT = 1, 13, 14

LATIN, CHINESE = "Arial", "Microsoft YaHei"
INK, DEEP, MUTED, PALE, LINE = "1B2733", "0F3B53", "5B6770", "F3F5F7", "D5DADF"
ACCENT = bare(BLUE)
#: In the order of the charts.
_ACCENTS = tuple(map(bare, COLORS))


def build() -> bytes:
    """The template as a file."""
    deck: SlidePart = Presentation()
    deck.slide_width, deck.slide_height = 12_192_000, 6_858_000  # as office programs have it
    deck.part._element.find(".//{*}sldSz").attrib.pop("type", None)
    for layout in list(deck.slide_layouts)[3:]:
        deck.slide_layouts.remove(layout)
    _drop(deck.part, RT.PRINTER_SETTINGS)
    for kind in (RT.THUMBNAIL, RT.EXTENDED_PROPERTIES):
        _drop(deck.part.package, kind)
    master = deck.slide_master
    _theme(master.part)
    _shapes(master, _MASTER)
    _styles(master)
    for layout, (name, shapes) in zip(deck.slide_layouts, _LAYOUTS, strict=True):
        layout._element.attrib.pop("type", None)
        layout._element.cSld.set("name", name)
        _shapes(layout, shapes)
    _notes(deck)
    core = deck.core_properties._element
    for child in list(core):
        core.remove(child)
    file = io.BytesIO()
    deck.save(file)
    return settled(file.getvalue())


def _drop(part: SlidePart, kind: str) -> None:
    relations = part._rels
    for key in [key for key, relation in relations.items() if relation.reltype == kind]:
        relations.pop(key)


def _theme(part: SlidePart) -> None:
    """Colors and fonts; `ea` is the face of Chinese signs in texts, tables and charts alike."""
    theme = part.part_related_by(RT.THEME)
    text = theme.blob.decode("utf-8")
    text = re.sub(r'(<a:theme [^>]*name=)"[^"]*"', r'\1"ladder_sim"', text, count=1)
    colors = "".join(
        f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>'
        for name, value in [
            ("dk1", INK), ("lt1", "FFFFFF"), ("dk2", DEEP), ("lt2", PALE),
            *((f"accent{i}", value) for i, value in enumerate(_ACCENTS, 1)),
            ("hlink", ACCENT), ("folHlink", MUTED),
        ]
    )  # fmt: skip
    scheme = f'<a:clrScheme name="ladder_sim">{colors}</a:clrScheme>'
    text = re.sub(r"<a:clrScheme.*?</a:clrScheme>", scheme, text, flags=re.DOTALL)
    face = f'<a:latin typeface="{LATIN}"/><a:ea typeface="{CHINESE}"/><a:cs typeface=""/>'
    fonts = f"<a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont>"
    scheme = f'<a:fontScheme name="ladder_sim">{fonts}</a:fontScheme>'
    text = re.sub(r"<a:fontScheme.*?</a:fontScheme>", scheme, text, flags=re.DOTALL)
    if hasattr(theme, "_element"):  # the notes' theme is kept as a tree
        theme._element = parse_xml(text.encode("utf-8"))
    else:
        theme._blob = text.encode("utf-8")


def _shapes(of: SlidePart, shapes: tuple[str, ...]) -> None:
    tree = of._element.cSld.spTree
    for child in list(tree)[2:]:
        tree.remove(child)
    for i, shape in enumerate(shapes, 2):
        tree.append(parse_xml(shape.replace('id="0"', f'id="{i}"', 1)))


def _xfrm(box: TextBox) -> str:
    left, top, wide, high = (int(Inches(x)) for x in (box.left, box.top, box.width, box.height))
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'


def _placeholder(name: str, ph: str, box: TextBox, style: str, text: str, anchor: str = "t") -> str:
    """A placeholder without margins, so that what is aligned is aligned to the eye."""
    return (
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="0" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        f"</p:cNvSpPr><p:nvPr><p:ph {ph}/></p:nvPr></p:nvSpPr><p:spPr>{_xfrm(box)}"
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}">'
        f"<a:noAutofit/></a:bodyPr><a:lstStyle>{style}</a:lstStyle><a:p>{text}</a:p></p:txBody></p:sp>"
    )


_COLORS = {
    **{name: f'<a:schemeClr val="{name}"/>' for name in ("tx1", "tx2", "accent1")},
    "muted": f'<a:srgbClr val="{MUTED}"/>',
}


def _level(size: float, color: str, *, bold: bool = False, align: str = "l", spread: int = 100) -> str:
    weight = ' b="1"' if bold else ' b="0"'
    return (
        f'<a:lvl1pPr marL="0" indent="0" algn="{align}"><a:lnSpc><a:spcPct val="{spread * 1000}"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
        f'<a:defRPr sz="{round(size * 100)}"{weight}><a:solidFill>{_COLORS[color]}</a:solidFill></a:defRPr>'
        "</a:lvl1pPr>"
    )


def _words(text: str) -> str:
    return f'<a:r><a:rPr lang="en-US"/><a:t>{text}</a:t></a:r>'


def _bar(name: str, box: TextBox, color: str) -> str:
    return (
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="0" name="{name}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/>'
        f'</p:nvSpPr><p:spPr>{_xfrm(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:schemeClr val="{color}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>'
        '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="en-US"/></a:p></p:txBody></p:sp>'
    )


_FIELD = '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum"><a:rPr lang="en-US"/><a:t>#</a:t></a:fld>'
_GRAY = _level(14, "muted")


def _foot() -> tuple[str, ...]:
    return (
        _placeholder("Footer", 'type="ftr" sz="quarter" idx="11"', FOOTER, _GRAY, "", "ctr"),
        _placeholder(
            "Slide Number", 'type="sldNum" sz="quarter" idx="12"', NUMBER, _level(14, "muted", align="r"), _FIELD,
            "ctr",
        ),
    )  # fmt: skip


_HEAD = (
    _placeholder(
        "Section", f'type="body" sz="quarter" idx="{EYEBROW_AT}"', EYEBROW, _level(14, "accent1", bold=True),
        _words("Section"),
    ),
    _placeholder("Title", 'type="title"', TITLE, _level(24, "tx2", bold=True), _words("One message per slide")),
)  # fmt: skip
_RULE = _bar("Rule", TextBox(FOOTER.left, 6.93, NUMBER.right - FOOTER.left, 0.01), "bg2")
_MASTER = (
    _placeholder("Title", 'type="title"', TITLE, "", _words("One message per slide")),
    _placeholder("Text", 'type="body" idx="1"', BODY, "", _words("Text")),
    _foot()[0].replace('idx="11"', 'idx="3"'),
    _foot()[1].replace('idx="12"', 'idx="4"'),
)
_LAYOUTS = (
    (
        "Cover",
        (
            _bar("Band", TextBox(0, 0, 0.42, SLIDE.height), "tx2"),
            _bar("Rule", TextBox(COVER_TITLE.left, 3.95, 1.3, 0.045), "accent1"),
            _placeholder(
                "Title", 'type="ctrTitle"', COVER_TITLE, _level(40, "tx2", bold=True), _words("Title"), "b"
            ),
            _placeholder(
                "Subtitle", 'type="subTitle" idx="1"', COVER_SUBTITLE, _level(18, "muted"), _words("Subtitle")
            ),
            _placeholder(
                "By", f'type="body" sz="quarter" idx="{BY_AT}"', COVER_BY, _level(14, "tx1"),
                _words("Company, author, date"), "ctr",
            ),
        ),
    ),
    ("Message", (_RULE, *_HEAD, *_foot())),
    (
        "Message with text",
        (
            _RULE,
            *_HEAD,
            _placeholder("Text", f'type="body" idx="{TEXT_AT}"', BODY, _level(16, "tx1"), _words("Text")),
            *_foot(),
        ),
    ),
)  # fmt: skip


def _styles(master: SlidePart) -> None:
    """Titles to the left in the deep color; texts without the default's bullets and large sizes."""
    for name, size, color in (("titleStyle", 24, "tx2"), ("bodyStyle", 16, "tx1")):
        style = master._element.find(f".//{{*}}{name}")
        for level in list(style)[1:]:
            style.remove(level)
        face = "+mj" if name == "titleStyle" else "+mn"
        run = style.find(".//{*}defRPr")
        level = run.getparent()
        level.set("algn", "l")
        level.set("marL", "0")
        level.set("indent", "0")
        for child in list(level):
            level.remove(child)
        for part in (
            '<a:spcBef {ns}><a:spcPts val="0"/></a:spcBef>',
            "<a:buNone {ns}/>",
            f'<a:defRPr {{ns}} sz="{size * 100}" kern="1200"><a:solidFill><a:schemeClr val="{color}"/></a:solidFill>'
            f'<a:latin typeface="{face}-lt"/><a:ea typeface="{face}-ea"/><a:cs typeface="{face}-cs"/></a:defRPr>',
        ):
            level.append(parse_xml(part.format(ns=nsdecls("a"))))


def _notes(deck: SlidePart) -> None:
    """A wide picture of the slide above the notes, and the same fonts; the presentation names its notes' master."""
    notes = deck.notes_master
    _theme(notes.part)
    for shape in notes.placeholders:
        if shape.placeholder_format.type == PP_PLACEHOLDER.SLIDE_IMAGE:
            shape.left, shape.top, shape.width, shape.height = (Inches(x) for x in (0.75, 0.75, 6.0, 3.375))
    key = deck.part.relate_to(notes.part, RT.NOTES_MASTER)
    found = f'<p:notesMasterIdLst {nsdecls("p", "r")}><p:notesMasterId r:id="{key}"/></p:notesMasterIdLst>'
    deck.part._element.find("{*}sldMasterIdLst").addnext(parse_xml(found))


def main() -> None:
    """Write the template where the slides look for it."""
    write(PATH, build())


if __name__ == "__main__":
    main()
