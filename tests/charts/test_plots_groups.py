"""Pay by part, who wins and loses, and fairness: the charts show the numbers of the run."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import fakes
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from test_plots import first, overlaps

from ladder_sim import charts
from ladder_sim.charts.gains import changes
from ladder_sim.charts.groups import groups_of
from ladder_sim.charts.pay import slices_of
from ladder_sim.core import i18n
from ladder_sim.core.fonts import has_chinese
from ladder_sim.core.i18n import Title
from ladder_sim.core.problems import LadderError
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.counts import Axes as Names
from ladder_sim.results.intervals import mean_interval
from ladder_sim.results.run import Run


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    rules = {
        "current": fakes.Rules(people=100, gender_gap=0.4),
        "generous": fakes.Rules(people=100, promote=(0.12, 0.08, 0.02, 0), base=(3800, 4600, 5200, 6500)),
        "twin": fakes.Rules(people=100, gender_gap=0.4),
    }
    runs = [fakes.run(rule, chosen=fakes.scheme(name), months=24, replications=6) for name, rule in rules.items()]
    return Comparison(tuple(runs), "current")


def marks(ax: Axes) -> dict[str, Any]:
    return {str(line.get_gid()): line for line in ax.lines if line.get_gid()}


def shown(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def nothing() -> Run:
    return Run(fakes.scheme(), fakes.workforce(), 12, 2, 1, fakes.axes(), fakes.empty(12, 2))


def test_parts_of_pay_add_up_to_the_labor_cost(comparison: Comparison) -> None:
    slices = slices_of(comparison)
    assert [item.name for item in slices] == ["base", "bonus", "employer_load", "hiring"], "others cost nothing"
    ax = charts.pay_by_part(comparison)
    for row, scheme in enumerate(comparison.baseline_first):
        bars = [bar for bar in ax.patches if round(bar.get_y() + bar.get_height() / 2) == row]
        run = comparison[scheme]
        assert [bar.get_width() for bar in bars] == pytest.approx([item.means[row] for item in slices])
        assert bars[0].get_width() == pytest.approx(run.interval("salary_cost:base").mean)
        assert bars[1].get_x() + bars[1].get_width() == pytest.approx(run.interval("salary_cost").mean)
        assert bars[-1].get_x() + bars[-1].get_width() == pytest.approx(run.interval("labor_cost").mean)
        assert [bool(bar.get_hatch()) for bar in bars] == [False, False, True, True]
    ends = [list(line.get_xdata()) for line in ax.lines]
    labor = comparison["generous"].interval("labor_cost")
    assert [labor.low, labor.high] in ends
    assert ax.get_xlabel() == "CNY a year" and "salary" in shown(ax)[0] and "±" in shown(ax)[0]


def test_of_many_parts_the_smallest_are_added_up() -> None:
    run = fakes.run(months=6, replications=2)
    names = Names(run.axes.grades, run.axes.moves, run.axes.arcs, run.axes.parts, run.axes.groups)
    parts = tuple((f"p{i}", Title(f"part {i}", f"第{i}项")) for i in range(8))
    axes = Names(names.grades, names.moves, names.arcs, (names.parts[0], *parts, ("never", Title("x", "x"))), ())
    pay = np.zeros((2, 6, 4, 10))
    pay[..., 0] = 10
    pay[..., 1:9] = np.arange(8) + 1  # the last is the largest
    run = replace(run, axes=axes, counts=replace(run.counts, pay=pay))
    slices = [item for item in slices_of(run) if item.paid]
    assert [item.name for item in slices] == ["base", "p7", "p6", "p5", "p4", "other"]
    assert slices[-1].title == "4 other parts"
    assert sum(item.means[0] for item in slices) == pytest.approx(run.interval("salary_cost").mean)


def test_changes_are_paired_by_replication(comparison: Comparison) -> None:
    found = {(item.scheme, item.name, item.what): item for item in changes(comparison)}
    base, run = comparison["current"].counts, comparison["generous"].counts

    def pay(counts: Any) -> np.ndarray[Any, Any]:
        heads = counts.headcount[:, 1:, :3].sum(axis=2).mean(axis=1)
        return np.asarray(counts.pay[:, :, :3].sum(axis=(1, 2, 3)) / 2 / heads)

    def ups(counts: Any) -> np.ndarray[Any, Any]:
        return np.asarray(counts.moves[:, :, 0].sum(axis=1) / 2 / counts.headcount[:, 1:, 0].mean(axis=1))

    agents = found["generous", "agent", "pay"]
    expected = mean_interval(pay(run) - pay(base))
    assert agents.difference.mean == pytest.approx(expected.mean) and agents.sure and expected.mean > 0
    assert agents.difference.low == pytest.approx(expected.low)
    juniors = found["generous", "junior", "promotion"]
    assert juniors.difference.mean == pytest.approx((ups(run) - ups(base)).mean()) and juniors.kind == "grade"
    assert juniors.difference.high == pytest.approx(mean_interval(ups(run) - ups(base)).high)
    twin = [item for item in changes(comparison) if item.scheme == "twin"]
    assert not any(item.sure for item in twin) and all(item.difference.mean == 0 for item in twin if item.difference.n)


def test_winners_show_the_changes(comparison: Comparison) -> None:
    panels = charts.winners(comparison)
    by = {(item.scheme, item.name, item.what): item for item in changes(comparison)}
    for ax, what, scale in zip(panels.flat, ("pay", "promotion"), (1, 100), strict=True):
        for gid, mark in marks(ax).items():
            scheme, name = gid.split()
            item = by[scheme, name, what]
            assert mark.get_xdata()[0] == pytest.approx(scale * item.difference.mean)
            assert (mark.get_markerfacecolor() != "white") == item.sure
            assert any(np.allclose(line.get_xdata(), [scale * item.difference.low, scale * item.difference.high])
                       for line in ax.lines if line.get_gid() is None)  # fmt: skip
        assert {gid.split()[0] for gid in marks(ax)} == {"generous", "twin"}
    rows = [label.get_text() for label in panels.flat[0].get_yticklabels()]
    assert rows[0] == "agents" and "Junior agent" in rows
    assert "scheme − baseline, CNY a year per head" in panels.flat[0].get_xlabel()
    assert "percentage points" in panels.flat[1].get_xlabel()
    only = charts.winners(comparison, what="promotion")
    assert isinstance(only, Axes) and only.get_title(loc="left") == "Promotion rate"


def test_small_groups_are_not_shown() -> None:
    few = [fakes.run(fakes.Rules(people=30), chosen=fakes.scheme(name), months=12, replications=3) for name in "ab"]
    both = Comparison(tuple(few), "a")
    names = {item.name for item in changes(both)}
    assert "agent" in names and "lead" not in names, "one or two leads"
    figure = first(charts.winners(both)).get_figure(root=True)
    assert "fewer than 5 people are not shown" in figure.get_supxlabel()


def test_who_wins_needs_a_comparison(comparison: Comparison) -> None:
    alone = Comparison(comparison.runs[:1], "current")
    for source in (comparison.runs[0], alone):
        with pytest.raises(LadderError, match="needs a baseline and a scheme to compare"):
            charts.winners(source)
    tiny = [fakes.run(fakes.Rules(people=4), chosen=fakes.scheme(name), months=6, replications=2) for name in "ab"]
    with pytest.raises(LadderError, match="no role or grade of five people"):
        charts.winners(Comparison(tuple(tiny), "a"))


def test_groups_are_promoted_at_the_rates_of_the_counts(comparison: Comparison) -> None:
    run = comparison["current"]
    female, male = groups_of(run, "gender")
    counts = run.counts.groups.sum(axis=1)
    assert female.people.mean == pytest.approx(run.counts.groups[:, :, 0, 0].mean())
    assert male.rate.mean == pytest.approx(12 * counts[:, 1, 1].sum() / counts[:, 1, 0].sum())
    ax = charts.fairness(comparison)
    dots = marks(ax)
    assert dots["current male"].get_xdata()[0] == pytest.approx(100 * male.rate.mean)
    dashed = [line for line in ax.lines if line.get_linestyle() == "--"]
    lines = [line.get_xdata()[0] for line in dashed[:2]]
    assert lines == pytest.approx([80 * male.rate.mean, 80 * female.rate.mean]), "four fifths of the others, each"
    assert dots["current male"].get_xdata()[0] < lines[1]
    assert any(np.allclose(line.get_xdata(), [100 * male.rate.low, 100 * male.rate.high]) for line in ax.lines)
    texts = shown(ax)
    assert f"female: {female.people.mean:.0f} people" in texts
    apart, (_, luck) = run.interval("fairness:gender:female").mean, run.null("fairness:gender:female") or (0, 0)
    ends = [f"{100 * np.exp(end):.0f}%" for end in (apart, -luck, luck)]
    assert f"women {ends[0]} of men; by chance {ends[1]} to {ends[2]}" in texts


def test_groups_of_few_people_are_not_shown() -> None:
    run = fakes.run(fakes.Rules(people=6), months=6, replications=2)
    ax = charts.fairness(run)
    assert not marks(ax) and "female: fewer than 5 people" in shown(ax)
    assert charts.fairness(nothing())._repr_png_()


def test_fairness_of_what_is_not_there() -> None:
    run = fakes.run(months=3, replications=2)
    with pytest.raises(LadderError, match=r"attribute 'gendr' is not audited.*did you mean 'gender'"):
        charts.fairness(run, attribute="gendr")
    run = replace(run, axes=Names(run.axes.grades, run.axes.moves, run.axes.arcs, run.axes.parts, ()))
    with pytest.raises(LadderError, match="no group to audit"):
        charts.fairness(run)


@pytest.mark.parametrize("chart", ["pay_by_part", "winners", "fairness"])
def test_in_chinese_nothing_overlaps_and_titles_are_chinese(comparison: Comparison, chart: str) -> None:
    i18n.use("zh")
    made = getattr(charts, chart)(comparison)
    figure = first(made).get_figure(root=True)
    assert overlaps(figure) == []
    for ax in figure.axes:
        assert has_chinese(ax.get_title(loc="left")) and has_chinese(ax.get_xlabel())
    assert has_chinese(figure.get_supxlabel())


@pytest.mark.parametrize("chart", ["pay_by_part", "winners", "fairness"])
def test_given_axes_are_drawn_on(comparison: Comparison, chart: str) -> None:
    figure = Figure()
    ax = figure.subplots()
    assert getattr(charts, chart)(comparison, ax=ax) is ax
    assert ax.get_title(loc="left") and len(figure.axes) == 1 and not figure.legends
