"""What the labor law has to say, as findings: one for each rule that a caution concerns, where the rule stands."""

from __future__ import annotations

from collections.abc import Iterator

from ladder_sim.analysis.cautions import Cautioned, cautions
from ladder_sim.analysis.linting.rulebook import Rulebook, Spotted
from ladder_sim.core.i18n import tr
from ladder_sim.model.law import Law


def legal(book: Rulebook, law: Law | None = None) -> Iterator[Spotted]:
    """The cautions of a law (by default mainland China's)."""
    for found in cautions(book.scheme, law):
        for place, title in zip(found.places, found.rules, strict=True):
            yield found.kind, place, _said(found, str(title))


def _said(found: Cautioned, rule: str) -> str:
    return tr("“{rule}”: {says} ({cited})", "“{rule}”：{says}（{cited}）", rule=rule,
              says=str(found.says).rstrip(".。"), cited=found.cited)  # fmt: skip
