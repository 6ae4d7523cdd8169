"""What measures are to be: numbers by name, checked."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError


def aims_of(targets: Mapping[str, float], missing: str) -> dict[str, float]:
    """The targets as numbers, by the name that was given.

    Parameters
    ----------
    missing : what is said where there is none

    Raises
    ------
    LadderError
        There is none, or one is no number; all at once.
    """
    problems = [
        tr("{name}: the target must be a number, got {got!r}", "{name}：目标应为数字，现为 {got!r}", name=name, got=aim)
        for name, aim in targets.items()
        if isinstance(aim, bool) or not isinstance(aim, int | float | np.number) or not math.isfinite(aim)
    ]
    if problems or not targets:
        raise LadderError("\n".join(problems) or missing)
    return {name: float(aim) for name, aim in targets.items()}
