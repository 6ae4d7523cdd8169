"""The story of a comparison: its sections are there, say what the runs say, and keep small groups to themselves."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace

import fakes
import numpy as np
import pytest
from comparisons import LONG, compared

from ladder_sim.core import i18n
from ladder_sim.core.problems import LadderError
from ladder_sim.model.report_options import ON_REQUEST, SECTIONS
from ladder_sim.report.brief import Brief
from ladder_sim.report.document.document import Section, cover, report_sections
from ladder_sim.report.document.kit import SERIES
from ladder_sim.report.document.parts import Chart, Figure, Table
from ladder_sim.report.document.people import cells
from ladder_sim.report.document.shares import audit
from ladder_sim.results.comparison import Comparison


@pytest.fixture(scope="module")
def pair() -> Comparison:
    return compared(2, months=30, replications=8)


@pytest.fixture(scope="module")
def told(pair: Comparison) -> dict[str, Section]:
    return {section.id: section for section in report_sections(pair, Brief())}


def texts(section: Section) -> Iterator[str]:
    yield from (section.name, section.headline, *section.points, section.reading, section.caution)
    for chart in section.charts:
        yield from (chart.title, *chart.categories, *(s.name for s in chart.series), chart.unit, chart.alt)
    for figure in section.figures:
        yield from (figure.title, figure.alt)
    for table in section.tables:
        yield from (table.title, *table.columns, *(cell for row in table.rows for cell in row), table.note)


def check_chart(chart: Chart) -> None:
    assert chart.title and chart.unit and chart.alt and chart.format and chart.categories and chart.series
    for series in chart.series:
        assert len(series.values) == len(chart.categories)
        assert len(series.low) == len(series.high) and len(series.low) in (0, len(chart.categories))
        assert re.fullmatch(r"#[0-9A-Fa-f]{6}", series.color)
    if chart.kind == "bars":
        assert len(chart.series) == 1


def check_table(table: Table) -> None:
    assert table.title and table.columns
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert not table.tones or len(table.tones) == len(table.rows)
    for marks in table.tones:
        assert len(marks) == len(table.columns) and set(marks) <= {"good", "bad", ""}


def test_a_story_is_told_once_for_each_brief_and_language(pair: Comparison) -> None:
    short = Brief(sections=("method",))
    first = report_sections(pair, short)
    assert report_sections(pair, Brief(sections=("method",)))[0] is first[0]
    assert report_sections(pair, Brief(sections=("method",), currency="USD"))[0] is not first[0]
    with i18n.speaking("zh"):
        assert report_sections(pair, short)[0].name != first[0].name
    assert report_sections(replace(pair, notes=("something",)), short)[0] is not first[0]


def test_a_figure_is_drawn_once() -> None:
    asked: list[int] = []
    figure = Figure("title", "alt", lambda: asked.append(1))  # type: ignore[arg-type,return-value,func-returns-value]
    for same in (figure, figure, replace(figure, title="another")):
        same.draw()
    assert len(asked) == 1


ALWAYS = tuple(name for name in SECTIONS if name not in ON_REQUEST)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("n", [2, 4, 10, 46])
def test_every_section_is_whole(n: int, language: str) -> None:
    i18n.use(language)
    comparison = compared(n, months=14, replications=4)
    for audience in ("leadership", "hr"):
        sections = report_sections(comparison, Brief(audience=audience))  # type: ignore[arg-type]
        assert tuple(section.id for section in sections) == ALWAYS
        for section in sections:
            assert section.name and section.headline and section.reading and section.caution
            assert 1 <= len(section.points) <= (10 if section.id == "method" else 6)
            for chart in section.charts:
                check_chart(chart)
                assert len(chart.series) <= SERIES
            for table in section.tables:
                check_table(table)
            for text in texts(section):
                assert "{" not in text and "nan" not in text.lower().replace("finan", "")
                # numbers and names of files aside, Chinese texts have no English sentence
                if language == "zh":
                    assert not re.search(
                        r"\b(the|of|than|and|is)\b", text.partition("schemes ")[0].replace(LONG, "")
                    ), text


def test_the_brief_chooses_sections_and_their_order(pair: Comparison) -> None:
    chosen = ("method", "cost")
    assert tuple(s.id for s in report_sections(pair, Brief(sections=chosen))) == chosen
    finance = tuple(s.id for s in report_sections(pair, Brief(audience="finance")))
    assert finance[:3] == ("recommendation", "cost", "cost_by_year") and sorted(finance) == sorted(ALWAYS)
    short, every = ({s.id: s for s in report_sections(pair, Brief(audience=a))} for a in ("leadership", "hr"))  # type: ignore[arg-type]
    assert len(short["promotion"].tables) < len(every["promotion"].tables)


def test_charts_carry_the_comparisons_own_numbers(pair: Comparison, told: dict[str, Section]) -> None:
    rate, change, within = told["promotion"].charts
    found = [pair.contrast(scheme, "promotion_rate") for scheme in ("current", "s1")]
    assert rate.series[0].values == tuple(c.level.mean for c in found)
    assert rate.series[0].high == tuple(c.level.high for c in found)
    assert change.series[0].values == (100 * found[1].difference.mean,) and change.unit == "percentage points"
    assert within.series[1].values[0] == pair.contrast("s1", "promoted_within_12").level.mean
    cost = told["cost"].charts[0]
    assert cost.series[0].values[0] == pair.contrast("current", "labor_cost").level.mean
    assert (cost.unit, cost.format) == ("¥ million a year", "0.00,,")


def test_parts_and_causes_add_up(pair: Comparison, told: dict[str, Section]) -> None:
    causes = told["turnover"].charts[1]
    total = sum(series.values[1] for series in causes.series)
    assert total == pytest.approx(pair.contrast("s1", "turnover").level.mean)
    lines, parts = told["cost_by_year"].charts
    assert sum(series.values[0] for series in parts.series) == pytest.approx(
        pair.contrast("current", "labor_cost").level.mean
    )
    assert lines.categories == ("2027", "2028", "2029 (6 months)")
    assert lines.series[0].values[0] == pytest.approx(pair["current"].measure("labor_cost", by="year")[1].mean())


def test_the_method_ends_with_the_fingerprint(pair: Comparison, told: dict[str, Section]) -> None:
    assert told["method"].points[-1] == f"Fingerprint: {pair.provenance}."


def test_notes_of_the_comparison_are_told(pair: Comparison) -> None:
    (method,) = report_sections(replace(pair, notes=("Known to ±0.2 only.",)), Brief(sections=("method",)))
    assert "Known to ±0.2 only." in method.points


def test_assumptions_are_named_with_their_values(told: dict[str, Section]) -> None:
    section = told["assumptions"]
    assert section.headline == "The schemes rest on 1 assumed value and 1 reading; 1 rule is left out"
    assert any("Lead's allowance 500" in point for point in section.points)
    assert section.tables[0].rows[0][2] == section.tables[1].rows[0][0] == "all", "both schemes say the same"
    assert section.tables[1].rows[0][1:4] == ("Lead's allowance", "500", "assumed")
    assert section.tables[2].rows[0][1:] == ("Study leave <b>", "rare & small")


def test_schemes_that_assume_nothing_say_so() -> None:
    bare = [replace(fakes.scheme(name), parameters={}, stated=()) for name in ("a", "b")]
    runs = tuple(fakes.run(chosen=scheme, months=14, replications=3) for scheme in bare)
    (section,) = report_sections(Comparison(runs, "a"), Brief(sections=("assumptions",)))
    assert section.headline == "The scheme files mark no assumption and leave out no rule"
    assert section.tables[1].rows == () and section.tables[1].note == "None is marked in the scheme files."


def test_identical_schemes_are_not_recommended() -> None:
    runs = tuple(fakes.run(chosen=fakes.scheme(name), months=18, replications=6) for name in ("a", "b"))
    found = {section.id: section.headline for section in report_sections(Comparison(runs, "a"), Brief())}
    assert found["recommendation"] == "b and a are identical in advancement, turnover and labor cost"
    assert found["promotion"] == "Advancement: the same under b and a"
    assert found["winners"] == "Pay per head is the same in every role under b and a"


def test_a_single_replication_says_that_it_cannot_be_said() -> None:
    comparison = compared(2, months=14, replications=1)
    headline = report_sections(comparison, Brief(sections=("recommendation",)))[0].headline
    assert headline.endswith("against Rules in force: turnover: identical; advancement and labor cost: cannot be said")


def test_what_stops_people_comes_from_the_ledger(pair: Comparison, told: dict[str, Section]) -> None:
    table = pair["s1"].counts.ledger["up"].sum(axis=(0, 1))
    chart = told["bottlenecks"].charts[0]
    shares = dict(zip(chart.categories, chart.series[0].values, strict=True))
    assert shares == {
        "not met: Long enough in grade": pytest.approx(table[0] / table.sum()),
        "not chosen": pytest.approx(table[1] / table.sum()),
    }
    assert "moved" not in chart.categories


def test_pay_by_role_is_that_of_the_people_in_it(pair: Comparison) -> None:
    run = pair["current"]
    found = cells(run, "role")["lead"]
    people = run.counts.headcount[:, 1:, 3].mean(axis=1)
    paid = run.counts.pay[:, :, 3].sum(axis=(1, 2)) / 2.5
    np.testing.assert_allclose(found.pay, paid / people)
    assert found.people == pytest.approx(people.mean())
    assert not found.promoted.any()  # nobody is promoted out of the highest grade


def test_small_groups_are_not_shown(told: dict[str, Section]) -> None:
    rows = {row[0]: row for row in told["winners"].tables[0].rows}
    assert rows["Leads"][1:] == ("<5", "<5", *("–",) * 6)
    assert rows["Agents"][3].startswith("¥")
    assert "fewer than 5" in told["winners"].tables[0].note
    (size,) = {len(chart.categories) for chart in told["winners"].charts}
    assert size == 1


def test_fairness_of_an_unfair_scheme() -> None:
    comparison = compared(2, months=36, replications=12, gender_gap=0.3)
    rates = audit(comparison["s1"])["gender"]
    (one,) = rates.having("beyond")
    assert str(one.pair.group) == "female" and one.ratio.low > math.log(1.25)
    ups, people = (comparison["s1"].counts.groups[..., i].sum(axis=(0, 1)) for i in (1, 0))
    assert one.ratio.mean == pytest.approx(math.log((ups[0] + 0.5) / people[0]) - math.log((ups[1] + 0.5) / people[1]))
    section = {s.id: s for s in report_sections(comparison, Brief())}["fairness"]
    assert section.headline.startswith("Outside four fifths (a US rule of thumb): A very long name")
    assert section.tables[0].rows[1][6] == "outside" and not section.tables[0].tones, "never good or bad"
    ends = [f"{100 * np.exp(sign * one.luck):.0f}%" for sign in (-1, 1)]
    assert section.tables[0].rows[1][7] == f"{ends[0]} to {ends[1]}"
    i18n.use("zh")
    section = {s.id: s for s in report_sections(comparison, Brief())}["fairness"]
    assert "性别" in section.headline and any("女" in name for name in section.charts[0].categories)


def test_fairness_of_a_fair_scheme_is_not_proven_by_few(pair: Comparison) -> None:
    rates = audit(pair["current"])["gender"]
    (one,) = rates.against
    assert one.status in ("within", "open") and one.ratio.low < 0 < one.ratio.high
    assert one.luck > pair["current"].null("fairness:gender:female")[0], "a single course tells less than all"


def test_no_groups_no_audit(pair: Comparison) -> None:
    runs = tuple(replace(run, axes=replace(run.axes, groups=())) for run in pair.runs)
    (section,) = report_sections(Comparison(runs, "current"), Brief(sections=("fairness",)))
    assert section.headline == "No groups to audit: the workforce names none" and not section.tables


def test_recommend_fixes_the_scheme_not_the_words(pair: Comparison) -> None:
    (section,) = report_sections(pair, Brief(sections=("recommendation",), recommend="current"))
    assert section.headline.startswith("Proposed: keep Rules in force")
    with pytest.raises(LadderError, match="scheme 's2' is not compared here"):
        report_sections(pair, Brief(recommend="s2"))


def test_currency_of_the_brief(pair: Comparison) -> None:
    euro = report_sections(pair, Brief(sections=("cost",), currency="EUR"))[0]
    assert euro.charts[0].unit == "€ million a year" and "€" in euro.points[0] and "¥" not in " ".join(texts(euro))
    none = report_sections(pair, Brief(sections=("cost",), currency=""))[0]
    assert "¥" not in " ".join(texts(none)) and "CNY" not in " ".join(texts(none))


def test_cover(pair: Comparison) -> None:
    found = cover(pair, Brief(company="Example Ltd", date="2027"))
    assert found.title == "Comparison of 2 promotion schemes" and "30 months, 8 replications" in found.subtitle
    assert (found.company, found.author, found.date) == ("Example Ltd", "", "2027")
    assert cover(pair, Brief(title="T", subtitle="S")).title == "T"


def test_groups_are_told_as_percentages_of_the_others_rate() -> None:
    """What a leader reads of a group: its rate in % of the others', with the interval; nowhere a logarithm."""
    runs = [fakes.run(fakes.Rules(people=60), chosen=fakes.scheme(name), months=24) for name in ("a", "b")]
    made = Comparison(tuple(runs), "a")
    run = made["a"]
    found, null = run.interval("fairness:gender:female"), run.null("fairness:gender:female")
    assert null is not None and found.mean != 0
    x, low, high = (f"{100 * np.exp(value):.0f}%" for value in (found.mean, found.low, found.high))
    wanted: dict[i18n.Language, str] = {
        "en": f"women {x} of the rate of men ({low} to {high})", "zh": f"女性为男性的{x}（{low}至{high}）",
    }  # fmt: skip
    for language, sentence in wanted.items():
        with i18n.speaking(language):
            section = next(s for s in report_sections(made, Brief()) if s.id == "fairness")
            told = " ".join(section.points)
            tables = " ".join(cell for table in section.tables for row in (table.columns, *table.rows) for cell in row)
            assert sentence in told
            assert not re.search(r"log ratio|logarithm|对数", f"{told} {tables} {section.reading} {section.caution}")
            assert f"{100 * np.exp(-null[1]):.0f}%" in tables
