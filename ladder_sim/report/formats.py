"""The formats of a report, one record each: the command line, `Comparison.save` and the explorer read this table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReportFormat:
    """A format in which a comparison is told.

    Parameters
    ----------
    name : what the user types, and the ending of the file
    writer : the module with ``save(comparison, path, brief)``, loaded when it is used
    module : what it is written with; '' for nothing beyond this package
    package : `module` as pip knows it
    """

    name: str
    writer: str
    module: str = ""
    package: str = ""


_ALL = (
    ReportFormat("html", "ladder_sim.report.page.page", "jinja2", "jinja2"),
    ReportFormat("xlsx", "ladder_sim.report.workbook.workbook", "xlsxwriter", "xlsxwriter"),
    ReportFormat("pptx", "ladder_sim.report.slides.deck", "pptx", "python-pptx"),
)
REPORT_FORMATS: dict[str, ReportFormat] = {each.name: each for each in _ALL}
