"""What the linter found: one finding, and all of a scheme with those that its file silences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from ladder_sim.core.formats import JSON_FORMAT
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.json_text import AsData
from ladder_sim.core.leading import Leading
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.problems import Place
from ladder_sim.core.signs import fit
from ladder_sim.model.lint_codes import LintBasis, LintCode
from ladder_sim.results.provenance import result_line

if TYPE_CHECKING:
    import pandas as pd

_BASES: Mapping[LintBasis, Title] = {"rules": Title("rules", "规则"), "run": Title("run", "模拟")}


@dataclass(frozen=True, slots=True)
class LintFinding:
    """One doubt about a scheme.

    Parameters
    ----------
    code : its kind, which a file silences under ``lint: {ignore: …}``
    place : file, line, column and path
    says : the sentence
    remedy : what to do
    basis : ``rules``: seen in the rules alone, whoever the people are; ``run``: seen in a run
    """

    code: LintCode
    place: Place
    says: Title
    remedy: Title
    basis: LintBasis

    def __str__(self) -> str:
        spot = f"{self.place}: " if str(self.place) else ""
        return fit(
            spot
            + tr("{says} [{code}, {basis}]; {remedy}", "{says} [{code}，{basis}]；{remedy}", says=self.says,
                 code=self.code, basis=_BASES[self.basis], remedy=self.remedy)
        )  # fmt: skip

    def to_dict(self) -> JsonObject:
        """Plain values, texts in both languages."""
        spot = self.place
        return {
            "code": self.code, "file": spot.file, "line": spot.line, "column": spot.column, "path": spot.where,
            "basis": self.basis, "says": self.says.by_language(),
            "remedy": self.remedy.by_language(),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lint(AsData, Leading):
    """Every doubt about a scheme; prints as lines and shows itself in a notebook.

    Parameters
    ----------
    scheme : its id
    findings : in the order of the file
    silenced : findings whose code the file ignores
    reasons : code → why the file ignores it
    played : what was played for the findings of a run; '' where the rules alone were read
    """

    scheme: str
    findings: tuple[LintFinding, ...] = ()
    silenced: tuple[LintFinding, ...] = ()
    reasons: Mapping[LintCode, Title] = field(default_factory=dict)
    played: str = ""

    def __repr__(self) -> str:
        told = f"of {self.scheme}: {len(self.findings)} findings, {len(self.silenced)} silenced"
        return result_line("Lint", told, self.played)

    def __iter__(self) -> Iterator[LintFinding]:
        """The findings, one after another."""
        return iter(self.findings)

    @property
    def idle(self) -> tuple[LintCode, ...]:
        """Codes that the file ignores although nothing of the kind was found."""
        found = {finding.code for finding in self.silenced}
        return tuple(code for code in self.reasons if code not in found)

    def lines(self) -> list[str]:
        """A line for each finding, then for what is silenced and what was played."""
        made = [str(finding) for finding in self.findings]
        made += [
            tr("silenced: {finding}; reason: {reason}", "已设为不提示：{finding}；理由：{reason}",
               finding=fit(f"{finding.place}: {finding.says} [{finding.code}]"), reason=self.reasons[finding.code])
            for finding in self.silenced
        ]  # fmt: skip
        if self.idle:
            codes = tr(", ", "、").join(self.idle)
            made.append(tr("ignored, but not found: {codes}", "设为不提示，但并未出现：{codes}", codes=codes))
        return made

    def _head(self) -> str:
        return tr("{scheme}: findings: {n}", "{scheme}：检视发现{n}项", scheme=self.scheme, n=len(self.findings))

    def __str__(self) -> str:
        return "\n".join([*self.lines(), self._head(), *([self.played] if self.played else [])])

    def table(self) -> pd.DataFrame:
        """A row per finding: code, basis, sentence, remedy, file, line, column and path; silenced ones with reasons."""
        import pandas as pd

        rows = [
            (f.code, f.basis, str(f.says), str(f.remedy), f.place.file, f.place.line, f.place.column, f.place.where,
             str(self.reasons.get(f.code, "")))
            for f in (*self.findings, *self.silenced)
        ]  # fmt: skip
        columns = ["code", "basis", "says", "remedy", "file", "line", "column", "path", "silenced"]
        return pd.DataFrame(rows, columns=columns)

    def to_dict(self) -> JsonObject:
        """As under `lint` of ``ladder-sim check --lint --json``."""
        return {
            "format": JSON_FORMAT, "scheme": self.scheme, "played": self.played,
            "findings": [finding.to_dict() for finding in self.findings],
            "silenced": [
                {**f.to_dict(), "reason": self.reasons[f.code].by_language()}
                for f in self.silenced
            ],
        }  # fmt: skip

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td><code>{escape(f.code)}</code></td><td>{escape(str(f.says))}</td>"
            f"<td>{escape(str(f.remedy))}</td><td>{escape(str(f.place))}</td></tr>"
            for f in self.findings
        )
        return f"<p><b>{escape(self._head())}</b></p><table>{rows}</table><p><small>{escape(self.played)}</small></p>"
