"""Broken surroundings: killed processes, signals, full disks, streams of another encoding, no Chinese font."""

from __future__ import annotations

import errno
import io
import json
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import fakes
import pytest
from places import ROOT
from two_grades import SCHEME, SMALL, WORKFORCE

from ladder_sim.cli import main
from ladder_sim.cli.arguments import FILES
from ladder_sim.core import fonts
from ladder_sim.core.problems import LadderError, LadderWarning
from ladder_sim.experiment.lazy_workers import working
from ladder_sim.experiment.simulation import simulate
from ladder_sim.experiment.workers import AGAIN, Workers
from ladder_sim.results import counts
from ladder_sim.scenarios.loading import load_scheme, load_workforce

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")
PEOPLE = ("--workforce", "twenty", *SMALL)
LONG = ("--workforce", "twenty", "--months", "1200", "--replications", "200000")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with scenarios of its own and a record, and the current one."""
    late = SCHEME.replace("two-grades", "late").replace(">= 6", ">= 9").replace("Two grades", "Late")
    for folder, name, text in (
        ("schemes", "two-grades", SCHEME), ("schemes", "late", late), ("workforces", "twenty", WORKFORCE),
    ):  # fmt: skip
        (tmp_path / "scenarios" / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / "scenarios" / folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    rows = [f"安,{month},{80 if month > 3 else 60}" for month in range(1, 10)]
    (tmp_path / "record.csv").write_text("\n".join(["person,month,kpi", *rows]) + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


# --- processes ----------------------------------------------------------------------------------


def _twice(n: int) -> int:
    return 2 * n


def _killed_once(mark: Path, n: int) -> int:
    if n == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * n


def _killed(_: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_the_work_of_a_killed_process_is_done_again(tmp_path: Path) -> None:
    with working(2) as pool, pytest.warns(LadderWarning, match="its work is done again with 1 at a time"):
        assert pool is not None
        assert list(pool.map(partial(_killed_once, tmp_path / "mark"), range(9))) == [2 * n for n in range(9)]
        assert list(pool.map(_twice, range(3))) == [0, 2, 4]


@pytest.mark.filterwarnings("ignore:a worker process was ended")
def test_a_process_that_is_killed_again_and_again_is_said(capfd: pytest.CaptureFixture[str]) -> None:
    pool = Workers(2)
    with pytest.raises(LadderError, match="again and again, perhaps for lack of memory; try executor=1"):
        list(pool.map(_killed, range(4)))
    assert pool._left == 0 and AGAIN > 0
    assert "Traceback" not in capfd.readouterr().err


def test_a_killed_process_changes_no_number(desk: Path) -> None:
    alone = simulate("two-grades", "twenty", months=12, replications=40)
    with working(2) as pool, pytest.warns(LadderWarning):
        assert pool is not None
        assert pool.submit(_twice, 1).result() == 2
        os.kill(next(iter(pool._pool._processes)), signal.SIGKILL)
        shared = simulate("two-grades", "twenty", months=12, replications=40, executor=pool, block=100)
    assert shared.measures().equals(alone.measures())


def _started(*arguments: str, workers: int = 2) -> tuple[subprocess.Popen[str], list[int]]:
    """A command under way, and the processes it has begun."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ladder_sim", *arguments, "--workers", str(workers)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
        # where the tests run in the background these are ignored, and children inherit that
        preexec_fn=lambda: [signal.signal(s, signal.SIG_DFL) for s in (signal.SIGINT, signal.SIGHUP)],
    )  # fmt: skip
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.exists():
        process.kill()
        pytest.skip("the system does not tell which processes belong to which")
    end = time.monotonic() + 60
    while len(found := [int(n) for n in children.read_text().split()]) < workers and time.monotonic() < end:
        time.sleep(0.02)
    time.sleep(0.3)  # so that they work
    return process, found


