"""Charts in the reader's own style: colors, names, grades, axes and dark backgrounds."""

from __future__ import annotations

from pathlib import Path

import fakes
import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import style
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from ladder_sim import charts as plots
from ladder_sim.charts.asked import CHARTS as CHARTS_BY_NAME
from ladder_sim.charts.ground import DARK, FAINT, contrast, light, turned
from ladder_sim.core.palette import BASELINE_COLOR
from ladder_sim.core.problems import LadderError
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.run import Run


@pytest.fixture(scope="module")
def two() -> Comparison:
    stage = fakes.Stage()
    old, new = stage.scheme("old"), stage.scheme("new", promote=(0.12, 0.06, 0.02, 0.0))
    crew = fakes.workforce()
    return Comparison(tuple(stage.simulate(s, crew, months=18, replications=8) for s in (old, new)), "old")


@pytest.fixture
def run(two: Comparison) -> Run:
    return two["new"]


CHARTS = {
    "turnover": plots.turnover, "promotion_rate": plots.promotion_rate, "salary_cost": plots.salary_cost,
    "time_to_promotion": plots.time_to_promotion, "pay_by_part": plots.pay_by_part, "winners": plots.winners,
    "fairness": plots.fairness, "seats": plots.seats, "bottlenecks": plots.bottlenecks, "flows": plots.flows,
    "series": lambda source, ax=None: plots.series(source, "turnover", ax),
    "headcount_by_grade": lambda source, ax=None: plots.headcount_by_grade(
        source, ax if ax is None else [ax, ax.figure.add_subplot(212)]
    ),
}  # fmt: skip


def _seen(figure: Figure) -> list[tuple[str, float]]:
    """Every text and line with its contrast against what it stands on."""
    found = []
    for ax in figure.axes:
        ground = ax.get_facecolor()
        for artist in ax.findobj():
            if isinstance(artist, Text | Line2D) and artist.get_visible() and (artist.get_alpha() or 1) > 0.5:
                if isinstance(artist, Text) and not artist.get_text():
                    continue
                found.append((repr(artist), contrast(artist.get_color(), ground)))
    return found


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("own", [True, False])
def test_what_is_drawn_can_be_read_on_black(two: Comparison, name: str, own: bool) -> None:
    """A line or text of less contrast than a pale gray on white was drawn for paper."""
    with style.context("dark_background"):
        figure = Figure(figsize=(8, 8))
        CHARTS[name](two, figure.add_subplot(211)) if own else None  # type: ignore[operator]
        drawn = figure if own else CHARTS[name](two).figure  # type: ignore[operator]
        assert light(drawn.get_facecolor()) < DARK
        marks = _seen(drawn)
        assert marks and not (faint := [mark for mark in marks if mark[1] < 1.1]), faint
    assert mpl.rcParams["figure.facecolor"] == "white"


def test_the_baseline_is_not_dark_gray_on_black(two: Comparison) -> None:
    with style.context("dark_background"):
        ax = Figure().add_subplot()
        plots.series(two, "turnover", ax)
    line = next(line for line in ax.get_lines() if line.get_gid() == "old")
    assert to_hex(line.get_color()) == "#bbbbbb" and BASELINE_COLOR == "#444444"


def test_on_white_nothing_is_turned(two: Comparison) -> None:
    line = next(line for line in plots.series(two, "turnover").get_lines() if line.get_gid() == "old")
    assert to_hex(line.get_color()) == BASELINE_COLOR
    assert contrast("white", "black") == pytest.approx(21)
    assert contrast(turned("#440154", "black"), "black") >= FAINT and turned("#ffffff", "black", keep=True)[0] == 1


def test_what_the_reader_drew_before_stays(two: Comparison) -> None:
    with style.context("dark_background"):
        ax = Figure().add_subplot()
        (mine,) = ax.plot([1, 2], [0.1, 0.2], color="#333333")
        plots.series(two, "turnover", ax)
    assert mine.get_color() == "#333333"


