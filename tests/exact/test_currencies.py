"""In which currency amounts are: as files say it, in every display; and pay agreed in another, to the cent."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import ladder_sim as ls
from ladder_sim.cli import main
from ladder_sim.core.i18n import speaking
from ladder_sim.core.money import money_of
from ladder_sim.core.problems import LadderError
from ladder_sim.core.units import money_name
from ladder_sim.model.report_options import Brief
from tests import scenes

SCHEME = """
parameters: {usd: {value: {2027-01: 7.10, 2027-03: 7.05}, unit: CNY per USD, note: made up}}
ladder: {home: {local: {base: 6000}}, abroad: {sent: {base: 900 * usd}}}
entry: local
pay: {per_diem: {amount: 100 * usd, for: abroad}}
reviews: {quarterly: {every: quarter}}
moves: [{id: prize, from: any, to: same, review: quarterly, award: 50 * usd}]
"""


def test_the_rate_of_the_month_holds_for_base_parts_and_awards(tmp_path: Path) -> None:
    """900 × 7.10 = 6,390, from March × 7.05 = 6,345; 100 dollars 710, then 705; 50 dollars in April 352.50."""
    rows = [{"person": who, "month": month, "kpi": 80, "grade": grade, "months_employed": 24, "months_in_grade": 24}
            for who, grade in (("an", "sent"), ("bo", "local")) for month in range(1, 5)]  # fmt: skip
    told = ls.trace(scenes.scheme_of(tmp_path, SCHEME), pd.DataFrame(rows))
    paid = {(r.person, r.month): r.reason for r in told[told.event == "pay"].itertuples()}
    assert paid["an", 1] == "base 6390; per_diem 710"
    assert paid["an", 3] == "base 6345; per_diem 705"
    assert paid["bo", 1] == "base 6000" and ("bo", 3) not in paid
    assert [(r.person, r.month) for r in told[told.event == "table"].itertuples()] == [("an", 3)]
    assert {(r.month, r.reason) for r in told[told.event == "award"].itertuples()} == {(4, "352.5")}


PLAIN = """
scheme: {id}
currency: {code}
ladder: {{line: {{low: {{base: {base}}}, high: {{base: 6000}}}}}}
entry: low
reviews: {{half: {{every: half-year}}}}
moves: [{{id: up, from: low, to: high, review: half, when: kpi >= 80}}]
"""
PEOPLE = {"workforce": "few", "based_on": "small-department-30"}


def plain(id: str, code: str, base: int = 5000) -> ls.Scheme:
    return ls.load_scheme(PLAIN.format(id=id, code=code, base=base))


def test_displays_are_in_the_currency_of_the_files() -> None:
    both = ls.compare([plain("a", "USD"), plain("b", "USD", 5200)], "small-department-30", months=6, replications=3)
    assert both.currency == "USD" and both["a"]["labor_cost"].attrs["unit"] == "USD a year"
    shown = [
        *both.summary(), both._repr_html_(), both["a"]._repr_html_(), *both.frontier().summary(),
        *both.choose("labor_cost", matters=9e5, most=10).summary(), str(both["a"].frame("pay").attrs),
    ]  # fmt: skip
    assert all("CNY" not in text for text in shown) and sum("USD" in text for text in shown) >= 5
    with speaking("zh"):
        assert "美元" in both._repr_html_() and any("万美元" in text for text in both.summary())
        assert not any("万元" in text for text in both.summary())
        assert money_name() == "元", "outside of them the currency is as it was"
    # a workforce says it for a scheme that does not
    people = ls.load_workforce({**PEOPLE, "currency": "EUR"})
    run = ls.simulate("ecommerce-dual-track", people, months=3, replications=2)
    assert run.currency == "EUR" and run["labor_cost"].attrs["unit"] == "EUR a year"


def test_a_brief_that_says_another_goes_first() -> None:
    scheme = plain("a", "USD")
    with Brief(currency="€").spoken(scheme), money_of(scheme):
        assert money_name() == "EUR"
    with Brief().spoken(scheme):
        assert money_name() == "USD" and Brief().money.sign == "$"


def test_the_terminal_and_the_card(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(PLAIN.format(id="a", code="GBP", base=5000), encoding="utf-8")
    small = ["--workforce", "small-department-30", "--months", "3", "--replications", "2"]
    assert main(["run", str(path), *small]) == 0
    told = capsys.readouterr().out
    assert "GBP a year" in told and "CNY" not in told
    assert main(["--lang", "zh", "describe", str(path)]) == 0
    assert "英镑" in capsys.readouterr().out
    assert main(["--lang", "en", "run", "ecommerce-dual-track", *small]) == 0
    assert "CNY a year" in capsys.readouterr().out


def test_two_currencies_are_refused(tmp_path: Path) -> None:
    said = "a is in USD, b in EUR: amounts of two currencies cannot be added or compared. Write one of the files"
    with pytest.raises(LadderError, match=said):
        ls.compare([plain("a", "USD"), plain("b", "EUR")], "small-department-30", months=3, replications=2)
    with pytest.raises(LadderError, match=said):
        ls.choose([plain("a", "USD"), plain("b", "EUR")], "small-department-30", "turnover", matters=0.1)
    with pytest.raises(LadderError, match="scheme a is in USD, workforce few in EUR"):
        ls.simulate(plain("a", "USD"), {**PEOPLE, "currency": "EUR"}, months=3)
    with pytest.raises(LadderError, match="currency: 'dollars' is neither a code"):
        plain("a", "dollars")
    for id, code in (("a", "USD"), ("b", "EUR")):
        (tmp_path / f"{id}.yaml").write_text(PLAIN.format(id=id, code=code, base=5000), encoding="utf-8")
    (tmp_path / "c.yaml").write_text(
        "study: c\ndepartments: {one: {scheme: a.yaml, workforce: small-department-30},"
        " two: {scheme: b.yaml, workforce: small-department-30}}\n", encoding="utf-8")  # fmt: skip
    with pytest.raises(LadderError, match="one is in USD, two in EUR"):
        ls.load_study(tmp_path / "c.yaml")
