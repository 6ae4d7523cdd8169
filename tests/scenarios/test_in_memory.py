"""Schemes, workforces and studies from memory and back, and variants of them: one truth in each."""

from __future__ import annotations

import dataclasses
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

import ladder_sim as ls
from ladder_sim.core.formats import FILE_FORMAT
from ladder_sim.core.problems import LadderWarning
from ladder_sim.files.fingerprint import fingerprint
from ladder_sim.files.memory import yaml_text

S, V, W = "ecommerce-dual-track", "video-cloud-levels", "service-center-200"
LOADERS: dict[str, Callable[[Any], Any]] = {
    "scheme": ls.load_scheme, "workforce": ls.load_workforce, "study": ls.load_study,
}  # fmt: skip
EVERY = [
    pytest.param(kind, entry.id, marks=[] if number % 8 == 0 else pytest.mark.slow)
    for kind in ("scheme", "workforce", "study")
    for number, entry in enumerate(ls.list_scenarios(kind))  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("kind", "name"), EVERY)
def test_every_file_goes_to_a_dict_and_back_to_the_same_fingerprint(kind: str, name: str) -> None:
    load = LOADERS[kind]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LadderWarning)
        record = load(name)
        assert fingerprint(load(record.to_dict())) == fingerprint(record)
    yaml.safe_dump(record.to_dict())  # nothing but what YAML has


@pytest.mark.parametrize(("kind", "name"), [("scheme", S), ("workforce", W), ("study", "demo")])
def test_a_text_reads_back_to_the_same_fingerprint(kind: str, name: str) -> None:
    load = LOADERS[kind]
    record = load(name)
    assert fingerprint(load(record.to_yaml())) == fingerprint(record)


def test_what_is_written_says_its_format() -> None:
    for record in (ls.load_scheme("ecommerce-dual-track"), ls.load_workforce("service-center-200")):
        assert list(record.to_dict())[1] == "format" and record.to_dict()["format"] == FILE_FORMAT
        assert record.to_yaml().splitlines()[1] == f"format: {FILE_FORMAT}"


def test_texts_that_look_like_numbers_stay_texts() -> None:
    given = {"a": "1e5", "b": "no", "c": "~", "d": "1_000", "e": 1e-5, "f": "x in [a, b]: yes", "g": ["true", True]}
    from ladder_sim.core.problems import Problems
    from ladder_sim.files import parse_tree

    tree = parse_tree(yaml_text(given), "", Problems())
    assert tree is not None and tree.plain() == given


def test_a_saved_record_is_loaded_by_its_path_and_has_the_id_of_its_file(tmp_path: Path) -> None:
    scheme = ls.load_scheme(S).with_(excellent=85)
    path = scheme.save(tmp_path / "stricter.yaml")
    again = ls.load_scheme(path)
    assert (again.id, again.parameters["excellent"].value) == ("stricter", 85)
    assert ls.diff(scheme, again) == []
    assert scheme.save(path) == path  # the same: left as it is
    other = scheme.with_(excellent=86)
    with pytest.raises(ls.LadderError, match="is there already; choose another name, or write over it with force=True"):
        other.save(path)
    assert other.save(path, force=True) == path
    with pytest.raises(ls.LadderError, match=r"the name of the file ends in \.yaml, got \.txt"):
        scheme.save(tmp_path / "x.txt")


def test_saving_keeps_what_a_file_names_by_a_path(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "people.csv").write_text("person,hired,role\nP1,2020-01-07,agent\nP2,2021-03-01,agent\n")
    (tmp_path / "in" / "few.yaml").write_text("workforce: few\npeople: {roster: people.csv}\n")
    people = ls.load_workforce(tmp_path / "in" / "few.yaml")
    (tmp_path / "out").mkdir()
    saved = people.save(tmp_path / "out" / "few.yaml")
    assert yaml.safe_load(saved.read_text(encoding="utf-8"))["people"]["roster"] == "../in/people.csv"
    assert (
        fingerprint(ls.load_workforce(saved)) == fingerprint(people) == fingerprint(ls.load_workforce(people.to_dict()))
    )


# --- forms in memory -------------------------------------------------------------------------------


