"""What people bring: declared by a scheme, changing with time and by moves, grouped, and measured."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scenes import outcomes, scheme_of, workforce_of

import ladder_sim as ls
from ladder_sim.core.problems import LadderError
from ladder_sim.scenarios.loading import check_file

HEAD = """
attributes:
  department: {shares: {sales: 0.4, service: 0.6}}
  license: {order: [none, basic, full], shares: [0.5, 0.3, 0.2]}
ladder:
  agents: {junior: {base: 4000}, senior: {base: 5000}}
entry: junior
reviews: {half: {every: half-year}}
"""
RESP = HEAD.replace("base: 4000", "base: 4000, resp: 2").replace("base: 5000", "base: 5000, resp: 3")


def told(scheme: Any, rows: list[dict[str, Any]], *events: str) -> list[tuple[str, int, str, str]]:
    frame = ls.trace(scheme, pd.DataFrame(rows))
    kept = frame[frame["event"].isin(events)]
    return [(row.person, row.month, row.event, str(row.reason)) for row in kept.itertuples()]


def test_a_word_beside_an_attribute_is_its_value_whatever_else_it_names(tmp_path: Path) -> None:
    # `sales` is a standard metric too
    scheme = scheme_of(
        tmp_path,
        HEAD
        + """
moves:
  - {id: up, from: junior, to: senior, review: half, when: [department == sales, license >= basic]}
""",
    )
    people = [("a", "sales", "basic"), ("b", "service", "full"), ("c", "sales", "none")]
    rows = [{"person": name, "month": "1-6", "department": where, "license": what}
            for name, where, what in people]  # fmt: skip
    assert told(scheme, rows, "promotion") == [
        ("a", 7, "promotion", "met: department sales == sales; license basic >= basic")
    ]


def test_the_workforce_goes_before_the_scheme_and_its_draws_stay(tmp_path: Path) -> None:
    rule = "moves:\n  - {id: up, from: junior, to: senior, review: half, when: [department == sales]}\n"
    scheme = scheme_of(tmp_path, HEAD + rule)
    people = "signals: standard\npeople: {headcount: 40, attributes: {department: {shares: {sales: 1.0}}}}\n"
    run = ls.simulate(scheme, workforce_of(tmp_path, people), months=6, replications=2)
    assert "c1" not in outcomes(run, "up")[6]  # all are in sales
    few = ls.simulate(scheme, "small-department-30", months=8, replications=2)
    assert 0 < outcomes(few, "up")[6]["c1"] < few.counts.headcount[:, 6].sum()
    bare = scheme_of(tmp_path, HEAD.replace("attributes:", "x:").split("x:")[0] + HEAD[HEAD.index("ladder:") :], "bare")
    again = ls.simulate(bare, "small-department-30", months=8, replications=2)
    assert np.array_equal(again.counts.kpi[:, :5], few.counts.kpi[:, :5])  # nobody else's draws move


def test_a_fact_changes_at_the_end_of_its_period(tmp_path: Path) -> None:
    scheme = scheme_of(
        tmp_path,
        """
attributes:
  license: {order: [none, basic, full], shares: [1.0, 0.0, 0.0], changes: [{every: half-year, to: next}]}
ladder:
  agents: {junior: {base: 4000}}
entry: junior
pay: {licensed: {amount: 100, when: license >= basic}, full: {amount: 50, when: license == full}}
""",
    )
    run = ls.simulate(scheme, workforce_of(tmp_path, """
signals: standard
people: {headcount: 10, history: false}
hiring: none
"""), months=20, replications=1)  # fmt: skip
    paid = run.counts.pay[0].sum(axis=1)
    parts = [name for name, _ in run.axes.parts]
    # changed at the end of June and of December, after the month was paid: paid from July, and in full from January
    assert list(paid[:, parts.index("licensed")]) == [0] * 6 + [1000] * 14
    assert list(paid[:, parts.index("full")]) == [0] * 12 + [500] * 8


def test_a_move_and_a_record_change_facts(tmp_path: Path) -> None:
    scheme = scheme_of(
        tmp_path,
        HEAD
        + """
moves:
  - {id: transfer, from: any, to: same, review: half, when: [department == service], set: {department: sales}}
