"""Make the made-up company that ships with the package: 1,200 people, eight years, true values known.

``python docs/company.py`` writes ``ladder_sim/data/harbor-services.csv.gz``; a test makes it again and compares.
Python's own generator gives the same numbers in every version.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import random
from dataclasses import dataclass, field
from pathlib import Path

TARGET = Path(__file__).parent.parent / "ladder_sim" / "data" / "harbor-services.csv.gz"
GRADES = ("agent", "senior", "lead", "manager")
HEADCOUNT = dict(zip(GRADES, (790, 280, 100, 30), strict=True))
#: The true chance to leave in a month, by completed months of service, and the factors of the years.
LEAVING = {0: 0.05, 6: 0.03, 24: 0.015, 60: 0.01}
YEARS = {2018: 0.9, 2019: 1.25, 2020: 0.8, 2021: 1.1, 2022: 0.7, 2023: 1.2, 2024: 1.3, 2025: 0.85}
#: Agents are promoted in April, so many a year; the others by a chance a month.
ROUNDS = {2018: 40, 2019: 62, 2020: 28, 2021: 66, 2022: 20, 2023: 75, 2024: 50, 2025: 45}
CHANCE = {"senior": 0.006, "lead": 0.003}
PAY = dict(zip(GRADES, (4200, 5000, 6500, 9000), strict=True))
REASONS = (("resigned", 0.8), ("dismissed", 0.15), ("", 0.05))
REHIRED = 0.08  # of the hires, as far as somebody left in the three years before
SCORE = {"mean": 78.0, "between": 5.0, "within": 4.0, "year": 1.0}
OPENED, CLOSED = dt.date(2018, 1, 1), dt.date(2026, 1, 1)


@dataclass
class Person:
    """Somebody at work, or who was."""

    key: str
    hired: dt.date
    grade: str
    level: float
    since: dt.date
    pay: float
    rows: list[tuple[str, str, str, str, str, str]] = field(default_factory=list)

    def note(self, day: dt.date, event: str, pay: str = "", score: str = "", reason: str = "") -> None:
        """One row of the log."""
        self.rows.append((str(day), event, self.grade if event != "left" else "", pay, score, reason))


def months(first: dt.date, last: dt.date) -> int:
    """Completed months between two days."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def day_in(month: dt.date, luck: random.Random) -> dt.date:
    """Some day of a month."""
    following = dt.date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return month + dt.timedelta(days=int(luck.random() * (following - month).days))


def newcomer(key: str, day: dt.date, grade: str, luck: random.Random) -> Person:
    """A person with a level of performance and a pay of their own."""
    pay = round(PAY[grade] * (1 + 0.08 * luck.gauss(0, 1)), 0)
    return Person(key, day, grade, SCORE["between"] * luck.gauss(0, 1), day, pay)


def chance(person: Person, day: dt.date) -> float:
    """The true chance to leave in the month."""
    served = months(person.hired, day)
    return LEAVING[max(start for start in LEAVING if start <= served)] * YEARS[day.year]


def begun(luck: random.Random) -> list[Person]:
    """Who is there on the first day; service in proportion to how long people stay."""
    made = []
    for grade, count in HEADCOUNT.items():
        for _ in range(count):
            years = min(25.0, luck.expovariate(1 / (3.5 + 2.5 * GRADES.index(grade)))) + 0.1 + GRADES.index(grade)
            person = newcomer(f"H{len(made) + 1:05d}", OPENED - dt.timedelta(days=int(365 * years)), grade, luck)
            person.since = OPENED
            person.rows.append((str(person.hired), "hired", "agent" if grade != "agent" else grade, "", "", ""))
            person.note(OPENED, "in force", pay=f"{person.pay:.0f}")
            made.append(person)
    return made


def history(seed: int = 20260101) -> list[tuple[str, ...]]:
    """The rows of the log, sorted by person and day."""
    luck = random.Random(seed)
    here = begun(luck)
    everybody, gone = list(here), []
    vacancies = 0
    for number in range(96):
        month = dt.date(2018 + number // 12, number % 12 + 1, 1)
        _hire(here, everybody, gone, vacancies, month, luck)
        _promote(here, month, luck)
        if month.month == 12:
            year = luck.gauss(0, SCORE["year"])
            for person in here:
                score = SCORE["mean"] + year + person.level + luck.gauss(0, SCORE["within"])
                person.note(month.replace(day=15), "rated", score=f"{score:.1f}")
        leaving = [person for person in here if luck.random() < chance(person, month)]
        vacancies = len(leaving)
        for person in leaving:
            day = max(day_in(month, luck), dt.date.fromisoformat(person.rows[-1][0]) + dt.timedelta(days=1))
            person.note(day, "left", reason=_reason(luck))
            gone.append((person, day))
            here.remove(person)
    rows = [(person.key, *row) for person in everybody for row in person.rows]
    return [*rows, ("extract", str(CLOSED), "closed", "", "", "", "")]


def _reason(luck: random.Random) -> str:
    drawn = luck.random()
    for reason, share in REASONS:
        if drawn < share:
            return reason
        drawn -= share
    return ""


def _hire(
    here: list[Person], everybody: list[Person], gone: list[tuple[Person, dt.date]], vacancies: int, month: dt.date,
    luck: random.Random,
) -> None:  # fmt: skip
    """Fill on the first what fell vacant the month before; some of it by people who had left."""
    for _ in range(vacancies):
        known = [(p, day) for p, day in gone if months(day, month) >= 3 and months(day, month) <= 36]
        if known and luck.random() < REHIRED:
            person, left = known[int(luck.random() * len(known))]
            gone.remove((person, left))
            person.hired = person.since = month
        else:
            person = newcomer(f"H{len(everybody) + 1:05d}", month, "agent", luck)
            everybody.append(person)
        person.note(month, "hired", pay=f"{person.pay:.0f}")
        here.append(person)


def _promote(here: list[Person], month: dt.date, luck: random.Random) -> None:
    """The round of April among agents of a year and more, the best and longest first; chances for the others."""
    if month.month == 4:
        ready = [p for p in here if p.grade == "agent" and months(p.hired, month) >= 12]
        ready.sort(key=lambda p: p.level + 2 * luck.gauss(0, 1), reverse=True)
        for person in ready[: ROUNDS[month.year]]:
            _up(person, month.replace(day=1))
    for person in here:
        if person.since < month and luck.random() < CHANCE.get(person.grade, 0.0):
            _up(person, day_in(month, luck))


def _up(person: Person, day: dt.date) -> None:
    person.grade = GRADES[GRADES.index(person.grade) + 1]
    person.since = day
    person.pay = round(max(person.pay * 1.08, PAY[person.grade]), 0)
    person.note(day, "promoted", pay=f"{person.pay:.0f}")


def text() -> str:
    """The log as CSV."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("person", "date", "event", "grade", "pay", "score", "reason"))
    writer.writerows(history())
    return out.getvalue()


def main() -> None:
    """Write the file; gzip without a time, so that the same rows are the same bytes."""
    TARGET.write_bytes(gzip.compress(text().encode("utf-8"), mtime=0))


if __name__ == "__main__":
    main()
