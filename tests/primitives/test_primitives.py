"""Every kind of rule in a fragment of a scheme: who just meets it moves, who just misses it does not.

The fragments are in ``tests/primitives/<table>.yaml``; each fills in the frame below, is given a short record and
walked through by `trace`, or simulated where a record cannot show it (hires, the first placement).
"""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import functools
import json
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from ruamel.yaml import YAML

import ladder_sim as ls

FOLDER = Path(__file__).parent
ROWS = {
    "signals": """
        kpi, kpi[baseline], metric[name], grade_letter, deduction[kind], errors, late, absent, leave_days, incident,
        complaint, violation, praise[customer, source], praise[internal], training_count, proposal, report, case[class],
        new_customer, award, mentee, attribute, rating[trait], clock, unit, seat
    """,
    "conditions": """
        tenure_in_rung, tenure_in_company, tenure_in_function, tenure_in_family, career_experience,
        years_since_graduation, tenure_range, education_shortens_tenure, tenure_eases_bar, gap_between_moves, mean_over,
        consecutive, k_of_last_n, joint_k_of_n, total_count, count_in_year, streak_reset, rank_mean_at_most,
        rank_each_period_at_most, composite_rank, rank_percent, rank_from_bottom, lowest_in_own_rung,
        letter_grade_count, rung_baseline_kpi, reference_mean, target_completion, cumulative_completion,
        either_measure_floor, throughput_floor, time_ceiling, metric_floor, weighted_score_to_band, weighted_kpi,
        weights_by_target_rung, attribute_points + scaled_score, attribute_gate, attribute_gate_waiver,
        certificate_points, skill_set_contains, competence_matrix, trait_points, no_event, event_cap, leave_excluding,
        event_floor, distinct_sources, any_of_events, award_recent, award_years_running, mentees, mentee_improved,
        team_completion, team_mean, team_composition, unit_vs_external, unit_loss_cap, unit_growth, group_improved,
        unit_years_running, unit_size_norm, obeys_superior, excluded_status, personal_wish, ability_jump
    """,
    "moving": """
        stepwise_only, only_from, skip_by_committee, waive_by_supermajority, waive_any_one, waive_tenure,
        vacancy_limited, vacancy_or_ability, best_of_eligible, reserve_pool, preferred_over_equals,
        external_appointment, fork, equal_layers, forced_lateral, side_track, rotation, regrade, direct_placement,
        initial_placement_round, hire_at, hire_preference_points, two_rungs_at_hire, star_up_down, three_way_band
    """,
    "down_and_out": """
        demote_if_consecutive, demote_if_any_of, demote_below_lower_baseline, keep_conditions, demote_with_probation,
        dismiss_after_failed_probation, elimination_list, immunity_token, discretionary, lead_lost_if_own_rating,
        lead_lost_if_team, serious_event_demotes, separate_rules
    """,
    "process": """
        cycle, cycle_by_rung, effective_month, effect_next_month, stage_days, public_notice, mediation, appeal, exam,
        exam_retake, interview, task_sample, self_assessment, application_form, initiator, review_levels,
        multi_source_rating, training_before, assessment_after, probation, guidance_on_fail, mentor_after_move
    """,
    "pay": """
        raise_range, band_pay, fixed_allowance, allowance_by_team_band, allowance_conditional, allowance_forfeit,
        rank_bonus, team_bonus, bonus_share_by_rung, commission, promotion_award, equal_treatment, market_position,
        title_award
    """,
}
NAMES = {table: [name.strip() for name in re.split(r",(?![^\[]*\])", text)] for table, text in ROWS.items()}

FRAME: dict[str, Any] = {
    "ladder": {"line": {"junior": {"role": "agent", "base": 3000}, "senior": {"role": "agent", "base": 4000}}},
    "entry": "junior",
    "reviews": {"monthly": {"every": "month"}},
}
MOVE = {"id": "up", "from": "junior", "to": "senior", "review": "monthly"}
START = {"months_employed": 24, "months_in_grade": 12}
HIRED = "2025-01-01"  # two years before the first month of a simulation
PEOPLE: dict[str, Any] = {"attributes": {}, "history": False}
MOVED = ("promotion", "demotion", "lateral", "regrade", "honor", "confirmation", "voluntary", "dismissal", "probation",
         "transfer")  # fmt: skip
