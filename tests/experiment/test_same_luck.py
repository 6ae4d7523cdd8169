"""The same people meet the same fortune: under variants, later starts, other blocks, workers and additions."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scenes

from ladder_sim.experiment.simulation import simulate
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.run import Run
from ladder_sim.scenarios.loading import load_scheme, load_workforce

RULES = """
parameters: {bar: 75, spare: 1}
ladder:
  service:
    a: {base: 3000, role: agent}
    b: {base: 3600, role: agent}
    c: {base: 4200, role: agent, seats: 20% of headcount}
  management:
    lead: {base: 6000, role: lead, seats: 1 per 8 agent}
entry: {a: 0.8, b: 0.2}
probation: {months: 2, pay: 0.8, confirm: kpi >= 60}
scores:
  mark: {every: quarter, value: 'mean(kpi, 3)'}
reviews: {monthly: {every: month}, quarterly: {every: quarter}}
tokens: {shield: {review: quarterly, earn: 'best_of(kpi, team)', keep: 6 months}}
moves:
  - {id: up, from: [a, b], to: next, review: quarterly, when: [mark >= bar, chance(0.7)], order: mark, apply: 0.9,
     stages: [{stage: exam, days: 8, score: theory_exam, at_least: 70, retake_after: 1 month},
              {stage: notice, days: 5, objection: 0.1}]}
  - {id: lead, from: c, to: lead, review: monthly, when: chance(0.2), seats: 1, pay: {raise: 500..800}}
  - {id: down, from: [b, c], to: lower, review: quarterly, when: 'count(kpi < 68, 3) >= 3', spared_by: shield}
  - {id: out, from: a, to: exit, review: monthly, when: 'streak(kpi < 65) >= 3', cause: {dismissal: 0.6, transfer: 0.4}}
pay:
  bonus: 0.2 * base * kpi / 100
"""
PEOPLE = """
people:
  headcount: 60
  team_size: 9
  roles: {agent: 0.9, lead: 0.1}
  attributes:
    age: {uniform: [20, 50]}
    gender: {shares: {female: 0.6, male: 0.4}}
    months_employed: {exponential: 20}
ability: {sd: 1, carry_over: 0.6}
metrics:
  kpi: {normal: {mean: 76, between: 6, within: 7, carry: 0.5}, learning: {gain: 6, half_life: 3}}
  theory_exam: {at: exam, normal: {mean: 75, between: 5, within: 6}}
