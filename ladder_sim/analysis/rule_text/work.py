"""What a review or a stage takes of those who hold it, in words."""

from __future__ import annotations

from ladder_sim.core.i18n import tr
from ladder_sim.model.moves import WorkHours


def work_words(work: WorkHours) -> str:
    """Hours for each person and each sitting, and of how many: 0.5 hours each and 2 a sitting, panel of 5."""
    parts = []
    if work.hours:
        parts.append(tr("{n:g} hours for each person", "每人{n:g}小时", n=work.hours))
    if work.sitting:
        parts.append(tr("{n:g} hours a sitting", "每次会务{n:g}小时", n=work.sitting))
    if work.panel != 1:
        parts.append(tr("panel of {n:g}", "评委{n:g}人", n=work.panel))
    return tr(", ", "，").join(parts) or tr("no hours", "不计工时")
