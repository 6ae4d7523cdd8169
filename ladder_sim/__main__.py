"""``python -m ladder_sim`` is ``ladder-sim``."""

from ladder_sim.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
