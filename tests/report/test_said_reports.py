"""What reports say, held against what is meant: money in 万元, shares as per cent, codes and ids in words, the ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import fakes
import pytest
from places import ROOT
from relabeled import relabeled

from ladder_sim.analysis.scheme_figures import source_of
from ladder_sim.charts.style import fitted
from ladder_sim.core import i18n
from ladder_sim.core.default_pack import DEFAULTS, spelled_out
from ladder_sim.core.display import between, change, stated
from ladder_sim.core.i18n import Title
from ladder_sim.core.signs import width
from ladder_sim.core.unit_words import parameter_text, with_unit
from ladder_sim.core.wholes import within_words
from ladder_sim.model.expression import Parameter
from ladder_sim.model.report_options import Brief
from ladder_sim.report.document.document import report_sections
from ladder_sim.report.document.parts import Chart, Section
from ladder_sim.report.slides.measure import balanced
from ladder_sim.report.workbook.texts import _parameter
from ladder_sim.results.comparison import Comparison
from ladder_sim.scenarios.loading import load_scheme

SCHEMES = sorted((ROOT / "scenarios" / "schemes").glob("*.yaml"))


@pytest.fixture(scope="module")
def three() -> Comparison:
    runs = [
        fakes.run(fakes.Rules(promote=(0.06 + 0.03 * i, 0.04, 0.01, 0)), chosen=fakes.scheme(f"s{i}"), replications=6)
        for i in range(3)
    ]
    return Comparison(tuple(runs), "s0")


def texts(section: Section) -> Iterator[str]:
    yield from (section.headline, *section.points, section.reading, section.caution)
    for chart in section.charts:
        yield from (chart.title, chart.alt, chart.unit, *chart.categories)
    for table in section.tables:
        yield from (table.title, table.note, *table.columns, *(cell for row in table.rows for cell in row))


def money_charts(comparison: Comparison) -> list[Chart]:
    sections = report_sections(comparison, Brief(sections=("cost", "cost_by_year")))
    return [
        chart for section in sections for chart in section.charts if "head" not in chart.unit and "人" not in chart.unit
    ]


def test_chinese_charts_of_money_stand_in_wan_with_the_values_of_the_run(three: Comparison) -> None:
    english = money_charts(three)
    i18n.use("zh")
    chinese = money_charts(three)
    assert len(chinese) == len(english) >= 4 and {chart.unit for chart in chinese} == {"万元/年"}
    for a, b in zip(english, chinese, strict=True):
        assert ",," in a.format and "," in b.format and ",," not in b.format
        for one, other in zip(a.series, b.series, strict=True):
            for ours, theirs in ((one.values, other.values), (one.low, other.low), (one.high, other.high)):
                assert [value / 10_000 for value in ours] == pytest.approx(list(theirs))


@pytest.mark.parametrize("audience", ["leadership", "hr"])
def test_no_chinese_report_counts_in_millions_or_shows_codes(three: Comparison, audience: str) -> None:
    i18n.use("zh")
    said = "\n".join(text for section in report_sections(three, Brief(audience=audience)) for text in texts(section))
    assert "百万" not in said and "运气" not in said and "底薪" not in said
    assert not re.search(r"\bD\d+\b", said) and "参照默认值：任职满12个月" in said
    assert not re.search(r"[−-]0(\.0+)?(?![\d.])", said)


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese"),
    [
        (0.4688, "share a year", "+46.9 pp", "+46.9个百分点"), (-0.0004, "share", "−0.04 pp", "−0.04个百分点"),
        (-0.00001, "share", "0.00 pp", "0.00个百分点"), (-16.0, "months", "−16.0", "−16.0"),
    ],
)  # fmt: skip
def test_a_difference_has_no_more_figures_than_it_bears(value: float, unit: str, english: str, chinese: str) -> None:
    assert change(value, unit) == english
    i18n.use("zh")
    assert change(value, unit) == chinese


def test_units_follow_the_order_of_the_language() -> None:
    assert stated("4.2%", "share a year") == "4.2% a year" and stated("14.9 M", "money a year") == "14.9 M CNY a year"
    i18n.use("zh")
    assert stated("4.2%", "share a year") == "每年4.2%" and stated("1,488万", "money a year") == "每年1,488万元"
    assert stated("57,869", "money") == "57,869元/人·年" and stated("20.0", "months") == "20.0个月"
    assert between(0.037, 0.042, "share a year") == "3.7%至4.2%"


@pytest.mark.parametrize(
    ("value", "unit", "title", "chinese", "english"),
    [
        (0.9, "", Title("Assessment passed", "上级评估通过率"), "90%", "90%"),
        (0.333, "", Title("Incidents that demote", "重大事故导致降级的比例"), "33.3%", "33.3%"),
        (1, "", Title("Allowance lost", "事故当月津贴扣除比例"), "100%", "100%"),
        (0.002, "", Title("Commission", "个人销售提成比例"), "0.2%", "0.2%"),
        (1.15, "", Title("Base over the grade below", "逐级基本工资倍数"), "1.15", "1.15"),
        (1, "", Title("Courses", "完成课程数"), "1", "1"),
        (3, "month", Title("Assessed from", "从第几个月起考核"), "第3个月", "month 3"),
        (3, "months", Title("Probation", "试用期"), "3个月", "3 months"),
        (True, "", Title("Share of it", "比例"), "True", "True"),
    ],
)  # fmt: skip
def test_a_parameter_is_told_as_people_read_it(
    value: float, unit: str, title: Title, chinese: str, english: str
) -> None:
    assert parameter_text(str(value), value, unit, title) == english
    i18n.use("zh")
    assert parameter_text(str(value), value, unit, title) == chinese


def test_the_workbook_has_shares_as_per_cent_with_their_range() -> None:
    one = Parameter(
        "passed", 0.9, Title("Share passed", "通过率"), low=0.5, high=1, assumed=True, remark=Title("D6", "D6")
    )
    assert _parameter("s", one)[2:6] == ("Share passed", 90.0, "%", "50 – 100")
    assert _parameter("s", replace(one, unit="months"))[3:6] == (0.9, "months", "0.5 – 1")


def test_the_month_of_new_pay_is_a_month_of_base_pay() -> None:
    i18n.use("zh")
    assert with_unit("1", "months of new base pay") == "1个月基本工资（按新职级）"


def test_every_code_of_the_default_pack_has_its_words() -> None:
    table = (ROOT / "scenarios" / "DEFAULTS.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| (D\d+) \|", table, re.M)) == set(DEFAULTS)
    assert spelled_out("D7").startswith("default: one supervisor per 8") and spelled_out("D7x") == "D7x"
    i18n.use("zh")
    assert spelled_out("D6, D9") == f"参照默认值：{DEFAULTS['D6'].zh}；{DEFAULTS['D9'].zh}"


@pytest.mark.parametrize(
    ("source", "english", "chinese"),
    [
        ({"file": "rules.txt", "document": 4}, "document 4 of rules.txt", "第4份文件（rules.txt）"),
        ({"file": "rules.txt", "document": [4, 7]}, "document 4 and 7 of rules.txt", "第4、7份文件（rules.txt）"),
        ({"document": 2, "note": "page 3"}, "document 2, page 3", "第2份文件，page 3"),
        ({"file": "rules.txt"}, "rules.txt", "rules.txt"),
    ],
)
def test_a_source_is_told_in_words(source: dict[str, object], english: str, chinese: str) -> None:
    scheme = replace(load_scheme(SCHEMES[0]), source=source)
    assert source_of(scheme) == english
    i18n.use("zh")
    assert source_of(scheme) == chinese


# --- names ------------------------------------------------------------------------------------------------------------


def test_short_titles_are_short_and_no_two_alike() -> None:
    shorts = [load_scheme(path).short_title for path in SCHEMES if path.stem != "reference-department"]
    assert all(short is not None and len(short.en) <= 22 and width(short.zh) <= 12 for short in shorts)
    for language in ("en", "zh"):
        assert len({getattr(short, language) for short in shorts}) == len(shorts)


def test_a_report_uses_the_short_title_unless_two_share_it(three: Comparison) -> None:
    def named(*shorts: str | None) -> Comparison:
        schemes = (
            replace(run.scheme, short_title=None if short is None else Title(short, short))
            for run, short in zip(three.runs, shorts, strict=True)
        )
        runs = (relabeled(run, scheme=scheme) for run, scheme in zip(three.runs, schemes, strict=True))
        return Comparison(tuple(runs), three.baseline)

    assert [named("A", "B", None).short(s) for s in three.schemes] == ["A", "B", three.title("s2")]
    assert [named("A", "A", "C").short(s) for s in three.schemes] == [three.title("s0"), three.title("s1"), "C"]


def test_a_changed_parameter_shows_in_the_short_title() -> None:
    changed = load_scheme("fabric-star-pay").with_(bar=116)
    assert str(changed.short_title) == "Star pay (Line for up and down = 116%)"
    assert changed.with_(bar=117).short_title == Title(
        "Star pay (Line for up and down = 117%)", "星级薪酬（升降星级线=117%）"
    )


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("面料销售客服星级薪酬", ["面料销售", "客服星级", "薪酬"]),
        ("电商部门双通道晋升制度", ["电商部门", "双通道", "晋升制度"]),
        ("物流客服双轨晋升通道", ["物流客服", "双轨晋升", "通道"]),
        ("晋升方案比较", ["晋升方案", "比较"]),
    ],
)
def test_lines_break_between_words(name: str, lines: list[str]) -> None:
    assert fitted(name, 9).split("\n") == lines and balanced(name, 11.0, 0.7) == lines
    ends = {sum(map(len, lines[: i + 1])) - 1 for i in range(len(lines) - 1)}
    assert not ends & within_words(name)
    assert "".join(fitted(name, 5).split("\n")) == name  # too narrow for some words: signs are parted, none is lost


# --- the ask ----------------------------------------------------------------------------------------------------------


def test_the_recommendation_ends_with_what_is_to_be_decided(three: Comparison) -> None:
    def ask(**brief: str) -> str:
        return report_sections(three, Brief(sections=("recommendation",), **brief))[0].points[-1]  # type: ignore[arg-type]

    assert ask(recommend="s0") == "For decision: whether to keep s0."
    assert ask(recommend="s1") == "For decision: whether to adopt s1 in place of s0."
    i18n.use("zh")
    assert ask(recommend="s1") == "请审议：是否以s1替代s0。"
    assert "以下因素变化时结论可能改变：①" in "".join(
        report_sections(three, Brief(sections=("recommendation",)))[0].points
    )
