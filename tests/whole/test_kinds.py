"""The closed kinds of a policy: each has its record, and every list of them is made of the table."""

from __future__ import annotations

from typing import get_args

import pytest

from ladder_sim.analysis.labels import EVENTS
from ladder_sim.core.i18n import Title
from ladder_sim.model.kinds import (
    CAUSES,
    EXIT_CAUSES,
    MOVE_KINDS,
    ORDER,
    PAY_PARTS,
    SEATLESS,
    SEVERANCES,
    Cause,
    MoveKind,
)


def test_each_kind_of_move_has_a_record() -> None:
    assert set(MOVE_KINDS) == set(get_args(MoveKind))
    assert [info.turn for info in MOVE_KINDS.values() if info.in_grade] == [6, 6, 6], "in the order of the file"
    assert {info.turn for info in MOVE_KINDS.values()} == set(range(1, 7))
    assert sorted(kind for kinds in ORDER for kind in kinds) == sorted(MOVE_KINDS) and ORDER[0] == {"dismissal"}
    assert {"demotion", "dismissal", "regrade", "status", "honor"} == SEATLESS


def test_each_cause_of_exit_has_a_record() -> None:
    assert tuple(EXIT_CAUSES) == CAUSES == get_args(Cause)


@pytest.mark.parametrize("name", [*MOVE_KINDS, *EXIT_CAUSES])
def test_each_has_its_words_in_both_languages(name: str) -> None:
    event = EVENTS[name]
    assert event.en and event.zh and event.en != event.zh


@pytest.mark.parametrize("title", [*SEVERANCES.values(), *(info.title for info in PAY_PARTS.values())], ids=str)
def test_what_is_paid_has_its_words_in_both_languages(title: Title) -> None:
    assert title.en and title.zh and title.en != title.zh


def test_parts_of_pay_that_are_paid_by_themselves_stand_first() -> None:
    assert [name for name, info in PAY_PARTS.items() if info.usual] == ["base", "award"]
