"""Plan against actual: the band's false alarms, its power, the forecast, and how a monthly file is read."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from places import ROOT
from scenes import scheme_of, workforce_of

import ladder_sim as ls
from ladder_sim.cli import main
from ladder_sim.core.i18n import Language, speaking, use
from ladder_sim.results.run import Run
from ladder_sim.tracking.ahead import ahead_of
from ladder_sim.tracking.bands import ALARM, alarm_chance, band_of, least_shifts, seen
from ladder_sim.tracking.tracked_series import TrackedSeries, curves, predicted

SCHEME = """
ladder: {all: {junior: {base: 4000}, senior: {base: 5000, title: {en: Senior, zh: 高级}}}}
entry: junior
reviews: {monthly: {every: month}}
moves: [{id: up, from: junior, to: senior, review: monthly, when: chance(0.03), seats: unlimited}]
"""
WORKFORCE = """
start: 2026-01-01
people: {headcount: 40, roles: {agent: 1}}
attrition: {base: {0: 0.02}}
hiring: {keep: headcount}
"""
Floats = npt.NDArray[np.float64]


def played(folder: Path, replications: int, *, seed: int = 1, months: int = 12, leaving: float = 0.02) -> Run:
    people = workforce_of(folder, WORKFORCE.replace("0.02", str(leaving)))
    return ls.simulate(scheme_of(folder, SCHEME), people, months=months, replications=replications, seed=seed)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return played(tmp_path_factory.mktemp("plan"), 200, months=24)


def file_of(run: Run, months: int, replication: int = 0, *, leavers: float = 1.0) -> str:
    """The monthly file that a replication would have left behind."""
    lines = ["month,grade,headcount,promotions,leavers,pay"]
    kinds = ("promotions", "leavers", "pay")
    flows = {kind: predicted(run, TrackedSeries(kind))[replication] for kind in kinds}  # type: ignore[arg-type]
    for month in range(months):
        for place, grade in enumerate(run.axes.grades):
            lines.append(f"2026-{month + 1:02},{grade.id},{run.counts.headcount[replication, month + 1, place]},,,")
        left = round(flows["leavers"][month] * leavers)
        lines.append(f"2026-{month + 1:02},total,,{flows['promotions'][month]:g},{left},{flows['pay'][month]:g}")
    return "\n".join(lines) + "\n"


def actual(folder: Path, text: str) -> Path:
    path = folder / "actual.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_year_leaves_the_band_with_the_chance_said() -> None:
    """Of continuous series the chance is 1 ÷ (20 + 1) exactly, whatever they are: here walks of three, unlike."""
    rng = np.random.default_rng(5)
    trials = 1500
    alarms = 0
    for _ in range(trials):
        walks = rng.standard_t(4, (41, 3, 12)).cumsum(axis=2) * np.array([1.0, 5.0, 0.2])[:, None] + 100
        band = band_of(walks[:40], np.full(3, 1e-9))
        alarms += bool(seen(walks[40], band, slice(None)).any())
    expected = alarm_chance(20)[0]
    assert expected == pytest.approx(1 / 21) and expected <= ALARM
    assert abs(alarms - trials * expected) <= 4 * np.sqrt(trials * expected * (1 - expected))


def test_the_chance_of_an_alarm_is_a_beta_quantile() -> None:
    """With 19 calibrating replications the band is their largest: P(chance ≤ x) = 1 − (1 − x)^19."""
    mean, most = alarm_chance(19)
    assert mean == pytest.approx(0.05)
    assert most == pytest.approx(1 - 0.05 ** (1 / 19), abs=1e-9)


@pytest.mark.slow
def test_departments_as_the_model_has_them_seldom_alarm(tmp_path: Path) -> None:
    """Counts have ties, so that alarms are at most as many as said: many plans, each with a history of its own."""
    run = played(tmp_path, 41 * 300, seed=3)
    wanted = {TrackedSeries("headcount", grade.id): np.zeros(12) for grade in run.axes.grades}
    wanted |= {TrackedSeries(kind): np.zeros(12) for kind in ("promotions", "leavers", "pay")}
    every, _ = curves(run, wanted, 12)
    alarms = 0
    for i in range(300):
        mine = every[i * 41 : (i + 1) * 41]
        band = band_of(mine[:40], np.array([1.0, 1, 1, 1, 150]))
        alarms += bool(seen(mine[40], band, slice(None)).any())
    z = (alarms - 300 * ALARM) / np.sqrt(300 * ALARM * (1 - ALARM))
    assert z <= 4 and alarms > 0


@pytest.mark.slow
def test_a_planted_shift_is_found_as_often_as_said(tmp_path: Path) -> None:
    """Histories that the band has not seen, their pay bill shifted by what is said to be noticed in 80 % of them."""
    run, fresh = played(tmp_path, 800), played(tmp_path, 800, seed=9)
    wanted = {TrackedSeries("headcount"): np.zeros(12), TrackedSeries("leavers"): np.zeros(12),
              TrackedSeries("pay"): np.zeros(12)}  # fmt: skip
    mine, other = (curves(one, wanted, 12)[0] for one in (run, fresh))
    band = band_of(mine, np.array([1.0, 1, 150]))
    power = least_shifts(mine, band, 0)
    for place in range(3):
        for side, sign in enumerate((-1, 1)):
            shift = power[place, side]
            if np.isnan(shift):
                continue
            found = seen(other * (1 + sign * shift), band, slice(None))[:, place].any(axis=1).mean()
            assert found >= 0.8 - 4 * np.sqrt(2 * 0.8 * 0.2 / 400)
    assert np.isfinite(power[2]).all()


@pytest.mark.slow
def test_people_who_leave_twice_as_often_are_noticed(tmp_path: Path) -> None:
    run, other = played(tmp_path, 400), played(tmp_path, 100, seed=4, leaving=0.06)
    wanted = {TrackedSeries("leavers"): np.zeros(12)}
    mine, theirs = (curves(one, wanted, 12)[0] for one in (run, other))
    band = band_of(mine, np.ones(1))
    assert seen(theirs, band, slice(None)).any(axis=(1, 2)).mean() > 0.9


def test_the_forecast_of_a_linear_process_is_its_conditional_mean() -> None:
    """x' = 0.8 x + e with sd 1: from x = 3 the mean is 2.4 and the 90 % range ± 1.645."""
    rng = np.random.default_rng(2)
    now = rng.normal(10, 2, (4000, 1))
    later = 10 + 0.8 * (now - 10) + rng.normal(0, 1, (4000, 1))
    found = ahead_of(now, np.array([13.0]), np.zeros((1, 1)), later[:, :, None])
    assert found.middle[0, 0] == pytest.approx(12.4, abs=0.1)
    assert found.high[0, 0] - found.low[0, 0] == pytest.approx(2 * 1.645, abs=0.15)
    assert not found.beyond and ahead_of(now, np.array([99.0]), np.zeros((1, 1)), later[:, :, None]).beyond


