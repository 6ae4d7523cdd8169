"""What a comparison can be saved as, one record each, for `Comparison.save`, the command line and the explorer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ladder_sim.core.i18n import tr
from ladder_sim.core.needs import path_of
from ladder_sim.core.problems import LadderError, Place, Problem


@dataclass(frozen=True, slots=True)
class SavedFormat:
    """A format of files.

    Parameters
    ----------
    name : what the user types; mostly the ending of the file too
    writer : the module with ``save(comparison, path, brief)``, or ``module:function``; loaded when it is used
    module : what it is written with; '' for nothing beyond what the package needs anyway
    package : `module` as pip knows it
    report : does it tell the comparison section by section, as ``--report`` asks?
    offered : does the explorer offer it?
    file : its name, where that is not ``comparison.`` and the ending
    """

    name: str
    writer: str
    module: str = ""
    package: str = ""
    report: bool = False
    offered: bool = False
    file: str = ""

    @property
    def written_as(self) -> str:
        """The name of the file."""
        return self.file or f"comparison.{self.name}"


_PLAIN = "ladder_sim.report.plain"
_ALL = (
    SavedFormat("html", "ladder_sim.report.page.page", "jinja2", "jinja2", report=True, offered=True),
    SavedFormat("xlsx", "ladder_sim.report.workbook.workbook", "xlsxwriter", "xlsxwriter", report=True, offered=True),
    SavedFormat("pptx", "ladder_sim.report.slides.deck", "pptx", "python-pptx", report=True, offered=True),
    SavedFormat("brief.html", "ladder_sim.report.onepage.html", report=True, file="brief.html"),
    SavedFormat("brief.pdf", "ladder_sim.report.onepage.pdf", report=True, offered=True, file="brief.pdf"),
    SavedFormat("png", f"{_PLAIN}:save_figure", offered=True),
    SavedFormat("svg", f"{_PLAIN}:save_figure", offered=True),
    SavedFormat("pdf", f"{_PLAIN}:save_figure"),
    SavedFormat("csv", f"{_PLAIN}:save_csv", offered=True),
    SavedFormat("json", f"{_PLAIN}:save_json", report=True, offered=True),
)
#: Endings of other files that a folder may be taken for.
_OTHER = ("run", "txt", "md", "yaml", "yml", "xls", "ppt", "htm", "jpg", "jpeg", "parquet", "pickle", "pkl", "zip")
SAVED_FORMATS: dict[str, SavedFormat] = {each.name: each for each in _ALL}
#: Those that tell the comparison as a report.
REPORT_FORMATS = tuple(each.name for each in _ALL if each.report)
#: Those that the explorer offers.
OFFERED_FORMATS = tuple(each.name for each in _ALL if each.offered)


def folder_of(given: str | Path, instead: Callable[[str], str]) -> Path:
    """The folder that files are written into; the name of a file is refused where no folder of that name is there.

    Parameters
    ----------
    instead : from the ending, such as ``run``, in words what to write

    Raises
    ------
    LadderError
        It is no path, or ends as files do.
    """
    path = path_of(given, "folder")
    ending = path.suffix.lower().removeprefix(".")
    name = path.name.lower()
    if ending in (*SAVED_FORMATS, *_OTHER) and not path.is_dir():
        known = name if name in SAVED_FORMATS else ending
        text = tr("is the name of a file, and several files are written into a folder; {instead}",
                  "是文件名，而结果会写成文件夹中的多个文件；{instead}", instead=instead(known))  # fmt: skip
        raise LadderError([Problem(Place(str(path)), text)])
    return path
