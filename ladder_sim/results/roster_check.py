"""What a check of a list of people found: how it was read, who is in, what is doubtful, what it means for a run."""

from __future__ import annotations

import os
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ladder_sim.core.display import table_html
from ladder_sim.core.doors import through
from ladder_sim.core.formats import JSON_FORMAT
from ladder_sim.core.i18n import tr
from ladder_sim.core.json_text import AsData
from ladder_sim.core.leading import Leading
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.problems import Problems
from ladder_sim.core.roles import ROLES
from ladder_sim.core.thresholds import SMALL_GROUP
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Roster, Workforce
from ladder_sim.people.reading import RosterReading
from ladder_sim.scenarios.defaults import Leaned

if TYPE_CHECKING:
    from matplotlib.figure import Figure

USUAL = (0.02, 0.80)  # turnover a year outside of which something is wrong rather than unusual


@dataclass(frozen=True, slots=True)
class Implied:
    """What the people imply in the months 1 to 12 when nobody is promoted.

    Parameters
    ----------
    turnover : share a year
    low, high : its 5th and 95th percentile in 100 replications
    kpi : mean score, in points; NaN where there is none
    """

    turnover: float
    low: float
    high: float
    kpi: float

    @property
    def usual(self) -> bool:
        """Does the turnover lie where that of companies does?"""
        return USUAL[0] <= self.turnover <= USUAL[1]

    def __str__(self) -> str:
        said = tr("turnover in the first year, nobody promoted: {mean:.0%} (90% of replications between {low:.0%} and "
                  "{high:.0%}); mean KPI {kpi:.1f}",
                  "首年离职率（无人晋升时）：{mean:.0%}（90%的重复在{low:.0%}至{high:.0%}之间）；平均绩效{kpi:.1f}",
                  mean=self.turnover, low=self.low, high=self.high, kpi=self.kpi)  # fmt: skip
        if self.usual:
            return said
        return said + tr("; outside {low:.0%} to {high:.0%}: something in the file or in the workforce's leaving is "
                         "wrong",
                         "；超出{low:.0%}至{high:.0%}：花名册或人员文件的离职设定可能有误", low=USUAL[0],
                         high=USUAL[1])  # fmt: skip


