"""Pictures by matplotlib on slides: crisp, cropped to what is drawn, side by side in one scale."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from PIL import Image, ImageChops
from pptx.util import Inches

from ladder_sim.core.foreign import AggCanvas, SlidePart
from ladder_sim.core.i18n import tr
from ladder_sim.report.document.bare import bare
from ladder_sim.report.document.parts import Figure
from ladder_sim.report.slides.measure import TextBox, height
from ladder_sim.report.slides.text import label

if TYPE_CHECKING:
    from ladder_sim.charts import Picture

CAPTION = 13.0
#: Dots per inch of a picture as placed, a tenth more than the finest usual projector shows of a slide, and the margin
#: left around what is drawn.
_DPI, _MARGIN = 160, 0.03
_BETWEEN = 0.5
#: A row may hold another picture if that leaves the pictures at least this much of their size.
_KEPT = 0.8
#: The room of a caption of one line, with the gap below it.
_CAPTIONED = 0.36
#: The least width of a caption.
_LEAST = 2.6


@dataclass(frozen=True, slots=True)
class DrawnPicture:
    """A picture as PNG with its size in inches before it is scaled."""

    figure: Figure
    file: bytes
    wide: float
    high: float
    letters: float = 0.0  # points of the smallest text of one that is drawn for its room


def rows(pictures: Sequence[DrawnPicture], box: TextBox) -> list[list[DrawnPicture]]:
    """The pictures, as many to a slide as stand there without getting much smaller."""
    made: list[list[DrawnPicture]] = []
    for picture in pictures:
        if made and len(made[-1]) < 3:
            together = [*made[-1], picture]
            if _stand(together, box):
                made[-1].append(picture)
                continue
        made.append([picture])
    return made


def _stand(pictures: Sequence[DrawnPicture], box: TextBox) -> bool:
    """Whether pictures stand beside each other; each that was drawn for the slide keeps its letters."""
    scale, alone = _scale(pictures, box), [_scale([one], box) for one in pictures]
    fitted = [min(1.0, own) for own, one in zip(alone, pictures, strict=True) if one.figure.fit is not None]
    return scale >= (0.97 * max(fitted) if fitted else _KEPT * min(alone))


def drawn(figures: Sequence[Figure], box: TextBox) -> list[DrawnPicture]:
    """Draw figures; what its caption says is not said again in a picture. Maps stacked in one figure come apart."""
    made: list[DrawnPicture] = []
    for figure in figures:
        if figure.fit is None:
            made += _drawn(figure, figure.draw(), box)
            continue
        for part, picture in figure.fit(box.width, box.height - _CAPTIONED):
            title = tr("{title}: {part}", "{title}：{part}", title=figure.title, part=part) if part else figure.title
            made += _drawn(replace(figure, title=title), picture, box)
    return made


def _drawn(figure: Figure, picture: Picture, box: TextBox) -> list[DrawnPicture]:
    wide, high = picture.get_size_inches()
    apart = _apart(picture, _DPI) if wide < 1.3 * high else []
    dots = _DPI if apart else _DPI * min(1.5, box.width / wide, box.height / high)
    with bare(picture, "" if apart else figure.title):
        whole = _image(picture, dots)
    if not apart:
        sizes = [float(text.get_fontsize()) for text in picture.findobj(Text) if text.get_visible() and text.get_text()]
        return [replace(_cropped(figure, whole, dots), letters=min(sizes, default=0.0))]
    untitled = replace(figure, title="")  # each map names its scheme itself
    return [_cropped(untitled, whole.crop(place), dots) for place in apart]


def _image(picture: Picture, dots: float) -> Image.Image:
    """The picture's dots, without the detour over a file format; letters of this size need not be fitted to them."""
    before = picture.get_dpi()
    picture.set_dpi(dots)
    canvas: AggCanvas = FigureCanvasAgg(picture)
    with mpl.rc_context({"text.hinting": "no_hinting"}):
        canvas.draw()
    picture.set_dpi(before)
    image = Image.fromarray(np.asarray(canvas.buffer_rgba()))
    white = Image.new("RGB", image.size, "white")  # dots at the edge that the figure does not reach are clear
    white.paste(image, mask=image.getchannel("A").point(lambda alpha: 255 if alpha == 255 else 0))
    return white


