"""The options of `policy` and `cover`: a scheme as a document, and a document beside a scheme."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from ladder_sim.core.i18n import tr


def commands() -> list[tuple[str, str, Callable[[argparse.ArgumentParser], None]]]:
    """Name, text and options of each command."""
    return [
        ("policy", tr(
            "a scheme as a policy document of numbered articles", "把方案写成逐条编号的制度文件"), add_policy),
        ("cover", tr("a policy document beside a scheme: what is said where, and what is not",
                     "制度文件与方案对照：各句在何处表述，哪些没有"), add_cover),
    ]  # fmt: skip


def add_policy(made: argparse.ArgumentParser) -> None:
    """What `policy` asks for."""
    made.add_argument("scheme", metavar="SCHEME")
    made.add_argument(
        "-o",
        "--out",
        metavar="FILE",
        help=tr(
            "write it there: .docx, .html or .md (default: shown as Markdown)",
            "写入 .docx、.html 或 .md（默认以 Markdown 显示）",
        ),
    )
    made.add_argument("--against", metavar="OLD", help=tr("an earlier scheme; what differs is marked",
                                                          "旧方案；标出与之不同之处"))  # fmt: skip
    made.add_argument("--effects", metavar="W",
                      help=tr("with --against: what the changes are expected to bring for these people (a workforce)",
                              "与 --against 合用：这些变更对所给人员（人员文件）的预计影响"))  # fmt: skip
    made.add_argument("--staff", action="store_true",
                      help=tr("as the people concerned read it: what it takes to be promoted, and by when",
                              "写给员工看：怎样晋升、何时可以晋升"))  # fmt: skip


def add_cover(made: argparse.ArgumentParser) -> None:
    """What `cover` asks for."""
    made.add_argument("scheme", metavar="SCHEME")
    made.add_argument(
        "policy", metavar="POLICY", help=tr("the document: .docx, .md or .txt", "制度文件：.docx、.md 或 .txt")
    )
    made.add_argument("-o", "--out", metavar="FILE.html", help=tr("write document and file side by side there",
                                                                  "将文件与方案左右对照写入该文件"))  # fmt: skip
