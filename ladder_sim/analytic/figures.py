"""The twin's figures beside those of the simulation, and how far the two lie apart."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Literal

from ladder_sim.analytic.coverage import Uncovered
from ladder_sim.core.arrays import Floats
from ladder_sim.core.display import number, table_html
from ladder_sim.core.formats import JSON_FORMAT
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.json_text import AsData
from ladder_sim.core.leading import Leading
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.results.provenance import result_line

if TYPE_CHECKING:
    import pandas as pd

#: From here on a difference is no luck: one figure in 16,000 lies so far off by chance.
APART = 4.0
#: Where fewer were counted in all, their own spread says little, and that of a Poisson number stands for it.
FEW = 30
FigureKind = Literal["stock", "hires", "exits", "move", "wait"]
#: What each kind of figure counts.
KINDS: dict[FigureKind, Title] = {
    "stock": Title("people at the end of the month", "月末人数"),
    "hires": Title("hires in the year", "全年入职"),
    "exits": Title("leavers in the year", "全年离职"),
    "move": Title("moves in the year", "全年变动"),
    "wait": Title("months in the grade before promotion", "晋升前任职月数"),
}


@dataclass(frozen=True, slots=True)
class TwinFigure:
    """One expected number beside the simulated one.

    Parameters
    ----------
    kind : what is counted
    name : the grade, or the move with its grades
    month : at whose end; of a year its last; of waits the last of the run
    exact : worked out from the rules
    simulated : the mean over the replications
    error : the standard error of that mean
    replications : over how many the error was estimated; 0: it is known
    """

    kind: FigureKind
    name: Title
    month: int
    exact: float
    simulated: float
    error: float
    replications: int = 0

    @property
    def z(self) -> float:
        """How far the simulation lies off, in standard deviations of luck; infinite where it has none and differs.

        An error that few replications tell is itself uncertain: the distance in errors, which follows Student's t, is
        turned into the normal one of the same chance (Wallace, Annals of Mathematical Statistics 30 (1959) 1121–1130).
        """
        gap = self.simulated - self.exact
        if self.error > 0:
            t, df = gap / self.error, self.replications - 1
            if df < 1:
                return t
            return math.copysign(math.sqrt(df * math.log1p(t * t / df)) * (8 * df + 1) / (8 * df + 3), t)
        return 0.0 if abs(gap) <= 1e-9 * max(1.0, abs(self.exact)) else math.copysign(math.inf, gap)

    @property
    def agrees(self) -> bool:
        """Whether luck alone explains the difference."""
        return abs(self.z) <= APART


def figure_of(kind: FigureKind, name: Title, month: int, exact: float, values: Floats) -> TwinFigure:
    """A figure with the luck of its replications.

    Parameters
    ----------
    month : at whose end
    exact : worked out from the rules
    values : simulated, shape (replications,), in the figure's unit

    Returns
    -------
    With the standard error of the mean; where too few events are seen to tell it, that of Poisson counts of mean
    `exact`.
    """
    n = values.size
    variance = float(values.var(ddof=1)) if n > 1 else 0.0
    if exact > 1e-12 and (values.sum() < FEW or n == 1) and variance < exact:
        return TwinFigure(kind, name, month, exact, float(values.mean()), math.sqrt(exact / n))
    return TwinFigure(kind, name, month, exact, float(values.mean()), math.sqrt(variance / n), n)


@dataclass(frozen=True, eq=False, repr=False)
class Twin(AsData, Leading):
    """What follows from a scheme without simulating it, beside what the simulation gives; or what stands in the way.

    Parameters
    ----------
    scheme, workforce : ids
    uncovered : rules that break the assumptions, each with the reason; where there are any, there are no figures
    covered : the rules that were worked out, by title
    assumed : what was taken from the run, such as seats that every review filled
    figures : expected and simulated numbers
    played : what was simulated
    """

    scheme: str
    workforce: str
    uncovered: tuple[Uncovered, ...]
    covered: tuple[Title, ...]
    assumed: tuple[Title, ...]
    figures: tuple[TwinFigure, ...]
    played: str

    def __repr__(self) -> str:
        told = f"of {self.scheme}: {len(self.figures)} figures, {len(self.apart)} apart, " \
               f"{len(self.uncovered)} rules not covered"  # fmt: skip
        return result_line("Twin", told, self.played)

    @property
    def works(self) -> bool:
        """Whether every rule could be worked out."""
        return not self.uncovered

    @property
    def apart(self) -> tuple[TwinFigure, ...]:
        """Figures that luck does not explain."""
        return tuple(figure for figure in self.figures if not figure.agrees)

    @property
    def agrees(self) -> bool:
        """Whether there are figures and none lies apart."""
        return self.works and not self.apart

    def summary(self) -> list[str]:
        """Whether simulation and theory agree, or which rules keep theory from saying anything."""
        if self.uncovered:
            head = tr("These rules cannot be worked out exactly; the simulation stands alone:",
                      "以下规则无法由理论推算，仅以模拟结果为准：")  # fmt: skip
            return [head, *(f"- {each}" for each in self.uncovered)]
        far = max((abs(figure.z) for figure in self.figures), default=0.0)
        n, bad = len(self.figures), len(self.apart)
        if not bad:
            head = tr("Simulation and theory agree in all {n} figures; the largest difference is {z} standard errors.",
                      "模拟与理论一致：共比较{n}项数据，最大相差{z}个标准误。", n=n, z=number(far, 1))  # fmt: skip
        else:
            head = tr("Simulation and theory differ in {bad} of {n} figures by more than {most} standard errors.",
                      "模拟与理论不一致：{n}项数据中有{bad}项相差超过{most}个标准误。", bad=bad, n=n,
                      most=number(APART, 0))  # fmt: skip
        named = tr(", ", "、").join(map(str, self.covered)) or tr("hiring and leaving", "招聘与离职")
        rules = tr("Worked out: {rules}.", "已推算的规则：{rules}。", rules=named)
        return [head, rules, *(str(each) for each in self.assumed)]

    def columns(self) -> list[str]:
        """The headings of `rows`."""
        return [tr("figure", "项目"), tr("of", "对象"), tr("month", "月份"), tr("theory", "理论"),
                tr("simulation", "模拟"), tr("standard error", "标准误"), "z"]  # fmt: skip

    def rows(self) -> list[tuple[str, ...]]:
        """A row per figure, as a terminal shows them."""
        return [
            (str(KINDS[f.kind]), str(f.name), str(f.month), number(f.exact, 3), number(f.simulated, 3),
             number(f.error, 3), number(f.z, 1) if math.isfinite(f.z) else "∞")
            for f in self.figures
        ]  # fmt: skip

    def table(self) -> pd.DataFrame:
        """A row per figure: kind, name, month, exact, simulated, error, z."""
        import pandas as pd

        rows = [(f.kind, str(f.name), f.month, f.exact, f.simulated, f.error, f.z) for f in self.figures]
        made = pd.DataFrame(rows, columns=["kind", "name", "month", "exact", "simulated", "error", "z"])
        made.attrs = {"source": self.played}
        return made

    def to_dict(self) -> JsonObject:
        """As printed by ``ladder-sim twin --json``; an infinite z is None."""
        return {
            "format": JSON_FORMAT, "scheme": self.scheme, "workforce": self.workforce, "agrees": self.agrees,
            "uncovered": [{"rule": each.rule, "why": each.why, "place": str(each.place)} for each in self.uncovered],
            "covered": [str(title) for title in self.covered], "assumed": [str(title) for title in self.assumed],
            "figures": [
                {"kind": f.kind, "name": str(f.name), "month": f.month, "exact": f.exact, "simulated": f.simulated,
                 "error": f.error, "z": f.z if math.isfinite(f.z) else None}
                for f in self.figures
            ],
            "played": self.played,
        }  # fmt: skip

    def _repr_html_(self) -> str:
        head = "".join(f"<p>{escape(line)}</p>" for line in self.summary())
        if not self.figures:
            return f"{head}<p><small>{escape(self.played)}</small></p>"
        return head + table_html(self.columns(), self.rows(), note=self.played)
