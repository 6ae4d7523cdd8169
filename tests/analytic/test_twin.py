"""The analytic twin against closed forms that stand here on their own, against the engine, and what it refuses.

The closed forms are those of ``tests/exact``, or are worked out below from the rule itself; none uses the recursion.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
import scenes
from places import SCHEMES, TESTS
from relabeled import relabeled

import ladder_sim as ls
from ladder_sim.analysis.linting.lines import Span
from ladder_sim.analytic import coverage
from ladder_sim.analytic.chances import Demands, DrawnResult, outcomes
from ladder_sim.analytic.figures import Twin, figure_of
from ladder_sim.analytic.twinning import twin_of
from ladder_sim.cli import main
from ladder_sim.core.i18n import Title, use
from ladder_sim.experiment.simulation import simulate
from ladder_sim.scenarios.loading import load_scheme, load_workforce
from ladder_sim.store.folder import store_of

EXACT = TESTS / "exact"


def twin(scheme: str, people: str, months: int, replications: int, **parameters: float) -> Twin:
    made = load_scheme(EXACT / f"{scheme}.yaml")
    values = {name: value for name, value in parameters.items() if made.parameters[name].value != value}
    made = made.with_(**values) if values else made
    return ls.twin(made, EXACT / f"{people}.yaml", months=months, replications=replications, seed=7)


def exact(found: Twin, kind: str, name: str | None = None) -> dict[int, float]:
    """Month → what was worked out."""
    return {f.month: f.exact for f in found.figures if f.kind == kind and (name is None or f.name.en == name)}


def of_texts(folder: Path, scheme: str, people: str, months: int = 24, replications: int = 60) -> Twin:
    return ls.twin(scenes.scheme_of(folder, scheme), scenes.workforce_of(folder, people), months=months,
                   replications=replications)  # fmt: skip


# --- closed forms --------------------------------------------------------------------------------

P = np.array([[0.55, 0.15, 0, 0], [0, 0.65, 0.12, 0], [0, 0, 0.75, 0.08], [0, 0, 0, 0.88]])


def test_push_stocks_are_those_of_the_matrix() -> None:
    """Bartholomew's n(t + 1) = n(t) P + R r; a month's end shows them after the exits of the step that follows."""
    found = twin("push", "push-fixed", 12, 40)
    stocks = np.array([100.0, 50.0, 25.0, 10.0])
    for _ in range(11):
        stocks = stocks @ P + 45 * np.array([0.90, 0.08, 0.02, 0.0])
    stay = 1 - np.array([0.30, 0.23, 0.17, 0.12])
    mine = [f.exact for f in found.figures if f.kind == "stock"]
    assert mine == pytest.approx(stocks * stay, rel=1e-12)
    assert found.agrees and found.works


@pytest.mark.parametrize(
    ("scheme", "people", "wait", "p", "every", "w"),
    [("gate", "cohort", 6, 0.1, 1, 0.03), ("gate-quarterly", "cohort", 6, 0.3, 3, 0.03),
     ("gate-half-yearly", "cohort", 7, 0.3, 6, 0.03)],
)  # fmt: skip
def test_gates_and_review_grids(scheme: str, people: str, wait: int, p: float, every: int, w: float) -> None:
    """The share ever promoted and the mean wait: geometric from the first review after the wait."""
    found = twin(scheme, people, 240, 4, wait=wait, p=p)
    first = every * math.ceil(wait / every)
    stay = (1 - w) ** every * (1 - p)
    assert sum(exact(found, "move").values()) == pytest.approx(1000 * p * (1 - w) ** first / (1 - stay), rel=2e-3)
    assert exact(found, "wait")[240] == pytest.approx(first + every * stay / (1 - stay), rel=2e-3)
    assert found.agrees


def test_renewal_by_tenure() -> None:
    """u(t) = f(t) + Σ u(s) f(t − s), with S(t) in steps."""
    hazards = [0.06] * 3 + [0.045] * 3 + [0.035] * 6 + [0.025] * 12 + [0.018] * 12
    stay = np.concatenate([[1.0], np.cumprod(1 - np.array(hazards))])
    first = -np.diff(stay)
    found = np.zeros(36)
    for t in range(36):
        found[t] = first[t] + sum(found[s] * first[t - s - 1] for s in range(t))
    made = twin("idle", "renewal", 36, 60)
    assert [exact(made, "exits")[year] for year in (12, 24, 36)] == pytest.approx(
        100 * found.reshape(3, 12).sum(axis=1), rel=1e-12
    )
    assert made.agrees


PEOPLE = """
people: {grades: {low: 60, high: 5}}
metrics: {kpi: {normal: {mean: 70, between: 0, within: 10}}}
attrition: {hazard: 0.04 if level == 1 else 0.02}
hiring: {keep: headcount, lead_months: 1}
"""
LADDER = """
ladder: {main: {low: {base: 1}, high: {base: 1%s}}}
entry: low
reviews: {quarterly: {every: 3 months}}
moves:
  - {id: up, from: low, to: high, review: quarterly%s}
