"""Lines of a document into headings, articles, sentences and rows of tables."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ladder_sim.policies.figures import number_in
from ladder_sim.policies.grade_names import grade_names, is_grade_name, step_between
from ladder_sim.policies.source import Passage, SourceTable

_CN = "一二三四五六七八九十百"
#: How a line is numbered, the outermost first; a deeper one stands below the last higher one.
_NUMBERINGS = (
    (0, re.compile(rf"第[{_CN}\d]+[章部篇][\s　]*|(?:chapter|part)\s+(?:\d+|[ivx]+)\b[.:]?\s*", re.IGNORECASE)),
    (1, re.compile(rf"第[{_CN}\d]+节[\s　]*|section\s+\d+\b[.:]?\s*(?!\.)", re.IGNORECASE)),
    (2, re.compile(rf"第[{_CN}\d]+条[\s　]*|(?:article|clause)\s+\d+\b[.:]?\s*", re.IGNORECASE)),
    (2, re.compile(rf"[{_CN}]+[、.．]\s*")),
    (3, re.compile(rf"[（(][{_CN}]+[）)][、.]?\s*")),
    (4, re.compile(r"\d{1,2}(?:\.\d{1,2})+[.、．]?\s*(?![\d%％])")),
    (4, re.compile(r"\d{1,2}[、.．)）](?!\d)\s*")),
    (5, re.compile(r"[（(]\d{1,2}[）)][、.]?\s*")),
    (6, re.compile(r"[A-Za-z][、.．)）]\s*(?=\S)|[①-⑳]\s*")),
    (7, re.compile(r"[-•·*–●○◆■➢]\s*(?=\S)")),
    (8, re.compile(r"◦\s*(?=\S)")),  # a point below a point
)
#: Where a new number begins within a line, whatever the numbers beside it.
_WITHIN = re.compile(
    rf"(?<![见按照据及至到和与《本、第，,])(?=第[{_CN}]{{1,4}}[章条节][\s　\u4e00-\u9fff])"
    rf"|(?<=[。；;：:！!）)】.\s])(?=(?:[（(][{_CN}\d]{{1,3}}[）)]|\d{{1,2}}(?:\.\d{{1,2}})+\s|[A-K]、))"
    rf"|(?<=[\u4e00-\u9fff])(?=[A-K]、[\u4e00-\u9fff])"
    rf"|(?<=[\u4e00-\u9fff])(?=\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}[.、．]?\s?(?=[\u4e00-\u9fff（(]))"
)
#: Numbers that count on from 1 within a line, as in texts that lost their line breaks; the first of them opens a list.
_COUNTED = (
    re.compile(rf"(?<![第{_CN}、的])(?P<n>[{_CN}]{{1,3}})、(?=[\u4e00-\u9fff“])"),
    re.compile(rf"[（(](?P<n>[{_CN}]{{1,3}})[）)](?=[\u4e00-\u9fff“])"),
    re.compile(r"(?<!\d\.)(?<![A-Za-z\d\-~～—/年月第])(?P<n>\d{1,2})(?:、|．|\.(?!\d))(?=\s?[^\d\s%％])"),
    re.compile(r"[（(](?P<n>\d{1,2})[）)](?=[\u4e00-\u9fff“])"),
)
_SENTENCE = re.compile(r"(?:[^。；;！!？?\n.]|(?<![\u4e00-\u9fff）)])\.|\.(?=[a-z]|$))+(?:[。；;！!？?.]+|$)")
_EN_SENTENCE = re.compile(r".+?(?:(?<!\be\.g)(?<!\bi\.e)(?<!\bNo)(?<!\bArt)[.;!?]+(?=\s+[A-Z(\"“])|$)", re.DOTALL)
#: The name of a document.
_TITLE = re.compile(
    r"[^。；;！!？?,，:：]{2,36}(?:方案|制度|办法|流程|规定|手册|规范|规划|模板|体系)\d?(?:[（(][^（）()]{1,"
    r"8}[）)])?(?:\.docx?)?"
)
#: What an article is about, where its title and its text have grown together.
_TITLED = re.compile(
    r"[\u4e00-\u9fffA-Z]{0,12}?(?:要求|条件|标准|定义|含义|方式|原则|范围|流程|程序|通道|机制|体系|计划|规划|目的|目标|"
    r"依据|待遇|分工|总则|附则|概述|概况|资格|背景|简介|简述|方案|总结)(?=[\u4e00-\u9fff])"
    r"(?![的和与及、或之者后前内中])"
)
#: A heading is no longer than this, and does not end as a sentence does.
_LONG = 40


@dataclass(slots=True)
class Outline:
    """The headings under which the next line stands: level → text and label."""

    levels: dict[float, tuple[str, str]] = field(default_factory=dict)

    def enter(self, level: float, text: str, label: str) -> None:
        """A heading: what was as deep or deeper is over."""
        self.levels = {at: told for at, told in self.levels.items() if at < level}
        self.levels[level] = (text, label)

    def above(self, level: float) -> None:
        """A numbered sentence: headings as deep or deeper are over."""
        self.levels = {at: told for at, told in self.levels.items() if at < level}

    @property
    def headings(self) -> tuple[str, ...]:
        """The outermost first."""
        return tuple(text for _, (text, _) in sorted(self.levels.items()))

    @property
    def label(self) -> str:
        """The numbers of the headings, the innermost last."""
        return joined_label([label for _, (_, label) in sorted(self.levels.items())])


def joined_label(labels: Sequence[str]) -> str:
    """Numbers side by side; one such as 3.1 or an article stands for all above it."""
    told: list[str] = []
    for label in labels:
        if re.fullmatch(r"\d+(?:\.\d+)+", label) or re.match(r"第.+条|article|clause", label, re.IGNORECASE):
            told = []
        if label:
            told.append(label)
    return "".join(told)


def numbered(line: str) -> tuple[int, str, str]:
    """The level of a line's number (9: none), the number, and the rest.

    Parameters
    ----------
    line : without spaces before it
    """
    for level, pattern in _NUMBERINGS:
        found = pattern.match(line)
        if found:
            label = found.group().strip(" 、.．:：-•·*–●○◆■➢◦\t　")
            depth = level + label.count(".") if level == 4 else level
            return depth, label, line[found.end() :].lstrip(":： ")
    return 9, "", line


def pieces(line: str, chapter: int = 0) -> Iterator[tuple[int, str]]:
    """The parts of a line that begin with a number of their own, each with its column.

    Parameters
    ----------
    chapter : the last Chinese number that headed a line before, whose successor begins a part wherever it stands
    """
    within = {found.start() for found in _WITHIN.finditer(line)} | set(_counted(line))
    if chapter:
        for found in _COUNTED[0].finditer(line):
            if number_in(found["n"]) == chapter + 1:
                within.add(found.start())
                chapter += 1
    for start, end in itertools.pairwise(sorted({0, len(line)} | within)):
        text = line[start:end]
        if text.strip():
            yield start + len(text) - len(text.lstrip(" \t　")) + 1, text.strip(" \t　")


def _counted(line: str) -> Iterator[int]:
    """Where the numbers of a list stand that counts on from 1 within a line."""
    for pattern in _COUNTED:
        found = [(int(number_in(each["n"]) or 0), each.start()) for each in pattern.finditer(line)]
        last = 0
        for at, (n, start) in enumerate(found):
            if n == 1 and (
                any(m == 2 for m, _ in found[at + 1 :])
                or re.search(r"[:：。；;.\u4e00-\u9fff]\s*$", line[:start])
                or not start
            ):
                yield start
                last = 1
            elif n > 1 and (n == last + 1 or (not last and re.search(r"[。；;.]\s*$", line[:start]))):
                yield start
                last = n


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a text, each with its column from 1."""
    chinese = re.search(r"[\u4e00-\u9fff]", text)
    for found in (_SENTENCE if chinese else _EN_SENTENCE).finditer(text):
        told = found.group().strip()
        if told.strip("。；;！!？?.,、 "):
            yield found.start() + 1 + len(found.group()) - len(found.group().lstrip()), told


