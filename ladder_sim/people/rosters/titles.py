"""Titles of a roster taken for roles and grades, as the user says it; what is not said is never guessed."""

from __future__ import annotations

from pathlib import Path

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Place, Problems, nearest
from ladder_sim.files import shown_path
from ladder_sim.model.roster import RosterNeeds
from ladder_sim.people.cells import PeopleTable, ReaderOf, Unfit, UnknownWord, word
from ladder_sim.people.reading import Finding, RosterReading, TitleCount
from ladder_sim.people.rosters.headers import NOT_READ
from ladder_sim.people.rosters.words import spelling
from ladder_sim.people.tables import sheets
from ladder_sim.people.tables.workbooks import Cell
from ladder_sim.people.titles import title_rows


class MappedTitles:
    """What the titles of a list of people mean: what the workforce file says, and its table of titles."""

    def __init__(self, needs: RosterNeeds, problems: Problems) -> None:
        given = needs.mapping
        self.roles = {spelling(title): role for title, role in given.roles.items()}
        self.grades = {spelling(title): grade for title, grade in given.grades.items()}
        self.needs = needs
        before = len(problems.errors)
        if given.titles:
            self._read(Path(given.titles), problems)
        self._broken = len(problems.errors) > before  # then titles that it does not tell are its fault, told once
        self.stated = bool(self.roles or self.grades or given.titles)

    def _read(self, file: Path, problems: Problems) -> None:
        for row in title_rows(file, problems, "role", "grade"):
            if row.role and row.role not in self.needs.roles:
                problems.add(Place(shown_path(file), row.line, 0, "role"), tr(
                    "'{role}' is no role; roles are {known}", "“{role}”不是岗位层级；可用：{known}", role=row.role,
                    known=tr(", ", "、").join(self.needs.roles)) + nearest(row.role, self.needs.roles))  # fmt: skip
                continue
            self.roles.setdefault(spelling(row.title), row.role)
            self.grades.setdefault(spelling(row.title), row.grade)

    def share_column(self, table: PeopleTable) -> None:
        """One column of titles may say both the role and the grade."""
        for mine, other, said in (("role", "grade", self.roles), ("grade", "role", self.grades)):
            wanted = any(said.values()) and self.needs.mapping.columns.get(mine) != NOT_READ
            if wanted and mine not in table.at and other in table.at:
                table.at[mine] = table.at[other]

    def role(self) -> ReaderOf[str | None]:
        """The reader of the column of roles: what the titles say, else the words of roles.

        Of a cell that is neither it raises `Unfit`.
        """

        def read(cell: Cell) -> str:
            said = spelling(cell)
            if said in self.roles and (self.roles[said] or self.grades.get(said)):
                return self.roles[said]  # '' of a title that says the grade alone
            try:
                return word(cell, self.needs.roles)
            except UnknownWord:
                if self.grades.get(said) or self._broken:
                    return ""
                if self.stated:  # one fault for each distinct title, however many there are
                    raise Unfit(_unmapped(sheets.text(cell))) from None
                raise

        return read

    def grade(self, table: PeopleTable, reading: RosterReading) -> list[str | None]:
        """The grade of each row; of titles that say none one line each, and the role places these people."""
        found = table.read("grade", sheets.text)
        if not any(self.grades.values()):
            return found
        known = {spelling(grade) for grade in self.grades.values()}
        made = [text if text is None else self.grades.get(spelling(text), text) for text in found]
        left: dict[str, int] = {}
        for text in found:
            said = spelling(text or "")
            if text and said not in self.grades and said not in known:
                left[text] = left.get(text, 0) + 1
        for text, count in left.items():
            reading.doubt(table.place("grade"), Finding("grade", tr(
                "'{title}' ({n:,} rows) is none of the titles under grades; the role places these people",
                "“{title}”（{n:,}行）不在 grades 所列之内；这些人员按岗位层级定位", title=text, n=count), count,
                f"roster: {{grades: {{{text}: …}}}}"))  # fmt: skip
        silent = set(left)
        return ["" if text in silent else value for text, value in zip(found, made, strict=True)]

    def count(self, table: PeopleTable, reading: RosterReading) -> None:
        """Note the titles with their rows, and what each was taken for: the draft of a table of titles."""
        column = next((name for name in ("role", "grade") if name in table.at), None)
        if column is None:
            return
        counts: dict[str, int] = {}
        for _, cell in table.cells_of(column):
            counts[sheets.text(cell)] = counts.get(sheets.text(cell), 0) + 1
        for title, rows in sorted(counts.items(), key=lambda item: -item[1]):
            reading.titles.append(TitleCount(title, rows, self._taken(title), self.grades.get(spelling(title), "")))

    def _taken(self, title: str) -> str:
        if spelling(title) in self.roles:
            return self.roles[spelling(title)]
        try:
            return word(title, self.needs.roles)
        except Unfit:
            return ""


def _unmapped(title: str) -> str:
    return tr(
        "'{title}' is none of the titles in the workforce file and no role; write roster: {{roles: {{{title}: …}}}}, "
        "or fill it in in the table of titles",
        "“{title}”不在人员文件所列名称之内，也不是岗位层级；请写 roster: {{roles: {{{title}: …}}}}，"
        "或在名称对照表中填写",
        title=title,
    )
