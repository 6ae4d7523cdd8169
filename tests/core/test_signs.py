"""Signs that nobody can see reach no terminal and no page, and titles of any length fit where they are shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ladder_sim.cli import main
from ladder_sim.core.problems import Place, Problem, Problems
from ladder_sim.core.signs import bare, cut, fit, joined, unfit, width
from ladder_sim.files.titles import WIDEST
from ladder_sim.people.tables.sheets import read_rows
from ladder_sim.scenarios.loading import check_file, list_scenarios, load_scheme

SCHEME = "scheme: made\ntitle: TITLE\nladder: {a: {low: {base: 1}, high: {base: 2}}}\nentry: low\n"


def scheme(folder: Path, title: str) -> Path:
    path = folder / "made.yaml"
    path.write_text(SCHEME.replace("TITLE", title), encoding="utf-8")
    return path


def test_an_emoji_in_two_halves_is_one(tmp_path: Path) -> None:
    assert load_scheme(scheme(tmp_path, '"fine \\ud83d\\ude00"')).title.en == "fine 😀"


@pytest.mark.parametrize(
    ("title", "sign"),
    [
        ('"lone \\ud83d"', "U+D83D"),
        ('"esc \\e[31m"', "U+001B"),
        ('"bell \\a"', "U+0007"),
        ('"\\u202eeman"', "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("pay\u2066roll", "U+2066 LEFT-TO-RIGHT ISOLATE"),
        ('{en: x, zh: "客\\u200b服"}', "U+200B ZERO WIDTH SPACE"),
    ],
)
def test_what_cannot_be_seen_is_refused_at_its_place(title: str, sign: str, tmp_path: Path) -> None:
    (error,) = check_file(scheme(tmp_path, title)).errors
    assert error.place.line == 2 and error.place.column > 7
    assert error.message == f"holds a sign that cannot be seen: {sign}; remove it, or write the text anew"


def test_keys_and_names_too(tmp_path: Path) -> None:
    path = scheme(tmp_path, "t")
    path.write_text(path.read_text() + 'parameters: {"b\\u202ear": 1, ' + "n" * 65 + ": 2}\n", encoding="utf-8")
    told = "\n".join(str(error) for error in check_file(path).errors)
    assert "U+202E" in told and "\u202e" not in told
    assert "a name has at most 64 signs, this one 65" in told


def test_the_list_lives_with_any_title(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "scenarios" / "schemes").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    scheme(tmp_path / "scenarios" / "schemes", '"\\ud83d \\e[2J \\u202e' + "very " * 200 + '"')
    (found,) = [entry for entry in list_scenarios("scheme") if entry.id == "made"]
    assert not unfit(str(found.title)) and width(str(found.title)) <= WIDEST
    assert main(["list", "scheme"]) == 0
    out = capsys.readouterr().out
    assert "made has errors" in out and not re.search("[\x1b\u202e\ud83d]", out)


def test_messages_carry_none() -> None:
    assert str(Problem(Place("a\x1b[2Jb.yaml", 1, 1), "got \u202e")) == "a\ufffd[2Jb.yaml:1:1: got \ufffd"


def test_cells_lose_them_and_it_is_said(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("person,grade\nann\u200e,junior\nbo,sen\x07ior\n", encoding="utf-8")
    problems = Problems()
    assert read_rows(path, problems) == [["person", "grade"], ["ann", "junior"], ["bo", "senior"]]
    (warning,) = problems.warnings
    assert (warning.place.line, warning.place.column) == (2, 1)
    assert (
        warning.message == "2 cells hold signs that cannot be seen, first U+200E LEFT-TO-RIGHT MARK; they are left out"
    )


def test_ordinary_signs_stay() -> None:
    text = "Ünï 客服 e\u0301 👩\u200d💻 ✔\ufe0f naïve\nnext\tline ½ ’"
    assert fit(text) == bare(text) == joined(text) == text


@pytest.mark.parametrize(("sign", "count"), [("wide ", 60), ("wide ", 1000), ("很长", 150), ("很长", 2500)])
def test_a_long_title_is_cut_with_a_warning(sign: str, count: int, tmp_path: Path) -> None:
    path = scheme(tmp_path, f'"{sign * count}"')
    problems = check_file(path)
    assert not problems.errors
    (warning,) = problems.warnings
    assert warning.place.line == 2 and "only the beginning is shown" in warning.message
    with pytest.warns(match="only the beginning is shown"):
        title = load_scheme(path).title.en
    assert title.endswith("…") and WIDEST - 3 < width(title) <= WIDEST


def test_a_rule_is_never_cut(tmp_path: Path) -> None:
    path = scheme(tmp_path, "t")
    rule = " + ".join(["100"] * 60)
    path.write_text(path.read_text() + f"pay: {{title: {rule}}}\n", encoding="utf-8")
    assert load_scheme(path).pay[0].amount.text == rule


def test_cutting_counts_columns() -> None:
    assert cut("short", 10) == "short"
    assert cut("客服中心晋升", 8) == "客服中…" and width("客服中…") == 7
    assert cut("abcdefghij", 5) == "abcd…"