@pytest.mark.slow
def test_the_forecast_holds_what_comes(tmp_path: Path) -> None:
    """Of 100 histories that go on: the year's leavers lie in the 90 % range about as often as said, and it is narrower
    than the plan's."""
    run, fresh = played(tmp_path, 400), played(tmp_path, 100, seed=12)
    held, narrower = 0, 0
    for i in range(100):
        made = ls.track(run, actual(tmp_path, file_of(fresh, 6, i)))
        assert made.ahead is not None
        place = made.series.index(TrackedSeries("leavers"))
        came = predicted(fresh, TrackedSeries("leavers"))[i].sum()
        low, high = made.ahead.low[place, -1], made.ahead.high[place, -1]
        held += low <= came <= high
        year = predicted(run, TrackedSeries("leavers")).sum(axis=1)
        narrower += high - low < np.quantile(year, 0.95) - np.quantile(year, 0.05)
    assert 0.9 - 4 * 0.03 <= held / 100 <= 1 and narrower > 90


def test_a_history_of_the_plan_is_as_planned_and_one_with_leavers_is_not(plan: Run, tmp_path: Path) -> None:
    made = ls.track(plan, actual(tmp_path, file_of(plan, 8, 7)))
    assert made.last == 8 and made.month(8) == "2026-08" and not made.alarms()
    assert "As planned" in made.sentence() and "at most 5%" in made.summary()[1]
    worse = ls.track(plan, actual(tmp_path, file_of(plan, 12, 7, leavers=5)))
    assert [series.kind for series, _, _ in worse.alarms()] == ["leavers"] and worse.alarms()[0][2]
    assert "leavers, year to date since 2026-" in worse.sentence()
    table = worse.table()
    assert len(table) == 5 * 24 and table.outside.sum() == (worse.outside == 1).sum() > 0
    assert table.forecast.notna().sum() == 5 * 12
    year = table[(table.measure == "leavers") & (table.month == "2026-12")]
    assert year.actual.item() == sum(round(5 * n) for n in predicted(plan, TrackedSeries("leavers"))[7, :12])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_verdict_names_what_left_the_band_when_and_which_way(plan: Run, tmp_path: Path, language: Language) -> None:
    """Every series that is named is outside in that month and on that side, every other is inside throughout."""
    for leavers in (1, 5):
        made = ls.track(plan, actual(tmp_path, file_of(plan, 12, 7, leavers=leavers)))
        with speaking(language):
            said, lines = made.sentence(), made.summary()
            named = {series: series.title(made.run) for series in made.series}
        out = {series: (at, high) for series, at, high in made.alarms()}
        for place, series in enumerate(made.series):
            beyond = np.flatnonzero(made.outside[place] == 1)
            assert (len(beyond) > 0) == (series in out)
            if series in out:
                at, high = out[series]
                assert at == beyond[0] + 1 and f"{named[series]}" in said and made.month(at) in said
                assert high == (made.came[place, at - 1] > made.band.high[place, at - 1])
                assert ("above" in said or "偏高" in said) if high else ("below" in said or "偏低" in said)
        assert str(len(made.series)) in said and made.month(made.last) in said
        assert ("As planned" in said or "与计划一致" in said) == (not out)
        assert any("outside" in line or "超出预测带说明" in line for line in lines[1:]) == bool(out)


