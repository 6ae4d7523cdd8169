"""Every file that the package writes: whole or not at all, and never over what somebody else made of it.

A file that is there is left alone and said, all of them at once, unless it holds the same already or is as the package
wrote it; `force` writes over it. `fill` serves results, which can be made again: what was written and not edited since
makes way. `file_rule.write_once` serves what people go on working with, such as a scheme: only the same is written
again.

A file is written beside its place and renamed into it, so that a full disk, a signal or a crash leaves the file of
before, or none. A folder of results keeps a list of what was written there (`LIST`: names and SHA-256), by which a file
that somebody edited is told from one that may be replaced.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import platform
import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from ladder_sim.core.folder_list import LIST, digest_of, own_marks, records_with
from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import PlainForm
from ladder_sim.core.problems import LadderError, LadderWarning, Place, Problem
from ladder_sim.core.voice import to_reader

if sys.platform != "win32":
    import fcntl

#: Folders in which files wait to be renamed.
STAGE = ".ladder-sim-"
#: So many contents of a file count as own: the newest, and that before, in case the renaming never came.
REMEMBERED = 2
Put = Callable[[Path], object]


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """Rows as the text of a CSV file; the mark at its beginning lets a spreadsheet read Chinese."""
    import csv
    import io

    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return f"\ufeff{text.getvalue()}"


class CannotWrite(LadderError):
    """A file could not be written; what stood in its place stands there still."""


class Occupied(LadderError):
    """There are files in the way that somebody edited or that come from elsewhere; nothing was written."""


def why(error: OSError) -> str:
    """The reason in plain words, with what helps where that is known."""
    known = {
        errno.ENOENT: tr("there is no such file or folder", "没有这个文件或文件夹"),
        errno.EACCES: tr("no permission", "没有权限"),
        errno.EPERM: tr("no permission", "没有权限"),
        errno.EROFS: tr("this place can only be read", "该位置是只读的"),
        errno.EISDIR: tr("this is a folder, a file is needed", "这是文件夹，需要的是文件"),
        errno.ENOTDIR: tr("a part of the path is a file, not a folder", "路径中有一部分是文件而不是文件夹"),
        errno.EEXIST: tr("a file is in the way", "同名文件已存在"),
        errno.ENAMETOOLONG: tr("the name is too long for this file system", "名称超出了文件系统允许的长度"),
        errno.ENOSPC: tr("the disk is full; free some space or choose another place",
                         "磁盘空间不足；请清理空间或换一个位置"),
        errno.EDQUOT: tr("the quota of this account is used up; free some space or choose another place",
                         "账户的磁盘配额已用完；请清理空间或换一个位置"),
        errno.EFBIG: tr("larger than files may be here; choose another place", "超出此处允许的文件大小；请换一个位置"),
        errno.ELOOP: tr("the links of this path lead in a circle", "路径中的链接形成循环"),
        errno.EIO: tr("the disk reports a fault; choose another place", "磁盘读写出错；请换一个位置"),
    }  # fmt: skip
    if getattr(error, "winerror", None) in (5, 32, 33):
        return tr(
            "no permission, or another program has it open; close it there",
            "没有权限，或文件正被其他程序打开（请先关闭）",
        )
    return known.get(error.errno or 0, error.strerror or str(error))


def cannot_write(path: str | Path, error: OSError) -> CannotWrite:
    """The error to raise for `error`, with the name of the file that was meant."""
    return CannotWrite([Problem(Place(str(path)), tr("cannot be written: {why}", "无法写入：{why}", why=why(error)))])


def write(path: str | Path, content: str | bytes | Put, *, new: bool = False, through: bool = False) -> None:
    """Write one file whole or not at all; text as UTF-8.

    A symbolic link in its place is refused: somebody else may have laid it there, and what it names is not what the
    user named. Folders on the way may be links.

    Parameters
    ----------
    content : the file's, or what writes it to the path it is given
    new : never over a file that is there
    through : a link stays, and the file that it names is written: for what was read from there and is written back

    Raises
    ------
    CannotWrite
        With the name of the file and the reason.
    FileExistsError
        There is a file and `new` is set.
    """
    place = Path(os.path.realpath(path) if through else os.path.abspath(path))
    try:
        if place.is_symlink() and not new and not through:
            raise CannotWrite([Problem(Place(str(path)), _is_link(place))])
        if place.is_dir() and not new:
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        with _stage(place.parent) as stage:
            part = stage / place.name
            if isinstance(content, str | bytes):
                part.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
            else:
                content(part)
            _to_disk(part)
            if new:
                _link(part, place)
            else:
                if place.exists():
                    shutil.copymode(place, part)
                os.replace(part, place)
    except FileExistsError:
        raise
    except OSError as error:
        raise cannot_write(path, error) from error


def _is_link(place: Path) -> str:
    return tr(
        "is a link to {target}, and what it names is left as it is; name that file itself, or another",
        "是指向 {target} 的链接，未作写入；请直接写出该文件，或换一个名称",
        target=os.readlink(place),
    )


def prepare(folder: str | Path, names: Iterable[str], *, force: bool = False) -> None:
    """See whether `names` can be written to `folder`, before the work that makes them; nothing stays behind.

    Raises
    ------
    CannotWrite
        The folder cannot be made or written to.
    Occupied
        Every file that is in the way.
    """
    place = Path(os.path.abspath(folder))
    near = next(one for one in (place, *place.parents) if os.path.lexists(one))
    try:
        _bury(place)
        if not near.is_dir():
            number = errno.EEXIST if near == place else errno.ENOTDIR
            raise OSError(number, os.strerror(number))
        with _stage(near) as stage:  # what has to be made is tried there: the folder itself may be another run's
            if place != near:
                (stage / place.relative_to(near)).mkdir(parents=True, exist_ok=True)
        _check_beside_others(Path(folder), list(names), force)
    except OSError as error:
        raise cannot_write(folder, error) from error


def fill(
    folder: str | Path, puts: Mapping[str, Put], *, force: bool = False, record: PlainForm | None = None
) -> list[Path]:
    """Write several files that belong together: all of them, or none.

    Parameters
    ----------
    folder : made where it is not there; a symbolic link to a folder serves as well
    puts : name → what writes the file to the path it is given
    force : also over files that somebody edited or that come from elsewhere
    record : what the files are of, kept in the list of the folder (`listed`)

    Returns
    -------
    The files, in the order of `puts`.

    Raises
    ------
    CannotWrite, Occupied
        Nothing was written, and what was there before is as it was.
    """
    place = Path(folder)
    try:
        with _made(place), _alone(place):
            _check(place, puts, force)
            with _stage(place) as stage:
                for name, put in puts.items():
                    _staged(place / name, stage / name, put)
                _settle(stage, place, list(puts), record)
    except OSError as error:
        raise cannot_write(folder, error) from error
    return [place / name for name in puts]


def _staged(path: Path, part: Path, put: Put) -> None:
    """Have `part` written; what goes wrong is told of `path`, which the user knows."""
    try:
        put(part)
        _to_disk(part)
    except CannotWrite as wrong:
        raise CannotWrite([Problem(Place(str(path)), problem.message) for problem in wrong.problems]) from wrong
    except OSError as error:
        raise cannot_write(path, error) from error


def _settle(stage: Path, folder: Path, names: list[str], record: PlainForm | None) -> None:
    """Rename everything into its place; where one cannot be, those before it go back.

    The list is written first and knows both contents, so that neither counts as edited whenever this is cut short.
    """
    known = own_marks(folder)
    for name in names:
        known[name] = list(dict.fromkeys([digest_of(stage / name), *known.get(name, [])]))[:REMEMBERED]
    note = tr("names and SHA-256 of what ladder-sim wrote; a file that differs was edited and is not replaced unasked",
              "ladder-sim 写出的文件及其 SHA-256；与此不符的文件已被修改，未经要求不会覆盖")  # fmt: skip
    told = {"note": note, "files": known, **records_with(folder, names, record)}
    write(folder / LIST, json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    before = stage / "before"
    before.mkdir()
    done: list[str] = []
    try:
        for name in names:
            if os.path.lexists(folder / name):
                _keep(folder / name, before / name)
            done.append(name)
            try:
                os.replace(stage / name, folder / name)
            except OSError as error:
                raise cannot_write(folder / name, error) from error
    except BaseException:
        for name in reversed(done):
            if os.path.lexists(before / name):
                os.replace(before / name, folder / name)
            elif not os.path.lexists(stage / name):  # renamed, and nothing stood there
                (folder / name).unlink(missing_ok=True)
        raise


def _keep(path: Path, copy: Path) -> None:
    """A second name for a file, or a copy where the file system has no second names."""
    if not path.is_symlink():
        with suppress(OSError):
            os.link(path, copy)
            return
    shutil.copy2(path, copy, follow_symlinks=False)


def _link(part: Path, place: Path) -> None:
    """Rename, but never over a file that is there, even one made in this moment."""
    try:
        os.link(part, place)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if os.path.lexists(place):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place)) from None
        os.replace(part, place)


def _check(folder: Path, names: Iterable[str], force: bool) -> None:
    """Raise `Occupied` with every file that must not be replaced."""
    known = own_marks(folder)
    found = [(folder / name, _in_the_way(folder / name, known.get(name, []), force)) for name in names]
    problems = [Problem(Place(str(path)), reason) for path, reason in found if reason]
    if problems:
        raise Occupied(problems)


def _check_beside_others(folder: Path, names: list[str], force: bool) -> None:
    """`_check` while others may fill the folder: what they renamed after the list was read looks edited."""
    try:
        _check(folder, names, force)
    except Occupied:
        with _alone(folder):
            _check(folder, names, force)


def _in_the_way(path: Path, known: list[str], force: bool) -> str:
    """Why a file is left alone, empty where it may be replaced."""
    if path.is_dir():
        return tr("a folder of this name is in the way; choose another folder to write to",
                  "有同名文件夹；请换一个输出文件夹")  # fmt: skip
    if force or not os.path.lexists(path):
        return ""
    try:
        if digest_of(path) in known:
            return ""
    except OSError as error:
        return tr("is there and cannot be read: {why}", "已存在且无法读取：{why}", why=why(error))
    what = tr("was edited since ladder-sim wrote it", "写出后被修改过") if known else \
        tr("was not written by ladder-sim", "不是本工具写出的")  # fmt: skip
    way = to_reader("--force", tr("force=True (explorer: its button)", "force=True（试算台中点“覆盖”）"))
    remedy = tr("; choose another folder, or write over it with {way}", "；请换一个文件夹，或用 {way} 覆盖", way=way)
    return what + tr(" and is left as it is", "，未作覆盖") + remedy


def _to_disk(path: Path) -> None:
    """Wait until it is on the disk: some file systems tell only then that they are full."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


