"""A font with Chinese signs for charts: from a package (extra `cjk`), the system, or ``LADDER_SIM_FONT``.

The package is used as a font file only; importing it would change matplotlib's settings for everybody.
"""

from __future__ import annotations

import importlib.util
import os
import warnings
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, LadderWarning

SYSTEM = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "Hiragino Sans GB",
    "SimHei", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "STHeiti", "Arial Unicode MS", "Noto Sans CJK JP",
)  # fmt: skip
BUNDLED = (("zhplot", "fonts/NotoSansSC-Regular.ttf"), ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"))
_FILES = ("notosanscjk", "notosanssc", "sourcehansans", "wqy-", "msyh", "simhei", "pingfang")

_warned = False


def families() -> list[str]:
    """Font families for a chart: Latin first, then Chinese where there is one; signs fall back along the list."""
    found = chinese(os.environ.get("LADDER_SIM_FONT", ""))
    return ["DejaVu Sans", *([found] if found else [])]


@lru_cache(maxsize=4)
def chinese(file: str = "") -> str | None:
    """The family of a font with Chinese signs, or None. A package comes before the system: equal charts everywhere.

    Parameters
    ----------
    file : of a font, which then is the only one looked at; '' for none

    Raises
    ------
    LadderError
        The file is not there.
    """
    from matplotlib import font_manager

    if file:
        if not Path(file).is_file():
            raise LadderError(
                tr(
                    "LADDER_SIM_FONT names {file!r}, which is no file",
                    "LADDER_SIM_FONT 指向的“{file}”不是文件",
                    file=file,
                )
            )
        return _add(Path(file)) if _chinese_in(file) else None
    for module, relative in BUNDLED:
        spec = importlib.util.find_spec(module)
        for folder in (spec.submodule_search_locations or []) if spec else []:
            if (path := Path(folder) / relative).is_file():
                return _add(path)
    have = set(font_manager.fontManager.get_font_names())
    for name in SYSTEM:
        if name in have:
            return name
    for found in font_manager.findSystemFonts():  # matplotlib's list of fonts may be older than the font
        if any(key in Path(found).name.lower() for key in _FILES):
            return _add(Path(found))
    return None


def _chinese_in(file: str) -> bool:
    """Whether a font file has Chinese signs."""
    from matplotlib.ft2font import FT2Font

    try:
        return bool(FT2Font(file).get_char_index(ord("晋")))
    except (OSError, RuntimeError) as error:
        raise LadderError(
            tr("LADDER_SIM_FONT names {file!r}, which is no font: {why}",
               "LADDER_SIM_FONT 指向的“{file}”不是字体文件：{why}", file=file, why=error)
        ) from error  # fmt: skip


def _add(path: Path) -> str:
    """Make the font known to matplotlib: an entry more in its list, no setting changes."""
    from matplotlib import font_manager

    known = len(font_manager.fontManager.ttflist)
    font_manager.fontManager.addfont(os.fspath(path))
    return font_manager.fontManager.ttflist[known].name


def has_chinese(text: str) -> bool:
    """Whether a text has signs that the Latin font lacks."""
    return any("\u2e80" <= sign <= "\u9fff" or "\uff00" <= sign <= "\uffef" for sign in text)


def warn_if_boxes(texts: Iterable[str]) -> None:
    """Say once that Chinese will be drawn as boxes, and what to do."""
    global _warned
    if _warned or len(families()) > 1 or not any(has_chinese(text) for text in texts):
        return
    _warned = True
    warnings.warn(
        tr("no font with Chinese signs was found, charts show boxes instead; pip install 'ladder-sim[cjk]', or set"
           " LADDER_SIM_FONT to a font file",
           "未找到中文字体，图中的汉字将显示为方框；请运行 pip install 'ladder-sim[cjk]'，"
           "或将 LADDER_SIM_FONT 设为字体文件的路径"),
        LadderWarning, stacklevel=2,
    )  # fmt: skip
