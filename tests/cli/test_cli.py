"""The command line: its options, what it prints where, its exit codes and its messages."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from places import ROOT
from two_grades import SCHEME, SMALL, WORKFORCE

from ladder_sim.cli import main
from ladder_sim.cli.arguments import formats, setting
from ladder_sim.cli.text import table, width
from ladder_sim.core.progress import TextBar, bar


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with scenarios of its own, and the current one."""
    for folder, name, text in (("schemes", "two-grades", SCHEME), ("workforces", "twenty", WORKFORCE)):
        (tmp_path / "scenarios" / folder).mkdir(parents=True)
        (tmp_path / "scenarios" / folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    late = SCHEME.replace("two-grades", "late").replace(">= 6", ">= 9").replace("Two grades", "Late")
    (tmp_path / "scenarios" / "schemes" / "late.yaml").write_text(late, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ladder_sim", *arguments],
        capture_output=True, text=True, encoding="utf-8", check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


# --- usage --------------------------------------------------------------------------------------


def test_help_lists_every_command_in_either_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    english = capsys.readouterr().out
    assert main(["--lang", "zh", "--help"]) == 0
    chinese = capsys.readouterr().out
    for command in ("list", "check", "run", "compare", "explain", "trace", "say", "schema", "new"):
        assert f"\n    {command} " in english
        assert f"\n    {command} " in chinese
    assert "在晋升方案实施之前" in chinese
    assert "Simulate" not in chinese
    assert chinese.startswith("用法：")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lst"], "ladder-sim: no command 'lst'; did you mean 'list'?"),
        (["run"], "the following arguments are required: SCHEME"),
        (["--lang", "zh", "run"], "缺少参数：SCHEME"),
        (["run", "x", "--months", "0"], "--months: must be a whole number from 1 to 1200, got '0'"),
        (["run", "x", "--months", "many"], "got 'many'"),
        (["run", "x", "--set", "bar"], "--set: must be name=value, got 'bar'"),
        (["compare", "a", "b", "--report", "htm", "--out", "o"], "no report format 'htm'; did you mean 'html'?"),
        (["compare", "a", "b", "--report", "html"], "--report needs --out DIR"),
        (["--lang", "zh", "run", "x", "--moths", "3"], "无法识别的参数：--moths 3"),
        (["new", "shceme", "a"], "did you mean 'scheme'?"),
    ],
)
def test_wrong_usage_is_2_with_a_message_on_standard_error(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err


def test_no_command_shows_the_help_and_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "commands:" in capsys.readouterr().err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == "ladder-sim 0.1.0\n"


def test_settings_are_typed() -> None:
    given = ["bar=115", "share=0.5", "on=true", "off=False", "mode=best of two", " spaced = 1e3 "]
    assert [setting(text) for text in given] == [
        ("bar", 115), ("share", 0.5), ("on", True), ("off", False), ("mode", "best of two"), ("spaced", 1000.0),
    ]  # fmt: skip
    assert type(setting("bar=115")[1]) is int


def test_report_formats_come_by_commas() -> None:
    assert formats("html, XLSX") == ("html", "xlsx")


# --- tables and progress ------------------------------------------------------------------------


def test_a_table_is_aligned_by_columns_of_the_terminal() -> None:
    made = table(("id", "名称", "n"), [("a", "两级", 5), ("bcd", "x", 12)], right=(2,)).splitlines()
    assert made == ["id   名称   n", "---  ----  --", "a    两级   5", "bcd  x     12"]
    assert width("两级a") == 5


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_draws_in_a_terminal_and_wipes_itself() -> None:
    stream = _Terminal()
    made = TextBar("working", stream, wait=0)
    made(1, 4)
    assert "working [#######.......................] 1/4" in stream.getvalue()
    made(4, 4)
    assert stream.getvalue().endswith("\r")
    before = stream.getvalue()
    made.close()
    assert stream.getvalue() == before


def test_the_bar_is_silent_without_a_terminal() -> None:
    stream = io.StringIO()
    made = TextBar("working", stream, wait=0)
    made(1, 4)
    made(4, 4)
    assert stream.getvalue() == ""
    assert isinstance(bar("outside a notebook"), TextBar)


# --- list, check, schema, new -------------------------------------------------------------------


def test_list_shows_the_figures_of_schemes_and_the_files_of_the_rest(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "scenarios" / "schemes" / "broken.yaml").write_text("scheme: broken\nladdr: {}\n", encoding="utf-8")
    assert main(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["scheme", "title", "tracks", "grades", "moves", "reviews", "stated", "assumed", "in",
                                "rules"]  # fmt: skip
    row = next(line for line in lines if "two-grades" in line)
    # the bar is stated; in the rules stand 4000, 5000 and 6, not the three months of the mean
    assert row.split() == ["two-grades", "Two", "grades", "1", "2", "1", "quarterly", "1", "0", "3"]
    assert "broken has errors: ladder-sim check scenarios/schemes/broken.yaml" in lines
    row = next(line for line in lines if "twenty" in line)
    assert row.split() == ["workforce", "twenty", "Twenty", "people", "scenarios/workforces/twenty.yaml"]
    assert main(["list", "workforce"]) == 0
    assert "two-grades" not in capsys.readouterr().out


def test_list_aligns_columns_that_hold_chinese(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "scheme", "--lang", "zh"]) == 0
    lines = capsys.readouterr().out.splitlines()
    row = next(line for line in lines if "two-grades" in line)
    assert row.split() == ["two-grades", "两级", "1", "2", "1", "每季", "1", "0", "3"]
    ends = [width(line[: line.index(word) + len(word)]) for line, word in ((lines[0], "规则中"), (row, "3"))]
    assert ends[0] == ends[1] == width(lines[1])


def test_list_as_json(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"format", "schemes", "workforces", "studies"}
    assert {"id": "twenty", "title": "Twenty people", "file": "scenarios/workforces/twenty.yaml"} in found["workforces"]
    scheme = next(entry for entry in found["schemes"] if entry["id"] == "two-grades")
    assert scheme == {
        "id": "two-grades", "title": "Two grades", "tracks": ["service"], "grades": 2, "moves": 1,
        "reviews": ["quarterly"], "stated": 1, "assumed": 0, "readings": 0, "fixed": 3, "left_out": 0,
        "source": "", "file": "scenarios/schemes/two-grades.yaml",
    }  # fmt: skip


def test_check_says_ok_for_good_files_and_for_ids(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "scenarios/schemes/two-grades.yaml", "twenty"]) == 0
    assert capsys.readouterr().out == ("scenarios/schemes/two-grades.yaml: ok\nscenarios/workforces/twenty.yaml: ok\n")


