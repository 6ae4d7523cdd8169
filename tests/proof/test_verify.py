"""Results played again: what agrees is said to, and one changed byte of input, code or output is named."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import fields
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from two_grades import SCHEME, WORKFORCE

import ladder_sim as ls
from ladder_sim.cli import main
from ladder_sim.proof import inputs
from ladder_sim.proof.asking import ASKED_AGAIN
from ladder_sim.proof.differing import AXES, first_in_csv, first_in_json, first_otherwise
from ladder_sim.results import origin
from ladder_sim.results.counts import RunCounts
from ladder_sim.results.run import Run
from ladder_sim.results.search_question import SearchKind
from ladder_sim.store.proof import digests

SMALL = ("--workforce", "twenty", "--months", "12", "--replications", "3")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a scheme, a variant and people, and what three commands typed there left behind."""
    tmp_path = tmp_path_factory.mktemp("made")
    for name, folder, text in (("two-grades", "schemes", SCHEME), ("twenty", "workforces", WORKFORCE)):
        home = tmp_path / "scenarios" / folder
        home.mkdir(parents=True)
        (home / f"{name}.yaml").write_text(text, encoding="utf-8")
    late = SCHEME.replace("two-grades", "late").replace(">= 6", ">= 9")
    (tmp_path / "scenarios" / "schemes" / "late.yaml").write_text(late, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        assert main(["run", "two-grades", *SMALL, "--save", "plan.run", "--out", "run"]) == 0
        assert main(["compare", "two-grades", "late", *SMALL, "--out", "both"]) == 0
    return tmp_path


@pytest.fixture
def desk(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it that a test may change, in which commands are typed."""
    place = tmp_path / "desk"
    shutil.copytree(made, place)
    monkeypatch.chdir(place)
    return place


def test_what_nobody_touched_agrees(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in ("plan.run", "run", "both", "both/comparison.csv", "both/comparison.html"):
        assert ls.verify(path).agrees, ls.verify(path).summary()
    capsys.readouterr()
    assert main(["verify", "both"]) == 0
    told = capsys.readouterr().out
    assert "The bits agree" in told and "comparison.csv: made again, byte by byte the same" in told
    assert "comparison.png, comparison.html: the bytes are held against the list" in told


def test_a_variant_a_part_of_a_comparison_and_joined_runs_agree(desk: Path) -> None:
    changed = ls.load_scheme("two-grades")
    both = ls.compare([changed, "late"], workforce="twenty", months=12, replications=3, explain=True, events=True)
    both["late"].save("late.run")
    both.save("more", ["csv", "json"])
    halves = [ls.simulate("late", "twenty", months=12, replications=2, first=first) for first in (5, 0)]
    ls.join(halves).save("joined.run")
    for path in ("late.run", "joined.run", "more"):
        assert ls.verify(path).agrees, ls.verify(path).summary()


def test_another_language_is_no_deviation(desk: Path) -> None:
    assert main(["--lang", "zh", "run", "two-grades", *SMALL, "--out", "run"]) == 0
    ls.use("en")
    assert ls.verify("run").agrees, ls.verify("run").summary()


def test_a_file_of_ones_own_is_told_by_its_path_again(desk: Path) -> None:
    """The command that plays a run again stands in its report: with the path of the file, not its id."""
    (desk / "mine.yaml").write_text(SCHEME.replace("two-grades", "mine"), encoding="utf-8")
    assert main(["run", "mine.yaml", *SMALL, "--out", "own", "--report", "json"]) == 0
    assert "ladder-sim run mine.yaml" in (desk / "own" / "report.json").read_text(encoding="utf-8")
    assert ls.verify("own").agrees, ls.verify("own").summary()


def switched(*more: str) -> None:
    """What `switch` wrote of a scheme that takes over from another, in three ways."""
    waves = ["--wave", "1:months_employed > 20", "--wave", "4"]
    assert main(["switch", "two-grades", "late", *SMALL, "--on", "1", *waves, "--out", "passing", *more]) == 0


def test_ways_of_a_switch_are_played_again_from_their_record(desk: Path) -> None:
    switched("--report", "html,json")
    for path in ("passing", "passing/comparison.html", "passing/comparison.json"):
        assert ls.verify(path).agrees, ls.verify(path).summary()
    page = desk / "alone.html"
    shutil.copy(desk / "passing" / "comparison.html", page)
    assert ls.verify(page).agrees, ls.verify(page).summary()
    folder = desk / "scenarios" / "schemes"
    for name, old in (("late", ">= 9"), ("two-grades", ">= 6")):
        kept = (folder / f"{name}.yaml").read_text(encoding="utf-8")
        (folder / f"{name}.yaml").write_text(kept.replace(old, ">= 3"), encoding="utf-8")
        for path in ("passing", page):
            found = ls.verify(path)
            assert found.state == "stale" and len(found.deviations) == 1, found.summary()
            assert found.deviations[0].where.endswith(f"{name}.yaml") and ">= 3" in found.deviations[0].text
        (folder / f"{name}.yaml").write_text(kept, encoding="utf-8")


def test_a_way_is_saved_as_a_file_that_plays_the_same(desk: Path) -> None:
    found = ls.switch("two-grades", "late", "twenty", waves=[{"month": 1, "if": "months_employed > 20"}, {"month": 4}],
                      months=12, replications=3)  # fmt: skip
    for way in found.days:
        run = found.comparison[way]
        again = ls.simulate(run.scheme.save(desk / "ways"), "twenty", months=12, replications=3)
        assert digests(again.counts) == digests(run.counts), way
    again.save("late.run")  # what takes over from a file that lies elsewhere is kept with it
    assert ls.verify("late.run").agrees, ls.verify("late.run").summary()
    assert main(["run", f"ways/{way}.yaml", *SMALL, "--out", "alone"]) == 0
    assert ls.verify("alone").agrees, ls.verify("alone").summary()
    (desk / "scenarios" / "schemes" / "two-grades.yaml").unlink()  # the record has what it took over from
    assert [one.kind for one in ls.verify("alone").deviations] == ["input"]


def test_one_changed_byte_of_a_kept_run_names_the_table(desk: Path) -> None:
    path = desk / "plan.run"
    data = bytearray(path.read_bytes())
    at = data.find(b"pay.npy") + 60
    data[at] ^= 1
    path.write_bytes(data)
    found = ls.verify(path)
    assert found.state == "differs" and found.deviations[0].kind == "output"
    assert "'pay' was changed since it was written" in found.deviations[0].text


def test_one_changed_figure_of_a_table_is_named(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = desk / "both" / "comparison.csv"
    lines = table.read_text(encoding="utf-8-sig").splitlines()
    cells = lines[2].split(",")
    mean, cells[2] = cells[2], "0.5"
    table.write_text("\ufeff" + "\n".join([*lines[:2], ",".join(cells), *lines[3:]]) + "\n", encoding="utf-8")
    found = ls.verify("both")
    assert [one.where for one in found.deviations] == ["comparison.csv"] and found.state == "differs"
    assert f"line 3 (late), column 'mean': there 0.5, played again {mean}" in found.deviations[0].text
    capsys.readouterr()
    assert main(["verify", "both", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert next(iter(told)) == "format" and told["deviations"][0]["where"] == "comparison.csv"
    page = desk / "both" / "comparison.html"
    page.write_text(page.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert {one.where for one in ls.verify("both").deviations} == {"comparison.csv", "comparison.html"}
    (desk / "run" / "run.json").unlink()
    assert ls.verify("run").deviations[0].text == "is not there any more"


def test_a_changed_rule_is_named_and_the_result_is_stale(desk: Path) -> None:
    file = desk / "scenarios" / "schemes" / "two-grades.yaml"
    file.write_text(SCHEME.replace(">= 6", ">= 7"), encoding="utf-8")
    for path in ("plan.run", "both"):
        found = ls.verify(path)
        assert found.state == "stale" and [one.kind for one in found.deviations] == ["input"], found.summary()
        assert found.deviations[0].where.endswith("two-grades.yaml") and ">= 7" in found.deviations[0].text
    file.write_text(f"# a remark\n{SCHEME}", encoding="utf-8")
    assert ls.verify("plan.run").agrees
    people = desk / "scenarios" / "workforces" / "twenty.yaml"
    people.write_text(WORKFORCE.replace("junior: 15", "junior: 16"), encoding="utf-8")
    found = ls.verify("plan.run")
    assert found.state == "stale" and "16" in found.deviations[0].text


def test_changed_code_is_named_by_its_module(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = origin.here()
    others = tuple((name, "0" * 12 if name == "engine/batch.py" else mark) for name, mark in now.modules)
    monkeypatch.setattr(inputs, "here", lambda: origin.Origin("", now.ladder_sim, now.python, now.numpy, "1" * 12,
                                                              modules=others))  # fmt: skip
    found = ls.verify("both")
    assert found.state == "stale"
    assert [(one.kind, one.where, one.text) for one in found.deviations] == [
        ("code", "ladder_sim/engine/batch.py", "was changed")
    ]
    assert "to the last bit" in found.same[0]


def test_another_number_of_the_same_code_names_table_replication_and_month(desk: Path) -> None:
    run = ls.simulate("two-grades", "twenty", months=12, replications=3)
    other = ls.simulate("two-grades", "twenty", months=12, replications=3)
    tables = {entry.name: getattr(other.counts, entry.name) for entry in fields(RunCounts) if entry.init}
    assert first_otherwise(run.counts, RunCounts(**tables), run) is None
    tables["exits"] = np.array(tables["exits"])
    tables["exits"][1, 3, 1, 0] += 1
    found = first_otherwise(run.counts, RunCounts(**tables), run)
    assert found is not None and found[0] == "exits"
    grade = run.axes.grades[1].id
    assert found[1].startswith(f"replication 1, month 4, {grade}, voluntary: kept ")


def test_every_table_of_counts_has_names_for_its_axes() -> None:
    assert set(AXES) == {entry.name for entry in fields(RunCounts) if entry.init}


def test_digests_see_a_zero_of_another_sign() -> None:
    run = ls.simulate("ecommerce-dual-track", "small-department-30", months=2, replications=1)
    tables = {entry.name: getattr(run.counts, entry.name) for entry in fields(RunCounts) if entry.init}
    tables["pay"] = np.where(run.counts.pay == 0, -0.0, run.counts.pay)
    assert (tables["pay"] == run.counts.pay).all()
    assert digests(RunCounts(**tables))["pay"] != digests(run.counts)["pay"]


def test_first_differences_of_texts() -> None:
    assert first_in_csv("a,b\n1,2\n", "a,b\n1,2\n") == ""
    assert "line 2 (1), column 'b': there 2, played again 3" in first_in_csv("a,b\n1,2\n", "a,b\n1,3\n")
    assert "2 lines, played again 3" in first_in_csv("a\n1\n", "a\n1\n2\n")
    assert first_in_json('{"a": {"b": [1, 2]}}', '{"a": {"b": [1, 3]}}') == "a.b[1]: there 2, played again 3"
    assert first_in_json("{", "{}") == "is no JSON any more"


def test_what_is_no_result_is_refused(desk: Path) -> None:
    shutil.copy("both/comparison.csv", "alone.csv")
    for path, part in (("nowhere", "there is no such file"), ("alone.csv", "neither says itself what was played"),
                       ("scenarios", "no list")):  # fmt: skip
        with pytest.raises(ls.LadderError, match=part):
            ls.verify(path)


def test_people_of_a_list_are_asked_for_and_checked(desk: Path) -> None:
    rows = "\n".join(f"p{i},2024-01-01,agent" for i in range(30))
    roster = desk / "people.csv"
    roster.write_text(f"person,hired,role\n{rows}\n", encoding="utf-8")
    assert main(["run", "two-grades", "--workforce", "people.csv", *SMALL[2:], "--out", "listed"]) == 0
    with pytest.raises(ls.LadderError, match="verify PATH --roster FILE"):
        ls.verify("listed")
    assert ls.verify("listed", roster=roster).agrees, ls.verify("listed", roster=roster).summary()
    assert "p17" not in (desk / "listed" / ".ladder-sim.json").read_text(encoding="utf-8")
    roster.write_text(roster.read_text(encoding="utf-8").replace("2024-01-01", "2023-01-01", 1), encoding="utf-8")
    assert ls.verify("listed", roster=roster).state == "stale"


def test_changed_figures_of_two_results(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert not ls.diff_results("plan.run", "run").figures
    assert not ls.diff_results("both", "both/comparison.csv").figures
    a, b = (ls.simulate(name, "twenty", months=24, replications=100) for name in ("two-grades", "late"))
    found = ls.diff_results(a, b)
    assert found.paired and {one.measure for one in found.beyond} & {"promotion_rate", "advancement_rate"}
    assert any(">= 9" in line for line in found.inputs)
    one = next(one for one in found.figures if one.measure == "promotion_rate")
    told = ls.compare(["two-grades", "late"], workforce="twenty", months=24, replications=100)
    assert one.change == told.contrast("late", "promotion_rate").difference
    capsys.readouterr()
    assert main(["diff", "two-grades", "late"]) == 0
    assert ">= 9" in capsys.readouterr().out
    assert main(["diff", "plan.run", "both"]) == 0
    assert "Only one of both has: " in capsys.readouterr().out
    with pytest.raises(ls.LadderError, match="holds no figures"):
        ls.diff_results("plan.run", "scenarios")


def test_independent_results_change_by_the_distances_of_their_ends(desk: Path) -> None:
    """Zou and Donner (2008), equation 8, with symmetric ends: the root of the sum of squares."""
    for name, mean, half in (("a", 10.0, 3.0), ("b", 16.0, 4.0)):
        told = {"scheme": "s", "measures": {"turnover": {"mean": mean, "low": mean - half, "high": mean + half}}}
        (desk / f"{name}.json").write_text(json.dumps(told), encoding="utf-8")
    (found,) = ls.diff_results("a.json", "b.json").figures
    assert (found.change.mean, found.change.low, found.change.high) == (6, 1, 11) and found.beyond


@pytest.mark.slow
def test_luck_alone_is_called_beyond_luck_in_one_of_twenty() -> None:
    """400 pairs of runs of the same rules on other seeds: 5 % of the differences of a measure."""
    run: Run = ls.simulate("ecommerce-dual-track", "small-department-30", months=12,
                           replications=40 * 400)  # fmt: skip
    values = run.values("turnover").reshape(400, 2, 20)
    from ladder_sim.proof.outcomes import _apart
    from ladder_sim.results.intervals import mean_interval

    beyond = 0
    for first, second in values:
        change = _apart(mean_interval(first), mean_interval(second))
        beyond += change.low > 0 or change.high < 0
    assert abs(beyond - 20) <= 4 * np.sqrt(400 * 0.05 * 0.95)


def test_a_page_alone_is_verified_by_what_it_carries(desk: Path, tmp_path: Path) -> None:
    page = Path(shutil.copy("both/comparison.html", tmp_path / "mailed.html"))
    found = ls.verify(page)
    assert found.agrees and found.same == ("Played again: every figure of the page is the same.",)
    text = page.read_text(encoding="utf-8")
    at = text.index(">", text.index('<td class="n"', text.rindex("<tbody>"))) + 1
    page.write_text(f"{text[:at]}9{text[at:]}", encoding="utf-8")
    found = ls.verify(page)
    figure, part = found.deviations
    assert found.state == "differs" and "Mean" in figure.where and "played again" in figure.text
    assert part.where == "Every figure" and part.text == "was changed since it was written"
    page.write_text(text.replace("<h1>", "<h1>x"), encoding="utf-8")
    assert [one.where for one in ls.verify(page).deviations] == ["outside the sections"]
    page.write_text(text, encoding="utf-8")
    file = desk / "scenarios" / "schemes" / "two-grades.yaml"
    file.write_text(SCHEME.replace(">= 6", ">= 7"), encoding="utf-8")
    found = ls.verify(page)
    assert found.state == "stale" and found.deviations[0].kind == "input" and ">= 7" in found.deviations[0].text
    assert found.same, "the page has the rules as they were played"
    page.write_text(text.replace("ladder-sim-proof", "x"), encoding="utf-8")
    with pytest.raises(ls.LadderError, match="neither says itself"):
        ls.verify(page)


def test_what_json_printed_is_verified_alone(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    capsys.readouterr()
    for i, asked in enumerate((["compare", "two-grades", "late"], ["run", "two-grades", "--set", "bar=70"],
                               ["--lang", "zh", "run", "late"])):  # fmt: skip
        assert main([*asked, *SMALL, "--json"]) == 0
        kept = tmp_path / f"{i}.json"
        kept.write_text(capsys.readouterr().out, encoding="utf-8")
        ls.use("en")
        assert ls.verify(kept).agrees, ls.verify(kept).summary()
    told = json.loads((tmp_path / "0.json").read_text(encoding="utf-8"))
    told["schemes"]["late"]["measures"]["turnover"]["mean"] += 1e-9
    (tmp_path / "0.json").write_text(json.dumps(told), encoding="utf-8")
    found = ls.verify(tmp_path / "0.json")
    assert found.state == "differs" and found.deviations[0].where == "schemes.late.measures.turnover.mean"
    file = desk / "scenarios" / "schemes" / "late.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(">= 9", ">= 10"), encoding="utf-8")
    found = ls.verify(tmp_path / "2.json")
    assert found.state == "stale" and "its fingerprint was" in found.deviations[0].text
    now = origin.here()
    monkeypatch.setattr(inputs, "here", lambda: origin.Origin("", now.ladder_sim, now.python, now.numpy, "1" * 12))
    assert ls.verify(tmp_path / "1.json").deviations[0].kind == "code"


def test_playing_again_is_told_and_shared(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[tuple[int, int]] = []
    found = ls.verify("both", executor=2, progress=lambda done, total: seen.append((done, total)))
    assert found.agrees and seen[-1] == (6, 6) and seen == sorted(seen)
    capsys.readouterr()
    assert main(["verify", "plan.run", "--workers", "2"]) == 0
    with pytest.raises(ls.LadderError, match="progress must be"):
        ls.verify("both", progress=3)  # type: ignore[arg-type]


def test_json_finds_its_files_beside_itself_or_says_which_it_needs(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = desk / "apart"
    place.mkdir()
    (place / "mine.yaml").write_text(SCHEME.replace("two-grades", "mine"), encoding="utf-8")
    (place / "some.yaml").write_text(WORKFORCE.replace("twenty", "some"), encoding="utf-8")
    given = ["run", "apart/mine.yaml", "--workforce", "apart/some.yaml", "--months", "6", "--replications", "2"]
    capsys.readouterr()
    assert main([*given, "--json"]) == 0
    (place / "result.json").write_text(capsys.readouterr().out, encoding="utf-8")
    assert ls.verify("apart/result.json").agrees
    (place / "mine.yaml").unlink()
    with pytest.raises(ls.LadderError, match=r"was made of scheme 'mine', which is not at hand: put mine.yaml beside"):
        ls.verify("apart/result.json")


SEARCHES = {
    "sweep": ["sweep", "two-grades", "late", "--vary", "bar=70,80"],
    "seek": ["seek", "two-grades", "bar", "--between", "60:90", "--target", "promotion_rate=30%"],
    "jointly": ["seek", "two-grades", "--vary", "bar=60:90", "--target", "promotion_rate<=60%"],
    "frontier": ["frontier", "two-grades", "late", "--measures", "labor_cost,turnover"],
}


@pytest.mark.parametrize("kind", SEARCHES)
def test_what_a_search_printed_is_asked_again(kind: str, desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One figure, and one byte of a scheme, that is another is named; another language is no matter."""
    capsys.readouterr()
    assert main(["--lang", "zh", *SEARCHES[kind], *SMALL, "--json"]) == 0
    ls.use("en")
    printed = capsys.readouterr().out
    place = desk / "answer.json"
    place.write_text(printed, encoding="utf-8")
    assert ls.verify(place).agrees, ls.verify(place).summary()
    (mean,) = re.findall(r'"mean": (\d+\.\d+)', printed)[:1]
    place.write_text(printed.replace(f'"mean": {mean}', f'"mean": {mean[:-1]}', 1), encoding="utf-8")
    found = ls.verify(place)
    assert (found.state, len(found.deviations)) == ("differs", 1), found.summary()
    (told,) = found.deviations
    assert told.kind == "output" and told.where.endswith("mean") and mean in told.text and mean[:-1] in told.text
    place.write_text(printed, encoding="utf-8")
    asked = json.loads(printed)
    asked["question"].popitem()
    (desk / "torn.json").write_text(json.dumps(asked), encoding="utf-8")
    with pytest.raises(ls.LadderError, match=r"what was asked \('question'\) cannot be read"):
        ls.verify(desk / "torn.json")
    scheme = desk / "scenarios" / "schemes" / "two-grades.yaml"
    scheme.write_text(scheme.read_text(encoding="utf-8").replace("base: 5000", "base: 5001"), encoding="utf-8")
    stale = ls.verify(place)
    assert stale.state == "stale" and stale.deviations[0].where.endswith("two-grades.yaml"), stale.summary()


def test_the_folder_of_a_sweep_is_made_again(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SEARCHES["sweep"], *SMALL, "--out", "swept"]) == 0
    capsys.readouterr()
    assert main(["verify", "swept"]) == 0
    told = capsys.readouterr().out
    assert "sweep.csv, sweep.json: made again, byte by byte the same" in told and "turnover.png" in told
    table = desk / "swept" / "sweep.csv"
    table.write_bytes(table.read_bytes().replace(b"0.", b"1.", 1))
    found = ls.verify("swept")
    assert found.state == "differs" and [one.where for one in found.deviations] == ["sweep.csv"], found.summary()
    assert "line 2" in found.deviations[0].text and "played again 0." in found.deviations[0].text
    assert main([*SEARCHES["sweep"], *SMALL, "--out", "swept", "--force"]) == 0
    scheme = desk / "scenarios" / "schemes" / "late.yaml"
    scheme.write_text(scheme.read_text(encoding="utf-8").replace("base: 5000", "base: 5001"), encoding="utf-8")
    (told_of,) = ls.verify("swept").deviations
    assert told_of.kind == "input" and told_of.where.endswith("late.yaml") and "5001" in told_of.text
    picture = desk / "swept" / "turnover.png"
    picture.write_bytes(picture.read_bytes() + b" ")
    assert [one.where for one in ls.verify("swept").deviations if one.kind == "output"] == ["turnover.png"]


def test_every_search_can_be_asked_again() -> None:
    assert set(ASKED_AGAIN) == set(get_args(SearchKind))
