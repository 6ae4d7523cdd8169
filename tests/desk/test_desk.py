"""The desk without a widget: states, steps back and forth, versions, words, and the file and link that hold it."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ladder_sim.core.i18n import use
from ladder_sim.core.problems import LadderError
from ladder_sim.desk import history as steps
from ladder_sim.desk.book import DeskBook
from ladder_sim.desk.desk import Desk
from ladder_sim.desk.forms import LARGEST
from ladder_sim.desk.history import MOST_STEPS, MOST_VERSIONS, DeskHistory
from ladder_sim.desk.reading import check_fits, read, read_file, read_link
from ladder_sim.desk.state import (
    Candidate,
    DeskState,
    SchemeSheet,
    with_changes,
    with_own,
    with_sheet,
    without_changes,
)
from ladder_sim.desk.words import differences
from ladder_sim.desk.workforce_settings import WorkforceSettings
from ladder_sim.desk.written import LONGEST_LINK, kept, link, written

SCHEME, OTHER, PEOPLE = "three-grade-growth", "three-routes", "small-department-30"
BLANK = DeskState(SCHEME, PEOPLE)
VALUES = st.one_of(st.booleans(), st.integers(-9, 9), st.floats(-9, 9), st.text("ab<é中", max_size=4))
CHANGES = st.dictionaries(st.text("abc_", min_size=1, max_size=4), VALUES, max_size=3)
SETTINGS = st.builds(WorkforceSettings, headcount=st.none() | st.integers(1, 99), market=st.floats(0.5, 2),
                     hiring=st.sampled_from(["keep", "grow5"]))  # fmt: skip
CANDIDATES = st.builds(Candidate, st.sampled_from([SCHEME, OTHER]), CHANGES.map(lambda d: tuple(sorted(d.items()))),
                       SETTINGS)  # fmt: skip
SHEETS = st.builds(SchemeSheet, CHANGES.map(lambda d: tuple(sorted(d.items()))), st.none() | CANDIDATES,
                   st.lists(CANDIDATES, max_size=2).map(tuple), st.sampled_from(["", "up"]))  # fmt: skip
STATES = st.builds(
    DeskState, st.sampled_from([SCHEME, OTHER]), st.just(PEOPLE), st.dictionaries(st.just(OTHER), SHEETS),
    st.dictionaries(st.just(PEOPLE), SETTINGS), st.booleans(),
    st.dictionaries(st.just("mine"), st.text("a:\n中 ", max_size=9)),
)  # fmt: skip


@pytest.fixture(scope="module")
def book() -> DeskBook:
    return DeskBook()


def parameter(book: DeskBook, at: int = 0) -> tuple[str, float, float]:
    """The name of a scheme's numeric parameter, its value, and another within its range."""
    numbers = [one for one in book.scheme(SCHEME).parameters.values()
               if not isinstance(one.value, bool | str) and one.high is not None and one.high > one.value]  # fmt: skip
    found = numbers[at]
    assert not isinstance(found.value, str) and found.high is not None
    return found.name, found.value, found.high


# --- steps -------------------------------------------------------------------------------------------


@given(st.lists(STATES, min_size=1, max_size=8), st.integers(0, 8))
def test_undo_and_redo_are_each_others_inverse(states: list[DeskState], back: int) -> None:
    history = DeskHistory(BLANK)
    for state in states:
        history = steps.stepped(history, state)
    again = history
    for _ in range(back):
        again = steps.undone(again)
    for _ in range(back):
        again = steps.redone(again)
    assert again == history
    for _ in states:
        history = steps.undone(history)
    assert history.now == BLANK and steps.undone(history) == history


def test_steps_that_belong_together_are_taken_back_at_once() -> None:
    one, two = (with_changes(BLANK, {"bar": value}, WorkforceSettings()) for value in (1, 2))
    history = steps.stepped(steps.stepped(DeskHistory(BLANK), one), two, joined=True)
    assert history.now == two and history.past == (BLANK,)
    assert steps.stepped(history, two) is history, "what changes nothing is no step"
    taken_back = steps.undone(history)
    assert steps.stepped(taken_back, one).future == (), "a new step ends what could be redone"


