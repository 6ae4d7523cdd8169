"""The same person under two schemes: where lives part and why, who has the seat, and sums of winners and losers."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
import scenes
from charts.test_plots import overlaps
from matplotlib.figure import Figure

import ladder_sim as ls
from ladder_sim.biography import living, watching
from ladder_sim.biography.watching import watched
from ladder_sim.biography.winning import PRIZES, Prize, amount_told, known_groups, prizes, share_told
from ladder_sim.cli import life_options, main
from ladder_sim.cli.life_options import PRIZES as OPTIONS
from ladder_sim.core.i18n import Language, use
from ladder_sim.experiment.simulation import simulate
from ladder_sim.results.intervals import Interval

PEOPLE = """
people:
  grades: {low: 30, high: 2}
  attributes: {gender: {shares: {female: 0.5, male: 0.5}}}
metrics: {kpi: {normal: {mean: 70, between: 6, within: 6}}}
attrition: {hazard: 0.1 if level == 1 else 0.01}
hiring: {keep: headcount}
"""
SCHEME = """
ladder: {main: {low: {base: 1000}, high: {base: 1500%s}}}
entry: low
reviews: {quarterly: {every: quarter}}
moves:
  - {id: up, from: low, to: high, review: quarterly, when: [{if: months_in_grade >= %d, id: served, title: Served}]%s}
"""


def lives(folder: Path, first: str, second: str, **settings: object) -> living.Lives:
    a, b = scenes.scheme_of(folder, first, "a"), scenes.scheme_of(folder, second, "b")
    return ls.lives(a, b, scenes.workforce_of(folder, PEOPLE), **{"months": 12, "replications": 3, **settings})  # type: ignore[arg-type]


def test_equal_schemes_give_equal_lives(tmp_path: Path) -> None:
    text = SCHEME % (", seats: 6", 3, ", order: kpi")
    found = lives(tmp_path, text, text)
    for person in (0, 7, 31):
        life = found.person(person, 1)
        assert life.parting is None and life.first == life.second
        assert "The two lives are the same." in life.lines()
    everybody = found.winners()[-1]
    assert everybody.won.mean == everybody.lost.mean == everybody.whole.mean == 0


def test_a_longer_wait_is_the_rule_at_which_lives_part(tmp_path: Path) -> None:
    """Everybody rises after 3 months, or after 6: people part at the first review, stopped by the time served."""
    found = lives(tmp_path, SCHEME % ("", 3, ""), SCHEME % ("", 6, ""))
    stayer = next(p for p in range(30) if found.person(p).first and "promotion" in found.person(p).first[0].what.en)
    parting = found.person(stayer).parting
    assert parting is not None and parting.scheme == "a" and (parting.month, parting.review) == (4, 3)
    assert parting.what.en == "promotion to high (up)"
    assert parting.why.en == "under b the review of month 3 for up ends with: not met: Served" and not parting.chain
    dates = [(each.date, str(each.what)) for each in found.person(stayer).second]
    assert dates[0] == ("2027-07-01", "promotion to high (up)")


def test_whoever_has_the_seat_is_named(tmp_path: Path) -> None:
    """One seat more, best by results or worst: who loses it is displaced by who has it, and the two change places."""
    found = lives(
        tmp_path, SCHEME % (", seats: 4", 3, ", order: kpi"), SCHEME % (", seats: 4", 3, ", order: -kpi"), months=5
    )
    life = found.chosen()["displaced"]
    assert life.parting is not None and "no seat" in life.parting.why.en
    person, taker, *_ = life.parting.chain
    assert person.person == life.person and {person.first.en, person.second.en} == {"low", "high"}
    assert taker.person != person.person
    assert (taker.first.en, taker.second.en) == (person.second.en, person.first.en)
    other = found.person(taker.person, life.replication)
    rose = [other.first, other.second][person.first.en == "high"]
    assert any("promotion to high" in each.what.en for each in rose)


def test_an_exit_under_one_scheme_is_no_rule(tmp_path: Path) -> None:
    people = PEOPLE.replace("hazard: 0.1 if level == 1 else 0.01", "hazard: 0.02 if level == 1 else 0.2")
    a, b = (scenes.scheme_of(tmp_path, SCHEME % ("", wait, ""), name) for wait, name in ((3, "a"), (30, "b")))
    found = ls.lives(a, b, scenes.workforce_of(tmp_path, people), months=18, replications=2)
    parts = [found.person(p).parting for p in range(30)]
    assert all(at is not None and at.what.en.startswith(("promotion", "leaves")) for at in parts if at is not None)
    assert found.chosen()["stays"].parting is not None


@pytest.mark.parametrize("by", ["grade", "tenure", "gender"])
@pytest.mark.parametrize("prize", get_args(Prize))
def test_groups_add_up_to_the_whole_difference(tmp_path: Path, prize: Prize, by: str) -> None:
    found = lives(tmp_path, SCHEME % (", seats: 6", 3, ", order: kpi"), SCHEME % (", seats: 9", 3, ", order: kpi"))
    *rows, everybody = found.winners(prize, by=by)
    gain = prizes(found.second, prize) - prizes(found.first, prize)
    assert everybody.whole.mean == pytest.approx(gain.sum(axis=1).mean())
    assert sum(row.whole.mean for row in rows) == pytest.approx(everybody.whole.mean)
    assert sum(row.people for row in rows) == pytest.approx(everybody.people) == 32
    for name in ("won", "lost"):
        shares = [getattr(row, name).mean * row.people for row in rows]
        if by == "grade":  # as many in each replication
            assert sum(shares) == pytest.approx(getattr(everybody, name).mean * 32)
    assert everybody.won.mean > 0 and all(0 <= row.won.low <= row.won.high <= 1 for row in rows)


def test_pay_is_what_the_run_pays(tmp_path: Path) -> None:
    """A run without a witness pays the people of the first day the same, and its counts are the same bits."""
    scheme = scenes.scheme_of(tmp_path, SCHEME % (", seats: 6", 3, ""))
    people = scenes.workforce_of(tmp_path, PEOPLE.replace("{keep: headcount}", "none"))
    (seen,) = watched([scheme], people, 12, 4, 9)
    run = simulate(scheme, people, months=12, replications=4, seed=9, events=True)
    assert seen.pay.sum() == pytest.approx(run.counts.pay.sum())
    assert seen.months.sum(axis=1) == pytest.approx(
        run.counts.headcount[:, 1:].sum(axis=(1, 2)) + run.counts.exits.sum(axis=(1, 2, 3))
    )
    assert np.array_equal(seen.counts.headcount, run.counts.headcount)
    assert np.array_equal(seen.counts.moves, run.counts.moves) and np.array_equal(seen.counts.pay, run.counts.pay)
    for code in range(2):
        held = [sum(g == code for g in seen.held(r, 12).values()) for r in range(4)]
        assert held == run.counts.headcount[:, 12, code].tolist()


def test_notes_end_as_the_ledger_says(tmp_path: Path) -> None:
    """Every row of the why-not ledger is somebody's note."""
    scheme = scenes.scheme_of(tmp_path, SCHEME % (", seats: 6", 3, ", stages: [{stage: talk, days: 5, pass: 0.5}]"))
    (seen,) = watched([scheme], scenes.workforce_of(tmp_path, PEOPLE), 12, 2, 3)
    (info,) = [one for one in seen.axes.moves if one.id == "up"]
    for reason in ("served", "no seat", "failed: talk"):
        noted = sum(note.reason == reason for who in seen.start for note in seen.notes(who))
        assert noted == seen.counts.ledger["up"][..., info.reason_ids.index(reason)].sum() > 0


