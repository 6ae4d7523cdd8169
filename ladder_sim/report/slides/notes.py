"""The notes below a slide, written at once: python-pptx would lay them out anew from their master for every slide."""

from __future__ import annotations

from collections.abc import Sequence

from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.packuri import PackURI
from pptx.oxml.ns import nsdecls
from pptx.parts.slide import NotesSlidePart

from ladder_sim.core.foreign import SlidePart
from ladder_sim.report.slides.text import paragraphs

_SIZE = 12.0


def add(slide: SlidePart, texts: Sequence[str]) -> None:
    """Give a slide, the last one so far, its notes: a paragraph per text."""
    package = slide.part.package
    number = len(package.presentation_part.presentation.slides)
    name = PackURI(f"/ppt/notesSlides/notesSlide{number}.xml")
    notes = NotesSlidePart.load(name, CT.PML_NOTES_SLIDE, package, _xml(texts).encode("utf-8"))
    notes.relate_to(package.presentation_part.notes_master_part, RT.NOTES_MASTER)
    notes.relate_to(slide.part, RT.SLIDE)
    slide.part.relate_to(notes, RT.NOTES_SLIDE)


def _xml(texts: Sequence[str]) -> str:
    body = f"<p:txBody><a:bodyPr/><a:lstStyle/>{paragraphs(texts, size=_SIZE)}</p:txBody>"
    shapes = (
        _placeholder(2, "Image", 'type="sldImg" idx="2"')
        + _placeholder(3, "Notes", 'type="body" sz="quarter" idx="3"', body)
        + _placeholder(4, "Number", 'type="sldNum" sz="quarter" idx="5"')
    )
    nowhere = '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/>'
    return (
        f'<p:notes {nsdecls("a", "p", "r")}><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/>'
        f"<p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>{nowhere}</a:xfrm></p:grpSpPr>{shapes}</p:spTree></p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>"
    )


def _placeholder(key: int, name: str, place: str, body: str = "") -> str:
    """What the notes' master lays out, named by the numbers it has there."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{key}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph {place}/></p:nvPr></p:nvSpPr><p:spPr/>{body}</p:sp>"
    )