@pytest.mark.parametrize("name", ["turnover", "promotion_rate", "salary_cost", "time_to_promotion", "winners"])
def test_colors_and_names_are_the_reader_s(two: Comparison, name: str) -> None:
    chart = getattr(plots, name)
    made = chart(two, color={"new": "teal"}, label={"new": "What we want"})
    figure = made.figure
    assert any(to_hex(line.get_color()) == "#008080" for ax in figure.axes for line in ax.get_lines())
    texts = {text.get_text() for text in figure.findobj(Text)} | {
        text.get_text() for legend in figure.legends for text in legend.get_texts()
    }
    assert "What we want" in texts
    again = chart(two)
    assert not any(to_hex(line.get_color()) == "#008080" for ax in again.figure.axes for line in ax.get_lines())


@pytest.mark.parametrize("name", ["seats", "fairness", "pay_by_part", "flows"])
def test_names_are_the_reader_s(run: Run, name: str) -> None:
    made = getattr(plots, name)(run, label="What we want")
    assert "What we want" in {text.get_text() for text in made.figure.findobj(Text)}


def test_a_run_takes_one_color_and_one_name(run: Run) -> None:
    ax = plots.series(run, "turnover", color="teal", label="Mine")
    line = ax.get_lines()[0]
    assert (to_hex(line.get_color()), line.get_label()) == ("#008080", "Mine")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"color": "teal"}, r"color='teal' is one for 2 schemes; name them: color=\{'old': 'teal'\}"),
        ({"label": "x"}, "label='x' is one for 2 schemes"),
        ({"color": {"nwe": "teal"}}, "color: scheme 'nwe' is not in this chart; did you mean 'new'"),
        ({"color": {"new": "tael"}}, "color 'tael' is not a color"),
    ],
)
def test_a_wrong_choice_is_said(two: Comparison, options: dict[str, object], told: str) -> None:
    with pytest.raises(LadderError, match=told):
        plots.turnover(two, **options)  # type: ignore[arg-type]


def test_grades_and_their_colors(run: Run) -> None:
    ax = plots.headcount_by_grade(run, grades=["senior", "lead"], color={"lead": "teal"})
    colors = [to_hex(line.get_color()) for line in ax.get_lines() if len(line.get_xdata()) > 2]
    assert len(colors) == 2 and colors[1] == "#008080"
    assert {"Senior agent", "Team lead"} <= {text.get_text() for text in ax.texts}
    assert "Junior agent" not in {text.get_text() for text in ax.texts}
    with pytest.raises(LadderError, match="grade 'snior' is not on the ladder; did you mean 'senior'"):
        plots.headcount_by_grade(run, grades=["snior"])
    with pytest.raises(LadderError, match="color 'teel' is not a color: one for all"):
        plots.headcount_by_grade(run, color="teel")


def test_headcount_takes_an_axes_for_each_scheme(two: Comparison) -> None:
    axes = Figure(figsize=(8, 4)).subplots(1, 2)
    plots.headcount_by_grade(two, axes)
    assert [ax.get_title(loc="left") or ax.get_title() for ax in axes] == ["old", "new"]
    with pytest.raises(LadderError, match="1 axes for 2 schemes: give one for each"):
        plots.headcount_by_grade(two, axes[0])


def test_what_comes_back_can_be_written(two: Comparison, tmp_path: Path) -> None:
    for made in (plots.headcount_by_grade(two), plots.turnover(two)):
        made.savefig(tmp_path / "x.png", dpi=40)
        assert (tmp_path / "x.png").stat().st_size > 1000 and isinstance(made.figure, Figure)
        (tmp_path / "x.png").unlink()


@pytest.mark.parametrize("source", ["ecommerce-dual-track", None, 3])
def test_a_chart_of_something_else_says_what_it_takes(source: object) -> None:
    for chart in (plots.turnover, plots.headcount_by_grade, plots.flows, plots.overview):
        with pytest.raises(LadderError, match=r"a chart takes what simulate\(\) or compare\(\) returned .*, got"):
            chart(source)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([1, 2], r"ax must be axes of matplotlib, such as plt.subplots\(\)\[1\], got \[1, 2\]"),
        (3, "ax must be axes of matplotlib, .* got 3"),
        (Figure(), r"ax must be axes of matplotlib, .* got .*; a figure has them: figure.subplots\(\)"),
        (list(Figure().subplots(1, 2)), r"ax: this chart draws on one axes, got a list of 2; .* such as ax=axes\[0\]"),
    ],
)
def test_an_ax_that_is_none_is_said(two: Comparison, given: object, told: str) -> None:
    for chart in (plots.turnover, plots.flows, plots.time_to_promotion):
        with pytest.raises(LadderError, match=told):
            chart(two, ax=given)  # type: ignore[operator]
    with pytest.raises(LadderError, match=told):
        two.plot("kpi", ax=given)  # type: ignore[arg-type]
    if not isinstance(given, list) or given == [1, 2]:
        with pytest.raises(LadderError, match=told):
            plots.headcount_by_grade(two, ax=given)  # type: ignore[arg-type]


