"""What a comparison can be saved as, one record each, for `Comparison.save`, the command line and the explorer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SavedFormat:
    """A format of files.

    Parameters
    ----------
    name : what the user types, and the ending of the file
    writer : the module with ``save(comparison, path, brief)``, or ``module:function``; loaded when it is used
    module : what it is written with; '' for nothing beyond what the package needs anyway
    package : `module` as pip knows it
    report : does it tell the comparison section by section, as ``--report`` asks?
    offered : does the explorer offer it?
    """

    name: str
    writer: str
    module: str = ""
    package: str = ""
    report: bool = False
    offered: bool = False


_PLAIN = "ladder_sim.report.plain"
_ALL = (
    SavedFormat("html", "ladder_sim.report.page.page", "jinja2", "jinja2", report=True, offered=True),
    SavedFormat("xlsx", "ladder_sim.report.workbook.workbook", "xlsxwriter", "xlsxwriter", report=True),
    SavedFormat("pptx", "ladder_sim.report.slides.deck", "pptx", "python-pptx", report=True),
    SavedFormat("png", f"{_PLAIN}:save_figure", offered=True),
    SavedFormat("svg", f"{_PLAIN}:save_figure"),
    SavedFormat("pdf", f"{_PLAIN}:save_figure"),
    SavedFormat("csv", f"{_PLAIN}:save_csv", offered=True),
    SavedFormat("json", f"{_PLAIN}:save_json"),
)
SAVED_FORMATS: dict[str, SavedFormat] = {each.name: each for each in _ALL}
#: Those that tell the comparison as a report.
REPORT_FORMATS = tuple(each.name for each in _ALL if each.report)
#: Those that the explorer offers.
OFFERED_FORMATS = tuple(each.name for each in _ALL if each.offered)
