"""A page of a verdict, pictures and tables, which needs nothing else: checks of lists, fits, backtests."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ladder_sim.core.display import table_html
from ladder_sim.core.i18n import tr
from ladder_sim.core.palette import css_variables

#: A name for programs, title, columns, rows.
NamedTable = tuple[str, str, tuple[str, ...], list[tuple[str, ...]]]

_STYLE = (
    f":root {{ color-scheme: light; {css_variables()} }}"
    + """
body { font: 16px/1.55 system-ui, "Segoe UI", "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC",
      sans-serif; color: var(--ink);
  background: #fff; max-width: 1100px; margin: 0 auto; padding: 1.6rem 1.2rem 4rem; overflow-wrap: break-word; }
h1 { font-size: 1.6rem; margin: 0 0 .3rem; border-bottom: 3px solid var(--accent); padding-bottom: .5rem; }
h2 { font-size: 1rem; color: var(--accent); margin: 1.8rem 0 .3rem; }
.message { font-size: 1.2rem; font-weight: 600; } .wide { overflow-x: auto; } svg.picture { width: 100%; height: auto; }
"""
)


def plain_page(title: str, message: str, picture: str, tables: Sequence[NamedTable]) -> str:
    """The page as one HTML text, in the language in use.

    Parameters
    ----------
    picture : inline SVG
    """
    sections = "".join(
        f'<section><h2>{escape(name)}</h2><div class="wide" role="group" tabindex="0" aria-label="{escape(name)}">'
        f"{table_html(columns, rows, caption=name)}</div></section>"
        for _, name, columns, rows in tables
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{tr("en", "zh-CN")}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="generator" content="ladder_sim">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{escape(title)}</h1>\n"
        f'<p class="message">{escape(message)}</p>\n<div class="wide">{picture}</div>\n{sections}\n'
        "</main>\n</body>\n</html>\n"
    )