def is_heading(text: str, level: int) -> bool:
    """Whether a line names what comes, rather than says something."""
    bare = text.strip()
    if re.search(r"[:：]$", bare) and len(bare) <= 2 * _LONG and not re.search(r"[。；;！!？?]", bare):
        return True
    if not bare or len(bare) > (2 * _LONG if bare.isascii() else _LONG) or re.search(r"[。；;！!？?,，]", bare):
        return False
    return level < 7 and not re.search(
        r"[:：.]|\d\s*(?:%|％|元|分|个|次|年|月|名|人)|不得|须|应当|必须|\bmust\b|\bshall\b|\d (?:months?|years?|"
        r"weeks?|days?|points?|percent|per cent)\b|"
        r"\b(?:two|three|four|five|six|twelve|eighteen) (?:months?|years?)\b",
        bare,
    )


def passages_of(lines: Sequence[tuple[int, str, int | None]]) -> Iterator[Passage]:
    """Headings and sentences of lines.

    Parameters
    ----------
    lines : number, text, and the level of a heading where the format says that it is one
    """
    outline = Outline()
    chapter, led = 0, float(_LED)
    for at, (number, line, given) in enumerate(lines):
        for column, piece in pieces(line, chapter):
            level, label, rest = numbered(piece)
            if re.fullmatch(f"[{_CN}]+", label):
                chapter = int(number_in(label) or 0)
            shift = column + len(piece) - len(rest)
            if level == 9 and given is None:
                outline.above(led)
                led = _LED
                points = _led_points(line, lines[at + 1][1] if at + 1 < len(lines) else "")
                if points:
                    led = points - 0.5
                    outline.enter(led, rest.strip(" ：:"), "")
                    yield Passage(rest.strip(), "heading", number, shift, outline.label, outline.headings[:-1])
                    continue
            if given is None and level == 9 and column == 1 and _opens(rest, line):
                outline.enter(_OPENED, rest.strip(" ：:"), "")
                yield Passage(rest.strip(), "heading", number, shift, outline.label, outline.headings[:-1])
                continue
            if given is None and level == 9 and _TITLE.fullmatch(rest.strip()):
                yield Passage(rest.strip(), "heading", number, shift, outline.label, outline.headings)
                continue
            if given is not None or is_heading(rest, level):
                outline.enter(given if given is not None else level, rest.strip(" ：:"), label)
                yield Passage(rest.strip(), "heading", number, shift, outline.label, outline.headings[:-1])
                continue
            name = _grade_led(rest, level)
            if name:
                outline.enter(min(level, 8), name, label)
                yield Passage(name, "heading", number, shift, outline.label, outline.headings[:-1])
                shift, rest = (
                    shift + len(rest) - len(rest[len(name) :].lstrip(" 　:：")),
                    rest[len(name) :].lstrip(" 　:："),
                )
                level, label = 9, ""
            yield from _said(rest, number, shift, (level, label), outline)


