"""Comparisons: paired differences by hand and against theory, verdicts, precision, refusals, files."""

from __future__ import annotations

import json
import math
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fakes
import numpy as np
import pandas as pd
import pytest

from ladder_sim.core import i18n
from ladder_sim.core.problems import LadderError
from ladder_sim.experiment.comparing import compare
from ladder_sim.report.formats import SAVED_FORMATS, SavedFormat
from ladder_sim.results.comparison import HIGHER, IDENTICAL, LOWER, UNKNOWN, UNSURE, Comparison, is_better, judge
from ladder_sim.results.intervals import mean_interval
from ladder_sim.results.measures import measures_of

PEOPLE = fakes.workforce()


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[fakes.Stage]:
    """Comparisons are played by the fake department."""
    made = fakes.Stage()

    class Playing:
        def __init__(self, workforce: object, months: int, seed: int, *rest: object, **more: object) -> None:
            self.workforce, self.options = workforce, {"months": months, "seed": seed}

        def play(self, schemes: list[Any], first: int, replications: int) -> list[Any]:
            given = {**self.options, "first": first, "replications": replications}
            return [made.simulate(scheme, self.workforce, **given) for scheme in schemes]

    monkeypatch.setattr("ladder_sim.experiment.comparing.Playing", Playing)
    monkeypatch.setattr("ladder_sim.experiment.precision.measured", lambda *given: measures_of(fakes.axes()))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield made


@pytest.fixture
def three(stage: fakes.Stage) -> Comparison:
    schemes = [
        stage.scheme("current", fakes.Title("Current", "现行")),
        stage.scheme("faster", fakes.Title("Faster", "更快"), promote=(0.12, 0.06, 0.02, 0.0)),
        stage.scheme("twin", fakes.Title("Twin", "孪生")),
    ]
    return compare(schemes, PEOPLE, months=24, replications=30)


def test_difference_is_paired_by_replication(three: Comparison) -> None:
    row = three.table().loc[("faster", "promotion_rate")]
    paired = three["faster"].values("promotion_rate") - three["current"].values("promotion_rate")
    by_hand = mean_interval(paired)
    assert (row["difference"], row["difference_low"], row["difference_high"]) == pytest.approx(
        (by_hand.mean, by_hand.low, by_hand.high)
    )
    assert row["mean"] == pytest.approx(three["faster"].values("promotion_rate").mean())
    assert row["verdict"] == "higher" and bool(row["better"]) and row["chance_better"] == 1.0
    assert by_hand.half < mean_interval(three["faster"].values("promotion_rate")).half  # the same luck pays


def test_cost_that_rises_is_worse(three: Comparison) -> None:
    row = three.table(["salary_cost"]).loc[("faster", "salary_cost")]
    assert row["verdict"] == "higher" and not row["better"] and row["chance_better"] < 0.1


def test_a_scheme_that_changes_nothing_is_identical(three: Comparison) -> None:
    table = three.table().loc["twin"]
    known = table[table["mean"].notna()]
    assert set(known["verdict"]) == {"identical"} and not known["difference"].any()
    assert known["better"].isna().all()
    assert set(three.table().loc["current"]["verdict"]) == {"baseline"}
    assert "Twin and Current are identical in every figure." in three.summary()


def test_judgment_by_the_interval() -> None:
    def verdict(*values: float) -> object:
        data = np.array(values)
        return judge(data, mean_interval(data))

    assert verdict(1.0, 1.1, 0.9, 1.0) is HIGHER
    assert verdict(-1.0, -1.1, -0.9) is LOWER
    assert verdict(1.0, -1.0, 0.5) is UNSURE
    assert verdict(0.0, 0.0) is UNSURE
    assert judge(np.zeros(2), mean_interval(np.zeros(2)), certain=True) is IDENTICAL
    assert verdict(0.5, 0.5) is HIGHER  # the same difference in every replication
    assert verdict() is UNKNOWN and verdict(1.0) is UNKNOWN
    assert [is_better(HIGHER, d) for d in ("up", "down", None)] == [True, False, None]
    assert [is_better(LOWER, d) for d in ("up", "down", None)] == [False, True, None]
    assert is_better(UNSURE, "up") is None


def test_no_difference_is_called_one_five_times_in_a_hundred() -> None:
    """The same rules with unlike luck: in 200 pairs of 12 replications, 10 ± 4·3.1 false alarms."""
    rates = fakes.run(months=6, replications=2400).values("turnover")
    other = fakes.run(months=6, replications=2400, seed=2).values("turnover")
    alarms = 0
    for i in range(0, 2400, 12):
        difference = rates[i : i + 12] - other[i : i + 12]
        alarms += judge(difference, mean_interval(difference)) in (HIGHER, LOWER)
    assert abs(alarms - 10) <= 4 * math.sqrt(200 * 0.05 * 0.95)
    assert alarms > 0