KEYS = {"row", "means", "scheme", "move", "when", "months", "begins", "all", "people", "meets", "misses",
        "each", "gives", "moves", "effects", "causes", "kinds", "awards", "pay", "workforce", "roster", "stand",
        "hired", "runs"}  # fmt: skip
Case = Mapping[str, Any]


@functools.cache
def _cases() -> list[tuple[str, Case]]:
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        for case in YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")):
            assert set(case) <= KEYS, f"{path.name}, {case['row']}: {set(case) - KEYS}"
            found.append((path.stem, case))
    return found


def _parameters() -> list[Any]:
    return [pytest.param(case, id=f"{table}: {case['row']}") for table, case in _cases()]


# --- the fragment ----------------------------------------------------------------------------------------------------


def _scheme(folder: Path, case: Case) -> ls.Scheme:
    """The frame, filled in: keys of `scheme` replace the frame's, `move` and `when` shape its one move."""
    form = {"scheme": "fragment", **FRAME, **case.get("scheme", {})}
    if "moves" not in form:
        move = {**MOVE, **case.get("move", {})}
        form["moves"] = [{**move, "when": case["when"]} if "when" in case else move]
    path = folder / "fragment.yaml"
    path.write_text(json.dumps(form, ensure_ascii=False), encoding="utf-8")
    return ls.load_scheme(path)


def _workforce(folder: Path, case: Case) -> ls.Workforce:
    """The people of a simulation: a roster of named people or numbers by grade."""
    told = case["workforce"]
    form = {"workforce": "people", "hiring": "none", "market": {"agent": 4000}, **told}
    form["people"] = {**PEOPLE, **told.get("people", {})}
    if "roster" in case:
        rows = [{"person": name, "hired": HIRED, **row} for name, row in case["roster"].items()]
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / "roster.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
        form["people"]["roster"] = "roster.csv"
    path = folder / "people.yaml"
    path.write_text(json.dumps(form, ensure_ascii=False), encoding="utf-8")
    return ls.load_workforce(path)


def _series(told: Any, months: int) -> list[Any]:
    """``"2*80 90"`` as 80, 80, 90, 90, …: the last value goes on; a word stays a word."""
    values: list[Any] = []
    for part in str(told).split():
        times, star, value = part.rpartition("*")
        try:
            values += [float(value)] * (int(times) if star else 1)
        except ValueError:
            values.append(part)
    return values[:months] + [values[-1]] * (months - len(values))


def _people(case: Case) -> dict[str, Case]:
    """Who is in the record: `meets` and `misses`, others, and for `each` one who misses that thing alone."""
    people = {**case.get("people", {}), **{name: case[name] for name in ("meets", "misses") if name in case}}
    pairs = case.get("each", {})
    met = {name: pair[0] for name, pair in pairs.items()}
    for name in pairs:
        people[f"misses-{name}"] = {**met, name: pairs[name][1]}
    if pairs:
        people["meets"] = met
    found = {name: {**START, **case.get("all", {}), **person} for name, person in people.items()}
    for name, person in found.items():
        if "months_in_grade" not in people[name]:  # never longer than employed
            found[name] = {**person, "months_in_grade": min(person["months_in_grade"], person["months_employed"])}
    return found


def _record(case: Case, months: int) -> pd.DataFrame:
    rows = []
    for name, person in _people(case).items():
        series = {signal: _series(value, months) for signal, value in person.items()}
        rows += [{"person": name, "month": m + 1, **{s: v[m] for s, v in series.items()}} for m in range(months)]
    return pd.DataFrame(rows)


# --- what happened ---------------------------------------------------------------------------------------------------


