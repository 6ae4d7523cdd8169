"""Tables and data of a folder made again from runs that were played again, and held against the files."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from ladder_sim.core.i18n import LANGUAGES, language, use
from ladder_sim.core.plain_data import PlainForm
from ladder_sim.proof.differing import first_in_csv, first_in_json
from ladder_sim.report.data import ASKED
from ladder_sim.report.exporters import save
from ladder_sim.report.plain import json_text
from ladder_sim.report.run_files import save_tables
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.run import Run

#: Endings of files that are made again, each with what finds the first figure that differs.
REMADE: dict[str, Callable[[str, str], str]] = {".csv": first_in_csv, ".json": first_in_json}


def remade_otherwise(folder: Path, names: Sequence[str], record: PlainForm, runs: Sequence[Run]) -> dict[str, str]:
    """Of each table and data file, the first figure that differs from what the runs say; '' where none does.

    The language in which a file was written is not kept: it is the one that leaves nothing different.

    Parameters
    ----------
    folder : where the files are
    names : of the files of the record that were asked for
    runs : played again, in the order of the record
    """
    wanted = [name for name in names if Path(name).suffix in REMADE and (folder / name).is_file()]
    found: dict[str, str] = {}
    before = language()
    try:
        for spoken in dict.fromkeys((before, *LANGUAGES)):
            use(spoken)
            with tempfile.TemporaryDirectory() as made:
                _make(Path(made), wanted, record, runs)
                for name in wanted:
                    if found.get(name, "?"):  # not yet the same
                        text = _first(folder / name, Path(made) / name)
                        found[name] = text if not text or name not in found else found[name]
    finally:
        use(before)
    return found


def _make(folder: Path, wanted: Sequence[str], record: PlainForm, runs: Sequence[Run]) -> None:
    """The files as the commands write them."""
    if not wanted:
        return
    if record["kind"] == "run":
        save_tables(runs[0], folder, formats=["json"] if "report.json" in wanted else ())
        return
    comparison = Comparison(tuple(runs), record["baseline"], tuple(record["notes"]))
    save(comparison, folder, [Path(name).suffix.removeprefix(".") for name in wanted], None)


def _first(there: Path, made: Path) -> str:
    if there.read_bytes() == made.read_bytes():
        return ""
    texts = (there.read_text(encoding="utf-8", errors="replace"), made.read_text(encoding="utf-8"))
    if there.suffix == ".json":
        texts = (_unasked(texts[0]), texts[1])
        if texts[0] == texts[1]:
            return ""
    return REMADE[there.suffix](*texts) or "…"


def _unasked(text: str) -> str:
    """The data without the answers to what was asked of a comparison: they are not played again."""
    try:
        data = json.loads(text)
    except ValueError:
        return text
    if not isinstance(data, dict) or data.pop(ASKED, None) is None:
        return text
    return json_text(data)
