"""A file that another names may be anybody's: where it is none of ours, nothing of it comes up in a message."""

from __future__ import annotations

from pathlib import Path

import pytest

from ladder_sim.scenarios.loading import check_file

SECRET = "hunter2"
#: Files that are not ours: name and content.
FOREIGN = {
    "passwd": f"root:{SECRET}:0:0\ndaemon:{SECRET}:1:1\n",  # as YAML a text
    "keys.yaml": f"api: {SECRET}\n{SECRET}: kind\n",
    "list.yaml": f"- {SECRET}\n",
    "broken.yaml": f"x: [{SECRET}\n",
    "table.csv": f"{SECRET},alpha\n{SECRET},beta\n",
    "lines.txt": f"{SECRET} alpha\n{SECRET} beta\n",
}
#: Files of ours, each with a place where one may name another.
NAMING = {
    "based_on": "scheme: a\nbased_on: {file}\n",
    "adopted": "scheme: a\nbased_on: three-routes\nadopted: {{after: {file}, month: 3}}\n",
    "workforce based_on": "workforce: a\nbased_on: {file}\n",
    "law": "workforce: a\nbased_on: small-department-30\nlaw: {file}\n",
    "roster": "workforce: a\nbased_on: small-department-30\npeople: {{roster: {file}}}\n",
    "roster with words": (
        "workforce: a\nbased_on: small-department-30\n"
        "people: {{roster: {{file: {file}, columns: {{person: Staff, hired: Since}}}}}}\n"
    ),
    "plan": "workforce: a\nbased_on: small-department-30\nhiring: {{plan: {file}}}\n",
    "schemes": "study: a\nschemes: [{file}, three-routes]\nworkforce: small-department-30\n",
    "study's workforce": "study: a\nschemes: [three-routes]\nworkforce: {file}\n",
    "departments": (
        "study: a\ndepartments:\n"
        "  x: {{scheme: {file}, workforce: {file}}}\n"
        "  y: {{scheme: {file}, workforce: {file}}}\n"
    ),
    "logo": "brief: a\nlogo: {file}\n",
}


@pytest.mark.parametrize("naming", NAMING)
def test_a_file_that_is_none_of_ours_is_refused_and_not_quoted(tmp_path: Path, naming: str) -> None:
    for name, content in FOREIGN.items():
        (tmp_path / name).write_text(content)
        (tmp_path / "a.yaml").write_text(NAMING[naming].format(file=f"./{name}"))
        problems = check_file(tmp_path / "a.yaml")
        said = "\n".join(map(str, [*problems.errors, *problems.warnings]))
        assert SECRET not in said and "alpha" not in said, name
        assert problems.errors or naming == "study's workforce", name  # a study's people are read when it is played


def test_what_is_refused_is_said_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "theirs").write_text(FOREIGN["passwd"])
    (tmp_path / "a.yaml").write_text("scheme: a\nbased_on: ./theirs\n")
    assert [str(error).partition("a.yaml")[2] for error in check_file(tmp_path / "a.yaml").errors] == [
        ":2:11: based_on: './theirs' is no scheme: it has no line 'scheme: ...', and nothing of it is read or shown"
    ]


@pytest.mark.parametrize("head", ["scheme: base", "'scheme': base", "{scheme: base}", "\ufeffscheme : base"])
def test_a_file_of_ours_is_known_however_its_kind_is_written(tmp_path: Path, head: str) -> None:
    (tmp_path / "base.yaml").write_text(f"{head}\n", encoding="utf-8")
    (tmp_path / "a.yaml").write_text("scheme: a\nbased_on: ./base.yaml\n")
    assert "is no scheme" not in str(check_file(tmp_path / "a.yaml").errors)


def test_a_text_that_a_person_checks_is_not_quoted_either(tmp_path: Path) -> None:
    (tmp_path / "theirs").write_text(FOREIGN["passwd"])
    (error,) = check_file(tmp_path / "theirs").errors
    assert str(error).endswith("theirs:1:1: the file must hold 'key: value' pairs, got text without keys")
