"""The table of phrases: each is found in its examples and writes what they say, in both languages."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from ladder_sim.policies.figures import months_in, number_in
from ladder_sim.policies.measured import MEASURED, measure_of
from ladder_sim.policies.phrase import FactKind, Phrase, compiled, found_in
from ladder_sim.policies.phrases import PHRASES
from ladder_sim.scenarios.loading import load_vocabulary


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.id)
def test_a_phrase_reads_its_examples(phrase: Phrase) -> None:
    assert phrase.examples and phrase.patterns
    assert phrase.kind in get_args(FactKind) and not phrase.title.alike
    for text, value in phrase.examples:
        found = found_in(text, (phrase,), phrase.directions[0] if phrase.directions else "any")
        assert value in [each.written.value for each in found], text
        assert all(str(each.written.title) for each in found)


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.id)
def test_a_phrase_finds_nothing_in_other_sentences(phrase: Phrase) -> None:
    for text in ("本公司成立多年，环境优美。", "The canteen serves lunch."):
        assert not found_in(text, (phrase,), phrase.directions[0] if phrase.directions else "any")


def test_most_phrases_know_both_languages() -> None:
    def has(phrase: Phrase, signs: str) -> bool:
        return any(re.search(signs, text) for text, _ in phrase.examples)

    assert all(has(phrase, "[\u4e00-\u9fff]") for phrase in PHRASES)
    english = [phrase.id for phrase in PHRASES if not has(phrase, "^[A-Z]")]
    assert set(english) <= {"trial", "probation_pay", "barred", "ground"}


def test_every_pattern_compiles() -> None:
    for phrase in PHRASES:
        for pattern in phrase.patterns:
            assert not re.search(r"\{[A-Z]+\}", compiled(pattern).pattern), phrase.id


def test_every_measure_is_known_or_brought_along() -> None:
    from ladder_sim.expressions.words import WORDS
    from ladder_sim.policies.measured import OWN_SIGNALS

    standard = load_vocabulary()
    known = {*standard.signals, *standard.attributes, *WORDS, *OWN_SIGNALS}
    assert {each.name for each in MEASURED} <= known
    found = measure_of("客户满意度")
    assert found is not None and found.name == "satisfaction"


@pytest.mark.parametrize(
    ("text", "months"),
    [("半年", 6), ("一年半", 18), ("两年", 24), ("3个季度", 9), ("12个月", 12), ("two years", 24), ("18 months", 18),
     ("half a year", 6), ("a year", 12), ("premium", None)],
)  # fmt: skip
def test_spans_of_time(text: str, months: float | None) -> None:
    assert months_in(text) == months


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("二十四", 24),
        ("一百零五", 105),
        ("1,200", 1200),
        ("1.5万", 15000),
        ("twelve", 12),
        ("twice", 2),
        ("许多", None),
    ],
)
def test_numbers(text: str, number: float | None) -> None:
    assert number_in(text) == number