attrition: {base: {0: 0.06, 6: 0.03}, effects: {passed_over: 1.5, performance: 0.8}}
hiring: {keep: headcount, lead_months: 1}
costs: {employer_load: 0.3, hire: 1000}
"""
MONTHS, REPLICATIONS = 18, 12


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("luck")


@pytest.fixture(scope="module")
def scheme(folder: Path) -> Scheme:
    return scenes.scheme_of(folder, RULES, "base")


@pytest.fixture(scope="module")
def people(folder: Path) -> Workforce:
    return scenes.workforce_of(folder, PEOPLE, "crew")


def play(scheme: Scheme, people: Workforce, **options: Any) -> Run:
    return simulate(scheme, people, **{"months": MONTHS, "replications": REPLICATIONS, "seed": 5, **options})


@pytest.fixture(scope="module")
def run(scheme: Scheme, people: Workforce) -> Run:
    made = play(scheme, people)
    assert all(scenes.moved(made, move).sum() > 0 for move in ("up", "lead", "down", "out"))  # a scene worth its name
    return made


# --- how the work is cut ------------------------------------------------------------------------


@pytest.mark.parametrize("block", [1, 60, 7 * 60, 40_000])
def test_any_size_of_blocks(scheme: Scheme, people: Workforce, run: Run, block: int) -> None:
    assert scenes.bits(play(scheme, people, block=block)) == scenes.bits(run)


@contextmanager
def workers(kind: type[Executor], number: int) -> Iterator[Executor]:
    with kind(number) as pool:  # type: ignore[call-arg]
        yield pool


@pytest.mark.parametrize(
    ("kind", "number"), [(ThreadPoolExecutor, 1), (ThreadPoolExecutor, 3), (ProcessPoolExecutor, 2)]
)
def test_any_executor(scheme: Scheme, people: Workforce, run: Run, kind: type[Executor], number: int) -> None:
    with workers(kind, number) as pool:
        assert scenes.bits(play(scheme, people, executor=pool, block=5 * 60)) == scenes.bits(run)


def test_events_in_any_block(scheme: Scheme, people: Workforce) -> None:
    def log(**options: int) -> pd.DataFrame:
        events = play(scheme, people, events=True, months=8, replications=5, **options).frame("events")
        return events.sort_values(list(events.columns)).reset_index(drop=True)

    pd.testing.assert_frame_equal(log(), log(block=1))


def test_counting_more_changes_nothing(scheme: Scheme, people: Workforce, run: Run) -> None:
    assert scenes.bits(play(scheme, people, events=True)) == scenes.bits(run)
    assert scenes.bits(play(scheme, people, explain=True)) == scenes.bits(run)
    assert scenes.bits(play(scheme, people)) == scenes.bits(run)  # and so does playing again


def test_a_replication_depends_on_its_number_alone(scheme: Scheme, people: Workforce, run: Run) -> None:
    assert scenes.bits(play(scheme, people, first=7, replications=5)) == bits_of_some(run, slice(7, 12))
    far = play(scheme, people, first=100, replications=4)
    assert scenes.bits(far) == bits_of_some(play(scheme, people, first=98, replications=9), slice(2, 6))


def bits_of_some(run: Run, which: slice) -> bytes:
    """The bits of some replications, as if they were all."""
    counts, waits = run.counts, run.counts.waits
    start, stop, _ = which.indices(run.replications)
    rows = waits[(waits[:, 0] >= start) & (waits[:, 0] < stop)].copy()
    rows[:, 0] -= start
    names = ("headcount", "moves", "advanced", "exits", "hires", "pay", "costs", "kpi", "stuck", "regretted", "seats",
             "groups")  # fmt: skip
    some = replace(counts, **{name: getattr(counts, name)[which] for name in names}, waits=rows,
                   ledger={key: table[which] for key, table in counts.ledger.items()})  # fmt: skip
    return scenes.bits(replace(run, counts=some))


def test_replications_differ_and_so_do_seeds(scheme: Scheme, people: Workforce, run: Run) -> None:
    """All of them: no two replications have the same history of pay."""
    assert len({run.counts.pay[i].tobytes() for i in range(REPLICATIONS)}) == REPLICATIONS
    other = play(scheme, people, seed=6)
    assert not set(map(bytes, run.counts.pay)) & set(map(bytes, other.counts.pay))


def test_a_longer_run_begins_with_the_shorter(scheme: Scheme, people: Workforce, run: Run) -> None:
    longer = play(scheme, people, months=MONTHS + 6).counts
    for name in ("headcount", "exits", "hires", "moves", "pay", "costs"):
        short = getattr(run.counts, name)
        assert np.array_equal(getattr(longer, name)[:, : short.shape[1]], short), name


def test_the_metrics_of_a_person_are_independent(tmp_path: Path) -> None:
    """Two normal marks and a chance: all three fall well in an eighth of cases; detects 0.02."""
    rules = """
