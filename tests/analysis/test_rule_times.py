"""Where the time of a run goes: every second to one rule, by its title, and no figure changed by looking."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from two_grades import SCHEME, WORKFORCE

import ladder_sim as ls
from ladder_sim.analysis.rule_times import rule_times
from ladder_sim.cli import main
from ladder_sim.engine import stopwatch
from ladder_sim.engine.stopwatch import OUTSIDE, measuring, over


def test_a_second_goes_to_the_innermost_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look at the clock is a second later: two inside the metric's move, one in the metric."""
    seconds = itertools.count()
    monkeypatch.setattr(stopwatch.time, "perf_counter", lambda: float(next(seconds)))
    with measuring() as watch, over(watch, "move", "a"), over(watch, "metric", "m"):
        pass
    assert watch.spent == {OUTSIDE: 2.0, ("move", "a"): 2.0, ("metric", "m"): 1.0}


def test_work_that_fails_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = itertools.count()
    monkeypatch.setattr(stopwatch.time, "perf_counter", lambda: float(next(seconds)))
    with measuring() as watch:
        with pytest.raises(ZeroDivisionError), over(watch, "pay", "bonus"):
            _ = 1 / 0
        watch.stop()
    assert watch.spent[OUTSIDE] == 3.0
    assert watch.spent["pay", "bonus"] == 1.0


def test_every_rule_is_told_by_its_title_and_nothing_changes() -> None:
    plain = ls.simulate("fabric-star-pay", months=12, replications=3)
    with measuring() as watch:
        run = ls.simulate("fabric-star-pay", months=12, replications=3)
    assert np.array_equal(run.counts.moves, plain.counts.moves)
    assert np.array_equal(run.counts.pay, plain.counts.pay)
    times = rule_times(watch, run)
    assert sum(one.share for one in times) == pytest.approx(1)
    assert [one.seconds for one in times] == sorted((one.seconds for one in times), reverse=True)
    told = {(one.kind, one.name): one.title for one in times}
    assert OUTSIDE not in told
    monthly = [name for name, metric in run.workforce.metrics.items() if metric.at == "month"]
    own = {("move", move.id) for move in run.axes.moves if move.months}
    own |= {("pay", name) for name, _ in run.axes.parts if name not in ("base", "award", "arrears")}
    own |= {("score", score.name) for score in run.scheme.scores if score.every.step <= 12}
    assert own <= set(told)
    assert {name for kind, name in told if kind == "metric"} & set(monthly)
    assert told["move", "star_up"] == "move: One star up"
    assert stopwatch.stopwatch() is None


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """A scheme and its people in files, and a run of little work."""
    scheme, workforce = tmp_path / "two-grades.yaml", tmp_path / "twenty.yaml"
    scheme.write_text(SCHEME, encoding="utf-8")
    workforce.write_text(WORKFORCE, encoding="utf-8")
    return ["run", str(scheme), "--workforce", str(workforce), "--months", "12", "--replications", "2", "--profile"]


def test_the_command_tells_it_in_both_languages(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(files) == 0
    english = capsys.readouterr().out
    assert "share of the time" in english
    assert "480 person-months in" in english
    assert main(["--lang", "zh", *files]) == 0
    chinese = capsys.readouterr().out
    assert "时间占比" in chinese
    assert "480人月，用时" in chinese
    assert main([*files, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["profile"]
    assert sum(one["share"] for one in told) == pytest.approx(1)
    assert {"kind", "id", "title", "seconds", "share"} == set(told[0])


def test_what_other_processes_play_is_not_measured(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*files, "--workers", "2", "--store", "kept"]) == 2
    assert "leave out --workers and --store" in capsys.readouterr().err
    assert main(["--lang", "zh", *files, "--resume"]) == 2
    assert "请去掉 --store" in capsys.readouterr().err
