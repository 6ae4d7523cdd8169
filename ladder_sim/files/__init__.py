"""Text files read safely: limits on size, encodings recognized, every failure a problem in plain words.

Owns: trees with positions, the forms that say which keys a file has, the way from a form to a record, variants,
schemas, and the formats of earlier versions.
Must not: look for a file by its id (that is `scenarios`) or judge a rule (that is `plan`).
Enter by: `read_tree`, `validate.validate`, `resolving.scheme.resolve_scheme`, `upgrade.upgraded`.
"""

from __future__ import annotations

from pathlib import Path

from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import PlainForm
from ladder_sim.core.problems import Place, Problems
from ladder_sim.files.events import NotYaml
from ladder_sim.files.hints import add_reader, add_syntax
from ladder_sim.files.tree import (
    LONGEST_NAME,
    FileNode,
    FileRefused,
    KeyPath,
    Loc,
    TreeBuilder,
    find,
    locate,
    shortened,
    show,
    where_text,
)

__all__ = [
    "LONGEST_NAME",
    "KeyPath",
    "Loc",
    "FileNode",
    "find",
    "is_there",
    "locate",
    "parse_tree",
    "read_bytes",
    "read_text",
    "read_tree",
    "shortened",
    "show",
    "shown_path",
    "top_entries",
    "where_text",
]

MAX_BYTES = 2_000_000
LONGEST = 255  # signs in a name: no file system takes more


def shown_path(path: Path) -> str:
    """A path as messages show it: relative to the current directory where it lies below it."""
    path = Path(*(shortened(part) if len(part) > LONGEST else part for part in path.parts))
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError, RuntimeError):  # RuntimeError: links that lead in a circle
        return str(path)


def is_there(name: str) -> bool:
    """Whether a file or folder of that name exists; a name that no file system takes names none."""
    try:
        return Path(name).exists()
    except (OSError, ValueError):  # too long, or with a NUL
        return False


def read_bytes(path: Path, problems: Problems, *, limit: int = MAX_BYTES) -> bytes | None:
    """A file's content, or None and a problem when it is missing, a folder, unreadable or too large.

    Parameters
    ----------
    limit : bytes
    """
    place = Place(shown_path(path))
    try:
        if path.is_dir():
            problems.add(place, tr("is a folder; name a file in it", "是一个文件夹；请写出其中的文件"))
            return None
        size = path.stat().st_size
        if size > limit:
            problems.add(
                place,
                tr(
                    "is too large: {size} MB, at most {limit} MB are read",
                    "文件太大：{size} MB，最多读取{limit} MB",
                    size=round(size / 1e6, 1),
                    limit=f"{limit / 1e6:g}",
                ),
            )
            return None
        return path.read_bytes()[: limit + 1]
    except FileNotFoundError:
        problems.add(place, tr("there is no such file", "没有这个文件"))
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or error
        problems.add(place, tr("cannot be read: {why}", "无法读取：{why}", why=reason))
    return None


def read_text(path: Path, problems: Problems) -> str | None:
    """The text of a UTF-8 file (a byte order mark is dropped), or None and a problem."""
    raw = read_bytes(path, problems)
    if raw is None:
        return None
    shown = shown_path(path)
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        problems.add(Place(shown), _not_utf8("UTF-16"))
        return None
    if b"\0" in raw:
        kept = tr("; a saved run is read by load_run({name!r})", "；已保存的 run 请用 load_run({name!r}) 读取",
                  name=str(path)) if path.suffix == ".run" else ""  # fmt: skip
        problems.add(
            Place(shown), tr("is a binary file; a text file is needed", "是二进制文件；这里需要文本文件") + kept
        )
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        try:
            raw.decode("gb18030")
            looks = "GBK/ANSI"
        except UnicodeDecodeError:
            looks = ""
        problems.add(Place(shown, line, 1), _not_utf8(looks))
    return None


def _not_utf8(looks: str) -> str:
    if looks:
        return tr(
            "file is not UTF-8 (looks like {looks}); re-save it as UTF-8",
            "文件不是 UTF-8 编码（看起来是 {looks}）；请另存为 UTF-8",
            looks=looks,
        )
    return tr("file is not UTF-8; re-save it as UTF-8", "文件不是 UTF-8 编码；请另存为 UTF-8")


def read_tree(path: Path, problems: Problems) -> FileNode | None:
    """The tree of a YAML file, or None and the problems that prevent it."""
    text = read_text(path, problems)
    return None if text is None else parse_tree(text, shown_path(path), problems)


def parse_tree(text: str, file: str, problems: Problems, builder: TreeBuilder | None = None) -> FileNode | None:
    """The tree of a YAML text, whose top must be a mapping; duplicate keys are problems, not fatal.

    Parameters
    ----------
    builder : one that notes more than the tree, made for this text
    """
    if not text.strip():
        problems.add(Place(file), tr("the file is empty", "文件是空的"))
        return None
    builder = TreeBuilder(text, file, problems) if builder is None else builder
    try:
        tree = builder.document()
    except FileRefused as refused:
        problems.add(refused.place, refused.message)
        return None
    except NotYaml as error:
        if error.marked is not None:
            add_syntax(error.marked, text, file, problems)
        else:
            add_reader(error.cause, text, file, problems)
        return None
    except (ValueError, RecursionError) as error:
        add_reader(error, text, file, problems)
        return None
    if tree is None or (tree.value is None and not builder.documents):
        problems.add(Place(file), tr("the file is empty", "文件是空的"))
        return None
    if not isinstance(tree.value, dict):  # what it holds is not quoted: the file may be none of the user's
        got = tr("a list", "列表") if isinstance(tree.value, list) else tr("text without keys", "没有键的文字")
        problems.add(
            Place(file, tree.line, tree.column),
            tr("the file must hold 'key: value' pairs, got {got}", "文件内容应为“键: 值”，现为{got}", got=got),
        )
        return None
    return tree


def top_entries(path: Path, wanted: set[str]) -> PlainForm:
    """The values of a few top keys, reading no further than needed; {} when the file cannot be read.

    For listings, which must not fail because one file is broken.
    """
    problems = Problems()
    text = read_text(path, problems)
    if text is None:
        return {}
    found: PlainForm = {}
    builder = TreeBuilder(text, str(path), problems)
    try:
        for key, node in builder.top():
            if key in wanted:
                found[key] = node.plain()
            if len(found) == len(wanted):
                break
    except (NotYaml, ValueError, RecursionError, FileRefused):
        pass
    return found
