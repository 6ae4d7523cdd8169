"""The flow map and the seats: what they show is what the run counted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import fakes
import numpy as np
import pytest
import scenes
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, Rectangle
from relabeled import relabeled
from test_plots import first, overlaps

from ladder_sim import charts
from ladder_sim.charts.flow_layout import flows_of, lay_out
from ladder_sim.charts.seat_counts import seats_by_grade
from ladder_sim.core import i18n
from ladder_sim.core.problems import LadderError
from ladder_sim.experiment.simulation import simulate
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.intervals import mean_interval
from ladder_sim.results.run import Run

MOVES = {
    "up": "{id: up, from: [a, b], to: next, review: monthly, when: chance(0.15)}",
    "jump": "{id: jump, from: a, to: c, review: monthly, when: chance(0.05)}",
    "down": "{id: down, from: c, to: b, review: monthly, when: chance(0.1)}",
    "fall": "{id: fall, from: c, to: a, review: monthly, when: chance(0.05)}",
    "side": "{id: side, from: b, to: x, kind: lateral, review: monthly, when: chance(0.08)}",
    "out": "{id: out, from: x, to: exit, review: monthly, when: chance(0.05)}",
}
SCHEME = """
title: {{en: Two tracks, zh: 双通道}}
ladder:
  service:
    a: {{title: {{en: Junior agent, zh: 初级客服}}, role: agent, base: 1000}}
    b: {{title: {{en: Intermediate agent, zh: 中级客服}}, role: agent, base: 2000{seats}}}
    c: {{title: {{en: Senior agent, zh: 高级客服}}, role: agent, base: 3000, seats: 5}}
  expert: {{x: {{title: {{en: Expert, zh: 专家}}, role: agent, base: 2000}}}}
