"""The sentences of a switch against the day and the cost behind them, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import scenes
from test_switching import MADE_UP, NEW, OLD, PLACES

import ladder_sim as ls
from ladder_sim.changeover.day import PASSAGE
from ladder_sim.core.i18n import Language, speaking

NUMBER = r"[+−]?\d[\d,]*(?:\.\d+)?"


def numbers(text: str) -> list[float]:
    bare = re.sub(r"\d{4}-\d{2}", "", text)
    return [float(one.replace(",", "").replace("−", "-")) for one in re.findall(NUMBER, bare)]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("pay", ["frozen", "at once"])
def test_who_passes_and_what_it_costs_is_told_as_it_is(tmp_path: Path, language: Language, pay: str) -> None:
    old, new = scenes.scheme_of(tmp_path, OLD, "old"), scenes.scheme_of(tmp_path, NEW, "fresh")
    found = ls.switch(old, new, scenes.workforce_of(tmp_path, MADE_UP), placement=PLACES, pay=pay, months=26,
                      replications=3)  # fmt: skip
    with speaking(language):
        said = found.summary()
    assert len(said) == 2 * len(found.days)
    for (way, day), told, cost_told in zip(found.days.items(), said[::2], said[1::2], strict=True):
        cost = next(one for one in found.cost() if one.scheme == way)
        if len(day.people):
            whole = day.by(PASSAGE)[-1]
            shown = [whole.people, whole.falls, whole.rises, whole.table - whole.before]
            if pay == "frozen":
                shown += [whole.protected, whole.paid - whole.table]
            assert numbers(told)[: len(shown)] == pytest.approx(shown, abs=0.51), told
            assert ("paid otherwise" in told or "不按薪级表" in told) == bool(whole.protected)
        else:
            assert "nobody" in told or "均不切换" in told
        first, part = cost.first, cost.first_protection
        ends = [] if first.low == first.high else [first.low, first.high]
        assert numbers(cost_told)[: 3 + len(ends)] == pytest.approx(
            [cost.months, first.mean, *ends, part.mean], abs=0.51
        ), cost_told
        settling = cost.last_protected == found.comparison.months
        assert ("still not settled" in cost_told or "尚未稳定" in cost_told) == settling