ladder: {main: {a: {base: 1, role: agent}, b: {base: 2, role: agent}}}
entry: a
reviews: {monthly: {every: month}}
moves: [{id: up, from: a, to: b, review: monthly, when: [x > 0, y > 0, z]}]
signals: {x: {value: 1}, y: {value: 1}, z: {chance: 0.1}}
"""
    normal = "{normal: {mean: 0, within: 1}}"
    crew = f"people: {{grades: {{a: 5000}}}}\nhiring: none\nmetrics: {{x: {normal}, y: {normal}, z: {{chance: 0.5}}}}\n"
    run = simulate(scenes.scheme_of(tmp_path, rules), scenes.workforce_of(tmp_path, crew), months=1, replications=1)
    moved = scenes.outcomes(run, "up")[1]["moved"] / 5000
    assert abs(moved - 1 / 8) / np.sqrt(7 / 64 / 5000) < 4


# --- variants -----------------------------------------------------------------------------------


def same_outcomes(a: Run, b: Run, months: int = MONTHS) -> None:
    """The same people in the same grades, hired, leaving and paid alike."""
    for name in ("headcount", "exits", "hires"):
        first, second = getattr(a.counts, name), getattr(b.counts, name)
        stop = months + (name == "headcount")
        assert np.array_equal(first[:, :stop], second[:, :stop]), name
    parts = min(a.counts.pay.shape[3], b.counts.pay.shape[3])
    assert np.array_equal(a.counts.pay[:, :months, :, :parts], b.counts.pay[:, :months, :, :parts])


NEVER = "  - {id: never, from: any, to: exit, review: monthly, when: [%s]}\npay:\n"
NOTHING = {
    "a parameter that nothing reads": ("spare: 1", "spare: 2"),
    "the same number otherwise written": ("mark >= bar", "mark >= bar + 0"),
    "a rule that never fires": ("pay:\n", NEVER % "kpi > 999"),
    "a rule of chance that never fires": ("pay:\n", NEVER % "chance(0.5), kpi > 999"),
    "a pay part": ("pay:\n", "pay:\n  bonus_first: {amount: 0, when: chance(0.5)}\n"),
    "a score": ("scores:\n", "scores:\n  other: {every: month, value: 'rank(kpi) + total(attendance_score, 3)'}\n"),
    "a title": ("parameters:", "title: Another\nparameters:"),
}  # fmt: skip


@pytest.mark.parametrize("what", NOTHING)
def test_a_change_of_nothing_changes_nothing(folder: Path, run: Run, people: Workforce, what: str) -> None:
    old, new = NOTHING[what]
    assert RULES.count(old) == 1
    crew = people
    if "attendance" in new:
        crew = scenes.workforce_of(
            folder, PEOPLE.replace("metrics:", "metrics:\n  attendance_score: {uniform: [0, 1]}"), "crew2"
        )
    variant = play(scenes.scheme_of(folder, RULES.replace(old, new), "variant"), crew)
    if "bonus_first" in new:  # another order of the parts
        assert (
            np.array_equal(variant.counts.pay[..., [0, 1, 3]], run.counts.pay) and not variant.counts.pay[..., 2].any()
        )
        variant = replace(variant, counts=replace(variant.counts, pay=run.counts.pay))
    same_outcomes(variant, run)
    for move in ("up", "lead", "down", "out"):
        assert np.array_equal(scenes.moved(variant, move), scenes.moved(run, move))


ADDITIONS = {
    "a metric": ("metrics:", "metrics:\n  late: {poisson: 0.3}"),
    "an attribute": ("  attributes:", "  attributes:\n    height: {normal: [170, 8]}"),
    "a cost": ("costs: {", "costs: {training_month: 500, "),
    "the title": ("ability:", "title: Another\nability:"),
}


@pytest.mark.parametrize("what", ADDITIONS)
def test_additions_to_a_workforce_change_nobodys_luck(folder: Path, run: Run, what: str) -> None:
    old, new = ADDITIONS[what]
    assert PEOPLE.count(old) == 1
    rules = RULES.replace("bonus: 0.2", "seen: {amount: 0 * late}\n  bonus: 0.2") if what == "a metric" else RULES
    variant = play(scenes.scheme_of(folder, rules, "s"), scenes.workforce_of(folder, PEOPLE.replace(old, new), "w"))
    if what == "a metric":  # one that the scheme reads
        variant = replace(variant, counts=replace(variant.counts, pay=variant.counts.pay[..., [0, 1, 3]]))
    same_outcomes(variant, run)


def test_other_names_for_the_same_grades(folder: Path, run: Run, people: Workforce) -> None:
    text = RULES
    names = {
        "    a:": "    novice:",
        "    b:": "    expert:",
        "    c:": "    master:",
        "{a: 0.8, b: 0.2}": "{novice: 0.8, expert: 0.2}",
        "[a, b]": "[novice, expert]",
        "from: c": "from: master",
        "[b, c]": "[expert, master]",
        "from: a,": "from: novice,",
    }
    for old, new in names.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    renamed = play(scenes.scheme_of(folder, text, "renamed"), people)
    assert scenes.bits(renamed) == scenes.bits(run)


def test_one_hire_more_changes_no_other_person(folder: Path) -> None:
    """The newcomer of June is one more; everybody else, later hires included, fares as before."""
    alone = """
