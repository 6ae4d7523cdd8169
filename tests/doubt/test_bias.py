"""A planted bias: what a line in ratings makes of it by the normal distribution, and that nothing else moves."""

from __future__ import annotations

import dataclasses
import json
import math
import re
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
import scenes

import ladder_sim as ls
from ladder_sim.cli import main
from ladder_sim.core.i18n import use
from ladder_sim.core.problems import LadderError
from ladder_sim.doubt.bias import PlantedBias
from ladder_sim.model.report_options import Brief

LINE = 85
RULES = """
ladder: {main: {a: {base: 1, role: agent}, b: {base: 2, role: lead}}}
entry: a
reviews: {half: {every: half-year}}
moves: [{id: up, from: a, to: b, review: half, when: "%s"}]
"""
PEOPLE = """
people: {headcount: 200, roles: {agent: 1}, attributes: {gender: {shares: {female: 0.5, male: 0.5}}}}
metrics: {kpi: {normal: {mean: 80, between: 4, within: 6}}}
"""


def planted(folder: Path, rule: str, group: str = "female", shift: float = -0.5, months: int = 7) -> PlantedBias:
    scheme, people = scenes.scheme_of(folder, RULES % rule), scenes.workforce_of(folder, PEOPLE)
    both = [scheme, dataclasses.replace(scheme, id="twin")]
    found = ls.compare(both, people, months=months, replications=60).planted_bias(group, shift)
    assert isinstance(found, PlantedBias)
    return found


def test_a_line_in_ratings_by_the_normal_distribution(tmp_path: Path) -> None:
    """One review of means of six months, sd sqrt(16 + 36/6): chances by the normal distribution, |z| <= 4."""
    found = planted(tmp_path, f"mean(kpi, 6) >= {LINE}")
    run = found.runs[found.comparison.schemes[0]]
    score, delta = NormalDist(80, math.sqrt(16 + 36 / 6)), 0.5 * math.sqrt(16 + 36)
    for place, mean in ((0, LINE + delta), (1, LINE)):
        chance = 1 - score.cdf(mean)
        people = int(run.counts.groups[:, 0, place, 0].sum())
        promoted = int(run.counts.groups[:, :, place, 1].sum())
        assert abs(promoted - people * chance) <= 4 * math.sqrt(people * chance * (1 - chance))
    one = next(found.effects())
    wanted = math.log((1 - score.cdf(LINE + delta)) / (1 - score.cdf(LINE)))
    assert one.difference.low - 0.1 < wanted < one.difference.high + 0.1 and one.difference.high < 0
    assert found.short(one.scheme).low > 0


@pytest.mark.parametrize(("shift", "word"), [(-0.5, "少晋升"), (0.5, "多晋升")])
def test_the_sentence_has_the_rates_before_and_after_and_who_is_promoted_less(
    tmp_path: Path, shift: float, word: str
) -> None:
    found = planted(tmp_path, f"mean(kpi, 6) >= {LINE}", shift=shift)
    use("zh")
    promoted = [one for one in found.effects() if one.measure.name == found.pair.name]
    for told, one in zip(found.summary()[1:], promoted, strict=True):
        a, b = (100 * math.exp(part.mean) for part in (one.before, one.after))
        assert [round(a), round(b)] == [round(float(x)) for x in re.findall(r"([\d.]+)%", told)[:2]]
        sure = not one.difference.low <= 0 <= one.difference.high
        assert sure != ("变化不显著" in told)
        short = found.short(one.scheme).mean
        assert f"每年{word}{abs(short):.1f}人次" in told and (short > 0) == (shift < 0)
    use("en")


def test_what_reads_no_rating_makes_nothing_of_it(tmp_path: Path) -> None:
    found = planted(tmp_path, "months_in_grade >= 3 and chance(0.3)")
    for one in found.effects():
        assert one.before.mean == one.after.mean or math.isnan(one.before.mean)
    assert not found.short(found.comparison.schemes[0]).mean


def test_the_others_are_rated_as_before(tmp_path: Path) -> None:
    found = planted(tmp_path, f"mean(kpi, 6) >= {LINE}")
    scheme = found.comparison.schemes[0]
    own, biased = found.comparison[scheme].counts.groups, found.runs[scheme].counts.groups
    assert np.array_equal(own[:, :, 1], biased[:, :, 1]) and not np.array_equal(own[:, :, 0], biased[:, :, 0])


def test_faults_are_told_together(tmp_path: Path) -> None:
    use("en")
    comparison = planted(tmp_path, "chance(0.3)").comparison
    with pytest.raises(LadderError) as caught:
        comparison.planted_bias("women", 0, metric="kpii")
    assert "which group is 'women'?; there are gender:female, gender:male" in str(caught.value)
    assert "standard deviations" in str(caught.value) and "did you mean 'kpi'" in str(caught.value)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_told_in_words_tables_and_reports(tmp_path: Path, language: str) -> None:
    found = planted(tmp_path, f"mean(kpi, 6) >= {LINE}", "gender:male", 0.5, months=13)
    use(language)
    told = found.summary()
    assert ("0.50 standard deviations higher" if language == "en" else "评高0.50个标准差") in told[0]
    assert ("of years" if language == "en" else "的年份") in told[1]
    assert len(found.rows()[0]) == len(found.columns()) and "<table" in found._repr_html_()
    json.dumps(found.to_dict())
    assert len(found.table()) == len(found.rows())
    (section,) = [one for one in ls.report_sections(found.comparison, Brief()) if one.id == "fairness"]
    assert any(table.title in ("A planted bias", "设定的评分偏差") for table in section.tables)


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    base = ["compare", "top-three-reserve-supervisor", "fabric-star-pay", "--workforce", "small-department-30",
            "--months", "12", "--replications", "2"]  # fmt: skip
    assert main([*base, "--bias", "female=-0.2", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["bias"]["shift"] == -0.2
    assert main([*base, "--bias", "female=low"]) == 2
    assert main([*base, "--bias", "women"]) == 1
    assert "which group is 'women'" in capsys.readouterr().err