"""


def test_a_chain_of_vacancies(tmp_path: Path) -> None:
    """Five seats that every quarter fills: 5 (1 − 0.02)^j people j months later, and 5 (1 − 0.98³) rise a quarter."""
    found = of_texts(tmp_path, LADDER % (", seats: 5", ""), PEOPLE, 24, 400)
    assert found.agrees and [str(each) for each in found.assumed]
    assert exact(found, "stock", "high")[24] == pytest.approx(5 * 0.98**3, rel=1e-12)
    # of year 1 three reviews take effect, of year 2 four
    assert exact(found, "move")[12] == pytest.approx(3 * 5 * (1 - 0.98**3), rel=1e-12)
    assert exact(found, "move")[24] == pytest.approx(4 * 5 * (1 - 0.98**3), rel=1e-12)
    assert not exact(found, "wait"), "who is chosen decides the wait"


def test_lines_on_results_that_are_drawn_anew(tmp_path: Path) -> None:
    """Quarterly means of independent months: p = 1 − Φ((b − μ)/(σ/√3)), a geometric wait in quarters."""
    people = PEOPLE.replace("{low: 60, high: 5}", "{low: 400}").replace("keep: headcount, lead_months: 1", "none")
    people = people.replace("hiring: {none}", "hiring: none")
    found = of_texts(tmp_path, LADDER % ("", ', when: ["mean(kpi, 3) >= 75"]'), people, 36, 40)
    p = 1 - NormalDist(70, 10 / math.sqrt(3)).cdf(75)
    rises = [400 * 0.96 ** (3 * k) * (1 - p) ** (k - 1) * p for k in range(1, 12)]
    assert sum(exact(found, "move").values()) == pytest.approx(sum(rises), rel=1e-9)
    assert exact(found, "wait")[36] == pytest.approx(
        sum(3 * (k + 1) * n for k, n in enumerate(rises)) / sum(rises), rel=1e-9
    )
    assert found.agrees


def test_hires_have_windows_from_their_second_month_on(tmp_path: Path) -> None:
    """The month of the hire does not count, so that nobody rises before three more months are closed."""
    people = PEOPLE.replace("{low: 60, high: 5}", "{low: 0, high: 1}").replace(
        "{keep: headcount, lead_months: 1}", "{fixed: 12000 a year, freeze: {from: 2027-02, to: 2027-12}}"
    )
    people = people.replace("0.04 if level == 1 else 0.02", "0")
    found = of_texts(tmp_path, LADDER % ("", ', when: ["mean(kpi, 3) >= 0"]'), people, 7, 2)
    assert found.agrees
    assert exact(found, "move")[7] == pytest.approx(1000, rel=1e-6)  # at the review of June, not at that of March


def test_moves_of_one_evening_share_a_result() -> None:
    """Up from 80 on, down below 60: each by its own part of the distribution; the rest stays."""
    drawn = DrawnResult("kpi", 1, 70.0, 10.0)
    down, up = Demands(1.0, drawn, Span().cut("<", 60)), Demands(0.5, drawn, Span().cut(">=", 80))
    law = NormalDist(70, 10)
    assert outcomes([down, up]) == pytest.approx([law.cdf(60), 0.5 * (1 - law.cdf(80))])
    every = Demands(0.5)
    assert outcomes([every, up]) == pytest.approx([0.5, 0.25 * (1 - law.cdf(80))])


# --- beside the engine ---------------------------------------------------------------------------

SCHEMES_THAT_WORK = {
    "two ways out of a grade": """