def test_json_has_the_contract_s_keys(three: Comparison) -> None:
    made = json.loads(json.dumps(three.to_dict(), allow_nan=False))
    assert made["baseline"] == "current" and list(made["schemes"]) == ["current", "faster", "twin"]
    cell = made["schemes"]["faster"]["measures"]["promotion_rate"]
    assert list(cell) == [
        "mean", "low", "high", "difference", "difference_low", "difference_high", "luck_saves", "better", "verdict",
        "note", "verdict_id",
    ]  # fmt: skip
    assert (cell["verdict"], cell["note"]) == ("higher", "")
    assert cell["better"] is True and made["schemes"]["twin"]["measures"]["promotion_rate"]["better"] is None
    assert (made["months"], made["replications"], made["seed"], made["workforce"]) == (24, 30, 1, "center")
    assert set(made["fingerprints"]["schemes"]) == {"current", "faster", "twin"}


def test_another_baseline(stage: fakes.Stage) -> None:
    a, b = stage.scheme("a"), stage.scheme("b", promote=(0.12, 0.06, 0.02, 0.0))
    for baseline in (1, -1, "b", b):
        made = compare([a, b], PEOPLE, baseline=baseline, months=12, replications=4)
        assert made.baseline == "b" and made.table().loc[("a", "promotion_rate"), "verdict"] == "lower"
    late = compare([a], PEOPLE, baseline=b, months=12, replications=4)
    assert late.schemes == ("b", "a") and late.baseline == "b"


def test_precision_adds_replications_until_it_is_met(stage: fakes.Stage) -> None:
    schemes = [stage.scheme("a"), stage.scheme("b", promote=(0.07, 0.04, 0.01, 0.0))]
    made = compare(schemes, PEOPLE, months=12, replications=20, precision={"promotion_rate": 0.01})
    assert made.contrast("b", "promotion_rate").difference.half <= 0.01
    assert made.replications > 20 and made.notes == ()
    batches = [(call["first"], call["replications"]) for call in stage.calls if call["scheme"] == "b"]
    assert [first for first, _ in batches] == [sum(n for _, n in batches[:i]) for i in range(len(batches))]
    whole = compare(schemes, PEOPLE, months=12, replications=made.replications)  # batches join to the same run
    pd.testing.assert_frame_equal(made.table(), whole.table())