entry: a
reviews: {{monthly: {{every: month}}}}
moves: [{moves}]
"""
CREW = (
    "attrition: {hazard: 0.03}\npeople: {headcount: 40, roles: {agent: 0.9, manager: 0.1}}\nmarket: {manager: 8000}\n"
)


def play(folder: Path, *moves: str, seats: str = "", **options: Any) -> Run:
    text = SCHEME.format(moves=", ".join(MOVES[move] for move in moves or MOVES), seats=seats)
    kept = {"months": 14, "replications": 6, **options}
    return simulate(scenes.scheme_of(folder, text), scenes.workforce_of(folder, CREW), **kept)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return play(tmp_path_factory.mktemp("maps"))


def named(ax: Axes, kind: type) -> dict[str, Any]:
    return {str(artist.get_gid()): artist for artist in ax.findobj(kind) if artist.get_gid()}


def codes(run: Run) -> dict[str, int]:
    return {grade.id: i for i, grade in enumerate(run.axes.grades)}


def test_flows_are_the_tables_per_year(run: Run) -> None:
    grade = codes(run)
    found = {flow.name: flow.people for flow in flows_of(run)}
    years = 14 / 12
    table = run.frame("moves").astype({"move": str})
    for move, kind, a, b in (
        ("jump", "promotion", "a", "c"),
        ("down", "demotion", "c", "b"),
        ("side", "lateral", "b", "x"),
    ):
        people = table[table["move"] == move].groupby("replication")["people"].sum().reindex(range(6), fill_value=0)
        assert found[f"{kind} {grade[a]} {grade[b]}"] == mean_interval(people / years, event=1 / years)
    for i in (grade["a"], grade["x"]):
        exits = run.counts.exits[:, :, i].sum(axis=(1, 2))
        assert found[f"exit {i} -1"].mean == pytest.approx(exits.mean() / years)
    assert found[f"hires -1 {grade['a']}"].mean == pytest.approx(run.counts.hires[:, :, grade["a"]].sum() / 6 / years)
    assert not [name for name in found if str(grade["manager"]) in name.split()[1:]], "a role without a grade"


def test_arrows_are_as_wide_as_people_flow_and_bars_as_long_as_people_are(run: Run) -> None:
    ax = charts.flows(run)
    arrows, bars = named(ax, FancyArrowPatch), named(ax, Rectangle)
    flows = {flow.name: flow.people.mean for flow in flows_of(run)}
    assert set(arrows) == set(flows)
    tail = {name: arrow.get_arrowstyle().tail_width for name, arrow in arrows.items()}
    most = max(flows, key=lambda name: flows[name])
    for name in flows:
        assert tail[name] == pytest.approx(max(0.7, tail[most] * flows[name] / flows[most]))
    people = run.counts.headcount[:, 1:].mean(axis=(0, 1))
    assert len(bars) == 4
    longest = max(people[:4])
    for i in range(4):
        wide = bars[f"bar {i}"].get_width() / max(bar.get_width() for bar in bars.values())
        assert wide == pytest.approx(people[i] / longest)


def test_numbers_beside_arrows_and_bars(run: Run) -> None:
    shown = {str(text.get_gid()): text.get_text() for text in charts.flows(run).texts if text.get_gid()}
    for flow in flows_of(run):
        digits = 1 if flow.people.mean >= 0.95 else 2
        assert shown[f"n {flow.name}"] == f"{flow.people.mean:.{digits}f} ±{flow.people.half:.{digits}f}"
    assert shown["people 0"] == f"{run.counts.headcount[:, 1:, 0].mean():.1f}"


def test_arrows_lead_up_down_and_across(run: Run) -> None:
    grade, made = codes(run), lay_out(run)
    arrows = {arrow.flow.name: arrow for arrow in made.arrows}
    bars = made.bars
    assert bars[grade["a"]][1] < bars[grade["b"]][1] < bars[grade["c"]][1]
    assert bars[grade["x"]][0] > bars[grade["a"]][0] + made.room
    up, down = (
        arrows[f"{kind} {grade[a]} {grade[b]}"] for kind, a, b in (("promotion", "a", "b"), ("demotion", "c", "b"))
    )
    assert up.start[0] == up.end[0] and up.start[1] < up.end[1] and up.bend == 0
    assert down.start[1] > down.end[1] and down.start[0] > up.start[0]
    assert arrows[f"promotion {grade['a']} {grade['c']}"].bend != 0, "it passes over a grade"
    side = arrows[f"lateral {grade['b']} {grade['x']}"]
    assert side.end[0] == pytest.approx(bars[grade["x"]][0], abs=0.1)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_number_lies_on_another(run: Run, language: str) -> None:
    i18n.use(language)
    figure = charts.flows(run).get_figure(root=True)
    assert overlaps(figure) == []
    note = figure.get_supxlabel()
    assert ("managers" if language == "en" else "经理") in note and "±" in note


def test_maps_of_a_comparison_share_one_scale(tmp_path: Path, run: Run) -> None:
    other = play(tmp_path, "up", months=14)
    other = relabeled(other, scheme=scenes.scheme_of(tmp_path, SCHEME.format(moves=MOVES["up"], seats=""), "other"))
    both = Comparison((run, other), run.scheme.id)
    maps = charts.flows(both)
    assert maps.shape == (1, 2) and maps._repr_png_().startswith(b"\x89PNG")
    flows = [{flow.name: flow.people.mean for flow in flows_of(one)} for one in (run, other)]
    per = [max(named(ax, FancyArrowPatch)[name].get_arrowstyle().tail_width / people for name, people in flow.items()
               if people > 5) for ax, flow in zip(maps.flat, flows, strict=True)]  # fmt: skip
    assert per[0] == pytest.approx(per[1])
    assert isinstance(charts.flows(both, schemes=["other"]), Axes)
    with pytest.raises(LadderError, match="is not compared here"):
        charts.flows(both, schemes=["othr"])


def test_a_map_on_given_axes_and_of_nothing() -> None:
    from matplotlib.figure import Figure

    ax = Figure(figsize=(3, 3)).subplots()
    run = fakes.run(months=6, replications=1)
    assert charts.flows(run, ax=ax) is ax and "±" not in "".join(text.get_text() for text in ax.texts)
    nothing = Run(fakes.scheme(), fakes.workforce(), 12, 2, 1, fakes.axes(), fakes.empty(12, 2))
    assert "nobody came" in " ".join(text.get_text() for text in charts.flows(nothing).texts)


def test_a_ladder_of_one_grade_has_a_map(tmp_path: Path) -> None:
    text = "ladder: {main: {a: {base: 1, role: agent}}}\nentry: a\n"
    one = simulate(scenes.scheme_of(tmp_path, text), scenes.workforce_of(tmp_path, CREW), months=12, replications=2)
    ax = charts.flows(one)
    assert set(named(ax, FancyArrowPatch)) == {"hires -1 0", "exit 0 -1"}
    assert overlaps(ax.get_figure(root=True)) == []


def test_seats_are_those_of_the_table(run: Run) -> None:
    (found,) = seats_by_grade(run)
    table = run.frame("seats")
    assert found.name == "Senior agent" and found.seats.mean == 5
    assert found.taken.mean == pytest.approx(table["taken"].mean())
    assert found.open == mean_interval(run.values("vacant_seats"))
    ax = charts.seats(run)
    taken, free = ax.patches
    assert (taken.get_width(), free.get_width()) == pytest.approx((found.taken.mean, found.open.mean))
    marks = [line for line in ax.lines if np.ptp(line.get_xdata()) == 0 and np.ptp(line.get_ydata()) > 0]
    assert [line.get_xdata()[0] for line in marks] == [5]
    ends = [list(line.get_xdata()) for line in ax.lines if np.ptp(line.get_xdata()) > 0]
    assert ends == [pytest.approx([found.taken.low, found.taken.high])]
    assert f"{found.open.mean:.1f} ±{found.open.half:.1f} of 5.0 open" in [text.get_text() for text in ax.texts]


def test_seats_of_a_grade_by_month(run: Run) -> None:
    ax = charts.seats(run, grade="c")
    table = run.frame("seats").groupby("month")
    limit, taken = ax.lines
    assert np.allclose(limit.get_ydata(), 5) and np.allclose(taken.get_ydata(), table["taken"].mean())
    assert "Senior agent" in ax.get_ylabel()


def test_seats_of_schemes_without_seats() -> None:
    nothing = Run(fakes.scheme(), fakes.workforce(), 12, 2, 1, fakes.axes(), fakes.empty(12, 2))
    with pytest.raises(LadderError, match="no grade has a limited number of seats"):
        charts.seats(nothing)
    with pytest.raises(LadderError, match=r"grade 'led' has no seats of its own.*did you mean 'lead'"):
        charts.seats(fakes.run(months=3, replications=2), grade="led")
    other = fakes.run(chosen=fakes.scheme("other"), months=12, replications=2)
    both = Comparison((nothing, other), "fake")
    ax = charts.seats(both)
    assert isinstance(ax, Axes) and ax.get_title(loc="left") == "other"
    assert "No such seats: fake." in first(ax).get_figure(root=True).get_supxlabel()


def test_seats_in_every_panel(tmp_path: Path, run: Run) -> None:
    i18n.use("zh")
    other = play(tmp_path, seats=", seats: 20% of headcount")
    other = relabeled(other, scheme=scenes.scheme_of(tmp_path, SCHEME.format(moves=MOVES["up"], seats=""), "other"))
    panels = charts.seats(Comparison((run, other), run.scheme.id))
    heights = [ax.patches[0].get_window_extent().height for ax in panels.flat]
    assert heights[0] == pytest.approx(heights[1], rel=0.02), "bars are equally thick"
    assert overlaps(first(panels).get_figure(root=True)) == []


def test_a_scheme_adopted_later_is_shown_with_its_own_grades(tmp_path: Path) -> None:
    old = "ladder: {main: {a: {base: 1000, role: agent}, old: {base: 2000, role: agent}}}\nentry: a\n"
    scenes.scheme_of(tmp_path, old, "before")
    new = SCHEME.format(moves=MOVES["up"], seats="")
    adopted = "adopted: {month: 5, after: before, placement: {a: a, old: b}}\n"
    later = scenes.scheme_of(tmp_path, adopted + new, "later")
    run = simulate(later, scenes.workforce_of(tmp_path, CREW), months=8, replications=2)
    ax = charts.flows(run)
    assert len(named(ax, Rectangle)) == 4
    note = ax.get_figure(root=True).get_supxlabel().replace("\n", " ")
    assert "for them: managers." in note and "(before month 5)" in note
