"""The commands `twin` and `lives`: a simulation beside theory, and people under two schemes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ladder_sim.cli.running import loaded, played, simulated, wrote
from ladder_sim.cli.streams import print_json, told_progress
from ladder_sim.cli.text import table
from ladder_sim.cli.worker_options import working
from ladder_sim.core.formats import JSON_FORMAT
from ladder_sim.core.i18n import tr

if TYPE_CHECKING:
    from ladder_sim.biography.life import Life
    from ladder_sim.biography.living import Lives


def twin(options: argparse.Namespace) -> int:
    """Expected and simulated numbers; the exit code is 1 where luck does not explain how they differ."""
    from ladder_sim.analytic.twinning import twin_of

    found = twin_of(simulated(options))
    if options.json:
        print_json(found.to_dict())
    else:
        if found.figures:
            print(table(found.columns(), found.rows(), right=range(2, len(found.columns()))))
            print()
        print("\n".join([*found.summary(), found.played]))
    return 1 if found.apart else 0


def lives(options: argparse.Namespace) -> int:
    """Winners and losers by group, and lives side by side: those asked for, or those that teach most."""
    from ladder_sim.biography.living import MONTHS, REPLICATIONS
    from ladder_sim.biography.living import lives as followed

    (first, second), staff = loaded([options.first, options.second], options.settings, options.workforce)
    with working(options) as executor, told_progress(tr("following lives", "逐人对照中")) as progress:
        found = followed(first, second, staff, executor=executor, progress=progress,
                         **played(options, MONTHS, REPLICATIONS))  # fmt: skip
    told = [found.person(person, options.replication) for person in options.person]
    files: list[Path] = []
    if options.out is not None:
        files = found.save(options.out, options.person, replication=options.replication, prize=options.prize,
                           by=options.by, force=options.force)  # fmt: skip
    _print_lives(found, told, options)
    sys.stdout.flush()
    wrote(files)
    return 0


def _print_lives(found: Lives, told: Sequence[Life], options: argparse.Namespace) -> None:
    if options.json:
        people = {"people": [life.to_dict() for life in told]} if told else {}
        print_json({"format": JSON_FORMAT, **found.to_dict(options.prize, by=options.by), **people})
        return
    if told:
        print("\n\n".join(map(str, told)))
        print(found.provenance)
        return
    rows = found.rows(options.prize, by=options.by)
    columns = found.columns(options.prize)
    print(table(columns, rows, right=range(1, len(columns))))
    print("\n".join(["", *found.summary(options.prize), "", found.provenance]))
