"""Sweeps and searches: the same numbers as `compare`, answers held against a closed form, faults told at once."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from scenes import scheme_of, workforce_of
from two_grades import SCHEME, SMALL, WORKFORCE

import ladder_sim as ls
from ladder_sim.cli import main
from ladder_sim.core import i18n
from ladder_sim.core.formats import JSON_FORMAT
from ladder_sim.core.i18n import Title
from ladder_sim.core.problems import LadderError
from ladder_sim.experiment.simulation import Playing
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.knob import Knob
from ladder_sim.results.swept import Sweep
from ladder_sim.search.bisection import crossing
from ladder_sim.search.even import cells
from ladder_sim.search.grid import values_of

#: Everybody is promoted each month with chance p, for good, and nobody leaves: after n months a share of
#: 1 − (1 − p)ⁿ⁻¹ has been promoted: what is decided at a month's end takes effect on the first of the next.
CHANCES = """
    title: {en: Chances, zh: 概率方案}
    parameters:
      p: {value: 0.02, from: 0.001, to: 0.2, title: {en: Chance a month, zh: 每月概率}}
      spare: {value: 5, from: 0, to: 9, integer: true, title: {en: Spare, zh: 备用}}
      fast: {value: false, title: {en: Fast, zh: 快速}}
    ladder:
      line:
        junior: {title: {en: Junior, zh: 初级}, role: agent, base: 4000}
        senior: {title: {en: Senior, zh: 高级}, role: agent, base: 5000}
    entry: junior
    reviews:
      monthly: {every: month, title: {en: Monthly, zh: 每月}}
    moves:
      - id: up
        title: {en: Up, zh: 晋升}
        from: junior
        to: senior
        review: monthly
        when:
          - chance(min(1, 2 * p) if fast else p)
"""
PEOPLE = """
    title: {en: People, zh: 人员}
    start: 2027-01-01
    people: {grades: {junior: 50}}
    metrics: {kpi: {normal: {mean: 75, between: 5, within: 5}}}
    hiring: none
