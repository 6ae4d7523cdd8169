"""What `ladder-sim compare` prints: few schemes in full, many in a line each, and where to look next."""

from __future__ import annotations

from pathlib import Path

import fakes
import pytest

from ladder_sim.cli import main
from ladder_sim.cli.compared import comparison_text
from ladder_sim.core import i18n
from ladder_sim.report.formats import SAVED_FORMATS, SavedFormat
from ladder_sim.results.comparison import Comparison


def compared(n: int) -> Comparison:
    runs = [
        fakes.run(fakes.Rules(promote=(0.06 + 0.03 * i, 0.04, 0.01, 0)), chosen=fakes.scheme(f"s{i}"), replications=8)
        for i in range(n)
    ]
    return Comparison(tuple(runs), "s0")


@pytest.fixture(scope="module")
def four() -> Comparison:
    return compared(4)


def test_many_schemes_take_a_line_each(four: Comparison) -> None:
    lines = comparison_text(four).splitlines()
    row = next(line for line in lines if line.startswith("s3 "))
    difference = four.contrast("s3", "promotion_rate").difference.mean
    assert f"+{100 * difference:.1f} pp" in row
    assert "=" in row  # nobody leaves more or less: the fakes share their luck
    assert [line.split()[0] for line in lines[:6]] == ["scheme", "------", "s0", "s1", "s2", "s3"]
    assert max(map(len, lines[:6])) <= 130


def test_few_schemes_are_told_in_full() -> None:
    text = comparison_text(compared(2))
    assert "no detectable difference" in text or "identical" in text
    assert "95% interval" in text and "s1 against s0: advancement rate " in text and " pp a year higher (+" in text


def test_ends_with_who_is_ahead_and_where_to_look_next(four: Comparison) -> None:
    lines = comparison_text(four, [Path("o/comparison.csv"), Path("o/comparison.html")]).splitlines()
    first = lines.index("Look next:")
    assert lines[first - 6].startswith("s3 has the highest advancement rate: ") and "costs least" in lines[first - 4]
    assert lines[first - 3].startswith("8 replications could have seen differences of ")
    assert lines[first + 1].split()[0] == "o/comparison.html"
    assert any("--set bar=114" in line for line in lines[first:])  # 110 and a tenth of 90 to 130
    assert "--out DIR" in comparison_text(four)


def test_chinese(four: Comparison) -> None:
    i18n.use("zh")
    text = comparison_text(four)
    assert "接下来：" in text and "s3首次晋升率最高：每年" in text


def test_the_terminal_needs_no_package_of_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A plain `pip install ladder-sim` compares; who asks for files is told at once what to install."""
    monkeypatch.setitem(SAVED_FORMATS, "html", SavedFormat("html", "", "not_there", "jinja2"))
    typed = ["compare", "ecommerce-dual-track", "fabric-star-pay", "--workforce", "small-department-30",
             "--months", "3", "--replications", "2"]  # fmt: skip
    assert main(typed) == 0
    assert "turnover" in capsys.readouterr().out.lower()
    for more in ([], ["--report", "html"]):
        assert main([*typed, "--out", str(tmp_path / "out"), *more]) == 1
        printed = capsys.readouterr()
        assert not printed.out and "format 'html' needs jinja2: pip install 'ladder-sim[report]'" in printed.err
    assert not (tmp_path / "out").exists()
