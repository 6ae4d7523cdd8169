"""Crossed groups of a comparison: what runs give one by one, in words, tables, reports and on the command line."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import ladder_sim as ls
from ladder_sim.cli import main
from ladder_sim.cli.option_types import crossed as option
from ladder_sim.core import i18n
from ladder_sim.doubt.crossing import CrossedGroups, group_name
from ladder_sim.results.comparison import Comparison

SCHEMES = ["top-three-reserve-supervisor", "fabric-star-pay"]
BANDS = {"age": [28]}


@pytest.fixture(scope="module")
def compared() -> Comparison:
    return ls.compare(SCHEMES, "small-department-30", months=24, replications=4)


@pytest.fixture(scope="module")
def found(compared: Comparison) -> CrossedGroups:
    made = compared.crossed(["gender", "age"], BANDS)
    assert isinstance(made, CrossedGroups)
    return made


def test_it_is_what_runs_with_events_give(found: CrossedGroups, compared: Comparison) -> None:
    run = ls.simulate(SCHEMES[0], "small-department-30", months=24, replications=4, events=True)
    pd.testing.assert_frame_equal(found.tables[SCHEMES[0]], run.by_group(["gender", "age"], BANDS))
    table = found.table()
    assert table.index.names == ["scheme", "gender", "age"] and set(table.index.get_level_values(0)) == set(SCHEMES)
    data = found.to_dict()
    assert len(data["schemes"][SCHEMES[0]]) == len(found.tables[SCHEMES[0]]) and json.dumps(data)


def test_a_planted_difference_is_named_and_the_largest_first(compared: Comparison) -> None:
    labels = pd.MultiIndex.from_tuples([("female", "<28"), ("male", "28+"), ("male", "<28")], names=["gender", "age"])
    columns = {
        name: [1.0, 1.0, 1.0] for name in ("promotion_low", "promotion_high", "leaving_ratio", "dismissal_ratio")
    }
    table = pd.DataFrame({"people": 9.0, "promotions": 1.0, "short": 0.5, **columns,
                          "promotion_ratio": [0.5, 1.3, 1.0]}, index=labels)  # fmt: skip
    table["promotion_low"], table["promotion_high"] = [0.4, 1.1, 0.8], [0.6, 1.5, 1.2]
    with i18n.speaking("en"):
        (told,) = CrossedGroups(compared, ("gender", "age"), {SCHEMES[0]: table}).summary()
        assert "of 3 combinations 2 are promoted otherwise" in told
        assert told.index("female · under 28 at 50% (40% to 60%)") < told.index("male · 28 and over at 130%")
        table[["promotion_ratio", "promotion_low", "promotion_high"]] = np.nan
        (told,) = CrossedGroups(compared, ("gender", "age"), {SCHEMES[0]: table}).summary()
        assert "no combination can be compared" in told


@pytest.mark.parametrize("language", ["en", "zh"])
def test_page_and_workbook_have_it_where_it_was_asked(
    found: CrossedGroups, compared: Comparison, tmp_path: Path, language: str
) -> None:
    word = {"en": "Crossed", "zh": "交叉分组"}[language]
    with i18n.speaking(language):
        compared.save(tmp_path, ["html", "xlsx"])
        rows = found.rows()
        assert len({len(row) for row in rows} | {len(found.columns())}) == 1 and found.summary()
    assert word in (tmp_path / "comparison.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "comparison.xlsx") as book:
        assert word in book.read("xl/workbook.xml").decode()
    bare = Comparison(compared.runs, compared.baseline)
    with i18n.speaking(language):
        bare.save(tmp_path / "bare", ["html"])
    assert word not in (tmp_path / "bare" / "comparison.html").read_text(encoding="utf-8")


def test_names_of_merged_and_open_bands() -> None:
    with i18n.speaking("en"):
        assert group_name(("female+male", "40+")) == "female/male · 40 and over" and group_name("male") == "male"
        assert group_name(("female", "30++25-30+<25")) == "female · 30 and over/25 to under 30/under 25"
    with i18n.speaking("zh"):
        assert group_name(("female", "<28")) == "女 · 不足28"


def test_the_option_and_its_faults(capsys: pytest.CaptureFixture[str]) -> None:
    assert option("gender, age=28/40") == (["gender", "age"], {"age": [28.0, 40.0]})
    given = [*SCHEMES, "--workforce", "small-department-30", "--months", "12", "--replications", "2"]
    assert main(["--lang", "en", "compare", *given, "--cross", "gender,age=28", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["crossed"]["by"] == ["gender", "age"]
    assert main(["--lang", "en", "compare", *given, "--cross", "age=old"]) != 0
    assert "such as gender,age=30/40, got 'age=old'" in capsys.readouterr().err
    assert main(["--lang", "en", "compare", *given, "--cross", "age"]) != 0
    assert "give the ends of its bands" in capsys.readouterr().err
