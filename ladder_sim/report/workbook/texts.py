"""The sheets of words: what was assumed and left out, and where the numbers come from."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from ladder_sim.analysis.rule_text.expressions import number as plain
from ladder_sim.analysis.rule_text.expressions import unit_title, valued
from ladder_sim.analysis.scheme_figures import source_of
from ladder_sim.core.i18n import tr
from ladder_sim.core.unit_words import is_share, percent
from ladder_sim.doubt.gathered import assumed, based, range_text
from ladder_sim.doubt.gathered import valued as valued_in
from ladder_sim.model.expression import Parameter
from ladder_sim.model.scheme import Scheme
from ladder_sim.report.workbook.kit import CellValue, Column, SheetScene, Tab
from ladder_sim.results.one_luck import seeds_listed

_SETTING = re.compile(r"(\w+)=(true|false|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)")


def schemes(scene: SheetScene) -> Tab:
    """The schemes compared, with their whole titles."""
    rows: list[tuple[CellValue, ...]] = []
    for run in scene.runs:
        scheme = run.scheme
        role = tr("baseline", "基准") if scheme.id == scene.comparison.baseline else ""
        title = scene.titles[scheme.id]
        grades = sum(grade.covered for grade in run.axes.grades)
        known = (grades, len(run.axes.moves), len(scheme.parameters))
        rows.append((scene.name(run), role, title, scheme.id, *known, str(scheme.summary)))
    return Tab(
        "schemes", tr("Schemes", "方案"), tr("The schemes compared", "参与比较的方案"),
        tr("Other sheets and the charts use the names of the first column.", "其他各表和图表使用第一列的名称。"),
        (
            Column("scheme", tr("Name here", "本文件中的名称")), Column("role", tr("Baseline", "基准"), "word"),
            Column("title", tr("Title", "方案名称"), most=60), Column("id", tr("Id", "编号"), "word"),
            Column("grades", tr("Grades", "职级数"), "whole"), Column("moves", tr("Moves", "变动规则数"), "whole"),
            Column("parameters", tr("Parameters", "参数数"), "whole"),
            Column("summary", tr("In short", "简介"), most=80),
        ),
        tuple(rows),
    )  # fmt: skip


def assumptions(scene: SheetScene) -> Tab:
    """What the sources leave open, in rows that can be filtered by what they are."""
    rows: list[tuple[CellValue, ...]] = []
    for run in scene.runs:
        name = scene.name(run)
        rows.extend(_parameter(name, p) for p in run.scheme.parameters.values() if p.assumed or p.reading)
    for run in scene.runs:
        name, left = scene.name(run), tr("left out", "未纳入模型")
        rows.extend((name, left, str(n.rule), None, "", "", str(n.reason)) for n in run.scheme.left_out)
    note = tr("note", "说明")
    for run in scene.runs:
        rows.extend((scene.name(run), note, "", None, "", "", str(text)) for text in run.scheme.notes)
    workforce = scene.comparison.workforce
    people = [one for one in assumed(scene.comparison).moved if not one.schemes]
    rows.extend((str(workforce.title), tr("assumed", "假设"), str(one.title), valued_in(one, one.value), "",
                 range_text(one), based(one)) for one in people)  # fmt: skip
    rows.extend((str(workforce.title), note, "", None, "", "", str(text)) for text in workforce.notes)
    rows.extend((tr("comparison", "比较"), note, "", None, "", "", text) for text in scene.comparison.notes)
    return Tab(
        "assumptions", tr("Assumptions", "假设"),
        tr("What was assumed, and what is left out", "假设与未纳入模型的规则"),
        tr(
            "assumed: the source is silent. reading: one reading of an unclear passage. left out: a rule of the"
            " source that the simulation leaves out, with the reason. The workforce's behavior (performance, leaving,"
            " hiring) is an assumption throughout; its notes say where its numbers come from.",
            "假设：原文未作规定。解读：对含糊条款取一种含义。未纳入模型：模拟中未采用的原文规则及原因。"
            "人员的行为（绩效、离职、招聘）均为假设，其说明注明了数值的来源。",
        ),
        (
            Column("scheme", tr("Scheme or workforce", "方案或人员")), Column("kind", tr("What it is", "类别"), "word"),
            Column("item", tr("Parameter or rule", "参数或规则"), most=50), Column("value", tr("Value", "取值"), "any"),
            Column("unit", tr("Unit", "单位"), "word"), Column("range", tr("Range", "取值范围"), "word"),
            Column("note", tr("Note", "说明"), most=80),
        ),
        tuple(rows), frozen=2,
    )  # fmt: skip


def _parameter(scheme: str, p: Parameter) -> tuple[CellValue, ...]:
    share = is_share(p.value, p.unit, p.title)
    value: CellValue = plain(p.value) if isinstance(p.value, bool | str) else percent(p.value) if share else p.value
    if p.later:
        value, share = valued(p), False
    allowed = ", ".join(p.choices)
    if p.low is not None or p.high is not None:
        ends = ("" if end is None else f"{percent(end) if share else end:,g}" for end in (p.low, p.high))
        allowed = " – ".join(ends).strip()
    basis = tr("assumed", "假设") if p.assumed else tr("reading", "解读")
    unit = "" if p.later else "%" if share else unit_title(p.unit)
    return scheme, basis, str(p.title), value, unit, allowed, p.note


def provenance(scene: SheetScene) -> Tab:
    """Where the numbers come from, and how to make them again."""
    c = scene.comparison
    marks = scene.marks
    rows: list[tuple[CellValue, ...]] = [
        (tr("Workforce", "人员"), str(c.workforce.title), f"{c.workforce.id} ({marks['']})"),
    ]
    for run in scene.runs:
        own = run.scheme.id == c.baseline
        role = tr("Scheme (baseline)", "方案（基准）") if own and len(c.runs) > 1 else tr("Scheme", "方案")
        rows.append((role, scene.titles[run.scheme.id], f"{run.scheme.id} ({marks[run.scheme.id]})"))
    rows += [
        (tr("Months", "月数"), tr("from {date}", "自{date}起", date=c.workforce.start.isoformat()), c.months),
        (tr("Replications", "重复次数"), tr("the same people and luck under each scheme", "各方案人员与随机条件相同"),
         c.replications),
        (tr("Seed", "随机种子"), tr("which luck", "决定随机数"), seeds_listed(c.luck)),
        *((tr("Version", "版本"), name, number) for name, number in _versions(scene)),
        *((tr("Source", "来源"), scene.name(run), text) for run in scene.runs if (text := source_of(run.scheme))),
    ]  # fmt: skip
    rows.append((tr("Check it", "如何核对"), tr("played again, bit by bit", "重新计算并逐位比对"),
                 tr("ladder-sim verify FOLDER", "ladder-sim verify 文件夹")))  # fmt: skip
    command = _command(scene)
    if command:
        rows.append((tr("Make it again", "如何重现"), tr("on the command line", "命令行"), command))
    if python := _python(scene):
        rows.append((tr("Make it again", "如何重现"), tr("in Python", "Python"), python))
    return Tab(
        "provenance", tr("Provenance", "数据来源"), tr("Where the numbers come from", "数据的来源与重现"),
        tr(
            "In brackets: fingerprints of the files' content; another fingerprint is another scheme or workforce. The"
            " same fingerprints, seed, months, replications and version give the same numbers.",
            "括号内为文件内容的指纹；指纹不同，即方案或人员不同。指纹、种子、月数、重复次数和版本相同，结果即相同。",
        ),
        (Column("what", tr("What", "项目"), "word"), Column("name", tr("Name", "名称")),
         Column("value", tr("Value", "取值"), "any", most=90)),
        tuple(rows),
    )  # fmt: skip


def _versions(scene: SheetScene) -> list[tuple[str, str]]:
    """What played the runs: each version that did."""
    found = {(name, number): None for run in scene.runs for name, number in run.origin.versions.items() if number}
    return list(found)


def _given(scheme: Scheme) -> str:
    """How a scheme is named to load it: its id, or its file where that is no scenario."""
    root = scheme.id.partition("(")[0]
    return root if not scheme.file or Path(scheme.file).parent.name == "schemes" else scheme.file


def _people(scene: SheetScene) -> str:
    workforce = scene.comparison.workforce
    at_hand = not workforce.file or Path(workforce.file).parent.name == "workforces"
    return workforce.id if at_hand else workforce.file


def _command(scene: SheetScene) -> str:
    """The command that makes these numbers; empty of a scheme changed in Python, and of luck that is not from 0 on."""
    c = scene.comparison
    if len(c.luck) > 1 or c.luck[0].first:
        return ""
    if c.departments:
        parts = [
            "ladder-sim",
            "compare",
            c.runs[0].scheme.file,
            "--baseline",
            c.baseline,
            "--months",
            str(c.months),
            "--replications",
            str(c.replications),
            "--seed",
            str(c.seed),
            "--report",
            "xlsx",
            "--out",
            "out",
        ]
        return shlex.join(parts)
    if any("(" in run.scheme.id for run in c.runs):
        return ""
    if len(c.runs) == 1:
        played = ("--months", str(c.months), "--replications", str(c.replications), "--seed", str(c.seed))
        return shlex.join(["ladder-sim", "run", _given(c.runs[0].scheme), "--workforce", _people(scene), *played,
                           "--report", "xlsx", "--out", "out"])  # fmt: skip
    parts = ["ladder-sim", "compare", *(_given(run.scheme) for run in c.runs), "--baseline",
             _given(c[c.baseline].scheme), "--workforce", _people(scene), "--months", str(c.months), "--replications",
             str(c.replications), "--seed", str(c.seed), "--report", "xlsx", "--out", "out"]  # fmt: skip
    return shlex.join(parts)


def _python(scene: SheetScene) -> str:
    """The call that makes these numbers; empty where the runs were joined of several."""
    c = scene.comparison
    if len(c.luck) > 1:
        return ""
    played = f"months={c.months}, replications={c.replications}, seed={c.seed}"
    played += f", first={c.luck[0].first}" if c.luck[0].first else ""
    if c.departments:
        return (
            f"import ladder_sim as ls; ls.compare({c.runs[0].scheme.file!r}, baseline={c.baseline!r},"
            f" {played}).save('out', 'xlsx')"
        )
    schemes = ", ".join(_loaded(run.scheme) for run in c.runs)
    if len(c.runs) == 1:
        return f"import ladder_sim as ls; ls.simulate({schemes}, {_people(scene)!r}, {played}).report('out', 'xlsx')"
    return (
        f"import ladder_sim as ls; ls.compare([{schemes}], {_people(scene)!r},"
        f" baseline={c.schemes.index(c.baseline)}, {played}).save('out', 'xlsx')"
    )


def _loaded(scheme: Scheme) -> str:
    """The scheme as Python names it, with the parameters that its id tells."""
    _, _, settings = scheme.id.partition("(")
    if not settings:
        return repr(_given(scheme))
    told = _SETTING.findall(settings)
    arguments = ", ".join(f"{key}={value.capitalize() if value.isalpha() else value}" for key, value in told)
    return f"ls.load_scheme({_given(scheme)!r}).with_({arguments})"
