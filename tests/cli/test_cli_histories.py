"""`fit`, `backtest` and `new history` as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ladder_sim.cli import main

LOG = """person,date,event,grade
a1,2019-01-01,hired,clerk
a1,2020-05-01,promoted,chief
a2,2019-02-01,hired,clerk
a2,2021-03-04,left,
x,2022-01-01,closed,
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")


def test_a_table_of_titles_is_drafted_and_never_written_over(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fit", "log.csv"]) == 1
    assert "fill in the column grade of grades.csv" in capsys.readouterr().err
    draft = Path("grades.csv").read_text(encoding="utf-8-sig")
    assert draft.splitlines() == ["title,rows,grade", "clerk,2,", "chief,1,"]
    Path("grades.csv").write_text("title,rows,grade\nclerk,2,low\nchief,1,high\n", encoding="utf-8")
    assert main(["fit", "log.csv"]) == 1
    assert "is there already" in capsys.readouterr().err
    assert main(["fit", "log.csv", "--titles", "grades.csv", "--grades", "low<high", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["people"] == 2 and not any("a1" in str(value) for value in told.values())


def test_files_are_written_together_and_not_over_edited_ones(capsys: pytest.CaptureFixture[str]) -> None:
    given = ["fit", "log.csv", "--grades", "clerk<chief", "--out", "ours.yaml"]
    assert main([*given, "--hash"]) == 0
    assert sorted(path.name for path in Path().glob("ours*")) == ["ours-fit.html", "ours-roster.csv", "ours.yaml"]
    assert "a1" not in Path("ours-roster.csv").read_text(encoding="utf-8")
    assert main(["check", "ours.yaml"]) == 0
    Path("ours.yaml").write_text("# mine\n", encoding="utf-8")
    capsys.readouterr()
    assert main(given) == 1 and "was edited" in capsys.readouterr().err
    assert main([*given, "--force"]) == 0


def test_wrong_options_say_what_would_do(capsys: pytest.CaptureFixture[str]) -> None:
    for given, said in (
        (["fit", "log.csv", "--to", "soon"], "must be a day such as 2024-12-31, got 'soon'"),
        (["fit", "log.csv", "--columns", "person"], "must be column=HEADER"),
        (["backtest", "log.csv", "now", "--grades", "clerk<chief"], "--from"),
    ):
        assert main(given) == 2
        assert said in capsys.readouterr().err
    for given, said in (
        (["fit", "none.csv", "--grades", "a<b"], "none.csv: there is no such file"),
        (["fit", "log.csv", "--grades", "clerk<chief", "--columns", "person=Key"], "no header 'Key' for person"),
        (["new", "history", "harbour-services"], "did you mean 'harbor-services'?"),
    ):
        assert main(given) == 1
        assert said in capsys.readouterr().err


def test_the_made_up_history_is_written_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "history", "harbor-services"]) == 0
    assert (
        Path("harbor-services.csv").read_text(encoding="utf-8").startswith("person,date,event,grade,pay,score,reason")
    )
    assert main(["new", "history", "harbor-services"]) == 1
    assert "exists already" in capsys.readouterr().err
