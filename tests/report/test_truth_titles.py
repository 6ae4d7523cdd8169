"""What the titles and points of a report say of rules, events and intervals is what the run behind them has."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest
from comparisons import COMPARED, comparison

from ladder_sim.analysis.statements import titles
from ladder_sim.analysis.statements.claims import MAIN
from ladder_sim.analysis.statements.effects import effect, effect_between
from ladder_sim.core.i18n import speaking
from ladder_sim.core.signs import first_upper
from ladder_sim.report.brief import Brief
from ladder_sim.report.document.document import report_sections
from ladder_sim.report.document.flow import _regretted
from ladder_sim.report.document.kit import Scene, said
from ladder_sim.report.document.money import _in_year, labor_by_year
from ladder_sim.report.document.shares import audit, differs, fair_titles
from ladder_sim.report.document.stops import _promoted, stops
from ladder_sim.results.comparison import HIGHER, LOWER, UNSURE
from ladder_sim.results.years import years_of

CASES = pytest.mark.parametrize("name", [name for name in COMPARED if name != "endless" and name[-1] not in "45678"])


def numbers(text: str) -> list[float]:
    return [float(found) for found in re.findall(r"\d+(?:\.\d+)?", text)]


@CASES
def test_a_count_of_alternatives_is_that_of_the_verdicts(name: str) -> None:
    found = comparison(name)
    if len(found.others) < 2:
        return
    with speaking("zh"):
        for measure in MAIN:
            verdicts = [effect(found, scheme, measure).verdict for scheme in found.others]
            text = titles.field(found, measure)[0]
            for verdict, word in ((HIGHER, "更高"), (LOWER, "更低"), (UNSURE, "差异不显著")):
                n = verdicts.count(verdict)
                said_of_all = f"均{word}" in text
                assert said_of_all == (n == len(verdicts))
                told = re.search(rf"(\d+)个{word}", text)
                assert (int(told[1]) if told else 0) == (0 if said_of_all else n), text


@CASES
def test_fairness_titles_count_what_the_audit_finds(name: str) -> None:
    found = {scheme: audit(comparison(name)[scheme]) for scheme in comparison(name).schemes}
    if not any(found.values()):
        return
    beyond = sum(any(rates.having("beyond") for rates in audited.values()) for audited in found.values())
    apart = sum(any(map(differs, audited.values())) for audited in found.values())
    with speaking("zh"):
        text = fair_titles(found)[0]
    n = beyond or apart
    if n:
        assert ("超出" in text) == bool(beyond) and ("全部" in text) == (n == len(found))
        assert numbers(text) == [len(found)] if n == len(found) else numbers(text) == [len(found), n]
    else:
        assert not numbers(text) and ("不显著" in text or "无法判断" in text)


@CASES
def test_a_year_is_told_dearer_only_where_it_was(name: str) -> None:
    scene = Scene(comparison(name), Brief())
    spans = years_of(scene.comparison)
    ours, theirs = (labor_by_year(scene.comparison[s], spans) for s in (scene.focus, scene.comparison.baseline))
    years = {scene.focus: ours, scene.comparison.baseline: theirs}
    same = scene.comparison.changes_nothing(scene.focus)
    with speaking("en"):
        for i in range(ours.shape[1]):
            text = _in_year(scene, years, i, "Y")
            verdict = effect_between("labor_cost", "percent", ours[:, i], theirs[:, i], certain=same).verdict
            gap = float((ours[:, i] - theirs[:, i]).mean())
            assert ("more in" in text) == (verdict is HIGHER) and ("less in" in text) == (verdict is LOWER)
            assert verdict not in (HIGHER, LOWER) or (gap > 0) == (verdict is HIGHER)


@CASES
def test_a_sentence_on_one_scheme_holds_its_interval(name: str) -> None:
    scene = Scene(comparison(name), Brief())
    with speaking("zh"):
        for measure in ("turnover", "advancement_rate", "demotion_rate"):
            for scheme in scene.comparison.others:
                c = scene.comparison.contrast(scheme, measure)
                text = said(scene, c).removeprefix(scene.title(scheme))
                if c.verdict not in (HIGHER, LOWER):
                    assert str(c.verdict) in text and "（+" not in text
                    continue
                level, change, low, high = numbers(text)
                assert level == pytest.approx(100 * c.level.mean, abs=0.051)
                assert change == pytest.approx(abs(100 * c.difference.mean), abs=0.051)
                assert sorted((low, high)) == pytest.approx(
                    sorted((abs(100 * c.difference.low), abs(100 * c.difference.high))), abs=0.051
                )
                assert ("+" in text) == (c.verdict is HIGHER)


@CASES
def test_top_performers_leave_more_where_the_verdict_says_so(name: str) -> None:
    scene = Scene(comparison(name), Brief())
    with speaking("en"):
        text = _regretted(scene)
        found = [scene.comparison.contrast(scheme, "turnover_regretted").verdict for scheme in scene.comparison.others]
    assert ("more under" in text) == (HIGHER in found) and ("fewer under" in text) == (LOWER in found)


@CASES
def test_bottlenecks_flows_and_ladders_are_counted_in_their_titles(name: str) -> None:
    found = comparison(name)
    scene = Scene(found, Brief())
    with speaking("en"):
        sections = {section.id: section for section in report_sections(found, Brief())}
        stopped = stops(found[scene.focus])
        for text in sections["bottlenecks"].shorter if stopped.reasons else ():
            assert text.startswith("The main bottleneck") and (stopped.reasons[0][0] in text or "stops" in text)
        shares = [share for _, share in stopped.reasons]
        assert all(a >= b for a, b in pairwise(shares)) and sum(shares) <= 1 + 1e-9
        pair = (scene.focus, found.baseline)
        for scheme in pair:
            people, w = found[scheme].window().everyone.mean(), found[scheme].window()
            ups = w.moved[:, w.arcs("promotion")].sum(axis=1).mean() / w.years
            assert float(_promoted(found[scheme])) == pytest.approx(100 * ups / people, abs=0.51)
        ups_told = [float(_promoted(found[s])) for s in pair]
        for section, told in (("flows", ups_told), ("ladders", [len(found[s].scheme.grades) for s in pair])):
            text = sections[section].shorter[-1]
            alike = len(set(told)) == 1
            assert numbers(text.removeprefix("Promotions a year per 100 people")) == (told[:1] if alike else told)
            assert ("as under the baseline" in text.lower().replace("as many grades ", "")) == alike
            assert ("under the alternative" in text) == (not alike)
        every = [p for run in found.runs for p in run.scheme.parameters.values() if p.assumed]
        assumed = len([p for i, p in enumerate(every) if p not in every[:i]])
        left = len({(str(e.rule), str(e.reason)) for run in found.runs for e in run.scheme.left_out})
        counts = numbers(sections["assumptions"].shorter[0])
        assert (counts[0], counts[2]) == (assumed, left)


@CASES
def test_pay_by_role_rises_in_a_title_where_it_rose(name: str) -> None:
    found = comparison(name)
    scene = Scene(found, Brief())
    from ladder_sim.analysis.rule_text.expressions import role_title
    from ladder_sim.report.document.people import cells

    base, own = (cells(found[s], "role") for s in (found.baseline, scene.focus))
    with speaking("en"):
        section = next(section for section in report_sections(found, Brief()) if section.id == "winners")
        for text in section.shorter[:1]:
            for role in set(base) & set(own):
                gap = float(np.nanmean(own[role].pay - base[role].pay))
                assert not (f"higher for {role_title(role)}" in text and gap < 0), text
                assert not (f"lower for {role_title(role)}" in text and gap > 0), text
        assert first_upper(section.title) == section.title
