"""Reading text and YAML: limits, encodings, positions."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from places import CORPUS, ROOT

from ladder_sim.core.i18n import use
from ladder_sim.core.problems import Problems
from ladder_sim.files import FileNode, find, locate, parse_tree, read_tree, top_entries, where_text


def messages(path: Path) -> list[str]:
    problems = Problems()
    assert read_tree(path, problems) is None
    return [str(problem).replace(str(path.parent) + "/", "") for problem in problems.errors]


def tree_of(text: str) -> FileNode:
    problems = Problems()
    tree = parse_tree(text, "f.yaml", problems)
    assert not problems.errors
    assert tree is not None
    return tree


def test_missing_file(tmp_path: Path) -> None:
    assert messages(tmp_path / "none.yaml") == ["none.yaml: there is no such file"]


def test_folder(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    assert messages(tmp_path / "sub") == ["sub: is a folder; name a file in it"]


def test_ten_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_bytes(b"a: 1\n" * 2_000_000)
    assert messages(path) == ["big.yaml: is too large: 10.0 MB, at most 2 MB are read"]


def test_binary(tmp_path: Path) -> None:
    path = tmp_path / "b.yaml"
    path.write_bytes(b"scheme: x\0y")
    assert messages(path) == ["b.yaml: is a binary file; a text file is needed"]


def test_gbk_says_so_and_where(tmp_path: Path) -> None:
    path = tmp_path / "g.yaml"
    path.write_bytes("scheme: g\ntitle: 星级晋升方案\n".encode("gbk"))
    assert messages(path) == ["g.yaml:2:1: file is not UTF-8 (looks like GBK/ANSI); re-save it as UTF-8"]


def test_gbk_in_chinese(tmp_path: Path) -> None:
    path = tmp_path / "g.yaml"
    path.write_bytes("title: 星级晋升方案\n".encode("gbk"))
    use("zh")
    assert messages(path) == ["g.yaml:1:1: 文件不是 UTF-8 编码（看起来是 GBK/ANSI）；请另存为 UTF-8"]


def test_utf16(tmp_path: Path) -> None:
    path = tmp_path / "u.yaml"
    path.write_bytes("title: 星级\n".encode("utf-16"))
    assert messages(path) == ["u.yaml: file is not UTF-8 (looks like UTF-16); re-save it as UTF-8"]


def test_neither_utf8_nor_gbk(tmp_path: Path) -> None:
    path = tmp_path / "n.yaml"
    path.write_bytes(b"title: \xff\xff\n")
    assert messages(path) == ["n.yaml:1:1: file is not UTF-8; re-save it as UTF-8"]


def test_byte_order_mark_is_dropped(tmp_path: Path) -> None:
    path = tmp_path / "bom.yaml"
    path.write_bytes("\ufeffscheme: bom\n".encode())
    tree = read_tree(path, Problems())
    assert tree is not None
    assert tree.plain() == {"scheme": "bom"}
    assert str(locate(tree, ["scheme"])).endswith(":1:9: scheme")


def test_control_character() -> None:
    problems = Problems()
    assert parse_tree("a: 1\nb: x\x01y\n", "f.yaml", problems) is None
    assert str(problems.errors[0]) == "f.yaml:2:5: holds a control character that YAML refuses"


def test_too_many_values() -> None:
    problems = Problems()
    assert parse_tree("a: [" + "1, " * 60_000 + "]\n", "f.yaml", problems) is None
    assert "more than 50000 values" in str(problems.errors[0])


def test_too_many_aliases() -> None:
    problems = Problems()
    assert parse_tree("a: &x 1\nb: [" + "*x , " * 200 + "]\n", "f.yaml", problems) is None
    assert "more than 100 aliases" in str(problems.errors[0])


def test_places_of_the_first_character_of_a_text() -> None:
    tree = tree_of(
        "a: kpi >= 3\nb: 'kpi'\nc: \"kpi\"\nd: >-\n\n    kpi\n    + 1\ne: &x 'kpi'\nf: [1, {g:  kpi}]\nh: *x\n"
    )
    spots = {key: (place.line, place.column) for key in "abcdef" for place in [locate(tree, [key])]}
    assert spots == {"a": (1, 4), "b": (2, 5), "c": (3, 5), "d": (6, 5), "e": (8, 8), "f": (9, 4)}
    assert str(locate(tree, ["f", 1, "g"])) == "f.yaml:9:13: f[1].g"
    assert str(locate(tree, ["f", 1, "g"], key=True)) == "f.yaml:9:9: f[1].g"
    assert tree.plain()["h"] == "kpi"


def test_a_path_that_leads_nowhere_stays_at_the_nearest_parent() -> None:
    tree = tree_of("a:\n  b: 1\n")
    assert str(locate(tree, ["a", "c", 0])) == "f.yaml:2:3: a.c[0]"
    assert find(tree, ["a", "c", 0]) is None
    assert find(tree, ["a", "b"]) is tree.value["a"].value["b"]


def test_scalars_follow_yaml_1_2() -> None:
    text = "[no, yes, on, 1:30, 010, 0.5, 1e3, 1_000, 2027-01-01, true, null, ~, '3', 3, +4, .5, 0x1F, 1_0]"
    assert tree_of(f"a: {text}").plain()["a"] == [
        *("no", "yes", "on", "1:30", 10, 0.5, 1000.0, 1000, "2027-01-01", True, None, None, "3", 3, 4, 0.5),
        *("0x1F", "1_0"),
    ]  # fmt: skip


def test_rules_with_commas_need_no_quotes_in_brackets() -> None:
    tree = tree_of("a: [count(x == 'C', 4) >= 3, y, f(1,\n  g(2, 3))]\nb: {e: count(x, 4) > 3, k: [1, 2]}\n")
    assert tree.plain() == {
        "a": ["count(x == 'C', 4) >= 3", "y", "f(1, g(2, 3))"],
        "b": {"e": "count(x, 4) > 3", "k": [1, 2]},
    }
    assert locate(tree, ["a", 1]).column == 30


def test_where_text() -> None:
    assert where_text(("moves", 0, "when", 1, "if")) == "moves[0].when[1].if"
    assert where_text(()) == ""


def test_top_entries_reads_no_further_than_needed(tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_text("scheme: t\ntitle: {en: A, zh: 甲}\nbroken: [\n", encoding="utf-8")
    assert top_entries(path, {"title"}) == {"title": {"en": "A", "zh": "甲"}}
    assert top_entries(tmp_path / "none.yaml", {"title"}) == {}


@pytest.mark.parametrize("text", ["a: [1, 2", "a:\n\tb: 1", "a: 'x", "a: b: c", "&", "*", "? ", "- a", "%", "a: |"])
def test_broken_texts_give_a_message_or_a_tree(text: str) -> None:
    problems = Problems()
    tree = parse_tree(text, "f.yaml", problems)
    assert (tree is None) == bool(problems.errors)


@given(st.text(alphabet="ab:-[]{}'\"#&*!|>%@`,?\n\t 1.：\u3000\x85\u2028\r", max_size=60))
def test_no_text_gives_a_traceback(text: str) -> None:
    problems = Problems()
    tree = parse_tree(text, "f.yaml", problems)
    assert tree is not None or problems.errors


def test_messages_exist_in_chinese() -> None:
    use("zh")
    for text in ("a: [1", "a：1\nb: 2", "a: 1\na: 2", "", "- a", "a:\n\tb: 1"):
        problems = Problems()
        parse_tree(text, "f.yaml", problems)
        assert re.search("[\u4e00-\u9fff]", problems.errors[0].message), text


def _flat(node: FileNode) -> object:
    value = node.value
    if isinstance(value, dict):
        value = {key: _flat(below) for key, below in value.items()}
    elif isinstance(value, list):
        value = [_flat(below) for below in value]
    return (type(value).__name__, value, node.line, node.column, node.key_line, node.key_column, node.index)


def test_both_parsers_make_the_same_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    """libyaml where it is there, else ruamel.yaml: places included, for every file that either reads."""
    pytest.importorskip("yaml._yaml")
    names = [*CORPUS.rglob("*.yaml"), *(ROOT / "scenarios" / "workforces").glob("*.yaml")]
    texts = []
    for path in names:
        with contextlib.suppress(UnicodeDecodeError):
            texts.append((path, path.read_text(encoding="utf-8-sig")))

    def trees() -> list[tuple[str, object, list[str]]]:
        made: list[tuple[str, object, list[str]]] = []
        for path, text in texts:
            problems = Problems()
            tree = parse_tree(text, path.name, problems)
            made.append(
                (path.name, None if tree is None else _flat(tree), [str(problem) for problem in problems.errors])
            )
        return made

    quick = trees()
    monkeypatch.setattr("ladder_sim.files.events._quick", lambda text: None)
    assert quick == trees()
    assert sum(entry[1] is not None for entry in quick) > 150
