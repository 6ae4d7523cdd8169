"""Files as forms: nothing is lost on the way, every change gives a scheme or faults with places."""

from __future__ import annotations

from pathlib import Path

import pytest
from places import ROOT

from ladder_sim.core.i18n import speaking
from ladder_sim.core.problems import LadderError
from ladder_sim.editing.fields import FormField, field_at, fields_of
from ladder_sim.editing.parts import with_condition, with_entry, with_grade, with_move, with_stage, with_track
from ladder_sim.editing.remarks import loc_of, remarks_at, remarks_of
from ladder_sim.editing.sheet import FileSheet, names_at, read_sheet
from ladder_sim.editing.starting import blank_sheet, sheet_of
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.policies.drafting import draft

SCHEMES = sorted(path.stem for path in (ROOT / "scenarios" / "schemes").glob("*.yaml"))
PEOPLE = sorted(path.stem for path in (ROOT / "scenarios" / "workforces").glob("*.yaml"))


def check_there_and_back(sheet: FileSheet) -> None:
    """Changes of every kind, taken back: the same bytes; on the way a record, or faults that have a place."""
    title = sheet.value(("title",))
    made = sheet.set(("title",), {"en": "Other", "zh": "其他"}).set(("notes",), ["n"])
    assert made.changed
    assert isinstance(made.checked.made, Scheme | Workforce)
    back = made.set(("title",), title).set(("notes",), sheet.value(("notes",)))
    assert back.text == sheet.original.text
    broken = sheet.set((sheet.kind,), "x").set(("entry" if sheet.kind == "scheme" else "start",), "no such")
    assert broken.checked.made is None
    assert all(one.place.line and one.message for one in broken.checked.errors)


@pytest.mark.parametrize("name", [*SCHEMES[::8], *PEOPLE[:1]])
def test_a_file_as_a_form_and_back(name: str) -> None:
    check_there_and_back(sheet_of(name, "scheme" if name in SCHEMES else "workforce"))


@pytest.mark.slow
@pytest.mark.parametrize("name", [*SCHEMES, *PEOPLE[1:]])
def test_any_file_as_a_form_and_back(name: str) -> None:
    sheet = sheet_of(name, "scheme" if name in SCHEMES and name not in PEOPLE else "workforce")
    assert not sheet.changed
    check_there_and_back(sheet)


def test_a_change_is_said_at_its_place_and_in_the_order_of_the_guides() -> None:
    sheet = blank_sheet().set(("ladder", "service", "senior", "seats"), 5).set(("team_size",), 8)
    assert "base: 5000, seats: 5}" in sheet.text
    assert sheet.text.index("\nteam_size: 8") > sheet.text.index("\npay:")
    assert isinstance(sheet.checked.made, Scheme)


def test_what_is_said_once_for_several_is_changed_for_all_or_for_one() -> None:
    sheet = sheet_of("grading-template")
    loc = ("moves", 0, "when", 0, "if")
    assert sheet.shared_with(loc) == (("moves", 1, "when", 0, "if"),)
    both = sheet.set(loc, "months_in_grade >= 18")
    assert both.value(("moves", 1, "when", 0, "if")) == "months_in_grade >= 18"
    assert both.text.count("*service") == 1
    one = sheet.set(loc, "months_in_grade >= 18", everywhere=False)
    assert one.value(("moves", 1, "when", 0, "if")) == "months_in_grade >= next.wait"
    assert isinstance(one.checked.made, Scheme)


def test_a_grade_taken_away_leaves_faults_where_it_was_named() -> None:
    sheet = blank_sheet().remove(("ladder", "service", "senior"))
    assert sheet.checked.made is None
    remarks = remarks_of(sheet)
    assert {one.loc for one in remarks} == {("moves", 0, "to"), ("moves", 1, "from"), ("moves", 2, "from")}
    assert all(one.kind == "error" and one.line for one in remarks)
    assert remarks_at(remarks, ("moves", 1)) == (next(one for one in remarks if one.loc[1] == 1),)


def test_doubts_of_the_linter_stand_at_their_field() -> None:
    (doubt,) = remarks_of(blank_sheet())
    assert doubt.kind == "doubt" and doubt.loc == ("moves", 2)
    assert loc_of("moves[0].when[1].if") == ("moves", 0, "when", 1, "if")
    assert loc_of("") == ()


def test_new_parts_make_a_scheme_at_once() -> None:
    sheet = blank_sheet()
    for section in ("parameters", "reviews", "scores", "pay"):
        sheet = with_entry(sheet, section).sheet
    grade = with_grade(sheet, "service")
    assert grade.loc == ("ladder", "service", "grade_2")
    assert grade.sheet.value((*grade.loc, "base")) == sheet.value(("ladder", "service", "senior", "base")) is not None
    track = with_track(grade.sheet)
    move = with_move(track.sheet)
    stage = with_stage(move.sheet, 3)
    made = with_condition(stage.sheet, 3, "mean(kpi, 3) >= 80").sheet
    assert isinstance(made.checked.made, Scheme), made.checked.errors
    assert made.value(("moves", 3, "when", 1)) == "mean(kpi, 3) >= 80"
    assert with_entry(made, "pay").loc == ("pay", "allowance_2")
    certified = with_entry(made, "tokens")
    assert certified.sheet.value((*certified.loc, "review")) == "quarterly"
    assert isinstance(certified.sheet.checked.made, Scheme)