def _gone(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state == "Z"


def _all_gone(processes: list[int]) -> bool:
    end = time.monotonic() + 20
    while not all(map(_gone, processes)) and time.monotonic() < end:
        time.sleep(0.02)
    return all(map(_gone, processes))


@pytest.mark.parametrize(
    ("sent", "code", "said"),
    [
        ("SIGTERM", 143, "stopped\n"),
        pytest.param("SIGINT", 130, "stopped\n", marks=pytest.mark.slow),
        pytest.param("SIGHUP", 129, "stopped\n", marks=pytest.mark.slow),
        pytest.param("SIGKILL", -9, "", marks=pytest.mark.slow),
    ],
)
def test_a_signal_ends_the_command_and_its_workers(desk: Path, sent: str, code: int, said: str) -> None:
    process, workers = _started("run", "two-grades", "--out", "out", *LONG)
    try:
        process.send_signal(getattr(signal, sent))
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert (process.returncode, out, err) == (code, "", said)
    assert len(workers) == 2 and _all_gone(workers)
    assert sorted(path.name for path in desk.iterdir()) == ["record.csv", "scenarios"]


def test_interrupting_a_cell_leaves_the_process_that_plays_ahead(desk: Path) -> None:
    """Jupyter sends the signal to the whole group of the kernel."""
    order = ((load_scheme("two-grades"), load_workforce("twenty")), 3, 1, 0, 2)
    child = subprocess.Popen(
        [sys.executable, "-m", "ladder_sim.notebook.prefetch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert child.stdin is not None and child.stdout is not None
    try:
        for _ in range(2):
            pickle.dump(order, child.stdin, protocol=5)
            child.stdin.flush()
            assert pickle.load(child.stdout).replications == 2
            child.send_signal(signal.SIGINT)
            time.sleep(0.05)
        child.stdin.close()
        assert child.wait(timeout=20) == 0
    finally:
        child.kill()
        child.stdout.close()


# --- disks --------------------------------------------------------------------------------------


def _limited(size: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command that may write files of so many bytes; a full disk gives another number to the same error."""
    resource = pytest.importorskip("resource")
    return subprocess.run(
        [sys.executable, "-m", "ladder_sim", *arguments], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )  # fmt: skip


def test_a_run_that_cannot_be_written_is_printed_and_leaves_nothing(desk: Path) -> None:
    done = _limited(300, "run", "two-grades", "--out", "deep/out", *PEOPLE)
    assert done.returncode == 1
    assert "promotion_rate" in done.stdout
    assert done.stderr == (
        "deep/out/headcount.csv: cannot be written: larger than files may be here; choose another place\n"
    )
    assert not Path("deep").exists()


@pytest.mark.slow
def test_a_comparison_that_cannot_be_written_is_printed_and_leaves_what_was_there(desk: Path) -> None:
    command = ("compare", "two-grades", "late", "--out", "out", "--report", "html", *PEOPLE)
    assert main([*command]) == 0
    before = {path: path.read_bytes() for path in Path("out").iterdir()}
    done = _limited(100_000, *command, "--seed", "2")
    assert done.returncode == 1 and "Late against Two grades: " in done.stdout
    assert done.stderr.startswith("out/comparison.") and "Traceback" not in done.stderr
    assert {path: path.read_bytes() for path in Path("out").iterdir()} == before


def test_a_file_that_cannot_be_begun_leaves_nothing(desk: Path) -> None:
    done = _limited(100, "new", "scheme", "mine")
    assert (done.returncode, done.stderr.split(": ")[0]) == (1, "scenarios/schemes/mine.yaml")
    assert sorted(os.listdir("scenarios/schemes")) == ["late.yaml", "two-grades.yaml"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_output_that_the_disk_cannot_take_is_said(desk: Path) -> None:
    command = f"{sys.executable} -m ladder_sim list scheme > /dev/full"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == "standard output: the disk is full; free some space or choose another place\n"


@pytest.mark.parametrize("where", ["posix_fallocate", "write"])
def test_results_that_do_not_fit_beside_memory_are_said(
    desk: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    if where == "write":
        real = counts.tempfile.TemporaryFile

        def made(**more: Any) -> Any:
            file = real(**more)
            monkeypatch.setattr(file, "write", full, raising=False)
            return file

        monkeypatch.setattr(counts.tempfile, "TemporaryFile", made)
    else:
        monkeypatch.setattr(os, where, full)
    monkeypatch.setattr(counts, "IN_MEMORY", 0)
    with pytest.raises(LadderError) as caught:
        simulate("two-grades", "twenty", months=3, replications=4, block=20)
    assert str(caught.value).startswith(f"{counts.tempfile.gettempdir()}: results wait here while a run lasts, and")
    assert "the disk is full" in str(caught.value) and "TMPDIR" in str(caught.value)


# --- edited files -------------------------------------------------------------------------------


def test_an_edited_table_is_refused_before_any_work_and_replaced_by_force(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["run", "two-grades", "--out", "out"]
    assert main([*command, *PEOPLE]) == 0
    assert main([*command, *PEOPLE, "--seed", "2"]) == 0
    pay = Path("out/pay.csv")
    pay.write_text("edited", encoding="utf-8")
    capsys.readouterr()
    assert main([*command, "--workforce", "twenty", "--months", "1200", "--replications", "1000000"]) == 1
    assert capsys.readouterr().err == (
        "out/pay.csv: was edited since ladder-sim wrote it and is left as it is; choose another folder, or write over"
        " it with --force\n"
    )
    assert main(["--lang", "zh", *command, *PEOPLE]) == 1
    assert "out/pay.csv：写出后被修改过，未作覆盖；请换一个文件夹" in capsys.readouterr().err.replace(": ", "：")
    assert pay.read_text(encoding="utf-8") == "edited"
    assert main([*command, *PEOPLE, "--force"]) == 0
    assert pay.read_text(encoding="utf-8-sig").startswith("replication,")


def test_a_comparison_keeps_what_somebody_edited(tmp_path: Path) -> None:
    from ladder_sim.results.comparison import Comparison

    rules = (fakes.Rules(), fakes.Rules(leave=0.02))
    runs = [fakes.run(r, chosen=fakes.scheme(f"s{i}"), months=14, replications=4) for i, r in enumerate(rules)]
    made = Comparison(tuple(runs), "s0")
    made.save(tmp_path, ["csv", "json"])
    (tmp_path / "comparison.json").write_text("{}", encoding="utf-8")
    with pytest.raises(LadderError, match=r"comparison\.json: was edited"):
        made.save(tmp_path, ["csv", "json"])
    made.save(tmp_path, "csv")
    made.save(tmp_path, ["csv", "json"], force=True)
    assert (tmp_path / "comparison.json").stat().st_size > 100


# --- streams ------------------------------------------------------------------------------------

COMMANDS: dict[str, tuple[str, ...]] = {
    "top": ("--help",),
    "nothing": (),
    "version": ("--version",),
    **{
        f"{name} help": (name, "--help")
        for name in ("list", "check", "run", "compare", "explain", "trace", "say", "store", "new")
    },
    "wrong usage": ("lst",),
    "wrong value": ("run", "x", "--months", "–"),
    "list": ("list",),
    "check": ("check", "two-grades", "缺–.yaml", "twenty"),
    "run": ("run", "two-grades", *PEOPLE),
    "unknown": ("run", "两级"),
    "compare": ("compare", "two-grades", "late", *PEOPLE),
    "explain": ("explain", "two-grades", *PEOPLE),
    "trace": ("trace", "two-grades", "record.csv"),
    "say": ("say", "mean(kpi, 3) >= 80"),
}
JSON: dict[str, tuple[str, ...]] = {
    "list": ("list", "--json"),
    "run": ("run", "two-grades", "--json", *PEOPLE),
    "compare": ("compare", "two-grades", "late", "--json", *PEOPLE),
    "explain": ("explain", "two-grades", "--json", *PEOPLE),
    "trace": ("trace", "two-grades", "record.csv", "--json"),
    **{f"schema {kind}": ("schema", kind) for kind in FILES},
}


def _said(arguments: tuple[str, ...], language: str, encoding: str, patch: pytest.MonkeyPatch) -> tuple[int, str, str]:
    """What a command prints to streams of an encoding that refuse what they lack."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors=e) for e in ("strict", "backslashreplace")]
    with patch.context() as inner:
        inner.setattr(sys, "stdout", streams[0])
        inner.setattr(sys, "stderr", streams[1])
        code = main(["--lang", language, *arguments])
    for stream in streams:
        stream.flush()
    out, err = (stream.buffer.getvalue().decode(encoding) for stream in streams)  # type: ignore[attr-defined]
    return code, out, err


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_command_prints_to_every_encoding(desk: Path, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    for name, arguments in COMMANDS.items():
        wanted = _said(arguments, language, "utf-8", monkeypatch)
        for encoding in ("gbk", "cp1252", "ascii"):
            code, out, err = _said(arguments, language, encoding, monkeypatch)
            assert (code, bool(out)) == (wanted[0], bool(wanted[1])), (name, encoding)
            escaped = "\\u" in out + err
            assert escaped == (f"{encoding} lacks some signs" in err or f"{encoding} 缺少部分字符" in err), name
            if encoding == "gbk" and name != "unknown":
                assert "\\u" not in out, name
            if language == "en" and name in ("list", "run", "compare", "explain"):
                assert not escaped, name


def test_json_says_the_same_in_every_encoding(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, arguments in JSON.items():
        code, wanted, _ = _said(arguments, "zh", "utf-8", monkeypatch)
        assert code == 0
        for encoding in ("gbk", "ascii"):
            assert json.loads(_said(arguments, "zh", encoding, monkeypatch)[1]) == json.loads(wanted), name


def test_a_choice_about_errors_is_kept(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="replace")
    monkeypatch.setattr(sys, "stdout", stream)
    assert main(["--lang", "zh", "list"]) == 0
    stream.flush()
    assert b"??" in stream.buffer.getvalue()  # type: ignore[attr-defined]


def test_a_name_that_is_no_text_is_printed(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, err = _said(("check", "a\udcff.yaml"), "en", "utf-8", monkeypatch)
    assert (code, out, err) == (1, "a�.yaml: there is no such file\n", "")


# --- fonts --------------------------------------------------------------------------------------


@pytest.fixture
def no_font(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine without Chinese."""
    monkeypatch.setattr(fonts, "chinese", lambda file="": None)
    monkeypatch.setattr(fonts, "_warned", False)
    yield


@pytest.mark.parametrize(("language", "times"), [("zh", 1), ("en", 0)])
def test_the_command_line_warns_once_of_boxes(
    desk: Path, no_font: None, capsys: pytest.CaptureFixture[str], language: str, times: int
) -> None:
    assert main(["--lang", language, "compare", "two-grades", "late", "--out", "o", "--report", "", *PEOPLE]) == 0
    said = capsys.readouterr().err
    assert said.count("警告：未找到中文字体，图中的汉字将显示为方框；请运行 pip install 'ladder-sim[cjk]'") == times
    assert said.count("ladder-sim[cjk]") == times


def test_a_font_file_without_chinese_counts_as_none_and_one_that_is_broken_is_said(tmp_path: Path) -> None:
    import matplotlib as mpl

    assert fonts.chinese(str(Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")) is None
    (tmp_path / "broken.ttf").write_text("no font", encoding="utf-8")
    with pytest.raises(LadderError, match=r"LADDER_SIM_FONT names .*broken\.ttf', which is no font"):
        fonts.chinese(str(tmp_path / "broken.ttf"))
