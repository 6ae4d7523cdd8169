"""The command `app`: the explorer as a page in the browser."""

from __future__ import annotations

import argparse

from ladder_sim.core.problems import LadderError
from ladder_sim.notebook.serving_options import no_voila, without_grammar


def app(options: argparse.Namespace) -> int:
    """Serve the app until it is ended; the exit code where it is not served. Raises `LadderError` without voila."""
    if said := no_voila():
        raise LadderError(said)
    without_grammar()
    from ladder_sim.notebook.serving import serve_as

    return serve_as(options)
