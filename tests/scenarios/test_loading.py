"""Loading by id or path; variants, differences, fingerprints."""

from __future__ import annotations

import pickle
import subprocess
import sys
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from places import CORPUS

from ladder_sim.core.i18n import Title, use
from ladder_sim.core.problems import LadderError, Place
from ladder_sim.model.expression import Expr, Period
from ladder_sim.model.grades import Seats
from ladder_sim.model.moves import PayRule, Quota
from ladder_sim.model.scheme import Scheme
from ladder_sim.scenarios.difference import diff
from ladder_sim.scenarios.loading import (
    LadderWarning,
    fingerprint,
    list_scenarios,
    load_scheme,
    load_study,
    load_vocabulary,
    load_workforce,
)
from ladder_sim.scenarios.registry import RENAMED_IDS, Kind
from ladder_sim.scenarios.variants import with_

VALID = CORPUS / "valid"


def valid(name: str) -> Path:
    return VALID / f"{name}.yaml"


@pytest.fixture(scope="module")
def everything() -> Scheme:
    return load_scheme(valid("everything"))


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A current directory with a ``scenarios`` folder of its own."""
    for folder in ("schemes", "workforces", "studies"):
        (tmp_path / "scenarios" / folder).mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LADDER_SIM_SCENARIOS", raising=False)
    yield tmp_path / "scenarios"


SMALL = "scheme: {id}\nladder: {{a: {{low: {{base: 1}}, high: {{base: 2}}}}}}\nentry: low\n"


def put(shelf: Path, name: str, text: str = SMALL, folder: str = "schemes") -> Path:
    path = shelf / folder / f"{name}.yaml"
    path.write_text(text.format(id=name), encoding="utf-8")
    return path


# --- finding ------------------------------------------------------------------------------------


def test_an_id_is_found_in_the_current_directory(shelf: Path) -> None:
    put(shelf, "mine")
    assert load_scheme("mine").id == "mine"
    assert load_scheme("mine").file == "scenarios/schemes/mine.yaml"
    assert load_scheme(shelf / "schemes" / "mine.yaml") == load_scheme("mine")


def test_the_environment_names_further_folders(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = shelf.parent / "other"
    (other / "schemes").mkdir(parents=True)
    put(other, "elsewhere")
    with pytest.raises(LadderError, match="unknown scheme 'elsewhere'"):
        load_scheme("elsewhere")
    monkeypatch.setenv("LADDER_SIM_SCENARIOS", str(other))
    assert load_scheme("elsewhere").id == "elsewhere"


def test_unknown_ids_name_the_nearest(shelf: Path) -> None:
    put(shelf, "star-ladder")
    with pytest.raises(LadderError) as caught:
        load_scheme("star-lader")
    assert str(caught.value) == "unknown scheme 'star-lader'; did you mean 'star-ladder'?"


@pytest.mark.parametrize(("old", "now"), RENAMED_IDS.items())
def test_an_id_of_earlier_versions_is_read_and_told_its_present_name(old: str, now: str) -> None:
    kind: Kind = "workforce" if old.startswith("service-") else "scheme"
    assert now in {entry.id for entry in list_scenarios(kind)} and old not in {
        entry.id for entry in list_scenarios(kind)
    }
    with pytest.warns(LadderWarning, match=f"'{old}' is spelled '{now}' here"):
        found = load_workforce(old) if kind == "workforce" else load_scheme(old)
    assert found.id == now


def test_a_file_that_names_an_id_of_earlier_versions_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("scheme: mine\nformat: 1\ntitle: Mine\nbased_on: customer-centre-ladder\n", encoding="utf-8")
    with pytest.warns(LadderWarning, match=r"mine.yaml:4:11: .*is spelled 'customer-center-ladder' here"):
        assert load_scheme(path).grades == load_scheme("customer-center-ladder").grades


def test_the_projects_own_scenarios_are_at_hand() -> None:
    assert "service-center-200" in {entry.id for entry in list_scenarios("workforce")}


def test_at_hand_survives_broken_files(shelf: Path) -> None:
    put(shelf, "good", SMALL + "title: {{en: Good, zh: 好}}\n")
    put(shelf, "broken", "scheme: [\n")
    titles = {entry.id: entry.title for entry in list_scenarios("scheme")}
    assert titles["good"] == Title("Good", "好")
    assert titles["broken"] == Title("broken", "broken")


def test_a_missing_path(tmp_path: Path) -> None:
    with pytest.raises(LadderError, match="there is no such file"):
        load_scheme(tmp_path / "none.yaml")


def test_what_is_loaded_already_is_passed_through(everything: Scheme) -> None:
    assert load_scheme(everything) is everything


# --- resolving ----------------------------------------------------------------------------------


def test_ladder(everything: Scheme) -> None:
    grades = {grade.id: grade for grade in everything.grades}
    assert list(grades) == ["trainee", "junior", "middle", "senior", "lead", "deputy", "supervisor_1", "clerk"]
    assert [grades[name].level for name in ("trainee", "senior", "lead", "clerk")] == [1, 4, 1, 1]
    assert [grades[name].layer for name in ("middle", "senior", "supervisor_1")] == [3, 3, 4]
    assert grades["senior"].seats == Seats("share", Expr("0.2"), of="agent")
    assert grades["lead"].seats == Seats("per", Expr("lead_seats"), Expr("span"), "agent")
    assert grades["deputy"].seats == Seats("shared", Expr("0"), of="lead")
    assert grades["supervisor_1"].seats == Seats("number", Expr("1"))
    assert (grades["deputy"].outside, grades["deputy"].outside_after) == (Expr("1"), Expr("6"))
    assert grades["junior"].fields == {"baseline": Expr("100")}
    assert grades["trainee"].trial
    assert everything.tracks["service"] == Title("Service", "客服")


def test_periods(everything: Scheme) -> None:
    reviews = everything.reviews
    assert reviews["half"].every == Period(6, True, 6)
    assert reviews["annual"].every == Period(12, True, 11)
    assert [reviews[name].effective for name in ("annual", "spring", "march", "monthly")] == [1, 4, 3, None]
    assert {score.name: score.every for score in everything.scores} == {
        "completion": Period(),
        "letter": Period(3),
        "rolling": Period(3, False),
    }


def test_moves(everything: Scheme) -> None:
    moves = {move.id: move for move in everything.moves}
    assert {name: move.kind for name, move in moves.items()} == {
        "hired": "confirmation", "up": "promotion", "down": "demotion", "side": "lateral", "lead_up": "promotion",
        "raise": "regrade", "back": "demotion", "chosen": "regrade", "out": "dismissal",
    }  # fmt: skip
    assert moves["up"].to == {"junior": "middle", "middle": "senior"}
    assert moves["down"].to == {"junior": "trainee", "middle": "junior", "senior": "middle"}
    assert moves["up"].pay == PayRule("raise", Expr("500"), Expr("800"), Expr("0.5"))
    assert moves["lead_up"].pay == PayRule("set", value=Expr("max(1.08 * base, new.base)"))
    assert [moves[name].pay.kind for name in ("down", "raise", "side", "hired")] == ["base", "raise", "base", "base"]
    assert moves["side"].quota == Quota("vacancy")
    assert moves["lead_up"].quota == Quota("share of eligible", Expr("0.1"))
    assert moves["raise"].quota == Quota("share of grade", Expr("0.05"))
    assert moves["chosen"].quota == Quota("number", Expr("3"))
    assert moves["up"].waive is not None
    assert moves["up"].waive.only == ("clean",)
    assert [condition.id for condition in moves["up"].when] == ["c1", "clean"]
    assert moves["out"].causes == {"transfer": Expr("0.5"), "dismissal": Expr("0.5")}
    assert [moves[name].windows for name in ("up", "down", "back", "out")] == [
        "across", "since_move", "since_move", "across",
    ]  # fmt: skip
    exam = moves["up"].stages[1]
    assert (exam.retake_after, exam.retakes, exam.capacity) == (1, 1, Expr("10"))


def test_numbers_of_parameters(everything: Scheme) -> None:
    assert everything.probation is not None
    assert (everything.probation.months, everything.probation.otherwise) == (3, "extend")
    assert everything.parameters["months"].note.startswith("default: service of 12 months")
    assert everything.parameters["months"].assumed
    assert (everything.tokens[0].keep, everything.tokens[1].keep) == (12, None)
    assert everything.pay[3].grades == ("lead", "deputy", "supervisor_1")


def test_expressions_know_where_they_stand(everything: Scheme) -> None:
    lines = valid("everything").read_text(encoding="utf-8").splitlines()

    def text_at(expr: Expr | None, length: int = 5) -> str:
        assert expr is not None
        return lines[expr.at.line - 1][expr.at.column - 1 :][:length]

    moves = {move.id: move for move in everything.moves}
    grades = {grade.id: grade for grade in everything.grades}
    letter = next(score for score in everything.scores if score.name == "letter")
    assert text_at(moves["up"].when[0].test) == "strea"
    assert text_at(moves["up"].when[1].test) == "incid"
    assert text_at(moves["up"].pay.high, 3) == "800"
    assert text_at(moves["lead_up"].quota.n, 2) == "10"
    assert text_at(letter.value) == "'A' i"
    assert text_at(grades["lead"].seats.n if grades["lead"].seats else None, 10) == "lead_seats"
    assert text_at(grades["lead"].seats.per if grades["lead"].seats else None, 4) == "span"
    assert moves["up"].when[1].test.at.where == "moves[1].when[1].if"


def test_workforce() -> None:
    people = load_workforce(valid("workforce_all"))
    assert people.start.isoformat() == "2027-03-01"
    assert people.attrition.base == ((0, 0.05), (12, 0.02))
    assert people.attrition.effects.passed_over == (1.5, 6)
    assert people.attrition.effects.promoted == (0.7, 3)
    assert people.attrition.effects.stagnant == (1.3, 24)
    assert (people.hiring.kind, people.hiring.rate, people.hiring.months) == ("fixed", 45.0, (7, 12))
    assert people.hiring.freeze == (11, 16)
    assert people.people.attributes["skill"].levels == ("basic", "good")
    assert people.people.attributes["skill"].shares == (0.7, 0.3)
    assert (people.metrics["double"].low, people.metrics["double"].high) == (None, 150.0)
    assert (people.metrics["mood"].low, people.metrics["mood"].high) == (1.0, 5.0)
    assert [day.isoformat() for day in people.holidays] == ["2027-05-01", "2027-10-01"]
    standard = load_vocabulary()
    assert set(standard.signals) <= set(people.metrics)
    assert people.metrics["kpi"] != standard.signals["kpi"]
    assert "certificates" in people.people.attributes


def test_workforce_variant_and_grades() -> None:
    variant = load_workforce(valid("workforce_variant"))
    assert (variant.people.headcount, variant.people.team_size, variant.hiring.kind) == (30, 8, "none")
    assert variant.metrics["late"].kind == "chance"
    assert variant.attrition.base[0] == (0, 0.06)
    grades = load_workforce(valid("workforce_grades"))
    assert (grades.people.headcount, grades.people.grades) == (125, {"junior": 100, "senior": 25})
    assert grades.hiring.plan == ((1, 2), (3, 6))
    assert grades.attrition.effects.stagnant_ramp == (0.01, 12, 0.5)


@pytest.mark.parametrize(
    ("text", "kind", "rate"),
    [
        ("grow: 2% a year", "grow", 0.02),
        ("grow: 1% a month", "grow", 1.01**12 - 1),
        ("fixed: 4 a month", "fixed", 48),
        ("poisson: 24 per year", "poisson", 2),
    ],
)
def test_rates_are_converted_once(shelf: Path, text: str, kind: str, rate: float) -> None:
    body = "workforce: {id}\npeople: {{headcount: 5}}\nmetrics: {{kpi: {{uniform: [0, 1]}}}}\n"
    body += f"hiring: {{{{{text}}}}}\n"
    path = put(shelf, "w", body, "workforces")
    hiring = load_workforce(path).hiring
    assert hiring.kind == kind
    assert hiring.rate == pytest.approx(rate)


def test_study() -> None:
    study = load_study(valid("study_all"))
    assert study.schemes == ("base_scheme", "variant", "base_scheme(bar=75)")
    assert study.set == {"base_scheme(bar=75)": {"bar": 75}}
    assert (study.months, study.replications, study.seed) == (36, 50, 7)


def test_everything_pickles(everything: Scheme) -> None:
    for made in (everything, load_workforce(valid("workforce_all")), load_study(valid("study_all"))):
        again = pickle.loads(pickle.dumps(made))
        assert again == made
        assert fingerprint(again) == fingerprint(made)
    again = pickle.loads(pickle.dumps(everything))
    assert again.with_(three=False) == everything.with_(three=False)


# --- variants -----------------------------------------------------------------------------------


def test_variant_of_a_variant() -> None:
    variant, second = load_scheme(valid("variant")), load_scheme(valid("variant_of_variant"))
    assert (variant.title.en, variant.based_on) == ("variant", "base_scheme")
    assert (variant.parameters["bar"].value, variant.parameters["bar"].high) == (70, 100)
    assert [grade.id for grade in variant.grades] == ["junior", "senior", "principal"]
    assert [move.id for move in second.moves] == ["up"]
    assert second.moves[0].apply == Expr("0.5")
    assert second.pay == ()
    assert Path(second.moves[0].when[0].test.at.file).name == "variant.yaml"  # where it was written


def test_adopted_brings_the_scheme_that_it_replaces() -> None:
    phased = load_scheme(valid("phased"))
    assert phased.adopted is not None
    assert phased.adopted.placement == {"junior": "junior", "senior": "junior"}
    assert phased.replaced == load_scheme(valid("base_scheme"))


def test_a_variant_that_changes_nothing_warns() -> None:
    with pytest.warns(LadderWarning, match="based_on: changes nothing: it equals 'base_scheme'"):
        load_scheme(valid("unchanged"))


def test_with_sets_parameters_and_names_the_variant() -> None:
    base = load_scheme(valid("base_scheme"))
    changed = base.with_(bar=75)
    assert (changed.id, changed.title) == ("base_scheme(bar=75)", Title("Base (bar = 75)", "基础（bar=75）"))
    assert changed.parameters["bar"].value == 75
    assert changed.form["parameters"]["bar"]["value"] == 75
    assert base.parameters["bar"].value == 60
    assert base.form["parameters"]["bar"]["value"] == 60
    assert changed.with_(bar=80).id == "base_scheme(bar=80)"
    assert changed.moves == base.moves


def test_with_leaves_out_grades_that_do_not_exist(everything: Scheme) -> None:
    fewer = everything.with_(three=False, months=4)
    assert fewer.id == "everything(three=false, months=4)"
    assert fewer.absent == ("middle",)
    assert [grade.id for grade in fewer.grades][:3] == ["trainee", "junior", "senior"]
    assert {move.id: move.to for move in fewer.moves}["up"] == {"junior": "senior"}
    assert fewer.probation is not None
    assert fewer.probation.months == 4
    assert fewer.moves[1].when[0].test.at == everything.moves[1].when[0].test.at
    assert fewer.with_(three=True).grades == everything.grades


def test_with_refuses_what_does_not_suit(everything: Scheme) -> None:
    with pytest.raises(LadderError) as caught:
        with_(everything, baar=3, bar=140, months=2.5, way="fast", three="yes", lead_seats=True)
    assert str(caught.value).splitlines() == [
        "everything: unknown parameter 'baar'; did you mean 'bar'?",
        "everything: bar: must lie between 90 and 130, got 140",
        "everything: months: must be a whole number, got 2.5",
        "everything: way: must be one of slow, quick, got 'fast'",
        "everything: three: must be true or false, got 'yes'",
        "everything: lead_seats: must be a number, got true",
    ]


def test_with_says_how_what_is_no_parameter_is_changed(everything: Scheme) -> None:
    with pytest.raises(LadderError, match=r"'year_starts' is no parameter; .* with_\(\{'year_starts': 4\}\)"):
        everything.with_(year_starts=4)


def test_a_part_of_the_file_is_changed_by_keyword_too(everything: Scheme) -> None:
    move = {**everything.to_dict()["moves"][0], "title": "another"}  # type: ignore[index]
    made = everything.with_(moves=[move])  # type: ignore[arg-type]  # parameters have values
    assert made == everything.with_({"moves": [move]}) != everything
    assert everything.with_({"summary": "x"}, moves=[move]).summary.en == "x"  # type: ignore[arg-type]


def test_with_that_changes_nothing_warns(everything: Scheme) -> None:
    with pytest.warns(LadderWarning, match="changes nothing: everything has bar=110 already"):
        assert everything.with_(bar=110) is everything


# --- differences and fingerprints ---------------------------------------------------------------


def test_diff_of_equal_schemes_is_empty(everything: Scheme) -> None:
    assert diff(everything, everything) == []
    assert diff("three-routes", valid("everything")) == diff(load_scheme("three-routes"), everything), "ids and paths"


def test_diff_tells_rules_apart_not_how_they_are_written() -> None:
    base = load_scheme(valid("base_scheme"))
    up = next(move for move in base.moves if move.id == "up")
    told = [" ( " + condition.test.text.replace(" ", "  ") + " ) " for condition in up.when]
    assert "  " in told[0]
    spaced = [replace(c, test=replace(c.test, text=text)) for c, text in zip(up.when, told, strict=True)]
    same = replace(up, when=tuple(spaced), id=up.id)
    assert diff(base, replace(base, moves=tuple(same if move is up else move for move in base.moves))) == []
    other = replace(up, when=(replace(up.when[0], test=Expr(up.when[0].test.text + " + 1")), *up.when[1:]))
    assert diff(base, replace(base, moves=tuple(other if move is up else move for move in base.moves)))


def test_diff_in_words() -> None:
    base = load_scheme(valid("base_scheme"))
    assert diff(base, load_scheme(valid("variant"))) == [
        "parameter wait added: 12",
        "parameter bar: 60 -> 70",
        "grade principal added",
        "grade senior: base pay 4000 -> 4200",
        "move higher added: senior -> principal",
        "move up: condition 'months_in_grade >= 6' is now 'months_in_grade >= wait'",
        "pay part bonus: amount 0.1 * base -> 0.2 * base",
        "pay part bonus: for none -> senior",
    ]


def test_diff_in_chinese() -> None:
    use("zh")
    base = load_scheme(valid("base_scheme"))
    assert diff(base, base.with_(bar=75)) == ["参数 bar：60 → 75"]
    assert "新增规则 higher：senior -> principal" in diff(base, load_scheme(valid("variant")))


def test_diff_of_very_different_schemes(everything: Scheme) -> None:
    lines = diff(load_scheme(valid("base_scheme")), everything)
    probation = next(line for line in lines if line.startswith("probation: "))
    assert probation.startswith("probation: none -> months 3, pay 0.8, confirm kpi >= 60, otherwise extend, extend 2")
    assert "entry junior -> junior: 0.9, clerk: 0.1" in lines
    assert len(lines) == len(set(lines))


def test_fingerprint_ignores_places_but_not_content(shelf: Path) -> None:
    first = fingerprint(load_scheme(put(shelf, "one")))
    put(shelf, "one", "# a comment\n\n" + SMALL)
    assert fingerprint(load_scheme("one")) == first
    put(shelf, "one", SMALL.replace("base: 2", "base: 3"))
    assert fingerprint(load_scheme("one")) != first
    assert len(first) == 12
    base = load_scheme(valid("base_scheme"))
    assert fingerprint(base) != fingerprint(base.with_(bar=61))


def test_fingerprint_is_the_same_in_another_process() -> None:
    code = f"from ladder_sim.scenarios.loading import *; print(fingerprint(load_scheme({str(valid('base_scheme'))!r})))"
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert made.stdout.strip() == fingerprint(load_scheme(valid("base_scheme")))


def test_loading_pulls_in_no_pandas_and_no_plots() -> None:
    heavy = ("pandas", "matplotlib", "simpy")
    code = f"import sys, ladder_sim.scenarios.loading; print([m for m in {heavy} if m in sys.modules])"
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert made.stdout.strip() == "[]"


def test_no_warning_without_a_reason() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert load_scheme(valid("everything")).id == "everything"
        assert load_workforce(valid("workforce_all")).id == "workforce_all"


def test_place_moves_along_its_line() -> None:
    assert Place("f", 2, 5, "x").moved(3) == Place("f", 2, 8, "x")


TITLED = """
scheme: titled
parameters: {bar: {value: 80, from: 0, to: 20000}, wait: 6}
ladder: {service: {junior: {base: 4000}, senior: {base: 4800}}}
entry: junior
reviews: {monthly: {every: month}}
moves:
  - id: up
    from: junior
    to: senior
    review: monthly
    when:
      - {if: months_in_grade >= wait, title: {en: "{wait} months", zh: "满{wait}个月"}}
      - {if: "mean(kpi, 3) >= bar", title: "At {bar}"}
"""


def test_a_condition_says_the_value_that_it_draws_the_line_at(tmp_path: Path) -> None:
    path = tmp_path / "titled.yaml"
    path.write_text(TITLED, encoding="utf-8")
    scheme = load_scheme(path)
    told = [[c.title.en for c in made.moves[0].when] for made in (scheme, scheme.with_(bar=12_500))]
    assert told == [["6 months", "At 80"], ["6 months", "At 12,500"]]
    assert scheme.moves[0].when[0].title.zh == "满6个月"


def test_a_file_of_the_folder_is_pointed_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An id is looked for among the scenarios; who means the file that lies here is told to write its ending."""
    monkeypatch.chdir(tmp_path)
    for name in ("mine.yaml", "staff.yml"):
        (tmp_path / name).write_text("", encoding="utf-8")
    with pytest.raises(LadderError, match=r"unknown scheme 'mine'; mine\.yaml lies in this folder: write mine\.yaml"):
        load_scheme("mine")
    with pytest.raises(LadderError, match=r"; staff\.yml lies in this folder: write staff\.yml"):
        load_workforce("staff")
