"""A company of several departments: known answers of transfers, what departments share and what they do not."""

from __future__ import annotations

import functools
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from scenes import bits

import ladder_sim as ls
from ladder_sim.core.problems import LadderError
from ladder_sim.experiment.companies import PlayingCompanies
from ladder_sim.model.company import Company
from ladder_sim.results.run import Run
from ladder_sim.streams.draws import seed_of

SALES = """
scheme: sales
ladder: {line: {seller: {base: 4000}, senior: {base: 5000, seats: 2}}}
entry: seller
reviews: {half: {every: half-year}}
moves:
  - {id: up, from: seller, to: senior, review: half, when: [years_employed >= 3], order: months_employed}
"""
SERVICE = """
scheme: service
ladder: {desk: {junior: {base: 3500}, expert: {base: 4600, seats: 2}}}
entry: junior
reviews: {half: {every: half-year}, monthly: {every: month}}
moves:
  - {id: up, from: junior, to: expert, review: half, when: [months_in_grade >= 24], order: months_employed}
"""
QUIET = "signals: standard\nhiring: none\n"
STUDY = """
study: company
departments:
  sales: {{title: {{en: Sales, zh: 销售部}}, scheme: sales.yaml, workforce: sellers.yaml}}
  service: {{title: {{en: Service, zh: 客服部}}, scheme: service.yaml, workforce: agents.yaml}}
transfers: [{transfers}]
alternatives: {alternatives}
months: {months}
replications: 1
"""


def people(*rows: str) -> str:
    return "person,role,grade,months_employed,pay,gender\n" + "".join(f"{row}\n" for row in rows)


SELLERS = people("s1,agent,seller,40,4100,female", "s2,agent,seller,5,4000,male")
AGENTS = people("a1,agent,junior,60,3700,female", "a2,agent,junior,50,3600,male", "a3,agent,junior,10,3500,female",
                "a4,agent,expert,80,4900,male")  # fmt: skip


def study(folder: Path, transfers: str, alternatives: str = "{}", months: int = 14, **files: str) -> ls.Study:
    """A study of both departments, with files of its own where they are given."""
    given = {
        "sales.yaml": SALES, "service.yaml": SERVICE, "sellers.csv": SELLERS, "agents.csv": AGENTS,
        "sellers.yaml": f"workforce: sellers\npeople: {{roster: sellers.csv}}\n{QUIET}",
        "agents.yaml": f"workforce: agents\npeople: {{roster: agents.csv}}\n{QUIET}",
    } | {name.replace("_", "."): text for name, text in files.items()}  # fmt: skip
    for name, text in given.items():
        (folder / name).write_text(text, encoding="utf-8")
    path = folder / "company.yaml"
    path.write_text(STUDY.format(transfers=transfers, alternatives=alternatives, months=months), encoding="utf-8")
    return ls.load_study(path)


def played(made: ls.Study, number: int = 0, replications: int = 1, months: int | None = None) -> Run:
    playing = PlayingCompanies(months or made.months, 1)
    return playing.play([made.companies[number]], 0, replications)[0]


def stocks(run: Run, grade: str) -> list[int]:
    """Heads of the first replication at the months' ends, from the start on."""
    code = [info.id for info in run.axes.grades].index(grade)
    return run.counts.headcount[0, :, code].tolist()


STILL = SERVICE.replace("months_in_grade >= 24", "months_in_grade >= 999")  # nobody is promoted there
GO = "{id: go, from: service.junior, to: sales.seller, review: {every: year, month: 6}, order: months_employed, "


def test_who_goes_when_and_where(tmp_path: Path) -> None:
    # reviewed at the end of month 6, there from month 7; the two who are longest there, for the review lets two go
    run = played(study(tmp_path, GO + "seats: 2}", service_yaml=STILL))
    assert stocks(run, "service_junior") == [3] * 7 + [1] * 8
    assert stocks(run, "sales_seller") == [2] * 7 + [3] * 6 + [2] * 2  # s1, then a1 are promoted
    service, sales = run.departments["service"], run.departments["sales"]
    assert service.counts.exits[0, 6].sum() == 2 and sales.counts.arrivals[0, 6].tolist()[0] == 2
    assert not sales.counts.hires.any()
    # nobody leaves or joins the company, and nobody is promoted by it
    assert not run.counts.exits.any() and not run.counts.hires.any()
    moves = run.frame("moves")
    mine = moves[moves["move"] == "service_go"]
    told = mine[["department", "month", "kind", "from_grade", "to_grade", "people"]].to_numpy().tolist()
    assert told == [["service", 7, "lateral", "service_junior", "sales_seller", 2]]
    assert run.values("transfer_rate")[0] == pytest.approx(2 / (14 / 12) / 6)


