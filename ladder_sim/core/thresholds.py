"""Lines that reports and charts share."""

from __future__ import annotations

#: Groups of fewer people are not shown: figures of so few would tell of persons.
SMALL_GROUP = 5
#: A group's promotion rate below so much of another's is looked at: a rule of thumb of US employment law (Uniform
#: Guidelines on Employee Selection Procedures, 29 CFR 1607.4 D), no test of Chinese law.
FOUR_FIFTHS = 0.8
