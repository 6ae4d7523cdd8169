"""How a list of people was read: every decision, every row left out, every word of a status, and what is doubtful."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Place, Problems

NAMED = 5  # rows that a line names; the rest is counted


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """A header of the file: the column that it means ('' for none), in words what is made of it, and its own words."""

    header: str
    column: str
    use: str
    called: str = ""


@dataclass(frozen=True, slots=True)
class Passed:
    """Rows that are no people at work: why, how many, the first of them as the spreadsheet counts."""

    why: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StatusCount:
    """A word of the status, how often it stands, and what it was taken for; '' for nothing."""

    word: str
    count: int
    taken: str


@dataclass(frozen=True, slots=True)
class TitleCount:
    """A title of the list, how often it stands, and the role and grade that it was taken for; '' for none."""

    title: str
    rows: int
    role: str
    grade: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something doubtful, once for a column, with the line of the workforce file that would settle it ('' for none)."""

    column: str
    message: str
    count: int = 0
    remedy: str = ""

    def __str__(self) -> str:
        return self.message + (tr("; in the workforce file: {line}", "；可在人员文件中写：{line}", line=self.remedy)
                               if self.remedy else "")  # fmt: skip


@dataclass(slots=True)
class RosterReading:
    """What `check` shows of a roster. No name and no key of a person stands in it.

    Parameters
    ----------
    columns : what each column was taken for
    rows, kept : people in the file, and of these in the workforce
    passed : rows that are left out, and why
    statuses : words of the status, and how many people have each
    titles : titles of roles or grades, the most frequent first
    findings : what is doubtful
    problems : what is wrong
    """

    file: str
    read: dict[str, str] = field(default_factory=dict)  # encoding, delimiter, sheet, header_row
    columns: list[ColumnUse] = field(default_factory=list)
    rows: int = 0
    kept: int = 0
    passed: list[Passed] = field(default_factory=list)
    statuses: list[StatusCount] = field(default_factory=list)
    titles: list[TitleCount] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)  # what was decided or converted
    findings: list[Finding] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)

    def say(self, place: Place, message: str) -> None:
        """A line on what was decided, converted or left out."""
        self.lines.append(
            tr("{place}: {message}", "{place}：{message}", place=place.where, message=message)
            if place.where
            else message
        )
        self.problems.warn(place, message)

    def doubt(self, place: Place, finding: Finding) -> None:
        """Something that is probably not as the file says."""
        self.findings.append(finding)
        self.problems.warn(place, str(finding))

    def pass_over(self, place: Place, why: str, rows: Sequence[int]) -> None:
        """Rows that are left out, with one line that names the first."""
        if not rows:
            return
        self.passed.append(Passed(why, tuple(rows)))
        self.problems.warn(place, tr("{rows} passed over: {why}", "已跳过{rows}：{why}", rows=rows_said(rows), why=why))

    @property
    def how(self) -> list[tuple[str, str]]:
        """How the file was read, in words."""
        labels = {"encoding": tr("encoding", "编码"), "delimiter": tr("delimiter", "分隔符"), "sheet": tr("sheet",
                                                                                                     "工作表"),
                  "header_row": tr("headers in row", "表头所在行")}  # fmt: skip
        return [(labels[key], {"\t": tr("tab", "制表符")}.get(value, value)) for key, value in self.read.items()]


def rows_said(rows: Iterable[int]) -> str:
    """``row 4``, ``rows 4, 7``, or the first and how many more."""
    numbers = list(rows)
    named = tr(", ", "、").join(str(row) for row in numbers[:NAMED])
    if len(numbers) == 1:
        return tr("row {n}", "第{n}行", n=named)
    if len(numbers) <= NAMED:
        return tr("rows {n}", "第{n}行", n=named)
    return tr("{all} rows ({n} and {more} more)", "{all}行（第{n}行等，另有{more}行）", all=len(numbers), n=named,
              more=len(numbers) - NAMED)  # fmt: skip


def counted(values: Iterable[object]) -> str:
    """Distinct values with their counts, the most frequent first: ``0.5 (3), 0.8 (1)``."""
    from collections import Counter

    found = Counter(str(value) for value in values).most_common()
    shown = tr(", ", "、").join(f"{value} ({n})" for value, n in found[:8])
    return shown + (tr(" and {n} more", "等另{n}种", n=len(found) - 8) if len(found) > 8 else "")
