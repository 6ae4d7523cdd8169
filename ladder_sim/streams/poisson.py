"""Poisson counts from uniforms, and what may be kept of means that stay the same from month to month.

The terms of the distribution are made and added in the order of the counts, each from the one before, so that
everybody's bits are those of a loop alone; where that loop begins makes no difference to them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ladder_sim.core.arrays import Floats, Integers, PersonFloats
from ladder_sim.streams import kernels
from ladder_sim.streams.draws import normal_quantile
from ladder_sim.streams.functions import exp

SMALL = 60.0  # means above are not counted up
BEGINNINGS = (-2.4, -1.0, 0.7)  # where counting may begin, in roots of the mean from it
_PIECE = 1 << 14  # people whose terms stay in the cache
_STEPS = 4  # counts between two looks at who is done
_MOST = 400  # counts, more than any of a mean up to 60


def poisson_quantile(u: Floats, mean: npt.ArrayLike, kept: PoissonTerms | None = None) -> Floats:
    """The Poisson quantile of `u` in (0, 1), of its shape: the least count whose distribution function reaches `u`.

    Means above 60 use a normal quantile with a skewness correction, rounded (the first terms of Cornish and Fisher's
    expansion, Revue de l'Institut International de Statistique 5, 1938, 307–320).

    Parameters
    ----------
    mean : a number, or one for each; at least 0
    kept : what was worked out of the means of the same people before; None: nothing was
    """
    flat, means = np.ravel(u), np.broadcast_to(np.asarray(mean, dtype=np.float64), np.shape(u)).ravel()
    terms = PoissonTerms() if kept is None else kept
    terms.renew(means)
    counts = terms.counts(flat)
    if terms.large.size:
        z, m = normal_quantile(flat[terms.large]), means[terms.large]
        counts[terms.large] = np.maximum(0, np.floor(m + np.sqrt(m) * z + (z * z - 1) / 6 + 0.5))
    return counts.reshape(np.shape(u))


@dataclass(slots=True)
class PoissonTerms:
    """The beginnings of the distributions of people's means, kept as long as a mean stays the same.

    The loop begins at the highest whole number that a person's count lies above, of a few around the mean: those of
    `BEGINNINGS`, in roots of the mean from it. NumPy's loop has one, since to choose among many takes it as long.

    Parameters
    ----------
    given
        The mean of each person, shape (people,).
    mean
        The same, 0 in the place of one above `SMALL`; shape (people,).
    none
        The chance of a count of 0, shape (people,).
    start
        The whole numbers at which the loop may begin, rising, 0 where a mean is small; shape (beginnings, people).
    term, total
        The chance of that count, and of at most that count; of the same shape.
    large
        Places of the people whose means are above `SMALL`.
    """

    given: PersonFloats = field(default_factory=lambda: np.empty(0))
    mean: PersonFloats = field(default_factory=lambda: np.empty(0))
    none: PersonFloats = field(default_factory=lambda: np.empty(0))
    start: Integers = field(default_factory=lambda: np.empty((1, 0), np.int16))
    term: Floats = field(default_factory=lambda: np.empty((1, 0)))
    total: Floats = field(default_factory=lambda: np.empty((1, 0)))
    large: Integers = field(default_factory=lambda: np.empty(0, np.int64))

    def renew(self, means: PersonFloats) -> None:
        """Work out what is kept of the means, shape (people,), that are others than before."""
        fast = kernels.compiled()
        beginnings = BEGINNINGS[1:2] if fast is None else BEGINNINGS
        if self.given.shape != means.shape or len(self.start) != len(beginnings):
            shape = len(beginnings), means.size
            self.given, self.mean, self.none = np.full((3, means.size), np.nan)
            self.start, self.term, self.total = np.empty(shape, np.int16), np.empty(shape), np.empty(shape)
        changed: Integers = np.flatnonzero(means != self.given)
        if not changed.size:
            return
        new = means[changed]
        if self.large.size or new.max() > SMALL:
            self.large = np.flatnonzero(means > SMALL)
        if fast is not None:
            fast.renew(changed, means, np.array(beginnings), SMALL, self.given, self.mean, self.none, self.start,
                       self.term, self.total)  # fmt: skip
            return
        self.given[changed] = new
        new[new > SMALL] = 0.0
        none, root = exp(-new), np.sqrt(new)
        start = np.where(new > 1, np.maximum(np.floor(new + beginnings[0] * root), 0), 0)
        self.mean[changed], self.none[changed], self.start[0, changed] = new, none, start
        self.term[0, changed], self.total[0, changed] = _up_to(new, none, start)

    def counts(self, u: PersonFloats) -> PersonFloats:
        """The Poisson quantile of `u`, shape (people,); of a mean above `SMALL` any number."""
        counts = np.empty(u.size)
        if (fast := kernels.compiled()) is not None:
            fast.poisson(u, self.mean, self.none, self.start, self.term, self.total, counts)
            return counts
        start, term, total = self.start[0], self.term[0], self.total[0]
        for first in range(0, u.size, _PIECE):
            here = slice(first, first + _PIECE)
            own, found, mean = u[here], counts[here], self.mean[here]
            found[:] = start[here]
            _count_up(own, mean, term[here], total[here], found)
            below = np.flatnonzero(~(own > total[here]) & (start[here] > 0))
            if below.size:
                few, none = np.zeros(below.size), self.none[here][below]
                _count_up(own[below], mean[below], none, none, few)
                found[below] = few
        return counts


def _up_to(mean: PersonFloats, none: PersonFloats, start: PersonFloats) -> tuple[PersonFloats, PersonFloats]:
    """The chances of the count `start`, and of at most that; shape (people,), as all here."""
    term, total = none.copy(), none.copy()
    places, count = np.flatnonzero(start > 0), 0
    while places.size:
        count += 1
        made = term[places] * mean[places]
        made /= count
        term[places] = made
        total[places] += made
        places = places[start[places] > count]
    return term, total


def _count_up(
    u: PersonFloats, mean: PersonFloats, term: PersonFloats, total: PersonFloats, found: PersonFloats
) -> None:
    """Add to the counts `found`, whose `term` and `total` are given, what is missing to the quantile; in step.

    All people are in step because a chain of divisions of one alone would wait for each.
    """
    into, people, count = found, None, found.copy()
    going, term, total = u > total, term.copy(), total.copy()
    left, steps = int(np.count_nonzero(going)), 0
    while left and steps < _MOST:
        if 3 * left < going.size:  # so few that they are worth a list
            keep = np.flatnonzero(going)
            if people is not None:
                into[people] = found
            people = keep if people is None else people[keep]
            u, mean, term, total, found, count = (each[keep] for each in (u, mean, term, total, found, count))
            going = np.ones(keep.size, bool)
        for _ in range(_STEPS):
            steps += 1
            count += 1
            found += going
            term *= mean
            term /= count
            total += term
            np.greater(u, total, out=going)
        left = int(np.count_nonzero(going))
    if people is not None:
        into[people] = found
    if left:
        np.minimum(into, _MOST, out=into)
