"""The explorer of a company without a browser: one department on show, all of them played."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

pytest.importorskip("ipywidgets")

import numpy as np
import yaml
from two_departments import STUDY, write_firm

import ladder_sim as ls
from ladder_sim.core.problems import LadderError
from ladder_sim.notebook.charts import ByYear
from ladder_sim.notebook.company_explorer import CompanyExplorer
from ladder_sim.notebook.played import play, subject_of_variant
from ladder_sim.notebook.run_cache import RunCache


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    return write_firm(tmp_path)


@pytest.fixture
def explorer(firm: Path, monkeypatch: pytest.MonkeyPatch) -> CompanyExplorer:
    monkeypatch.setattr("ladder_sim.notebook.explorer.charts", lambda: [ByYear("turnover", share=True)])
    monkeypatch.chdir(firm.parent)
    made = ls.explore(firm)
    assert isinstance(made, CompanyExplorer)
    made.settle()
    return made


def test_a_company_opens_with_a_department_and_the_whole_below(explorer: CompanyExplorer) -> None:
    assert explorer.banner.text == ""
    assert list(explorer.parameter_controls.controls) == ["bar"]
    assert explorer.picker.options == (("Sales", "sales"), ("Service", "service"))
    assert "The whole company" in explorer.company_tiles.value
    assert 'data-measure="transfer_rate"' in explorer.company_tiles.value
    assert 'data-measure="transfer_rate"' not in explorer.tiles.value
    view = explorer.view
    assert view is not None and (view.now.months, view.now.replications, view.company[0].seed) == (24, 4, 3)


def test_what_is_shown_is_what_compare_plays(explorer: CompanyExplorer, firm: Path) -> None:
    """A lever of one department, then one of the other: an alternative of the study with both has the same bits."""
    explorer.parameter_controls.controls["bar"].value = 85
    explorer.picker.value = "service"
    explorer.parameter_controls.controls["wait"].value = 18
    explorer.settle()
    assert explorer.banner.text == ""
    assert "Sales: Bar = 85" in explorer.status.value and "Service: Wait = 18" in explorer.status.value
    told = yaml.safe_load(STUDY)
    told["alternatives"] |= yaml.safe_load(explorer.company_keeping.lines.value)
    firm.write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    both = ls.compare(firm)
    view = explorer.view
    assert view is not None
    for name in ("headcount", "moves", "exits", "pay"):
        for mine, theirs in ((view.company[0], both["what_if"]), (view.company[1], both["now"])):
            assert np.array_equal(getattr(mine.counts, name), getattr(theirs.counts, name)), name
        mine, theirs = view.now, both["what_if"].departments["service"]
        assert np.array_equal(getattr(mine.counts, name), getattr(theirs.counts, name)), name
    assert view.company[0].values("transfer_rate").any(), "people go from one department to the other"


def test_a_lever_of_one_department_moves_the_other(explorer: CompanyExplorer) -> None:
    """Who becomes an expert later is transferred later: sales has fewer arrivals."""
    explorer.picker.value = "service"
    explorer.parameter_controls.controls["wait"].value = 24
    explorer.picker.value = "sales"
    explorer.settle()
    view = explorer.view
    assert view is not None and explorer.parameter_controls.controls["bar"].value == 70
    assert view.now.values("transfers_in").mean() < view.baseline.values("transfers_in").mean()
    explorer.desk.undo()
    assert explorer.picker.value == "service", "undo goes back to the department before"
    assert explorer.parameter_controls.controls["wait"].value == 24
    explorer.reset()
    assert "nothing changed" in explorer.status.value


def test_alternatives_stand_beside_and_stay_for_the_other_department(explorer: CompanyExplorer) -> None:
    controls = explorer.compare_controls
    assert [title for title, _ in controls.scheme.options] == ["Status quo", "No transfers"]
    controls.scheme.value = "closed"
    controls.add.click()
    controls.baseline.value = "closed"
    assert explorer.banner.text == "" and explorer.view is not None
    assert explorer.view.names == ["Status quo", "No transfers", "No transfers"]
    assert not explorer.view.company[1].values("transfer_rate").any()
    explorer.parameter_controls.controls["bar"].value = 90
    explorer.compare_controls.add_this.click()
    assert explorer.view.names[-1] == "Status quo (Sales: Bar = 90)"
    explorer.picker.value = "service"
    assert explorer.banner.text == ""
    assert list(explorer.view.names[1:]) == ["No transfers", "No transfers", "Status quo (Sales: Bar = 90)"]
    assert explorer.compare_controls.together.layout.display == "none"


def test_everything_of_a_company_speaks_chinese(explorer: CompanyExplorer) -> None:
    explorer.languages.value = "zh"
    assert "全公司" in explorer.company_tiles.value and "调动" in explorer.company_tiles.value
    assert explorer.picker.description == "部门" and explorer.picker.options[0] == ("销售部", "sales")
    explorer.parameter_controls.controls["bar"].value = 90
    assert "销售部·达标线=90" in explorer.status.value
    assert explorer.banner.text == ""


def test_the_comparison_of_the_whole_company_is_taken_away(explorer: CompanyExplorer, tmp_path: Path) -> None:
    explorer.save_controls.folder.value = str(tmp_path / "out")
    for form, check in explorer.save_controls.formats.items():
        check.value = form == "csv"
    explorer.save_controls.export.click()
    assert "nothing to compare yet" in explorer.banner.text
    explorer.parameter_controls.controls["bar"].value = 90
    explorer.save_controls.export.click()
    assert "Written" in explorer.banner.text
    table = (tmp_path / "out" / "comparison.csv").read_text(encoding="utf-8-sig")
    assert "transfer_rate" in table or "ransfers" in table
    explorer.save_controls.all.click()
    assert "ladder-sim.zip" in explorer.banner.text


def test_what_stays_in_a_notebook_tells_every_change(explorer: CompanyExplorer) -> None:
    explorer.parameter_controls.controls["bar"].value = 90
    explorer.picker.value = "service"
    assert explorer.moved_text() == "Sales: Bar = 90"
    assert explorer.view is not None
    assert explorer.snapshot.told(explorer.view).table(["transfers_in"]) is not None


def test_another_process_plays_the_same_company(explorer: CompanyExplorer) -> None:
    """What goes to the process that plays ahead comes back with the same bits, and is carried on."""
    explorer.parameter_controls.controls["bar"].value = 90
    order = pickle.loads(pickle.dumps(subject_of_variant(explorer.now)))
    cache = RunCache(24, 3, 4)
    assert cache.take(explorer.now, 0, play(order, 24, 3, 0, 2)) and cache.kept(explorer.now) == 2
    assert cache.take(explorer.now, 2, play(order, 24, 3, 2, 4))
    explorer.settle()
    assert explorer.view is not None
    made, whole = cache.run(explorer.now, 4), cache.whole(explorer.now, 4)
    assert np.array_equal(made.counts.headcount, explorer.view.now.counts.headcount)
    assert np.array_equal(whole.counts.moves, explorer.view.company[0].counts.moves)
    assert np.array_equal(cache.whole(explorer.now, 2).counts.pay, whole.counts.pay[:2])


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"department": "sale"}, "unknown department 'sale'; there are sales, service; did you mean 'sales'"),
        ({"baseline": "close"}, "baseline: unknown alternative 'close'; there are now, closed; did you mean 'closed'"),
        ({"beside": ["closed", "open"]}, r"beside\[1\]: unknown alternative 'open'; there are now, closed"),
        ({"workforce": "service-center-200"}, "each department of the study has its own people"),
    ],
)
def test_what_a_company_does_not_have_is_told(firm: Path, given: dict[str, object], words: str) -> None:
    with pytest.raises(LadderError, match=words):
        ls.explore(firm, **given)  # type: ignore[arg-type]  # what is wrong is the point


def test_departments_are_of_companies_alone() -> None:
    with pytest.raises(LadderError, match="only a study of a company has departments"):
        ls.explore("three-grade-growth", department="sales")
    with pytest.raises(LadderError, match="demo is a study of schemes"):
        ls.explore("demo")
