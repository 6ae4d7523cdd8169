"""The guides in ``docs/``: every example is checked or run, and the two languages say the same.

What is an example is said lightly in the text itself:

- a fenced block ``yaml scheme``, ``yaml workforce``, ``yaml study`` or ``yaml brief`` is a complete file;
- a fenced block ``csv NAME`` is a file of that name, and a ``console`` block is what is typed in that folder after
  ``$``, with what it prints where that is shown (``...`` stands for lines left out); a ``python`` block is run there;
- the comment ``<!-- check: KIND -->`` before a table says what the code in its last column is: a ``rule`` (a
  condition), a ``value`` (any expression), or keys of a file's part such as ``move`` or ``attribute``; a small frame
  gives the rest of the file.
"""

from __future__ import annotations

import io
import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from frames import FRAME, MOVE, PARTS, complete, plain
from guides import DOCS, spans, tables
from ruamel.yaml import YAML

import ladder_sim as ls
from ladder_sim.cli import main
from ladder_sim.core.i18n import use
from ladder_sim.core.protected import CLOSED
from ladder_sim.expressions.words import RESERVED
from ladder_sim.files.schemas import schema_text
from ladder_sim.scenarios.loading import check_file

GUIDES = (
    "scheme-file", "rule-language", "phrase-book", "workforce-file", "how-it-works", "records-and-traces", "reports",
    "explorer", "results", "python", "policies", "why", "search", "how-sure", "sound-design", "your-own-people",
    "switch", "after-the-decision", "many-machines",
    "serving", "threats", "theory",
)  # fmt: skip
FILES = [DOCS / f"{guide}{end}.md" for guide in GUIDES for end in ("", ".zh")]

KINDS = (*PARTS, "rule", "value")


@dataclass(frozen=True)
class Block:
    language: str
    name: str
    text: str
    line: int


def _blocks(path: Path) -> list[Block]:
    found = re.finditer(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", path.read_text(encoding="utf-8"), re.M | re.S)
    return [Block(m[1], m[2] or "", m[3], m.string.count("\n", 0, m.start()) + 1) for m in found]


def _prose(path: Path) -> str:
    return re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.M | re.S)


def _written(folder: Path, kind: str, tree: dict[str, Any]) -> Path:
    home = (
        folder
        / "scenarios"
        / {"scheme": "schemes", "workforce": "workforces", "study": "studies", "brief": "briefs"}[kind]
    )
    home.mkdir(parents=True, exist_ok=True)
    path = home / f"{tree[kind]}.yaml"
    YAML().dump(tree, text := io.StringIO())
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def _check(path: Path, where: str) -> None:
    problems = check_file(path)
    assert not problems.errors, f"{where}: {[str(error) for error in problems.errors]}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_of_an_example_is_right_and_plays(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The YAML blocks, and every command typed among them, in one folder and in the order of the text."""
    monkeypatch.chdir(tmp_path)
    use("zh" if path.name.endswith(".zh.md") else "en")
    names: dict[str, Any] = {}  # of a guide's Python, which goes on from block to block
    for block in _blocks(path):
        where = f"{path.name}:{block.line}"
        if block.language == "csv" and block.name:
            (tmp_path / block.name).write_text(block.text, encoding="utf-8")
            home = tmp_path / "scenarios" / "workforces"  # beside the workforces that name it, too
            home.mkdir(parents=True, exist_ok=True)
            (home / block.name).write_text(block.text, encoding="utf-8")
        if block.language == "yaml" and block.name:
            assert block.name in FRAME, f"{where}: {block.name} is none of {list(FRAME)}"
            file = _written(tmp_path, block.name, plain(block.text))
            _check(file, where)
            if block.name == "scheme":
                ls.simulate(file, "small-department-30", months=14, replications=2)
            elif block.name == "workforce":
                ls.simulate(_written(tmp_path, "scheme", plain(FRAME["scheme"])), file, months=14, replications=2)
        if block.language == "console":
            _type(block, where)
        if block.language == "python":
            exec(compile(block.text, where, "exec"), names)