def test_precision_out_of_reach_says_what_it_would_take(stage: fakes.Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    module = sys.modules["ladder_sim.experiment.comparing"]  # the package's name `compare` is the function
    monkeypatch.setattr(module, "MOST", 40)
    monkeypatch.setattr(module, "MOST_TIMES", 2)
    schemes = [stage.scheme("a"), stage.scheme("b", promote=(0.09, 0.04, 0.01, 0.0))]
    made = compare(schemes, PEOPLE, months=12, replications=20, precision={"promotion_rate": 0.0001})
    assert made.replications == 40
    half = made.contrast("b", "promotion_rate").difference.half
    more = math.ceil(40 * (half / 0.0001) ** 2) - 40
    assert f"known to ±{100 * half:.3g} pp, asked was ±0.01 pp; it would take about {more:,} more" in made.notes[0]


def test_precision_in_percent_of_the_baseline(stage: fakes.Stage) -> None:
    schemes = [stage.scheme("a"), stage.scheme("b", promote=(0.07, 0.04, 0.01, 0.0))]
    made = compare(schemes, PEOPLE, months=12, replications=20, precision={"promotion_rate": "2%"})
    level = made["a"].interval("promotion_rate").mean
    assert made.contrast("b", "promotion_rate").difference.half <= 0.02 * level and made.replications > 20


def test_a_percentage_of_nothing_is_said(stage: fakes.Stage) -> None:
    """The baseline promotes nobody, so that no width is 2% of whom it promotes."""
    schemes = [stage.scheme("a", promote=(0.0, 0.0, 0.0, 0.0)), stage.scheme("b")]
    made = compare(schemes, PEOPLE, months=12, replications=20, precision={"promotion_rate": "2%"})
    assert made["a"].interval("promotion_rate").mean == 0 and made.replications == 20
    said = "Promotion rate: 2% of the baseline's 0.0% is no half-width; give one in the measure's unit."
    assert made.notes[0] == said


@pytest.mark.parametrize(
    ("given", "options", "message"),
    [
        (["a"], {}, "at least two schemes, got 1"),
        (["a", "b", "a"], {}, "scheme a is compared twice"),
        (
            ["a", "b"],
            {"baseline": 2},
            "baseline 2 is neither the name nor the position of a scheme; there are 2",
        ),
        (["a", "b"], {"precision": {"turnovr": 1}}, "measure 'turnovr' is not known; did you mean 'turnover'"),
        (
            ["a", "b"],
            {"precision": {"turnover": 0}},
            "must be a half-width above 0, or a percentage of the baseline such as '2%', got 0",
        ),
        (["a", "b"], {"precision": {"turnover": "2"}}, "percentage of the baseline such as '2%', got '2'"),
        (["a", "b"], {"precision": {"turnover": math.inf}}, "must be a half-width above 0, .* got inf"),
        (["a", "b"], {"precision": {"turnover": "inf%"}}, "must be a half-width above 0, .* got 'inf%'"),
        (["a", "b"], {"precision": {"离职率": 0.1}}, "measure '离职率' is not known; did you mean 'turnover'"),
    ],
)
def test_refusals(stage: fakes.Stage, given: list[str], options: dict[str, object], message: str) -> None:
    schemes = [stage.scheme(name) for name in given]
    with pytest.raises(LadderError, match=message):
        compare(schemes, PEOPLE, months=6, replications=3, **options)  # type: ignore[arg-type]


def test_unknown_names(three: Comparison) -> None:
    with pytest.raises(LadderError, match="scheme 'fastr' is not compared here; did you mean 'faster'"):
        three["fastr"]
    with pytest.raises(LadderError, match="did you mean 'turnover'"):
        three.table(["turnovr"])


def test_summary_in_both_languages(three: Comparison) -> None:
    english = three.summary()
    assert english[0].startswith("Faster has the highest advancement rate: ") and english[0].endswith("%).")
    assert english[1].startswith("Turnover: all schemes are identical, ")
    assert english[2].startswith("Current costs least: ") and english[2].endswith("; Twin the same.")
    assert english[3].startswith("Faster against Current: advancement rate ")
    assert " pp a year higher (+" in english[3]
    i18n.use("zh")
    chinese = three.summary()
    assert chinese[0].startswith("更快首次晋升率最高：每年") and "完全相同" in chinese[1]


def test_summary_does_not_claim_what_is_not_known(stage: fakes.Stage) -> None:
    schemes = [stage.scheme("a"), stage.scheme("b", promote=(0.0602, 0.04, 0.01, 0.0))]
    made = compare(schemes, PEOPLE, months=12, replications=20)
    assert made.contrast("b", "promotion_rate").verdict in (UNSURE, IDENTICAL)
    schemes = [stage.scheme("c"), stage.scheme("d", leave=0.0302, promote=(0.0605, 0.04, 0.01, 0.0))]
    text = " ".join(compare(schemes, PEOPLE, months=12, replications=12).summary())
    assert "no detectable difference" in text


def test_shows_itself(three: Comparison) -> None:
    html = three._repr_html_()
    assert "difference from the baseline" in html and "identical" in html and "30 replications, seed 1" in html
    contrast = three.contrast("faster", "promotion_rate")
    assert f"<b>{100 * contrast.level.mean:.1f}%</b><small>+{100 * contrast.difference.mean:.1f} pp · better" in html
    assert list(three.measure("turnover").columns) == ["current", "faster", "twin"]


def test_texts_of_files_are_escaped_in_a_notebook(stage: fakes.Stage) -> None:
    nasty = stage.scheme("b", fakes.Title("<img src=x>", "<img src=x>"))
    html = compare([stage.scheme("a"), nasty], PEOPLE, months=6, replications=2)._repr_html_()
    assert "<img" not in html and "&lt;img src=x&gt;" in html


def test_save(three: Comparison, tmp_path: Path) -> None:
    paths = three.save(tmp_path / "new" / "folder", ["csv", "json", "png"])
    assert [path.name for path in paths] == ["comparison.csv", "comparison.json", "comparison.png"]
    table = pd.read_csv(paths[0]).set_index(["scheme", "measure"])
    assert table.loc[("faster", "turnover"), "mean"] == pytest.approx(three["faster"].values("turnover").mean())
    assert json.loads(paths[1].read_text(encoding="utf-8"))["baseline"] == "current"
    assert paths[2].read_bytes().startswith(b"\x89PNG")


def test_save_refuses_before_it_writes(three: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LadderError, match="format 'cvs' is not known; did you mean 'csv'"):
        three.save(tmp_path, ["png", "cvs"])
    monkeypatch.setitem(SAVED_FORMATS, "pptx", SavedFormat("pptx", "", "not_there", "python-pptx"))
    with pytest.raises(LadderError, match=r"format 'pptx' needs python-pptx: pip install 'ladder-sim\[report\]'"):
        three.save(tmp_path, ["csv", "pptx"])
    assert not list(tmp_path.iterdir())