def test_a_move_needs_two_grades() -> None:
    sheet = blank_sheet().set(("ladder",), {"service": {"junior": {}}}).set(("moves",), [])
    with pytest.raises(LadderError, match="add a second grade first"):
        with_move(sheet)


def test_order_is_changed_with_every_sign_of_the_lines() -> None:
    sheet = blank_sheet()
    made = sheet.move(("moves", 1), -1)
    assert [one["id"] for one in made.form["moves"]] == ["to_lead", "to_senior", "to_junior"]
    assert sorted(made.text.splitlines()) == sorted(sheet.text.splitlines())
    assert made.move(("moves", 0), 1).text == sheet.text
    grades = sheet.move(("ladder", "service", "junior"), 1)
    assert names_at(grades.form, ("ladder", "service")) == ("senior", "junior")


def test_what_cannot_be_changed_is_told() -> None:
    with pytest.raises(LadderError, match="nothing of that name"):
        blank_sheet().set(("moves", 9, "to"), "senior")
    with pytest.raises(LadderError, match=r"2:1"):
        read_sheet("scheme: s\n\tx: 1\n", "scheme")
    with pytest.raises(LadderError, match="no-such-scheme"):
        sheet_of("no-such-scheme")


def test_a_text_changed_by_hand_is_read_anew() -> None:
    sheet = blank_sheet()
    made = sheet.rewritten(
        sheet.text.replace("every: quarter", "every: month} # by hand").replace("by hand}", "by hand")
    )
    assert made.value(("reviews", "quarterly", "every")) == "month"
    assert "# by hand" in made.set(("entry",), "senior").text


def test_a_draft_and_a_record_become_forms(tmp_path: Path) -> None:
    paper = tmp_path / "rules.txt"
    paper.write_text(
        "客服岗位分为初级客服、中级客服、高级客服三级。\n初级客服任职满12个月可晋升中级客服。\n", encoding="utf-8"
    )
    sheet = sheet_of(draft(paper))
    assert sheet.text == draft(paper).to_yaml() and names_at(sheet.form, ("ladder",))
    made = blank_sheet().checked.made
    assert isinstance(made, Scheme)
    assert sheet_of(made).checked.made == made


def test_a_file_keeps_its_mark_and_takes_its_name(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("\ufeff" + blank_sheet("mine").text, encoding="utf-8")
    sheet = sheet_of(path)
    other = sheet.save(tmp_path / "yours.yaml")
    assert other.read_text(encoding="utf-8") == path.read_text(encoding="utf-8").replace(
        "scheme: mine", "scheme: yours"
    )


# --- fields -----------------------------------------------------------------------------------------------

FORMS = ((), ("ladder", "t", "g"), ("moves", 0), ("moves", 0, "when", 0), ("moves", 0, "stages", 0), ("reviews", "r"),
         ("scores", "s"), ("pay", "p"), ("parameters", "p"), ("tokens", "t"), ("probation",),
         ("moves", 0, "waive"), ("moves", 0, "probation"))  # fmt: skip


@pytest.mark.parametrize("loc", FORMS, ids=str)
def test_every_field_has_its_name_and_meaning_in_both_languages(loc: tuple[str | int, ...]) -> None:
    fields = fields_of("scheme", loc)
    assert fields
    names = [field.title.zh for field in fields]
    assert not [name for name in names if not any("\u4e00" <= sign <= "\u9fff" for sign in name)]
    assert len(set(names)) == len(names), "two fields of a form are called alike"
    assert not [field.key for field in fields if not field.help.zh or not field.help.en]


@pytest.mark.parametrize(
    ("loc", "kind", "required"),
    [
        (("title",), "title", False), (("moves", 0, "from"), "text", True), (("moves", 0, "kind"), "choice", False),
        (("moves", 0, "order"), "rule", False), (("parameters", "b", "integer"), "flag", False),
        (("parameters", "b", "from"), "number", False), (("reviews", "r", "month"), "whole", False),
        (("moves",), "list", False), (("ladder", "t"), "entries", False), (("probation",), "fields", False),
    ],
)  # fmt: skip
def test_the_schema_says_what_a_field_holds(loc: tuple[str | int, ...], kind: str, required: bool) -> None:
    field = field_at("scheme", loc)
    assert isinstance(field, FormField)
    assert (field.kind, field.required) == (kind, required)


def test_limits_and_choices_come_from_the_schema() -> None:
    month = next(one for one in fields_of("scheme", ("reviews", "r")) if one.key == "month")
    assert (month.low, month.high) == (1, 12)
    kind = next(one for one in fields_of("scheme", ("moves", 0)) if one.key == "kind")
    assert "promotion" in kind.choices
    assert field_at("scheme", ("moves", 0, "no_such")) is None


def test_a_blank_page_speaks_the_language_in_use() -> None:
    with speaking("zh"):
        assert "晋升方案" in blank_sheet().text
