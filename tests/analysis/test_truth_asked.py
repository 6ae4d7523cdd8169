"""What is said where it is asked for: equal pay, people under two schemes, what never occurs, in numbers of runs."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import scenes
from comparisons import COMPARED, compared, comparison

import ladder_sim as ls
from ladder_sim.analysis.stated import said_by
from ladder_sim.analysis.statements.group_fairness import blind_sentence
from ladder_sim.analysis.statements.level import _told
from ladder_sim.core.i18n import Title, speaking
from ladder_sim.model.kinds import EXIT_CAUSES
from ladder_sim.results.audit import Department
from ladder_sim.results.comparison import HIGHER, LOWER
from ladder_sim.results.intervals import Interval
from ladder_sim.results.level import Equal, Level, Lever
from ladder_sim.results.occurring import occurring, unseen_note
from ladder_sim.scenarios.loading import load_scheme

CASES = pytest.mark.parametrize("name", [name for name in COMPARED if name != "endless" and name[-1] not in "45678"])


def points(text: str) -> list[float]:
    return [float(found.replace("−", "-")) for found in re.findall(r"[+−]?\d+(?:\.\d+)?(?=个百分点)", text)]


@pytest.mark.parametrize("equal", ["pay", "budget"])
def test_what_is_left_at_equal_pay_is_the_difference_of_the_runs_made_equal(equal: Equal) -> None:
    was, now = compared(4, replications=8), compared(4, replications=8, leave=0.05)
    levers = {scheme: Lever("pay", Title("pay", "薪酬"), 1.0, 1.0) for scheme in was.others}
    left = was.others[-1]
    levers[left] = Lever("pay", Title("pay", "薪酬"), 1.0, 1.0, missing=Title("out of reach", "超出范围"))
    with speaking("zh"):
        text = _told(Level(equal, was, now, levers))
        assert was.short(left) not in text and ("薪酬水平" in text) == (equal == "pay")
        for scheme in was.others[:-1]:
            name = was.short(scheme)
            part = next(p for p in re.split("：|；(?![^（]*）)", text) if p.startswith((f"{name}为", f"{name}不")))
            found = [one.contrast(scheme, "turnover") for one in (now, was)]
            sure = [100 * c.difference.mean for c in found if c.verdict in (HIGHER, LOWER)]
            lucky = r"随机波动[^；）]*"  # the range of each difference that is one
            assert points(re.sub(lucky, "", part)) == pytest.approx(sure, abs=0.051), part
            assert part.count("不显著") == 2 - len(sure) and part.count("随机波动") == len(sure), part


@CASES
def test_causes_are_left_out_only_where_nobody_leaves_for_them(name: str) -> None:
    found = comparison(name)
    kept = set(occurring(found.runs, found.known))
    with speaking("zh"):
        note = unseen_note(found.runs, found.known)
    for cause, info in EXIT_CAUSES.items():
        measure = f"turnover_{cause}"
        if measure in found.known:
            there = [run.values(measure) for run in found.runs if measure in run.known]
            assert (measure not in kept) == (info.title.zh in note) == (not np.concatenate(there).any())
    assert kept <= set(found.known) and bool(note) == (len(kept) < len(found.known))


@pytest.mark.parametrize("company", [False, True])
def test_how_often_a_blind_scheme_fails_is_what_was_counted_and_where(company: bool) -> None:
    def of(share: float) -> Interval:
        return Interval(share, share, share, 9)

    one = Department("gender", 57.0, 12.0, 9, of(0.5), of(0.62), of(0.1), of(0.04), of(0.2), 0.06)
    with speaking("zh"):
        text = blind_sentence(one, "甲", company=company)
        place = "公司" if company else "部门"
        assert f"在57人的{place}中" in text and "使62%的年份" in text and "本方案为50%" in text and "概率只有6%" in text
    with speaking("en"):
        text = blind_sentence(one, "A", company=company)
        assert ("company of 57" in text) == company and re.findall(r"\d+(?=%)", text) == ["62", "50", "6"]


RULES = """
ladder: {main: {low: {base: 1000}, high: {base: 1500%s}}}
entry: low
reviews: {quarterly: {every: quarter}}
moves:
  - {id: up, title: {en: Rise, zh: 升级}, from: low, to: high, review: quarterly, when: [months_in_grade >= %d]}
"""
DESK = """
people: {grades: {low: 30, high: 2}}
metrics: {kpi: {normal: {mean: 70, within: 6}}}
attrition: {hazard: 0.05}
hiring: {keep: headcount}
"""


def test_gains_and_losses_and_the_parting_are_told_as_they_were(tmp_path: Path) -> None:
    a, b = (scenes.scheme_of(tmp_path, RULES % ("", wait), name) for wait, name in ((3, "a"), (6, "b")))
    found = ls.lives(a, b, scenes.workforce_of(tmp_path, DESK), months=9, replications=3)
    *_, everybody = found.winners()
    with speaking("zh"):
        head = found.summary()[0]
        told = [float(x) for x in re.findall(r"(-?\d+\.\d)%", head)]
        ends = [
            end
            for one in (everybody.won, everybody.lost)
            for end in (one.mean, *((one.low, one.high) if one.low < one.high else (one.low,)))
        ]
        assert told == pytest.approx([100 * end for end in ends], abs=0.051)
        assert everybody.lost.mean > everybody.won.mean, "b lets everybody wait longer"
        for person in range(8):
            life = found.person(person)
            at, text = life.parting, "".join(life.told())
            if at is None:
                assert life.first == life.second and "完全相同" in text
                continue
            assert f"第{at.month}个月起出现差别" in text
            own, other = (life.first, life.second) if at.scheme == "a" else (life.second, life.first)
            assert any(each.month == at.month and str(each.what) in text for each in own)
            assert not any(each.month == at.month and each.what == at.what for each in other)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_moves_of_a_condition_told_in_few_words_are_those_moves(language: str) -> None:
    scheme = load_scheme("ecommerce-dual-track")
    n = len(scheme.moves)
    with speaking(language):  # type: ignore[arg-type]
        told = [line for entry in scheme.stated for line in said_by(scheme, entry).split("\n")]
        titles = [str(move.title) for move in scheme.moves]
    word = f"all {n} moves" if language == "en" else f"全部{n}项变动"
    assert any(line.endswith((f"({word})", f"（{word}）")) for line in told)
    assert all(sum(title in line for title in titles) <= 3 for line in told)
    lawful = "Keeps the law" if language == "en" else "遵守法律法规"
    assert all(any(getattr(c.title, language).startswith(lawful) for c in move.when) for move in scheme.moves)
    assert any(line.startswith(lawful) and word in line for line in told)
