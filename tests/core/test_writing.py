"""Files are written whole or not at all, all that belong together or none, and never over somebody's work."""

from __future__ import annotations

import ast
import errno
import os
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from ladder_sim.core import i18n, writing
from ladder_sim.core.problems import LadderError
from ladder_sim.core.writing import LIST, CannotWrite, Occupied, fill, prepare, write

PACKAGE = Path(writing.__file__).parents[1]
NAMES = ("a.csv", "b.csv", "c.csv")


def texts(mark: str, *names: str) -> dict[str, Callable[[Path], object]]:
    """What writes a mark into each file."""
    return {name: lambda path: path.write_text(mark, encoding="utf-8") for name in names or NAMES}


def seen(folder: Path) -> dict[str, bytes]:
    """Everything in a folder, hidden or not."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def at_call(number: int, real: Callable[..., Any], only: str) -> Callable[..., Any]:
    """`real`, that finds the disk full at the so-manieth call whose target is called `only`…."""
    calls = []

    def call(source: Any, target: Any, *rest: Any) -> Any:
        if Path(target).name.startswith(only):
            calls.append(target)
            if len(calls) == number:
                full()
        return real(source, target, *rest)

    return call


# --- one file -----------------------------------------------------------------------------------


def test_a_file_is_replaced_whole_and_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    write(path, "old\n")
    path.chmod(0o640)
    write(path, "new 新\n")
    assert path.read_bytes() == "new 新\n".encode()
    assert path.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in tmp_path.iterdir()] == ["x.yaml"]


@pytest.mark.parametrize("step", ["replace", "fsync"])
def test_where_it_cannot_be_written_the_old_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "x.yaml"
    write(path, "old\n")
    monkeypatch.setattr(os, step, full)
    with pytest.raises(CannotWrite) as caught:
        write(path, "new\n")
    assert str(caught.value) == (
        f"{path}: cannot be written: the disk is full; free some space or choose another place"
    )
    i18n.use("zh")
    with pytest.raises(CannotWrite, match="无法写入：磁盘空间不足"):
        write(path, "new\n")
    assert seen(tmp_path) == {"x.yaml": b"old\n"}


def test_what_is_written_back_through_a_link_leaves_the_link(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "far" / "x")
    write(tmp_path / "link", "1", through=True)
    assert (tmp_path / "link").is_symlink() and (tmp_path / "far" / "x").read_text() == "1"


@pytest.mark.parametrize("there", [True, False])
def test_nothing_is_written_through_a_link_that_somebody_laid(tmp_path: Path, there: bool) -> None:
    theirs = tmp_path / "theirs"
    if there:
        theirs.write_text("theirs")
    (tmp_path / "page.html").symlink_to(theirs)
    with pytest.raises(CannotWrite) as caught:
        write(tmp_path / "page.html", "1")
    assert str(caught.value) == (
        f"{tmp_path / 'page.html'}: is a link to {theirs}, and what it names is left as it is; name that file itself, "
        "or another"
    )
    i18n.use("zh")
    with pytest.raises(CannotWrite, match=r"page\.html: 是指向 .* 的链接，未作写入"):
        write(tmp_path / "page.html", "1")
    assert (theirs.read_text() if there else theirs.exists()) == ("theirs" if there else False)


def test_the_list_of_a_folder_is_not_written_through_a_link(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_text("theirs")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / LIST).symlink_to(theirs)
    with pytest.raises(CannotWrite, match=r"\.ladder-sim\.json: is a link to"):
        fill(tmp_path / "out", texts("1"), force=True)
    assert theirs.read_text() == "theirs" and {path.name for path in (tmp_path / "out").iterdir()} == {LIST}


@pytest.mark.parametrize("links", [True, False])
def test_a_new_file_is_never_written_over_one_that_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        monkeypatch.setattr(os, "link", lambda *_: full())
    write(tmp_path / "x", "mine", new=True)
    with pytest.raises(FileExistsError):
        write(tmp_path / "x", "other", new=True)
    assert seen(tmp_path) == {"x": b"mine"}


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("no/such/x", "there is no such file or folder"),
        ("file/x", "a part of the path is a file, not a folder"),
        ("folder", "this is a folder, a file is needed"),
        ("n" * 300, "the name is too long for this file system"),
    ],
)
def test_a_place_that_takes_no_file_is_named(tmp_path: Path, path: str, said: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(CannotWrite) as caught:
        write(tmp_path / path, "")
    assert str(caught.value) == f"{tmp_path / path}: cannot be written: {said}"


# --- several files ------------------------------------------------------------------------------


def test_own_files_are_replaced_as_long_as_nobody_edits_them(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    for mark in ("1", "2", "2", "3"):
        assert fill(out, texts(mark)) == [out / name for name in NAMES]
        prepare(out, NAMES)
    assert {path.name: path.read_text() for path in out.glob("[!.]*")} == dict.fromkeys(NAMES, "3")


def test_edited_and_foreign_files_are_refused_all_at_once(tmp_path: Path) -> None:
    fill(tmp_path, texts("1", "a.csv", "b.csv"))
    (tmp_path / "b.csv").write_text("edited")
    (tmp_path / "c.csv").write_text("foreign")
    before = seen(tmp_path)
    for attempt in (lambda: prepare(tmp_path, NAMES), lambda: fill(tmp_path, texts("2"))):
        with pytest.raises(Occupied) as caught:
            attempt()
        edited, foreign = str(caught.value).splitlines()
        assert edited.startswith(f"{tmp_path / 'b.csv'}: was edited since ladder-sim wrote it and is left as it is; ")
        assert foreign.startswith(f"{tmp_path / 'c.csv'}: was not written by ladder-sim and is left as it is; ")
        assert "choose another folder, or write over it with force=True (explorer: its button)" in edited
        assert seen(tmp_path) == before
    fill(tmp_path, texts("2"), force=True)
    prepare(tmp_path, NAMES)  # and from now on they are own files


@pytest.mark.parametrize("content", ["", "{", "[]", '{"files": {"a.csv": 3}}', '{"files": []}'])
def test_a_list_that_cannot_be_read_knows_no_file(tmp_path: Path, content: str) -> None:
    fill(tmp_path, texts("1"))
    (tmp_path / LIST).write_text(content)
    with pytest.raises(Occupied, match=r"a\.csv: was not written by ladder-sim"):
        fill(tmp_path, texts("2"))


def test_a_folder_in_the_way_is_not_replaced_even_by_force(tmp_path: Path) -> None:
    (tmp_path / "b.csv").mkdir()
    with pytest.raises(Occupied, match=r"b\.csv: a folder of this name is in the way"):
        fill(tmp_path, texts("1"), force=True)
    assert not (tmp_path / "a.csv").exists()


def test_a_link_in_the_way_never_changes_what_it_names(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_text("theirs")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.csv").symlink_to(theirs)
    with pytest.raises(Occupied):
        fill(tmp_path / "out", texts("1"))
    fill(tmp_path / "out", texts("1"), force=True)
    assert theirs.read_text() == "theirs" and (tmp_path / "out" / "a.csv").read_text() == "1"


def test_a_folder_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to("real")
    for mark in "12":
        fill(tmp_path / "out", texts(mark))
    assert (tmp_path / "real" / "c.csv").read_text() == "2" and (tmp_path / "out").is_symlink()


@pytest.mark.parametrize("old", [(), ("a.csv",), NAMES])
@pytest.mark.parametrize("failing", NAMES)
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt(), MemoryError()])
def test_all_are_written_or_none(tmp_path: Path, old: tuple[str, ...], failing: str, error: BaseException) -> None:
    out = tmp_path / "out"
    if old:
        fill(out, texts("old", *old))
    before = seen(tmp_path)

    def fails(path: Path) -> None:
        path.write_text("half")
        raise error

    with pytest.raises((CannotWrite, KeyboardInterrupt, MemoryError)) as caught:
        fill(out, texts("new") | {failing: fails})
    assert seen(tmp_path) == before and out.exists() == bool(old)
    if isinstance(error, OSError):
        assert str(caught.value).startswith(f"{out / failing}: cannot be written: the disk is full")
        assert writing.STAGE not in str(caught.value).removeprefix(str(out))


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("old", [(), ("b.csv",), NAMES])
def test_where_one_cannot_take_its_place_the_others_go_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: tuple[str, ...], number: int, links: bool
) -> None:
    if old:
        fill(tmp_path, texts("old", *old))
    before = {name: text for name, text in seen(tmp_path).items() if name != LIST}
    with monkeypatch.context() as patch:
        if not links:
            patch.setattr(os, "link", full)
        names = iter(NAMES[number - 1 :])
        patch.setattr(os, "replace", at_call(1, os.replace, next(names)))
        with pytest.raises(CannotWrite, match=rf"{NAMES[number - 1]}: cannot be written: the disk is full"):
            fill(tmp_path, texts("new"))
    assert {name: text for name, text in seen(tmp_path).items() if name != LIST} == before
    fill(tmp_path, texts("new"))  # what went back counts as own still


def test_a_run_that_is_killed_leaves_files_that_count_as_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed between the list and the second renaming: some files are new, some old, nothing is cleaned up."""
    fill(tmp_path, texts("old"))
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", at_call(1, os.replace, "b.csv"))
        patch.setattr(os.path, "lexists", lambda path: False)  # nothing goes back
        patch.setattr(writing.shutil, "rmtree", lambda *_, **__: None)
        patch.setattr(Path, "unlink", lambda *_, **__: None)
        with pytest.raises(CannotWrite):
            fill(tmp_path, texts("new"))
    assert (tmp_path / "a.csv").read_text() == "new" and (tmp_path / "b.csv").read_text() == "old"
    assert list(tmp_path.glob(f"{writing.STAGE}*/"))
    fill(tmp_path, texts("newest"))
    assert {path.name for path in tmp_path.iterdir()} == {*NAMES, LIST}, "what the killed run left is gone"


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no locks there")
@pytest.mark.filterwarnings("ignore:.*another run is writing here")
def test_of_several_runs_into_one_folder_every_file_is_of_the_same(tmp_path: Path) -> None:
    failed: list[BaseException] = []

    def often(mark: str) -> None:
        try:
            for _ in range(5):
                fill(tmp_path / "out", texts(mark))
                prepare(tmp_path / "out", NAMES)
        except BaseException as error:
            failed.append(error)

    runs = [threading.Thread(target=often, args=(mark,)) for mark in "1234"]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert not failed
    assert len({path.read_text() for path in (tmp_path / "out").glob("*.csv")}) == 1
    assert {path.name for path in (tmp_path / "out").iterdir()} == {*NAMES, LIST}


