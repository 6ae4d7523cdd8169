"""The commands and options of ``ladder-sim``, described in the language in use."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import Any, NoReturn, TypeAlias

from ladder_sim.cli import (
    check_options,
    choice_options,
    doubt_options,
    history_options,
    life_options,
    new_options,
    policy_options,
    record_options,
    search_options,
    store_options,
    switch_options,
    worker_options,
)
from ladder_sim.cli.option_types import formats, setting, span, whole
from ladder_sim.core.grammar import grammar
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import nearest
from ladder_sim.model.audiences import AUDIENCES
from ladder_sim.notebook import serving_options
from ladder_sim.scenarios.registry import SCENARIO_FILES, WORKFORCE, Kind
from ladder_sim.scenarios.roster_tree import is_roster

#: Of files that can be checked and begun.
FILES: tuple[Kind, ...] = tuple(SCENARIO_FILES)
#: What `list` shows; a brief belongs to reports, not to the scenarios.
KINDS: tuple[Kind, ...] = tuple(kind for kind in FILES if kind != "brief")
MONTHS, REPLICATIONS, SEED = 60, 200, 1
#: What is known of the present is known of a year.
YEAR = 12

# argparse's own sentences, by their beginnings; %s stands for what it puts in.
_CHINESE = (
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.*)", r"无法识别的参数：\1"),
    (r"argument (.*): expected one argument", r"参数 \1：需要一个值"),
    (r"argument (.*): expected at least one argument", r"参数 \1：至少需要一个值"),
    (r"argument (.*): invalid choice: (.*) \(choose from (.*)\)", r"参数 \1：没有选项 \2（可选：\3）"),
    (r"argument (.*): not allowed with argument (.*)", r"参数 \1不能与 \2同时使用"),
    (r"argument (.*?): (.*)", r"参数 \1：\2"),
)


class Parser(argparse.ArgumentParser):
    """argparse in two languages, with the nearest command for a misspelled one."""

    def __init__(self, **settings: Any) -> None:
        settings.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(add_help=False, allow_abbrev=False, **settings)
        self._positionals.title = tr("what to give", "参数")
        self._optionals.title = tr("options", "选项")
        self.add_argument("-h", "--help", action="help", help=tr("this help", "显示帮助"))

    def format_help(self) -> str:
        """The help, its headings in the language in force."""
        text = super().format_help().replace("usage: ", tr("usage: ", "用法："), 1)
        return re.sub(r"^(参数|选项|命令):$", r"\1：", text, flags=re.M)

    def error(self, message: str) -> NoReturn:
        """Say in the language in force what is wrong and where help is; ends with code 2."""
        choice = re.match(r"argument (.*): invalid choice: '(.*)' \(choose from (.*)\)", message)
        if choice:
            known = re.findall(r"[\w-]+", choice[3])
            message = tr("no {what} '{got}'{hint}", "没有{what}“{got}”{hint}", what=_plain(choice[1]), got=choice[2],
                         hint=nearest(choice[2], known))  # fmt: skip
        elif not grammar().ids_speak:
            for english, chinese in _CHINESE:
                found = re.fullmatch(english, message)
                if found:
                    message = found.expand(chinese)
                    break
        help_line = tr("help: {prog} --help", "帮助：{prog} --help", prog=self.prog)
        self.exit(2, f"{self.prog}: {message}\n{help_line}\n")


def _plain(name: str) -> str:
    return {"command": tr("command", "命令"), "kind": tr("kind", "类别")}.get(name, name)


def asked_language(arguments: Sequence[str]) -> str | None:
    """What `--lang` asks for, before the parser (whose texts depend on it) is made."""
    for place, argument in enumerate(arguments):
        if argument == "--lang" and place + 1 < len(arguments):
            return arguments[place + 1]
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
    return None


def parser() -> Parser:
    """The parser; `command` of its result names the command."""
    top = Parser(
        prog="ladder-sim",
        description=tr("Simulate promotion schemes before they are adopted.", "在晋升方案实施之前，先模拟它的结果。"),
        epilog=tr(
            "A SCHEME, WORKFORCE or STUDY is an id of scenarios/ (ladder-sim list) or a file.\n"
            "Exit codes: 0 done, 1 the input is wrong, 2 wrong usage, 130 stopped (143 by kill).",
            "SCHEME、WORKFORCE、STUDY 是 scenarios/ 中的编号（见 ladder-sim list）或文件路径。\n"
            "退出码：0=完成，1=输入有误，2=用法有误，130=被中断（kill 为143）。",
        ),
    )
    top.add_argument("--version", action="store_true", help=tr("print the version", "显示版本号"))
    _lang(top)
    commands = top.add_subparsers(dest="command", metavar="command", title=tr("commands", "命令"), parser_class=Parser)
    _reading(commands)
    _upgrade(commands)
    _running(commands)
    for name, text, add in (*history_options.commands(), *record_options.commands(), *policy_options.commands()):
        made = _command(commands, name, text)
        add(made)
        if any("--out" in action.option_strings for action in made._actions):
            _force(made)
        if name != "policy":
            _json(made)
    _store(commands)
    _files(commands)
    return top


def parse(arguments: Sequence[str]) -> tuple[argparse.Namespace, Parser]:
    """The options given, and the parser; wrong usage is said and exits with 2."""
    top = parser()
    options = top.parse_args(arguments)
    if options.command == "check" and not any(is_roster(name) for name in options.files):
        for name in ("scheme", "out", "titles"):
            if getattr(options, name) is not None:
                top.error(tr("--{option} goes with a list of people (CSV, workbook)",
                             "--{option} 用于检查花名册（CSV、Excel）", option=name))  # fmt: skip
    worker_options.check(top, options)
    if options.command == "run" and options.profile:
        _in_one_process(top, options)
    if options.command == "compare":
        _hangs_together(top, options)
    if options.command in ("run", "compare") and options.out is None:
        for name in ("report", "brief", "audience"):
            if getattr(options, name) is not None:
                top.error(
                    tr("--{option} needs --out DIR, the folder to write to",
                       "--{option} 需要用 --out DIR 指定写入的文件夹", option=name)
                )  # fmt: skip
    return options, top


def _hangs_together(top: Parser, options: argparse.Namespace) -> None:
    """An option of doubt that needs another."""
    if options.targets and options.worlds is None:
        top.error(tr("--target needs --worlds", "--target 需要与 --worlds 合用"))


def _in_one_process(top: Parser, options: argparse.Namespace) -> None:
    """What is measured must be played, and here."""
    others = [*worker_options.elsewhere(options), *(["--store"] if options.store else [])]
    options.workers = 1
    if others:
        top.error(tr("--profile measures what this process plays; leave out {others}",
                     "--profile 只测量本进程所做的模拟；请去掉 {others}",
                     others=tr(" and ", "和 ").join(others)))  # fmt: skip


def _lang(parser: argparse.ArgumentParser) -> None:
    # SUPPRESS: a default of the subcommand must not overwrite what stood before the command
    parser.add_argument(
        "--lang", choices=("en", "zh"), default=argparse.SUPPRESS,
        help=tr("language of the texts", "界面语言"),
    )  # fmt: skip


#: Where commands are added; argparse has no public name for it.
Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


def _command(commands: Commands, name: str, text: str) -> Parser:
    made: Parser = commands.add_parser(name, help=text, description=text)
    _lang(made)
    return made


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=tr("print JSON and nothing else", "只输出 JSON"))


def _reading(commands: Commands) -> None:
    made = _command(commands, "list", tr("schemes, workforces and studies at hand", "列出现有的方案、人员文件和研究"))
    made.add_argument("kind", nargs="?", choices=KINDS, help=tr("only these", "只列出这一类"))
    _json(made)
    made = _command(commands, "check", tr("check files: errors and warnings with line and column; a list of people: "
                                          "how it "
                                          "is read, who is in, what is doubtful",
                                          "检查文件：给出错误和警告的行列位置；检查花名册：如何读取、人员口径、"
                                          "存疑之处"))  # fmt: skip
    check_options.add_check(made)
    _force(made)
    _json(made)


def _upgrade(commands: Commands) -> None:
    made = _command(commands, "upgrade", tr("rewrite files of earlier formats as of today, comments kept",
                                            "把较早格式的文件改写为现行格式，保留注释"))  # fmt: skip
    made.add_argument("files", nargs="+", metavar="FILE",
                      help=tr("scheme, workforce, study, brief or law file",
                                                                  "方案、人员、研究、报告说明或法律文件"))  # fmt: skip
    made.add_argument("--check", action="store_true",
                      help=tr("write nothing; exit code 1 when a file is older",
                              "只检查不改写；有较早格式的文件时退出码为1"))  # fmt: skip


def _set(made: Parser) -> None:
    made.add_argument("--set", type=setting, action="append", default=[], metavar="NAME=VALUE", dest="settings",
                      help=tr("change a parameter of the scheme; may be repeated",
                              "修改方案参数，可重复使用"))  # fmt: skip


def _force(made: Parser, *options: str) -> None:
    """Writing over files of others, by the options that write: `--out` where none is named."""
    made.add_argument(
        "--force", action="store_true",
        help=tr("with {options}: also over files that were edited or come from elsewhere",
                "与 {options} 合用：被修改过的或来历不明的同名文件也覆盖",
                options=tr(", ", "、").join(options or ("--out",))),
    )  # fmt: skip


def _simulation(made: Parser, months: int = MONTHS, often: int = REPLICATIONS, *, most: bool = False,
                kept: bool = True) -> None:  # fmt: skip
    """How long, how often, with which luck; `most`: replications are added as needed; `kept`: work can be kept."""
    made.add_argument(
        "--workforce", metavar="W", help=tr("the people (default: {w})", "人员文件（默认 {w}）", w=WORKFORCE)
    )
    made.add_argument("--months", type=whole(1, 1200), metavar="N",
                      help=tr("how long (default: {n})", "模拟月数（默认{n}）", n=months))  # fmt: skip
    times = tr("how often (default: {n})", "重复次数（默认{n}）", n=often)
    if most:
        times = tr("how often at most (default: 2000)", "最多重复次数（默认2000）")
    made.add_argument("--most" if most else "--replications", type=whole(1, 1_000_000), metavar="N",
                      dest="replications", help=times)  # fmt: skip
    made.add_argument("--seed", type=whole(0, 2**63 - 1), metavar="N",
                      help=tr("seed of the random numbers (default: {n})", "随机种子（默认{n}）", n=SEED))  # fmt: skip
    _set(made)
    worker_options.add_to_runs(made)
    if kept:
        store_options.add_to_runs(made)


def _reports(made: Parser, usual: str = "") -> None:
    """Reports, and for whom they are; `usual` says which are written where none is named."""
    made.add_argument(
        "--report", type=formats, metavar="FORMATS",
        help=tr("report formats, by commas{usual}", "报告格式，用逗号分隔{usual}", usual=usual),
    )  # fmt: skip
    made.add_argument(
        "--brief", metavar="FILE",
        help=tr("how reports are written: a brief file", "报告的写法：一个报告说明文件（brief）"),
    )  # fmt: skip
    made.add_argument("--audience", choices=AUDIENCES, help=tr(
        "for whom reports are: what is shown and asked for, no figure (default: the brief's, else leadership)",
        "报告写给谁：改变展示内容和请求事项，不改变数字（默认按报告说明，否则为 leadership）"))  # fmt: skip


def _running(commands: Commands) -> None:
    made = _command(commands, "run", tr("one scheme, many replications", "模拟一个方案"))
    made.add_argument("scheme", metavar="SCHEME")
    _simulation(made)
    made.add_argument("--profile", action="store_true",
                      help=tr("tell which rules of the scheme take most of the time",
                              "列出方案中最耗时的规则"))  # fmt: skip
    made.add_argument("--out", metavar="DIR", help=tr("write the tables there as CSV, and reports",
                                                      "将表格（CSV）和报告写入该目录"))  # fmt: skip
    _reports(made)
    record_options.add_save(made)
    _force(made, "--out", "--save")
    _json(made)
    made = _command(commands, "compare", tr("several schemes on the same people with the same random numbers",
                                            "在人员与随机条件相同的前提下比较多个方案"))  # fmt: skip
    made.add_argument("schemes", nargs="+", metavar="SCHEME",
                      help=tr("schemes, or one study", "若干方案，或一个研究"))  # fmt: skip
    made.add_argument("--baseline", metavar="S", help=tr("what the others are compared with (default: the first)",
                                                         "基准方案（默认第一个）"))  # fmt: skip
    _simulation(made)
    doubt_options.add_fair(made)
    doubt_options.add_doubt(made)
    made.add_argument("--strict", action="store_true",
                      help=tr("exit code 1 where an expectation of the study is not kept",
                              "研究中有预期未满足时退出码为1"))  # fmt: skip
    made.add_argument("--out", metavar="DIR", help=tr("write tables, chart and report there",
                                                      "将表格、图和报告写入该目录"))  # fmt: skip
    _force(made)
    _reports(made, tr(" (default: html)", "（默认 html）"))
    _json(made)
    made = _command(commands, "sweep", tr("schemes over a grid of their parameters, with the same luck",
                                          "在相同随机条件下，比较方案参数的各种取值组合"))  # fmt: skip
    search_options.add_sweep(made)
    _simulation(made)
    _force(made)
    _json(made)
    made = _command(commands, "seek", tr("the value of a parameter at which a measure meets a target",
                                         "求使某指标达到目标的参数取值"))  # fmt: skip
    search_options.add_seek(made)
    _simulation(made)
    _force(made, "--save", "--picture")
    _json(made)
    made = _command(commands, "match", tr("assumed values of a workforce with which the simulated present is the known"
                                          " one",
                                          "调整人员文件中的假设值，使模拟的现状与已知数字吻合"))  # fmt: skip
    search_options.add_match(made)
    _simulation(made, months=YEAR)
    _force(made, "--save")
    _json(made)
    for name, text, add in choice_options.commands():
        made = _command(commands, name, text)
        add(made)
        _simulation(made, most=name == "choose")
        _force(made, "--picture")
        _json(made)
    made = _command(commands, "twin", tr("expected numbers worked out from the rules, beside the simulated ones",
                                         "由规则直接推算的期望值，与模拟结果对照"))  # fmt: skip
    made.add_argument("scheme", metavar="SCHEME")
    _simulation(made)
    _json(made)
    made = _command(commands, "lives", tr("the same people under two schemes: where lives part, who wins and loses",
                                          "同一批人在两种方案下：何时出现差别，谁受益、谁受损"))  # fmt: skip
    life_options.add(made)
    _simulation(made, often=life_options.REPLICATIONS, kept=False)
    _force(made)
    _json(made)
    made = _command(commands, "switch", switch_options.text())
    switch_options.add(made)
    _simulation(made)
    _force(made)
    _json(made)
    made = _command(commands, "explain", tr("where people are stopped, and by which rule",
                                            "人员在哪条规则上受阻"))  # fmt: skip
    made.add_argument("scheme", metavar="SCHEME")
    made.add_argument("--move", metavar="ID", help=tr("only this move", "只看这一项变动"))
    _simulation(made)
    _json(made)
    made = _command(commands, "trace", tr("a given record walked through the rules",
                                          "把一份人员记录按规则逐人推演"))  # fmt: skip
    made.add_argument("scheme", metavar="SCHEME")
    made.add_argument("record", metavar="RECORD.csv",
                      help=tr("columns person, month and one per metric", "列：person、month 以及各指标"))  # fmt: skip
    made.add_argument("--workforce", metavar="W", help=tr("for its start date and metrics", "取其起始日期和指标"))
    made.add_argument("--months", type=span, metavar="A-B", help=tr("tell only these months, such as 1-12",
                                                                    "只列出这些月份，如1-12"))  # fmt: skip
    made.add_argument("--move", metavar="ID", help=tr("tell only this move", "只列出这一项变动"))
    made.add_argument("--department", metavar="D",
                      help=tr("whose record it is, where SCHEME is a study of a company",
                              "SCHEME 为公司研究时，记录属于哪个部门"))  # fmt: skip
    _set(made)
    _json(made)
    made = _command(commands, "say", tr("a rule in words, in both languages", "用中英文说出一条规则"))
    made.add_argument("rules", nargs="+", metavar="RULE", help=tr('such as "mean(kpi, 3) >= 80", in quotes',
                                                                  '如 "mean(kpi, 3) >= 80"，请加引号'))  # fmt: skip
    made.add_argument("--scheme", metavar="SCHEME", help=tr("whose grades, parameters and scores it names",
                                                            "规则所用的职级、参数和考核得分出自哪个方案"))  # fmt: skip
    made.add_argument("--move", metavar="ID", help=tr("the move whose grades own, next, lower and new mean",
                                                      "own、next、lower、new 所指的变动"))  # fmt: skip
    _set(made)
    _json(made)


def _store(commands: Commands) -> None:
    made = _command(commands, "store", tr("what a folder of finished work holds", "列出目录中保存的已完成模拟"))
    store_options.add_folder(made)
    _json(made)


def _files(commands: Commands) -> None:
    made = _command(commands, "app", tr("the explorer as a page in the browser", "在浏览器中打开试算台"))
    serving_options.add_options(made)
    made = _command(commands, "schema", tr("the JSON Schema for editors", "供编辑器使用的 JSON Schema"))
    made.add_argument("kind", choices=FILES)
    made = _command(
        commands,
        "new",
        tr(
            "a commented starting file, an empty record for a scheme, or the history of a made-up company",
            "新建一个带注释的起始文件、某方案的空白记录，或示例公司的历史记录",
        ),
    )
    new_options.add_new(made, FILES)
    made = _command(commands, "report-problem", tr("versions, and files with their words taken out, for those who mend"
                                                   " the program",
                                                   "生成问题报告：版本信息，以及隐去文字的文件"))  # fmt: skip
    made.add_argument(
        "files", nargs="*", metavar="FILE", help=tr("files that the problem is about", "与问题有关的文件")
    )
    made.add_argument("--out", metavar="FILE.md", help=tr("write it to a file", "写入文件"))
    _force(made)
