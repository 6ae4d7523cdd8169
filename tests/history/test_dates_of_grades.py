"""A row for each person with the dates of each grade side by side; keys among names; years alone."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest

import ladder_sim as ls
from ladder_sim.history.reading import read_history
from ladder_sim.history.record import StayEnd, parse_grades
from ladder_sim.history.sources import Asked

PEOPLE = """\
Name,Hired,Left,Sgt Date,Lt Date,Rank
"Lee, Ann (0164)",2005,,2010-05-01,2015-01-01,Lieutenant
"Wu, Bo (0165)",2007-03-01,2009-07-07,,,Officer
"Xi, Cy (0166)",2008,2008-02-03,,,Officer
"Xi, Cz (0167)",2006-01-01,,2005-02-03,,Sergeant
"Yi, Di (0168)",2006-01-01,,2015-02-03,,Captain
"""
ORDER = "officer<sergeant<lieutenant"
COLUMNS = {"person": "Name", "left_on": "Left", "grade": "Rank"}
REACHED = {"sergeant": "Sgt Date", "lieutenant": "Lt Date"}


def days(values: object) -> list[str]:
    return [str(np.datetime64(int(v), "D")) for v in values]  # type: ignore[attr-defined]  # an array


def test_grades_are_held_from_their_dates_and_the_rest_is_said() -> None:
    found = read_history([pd.read_csv(io.StringIO(PEOPLE))], Asked(
        parse_grades(ORDER), closed=pd.Timestamp("2018-12-31").date(), columns=COLUMNS, reached=REACHED,
        key_in="brackets"))  # fmt: skip
    assert found.history is not None and not found.problems.errors
    stays = found.history.stays
    assert stays.grade.tolist() == [0, 1, 2, 0, 0, 1, 0, 1]
    assert days(stays.entry) == ["2005-07-01", "2010-05-01", "2015-01-01", "2007-03-01", "2008-01-17", "2006-01-01",
                                 "2006-01-01", "2015-02-03"]  # fmt: skip
    assert (stays.ended == StayEnd.UP).sum() == 3 and not found.history.last_grades
    assert found.history.keys == ("0164", "0165", "0166", "0167", "0168")
    told = " ".join(line.message for line in found.lines)
    for said in ("2 rows hold a year alone: taken as its middle, 1 July", "hired into 'officer' before the first",
                 "1 people reached a grade before the day of hiring", "1 people have another grade now"):  # fmt: skip
        assert said in told
    assert not [name for name in ("Lee", "Ann", "Bo", "Xi") if name in told]


def test_a_fit_of_it_finds_the_rates_of_a_log() -> None:
    """The same careers, as a log and with their dates side by side, are one history."""
    rng = np.random.default_rng(3)
    log, side = [("x", "2016-01-01", "closed", "")], []
    for i in range(400):
        hired, left = 2005 + int(rng.integers(0, 9)), 2006 + int(rng.integers(8, 14))
        up = hired + int(rng.integers(1, 9))
        row = [f"p{i}", f"{hired}-03-01", f"{left}-09-01" if left < 2016 else "", f"{up}-05-01" if up < left else ""]
        side.append(row)
        log.append((row[0], row[1], "hired", "low"))
        log += [(row[0], row[3], "promoted", "high")] if row[3] and up < 2016 else []
        log += [(row[0], row[2], "left", "")] if row[2] else []
    a = ls.fit_history(pd.DataFrame(log, columns=["person", "date", "event", "grade"]), "low<high", start="2006-01-01")
    frame = pd.DataFrame(side, columns=["person", "hired", "left on", "High Since"])
    b = ls.fit_history(frame, "low<high", start="2006-01-01", end="2016-01-01", reached={"high": "High Since"})
    assert [s.counts for s in a.steps] == [s.counts for s in b.steps]
    pd.testing.assert_frame_equal(a.table(), b.table())


def test_what_is_asked_for_must_be_there() -> None:
    frame = pd.read_csv(io.StringIO(PEOPLE))
    with pytest.raises(ls.LadderError, match=r"reached: captain: none of the grades officer, sergeant, lieutenant"):
        ls.fit_history(frame, ORDER, end="2018-12-31", columns=COLUMNS, reached={"captain": "Sgt Date"})
    with pytest.raises(ls.LadderError, match=r"there is no header 'Sgt day' for reached: sergeant"):
        ls.fit_history(frame, ORDER, end="2018-12-31", columns=COLUMNS, reached={"sergeant": "Sgt day"},
                       key_in="brackets")  # fmt: skip
    with pytest.raises(ls.LadderError, match=r"'Name' is personal and is never read past its header"):
        ls.fit_history(frame, ORDER, end="2018-12-31", columns=COLUMNS)
    with pytest.raises(ls.LadderError, match="key_in: 'cell' is none of brackets, figures"):
        ls.fit_history(frame, ORDER, end="2018-12-31", columns=COLUMNS, key_in="cell")  # type: ignore[arg-type]
    log = pd.DataFrame({"person": ["a"], "date": ["2015-01-01"], "event": ["hired"], "since": ["2016-01-01"]})
    with pytest.raises(ls.LadderError, match="dates of grades go with a row for each person"):
        ls.fit_history(log, "low<high", end="2018-12-31", reached={"high": "since"})
