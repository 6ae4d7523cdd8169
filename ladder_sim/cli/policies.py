"""The commands `policy` and `cover`, and `new scheme --from`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ladder_sim.core.formats import JSON_FORMAT
from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import JsonObject


def policy(options: argparse.Namespace) -> int:
    """Show or write a scheme as a document.

    Raises
    ------
    LadderError
        Expected effects are asked for without an earlier scheme; or a file is wrong or cannot be written.
    """
    from ladder_sim.policies.articles import policy as written

    effects = None
    if options.effects is not None and options.against is not None:
        from ladder_sim.experiment.comparing import compare
        from ladder_sim.scenarios.loading import load_scheme

        old, new = load_scheme(options.against), load_scheme(options.scheme)
        effects = compare({"old": old, "new": new}, workforce=options.effects)
    elif options.effects is not None:
        from ladder_sim.core.problems import LadderError, Place, Problem

        told = tr(
            "stands beside changes: name the earlier scheme with --against", "列于变更之旁：请用 --against 指明旧方案"
        )
        raise LadderError([Problem(Place("--effects"), told)])
    document = written(options.scheme, against=options.against, staff=options.staff, effects=effects)
    if options.out is None:
        print(document.to_markdown(), end="")
        return 0
    path = document.save(options.out, force=options.force)
    print(tr("wrote {path}", "已写入 {path}", path=path), file=sys.stderr)
    return 0


def cover(options: argparse.Namespace) -> int:
    """Which sentences have an address, which rules have none; 1 where a sentence or a rule is left over."""
    from ladder_sim.cli.streams import print_json
    from ladder_sim.policies.covering import cover as covered

    found = covered(options.scheme, options.policy)
    if options.out is not None:
        path = found.save(options.out, force=options.force)
        print(tr("wrote {path}", "已写入 {path}", path=path), file=sys.stderr)
    if options.json:
        sentences: list[JsonObject] = [
            {"line": each.line, "place": each.place, "text": each.text, "status": each.status,
             "addresses": list(each.addresses), "left_out": each.left_out}
            for each in found.sentences if not each.heading
        ]  # fmt: skip
        print_json({"format": JSON_FORMAT, "scheme": found.scheme.id, "document": found.document,
                    "sentences": sentences, "rules_without_a_sentence": list(found.without)})  # fmt: skip
    else:
        print(found.summary())
    return 1 if found.uncovered or found.without else 0


def draft_into(path: Path, source: str, id: str) -> int:
    """Write the draft of a document, and beside it the page of both; what is open is told."""
    from ladder_sim.policies.drafting import draft

    found = draft(source, id=id)
    written = found.save(path)
    page = found.save(path.with_suffix(".html"))
    print(found.summary())
    print(tr(
        "wrote {path} and {page}; next: ladder-sim check {path}", "已写入 {path} 和 {page}；接着：ladder-sim "
                                                                  "check {path}",
             path=written, page=page), file=sys.stderr)  # fmt: skip
    return 1 if found.problems else 0