def test_a_scheme_from_a_dict_names_what_is_wrong_by_its_path() -> None:
    form = ls.load_scheme(S).to_dict()
    form["moves"][0]["kindd"] = 1
    form["entry"] = "nobody"
    with pytest.raises(ls.LadderError) as raised:
        ls.load_scheme(form)
    text = str(raised.value)
    assert "moves[0]" in text and "kindd" in text and "entry: unknown grade 'nobody'" in text
    assert not any(problem.place.line for problem in raised.value.problems), "there are no lines in a dict"


def test_a_text_names_its_lines() -> None:
    with pytest.raises(ls.LadderError, match=r"<text>:2:\d+"):
        ls.load_workforce("workforce: x\npeople: {headcount: none}\n")


def test_what_no_file_can_say_is_refused_with_its_place() -> None:
    form = ls.load_workforce(W).to_dict()
    form["people"]["headcount"] = pd.Series([1, 2])
    with pytest.raises(ls.LadderError, match=r"people\.headcount: a file cannot say this: Series"):
        ls.load_workforce(form)


def test_numpy_numbers_and_dates_are_taken_for_what_they_say() -> None:
    form = ls.load_workforce(W).to_dict()
    form["people"]["headcount"] = np.int64(50)
    form["start"] = pd.Timestamp("2028-01-01")
    people = ls.load_workforce(form)
    assert people.people.headcount == 50 and people.start.year == 2028


@pytest.mark.parametrize(
    ("load", "given", "said"),
    [
        (
            ls.load_scheme,
            3,
            "source: needs the id of a scheme, a path, a YAML text, a dict or a loaded scheme, got int",
        ),
        (
            ls.load_workforce,
            pd.DataFrame({"a": [1]}),
            r"roster:1: missing columns: 'person'.*'HEADER_1': 'person', 'HEADER_2': 'hired'",
        ),
        (ls.load_study, 1.5, "got float"),
    ],
)
def test_a_source_of_the_wrong_type_is_named(load: Callable[[Any], Any], given: object, said: str) -> None:
    with pytest.raises(ls.LadderError, match=said):
        load(given)


# --- people from a frame -----------------------------------------------------------------------------


def frame(n: int = 6) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "person": [f"P{i}" for i in range(n)],
            "hired": pd.to_datetime(["2020-01-07"] * n),
            "role": ["agent"] * (n - 1) + ["supervisor"],
            "pay": [5000.0] * (n - 1) + [np.nan],
        }
    )


def test_people_come_from_a_frame_as_from_a_file(tmp_path: Path) -> None:
    frame().to_csv(tmp_path / "people.csv", index=False)
    (tmp_path / "few.yaml").write_text("workforce: few\npeople: {roster: people.csv}\n")
    by_file = ls.load_workforce(tmp_path / "few.yaml")
    by_frame = ls.load_workforce({"workforce": "few", "people": {}}, roster=frame())
    assert fingerprint(by_frame) == fingerprint(by_file)
    assert fingerprint(ls.load_workforce(by_frame.to_yaml())) == fingerprint(by_frame)
    other = ls.load_workforce(W).with_(roster=frame().set_index("person"))
    assert other.people.roster is not None and other.people.roster.person[0] == "P0"
    assert ls.simulate(S, other, months=2, replications=2).counts.headcount[0, 0].sum() == 6


def test_faults_of_a_frame_are_told_by_row_and_column() -> None:
    wrong = frame()
    wrong.loc[2, "hired"] = pd.NaT
    with pytest.raises(ls.LadderError, match=r"roster:4: row 4, column 'hired': is empty; everybody needs one"):
        ls.load_workforce({"workforce": "few", "people": {}}, roster=wrong)
    with pytest.raises(ls.LadderError, match="a DataFrame with a row per person, or the path of a file, got list"):
        ls.load_workforce(W, roster=[1])  # type: ignore[arg-type]
    with pytest.raises(ls.LadderError, match="roster: the frame has no rows"):
        ls.load_workforce(W, roster=frame().iloc[:0])


# --- variants ----------------------------------------------------------------------------------------


