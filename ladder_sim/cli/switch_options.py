"""The options of `switch`."""

from __future__ import annotations

import argparse

from ladder_sim.cli.option_types import formats
from ladder_sim.core.i18n import tr


def text() -> str:
    """What the command does."""
    return tr("from one scheme to another on a date: whose pay changes, and what it costs",
              "新旧方案切换：谁的薪酬变化、逐月成本多少")  # fmt: skip


def add(made: argparse.ArgumentParser) -> None:
    """Two schemes, when and how people pass, and what is told."""
    made.add_argument("old", metavar="OLD", help=tr("the scheme in force", "现行方案"))
    made.add_argument("new", metavar="NEW", help=tr("the scheme that takes over", "新方案"))
    made.add_argument("--on", metavar="YYYY-MM",
                      help=tr("the month from which the new scheme holds, or its number in the run (default: 1)",
                              "新方案自哪个月起实施，也可写模拟的第几个月（默认1）"))  # fmt: skip
    made.add_argument("--place", action="append", default=[], metavar="OLD=NEW",
                      help=tr("the new grade of an old one, or an expression that gives it; may be repeated. Or "
                              "'by pay' for all", "旧职级对应的新职级，或给出职级的表达式，可重复使用；或写 by pay，"
                              "全部按基本工资就近套入"))  # fmt: skip
    made.add_argument("--pay", default="at once", metavar="RULE",
                      help=tr("base pay that would fall: at once, protected, frozen, or such as '12 months' "
                              "(default: at once)",
                              "基本工资会降低者：at once（立即执行）、protected（就高不就低）、frozen（冻结）"
                              "或“12 months”之类（逐步到位），默认 at once"))  # fmt: skip
    made.add_argument("--rises", default="at once", metavar="RULE",
                      help=tr("base pay that would rise: at once, or such as '12 months' (default: at once)",
                              "基本工资会提高者：at once 或“12 months”之类（默认 at once）"))  # fmt: skip
    made.add_argument("--wave", action="append", default=[], metavar="YYYY-MM:WHO",
                      help=tr("also in waves: from this month these pass, by a condition, such as "
                              "'2027-01:department == sales'; may be repeated, the last without WHO takes all "
                              "who are left",
                              "另外模拟分批切换：自该月起满足条件者切换，如“2027-01:department == sales”；可重复使用，"
                              "最后一批不写条件则包括其余全部人员"))  # fmt: skip
    made.add_argument("--no-new-hires", action="store_true",
                      help=tr("leave out the way in which only hires come under the new scheme",
                              "不模拟“仅新员工适用”的做法"))  # fmt: skip
    made.add_argument("--by", default="passage", metavar="GROUP",
                      help=tr("tell by passage, old_grade, new_grade, role or an attribute (default: passage)",
                              "按 passage（新旧职级）、old_grade、new_grade、role 或人员信息分组"
                              "（默认 passage）"))  # fmt: skip
    made.add_argument("--by-person", metavar="FILE.csv",
                      help=tr("also write a list by the keys of a roster; single persons stand nowhere else",
                              "另外按花名册工号写出逐人清单；个人信息不出现在其他任何地方"))  # fmt: skip
    made.add_argument("--out", metavar="DIR", help=tr("write a report there", "将报告写入该目录"))
    made.add_argument("--report", type=formats, default=("html",), metavar="FORMATS",
                      help=tr("report formats, by commas (default: html)",
                              "报告格式，用逗号分隔（默认 html）"))  # fmt: skip
