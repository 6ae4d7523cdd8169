"""What the linter found, as a section of a card and as rows of a report; the law's cautions stand in their own."""

from __future__ import annotations

from collections.abc import Iterator

from ladder_sim.analysis.card import CardSection
from ladder_sim.analysis.linting.findings import Lint, LintFinding
from ladder_sim.analysis.linting.table import LINT, of_rules
from ladder_sim.core.i18n import Title, tr
from ladder_sim.model.law import CAUTION_KINDS
from ladder_sim.model.lint_codes import LintBasis
from ladder_sim.model.scheme import Scheme


def remarks_section(scheme: Scheme) -> CardSection:
    """What the rules alone show; what the file silences, with its reason."""
    lint = of_rules(scheme)
    rows = [(str(LINT[f.code].title), str(f.says), str(f.remedy)) for f in of_design(lint.findings)]
    rows += [
        (
            str(LINT[f.code].title),
            str(f.says),
            tr("meant so: {reason}", "有意为之：{reason}", reason=lint.reasons[f.code]),
        )
        for f in of_design(lint.silenced)
    ]
    columns = (tr("remark", "检视项"), tr("what", "发现"), tr("remedy", "建议"))
    return CardSection(tr("Remarks on the design", "设计检视"), columns, tuple(rows))


def of_design(findings: tuple[LintFinding, ...]) -> Iterator[LintFinding]:
    """The findings that are none of the law's."""
    return (finding for finding in findings if finding.code not in CAUTION_KINDS)


#: Where a finding was seen.
SEEN: dict[LintBasis, Title] = {"rules": Title("in the rules", "规则"), "run": Title("in the run", "模拟")}


def rows_of(lint: Lint) -> list[tuple[str, str, str]]:
    """Remark, remedy and where it was seen, of a report's table."""
    return [(str(f.says), str(f.remedy), str(SEEN[f.basis])) for f in of_design(lint.findings)]
