"""Histories as they are written: late entry, gaps, doubles, sentinels, titles, and what a file did not see."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulated import Truth, log_of

import ladder_sim as ls
from ladder_sim.core.i18n import use
from ladder_sim.history.months import completed, months_between
from ladder_sim.history.reading import read_history
from ladder_sim.history.record import SpellEnd, SpellEntry, parse_grades
from ladder_sim.history.sources import Asked

LATE = """person,event,date,grade
K1,in force,2019-01-01,clerk
K1,hired,2013-01-01,clerk
K2,in force,2019-01-01,clerk
K2,hired,2017-01-01,clerk
K2,left,2020-01-01,clerk
K3,hired,2019-07-01,clerk
K3,left,2019-12-31,clerk
K3,hired,2021-01-01,clerk
K4,hired,2020-01-01,clerk
K4,promoted,2021-07-01,chief
K4,left,9999-12-31,
K5,in force,2019-01-01,chief
K5,hired,2009-01-01,clerk
K5,left,2021-01-01,chief
K6,hired,2020-07-01,clerk
K6,left,2021-07-01,clerk
file,closed,2022-01-01,
"""
HIDDEN = """snapshot,person,grade,hired
2018-12-31,Q1,clerk,2012-03-02
2018-12-31,Q2,clerk,2015-06-11
2018-12-31,Q3,chief,2006-01-05
2018-12-31,Q4,chief,2004-10-01
2018-12-31,Q5,chief,2008-04-18
2019-12-31,Q1,clerk,2012-03-02
2019-12-31,Q2,chief,2015-06-11
2019-12-31,Q3,chief,2006-01-05
2019-12-31,Q5,chief,2008-04-18
2019-12-31,Q6,clerk,2019-05-09
2020-12-31,Q1,clerk,2012-03-02
2020-12-31,Q2,chief,2015-06-11
2020-12-31,Q6,clerk,2019-05-09
2021-12-31,Q1,chief,2012-03-02
2021-12-31,Q2,chief,2015-06-11
2021-12-31,Q3,director,2006-01-05
2021-12-31,Q4,director,2004-10-01
2021-12-31,Q6,clerk,2019-05-09
"""


def _file(folder: Path, text: str, name: str = "history.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_late_entry_and_rehires(tmp_path: Path) -> None:
    """10.5 person-years, 4 leavers, .381 a year; without late entry it would be 28.5 years."""
    fit = ls.fit_history(_file(tmp_path, LATE), "clerk<chief")
    table = fit.table().set_index("name")
    assert table.loc["leaving.all", "person_years"] == pytest.approx(10.5, abs=0.01)
    assert table.loc["leaving.all", "value"] == pytest.approx(0.381, abs=0.0005)
    assert table.loc["leaving.all", "events"] == 4
    spells = fit.history.spells
    assert len(spells) == 7 and len(np.unique(spells.person)) == 6
    assert not fit.history.stays.since_known[fit.history.stays.grade == 1].all(), "K5's time as chief is unknown"
    assert any(r.part == "leaving" and "20" in r.test for r in fit.refused), "4 events tell no curve"
    # first year of service: 1 leaver in 3.5 years
    first = fit.leaving.cube.months[..., :3].sum() / 12, fit.leaving.cube.events[..., :3, :].sum()
    assert first == (pytest.approx(3.5, abs=0.01), 1)


def test_a_grade_out_of_sight(tmp_path: Path) -> None:
    fit = ls.fit_history(_file(tmp_path, HIDDEN), "clerk<chief<director")
    flows = fit.flows()
    assert flows.end_left.sum() == 0 and flows.hired.sum() == 1 and flows.returned.sum() == 2
    assert flows.end_out_of_sight.sum() == 1, "Q5 may be a director, or have left"
    refused = next(r for r in fit.refused if "chief" in r.what and r.part == "leaving")
    assert "between 0 and 1 of 3" in refused.figure
    table = fit.table().set_index("name")
    assert (table.loc["leaving.all", "events"], table.loc["leaving.all", "low"]) == (0, 0)
    assert table.loc["leaving.all", "high"] > 0.2
    assert table.loc["leaving.of.clerk", "events"] == 0 and 0 < table.loc["leaving.of.clerk", "high"] < 1.5
    assert "leaving.of.chief" not in table.index
    assert any("director" in line.message and line.doubtful for line in fit.checks)


def test_books_close_to_the_person() -> None:
    fit = ls.fit_history(log_of(Truth(), 3), "junior<senior")
    flows = fit.flows()
    into = flows[[e.name.lower() for e in SpellEntry if e != SpellEntry.IN_FORCE]].sum(axis=1)
    out = flows[[f"end_{e.name.lower()}" for e in SpellEnd if e != SpellEnd.OPEN]].sum(axis=1)
    assert (flows.opening + into - out == flows.closing).all()
    assert (flows.closing[:-1].to_numpy() == flows.opening[1:].to_numpy()).all()


def test_events_spans_and_frames_tell_the_same(tmp_path: Path) -> None:
    """A log, and the same as a table with from and to."""
    log = log_of(Truth(back=0.0), 5)
    log = log[(log.event != "in force")].reset_index(drop=True)
    rows = []
    for person, mine in log[log.event != "closed"].groupby("person"):
        graded = mine[mine.event.isin(["hired", "promoted"])]
        ends = [*(graded.date.iloc[1:]), mine[mine.event == "left"].date.max()]
        rows += [(person, a, b if b == b else "9999-12-31", g) for a, b, g in
                 zip(graded.date, ends, graded.grade, strict=True)]  # fmt: skip
    spans = pd.DataFrame(rows, columns=["person", "from", "to", "grade"])
    a = ls.fit_history(log, "junior<senior", start="2016-01-01").table().set_index("name")
    b = ls.fit_history(spans, "junior<senior", start="2016-01-01", end="2022-01-01").table().set_index("name")
    for name in ("leaving.all", "move.junior.senior"):
        assert a.loc[name, "events"] == b.loc[name, "events"]
        assert a.loc[name, "value"] == pytest.approx(b.loc[name, "value"], rel=1e-3)


def test_doubles_in_a_snapshot_keep_the_grade_that_goes_on(tmp_path: Path) -> None:
    text = "snapshot,person,grade,hired\n" + "".join(
        f"{year}-12-31,A{i},{grade},2001-02-03\n"
        for i in range(12)
        for year, grades in ((2015, "low"), (2016, "low high"), (2017, "high"))
        for grade in grades.split()
    )
    fit = ls.fit_history(_file(tmp_path, text), "low<high")
    step = next(s for s in fit.steps if s.up)
    assert (step.total, step.counts) == (12, (12, 0)), "twelve promotions, not twenty-four, and none back"
    assert any(line.what == "doubles" and line.count == 12 for line in fit.checks)


def test_no_extract_date_is_refused_with_the_remedy(tmp_path: Path) -> None:
    path = _file(tmp_path, LATE.replace("file,closed,2022-01-01,\n", ""))
    with pytest.raises(ls.LadderError, match=r"history\.csv: the day of the extract is not known.*--to 2025-12-31"):
        ls.fit_history(path, "clerk<chief")
    assert ls.fit_history(path, "clerk<chief", end="2022-01-01").table().value.notna().any()


def test_every_fault_is_told_at_once_with_its_cell(tmp_path: Path) -> None:
    text = LATE.replace("K2,left,2020-01-01", "K2,vanished,2020-01-01").replace(
        "K3,hired,2019-07-01", "K3,hired,someday"
    )
    with pytest.raises(ls.LadderError) as raised:
        ls.fit_history(_file(tmp_path, text), "clerk<chief")
    said = str(raised.value)
    assert "row 6: 'vanished'" in said and "row 7: 'someday'" in said and "write 2024-03-31" in said


def test_the_order_of_grades_is_never_guessed(tmp_path: Path) -> None:
    with pytest.raises(ls.LadderError, match=r"is not guessed; state it.*'clerk' \(12\)"):
        ls.fit_history(_file(tmp_path, LATE))


def test_titles_by_a_table(tmp_path: Path) -> None:
    text = LATE.replace(",chief", ",Chief (acting)")
    titles = _file(tmp_path, "title,rows,grade\nclerk,13,clerk\nChief (acting),3,chief\n", "grades.csv")
    fit = ls.fit_history(_file(tmp_path, text), "clerk<chief", titles=titles)
    assert fit.flows().end_to_outside.sum() == 0
    outside = ls.fit_history(_file(tmp_path, text, "b.csv"), "clerk<chief")
    assert outside.flows().end_to_outside.sum() == 1, "K4 moved to a title that was not asked for"
    wrong = _file(tmp_path, "title,rows,grade\nclerk,13,boss\n", "wrong.csv")
    with pytest.raises(ls.LadderError, match=r"wrong\.csv:2: 'boss' is none of the grades"):
        ls.fit_history(_file(tmp_path, text), "clerk<chief", titles=wrong)


def test_a_period_closed_at_another_date_is_left_out() -> None:
    """Leaving of the last year seen for a month only: the file was closed then."""
    log = log_of(Truth(hires=9000, back=0.0), 8)
    cut = (log.event == "left") & (log.date >= np.datetime64("2021-01-20"))
    fit = ls.fit_history(log[~cut], "junior<senior")
    assert any(line.what == "regime" and "2021" in line.message for line in fit.checks)
    assert len(fit.history.years) == 5


def test_only_survivors_before_some_day_is_seen() -> None:
    log = log_of(Truth(back=0.0), 4)
    fit = ls.fit_history(log[log.event != "in force"], "junior<senior")
    assert any(line.what == "opened" and line.doubtful for line in fit.checks)
    assert fit.table().set_index("name").loc["leaving.all", "value"] == pytest.approx(
        ls.fit_history(log, "junior<senior").table().set_index("name").loc["leaving.all", "value"], rel=0.05
    )


def test_keys_of_persons_reach_no_text(tmp_path: Path) -> None:
    text = LATE.replace("K1", "secret-1").replace("K3", "secret-3")
    for language in ("en", "zh"):
        use(language)
        fit = ls.fit_history(_file(tmp_path, text), "clerk<chief")
        shown = [*fit.summary(), fit.to_json(), fit._repr_html_(), fit.to_yaml(), repr(fit)]
        assert not any("secret" in one for one in shown)
    use("en")
    files = fit.save(tmp_path / "our-people.yaml", hashed=True)
    assert not any("secret" in file.read_text(encoding="utf-8") for file in files)


def test_chinese_exports(tmp_path: Path) -> None:
    text = ("工号,姓名,异动类型,生效日期,职级\nE1,某人,入职,2018年3月1日,专员\nE1,某人,晋升,2020/7/1,组长\n"
            "E2,某人,入职,2019.5.6,专员\nE2,某人,离职,2021-01-31,专员\nX,,截止,2022-01-01,\n")  # fmt: skip
    path = tmp_path / "异动.csv"
    path.write_bytes(text.encode("gb18030"))
    fit = ls.fit_history(path, "专员<组长")
    assert fit.history.order.ids == ("专员", "组长") and fit.flows().end_left.sum() == 1


def test_order_text() -> None:
    order = parse_grades("officer=PO|P.O.<D-1")
    assert order.ids == ("officer", "D_1") and order.titles["p.o."] == 0
    for wrong in ("a<<b", "a<a"):
        with pytest.raises(ls.LadderError, match="empty or stands twice"):
            parse_grades(wrong)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 20000), st.integers(0, 600))
def test_whole_years_are_whole_months(day: int, months: int) -> None:
    """From a day to the same day of another month as many months lie, whatever leap days; five years are 60."""
    a = np.array([day])
    stamp = a.astype("datetime64[D]")
    of_month = (stamp - stamp.astype("datetime64[M]").astype("datetime64[D]")).astype(int)
    if of_month[0] > 27:
        return
    later = (stamp.astype("datetime64[M]") + months).astype("datetime64[D]") + of_month
    b = later.astype(np.int64)
    assert completed(a, b)[0] == months
    assert completed(a, b - 1)[0] == months - 1
    assert months_between(a, b)[0] == pytest.approx(months, abs=0.11)


def test_a_file_without_known_headers_says_what_is_needed(tmp_path: Path) -> None:
    reading = read_history([_file(tmp_path, "a,b,c\n1,2,3\n")], Asked())
    assert reading.history is None
    assert "person and date with event" in str(reading.problems.errors[0])


def test_a_long_row_is_named(tmp_path: Path) -> None:
    reading = read_history(
        [_file(tmp_path, LATE.replace("K3,hired,2019-07-01,clerk", "K3,hired,2019-07-01,clerk,x,y"))],
        Asked(parse_grades("clerk<chief")),
    )
    assert any("row 7" in str(error) and "4 headers" in str(error) for error in reading.problems.errors)


# --- kinds met in public files --------------------------------------------------------------------------


def _yearly_with_leavers() -> str:
    """Yearly snapshots; leavers stand in a row of their own, dated the first of the month in which they left."""
    rows = ["RecordDate,EmployeeID,OrigHireDate,TerminationDate"]
    for person in range(60):
        left = f"20{11 + person % 3}-05-2{person % 8}" if person % 4 == 0 else "1900-01-01"
        for year in (2010, 2011, 2012, 2013):
            if left == "1900-01-01" or f"{year}-12-31" < left:
                rows.append(f"{year}-12-31,N{person},2001-02-03,{left}")
        if left != "1900-01-01":
            rows.append(f"{left[:7]}-01,N{person},2001-02-03,{left}")
    return "\n".join(rows)


def test_days_with_rows_of_leavers_only_are_no_snapshots(tmp_path: Path) -> None:
    """Taken for snapshots, they made eight in ten people leave in a month."""
    fit = ls.fit_history(_file(tmp_path, _yearly_with_leavers()))
    assert [str(np.datetime64(day, "D")) for day in fit.history.snapshots] == [f"{y}-12-31" for y in range(2010, 2014)]
    assert fit.history.spells.left.sum() == 15
    dated = fit.history.spells.stop[fit.history.spells.left]
    assert all(str(day.astype("datetime64[M]"))[5:] == "05" for day in dated.astype("datetime64[D]"))
    assert any("no snapshots of everybody" in line.message and line.doubtful for line in fit.checks)


def test_who_left_by_the_day_of_a_snapshot_is_not_there(tmp_path: Path) -> None:
    text = "snapshot,person,left_on\n" + "".join(
        f"{year}-12-31,p{i},{'2020-12-31' if i < 5 else ''}\n" for year in (2019, 2020, 2021)
        for i in range(40) if year < 2021 or i >= 5)  # fmt: skip
    history = read_history([_file(tmp_path, text)], Asked()).history
    assert history is not None and history.spells.left.sum() == 5
    assert set(history.spells.stop[history.spells.left].tolist()) == {np.datetime64("2020-12-31", "D").astype(int)}


PEOPLE = "person,hired,left_on,status,grade\n"


def test_a_status_without_a_date_of_leaving_is_a_fault(tmp_path: Path) -> None:
    file = _file(tmp_path, PEOPLE + "a,2016-01-01,,离职,low\nb,2016-01-01,,在职,low\n")
    with pytest.raises(ls.LadderError, match="row 2: the status says that they have left, and no date"):
        ls.fit_history(file, "low<high", end="2020-01-01")


def test_one_grade_for_each_person_is_that_of_the_last_day(tmp_path: Path) -> None:
    rows = [f"p{i},{2010 + i % 8}-01-05,{f'201{8 + i % 2}-03-04' if i % 3 == 0 else ''},,{'high' if i % 2 else 'low'}"
            for i in range(90)]  # fmt: skip
    fit = ls.fit_history(_file(tmp_path, PEOPLE + "\n".join(rows)), "low<high", start="2017-06-01", end="2020-01-01")
    assert not fit.steps and not fit.history.stays.since_known.any()
    refused = {(r.part, r.test) for r in fit.refused}
    assert {part for part, test in refused if "one grade for each person" in test} == {"promotion", "leaving"}
    assert any(line.what == "last_grades" for line in fit.checks)
    assert not any("not yet" in line.message for line in fit.checks), "an empty cell is no date of the year 2090"


@pytest.mark.parametrize(("word", "reason"), [
    ("unknown", "unknown"), ("own accord", "voluntary"), ("非自愿离职", "dismissal"), ("retiring", "retirement"),
    ("Terminated for Cause", "dismissal"), ("return to school", "voluntary"), ("主动离职", "voluntary"),
])  # fmt: skip
def test_reasons_that_were_misread(word: str, reason: str) -> None:
    from ladder_sim.history.words import reason_of

    assert reason_of(word) == reason


def test_titles_outside_by_decision_do_not_refuse_promotion() -> None:
    rows = [("x", "2020-01-01", "closed", "")]
    for i in range(60):
        rows += [
            (f"p{i}", "2010-01-01", "hired", "Officer"),
            (f"p{i}", f"201{1 + i % 8}-02-01", "promoted", "Sergeant"),
        ]
    rows += [(f"q{i}", "2010-01-01", "hired", f"Civilian {i}") for i in range(20)]
    frame = pd.DataFrame(rows, columns=["person", "date", "event", "grade"])
    stated = ls.fit_history(frame, "po=Officer<sgt=Sergeant")
    assert [step.total for step in stated.steps] == [60.0]
    silent = ls.fit_history(frame, "Officer<Sergeant")
    assert not silent.steps and any("three titles" in r.test or "3 titles" in r.test for r in silent.refused)


def test_turnover_as_no_company_has_it_is_doubted() -> None:
    rows = [("x", "2020-01-01", "closed", "")]
    for i in range(80):
        rows += [(f"p{i}", "2019-01-01", "hired", ""), (f"p{i}", f"2019-0{1 + i % 5}-15", "left", "")]
    rows += [(f"q{i}", "2019-01-01", "hired", "") for i in range(3)]
    fit = ls.fit_history(pd.DataFrame(rows, columns=["person", "date", "event", "grade"]))
    assert any(line.what == "turnover" and line.doubtful for line in fit.checks)


@pytest.mark.parametrize("files", [3, [3], None])
def test_what_is_no_file_is_refused_in_words(files: object) -> None:
    with pytest.raises(ls.LadderError, match="files: needs a path or a data frame, or several"):
        ls.fit_history(files)  # type: ignore[arg-type]
