"""What is told of a rule, an event or an interval is what the run behind it has: each template against its numbers."""

from __future__ import annotations

import re
from pathlib import Path

import fakes
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from places import SCHEMES
from scenes import scheme_of, workforce_of

from ladder_sim.analysis.description import describe
from ladder_sim.analysis.ladder_graph import named_ends
from ladder_sim.analysis.rule_text.seat_waits import seats_line
from ladder_sim.analysis.statements.claims import PHRASES, against, clause, field, of_field
from ladder_sim.analysis.statements.effects import Effect, EffectUnit, amount, effect, possible
from ladder_sim.analysis.why_not import explain
from ladder_sim.core import i18n
from ladder_sim.core.i18n import Title, use
from ladder_sim.core.units import UNITS
from ladder_sim.experiment.simulation import compiled, simulate
from ladder_sim.model.kinds import SEATLESS
from ladder_sim.plan.program import FIXED_REASONS
from ladder_sim.report.brief import Brief
from ladder_sim.report.document.document import report_sections
from ladder_sim.report.document.kit import Scene
from ladder_sim.report.document.people import _way, winners
from ladder_sim.report.document.roles import rise
from ladder_sim.report.document.stops import usual_routes
from ladder_sim.results.bounds import bounded
from ladder_sim.results.comparison import HIGHER, LOWER, UNSURE, Comparison
from ladder_sim.results.intervals import Interval, mean_interval
from ladder_sim.results.run import Run
from ladder_sim.scenarios import loading

SHIPPED = sorted((SCHEMES).glob("*.yaml"))
KINDS: dict[str, EffectUnit] = {"labor_cost": "percent", "salary_cost": "percent", "time_to_promotion": "months"}

# --- intervals: a bound is the bound nearer to zero ---------------------------------------------------------


def found(measure: str, mean: float, half: float) -> Effect:
    word = HIGHER if mean - half > 0 else LOWER if mean + half < 0 else UNSURE
    return Effect(measure, KINDS.get(measure, "points"), word, mean, mean - half, mean + half)


sizes = st.floats(0.001, 90)
shares = st.floats(0.001, 0.999)
signs = st.sampled_from((-1.0, 1.0))
NUMBER = r"(\d[\d,]*\.?\d*)"


def number(text: str) -> float:
    hit = re.search(NUMBER, text)
    assert hit, text
    return float(hit[1].replace(",", ""))


@given(st.sampled_from(sorted(PHRASES)), sizes, shares, signs)
def test_an_amount_never_says_more_than_the_evidence(measure: str, size: float, share: float, sign: float) -> None:
    one = found(measure, sign * size, share * size)
    with i18n.speaking("en"):
        said, whole = amount(one), clause(one)
    near, far = size * (1 - share), size * (1 + share)
    assert "up to" not in said and "at most" not in said
    assert re.search(r"\b(more|higher|longer)\b" if sign > 0 else r"\b(less|lower|shorter)\b", whole)
    if said.startswith("at least"):
        assert 0 < number(said) <= near + 1e-9
    elif said.startswith("less than"):
        assert size < number(said)
    elif said == "amount not known":
        assert near < 0.01 and "detectably" in whole and not re.search(r"\d", whole)
    else:
        room = max(0.5 * 10.0 ** -len(said.split()[-2].partition(".")[2] if " " in said else ""), 0.006)
        assert near - room <= number(said) <= far + room
    with i18n.speaking("zh"):
        text = amount(one) + clause(one)
        assert "至多" not in text and ("至少" in text) == said.startswith("at least")


def test_weaker_evidence_is_told_as_a_smaller_number() -> None:
    """The case of a hedge that ran the wrong way: −8.7 to −0.9 was told as "up to 9 points lower"."""
    weak = Effect("turnover", "points", LOWER, -4.8, -8.7, -0.9)
    assert clause(weak) == "turnover at least 0.9 points lower a year"
    use("zh")
    assert clause(weak) == "年离职率至少低0.9个百分点"
    told = [number(amount(found("turnover", -4.8, half))) for half in (2.0, 3.0, 4.0, 4.7)]
    assert told == sorted(told, reverse=True)


def test_a_share_of_the_baseline_that_reaches_0_is_no_amount() -> None:
    """Money differs surely, its share of the baseline does not: the direction is told, and no number."""
    one = Effect("labor_cost", "percent", LOWER, -1.0, -2.2, 0.2)
    assert (amount(one), clause(one)) == ("amount not known", "costs detectably less")
    cost = Effect("labor_cost", "percent", HIGHER, 1.0, -0.2, 2.2)
    free = Effect("labor_cost", "percent", HIGHER, np.nan, np.nan, np.nan)  # of a baseline that costs nothing
    assert clause(free) == "costs detectably more"
    up = found("advancement_rate", 4.0, 0.1)
    assert against("S", "B", [up, cost]) == "S shows 4.0 points more advancement a year for detectably more labor cost"
    assert of_field({"S": cost, "T": up}, "B", "labor_cost").endswith("highest: T, 4.0 points more")
    use("zh")
    assert (amount(one), clause(one)) == ("幅度不确定", "人工成本较低")


