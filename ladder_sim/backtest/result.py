"""Observed beside foreseen, figure by figure, for each way to forecast; and what that says in a sentence."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from ladder_sim.backtest.naive import STOCKS, Key
from ladder_sim.backtest.observed import Horizon
from ladder_sim.backtest.scoring import Foreseen, error_of
from ladder_sim.backtest.service import class_title
from ladder_sim.core.display import spanned, table_html
from ladder_sim.core.doors import through
from ladder_sim.core.formats import JSON_FORMAT
from ladder_sim.core.frozen import fixed
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.json_text import AsData
from ladder_sim.core.leading import Leading
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.history.fit import Fit, FitTable
from ladder_sim.results.as_data import plain
from ladder_sim.results.chart_door import Drawn

if TYPE_CHECKING:
    import pandas as pd

#: A way to forecast: the scheme played with hires as fitted or as they were, and two that need no simulation.
ForecastWay = Literal["fitted", "true_hires", "unchanged", "markov"]
WAYS: Mapping[ForecastWay, Title] = {
    "fitted": Title("played, hires fitted", "模拟，招聘按拟合"),
    "true_hires": Title("played, true hires", "模拟，招聘按实际"),
    "unchanged": Title("nothing changes", "维持现状"),
    "markov": Title("Markov chain", "马尔可夫链"),
}
#: Kinds of figure; pay bills are those of base pay in a month.
KINDS: Mapping[str, Title] = {
    "headcount": Title("headcount", "人数"),
    "promotions": Title("promotions", "晋升"),
    "demotions": Title("demotions", "降级"),
    "leavers": Title("leavers", "离职"),
    "service": Title("leavers by service", "按司龄的离职"),
    "pay": Title("base pay a month", "月基本工资总额"),
}


@dataclass(frozen=True, slots=True)
class ForecastFigure:
    """One observed figure and its forecasts; `key` is its kind, and the grades that it is of."""

    key: Key
    period: int
    observed: float
    foreseen: Mapping[ForecastWay, Foreseen]


@dataclass(frozen=True, slots=True)
class ForecastScore:
    """How one way did over the figures of a kind: how many, how many inside, interval score.

    error : absolute errors as a share of all that was seen, so that a year without any promotion counts as it should
    whole : the same of the whole time at once, a sum for each move or cause, so that a round which came a year later
        than foreseen is no error; NaN of stocks
    """

    way: ForecastWay
    kind: str
    figures: int
    inside: int
    error: float
    whole: float
    interval: float


@fixed
@dataclass(frozen=True, eq=False)
class Backtest(AsData, Leading):
    """Forecasts beside what happened.

    Parameters
    ----------
    fit : on what came before the cut
    scheme : id of the scheme that was played
    horizon : the periods after the cut
    figures : every observed figure with its forecasts
    unruled : moves that were seen and that no rule of the scheme makes, with their number
    posterior : is it the time of the fit itself, which is no forecast
    """

    fit: Fit = field(repr=False)
    scheme: str
    horizon: Horizon
    figures: tuple[ForecastFigure, ...] = field(repr=False)
    unruled: tuple[tuple[Key, float], ...] = ()
    posterior: bool = False

    @property
    def ways(self) -> tuple[ForecastWay, ...]:
        """The ways that were tried."""
        return tuple(way for way in WAYS if any(way in figure.foreseen for figure in self.figures))

    def name(self, key: Key) -> str:
        """What a figure is called: its kind and grades.

        Parameters
        ----------
        key : of a figure
        """
        ids = self.fit.history.order.ids
        if key[0] == "service":
            return tr("leavers, {of}", "离职，{of}", of=class_title(key[1][0]))
        of = " → ".join(ids[grade] for grade in key[1])
        return f"{KINDS[key[0]]} {of}".strip()

    def scores(self) -> list[ForecastScore]:
        """Each way's scores by kind of figure, over the figures that the way foresees."""
        return [score for kind in KINDS for score in self._scored(kind, [f for f in self.figures if f.key[0] == kind])]

    def move_scores(self) -> list[tuple[str, ForecastScore]]:
        """The same of each move between grades, with its name."""
        keys = dict.fromkeys(f.key for f in self.figures if f.key[0] in ("promotions", "demotions"))
        return [(self.name(key), score) for key in keys
                for score in self._scored(key[0], [f for f in self.figures if f.key == key])]  # fmt: skip

    def _scored(self, kind: str, figures: Sequence[ForecastFigure]) -> list[ForecastScore]:
        made = []
        for way in self.ways:
            mine = [f for f in figures if way in f.foreseen and np.isfinite(f.foreseen[way].middle)]
            if mine:
                missed = sum(abs(f.foreseen[way].middle - f.observed) for f in mine)
                made.append(ForecastScore(
                    way, kind, len(mine), sum(f.foreseen[way].holds(f.observed) for f in mine),
                    missed / max(sum(f.observed for f in mine), 1.0), _whole_error(mine, way),
                    float(np.mean([f.foreseen[way].score(f.observed) for f in mine]))))  # fmt: skip
        return made

    def errors_by_grade(self, way: ForecastWay) -> list[float]:
        """Mean absolute error of the headcount of each grade, as a share.

        Parameters
        ----------
        way : of forecasting, one of `ways`
        """
        return [float(np.mean([abs(error_of(f.foreseen[way].middle, f.observed)) for f in self.figures
                               if f.key == ("headcount", (grade,))]))
                for grade in range(len(self.fit.history.order.ids))]  # fmt: skip

    def inside(self, way: ForecastWay) -> tuple[int, int]:
        """How many figures of headcount, moves and leavers lie inside the bands, and of how many.

        Parameters
        ----------
        way : of forecasting, one of `ways`
        """
        mine = [f for f in self.figures if way in f.foreseen and f.key[0] not in ("pay", "service")]
        return sum(f.foreseen[way].holds(f.observed) for f in mine), len(mine)

    def sentence(self) -> str:
        """The verdict in a sentence; where a naive forecast is better, it says so."""
        way = self.ways[0]
        errors = " / ".join(f"{100 * error:.0f}" for error in self.errors_by_grade(way))
        held, number = self.inside(way)
        said = tr("headcount by grade within {errors}% ({grades}); {held} of {n} figures inside the 95% bands",
                  "各职级人数误差{errors}%（{grades}）；{n}个数值中{held}个在95%区间内", errors=errors,
                  grades=" / ".join(self.fit.history.order.ids), held=held, n=number)  # fmt: skip
        if number and held / number < 0.85:
            said += tr(": the bands are too narrow", "：区间过窄")
        beaten = self.beaten()
        if beaten:
            said += tr(
                "; a naive forecast is better in {what}", "；在{what}上，简单预测更好", what=tr(", ", "、").join(beaten)
            )
        elif len(self.ways) > 2:
            said += tr("; better than both naive forecasts by the interval score", "；区间评分优于两种简单预测")
        nearer = self.nearer()
        if nearer:
            said += tr("; a naive forecast has the smaller mean error in {what}",
                       "；在{what}上，简单预测的平均误差更小", what=tr(", ", "、").join(nearer))  # fmt: skip
        return said

    def remarks(self) -> list[str]:
        """What is held against no forecast: moves that no rule of the scheme makes."""
        if not self.unruled:
            return []
        moves = tr(", ", "、").join(f"{self.name(key)} ({number:,.0f})" for key, number in self.unruled)
        return [
            tr("seen, but made by no rule of the scheme: {moves}", "实际发生但方案没有相应规则：{moves}", moves=moves)
        ]

    def beaten(self) -> list[str]:
        """Kinds of figure in which a naive forecast has the better interval score than the scheme played."""
        return self._naive_below(lambda score: score.interval)

    def nearer(self) -> list[str]:
        """Kinds of figure in which a naive forecast has the smaller mean error, whatever its band."""
        return self._naive_below(lambda score: score.error)

    def _naive_below(self, of: Callable[[ForecastScore], float]) -> list[str]:
        scores = {(score.kind, score.way): of(score) for score in self.scores()}
        made = []
        for kind, title in KINDS.items():
            own = scores.get((kind, self.ways[0]))
            naive: list[ForecastWay] = ["unchanged", "markov"]
            better = [str(WAYS[way]) for way in naive if own is not None and scores.get((kind, way), np.inf) < own]
            if better:
                made.append(tr("{kind} ({ways})", "{kind}（{ways}）", kind=title, ways=tr(", ", "、").join(better)))
        return made

    def table(self) -> pd.DataFrame:
        """Every figure beside its forecasts.

        Returns
        -------
        A row for each figure and way: observed, forecast, band, error (a share of what was observed), inside or not,
        interval score.
        """
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "kind": f.key[0],
                    "name": self.name(f.key),
                    "period": self.horizon.labels[f.period],
                    "observed": plain(f.observed),
                    "way": way,
                    "forecast": seen.middle,
                    "low": seen.low,
                    "high": seen.high,
                    "error": error_of(seen.middle, f.observed),
                    "inside": seen.holds(f.observed),
                    "interval_score": seen.score(f.observed),
                }
                for f in self.figures
                for way, seen in f.foreseen.items()
                if np.isfinite(seen.middle)
            ]
        )

    def tables(self) -> list[FitTable]:
        """Scores by kind and way, then every figure."""
        scored = (tr("forecast", "预测"), tr("mean error", "平均误差"), tr("error over the whole time", "全期误差"),
                  tr("inside the band", "在区间内"),
                  tr("interval score (small is good)", "区间评分（越小越好）"))  # fmt: skip
        moves = self.move_scores()
        several = len({name for name, _ in moves}) > 1
        made: list[tuple[str, str, tuple[str, ...], Sequence[tuple[str, ...]]]] = [
            ("scores", tr("How each forecast did", "各预测的表现"), (tr("what", "项目"), *scored),
             [(str(KINDS[s.kind]), *_score_cells(s)) for s in self.scores()]),
            ("moves", tr("Move by move", "逐项变动"), (tr("what", "项目"), *scored),
             [(name, *_score_cells(s)) for name, s in moves] if several else []),
            ("figures", tr("Figure by figure", "逐项对照"), (tr("what", "项目"), tr("period to", "截至"),
             tr("observed", "实际"), *(str(WAYS[way]) for way in self.ways)),
             [(self.name(f.key), self.horizon.labels[f.period], f"{f.observed:,.0f}",
               *(_cell(f, way) for way in self.ways)) for f in self.figures]),
            ("remarks", tr("Not compared", "未作对照"), (tr("line", "说明"),), [(line,) for line in self.remarks()]),
        ]  # fmt: skip
        return [(name, title, columns, list(rows)) for name, title, columns, rows in made if rows]

    def summary(self) -> list[str]:
        """The verdict, and each way's scores."""
        return [
            self.sentence(),
            *self.remarks(),
            *(
                tr(
                    "{kind}, {way}: mean error {error:.0%}, {a} of {n} inside, interval score {score:,.0f}",
                    "{kind}，{way}：平均误差{error:.0%}，{n}项中{a}项在区间内，区间评分{score:,.0f}",
                    kind=KINDS[s.kind],
                    way=WAYS[s.way],
                    error=s.error,
                    a=s.inside,
                    n=s.figures,
                    score=s.interval,
                )
                for s in self.scores()
            ),
        ]

    def to_dict(self) -> JsonObject:
        """The backtest for programs."""
        return {
            "format": JSON_FORMAT, "scheme": self.scheme, "from": str(self.horizon.start), "sentence": self.sentence(),
            "scores": [{"kind": s.kind, **_score_data(s)} for s in self.scores()],
            "moves": [{"name": name, **_score_data(s)} for name, s in self.move_scores()],
            "figures": [{"kind": f.key[0], "name": self.name(f.key), "period": self.horizon.labels[f.period],
                         "observed": plain(f.observed),
                         "forecasts": {way: {"middle": plain(s.middle), "low": plain(s.low), "high": plain(s.high)}
                                       for way, s in f.foreseen.items() if np.isfinite(s.middle)}}
                        for f in self.figures],
        }  # fmt: skip

    def plot(self) -> Drawn:
        """Observed beside the bands, a panel for each figure."""
        drawn: Drawn = through("Backtest.plot")(self)
        return drawn

    def save(self, path: str | os.PathLike[str], *, force: bool = False) -> Path:
        """Write the backtest as one HTML page.

        Parameters
        ----------
        path : of the page
        force : also over a file that somebody edited or that comes from elsewhere

        Returns
        -------
        The path written.

        Raises
        ------
        LadderError
            The file cannot be written, or another is in the way.
        """
        written: Path = through("Backtest.save")(self, path, force=force)
        return written

    def _repr_html_(self) -> str:
        shown = "".join(table_html(columns, rows, titles=title) for _, title, columns, rows in self.tables())
        return f"<p><b>{self.sentence()}</b></p>{shown}"