ladder: {main: {a: {base: 1, role: agent}, b: {base: 2, role: agent}}}
entry: a
reviews: {monthly: {every: month}}
moves: [{id: up, from: a, to: b, review: monthly, when: ['mean(kpi, 2) > 76', chance(0.3)], pay: {raise: 5..9}}]
pay: {bonus: kpi}
"""
    crew = """
people: {grades: {a: 20}}
metrics: {kpi: {normal: {mean: 75, between: 5, within: 5}}}
attrition: {hazard: 0.05}
hiring: {plan: %s}
"""
    logs = []
    for name, june in (("few.csv", 2), ("more.csv", 3)):
        (folder / name).write_text(f"month,hires\n3,2\n6,{june}\n9,2\n")
        workforce = scenes.workforce_of(folder, crew % name, name[:-4])
        events = play(scenes.scheme_of(folder, alone, "alone"), workforce, events=True).frame("events")
        logs.append(events)
    third = (6 << 20) + 2
    assert (logs[1]["person"] == third).sum() >= REPLICATIONS  # joined in every replication
    order = ["replication", "date", "person", "event"]
    few, more = (log[log["person"] != third].sort_values(order).reset_index(drop=True) for log in logs)
    pd.testing.assert_frame_equal(few, more)


# --- adoption -----------------------------------------------------------------------------------

NEW = """
based_on: base
adopted: {month: 10, after: base, placement: %s}
parameters: {bar: %s}
"""


@pytest.mark.parametrize("bar", [60, 90])
def test_until_it_is_adopted_a_scheme_is_the_one_before(
    folder: Path, scheme: Scheme, people: Workforce, run: Run, bar: int
) -> None:
    later = play(scenes.scheme_of(folder, NEW % ("keep", bar), "later"), people)
    same_outcomes(later, run, months=9)
    assert not np.array_equal(later.counts.headcount[:, 10:], run.counts.headcount[:, 10:])
    quarter = scenes.outcomes(later, "base:up")
    assert {m: row for m, row in quarter.items() if m < 9} == {
        m: row for m, row in scenes.outcomes(run, "up").items() if m < 9
    }
    assert not any(row for m, row in quarter.items() if m >= 10) and not any(
        scenes.outcomes(later, "up")[m] for m in (3, 6, 9)
    )


def test_who_waits_for_january_is_free_under_a_new_scheme(tmp_path: Path) -> None:
    """Decided in February for next January; the scheme of June begins with nobody under way, and moves them at once."""
    old = """
ladder: {main: {a: {base: 1, role: agent}, b: {base: 2, role: agent}, c: {base: 3, role: agent, seats: 4}}}
entry: a
reviews: {spring: {every: year, month: 2, effective: next January}, monthly: {every: month}}
moves:
  - {id: up, from: a, to: c, review: %s, stages: [{stage: talk, days: %d}]}
