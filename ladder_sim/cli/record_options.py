"""The options of what comes after a run: `track`, `verify`, `diff` and `describe`."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from ladder_sim.cli import worker_options
from ladder_sim.core.i18n import tr
from ladder_sim.scenarios.registry import WORKFORCE


def run_file(text: str) -> str:
    """The name of a file for a run; another ending raises `argparse.ArgumentTypeError`, before anything is played."""
    if not text.endswith(".run"):
        raise argparse.ArgumentTypeError(
            tr("the name of a kept run ends in .run, got '{text}'", "保存 run 的文件名应以 .run 结尾，现为“{text}”",
               text=text)
        )  # fmt: skip
    return text


def add_save(made: argparse.ArgumentParser) -> None:
    """Where `run` keeps all that it found."""
    made.add_argument("--save", metavar="FILE.run", type=run_file,
                      help=tr("keep the whole run, for track, verify and diff",
                              "保存整个 run，供 track、verify 和 diff 使用"))  # fmt: skip


def add_track(made: argparse.ArgumentParser) -> None:
    """What `track` asks for."""
    made.add_argument("run", metavar="PLAN.run", help=tr("the run that was decided on, kept by `run --save`",
                                                         "决策所依据的 run，由 run --save 保存"))  # fmt: skip
    made.add_argument("actual", metavar="ACTUAL",
                      help=tr("the months that came: CSV or workbook with month, grade, headcount, promotions, leavers,"
                              " pay",
                              "实际各月：CSV 或 Excel，含月份、职级、人数、晋升、离职、薪酬总额等列"))  # fmt: skip
    made.add_argument("--out", metavar="PAGE.html", help=tr("write a page with pictures", "写出带图的网页"))
    made.add_argument("--strict", action="store_true",
                      help=tr("exit code 1 where a measure left the band",
                              "有指标超出预测带时退出码为1"))  # fmt: skip


def add_verify(made: argparse.ArgumentParser) -> None:
    """What `verify` asks for."""
    made.add_argument("path", metavar="PATH",
                      help=tr("a kept run, or a folder that `run --out` or `compare --out` wrote, or one file of it",
                              "保存的 run，或 run --out、compare --out 写出的文件夹，或其中一个文件"))  # fmt: skip
    made.add_argument("--roster", metavar="FILE", help=tr("the list of people, which folders of results do not keep",
                                                          "花名册；结果文件夹中不含人员"))  # fmt: skip
    worker_options.add_to_runs(made)


def add_diff(made: argparse.ArgumentParser) -> None:
    """What `diff` asks for."""
    for name, text in (("first", tr("a result: kept run, folder of --out, comparison.csv, saved --json; or a scheme or"
                                    " workforce",
                                    "一个结果：保存的 run、--out 的文件夹、comparison.csv 或 --json 的输出；"
                                    "或方案、人员文件")),
                       ("second", tr("another of the same kind", "同类的另一个"))):  # fmt: skip
        made.add_argument(name, metavar=name.upper(), help=text)


def add_describe(made: argparse.ArgumentParser) -> None:
    """What `describe` asks for."""
    made.add_argument("scheme", metavar="SCHEME")
    made.add_argument("--workforce", metavar="W", help=tr("with --odd: the people (default: {w})",
                                                          "与 --odd 合用：人员文件（默认 {w}）",
                                                          w=WORKFORCE))  # fmt: skip
    made.add_argument("--odd", action="store_true",
                      help=tr("by the seven elements of the ODD protocol, for reviewers of simulation studies",
                              "按 ODD 协议的七个要素描述，供仿真研究评审使用"))  # fmt: skip
    made.add_argument("-o", "--out", metavar="FILE", help=tr("with --odd: write it as .md or .html",
                                                             "与 --odd 合用：写成 .md 或 .html"))  # fmt: skip


def commands() -> list[tuple[str, str, Callable[[argparse.ArgumentParser], None]]]:
    """The commands: name, what each does, and what adds its options."""
    return [
        ("track", tr("months as they came beside the plan: inside or outside, and the forecast from here",
                     "实际各月与计划对照：是否在预测带内，以及后续预测"), add_track),
        ("verify", tr("play a stored result again: do the bits agree, and if not, what is another",
                      "重新模拟已保存的结果：是否逐位一致，若否，何处不同"), add_verify),
        ("diff", tr("the figures that changed between two results, and whether beyond luck; or what two files say"
                    " otherwise",
                    "两个结果之间变化的数字及是否超出随机波动；或两个文件的差异"), add_diff),
        ("describe", tr("the rules of a scheme in words, or the whole model in the form that reviewers know",
                        "用文字说明方案规则，或按评审通用的格式说明整个模型"), add_describe),
    ]  # fmt: skip
