"""The notebooks run from top to bottom, show what they promise, and carry no outputs in git."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SMALL = {
    "LADDER_SIM_MONTHS": "14",
    "LADDER_SIM_REPLICATIONS": "4",
    "LADDER_SIM_SCHEMES": "ecommerce-five-rung-trial three-grade-growth video-cloud-levels",
}
#: Tables and cards at least, and pictures exactly.
SHOWN = {"01_compare_schemes": (2, 5), "02_catalogue": (6, 3)}


def read(path: Path) -> Any:
    nbformat = pytest.importorskip("nbformat")
    return nbformat.read(path, as_version=4)


def shown(book: Any, kind: str) -> int:
    """How many outputs offer a kind of content."""
    return sum(kind in output.get("data", {}) for cell in book.cells for output in cell.get("outputs", ()))


def test_every_notebook_says_what_it_shows() -> None:
    assert [path.stem for path in NOTEBOOKS] == list(SHOWN)


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


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_and_shows_tables_and_pictures(path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    nbclient = pytest.importorskip("nbclient")
    for name, value in SMALL.items():
        monkeypatch.setenv(name, value)
    # the kernel is another process: it must find this package, and leave nothing behind
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    book = read(path)
    client = nbclient.NotebookClient(book, timeout=300, resources={"metadata": {"path": str(path.parent)}})
    client.execute()  # raises with the cell and its traceback where one fails
    errors = [o for cell in book.cells for o in cell.get("outputs", ()) if o.output_type == "error"]
    warned = [o.text for cell in book.cells for o in cell.get("outputs", ()) if o.get("name") == "stderr"]
    assert not errors and not warned
    tables, pictures = SHOWN[path.stem]
    assert shown(book, "text/html") >= tables
    assert shown(book, "image/png") == pictures
