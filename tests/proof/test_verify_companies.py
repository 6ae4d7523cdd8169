"""Results of companies played again: a kept run, a folder, what was printed; and what is told where they differ."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from two_departments import write_firm

import ladder_sim as ls
from ladder_sim.core.problems import LadderError
from ladder_sim.proof.result import Verified
from ladder_sim.proof.verifying import verify


@pytest.fixture
def firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_firm(tmp_path)


@pytest.fixture
def kept(firm: Path) -> Path:
    """The comparison in each form in which it may be kept, beside its study."""
    made = ls.compare(firm.name, months=12, replications=2)
    made["now"].save("now.run")
    made.save("out", formats=["csv"])
    Path("both.json").write_text(json.dumps(made.to_dict()), encoding="utf-8")
    return firm


def said(found: Verified) -> str:
    return "\n".join(f"{one.kind}: {one.where}: {one.text}" for one in found.deviations)


PLACES = ["now.run", "out", "out/comparison.csv", "both.json"]


@pytest.mark.parametrize("place", PLACES)
def test_what_was_kept_of_a_company_agrees(kept: Path, place: str) -> None:
    found = verify(place)
    assert found.state == "agrees", said(found)
    assert found.same


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [("sales.yaml", "value: 70", "value: 74"), ("firm.yaml", "seats: unlimited", "seats: 1"),
     ("people.yaml", "headcount: 20", "headcount: 21")],
)  # fmt: skip
def test_a_study_that_says_something_else_now_is_told(kept: Path, place: str, file: str, old: str, new: str) -> None:
    path = Path(file)
    assert old in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    found = verify(place)
    assert found.state == "stale"
    assert "Status quo: departments or transfers say something else than was played" in said(found)


def test_a_title_or_a_comment_is_no_other_input(kept: Path) -> None:
    kept.write_text("# ours\n" + kept.read_text(encoding="utf-8").replace("Two departments", "Ours"), encoding="utf-8")
    for place in PLACES:
        assert verify(place).state == "agrees", place


def test_a_changed_figure_is_found(kept: Path) -> None:
    table = Path("out/comparison.csv")
    lines = table.read_text(encoding="utf-8-sig").splitlines()
    at = next(n for n, line in enumerate(lines) if "transfer" in line.casefold())
    lines[at] = lines[at].replace("0.", "7.", 1)
    table.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    assert verify("out").state == "differs"
    told = json.loads(Path("both.json").read_text(encoding="utf-8"))
    told["schemes"]["now"]["measures"]["transfer_rate"]["mean"] += 1
    Path("both.json").write_text(json.dumps(told), encoding="utf-8")
    found = verify("both.json")
    assert found.state == "differs" and "transfer_rate" in said(found)


def test_a_department_that_was_played_otherwise_is_named(kept: Path) -> None:
    """Counts of a department that the company's own do not show, in the record of a folder."""
    place = Path("out/.ladder-sim.json")
    data = json.loads(place.read_text(encoding="utf-8"))
    (record,) = data["records"].values()
    key = next(key for key in record["counts"]["now"] if key.startswith("service: exits"))
    record["counts"]["now"][key] = "0" * 64
    place.write_text(json.dumps(data), encoding="utf-8")
    found = verify("out")
    assert "now, table service: exits" in said(found)


def test_a_study_that_is_gone_is_asked_for(kept: Path, tmp_path: Path) -> None:
    kept.rename(tmp_path / "other.yaml")
    for place in ("out", "both.json"):
        with pytest.raises(LadderError, match=r"made of the study of a company, firm\.yaml, which is not at hand"):
            verify(place)
    assert verify("now.run").state == "agrees", "a kept run has all of its company"
    (tmp_path / "other.yaml").rename(kept)
    kept.write_text(kept.read_text(encoding="utf-8").replace("closed:", "shut:"), encoding="utf-8")
    with pytest.raises(LadderError, match="has no alternative closed any more"):
        verify("both.json")
