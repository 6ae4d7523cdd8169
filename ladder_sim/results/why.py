"""The answer to “why”: the splits of one measure for the alternatives of a comparison."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ladder_sim.core.display import between, change, sentences, table_html, unit_text
from ladder_sim.core.doors import through
from ladder_sim.core.frozen import FrozenFields
from ladder_sim.core.i18n import tr
from ladder_sim.core.json_text import AsData
from ladder_sim.core.leading import Leading
from ladder_sim.core.money import tells_money
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.core.units import unit_name
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.measure import Measure
from ladder_sim.results.provenance import result_line
from ladder_sim.results.split import Question, Split

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@tells_money
@dataclass(frozen=True, eq=False, repr=False)
class Why(FrozenFields, AsData, Leading):
    """Why a measure differs between the alternatives of a comparison and its baseline.

    Parameters
    ----------
    comparison : what was asked
    measure : whose difference is split; the unit of every share
    splits : two for each alternative: with its consequences, and direct
    """

    comparison: Comparison
    measure: Measure
    splits: tuple[Split, ...]

    def __repr__(self) -> str:
        told = f"{self.measure.name}: {', '.join(self.schemes)} against {self.comparison.baseline}"
        return result_line("Why", told, self.comparison.provenance)

    def __str__(self) -> str:
        """The line, and what the splits say."""
        return "\n".join([repr(self), *self.summary()])

    def split(self, scheme: str, question: Question = "consequences") -> Split:
        """One split of one alternative.

        Parameters
        ----------
        scheme : id of the alternative
        question : ``"consequences"``: parts exchanged and played; ``"direct"``: read off the two runs

        Raises
        ------
        LadderError
            The scheme is not split here.
        """
        for one in self.splits:
            if (one.scheme, one.question) == (scheme, question):
                return one
        raise LadderError(
            tr("scheme {scheme!r} is not split here", "此处没有方案{scheme!r}的分解", scheme=scheme)
            + nearest(scheme, [one.scheme for one in self.splits])
        )

    @property
    def schemes(self) -> tuple[str, ...]:
        """The alternatives, in the order of the comparison."""
        return tuple(dict.fromkeys(one.scheme for one in self.splits))

    def summary(self) -> list[str]:
        """What the splits say, in plain sentences."""
        told: list[str] = through("Why.summary")(self)
        return told

    def plot(self, scheme: str | None = None) -> Figure:
        """Waterfalls from the baseline to an alternative: with its consequences, and direct.

        Parameters
        ----------
        scheme : id of the alternative; None: the first

        Raises
        ------
        LadderError
            The scheme is not split here.
        """
        figure: Figure = through("Why.plot")(self, scheme)
        return figure

    def table(self) -> pd.DataFrame:
        """The splits in numbers.

        Returns
        -------
        One row per alternative, question and part: its share of the difference with the 95 % interval, in the measure's
        unit. The shares of a question add up to `difference`. A part that is the same in both schemes has a share of 0.
        """
        import pandas as pd

        rows = [
            (one.scheme, one.question, bar.part.id, str(bar.part.title), bar.range.mean, bar.range.low, bar.range.high,
             one.total.mean, unit_name(one.measure.unit))
            for one in self.splits for bar in one.bars
        ]  # fmt: skip
        columns = ["scheme", "question", "part", "title", "share", "low", "high", "difference", "unit"]
        return pd.DataFrame(rows, columns=columns).set_index(["scheme", "question", "part"])

    def to_dict(self) -> JsonObject:
        """As printed by ``ladder-sim compare --why … --json``."""
        return {"measure": self.measure.name, "baseline": self.comparison.baseline,
                "splits": [_as_json(one) for one in self.splits]}  # fmt: skip

    def _repr_html_(self) -> str:
        unit = self.measure.unit
        rows = [
            (self.comparison.short(one.scheme), question_name(one.question), str(bar.part.title),
             change(bar.range.mean, unit), between(bar.range.low, bar.range.high, unit, signed=True))
            for one in self.splits for bar in one.bars
        ]  # fmt: skip
        columns = (tr("scheme", "方案"), tr("split", "分解"), tr("part", "项目"), tr("share", "贡献"),
                   tr("95% interval", "95%区间"))  # fmt: skip
        caption = " · ".join(part for part in (str(self.measure.title), unit_text(unit)) if part)
        return table_html(columns, rows, caption=caption, titles=sentences(*self.summary()),
                          note=self.comparison.provenance)  # fmt: skip


def question_name(question: Question) -> str:
    """What a split asks, in words."""
    if question == "consequences":
        return tr("with its consequences", "含连带影响")
    return tr("direct", "直接")


def _as_json(one: Split) -> JsonObject:
    response = one.response
    return {
        "scheme": one.scheme,
        "question": one.question,
        "difference": one.total.mean if one.total.n else None,
        "missing": None if one.missing is None else str(one.missing),
        "parts": {
            bar.part.id: {"share": bar.range.mean, "low": bar.range.low, "high": bar.range.high, "equal": bar.equal}
            for bar in one.bars
        },
        "response": None if response is None else {
            "assumed": response.assumed, "from": response.exponents[0], "to": response.exponents[1],
            "low": response.low, "high": response.high,
        },
        "notes": [str(note) for note in one.notes],
    }  # fmt: skip
