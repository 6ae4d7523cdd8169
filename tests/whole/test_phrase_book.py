"""The phrase book holds what it says: phrases with tiny records in ``phrases.yaml``, walked through by `trace`."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from frames import FRAME, PARTS, complete, plain
from guides import phrase_book
from places import TESTS
from ruamel.yaml import YAML

import ladder_sim as ls
from ladder_sim.analysis.labels import MOVES

PHRASES = YAML(typ="safe", pure=True).load((TESTS / "phrases.yaml").read_text(encoding="utf-8"))
BOOK = phrase_book()
START = {"grade": "junior", "months_in_grade": 24, "months_employed": 24}
FIRST = {
    *START,
    "team",
    "base",
    "mentees",
    "education",
    "certificates",
    "department",
    "shift",
}  # what a person's first row says


def _months(case: Mapping[str, Any]) -> int:
    """As many as the longest list has values."""
    lists = [len(v) for person in case["people"].values() for v in person.values() if isinstance(v, list)]
    return max([case.get("months", 1), *lists])


def _record(case: Mapping[str, Any]) -> pd.DataFrame:
    rows = []
    for name, given in case["people"].items():
        start = {**START, **{key: value for key, value in given.items() if key in FIRST}}
        start["months_employed"] = max(start["months_employed"], given.get("months_in_grade", 0))
        if "months_in_grade" not in given:
            start["months_in_grade"] = min(start["months_in_grade"], start["months_employed"])
        series = {"kpi": 75, **{key: value for key, value in given.items() if key not in FIRST}}
        for month in range(_months(case)):
            now = {key: value[month] if isinstance(value, list) else value for key, value in series.items()}
            rows.append({"person": name, "month": month + 1, **now, **(start if month == 0 else {})})
    return pd.DataFrame(rows)


def _tree(case: Mapping[str, Any]) -> dict[str, Any]:
    """The small scheme with the phrase in it. A condition is asked once, at the end of the last month."""
    kind, phrase = BOOK[case["phrase"]], case["phrase"]
    if kind == "rule":
        ask = {"id": "ask", "from": "any", "to": "same", "pay": "base + 1", "review": "end", "when": [phrase]}
        others = plain(FRAME["scheme"])["moves"]  # that rules may name; nobody meets them
        return complete("scheme", {"moves": [ask, *others], "reviews": {"end": {"every": f"{_months(case)} months"}}})
    form, place, needed = PARTS[kind]
    tree = complete(form, plain(phrase), place, needed)
    if kind == "move":
        tree["moves"][0]["review"] = "end"
        tree["reviews"]["end"] = {"every": f"{_review(case)} months"}
    return tree


def _review(case: Mapping[str, Any]) -> int:
    """When a move is tested: at the end of the record, or in time for what follows from it to be seen."""
    late = {"base", "award"} & set(case)
    return _months(case) - 1 if late else _months(case)


def _played(case: Mapping[str, Any], folder: Path) -> pd.DataFrame:
    path = folder / "frame.yaml"
    YAML().dump(_tree(case), text := io.StringIO())
    path.write_text(text.getvalue(), encoding="utf-8")
    return ls.trace(ls.load_scheme(path), _record(case))


def _paid(told: pd.DataFrame, person: str, part: str) -> float:
    mine = told[(told["person"] == person) & (told["event"] == "pay")]
    return float(dict(item.split() for item in mine["reason"].iloc[-1].split("; ")).get(part, 0))


@pytest.mark.parametrize("case", PHRASES, ids=lambda case: case["phrase"])
def test_a_phrase_means_what_its_sentence_says(case: Mapping[str, Any], tmp_path: Path) -> None:
    assert case["phrase"] in BOOK, "the book has no such line"
    told = _played(case, tmp_path)
    if "passes" in case:
        last = told[(told["move"] == "ask") & (told["event"] == "regrade") & (told["month"] == _months(case) + 1)]
        assert sorted(last["person"]) == sorted(case["passes"]), told.to_string()
    if "then" in case:
        moved = told[told["event"].isin(MOVES)]
        got = {row.person: f"{row.event} {row.to_grade} {row.month}" for row in moved.itertuples()}
        assert got == case["then"], told.to_string()
    for what, part in (("base", "base"), ("paid", "extra")):
        for name, amount in case.get(what, {}).items():
            assert _paid(told, name, part) == pytest.approx(amount), told.to_string()
    for name, parts in case.get("parts", {}).items():
        assert {part: _paid(told, name, part) for part in parts} == pytest.approx(parts), told.to_string()
    for name, amount in case.get("award", {}).items():
        awards = told[(told["person"] == name) & (told["event"] == "award")]
        assert [float(reason) for reason in awards["reason"]] == [pytest.approx(amount)], told.to_string()


def test_phrases_of_every_kind_that_a_record_can_show_are_tried() -> None:
    tried = Counter(BOOK[case["phrase"]] for case in PHRASES)
    assert min(tried[kind] for kind in ("rule", "move", "part")) >= 10, tried
    assert tried["scheme"] >= 9, tried
