"""``python -m ladder_sim.notebook``: the app in a browser, from wherever it is installed; options go to voila."""

from __future__ import annotations

import importlib.util
import os
import runpy
import sys
from collections.abc import Sequence
from pathlib import Path

from ladder_sim.core.i18n import tr
from ladder_sim.core.shipped import shipped


def main(options: Sequence[str]) -> int:
    """Serve the app until this process is ended; the exit code where it cannot be.

    The page's template stands in the package, so that nothing is fetched from elsewhere.
    """
    if importlib.util.find_spec("voila") is None:
        said = tr(
            "the app needs voila: pip install 'ladder-sim[app]'", "应用页面需要 voila：pip install 'ladder-sim[app]'"
        )
        print(said, file=sys.stderr)
        return 2
    templates = [str(Path(__file__).parent / "jupyter"), *filter(None, [os.environ.get("JUPYTER_PATH")])]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(templates)
    sys.argv = ["voila", str(shipped("notebooks") / "app.ipynb"), "--template=ladder", *options]
    runpy.run_module("voila", run_name="__main__")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