""",
    )
    rows = [{"person": "a", "month": "1-12", "department": "service"},
            {"person": "b", "month": "1-8", "department": "sales"},
            {"person": "b", "month": "9-12", "department": "service"}]  # fmt: skip
    assert told(scheme, rows, "lateral", "attribute") == [
        ("a", 7, "lateral", "met: department service == service"),
        ("a", 7, "attribute", "department service -> sales"),
        ("b", 9, "attribute", "department sales -> service"),
        ("b", 13, "lateral", "met: department service == service"),
        ("b", 13, "attribute", "department service -> sales"),
    ]
    pay = [row for row in told(scheme, rows, "pay") if row[0] == "a"]
    assert [row[3] for row in pay] == ["base 4000"]  # a transfer within the grade keeps the pay


def test_groups_are_joined_and_the_unknown_are_in_none(tmp_path: Path) -> None:
    scheme = scheme_of(tmp_path, HEAD + """
moves:
  - {id: up, from: junior, to: senior, review: half, when: ["rank(kpi, both) == 1", "kpi > mean"]}
""".replace("both", "[grade, department]").replace("mean", "group_mean(kpi, department)"))  # fmt: skip
    rows = [{"person": name, "month": "1-6", "department": where, "kpi": kpi, "grade": grade}
            for name, where, kpi, grade in (("a", "sales", 80, "junior"), ("b", "sales", 90, "junior"),
                                            ("s", "sales", 95, "senior"), ("c", "service", 70, "junior"),
                                            ("u", None, 99, "junior"))]  # fmt: skip
    found = told(scheme, rows, "promotion", "reviewed")
    assert found == [
        ("a", 6, "reviewed", "not met: rank(kpi, [grade, department]) 2 == 1; "
                             "kpi 80 > group_mean(kpi, department) 88.3333"),
        ("b", 7, "promotion", "met: rank(kpi, [grade, department]) 1 == 1; "
                              "kpi 90 > group_mean(kpi, department) 88.3333"),
        ("c", 6, "reviewed", "not met: kpi 70 > group_mean(kpi, department) 70"),
        ("u", 6, "reviewed", "not met: rank(kpi, [grade, department]) == 1 (no value); "
                             "kpi 99 > group_mean(kpi, department) (no value)"),
    ]  # fmt: skip


def test_a_number_is_spread_over_groups_and_the_best_of_each_go(tmp_path: Path) -> None:
    scheme = scheme_of(
        tmp_path,
        HEAD
        + """
moves:
  - {id: up, from: junior, to: senior, review: half, order: kpi, seats: 3 by department}
""",
    )
    people = [("a", "sales", 80), ("b", "sales", 90), ("c", "sales", 70), ("d", "sales", 71),
              ("e", "service", 95), ("f", "service", 96)]  # fmt: skip
    rows = [{"person": name, "month": "1-6", "department": where, "kpi": kpi} for name, where, kpi in people]
    # 3 over 4 and 2: exactly 2 and 1
    assert [row[0] for row in told(scheme, rows, "promotion")] == ["a", "b", "f"]
    shares = scheme_of(
        tmp_path,
        HEAD
        + """
moves:
  - {id: up, from: junior, to: senior, review: half, order: kpi, seats: 25% of eligible by department}
""",
        "shares",
    )
    assert [row[0] for row in told(shares, rows, "promotion")] == ["b", "f"]  # a quarter of 4; at least one of 2


def test_ties_of_a_spread_number_go_to_the_larger_group_and_then_to_the_first_named(tmp_path: Path) -> None:
    head = HEAD.replace("{sales: 0.4, service: 0.6}", "{sales: 0.25, service: 0.25, back: 0.25, field: 0.25}")
    rule = "moves:\n  - {id: up, from: junior, to: senior, review: half, order: kpi, seats: %d by department}\n"

    def moved(quota: int, sizes: dict[str, int]) -> dict[str, int]:
        people = [(f"{name}{i}", name) for name, size in sizes.items() for i in range(size)]
        rows = [{"person": who, "month": "1-6", "department": where, "kpi": 80} for who, where in people]
        found = [
            row[0].rstrip("0123456789") for row in told(scheme_of(tmp_path, head + rule % quota), rows, "promotion")
        ]
        return {name: found.count(name) for name in sizes}

    # 6 over 3, 5, 2, 2: exactly 1.5, 2.5, 1, 1; the one that is left goes to the larger of both halves
    assert moved(6, {"sales": 3, "service": 5, "back": 2, "field": 2}) == {
        "sales": 1,
        "service": 3,
        "back": 1,
        "field": 1,
    }
    # 2 over 2, 2, 4: exactly 0.5, 0.5, 1; of equal groups the one that the file names first
    assert moved(2, {"sales": 2, "service": 2, "back": 4}) == {"sales": 1, "service": 0, "back": 1}


def test_seats_are_counted_apart_for_each_value(tmp_path: Path) -> None:
    scheme = scheme_of(
        tmp_path,
        """
