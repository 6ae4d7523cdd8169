"""What differs between two schemes, each named by its id, its path or its record."""

from __future__ import annotations

from ladder_sim.core.signed import door
from ladder_sim.files import changes as sentences
from ladder_sim.model.scheme import Scheme
from ladder_sim.scenarios.loading import Readable, scheme_of


@door
def diff(a: Readable | Scheme, b: Readable | Scheme) -> list[str]:
    """What `b` has otherwise than `a`, one sentence each; empty when they are the same policy.

    Parameters
    ----------
    a, b : schemes, or what `load_scheme` reads

    Raises
    ------
    LadderError
        A file is not there, or wrong.
    """
    return sentences.diff(scheme_of(a, "a"), scheme_of(b, "b"))
