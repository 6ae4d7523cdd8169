"""The commands that search: sweep, seek and match."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Mapping

from ladder_sim.cli.arguments import YEAR
from ladder_sim.cli.running import loaded, played, ready, wrote
from ladder_sim.cli.storing import print_taken
from ladder_sim.cli.streams import print_json, told_progress
from ladder_sim.cli.text import table
from ladder_sim.cli.worker_options import working
from ladder_sim.core.display import plain
from ladder_sim.core.file_rule import fill_one
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.core.writing import prepare
from ladder_sim.results.sought import Sought
from ladder_sim.results.sought_jointly import SoughtJointly
from ladder_sim.store.folder import store_of


def sweep(options: argparse.Namespace) -> int:
    """Schemes over a grid: a row per point, then the sentences; files on request."""
    from ladder_sim.report.sweep_files import files
    from ladder_sim.search.sweeping import USUAL
    from ladder_sim.search.sweeping import sweep as swept

    vary = _varied(options.vary)
    measures = options.measures or USUAL
    if options.out is not None:
        prepare(options.out, files(measures, len(vary), sampled=options.sample is not None), force=options.force)
    schemes, people = loaded(options.schemes, options.settings, options.workforce)
    kept = store_of(options.store)
    with working(options) as executor, told_progress(tr("sweeping", "扫描中")) as progress:
        found = swept(schemes, people, vary, measures=measures, sample=options.sample, executor=executor,
                      progress=progress, store=kept, **played(options))  # fmt: skip
    print_taken(kept)
    if options.json:
        print_json(found.to_dict())
    else:
        first = len(found.knobs) + (len(found.schemes) > 1)
        print(table(found.columns(), found.rows(), right=range(first, len(found.columns()))))
        print("\n".join([found.provenance, "", *found.summary()]))
    if options.out is not None:
        sys.stdout.flush()
        wrote(found.save(options.out, force=options.force))
    return 0


def seek(options: argparse.Namespace) -> int:
    """The values at which targets are met, and how sure that is; variants and a picture on request."""
    from ladder_sim.search.seeking import seek as sought

    knobs = _turned(options)
    _once("--target", [name for name, _ in options.targets])
    ready(options.picture, force=options.force)
    (scheme,), people = loaded([options.scheme], options.settings, options.workforce)
    kept = store_of(options.store)
    with working(options) as executor, told_progress(tr("seeking", "求解中")) as progress:
        found = sought(scheme, people, knobs, between=options.between,
                       executor=executor, progress=progress, store=kept, **played(options),
                       **dict(options.targets))  # fmt: skip
    print_taken(kept)
    if options.json:
        print_json(found.to_dict())
    elif isinstance(found, SoughtJointly):
        columns = found.columns()
        print(table(columns, found.rows(), right=range(1, len(columns))))
        print("\n".join([*found.summary(), found.provenance, *_next_of(options, found)]))
    else:
        print("\n".join([*found.summary(), found.provenance, *_again(options, found)]))
    sys.stdout.flush()
    if options.save is not None:
        saved = found.save(options.save, force=options.force)
        wrote(saved if isinstance(saved, list) else [saved])
    if options.picture is not None:
        wrote([fill_one(options.picture, found.plot().savefig, force=options.force)])
    return 0


def _turned(options: argparse.Namespace) -> list[str] | dict[str, tuple[float, float] | None]:
    """What is turned, with the ranges that were given.

    Raises
    ------
    LadderError
        A parameter and ``--vary`` were both given, or neither; or one twice.
    """
    if (options.knob is None) == (not options.vary):
        raise LadderError(tr("name one parameter, or several with --vary NAME=A:B",
                             "请写出一个参数，或用 --vary NAME=A:B 写出多个"))  # fmt: skip
    if options.knob is not None:
        return [options.knob]
    _once("--vary", [name for name, _ in options.vary])
    return dict(options.vary)


def _once(option: str, names: list[str]) -> None:
    """Refuse names that an option was given twice.

    Raises
    ------
    LadderError
        All of them.
    """
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise LadderError(tr("{option}: {names} is given twice", "{option}：{names} 重复给出", option=option,
                             names=tr(", ", "、").join(twice)))  # fmt: skip


def _again(options: argparse.Namespace, found: Sought) -> list[str]:
    """The command that plays the scheme against itself with the value found, which the sentences round."""
    if found.outcome == "unreachable" or found.knob.owner != "scheme":
        return []
    what = tr("the scheme against the one with the value found", "与采用所求取值的方案比较")
    return _next(options, {found.knob.name: int(found.value) if found.knob.whole else found.value}, what)


def _next_of(options: argparse.Namespace, found: SoughtJointly) -> list[str]:
    """The same with the values of the first answer."""
    if found.outcome in ("unreachable", "unmoved") or any(knob.owner != "scheme" for knob in found.knobs):
        return []
    what = tr("the scheme against the one with the values found", "与采用所求取值的方案比较")
    return _next(options, found.answers[0].settings, what)


def _next(options: argparse.Namespace, found: Mapping[str, float], what: str) -> list[str]:
    words = ["ladder-sim", "compare", options.scheme]
    for name, one in (*options.settings, *found.items()):
        words += ["--set", f"{name}={_typed(one)}"]
    words += ["--workforce", options.workforce] if options.workforce else []
    return ["", tr("Look next:", "接下来："), f"  {shlex.join(words)}  {what}"]


def _typed(value: float | bool | str) -> str:
    """A value as `--set` reads it."""
    return str(value).lower() if isinstance(value, bool) else value if isinstance(value, str) else plain(value)


def match(options: argparse.Namespace) -> int:
    """Assumed values with which the simulated present is the known one; workforce files on request."""
    from ladder_sim.analysis.statements import matching as of_match
    from ladder_sim.search.matching import match as matched

    _once("--target", [name for name, _ in options.targets])
    (scheme,), people = loaded([options.scheme], options.settings, options.workforce)
    kept = store_of(options.store)
    with working(options) as executor, told_progress(tr("matching", "求解中")) as progress:
        found = matched(people, scheme, options.move, executor=executor,
                        progress=progress, store=kept, **played(options, YEAR), **dict(options.targets))  # fmt: skip
    print_taken(kept)
    if options.json:
        print_json(found.to_dict())
    else:
        if rows := of_match.rows(found):
            columns = of_match.columns(found)
            print(table(columns, rows, right=range(1, len(columns))))
        print("\n".join([*found.summary(), found.provenance]))
    sys.stdout.flush()
    if options.save is not None:
        wrote(found.save(options.save, force=options.force))
    return 0


def _varied(given: list[tuple[str, list[float | bool | str]]]) -> dict[str, list[float | bool | str]]:
    """Name → values; a name that is given again adds to its values."""
    made: dict[str, list[float | bool | str]] = {}
    for name, values in given:
        made.setdefault(name, []).extend(values)
    return made
