"""Whatever stands in a document, it is read: no reader raises, and a draft passes `check` or says where it does not."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from ladder_sim.policies.drafting import draft_of
from ladder_sim.policies.reading import policy_text

COMPANIES = sorted(path for path in (Path(__file__).parent / "companies").glob("*.*") if path.suffix != ".yaml")
_ODD = (
    "",
    "|",
    "\t",
    "→",
    "第",
    "1.",
    "（",
    "Level",
    "一星升二星",
    "等级",
    "12",
    "%",
    "为",
    "# ",
    "| |",
    "晋升",
    "to",
    "-",
    "grade",
)


def garbled(seed: int) -> str:
    """Lines of several documents, cut, doubled, joined and shuffled."""
    draw = random.Random(seed)
    lines = [line for path in draw.sample(COMPANIES, 3) for line in path.read_text(encoding="utf-8").splitlines()]
    start = draw.randrange(len(lines))
    told = lines[start : start + 24]
    for _ in range(draw.randint(2, 10)):
        at = draw.randrange(len(told))
        line = told[at]
        cut = draw.randint(0, len(line))
        change = draw.randrange(4)
        if change == 0:
            told[at] = line[:cut] + draw.choice(_ODD) + line[cut:]
        elif change == 1:
            told[at:at] = [line[cut:], draw.choice(_ODD)]
        elif change == 2:
            told[at] = line[:cut]
        else:
            draw.shuffle(told)
    return "\n".join(told)


@pytest.mark.parametrize("seed", range(40))
def test_a_garbled_document_is_read(seed: int) -> None:
    text = garbled(seed)
    if not text.strip():
        return
    made = draft_of(policy_text(text), "garbled")
    assert all(problem.message and problem.place.where for problem in made.problems)
    assert len(made.sentences) == len(made.source.passages)
