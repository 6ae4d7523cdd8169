"""The effect of each change of a policy by itself, beside the clause that says it."""

from __future__ import annotations

import pytest
from test_articles import DESK

import ladder_sim as ls
from ladder_sim.attribution.parts import pair_of
from ladder_sim.model.scheme import Scheme
from ladder_sim.policies.articles import policy
from ladder_sim.policies.policy_document import Clause, PolicyDocument
from ladder_sim.policies.single_changes import variant
from ladder_sim.results.comparison import Comparison

PEOPLE = "small-department-30"


@pytest.fixture(scope="module")
def desk() -> Scheme:
    return ls.load_scheme(DESK)


def changed(*pairs: tuple[str, str]) -> Scheme:
    text = DESK
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return ls.load_scheme(text)


def compared(old: Scheme, new: Scheme) -> Comparison:
    return ls.compare({"old": old, "new": new}, workforce=PEOPLE, months=24, replications=20)


def clauses(document: PolicyDocument) -> list[Clause]:
    return [clause for _, article in document.numbered() for clause in article.clauses]


def test_a_single_change_has_the_effect_of_the_whole(desk: Scheme) -> None:
    stricter = desk.with_(line=92)
    document = policy(stricter, lang="en", against=desk, effects=compared(desk, stricter))
    (told,) = [clause for clause in clauses(document) if clause.effect]
    assert told.mark == "added" and "92" in told.text and told.address == "moves.up.c2"
    table = next(article for _, article in document.numbered() if article.key == "effects").rows
    rate = next(row for row in table if row[0] == "Advancement rate")
    assert rate[3].removesuffix(" pp") in told.effect


def test_each_change_is_played_by_itself(desk: Scheme) -> None:
    new = changed(("wait: 9", "wait: 18"), ("0.3 * base", "0.6 * base"), ("base: 4800", "base: 5200"),
                  ("seats: 10% of grade", "seats: 30% of grade"))  # fmt: skip
    document = policy(new, lang="en", against=desk, effects=compared(desk, new))
    told = {
        clause.address or clause.text.partition(":")[0]: clause.effect for clause in clauses(document) if clause.effect
    }
    assert set(told) == {"moves.up.c1", "pay.bonus", "Senior agent", "moves.to_lead"}
    assert "Advancement rate −" in told["moves.up.c1"] and "Labor cost" not in told["moves.up.c1"].partition(";")[0]
    assert "Labor cost +" in told["pay.bonus"]
    text = document.to_markdown()
    assert told["pay.bonus"] in text and told["pay.bonus"] in document.to_html()
    assert "together the changes may do more or less" in text


def test_a_change_alone_leaves_all_else_as_it_was(desk: Scheme) -> None:
    new = changed(("wait: 9", "wait: 18"), ("line: 85", "line: 90"), ("raise: 400..600", "raise: 700..800"),
                  ("value: \"mean(kpi, 6)\"", "value: \"mean(kpi, 3)\""), ("kpi >= 60}", "kpi >= 70}"))  # fmt: skip
    pair = pair_of(desk, new)
    start = pair.mixture(frozenset())
    up, other = (next(move for move in scheme.moves if move.id == "up") for scheme in (start, pair.other))
    made = variant(pair, start, "moves.up.c1")
    assert made is not None
    (moved,) = [move for move in made.moves if move.id == "up"]
    assert moved.when == (other.when[0], *up.when[1:]) and moved.pay == up.pay
    assert made.pay == start.pay and made.scores == start.scores and made.probation == start.probation
    paid = variant(pair, start, "moves.up")
    assert paid is not None and next(move for move in paid.moves if move.id == "up").when == up.when
    assert next(move for move in paid.moves if move.id == "up").pay == other.pay
    scored = variant(pair, start, "scores.half")
    assert scored is not None and scored.moves == start.moves and scored.scores != start.scores
    begun = variant(pair, start, "start")
    assert begun is not None and begun.probation == pair.other.probation and begun.moves == start.moves
    assert variant(pair, start, "scores.other") is None and variant(pair, start, "summary") is None


def test_moves_that_are_new_or_gone_are_played_by_themselves(desk: Scheme) -> None:
    out = next(f"{line}\n" for line in DESK.splitlines() if "id: out" in line)
    new = changed((out, out.replace("id: out", "id: weak").replace("total(absent, 12) >= 3", "'mean(kpi, 3) < 70'")))
    pair = pair_of(desk, new)
    start = pair.mixture(frozenset())
    without, beside = variant(pair, start, "moves.out"), variant(pair, start, "moves.weak")
    assert without is not None and [move.id for move in without.moves] == ["up", "to_lead", "down"]
    assert beside is not None and sorted(move.id for move in beside.moves) == ["down", "out", "to_lead", "up", "weak"]
    document = policy(new, lang="zh", against=desk, effects=compared(desk, new))
    told = [clause for clause in clauses(document) if clause.effect]
    assert {clause.mark for clause in told} == {"added", "removed"} and all("单独实施" in each.effect for each in told)


def test_where_nothing_can_be_played_alone_it_is_said(desk: Scheme) -> None:
    lead = "    lead: {title: {en: Desk lead"
    new = changed((lead, "    expert: {title: {en: Expert, zh: 专家}, base: 5500}\n" + lead))
    text = policy(new, lang="en", against=desk, effects=compared(desk, new)).to_markdown()
    assert "The ladders differ, so that no change can be played by itself." in text
    assert "By itself:" not in text