def _type(block: Block, where: str) -> None:
    """Each command exits with 0 and prints what is shown."""
    for part in re.split(r"^\$ ", block.text, flags=re.M)[1:]:
        command, _, shown = part.partition("\n")
        words = shlex.split(command, comments=True)
        assert words[0] == "ladder-sim", f"{where}: {command}"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sys.stdout", out := io.StringIO())
            patch.setattr("sys.stderr", err := io.StringIO())
            code = main(words[1:])
        assert code == 0, f"{where}: {command}\n{err.getvalue()}"
        if shown.strip():
            pattern = re.escape(_even(shown)).replace(re.escape("\n...\n"), r"\n(?:.*\n)*")
            assert re.fullmatch(pattern, _even(out.getvalue())), f"{where}: {command}\n{out.getvalue()}"


def _even(text: str) -> str:
    """Lines without their alignment, rules of tables, and blank ends."""
    lines = (re.sub(r"\s{2,}", "  ", line.rstrip()) for line in text.splitlines())
    return "\n".join(line for line in lines if line and not re.fullmatch(r"[-─ ]+", line)) + "\n"


@pytest.mark.parametrize("path", [p for p in FILES if not p.name.endswith(".zh.md")], ids=lambda path: path.name)
def test_every_example_in_a_table_is_right(path: Path, tmp_path: Path) -> None:
    """The Chinese files have the same ones, see below."""
    _beside(tmp_path)
    for kind, line, rows in tables(path):
        assert kind in KINDS, f"{path.name}:{line}: {kind} is none of {KINDS}"
        examples = [span for row in rows for span in spans(row[-1])]
        assert examples, f"{path.name}:{line}: no example"
        if kind in ("rule", "value"):
            _play(tmp_path, kind, examples, f"{path.name}:{line}")
            continue
        form, place, needed = PARTS[kind]
        for example in examples:
            where = f"{path.name}:{line}: {example}"
            given = plain(example)
            _check(_written(tmp_path, form, complete(form, given, place, needed)), where)


def _beside(folder: Path) -> None:
    """The small files that examples name."""
    home = folder / "scenarios" / "workforces"
    home.mkdir(parents=True)
    (home / "plan.csv").write_text("month,hires\n1,2\n", encoding="utf-8")
    people = "person,hired,role,Joined,Rating,Gross\na1,2025-03-01,agent,2025-03-01,3,48000\n"
    (home / "people.csv").write_text(people, encoding="utf-8")
    (home / "titles.csv").write_text("title,role,grade\nagent,agent,\n", encoding="utf-8")


def _play(folder: Path, kind: str, examples: list[str], where: str) -> None:
    """Rules as the conditions of one move, values as monthly scores; then played, every condition for everybody."""
    if kind == "rule":
        others = plain(FRAME["scheme"])["moves"][1:]  # that rules may name
        move = {**plain(MOVE), "when": [{"if": text, "id": f"r{i}"} for i, text in enumerate(examples)]}
        tree = complete("scheme", {"moves": [move, *others]})
    else:
        scores = {f"v{i}": {"every": "month", "value": text} for i, text in enumerate(examples)}
        tree = complete("scheme", {"scores": {**scores, "v": {"every": "month", "value": "kpi"}}})
    file = _written(folder, "scheme", tree)
    _check(file, where)
    ls.simulate(file, "small-department-30", months=13, replications=1, explain=True)


def _given(block: Block) -> str:
    """What a reader gives: of a console the commands, for what they print is in the reader's language."""
    if block.language != "console":
        return block.text
    return "\n".join(line for line in block.text.splitlines() if line.startswith("$ "))