"""
    crew = scenes.workforce_of(tmp_path, "people: {grades: {a: 6}}\nhiring: none\n")
    for days in (0, 200):  # waiting, or still in the stage
        scenes.scheme_of(tmp_path, old % ("spring", days), "before")
        new = "adopted: {month: 6, after: before}" + old % ("monthly", 0)
        run = simulate(scenes.scheme_of(tmp_path, new, "after"), crew, months=15, replications=1)
        assert scenes.outcomes(run, "before:up")[2] == {"no seat": 2, "under way": 4}
        assert scenes.outcomes(run, "up")[6] == {"no seat": 2, "moved": 4}
        assert run.counts.headcount[0, [6, 7, 15], 2].tolist() == [0, 4, 4]


def test_a_scheme_that_never_starts_is_the_one_before(folder: Path, people: Workforce, run: Run) -> None:
    text = (NEW % ("pay protected", 60)).replace("month: 10", f"month: {MONTHS + 1}")
    same_outcomes(play(scenes.scheme_of(folder, text, "never"), people), run)


def test_two_schemes_may_say_different_things_of_one_grade(tmp_path: Path) -> None:
    """The same ids with other roles, shares and pay: before its month, the old scheme's count."""
    tail = "entry: a\nreviews: {monthly: {every: month}}\n"
    tail += "moves: [{id: up, from: a, to: b, review: monthly, when: kpi > 80}]\n"
    old = "ladder: {main: {a: {base: 1, role: agent, share: 3}, b: {base: 2, role: agent}}}\n" + tail
    new = "ladder: {main: {a: {base: 5, role: agent}, b: {base: 6, role: lead, share: 9}}}\n" + tail
    crew = """
people: {headcount: 30, attributes: {months_employed: {exponential: 20}}}
metrics: {kpi: {normal: {mean: 75, between: 5, within: 5}}}
market: {agent: 1.5, lead: 9}
attrition: {base: {0: 0.1}, effects: {pay_gap: -2}}
"""
    people = scenes.workforce_of(tmp_path, crew)
    before = play(scenes.scheme_of(tmp_path, old, "old"), people)
    later = play(scenes.scheme_of(tmp_path, "adopted: {month: 10, after: old}\n" + new, "new"), people)
    same_outcomes(later, before, months=9)
    assert 0 < before.counts.headcount[:, 0, 0].mean() < 30


def test_a_scheme_with_other_grades_and_signals_is_the_old_one_until_then(
    folder: Path, people: Workforce, run: Run
) -> None:
    """Another ladder, another team size, another metric: none of it shows before its month."""
    text = """
adopted: {month: 10, after: base, placement: {a: low, b: low, c: high, lead: head}}
team_size: 5
ladder:
  main: {low: {base: 10, role: agent}, high: {base: 20, role: agent}, head: {base: 30, role: lead}}
entry: low
reviews: {monthly: {every: month}}
signals: {attendance: {uniform: [0, 1]}}
moves: [{id: up, from: low, to: high, review: monthly, when: ['mean(kpi, 6) >= 70', 'total(attendance, 2) > 1']}]
"""
    later = play(scenes.scheme_of(folder, text, "new_ladder"), people)
    ids = [grade.id for grade in later.axes.grades]
    order = [ids.index(grade) for grade in ("a", "b", "c", "lead")]
    assert np.array_equal(later.counts.headcount[:, :10, order], run.counts.headcount[:, :10])
    assert np.array_equal(later.counts.exits[:, :9][:, :, order], run.counts.exits[:, :9])
    assert np.array_equal(later.counts.hires[:, :9][:, :, order], run.counts.hires[:, :9])
    assert np.array_equal(later.counts.pay[:, :9, :, :3][:, :, order], run.counts.pay[:, :9])
    assert not later.counts.headcount[:, 10:, order].any() and later.counts.headcount[:, 10:].sum() > 0
    assert scenes.outcomes(later, "up")[10].get("moved", 0) > 0  # six months of marks are known already


def test_placement_at_an_adoption_reads_clocks_as_of_its_month(folder: Path, scheme: Scheme) -> None:
    """Who joined in January has six months of service in July, not none as at the start."""
    text = """
adopted: {month: 7, after: base}
ladder: {main: {low: {base: 10, role: agent}, high: {base: 20, role: agent}, head: {base: 30, role: lead}}}
entry: low
placement: {agent: "band(months_employed, {0: low, 6: high})"}
"""
    assert scheme.id == "base"
    crew = scenes.workforce_of(folder, "signals: standard\npeople: {headcount: 9}\nhiring: none\n", "nine")
    later = simulate(scenes.scheme_of(folder, text, "by_service"), crew, months=7, replications=1)
    ids = [grade.id for grade in later.axes.grades]
    low, high = later.counts.headcount[0, 7, [ids.index("low"), ids.index("high")]]
    assert (low, high > 5) == (0, True)


# --- the workload on which speed is measured ----------------------------------------------------


def test_the_reference_department_in_any_block() -> None:
    scheme, people = load_scheme("reference-department"), load_workforce("reference-department")
    runs = [simulate(scheme, people, months=15, replications=6, seed=2, block=block) for block in (200, 1000, 40_000)]
    assert len({scenes.bits(run) for run in runs}) == 1
