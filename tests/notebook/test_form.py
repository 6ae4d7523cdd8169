"""The form of a scheme as widgets, without a browser: what is typed changes the file, and nothing else of it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

import ladder_sim as ls
from ladder_sim.core.i18n import speaking
from ladder_sim.editing.fields import field_at, fields_of
from ladder_sim.editing.parts import with_entry, with_stage
from ladder_sim.editing.renaming import renamed_sheet
from ladder_sim.editing.sheet import names_at, read_sheet
from ladder_sim.files.key_words import key_title
from ladder_sim.notebook.form.parts import first_value
from ladder_sim.notebook.form.sections import SECTION_OF, SECTIONS

widgets = pytest.importorskip("ipywidgets")


def below(widget: widgets.Widget) -> Iterator[widgets.Widget]:
    yield widget
    for one in getattr(widget, "children", ()):
        yield from below(one)


def named(editor: object, text: str, kind: type) -> widgets.Widget:
    """The widget of a kind whose label, tooltip or text is this."""
    found = [one for one in below(editor.root) if isinstance(one, kind)  # type: ignore[attr-defined]  # an editor
             and text in (one.description, getattr(one, "tooltip", None))]  # fmt: skip
    assert found, text
    return found[0]


def open_section(editor: object, name: str) -> None:
    editor._chosen({"new": list(SECTIONS).index(name)})  # type: ignore[attr-defined]  # as a click does


def press(editor: object, text: str) -> None:
    named(editor, text, widgets.Button).click()


def test_every_key_of_a_scheme_has_its_section() -> None:
    assert set(SECTION_OF) == {field.key for field in fields_of("scheme")}
    assert set(SECTION_OF.values()) == set(SECTIONS)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_section_opens_without_a_fault_and_changes_nothing(language: str) -> None:
    with speaking(language):  # type: ignore[arg-type]  # one of the two
        editor = ls.edit("grading-template")
        for name in SECTIONS:
            open_section(editor, name)
            for one in below(editor.root):
                if isinstance(one, widgets.Accordion):
                    for at in range(len(one.children)):
                        one.selected_index = at
    assert not editor.banner.text
    assert not editor.sheet.changed and editor.problems == ()
    assert repr(editor) == "<SchemeEditor grading-template: ready to play>"


def test_a_field_changes_the_file_and_undo_gives_it_back() -> None:
    editor = ls.edit()
    before = editor.text
    named(editor, "Title, English", widgets.Text).value = "Ours"
    assert editor.text == before.replace("{en: My scheme,", "{en: Ours,")
    press(editor, "Undo")
    assert editor.text == before
    press(editor, "Redo")
    assert str(editor.scheme.title.en) == "Ours"


def test_a_slot_of_a_condition_changes_the_rule() -> None:
    editor = ls.edit()
    open_section(editor, "moves")
    slot = named(editor, "number or parameter", widgets.Combobox)
    slot.value = "9"
    assert editor.sheet.value(("moves", 0, "when", 0)) == "months_in_grade >= 9"
    named(editor, "comparison", widgets.Dropdown).value = ">"
    assert editor.sheet.value(("moves", 0, "when", 0)) == "months_in_grade > 9"
    assert editor.scheme.moves[0].when[0].test.text == "months_in_grade > 9"


def test_a_condition_is_added_from_a_phrase() -> None:
    editor = ls.edit()
    open_section(editor, "moves")
    named(editor, "Kind of condition", widgets.Dropdown).value = 1
    named(editor, "Condition", widgets.Dropdown).value = "mean(kpi, 3) >= 80"
    press(editor, "Add condition")
    assert editor.sheet.value(("moves", 0, "when", 2)) == "mean(kpi, 3) >= 80"
    assert "      - mean(kpi, 3) >= 80\n" in editor.text


def test_a_grade_gets_another_name_and_what_refers_to_it_follows() -> None:
    editor = ls.edit()
    open_section(editor, "ladder")
    accordion = next(one for one in below(editor.root) if isinstance(one, widgets.Accordion))
    accordion.selected_index = 1
    field = next(one for one in below(accordion) if isinstance(one, widgets.Text) and one.value == "senior")
    field.value = "expert"
    assert [grade.id for grade in editor.scheme.grades] == ["junior", "expert", "lead"]
    field = next(one for one in below(editor.root) if isinstance(one, widgets.Text) and one.value == "expert")
    field.value = "mean"
    assert "word of the rule language" in editor.banner.text
    assert field.value == "expert"


def test_what_is_wrong_stands_beside_the_form_and_at_the_field() -> None:
    editor = ls.edit()
    named(editor, "Entry grade", widgets.Combobox).value = "nobody"
    assert any("nobody" in problem for problem in editor.problems)
    shown = " ".join(one.value for one in below(editor.root) if isinstance(one, widgets.HTML))
    assert "To put right: 1" in shown
    with pytest.raises(ls.LadderError, match="nobody"):
        _ = editor.scheme
    assert "problems" in repr(editor)


def test_the_whole_text_can_be_changed_by_hand() -> None:
    editor = ls.edit()
    open_section(editor, "text")
    whole = named(editor, "The whole file", widgets.Textarea)
    whole.value = editor.text.replace("every: quarter", "every: month")
    press(editor, "Use this text")
    assert editor.sheet.value(("reviews", "quarterly", "every")) == "month"
    whole = named(editor, "The whole file", widgets.Textarea)
    whole.value = "scheme: [\n"
    press(editor, "Use this text")
    assert "not valid YAML" in editor.banner.text
    assert editor.sheet.value(("reviews", "quarterly", "every")) == "month", "nothing is lost"


def test_parts_come_and_go_by_buttons() -> None:
    editor = ls.edit()
    open_section(editor, "moves")
    press(editor, "Add a move")
    assert len(editor.scheme.moves) == 4
    press(editor, "Add a stage to this move")
    assert len(editor.scheme.moves[3].stages) == 1
    press(editor, "Remove this move")
    assert len(editor.scheme.moves) == 3
    open_section(editor, "pay")
    press(editor, "Add part of pay")
    assert "allowance" in editor.sheet.form["pay"]


def test_the_file_and_the_policy_are_taken_away(tmp_path: Path) -> None:
    editor = ls.edit()
    press(editor, "Scheme file")
    links = [one.value for one in below(editor.root) if isinstance(one, widgets.HTML) and "download=" in one.value]
    assert len(links) == 1 and 'download="my-scheme.yaml"' in links[0]
    press(editor, "Policy text")
    assert not editor.banner.text
    path = editor.save(tmp_path / "ours.yaml")
    assert ls.load_scheme(path).id == "ours"
    path.write_text("other", encoding="utf-8")
    with pytest.raises(ls.LadderError):
        editor.save(path)


def test_notes_what_the_source_states_and_signals_have_fields() -> None:
    editor = ls.edit("ecommerce-dual-track")
    open_section(editor, "sources")
    lists = [one for one in below(editor.root) if isinstance(one, widgets.Accordion)]
    lists[1].selected_index = 0
    named(editor, "Text, English", widgets.Text).value = "Ours"
    assert editor.scheme.notes[0].en == "Ours"
    lists = [one for one in below(editor.root) if isinstance(one, widgets.Accordion)]
    lists[0].selected_index = 0
    named(editor, "Rule, English", widgets.Text).value = "For all of us"
    assert editor.sheet.value(("stated", 0, "rule", "en")) == "For all of us"
    press(editor, "Add note")
    press(editor, "Remove entry 1")
    assert len(editor.scheme.notes) == len(ls.load_scheme("ecommerce-dual-track").notes) or editor.problems == ()
    open_section(editor, "reviews")
    press(editor, "Add signal")
    assert editor.problems == () and "signal" in editor.sheet.form["signals"]


def test_fields_show_their_units() -> None:
    editor = ls.edit()
    open_section(editor, "parameters")
    first = next(one for one in below(editor.root) if isinstance(one, widgets.Accordion))
    first.selected_index = 0
    assert named(editor, "Value (points)", widgets.Text).value == "80"
    open_section(editor, "ladder")
    grades = [one for one in below(editor.root) if isinstance(one, widgets.Accordion)]
    grades[1].selected_index = 0
    assert named(editor, "Base pay (CNY a month)", widgets.Text).value


def opened_part(editor: object, accordion: int, at: int) -> widgets.Widget:
    """An entry of a list, opened as a click does."""
    made = [one for one in below(editor.root) if isinstance(one, widgets.Accordion)][accordion]  # type: ignore[attr-defined]  # an editor
    made.selected_index = at
    return made.children[at]


def test_arrows_move_an_entry_and_a_condition_by_one() -> None:
    editor = ls.edit()
    open_section(editor, "parameters")
    before = list(editor.sheet.form["parameters"])
    opened_part(editor, 0, 0)
    press(editor, f"“{before[0]}” down")
    assert list(editor.sheet.form["parameters"]) == [before[1], before[0], *before[2:]]
    opened_part(editor, 0, 1)
    press(editor, f"“{before[0]}” up")
    assert list(editor.sheet.form["parameters"]) == before and not editor.sheet.changed
    open_section(editor, "moves")
    rules = editor.sheet.value(("moves", 0, "when"))
    assert isinstance(rules, list) and len(rules) == 2
    press(editor, "Condition 2 up")
    assert editor.sheet.value(("moves", 0, "when")) == rules[::-1]
    press(editor, "Remove condition 1")
    assert editor.sheet.value(("moves", 0, "when")) == rules[:1]


def test_a_field_is_left_out_and_a_proposal_gives_its_name_alone() -> None:
    editor = ls.edit()
    named(editor, "Entry grade", widgets.Combobox).value = "senior — Senior agent"
    assert editor.sheet.value(("entry",)) == "senior" and editor.problems == ()
    press(editor, "Leave out “Title, Chinese”") if any(
        one.tooltip == "Leave out “Title, Chinese”" for one in below(editor.root) if isinstance(one, widgets.Button)
    ) else press(editor, "Leave out “Title”")
    assert editor.sheet.value(("title",)) is None


def test_a_fault_stands_at_its_field_and_the_last_right_ladder_stays() -> None:
    editor = ls.edit()
    named(editor, "Title, English", widgets.Text).value = "First"  # not that of a blank page
    picture, title = editor._picture.value, str(editor.desk.scheme.title)
    field = named(editor, "Entry grade", widgets.Combobox)
    field.value = "nobody"
    rows = [one for one in below(editor.root) if field in getattr(one, "children", ())]
    row = next(one for one in below(editor.root) if rows[0] in getattr(one, "children", ()))
    assert "nobody" in row.children[-1].value and "ls-error-line" in row.children[-1].value
    others = [one for one in below(editor.root) if "ls-remark" in one._dom_classes and one is not row.children[-1]]
    assert not [one for one in others if "nobody" in one.value], "at its own field alone"
    named(editor, "Title, English", widgets.Text).value = "Other"
    assert editor._picture.value == picture and str(editor.desk.scheme.title) == title == "First"
    field.value = "junior"
    assert str(editor.desk.scheme.title) == "Other" and row.children[-1].value == ""
    assert editor._picture.value != picture


def test_the_file_that_is_taken_away_is_the_one_on_show() -> None:
    editor = ls.edit()
    named(editor, "Title, English", widgets.Text).value = "Ours"
    press(editor, "Scheme file")
    held = editor._file.value.partition("base64,")[2].partition('"')[0]
    assert base64.b64decode(held).decode() == editor.text and "Ours" in editor.text
    named(editor, "Title, English", widgets.Text).value = "Theirs"
    assert editor._file.value == "", "of what was before nothing is offered"


def test_a_change_after_undo_has_nothing_to_redo() -> None:
    editor = ls.edit()
    named(editor, "Title, English", widgets.Text).value = "One"
    press(editor, "Undo")
    named(editor, "Title, English", widgets.Text).value = "Two"
    assert named(editor, "Redo", widgets.Button).disabled
    press(editor, "Undo")
    assert not editor.sheet.changed and named(editor, "Undo", widgets.Button).disabled


#: A scheme that uses every section of named entries, with comments that must stay.
WHOLE = """# Ours, as agreed
scheme: ours
title: {en: Ours, zh: 我们的}
attributes:
  license: {order: [none, full], shares: [0.5, 0.5]}  # asked at hire
