"""Reports of a single scheme: page, deck, workbook and brief without a baseline and without a difference."""

from __future__ import annotations

from pathlib import Path

import fakes
import pytest
import shown

from ladder_sim.cli import main
from ladder_sim.core.i18n import Language
from ladder_sim.model.audiences import AUDIENCES, Audience
from ladder_sim.report.brief import Brief
from ladder_sim.report.data import comparison_data
from ladder_sim.report.onepage import pdf
from ladder_sim.report.outline.outline import outline
from ladder_sim.report.workbook.workbook import render
from ladder_sim.results.comparison import Comparison

pytest.importorskip("pptx")


@pytest.fixture(scope="module")
def one() -> Comparison:
    return Comparison((fakes.run(chosen=fakes.scheme("ours"), months=24, replications=4),), "ours")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_speaks_of_a_baseline_or_a_difference(one: Comparison, language: Language) -> None:
    brief = Brief(audience="hr", language=language)
    with brief.spoken():
        texts = shown.texts(one, brief)
    for name, text in texts.items():
        lines = [line for line in text.split("\n") if "compare …" not in line and "：" not in line[-1:]]
        said = "\n".join(lines).partition("What the measures mean")[0].partition("指标定义")[0]
        if name == "workbook":  # what measures mean is told in it of comparisons too
            said = said.partition("data_definitions")[0]
        for word in ("baseline", "Difference from", "under all", "both schemes", "基准方案", "与基准", "方案 − 基准"):
            assert word not in said, (name, word, said[max(0, said.index(word) - 60) :][:120])
    rows = shown.sheets(render(one, brief))
    heads = [cell for name, sheet in rows.items() for row in sheet for cell in row if isinstance(cell, str)]
    assert not [cell for cell in heads if cell.startswith(("Difference from", "与基准"))]
    assert pdf.render(one, brief).startswith(b"%PDF")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_audience_has_its_slides_in_order(one: Comparison, audience: Audience) -> None:
    made = outline(one, Brief(audience=audience))
    told = [slide.id for slide in made.told]
    assert told[0] == "ask" and told[-2:] == ["next", "computed"] and len(told) >= 6
    assert len({slide.title for slide in (*made.told, *made.appendix)}) == len(made.told) + len(made.appendix)
    money = [figure.value for figure in made.told[0].blocks[0].figures if "¥" in figure.value]  # type: ignore[union-attr]
    assert bool(money) == (audience not in ("staff", "team_leads"))


def test_every_number_is_one_of_the_json(one: Comparison) -> None:
    brief = Brief(audience="hr", language="en")
    with brief.spoken(), pytest.MonkeyPatch.context() as patch:
        data = comparison_data(one, brief)
        one.rendered.clear()
        made = shown.watched(patch)
        shown.texts(one, brief)
    assert len(made.values) > 50 and shown.unknown_values(made, data) == []


def test_a_run_is_reported_in_both_languages(one: Comparison, tmp_path: Path) -> None:
    run = one.runs[0]
    paths = run.report(tmp_path / "out", ["html", "pptx", "xlsx", "brief.pdf"])
    assert [path.name for path in paths] == ["report.html", "report.pptx", "report.xlsx", "brief.pdf"]
    assert all(path.stat().st_size > 3000 for path in paths)


def test_the_command_line_writes_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    simple = ["run", "ecommerce-kpi-baseline", "--workforce", "small-department-30", "--months", "12",
              "--replications", "2"]  # fmt: skip
    assert main([*simple, "--out", str(out), "--report", "html,pptx,brief.html", "--audience", "staff"]) == 0
    names = {path.name for path in out.iterdir()}
    assert {"report.html", "report.pptx", "brief.html", "run.json", "moves.csv"} <= names
    capsys.readouterr()
    assert main([*simple, "--report", "html"]) == 2
    assert "--report needs --out DIR" in capsys.readouterr().err
