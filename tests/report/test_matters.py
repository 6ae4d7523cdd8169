"""The smallest difference that matters: reached, not reached, or left open by luck."""

from __future__ import annotations

from pathlib import Path

import pytest

import ladder_sim as ls
from ladder_sim.analysis.statements.matters import matters_told
from ladder_sim.core.i18n import use
from ladder_sim.model.report_options import Brief
from ladder_sim.results.comparison import Comparison
from ladder_sim.scenarios.loading import load_brief


@pytest.fixture(scope="module")
def pair() -> Comparison:
    return ls.compare(["top-three-reserve-supervisor", "fabric-star-pay"], "small-department-30", months=12,
                      replications=8)  # fmt: skip


def test_what_matters_is_held_against_the_interval(pair: Comparison) -> None:
    use("en")
    found = pair.contrast("fabric-star-pay", "labor_cost").difference
    assert found.low > 0
    for least, said in ((found.low / 2, "at least the"), (found.high * 2, "less than the"), (found.mean, "leaves open"),
                        (found.mean + found.half / 2, "more replications would tell")):  # fmt: skip
        (told,) = matters_told(pair, "fabric-star-pay", {"labor_cost": least})
        assert said in told, (least, told)
    half = found.mean + found.half / 2
    (told,) = matters_told(pair, "fabric-star-pay", {"labor_cost": half})
    assert f"about {8 * 3} more" in told or f"about {8 * 3 + 1} more" in told, "a quarter of the width: four times"
    base = pair["top-three-reserve-supervisor"].interval("labor_cost").mean
    assert matters_told(pair, "fabric-star-pay", {"labor_cost": "1%"}) == matters_told(
        pair, "fabric-star-pay", {"labor_cost": base / 100}
    )
    with pytest.raises(ls.LadderError, match="did you mean 'labor_cost'"):
        matters_told(pair, "fabric-star-pay", {"labor_cosst": 1.0})


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_recommendation_says_it(pair: Comparison, language: str) -> None:
    use(language)
    lead = ls.report_sections(pair, Brief(matters={"labor_cost": "1%"}))[0]
    assert any(("that matter" if language == "en" else "有意义的") in text for text in lead.points)


def test_a_brief_states_it(tmp_path: Path) -> None:
    use("en")
    path = tmp_path / "board.yaml"
    path.write_text("brief: board\nformat: 1\nmatters: {turnover: 0.01, labor_cost: 2%}\n", encoding="utf-8")
    assert load_brief(path).matters == {"turnover": 0.01, "labor_cost": "2%"}
    path.write_text("brief: board\nformat: 1\nmatters: {turnover: -1, labor_cost: two}\n", encoding="utf-8")
    with pytest.raises(ls.LadderError) as caught:
        load_brief(path)
    assert "3:21: matters.turnover: turnover: needs a number above 0" in str(caught.value)
    assert "got 'two'" in str(caught.value)
    with pytest.raises(ls.LadderError, match="brief: matters: turnover: needs a number"):
        Brief(matters={"turnover": float("nan")})