@given(st.floats(-50, 50), st.floats(-50, 50))
def test_what_is_possible_names_each_end_by_its_side(a: float, b: float) -> None:
    low, high = sorted((a, b))
    with i18n.speaking("en"):
        text = possible(Effect("turnover", "points", UNSURE, (low + high) / 2, low, high))
    first, last = re.findall(r"(higher|lower)", text)
    assert (first == "higher") == (low > 0) and (last == "higher") == (high > 0)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=8), st.sampled_from(sorted(UNITS)))
def test_an_interval_stays_within_what_can_be(values: list[float], unit: str) -> None:
    whole = mean_interval(values)
    cut = bounded(whole, unit)
    least, most = UNITS[unit].least, UNITS[unit].most
    assert least <= cut.low <= cut.mean <= cut.high <= most or np.isclose(cut.low, cut.high)
    assert cut.low == max(whole.low, least) and cut.high == min(whole.high, most)


def test_an_interval_that_is_not_there_is_left_alone() -> None:
    assert bounded(Interval(0.5, np.nan, np.nan, 1), "share").n == 1


def test_no_output_shows_a_share_that_cannot_be() -> None:
    run = fakes.run(fakes.Rules(people=6, leave=0.004), months=24, replications=3)
    raw = [mean_interval(run.values(name)) for name, m in run.known.items() if m.unit.startswith("share")]
    assert any(one.low < 0 for one in raw)
    for name, measure in run.known.items():
        if measure.unit.startswith("share") and not measure.signed:
            assert not run.interval(name).low < 0
    table = run.measures()
    kept = table[[run.known[name].unit.startswith("share") and not run.known[name].signed for name in table.index]]
    assert not (kept["low"] < 0).any() and not (kept[kept["unit"] == "share"]["high"] > 1).any()


# --- rules: what a card says of seats is what the engine does ----------------------------------------------


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_card_speaks_of_seats_where_the_engine_counts_them(path: Path) -> None:
    scheme = loading.load_scheme(path)
    program = compiled(scheme, loading.load_workforce("service-center-200"))[-1]
    for plan in program.moves:
        move = plan.move
        exits = len(program.infos)
        ids = [info.id for info in program.infos]
        takes = any(
            program.seated[b] and program.pool[a] != program.pool[b]
            for a in np.flatnonzero(plan.to >= 0)
            for b in (
                [ids.index(end) for end in named_ends(scheme, move.to_expr, scheme.grades[a])]
                if move.to_expr is not None
                else [plan.to[a]]
                if not plan.before[a]
                else np.flatnonzero(program.own)
            )
            if b < exits
        )
        counted = takes and move.kind not in SEATLESS
        line = seats_line(scheme, move)
        assert bool(line) == counted, (move.id, line)
        assert not counted or ("without regard" in line) == (move.quota.kind == "unlimited")


LADDER = "ladder: {main: {junior: {base: 1, role: agent%s}, senior: {base: 2, role: agent}}}"
HEAD = """
entry: junior
reviews: {monthly: {every: month}, late: {every: year, month: 12}}
"""
DESK = "hiring: none\nattrition: {hazard: 0}\npeople: {grades: {%s}, attributes: {age: {uniform: [20, 60]}}}\n"


def play(folder: Path, moves: str, people: str, seats: str = "", name: str = "s", months: int = 4) -> Run:
    scheme = scheme_of(folder, f"{LADDER % seats}{HEAD}moves: [{moves}]\n", name)
    return simulate(scheme, workforce_of(folder, DESK % people), months=months, replications=3)


def test_demotions_pass_a_full_grade_and_the_card_does_not_say_otherwise(tmp_path: Path) -> None:
    run = play(tmp_path, "{id: down, from: senior, to: junior, review: monthly}", "senior: 20", ", seats: 1")
    assert (run.counts.headcount[:, -1, 0] == 20).all()
    for language in ("en", "zh"):
        use(language)
        how = next(s for s in describe(run.scheme).sections if s.open).rows[0][-1]
        assert "seat" not in how and "空缺" not in how


# --- events: what is told as unmet was unmet, and as happening happened --------------------------------------

USUAL = "{id: usual, from: junior, to: senior, review: monthly, when: [{if: age > 35, title: {en: Ripe, zh: 年满}}]}"
EARLY = "{id: early, from: junior, to: senior, review: monthly, when: [{if: age > 200, title: {en: Genius, zh: 奇才}}]}"


def test_a_condition_is_told_as_not_met_where_it_was_not(tmp_path: Path) -> None:
    run = play(tmp_path, EARLY, "junior: 30")
    rows = explain(run).set_index("reason")
    (condition,) = [info.reason_ids[0] for info in run.axes.moves]
    assert rows.loc[condition, "what"] == "not met: Genius" and rows.loc[condition, "share"] == 1.0
    assert not run.counts.moves.any()
    met = play(tmp_path, USUAL.replace("> 35", "> 0"), "junior: 30", name="t")
    rows = explain(met).set_index("reason")
    assert rows.loc[met.axes.moves[0].reason_ids[0], "share"] == 0.0 and rows.loc["moved", "share"] == 1.0
    use("zh")
    assert explain(run)["what"].iloc[0] == "未满足：奇才"