#: The level of a few words before the first number of a list that stands on their line.
_OPENED = 3


def _opens(text: str, line: str) -> bool:
    """Whether a few words open a numbered list on the same line, as in texts that lost their line breaks."""
    bare = text.strip()
    rest = line.strip()[len(bare) :].strip()
    return bool(
        2 <= len(bare) <= 12
        and re.fullmatch(r"[\u4e00-\u9fff]+", bare)
        and re.match(r"(?:1|一|[（(](?:1|一)[）)])(?:、|．|\.(?!\d)|(?<=[）)]))", rest)
        and not _TITLE.fullmatch(bare)
    )


#: The level at which a list of points is over with a line that bears no number.
_LED = 5.5


def _led_points(line: str, following: str) -> int:
    """The level of the points below a line that opens a list of them; 0 where it opens none."""
    points = numbered(following)[0]
    ends = r"[:：]\s*$" if points == 4 else r"[^。；;.!?！？]\s*$"
    leads = 4 <= points <= 7 and numbered(line)[0] == 9 and len(line) < 160 and re.search(ends, line.strip())
    return points if leads else 0


def _grade_led(text: str, level: int) -> str:
    """The grade that a line is headed by without a sign between them; '' where it is not.

    A name that stands twice, or a numbered line that begins with one and then tells of it.
    """
    found = next(iter(grade_names(text[:16])), None)
    if found is None or found.start or not is_grade_name(found.text) or re.search(r"[→>]", text):
        return ""
    behind = text[found.end :].lstrip(" 　")
    if behind.startswith(found.text) or (behind and level < 7 and _TELLS.match(behind)):
        return found.text
    return ""


#: How a line goes on whose first word is the heading of what follows.
_TELLS = re.compile(
    "新入职|刚转正|当[^，]{0,4}(?:人员|员工)|在[^，]{2,8}(?:基础上|中|阶段)|[:：]|负责|通常|一般为|[A-Z]、|"
    "是(?:相对|指|客服|部门|公司|团队)"
)


