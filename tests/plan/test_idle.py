"""Rules that do nothing are said: what nothing reads, what another rule covers, what always or never holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from ladder_sim.cli import main
from ladder_sim.core.problems import LadderWarning
from ladder_sim.scenarios.loading import check_file, load_scheme

FRAME = """
scheme: idle
ladder:
  service: {{junior: {{base: 4000}}, senior: {{base: 4800}}, expert: {{base: 5600}}}}
entry: junior
reviews: {{monthly: {{every: month}}}}
signals: {{mark: {{normal: {{mean: 70, within: 5}}, clip: [0, 100], basis: assumed}}}}
{more}
moves:
  - {{id: up, from: {source}, to: next, review: monthly, when: {when}}}
"""


def warned(folder: Path, when: str, *, more: str = "", source: str = "junior") -> list[str]:
    path = folder / "idle.yaml"
    path.write_text(FRAME.format(when=when, more=more, source=source), encoding="utf-8")
    problems = check_file(path)
    assert not problems.errors, problems.errors
    return [str(warning).removeprefix(str(path)) for warning in problems.warnings]


@pytest.mark.parametrize(
    ("when", "message"),
    [
        # whoever is a year in the grade is half a year with the company
        ("[months_employed >= 6, months_in_grade >= 12]", "never decides: months_employed >= 6 is always met where"),
        ("[years_in_role >= 0.5, months_in_grade >= 7]", "never decides: years_in_role >= 0.5 is always met where"),
        ("[months_in_grade >= 12 and months_in_grade > 12, mark >= 60]", None),  # one condition: its own affair
        ("[months_in_grade >= 6, months_employed >= 12]", None),
        ("[months_employed >= 12, months_in_grade >= 6]", None),
        # twelve closed months and the month of the hire
        ("[months_employed >= 12, 'total(late, 12) == 0']", "needs 13 months of service"),
        ("[months_employed >= 13, 'total(late, 12) == 0']", None),
        ("[months_employed >= 12, 'total(late, up_to(12)) == 0']", None),
        ("['mark >= 0']", "mark >= 0 always holds: it lies between 0 and 100"),
        ("['mean(mark, 3) > 100']", "mean(mark, 3) > 100 can never hold: it lies between 0 and 100"),
        ("['mean(mark, 3) >= 100']", None),
        ("['total(mark, 3) > 300']", "total(mark, 3) > 300 can never hold: it lies between 0 and 300"),
        ("['count(mark >= 80, 3) >= 4']", "count(mark >= 80, 3) >= 4 can never hold: it lies between 0 and 3"),
        ("['count(mark >= 80, 3) >= 3']", None),
        ("['rank(mark) < 1']", "rank(mark) < 1 can never hold: it lies between 1 and ∞"),
        ("['percentile(mark) > 100']", "can never hold: it lies between 0 and 100"),
    ],
)
def test_what_does_nothing_is_said(tmp_path: Path, when: str, message: str | None) -> None:
    found = warned(tmp_path, when)
    if message is None:
        assert found == []
    else:
        assert len(found) == 1 and message in found[0], found
        assert found[0].startswith(":10:"), "at the move's line"


def test_a_wait_in_the_grade_is_covered_by_a_window_only_where_hires_alone_are_in_it(tmp_path: Path) -> None:
    when = "[months_in_grade >= 6, 'mean(mark, 6) >= 60']"
    assert "mean(mark, 6) needs 7 months of service" in warned(tmp_path, when)[0]
    assert warned(tmp_path, when, source="[junior, senior]") == [], "a senior has moved since the hire"


def test_probation_lengthens_what_a_window_needs(tmp_path: Path) -> None:
    when = "[months_employed >= 8, 'mean(mark, 6) >= 60']"
    assert warned(tmp_path, when) == []
    assert "needs 9 months of service" in warned(tmp_path, when, more="probation: {months: 3}")[0]


def test_a_parameter_that_nothing_reads(tmp_path: Path) -> None:
    more = "parameters: {bar: 80, ghost: {value: 3, title: ghost}}\nnotes: [ghost is told here]"
    found = warned(tmp_path, "['mark >= bar']", more=more)
    assert len(found) == 1 and "parameters.ghost" in found[0] and "nothing reads this parameter" in found[0]
    scheme = load_scheme(tmp_path / "idle.yaml")
    with pytest.warns(LadderWarning, match="no rule of idle reads ghost"):
        scheme.with_(ghost=4)


def test_a_line_that_a_parameter_switches_off_is_no_news(tmp_path: Path) -> None:
    assert warned(tmp_path, "['mark >= bar']", more="parameters: {bar: {value: 0, from: 0, to: 90}}") == []
    assert warned(tmp_path, "['mark <= top']", more="parameters: {top: {value: 100, from: 60, to: 100}}") == []


def test_a_setting_without_effect_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The wait of two months is covered by the window; that of nine is not."""
    path = tmp_path / "idle.yaml"
    more = "parameters: {wait: 2}"
    path.write_text(FRAME.format(when="[months_employed >= wait, 'mean(mark, 6) >= 60']", more=more, source="junior"))
    run = ["run", str(path), "--workforce", "small-department-30", "--months", "12", "--replications", "2"]
    main([*run, "--set", "wait=4"])
    assert "--set wait=4 changes nothing here" in capsys.readouterr().err
    main([*run, "--set", "wait=11"])
    assert "changes nothing here" not in capsys.readouterr().err