def test_a_history_is_bounded() -> None:
    history = DeskHistory(BLANK)
    for value in range(MOST_STEPS + 9):
        history = steps.stepped(history, with_changes(BLANK, {"bar": value + 1}, WorkforceSettings()))
    assert len(history.past) == MOST_STEPS
    for number in range(MOST_VERSIONS):
        history = steps.named(history, f"v{number}")
    with pytest.raises(LadderError, match="there are 30 versions, the most"):
        steps.named(history, "one more")


def test_undo_keeps_the_language() -> None:
    history = steps.spoken(steps.stepped(DeskHistory(BLANK), replace(BLANK, scheme=OTHER)), "zh")
    assert steps.undone(history).now == replace(BLANK, language="zh")
    assert len(history.past) == 1, "a language is no step"


def test_what_was_done_with_a_scheme_is_kept_while_another_is_on_show() -> None:
    state = with_changes(BLANK, {"bar": 80}, WorkforceSettings(leaving=1.5))
    away = with_changes(replace(state, scheme=OTHER), {"wait": 3}, state.own)
    back = replace(away, scheme=SCHEME)
    assert dict(back.sheet.changed) == {"bar": 80} and back.own.leaving == 1.5
    assert without_changes(without_changes(away)).sheets.keys() == {SCHEME}
    assert with_own(with_sheet(BLANK, SchemeSheet()), WorkforceSettings()) == BLANK, "what is blank is not kept"


@pytest.mark.parametrize(
    ("name", "words"), [("  ", "needs a name"), ("x" * 99, "longer than 80"), ("a", "'a' already")]
)
def test_a_name_that_will_not_do(name: str, words: str) -> None:
    with pytest.raises(LadderError, match=words):
        steps.named(steps.named(DeskHistory(BLANK), "a"), name)


def test_versions_are_reopened_and_forgotten_by_name() -> None:
    other = replace(BLANK, scheme=OTHER)
    history = steps.stepped(steps.named(DeskHistory(BLANK), "before  the meeting"), other)
    again = steps.reopened(history, "before the meeting")
    assert again.now == BLANK and again.past[-1] == other
    assert steps.forgotten(again, "before the meeting").versions == ()
    with pytest.raises(LadderError, match="no version 'before the meetin'; did you mean 'before the meeting'"):
        steps.forgotten(again, "before the meetin")


def test_versions_of_a_file_do_not_take_the_place_of_those_at_hand() -> None:
    mine = steps.named(DeskHistory(BLANK), "a")
    theirs = steps.named(DeskHistory(replace(BLANK, scheme=OTHER)), "a")
    both = steps.taken_up(mine, theirs)
    assert [one.name for one in both.versions] == ["a", "a (2)"] and both.past == (BLANK,)
    assert steps.taken_up(both, mine).versions == both.versions


# --- file and link -----------------------------------------------------------------------------------


@given(st.lists(STATES, min_size=1, max_size=4))
def test_what_is_written_is_read_again(states: list[DeskState]) -> None:
    history = steps.named(DeskHistory(states[0]), "first")
    for state in states:
        history = steps.stepped(history, state)
    history = steps.undone(history)
    assert read(written(history), "desk.json") == history == read_link(kept(history))
    assert read_link("https://example.com/" + link(states[0])).now == states[0]


def test_a_link_is_short_and_one_that_is_not_is_refused() -> None:
    state = with_changes(BLANK, {"bar": 80, "wait": 3}, WorkforceSettings(leaving=1.5))
    assert len(link(state)) < 300
    noise = "".join(chr(0x4E00 + (i * 7919) % 20000) for i in range(6000))
    with pytest.raises(LadderError, match="more than mail and chat pass on; download"):
        link(replace(state, texts={"mine": noise}))
    assert LONGEST_LINK < 10_000


def bomb() -> str:
    return base64.urlsafe_b64encode(zlib.compress(b" " * (3 * LARGEST))).decode()


@pytest.mark.parametrize("end", ["#desk=xx", "#desk=###", "#desk=" + link(BLANK)[6:-9], "#desk=" + bomb(), "é"])
def test_a_link_that_is_not_whole(end: str) -> None:
    with pytest.raises(LadderError, match="the link is not whole; copy it again"):
        read_link(end)


