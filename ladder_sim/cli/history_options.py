"""The options of `fit` and `backtest`: how a history is read, and what is written."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable
from typing import get_args

from ladder_sim.cli.option_types import listed, whole
from ladder_sim.core.i18n import tr
from ladder_sim.model.roster import DateOrder, DecimalSign
from ladder_sim.people.keys import KEYS_IN
from ladder_sim.scenarios.registry import WORKFORCE

MADE_UP = "harbor-services"  # the company whose history ships with the package


def day(text: str) -> dt.date:
    """``2024-12-31`` as a day; another text raises `argparse.ArgumentTypeError`."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            tr("must be a day such as 2024-12-31, got '{text}'", "应为日期，如2024-12-31，现为“{text}”", text=text)
        ) from None


def columns(text: str) -> dict[str, str]:
    """``person=Emp No,date=Eff Date`` as column to header; another text raises `argparse.ArgumentTypeError`."""
    found: dict[str, str] = {}
    for part in listed(text):
        name, equals, header = (piece.strip() for piece in part.partition("="))
        if not (equals and name and header):
            raise argparse.ArgumentTypeError(
                tr("must be column=HEADER, such as person=Staff No, got '{part}'",
                   "须写作 列=表头，例如 person=员工号，现为“{part}”", part=part)
            )  # fmt: skip
        found[name] = header
    return found


def add_reading(made: argparse.ArgumentParser, window: tuple[str, str]) -> None:
    """How a history is read.

    Parameters
    ----------
    window : the names of the options for the first and the last day of observation
    """
    made.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help=tr(
            "event log, snapshots (one file, or one for each day) or from/to tables; several that tell "
            "of the same people are joined",
            "事件记录、快照（一个文件或每个日期一个文件）或起止表；同一批人员的多个文件会合并",
        ),
    )
    made.add_argument(
        "--grades",
        metavar="A<B<C",
        help=tr(
            "the order of the grades, lowest first, in quotes; other spellings after =: "
            "'officer=PO|P.O.<sergeant'. Other titles are outside",
            "职级由低到高，须加引号；其他写法写在 = 之后：'专员=客服|坐席<组长'。其余职称不计入",
        ),
    )
    made.add_argument(
        "--titles",
        metavar="GRADES.csv",
        help=tr(
            "a table of titles and grades, as it is drafted when --grades is left out",
            "职称与职级对照表；未给 --grades 时会写出草稿",
        ),
    )
    made.add_argument(
        window[0],
        type=day,
        metavar="DATE",
        dest="opened",
        help=tr("first day of observation (default: as the files say)", "观察首日（默认按文件）"),
    )
    made.add_argument(
        window[1],
        type=day,
        metavar="DATE",
        dest="closed",
        help=tr("last day of observation, the day of the extract", "观察末日，即数据截止日"),
    )
    made.add_argument("--columns", type=columns, metavar="C=HEADER[,…]", default={},
                      help=tr("what a column is: person, date, event, grade, snapshot, from, to, hired, left_on, "
                              "grade_since, pay, annual_pay, score, reason, status, birth, gender",
                              "各列的含义：person、date、event、grade、snapshot、from、to、hired、left_on、grade_since、pay、"
                              "annual_pay、score、reason、status、birth、gender"))  # fmt: skip
    made.add_argument("--reached", type=columns, metavar="GRADE=HEADER[,…]", default={},
                      help=tr("of a row for each person: the headers of the dates on which grades were reached, such "
                              "as 'sergeant=Sgt Date,lieutenant=Lt Date'",
                              "每人一行时：各职级任职日期的表头，如“组长=任组长日期,经理=任经理日期”"))  # fmt: skip
    made.add_argument("--key-in", choices=tuple(KEYS_IN), metavar="WHERE",
                      help=tr("where in its cells the key of a person stands, such as 'Lee, Ann (0164)': {known}; the "
                              "rest is never kept",
                              "单元格另含姓名等内容时编号的位置，如“李某(0164)”：{known}；其余内容从不保留",
                              known=tr(", ", "、").join(KEYS_IN)))  # fmt: skip
    made.add_argument(
        "--dates",
        choices=get_args(DateOrder),
        help=tr("how dates are written, where no cell proves it", "日期写法，单元格无法判定时使用"),
    )
    made.add_argument(
        "--decimal",
        choices=get_args(DecimalSign),
        help=tr("the decimal sign, where no number proves it", "小数点写法，数字无法判定时使用"),
    )
    made.add_argument(
        "--pay-per",
        choices=("month", "year"),
        default="month",
        help=tr("whether pay is a month's or a year's (default: month)", "薪酬按月或按年（默认 month）"),
    )
    made.add_argument(
        "--gap",
        type=whole(0, 3660),
        default=30,
        metavar="DAYS",
        help=tr(
            "from how many days of absence on it is another spell (default: 30)",
            "缺席超过多少天视为另一段在职（默认30）",
        ),
    )
    made.add_argument("--rehires", choices=("restart", "continue"), default="restart",
                      help=tr("whether the service of who comes back begins anew (default) or goes on",
                              "再入职者司龄重新计算（默认）或连续计算"))  # fmt: skip
    made.add_argument("--based-on", metavar="W", default=WORKFORCE,
                      help=tr("the workforce whose assumptions hold for the rest (default: {w})",
                              "其余假设取自哪个人员文件（默认 {w}）", w=WORKFORCE))  # fmt: skip