@pytest.mark.parametrize(("rule", "month_12"), [("to base", 4000 * 2), ("keep", 3700 + 3600), ("protected", 8000)])
def test_base_pay_of_those_who_come(tmp_path: Path, rule: str, month_12: float) -> None:
    sales = SALES.replace("years_employed >= 3", "years_employed >= 99")
    run = played(study(tmp_path, f"{GO} seats: 2, pay: {rule}}}", sales_yaml=sales, service_yaml=STILL)).departments[
        "sales"
    ]
    assert run.counts.pay[0, 11].sum() == pytest.approx(4100 + 4000 + month_12)


def test_clocks_that_go_on_and_those_that_begin_anew(tmp_path: Path) -> None:
    # s1 has three years of service at the end of month 6; a1, who comes in month 7, has six at the end of month 12
    made = study(tmp_path, f"{GO} seats: 1}}", months=20, service_yaml=STILL)
    assert stocks(played(made), "sales_senior") == [0] * 7 + [1] * 6 + [2] * 8
    anew = study(tmp_path, f"{GO} seats: 1, keeps: since_promotion}}", months=20, service_yaml=STILL)
    assert stocks(played(anew), "sales_senior") == [0] * 7 + [1] * 14
    # a year in the grade: s2 at the end of month 12, a1 a year after the transfer, or with all that it had before
    waits = SALES.replace("years_employed >= 3", "months_in_grade >= 12").replace("seats: 2", "seats: 9")
    files = {"sales_yaml": waits, "service_yaml": STILL}
    run = played(study(tmp_path, f"{GO} seats: 1}}", months=20, **files))
    assert stocks(run, "sales_senior") == [0] * 7 + [1] * 6 + [2] * 6 + [3] * 2
    kept = played(study(tmp_path, f"{GO} seats: 1, keeps: [employed, in_grade]}}", months=20, **files))
    assert stocks(kept, "sales_senior") == [0] * 7 + [1] * 6 + [3] * 8


def test_seats_on_both_sides(tmp_path: Path) -> None:
    # one of the expert's two seats is open, and the department's own people go first: nobody can come
    back = "{id: back, from: sales.seller, to: service.expert, review: {every: year, month: 6}, order: months_employed}"
    run = played(study(tmp_path, back))
    assert stocks(run, "service_expert") == [1] * 7 + [2] * 8
    assert stocks(run, "sales_seller") == [2] * 7 + [1] * 8  # s1, to senior
    ledger = run.frame("ledger")
    assert ledger.loc[ledger["move"] == "sales_back", ["reason", "reviews"]].to_numpy().tolist() == [
        ["moved otherwise", 1], ["no seat", 1]]  # fmt: skip
    # without seats to ask for they come
    open_ = played(study(tmp_path, back.replace("order", "seats: unlimited, order")))
    assert stocks(open_, "service_expert") == [1] * 7 + [3] * 8
    # the seat that a transfer leaves is free the same evening for those of a department later in the file
    both = (
        "{id: away, from: sales.senior, to: service.expert, review: half}, "
        "{id: come, from: service.junior, to: sales.senior, review: half, order: months_employed}"
    )
    files = {"sales_yaml": SALES.replace("years_employed >= 3", "years_employed >= 99").replace("seats: 2", "seats: 1"),
             "service_yaml": STILL, "sellers_csv": SELLERS.replace("s1,agent,seller", "s1,agent,senior")}  # fmt: skip
    run = played(study(tmp_path, both, months=7, **files))
    assert stocks(run, "service_expert") == [1] * 7 + [2] and stocks(run, "sales_senior") == [1] * 8
    assert stocks(run, "service_junior") == [3] * 7 + [2]


def test_a_case_holds_its_seat_in_the_other_department(tmp_path: Path) -> None:
    quiet = SERVICE.replace("months_in_grade >= 24", "months_in_grade >= 999")
    case = (
        "{id: back, from: sales.seller, to: service.expert, review: {every: year, month: 3}, "
        "stages: [{stage: talk, days: 5, pass: %d}]}"
    )
    run = played(study(tmp_path, case % 1, months=8, service_yaml=quiet))
    assert stocks(run, "service_expert") == [1] * 5 + [2] * 4
    seats = run.frame("seats")
    taken = seats.loc[seats["grade"] == "service_expert", "taken"].tolist()
    assert taken == [1, 1, 2, 2, 2, 2, 2, 2]  # promised from March, taken from May
    run = played(study(tmp_path, case % 0, months=8, service_yaml=quiet))
    seats = run.frame("seats")
    assert seats.loc[seats["grade"] == "service_expert", "taken"].tolist() == [1, 1, 2, 1, 1, 1, 1, 1]
    assert stocks(run, "service_expert") == [1] * 9