def _whole_error(figures: Sequence[ForecastFigure], way: ForecastWay) -> float:
    """Of flows: how far the sums over all periods lie from those foreseen, as a share of what was seen."""
    if figures[0].key[0] in STOCKS:
        return float("nan")
    missed: dict[Key, float] = {}
    for f in figures:
        missed[f.key] = missed.get(f.key, 0.0) + f.foreseen[way].middle - f.observed
    return sum(map(abs, missed.values())) / max(sum(f.observed for f in figures), 1.0)


def _score_cells(score: ForecastScore) -> tuple[str, ...]:
    return (str(WAYS[score.way]), f"{score.error:.0%}", "–" if np.isnan(score.whole) else f"{score.whole:.0%}",
            f"{score.inside}/{score.figures}", f"{score.interval:,.0f}")  # fmt: skip


def _score_data(score: ForecastScore) -> JsonObject:
    """The figures of a score, for programs."""
    return {"way": score.way, "figures": int(score.figures), "inside": int(score.inside), "error": plain(score.error),
            "error_whole": plain(score.whole), "interval_score": plain(score.interval)}  # fmt: skip


def _cell(figure: ForecastFigure, way: ForecastWay) -> str:
    seen = figure.foreseen.get(way)
    if seen is None or not np.isfinite(seen.middle):
        return "–"
    mark = "" if seen.holds(figure.observed) else " ✗"
    return f"{seen.middle:,.0f} ({spanned(f'{seen.low:,.0f}', f'{seen.high:,.0f}')}){mark}"
