"""The commands for what comes after a run: `track`, `verify`, `diff` and `describe`."""

from __future__ import annotations

import argparse
import shlex
import sys

from ladder_sim.cli.running import wrote
from ladder_sim.cli.streams import print_json, told_progress
from ladder_sim.cli.text import table
from ladder_sim.cli.worker_options import working
from ladder_sim.core.formats import JSON_FORMAT
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError


def track(options: argparse.Namespace) -> int:
    """Months beside the plan; with `--strict` the exit code is 1 where a measure left the band."""
    from ladder_sim.tracking.following import track as tracked

    made = tracked(options.run, options.actual)
    if options.json:
        print_json(made.to_dict())
    else:
        for name, title, columns, rows in made.tables():
            if name != "months":  # pages and data have them
                print(f"{title}\n{table(columns, rows, right=(1, 2) if name == 'latest' else (2, 3))}\n")
        print("\n".join([*made.summary(), made.run.provenance]))
    sys.stdout.flush()
    if options.out is not None:
        wrote([made.save(options.out, force=options.force)])
    return int(options.strict and bool(made.alarms()))


def verify(options: argparse.Namespace) -> int:
    """A stored result played again; the exit code is 1 where it does not agree."""
    from ladder_sim.proof.verifying import verify as verified

    with working(options) as executor, told_progress(tr("playing again", "重新模拟中")) as progress:
        found = verified(options.path, roster=options.roster, executor=executor, progress=progress)
    if options.json:
        print_json(found.to_dict())
    else:
        print("\n".join(found.summary()))
    return int(not found.agrees)


def diff(options: argparse.Namespace) -> int:
    """The figures that changed between two results; of schemes and people, what their files say otherwise."""
    from ladder_sim.scenarios.kinds_given import what_is

    if what_is(options.first) and what_is(options.second):
        from ladder_sim.scenarios.difference import diff as said

        lines = said(options.first, options.second)
        if options.json:
            print_json({"format": JSON_FORMAT, "differences": lines})
        else:
            print("\n".join(lines or [tr("they say the same", "两者内容相同")]))
        return 0
    from ladder_sim.proof.outcomes import diff_results

    found = diff_results(options.first, options.second)
    if options.json:
        print_json(found.to_dict())
        return 0
    if found.figures:
        print(f"{table(found.columns(), found.rows(), right=(2, 3, 4, 5))}\n")
    print("\n".join(found.summary()))
    return 0


def describe(options: argparse.Namespace) -> int:
    """A scheme's rules in words; with `--odd` the whole model, printed or written.

    Raises
    ------
    LadderError
        A file or a workforce is given without `--odd`, or the scheme cannot be read.
    """
    from ladder_sim.analysis.description import describe as described
    from ladder_sim.analysis.model_description.describing import odd

    if not options.odd:
        given = {"-o": options.out, "--workforce": options.workforce}
        if beside := [word for name, value in given.items() if value is not None for word in (name, value)]:
            raise LadderError(tr("{given}: goes with --odd, the whole model: describe {scheme} --odd {given}",
                                 "{given}：须与 --odd（整个模型的说明）合用：describe {scheme} --odd {given}",
                                 given=shlex.join(beside), scheme=options.scheme))  # fmt: skip
        card = described(options.scheme)
        if options.json:
            sections = [{"title": one.title, "columns": one.columns, "rows": one.rows} for one in card.sections]
            print_json({"format": JSON_FORMAT, "id": card.id, "title": card.title, "sections": sections})
        else:
            print(card)
        return 0
    made = odd(options.scheme, options.workforce)
    if options.json:
        print_json(made.to_dict())
    elif options.out is None:
        print(str(made), end="")
    sys.stdout.flush()
    if options.out is not None:
        wrote([made.save(options.out, force=options.force)])
    return 0
