"""The command `twin`: the simulation beside what follows from the rules without it."""

from __future__ import annotations

import argparse

from ladder_sim.cli.running import simulated
from ladder_sim.cli.streams import print_json
from ladder_sim.cli.text import table


def twin(options: argparse.Namespace) -> int:
    """Expected and simulated numbers; the exit code is 1 where luck does not explain how they differ."""
    from ladder_sim.analytic.twinning import twin_of

    found = twin_of(simulated(options))
    if options.json:
        print_json(found.to_json())
    else:
        if found.figures:
            print(table(found.columns(), found.rows(), right=range(2, len(found.columns()))))
            print()
        print("\n".join([*found.summary(), found.played]))
    return 1 if found.apart else 0