def test_an_edited_record_keeps_what_was_edited_when_a_parameter_changes() -> None:
    scheme = ls.load_scheme(S)
    cut = dataclasses.replace(scheme, id="cut", moves=scheme.moves[:-1])
    assert len(cut.with_(excellent=85).moves) == len(cut.moves) == len(scheme.moves) - 1
    value = dataclasses.replace(scheme.parameters["excellent"], value=83)
    by_hand = dataclasses.replace(scheme, parameters={**scheme.parameters, "excellent": value})
    assert by_hand.with_({"summary": "x"}).parameters["excellent"].value == 83
    people = ls.load_workforce(W)
    fewer = dataclasses.replace(people, people=dataclasses.replace(people.people, headcount=80))
    assert fewer.with_(leaving=2).people.headcount == 80


def test_two_changes_of_the_same_field_are_refused_and_no_file_is_written_of_an_edited_record() -> None:
    scheme = ls.load_scheme(S)
    cut = dataclasses.replace(scheme, moves=scheme.moves[:-1])
    titled = dataclasses.replace(scheme.moves[0], title=scheme.title)
    other = dataclasses.replace(scheme, moves=(titled, *scheme.moves[1:]))
    change = {"moves": [{"id": titled.id, "seats": 3}]}
    said = rf"{S}: moves\[{titled.id}\]: this record was changed with dataclasses.replace"
    with pytest.raises(ls.LadderError, match=said):
        other.with_(change)
    both = cut.with_(change)
    assert len(both.moves) == len(cut.moves) and both.moves[0] != cut.moves[0]
    with pytest.raises(
        ls.LadderError, match=f"{S}: moves: was changed with dataclasses.replace, which no file could say"
    ):
        cut.to_dict()


def test_changes_are_what_a_variant_s_file_may_say() -> None:
    scheme = ls.load_scheme(S)
    first, last = scheme.moves[0].id, scheme.moves[-1].id
    less = scheme.with_({"moves": [{"id": first, "remove": True}]}, excellent=85)
    assert (
        re.fullmatch(rf"{S}\(moves=~[0-9a-f]{{4}}, excellent=85\)", less.id)
        and [move.id for move in less.moves][-1] == last
    )
    assert len(less.moves) == len(scheme.moves) - 1 and less.parameters["excellent"].value == 85
    assert str(less.title).endswith(" (moves, Excellent from = 85 points)")
    again = ls.load_scheme(less.to_dict())
    assert fingerprint(again) == fingerprint(less), "without what the source states of the move that is gone"
    assert scheme.with_({"moves": [{"id": first, "remove": True}]}, id="less").id == "less"
    with pytest.raises(ls.LadderError, match=r"'nothing' cannot be removed"):
        scheme.with_({"moves": [{"id": "nothing", "remove": True}]})
    with pytest.raises(ls.LadderError, match="scheme: cannot be changed here; the id is given as id=…"):
        scheme.with_({"scheme": "x"})
    with pytest.raises(ls.LadderError, match=r"changes: needs a dict .* got int"):
        scheme.with_(85)  # type: ignore[arg-type]


def test_an_id_that_a_variant_tells_of_itself_is_told_once() -> None:
    twice = ls.load_scheme(S).with_(excellent=85).with_(excellent=84)
    assert twice.id == f"{S}(excellent=84)"
    assert str(twice.title) == f"{ls.load_scheme(S).title} (Excellent from = 84 points)"


def test_a_workforce_with_other_numbers() -> None:
    people = ls.load_workforce(W)
    made = people.with_({"metrics": {"kpi": {"normal": {"mean": 75}}}}, headcount=80, leaving=2)
    assert made.id == f"{W}(metrics.kpi.normal.mean=75, headcount=80, leaving=2)" and "headcount=80" in str(made.title)
    assert made.people.headcount == made.form["people"]["headcount"] == 80
    assert [hazard for _, hazard in made.attrition.base] == [2 * hazard for _, hazard in people.attrition.base]
    mean = made.metrics["kpi"].mean
    assert mean is not None and mean.text == "75"
    assert fingerprint(ls.load_workforce(made.to_dict())) == fingerprint(made)
    assert people.with_(headcount=80, id="eighty").id == "eighty"