indices:
  award: {yearly: 2%, month: 4, on: base}  # the award of the board
ladder:
  line:
    junior: {title: {en: Junior, zh: 初级}, base: 4000}
    senior: {title: {en: Senior, zh: 高级}, base: 5000, seats: 1 per 3 upper}
    lead: {title: {en: Lead, zh: 组长}, base: 6000}
entry: junior
caps:
  upper: {over: [senior, lead], seats: 30% of headcount}  # Article 7
  top: {over: lead, seats: 20% of upper}
statuses:
  # three months and no longer
  notice: {months: 3, reviews: none}
reviews: {half: {every: half-year}}
moves:
  - id: up
    from: line
    to: next
    review: half
    when: [months_in_grade >= 6 * award]
    order: kpi
  - {id: warn, from: line, to: same, review: half, status: notice, when: [kpi < 50]}
measures:
  licensed: {title: {en: Licensed, zh: 持证}, value: share(license == full), unit: share}  # for the board
"""


def opened(editor: object) -> list[widgets.Widget]:
    """Every widget of every section, all entries open."""
    found: list[widgets.Widget] = []
    for name in SECTIONS:
        open_section(editor, name)
        for one in [*below(editor.root)]:  # type: ignore[attr-defined]  # an editor
            if isinstance(one, widgets.Accordion):
                for at in range(len(one.children)):
                    one.selected_index = at
        found += below(editor.root)  # type: ignore[attr-defined]  # an editor
    return found


@pytest.mark.parametrize("language", ["en", "zh"])
def test_caps_statuses_indices_attributes_and_measures_have_fields(language: str) -> None:
    with speaking(language):  # type: ignore[arg-type]  # one of the two
        editor = ls.edit(WHOLE)
        shown = opened(editor)
    assert editor.text == WHOLE and not editor.banner.text and editor.problems == ()
    values = [getattr(one, "value", None) for one in shown]
    for said in ("senior, lead", "30% of headcount", "share(license == full)", "2%"):
        assert said in values, said
    areas = [one.description for one in shown if isinstance(one, widgets.Textarea)]
    for key in ("caps", "statuses", "indices", "measures"):
        assert not any(str(key_title(key)).casefold() == one.casefold() for one in areas), key


def test_a_field_of_a_cap_changes_its_line_alone() -> None:
    editor = ls.edit(WHOLE)
    open_section(editor, "ladder")
    upper = next(one for one in below(editor.root) if isinstance(one, widgets.Accordion) and "upper" in one.titles)
    upper.selected_index = 0
    field = next(one for one in below(upper) if getattr(one, "value", None) == "30% of headcount")
    field.value = "25% of headcount"
    assert editor.text == WHOLE.replace("30% of headcount", '"25% of headcount"')
    assert editor.problems == ()
    press(editor, "Undo")
    assert editor.text == WHOLE


def test_a_cap_a_status_and_an_index_get_another_name_wherever_they_are_read() -> None:
    sheet = ls.edit(WHOLE).sheet
    for kind, old, new in (("cap", "upper", "heights"), ("status", "notice", "on_notice"), ("index", "award", "rise")):
        sheet = renamed_sheet(sheet, kind, old, new)  # type: ignore[arg-type]  # kinds of the table
    wanted = WHOLE.replace("upper", "heights").replace("notice", "on_notice")
    wanted = wanted.replace("1 per 3 heights", '"1 per 3 heights"').replace("20% of heights", '"20% of heights"')
    wanted = wanted.replace("award: {", "rise: {").replace("6 * award", "6 * rise")
    assert sheet.text == wanted
    assert sheet.checked.errors == ()


@pytest.mark.parametrize(
    ("section", "button", "key"),
    [("ladder", "Add cap", "caps"), ("pay", "Add index", "indices"), ("people", "Add status", "statuses"),
     ("people", "Add attribute", "attributes"), ("measures", "Add measure", "measures"),
     ("reviews", "Add review", "reviews"), ("reviews", "Add score", "scores"), ("reviews", "Add signal", "signals"),
     ("pay", "Add part of pay", "pay"), ("parameters", "Add parameter", "parameters")],
)  # fmt: skip
def test_a_new_entry_is_right_as_it_comes(section: str, button: str, key: str) -> None:
    editor = ls.edit()
    before = names_at(editor.sheet.form, (key,))
    open_section(editor, section)
    press(editor, button)
    assert editor.problems == () and not editor.banner.text
    added = [name for name in names_at(editor.sheet.form, (key,)) if name not in before]
    assert len(added) == 1
    assert ls.load_scheme(editor.text)


#: A place of every kind of part that has keys, and what must be there before others can be added.
PLACES: tuple[tuple[str | int, ...], ...] = (
    (), ("ladder", "line", "senior"), ("moves", 0), ("moves", 0, "stages", 0), ("reviews", "half"), ("scores", "score"),
    ("tokens", "certificate"), ("pay", "allowance"), ("caps", "upper"), ("statuses", "notice"), ("indices", "award"),
    ("attributes", "license"), ("measures", "licensed"), ("parameters", "value"), ("signals", "signal"),
)  # fmt: skip


@pytest.mark.parametrize("place", PLACES, ids=lambda place: ".".join(map(str, place)) or "scheme")
def test_every_key_goes_from_the_form_to_the_file_and_back(place: tuple[str | int, ...]) -> None:
    """Each key that a part may have is added as the form adds it: the file read again is the same form."""
    sheet = read_sheet(WHOLE, "scheme")
    for section in ("parameters", "scores", "tokens", "pay", "signals"):
        sheet = with_entry(sheet, section).sheet
    sheet = with_stage(sheet, 0).sheet.set(("pay", "allowance"), {"amount": 100})
    assert sheet.checked.errors == ()
    comments = [line.partition("#")[2] for line in WHOLE.splitlines() if "#" in line]
    keys = [field for field in fields_of("scheme", place) if sheet.value((*place, field.key)) is None]
    assert keys or place[0] == "caps"
    for field in keys:
        added = sheet.set((*place, field.key), first_value(field))
        again = read_sheet(added.text, "scheme")
        assert again.form == added.form and again.text == added.text, field.key
        assert [one for one in comments if f"#{one}" not in added.text] == [], field.key
        assert read_sheet(added.remove((*place, field.key)).text, "scheme").form == sheet.form, field.key


@pytest.mark.parametrize(
    ("place", "key", "choice"),
    [(("reviews", "half"), "budget", "3% of base"), (("pay", "allowance"), "at_exit", None),
     (("moves", 0), "counts_as", "warn"), (("moves", 1), "keeps_wait", "true"),
     (("statuses", "notice"), "clocks", None)],
)  # fmt: skip
def test_keys_asked_for_often_come_with_what_can_be_played(
    place: tuple[str | int, ...], key: str, choice: str | None
) -> None:
    sheet = read_sheet(WHOLE, "scheme")
    sheet = with_entry(sheet, "pay").sheet.set(("pay", "allowance"), {"amount": 100})
    field = field_at("scheme", (*place, key))
    assert field is not None
    added = sheet.set((*place, key), choice if key == "counts_as" else first_value(field))
    assert added.checked.errors == ()
    if key == "budget":  # then what becomes of the rest of it can be said
        unspent = field_at("scheme", (*place, "unspent"))
        assert unspent is not None and unspent.choices
        for one in unspent.choices:
            assert added.set((*place, "unspent"), one).checked.errors == (), one
    if key == "counts_as":
        editor = ls.edit(added.text)
        open_section(editor, "moves")
        box = next(one for one in below(editor.root) if isinstance(one, widgets.Combobox) and one.value == "warn")
        assert any(option.startswith("up") for option in box.options), "the moves there are can be chosen"