def test_everything_wrong_with_a_file_is_said_at_once_with_its_place(tmp_path: Path) -> None:
    data = json.loads(written(DeskHistory(with_own(BLANK, WorkforceSettings(leaving=1.5)))))
    data["now"]["settings"][PEOPLE] = {"leaving": -1, "hiring": "grow6", "pay": 1}
    data["now"]["together"] = "perhaps"
    path = tmp_path / "desk.json"
    path.write_text(json.dumps(data, indent=1), encoding="utf-8")
    with pytest.raises(LadderError) as caught:
        read_file(path)
    said = str(caught.value)
    assert "pay" in said and "leaving" in said and "together" in said and "desk.json:" in said
    data["now"]["together"], data["now"]["settings"][PEOPLE] = False, {"hiring": "grow6"}
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(LadderError, match=r"hiring: unknown 'grow6'; did you mean 'grow5'"):
        read_file(path)
    path.write_text("scheme: x\n", encoding="utf-8")
    with pytest.raises(LadderError, match="is no desk"):
        read_file(path)


def test_values_that_do_not_fit_the_scheme_are_all_told(book: DeskBook) -> None:
    name, _, high = parameter(book)
    wrong = {name: high + 1, "no_such": 1, parameter(book, 1)[0]: "text"}
    with pytest.raises(LadderError) as caught:
        check_fits(with_changes(BLANK, wrong, WorkforceSettings()), book)
    said = str(caught.value)
    assert "is outside" in said and "no parameter 'no_such'" in said and "of another kind" in said
    with pytest.raises(LadderError, match=r"three-route.*did you mean 'three-routes'"):
        check_fits(replace(BLANK, scheme="three-route"), book)
    with pytest.raises(LadderError, match="is no id"):
        check_fits(replace(BLANK, scheme="../secret.yaml"), book)


def test_a_scheme_of_ones_own_goes_along_as_text(book: DeskBook, tmp_path: Path) -> None:
    text = Path(book.scheme(OTHER).file).read_text(encoding="utf-8").replace(f"scheme: {OTHER}", "scheme: mine")
    state = replace(BLANK, scheme="mine", texts={"mine": text})
    check_fits(state, DeskBook())
    assert DeskBook().scheme("mine", read(written(DeskHistory(state)), "x").now.texts).title == book.scheme(OTHER).title


# --- words and use -----------------------------------------------------------------------------------


def test_differences_are_told_in_words(book: DeskBook) -> None:
    name, value, high = parameter(book)
    title = book.scheme(SCHEME).parameters[name].title
    after = with_changes(BLANK, {name: high}, WorkforceSettings(leaving=1.5))
    after = replace(with_sheet(after, replace(after.sheet, baseline=Candidate(OTHER), beside=(Candidate(OTHER),))),
                    together=True)  # fmt: skip
    lines = differences(BLANK, after, book)
    assert lines[0].startswith(f"{title} = ") and "(was " in lines[0]
    assert f"beside it: {book.scheme(OTHER).title}" in lines and "Chance of leaving = 150% of the file's" in lines
    back = differences(after, BLANK, book)
    assert "Chance of leaving: as in the file again" in back and len(back) == len(lines)
    use("zh")
    assert all(any("一" <= sign <= "鿿" for sign in line) for line in differences(BLANK, after, book))
    assert differences(after, after, book) == [] and value < high


def test_a_desk_that_cannot_show_a_state_stays_where_it_was(book: DeskBook) -> None:
    desk = Desk(BLANK, book)
    shown: list[str] = []

    def show() -> None:
        if desk.now.scheme == OTHER:
            raise LadderError("does not fit")
        shown.append(desk.now.scheme)

    desk.show = show
    with pytest.raises(LadderError, match="does not fit"):
        desk.turn_to(replace(BLANK, scheme=OTHER))
    assert desk.history == DeskHistory(BLANK) and shown == []
    desk.name("start")
    desk.step(replace(BLANK, together=True))
    desk.reopen("start")
    assert desk.now == BLANK and shown == [SCHEME] and desk.changes_since("start") == []
    with pytest.raises(LadderError):
        desk.take_up(DeskHistory(replace(BLANK, people="nobody")))
    assert desk.now == BLANK


def test_people_of_ones_own_are_gone_from_every_state(book: DeskBook) -> None:
    desk = Desk(BLANK, DeskBook())
    desk.take_people_in("own", book.workforce(PEOPLE))
    desk.step(with_own(desk.now, WorkforceSettings(leaving=2.0)))
    desk.name("with my people")
    desk.take_people_away("own", PEOPLE)
    history = desk.history
    states = [history.now, *history.past, *(one.state for one in history.versions)]
    assert all("own" not in (one.people, *one.settings) for one in states)
    assert not desk.book.knows_people("own")
