"""The day of the switch, person by person: the grade before and after, base pay before, by the tables and as paid."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from ladder_sim.analysis.rule_text.expressions import role_title
from ladder_sim.core.arrays import Floats, Integers, Mask
from ladder_sim.core.i18n import Title, in_both, tr
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.core.thresholds import SMALL_GROUP
from ladder_sim.core.unit_words import value_name
from ladder_sim.engine.batch import Batch
from ladder_sim.engine.witness import Witness
from ladder_sim.experiment.simulation import compiled
from ladder_sim.model.changeover import SwitchPay
from ladder_sim.model.grades import Grade
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.small_groups import few_people, merged_groups

#: Base pay that differs by less is the same.
CENT = 0.005
#: By what people can be grouped besides their attributes.
OLD_GRADE, NEW_GRADE, PASSAGE, ROLE = "old_grade", "new_grade", "passage", "role"


def check_group(group: str, workforce: Workforce, there: Collection[str] | None = None) -> None:
    """Refuse what people cannot be grouped by.

    Parameters
    ----------
    there : the attributes of those who pass; None: all of the workforce, before anybody has passed

    Raises
    ------
    LadderError
        With what there is.
    """
    known = groups_known(workforce, there)
    if group not in known:
        raise LadderError(tr("by: no group {got!r}; there are {names}{hint}",
                             "by：没有分组{got!r}；可用：{names}{hint}", got=group,
                             names=tr(", ", "、").join(known), hint=nearest(str(group), known)))  # fmt: skip


def groups_known(workforce: Workforce, there: Collection[str] | None = None) -> tuple[str, ...]:
    """By what people can be grouped; `there` as of `check_group`."""
    levels = workforce.people.attributes
    named = [name for name in (levels if there is None else there) if name in levels and len(levels[name].levels) > 1]
    return (OLD_GRADE, NEW_GRADE, PASSAGE, ROLE, *named)


@dataclass(frozen=True, slots=True, eq=False)
class SwitchedGroup:
    """What the switch means for a group of people; numbers are means over the replications.

    Of real people a number of one to four is NaN, and so is pay where fewer than five change theirs: it would tell of a
    person.

    Parameters
    ----------
    people, falls, rises, protected : how many there are, whose base pay is lower or higher by the new tables, and who
        is paid otherwise than by these for a time
    before, table, paid : base pay of all of them a month before, by the new tables, and as paid in the first month
    """

    group: Title
    people: float
    falls: float
    rises: float
    protected: float
    before: float
    table: float
    paid: float


@dataclass(frozen=True, eq=False)
class SwitchDay:
    """Everybody who passes, in every replication; arrays of shape (people of all replications,).

    Parameters
    ----------
    scheme, workforce : the new scheme, and the people of today
    grades : by code
    people : of (replication, person, month, old grade, new grade), shape (people, 5)
    before, table, paid : base pay a month before, by the new tables (for good), and as paid in the first month
    attributes : of each, by name, of levels their codes
    """

    scheme: Scheme
    workforce: Workforce
    replications: int
    grades: tuple[Grade, ...]
    people: Integers
    before: Floats
    table: Floats
    paid: Floats
    attributes: dict[str, Floats]

    @property
    def real(self) -> bool:
        """Are these people of a roster?"""
        return self.workforce.people.roster is not None

    @property
    def known(self) -> tuple[str, ...]:
        """By what people can be grouped."""
        return groups_known(self.workforce, self.attributes)

    def by(self, group: str) -> list[SwitchedGroup]:
        """A row for each group, then one for everybody; of real people groups below five are merged with others.

        Parameters
        ----------
        group : one of `known`
        """
        found = [(title, mask) for title, mask in self._groups(group) if mask.any()]
        rows = merged_groups(found, [mask.sum() / self.replications for _, mask in found]) if self.real else found
        everybody = in_both(lambda: tr("everybody who passes", "全部切换人员"))
        return [*(self._row(title, mask) for title, mask in rows),
                self._row(everybody, np.ones(len(self.people), bool))]  # fmt: skip

    def _groups(self, group: str) -> Iterator[tuple[Title, Mask]]:
        old, new = self.people[:, 3], self.people[:, 4]
        match group:
            case "old_grade" | "new_grade":
                held = old if group == OLD_GRADE else new
                yield from ((grade.title, held == code) for code, grade in enumerate(self.grades))
            case "passage":
                for a, b in self._passages():
                    title = Title("{a} → {b}", "{a} → {b}").fill(a=self.grades[a].title, b=self.grades[b].title)
                    yield title, (old == a) & (new == b)
            case "role":
                roles = np.array([grade.role for grade in self.grades])
                for role in dict.fromkeys(grade.role for grade in self.grades):
                    yield in_both(partial(role_title, role)), roles[old] == role
            case _:
                attribute, values = self.workforce.people.attributes[group], self.attributes[group]
                for code, level in enumerate(attribute.levels):
                    yield attribute.names.get(level) or value_name(level), values == code
                yield in_both(lambda: tr("not known", "未知")), ~np.isin(values, np.arange(len(attribute.levels)))

    def _passages(self) -> list[tuple[int, int]]:
        """Old and new grades between which people pass, in the order of the old ladder, then of the new."""
        assert self.scheme.replaced is not None
        place = {grade.id: i for i, grade in enumerate(self.scheme.replaced.grades)}
        found = set(zip(self.people[:, 3].tolist(), self.people[:, 4].tolist(), strict=True))
        return sorted(found, key=lambda pair: (place.get(self.grades[pair[0]].id, len(place)), pair[1]))

    def _row(self, title: Title, mask: Mask) -> SwitchedGroup:
        change = self.table[mask] - self.before[mask]
        apart = np.abs(self.paid[mask] - self.table[mask]) > CENT
        counts = (mask.sum(), (change < -CENT).sum(), (change > CENT).sum(), apart.sum())
        sums = (self.before[mask].sum(), self.table[mask].sum(), self.paid[mask].sum())
        people, *changes = (float(one) / self.replications for one in counts)
        before, table, paid = (float(one) / self.replications for one in sums)
        if self.real:
            hidden = few_people(people) or few_people(changes[0] + changes[1])
            before = math.nan if few_people(people) else before
            table, paid = (math.nan, math.nan) if hidden else (table, paid)
            changes = [math.nan if few_people(people) or few_people(one) else one for one in changes]
        falls, rises, kept = changes
        return SwitchedGroup(title, people, falls, rises, kept, before, table, paid)

    def curve(self) -> Floats:
        """Changes of base pay a month by the new tables, from the largest fall to the largest rise; shape (people,).

        Of people made up those of the first replication. Of real ones each is a mean over at least five neighbors, so
        that no single person's change can be read off; fewer than five give nothing.
        """
        first = self.people[:, 0] == (self.people[0, 0] if len(self.people) else 0)
        change = np.sort((self.table - self.before)[first])
        if not self.real:
            return change
        if change.size < SMALL_GROUP:
            return np.zeros(0)
        parts = np.array_split(change, change.size // SMALL_GROUP)
        return np.concatenate([np.full(part.size, part.mean()) for part in parts])


def day_of(scheme: Scheme, workforce: Workforce, months: int, replications: int, seed: int) -> SwitchDay:
    """Play a scheme that takes over until everybody has passed who is to pass.

    Parameters
    ----------
    months : of the run, beyond which nobody is followed

    Raises
    ------
    LadderError
        The scheme does not fit the workforce.
    """
    adopted = scheme.adopted
    assert adopted is not None
    programs, witness = compiled(scheme, workforce), Witness()
    waves = [adopted.month] if adopted.waves is None else [wave.month for wave in adopted.waves]
    last = min(months, max(waves, default=0))
    if last:
        Batch(programs, months=last, seed=seed, replications=np.arange(replications), switch=adopted.month, bare=True,
              witness=witness).play()  # fmt: skip
    people, pay, attributes = joined(witness)
    before, table = pay[:, 0], pay[:, 1]
    paid = first_paid(before, table, adopted.pay)
    return SwitchDay(scheme, workforce, replications, programs[-1].infos, people, before, table, paid, attributes)


def joined(witness: Witness) -> tuple[Integers, Floats, dict[str, Floats]]:
    """Everybody who passed, of all waves: who, base pay before and by the new tables, and attributes by name.

    Returns
    -------
    Who as `SwitchDay.people`, shape (people, 5); base pay a month, shape (people, 2); each attribute, shape (people,).
    """
    if not witness.passes:
        return np.zeros((0, 5), np.int64), np.zeros((0, 2)), {}
    people, pay, attributes = zip(*witness.passes, strict=True)
    named = {name.removeprefix("attr:"): np.concatenate([one[name] for one in attributes]) for name in attributes[0]}
    return np.concatenate(people), np.concatenate(pay), named


def first_paid(before: Floats, table: Floats, pay: SwitchPay) -> Floats:
    """Base pay of the first month: as before where a fall is frozen or phased or a rise spread, else the tables'.

    Parameters
    ----------
    before, table : base pay a month before, and by the new tables; shape (people,)
    """
    kept = (before > table) & (pay.falls in ("frozen", "phased")) | (before < table) & (pay.rises_over > 0)
    return np.where(kept, before, table)
