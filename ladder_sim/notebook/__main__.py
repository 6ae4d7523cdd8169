"""``python -m ladder_sim.notebook``: the app in a browser, from wherever it is installed."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from ladder_sim.notebook.serving_options import no_voila, without_grammar


def main(options: Sequence[str]) -> int:
    """Serve the app until this process is ended; the exit code where it cannot be."""
    if said := no_voila():
        print(said, file=sys.stderr)
        return 2
    without_grammar()
    from ladder_sim.notebook.serving import serve

    return serve(options)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
