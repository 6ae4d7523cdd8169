"""The departments of a company on a batch of replications: a batch each, which go by one clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import simpy

from ladder_sim.core.arrays import ReplicationInts
from ladder_sim.engine.batch import Batch, months_of
from ladder_sim.engine.doors import Doors
from ladder_sim.model.company import Company, Transfer
from ladder_sim.plan.program import Program
from ladder_sim.results.counts import RunCounts
from ladder_sim.streams.draws import seed_of


class CompanyBatch:
    """All departments of a company, on the same replications.

    The people of each department are those that its workforce has under the department's own seed, `seed_of`: a
    department without transfers is what it would be if it were played alone with that seed, but for the years, and two
    departments with the same workforce have different people. The years are the company's: a year is as bad for
    one department as for another, so far as their workforces say that years differ.

    Parameters
    ----------
    programs
        By department.
    replications
        Their numbers, shape (replications,).
    """

    def __init__(
        self, company: Company, programs: Mapping[str, Program], *, months: int, seed: int,
        replications: ReplicationInts, events: bool = False, explain: bool = False, usual: bool = False,
    ) -> None:  # fmt: skip
        env, doors = simpy.Environment(), dict[str, Doors]()
        self.batches: dict[str, Batch] = {}
        played = entered(programs, company.transfers)
        keep_facts(played, company.transfers)
        for name, program in played.items():
            doors[name] = Doors(name, company.leaving(name), doors)
            self.batches[name] = Batch(
                [program], months=months, seed=seed_of(seed, name), replications=replications, events=events,
                explain=explain, doors=doors[name], years=seed, env=env, usual=usual,
            )  # fmt: skip

    def play(self) -> dict[str, RunCounts]:
        """Play all months; what each department leaves."""
        batches = list(self.batches.values())
        env = batches[0].shared.env
        with np.errstate(all="ignore"):
            for batch in batches:
                batch.prepare()
            env.run(until=env.process(months_of(batches)))
        counted = {name: batch.finish() for name, batch in self.batches.items()}
        self.batches.clear()
        return counted


def entered(programs: Mapping[str, Program], transfers: Sequence[Transfer]) -> dict[str, Program]:
    """The programs, those told apart into which people come from other departments."""
    targets = {transfer.target for transfer in transfers}
    return {name: replace(program, takes_in=name in targets) for name, program in programs.items()}


def keep_facts(programs: Mapping[str, Program], transfers: Sequence[Transfer]) -> None:
    """Have the departments that people leave keep what the rules of those to which they go read of them."""
    for transfer in transfers:
        source, target = programs[transfer.source], programs[transfer.target]
        read = target.scope.attributes_read & set(source.workforce.people.attributes)
        source.scope.attributes_read.update(read)