"""


@pytest.fixture(scope="module")
def chances(tmp_path_factory: pytest.TempPathFactory) -> Scheme:
    return scheme_of(tmp_path_factory.mktemp("chances"), CHANCES, "chances")


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Workforce:
    return workforce_of(tmp_path_factory.mktemp("people"), PEOPLE, "people")


@pytest.fixture(scope="module")
def swept(chances: Scheme, people: Workforce) -> Sweep:
    return ls.sweep(chances, people, p=[0.02, 0.05], headcount=[50, 100], months=12, replications=8)


def test_a_point_is_what_compare_finds(chances: Scheme, people: Workforce, swept: Sweep) -> None:
    both = ls.compare([chances, chances.with_(p=0.05)], people, months=12, replications=8)
    name = both.others[0]
    (point,) = [one for one in swept.points if one.settings == {"p": 0.05, "headcount": 50}]
    for measure in swept.measures:
        assert np.array_equal(point.values[measure], both.values(name, measure), equal_nan=True)
        assert point.contrasts[measure].difference == both.contrast(name, measure).difference
    again = ls.simulate(chances.with_(p=0.05), people.with_(headcount=100), months=12, replications=8)
    (larger,) = [one for one in swept.points if one.settings == {"p": 0.05, "headcount": 100}]
    assert np.array_equal(larger.values["turnover"], again.values("turnover"))
    assert np.array_equal(larger.values["advancement_rate"], again.values("advancement_rate"))


def test_points_stand_in_the_order_asked_for(swept: Sweep) -> None:
    asked = [(point.settings["p"], point.settings["headcount"]) for point in swept.points]
    assert asked == [(0.02, 50), (0.02, 100), (0.05, 50), (0.05, 100)]
    table = swept.table("turnover")
    assert list(table[["p", "headcount"]].itertuples(index=False, name=None)) == asked
    assert table["verdict_id"].iloc[0] == "identical", "the scheme as it stands"
    values = swept.values("turnover")
    assert values.shape == (8, 4) and values.columns.names == ["scheme", "p", "headcount"]


def test_the_scheme_as_it_stands_is_played_once(
    chances: Scheme, people: Workforce, monkeypatch: pytest.MonkeyPatch
) -> None:
    played: list[str] = []
    play = Playing.play

    def counted(self: Playing, schemes: Sequence[Scheme], first: int, replications: int) -> list[ls.Run]:
        played.extend(f"{scheme.id} of {self.workforce.id}" for scheme in schemes)
        return play(self, schemes, first, replications)

    monkeypatch.setattr(Playing, "play", counted)
    told: list[tuple[int, int]] = []
    found = ls.sweep(chances, people, p=[0.02, 0.05], headcount=[50, 60], months=3, replications=2,
                     progress=lambda done, total: told.append((done, total)))  # fmt: skip
    assert len(found.points) == 4 and len(played) == len(set(played)) == 4
    assert told[-1] == (8, 8) and told == sorted(told)


def test_values_given_out_change_nothing(swept: Sweep) -> None:
    frame = swept.values("advancement_rate")
    before = frame.copy()
    frame *= 100
    assert swept.values("advancement_rate").equals(before)


def test_a_scheme_without_the_parameter_is_played_as_it_stands(
    chances: Scheme, people: Workforce, tmp_path: Path
) -> None:
    rules = CHANCES.replace("      p: ", "      q: ").replace("2 * p", "2 * q").replace("else p", "else q")
    other = scheme_of(tmp_path, rules, "other")
    found = ls.sweep([chances, other], people, p=[0.02, 0.05], months=6, replications=4)
    assert [(point.scheme, dict(point.settings)) for point in found.points] == [
        ("chances", {"p": 0.02}), ("chances", {"p": 0.05}), ("other", {}),
    ]  # fmt: skip


def test_all_faults_of_a_sweep_are_told_at_once(chances: Scheme, people: Workforce) -> None:
    with pytest.raises(LadderError) as told:
        ls.sweep(chances, people, p=[0.05, 3, "a"], spare=[1.5], headcount=[0], months=6, replications=2)
    text = str(told.value)
    for part in (
        "chances: p: must lie between 0.001 and 0.2, got 3",
        "got 'a'",
        "chances: spare",
        "headcount: must be a whole",
    ):
        assert part in text
    with pytest.raises(LadderError, match=r"spar: no parameter of chances.*did you mean 'spare'"):
        ls.sweep(chances, people, spar=[1])
    with pytest.raises(LadderError, match="nothing to vary"):
        ls.sweep(chances, people)
    with pytest.raises(LadderError, match="p: no value to vary it over"):
        ls.sweep(chances, people, p=[])
    with pytest.raises(LadderError, match="more than 5000 points"):
        ls.sweep(chances, people, p=np.linspace(0.001, 0.2, 999), spare=range(10))
    with pytest.raises(LadderError, match="measure 'turnovr' is not known; did you mean 'turnover'"):
        ls.sweep(chances, people, p=[0.1], measures="turnovr")


def test_faults_of_every_kind_come_together(chances: Scheme, people: Workforce) -> None:
    """Names, values, measures and how it is played do not hide each other."""
    with pytest.raises(LadderError) as told:
        ls.sweep(chances, people, p=[3], spar=[1], measures=["turnovr", "labor"], months=0, sample=0)
    for part in ("months must be", "sample must be a whole number from 1 to 5000, got 0", "spar: no parameter",
                 "p: must lie between 0.001 and 0.2, got 3", "'turnovr' is not known",
                 "'labor' is not known"):  # fmt: skip
        assert part in str(told.value)
    with pytest.raises(LadderError) as told:
        ls.seek(chances, people, ["fast", "spar"], between=None, replications=0, turnovr=0.1, labor="low")
    for part in ("replications must be", "spar: no parameter", "fast is no number", "labor: the target must be",
                 "'turnovr' is not known", "'labor' is not known"):  # fmt: skip
        assert part in str(told.value)


def test_the_line_of_a_sweep_names_all_its_schemes(chances: Scheme, people: Workforce) -> None:
    found = ls.sweep([chances, chances.with_(id="again")], people, p=[0.05], months=3, replications=2)
    assert found.provenance.startswith("schemes chances (") and ", again (" in found.provenance


# --- a sample of a grid ------------------------------------------------------------------------------


@pytest.mark.parametrize("sizes", [(7,), (5, 4), (9, 9, 9), (2, 2, 2, 2, 2, 2, 2, 2, 2)])
def test_cells_of_a_sample_are_of_the_grid_each_once_and_spread(sizes: tuple[int, ...]) -> None:
    every = math.prod(sizes)
    for number in (1, every // 3, every - 1, every, every + 5):
        found = cells(sizes, number)
        assert len(found) == min(max(number, 0), every) == len(set(found)) and found == sorted(found)
        assert all(0 <= i < size for cell in found for i, size in zip(cell, sizes, strict=True))
    third = cells(sizes, max(4, every // 3))
    for axis, size in enumerate(sizes):  # as many in the lower half of each range as in the upper one, nearly
        low = sum(cell[axis] < size / 2 for cell in third) / len(third)
        assert abs(low - math.ceil(size / 2) / size) <= 1 / len(third) + 0.1


def test_a_sample_plays_some_points_of_the_grid_as_the_grid_does(chances: Scheme, people: Workforce) -> None:
    asked = {"p": [0.01, 0.02, 0.05, 0.1], "spare": [1, 2, 3, 4, 5], "headcount": [50, 60]}
    some = ls.sweep(chances, people, asked, sample=7, months=6, replications=3, measures="advancement_rate")
    assert len(some.points) == 7 and some.sample == 7 and some.to_dict()["sample"] == 7
    whole = ls.sweep(chances, people, asked, months=6, replications=3, measures="advancement_rate")
    values = {str(dict(point.settings)): point.values["advancement_rate"] for point in whole.points}
    assert len(whole.points) == 40 and "sample" not in whole.to_dict()
    for point in some.points:
        assert np.array_equal(point.values["advancement_rate"], values[str(dict(point.settings))])
    every = ls.sweep(chances, people, asked, sample=99, months=6, replications=2, measures="advancement_rate")
    assert [point.settings for point in every.points] == [point.settings for point in whole.points]
    # a grid that nobody could wait for
    large = ls.sweep(chances, people, p=np.linspace(0.001, 0.2, 999), spare=range(10), sample=3, months=2,
                     replications=2)  # fmt: skip
    assert len(large.points) == 3


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_sample_is_drawn_as_dots_over_each_knob(
    chances: Scheme, people: Workforce, lang: str, tmp_path: Path
) -> None:
    ls.use(lang)
    try:
        asked = {"p": [0.02, 0.05, 0.1], "spare": [1, 2], "fast": [False, True], "headcount": [40, 50]}
        found = ls.sweep(chances, people, asked, sample=5, months=6, replications=3)
        axes = np.ravel(np.asarray(found.plot("turnover"), object))
        assert len(axes) == 4
        means = [100 * point.contrasts["turnover"].level.mean for point in found.points]
        for ax in axes:
            (dots,) = [line for line in ax.lines if line.get_marker() == "o"]
            assert np.allclose(dots.get_ydata(), means)
        assert (tmp_path / "out" / "turnover.png") in found.save(tmp_path / "out")
    finally:
        ls.use("en")


def test_a_list_of_schemes_stays_as_it_was_given(chances: Scheme, people: Workforce) -> None:
    listed = [chances]
    found = ls.sweep(listed, chances.with_(id="again"), people, p=[0.05], months=3, replications=2)
    assert listed == [chances] and len(found.points) == 2


def test_values_are_taken_once_in_their_order() -> None:
    assert values_of({"a": np.array([3, 1, 3]), "b": True, "c": "x"}) == {"a": (3, 1), "b": (True,), "c": ("x",)}


def test_the_lowest_point_is_told_with_those_that_are_not_told_apart(chances: Scheme, people: Workforce) -> None:
    found = ls.sweep(chances, people, p=[0.01, 0.1], measures="advancement_rate", months=12, replications=20)
    (text,) = found.summary()
    low, high = (point.contrasts["advancement_rate"].level.mean for point in found.points)
    assert f"lowest, {100 * low:.1f}% a year" in text and f"highest, {100 * high:.1f}% a year" in text
    assert "at Chance a month = 1%" in text and "at Chance a month = 10%" in text
    idle = ls.sweep(chances, people, spare=[1, 2], measures="advancement_rate", months=6, replications=4)
    assert "is not told apart over these values" in idle.summary()[0]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_pictures_of_one_two_and_three_knobs(chances: Scheme, people: Workforce, lang: str, tmp_path: Path) -> None:
    ls.use(lang)
    try:
        asked = {"p": [0.02, 0.05], "spare": [1, 2], "fast": [False, True]}
        for n in (1, 2, 3):
            found = ls.sweep(chances, people, dict(list(asked.items())[:n]), months=6, replications=3)
            drawn = found.plot("advancement_rate")
            axes = np.ravel(np.asarray(drawn, object))
            assert len(axes) == (2 if n == 3 else 1)
            if n == 2:  # every cell shows its mean
                shown = [text.get_text() for text in axes[0].texts]
                assert len(shown) == 4
            if n == 1:
                (line,) = [line for line in axes[0].lines if len(line.get_xdata()) == 2 and line.get_marker() == "o"]
                means = [100 * point.contrasts["advancement_rate"].level.mean for point in found.points]
                assert np.allclose(line.get_ydata(), means)
        paths = found.save(tmp_path / "out")
        assert {path.name for path in paths} == {
            "sweep.csv", "sweep.json", "advancement_rate.png", "turnover.png", "labor_cost.png",
        }  # fmt: skip
    finally:
        ls.use("en")


# --- seeking -----------------------------------------------------------------------------------------


def test_the_answer_of_a_closed_form_is_found(chances: Scheme, people: Workforce) -> None:
    """Advancement over 12 months is 1 − (1 − p)¹¹: the last review takes effect after the run."""
    found = ls.seek(chances, people, "p", advancement_rate=0.5, months=12, replications=200)
    true = 1 - 0.5 ** (1 / 11)
    assert found.outcome == "found" and found.low <= found.value <= found.high
    error = (found.high - found.low) / 4
    assert abs(found.value - true) < 4 * error and error < 0.05 * true
    assert abs(found.reached.mean - 0.5) < 0.005
    assert found.fresh.low <= 0.5 + 4 * found.fresh.half / 2 and found.scheme.parameters["p"].value == found.value


@pytest.mark.slow
def test_the_interval_of_the_answer_covers_the_truth_as_often_as_it_says(chances: Scheme, people: Workforce) -> None:
    true, times = 1 - 0.5 ** (1 / 11), 1000
    hits = 0
    for seed in range(times):
        found = ls.seek(chances, people, "p", advancement_rate=0.5, between=(0.02, 0.12), months=12, replications=12,
                        seed=seed)  # fmt: skip
        hits += found.low <= true <= found.high
    assert abs(hits - 0.95 * times) / math.sqrt(times * 0.95 * 0.05) <= 4, hits / times


def test_a_target_beyond_the_range_is_not_reachable(chances: Scheme, people: Workforce) -> None:
    found = ls.seek(chances, people, "p", advancement_rate=0.99, between=(0.01, 0.05), months=12, replications=20)
    assert found.outcome == "unreachable" and found.value == 0.05
    assert "is not reachable with Chance a month = 1% to 5%:" in found.summary()[0]
    with pytest.raises(LadderError, match="no value meets the target"):
        found.save("nowhere.yaml")


def test_a_range_is_told_with_its_parameter_and_unit() -> None:
    knob = Knob("bar", Title("Excellent from", "优秀线"), "points", "scheme", 85)
    assert knob.over(70, 98) == "Excellent from = 70 to 98 points"


def test_a_stretch_that_changes_nothing_is_told_with_its_ends(people: Workforce, tmp_path: Path) -> None:
    rules = CHANCES.replace("chance(min(", "chance(0.1 if spare >= 3 and spare <= 7 else min(")
    flat = scheme_of(tmp_path, rules, "flat")
    middle = ls.simulate(flat, people, months=12, replications=10).interval("advancement_rate").mean
    found = ls.seek(flat.with_(spare=1), people, "spare", advancement_rate=middle, months=12, replications=10)
    assert found.outcome == "flat" and found.flat == (3.0, 7.0)
    assert "does not change anywhere in Spare = 3 to 7." in found.summary()[0]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_jump_over_the_target_is_told_and_no_stretch_is_said_to_meet_it(
    people: Workforce, tmp_path: Path, lang: str
) -> None:
    """The chance a month is 0.02 below 0.37 and 0.1 from there on: no value gives what lies between."""
    rules = CHANCES.replace("chance(min(", "chance(0.1 if line >= 0.37 else 0.02 if line >= 0 else min(").replace(
        "    ladder:", "      line: {value: 0.2, from: 0.01, to: 1, title: {en: Line, zh: 界线}}\n    ladder:"
    )
    jumping = scheme_of(tmp_path, rules, "jumping")
    found = ls.seek(jumping, people, "line", advancement_rate=0.35, months=12, replications=60)
    low, high = (found.tried[end].mean for end in found.jump)
    assert found.outcome == "between" and found.flat is None and low < 0.25 and high > 0.6
    assert found.jump[0] < 0.37 <= found.jump[1] < found.jump[0] + 0.001
    assert found.value < 0.37 and len(str(found.value)) <= 6, "round, on the side that is nearer"
    ls.use(lang)
    try:
        told = found.summary()[0]
        assert ("No value gives advancement rate of 35.0% a year: about Line = 0.37 it jumps from" in told) == (
            lang == "en"
        )
        assert ("约在界线=0.37处，其值由" in told) == (lang == "zh")
    finally:
        ls.use("en")
    met = ls.seek(jumping, people, "line", advancement_rate=found.reached.mean, months=12, replications=60)
    assert met.outcome == "flat" and met.flat is not None and met.flat[1] < 0.37


def test_an_answer_has_few_digits_where_more_tell_nothing(chances: Scheme, people: Workforce) -> None:
    found = ls.seek(chances, people, "p", advancement_rate=0.5, months=12, replications=30)
    assert found.outcome == "found" and len(str(found.value)) <= 7
    assert abs(found.reached.mean - 0.5) <= max(0.002 * 0.5, 0.1 * found.reached.half)


def test_all_that_seek_cannot_do_is_refused_before_work(chances: Scheme, people: Workforce) -> None:
    for text, call in {
        "name what to turn": lambda: ls.seek(chances, people, turnover=0.1),
        "no parameter of chances": lambda: ls.seek(chances, people, "bar", turnover=0.1),
        "fast is no number": lambda: ls.seek(chances, people, "fast", turnover=0.1),
        "give one measure": lambda: ls.seek(chances, people, "p"),
        "give one measure and the mean it is to have, such as turnover=0.2; got turnover, labor_cost": lambda: ls.seek(
            chances, people, "p", turnover=0.1, labor_cost=1
        ),
        "the target must be a number": lambda: ls.seek(chances, people, "p", turnover="low"),
        "the range must be two numbers": lambda: ls.seek(chances, people, "p", between=3, turnover=0.1),
        "p: 0.1 must lie below 0.05": lambda: ls.seek(chances, people, "p", between=(0.1, 0.05), turnover=0.1),
        "must lie between 0.001 and 0.2, got 3": lambda: ls.seek(chances, people, "p", between=(0.1, 3), turnover=0.1),
        "measure 'turnovr' is not known": lambda: ls.seek(chances, people, "p", turnovr=0.1),
    }.items():
        with pytest.raises(LadderError) as told:
            call()
        assert text in str(told.value)


def test_the_variant_found_is_played_from_its_file(chances: Scheme, people: Workforce, tmp_path: Path) -> None:
    found = ls.seek(chances, people, "p", advancement_rate=0.5, months=12, replications=10)
    again = ls.load_scheme(found.save(tmp_path / "found.yaml"))
    assert again.parameters["p"].value == found.value
    run = ls.simulate(again, people, months=12, replications=10)
    assert run.interval("advancement_rate").mean == found.reached.mean


def test_bisection_ends_at_neighbors() -> None:
    assert crossing(lambda x: x - 6.5, 0, 10, whole=True, tolerance=0) == (6, 7)
    low, high = crossing(lambda x: x**2 - 2, 0, 2, whole=False, tolerance=1e-9)
    assert low <= math.sqrt(2) <= high and high - low <= 1e-9


# --- on the command line -----------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "two-grades.yaml").write_text(SCHEME, encoding="utf-8")
    (tmp_path / "twenty.yaml").write_text(WORKFORCE, encoding="utf-8")
    return str(tmp_path / "two-grades.yaml"), str(tmp_path / "twenty.yaml")


def test_sweep_on_the_command_line(files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scheme, workforce = files
    out = tmp_path / "out"
    assert main(["sweep", scheme, "--workforce", workforce, *SMALL, "--vary", "bar=70:80:5", "--json",
                 "--out", str(out)]) == 0  # fmt: skip
    told = json.loads(capsys.readouterr().out)
    assert told["format"] == JSON_FORMAT
    assert [point["settings"] for point in told["points"]] == [{"bar": 70}, {"bar": 75}, {"bar": 80}]
    found = ls.sweep(scheme, workforce, bar=[70, 75, 80], months=12, replications=6)
    assert [p["measures"]["turnover"]["mean"] for p in told["points"]] == list(found.table("turnover")["mean"])
    assert (out / "turnover.png").stat().st_size > 10_000 and (out / "sweep.csv").exists()
    for lang, word in (("en", "Turnover"), ("zh", "离职率")):
        assert main(["--lang", lang, "sweep", scheme, "--workforce", workforce, *SMALL, "--vary", "bar=70,80"]) == 0
        assert word in capsys.readouterr().out
    i18n.use("en")


@pytest.mark.parametrize(
    ("given", "text"),
    [("bar", "must be name=values"), ("bar=1:2", "a range is first:last:step"),
     ("bar=5:1:1", "the step must be above 0"), ("bar=1:5:0", "the step must be above 0")],
)  # fmt: skip
def test_values_that_are_none_are_refused(given: str, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep", "x", "--vary", given]) == 2
    assert text in capsys.readouterr().err


def test_seek_on_the_command_line(files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scheme, workforce = files
    variant, picture = tmp_path / "found.yaml", tmp_path / "found.png"
    assert main(["seek", scheme, "bar", "--target", "advancement_rate=20%", "--workforce", workforce, *SMALL,
                 "--save", str(variant), "--picture", str(picture), "--json"]) == 0  # fmt: skip
    told = json.loads(capsys.readouterr().out)
    assert told["format"] == JSON_FORMAT
    assert told["outcome"] in ("found", "flat") and told["target"] == 0.2
    assert ls.load_scheme(variant).parameters["bar"].value == told["value"]
    assert picture.stat().st_size > 10_000
    for lang, word in (("en", "Played again on fresh seeds"), ("zh", "换用新的随机种子")):
        assert main(["--lang", lang, "seek", scheme, "bar", "--target", "advancement_rate=.2", "--workforce", workforce,
                     *SMALL, "--between", "60:90"]) == 0  # fmt: skip
        assert word in capsys.readouterr().out
    i18n.use("en")
    assert main(["seek", scheme, "baar", "--target", "turnover=.2", "--workforce", workforce, *SMALL]) == 1
    assert "did you mean 'bar'" in capsys.readouterr().err


def test_a_search_goes_on_from_its_store(
    chances: Scheme, people: Workforce, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = {"months": 6, "replications": 3, "store": tmp_path}
    swept = ls.sweep(chances, people, p=[0.01, 0.02, 0.05], **short)
    sought = ls.seek(chances, people, "p", advancement_rate=0.4, **short)
    monkeypatch.setattr("ladder_sim.experiment.simulation.play_block", lambda task: pytest.fail("played again"))
    assert ls.sweep(chances, people, p=[0.01, 0.02, 0.05], **short).to_dict() == swept.to_dict()
    assert ls.seek(chances, people, "p", advancement_rate=0.4, **short).to_dict() == sought.to_dict()
