"""The ledger by group: it adds up to the ledger, and a rule that is planted is found, by hand and in play."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
import scenes

import ladder_sim as ls
from ladder_sim.analysis.why_not import by_group, by_group_note
from ladder_sim.cli import main
from ladder_sim.core.i18n import Language, speaking
from ladder_sim.results.rule_audit import _audit, _order, _passing, rule_audits
from ladder_sim.results.run import Run

RULES = """
ladder: {main: {a: {base: 1, role: agent}, b: {base: 2, role: lead, seats: 5% of headcount}}}
entry: a
reviews: {half: {every: half-year}}
moves:
  - id: up
    from: a
    to: b
    review: half
    when: [{id: rated, if: "mean(kpi, 6) >= 82"}, {id: lucky, if: "chance(0.5)"}]
    order: mean(kpi, 6)
"""
PEOPLE = """
people: {headcount: 200, roles: {agent: 1}, attributes: {gender: {shares: {female: 0.5, male: 0.5}}}}
metrics: {kpi: {normal: {mean: "80 - (3 if gender == female else 0)", between: 4, within: 6}}}
attrition: {base: {0: 0.02}}
hiring: {keep: headcount, lead_months: 1}
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("rules")
    scheme, people = scenes.scheme_of(folder, RULES), scenes.workforce_of(folder, PEOPLE)
    return ls.simulate(scheme, people, months=24, replications=20, explain=True)


def test_groups_add_up_to_the_ledger(run: Run) -> None:
    """Everybody is of one group: by condition, seat and quota those of the ledger; all who are tested are counted."""
    stopped, ledger = run.counts.stopped["up"].sum(axis=1), run.counts.ledger["up"].sum(axis=1)
    names = run.axes.moves[0].reason_ids
    for name in ("rated", "lucky", "no seat", "quota reached"):
        assert np.array_equal(stopped[:, names.index(name)], ledger[:, names.index(name)]), name
    assert np.array_equal(stopped.sum(axis=1), ledger.sum(axis=1))


def test_the_rule_that_reads_ratings_is_found_and_the_coin_is_not(run: Run) -> None:
    names = run.axes.moves[0].reason_ids
    found = {names[one.reason]: one for one in rule_audits(run)}
    assert found["rated"].sure and found["rated"].ratio.high < math.log(0.8) and found["rated"].short.low > 0
    assert not found["lucky"].sure
    assert found["lucky"].passed == pytest.approx(0.5, abs=0.05)
    assert found["lucky"].reached == pytest.approx(found["rated"].reached * found["rated"].passed)
    assert not run.counts.stopped["up"].flags.writeable
    assert rule_audits(ls.simulate(run.scheme, run.workforce, months=6, replications=2)) == []


def test_passing_by_hand(run: Run) -> None:
    """10 come, 2 fail the first rule, 3 the second, 1 finds no seat: 8 of 10, 5 of 8 and 4 of 5 pass; 4 go on."""
    info = run.axes.moves[0]
    table = np.zeros((1, len(info.reason_ids) + 1))
    for name, number in (("rated", 2), ("lucky", 3), ("no seat", 1)):
        table[0, info.reason_ids.index(name)] = number
    table[0, -1] = 4
    for name, passed, reached in (("rated", 8, 10), ("lucky", 5, 8), ("no seat", 4, 5)):
        own, all_ = _passing(table, _order(info), info.reason_ids.index(name))
        assert (own.tolist(), all_.tolist()) == ([passed], [reached])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_note_says_how_it_was_counted(run: Run, language: Language) -> None:
    """All replications together, and one chance in twenty shared among all rules that are looked at."""
    found = rule_audits(run)
    names = run.axes.moves[0].reason_ids
    rated = next(one for one in found if names[one.reason] == "rated" and one.sure)
    shared = _audit(run, rated.move, rated.pair, rated.reason, 1 - 0.05 / len(found))
    alone = _audit(run, rated.move, rated.pair, rated.reason, 0.95)
    assert len(found) > 1 and rated.ratio == shared.ratio
    assert alone.ratio.low > shared.ratio.low and alone.ratio.high < shared.ratio.high
    stopped = run.counts.stopped["up"][:, rated.pair.own].sum(axis=0)  # of all replications
    before = stopped[_order(rated.move)[: _order(rated.move).index(rated.reason)]].sum()
    assert rated.passed == pytest.approx(1 - stopped[rated.reason] / (stopped.sum() - before))
    with speaking(language):
        note, rows = by_group_note(), by_group(run)
    assert ("all replications together" in note and "at most one in twenty" in note) or (
        "各次重复合并计算" in note and "平均至多一张" in note
    )
    assert len(rows) == sum(one.sure for one in found) < len(found)  # only what is more than luck stands in the table


def test_counting_by_group_moves_no_bit(run: Run) -> None:
    plain = ls.simulate(run.scheme, run.workforce, months=24, replications=20)
    assert np.array_equal(plain.counts.ledger["up"], run.counts.ledger["up"])


def test_the_command(run: Run, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for name, text in (("s", RULES), ("w", PEOPLE)):
        kind = "scheme" if name == "s" else "workforce"
        (tmp_path / f"{name}.yaml").write_text(f"{kind}: {name}\nformat: 1\n{text}", "utf-8")
    base = ["explain", str(tmp_path / "s.yaml"), "--workforce", str(tmp_path / "w.yaml"), "--months", "24",
            "--replications", "10"]  # fmt: skip
    assert main(["--lang", "zh", *base]) == 0
    assert "女性" in capsys.readouterr().out
    assert main([*base, "--json"]) == 0
    assert {one["group"] for one in json.loads(capsys.readouterr().out)["by_group"]} == {"female"}
