"""The pages of the app beside the explorer, without a browser: form, people of one's own, views, and opening a file."""

from __future__ import annotations

import base64
import json
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from places import ROOT

import ladder_sim as ls
from ladder_sim.core.i18n import speaking, use
from ladder_sim.desk.reading import read
from ladder_sim.desk.state import OWN_PEOPLE
from ladder_sim.desk.written import written
from ladder_sim.notebook.pages.view_kinds import ViewAnswer, ViewProgress
from ladder_sim.notebook.served import ServedLimits
from ladder_sim.notebook.uploads import LARGEST_UPLOAD, on_disk
from ladder_sim.report.document.document import report_sections

widgets = pytest.importorskip("ipywidgets")

if TYPE_CHECKING:
    from ladder_sim.notebook.app_page import App

SCHEME, PEOPLE = "three-grade-growth", "small-department-30"
ROSTER = "Key,Hired,Role,Pay\n" + "\n".join(
    f"k{n},{2018 + n % 6}-0{1 + n % 9}-01,{'lead' if n % 10 == 0 else 'agent'},{5000 + 9 * n}" for n in range(40)
)


@pytest.fixture
def app() -> Iterator[App]:
    use("en")
    made = ls.app(SCHEME, PEOPLE, months=6, replications=4)
    made.settings = made.settings
    yield made
    use("en")


def left_behind() -> set[str]:
    return {name for name in os.listdir(tempfile.gettempdir()) if name.startswith("ladder-sim-upload-")}


# --- the page ----------------------------------------------------------------------------------------


