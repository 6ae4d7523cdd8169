"""``python -m ladder_sim.notebook``: the app in a browser, from wherever it is installed."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence

from ladder_sim.core.i18n import tr


def main(options: Sequence[str]) -> int:
    """Serve the app until this process is ended; the exit code where it cannot be."""
    if importlib.util.find_spec("voila") is None:
        said = tr(
            "the app needs voila: pip install 'ladder-sim[app]'", "应用页面需要 voila：pip install 'ladder-sim[app]'"
        )
        print(said, file=sys.stderr)
        return 2
    from ladder_sim.notebook.serving import serve

    return serve(options)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
