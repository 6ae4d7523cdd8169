"""The XML of a chart's parts that python-pptx has no names for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from xml.sax.saxutils import escape

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls

from ladder_sim.core.foreign import SlidePart

_NS = nsdecls("c", "a")
_MUTED = "4F5B64"


def _style(size: float, color: str, *, bold: bool = False, tag: str = "defRPr") -> str:
    return f'<a:{tag} sz="{round(size * 100)}" b="{int(bold)}">{_fill(color)}</a:{tag}>'


def _fill(color: str) -> str:
    """By name in the theme, by value, or the gray of what is read last."""
    if color.startswith("tx"):
        return f'<a:solidFill><a:schemeClr val="{color}"/></a:solidFill>'
    return f'<a:solidFill><a:srgbClr val="{color or _MUTED}"/></a:solidFill>'


def rich(text: str, size: float, color: str, *, bold: bool = False, up: bool = False) -> SlidePart:
    """The words of a title; turned up beside a standing axis."""
    return parse_xml(
        f'<c:tx {_NS}><c:rich><a:bodyPr rot="{-5400000 if up else 0}" vert="horz"/><a:lstStyle/><a:p>'
        f'<a:pPr algn="l">{_style(size, color, bold=bold)}</a:pPr>'
        f"<a:r>{_style(size, color, bold=bold, tag='rPr')}<a:t>{escape(text)}</a:t></a:r></a:p></c:rich></c:tx>"
    )


def no(what: str) -> SlidePart:
    """A switch that is off."""
    return parse_xml(f'<c:{what} {_NS} val="0"/>')


def error_bars(minus: Sequence[float], plus: Sequence[float], cells: tuple[str, str], direction: str = "") -> SlidePart:
    """Custom error bars that read the cells of the embedded workbook; `direction` "y" for lines, none for bars."""
    way = f'<c:errDir val="{direction}"/>' if direction else ""
    line = '<a:ln w="12700" cap="flat"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill></a:ln>'
    return parse_xml(
        f'<c:errBars {_NS}>{way}<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
        f"<c:plus>{_numbers(plus, cells[1])}</c:plus><c:minus>{_numbers(minus, cells[0])}</c:minus>"
        f"<c:spPr>{line}</c:spPr></c:errBars>"
    )


def _numbers(values: Sequence[float], cells: str) -> str:
    points = "".join(
        f'<c:pt idx="{i}"><c:v>{value!r}</c:v></c:pt>' for i, value in enumerate(values) if math.isfinite(value)
    )
    return (
        f"<c:numRef><c:f>{escape(cells)}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef>'
    )


_SHOWN = "".join(
    f'<c:show{what} val="{int(what == "Val")}"/>'
    for what in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
)


#: A label that was moved gets no line back to its bar.
_NO_LEADERS = (
    '<c:extLst><c:ext uri="{CE6537A1-D6FC-4f65-9D91-7224C49458BB}" '
    'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart">'
    '<c15:showLeaderLines val="0"/></c:ext></c:extLst>'
)


def labels(
    form: str, size: float, places: Sequence[tuple[float, float] | None], position: str, color: str = ""
) -> SlidePart:
    """Labels with the values; a point's place is an offset in shares of the frame, None for no label at all."""
    code = escape(form, {'"': "&quot;"})
    common = (
        f'<c:numFmt formatCode="{code}" sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>'
        f"<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>{_style(size, color)}</a:pPr>"
        f'<a:endParaRPr lang="en-US"/></a:p></c:txPr><c:dLblPos val="{position}"/>{_SHOWN}'
    )
    own = []
    for i, place in enumerate(places):
        if place is None:
            own.append(f'<c:dLbl><c:idx val="{i}"/><c:delete val="1"/></c:dLbl>')
        elif any(place):
            x, y = place
            moved = f'<c:manualLayout><c:x val="{x:.5f}"/><c:y val="{y:.5f}"/></c:manualLayout>'
            own.append(f'<c:dLbl><c:idx val="{i}"/><c:layout>{moved}</c:layout>{common}</c:dLbl>')
    return parse_xml(f"<c:dLbls {_NS}>{''.join(own)}{common}{_NO_LEADERS}</c:dLbls>")


def layout(x: float, y: float, wide: float = 0.0, high: float = 0.0, *, inner: bool = False) -> SlidePart:
    """A place in shares of the chart's frame."""
    target = '<c:layoutTarget val="inner"/>' if inner else ""
    size = f'<c:w val="{wide:.5f}"/><c:h val="{high:.5f}"/>' if wide else ""
    return parse_xml(
        f'<c:layout {_NS}><c:manualLayout>{target}<c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{x:.5f}"/><c:y val="{y:.5f}"/>{size}</c:manualLayout></c:layout>'
    )
