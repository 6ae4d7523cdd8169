"""A trace in words: the same events as the plain one, with names and rules that a designer reads."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd
import pytest

import ladder_sim as ls
from ladder_sim.analysis.labels import EVENTS, HEADS, in_words, named, side_by_side, stopped
from ladder_sim.analysis.scheme_figures import Entry
from ladder_sim.cli import main
from ladder_sim.engine import diary
from ladder_sim.model.kinds import CAUSES, MoveKind
from ladder_sim.model.scheme import Scheme

SCHEME = """
scheme: told
title: {en: Told, zh: 示例}
parameters: {line: 80}
ladder:
  service:
    junior: {title: {en: Junior, zh: 初级}, base: 4000}
    senior: {title: {en: Senior, zh: 高级}, base: 5000}
entry: junior
reviews: {monthly: {every: month}}
moves:
  - id: up
    title: {en: Up, zh: 晋级}
    from: junior
    to: senior
    review: monthly
    when: ["mean(kpi, 2) >= line", {if: complaint == 0, title: {en: No complaint, zh: 无投诉}}]
    award: 300
pay:
  bonus: {title: {en: Bonus, zh: 奖金}, amount: 10 * kpi}
"""
RECORD = pd.DataFrame(
    [("an", 1, 90, 1), ("an", 2, 80, 0), ("bo", 1, 60, 0), ("bo", 2, 60, 0)],
    columns=["person", "month", "kpi", "complaint"],
)


@pytest.fixture
def scheme(tmp_path: Path) -> Scheme:
    path = tmp_path / "told.yaml"
    path.write_text(SCHEME, encoding="utf-8")
    return ls.load_scheme(path)


def test_every_row_is_told_in_words(scheme: Scheme) -> None:
    steps = ls.trace(scheme, RECORD)
    told = in_words(steps, scheme)
    assert told.columns == ("person", "month", "event", "rule", "from", "to", "reason")
    assert [row[1] for row in told.rows] == [str(month) for month in steps["month"]]
    assert [row for row in told.rows if row[0] == "an"] == [
        ("an", "1", "pay", "", "", "Junior", "base pay 4,000; Bonus 900"),
        ("an", "1", "reviewed, no change", "Up", "Junior", "Senior",
         "not met: mean of KPI score over the last 2 months ≥ 80 (window not filled: 1 of 2 months); "
         "No complaint (Complaints at fault 1 = 0)"),
        ("an", "2", "pay", "", "", "Junior", "base pay 4,000; Bonus 800"),
        ("an", "3", "promotion", "Up", "Junior", "Senior",
         "met: mean of KPI score over the last 2 months 85 ≥ 80; No complaint (Complaints at fault 0 = 0)"),
        ("an", "3", "award", "", "", "Junior", "300"),
    ]  # fmt: skip
    assert told.frame().shape == (len(steps), 7)


def test_the_language_in_use_tells_and_the_plain_trace_stays(scheme: Scheme) -> None:
    plain = ls.trace(scheme, RECORD)
    ls.use("zh")
    again = ls.trace(scheme, RECORD)
    assert plain.drop(columns="reason").equals(again.drop(columns="reason"))
    told = in_words(again, scheme)
    assert told.columns == ("人员", "月份", "事件", "规则", "原职级", "目标职级", "原因")
    unmet = "未满足：近2个月绩效得分的均值 ≥ 80（期数不足：需2个月，现有1个月）；无投诉（有责投诉 1 = 0）"
    met = "满足：近2个月绩效得分的均值 85 ≥ 80；无投诉（有责投诉 0 = 0）"
    assert ("an", "1", "评审：维持原级", "晋级", "初级", "高级", unmet) in told.rows
    assert ("an", "3", "晋升", "晋级", "初级", "高级", met) in told.rows
    assert in_words(plain, scheme).rows == told.rows, "a trace made in one language is told in the other"


def test_two_schemes_side_by_side(scheme: Scheme) -> None:
    told = side_by_side([scheme, scheme.with_(line=60)], RECORD)
    assert told.columns == ("person", "month", "Told", "Told (line = 60)")
    clean, filled = "No complaint (Complaints at fault 0 = 0)", "mean of KPI score over the last 2 months {} ≥ {}"
    unmet = "Up: no change\nnot met: mean of KPI score over the last 2 months ≥ {} (window not filled: 1 of 2 months)"
    moved = "promotion: Junior → Senior\nmet: " + filled + f"\nmet: {clean}"
    assert told.rows == (
        ("an", "1", *(unmet.format(line) + "\nnot met: No complaint (Complaints at fault 1 = 0)" for line in (80, 60))),
        ("an", "3", moved.format(85, 80), moved.format(85, 60)),
        ("an", "3", "award\n300", "award\n300"),
        ("bo", "1", unmet.format(80), unmet.format(60)),
        ("bo", "2", "Up: no change\nnot met: " + filled.format(60, 80), ""),
        ("bo", "3", "", moved.format(60, 60)),
        ("bo", "3", "", "award\n300"),
    )
    alone = side_by_side([scheme], RECORD[RECORD.person == "bo"], pay=True)
    assert alone.columns == ("month", "Told") and alone.rows[0] == ("1", "pay\nbase pay 4,000\nBonus 600")


def test_a_notebook_shows_it_and_texts_of_files_are_escaped(scheme: Scheme) -> None:
    record = RECORD.assign(person="<b>an")
    shown = side_by_side([scheme, scheme], record[:2])._repr_html_()
    assert "<small>not met: No complaint (Complaints at fault 1 = 0)</small>" in shown
    assert "<td>promotion: Junior → Senior<small>met: " in shown
    assert "&lt;b&gt;an" in in_words(ls.trace(scheme, record[:2]), scheme)._repr_html_()


def test_every_event_has_a_name() -> None:
    kinds = set(MoveKind.__args__)  # type: ignore[attr-defined]
    assert kinds | set(CAUSES) <= set(EVENTS)
    written = set(EVENTS) - kinds - set(CAUSES)
    source = Path(str(diary.__file__)).read_text("utf-8")
    assert {name for name in written if f'"{name}"' in source} == written and len(written) == 19
    assert {str(title) for title in EVENTS.values()} >= {"promotion", "leaves"}


def test_the_terminal_speaks_chinese_and_json_stays(
    scheme: Scheme, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    RECORD.to_csv(tmp_path / "record.csv", index=False)
    given = ["trace", scheme.file, str(tmp_path / "record.csv")]
    assert main([*given, "--lang", "zh"]) == 0
    shown = capsys.readouterr().out
    assert "人员" in shown and "评审：维持原级" in shown and "初级" in shown and "reviewed" not in shown
    assert main([*given, "--lang", "zh", "--json"]) == 0
    assert '"event": "reviewed"' in capsys.readouterr().out


def test_the_ledger_of_a_move_in_words() -> None:
    run = ls.simulate("industry-four-rung", "small-department-30", months=14, replications=4, explain=True)
    told = stopped(run, "to_senior")
    assert told.columns == ("outcome of the review", "people a year", "share", "stopped by this alone")
    assert [row[0] for row in told.rows][:3] == [
        "not met: Service as junior (6 months)",
        "not met: Customers' trust (at least 1 in 12 months)",
        "not met: Language and emotional skill (3-month mean at least 75)",
    ]
    assert told.rows[-1][0] == "moved" and told.rows[-1][3] == "" and told.rows[2][3].endswith("%")
    shares = [float(row[2].rstrip("%")) for row in told.rows]
    assert sum(shares) == pytest.approx(100, abs=0.5)
    shown = told._repr_html_()
    assert "<b>Junior to senior</b>" in shown and run.provenance in shown and '<td class="n">' in shown
    with pytest.raises(ls.LadderError, match="has no move 'to_senio'; did you mean 'to_senior'"):
        stopped(run, "to_senio")


def test_headings_of_frames_in_the_language_in_use() -> None:
    result = ls.compare(["industry-four-rung", "four-grade-pay-mix"], "small-department-30", months=3, replications=2)
    ls.use("zh")
    table = result.table(["turnover"])
    heads = named(table, result)
    assert list(heads.index.names) == ["方案", "指标"] and heads.columns[:3].tolist() == [
        "均值",
        "区间下限",
        "区间上限",
    ]
    assert heads.index[0] == ("客服四级晋升方案", "离职率")
    assert list(table.index.names) == ["scheme", "measure"], "the frame given stays as it is"
    wide = named(table["mean"].unstack(), result)
    assert wide.columns.tolist() == ["离职率"] and wide.columns.name == "指标"
    for frame in (result.table(), result.runs[0].measures(), ls.explain(result.runs[0])):
        plain = [name for name in named(frame).columns if not any(sign >= "\u4e00" for sign in name)]
        assert plain == []
    assert {field.name for field in dataclasses.fields(Entry)} - {"file"} <= set(HEADS)
