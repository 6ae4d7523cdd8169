"""How posts are filled, from the human form to the model; and dates."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from pathlib import Path

from ladder_sim.core.fixed_math import power
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Place
from ladder_sim.files import read_text, show, shown_path
from ladder_sim.files.forms.metric import AttributeForm
from ladder_sim.files.forms.workforce import HiringForm, WorkforceForm
from ladder_sim.files.resolving.resolver import Resolver
from ladder_sim.model.workforce import HIRING_KINDS, Hiring, HiringKind, RehireRule

_RATE = re.compile(r"(\d+(?:\.\d+)?)\s*(%?)\s+(?:a|per)\s+(year|month)\Z")
FOREVER = 10**6
MOST_HIRES = 10_000_000  # a year or month: as many as a headcount may be
MOST_GROWTH = 1_000_000  # percent; how many people that makes is for the months to say


def beside(r: Resolver, name: str, *loc: str) -> Path:
    """A file named in a file: relative to the folder of the one that names it."""
    return Path(r.place(*loc).file).parent / name


def day_of(value: object) -> dt.date | None:
    """A date written year-month-day, or None."""
    text = str(value)
    if not re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text.strip()):
        return None
    year, month, day = (int(part) for part in text.strip().split("-"))
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def hiring(r: Resolver, form: WorkforceForm, start: dt.date) -> Hiring:
    """How openings are filled and people hired, with a plan by month read from its file; faults are noted."""
    given = form.hiring
    if not isinstance(given, HiringForm):
        return Hiring("none")
    kinds = [kind for kind in HIRING_KINDS if getattr(given, kind, None) is not None]
    if len(kinds) > 1:
        r.add(
            ("hiring", kinds[1]),
            tr("has {given} at once; choose one", "同时有 {given}；请只留一个", given=" + ".join(kinds)),
            key=True,
        )
    kind: HiringKind = kinds[0] if kinds else "keep"
    if given.months is not None and kind != "fixed":
        r.add(("hiring", "months"), tr("'months' goes with fixed", "“months”要与 fixed 一起用"), key=True)
    _by(r, form, given, kind)
    rate = 0.0
    if HIRING_KINDS[kind].rate:
        rate = _rate(r, kind, getattr(given, kind))
    return Hiring(
        kind=kind,
        rate=rate,
        months=tuple(sorted(set(given.months or []))),
        plan=_plan(r, given.plan),
        lead_months=given.lead_months,
        by=given.by or "",
        freeze=_freeze(r, given, start),
        rehires=_rehires(given),
    )


def _rehires(given: HiringForm) -> RehireRule | None:
    form = given.rehires
    return None if form is None else RehireRule(float(form.share), form.within, tuple(form.keeps))


def _by(r: Resolver, form: WorkforceForm, given: HiringForm, kind: HiringKind) -> None:
    """The attribute by which leavers are replaced must be one of categories, and a headcount kept."""
    if given.by is None:
        return
    categories = [name for name, entry in form.people.attributes.items()
                  if isinstance(entry, AttributeForm) and entry.shares is not None]  # fmt: skip
    if given.by not in categories:
        r.unknown(("hiring", "by"), ("attribute with shares", "按份额取值的属性"), given.by, categories)
    if not HIRING_KINDS[kind].keeps:
        r.add(("hiring", "by"), tr("'by' goes with keep or grow", "“by”要与 keep 或 grow 一起用"), key=True)


def _rate(r: Resolver, kind: HiringKind, value: object) -> float:
    """Growth and fixed numbers a year, Poisson means a month; converted here and nowhere else."""
    found = _RATE.match(value.strip()) if isinstance(value, str) else None
    example = HIRING_KINDS[kind].rate
    if found is None or bool(found[2]) != (kind == "grow"):
        r.add(
            ("hiring", kind),
            tr(
                "must say per year or month, such as '{example}', got {got}",
                "应写明每年或每月，如“{example}”，现为{got}",
                example=example,
                got=show(value),
            ),
        )
        return 0.0
    number = float(found[1])
    most = MOST_GROWTH if kind == "grow" else MOST_HIRES
    if number > most:
        r.add(
            ("hiring", kind),
            tr(
                "is too large: at most {most:,}{percent}, got {got}",
                "过大：最多{most:,}{percent}，现为{got}",
                most=most,
                percent=found[2],
                got=show(value),
            ),
        )
        return 0.0
    if kind == "grow":
        yearly = found[3] == "year"
        return number / 100 if yearly else float(power(1 + number / 100, 12)) - 1
    if kind == "fixed":
        return number if found[3] == "year" else number * 12
    return number if found[3] == "month" else number / 12


def _freeze(r: Resolver, form: HiringForm, start: dt.date) -> tuple[int, int] | None:
    if form.freeze is None:
        return None
    ends: list[int] = []
    for key, text in (("from", form.freeze.from_), ("to", form.freeze.to)):
        if text is None:
            ends.append(FOREVER)
            continue
        day = day_of(f"{text}-1")
        if day is None:
            r.add(
                ("hiring", "freeze", key),
                tr("must be a month such as 2028-01, got {got}", "应为月份，如2028-01，现为{got}", got=show(text)),
            )
            return None
        ends.append((day.year - start.year) * 12 + day.month - start.month + 1)
    if ends[0] > ends[1]:
        r.add(("hiring", "freeze"), tr("ends before it begins", "结束早于开始"), key=True)
        return None
    return ends[0], ends[1]


def _plan(r: Resolver, name: str | None) -> tuple[tuple[int, int], ...]:
    """Hires by month of the run, from a CSV file with the columns month and hires."""
    if name is None:
        return ()
    path = beside(r, name, "hiring", "plan")
    text = read_text(path, r.problems)
    if text is None:
        return ()
    rows = csv.DictReader(io.StringIO(text))
    made: dict[int, int] = {}
    shown = shown_path(path)
    if not {"month", "hires"} <= set(rows.fieldnames or ()):
        missing = tr(", ", "、").join(name for name in ("month", "hires") if name not in (rows.fieldnames or ()))
        r.problems.add(  # the headers are not quoted: the file may be none of the user's
            Place(shown, 1),
            tr("needs the columns month and hires; missing: {missing}", "需要 month 和 hires 两列，缺少{missing}",
               missing=missing),
        )  # fmt: skip
        return ()
    for row in rows:
        cells = [(row[key] or "").strip() for key in ("month", "hires")]
        if not all(re.fullmatch(r"[0-9]{1,7}", cell) for cell in cells) or int(cells[0]) < 1:
            r.problems.add(
                Place(shown, rows.line_num),
                tr(
                    "month must be 1, 2, ... and hires a whole number below 10 million, got {got}",
                    "month 应为1、2……，hires 应为小于1000万的整数，现为{got}",
                    got=tr(", ", "、").join(cells),
                ),
            )
            continue
        made[int(cells[0])] = made.get(int(cells[0]), 0) + int(cells[1])
    return tuple(sorted(made.items()))