def _happened(case: Case, scheme: ls.Scheme, months: int) -> pd.DataFrame:
    workforce = None
    if "begins" in case:
        begins = dt.date.fromisoformat(str(case["begins"]))
        workforce = dataclasses.replace(ls.load_workforce("service-center-200"), start=begins)
    return ls.trace(scheme, _record(case, months), workforce)


def _decided(happened: pd.DataFrame, row: Any) -> int:
    """The month of the review behind a move: the case's opening, else the month before the effect."""
    opened = happened[
        (happened["person"] == row.person)
        & (happened["event"] == "case opened")
        & (happened["move"] == row.move)
        & (happened["month"] < row.month)
    ]
    return int(opened["month"].max()) if len(opened) else int(row.month) - 1


def _expected(case: Case, months: int) -> list[str]:
    if "moves" in case:
        return list(case["moves"])
    return [f"meets {months} {case.get('gives', 'up junior > senior')}"] if "when" in case else []


def _check_record(case: Case, scheme: ls.Scheme) -> None:
    months = case.get("months", 1)
    happened = _happened(case, scheme, months)
    moved = happened[happened["event"].isin(MOVED)]
    lines = [
        f"{row.person} {_decided(happened, row)} {row.move} {row.from_grade} > {row.to_grade}"
        for row in moved.itertuples()
    ]
    if "moves" in case or not {"pay", "effects"} & set(case):
        assert sorted(lines) == sorted(_expected(case, months)), happened.to_string()
    if "effects" in case:
        assert sorted(f"{r.person} {r.month} {r.to_grade}" for r in moved.itertuples()) == sorted(case["effects"])
    if "causes" in case:
        assert {r.person: r.event for r in moved.itertuples() if r.to_grade == "exit"} == case["causes"]
    if "awards" in case:
        awards = [f"{r.person} {r.month} {r.reason}" for r in happened[happened["event"] == "award"].itertuples()]
        assert sorted(awards) == sorted(case["awards"])
    for line in case.get("pay", []):
        person, month, part, amount = line.split()
        paid = happened[
            (happened["person"] == person) & (happened["event"] == "pay") & (happened["month"] <= int(month))
        ]
        parts = dict(item.split() for item in paid["reason"].iloc[-1].split("; "))
        assert float(parts.get(part, 0)) == pytest.approx(float(amount)), f"{line}; paid: {parts}"


def _counts(rows: pd.DataFrame, number: str) -> dict[str, int]:
    people: Counter[str] = Counter()
    for row in rows.itertuples():
        people[str(row.grade)] += int(getattr(row, number))
    return {grade: n for grade, n in people.items() if n}


def _check_run(case: Case, scheme: ls.Scheme, workforce: ls.Workforce) -> None:
    months = case.get("months", 1)
    run = ls.simulate(scheme, workforce, months=months, replications=1, seed=1)
    heads, hires = run.frame("headcount"), run.frame("hires")
    for month, people in case.get("stand", {}).items():
        assert _counts(heads[heads["month"] == month], "people") == people, f"at the end of month {month}"
    if "hired" in case:
        assert _counts(hires, "people") == case["hired"]


@pytest.mark.parametrize("case", _parameters())
def test_rule(case: Case, tmp_path: Path) -> None:
    scheme = _scheme(tmp_path, case)
    if "kinds" in case:
        assert {move.id: move.kind for move in scheme.moves} == case["kinds"]
    if "workforce" not in case:
        _check_record(case, scheme)
    for number, one in enumerate(case.get("runs", [])):
        folder = tmp_path / str(number)
        folder.mkdir()
        _check_run({**case, **one}, scheme, _workforce(folder, {**case, **one}))


def test_every_kind_of_rule_has_its_fragment() -> None:
    found = {table: [case["row"] for told, case in _cases() if told == table] for table, _ in _cases()}
    assert {table: Counter(rows) for table, rows in found.items()} == {t: Counter(rows) for t, rows in NAMES.items()}