# --- by name ----------------------------------------------------------------------------------------


def test_a_chart_is_drawn_by_its_name_or_its_measure(two: Comparison, run: Run) -> None:
    assert set(CHARTS_BY_NAME) <= set(plots.__all__)
    assert len(two.plot().figure.axes) == len(plots.overview(two).axes)
    for name in CHARTS_BY_NAME:
        assert isinstance(two.plot(name).figure, Figure)
    ax = Figure().subplots()
    assert two.plot("kpi", ax, color={"new": "teal"}) is ax and ax.get_title(loc="left") == "Mean KPI"
    line = next(one for one in two.plot("turnover", by="month").get_lines() if one.get_gid() == "new")  # type: ignore[attr-defined]
    assert np.allclose(line.get_ydata(), 100 * two["new"].measure("turnover", by="month").mean())
    assert isinstance(run.plot("flows").figure, Figure) and isinstance(run.plot().figure, Figure)


@pytest.mark.parametrize(
    ("given", "options", "told"),
    [
        ("turnovr", {}, "neither a chart nor a measure is called 'turnovr'; did you mean 'turnover'"),
        ("flowz", {}, "did you mean 'flows'"),
        ("zzz", {}, "neither a chart nor a measure is called 'zzz'; known: bottlenecks, fairness, flows"),
        (3, {}, "what must be the name of a chart or a measure, got 3"),
        (
            "turnover",
            {"colour": "red", "zz": 1},
            "chart turnover has no argument 'colour'; did you mean 'color'.*\n.*'zz'",
        ),
        ("overview", {"ax": Figure().subplots()}, "chart overview has no argument 'ax'"),
    ],
)
def test_a_chart_that_there_is_not_is_said(two: Comparison, given: str, options: dict[str, object], told: str) -> None:
    with pytest.raises(LadderError, match=told):
        two.plot(given, **options)  # type: ignore[arg-type]


# --- series -----------------------------------------------------------------------------------------


def test_a_line_is_the_mean_and_its_band_the_middle(two: Comparison) -> None:
    ax = plots.series(two, "labour_cost", level=0.8)
    values = two["new"].measure("labour_cost", by="month")
    line = next(line for line in ax.get_lines() if line.get_gid() == "new")
    assert np.allclose(line.get_ydata(), values.mean())
    bands = [collection.get_paths()[0].vertices for collection in ax.collections]
    low, high = np.quantile(values, [0.1, 0.9], axis=0)
    assert bands[1][:, 1].min() == pytest.approx(low.min()) and bands[1][:, 1].max() == pytest.approx(high.max())


def test_a_pooled_measure_is_pooled_in_every_month(run: Run) -> None:
    ax = plots.series(run, "promotion_rate:junior", by="year", band="mean")
    years = [run.window(0, 12), run.window(12, 18)]
    moved = [w.moved[:, w.arcs("promotion", 0)].sum() / w.years / w.people[:, 0].sum() for w in years]
    assert ax.get_lines()[0].get_ydata() == pytest.approx(100 * np.array(moved))


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"by": "run"}, "series needs by='month' or 'year'"), ({"by": "grade"}, "series needs by='month' or 'year'"),
        ({"by": "week"}, "by must be one of"),
        ({"band": "sd"}, "band='replications' or 'mean'"), ({"level": 90}, "such as 0.9"),
    ],
)  # fmt: skip
def test_series_checks_what_it_is_asked(run: Run, options: dict[str, object], told: str) -> None:
    with pytest.raises(LadderError, match=told):
        plots.series(run, "turnover", **options)  # type: ignore[arg-type]
    with pytest.raises(LadderError, match="needs the whole run"):
        plots.series(run, "time_to_promotion")
