"""The command `switch`: the day on which one scheme takes over from another, and what it costs."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from ladder_sim.cli.running import loaded, played
from ladder_sim.cli.storing import print_taken
from ladder_sim.cli.streams import print_json, told_progress
from ladder_sim.cli.worker_options import working
from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import PlainData
from ladder_sim.core.problems import LadderError
from ladder_sim.store.folder import store_of


def switch(options: argparse.Namespace) -> int:
    """Whose grade and pay change on the day of the switch, and the cost of its first year, in every way asked for."""
    from ladder_sim.changeover.day import check_group
    from ladder_sim.changeover.people_list import check_list
    from ladder_sim.changeover.switching import MONTHS, REPLICATIONS
    from ladder_sim.changeover.switching import switch as switched
    from ladder_sim.cli.switched import switch_lines

    (old, new), people = loaded([options.old, options.new], (), options.workforce)
    new = new.with_(None, id=None, **dict(options.settings)) if options.settings else new
    if options.by_person is not None:
        check_list(options.by_person, people)
    check_group(options.by, people)
    kept = store_of(options.store)
    with working(options) as executor, told_progress(tr("comparing", "比较中")) as progress:
        found = switched(
            old, new, people, on=1 if options.on is None else options.on, placement=placement(options.place),
            pay={"falls": options.pay, "rises": options.rises}, waves=[wave(text) for text in options.wave],
            new_hires=not options.no_new_hires, executor=executor, progress=progress, store=kept,
            **played(options, MONTHS, REPLICATIONS),
        )  # fmt: skip
    print_taken(kept)
    if options.by_person is not None:
        found.save_people(options.by_person)
    if options.out is not None:
        found.save(options.out, options.report, force=options.force)
    if options.json:
        print_json(found.to_dict(options.by))
        return 0
    print("\n".join([*switch_lines(found, options.by), *found.summary(), "", found.provenance]))
    return 0


def placement(given: list[str]) -> str | Mapping[str, str]:
    """What `--place` says: new grades by old ones, or one word for all.

    Raises
    ------
    LadderError
        A text is neither.
    """
    words = [text for text in given if "=" not in text]
    if not given:
        return "keep"
    if words:
        if len(given) > 1 or words[0] != "by pay":
            raise LadderError(tr("--place: needs OLD=NEW, such as --place star_1=junior, or 'by pay' alone; got {got}",
                                 "--place：应为“旧职级=新职级”，如 --place star_1=junior，或只写 by pay；现为{got}",
                                 got=tr(", ", "、").join(given)))  # fmt: skip
        return words[0]
    return dict(text.split("=", 1) for text in given)


def wave(text: str) -> dict[str, PlainData]:
    """What a `--wave` says: the month, and who."""
    month, _, who = text.partition(":")
    return {"month": month, "if": who} if who.strip() else {"month": month}
