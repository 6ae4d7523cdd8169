"""The table of report formats: each is written, typed, offered and explained, and none stands in a list beside it."""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path

import fakes
import pytest
import scenes
from places import ROOT

import ladder_sim as ls
from ladder_sim.cli.arguments import formats
from ladder_sim.report.exporters import check_formats, save
from ladder_sim.report.formats import OFFERED_FORMATS, REPORT_FORMATS, SAVED_FORMATS
from ladder_sim.results.comparison import Comparison


@pytest.mark.parametrize("name", SAVED_FORMATS)
def test_a_format_is_whole(name: str) -> None:
    made = SAVED_FORMATS[name]
    module, _, function = made.writer.partition(":")
    writer = getattr(importlib.import_module(module), function or "save")
    assert made.name == name and list(inspect.signature(writer).parameters) == ["comparison", "path", "brief"]
    assert bool(made.module) == bool(made.package)
    check_formats([name])
    if made.report:
        assert formats(name) == (name,), "the command line takes it"
    for guide in ("reports.md", "reports.zh.md") if made.report else ("api.md", "api.zh.md"):
        text = (ROOT / "docs" / guide).read_text(encoding="utf-8")
        assert re.search(rf"\b{name}\b", text), f"{guide} says what {name} is"


@pytest.mark.parametrize("name", SAVED_FORMATS)
def test_a_format_is_written(name: str, tmp_path: Path) -> None:
    runs = tuple(fakes.run(chosen=fakes.scheme(id_), months=12, replications=4) for id_ in ("a", "b"))
    (path,) = save(Comparison(runs, "a"), tmp_path, name, None)
    assert path.name == SAVED_FORMATS[name].written_as and path.stat().st_size > 500


def test_the_explorer_offers_and_the_command_line_takes_what_can_be_written() -> None:
    assert OFFERED_FORMATS == ("html", "xlsx", "pptx", "brief.pdf", "png", "svg", "csv", "json")
    assert set(REPORT_FORMATS) < set(SAVED_FORMATS)


def test_the_extra_brings_what_the_formats_are_written_with() -> None:
    extras = (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("report = [")[2].partition("]")[0]
    assert all(made.package in extras for made in SAVED_FORMATS.values() if made.package)


@pytest.mark.parametrize("form", REPORT_FORMATS)
def test_a_report_is_written_where_nobody_leaves_and_nobody_moves(form: str, tmp_path: Path) -> None:
    text = "ladder: {desk: {a: {base: 4000}, b: {base: 5000}}}\nentry: a\n"
    schemes = [scenes.scheme_of(tmp_path, text, name) for name in ("one", "two")]
    people = scenes.workforce_of(tmp_path, "people: {headcount: 5}\nhiring: none\n")
    comparison = ls.compare(schemes, people, months=24, replications=2, seed=1)
    written = comparison.save(tmp_path / "out", formats=(form,))
    assert all(path.stat().st_size > 0 for path in written)