attributes: {department: {shares: {sales: 0.4, service: 0.4, back: 0.2}}}
ladder:
  agents: {junior: {base: 4000}}
  leads: {lead: {role: supervisor, base: 6000, seats: {by: department, sales: 2, service: "1 per 8 agent, at least 0"}}}
entry: junior
reviews: {half: {every: half-year}}
moves: [{id: up, from: junior, to: lead, review: half, order: kpi}]
measures:
  in_sales: {value: count(grade == lead), among: department == sales, unit: people}
  in_service: {value: count(grade == lead), among: department == service, unit: people}
  in_back: {value: count(grade == lead), among: department == back, unit: people}
  of_service: {value: count(role == agent), among: department == service, unit: people}
""",
    )
    people = workforce_of(
        tmp_path,
        """
signals: standard
people: {headcount: 60, history: false}
hiring: none
attrition: {base: {0: 0}}
""",
    )
    run = ls.simulate(scheme, people, months=7, replications=4)
    by = {name: run.measure(name, "month") for name in ("in_sales", "in_service", "in_back", "of_service")}
    assert (by["in_sales"][7] == 2).all() and (by["in_back"] == 0).all(axis=None)
    assert (by["in_service"][7] == by["of_service"][6] // 8).all() and by["in_service"][7].sum() > 0
    assert np.array_equal(run.counts.seats[:, 5, 1, 0], 2 + by["of_service"][6] // 8)


def test_a_review_is_for_some(tmp_path: Path) -> None:
    scheme = scheme_of(
        tmp_path,
        HEAD.replace("{every: half-year}", "{every: half-year, for: department == sales}")
        + """
moves:
  - {id: up, from: junior, to: senior, review: half}
""",
    )
    rows = [{"person": name, "month": "1-6", "department": name} for name in ("sales", "service")]
    assert told(scheme, rows, "promotion", "reviewed") == [("sales", 7, "promotion", "no condition")]
    run = ls.simulate(scheme, "small-department-30", months=6, replications=2)
    assert 0 < run.counts.ledger["up"].sum() < run.counts.headcount[:, 6].sum()  # the others have no outcome


def test_measures_of_ones_own_are_what_the_people_are(tmp_path: Path) -> None:
    scheme = scheme_of(
        tmp_path,
        RESP
        + """
moves:
  - {id: up, from: junior, to: senior, review: half, when: [kpi >= 75]}
measures:
  efficiency: {title: {en: Efficiency}, unit: share, value: total(own.resp * kpi) / total(own.resp * 100), better: high}
  seniors: {value: share(grade == senior), unit: share}
  paid: {value: 12 * mean(pay), unit: money}
  women_up: {value: share(gender == female), among: grade == senior, unit: share}
""",
    )
    run = ls.simulate(scheme, "small-department-30", months=12, replications=3)
    heads = run.counts.headcount[:, 1:].astype(float)
    assert run.values("seniors") == pytest.approx(heads[:, :, 1].sum(axis=1) / heads.sum(axis=(1, 2)))
    # who leaves is paid in the month but is not there at its end
    assert run.values("paid") == pytest.approx(run.values("salary_cost_per_head"), rel=0.1)
    assert ((run.values("efficiency") > 0.5) & (run.values("efficiency") < 1)).all()
    assert run.known["efficiency"].better == "up" and str(run.known["efficiency"].title) == "Efficiency"
    by_year = run.measure("seniors", by="month")
    assert by_year.shape == (3, 12) and (by_year[12] >= by_year[1]).all()
    assert len(run.values("women_up")) == 3


def test_a_measure_of_one_scheme_is_measured_under_all(tmp_path: Path) -> None:
    one = scheme_of(
        tmp_path,
        RESP
        + """
measures:
  resp: {value: mean(own.resp), unit: points}
  old: {value: mean(months_employed), unit: months}
