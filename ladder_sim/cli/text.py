"""Plain tables for a terminal; a Chinese character is two columns wide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ladder_sim.core.signs import fit, width


def table(header: Sequence[str], rows: Iterable[Sequence[object]], right: Iterable[int] = ()) -> str:
    """Lines of aligned columns below a header; the columns numbered in `right` are aligned to the right."""
    cells = [[fit(str(cell)) for cell in row] for row in (header, *rows)]
    widths = [max(width(row[column]) for row in cells) for column in range(len(header))]
    to_right = set(right)
    lines = []
    for number, row in enumerate(cells):
        padded = []
        for column, cell in enumerate(row):
            space = " " * (widths[column] - width(cell))
            padded.append(space + cell if column in to_right else cell + space)
        lines.append("  ".join(padded).rstrip())
        if number == 0:
            lines.append("  ".join("-" * size for size in widths))
    return "\n".join(lines)


def once(rows: Sequence[Sequence[object]]) -> list[tuple[object, ...]]:
    """Rows in which the first cell stands once for all that share it."""
    before = [None, *(row[0] for row in rows)]
    return [("", *row[1:]) if row[0] == last else tuple(row) for row, last in zip(rows, before, strict=False)]
