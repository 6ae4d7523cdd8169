"""A fit as a workforce file and the roster beside it; every number with its basis, every refusal as a comment."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ladder_sim.core.arrays import Floats, Integers
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import quietly
from ladder_sim.core.writing import csv_text
from ladder_sim.history.chances import NORMAL_95
from ladder_sim.history.estimates import Refusal
from ladder_sim.history.fit import Fit
from ladder_sim.history.record import StayEnd, day_of
from ladder_sim.history.scores import last_values
from ladder_sim.history.sources import NO_DAY
from ladder_sim.model.workforce import Workforce
from ladder_sim.people.tables import sheets
from ladder_sim.scenarios.loading import load_workforce

if TYPE_CHECKING:
    import pandas as pd

FITTED = "shape: estimate, source: fitted"
#: Responses to policy that no history tells; see `refusing`.
EFFECTS = ("performance", "top_performer", "passed_over", "promoted", "demoted", "stagnant", "pay_gap")


def start_of(fit: Fit) -> dt.date:
    """The first of the month that follows the last day of observation, or that day itself where it is a first."""
    return first_from(day_of(fit.history.closed - 1))


def first_from(day: dt.date) -> dt.date:
    """The day itself where it is the first of a month, else the first of the next."""
    return day if day.day == 1 else sheets.months_later(day, 1)


def basis(fit: Fit, what: str) -> str:
    """Where a number comes from: the files with their fingerprints, the time, and what it was counted from."""
    history = fit.history
    return tr("fitted from {source}, {a} to {b}, {what}", "由 {source} 拟合，{a} 至 {b}，{what}", source=history.source,
              a=day_of(history.opened), b=day_of(history.closed - 1), what=what)  # fmt: skip


def number(value: float) -> str:
    """Five figures, as a file writes them."""
    return f"{value:.5g}"


def yaml_of(fit: Fit, name: str, roster: str, start: dt.date | None = None) -> str:
    """The workforce file.

    Parameters
    ----------
    name : its id
    roster : the name of the list of people beside it; '' for people that are given otherwise
    start : first day of month 1; None for the month after the history
    """
    here = present(fit)
    people = f"{{roster: {json.dumps(roster)}}}" if roster else f"{{headcount: {max(1, len(here))}}}"
    lines = [
        f"workforce: {name}",
        f"title: {json.dumps(name, ensure_ascii=False)}",
        f"based_on: {fit.based_on}",
        f"start: {start_of(fit) if start is None else start}",
        f"people: {people}",
        *_filled(fit),
        *_attrition(fit), *_years(fit), *_hiring(fit), *_scores(fit), *_retirement(fit), *_assumptions(fit),
    ]  # fmt: skip
    lines += ["", *(f"# {line}" for line in _refused(fit.refused))]
    if fit.offered:
        lines += [tr("# Moves as often as they were seen, for comparison with a scheme:",
                     "# 与实际频率相当的变动规则，供与方案对照：")]  # fmt: skip
        lines += [f"#   {line}" for line in fit.offered]
    return "\n".join(lines) + "\n"


def _filled(fit: Fit) -> list[str]:
    """What stands in the roster for what the history does not say, with the number of people."""
    at = present(fit)
    stays, spells = fit.history.stays, fit.history.spells
    unstated, unknown = int((stays.grade[at] < 0).sum()), int((~spells.hired_known[stays.spell[at]]).sum())
    lines = []
    if unstated:
        lines.append(
            tr(
                "# {n:,} people whose grade is not stated stand in the lowest one",
                "# {n:,}人未注明职级，列为最低职级",
                n=unstated,
            )
        )
    if unknown:
        lines.append(tr("# {n:,} people whose date of hiring is not known: the day on which they were first seen",
                        "# {n:,}人入职日期不详：取首次出现的日期", n=unknown))  # fmt: skip
    return lines


def _refused(refused: Sequence[Refusal]) -> list[str]:
    return [f"{refusal}; basis: assumed" for refusal in refused]


def _said(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _attrition(fit: Fit) -> list[str]:
    leaving = fit.leaving
    found = [e for e in fit.estimates if e.part == "leaving" and e.name != "leaving.all"]
    lines = ["attrition:"]
    curve = dict(zip(leaving.starts, leaving.chance, strict=True))
    table = ", ".join(f"{start}: {number(chance)}" for start, chance in curve.items())
    if leaving.by_grade or fit.outward is not None:
        ids = fit.history.order.ids
        names = ", ".join(f"{i} {name}" for i, name in enumerate(ids, start=1))
        hazard = f"band(months_employed, {{{table}}})"
        if leaving.by_grade:
            lines.append(
                tr("  # factors by level, lowest first: {names}", "  # 按层级的倍数，由低到高：{names}", names=names)
            )
            hazard += f" * band(level, {_by_level(leaving.by_grade)})"
        if fit.outward is not None:
            lines.append(
                tr(
                    "  # added by level: the chance to go on outside the grades, as {n:,.0f} people did: {names}",
                    "  # 按层级另加：转入所列职级以外的概率（共{n:,.0f}人）：{names}",
                    n=sum(fit.outward.went),
                    names=names,
                )
            )
            hazard += f" + band(level, {_by_level(fit.outward.chance)})"
        lines.append(f'  hazard: "{hazard}"')
    else:
        lines.append(f"  base: {{{table}}}")
    lines.append("  effects:")
    lines += [f"    {name}:" for name in EFFECTS]
    counted = "; ".join(f"{e.title} {e.basis}" for e in found)
    lines.append(f"  basis: {_said(basis(fit, counted))}")
    return lines


def _by_level(values: Sequence[float]) -> str:
    return "{" + ", ".join(f"{i}: {number(value)}" for i, value in enumerate(values, start=1)) + "}"


def _years(fit: Fit) -> list[str]:
    found: dict[str, tuple[float, str]] = {}
    for years in fit.years:
        if years.name in ("leaving", "hiring") and years.dispersion.sd > 0:
            d = years.dispersion
            found[years.name] = (min(2.0, d.sd), f"{years.title} {d.sd:.3f} [{d.low:.3f}, {d.high:.3f}], "
                                 f"p = {d.p:.4f}, {len(years.labels)} periods")  # fmt: skip
    if fit.hiring is not None and fit.hiring.kind == "keep":
        found.pop("hiring", None)
    if fit.scores is not None and fit.scores.years > 0:
        found["performance"] = (fit.scores.years, f"performance {fit.scores.years:.2f}")
    if not found:
        return []
    values = ", ".join(f"{name}: {number(value)}" for name, (value, _) in found.items())
    return [f"between_years: {{{values}, basis: {_said(basis(fit, '; '.join(text for _, text in found.values())))}}}"]


def _hiring(fit: Fit) -> list[str]:
    hires = fit.hiring
    if hires is None:
        return []
    said = next(e for e in fit.estimates if e.name == "hiring.year").basis
    lines = ["hiring:", "  keep: headcount" if hires.kind == "keep" else f"  poisson: {hires.a_year / 12:.4f} a month"]
    if sum(hires.rehired):
        share = sum(hires.rehired) / sum(hires.counts)
        keeps = ", keeps: [employed]" if _goes_on(fit) else ""
        lines.append(f"  rehires: {{share: {number(share)}, within: {min(1200, max(1, hires.within))}{keeps}}}")
    return [*lines, f"  basis: {_said(basis(fit, said))}"]


def _goes_on(fit: Fit) -> bool:
    """Did the service of who came back go on?"""
    spells = fit.history.spells
    again = (spells.begun == 3) & (spells.hired < spells.entry)
    return bool(again.any())


def _scores(fit: Fit) -> list[str]:
    scores = fit.scores
    if scores is None or math.isnan(scores.between[0]):
        return []
    carry = scores.carry[0] if scores.carry[0] == scores.carry[0] else 0.5
    said = tr("{n:,} scores of {p:,} people", "{p:,}人的{n:,}次得分", n=scores.count, p=scores.people)
    text = (
        f"mean: {number(scores.mean[0])}, between: {number(scores.between[0])}, within: {number(scores.within[0])}, "
        f"carry: {number(carry)}"
    )
    lines = ["metrics:", "  kpi:", f"    normal: {{{text}}}"]
    low, high = float(fit.history.scores.value.min()), float(fit.history.scores.value.max())
    if low < 0 or high > 100 or scores.mean[0] < 20:
        lines += ["    clip:", "    learning:"]
    return [*lines, f"    basis: {_said(basis(fit, said))}"]


def _retirement(fit: Fit) -> list[str]:
    if fit.history.births is not None and fit.history.stated_reasons:
        return []
    return [tr("# retirement is part of the chance to leave: ages or reasons are not stated",
               "# 退休已包含在离职概率中：文件未注明年龄或离职原因"), "retirement:"]  # fmt: skip


def _assumptions(fit: Fit) -> list[str]:
    """The sampling error of what was fitted, a layer of its own beside luck and years."""
    lines = []
    low, high = level_limits(fit)
    if low < 1 < high:
        lines.append(
            f"  attrition: {{times: [{number(low)}, {number(high)}], {FITTED}, "
            f"title: {{en: Level of leaving, zh: 离职水平}}, basis: {_said(basis(fit, _sampling()))}}}"
        )
    for years in fit.years:
        d = years.dispersion
        written = years.name == "leaving" or (fit.hiring is not None and fit.hiring.kind != "keep")
        if years.name in ("leaving", "hiring") and written and 0 < d.low < d.sd < d.high:
            title = "{en: Leaving between years, zh: 离职的年度差异}" if years.name == "leaving" else \
                "{en: Hiring between years, zh: 招聘的年度差异}"  # fmt: skip
            lines.append(
                f"  between_years.{years.name}: {{interval: [{number(d.low)}, {number(min(2.0, d.high))}], {FITTED}, "
                f"title: {title}, basis: {_said(basis(fit, 'Q profile'))}}}"
            )
    if fit.scores is not None and not math.isnan(fit.scores.between[0]):
        for key, title, (value, error) in (
            ("mean", "{en: Mean score, zh: 绩效均值}", fit.scores.mean),
            ("between", "{en: Spread of scores between people, zh: 人员之间的绩效离散}", fit.scores.between),
            ("within", "{en: Spread of a person's months, zh: 个人逐月的绩效离散}", fit.scores.within),
        ):
            if error > 0 and value > 0:
                lines.append(
                    f"  metrics.kpi.normal.{key}: {{se: {number(error)}, {FITTED}, title: {title}, "
                    f"basis: {_said(basis(fit, _sampling()))}}}"
                )
    return ["assumptions:", *lines] if lines else []


def _sampling() -> str:
    return tr("sampling error", "抽样误差")


def level_limits(fit: Fit) -> tuple[float, float]:
    """Between which factors the level of leaving lies: the error of so many leavings, and of so many years."""
    events = sum(fit.leaving.information)
    if events <= 0:
        return 1.0, 1.0
    years = max(1, len(fit.history.years))
    error = math.sqrt(1 / events + fit.leaving.dispersion.sd**2 / years)
    return math.exp(-NORMAL_95 * error), math.exp(NORMAL_95 * error)


# --- the people of the last day ------------------------------------------------------------------------


def present(fit: Fit) -> Integers:
    """Stays of those who are there at the end, places in `PeopleHistory.stays`; shape (people there,)."""
    stays = fit.history.stays
    made: Integers = np.flatnonzero((stays.stop >= fit.history.closed) & (stays.ended == StayEnd.OPEN))
    return made


def roster_frame(fit: Fit, *, hashed: bool = False) -> pd.DataFrame:
    """The people of the last day, a row each: key, date of hiring, grade, time in it, pay, score."""
    import pandas as pd

    history, at = fit.history, present(fit)
    stays, spells = history.stays, history.spells
    spell = stays.spell[at]
    person = spells.person[spell]
    keys = [history.keys[i] for i in person]
    ids = [*history.order.ids, ""]
    columns: dict[str, list[str]] = {
        "person": [_hash(key, history.files) for key in keys] if hashed else keys,
        "hired": [str(day_of(day)) for day in np.minimum(spells.hired[spell], history.closed - 1)],
        "grade": [ids[grade] if grade >= 0 else ids[0] for grade in stays.grade[at]],
        "grade_since": [str(day_of(max(since, hired))) if known else "" for since, hired, known in
                        zip(stays.since[at], spells.hired[spell], stays.since_known[at], strict=True)],
    }  # fmt: skip
    if len(history.pays.value):
        pay = last_values(history.pays, len(history.keys))[person]
        columns["pay"] = ["" if math.isnan(value) else f"{value:.2f}" for value in pay]
    if fit.scores is not None and not math.isnan(fit.scores.between[0]):
        score = _recent(fit)[person]
        columns["kpi"] = ["" if math.isnan(value) else f"{value:.1f}" for value in score]
    if history.births is not None:
        columns["birth"] = ["" if day == NO_DAY else str(day_of(day)) for day in history.births[person]]
    if history.genders is not None:
        columns["gender"] = [history.genders[i] for i in person]
    return pd.DataFrame(columns)


def _recent(fit: Fit) -> Floats:
    """Each person's mean score of the last year, NaN for none."""
    scores = fit.history.scores
    late = scores.day >= fit.history.closed - 366
    people = len(fit.history.keys)
    total = np.bincount(scores.person[late], weights=scores.value[late], minlength=people)
    count = np.bincount(scores.person[late], minlength=people)
    made: Floats = np.where(count > 0, total / np.maximum(count, 1), math.nan)
    return made


def _hash(key: str, files: Sequence[tuple[str, str]]) -> str:
    """A key that tells persons apart and none of them to who has not the file: salted with its fingerprint."""
    return hashlib.sha256(f"{files}{key}".encode()).hexdigest()[:12]


def roster_csv(fit: Fit, *, hashed: bool = False) -> str:
    """The roster as a CSV text that spreadsheets read."""
    frame = roster_frame(fit, hashed=hashed)
    return csv_text([frame.columns, *frame.itertuples(index=False)])


def workforce(fit: Fit) -> Workforce:
    """The workforce of a fit, its people in memory."""
    return in_memory(yaml_of(fit, "fitted", ""), roster_frame(fit))


def in_memory(text: str, people: pd.DataFrame) -> Workforce:
    """The workforce of a file's text and its people; that time in grade is not known of some, a fit tells itself."""
    with quietly():
        return load_workforce(text, roster=people)