def test_sums_start_anew_with_each_year_and_leave_unknown_months_out(plan: Run) -> None:
    values = np.full(24, np.nan)
    values[[0, 2, 12]] = [3, 4, 5]
    mine, came = curves(plan, {TrackedSeries("leavers"): values}, 13)
    raw = predicted(plan, TrackedSeries("leavers"))
    assert came[0][[0, 2, 12]].tolist() == [3, 7, 5] and np.isnan(came[0, 1])
    assert np.array_equal(mine[:, 0, 2], raw[:, 0] + raw[:, 2])
    assert np.array_equal(mine[:, 0, 12], raw[:, 12]) and np.array_equal(mine[:, 0, 14], raw[:, 12:15].sum(axis=1))


def test_every_fault_of_a_file_is_told_at_once(plan: Run, tmp_path: Path) -> None:
    text = "month,grade,headcount,remark\n2026-01,senoir,5,\n2031-01,senior,5,\n2026-02,senior,many,\n"
    with pytest.raises(ls.LadderError) as told:
        ls.track(plan, actual(tmp_path, text + "2026-03,senior,1\n2026-03,senior,2\nsoon,senior,2\n"))
    said = str(told.value)
    for part in ("actual.csv:2", "'senoir' is no grade of the scheme; did you mean 'senior'?", "2026-01 to 2027-12",
                 "'many' is not a number", "same month and grade stand in row 5", "'soon' is no month"):  # fmt: skip
        assert part in said, part


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "is empty"), ("month,grade\n1,senior\n", "missing columns"),
        ("grade,headcount\nsenior,5\n", "missing columns: 'month'"),
        ("month,leavers\n1,\n", "no number that can be followed"),
    ],
)  # fmt: skip
def test_a_file_that_tells_nothing_is_refused(plan: Run, tmp_path: Path, text: str, part: str) -> None:
    with pytest.raises(ls.LadderError, match=part):
        ls.track(plan, actual(tmp_path, text))


def test_chinese_headers_titles_totals_and_month_numbers(plan: Run, tmp_path: Path) -> None:
    text = "月份,职级,期末人数,离职人数,出勤率\n202601,高级,3,0,x\n202601,junior,37,1,\n2,合计,,2,\n"
    made = ls.track(plan, actual(tmp_path, text))
    assert made.series == (TrackedSeries("headcount", "junior"), TrackedSeries("headcount", "senior"),
                           TrackedSeries("leavers"))  # fmt: skip
    assert made.actual.values[TrackedSeries("leavers")][:2].tolist() == [1, 2]
    assert any("出勤率" in line for line in made.summary())
    try:
        use("zh")
        assert "偏离计划" in made.sentence() and "人数：高级" in made.tables()[0][3][1][0]
    finally:
        use("en")


def test_a_month_of_which_some_grades_are_told_is_left_out_and_said(plan: Run, tmp_path: Path) -> None:
    text = "month,grade,leavers\n1,junior,1\n2,junior,1\n2,senior,0\n"
    made = ls.track(plan, actual(tmp_path, text))
    assert np.isnan(made.came[0, 0]) and made.came[0, 1] == 1
    assert any("leavers: 1 months are not followed" in line for line in made.summary())


def test_the_shipped_months_are_those_of_the_script_and_of_the_guides() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "months.py"))["text"]()
    assert (ROOT / "docs" / "months.csv").read_text(encoding="utf-8") == made
    for guide in ("after-the-decision.md", "after-the-decision.zh.md"):
        assert f"```csv months.csv\n{made}```" in (ROOT / "docs" / guide).read_text(encoding="utf-8")


def test_too_few_replications_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ls.LadderError, match=r"has 39 replications.*needs 40"):
        ls.track(played(tmp_path, 39), actual(tmp_path, "month,headcount\n1,40\n"))


def test_the_command_and_its_files(plan: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = plan.save(tmp_path / "plan.run")
    months = actual(tmp_path, file_of(plan, 12, 7, leavers=5))
    page = tmp_path / "track.html"
    assert main(["track", str(kept), str(months), "--out", str(page)]) == 0
    told = capsys.readouterr()
    assert "Not as planned" in told.out and "track.html" in told.err
    assert "Not as planned" in page.read_text(encoding="utf-8") and "<svg" in page.read_text(encoding="utf-8")
    assert main(["track", str(kept), str(months), "--strict", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert next(iter(found)) == "format" and found["alarms"][0]["measure"] == "leavers"
    assert found["false_alarm"]["aimed"] == 0.05 and len(found["months"]) == 5 * 24
    made = ls.track(kept, months)
    assert "Not as planned" in made._repr_html_() and len(made.plot().figure.axes) == 6
