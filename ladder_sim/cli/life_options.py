"""The options of `lives`."""

from __future__ import annotations

import argparse

from ladder_sim.cli.option_types import whole
from ladder_sim.core.i18n import tr

REPLICATIONS = 20  # lives are followed one by one
#: What winners can win; the room that works it out is loaded by the command alone, and a test holds the two together.
PRIZES = ("pay", "stay", "promotions")


def add(made: argparse.ArgumentParser) -> None:
    """Two schemes, and whom to tell of."""
    made.add_argument("first", metavar="SCHEME")
    made.add_argument("second", metavar="OTHER")
    made.add_argument("--person", type=whole(0, 2**31 - 1), action="append", default=[], metavar="N",
                      help=tr("tell of this person; may be repeated (default: the most telling cases)",
                              "只列此人，可重复使用（默认：最有代表性的几例）"))  # fmt: skip
    made.add_argument("--replication", type=whole(0, 1_000_000), default=0, metavar="N",
                      help=tr("of which replication, from 0 (default: 0)", "重复编号，从0起（默认0）"))  # fmt: skip
    made.add_argument("--by", default="grade", metavar="GROUP",
                      help=tr("who gains by grade, tenure or attribute (default: grade)",
                              "受益与受损按 grade、tenure 或人员信息分组（默认 grade）"))  # fmt: skip
    made.add_argument("--out", metavar="DIR",
                      help=tr("write a page with the lives side by side, and a picture of each, there",
                              "将逐人对照的网页及各人的图写入该目录"))  # fmt: skip
    made.add_argument("--prize", choices=PRIZES, default="pay",
                      help=tr("what is gained: pay, months of employment or promotions (default: pay)",
                              "比较的内容：薪酬 pay、在职月数 stay、晋升次数 promotions（默认 pay）"))  # fmt: skip
