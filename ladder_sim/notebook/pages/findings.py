"""What a view has found, on its way from the process that worked it out into the reports of the comparison on show.

A finding names the comparison that it was made of, whose runs are the larger part of it. They are not sent along: the
comparison that is reported has the same runs, and takes their place; so do its measures, which are functions.
"""

from __future__ import annotations

import io
import pickle
import zlib
from collections.abc import Hashable

from ladder_sim.results.comparison import Comparison
from ladder_sim.results.measure import Measure

#: What is not sent: the comparison itself, or a measure of it by its name.
Left = tuple[str, str]
COMPARED: Left = ("compared", "")


class _Packer(pickle.Pickler):
    def __init__(self, to: io.BytesIO, compared: Comparison | None) -> None:
        super().__init__(to, protocol=5)
        self._compared = compared

    def persistent_id(self, one: object) -> Left | None:
        if one is self._compared and one is not None:
            return COMPARED
        return ("measure", one.name) if isinstance(one, Measure) else None


class _Unpacker(pickle.Unpickler):
    def __init__(self, packed: bytes, compared: Comparison) -> None:
        super().__init__(io.BytesIO(zlib.decompress(packed)))
        self._compared = compared

    def persistent_load(self, left: Left) -> Comparison | Measure:
        return self._compared if left == COMPARED else self._compared.known[left[1]]


def packed(found: object, compared: Comparison, *, whole: bool = False) -> bytes:
    """A finding that stands in `compared.explained`, with its key.

    Parameters
    ----------
    whole : whether the comparison goes along, which is another than the one that is reported
    """
    key = next(key for key, one in compared.explained.items() if one is found)
    to = io.BytesIO()
    _Packer(to, None if whole else compared).dump((key, found))
    return zlib.compress(to.getvalue(), 1)  # a session keeps it for as long as its view; runs are mostly small numbers


def told_in(comparison: Comparison, findings: bytes) -> None:
    """Have reports of a comparison tell what was found of one with the same runs.

    Parameters
    ----------
    findings : as `packed` gave them, from a process of one's own
    """
    found: tuple[Hashable, object] = _Unpacker(findings, comparison).load()
    comparison.explained[found[0]] = found[1]
