"""The options of `new`: what is begun, under which name, and where."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from ladder_sim.cli.history_options import MADE_UP
from ladder_sim.core.i18n import tr

RECORD, HISTORY = "record", "history"  # kinds that are no files of the scenarios


def add_new(made: argparse.ArgumentParser, files: Sequence[str]) -> None:
    """What `new` asks for.

    Parameters
    ----------
    files : the kinds of file of the scenarios
    """
    made.add_argument("kind", choices=(*files, RECORD, HISTORY))
    made.add_argument(
        "name", metavar="NAME",
        help=tr("its id: letters, digits and hyphens; of a record, the scheme; of a history, a made-up company: {name}",
                "编号：字母、数字和连字符；记录则写方案；历史记录则写示例公司：{name}", name=MADE_UP),
    )  # fmt: skip
    made.add_argument("--from", dest="source", metavar="POLICY",
                      help=tr("of a scheme: draft it from a policy document (.docx, .md, .txt)",
                              "方案：由制度文件起草（.docx、.md、.txt）"))  # fmt: skip
    made.add_argument("--out", metavar="FILE", help=tr("where to write it (default: scenarios/, else here)",
                                                       "写入的位置（默认 scenarios/，否则当前目录）"))  # fmt: skip