def test_a_page_that_has_been_built_is_sent_what_it_missed(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    explorer = app.explorer
    assert explorer is not None
    sent: list[object] = []
    monkeypatch.setattr(widgets.Widget, "send_state", lambda self, key=None: sent.append(self) if key is None else None)
    explorer.desk_controls.restore.value = "\n"  # as the page says that it listens, and had kept nothing
    for one in (explorer.status, explorer.tiles, explorer.legend, explorer.numbers, *explorer.images):
        assert one in sent, one
    assert app.desk.now.scheme == SCHEME and explorer.banner.text == "" and not app.desk.history.past


def living() -> int:
    """How many widgets have not been closed."""
    from ipywidgets.widgets import widget

    return len(widget._instances)


def test_what_is_no_longer_shown_is_let_go(app: App) -> None:
    explorer = app.explorer
    assert explorer is not None
    app.form.blank()
    app.own_people.take("ours.csv", ROSTER.encode())
    there = set()
    for _ in range(3):
        explorer.speak("zh")
        explorer.speak("en")
        explorer.reset()
        there.add(living())
    assert len(there) == 1
    for one in (*explorer.images, explorer.status, app.form.widget, app.own_people.widget, *app.pickers.values()):
        assert one.comm is not None, "what is shown lives"
    assert explorer.banner.text == ""


# --- the form ----------------------------------------------------------------------------------------


def test_a_scheme_from_a_blank_page_is_played_and_compared_with_what_was_there(app: App) -> None:
    app.form.blank()
    app.turn_page("form")
    app.form.play()
    assert app.desk.now.scheme == "my-scheme" and app.page == "explorer"
    assert app.explorer is not None and app.explorer.scheme.id == "my-scheme"
    assert app.desk.now.sheet.baseline is not None and app.desk.now.sheet.baseline.scheme == SCHEME
    assert ("My scheme (yours)", "my-scheme") in [*app.pickers["scheme"].options]
    app.desk.turn_to(app.desk.history.past[-1])
    assert ("My scheme (yours)", "my-scheme") not in [*app.pickers["scheme"].options], "of the step before"


def test_what_is_pressed_on_a_page_just_opened_is_still_there(app: App) -> None:
    first = app.form._head.children
    app.turn_page("form")
    app.turn_page("explorer")
    app.turn_page("form")
    assert app.form._head.children == first and first[0].comm is not None
    app.turn_page("explorer")
    app.pickers["scheme"].value = "three-routes"
    app.turn_page("form")
    assert app.form.known.value == "three-routes"


def test_a_copy_has_an_id_and_a_title_of_its_own(app: App) -> None:
    app.form.copy("ecommerce-dual-track")
    editor = app.form.editor
    assert editor is not None and editor.scheme.id == "ecommerce-dual-track-2"
    assert editor.scheme.title.spellings == (
        "E-commerce promotion in two routes (copy)",
        "电商部门双通道晋升制度（副本）",
    )
    app.form.play()
    assert app.desk.now.sheet.baseline is not None and app.desk.now.sheet.baseline.scheme == "ecommerce-dual-track"


def test_what_is_wrong_with_a_scheme_is_told_and_it_stays_in_the_form(app: App) -> None:
    app.form.blank()
    editor = app.form.editor
    assert editor is not None
    editor.desk.change(lambda sheet: sheet.set(("entry",), "nobody"))
    app.form.play()
    assert "nobody" in app.form.banner.text and app.desk.now.scheme == SCHEME
    assert app.desk.history.draft == editor.text, "kept all the same"


def test_a_scheme_that_has_the_id_of_one_at_hand_is_refused(app: App) -> None:
    app.form.blank()
    editor = app.form.editor
    assert editor is not None
    editor.desk.change(lambda sheet: sheet.set(("scheme",), "three-routes"))
    app.form.play()
    assert "give yours another id" in app.form.banner.text


def test_what_stands_in_the_form_outlives_the_session(app: App) -> None:
    app.form.blank()
    app.form.play()
    assert app.form.editor is not None
    app.form.editor.desk.change(lambda sheet: sheet.set(("title",), "Later"))
    file = written(app.desk.history)
    again = ls.app(SCHEME, PEOPLE, months=6, replications=4)
    again.desk.take_up(read(file, "x"), whole=True)
    assert again.form.editor is not None and again.form.editor.text == app.form.editor.text
    assert again.desk.now.scheme == "my-scheme" and str(again.explorer.scheme.title) == "My scheme"  # type: ignore[union-attr]  # it is there
    assert file.count("Back to junior agent") == 2, "of one text of the past, and the form's"


def test_another_is_begun_only_after_a_question(app: App) -> None:
    app.form.blank()
    assert app.form.editor is not None
    app.form.editor.desk.change(lambda sheet: sheet.set(("title",), "Later"))
    app.form._another()
    assert app.form.editor is not None and app.form._asking
    app.form._drop()
    assert app.form.editor is None and app.desk.history.draft == ""


def test_a_policy_document_becomes_a_scheme_and_no_file_is_left(app: App) -> None:
    text = (ROOT / "docs" / "policies.md").read_text(encoding="utf-8")
    before = left_behind()
    app.form.document("../rules.md", text.encode())
    assert app.form.editor is not None and app.form.draft is not None, app.form.banner.text
    assert left_behind() == before
    app.form.document("rules.pdf", b"%PDF")
    assert "rules.pdf" in app.form.banner.text


def test_the_form_goes_on_in_another_language(app: App) -> None:
    app.form.blank()
    assert app.explorer is not None
    app.explorer.speak("zh")
    assert app.form.editor is not None
    assert [title for title in app.names.options if title[0] == "编写方案"]
    assert "撤销" in {getattr(one, "description", "") for one in below(app.form.editor.root)}


def below(widget: widgets.Widget) -> Iterator[widgets.Widget]:
    yield widget
    for one in getattr(widget, "children", ()):
        yield from below(one)


# --- people --------------------------------------------------------------------------------------------


def test_a_list_is_mapped_by_menus_played_and_deleted_and_never_stays_on_the_disk(app: App) -> None:
    page, before = app.own_people, left_behind()
    page.take("ours.csv", ROSTER.encode())
    assert page.check is not None and not page.check.ok, "whose column has the keys is not known"
    report = "".join(one.value for one in below(page.widget) if isinstance(one, widgets.HTML))
    what = escape(str(page.check.problems.errors[0]).rpartition(os.sep)[2])
    assert report.index(what) < report.index("How it was read"), "what to do first"
    page.mean("Key", "person")
    assert page.check is not None and page.check.ok and not page.banner.text
    page.mean("Pay", "")
    assert page.check.roster is not None and "pay" not in page.check.roster.columns
    page.mean("Pay", "pay")
    page.decide("pay", "year")
    assert page.check is not None and page.check.roster is not None
    assert page.check.roster.columns["pay"][1] == pytest.approx(5009 / 12)
    page.decide("pay", "")
    page.play()
    assert not page.banner.text
    assert app.desk.now.people == OWN_PEOPLE and app.explorer is not None and app.explorer.people.people.size == 40
    assert left_behind() == before
    assert "k7" not in written(app.desk.history)
    page.delete()
    assert app.desk.now.people == PEOPLE or app.desk.now.people == "service-center-200"
    assert OWN_PEOPLE not in written(app.desk.history) and not app.desk.book.knows_people(OWN_PEOPLE)
    assert left_behind() == before


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("x.xlsx", b"junk", "x.xlsx"), ("../../etc/passwd", b"root:x:0:0", "not a table"),
     ("big.csv", b"x" * (LARGEST_UPLOAD + 1), "5 MB at most"), ("empty.csv", b"", "empty")],
)  # fmt: skip
def test_a_hostile_list_is_refused_in_words(app: App, name: str, content: bytes, words: str) -> None:
    before = left_behind()
    app.own_people.take(name, content)
    told = app.own_people.banner.text + "".join(getattr(one, "value", "") for one in below(app.own_people.widget)
                                                if isinstance(one, widgets.HTML))  # fmt: skip
    assert words in told and "Something went wrong" not in told
    assert tempfile.gettempdir() not in told, "where it was read is nobody's business"
    assert left_behind() == before


