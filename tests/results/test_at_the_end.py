"""Moves that a run has decided and that take effect after its end: told where counts are told, and counted nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from two_grades import SCHEME, WORKFORCE

import ladder_sim as ls
from ladder_sim.cli import main
from ladder_sim.core.i18n import speaking
from ladder_sim.results.at_the_end import decided

PEOPLE = yaml.safe_load(WORKFORCE)
QUARTERLY = yaml.safe_load(SCHEME)
DATED = {**QUARTERLY, "scheme": "dated", "reviews": {"quarterly": {"every": "quarter", "effective": 12}}}
SHORT: dict[str, Any] = {"replications": 6, "seed": 3}


def played(form: dict[str, Any], months: int, **more: Any) -> ls.Run:
    return ls.simulate(form, PEOPLE, months=months, **SHORT, **more)


def test_what_the_last_month_decides_is_what_a_longer_run_shows_next() -> None:
    short, longer = played(QUARTERLY, 6), played(QUARTERLY, 7)
    moved = longer.moves.query("month == 7")["people"].sum() / 6
    assert moved > 0 and decided(short.axes, short.counts) == moved == decided(
        short.axes, short.counts, promotions=True
    )
    assert short.moves.empty and decided(longer.axes, longer.counts) == 0
    taken = short.ledger.query("month == 6 and reason == 'moved'")["reviews"].sum() / 6
    assert taken == moved, "the ledger has them"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_tables_of_moves_say_what_they_leave_out(language: str) -> None:
    with speaking("zh" if language == "zh" else "en"):
        run = played(QUARTERLY, 6, events=True)
        n = f"{round(decided(run.axes, run.counts), 2):g}"
        words = (
            "month 6 and in effect after the end of the run" if language == "en" else "第6个月决定、模拟结束后才生效"
        )
        for name in ("moves", "events", "ledger"):
            note = run.frame(name).attrs["note"]  # type: ignore[arg-type]
            assert words in note and f"{n} a replication" in note.replace("每次重复", f"{n} a replication")
        assert run.frame("headcount").attrs["note"] == "" == played(QUARTERLY, 7).moves.attrs["note"]


def test_cases_that_are_under_way_are_told_too() -> None:
    run = played(DATED, 8)
    under = run.ledger.query("reason == 'under way'")["reviews"].sum() / 6
    assert under > 0 and decided(run.axes, run.counts) == 0 and run.moves.empty
    told = f"cases under way at the end, in the ledger alone: {round(under, 2):g} a replication"
    assert run.moves.attrs["note"] == told


def test_a_comparison_says_it_once_where_it_is_much() -> None:
    other = {**QUARTERLY, "scheme": "low", "title": "Low bar", "parameters": {"bar": {"value": 70}}}
    both = ls.compare([QUARTERLY, other], PEOPLE, months=6, **SHORT)
    (note,) = both.notes
    assert note == (
        "Promotions decided in month 6 take effect after the end of the run and are not counted; of Two grades and Low"
        " bar they are at least a tenth of those that are. A run of 7 months counts them."
    )
    assert set(both.moves.attrs["note"]) == {"two-grades", "low"}
    assert ls.compare([QUARTERLY, other], PEOPLE, months=7, **SHORT).notes == ()
    long = ls.compare([QUARTERLY, other], PEOPLE, months=60, **SHORT)
    assert long.notes == (), "a few of many"
    with speaking("zh"):
        (note,) = ls.compare([QUARTERLY, other], PEOPLE, months=6, **SHORT).notes
        assert "第6个月决定的晋升在模拟结束后才生效，未计入统计" in note


def test_a_run_on_the_command_line_says_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "two-grades.yaml").write_text(SCHEME, "utf-8")
    (tmp_path / "twenty.yaml").write_text(WORKFORCE, "utf-8")
    files = [str(tmp_path / "two-grades.yaml"), "--workforce", str(tmp_path / "twenty.yaml")]
    for months, told in (("6", 1), ("7", 0)):
        main(["run", *files, "--months", months, "--replications", "6"])
        assert capsys.readouterr().out.count("Promotions decided in month") == told