def test_check_gives_every_error_with_line_and_column_in_order(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = SCHEME.replace("entry: junior", "entry: junor").replace("mean(kpi, 3)", "mean(kpo, 3)")
    Path("two-grades.yaml").write_text(wrong, encoding="utf-8")
    assert main(["check", "two-grades.yaml"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[1] for line in lines] == ["9", "19"]
    assert lines[0].startswith("two-grades.yaml:9:8: entry: ")
    assert "'junior'" in lines[0]
    assert lines[1].startswith("two-grades.yaml:19:14: moves[0].when[1]: unknown name 'kpo'")


def test_check_of_a_missing_file(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "nowhere.yaml", "late"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "nowhere.yaml: there is no such file",
        "scenarios/schemes/late.yaml: ok",
    ]


@pytest.mark.parametrize("arguments", [["--help"], ["check", "two-grades"], ["list"], ["schema", "scheme"]])
def test_quick_commands_load_neither_pandas_nor_a_plotting_library(desk: Path, arguments: list[str]) -> None:
    code = (
        f"import sys; from ladder_sim.cli import main; code = main({arguments!r}); "
        "print(code, sorted({name.split('.')[0] for name in sys.modules} & {'pandas', 'matplotlib', 'simpy'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "0 []", done.stderr


@pytest.mark.parametrize("kind", ["scheme", "workforce", "study"])
def test_schema_is_a_json_schema(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", kind]) == 0
    assert kind in json.loads(capsys.readouterr().out)["properties"]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("kind", "folder"), [("scheme", "schemes"), ("workforce", "workforces"), ("study", ".")])
def test_new_writes_a_file_that_checks(
    desk: Path, kind: str, folder: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--lang", language, "new", kind, "mine-1"]) == 0
    path = desk / ("scenarios" if folder != "." else "") / folder / "mine-1.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert ("ladder-sim check 本文件" in text or "ladder-sim compare 本文件" in text) == (language == "zh")
    capsys.readouterr()
    assert main(["check", str(path)]) == 0
    assert capsys.readouterr().out.rstrip().endswith("mine-1.yaml: ok") or language == "zh"


def test_new_leaves_an_existing_file_alone(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "scheme", "late"]) == 1
    assert "exists already and is left as it is" in capsys.readouterr().err
    assert "months_in_grade >= 9" in Path("scenarios/schemes/late.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["new", "scheme", "My Scheme"], "such as 'my-scheme'"),
        (["new", "scheme", "a", "--out", "b.yaml"], "the file must be called a.yaml, like the scheme in it"),
        (
            ["new", "scheme", "a", "--out", "no/such/a.yaml"],
            "no/such/a.yaml: cannot be written: there is no such file or folder",
        ),
    ],
)
def test_new_refuses_with_a_reason(
    desk: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    assert said in capsys.readouterr().err


# --- run, compare, explain, trace ---------------------------------------------------------------


def test_run_prints_the_measures_and_where_they_come_from(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "two-grades", "--workforce", "twenty", *SMALL]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    assert printed.out.startswith("Two grades\n")
    assert "\npromotion_rate " in printed.out
    assert "12 months, 6 replications, seed 1" in printed.out.splitlines()[-1]


def test_run_json_is_one_object_and_nothing_else(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "two-grades", "--workforce", "twenty", "--seed", "3", "--json", *SMALL]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {key: found[key] for key in ("scheme", "workforce", "months", "replications", "seed")} == {
        "scheme": "two-grades", "workforce": "twenty", "months": 12, "replications": 6, "seed": 3,
    }  # fmt: skip
    assert set(found["measures"]["turnover"]) >= {"mean", "low", "high"}


def test_set_changes_a_parameter(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rates = []
    for given in ([], ["--set", "bar=0"], ["--set", "bar=100"]):
        assert main(["run", "two-grades", "--workforce", "twenty", "--json", *given, *SMALL]) == 0
        rates.append(json.loads(capsys.readouterr().out)["measures"]["promotion_rate"]["mean"])
    assert rates[2] < rates[0] < rates[1]
    assert rates[2] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "two-grads"], "'two-grads'; did you mean 'two-grades'?"),
        (["run", "two-grades", "--workforce", "twelve"], "'twelve'"),
        (["run", "two-grades", "--set", "bra=1"], "'bra'; did you mean 'bar'?"),
        (["run", "two-grades", "--set", "bar=101"], "101"),
        (["run", "two-grades", "--set", "bar=high"], "must be a number, got 'high'"),
        (["run", "none.yaml"], "none.yaml: there is no such file"),
        (["compare", "two-grades", "late", "--set", "bra=1"], "no scheme has the parameter 'bra'; did you mean 'bar'?"),
        (["compare", "two-grades", "late", "--set", "lat:bar=1"], "no scheme 'lat' is compared; did you mean 'late'?"),
        (["compare", "two-grades"], "at least two schemes"),
        (["compare", "two-grades", "late", "--out", "o", "--brief", "none.yaml"], "none.yaml: there is no such file"),
        (["explain", "two-grades", "--workforce", "twenty", "--move", "upp", *SMALL], "'upp'"),
        (["trace", "two-grades", "none.csv"], "none.csv"),
    ],
)
def test_wrong_input_is_1_with_its_message_and_no_traceback(
    desk: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert "Traceback" not in printed.err
    assert not Path("o").exists()


def test_a_setting_that_changes_nothing_warns(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "two-grades", "--workforce", "twenty", "--set", "bar=75", *SMALL]) == 0
    assert "warning: changes nothing" in capsys.readouterr().err


