"""The first sheets: what the comparison says, the contents, and the charts."""

from __future__ import annotations

from ladder_sim.core.foreign import SheetPart
from ladder_sim.core.i18n import tr
from ladder_sim.core.signs import width
from ladder_sim.report.document.document import cover, report_sections
from ladder_sim.report.workbook.charts import MOST_ALIKE, MOST_LINES, Charts, only
from ladder_sim.report.workbook.kit import Column, SheetScene, lines_of
from ladder_sim.report.workbook.measures import HIDDEN, cell_unit
from ladder_sim.report.workbook.pages import ROW, Pages
from ladder_sim.report.workbook.printing import pixels_high
from ladder_sim.report.workbook.sheet import (
    BAD,
    DARK,
    GOOD,
    GRAY,
    LIGHT,
    LINE,
    Book,
    FormatValue,
    address,
    clean,
)
from ladder_sim.results.comparison import BASELINE, UNSURE, Contrast
from ladder_sim.results.small_groups import hidden

#: Its charts, in this order.
SHOWN = ("advancement_rate", "turnover", "labor_cost", "time_to_promotion")
_NAME, _LABEL, _FIGURE = 34.0, 15.0, 13.5


def names() -> tuple[str, str, str]:
    """Of the first three sheets."""
    return tr("Summary", "摘要"), tr("Contents", "目录"), tr("Charts", "图表")


def write_summary(book: Book, sheet: SheetPart, scene: SheetScene, charts: Charts) -> int:
    """Title, sentences, four charts, then every headline figure of every scheme; returns the pages when printed."""
    headline = scene.headline
    last = 1 + len(headline)
    sheet.set_column(0, 0, _NAME)
    sheet.set_column(1, 1, _LABEL)
    sheet.set_column(2, last, _FIGURE)
    row = _title(book, sheet, scene, last)
    row, spoken = _sentences(book, sheet, scene, row, last)
    pixels = sum(int(7 * wide + 5) for wide in (_NAME, _LABEL, *[_FIGURE] * len(headline)))
    drawn = only(charts.level(name) for name in SHOWN if name in scene.known)
    pages = Pages(sheet, pixels, row + 1, taller=spoken)
    pages.lay(drawn)
    pages.new_page()
    pages.row = _figures(book, sheet, scene, pages.row)
    return pages.close()


def _title(book: Book, sheet: SheetPart, scene: SheetScene, last: int) -> int:
    front = cover(scene.comparison, scene.brief)
    book.text(sheet, 0, 0, front.title, book.format(bold=True, font_size=18, font_color=DARK))
    sheet.set_row(0, 28)
    below = " · ".join(part for part in (front.subtitle, front.company, front.author, front.date) if part)
    book.text(sheet, 1, 0, below, book.format(font_color=GRAY, font_size=11))
    contents = names()[1]
    sheet.write_url(2, 0, f"internal:'{contents}'!A1", book.format(font_color=DARK, underline=1), f"{contents} →")
    logo = scene.brief.logo
    if logo is not None and logo.is_file():
        _logo(sheet, str(logo), last)
    return 4


def _logo(sheet: SheetPart, path: str, last: int) -> None:
    """At the upper right, 40 pixels high; the library knows the picture's size once it is in."""
    from xlsxwriter.image import Image

    image = Image(path)
    scale = 40 / max(1.0, image.height)
    options = {"x_scale": scale, "y_scale": scale, "object_position": 3, "decorative": True, "y_offset": 4}
    sheet.insert_image(0, max(2, last - 1), path, options)


def _sentences(book: Book, sheet: SheetPart, scene: SheetScene, row: int, last: int) -> tuple[int, float]:
    """The story's headlines, each with the name of its section; returns the next row, and by how many pixels they are
    higher than rows mostly are.
    """
    taller = 0.0
    room = _LABEL + _FIGURE * (last - 1)
    for section in report_sections(scene.comparison, scene.brief):
        text = clean("\n".join(filter(None, (section.title, section.lead))))
        book.text(sheet, row, 0, section.name, book.format(bold=True, font_color=DARK, font_size=11))
        style = book.format(text_wrap=True, font_size=11)
        sheet.merge_range(row, 1, row, last, "", style)
        book.text(sheet, row, 1, text, style)
        high = 15.5 * lines_of(text, room - 4) + 3
        sheet.set_row(row, high)
        taller += pixels_high(high) - ROW
        row += 1
    for note in scene.comparison.notes:
        book.text(sheet, row, 1, note, book.format(font_color=GRAY))
        row += 1
    return row, taller


