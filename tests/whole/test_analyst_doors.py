"""What an analyst asks first of a scheme, a comparison and the words, and what is refused in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import ladder_sim as ls
from ladder_sim.core.i18n import speaking

S, V, W = "ecommerce-dual-track", "video-cloud-levels", "small-department-30"
K: dict[str, Any] = {"months": 3, "replications": 3}


def test_the_parameters_of_a_scheme_are_a_table() -> None:
    scheme = ls.load_scheme(S).with_(excellent=85)
    found = scheme.table()
    assert list(found.index) == list(scheme.parameters) and found.index.name == "parameter"
    assert found.loc["excellent", "value"] == 85 == scheme["excellent"]
    assert set(found["origin"]) <= {"source", "reading", "assumed"}
    one = scheme.parameters["excellent"]
    assert (found.loc["excellent", "low"], found.loc["excellent", "unit"]) == (one.low, one.unit)
    assert found["low"].dtype == "float64" and scheme.id in found.attrs["source"]


def test_a_comparison_comes_back_as_it_was(tmp_path: Path) -> None:
    both = ls.compare([S, V], W, **K, baseline=1)
    (file,) = both.save(tmp_path / "both.run")
    again = ls.load_comparison(file)
    assert again == both and again.baseline == both.baseline and again.provenance == both.provenance
    pd.testing.assert_frame_equal(again.table(), both.table())
    whole = file.read_bytes()
    assert both.save(file) == [file] and file.read_bytes() == whole
    other = ls.compare([S, V], W, **K, seed=2)
    with pytest.raises(ls.LadderError, match=r"both\.run: is there and holds something else.*force=True"):
        other.save(file)
    other.save(file, force=True)
    assert ls.load_comparison(str(file)) == other


def test_a_file_that_is_no_comparison_is_said(tmp_path: Path) -> None:
    run = ls.simulate(S, W, **K)
    run.save(tmp_path / "one.run")
    with pytest.raises(ls.LadderError, match=r"one\.run: cannot be read: .*one run is read by load_run"):
        ls.load_comparison(tmp_path / "one.run")
    (file,) = ls.compare([S, V], W, **K).save(tmp_path / "both.run")
    with pytest.raises(ls.LadderError, match=r"both\.run: cannot be read: .*read by load_comparison"):
        ls.load_run(file)
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 3] ^= 255
    file.write_bytes(raw)
    with pytest.raises(ls.LadderError, match=r"both\.run: cannot be read"):
        ls.load_comparison(file)
    with pytest.raises(ls.LadderError, match="there is no such file"):
        ls.load_comparison(tmp_path / "none.run")


def test_what_an_own_measure_cannot_be_is_said_before_anything_is_written(tmp_path: Path) -> None:
    both = ls.compare([S, V], W, **K).with_measure("mine", lambda w: w.exits_by("voluntary") / w.years, unit="people")
    with pytest.raises(ls.LadderError, match="measures of your own"):
        both.save(tmp_path / "both.run")
    assert list(tmp_path.iterdir()) == []


def test_pay_of_a_workforce_is_told_where_it_stands() -> None:
    people: Any = ls.load_workforce(W)
    with pytest.raises(ls.LadderError, match=r"pay: with_ has no argument.*stands in the scheme.*'market'"):
        people.with_(pay=1.1)


def test_another_language_is_refused_in_words() -> None:
    for language, words in (("en", "there are 'en' (English)"), ("zh", "可用 'en'（英文）")):
        with speaking(language), pytest.raises(ls.LadderError) as told:  # type: ignore[arg-type]
            ls.use("fr")
        assert words in str(told.value) and "'fr'" in str(told.value)
    with pytest.raises(ls.LadderError):
        ls.use(None)  # type: ignore[arg-type]


def test_a_unit_that_is_none_is_refused() -> None:
    with speaking("en"):
        assert ls.words.figure(0.3, "share") == "30.0%" == ls.words.figure(0.3, "比例")
        with pytest.raises(ls.LadderError, match="unit: there is none called 'shar'; did you mean 'share'"):
            ls.words.figure(0.3, "shar")
        with pytest.raises(ls.LadderError, match="unit: there is none called 'no unit'"):
            ls.words.change(0.3, "no unit")
        with pytest.raises(ls.LadderError, match="low: needs a number, got str"):
            ls.words.between("a", 2, "share")  # type: ignore[arg-type]


def test_a_joined_run_tells_all_its_seeds(tmp_path: Path) -> None:
    joined = ls.join([ls.simulate(S, W, **K, seed=seed) for seed in (1, 2)])
    assert joined.seed is None and [part.seed for part in joined.luck] == [1, 2]
    assert "seeds 1:0–2, 2:0–2" in repr(joined)
    with speaking("en"):
        assert "seeds 1 (nos. 0–2), 2 (nos. 0–2)" in joined.provenance
    same = ls.join([ls.simulate(S, W, **K), ls.simulate(S, W, **K, first=7)])
    assert same.seed == 1
    assert joined.to_dict()["seed"] is None and len(joined.to_dict()["parts"]) == 2
    joined.save(tmp_path / "joined.run")
    assert ls.load_run(tmp_path / "joined.run").seed is None
    other = ls.join([ls.simulate(V, W, **K, seed=seed) for seed in (1, 2)])
    both = ls.Comparison((joined, other), S)
    assert both.seed is None and both.luck == joined.luck
    with speaking("en"), pytest.raises(ls.LadderError, match=r"needs one seed.*seeds 1 \(nos\. 0–2\), 2 \(nos\. 0–2\)"):
        both.why("turnover")
    for ask in (both.tornado, both.chosen, lambda: both.at_equal("pay"),
                lambda: both.choose("turnover", matters=0.01)):  # fmt: skip
        with pytest.raises(ls.LadderError, match="nos"):
            ask()


def test_the_workbook_tells_no_command_for_luck_that_it_would_not_play() -> None:
    from ladder_sim.report.workbook.texts import _command, _python  # what the tab of provenance holds

    class Scene:
        def __init__(self, comparison: ls.Comparison) -> None:
            self.comparison = comparison

    late: Any = Scene(ls.compare([S, V], W, **K, first=5))
    assert _command(late) == "" and "first=5" in _python(late)
    runs = [ls.join([ls.simulate(one, W, **K, seed=seed) for seed in (1, 2)]) for one in (S, V)]
    joined: Any = Scene(ls.Comparison(tuple(runs), S))
    assert _command(joined) == "" == _python(joined)