def test_out_holds_the_tables(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "two-grades", "--workforce", "twenty", "--out", "deep/out", *SMALL]) == 0
    written = {path.name for path in Path("deep/out").iterdir()}
    assert written == {
        "headcount.csv", "moves.csv", "exits.csv", "hires.csv", "pay.csv", "costs.csv", "groups.csv", "seats.csv",
        "ledger.csv", "waits.csv", "measures.csv", "run.json", ".ladder-sim.json",
    }  # fmt: skip
    head = Path("deep/out/headcount.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert head == "replication,month,date,grade,people"
    assert "wrote deep/out/headcount.csv" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_said_before_any_work(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("taken").write_text("a file", encoding="utf-8")
    begin = time.perf_counter()
    many = ("--replications", "1000000", "--months", "1200")
    assert main(["run", "two-grades", "--workforce", "twenty", "--out", "taken", *many]) == 1
    assert time.perf_counter() - begin < 5
    assert capsys.readouterr().err.startswith("taken: cannot be written: a file is in the way")


def test_compare_says_what_differs(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "two-grades", "late", "--workforce", "twenty", *SMALL]) == 0
    printed = capsys.readouterr().out
    assert "Late against Two grades: " in printed
    assert "baseline" in printed


def test_compare_json(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "two-grades", "late", "--baseline", "late", "--workforce", "twenty", "--json", *SMALL]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["baseline"] == "late"
    assert set(found["schemes"]) == {"two-grades", "late"}
    assert set(found["schemes"]["two-grades"]["measures"]["promotion_rate"]) == {
        "mean", "low", "high", "difference", "difference_low", "difference_high", "luck_saves", "better", "verdict",
        "verdict_id", "note",
    }  # fmt: skip


def test_compare_of_one_scheme_with_a_setting_is_against_its_variant(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", "two-grades", "--set", "bar=0", "--workforce", "twenty", "--json", *SMALL]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["baseline"] == "two-grades"
    assert list(found["schemes"]) == ["two-grades", "two-grades(bar=0)"]


def test_settings_reach_every_scheme_or_the_one_named(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = ("--workforce", "twenty", "--json", *SMALL)
    assert main(["compare", "two-grades", "late", "--set", "bar=0", *people]) == 0
    assert list(json.loads(capsys.readouterr().out)["schemes"]) == ["two-grades(bar=0)", "late(bar=0)"]
    assert main(["compare", "two-grades", "late", "--set", "late:bar=0", *people]) == 0
    assert list(json.loads(capsys.readouterr().out)["schemes"]) == ["two-grades", "late(bar=0)"]


def test_compare_takes_a_study_and_options_go_before_it(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    study = "study: ours\nworkforce: twenty\nschemes: [two-grades, {id: late, set: {bar: 50}}]\nbaseline: two-grades\n"
    Path("ours.yaml").write_text(study + "months: 24\nreplications: 5\nseed: 9\n", encoding="utf-8")
    assert main(["compare", "ours.yaml", "--months", "12", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["workforce"], found["months"], found["replications"], found["seed"]) == ("twenty", 12, 5, 9)
    assert found["baseline"] == "two-grades"
    assert list(found["schemes"]) == ["two-grades", "late(bar=50)"]


@pytest.mark.slow
def test_compare_writes_table_chart_and_page(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "two-grades", "late", "--workforce", "twenty", "--out", "o", *SMALL]) == 0
    assert {path.suffix for path in Path("o").iterdir()} >= {".csv", ".png", ".html"}


def test_explain_tells_where_people_are_stopped(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "two-grades", "--workforce", "twenty", "--move", "up", *SMALL]) == 0
    assert "not met: mean of KPI score over the last 3 months ≥ " in capsys.readouterr().out
    assert main(["explain", "two-grades", "--workforce", "twenty", "--json", *SMALL]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["scheme"] == "two-grades"
    assert found["ledger"]


def test_trace_walks_a_record_through_the_rules(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [f"ann,{month},{80 if month > 3 else 60}" for month in range(1, 10)]
    Path("record.csv").write_text("\n".join(["person,month,kpi", *rows]) + "\n", encoding="utf-8")
    assert main(["trace", "two-grades", "record.csv", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["events"]
    moved = [row for row in found if row["event"] == "promotion"]
    assert [(row["person"], row["move"], row["from"], row["to"]) for row in moved] == [
        ("ann", "up", "junior", "senior")
    ]
    assert main(["trace", "two-grades", "record.csv"]) == 0
    assert capsys.readouterr().out.splitlines()[0].split()[:4] == ["person", "month", "event", "rule"]


@pytest.mark.slow
def test_two_workers_give_the_same_numbers(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = []
    for workers in ("1", "2"):
        assert main(["run", "two-grades", "--workforce", "twenty", "--workers", workers, "--json", *SMALL]) == 0
        found.append(json.loads(capsys.readouterr().out))
    assert found[0] == found[1]


# --- as a process -------------------------------------------------------------------------------


def test_a_reader_that_stops_early_gives_no_traceback(desk: Path) -> None:
    command = f"{sys.executable} -m ladder_sim schema scheme | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "{\n", "")


# says when the libraries are imported: an interrupt in the middle of an import ends as the library makes it end
ONCE_READY = """
import ladder_sim.cli.commands, ladder_sim.engine, matplotlib.figure, pandas
print("ready", flush=True)
from ladder_sim.cli import main
raise SystemExit(main())
"""


def test_ctrl_c_is_130_with_one_word(desk: Path) -> None:
    many = ("--replications", "1000000", "--months", "1200")
    process = subprocess.Popen(
        [sys.executable, "-c", ONCE_READY, "run", "two-grades", "--workforce", "twenty", *many],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
        # where the tests run in the background the signal is ignored, and children inherit that
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    try:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert (process.returncode, out, err) == (130, "", "stopped\n")


def test_ctrl_c_is_not_lost_in_code_that_c_calls() -> None:
    """A compiler calls Python back while it works, and cannot hand an exception on."""
    script = """
import ctypes, os, signal, threading, time
waiting = threading.Lock()
waiting.acquire()
from ladder_sim.cli.streams import Stopped, ended_in_order
signal.signal(signal.SIGINT, signal.default_int_handler)
def back():
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(0.01)
with ended_in_order():
    try:
        ctypes.CFUNCTYPE(None)(back)()
        print("went on", flush=True)
        waiting.acquire()  # as one who waits for workers, whom no flag wakes
    except Stopped as stopped:
        print("stopped", stopped.code)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "went on\nstopped 130\n", "")


@pytest.mark.parametrize("where", ["swallowed", "in an end that hangs"])
def test_ctrl_c_ends_the_process_whatever_becomes_of_it(where: str) -> None:
    script = f"""
import os, signal, time
from ladder_sim.cli import streams
signal.signal(signal.SIGINT, signal.default_int_handler)
streams.PATIENCE = 0.2
with streams.ended_in_order():
    try:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(1)
    except streams.Stopped:
        if {where == "swallowed"}:
            print("went on", flush=True)
        time.sleep(30)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    said = "went on\n" if where == "swallowed" else ""
    assert (done.returncode, done.stdout, done.stderr) == (130, said, "stopped\n")


def test_the_module_runs_as_the_command() -> None:
    done = _run("--version")
    assert (done.returncode, done.stdout) == (0, "ladder-sim 0.1.0\n")