# --- before the work ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("file", "a file is in the way"),
        ("file/deep", "a part of the path is a file, not a folder"),
        ("deep/" + "n" * 300, "the name is too long for this file system"),
    ],
)
def test_a_folder_that_cannot_be_is_said_and_nothing_made(tmp_path: Path, folder: str, said: str) -> None:
    (tmp_path / "file").touch()
    for attempt in (lambda: prepare(tmp_path / folder, NAMES), lambda: fill(tmp_path / folder, texts("1"))):
        with pytest.raises(CannotWrite) as caught:
            attempt()
        assert str(caught.value) == f"{tmp_path / folder}: cannot be written: {said}"
    prepare(tmp_path / "deep" / "er", NAMES)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_folder_without_rights_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(tmp_path / "x"))

    monkeypatch.setattr(writing.tempfile, "mkdtemp", refused)  # root, as which tests may run, may do everything
    with pytest.raises(LadderError) as caught:
        prepare(tmp_path, NAMES)
    assert str(caught.value) == f"{tmp_path}: cannot be written: no permission"


# --- nobody else writes -------------------------------------------------------------------------

#: Functions that write to a path they are given, which is one of `fill`.
PUTS = {
    "core/file_rule.py": {"fill_one"},
    "store/comparison_file.py": {"load_comparison"},  # unpacked beside nothing of the user's, into a folder that goes
    "report/page/fit_page.py": {"save_fit"},
    "report/page/lives_page.py": {"save_lives"},
    "report/plain.py": {"write_table", "write_data", "save_figure"},
    "report/sweep_files.py": {"_picture"},
    "store/run_file.py": {"_stored"},  # an entry of the archive that `_put` writes
    "notebook/uploads.py": {"on_disk"},  # in a folder of its own, gone as soon as it is read
    "store/readings.py": {"_add"},  # a line of a file that grows, which may be broken off and is checked when read
}


