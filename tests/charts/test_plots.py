"""Charts: what they show, that nothing overlaps, and that they leave the session alone."""

from __future__ import annotations

import subprocess
import sys
import warnings
from collections.abc import Iterator
from typing import Any

import fakes
import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from ladder_sim import charts
from ladder_sim.charts.style import apart, fitted, width
from ladder_sim.core import fonts, i18n
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.run import Run

CHARTS = [
    "promotion_rate", "turnover", "salary_cost", "time_to_promotion", "headcount_by_grade", "bottlenecks", "flows",
    "seats", "pay_by_part", "fairness",
]  # fmt: skip

LONG = fakes.Title(
    "Star ladder with a quarterly review and a written examination before the panel",
    "星级晋升方案（季度评审加笔试，由评审委员会最终决定）",
)


@pytest.fixture(autouse=True)
def _no_warnings() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """Six schemes, with long names and one without blanks."""
    rules = [
        fakes.Rules(),
        fakes.Rules(promote=(0.09, 0.05, 0.02, 0), leave=0.028),
        fakes.Rules(wait=12),
        fakes.Rules(base=(3700, 4500, 5300, 6500)),
        fakes.Rules(),
        fakes.Rules(promote=(0.061, 0.04, 0.01, 0)),
    ]
    names = ["current", "star", "tenure", "pay", "twin", "a-very-long-identifier-without-any-blank-in-it"]
    runs = [
        fakes.run(rule, chosen=fakes.scheme(name, LONG if name == "star" else None), months=30, replications=12)
        for name, rule in zip(names, rules, strict=True)
    ]
    return Comparison(tuple(runs), "current")


def two(comparison: Comparison) -> Comparison:
    return Comparison(comparison.runs[:2], "current")


def first(axes: Any) -> Any:
    return axes.flat[0] if isinstance(axes, np.ndarray) else axes


def texts(figure: Figure) -> list[Text]:
    """Every text that is drawn; ticks beyond the ends of an axis are made, but not drawn."""
    beyond = {
        tick.label1
        for ax in figure.axes
        for axis in (ax.xaxis, ax.yaxis)
        for tick in axis.get_major_ticks()
        if not min(axis.get_view_interval()) <= tick.get_loc() <= max(axis.get_view_interval())
    }
    found = [t for t in figure.findobj(Text) if isinstance(t, Text) and t not in beyond]
    return [t for t in found if t.get_visible() and t.get_text().strip() and (t.axes is None or t.axes.get_visible())]