def add_fit(made: argparse.ArgumentParser) -> None:
    """What `fit` asks for."""
    add_reading(made, ("--from", "--to"))
    made.add_argument("--rules-dismiss", action="store_true",
                      help=tr("leave dismissals out of the chance to leave: the scheme's rules make them",
                              "离职概率不含辞退：由方案规则产生"))  # fmt: skip
    made.add_argument("--check", action="store_true",
                      help=tr("play the fitted people over the same time: observed beside simulated",
                              "把拟合的人员在同一时期重演：实际与模拟对照"))  # fmt: skip
    made.add_argument("--out", metavar="OUR-PEOPLE.yaml",
                      help=tr("write the workforce file, the roster beside it, and a page with pictures",
                              "写出人员文件、旁边的花名册和带图的网页"))  # fmt: skip
    made.add_argument("--hash", action="store_true",
                      help=tr("with --out: keys of persons as hashes", "与 --out 合用：工号写成散列值"))  # fmt: skip


def add_backtest(made: argparse.ArgumentParser) -> None:
    """What `backtest` asks for."""
    add_reading(made, ("--history-from", "--to"))
    made.add_argument("scheme", metavar="SCHEME", help=tr("the scheme in force after the day", "该日期之后实行的方案"))
    made.add_argument(
        "--from",
        type=day,
        metavar="DATE",
        dest="since",
        required=True,
        help=tr("fit on what came before this day, play from it on", "以该日期之前拟合，自该日期起模拟"),
    )
    made.add_argument(
        "--worlds",
        type=whole(1, 1000),
        default=20,
        metavar="N",
        help=tr("draws of the fitted rates within their error (default: 20)", "在误差范围内抽取拟合值的次数（默认20）"),
    )
    made.add_argument("--replications", type=whole(1, 100_000), default=20, metavar="N",
                      help=tr("replications of each (default: 20)", "每次的重复次数（默认20）"))  # fmt: skip
    made.add_argument("--seed", type=whole(0, 2**63 - 1), default=1, metavar="N",
                      help=tr("seed of the random numbers (default: 1)", "随机种子（默认1）"))  # fmt: skip
    made.add_argument("--out", metavar="PAGE.html", help=tr("write a page with pictures", "写出带图的网页"))


def commands() -> list[tuple[str, str, Callable[[argparse.ArgumentParser], None]]]:
    """The commands on histories: name, what each does, and what adds its options."""
    return [
        ("fit", tr("fit people to a history: how they leave, come and move, with intervals, or refused",
                   "由历史记录拟合人员：如何离职、入职和变动，附区间，或不予估计"), add_fit),
        ("backtest", tr("fit on what came before a day, and hold a scheme against what came after",
                        "以某日之前的历史拟合，并用之后的实际检验方案"), add_backtest),
    ]  # fmt: skip