def test_mistakes_are_told(tmp_path: Path) -> None:
    text = SCHEME % ("", 3, "")
    found = lives(tmp_path, text, text, months=1, replications=1)
    for call, said in (
        (lambda: found.person(99), "those of the first day are 0 to 31"), (lambda: found.person(0, 5), "from 0 to 0"),
        (lambda: found.person("x"), "no person 'x' in the roster"), (lambda: found.winners(by="gendr"), "gender"),
        (lambda: found.winners("money"), "pay, stay, promotions"),  # type: ignore[arg-type]
        (lambda: found.person(1.5), "needs a number"),  # type: ignore[arg-type]
    ):  # fmt: skip
        with pytest.raises(ls.LadderError, match=said):
            call()


def test_the_command_and_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    line = ["lives", "ecommerce-dual-track", "fabric-star-pay", "--workforce", "small-department-30", "--months", "12",
            "--replications", "2"]  # fmt: skip
    assert main([*line, "--by", "tenure"]) == 0
    assert "Gains the most pay" in capsys.readouterr().out
    assert main([*line, "--person", "3", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["people"][0]["person"] == 3 and told["winners"][-1]["group"] == "everybody"
    use("zh")
    try:
        assert main(["--lang", "zh", *line, "--person", "3"]) == 0
        assert "人员3（重复编号0）" in capsys.readouterr().out
    finally:
        use("en")
    assert tuple(PRIZES) == OPTIONS == get_args(Prize)


def test_what_people_can_be_grouped_by(tmp_path: Path) -> None:
    text = SCHEME % ("", 3, "")
    found = lives(tmp_path, text, text, months=1, replications=1)
    assert known_groups(found.first) == ("grade", "tenure", "gender")
    assert "<table>" in found.person(0)._repr_html_() and "<p>" in found._repr_html_()


def test_blocks_and_workers_change_nothing_and_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = SCHEME % (", seats: 6", 3, ", order: kpi"), SCHEME % (", seats: 3", 6, ", order: kpi")
    whole = lives(tmp_path, *texts, replications=5)
    monkeypatch.setattr(watching, "TOGETHER", 64)  # of 32 people two replications
    seen: list[tuple[int, int]] = []
    cut = lives(tmp_path, *texts, replications=5, progress=lambda done, total: seen.append((done, total)))
    shared = lives(tmp_path, *texts, replications=5, executor=2)
    assert seen == [(2, 10), (4, 10), (5, 10), (7, 10), (9, 10), (10, 10)]
    for other in (cut, shared):
        assert str(other.table().to_csv()) == str(whole.table().to_csv()) and other.summary() == whole.summary()
        for rep in (0, 3, 4):
            life, same = other.person(7, rep), whole.person(7, rep)
            assert (life.first, life.second, life.parting) == (same.first, same.second, same.parting)
        for mine, own in ((other.first, whole.first), (other.second, whole.second)):
            for row in ((0, 3), (2, 5), (4, 1)):
                assert mine.notes(row) == own.notes(row)


def test_the_command_says_how_often_and_keeps_no_work(capsys: pytest.CaptureFixture[str]) -> None:
    assert living.REPLICATIONS == life_options.REPLICATIONS
    main(["lives", "--help"])
    told = capsys.readouterr().out
    assert "how often (default: 20)" in told and "--store" not in told and "--workers" in told


def test_grades_held_are_those_of_the_run_month_by_month(tmp_path: Path) -> None:
    found = lives(tmp_path, SCHEME % (", seats: 6", 3, ", order: kpi"), SCHEME % ("", 6, ""), months=18)
    for person in range(32):
        for run, spans in zip((found.first, found.second), found.person(person, 1).spans, strict=True):
            held = [next((s.place for s in spans if s.since <= month < s.until), None) for month in range(18)]
            assert held == [run.grade_at((1, person), month) for month in range(18)]
            assert all(a.until == b.since and a.place != b.place for a, b in pairwise(spans))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_picture_has_both_lives_on_one_axis_of_months(tmp_path: Path, language: Language) -> None:
    found = lives(tmp_path, SCHEME % (", seats: 6", 3, ", order: kpi"), SCHEME % ("", 6, ""), months=18)
    life = next(one for one in map(found.person, range(30)) if one.parting is not None and len(one.spans[1]) > 1)
    use(language)
    try:
        grid = life.plot()
        figure = grid.figure
        figure.draw_without_rendering()
        assert [ax.get_title(loc="left") for ax in figure.axes] == ["a", "b"]
        for ax, spans in zip(figure.axes, life.spans, strict=True):
            steps = [line for line in ax.lines if line.get_linewidth() == 3]
            assert [tuple(line.get_xdata()) for line in steps] == [(s.since, s.until) for s in spans]
            assert {label.get_text() for label in ax.get_yticklabels()} == {str(s.grade) for s in spans}
            dotted = [line for line in ax.lines if line.get_linestyle() == ":"]
            assert life.parting is not None and [line.get_xdata()[0] for line in dotted] == [life.parting.month]
        assert overlaps(figure) == []
    finally:
        use("en")
    axes = Figure().subplots(2)
    assert list(life.plot(ax=axes)) == list(axes)
    with pytest.raises(ls.LadderError, match="two axes"):
        life.plot(ax=Figure().subplots())


def test_the_page_has_lives_with_their_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    line = ["lives", "ecommerce-dual-track", "fabric-star-pay", "--workforce", "small-department-30", "--months", "12",
            "--replications", "2", "--out", "told"]  # fmt: skip
    assert main([*line, "--person", "3"]) == 0
    assert {path.name for path in (tmp_path / "told").glob("[!.]*")} == {"lives.html", "life-3-0.png"}
    page = (tmp_path / "told" / "lives.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 1 and "Person 3 (replication 0)" in page and "Winners and losers" in page
    assert main(["--lang", "zh", *line]) == 0
    use("en")
    capsys.readouterr()
    page = (tmp_path / "told" / "lives.html").read_text(encoding="utf-8")
    assert page.count("<svg") == len(list((tmp_path / "told").glob("life-*.png"))) - 1 > 1
    assert "薪酬增加最多" in page and "受益与受损" in page


def test_of_real_people_only_those_asked_for_are_on_the_page(tmp_path: Path) -> None:
    roster = "person,hired,role,grade\n" + "".join(f"p{n},2024-01-01,agent,low\n" for n in range(8))
    (tmp_path / "list.csv").write_text(roster, encoding="utf-8")
    people = scenes.workforce_of(tmp_path, PEOPLE.replace("grades: {low: 30, high: 2}", "roster: list.csv").replace(
        "  attributes: {gender: {shares: {female: 0.5, male: 0.5}}}\n", ""))  # fmt: skip
    a, b = (scenes.scheme_of(tmp_path, SCHEME % ("", wait, ""), name) for name, wait in (("a", 3), ("b", 9)))
    found = ls.lives(a, b, people, months=12, replications=1)
    (page,) = found.save(tmp_path / "all")
    text = page.read_text(encoding="utf-8")
    assert "<svg" not in text and "Of the people of a list a single life is told only" in text
    page, picture = found.save(tmp_path / "one", ["p3"])
    assert picture.name == "life-3-0.png" and "<svg" in page.read_text(encoding="utf-8")


def test_what_has_no_interval_is_told_without() -> None:
    alone = Interval(0.25, np.nan, np.nan, 1)
    assert share_told(alone) == "25.0%" and amount_told(alone, 2) == "0.25"
    assert share_told(Interval(0.25, 0.2, 0.3, 9)) == "25.0% (20.0% to 30.0%)"