@contextmanager
def _made(folder: Path) -> Iterator[None]:
    """The folder is there meanwhile; what had to be made goes again where it is still empty at the end."""
    new = [place for place in (folder, *folder.parents) if not place.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    finally:
        for place in new:
            with suppress(OSError):
                place.rmdir()


@contextmanager
def _stage(folder: Path) -> Iterator[Path]:
    """A folder to write in, beside where the files will stand, for only there can they be renamed."""
    stage = Path(tempfile.mkdtemp(prefix=f"{STAGE}{_here()}-{os.getpid()}-", dir=folder))
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _here() -> str:
    """This machine, for a folder may be shared by several, whose numbers of processes are their own."""
    return hashlib.sha256(platform.node().encode()).hexdigest()[:6]


def _bury(folder: Path) -> None:
    """Remove the stages of processes of this machine that have ended without it."""
    if sys.platform == "win32":  # there is no harmless signal there by which to ask for a process
        return
    for left in folder.glob(f"{STAGE}{_here()}-*/"):
        number = left.name.removeprefix(f"{STAGE}{_here()}-").partition("-")[0]
        if number.isdecimal() and not _alive(int(number)):
            shutil.rmtree(left, ignore_errors=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):  # another user's; no number of a process
        return True
    return True


def cleared(folder: str | Path) -> None:
    """Remove the stages that killed runs left in a folder."""
    if Path(folder).is_dir():
        with _alone(Path(folder)):
            pass


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else fills the folder meanwhile, so that its files are those of one run; leavings of killed runs go."""
    if sys.platform == "win32":  # folders have no locks there: of two runs at once the files may be mixed
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            warnings.warn(
                LadderWarning(tr("{folder}: another run is writing here; this one waits for it",
                                 "{folder}：另一个进程正在写入，等待其完成", folder=folder)),
                stacklevel=2,
            )  # fmt: skip
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError:  # a file system without locks
            yield
            return
        for left in folder.glob(f"{STAGE}*/"):
            shutil.rmtree(left, ignore_errors=True)
        yield
    finally:
        os.close(handle)
