"""The commands that weigh schemes against each other: frontier and choose."""

from __future__ import annotations

import argparse
import sys

from ladder_sim.cli.choice_options import directions
from ladder_sim.cli.running import ready, scheme_set, settings_of, wrote
from ladder_sim.cli.storing import print_taken
from ladder_sim.cli.streams import print_json, told_progress
from ladder_sim.cli.text import table
from ladder_sim.cli.worker_options import working
from ladder_sim.core.file_rule import fill_one
from ladder_sim.core.i18n import tr
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.study import Study
from ladder_sim.results.choice import Chosen
from ladder_sim.results.dominance import Frontier
from ladder_sim.scenarios.loading import load_study
from ladder_sim.scenarios.studies import is_study
from ladder_sim.store.folder import store_of


def frontier(options: argparse.Namespace) -> int:
    """Schemes over two or three measures: a row each, the sentences, and the command that plays each again."""
    from ladder_sim.analysis.statements.dominance import commands
    from ladder_sim.search.frontiers import USUAL
    from ladder_sim.search.frontiers import frontier as found_by

    names, better = directions(options.measures or USUAL)
    ready(options.picture, force=options.force)
    kept = store_of(options.store)
    with working(options) as executor, told_progress(tr("comparing", "比较中")) as progress:
        found = found_by(_given(options), options.workforce, measures=names, better=better, months=options.months,
                         replications=options.replications, seed=options.seed, executor=executor, progress=progress,
                         store=kept)  # fmt: skip
    print_taken(kept)
    if options.json:
        print_json(found.to_dict())
    else:
        print(table(found.columns(), found.rows(), right=(*range(1, 1 + len(names)), -2, -1)))
        print("\n".join([found.provenance, "", *found.summary(), "", tr("Each point again:", "单独重做各点："),
                         *(f"  {line}" for line in commands(found))]))  # fmt: skip
    _picture(options, found)
    return 0


def choose(options: argparse.Namespace) -> int:
    """The best of several schemes: a row each, then the choice in sentences."""
    from ladder_sim.search.choosing import MOST
    from ladder_sim.search.choosing import choose as found_by

    ready(options.picture, force=options.force)
    kept = store_of(options.store)
    with working(options) as executor, told_progress(tr("choosing", "择优中")) as progress:
        found = found_by(_given(options), options.workforce, options.by, matters=options.matters,
                         weights=options.weights, worth=options.worth, most=options.replications or MOST,
                         months=options.months, seed=options.seed, executor=executor, progress=progress,
                         store=kept)  # fmt: skip
    print_taken(kept)
    if options.json:
        print_json(found.to_dict())
    else:
        print(table(found.columns(), found.rows(), right=range(1, 2 + 2 * len(found.criterion.measures))))
        print("\n".join([found.provenance, "", *found.summary()]))
    _picture(options, found)
    return 0


def _given(options: argparse.Namespace) -> list[Scheme] | Study:
    """The study, or the schemes with what `--set` changes."""
    if len(options.schemes) == 1 and not options.settings and is_study(options.schemes[0]):
        return load_study(options.schemes[0])
    if len(options.schemes) == 1:
        base = scheme_set(options.schemes[0], ())
        return [base, scheme_set(options.schemes[0], options.settings)] if options.settings else [base]
    return settings_of([scheme_set(name, ()) for name in options.schemes], options.schemes, options.settings)


def _picture(options: argparse.Namespace, found: Frontier | Chosen) -> None:
    sys.stdout.flush()
    if options.picture is not None:
        wrote([fill_one(options.picture, found.plot().savefig, force=options.force)])