def _said(text: str, number: int, column: int, numbering: tuple[int, str], outline: Outline) -> Iterator[Passage]:
    """The sentences of a line; a name and a colon before it are the heading of what follows on the line."""
    level, label = numbering
    if level < 9:
        outline.above(level)
    headings, labels = outline.headings, joined_label([outline.label, label])
    lead = re.match(r"([^：:，,。；;]{2,30})[：:](?=.)", text) or re.match(
        r"((?:[A-Z][a-z]+)(?: (?:[A-Z]?[a-z]+|\d)){0,3})\. (?=[A-Z])", text
    )
    titled = _TITLED.match(text) if level < 6 else None
    if titled is not None:
        headings = (*headings, titled.group())
        outline.enter(level, titled.group(), label)
        labels = outline.label
    elif lead is not None and not re.match(r"\d", text[lead.end() :].strip()):
        headings = (*headings, lead.group(1).strip())
        if level < 7:
            outline.enter(level, lead.group(1).strip(), label)
            labels = outline.label
    for at, told in sentences(text):
        yield Passage(told, "sentence", number, column + at - 1, labels, headings)


def upright(table: SourceTable) -> SourceTable:
    """A table with a grade in each row: turned where its columns are grades and its rows what is asked of them."""
    names, asked = [cell.strip() for cell in table.header[1:]], [row[0].strip() for row in table.rows[1:]]
    if len(names) < 2 or len(set(names)) < len(names) or not all(names):
        return table
    ends = {name[-1] for name in names}
    listed = (
        len(ends) == 1 and not any(map(is_grade_name, asked)) and bool(_ASKED_HEAD.fullmatch(table.header[0].strip()))
    )
    if listed and all(re.search("[\u4e00-\u9fffA-Za-z]", name) and len(name) <= 12 for name in names):
        return _turned_round(table, names)
    if all(step_between(name) for name in names):
        return _turned_round(table, names)
    if sum(map(is_grade_name, names)) <= len(names) / 2 or sum(map(is_grade_name, asked)) > len(asked) / 2:
        return table
    return _turned_round(table, names)


#: The head of a column of what is asked, with grades in the columns beside it.
_ASKED_HEAD = re.compile(
    r"(?:评定|晋级|晋升|考核)?(?:项目|指标|条件|要求|标准|内容|维度)|items?|criteri(?:on|a)|requirements?|what is "
    r"asked",
    re.IGNORECASE,
)


def _turned_round(table: SourceTable, names: Sequence[str]) -> SourceTable:
    """A table with its columns as rows."""
    rows = list(zip(*table.rows, strict=True))
    rows[0] = ("级别" if re.search("[\u4e00-\u9fff]", "".join(names)) else "Grade", *rows[0][1:])
    return replace(table, rows=tuple(rows), turned=True, places=())


_FROM = re.compile(
    r"^(?:原|现任?|现有|起始|当前|晋升前)(?:职级|等级|级别|岗位|职务|星级|层级|级|档)?$|^(?:from|current|present)\b",
    re.IGNORECASE,
)
_TO = re.compile(
    r"^(?:目标|拟晋升?|拟任|新|晋升后?|晋升至|升至|升任|可晋升)(?:的)?(?:职级|等级|级别|岗位|职务|星级|层级|级|"
    r"档)?$|^(?:to|target|next|new)\b(?! be)",
    re.IGNORECASE,
)


def step_columns(table: SourceTable) -> tuple[int, int] | None:
    """The columns of the grade left and of the grade reached, in a table with a step in each row; else None."""
    low = next((n for n, cell in enumerate(table.header) if _FROM.search(cell.strip())), None)
    high = next((n for n, cell in enumerate(table.header) if _TO.search(cell.strip()) and n != low), None)
    return None if low is None or high is None else (low, high)


def cells_of(table: SourceTable) -> Iterator[Passage]:
    """The cells of a table below its header, each under the head of its row and of its column."""
    ends = step_columns(table)
    for down, row in enumerate(table.rows[1:], start=2):
        head = row[0]
        if ends is not None and all(row[end].strip() for end in ends):
            low, high = (row[end].strip() for end in ends)
            head = f"{low}晋升{high}" if re.search("[\u4e00-\u9fff]", low + high) else f"{low} promoted to {high}"
        for across, cell in enumerate(row):
            if not cell.strip() or (ends is not None and across in ends):
                continue
            above = table.header[across] if across < len(table.header) else ""
            label = f"{head}/{above}" if across else head
            line = table.line + (across if table.turned else down - 1)
            if table.places:
                line = table.places[(down - 1) * len(table.header) + across]
            for _, told in sentences(cell):
                yield Passage(told, "cell", line, across + 1, label, (*table.headings, above, head))