def _figures(book: Book, sheet: SheetPart, scene: SheetScene, row: int) -> int:
    """Five lines for each scheme: mean, ±, difference, ±, verdict; a column for each headline measure.

    Returns the row below them.
    """
    headline = scene.headline
    title = tr("Headline figures", "主要指标")
    book.text(sheet, row, 0, title, book.format(bold=True, font_size=14, font_color=DARK))
    about = tr(
        "Mean over replications; ± is half the width of its 95% interval. Differences are scheme − baseline, paired by"
        " replication; where shares differ, in percentage points. Colored: a detectable difference for the better"
        " (blue) or the worse (orange).",
        "各次重复的均值；±为其95%区间的半宽。差值为 方案 − 基准，按重复配对；比例之差以百分点计。"
        "着色：显著的差异，蓝色为更优，橙色为更差。",
    )
    if len(scene.names) == 1:
        about = tr("Mean over replications; ± is half the width of its 95% interval.",
                   "各次重复的均值；±为其95%区间的半宽。")  # fmt: skip
    style = book.format(text_wrap=True, font_color=GRAY)
    sheet.merge_range(row + 1, 0, row + 1, 1 + len(headline), "", style)
    book.text(sheet, row + 1, 0, about, style)
    sheet.set_row(row + 1, 13.5 * lines_of(about, 0.95 * (_NAME + _LABEL + _FIGURE * len(headline))) + 4)
    head = row + 2
    _head(book, sheet, scene, head)
    at = head + 1
    for scheme in scene.names:
        _scheme(book, sheet, scene, scheme, at)
        at += 2 if len(scene.names) == 1 else 3 if scheme == scene.comparison.baseline else 5
        if 0.8 * width(str(UNSURE)) > _FIGURE and any(c.verdict is UNSURE for c in _contrasts(scene, scheme)):
            sheet.set_row(at - 1, 24)  # its words take two lines
    area: list[str | int] = [names()[0], head + 1, 0, at - 1, 1 + len(headline)]
    book.file.define_name("data_summary", address(area))
    return at


def _head(book: Book, sheet: SheetPart, scene: SheetScene, row: int) -> None:
    style: dict[str, FormatValue] = {
        "bold": True, "bg_color": DARK, "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter", "border": 1,
        "border_color": LINE,
    }  # fmt: skip
    heads = [tr("Scheme", "方案"), ""]
    for name in scene.headline:
        measure = scene.known[name]
        unit = cell_unit(measure.unit).replace("（", "\n（")  # a bracket that closes stands on no line of its own
        heads.append(f"{measure.title}\n{unit}")
    for i, text in enumerate(heads):
        book.text(sheet, row, i, text, book.format(align="left" if i < 2 else "right", **style))
    sheet.set_row(row, 14 * max(lines_of(text, _FIGURE - 2) for text in heads) + 6)


def _scheme(book: Book, sheet: SheetPart, scene: SheetScene, scheme: str, row: int) -> None:
    own = scheme == scene.comparison.baseline
    labels = [tr("mean", "均值"), "±", tr("difference", "差值"), "±", tr("verdict", "判断")]
    labels = [*labels[:2], labels[4]] if own else labels
    labels = labels[:2] if len(scene.names) == 1 else labels
    for i, label in enumerate(labels):
        line: dict[str, FormatValue] = {"top": 1, "top_color": LINE} if i == 0 else {}
        name = scene.names[scheme] if i == 0 else ""
        book.text(sheet, row + i, 0, name, book.format(bold=True, text_wrap=True, **line))
        book.text(sheet, row + i, 1, label, book.format(font_color="#222222" if i in (0, 2) else GRAY, **line))
    # a long name goes on over the lines below
    if width(scene.names[scheme]) > _NAME - 2:
        style = book.format(bold=True, text_wrap=True, top=1, top_color=LINE)
        sheet.merge_range(row, 0, row + len(labels) - 1, 0, "", style)
        book.text(sheet, row, 0, scene.names[scheme], style)
    run = scene.comparison[scheme]
    for c in _contrasts(scene, scheme):
        place = 2 + scene.headline.index(c.measure.name)
        _figure(book, sheet, (row, place), c, hidden(run, c.measure.name), alone=len(scene.names) == 1)


