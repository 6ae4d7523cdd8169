"""What differs between two schemes, each named by its id, its path or its record."""

from __future__ import annotations

import os

from ladder_sim.files import changes as sentences
from ladder_sim.model.records import Scheme
from ladder_sim.scenarios.loading import load_scheme


def diff(a: str | os.PathLike[str] | Scheme, b: str | os.PathLike[str] | Scheme) -> list[str]:
    """What `b` has otherwise than `a`, one sentence each; empty when they are the same policy.

    Raises
    ------
    LadderError: a file is not there, or wrong.
    """
    return sentences.diff(load_scheme(a), load_scheme(b))