@dataclass(frozen=True, slots=True, repr=False)
class RosterCheck(AsData, Leading):
    """The result of `check_roster`.

    Parameters
    ----------
    reading : how the file was read, with everything that was left out, converted or doubtful
    roster, workforce : the people, and the workforce made of them; None where there is an error
    scheme : whose grades and roles the list was read for; None where none was named
    problems : errors and warnings, each with file, row and column
    implied : what the people imply for a first year; None where there is an error
    leaned : the assumptions of the default workforce, where none was named
    """

    reading: RosterReading
    roster: Roster | None
    workforce: Workforce | None
    scheme: Scheme | None
    problems: Problems
    implied: Implied | None
    leaned: tuple[Leaned, ...] = ()

    def __repr__(self) -> str:
        state = "clean" if self.clean else "doubts" if self.ok else "errors"
        return f"<RosterCheck {self.reading.file}: {self.reading.kept} people, {state}; print() tells them>"

    def __str__(self) -> str:
        return "\n".join(self.summary())

    @property
    def ok(self) -> bool:
        """Is there no error?"""
        return not self.problems.errors

    @property
    def clean(self) -> bool:
        """Is there no error and nothing doubtful?"""
        return self.ok and not self.reading.findings and (self.implied is None or self.implied.usual)

    def who(self) -> list[tuple[str, int]]:
        """Who is in and who is not, and why: label and count."""
        rows = [(tr("rows below the headers", "表头以下的行"), self.reading.rows)]
        rows += [(item.why, -len(item.rows)) for item in self.reading.passed]
        return [*rows, (tr("people at work on the first day", "首日在岗人员"), self.reading.kept)]

    def groups(self) -> list[tuple[str, ...]]:
        """The people by role, the lowest first, and grade: how many, and where five or more their medians.

        Of pay a month and of years of service; '–' of fewer than five people.
        """
        if self.roster is None:
            return []
        rows: dict[tuple[str, str], list[int]] = {}
        for place, key in enumerate(zip(self.roster.role, self.roster.grade, strict=True)):
            rows.setdefault(key, []).append(place)

        columns = self.roster.columns

        def median(name: str, mine: list[int], scale: float, text: str) -> str:
            known = [float(columns[name][i]) for i in mine] if name in columns else []
            known = [value / scale for value in known if value == value]
            return f"{statistics.median(known):{text}}" if len(known) >= SMALL_GROUP else "–"

        order = [*ROLES, *sorted({role for role, _ in rows} - set(ROLES))]
        groups = sorted(rows.items(), key=lambda row: (order.index(row[0][0]), row[0][1]))
        return [(str(ROLES[role].many) if role in ROLES else role or "–", grade or "–", f"{len(mine):,}",
                 median("pay", mine, 1, ",.0f"), median("months_employed", mine, 12, ".1f"))
                for (role, grade), mine in groups]  # fmt: skip

    def doubts(self) -> list[tuple[str, str, str]]:
        """What is doubtful: columns, what, and the line that would settle it; columns of one doubt stand together."""
        together: dict[tuple[str, str], list[str]] = {}
        for finding in self.reading.findings:
            together.setdefault((finding.message, finding.remedy), []).append(finding.column)
        return [(tr(", ", "、").join(columns), message, remedy) for (message, remedy), columns in together.items()]

    def summary(self) -> list[str]:
        """The check in sentences, in the language in use; of a list with errors these first."""
        errors = [str(problem) for problem in self.problems.errors]
        if errors and not self.reading.rows:
            return errors  # nothing was read
        colon = tr(": ", "：")
        lines = [f"{label}{colon}{value}" for label, value in self.reading.how]
        lines += [f"{label}{colon}{count:,}" for label, count in self.who()]
        lines += [*self.reading.lines, *(f"{finding.column}{colon}{finding}" for finding in self.reading.findings)]
        return [*errors, *lines, *([] if self.implied is None else [str(self.implied)])]

    def to_dict(self) -> JsonObject:
        """The check for programs; no name and no key of a person stands in it."""
        reading = self.reading
        return {
            "format": JSON_FORMAT,
            "file": reading.file,
            "ok": self.ok,
            "read": reading.read,
            "columns": [{"header": c.header, "column": c.column, "use": c.use} for c in reading.columns],
            "rows": reading.rows,
            "kept": reading.kept,
            "passed_over": [{"why": item.why, "count": len(item.rows)} for item in reading.passed],
            "statuses": [{"word": s.word, "count": s.count, "taken": s.taken} for s in reading.statuses],
            "lines": list(reading.lines),
            "findings": [{"column": f.column, "message": f.message, "count": f.count, "remedy": f.remedy}
                         for f in reading.findings],
            "errors": [str(problem) for problem in self.problems.errors],
            "implied": None if self.implied is None else {
                "turnover": self.implied.turnover, "low": self.implied.low, "high": self.implied.high,
                "kpi": None if self.implied.kpi != self.implied.kpi else self.implied.kpi, "usual": self.implied.usual,
            },
            "leaned_on": [{"address": of.address, "title": of.title, "value": of.value} for of in self.leaned],
        }  # fmt: skip

    def tables(self) -> list[tuple[str, str, tuple[str, ...], list[tuple[str, ...]]]]:
        """Everything as tables: a name for programs, title, columns, rows. Tables without a row are left out."""
        reading = self.reading
        made: list[tuple[str, str, tuple[str, ...], Sequence[Sequence[str]]]] = [
            ("read", tr("How it was read", "读取方式"), (tr("what", "项目"), tr("found", "结果")), list(reading.how)),
            ("columns", tr("Columns", "各列含义"), (tr("header", "表头"), tr("read as", "读作"), tr("how", "说明")),
             [(c.header, c.called, c.use) for c in reading.columns]),
            ("who", tr("Who is in", "人员口径"), (tr("what", "项目"), tr("rows", "行数")),
             [(label, f"{count:,}") for label, count in self.who()]),
            ("people", tr("The people", "人员构成"), (tr("role", "岗位层级"), tr("grade", "职级"), tr("people", "人数"),
             tr("median pay a month", "月薪中位数"), tr("median years of service", "司龄中位数（年）")), self.groups()),
            ("statuses", tr("Words of the status", "状态用词"), (tr("word", "用词"), tr("rows", "行数"),
                                                             tr("taken as", "读作")),
             [(s.word or tr("(empty)", "（空）"), f"{s.count:,}", s.taken or tr("unknown",
                                                                             "未知")) for s in reading.statuses]),
            ("lines", tr("Decided and converted", "判定与换算"), (tr("line", "说明"),), [(line,
                                                                                   ) for line in reading.lines]),
            ("doubtful", tr("Doubtful", "存疑之处"), (tr("column", "列"), tr("what", "问题"),
                                                  tr("line of the workforce file",
                                                                              "人员文件写法")),
             self.doubts()),
            ("errors", tr("Errors", "错误"), (tr("error", "错误"),), [(str(problem),
                                                                   ) for problem in self.problems.errors]),
            ("implied", tr("What it means for a run", "对模拟的含义"), (tr("months 1 to 12", "第1至12个月"),),
             [] if self.implied is None else [(str(self.implied),)]),
            ("leaned", tr("Defaults leaned on", "所依据的默认值"), (tr("what", "项目"), tr("value", "取值"),
                                                   tr("where to replace it", "替换位置")),
             [(of.title, of.value, of.address) for of in self.leaned]),
        ]  # fmt: skip
        return [(name, title, columns, [tuple(row) for row in rows]) for name, title, columns, rows in made if rows]

    def _repr_html_(self) -> str:
        """The check in a notebook, with its pictures where the people could be read."""
        tables = "".join(table_html(columns, rows, titles=title) for _, title, columns, rows in self.tables())
        return tables if self.roster is None else f"{through('RosterCheck.picture')(self)}{tables}"

    def plot(self) -> Figure:
        """Who is in, pay, tenure, teams and the turnover implied, in one picture."""
        picture: Figure = through("RosterCheck.plot")(self)
        return picture

    def save(self, path: str | os.PathLike[str], *, force: bool = False) -> Path:
        """Write the check as one HTML page with pictures.

        Parameters
        ----------
        path : of the page
        force : also over a file that somebody edited or that comes from elsewhere

        Returns
        -------
        The path written.

        Raises
        ------
        LadderError
            The file cannot be written, or another is in the way.
        """
        written: Path = through("RosterCheck.save")(self, path, force=force)
        return written