def test_leaving_multiplies_every_way_to_say_it() -> None:
    def made(attrition: object) -> ls.Workforce:
        return ls.load_workforce({"workforce": "x", "people": {"headcount": 5}, "attrition": attrition})

    assert made({"base": {0: 0.7, 12: 0.1}}).with_(leaving=2).attrition.base == ((0, 1.0), (12, 0.2))
    hazard = made({"hazard": "0.02 + 0.01"}).with_(leaving=2).attrition.hazard
    assert hazard is not None and hazard.text == "min(1, (0.02 + 0.01) * 2)"
    assert made({"preset": "in-house"}).with_(leaving=0.5).attrition.base[0] == (0, 0.025)
    with pytest.raises(ls.LadderError, match="leaving: nobody leaves here"):
        ls.load_workforce({"workforce": "x", "people": {"headcount": 5}}).with_(leaving=2)


def test_a_headcount_scales_numbers_by_grade() -> None:
    people = ls.load_workforce({"workforce": "x", "people": {"grades": {"a": 10, "b": 5, "c": 1}}})
    assert dict(people.with_(headcount=33).people.grades) == {"a": 21, "b": 10, "c": 2}
    with pytest.raises(ls.LadderError, match="headcount: these people come from a roster"):
        ls.load_workforce({"workforce": "few", "people": {}}, roster=frame()).with_(headcount=8)


def test_wrong_knobs_are_told_at_once() -> None:
    with pytest.raises(ls.LadderError) as raised:
        ls.load_workforce(W).with_(headcount=0, leaving="twice")  # type: ignore[arg-type]
    assert [str(problem) for problem in raised.value.problems] == [
        "headcount: must be a whole number from 1, got 0", "leaving: must be a number from 0, got 'twice'",
    ]  # fmt: skip
    with pytest.raises(ls.LadderError, match="headcount: must be a whole number from 1, got True"):
        ls.load_workforce(W).with_(headcount=True)


def test_a_keyword_that_with_has_not_is_told_as_it_is_meant() -> None:
    people = ls.load_workforce("service-center-200")
    with pytest.raises(ls.LadderError) as raised:
        people.with_(kpi=75, hedcount=3, age={"normal": [30, 5]}, team_size=9, hiring="none", zz=1)  # type: ignore[call-arg]
    meant = [
        {"metrics.kpi.normal.mean": 75}, {"people": {"attributes": {"age": {"normal": [30, 5]}}}},
        {"people.team_size": 9}, {"hiring": "none"},
    ]  # fmt: skip
    assert str(raised.value).splitlines() == [
        f"kpi: with_ has no argument of this name; write with_({meant[0]})",
        "hedcount: with_ has no argument of this name; did you mean 'headcount'?",
        f"age: with_ has no argument of this name; write with_({meant[1]})",
        f"team_size: with_ has no argument of this name; write with_({meant[2]})",
        f"hiring: with_ has no argument of this name; write with_({meant[3]})",
        "zz: with_ has no argument of this name; known: headcount, id, leaving, people, roster, start",
    ]
    for change in meant:
        assert people.with_(change) != people, "what the message says can be done"
    assert people.with_(meant[0]).to_dict()["metrics"]["kpi"]["normal"] == {
        **people.to_dict()["metrics"]["kpi"]["normal"], "mean": 75,
    }, "and leaves the rest as it was"  # fmt: skip


def test_a_flattened_variant_equals_the_file_it_was_made_of(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(f"workforce: one\nbased_on: {W}\npeople: {{headcount: 20}}\n")
    record = ls.load_workforce(tmp_path / "one.yaml")
    assert "based_on" not in record.to_dict()
    assert fingerprint(ls.load_workforce(record.to_dict())) == fingerprint(record)


def test_records_are_keys_of_dicts() -> None:
    scheme, people = ls.load_scheme(S), ls.load_workforce(W)
    assert {scheme: 1, people: 2, ls.load_study("demo"): 3}[ls.load_scheme(scheme.to_dict())] == 1


# --- how records show themselves --------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "name"), [("scheme", S), ("workforce", W), ("study", "demo")])
def test_a_record_is_a_line_and_a_card(kind: str, name: str) -> None:
    record = LOADERS[kind](name)
    assert repr(record).startswith(f"<{type(record).__name__} {name}: ") and len(repr(record)) < 200
    assert "\n" not in repr(record) and fingerprint(record) in repr(record)
    card = record._repr_html_()
    assert str(record.title) in card and len(card) < 60_000