""",
        "one",
    )
    two = scheme_of(tmp_path, HEAD, "two")
    both = ls.compare([one, two], "small-department-30", months=4, replications=3)
    assert both.values("two", "old").to_numpy() == pytest.approx(both.values("one", "old").to_numpy())
    assert np.isnan(both.values("two", "resp")).all() and "lacks what it reads" in both.reason("two", "resp")


def test_two_schemes_may_not_mean_different_things_by_one_measure(tmp_path: Path) -> None:
    text = HEAD + "measures: {old: {value: mean(months_employed), unit: months}}\n"
    one = scheme_of(tmp_path, text, "one")
    two = scheme_of(tmp_path, text.replace("mean(", "total("), "two")
    with pytest.raises(LadderError, match="'old' is one thing in one and another in two"):
        ls.compare([one, two], "small-department-30", months=2, replications=2)


def test_a_study_measures_all_its_schemes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        scheme_of(tmp_path, HEAD, name)
    study = tmp_path / "st.yaml"
    text = "study: st\nworkforce: small-department-30\nschemes: [one, two]\nmonths: 3\nreplications: 2\n"
    study.write_text(text + "measures: {heads: {value: count(true), unit: people}}\n", encoding="utf-8")
    found = ls.compare(ls.load_study(study))
    heads = found.values("two", "heads").to_numpy()
    assert heads == pytest.approx(found["two"].counts.headcount[:, 1:].sum(axis=2).mean(axis=1))
    study.write_text(text + "measures: {heads: {value: mean(nobody)}}\n", encoding="utf-8")
    from ladder_sim.experiment.file_checking import check_file as check

    assert "unknown name 'nobody'" in str(check(study).errors[0])


def test_the_built_in_measures_are_known_to_the_form(tmp_path: Path) -> None:
    from ladder_sim.files.forms.measure import BUILT_IN

    scheme = scheme_of(tmp_path, "attributes: {fte: 0.5}\n" + HEAD[HEAD.index("ladder:") :])
    people = "based_on: small-department-30\nindices: {prices: {yearly: 2%, deflator: true}}\n"
    run = ls.simulate(scheme, workforce_of(tmp_path, people), months=2, replications=1)
    known = {name for name in run.known if ":" not in name}
    assert known <= BUILT_IN
    assert all(name.startswith("turnover_") for name in BUILT_IN - known)  # of causes that schemes write


INVALID = {
    "gender: {shares: {female: 0.5, male: 0.5}}": "no scheme may read 'gender'",
    "months_employed: {poisson: 3}": "'months_employed' is a word of the rule language",
    "rank: {poisson: 3}": "'rank' is a word of the rule language",
    "trait: {poisson: 3, names: {a: b}}": "'names' goes with shares",
    "trait: {shares: {a: 1.0}, changes: [{to: next}]}": "'next' goes with order",
    "trait: {shares: {a: 1.0}, changes: [{to: b}]}": "unknown name 'b'",
    "trait: {shares: {a: 1.0}, names: {b: B}}": "unknown value 'b'",
    "age: {normal: [30, 5], changes: [{to: 3}]}": "'age' grows by itself",
}
SEATS = {
    "{by: age, a: 1}": "seats are by an attribute with categories, got age",
    "{by: department, sale: 1}": "'sale' is no value of department; did you mean 'sales'?",
    "{sales: 1}": "seats by group are written such as {by: department, sales: 3, service: 2}",
    "{by: department, sales: shared with lead}": "seats by group are not shared",
    "{by: department, sales: 1 per 8 agnt}": "unknown role or grade 'agnt'",
}


@pytest.mark.parametrize("entry", SEATS)
def test_faults_of_seats_are_told(tmp_path: Path, entry: str) -> None:
    path = tmp_path / "s.yaml"
    text = HEAD.replace("senior: {base: 5000}", f"senior: {{base: 5000, seats: {entry}}}")
    path.write_text(f"scheme: s\n{text}", encoding="utf-8")
    errors = [str(error) for error in check_file(path).errors]
    assert len(errors) == 1 and SEATS[entry] in errors[0], errors


@pytest.mark.parametrize("entry", INVALID)
def test_faults_of_facts_are_told(tmp_path: Path, entry: str) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(
        f"scheme: s\nattributes:\n  {entry}\nladder:\n  t: {{j: {{base: 1}}}}\nentry: j\n", encoding="utf-8"
    )
    errors = [str(error) for error in check_file(path).errors]
    assert len(errors) == 1 and INVALID[entry] in errors[0], errors


@pytest.mark.parametrize(("move", "message"), [
    ("seats: 3 by depart", "the group of 'by' is one of"),
    ("set: {departmnt: sales}", "no attribute 'departmnt'"),
    ("set: {department: nowhere}", "unknown name 'nowhere'"),
    ("seats: '10% of grade by department, shared by headcount'", "only a number is shared by headcount"),
])  # fmt: skip
def test_faults_of_moves_are_told(tmp_path: Path, move: str, message: str) -> None:
    path = tmp_path / "s.yaml"
    text = HEAD + f"moves:\n  - {{id: up, from: junior, to: senior, review: half, {move}}}\n"
    path.write_text(f"scheme: s\n{text}", encoding="utf-8")
    errors = [str(error) for error in check_file(path).errors]
    assert len(errors) == 1 and message in errors[0], errors


def test_part_time_is_paid_in_proportion(tmp_path: Path) -> None:
    scheme = scheme_of(
        tmp_path,
        """
