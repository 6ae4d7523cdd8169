"""Files of other formats: older ones are read and rewritten, newer ones refused by name; every JSON says its format."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from places import CORPUS, PACKAGE, ROOT
from two_grades import SCHEME, SMALL, WORKFORCE

from ladder_sim.cli import main
from ladder_sim.core.formats import FILE_FORMAT, JSON_FORMAT
from ladder_sim.core.i18n import use
from ladder_sim.core.problems import LadderError, LadderWarning, Problems
from ladder_sim.files import parse_tree
from ladder_sim.files.formats import CHANGES, FILE_KINDS, FormatChange, Redefined, Renamed, brought_up, kind_of
from ladder_sim.files.schemas import FORMS
from ladder_sim.files.upgrade import upgraded
from ladder_sim.scenarios.loading import check_file, load_scheme, load_workforce

EARLIER = CORPUS / "earlier" / "before_formats.yaml"
TODAY = """\
scheme: before_formats
format: 1
ladder: {service: {junior: {base: 4000}, senior: {base: 4800}}}
entry: junior
# What was left out
stated:
  - {rule: Badges, left_out: No effect}   # two of them
  - "rule": Canteen
    "left_out": {en: No effect either, zh: 同样无影响}
"""
SHIPPED = sorted([
    *(ROOT / "scenarios").rglob("*.yaml"), *(PACKAGE / "cli" / "templates").glob("*.yaml"),
    *(PACKAGE / "data").glob("law-*.yaml"),
])  # fmt: skip


def rewritten(path: Path) -> str:
    problems = Problems()
    made = upgraded(path, problems)
    assert made is not None, [str(problem) for problem in problems.errors]
    return made.text


def written(folder: Path, text: str | bytes, name: str = "s.yaml") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_an_earlier_file_is_rewritten_sign_by_sign() -> None:
    assert rewritten(EARLIER) == TODAY


def test_an_earlier_file_is_read_as_if_it_were_rewritten(tmp_path: Path) -> None:
    with pytest.warns(LadderWarning, match="is of an earlier format .*ladder-sim upgrade .*before_formats.yaml"):
        before = load_scheme(EARLIER)
    after = load_scheme(written(tmp_path, TODAY, "before_formats.yaml"))
    assert [item.reason.zh for item in before.left_out] == [item.reason.zh for item in after.left_out]
    assert before.left_out[1].reason.zh == "同样无影响"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_is_shipped_is_of_today(path: Path) -> None:
    tree = parse_tree(path.read_text(encoding="utf-8"), path.name, Problems())
    assert tree is not None and tree.plain().get("format") == FILE_FORMAT
    assert rewritten(path) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: f"{change.since} {getattr(change, 'old', 'redefined')}")
def test_a_change_of_a_format_is_whole(change: FormatChange) -> None:
    """The old name is no name of today in its place, and the new one is; a record of the future stands nowhere."""
    assert 1 <= change.since <= FILE_FORMAT and change.kind in FILE_KINDS
    if isinstance(change, Redefined):
        assert change.said.en != change.said.zh and change.pattern
        return
    frame = {"scheme": TODAY.partition("stated")[0]}[change.kind]
    for name, known in ((change.old, False), (change.new, True)):
        inner = f"[{{rule: Badges, {name}: No effect}}]"
        text = frame + (f"stated: {inner}\n" if change.at else f"{name}: [{{rule: Badges, left_out: No effect}}]\n")
        tree = parse_tree(text, "s.yaml", Problems())
        assert tree is not None
        form = FORMS[change.kind]
        try:
            form.model_validate(tree.plain())
        except ValueError as error:
            assert not known and change.old in str(error)
        else:
            assert known


def test_changes_stand_in_their_order() -> None:
    assert [change.since for change in CHANGES] == sorted(change.since for change in CHANGES)
    assert {change.since for change in CHANGES} == set(range(1, FILE_FORMAT + 1)), "a format without a change"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("scheme: s\r\nnot_modelled: []\r\n", "scheme: s\r\nformat: 1\r\nstated: []\r\n"),
        ("\ufeffscheme: s # id\nentry: a\n", "\ufeffscheme: s # id\nformat: 1\nentry: a\n"),
        ("scheme: s", "format: 1\nscheme: s"),
        ('{"scheme": "s", "not_modelled": []}\n', '{"format": 1, "scheme": "s", "stated": []}\n'),
        ("  scheme: s\n  entry: a\n", "  scheme: s\n  format: 1\n  entry: a\n"),
        ("format: 0 # old\nscheme: s\n", "format: 1 # old\nscheme: s\n"),
        ("title: not_modelled\nscheme: >-\n  s\nentry: a\n",
         "title: not_modelled\nformat: 1\nscheme: >-\n  s\nentry: a\n"),
        ("study: s\nworkforce: w\nbrief: {audience: hr}\n",
         "study: s\nformat: 1\nworkforce: w\nbrief: {audience: hr}\n"),
        ("workforce: w\nlaw: cn\n", "workforce: w\nformat: 1\nlaw: cn\n"),
        ("scheme: s\nstated:\n- &a {rule: x, not_modelled: y}\n- *a\n",
         "scheme: s\nformat: 1\nstated:\n- &a {rule: x, left_out: y}\n- *a\n"),
    ],
)  # fmt: skip
def test_every_other_sign_stays(tmp_path: Path, text: str, expected: str) -> None:
    path = written(tmp_path, text)
    once = rewritten(path)
    assert once == expected
    path.write_bytes(once.encode())
    assert rewritten(path) == once, "a second time changes nothing"


def test_a_word_that_means_something_else_is_told_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = 'scheme: s\nmoves:\n  - {id: up, when: ["percentile(kpi, team) > 90"]}\ntitle: percentile() here\n'
    path = written(tmp_path, text)
    assert main(["upgrade", str(path)]) == 0
    said = capsys.readouterr().out
    assert "s.yaml:3:" in said and "look at this: percentile() is 100 for the best" in said
    assert said.count("look at this") == 1
    assert path.read_text(encoding="utf-8") == text.replace("scheme: s\n", "scheme: s\nformat: 1\n")


def test_upgrade_writes_and_check_only_looks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, EARLIER.read_bytes(), "before_formats.yaml")
    path.chmod(0o640)
    assert main(["upgrade", "--check", str(path)]) == 1
    assert "is older than format 1; ladder-sim upgrade" in capsys.readouterr().out
    assert path.read_bytes() == EARLIER.read_bytes()
    assert main(["--lang", "zh", "upgrade", str(path)]) == 0
    said = capsys.readouterr().out
    assert "before_formats.yaml:5:1: not_modelled: “not_modelled”现为“stated”" in said and "已改写为格式1" in said
    use("en")
    assert path.read_text(encoding="utf-8") == TODAY and stat.S_IMODE(path.stat().st_mode) == 0o640
    assert main(["upgrade", "--check", str(path)]) == 0
    assert "format 1 already" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("scheme: s\nformat: 9\n", "s.yaml:2:9: format: format 9 is newer than this ladder-sim"),
        (
            "scheme: s\nnot_modelled: []\nstated: []\n",
            "s.yaml:2:1: not_modelled: 'not_modelled' is called 'stated' now",
        ),
        ("people: 3\n", "s.yaml:1:1: is no scheme, workforce, study, brief or law"),
        ("scheme: [\n", "s.yaml:2:1: not valid YAML"),
        (b"scheme: \xb7\xbd\xb0\xb8\n", "s.yaml:1:1: file is not UTF-8"),
    ],
)  # fmt: skip
def test_what_cannot_be_rewritten_is_said_and_left_alone(
    tmp_path: Path, text: str | bytes, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path, sound = written(tmp_path, text), written(tmp_path, "study: t\n", "t.yaml")
    before = path.read_bytes()
    assert main(["upgrade", str(path), str(sound)]) == 1
    assert said in capsys.readouterr().out and path.read_bytes() == before
    assert sound.read_text(encoding="utf-8") == "study: t\nformat: 1\n", "the others are rewritten all the same"


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_a_newer_file_of_any_kind_is_refused_by_name(tmp_path: Path, kind: str) -> None:
    path = written(tmp_path, f"{kind}: s\nformat: {FILE_FORMAT + 1}\n")
    if kind == "law":
        people = WORKFORCE.replace("twenty\n", "w\nlaw: s.yaml\n", 1)
        with pytest.raises(LadderError, match=r"s\.yaml:2:9: format: .* newer than this ladder-sim"):
            load_workforce(written(tmp_path, people, "w.yaml"))
        return
    (only,) = check_file(path).errors
    assert "is newer than this ladder-sim, which reads up to format 1: install a newer ladder-sim" in only.message


def test_a_variant_and_its_base_may_be_of_different_formats(tmp_path: Path) -> None:
    written(tmp_path, EARLIER.read_bytes(), "before_formats.yaml")
    variant = written(tmp_path, "scheme: s\nformat: 1\nbased_on: before_formats\nentry: senior\n")
    with pytest.warns(LadderWarning, match="before_formats"):
        assert len(load_scheme(variant).left_out) == 2


def test_a_format_is_no_part_of_a_policy(tmp_path: Path) -> None:
    bare = load_scheme(written(tmp_path, SCHEME, "two-grades.yaml"))
    (tmp_path / "b").mkdir()
    versioned = SCHEME.replace("two-grades\n", "two-grades\nformat: 1\n", 1)
    assert load_scheme(written(tmp_path / "b", versioned, "two-grades.yaml")) == bare


def test_brought_up_leaves_the_tree_alone() -> None:
    tree = parse_tree(EARLIER.read_text(encoding="utf-8"), "s.yaml", Problems())
    assert tree is not None and kind_of(tree) == "scheme"
    before = tree.plain()
    made, found = brought_up(tree, "scheme", 0, Problems())
    assert tree.plain() == before and made.plain() != before
    assert {item.change for item in found} == set(CHANGES[:2]) and isinstance(CHANGES[0], Renamed)


@pytest.mark.parametrize(
    "asked",
    [
        ("list",), ("run", "two-grades"), ("compare", "two-grades", "late"), ("explain", "two-grades"),
        ("trace", "two-grades", "record.csv"), ("say", "kpi >= 80"), ("check", "two-grades"), ("twin", "two-grades"),
        ("lives", "two-grades", "late"), ("switch", "two-grades", "late"), ("frontier", "two-grades", "late"),
    ("diff", "two-grades", "late"),
        ("describe", "two-grades"),
    ],
    ids=lambda asked: asked[0],
)  # fmt: skip
def test_every_json_says_its_format(
    asked: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    late = SCHEME.replace("two-grades", "late").replace(">= 6", ">= 9")
    for name, text in (("two-grades", SCHEME), ("late", late), ("twenty", WORKFORCE)):
        written(tmp_path, text, f"{name}.yaml")
    written(tmp_path, "person,month,kpi\nann,1-9,80\n", "record.csv")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios").mkdir()
    for folder in ("schemes", "workforces"):
        (tmp_path / "scenarios" / folder).mkdir()
    for name, folder in (("two-grades", "schemes"), ("late", "schemes"), ("twenty", "workforces")):
        (tmp_path / f"{name}.yaml").rename(tmp_path / "scenarios" / folder / f"{name}.yaml")
    options = (
        ("--workforce", "twenty", *SMALL)
        if asked[0] not in ("list", "trace", "say", "check", "diff", "describe")
        else ()
    )
    assert main([*asked, *options, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert next(iter(found)) == "format" and found["format"] == JSON_FORMAT


def test_every_command_with_json_is_asked() -> None:
    from ladder_sim.cli.arguments import parser

    commands = parser()._subparsers._group_actions[0].choices  # type: ignore[union-attr]
    having = {name for name, made in commands.items() if "--json" in made._option_string_actions}
    here = {"list", "run", "compare", "explain", "trace", "say", "check", "twin", "lives", "switch", "frontier", "diff",
            "describe"}  # fmt: skip
    elsewhere = {"track", "verify", "sweep", "seek", "match", "store", "fit", "backtest", "choose", "cover"}
    assert having == here | elsewhere, "a command whose JSON no test asks for its format"
