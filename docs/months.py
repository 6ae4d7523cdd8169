"""Make the months of a made-up service center that adopted `three-grade-growth`: as planned, then people leave.

``python docs/months.py`` writes ``docs/months.csv``; a test makes it again and compares. Python's own generator gives
the same numbers in every version.
"""

from __future__ import annotations

import random
from pathlib import Path

TARGET = Path(__file__).parent / "months.csv"
PEOPLE = {"junior": 104, "intermediate": 52, "senior": 17, "supervisor": 22, "manager": 4, "director": 1}
PAY = {"junior": 4230, "intermediate": 5115, "senior": 5915, "supervisor": 7250, "manager": 10350, "director": 14600}
#: The chance to leave in a month, and how many times that is from the fifth month on.
LEAVING = {"junior": 0.047, "intermediate": 0.022, "senior": 0.022, "supervisor": 0.016, "manager": 0.01, "director": 0}
FROM, TIMES = 5, 2.3
#: Month of a round → promotions to intermediate and to senior.
ROUNDS = {5: (15, 1), 8: (11, 1)}
MONTHS = 8


def text() -> str:
    """The file."""
    draw = random.Random(6)
    people = dict(PEOPLE)
    rows = ["month,grade,headcount,promotions,leavers,pay"]
    left = 0
    for month in range(1, MONTHS + 1):
        people["junior"] += left  # whoever left is replaced a month later
        ups = ROUNDS.get(month, (0, 0))
        for source, target, number in zip(("junior", "intermediate"), ("intermediate", "senior"), ups, strict=True):
            people[source] -= number
            people[target] += number
        left = 0
        for grade, chance in LEAVING.items():
            gone = sum(draw.random() < chance * (TIMES if month >= FROM else 1) for _ in range(people[grade]))
            people[grade] -= gone
            left += gone
        pay = sum(PAY[grade] * number for grade, number in people.items())
        when = f"2027-{month:02}"
        rows += [f"{when},{grade},{people[grade]},,," for grade in ("junior", "intermediate", "senior")]
        rows.append(f"{when},total,,{sum(ups)},{left},{pay}")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8", newline="\n")