attributes: {fte: {uniform: [0.5, 1]}}
ladder:
  agents: {junior: {base: 5000}}
  leads: {lead: {role: supervisor, base: 8000, seats: "1 per 3 agent fte, at least 0"}}
entry: junior
reviews: {half: {every: half-year}}
moves: [{id: lead, from: junior, to: lead, review: half}]
pay: {bonus: 0.1 * base, meals: {amount: 300, in_full: true}}
""",
    )
    rows = [{"person": "a", "month": "1-3", "fte": 0.6}, {"person": "b", "month": "1-2", "fte": None},
            {"person": "b", "month": "3", "fte": 0.8}]  # fmt: skip
    assert [(row[0], row[1], row[3]) for row in told(scheme, rows, "pay")] == [
        ("a", 1, "base 3000; bonus 300; meals 300"),
        ("b", 1, "base 5000; bonus 500; meals 300"),  # nothing said: full time
        ("b", 3, "base 4000; bonus 400; meals 300"),
    ]
    people = (
        "signals: standard\npeople: {headcount: 20, attributes: {fte: 0.5}}\nhiring: none\nattrition: {base: {0: 0}}\n"
    )
    run = ls.simulate(scheme, workforce_of(tmp_path, people), months=12, replications=1)
    assert run.values("fte") == pytest.approx([10])
    assert run.counts.headcount[0, :, 1].max() == 3  # 10 full-time equivalents give 3 seats, 20 heads would give 6
    assert run.values("salary_cost_per_fte") == pytest.approx(2 * run.values("salary_cost_per_head"))


def test_where_nobody_works_part_time_nothing_is_counted(tmp_path: Path) -> None:
    run = ls.simulate(scheme_of(tmp_path, HEAD), "small-department-30", months=2, replications=1)
    assert "fte" not in run.known and run.counts.fte.size == 0


def test_who_leaves_is_replaced_in_the_same_department(tmp_path: Path) -> None:
    people = """
signals: standard
people: {headcount: 50, history: false, attributes: {department: {shares: {sales: 0.4, service: 0.6}}}}
hiring: {keep: headcount, lead_months: 1, by: department}
attrition: {base: {0: 0}}
"""
    text = (
        HEAD
        + """
moves:
  - {id: out, from: any, to: exit, review: half, when: [department == sales, month == 6], seats: 8}
measures: {sales: {value: count(department == sales), unit: people}}
"""
    )
    scheme = scheme_of(tmp_path, text)
    kept = ls.simulate(scheme, workforce_of(tmp_path, people), months=9, replications=4).measure("sales", "month")
    assert (kept[7] == kept[6] - 8).all() and (kept[8] == kept[6]).all()  # gone in July, replaced in August
    drawn = ls.simulate(scheme, workforce_of(tmp_path, people.replace(", by: department", ""), "v"), months=9,
                        replications=4).measure("sales", "month")  # fmt: skip
    assert (drawn[7] == drawn[6] - 8).all() and (drawn[8] < drawn[6]).any()


@pytest.mark.parametrize(("hiring", "message"), [
    ("{keep: headcount, by: age}", "unknown attribute with shares 'age'"),
    ("{fixed: 4 a year, by: department}", "'by' goes with keep or grow"),
])  # fmt: skip
def test_faults_of_replacing_are_told(tmp_path: Path, hiring: str, message: str) -> None:
    path = tmp_path / "w.yaml"
    people = "people: {headcount: 5, attributes: {department: {shares: {a: 0.5, b: 0.5}}}}"
    path.write_text(f"workforce: w\nsignals: standard\n{people}\nhiring: {hiring}\n", encoding="utf-8")
    errors = [str(error) for error in check_file(path).errors]
    assert len(errors) == 1 and message in errors[0], errors
