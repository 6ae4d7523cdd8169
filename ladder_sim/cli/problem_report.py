"""The command `report-problem`: what those who mend the program need to know, and nothing that is nobody's business."""

from __future__ import annotations

import argparse
import importlib.metadata
import locale
import platform
import re
from collections.abc import Iterator
from pathlib import Path

from ladder_sim.cli.arguments import FILES
from ladder_sim.cli.files import file_of
from ladder_sim.cli.running import wrote
from ladder_sim.core.file_rule import write_once
from ladder_sim.core.i18n import language, tr
from ladder_sim.core.problems import Problems
from ladder_sim.files import read_tree
from ladder_sim.files.fingerprint import fingerprint
from ladder_sim.files.masking import Masks
from ladder_sim.files.memory import yaml_text
from ladder_sim.results.origin import here, version
from ladder_sim.scenarios.loading import read_file
from ladder_sim.scenarios.roster_tree import is_roster


def report_problem(options: argparse.Namespace) -> int:
    """A text about this installation and some files, on the terminal or in a file."""
    lines = [
        tr("# Report of a problem with ladder_sim", "# ladder_sim 问题报告"),
        "",
        _what_it_holds(),
        "",
        *_versions(),
    ]
    for name in options.files:
        lines += ["", *(_people(Path(name)) if is_roster(name) else _file(file_of(name, FILES)))]
    lines += ["", tr("## What happened", "## 问题描述"), "",
              tr("(what you typed, what you expected, what you saw instead)",
                 "（输入的命令、预期结果、实际结果）")]  # fmt: skip
    text = "\n".join(lines) + "\n"
    if options.out is None:
        print(text, end="")
        return 0
    write_once(options.out, text, force=options.force)
    wrote([Path(options.out)])
    return 0


def _what_it_holds() -> str:
    return tr(
        "It holds: versions, the kind of system, and of each file its name, fingerprint, faults and rules. It does not"
        " hold: titles, notes, sources and names in other letters (text-1, text-2 … stand for them), comments, folders,"
        " the name of this machine or of its user, and nothing out of a list of people or a record. Ids and numbers of"
        " the rules stay: read it before you pass it on.",
        "内容：版本、系统类型，以及每个文件的文件名、指纹、问题和规则。不含：名称、备注、来源和中文词"
        "（以 text-1、text-2 等代替）、注释、目录、本机和用户的名称，也不含花名册或记录中的任何内容。"
        "规则中的编号和数值保留：转交前请先通读。",
    )


def _versions() -> Iterator[str]:
    yield tr("## Versions", "## 版本")
    yield ""
    yield from (f"- {name}: {number}" for name, number in here().versions.items() if number)
    asked = importlib.metadata.requires("ladder-sim") or [] if version("ladder-sim") else []
    names = sorted({found[0] for text in asked if (found := re.match(r"[\w.-]+", text))} - {"numpy"})
    yield from (f"- {name}: {version(name)}" for name in names if version(name))
    yield f"- system: {platform.system()} {platform.machine()}, {platform.python_implementation()}"
    yield f"- language: {language()}, encoding: {locale.getpreferredencoding(False)}"


def _people(path: Path) -> Iterator[str]:
    yield tr("## A list of people or a record ({form})", "## 花名册或记录（{form}）", form=path.suffix or "?")
    yield ""
    yield (tr("{size} bytes; nothing of it is shown", "{size}字节；内容不予显示", size=path.stat().st_size)
           if path.is_file() else tr("there is no such file", "没有这个文件"))  # fmt: skip


def _file(path: Path) -> Iterator[str]:
    from ladder_sim.experiment.file_checking import check_file

    yield f"## {path.name}"
    yield ""
    tree = read_tree(path, Problems())
    masks = Masks()
    shown = None if tree is None else masks.tree(tree.plain())
    made, problems = read_file(path, Problems()), check_file(path)
    if made is not None:
        yield tr("- fingerprint: {mark}", "- 指纹：{mark}", mark=fingerprint(made))
    yield tr("- {n} errors, {m} warnings (lines are those of the file itself)",
             "- {n}个错误，{m}个警告（行号为原文件行号）",
             n=len(problems.errors), m=len(problems.warnings))  # fmt: skip
    for found in [*problems.errors, *problems.warnings]:
        yield "  - " + masks.told(str(found).replace(str(path.resolve().parent), "…").replace(str(path.parent), "…"))
    if isinstance(shown, dict):
        yield from ["", "```yaml", yaml_text(shown).rstrip(), "```"]
    else:
        yield tr("- its text is no readable YAML and is not shown", "- 文件不是可读的 YAML，内容不予显示")