def test_a_file_is_written_into_its_own_folder_whatever_it_is_called() -> None:
    for name in ("../../x.csv", "..\\x.csv", "/etc/x.csv", ".x.csv", "a" * 300 + "x.csv"):
        with on_disk(name, b"1") as path:
            assert path.parent.name.startswith("ladder-sim-upload-") and path.name.endswith("x.csv")
        assert not path.exists() and not path.parent.exists()


def test_a_desk_that_was_played_with_a_list_goes_on_without_it(app: App) -> None:
    app.own_people.take("ours.csv", ROSTER.replace("Key,", "person,").encode())
    app.own_people.play()
    file = written(app.desk.history)
    again = ls.app(SCHEME, PEOPLE, months=6, replications=4)
    lines = again.desk.take_up(read(file, "x"), whole=True)
    assert again.desk.now.people == PEOPLE and "upload the list again" in lines[0]


# --- views ---------------------------------------------------------------------------------------------


def test_the_page_of_views_tells_of_sliders_that_were_moved(app: App) -> None:
    explorer = app.explorer
    assert explorer is not None
    name, control = next((k, c) for k, c in explorer.parameter_controls.controls.items() if hasattr(c, "step"))
    control.value = control.min if control.value != control.min else control.max
    assert name in explorer.changed
    app.turn_page("views")
    told = app.views.widget.children[0].value
    assert told.count(str(explorer.scheme.title)) == 2 and str(explorer.scheme.parameters[name].title) in unescape(told)


def test_a_view_of_nothing_is_told_and_the_others_stay_usable(app: App) -> None:
    app.views.panes["why"].begin()
    assert "the what-if is the baseline" in app.views.panes["why"].banner.text
    assert not app.views.panes["lives"].banner.text and app.views.task is None


@pytest.mark.parametrize("limits", [None, ServedLimits()])
def test_where_many_have_sessions_memory_is_given_back_when_a_view_has_come(
    app: App, monkeypatch: pytest.MonkeyPatch, limits: ServedLimits | None
) -> None:
    given: list[bool] = []
    monkeypatch.setattr("ladder_sim.notebook.pages.views_page.give_back", lambda: given.append(True))
    app.views._settings = replace(app.settings, limits=limits)
    pane = app.views.panes["choice"]
    pane.take(app.desk.now, ViewProgress(1, 2))
    assert not given
    pane.take(app.desk.now, ViewAnswer({"en": "so", "zh": "如此"}))
    assert bool(given) == (limits is not None) and pane.result.value == "so"


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["why", "tornado", "worlds", "choice", "fairness", "winners", "lives", "switch"])
def test_each_view_is_made_in_both_languages(app: App, kind: str) -> None:
    turn_a_rule(app)
    pane = app.views.panes[kind]  # type: ignore[index]  # one of them
    pane.begin()
    told = pane.banner.text
    assert (pane.made is not None) or "no group to audit" in told, told
    if pane.made is not None:
        assert set(pane.made.answer.html) == {"en", "zh"} and pane.result.value == pane.made.answer.html["en"]
        with speaking("zh"):
            pane.tell()
            assert pane.result.value == pane.made.answer.html["zh"]
        assert app.explorer is not None and app.explorer.view is not None
        shown = app.explorer.view.comparison
        assert not [one for run in shown.runs if (one := shown.short(run.scheme.id)) in pane.made.answer.html["zh"]]


def turn_a_rule(app: App) -> None:
    """Move the first slider to its end: a what-if that is not the baseline."""
    assert app.explorer is not None
    name = next(one for one in app.explorer.scheme.parameters.values() if isinstance(one.value, int | float))
    app.explorer.parameter_controls.controls[name.name].value = name.high


