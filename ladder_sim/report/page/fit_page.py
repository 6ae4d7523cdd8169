"""A fit, a backtest and a plan beside what came as pages, and the files that a fit writes together."""

from __future__ import annotations

import os
import re
from pathlib import Path

from ladder_sim.backtest.result import Backtest
from ladder_sim.charts.fit_panels import fit_panels
from ladder_sim.charts.forecast_panels import forecast_panels
from ladder_sim.charts.track_panels import track_panels
from ladder_sim.core.file_rule import fill_one
from ladder_sim.core.i18n import tr
from ladder_sim.core.needs import path_of
from ladder_sim.core.problems import LadderError
from ladder_sim.core.writing import fill
from ladder_sim.history.fit import Fit
from ladder_sim.history.written import roster_csv, yaml_of
from ladder_sim.report.page.page import inline
from ladder_sim.report.page.plain_page import NamedTable, plain_page
from ladder_sim.tracking.result import Tracked


def save_fit(fit: Fit, path: str | os.PathLike[str], *, hashed: bool = False, force: bool = False) -> list[Path]:
    """Write the workforce file, its roster and the page; all of them, or none.

    Parameters
    ----------
    path : of the workforce file; the others are named after it
    hashed : whether the keys of persons are written as hashes
    force : also over files that somebody edited

    Raises
    ------
    LadderError
        The name is no id, or a file is in the way.
    """
    target = path_of(path, "path")
    name = target.stem
    if target.suffix.lower() not in (".yaml", ".yml") or not re.fullmatch(r"[\w][\w-]*", name):
        raise LadderError(
            tr(
                "'{path}': name a file such as our-people.yaml (letters, digits, hyphens)",
                "“{path}”：请写文件名，如 our-people.yaml（字母、数字、连字符）",
                path=target,
            )
        )
    roster = f"{name}-roster.csv"
    texts = {
        target.name: yaml_of(fit, name, roster),
        roster: roster_csv(fit, hashed=hashed),
        f"{name}-fit.html": fit_page(fit),
    }
    puts = {file: (lambda place, text=text: place.write_bytes(text.encode("utf-8"))) for file, text in texts.items()}
    return fill(target.parent, puts, force=force)


def fit_page(fit: Fit) -> str:
    """The page of a fit as one HTML text."""
    title = tr("Fit of {files}", "历史拟合：{files}", files=", ".join(name for name, _ in fit.history.files))
    message = fit.summary()[0]
    return plain_page(title, message, inline(fit_panels(fit), "fit", message), fit.tables())


def save_backtest(made: Backtest, path: str | os.PathLike[str], *, force: bool = False) -> Path:
    """Write the page of a backtest; the path written."""
    return fill_one(path_of(path, "path"), backtest_page(made), force=force)


def backtest_page(made: Backtest) -> str:
    """The page of a backtest as one HTML text."""
    title = tr("{scheme} from {day} on: foreseen and seen", "{scheme}：自 {day} 起的预测与实际", scheme=made.scheme,
               day=made.horizon.start)  # fmt: skip
    return plain_page(title, made.sentence(), inline(forecast_panels(made), "forecast", made.sentence()), made.tables())


def save_tracked(made: Tracked, path: str | os.PathLike[str], *, force: bool = False) -> Path:
    """Write the page of a plan beside what came; the path written."""
    return fill_one(path_of(path, "path"), tracked_page(made), force=force)


def tracked_page(made: Tracked) -> str:
    """The page of a plan beside what came as one HTML text."""
    title = tr("{scheme}: plan and actual up to {month}", "{scheme}：计划与实际对照（截至{month}）",
               scheme=made.run.scheme.title, month=made.month(made.last))  # fmt: skip
    rests: list[tuple[str, ...]] = [(line,) for line in (*made.summary()[1:], made.run.provenance)]
    notes: NamedTable = ("notes", tr("What this rests on", "说明"), (tr("line", "说明"),), rests)
    picture = inline(track_panels(made), "tracked", made.sentence())
    return plain_page(title, made.sentence(), picture, [*made.tables(), notes])