def test_every_outcome_of_a_shipped_scheme_says_not_met_of_its_conditions() -> None:
    for path in SHIPPED[:6]:
        run = simulate(path, "small-department-30", months=1, replications=1)
        for info in run.axes.moves:
            for i, (key, title) in enumerate(zip(info.reason_ids, info.reasons, strict=True)):
                condition = i < info.conditions
                assert (title.en.startswith("not met: ") and title.zh.startswith("未满足：")) == condition
                assert condition or key in FIXED_REASONS or key.startswith("failed: ")


def test_an_exception_that_few_meet_is_not_the_ladder_s_bottleneck(tmp_path: Path) -> None:
    both = play(tmp_path, f"{EARLY}, {USUAL}", "junior: 40")
    other = play(tmp_path, USUAL, "junior: 40", name="t")
    assert [info.id for info in usual_routes(both)] == ["usual"]
    section = {one.id: one for one in report_sections(Comparison((other, both), "t"), Brief())}["bottlenecks"]
    ledger = both.counts.ledger["usual"].sum(axis=(0, 1))
    share = f"{100 * ledger[0] / ledger.sum():.1f}%"
    assert section.headline == f"What stops people most often under s – not met: Ripe, {share} of promotion reviews"
    assert not any("Genius" in row[1] for row in section.tables[0].rows)
    assert any(point.startswith("Counted apart") and point.endswith("early.") for point in section.points)


@pytest.fixture(scope="module")
def trio() -> Comparison:
    """A baseline, one that promotes and pays more, and one that does neither."""
    rules = {
        "base": fakes.Rules(),
        "more": fakes.Rules(promote=(0.3, 0.2, 0.1, 0.0), base=(3900.0, 4700.0, 5600.0, 7000.0), leave=0.02),
        "less": fakes.Rules(promote=(0.01, 0.01, 0.0, 0.0), base=(3300.0, 4000.0, 4800.0, 6300.0), leave=0.05),
    }
    runs = [fakes.run(own, chosen=fakes.scheme(name, Title(name, name)), months=24) for name, own in rules.items()]
    return Comparison(tuple(runs), "base")


@pytest.mark.parametrize("measure", ["promotion_rate", "turnover", "labor_cost", "salary_cost"])
def test_more_and_less_are_told_of_runs_that_have_more_and_less(trio: Comparison, measure: str) -> None:
    phrases = PHRASES[measure]
    for scheme in trio.others:
        one = effect(trio, scheme, measure)
        own, base = trio.values(scheme, measure).mean(), trio.values("base", measure).mean()
        assert one.there and one.up == (own > base)
        told = str(phrases.more if own > base else phrases.less).partition("{h}{x}")
        assert all(part.strip() in clause(one) for part in (told[0], told[2]))
    text = field(trio, measure)
    assert text.startswith("Of the 2 alternatives one ") and (" most: " in text or " least: " in text) != (
        " fewest: " in text or " highest: " in text or " lowest: " in text
    )
    named = text.rpartition("; ")[2].split(": ")[1].split(",")[0]
    extreme = max if any(word in text for word in ("; most", "; highest")) else min
    assert named == extreme(trio.others, key=lambda s: trio.values(s, measure).mean())


def test_flows_and_winners_tell_what_the_run_counted(trio: Comparison) -> None:
    scene = Scene(trio, Brief(recommend="more"))
    section = {one.id: one for one in report_sections(trio, Brief(recommend="more"))}["flows"]
    for scheme, text in zip(("more", "base"), section.points, strict=True):
        run = trio[scheme]
        years = run.months / 12 * run.replications
        counted = [run.counts.hires.sum(), run.counts.moves.sum(), 0, run.counts.exits.sum()]
        told = [float(x.replace(",", "")) for x in re.findall(NUMBER, text.split(": ")[1])]
        assert np.allclose(told, [n / years for n in counted], atol=0.5)
    headline = winners(scene).headline
    assert headline.startswith("Pay per head under more against ") and "lower" not in headline


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("half", [0.1, 1.0, 3.0, 3.999])
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_ways_of_telling_pay_keep_direction_and_bound(language: str, half: float, sign: float) -> None:
    """Sections tell effects by their own templates; a number in them is the amount's, and none is left bare of it."""
    use(language)
    one = Effect("pay", "percent", HIGHER if sign > 0 else LOWER, 4 * sign, 4 * sign - half, 4 * sign + half)
    way, who = _way(one), rise("agent", one)
    assert ("higher" in way or "高" in way) == (sign > 0) and ("lower" in way or "低" in way) == (sign < 0)
    if half > 3.99:
        assert not re.search(r"\d", way + who) and ("detectably" in way or way in ("较高", "较低"))
    else:
        assert number(way) == number(who) == number(amount(one)) <= 4
    assert "  " not in way and "高较" not in way and "低较" not in way