def _shape(path: Path) -> dict[str, Any]:
    prose = _prose(path)
    widths = [
        [len(row.strip("|").split("|")) for row in rows.splitlines()]
        for rows in re.findall(r"(?:^\|.*\n)+", prose, re.M)
    ]
    return {
        "headings": [len(marks) for marks in re.findall(r"^(#+) ", prose, re.M)],
        "blocks": [(b.language, b.name, _given(b)) for b in _blocks(path)],
        "tables": widths,
        "checked": [(kind, [spans(row[-1]) for row in rows]) for kind, _, rows in tables(path)],
        "items": len(re.findall(r"^\s*(?:-|\d+\.) ", prose, re.M)),
    }


@pytest.mark.parametrize("guide", GUIDES)
def test_both_languages_say_the_same(guide: str) -> None:
    english, chinese = _shape(DOCS / f"{guide}.md"), _shape(DOCS / f"{guide}.zh.md")
    for what, found in english.items():
        assert found == chinese[what], what
    assert english["headings"] and re.search(r"[\u4e00-\u9fff]", (DOCS / f"{guide}.zh.md").read_text(encoding="utf-8"))
    assert not re.search(r"[\u4e00-\u9fff]", _without_code(_prose(DOCS / f"{guide}.md")))


def _without_code(text: str) -> str:
    return re.sub(r"`[^`]*`", "", text).replace("[中文]", "")


def _mentioned(*guides: str, end: str) -> set[str]:
    """Every word that stands in code."""
    paths = [DOCS / f"{guide}{end}.md" for guide in guides]
    code = "\n".join(text for path in paths for text in [*(b.text for b in _blocks(path)), *spans(_prose(path))])
    return set(re.findall(r"[A-Za-z_]\w*", code))


def _keys(schema: dict[str, Any]) -> set[str]:
    parts = [schema, *schema["$defs"].values()]
    return {key for part in parts for key in part.get("properties", {})}


@pytest.mark.parametrize("end", ["", ".zh"])
@pytest.mark.parametrize(
    ("kind", "guide"),
    [("scheme", "scheme-file"), ("workforce", "workforce-file"), ("study", "how-it-works"), ("brief", "reports")],
)
def test_every_key_of_a_file_is_explained(kind: str, guide: str, end: str) -> None:
    # the metrics of `signals`; ranges of what is assumed; the brief of a study, conditions and stages of its transfers
    also = {"scheme": ("workforce-file", "how-sure"), "workforce": ("how-sure",),
            "study": ("reports", "scheme-file")}.get(kind, ())  # fmt: skip
    missing = _keys(json.loads(schema_text(kind))) - _mentioned(guide, *also, end=end)
    assert not missing


@pytest.mark.parametrize("end", ["", ".zh"])
def test_every_word_of_the_rule_language_is_explained(end: str) -> None:
    words = {word for word in RESERVED if word not in ("exit", "same", "before", "any")}
    assert not {*words, *CLOSED} - _mentioned("rule-language", end=end)


@pytest.mark.parametrize("end", ["", ".zh"])
def test_every_measure_is_explained(end: str) -> None:
    known = ls.simulate("ecommerce-dual-track", "small-department-30", months=2, replications=1).known
    text = (DOCS / f"how-it-works{end}.md").read_text(encoding="utf-8")
    assert not {name.partition(":")[0] for name in known} - _mentioned("how-it-works", end=end)
    for name, measure in known.items():  # the definitions are those of the program
        if ":" not in name and measure.headline:
            definition = measure.definition.zh if end else measure.definition.en
            assert re.sub(r"\W", "", definition) in re.sub(r"\W", "", text), name


@pytest.mark.parametrize("path", [*FILES, DOCS / "README.md"], ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", path.read_text(encoding="utf-8")):
        file, _, heading = target.partition("#")
        other = path.parent / file if file else path
        assert other.exists(), f"{path.name}: {target}"
        if heading:
            headings = re.findall(r"^#+ (.*)$", _prose(other), re.M)
            slugs = {re.sub(r"[^\w -]", "", text.lower()).replace(" ", "-") for text in headings}
            assert heading in slugs, f"{path.name}: {target}; there are {sorted(slugs)}"
