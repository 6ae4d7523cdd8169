"""Texts changed in place: what is not meant to change keeps every sign."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from places import ROOT

from ladder_sim.core.plain_data import PlainData, PlainForm
from ladder_sim.core.problems import Problems
from ladder_sim.files.extents import PlacedText, placed
from ladder_sim.files.rewriting import rewritten, same

SHIPPED = sorted([*(ROOT / "scenarios").glob("schemes/*.yaml"), *(ROOT / "scenarios").glob("workforces/*.yaml")])


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def read(text: str) -> PlacedText:
    problems = Problems()
    found = placed(text, "test.yaml", problems)
    assert found is not None and not problems.errors
    return found


def changed(text: str, change: Callable[[PlainForm], object]) -> str:
    given = read(text)
    form = given.tree.plain()
    change(form)
    return rewritten(given, form)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_nothing_meant_changes_nothing(path: Path) -> None:
    given = read(text_of(path))
    assert rewritten(given, given.tree.plain()) == given.text


# --- every kind of change, at random places -----------------------------------------------------------

NEW: tuple[PlainData, ...] = (
    12, True, None, "mean(kpi, 3) >= 81", "x: y", "- dash", "文字，测试", "  blanks ", "two\nlines", {}, [],
    {"en": "A", "zh": "乙"}, ["a", "b"], {"a": [{"b": 1, "c": {"en": "x", "zh": "y"}}]},
)  # fmt: skip


def places(value: PlainData, loc: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if loc:
        yield loc
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in pairs:
        yield from places(part, (*loc, key))


def mutated(form: PlainForm, luck: random.Random) -> None:
    """One change at a random place: another value, one entry less, one more, another order, another key."""
    *above, key = luck.choice(list(places(form)))
    holder: PlainData = form
    for part in above:
        holder = holder[part]
    kind = luck.choice(("set", "remove", "insert", "order", "key"))
    if isinstance(holder, list):
        if kind in ("remove", "order"):
            taken = holder.pop(key)
        if kind == "order":
            holder.insert(luck.randrange(len(holder) + 1), taken)
        elif kind == "insert":
            holder.insert(key, luck.choice(NEW))
        elif kind != "remove":
            holder[key] = luck.choice(NEW)
        return
    entries = list(holder.items())
    at = [name for name, _ in entries].index(key)
    if kind == "set":
        entries[at] = (key, luck.choice(NEW))
    elif kind == "remove":
        del entries[at]
    elif kind == "insert":
        entries.insert(at + luck.randrange(2), ("zz_new", luck.choice(NEW)))
    elif kind == "order":
        luck.shuffle(entries)
    else:
        entries[at] = ("zz_renamed", entries[at][1])
    holder.clear()
    holder.update(entries)


def comments(text: str) -> list[str]:
    return sorted(line.strip() for line in text.splitlines() if line.lstrip().startswith("#"))


def check_mutations(path: Path, seed: int, times: int) -> None:
    given = read(text_of(path))
    luck = random.Random(f"{path.stem} {seed}")
    for _ in range(times):
        form = copy.deepcopy(given.tree.plain())
        for _ in range(luck.randint(1, 4)):
            mutated(form, luck)
        made = read(rewritten(given, form))  # which holds by itself that it says what is meant
        assert same(made.tree.plain(), form)
        assert rewritten(given, given.tree.plain()) == given.text


@pytest.mark.parametrize("path", SHIPPED[::9], ids=lambda path: path.stem)
def test_any_change_is_said_in_place(path: Path) -> None:
    check_mutations(path, 1, 6)


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_any_change_of_any_file_is_said_in_place(path: Path) -> None:
    check_mutations(path, 2, 40)


@pytest.mark.parametrize("path", SHIPPED[::4], ids=lambda path: path.stem)
def test_lines_that_are_not_meant_stay(path: Path) -> None:
    """Of another title, of an entry less, of one more, lines far from it keep every sign, comments too."""
    text = text_of(path)
    made = changed(text, lambda form: form.update(title={"en": "Other", "zh": "其他"}))
    before, after = text.splitlines(), set(made.splitlines())
    assert len([line for line in before if line not in after]) <= 2
    assert comments(made) == comments(text)


# --- spelling -------------------------------------------------------------------------------------------

SMALL = """\
# head
scheme: s   # id
title: {en: A, zh: '甲'}
moves:
  # the first
  - id: a
    when:
      - &wait {if: "months_in_grade >= 6", id: w}   # waits
      - mean(kpi, 3) >= 80
    seats: 5
  - id: b
    when: [*wait, kpi >= 1]
notes: >-
  folded
  text
"""


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        (lambda f: f["moves"][0].update(seats=6), "seats: 5", "seats: 6"),
        (lambda f: f["title"].update(zh="乙"), "zh: '甲'", "zh: '乙'"),
        (lambda f: f["title"].update(en="A, B"), "en: A,", 'en: "A, B",'),
        (lambda f: f["moves"][0]["when"].__setitem__(1, "kpi >= 2"), "mean(kpi, 3) >= 80", "kpi >= 2"),
        (lambda f: f["moves"][0]["when"].append("kpi > 3"), "3) >= 80\n", "3) >= 80\n      - kpi > 3\n"),
        (lambda f: f["moves"][1]["when"].append("kpi > 3"), "kpi >= 1]", "kpi >= 1, kpi > 3]"),
        (lambda f: f["moves"][1]["when"].pop(0), "[*wait, kpi", "[kpi"),
        (lambda f: f["moves"][0].pop("seats"), "    seats: 5\n", ""),
        (lambda f: f.update(notes="other"), ">-\n  folded\n  text", "other"),
        (lambda f: f["moves"][0].update(seats={"a": 1}), "seats: 5", "seats: {a: 1}"),
    ],
)  # fmt: skip
def test_a_change_stands_where_it_is_meant(change: Callable[[PlainForm], object], before: str, after: str) -> None:
    assert before in SMALL
    assert changed(SMALL, change) == SMALL.replace(before, after)


def test_what_is_written_once_moves_to_who_repeats_it() -> None:
    """The move that bears the name goes: its value and its spelling come to the other one."""
    made = changed(SMALL, lambda form: form["moves"].pop(0))
    assert 'when: [&wait {if: "months_in_grade >= 6", id: w}, kpi >= 1]' in made
    assert "# the first" in made


def test_what_is_repeated_is_written_out_where_it_differs() -> None:
    made = changed(SMALL, lambda form: form["moves"][1]["when"][0].update({"if": "months_in_grade >= 9"}))
    assert "when: [{if: months_in_grade >= 9, id: w}, kpi >= 1]" in made
    assert '&wait {if: "months_in_grade >= 6", id: w}' in made


def test_an_entry_that_is_moved_keeps_its_comments() -> None:
    text = "scheme: s\nmoves:\n  - id: a   # one\n    to: x # two\n  - id: b\n"
    made = changed(text, lambda form: form["moves"].reverse())
    assert made == "scheme: s\nmoves:\n  - id: b\n  - id: a   # one\n    to: x # two\n"


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_lines_end_as_in_the_file(ending: str) -> None:
    text = SMALL.replace("\n", ending)
    made = changed(text, lambda form: form["moves"].append({"id": "c", "when": [{"if": "kpi >= 1"}]}))
    assert made.count(ending) == made.count("\n")
    assert "  - id: c\n    when:\n      - {if: kpi >= 1}\n" in made.replace("\r\n", "\n")