def _writes(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in ("write_text", "write_bytes", "to_csv", "to_json", "to_excel", "savefig"):
        if name == "savefig":  # with a format it goes to a buffer
            return not any(k.arg == "format" for k in call.keywords)
        return name != "to_json" or any(k.arg is None or k.arg.startswith("path") for k in call.keywords)
    modes = [a.value for a in [*call.args, *(k.value for k in call.keywords)] if isinstance(a, ast.Constant)]
    return name == "open" and any(
        isinstance(mode, str) and set(mode) & set("wxa+") and len(mode) <= 3 for mode in modes
    )


def _writers(tree: ast.Module) -> Mapping[str, int]:
    """Functions of a module that write a file, and where."""
    return {
        function.name: call.lineno
        for function in tree.body if isinstance(function, ast.FunctionDef)
        for call in ast.walk(function) if isinstance(call, ast.Call) and _writes(call)
    }  # fmt: skip


def test_one_module_writes_files() -> None:
    found = {}
    for path in PACKAGE.rglob("*.py"):
        name = path.relative_to(PACKAGE).as_posix()
        own = set(_writers(ast.parse(path.read_text(encoding="utf-8")))) - PUTS.get(name, set())
        if name != "core/writing.py" and own:
            found[name] = own
    assert not found, "write with core/writing.py"
    assert set(_writers(ast.parse((PACKAGE / "report/plain.py").read_text("utf-8")))) == PUTS["report/plain.py"]