def told_of(app: App) -> tuple[set[str], list[str]]:
    """The sections that files from the app would have, and what it says they leave out."""
    assert app.explorer is not None
    comparison, left_out = app.explorer.keeping._told()
    return {section.id for section in report_sections(comparison)}, left_out


#: Views that reports have a section of, by its id.
REPORTED = {"why": "why", "tornado": "doubt", "worlds": "doubt", "choice": "choice", "switch": "switch"}


@pytest.mark.slow
@pytest.mark.parametrize("kind", REPORTED)
def test_a_view_goes_into_the_files_with_the_figures_that_it_shows(app: App, kind: str) -> None:
    turn_a_rule(app)
    assert REPORTED[kind] not in told_of(app)[0]
    pane = app.views.panes[kind]  # type: ignore[index]  # one of them
    pane.begin()
    assert pane.made is not None, pane.banner.text
    assert app.explorer is not None
    comparison, left_out = app.explorer.keeping._told()
    (section,) = [one for one in report_sections(comparison) if one.id == REPORTED[kind]]
    assert not left_out
    cells = {cell for table in (section.tables or section.appendix)[:1] for row in table.rows for cell in row}
    shown = unescape(pane.result.value)
    assert cells and sum(cell in shown for cell in cells) > 0.8 * len(cells), "the same figures"
    assert len(pane.made.answer.findings) < 1_000_000, "the runs stay where they are"
    app.explorer.keeping.download("html")
    assert app.explorer.banner.told == []
    held = re.findall(r'base64,([^"]+)"', app.explorer.banner.text)
    assert unescape(section.headline) in unescape(base64.b64decode(held[0]).decode())


@pytest.mark.slow
def test_a_view_of_what_was_before_is_left_out_and_told(app: App) -> None:
    turn_a_rule(app)
    app.views.panes["choice"].begin()
    assert "choice" in told_of(app)[0]
    assert app.explorer is not None
    app.explorer.workforce_controls.controls["market"].value = 120
    app.explorer.speak("zh")
    sections, (line,) = told_of(app)
    assert "choice" not in sections and "“如何选择”未写入" in line and "120%" in line
    app.explorer.speak("en")
    app.views.panes["choice"].begin()
    sections, (line,) = told_of(app)
    assert "choice" not in sections and "on the people as they are set" in line
    app.explorer.compare_controls.together.value = True
    app.views.panes["choice"].begin()
    assert "choice" in told_of(app)[0] and not told_of(app)[1]
    app.explorer.keeping.download("csv")
    assert app.explorer.banner.told == []


# --- a file --------------------------------------------------------------------------------------------


def test_a_scheme_beside_the_catalog_is_opened_and_goes_along_with_the_desk(tmp_path: Path) -> None:
    text = (ROOT / "scenarios" / "schemes" / f"{SCHEME}.yaml").read_text(encoding="utf-8")
    (tmp_path / "ours.yaml").write_text(text.replace(f"scheme: {SCHEME}", "scheme: ours"), encoding="utf-8")
    app = ls.app(file=tmp_path / "ours.yaml", months=6, replications=4)
    assert app.desk.now.scheme == "ours" and "ours" in app.desk.now.texts
    (tmp_path / "desk.json").write_text(written(app.desk.history), encoding="utf-8")
    assert ls.app(file=tmp_path / "desk.json", months=6, replications=4).desk.now == app.desk.now


def test_a_study_lays_its_schemes_on_the_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = {"study": "ours", "title": "Ours", "workforce": PEOPLE, "schemes": [SCHEME, "three-routes"],
             "baseline": "three-routes", "months": 7, "replications": 3, "seed": 5}  # fmt: skip
    (tmp_path / "ours.yaml").write_text(json.dumps(study), encoding="utf-8")
    monkeypatch.setenv("LADDER_SIM_OPEN", str(tmp_path / "ours.yaml"))
    app = ls.app()
    assert (app.desk.now.scheme, app.desk.now.people) == (SCHEME, PEOPLE)
    assert app.desk.now.sheet.baseline is not None and app.desk.now.sheet.baseline.scheme == "three-routes"
    assert (app.settings.months, app.settings.replications, app.settings.seed) == (7, 3, 5)


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text("brief: b\n", encoding="utf-8")
    for name, words in (("b.yaml", "is a brief"), ("none.yaml", "no such file")):
        with pytest.raises(ls.LadderError, match=words):
            ls.app(file=tmp_path / name)