def _contrasts(scene: SheetScene, scheme: str) -> list[Contrast]:
    """The headline measures of a scheme."""
    known = scene.comparison[scheme].known
    return [scene.comparison.contrast(scheme, name) for name in scene.headline if name in known]


def _figure(book: Book, sheet: SheetPart, at: tuple[int, int], c: Contrast, secret: bool, *, alone: bool) -> None:
    """The lines of one measure; `alone`: without what compares it."""
    row, column = at
    level, change = Column("", "", "level"), Column("", "", "change")
    unit, line = c.measure.unit, dict[str, FormatValue](top=1, top_color=LINE)
    if secret:
        book.text(sheet, row, column, str(HIDDEN), book.format(align="right", font_color=GRAY, **line))
        return
    _number(book, sheet, at, c.level.mean, book.cell(level, unit, bold=True, **line))
    _number(book, sheet, (row + 1, column), c.level.half, book.cell(level, unit, font_color=GRAY))
    small: dict[str, FormatValue] = {"font_size": 8, "align": "right", "text_wrap": True}
    if alone:
        return
    if c.verdict is BASELINE:
        told = tr("{v}, no value", "{v}，无数值", v=BASELINE) if not c.level.n else str(BASELINE)
        book.text(sheet, row + 2, column, told, book.format(font_color=GRAY, bg_color=LIGHT, **small))
        return
    fill, ink = {True: GOOD, False: BAD, None: ("", "")}[c.better]
    paint: dict[str, FormatValue] = {"bg_color": fill, "font_color": ink} if fill else {"font_color": "#222222"}
    quiet: dict[str, FormatValue] = {"bg_color": fill, "font_color": ink} if fill else {"font_color": GRAY}
    _number(book, sheet, (row + 2, column), c.difference.mean, book.cell(change, unit, **paint))
    _number(book, sheet, (row + 3, column), c.difference.half, book.cell(level, unit, **quiet))
    worth = {True: tr("better", "更优"), False: tr("worse", "更差"), None: ""}[c.better]
    word = tr(", ", "，").join(part for part in (str(c.verdict), worth) if part)
    book.text(sheet, row + 4, column, word, book.format(**small, **quiet))


def _number(book: Book, sheet: SheetPart, at: tuple[int, int], value: float, style: SheetPart) -> None:
    if value == value:
        sheet.write_number(*at, value, style)
    else:
        book.text(sheet, *at, "–", book.format(align="right", font_color=GRAY))


def write_charts(book: Book, sheet: SheetPart, scene: SheetScene, charts: Charts) -> int:
    """Every other chart, two side by side; returns the pages when printed."""
    sheet.set_column(0, 25, 9)
    title = names()[2]
    book.text(sheet, 0, 0, title, book.format(bold=True, font_size=14, font_color=DARK))
    about = tr(
        "Each is drawn from cells of this file: click a line or bar to see which. Error bars are 95% intervals.",
        "图表均取自本文件的单元格：点击线条或条形即可查看。误差线为95%区间。",
    )
    n = len(scene.names)
    if n > MOST_LINES:
        about += tr(
            " With {n} schemes, lines show the baseline and the next {few}; charts by scheme the first {most}.",
            " 共{n}个方案：折线图只显示基准及其后{few}个方案；分方案的图只显示前{most}个。",
            n=n, few=MOST_LINES - 1, most=min(n, MOST_ALIKE),
        )  # fmt: skip
    book.text(sheet, 1, 0, about, book.format(font_color=GRAY))
    yearly = (charts.by_year(name) for name in ("advancement_rate", "turnover", "labor_cost"))
    drawn = only([*yearly, charts.waits()])
    pages = Pages(sheet, 1290, 3)
    money = only([charts.costs(), charts.turnover()])
    for group in (drawn, money, charts.fairness(), charts.headcount(), charts.reasons()):
        pages.lay(group)
    return pages.close()