ladder: {a: {low: {base: 1}, high: {base: 1}}, b: {side: {base: 1, layer: 2}}}
entry: {low: 0.8, side: 0.2}
reviews: {q: {every: quarter}, y: {every: year}}
moves:
  - {id: out, from: [low, side], to: exit, review: y, when: ["mean(kpi, 3) < 60"]}
  - {id: down, from: high, to: low, review: y, when: ["mean(kpi, 3) < 65"]}
  - {id: up, from: low, to: high, review: y, when: [months_in_grade >= 12, "mean(kpi, 3) >= 72"]}
  - {id: over, from: low, to: side, kind: lateral, review: q, when: [years_employed >= 1, chance(0.2)]}
""",
    "gates on other clocks": """
ladder: {a: {low: {base: 1}, high: {base: 1}, top: {base: 1, role: lead}}}
entry: low
reviews: {m: {every: month}, h: {every: half-year}}
moves:
  - {id: up, from: low, to: high, review: m, when: [months_employed >= 7, chance(0.1)], apply: 0.8}
  - {id: top, from: high, to: top, review: h, when: [months_since_promotion >= 5, month_of_year == 6]}
  - {id: back, from: top, to: high, kind: demotion, review: m, when: [months_in_role >= 9, chance(0.3)]}
""",
}
PEOPLE_THAT_WORK = {
    "kept, by tenure, stagnation": """
people: {grades: {low: 50, high: 10}}
metrics: {kpi: {normal: {mean: 70, between: 0, within: 10}}}
attrition: {base: {0: 0.05, 6: 0.03, 18: 0.015}, effects: {stagnant: {times: 1.5, after: 10}}}
hiring: {keep: headcount, lead_months: 2}
""",
    "growing, a first day that is drawn": """
people:
  headcount: 60
  attributes: {months_employed: {exponential: 20}}