def overlaps(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of texts that lie on each other, by their boxes less two pixels."""
    figure.draw_without_rendering()
    boxes = [(t.get_text(), t.get_window_extent().padded(-2)) for t in texts(figure)]
    outside = figure.bbox.padded(3)
    for text, box in boxes:
        assert outside.fully_containsx(box.x0) and outside.fully_containsx(box.x1), f"{text!r} leaves the figure"
    return [(a, b) for i, (a, box) in enumerate(boxes) for b, other in boxes[:i] if box.overlaps(other)]


@pytest.mark.parametrize("language", ["en", pytest.param("zh", marks=pytest.mark.slow)])
@pytest.mark.parametrize("chart", [*CHARTS, "overview"])
def test_no_text_lies_on_another(comparison: Comparison, chart: str, language: str) -> None:
    i18n.use(language)
    four = Comparison(comparison.runs[:4], "current")
    wide = {"overview": (comparison, comparison.runs[1]), "headcount_by_grade": (four,), "bottlenecks": (four,)}
    for source in wide.get(chart, (comparison,)):
        made = getattr(charts, chart)(source)
        figure = made if isinstance(made, Figure) else first(made).get_figure(root=True)
        assert overlaps(figure) == []


@pytest.mark.parametrize("chart", CHARTS)
def test_figures_show_themselves_and_are_stamped(comparison: Comparison, chart: str) -> None:
    made = getattr(charts, chart)(two(comparison))
    if chart in ("turnover", "flows"):
        assert made._repr_png_().startswith(b"\x89PNG")
    stamp = first(made).get_figure(root=True).get_supxlabel()
    for part in ("current (", "star (", "center (", "30 months, 12 replications, seed 1"):
        assert part.replace(" ", "") in stamp.replace("\n", "").replace(" ", "")


@pytest.mark.parametrize("chart", CHARTS)
def test_given_axes_are_drawn_on_and_returned(comparison: Comparison, chart: str) -> None:
    figure = Figure()
    ax = figure.subplots()
    assert getattr(charts, chart)(comparison.runs[0], ax=ax) is ax
    assert (ax.get_title(loc="left") or ax.texts) and len(figure.axes) == 1


def test_levels_show_means_intervals_and_differences(comparison: Comparison) -> None:
    source = two(comparison)
    ax = charts.promotion_rate(source)
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    assert [dot.get_xdata()[0] for dot in dots] == pytest.approx(
        [
            100 * source.contrast(s, f"{n}_rate").level.mean
            for s in ("current", "star")
            for n in ("promotion", "advancement")
        ]
    )
    interval = source.contrast("star", "promotion_rate").level
    assert any(np.allclose(line.get_xdata(), [100 * interval.low, 100 * interval.high]) for line in ax.lines)
    shown = " ".join(t.get_text() for t in ax.texts)
    assert "baseline" in shown and f"{100 * source.contrast('star', 'promotion_rate').difference.mean:+.1f} pp" in shown


def test_incidence_curve_is_the_measure(comparison: Comparison) -> None:
    run = comparison.runs[0]
    curve = charts.time_to_promotion(run).lines[0]
    assert curve.get_ydata()[24] == pytest.approx(100 * run.interval("promoted_within_24").mean)


def test_bars_are_shares_of_the_reviewed(comparison: Comparison) -> None:
    run = comparison.runs[0]
    widths = [bar.get_width() for bar in charts.bottlenecks(run).patches]
    assert sum(widths) == pytest.approx(100)
    counts = run.counts.ledger["up"].sum(axis=1)
    assert widths == pytest.approx(list(100 * counts.sum(axis=0) / counts.sum())), "all replications together"


def test_a_run_of_nothing_still_draws() -> None:
    run = Run(fakes.scheme(), fakes.workforce(), 12, 2, 1, fakes.axes(), fakes.empty(12, 2))
    for chart in [name for name in CHARTS if name not in ("bottlenecks", "seats")]:
        first(getattr(charts, chart)(run)).get_figure(root=True).draw_without_rendering()
    with pytest.raises(ValueError, match="no promotion was reviewed"):
        charts.bottlenecks(run)


def test_one_replication_draws_without_intervals() -> None:
    run = fakes.run(months=12, replications=1)
    for chart in CHARTS:
        axes = first(getattr(charts, chart)(run))
        axes.get_figure(root=True).draw_without_rendering()
        shown = [text.get_text() for text in axes.get_figure(root=True).findobj(Text)]
        assert not any("nan" in text.lower() for text in shown), chart


def test_the_session_is_left_alone(comparison: Comparison) -> None:
    before = dict(mpl.rcParams)
    charts.overview(two(comparison))._repr_png_()
    assert dict(mpl.rcParams) == before


def test_a_notebook_shows_the_picture(comparison: Comparison) -> None:
    formatters = pytest.importorskip("IPython.core.formatters")
    for made in (
        charts.turnover(comparison.runs[0]),
        charts.headcount_by_grade(two(comparison)),
        two(comparison).plot(),
    ):
        data, _ = formatters.DisplayFormatter().format(made)
        assert data["image/png"].startswith(b"\x89PNG")


def test_variants_with_one_title_are_told_apart() -> None:
    title = fakes.Title("Star ladder", "星级")
    names = ("star", "star(bar=115)")
    runs = [fakes.run(chosen=fakes.scheme(name, title), months=6, replications=2) for name in names]
    source = Comparison(tuple(runs), "star")
    labels = [label.get_text().replace("\n", " ") for label in charts.turnover(source).get_yticklabels()]
    assert labels == ["Star ladder [star]", "Star ladder [star(bar=115)]"]


def test_pyplot_is_not_loaded() -> None:
    code = "import sys, ladder_sim.charts; assert 'matplotlib.pyplot' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_chinese_is_drawn_with_a_chinese_font() -> None:
    assert fonts.chinese() is not None, "install the extra cjk to run this test"
    assert fonts.families()[0] == "DejaVu Sans" and len(fonts.families()) == 2


def test_one_clear_warning_without_a_chinese_font(monkeypatch: pytest.MonkeyPatch, comparison: Comparison) -> None:
    monkeypatch.setattr(fonts, "chinese", lambda file="": None)
    monkeypatch.setattr(fonts, "_warned", False)
    i18n.use("zh")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for _ in range(2):
            charts.turnover(two(comparison))._repr_png_()
    assert len(caught) == 1 and "ladder-sim[cjk]" in str(caught[0].message)


def test_a_font_that_is_no_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LADDER_SIM_FONT", "nowhere.ttf")
    with pytest.raises(ValueError, match=r"LADDER_SIM_FONT names 'nowhere.ttf'"):
        fonts.families()


def test_texts_are_fitted() -> None:
    assert fitted("one two three", 8) == "one two\nthree"
    assert fitted("晋升方案比较", 6) == "晋升方\n案比较"
    assert fitted("one two three", 4, 2) == "one\ntwo…"
    assert fitted("Intermediate specialist", 16, 1) == "Intermediate sp…"
    assert max(width(line) for line in fitted("x" * 90, 30).splitlines()) <= 30


def test_labels_are_moved_apart() -> None:
    assert apart([10, 10.5, 30], 2) == pytest.approx([9.25, 11.25, 30])
    assert apart([30, 0.5, 0], 2, 0, 31) == pytest.approx([30, 2, 0])
    crowd = apart([5.0] * 12, 1, 0, 12)
    assert np.diff(crowd) == pytest.approx(1) and np.mean(crowd) == pytest.approx(5.5)


def test_long_names_of_grades_keep_their_ends() -> None:
    from ladder_sim.charts.style import ends_kept

    made = [ends_kept(f"Supervisor, allowance grade {n}", 27) for n in (1, 2)]
    assert made[0] != made[1] and made[0].startswith("Supervisor") and made[0].endswith("grade 1")
    assert all(len(name) <= 27 for name in made)
    assert ends_kept("Junior agent", 27) == "Junior agent"


def test_of_many_grades_the_smallest_are_added_up() -> None:
    from ladder_sim.charts import paths

    run = fakes.run(months=6, replications=3)
    most, paths.MOST_LINES = paths.MOST_LINES, 3
    try:
        lines = paths._lines(run, paths.Wanted(None, {}))
    finally:
        paths.MOST_LINES = most
    assert [name for name, _, _ in lines][-1] == "2 other grades"
    assert sum(counts for _, counts, _ in lines).sum() == run.counts.headcount.sum()


def test_ten_schemes_with_long_names_are_told_apart() -> None:
    i18n.use("zh")
    runs = []
    for i in range(10):
        title = fakes.Title(f"{LONG.en} {i}", f"{LONG.zh}{i}")
        rules = fakes.Rules(promote=(0.03 + 0.01 * i, 0.04, 0.01, 0))
        runs.append(fakes.run(rules, chosen=fakes.scheme(f"s{i}", title), months=8, replications=3))
    ten = Comparison(tuple(runs), "s0")
    for chart in ("promotion_rate", "time_to_promotion", "pay_by_part", "winners"):
        made = getattr(charts, chart)(ten)
        figure = first(made).get_figure(root=True)
        assert overlaps(figure) == []
        known = [t.get_text().replace("\n", "") for t in texts(figure)]
        for i in range(chart == "winners", 10):
            assert any(name.startswith("星级晋升") and name.endswith(f"）{i}") for name in known), (chart, i)


def test_every_sign_of_a_chinese_chart_is_in_a_font(comparison: Comparison) -> None:
    from matplotlib.font_manager import FontProperties, findfont, get_font

    i18n.use("zh")
    with_signs = [get_font(findfont(FontProperties(family=[name]))).get_charmap() for name in fonts.families()]
    for chart in [*CHARTS, "winners", "overview"]:
        made = getattr(charts, chart)(two(comparison))
        figure = made if isinstance(made, Figure) else first(made).get_figure(root=True)
        for text in texts(figure):
            missing = [sign for sign in text.get_text() if sign != "\n" and not any(ord(sign) in m for m in with_signs)]
            assert not missing, (chart, text.get_text())
        assert any(fonts.has_chinese(text.get_text()) for text in texts(figure))


@pytest.mark.parametrize("chart", [*CHARTS, "winners"])
def test_titles_and_axes_of_chinese_charts_are_chinese(comparison: Comparison, chart: str) -> None:
    i18n.use("zh")
    figure = first(getattr(charts, chart)(two(comparison))).get_figure(root=True)
    for ax in figure.axes:
        for text in (ax.get_xlabel(), ax.get_ylabel()):
            assert not text or fonts.has_chinese(text)
    assert fonts.has_chinese(figure.get_supxlabel())