def test_who_comes_takes_the_place_of_a_hire(tmp_path: Path) -> None:
    keeps = (
        "workforce: {}\npeople: {{roster: {}.csv}}\nsignals: standard\nhiring: {{keep: headcount, lead_months: 0}}\n"
    )
    files = {"sellers_yaml": keeps.format("sellers", "sellers"), "agents_yaml": keeps.format("agents", "agents")}
    fires = SALES + "  - {id: out, from: seller, to: exit, review: half, when: [months_employed < 40]}\n"
    made = study(tmp_path, f"{GO} seats: 1}}", months=8, sales_yaml=fires, **files)
    run = played(made)
    # at the end of month 6 s2 is to go, and a1 to come: the sales people need no hire, service needs one
    assert run.departments["sales"].counts.hires.sum() == 0
    assert run.departments["service"].counts.hires[0].sum(axis=1).tolist() == [0] * 6 + [1, 0]
    assert run.counts.headcount[0].sum(axis=1).tolist() == [6] * 9


def test_attributes_travel_by_the_names_of_their_levels(tmp_path: Path) -> None:
    first = "attributes: {license: {order: [none, basic, full], shares: [0, 1, 0]}}\n"
    then = "attributes: {license: {order: [basic, full, master], shares: [0, 1, 0]}}\n"
    rule = "  - {id: fast, from: seller, to: senior, review: half, when: [license == basic, months_employed >= 60]}\n"
    files = {"service_yaml": SERVICE + first, "sales_yaml": SALES.replace("years_employed >= 3", "license < basic")
             + rule + then}  # fmt: skip
    run = played(study(tmp_path, f"{GO} seats: 1}}", months=14, **files))
    assert stocks(run, "sales_senior") == [0] * 13 + [1] * 2  # a1 alone has a basic license there


# --- what holds of every company -------------------------------------------------------------------------------


@functools.cache
def company() -> ls.Study:
    """Two departments of drawn people, who leave, are hired and change the department."""
    text = """
study: drawn
departments:
  sales: {scheme: ecommerce-dual-track, workforce: small-department-30}
  service: {scheme: fabric-star-pay, workforce: small-department-30}
transfers:
  - {id: there, from: sales.specialist, to: service.star_2, review: {every: 3 months}, apply: 0.1, seats: 2}
  - {id: back, from: service.star_1, to: sales.specialist, review: {every: half-year}, order: kpi, seats: 3}
alternatives: {closed: {transfers: [{id: there, remove: true}, {id: back, remove: true}]}}
months: 18
replications: 3
measures: {good: {value: share(kpi >= 80), unit: share}}
"""
    return ls.load_study(text)


def test_a_department_without_transfers_is_what_it_is_alone() -> None:
    made = company()
    closed = played(made, 1, 3)
    for one in made.companies[1].departments:
        alone = ls.simulate(one.scheme, one.workforce, months=18, replications=3, seed=seed_of(1, one.id))
        assert bits(alone) == bits(closed.departments[one.id])
    assert not closed.values("transfer_rate").any()


def test_neither_blocks_nor_workers_change_a_bit() -> None:
    made = company()
    whole = played(made, 0, 6)
    parts = [PlayingCompanies(18, 1).play([made.companies[0]], first, 2)[0] for first in (0, 2, 4)]
    assert bits(ls.join(parts)) == bits(whole)
    with ThreadPoolExecutor(2) as executor:
        shared = PlayingCompanies(18, 1, executor).play(list(made.companies), 0, 6)
    assert bits(shared[0]) == bits(whole)
    assert bits(shared[0].departments["sales"]) == bits(whole.departments["sales"])