def _apart(picture: Picture, dots: float) -> list[tuple[float, float, float, float]]:
    """The places of a few maps in a figure, in dots from its upper left corner; none where there is one or many."""
    places = [axes.get_position() for axes in picture.axes if axes.get_visible()]
    if not 1 < len(places) <= 4:
        return []
    wide, high = picture.get_size_inches()
    wide, high = wide * dots, high * dots
    return [(p.x0 * wide, (1 - p.y1) * high, p.x1 * wide, (1 - p.y0) * high) for p in places]


def _cropped(figure: Figure, image: Image.Image, dots: float) -> DrawnPicture:
    """Without the empty margin."""
    found = ImageChops.difference(image, Image.new("RGB", image.size, "white")).getbbox() or (0, 0, *image.size)
    margin = round(_MARGIN * dots)
    left, top, right, bottom = found
    kept = image.crop((max(0, left - margin), max(0, top - margin), right + margin, bottom + margin))
    file = io.BytesIO()
    kept.save(file, "PNG", compress_level=2)  # higher levels take longer and make it hardly smaller
    return DrawnPicture(figure, file.getvalue(), kept.width / dots, kept.height / dots)


def _caption(pictures: Sequence[DrawnPicture], room: float) -> float:
    """The room of the captions, with the gap below them."""
    titles = [picture.figure.title for picture in pictures if picture.figure.title]
    return max((height(title, CAPTION, room, bold=True) for title in titles), default=0.0) + (0.12 if titles else 0.0)


def _scale(pictures: Sequence[DrawnPicture], box: TextBox) -> float:
    """One scale for a row."""
    room = box.width - _BETWEEN * (len(pictures) - 1)
    high = box.height - _caption(pictures, room / len(pictures))
    return min(1.5, room / sum(p.wide for p in pictures), high / max(p.high for p in pictures))


def letters(pictures: Sequence[DrawnPicture], box: TextBox) -> float:
    """The points of the smallest text of a row in a box."""
    return _scale(pictures, box) * min(picture.letters for picture in pictures)


def wide(pictures: Sequence[DrawnPicture], box: TextBox) -> float:
    """How much of a box's width a row takes; captions need some room as well."""
    scale = _scale(pictures, box)
    return sum(max(_LEAST, p.wide * scale) for p in pictures) + _BETWEEN * (len(pictures) - 1)


def add(slide: SlidePart, pictures: Sequence[DrawnPicture], box: TextBox, *, captions: bool = True) -> None:
    """Put a row of pictures into a box, each below its caption unless the slide's title says it."""
    scale = _scale(pictures, box)
    least = [max(_LEAST, p.wide * scale) for p in pictures]
    spare = (box.width - sum(least) - _BETWEEN * (len(pictures) - 1)) / len(pictures)
    rooms = [room + spare for room in least]
    top = box.top + max(_caption([p], room) for p, room in zip(pictures, rooms, strict=True))
    left = box.left
    for picture, room in zip(pictures, rooms, strict=True):
        title = picture.figure.title
        if title and captions:
            place = TextBox(left, box.top, room, height(title, CAPTION, room, bold=True))
            label(slide, place, title, size=CAPTION, color="tx2", bold=True)
        size = min(scale, (box.bottom - top) / picture.high)
        places = (Inches(x) for x in (left, top, picture.wide * size, picture.high * size))
        shape = slide.shapes.add_picture(io.BytesIO(picture.file), *places)
        shape.name = title
        shape._element.nvPicPr.cNvPr.set("descr", picture.figure.alt)
        left += room + _BETWEEN
