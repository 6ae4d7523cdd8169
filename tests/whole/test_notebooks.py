"""The notebooks run from top to bottom, show what they promise, and carry no outputs in git."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from places import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SMALL = {
    "LADDER_SIM_MONTHS": "14",
    "LADDER_SIM_REPLICATIONS": "4",
    "LADDER_SIM_SCHEMES": "ecommerce-five-rung-trial three-grade-growth video-cloud-levels",
}
#: Tables and cards at least, and pictures exactly; those with controls have tests of their own.
SHOWN = {
    "01_compare_schemes": (3, 5),
    "02_catalog": (6, 3),
    "03_write_your_own_scheme": (5, 3),
    "04_why_are_people_stopped": (6, 3),
    "05_what_if_explorer": (1, 1),
    "06_present_to_leadership": (0, None),
    "07_how_sure": (2, 2),
    "08_what_to_choose": (9, 3),
    "09_your_own_people": (4, 2),
    "10_five_questions": (2, 4),
    "app": (0, 0),
}


def read(path: Path) -> Any:
    nbformat = pytest.importorskip("nbformat")
    return nbformat.read(path, as_version=4)


def shown(book: Any, kind: str) -> int:
    """How many outputs offer a kind of content."""
    return sum(kind in output.get("data", {}) for cell in book.cells for output in cell.get("outputs", ()))


def test_every_notebook_says_what_it_shows() -> None:
    stems = [path.stem for path in NOTEBOOKS]
    assert stems == [name for name in SHOWN if name in stems] and set(stems) >= set(list(SHOWN)[:4])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_carries_no_outputs_and_is_told_in_both_languages(path: Path) -> None:
    book = read(path)
    for cell in book.cells:
        assert not cell.get("outputs") and cell.get("execution_count") is None
        heading = cell.source.splitlines()[0]
        if heading.startswith("#") and cell.cell_type == "markdown":
            english, _, chinese = heading.partition(" / ")
            assert english and any(sign >= "\u4e00" for sign in chinese), heading
    assert book.cells[0].source.splitlines()[0].split(" / ")[0].endswith("?"), "opens with its question"


def executed(path: Path, monkeypatch: pytest.MonkeyPatch, folder: Path, language: str = "en") -> Any:
    """The notebook after a run with small numbers."""
    nbclient = pytest.importorskip("nbclient")
    small = {**SMALL, "LADDER_SIM_LANG": language, "LADDER_SIM_DESK": str(folder / "desk")}
    for name, value in small.items():
        monkeypatch.setenv(name, value)
    # the kernel is another process: it must find this package, and leave nothing behind
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.setenv("IPYTHONDIR", str(folder))
    book = read(path)
    client = nbclient.NotebookClient(book, timeout=300, resources={"metadata": {"path": str(path.parent)}})
    client.execute()  # raises with the cell and its traceback where one fails
    return book


#: Those that play many worlds or fit a history take as long as all others together.
LONG = ("07_how_sure", "08_what_to_choose", "09_your_own_people", "10_five_questions")


@pytest.mark.parametrize(
    "path",
    [pytest.param(path, marks=pytest.mark.slow) if path.stem in LONG else path for path in NOTEBOOKS],
    ids=lambda path: path.stem,
)
def test_runs_and_shows_tables_and_pictures(path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    book = executed(path, monkeypatch, tmp_path)
    assert not [output for cell in book.cells for output in cell.get("outputs", ()) if output.output_type == "error"]
    warned = [o.text for cell in book.cells for o in cell.get("outputs", ()) if o.get("name") == "stderr"]
    assert not warned
    tables, pictures = SHOWN[path.stem]
    assert shown(book, "text/html") >= tables
    assert pictures is None or shown(book, "image/png") == pictures


@pytest.mark.slow
def test_the_mistakes_of_the_third_notebook_are_told_in_chinese(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    book = executed(ROOT / "notebooks" / "03_write_your_own_scheme.ipynb", monkeypatch, tmp_path, "zh")
    told = "\n".join(o.text for cell in book.cells for o in cell.get("outputs", ()) if o.get("name") == "stdout")
    for text in (
        "应为数字，现为“high”",
        "未知的职级“senior”",
        "是不是“quarterly”",
        "是不是“kpi”",
        "complains: 未知列；是不是“complaint”",
        "应在0至36之间",
    ):
        assert text in told
    assert told.count("draft.yaml:") == 4 and "Traceback" not in told
    pages = [o.get("data", {}).get("text/html", "") for cell in book.cells for o in cell.get("outputs", ())]
    tables = "".join(pages)
    assert "未满足：" in tables and "<th>人员</th>" in tables and "售后客服部" in tables
