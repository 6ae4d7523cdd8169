"""Everything that is assumed in a comparison, as a record and a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ladder_sim.core.display import table_html, value_text
from ladder_sim.core.i18n import tr
from ladder_sim.core.unit_words import is_share, parameter_text
from ladder_sim.model.assumptions import Assumption, Fixed, Value
from ladder_sim.model.likely import RANGE_SOURCES, SHAPES
from ladder_sim.results.comparison import Comparison
from ladder_sim.scenarios.assumptions import assumptions_of, assumptions_of_companies

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Assumed:
    """What the schemes and the workforce of a comparison assume.

    Parameters
    ----------
    moved : what has a range
    fixed : what has none, with the reason
    """

    comparison: Comparison
    moved: tuple[Assumption, ...]
    fixed: tuple[Fixed, ...]

    def whose(self, one: Assumption | Fixed) -> str:
        """Whose assumption it is: the schemes' short titles, or the workforce's.

        Parameters
        ----------
        one : of `moved` or `fixed`
        """
        if one.departments:
            return self._whose_in_company(one)
        if not one.schemes:
            return tr("workforce", "人员")
        return tr(", ", "、").join(self.comparison.short(scheme) for scheme in one.schemes)

    def _whose_in_company(self, one: Assumption | Fixed) -> str:
        """The departments, whether of their people, and in which alternatives where it is not in all."""
        titles = self.comparison.runs[0].department_titles
        names = tr("all departments", "各部门") if len(one.departments) == len(titles) else tr(", ", "、").join(
            str(titles[name]) for name in one.departments)  # fmt: skip
        if not one.schemes:
            return tr("workforce, {names}", "人员，{names}", names=names)
        if len(one.schemes) == len(self.comparison.schemes):
            return names
        where = tr(", ", "、").join(self.comparison.short(scheme) for scheme in one.schemes)
        return tr("{names}: {where}", "{names}：{where}", names=names, where=where)

    def named(self, one: Assumption) -> str:
        """An assumption with whose it is, where several schemes could have it and not all do.

        Parameters
        ----------
        one : of `moved`
        """
        if not one.departments and len(one.schemes) in (0, len(self.comparison.schemes)):
            return str(one.title)
        return tr("{title} [{of}]", "{title}〔{of}〕", title=one.title, of=self.whose(one))

    def table(self) -> pd.DataFrame:
        """One row per assumption: value, range, distribution and source; what is not moved has none, and says why."""
        import pandas as pd

        rows: list[tuple[object, ...]] = [
            (one.key, self.whose(one), str(one.title), one.value, *_ends(one), one.unit, one.shape, one.source,
             str(one.basis))
            for one in self.moved
        ]  # fmt: skip
        rows += [(f.key, self.whose(f), str(f.title), f.value, None, None, "", "", "", str(f.why)) for f in self.fixed]
        columns = ["key", "of", "title", "value", "low", "high", "unit", "shape", "source", "basis"]
        return pd.DataFrame(rows, columns=columns).set_index("key")

    def _repr_html_(self) -> str:
        rows = [
            (str(one.title), self.whose(one), valued(one, one.value), range_text(one), str(SHAPES[one.shape]),
             based(one))
            for one in self.moved
        ]  # fmt: skip
        rows += [(str(f.title), self.whose(f), value_text(f.value), "", "", str(f.why)) for f in self.fixed]
        columns = (tr("assumed", "假设"), tr("of", "属于"), tr("value", "现值"), tr("range", "可能范围"),
                   tr("distribution", "分布"), tr("source", "依据"))  # fmt: skip
        return table_html(columns, rows, note=self.comparison.provenance)


def assumed(comparison: Comparison) -> Assumed:
    """Gather what the schemes and the workforce of a comparison assume."""
    schemes = [run.scheme for run in comparison.runs]
    companies = [run.company for run in comparison.runs if run.company is not None]
    if companies:
        moved, fixed = assumptions_of_companies(companies)
    else:
        moved, fixed = assumptions_of(schemes, comparison.workforce)
    return Assumed(comparison, tuple(moved), tuple(fixed))


def _ends(one: Assumption) -> tuple[Value | None, Value | None]:
    return (None, None) if one.choices else (one.low, one.high)


def valued(one: Assumption, value: Value) -> str:
    """A value of a given assumption with its unit: factors with their sign, shares as percentages."""
    if one.times:
        return f"×{value_text(value)}"
    return parameter_text(value_text(value), value, one.unit, one.title)


def based(one: Assumption) -> str:
    """What a range rests on: the kind of source, and what it says."""
    return f"{RANGE_SOURCES[one.source]}{tr(': ', '：') if str(one.basis) else ''}{one.basis}"


def range_text(one: Assumption) -> str:
    """The range in words."""
    if one.choices:
        return tr(" or ", "或").join(value_text(choice) for choice in one.choices)
    own = one.times or one.unit in ("month", "%") or is_share(one.low, one.unit, one.title)  # each end shows its own
    low = valued(one, one.low) if own else value_text(one.low) + "%" * one.unit.startswith("%")
    return tr("{a} to {b}", "{a}至{b}", a=low, b=valued(one, one.high))