def test_the_company_is_the_sum_of_its_departments() -> None:
    both = ls.compare(company())
    run = both["now"]
    parts = list(run.departments.values())
    assert run.departments["service"].counts.arrivals.sum() > 10 < run.departments["sales"].counts.arrivals.sum()
    for measure in ("salary_cost", "labor_cost", "vacant_seats"):
        assert np.allclose(run.values(measure), sum(part.values(measure) for part in parts))
    heads = run.counts.headcount.sum(axis=2)
    assert np.array_equal(heads, sum(part.counts.headcount.sum(axis=2) for part in parts))
    out = sum(part.counts.exits.sum() - part.counts.arrivals.sum() for part in parts)
    assert run.counts.exits.sum() == out and run.counts.hires.sum() == sum(part.counts.hires.sum() for part in parts)
    opening, closing = heads[:, 0].sum(), heads[:, -1].sum()
    assert opening + run.counts.hires.sum() - run.counts.exits.sum() == closing
    # every grade closes, transfers among the moves
    change = np.diff(run.counts.headcount.astype(int), axis=1)
    flow = run.counts.hires.astype(int) - run.counts.exits.sum(axis=3)
    for i, (_, a, b) in enumerate(run.axes.arcs):
        if b < len(run.axes.grades) and a != b:
            flow[:, :, a] -= run.counts.moves[:, :, i]
            flow[:, :, b] += run.counts.moves[:, :, i]
    assert np.array_equal(change, flow)


def test_departments_are_compared_as_the_company_is() -> None:
    both = ls.compare(company())
    assert both.schemes == ("now", "closed") and list(both.departments) == ["sales", "service"]
    sales = both.departments["sales"]
    assert sales.schemes == both.schemes and sales.contrast("closed", "transfers_in").difference.mean < 0
    assert {"good", "transfer_rate"} <= set(both.known) and "transfers_in" not in both.known
    for name in both["now"].tables:
        assert both["now"].frame(name).columns[0] == "department"
    frame = both.frame("headcount")
    assert list(frame.columns[:2]) == ["scheme", "department"]
    people = (
        frame[(frame["scheme"] == "now") & (frame["month"] == 0)].groupby("department", observed=True)["people"].sum()
    )
    assert (people / both.replications).tolist() == [30, 30]


def test_people_are_those_of_the_department_whatever_the_alternative() -> None:
    now, closed = (played(company(), number, 2) for number in (0, 1))
    for name in ("sales", "service"):
        first = [run.departments[name].counts.headcount[:, 0] for run in (now, closed)]
        assert np.array_equal(*first)
    assert seed_of(1, "sales") != seed_of(1, "service") != seed_of(2, "service")


def test_what_a_company_cannot_be_asked(tmp_path: Path) -> None:
    both = ls.compare(company(), months=3)
    sales = both.departments["sales"]
    for asked in (
        sales.why,
        sales.at_equal,
        sales.chosen,
        sales.tornado,
        sales.worlds,
        lambda: sales.crossed("gender"),
    ):
        with pytest.raises(LadderError, match="cannot be played without the others"):
            asked()
    with pytest.raises(LadderError, match="own people"):
        ls.compare(company(), "service-center-200")
    with pytest.raises(LadderError, match="unknown alternative 'nw'; there are now, closed; did you mean 'now'"):
        ls.compare(company(), baseline="nw")
    alone = ls.load_study(company().to_dict() | {"alternatives": {}})
    with pytest.raises(LadderError, match="needs an alternative"):
        ls.compare(alone)


def test_a_company_is_kept_with_its_departments(tmp_path: Path) -> None:
    both = ls.compare(company(), months=6, replications=2, events=True)
    run = both["now"]
    again = ls.load_run(run.save(tmp_path / "company.run"))
    assert bits(again) == bits(run) and again.company == run.company
    assert list(again.departments) == ["sales", "service"]
    for name, one in run.departments.items():
        assert bits(again.departments[name]) == bits(one)
        assert again.departments[name].frame("events").equals(one.frame("events"))
    assert again.frame("headcount").equals(run.frame("headcount"))
    kept = run.departments["sales"]
    assert bits(ls.load_run(kept.save(tmp_path / "sales.run"))) == bits(kept)
    # what can be asked of a company can be asked of it once it is read again
    both.save(tmp_path / "both.run")
    found = ls.load_comparison(tmp_path / "both.run")
    assert np.array_equal(
        found.chosen().by_lot["now"].values("turnover"), both.chosen().by_lot["now"].values("turnover")
    )
    run.save(tmp_path / "company.run")  # the same again
    with pytest.raises(LadderError, match="holds another run"):
        both["closed"].save(tmp_path / "company.run")


def test_a_study_is_written_and_read_again(tmp_path: Path) -> None:
    made = study(tmp_path, f"{GO} seats: 1}}", "{more: {transfers: [{id: go, seats: 2}]}}")
    path = made.save(tmp_path / "other")
    again = ls.load_study(path)
    assert isinstance(again.companies[0], Company)
    assert [one.transfers for one in again.companies] == [one.transfers for one in made.companies]
    assert again.companies[1].departments == made.companies[1].departments
