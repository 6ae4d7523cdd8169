"""The numbers of REFERENCE.md, and the tables that every simulator of it leaves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

GRADES = 5
SHARES = (0.40, 0.28, 0.18, 0.10, 0.04)
MEANS = (70.0, 70.0, 69.0, 68.0, 67.0)
BASES = (30.0, 36.0, 45.0, 58.0, 80.0)
HAZARDS = (0.016, 0.012, 0.010, 0.008, 0.006)
SEAT_SHARES = {3: 0.10, 4: 0.04}  # grades counted from 0
MIN_MONTHS = (6, 12, 12, 18)
MIN_MEAN = (70.0, 72.0, 73.0, 74.0)
MIN_STREAK = (2, 2, 3, 3)


@dataclass(slots=True)
class Tables:
    """Counts and sums, each of shape (replications, months, grades); moves stand in the month of effect."""

    headcount: np.ndarray
    promotions: np.ndarray
    demotions: np.ndarray
    exits: np.ndarray
    payroll: np.ndarray

    @classmethod
    def empty(cls, replications: int, months: int) -> Tables:
        shape = (replications, months, GRADES)
        return cls(*(np.zeros(shape, np.int64) for _ in range(4)), np.zeros(shape))

    def figures(self) -> dict[str, np.ndarray]:
        """Name → one number per replication: what is compared between simulators."""
        found: dict[str, np.ndarray] = {}
        for year in range(self.headcount.shape[1] // 12):
            span = slice(12 * year, 12 * year + 12)
            for grade in range(GRADES):
                found[f"year {year + 1}: headcount of grade {grade + 1}"] = self.headcount[:, span.stop - 1, grade]
                for name in ("promotions", "demotions", "exits"):
                    counts = getattr(self, name)[:, span, grade]
                    found[f"year {year + 1}: {name} from grade {grade + 1}"] = counts.sum(axis=1)
            found[f"year {year + 1}: payroll"] = self.payroll[:, span].sum(axis=(1, 2))
        return found


def starting_counts(people: int) -> list[int]:
    """People per grade at the start; what rounding leaves goes to the lowest."""
    counts = [round(share * people) for share in SHARES]
    counts[0] += people - sum(counts)
    return counts


def seats(grade: int, headcount: int) -> int:
    """Seats of a grade (counted from 0) that has them."""
    return max(1, int(SEAT_SHARES[grade] * headcount + 1e-9))


def disagreements(one: Tables, other: Tables, limit: float = 4.0) -> tuple[float, list[str]]:
    """The largest |z| of the differences between mean figures, and the figures beyond `limit` in words."""
    worst, words = 0.0, []
    theirs = other.figures()
    for name, mine in one.figures().items():
        yours = theirs[name]
        spread = float(np.sqrt(mine.var(ddof=1) / mine.size + yours.var(ddof=1) / yours.size))
        gap = float(mine.mean() - yours.mean())
        z = abs(gap) / spread if spread > 0 else (0.0 if abs(gap) < 1e-9 else float("inf"))
        worst = max(worst, z)
        if z > limit:
            words.append(f"{name}: {mine.mean():.4f} against {yours.mean():.4f} (|z| = {z:.1f})")
    return worst, words
