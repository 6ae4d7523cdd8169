"""People of one's own in the app: a list uploaded, what its columns mean, whether it is plausible, then played."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from functools import partial
from html import escape

import ipywidgets as widgets

from ladder_sim.core.foreign import Widget
from ladder_sim.core.i18n import Title, language, tr
from ladder_sim.core.plain_data import PlainForm
from ladder_sim.core.problems import LadderError
from ladder_sim.desk.desk import Desk
from ladder_sim.desk.state import OWN_PEOPLE
from ladder_sim.experiment.roster_checking import check_roster
from ladder_sim.model.roster import DATE_ORDERS, ROSTER_COLUMNS
from ladder_sim.notebook.banner import Banner, guarded
from ladder_sim.notebook.layout import put_in
from ladder_sim.notebook.sidebar import button, dropdown
from ladder_sim.notebook.uploads import on_disk, upload
from ladder_sim.people.reading import ColumnUse
from ladder_sim.people.rosters.column_titles import called
from ladder_sim.people.rosters.headers import NOT_READ
from ladder_sim.people.rosters.words import personal
from ladder_sim.report.page.roster_page import headline
from ladder_sim.results.roster_check import RosterCheck

#: What a list leaves open at times, as menus: the key under ``roster:`` of a workforce's file, and what may stand
#: there.
DECISIONS: Mapping[str, tuple[Title, Mapping[str, Title]]] = {
    "pay": (Title("Pay is", "薪酬口径"), {"month": Title("a month's", "月薪"), "year": Title("a year's", "年薪")}),
    "dates": (Title("Dates", "日期写法"), {str(key): title for key, title in DATE_ORDERS.items()}),
    "decimal": (Title("Decimal sign", "小数点写法"),
                {"point": Title("point: 1.5", "点：1.5"), "comma": Title("comma: 1,5", "逗号：1,5")}),
}  # fmt: skip


class PeoplePage:
    """A list of people, held in the memory of this session alone: on the disk only while it is read.

    Parameters
    ----------
    usual : the workforce that is on show when the list has gone, and whose assumptions hold for its people
    played : called when the people have come onto the desk
    """

    def __init__(self, desk: Desk, usual: str, played: Callable[[], object]) -> None:
        self.desk, self._usual, self._played = desk, usual, played
        self.banner = Banner()
        self.check: RosterCheck | None = None
        self.columns: dict[str, str] = {}  # column -> header, as chosen by menus
        self.decided: dict[str, str] = {}
        self._file: tuple[str, bytes] | None = None
        self._spoken = ""
        self._body = widgets.VBox()
        self.widget = widgets.VBox([self.banner.widget, self._body])
        self.widget.add_class("ls-page")

    def build(self) -> None:
        """Bring everything into the language in use."""
        now = language()
        if self._spoken != now:
            self._spoken = now
            self._again()

    @property
    def base(self) -> str:
        """The workforce whose assumptions hold for the people: the one on show, unless that is the list itself."""
        return self._usual if self.desk.now.people == OWN_PEOPLE else self.desk.now.people

    # -- the list ---------------------------------------------------------------------------------

    @guarded
    def take(self, name: str, content: bytes) -> None:
        """Take a list up, and check it."""
        self.banner.clear()
        self._file, self.columns, self.decided = (name, content), {}, {}
        self._again()

    @guarded
    def mean(self, header: str, column: str) -> None:
        """Have a header mean a column, '' for none; what meant that column before means none."""
        self.columns = {key: one for key, one in self.columns.items() if one != header and key != column}
        if column:
            self.columns[column] = header
        else:
            before = next((one.column for one in self._uses() if one.header == header), "")
            if before:
                self.columns[before] = NOT_READ
        self._again()

    @guarded
    def decide(self, key: str, value: str) -> None:
        """Say what the file leaves open; '' to have it found out."""
        self.decided = {name: one for name, one in {**self.decided, key: value}.items() if one}
        self._again()

    @guarded
    def play(self) -> None:
        """Put the people on the desk and show them. What raises `LadderError` is told."""
        assert self.check is not None
        if self.check.workforce is None:
            raise LadderError(self.check.problems.errors)
        self.desk.take_people_in(OWN_PEOPLE, self.check.workforce)
        self._again()
        self._played()

    @guarded
    def delete(self) -> None:
        """Delete the list, out of the desk and out of memory."""
        self._file, self.check, self.columns, self.decided = None, None, {}, {}
        if self.desk.book.knows_people(OWN_PEOPLE):
            self.desk.take_people_away(OWN_PEOPLE, self._usual)
        self._again()
        self.banner.say(tr("The list is deleted.", "名单已删除。"))

    def _again(self) -> None:
        """Read the list anew, as chosen, and show what comes of it."""
        parts = [self._begin()]
        if self._file is not None:
            try:
                self.check, folder = self._checked(*self._file)
            except LadderError:
                put_in(self._body, parts)
                self.check = None
                raise
            parts += [self._what_to_do(), self._table(), *self._report(folder)]
        put_in(self._body, parts)

    def _checked(self, name: str, content: bytes) -> tuple[RosterCheck, str]:
        """What the list says as chosen, and the folder it was in while it was read."""
        with on_disk(name, content) as path:
            said: PlainForm = {"file": path.name, "columns": self.columns}
            said |= {key: {"per": way} if key == "pay" else way for key, way in self.decided.items()}
            how = path.with_name("own-people.how.yaml")
            text = {"workforce": OWN_PEOPLE, "based_on": self.base, "people": {"roster": said}}
            how.write_text(json.dumps(text, ensure_ascii=False), encoding="utf-8")
            scheme = self.desk.book.scheme(self.desk.now.scheme, self.desk.now.texts)
            return check_roster(path, how, scheme), str(path.parent)

    def _uses(self) -> list[ColumnUse]:
        return [] if self.check is None else self.check.reading.columns

    # -- widgets ----------------------------------------------------------------------------------

    def _begin(self) -> Widget:
        told = tr("A list of today's people, a row each: staff number, date of hire, role or grade; further columns if "
                  "you have them. It stays in this session, is in no link and no file, and goes with the session; "
                  "names are never read.",
                  "当前在岗人员名单，每人一行：工号、入职日期、岗位层级或职级，其余列可选。名单只保留在本次会话中，"
                  "不写入链接或文件，会话结束即删除；姓名从不读取。")  # fmt: skip
        take = upload(tr("Upload a list (.xlsx, .csv)", "上传名单（.xlsx、.csv）"), ".xlsx,.xls,.csv,.txt", self.take)
        row = widgets.HBox([take])
        row.add_class("ls-page-row")
        return widgets.VBox([widgets.HTML(f'<div class="ls-lead">{escape(told)}</div>'), row])

    def _what_to_do(self) -> Widget:
        assert self._file is not None and self.check is not None
        play = button(tr("Play with these people", "以此名单试算"), self.play, "main")
        play.disabled = not self.check.ok
        name = widgets.HTML(f"<b>{escape(self._file[0])}</b>")
        made = widgets.HBox([name, play, button(tr("Delete this list", "删除此名单"), self.delete)])
        made.add_class("ls-page-row")
        return made

    def _table(self) -> Widget:
        """What each header means, to be changed by menus."""
        assert self.check is not None
        rows = [self._header(one) for one in self._uses()]
        for key, (title, ways) in DECISIONS.items():
            options = [
                (tr("found out from the file", "由文件判断"), ""),
                *((str(one), way) for way, one in ways.items()),
            ]
            menu = dropdown(str(title), options, self.decided.get(key, ""))
            menu.observe(partial(self._decided, key), names="value")
            rows.append(menu)
        head = widgets.HTML(f"<h3>{escape(tr('What each column means', '各列含义'))}</h3>")
        made = widgets.Box(rows)
        made.add_class("ls-mapping")
        return widgets.VBox([head, made])

    def _header(self, use: ColumnUse) -> Widget:
        now = use.column if use.column in self._meanings() else ""
        options = [(tr("not read", "不读取"), ""), *((title, name) for name, title in self._meanings().items())]
        menu = dropdown(use.header, options, now)
        menu.tooltip = use.use
        menu.disabled = personal(use.header)
        menu.observe(partial(self._meant, use.header), names="value")
        return menu

    def _meanings(self) -> dict[str, str]:
        """What a header may mean, in words: the columns that are known, and the attributes of the workforce."""
        base = self.desk.book.workforce(self.base)
        names = dict.fromkeys((*ROSTER_COLUMNS, *base.people.attributes))
        return {name: called(name, base.people.attributes) for name in names}

    def _meant(self, header: str, change: Widget) -> None:
        self.mean(header, change["new"])

    def _decided(self, key: str, change: Widget) -> None:
        self.decide(key, change["new"])

    def _report(self, folder: str) -> list[Widget]:
        """The check in words, tables and pictures; of the place where it was read no word."""
        assert self.check is not None
        told = self.check._repr_html_()
        if self.check.roster is None:  # first what to put right
            wrong = "".join(f"<li>{escape(str(one))}</li>" for one in self.check.problems.errors)
            told = f"<p><b>{escape(headline(self.check))}</b></p><ul>{wrong}</ul>{told}"
        made = widgets.HTML(told.replace(escape(folder + os.sep), "").replace(folder + os.sep, ""))
        made.add_class("ls-report")
        return [made]
