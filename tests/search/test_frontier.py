"""`frontier`: dominance by definition, its shares, the commands that play each point again, pictures, faults."""

from __future__ import annotations

import json
import shlex
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import scenes
from matplotlib.axes import Axes
from test_matching import COST, LADDER
from test_matching import PEOPLE as WITHOUT_RANGES

import ladder_sim as ls
from ladder_sim.charts.style import Panels
from ladder_sim.cli import main
from ladder_sim.core.arrays import Floats
from ladder_sim.core.i18n import use
from ladder_sim.core.problems import LadderError
from ladder_sim.results.dominance import Frontier, _dominates
from ladder_sim.results.intervals import samples

PEOPLE = WITHOUT_RANGES + COST


@pytest.fixture(scope="module")
def found() -> Frontier:
    schemes = ["ecommerce-dual-track", "fabric-star-pay", "three-routes", "callcenter-two-channels"]
    return ls.frontier(schemes, "small-department-30", months=6, replications=30)


def test_dominance_is_as_good_in_all_and_better_in_one() -> None:
    for mine, other in product(product((0.0, 1.0), repeat=2), repeat=2):
        expected = all(b >= a for a, b in zip(mine, other, strict=True)) and other != mine
        (got,) = _dominates(np.array(other)[:, None], np.array(mine)[:, None])
        assert got == expected, (mine, other)
    near = 1 + 1e-12  # rounding
    assert not _dominates(np.array([[near], [1.0]]), np.ones((2, 1)))[0]


def test_shares_are_those_of_the_replications(found: Frontier) -> None:
    """Formed anew, scheme by scheme and sample by sample; sums of the same events in another order are equal."""

    def beats(other: Floats, own: Floats) -> bool:
        same = np.isclose(other, own, rtol=1e-9, atol=0)
        return bool((same | (other < own)).all() and (~same & (other < own)).any())

    both = found.comparison
    values = {s: np.array([both.values(s, m) for m in found.measures]) for s in both.schemes}  # both: lower is better
    weights = samples(both.replications) / both.replications
    for point in found.points:
        mine = values[point.scheme]
        alone = sum(
            any(beats(o[:, r], mine[:, r]) for s, o in values.items()
                if s != point.scheme)
            for r in range(both.replications)
        )  # fmt: skip
        assert point.share_of_replications == pytest.approx(alone / both.replications)
        drawn = {s: o @ weights.T for s, o in values.items()}
        own = drawn[point.scheme]
        hit = [any(beats(o[:, k], own[:, k]) for s, o in drawn.items()
                   if s != point.scheme) for k in range(1, own.shape[1])]  # fmt: skip
        assert point.share == pytest.approx(np.mean(hit), abs=0.01)
        assert point.place == ("dominated" if point.share >= 0.95 else "frontier" if point.share <= 0.05 else "unsure")
        assert point.levels["turnover"] == both[point.scheme].interval("turnover")


def test_what_costs_more_for_the_same_is_dominated(tmp_path: Path) -> None:
    scheme, people = scenes.scheme_of(tmp_path, LADDER), scenes.workforce_of(tmp_path, PEOPLE)
    dear = scheme.with_({"ladder": {"main": {"a": {"base": 150}}}}, id="dear")
    found = ls.frontier([scheme, dear], people, measures=["labor_cost", "kpi"], months=6, replications=10)
    assert found.point("dear").place == "dominated" and found.point("dear").by == (scheme.id,)
    assert found.point("dear").share == 1 and found.best == (scheme.id,)
    other = ls.frontier({"a": scheme, "b": scheme}, people, months=6, replications=10)
    assert [point.place for point in other.points] == ["frontier", "frontier"]  # equals do not dominate each other


def test_a_printed_command_gives_the_point_again(found: Frontier, capsys: pytest.CaptureFixture[str]) -> None:
    now = ls.load_scheme("ecommerce-dual-track")
    varied = ls.frontier([now, now.with_(excellent=95)], "small-department-30", months=6, replications=8)
    assert "--set excellent=95" in varied.points[1].command
    for point in (found.points[1], *varied.points):
        program, *given = shlex.split(point.command)
        assert program == "ladder-sim" and main([*given, "--json"]) == 0
        told = json.loads(capsys.readouterr().out)["measures"]
        for name, level in point.levels.items():
            assert (told[name]["mean"], told[name]["low"]) == (level.mean, level.low)


def test_of_what_no_file_says_there_is_no_command(tmp_path: Path) -> None:
    scheme, people = scenes.scheme_of(tmp_path, LADDER), scenes.workforce_of(tmp_path, PEOPLE)
    other = scheme.with_({"entry": "b"}, id="higher")
    found = ls.frontier([scheme, other], people, months=3, replications=4)
    assert str(tmp_path) in found.points[0].command and not found.points[1].command


def test_faults_are_said_at_once_and_before_any_work(found: Frontier) -> None:
    with pytest.raises(LadderError) as wrong:
        ls.frontier(
            ["ecommerce-dual-track", "fabric-star-pay"],
            "small-department-30",
            measures=["turnovr", "span"],
            better={"spam": "up", "turnovr": "good"},
        )  # type: ignore[dict-item]
    said = str(wrong.value)
    for text in ("'turnovr' is not known", "did you mean 'turnover'", "span: neither direction", "better: spam is not",
                 "(less is better), got 'good'"):  # fmt: skip
        assert text in said, text
    with pytest.raises(LadderError, match="two or three measures"):
        found.comparison.frontier("turnover")
    with pytest.raises(LadderError, match="did you mean 'three-routes'"):
        found.point("three-rout")


def test_it_is_shown_in_both_languages(found: Frontier, tmp_path: Path) -> None:
    assert isinstance(found.plot(), Axes)
    three = found.comparison.frontier(["labor_cost", "turnover", "span"], better={"span": "up"})
    drawn = three.plot()
    assert isinstance(drawn, Panels) and drawn.size == 3
    use("zh")
    assert "前沿" in " ".join(three.summary()) + found._repr_html_()
    use("en")
    assert list(found.table().index) == list(found.comparison.schemes)
    assert json.loads(found.to_json())["points"][0]["scheme"] == "ecommerce-dual-track"


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["frontier", "ecommerce-dual-track", "three-routes", "--workforce", "small-department-30", "--months", "3",
             "--replications", "4"]  # fmt: skip
    assert main([*given, "--measures", "labor_cost,span=down", "--picture", str(tmp_path / "f.png")]) == 0
    out = capsys.readouterr().out
    assert "ladder-sim run three-routes --workforce small-department-30" in out and "Agents per leader" in out
    assert main([*given, "--measures", "span"]) == 1
    assert "two or three measures" in capsys.readouterr().err