metrics: {kpi: {normal: {mean: 70, between: 0, within: 10}}}
attrition: {hazard: 0.01 + 0.03 / (1 + months_employed / 12)}
hiring: {grow: 10% a year, lead_months: 0}
""",
}


@pytest.mark.parametrize("people", PEOPLE_THAT_WORK)
@pytest.mark.parametrize("scheme", SCHEMES_THAT_WORK)
def test_the_engine_agrees(tmp_path: Path, scheme: str, people: str) -> None:
    found = of_texts(tmp_path, SCHEMES_THAT_WORK[scheme], PEOPLE_THAT_WORK[people], 36, 150)
    assert found.agrees, found.table().to_string()
    assert len(found.figures) > 20 and max(abs(f.z) for f in found.figures) > 0.5


def test_a_wrong_rule_is_seen() -> None:
    """The twin of a scheme beside the run of one whose chance is 0.1 and not 0.11: 1,000 people show it."""
    scheme, people = load_scheme(EXACT / "gate.yaml"), load_workforce(EXACT / "cohort.yaml")
    run = simulate(scheme, people, months=36, replications=40)
    same = twin_of(run)
    assert same.agrees and f"agree in all {len(same.figures)} figures" in same.summary()[0]
    other = twin_of(relabeled(run, scheme=scheme.with_(p=0.11)))
    assert other.works and not other.agrees and other.apart
    bad = sum(not figure.agrees for figure in other.figures)
    assert f"differ in {bad} of {len(other.figures)} figures" in other.summary()[0]


def test_figures_without_spread_must_be_equal() -> None:
    same = figure_of("stock", Title("a", "a"), 12, 40.0, np.full(5, 40.0))
    other = figure_of("stock", Title("a", "a"), 12, 40.1, np.full(5, 40.0))
    assert same.z == 0 and same.agrees and other.z == -math.inf and not other.agrees
    rare = figure_of("exits", Title("a", "a"), 12, 0.1, np.zeros(40))
    assert rare.agrees and rare.error == pytest.approx(math.sqrt(0.1 / 40))


# --- what is refused -----------------------------------------------------------------------------

BARRED = {
    "its cases take time": ", stages: [{stage: talk, days: 5, pass: 0.5}]",
    "it takes effect later": ", after: 2 months",
    "a trial follows the move": ", probation: {months: 3}",
    "a review has a quota": ", seats: 2",
    "streak(kpi > 60)": ", when: [streak(kpi > 60) >= 2]",
    "its window is longer": ', when: ["mean(kpi, 6) >= 70"]',
    "it asks for two results": ', when: ["mean(kpi, 3) >= 70", kpi >= 60]',
    "reads more than grade": ", apply: 0.5 if kpi > 60 else 1",
}


@pytest.mark.parametrize("why", BARRED)
def test_a_rule_that_breaks_the_assumption_is_named(tmp_path: Path, why: str) -> None:
    found = of_texts(tmp_path, LADDER % ("", BARRED[why]), PEOPLE, 3, 2)
    assert not found.works and not found.figures and not found.agrees
    assert any(why in str(each) and each.rule == "up" and each.place.line for each in found.uncovered)
    assert "cannot be worked out" in found.summary()[0]


PEOPLE_BARRED = {
    "between": ("between: 0", "between: 4"),
    "leaving depends on": ("hazard: 0.04 if level == 1 else 0.02", "base: {0: 0.02}, effects: {performance: 0.7}"),
    "people leave by their age": ("hiring:", "retirement: {age: 60}\nhiring:"),
    "months of one year share its level": ("hiring:", "between_years: {leaving: 0.2}\nhiring:"),
    "depends on who left": ("lead_months: 1", "lead_months: 1, rehires: {share: 0.1}"),
}


@pytest.mark.parametrize("why", PEOPLE_BARRED)
def test_people_that_break_the_assumption_are_named(tmp_path: Path, why: str) -> None:
    old, new = PEOPLE_BARRED[why]
    found = of_texts(tmp_path, LADDER % ("", ', when: ["mean(kpi, 3) >= 70"]'), PEOPLE.replace(old, new), 3, 2)
    assert any(why in str(each) for each in found.uncovered), found.summary()


def test_seats_that_are_now_short_and_now_open_are_named(tmp_path: Path) -> None:
    found = of_texts(tmp_path, LADDER % (", seats: 9", ", when: [chance(0.05)]"), PEOPLE, 24, 20)
    assert any("short at some reviews and left open at others" in str(each) for each in found.uncovered)
    found = of_texts(
        tmp_path, LADDER % (", seats: 5", ""),
        PEOPLE.replace("hazard: 0.04 if level == 1 else 0.02", "base: {0: 0.04, 6: 0.02}"), 24, 20,
    )  # fmt: skip
    assert any("leaving depends on time served" in str(each) for each in found.uncovered)


@pytest.mark.parametrize("path", sorted(SCHEMES.glob("*.yaml"))[::23], ids=lambda path: path.stem)
def test_schemes_from_practice_are_never_silent(path: Path) -> None:
    found = ls.twin(path, months=1, replications=2) if path.stem != "reference-department" else None
    assert found is None or (found.uncovered and not found.figures and all(each.why for each in found.uncovered))


def test_every_part_of_a_scheme_that_bars_the_twin_is_a_field() -> None:
    scheme = load_scheme(EXACT / "gate.yaml")
    assert all(hasattr(scheme, name) for name, _, _ in coverage._SCHEME)


# --- command, notebook, Chinese ------------------------------------------------------------------


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    line = ["twin", str(EXACT / "gate.yaml"), "--workforce", str(EXACT / "cohort.yaml"), "--months", "12",
            "--replications", "5"]  # fmt: skip
    assert main(line) == 0
    assert "Simulation and theory agree" in capsys.readouterr().out
    assert main([*line, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["agrees"] and told["figures"][0]["kind"] == "stock"
    assert main(["twin", "ecommerce-dual-track", "--months", "1", "--replications", "2"]) == 0
    assert "cannot be worked out" in capsys.readouterr().out


def test_it_is_told_in_chinese() -> None:
    use("zh")
    try:
        found = twin("gate", "cohort", 12, 5)
        assert "模拟与理论一致" in "".join(found.summary()) and "月末人数" in found._repr_html_()
        assert found.columns()[3] == "理论"
    finally:
        use("en")


def test_work_is_told_and_kept(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    people = EXACT / "cohort.yaml"
    first = ls.twin(EXACT / "gate.yaml", people, months=12, replications=4, store=tmp_path / "kept",
                    progress=lambda done, total: seen.append((done, total)))  # fmt: skip
    assert seen[-1] == (4, 4) and first.works
    kept = store_of(tmp_path / "kept")
    assert kept is not None
    again = ls.twin(EXACT / "gate.yaml", people, months=12, replications=4, store=kept, executor=2)
    assert (kept.taken, kept.played) == (4, 0) and again.table().equals(first.table())
