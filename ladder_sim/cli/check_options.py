"""What `check` is asked: the files, the people that schemes are held against, and how a list of people is told."""

from __future__ import annotations

import argparse

from ladder_sim.core.i18n import tr
from ladder_sim.scenarios.registry import WORKFORCE


def add_check(made: argparse.ArgumentParser) -> None:
    """The files and what is looked for in them."""
    made.add_argument("files", nargs="+", metavar="FILE",
                      help=tr("scheme, workforce or study file, or a list of people (CSV, workbook)",
                              "方案、人员文件或研究文件，或花名册（CSV、Excel）"))  # fmt: skip
    made.add_argument("--workforce", metavar="W",
                      help=tr("the people that the schemes are meant for: each pair is checked for all that a run "
                              "would refuse; of a list of people, the workforce that says how to read it (default: "
                              "{w})",
                              "方案所用的人员文件：逐一检查与各方案的组合，找出模拟时会被拒绝的一切问题；"
                              "检查花名册时，为说明读取方式的人员文件（默认 {w}）", w=WORKFORCE))  # fmt: skip
    made.add_argument("--scheme", metavar="S",
                      help=tr("of a list of people: the scheme whose grades and seats they are held against",
                              "检查花名册时：用哪个方案的职级和编制核对"))  # fmt: skip
    made.add_argument("--lint", action="store_true",
                      help=tr("also what is doubtful in schemes that are not wrong; with --workforce in a run of them, "
                              "too", "另外检视方案中值得商榷之处；加 --workforce 时还会模拟检视"))  # fmt: skip
    made.add_argument("--strict", action="store_true",
                      help=tr("exit code 1 for warnings and doubts, too", "有警告或存疑之处时退出码也为1"))  # fmt: skip
    made.add_argument("--out", metavar="PAGE.html",
                      help=tr("of a list of people: write the report as a page with pictures",
                              "检查花名册时：将报告写成带图的网页"))  # fmt: skip
    made.add_argument("--titles", metavar="TITLES.csv",
                      help=tr("of a list of people: write a table of its titles, to fill in the role and the grade of "
                              "each; the workforce file names it with roster: {file: …, titles: TITLES.csv}",
                              "检查花名册时：写出名称对照表，供填写各名称的岗位层级和职级；人员文件用 "
                              "roster: {file: …, titles: TITLES.csv} 引用"))  # fmt: skip
