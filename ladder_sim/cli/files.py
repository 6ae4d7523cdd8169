"""The commands about files: list, upgrade, schema and new."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from importlib.resources import files as resources
from pathlib import Path
from typing import TYPE_CHECKING

from ladder_sim.analysis.scheme_figures import Entry, entries
from ladder_sim.cli.arguments import FILES, KINDS
from ladder_sim.cli.history_options import MADE_UP
from ladder_sim.cli.new_options import HISTORY, RECORD
from ladder_sim.cli.streams import print_json
from ladder_sim.cli.text import table
from ladder_sim.core.formats import FILE_FORMAT, JSON_FORMAT
from ladder_sim.core.i18n import language, tr
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.problems import LadderError, Problems, nearest
from ladder_sim.core.progress import TextBar
from ladder_sim.core.writing import csv_text, write
from ladder_sim.files import is_there
from ladder_sim.scenarios.loading import ScenarioEntry, list_scenarios, schema_text
from ladder_sim.scenarios.registry import SCENARIO_FILES, Kind

if TYPE_CHECKING:
    from ladder_sim.files.upgrade import Upgrade


def _ids(kind: Kind) -> dict[str, Path]:
    return {entry.id: entry.path for entry in list_scenarios(kind)}


def listing(options: argparse.Namespace) -> int:
    """Everything at hand: the figures of each scheme; kind, id, title and file of the rest."""
    kinds: tuple[Kind, ...] = (options.kind,) if options.kind else KINDS
    found = {kind: list_scenarios(kind) for kind in kinds if kind != "scheme"}
    schemes = entries(TextBar(tr("reading schemes", "读取方案"))) if "scheme" in kinds else []
    if options.json:
        told: JsonObject = {"format": JSON_FORMAT}
        if "scheme" in kinds:
            told["schemes"] = [_figures(*scheme) for scheme in schemes]
        told |= {SCENARIO_FILES[kind].folder: [_named(entry) for entry in listed] for kind, listed in found.items()}
        print_json(told)
        return 0
    blocks = [_schemes(schemes)] if schemes else []
    rows = [
        (str(SCENARIO_FILES[kind].title), e.id, e.title, shown(e.path))
        for kind, listed in found.items()
        for e in listed
    ]
    if rows:
        blocks.append(table((tr("kind", "类别"), tr("id", "编号"), tr("title", "名称"), tr("file", "文件")), rows))
    print("\n\n".join(blocks) if blocks else tr("nothing at hand", "没有可用的方案、人员文件或研究"))
    return 0


def _named(entry: ScenarioEntry) -> JsonObject:
    return {"id": entry.id, "title": str(entry.title), "file": shown(entry.path)}


def _figures(scheme: ScenarioEntry, figures: Entry | None) -> JsonObject:
    """A scheme for programs; one that is broken has no figures."""
    return {**({} if figures is None else figures.plain()), **_named(scheme)}


def _schemes(schemes: Sequence[tuple[ScenarioEntry, Entry | None]]) -> str:
    """The table of schemes, and what is wrong with a broken one."""
    header = (
        tr("scheme", "方案"), tr("title", "名称"), tr("tracks", "通道"), tr("grades", "职级"), tr("moves", "变动"),
        tr("reviews", "评审周期"), tr("stated", "原文"), tr("assumed", "假设"), tr("in rules", "规则中"),
    )  # fmt: skip
    rows: list[tuple[object, ...]] = []
    broken = []
    for scheme, found in schemes:
        if found is None:
            broken.append(scheme)
            rows.append((scheme.id, scheme.title, *["–"] * 7))
            continue
        tracks = str(len(found.tracks))
        reviews = tr(", ", "、").join(str(review) for review in found.reviews) or "–"
        counts = (found.stated, found.assumed, found.fixed)
        rows.append((found.id, found.title, tracks, found.grades, found.moves, reviews, *counts))
    lines = [table(header, rows, right=(2, 3, 4, 6, 7, 8))]
    for scheme in broken:
        lines.append(tr("{id} has errors: ladder-sim check {file}", "{id} 有错误：ladder-sim check {file}",
                        id=scheme.id, file=shown(scheme.path)))  # fmt: skip
    lines.append(tr("stated, assumed: parameters the source states, and those it is silent about; "
                    "in rules: numbers written in the rules",
                    "原文、假设：原文给出的参数和原文未说明的参数；规则中：直接写在规则里的数字"))  # fmt: skip
    return "\n".join(lines)


def shown(path: Path) -> str:
    """From here when it lies below, else in full."""
    here = Path.cwd()
    return str(path.resolve().relative_to(here)) if path.resolve().is_relative_to(here) else str(path)


def file_of(name: str, kinds: Sequence[Kind]) -> Path:
    """The file that a path or an id means."""
    path = Path(name)
    if not is_there(name) and not path.suffix:
        path = next((ids[name] for ids in map(_ids, kinds) if name in ids), path)
    return path


def upgrade(options: argparse.Namespace) -> int:
    """Rewrite files of earlier formats, each whole or not at all; 1 when one cannot be, or with --check is older."""
    from ladder_sim.files.upgrade import upgraded

    code = 0
    for name in options.files:
        problems = Problems()
        made = upgraded(file_of(name, FILES), problems)
        if made is None:
            code = 1
            for problem in problems.errors:
                print(problem)
            continue
        if made.needed and options.check:
            code = 1
        elif made.needed:
            write(made.path, made.text, through=True)
        _print_upgrade(made, written=not options.check)
    return code


def _print_upgrade(made: Upgrade, *, written: bool) -> None:
    """What became of a file, and each place where it was older."""
    from ladder_sim.files.formats import Redefined, said

    path = shown(made.path)
    if not made.needed:
        print(tr("{path}: format {now} already", "{path}：已是格式{now}", path=path, now=FILE_FORMAT))
        return
    for item in made.found:
        look = tr("look at this: ", "请人工核对：") if isinstance(item.change, Redefined) else ""
        print(f"{item.place}: {look}{said(item.change)}")
    if written:
        print(tr("{path}: rewritten as format {now}", "{path}：已改写为格式{now}", path=path, now=FILE_FORMAT))
    else:
        print(tr("{path}: is older than format {now}; ladder-sim upgrade {path} rewrites it",
                 "{path}：早于格式{now}；可用 ladder-sim upgrade {path} 改写", path=path, now=FILE_FORMAT))  # fmt: skip


def schema(options: argparse.Namespace) -> int:
    """Print the JSON Schema of a kind of file."""
    print_json(schema_text(options.kind).rstrip("\n"))
    return 0


def new(options: argparse.Namespace) -> int:
    """Write a commented starting file, an empty record or a made-up history; one that is there is left alone.

    Raises
    ------
    LadderError
        The name is no id, or a file is in the way.
    """
    if options.source is not None and options.kind != "scheme":
        raise LadderError(tr("--from drafts a scheme: ladder-sim new scheme {name} --from {policy}",
                             "--from 用于起草方案：ladder-sim new scheme {name} --from {policy}",
                             name=options.name, policy=options.source))  # fmt: skip
    if options.kind == RECORD:
        return _new_record(options)
    if options.kind == HISTORY:
        return _new_history(options)
    name = options.name
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", name):
        raise LadderError(
            tr("name '{name}': an id has small letters, digits and hyphens only, such as '{better}'",
               "名称“{name}”：编号只能用小写字母、数字和连字符，例如“{better}”",
               name=name, better=re.sub(r"[^a-z0-9_]+", "-", name.lower()).strip("-") or "my-scheme")
        )  # fmt: skip
    path = Path(options.out) if options.out else _home(options.kind) / f"{name}.yaml"
    if options.out and path.stem != name:
        raise LadderError(
            tr("--out {path}: the file must be called {name}.yaml, like the {kind} in it",
               "--out {path}：文件名须为 {name}.yaml，与其中的{kind}同名", path=path, name=name,
               kind=SCENARIO_FILES[options.kind].title)
        )  # fmt: skip
    if options.source is not None:
        from ladder_sim.cli.policies import draft_into

        return draft_into(path, options.source, name)
    text = (resources("ladder_sim.cli") / "templates" / f"{options.kind}.{language()}.yaml").read_text(encoding="utf-8")
    schemes = list(_ids("scheme"))[:2]
    for blank, value in (("NAME", name), ("SCHEMES", ", ".join(schemes)), ("BASELINE", "".join(schemes[:1]))):
        text = text.replace(blank, value)
    _write_new(path, text)
    print(tr("wrote {path}; next: ladder-sim check {path}", "已写入 {path}；接着：ladder-sim check {path}", path=path),
          file=sys.stderr)  # fmt: skip
    return 0


def _new_record(options: argparse.Namespace) -> int:
    """Write an empty record for a scheme: every column that its rules read, and a year of one person."""
    from ladder_sim.analysis.tracing import blank_record
    from ladder_sim.scenarios.loading import load_scheme

    scheme = load_scheme(options.name)
    path = Path(options.out) if options.out else Path(f"{scheme.id}-record.csv")
    if path.suffix.lower() != ".csv":
        raise LadderError(tr("--out {path}: a record is written as CSV; name a file that ends in .csv",
                             "--out {path}：记录以 CSV 写入；文件名须以 .csv 结尾", path=path))  # fmt: skip
    _write_new(path, csv_text(blank_record(scheme)))
    print(tr("wrote {path}; next, when it is filled in: ladder-sim trace {scheme} {path}",
             "已写入 {path}；填好之后：ladder-sim trace {scheme} {path}", path=path, scheme=options.name),
          file=sys.stderr)  # fmt: skip
    return 0


def _new_history(options: argparse.Namespace) -> int:
    """Write the history of the made-up company, to try a fit and a backtest on."""
    import gzip

    if options.name != MADE_UP:
        raise LadderError(tr("there is no made-up history '{name}'{near}", "没有示例历史记录“{name}”{near}",
                             name=options.name, near=nearest(options.name, [MADE_UP])))  # fmt: skip
    path = Path(options.out) if options.out else Path(f"{MADE_UP}.csv")
    data = (resources("ladder_sim") / "data" / f"{MADE_UP}.csv.gz").read_bytes()
    _write_new(path, gzip.decompress(data).decode("utf-8"))
    print(tr("wrote {path}; next: ladder-sim fit {path} --grades 'agent<senior<lead<manager'",
             "已写入 {path}；接着：ladder-sim fit {path} --grades 'agent<senior<lead<manager'", path=path),
          file=sys.stderr)  # fmt: skip
    return 0


def _write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet."""
    try:
        write(path, text, new=True)
    except FileExistsError:
        raise LadderError(
            tr("{path} exists already and is left as it is; choose another name or --out",
               "{path} 已存在，未作改动；请换一个名称或用 --out 指定位置", path=path)
        ) from None  # fmt: skip


def _home(kind: Kind) -> Path:
    folder = Path("scenarios") / SCENARIO_FILES[kind].folder
    return folder if folder.is_dir() else Path()
