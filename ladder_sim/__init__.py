"""Simulate promotion schemes before they are adopted.

A *scheme* is the policy, a *workforce* the people, a *run* one played on the other, a *comparison*
several schemes on the same people with the same luck.

- `load_scheme`, `load_workforce`, `load_study`: read a file, or one of the scenarios by its id.
- `simulate`: one scheme, many replications → `Run`.
- `compare`: several schemes, paired differences from a baseline → `Comparison`.
- `explain`: where people are stopped, and by which rule alone.
- `trace`: a given record walked through the rules, with reasons.
- `diff`: what differs between two schemes, in words and numbers.
- `catalogue`, `describe`: every scheme at hand in a line, and the rules of one in words.
- `explore`: sliders for a scheme and its people, with charts that follow, in a notebook.
- `plots`: the charts, each takes ``ax=None`` and returns it.
- `use`: the language of every text, ``"en"`` or ``"zh"``.

Names are loaded on first use, so that ``import ladder_sim`` is quick and loads neither pandas nor matplotlib.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ladder_sim import plots as plots
    from ladder_sim.catalogue import catalogue as catalogue
    from ladder_sim.compare import Comparison as Comparison
    from ladder_sim.compare import compare as compare
    from ladder_sim.describe import describe as describe
    from ladder_sim.explain import explain as explain
    from ladder_sim.loading import at_hand as at_hand
    from ladder_sim.loading import diff as diff
    from ladder_sim.loading import load_scheme as load_scheme
    from ladder_sim.loading import load_study as load_study
    from ladder_sim.loading import load_workforce as load_workforce
    from ladder_sim.model import Scheme as Scheme
    from ladder_sim.model import Study as Study
    from ladder_sim.model import Workforce as Workforce
    from ladder_sim.notebook import explore as explore
    from ladder_sim.problems import LadderError as LadderError
    from ladder_sim.run import Run as Run
    from ladder_sim.simulate import simulate as simulate
    from ladder_sim.trace import trace as trace
    from ladder_sim.words import use as use

__version__ = "0.1.0"

_HOME = {
    "load_scheme": "loading",
    "load_workforce": "loading",
    "load_study": "loading",
    "at_hand": "loading",
    "simulate": "simulate",
    "compare": "compare",
    "explain": "explain",
    "trace": "trace",
    "diff": "loading",
    "catalogue": "catalogue",
    "describe": "describe",
    "explore": "notebook",
    "use": "words",
    "Scheme": "model",
    "Workforce": "model",
    "Study": "model",
    "Run": "run",
    "Comparison": "compare",
    "LadderError": "problems",
}
__all__ = [*_HOME, "plots"]


class _Package(ModuleType):
    """Keeps `ladder_sim.simulate` the function when something imports the module of that name first."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    if name == "plots":
        return importlib.import_module("ladder_sim.plots")
    if name not in _HOME:
        raise AttributeError(f"module 'ladder_sim' has no attribute {name!r}; public names: {', '.join(__all__)}")
    value = getattr(importlib.import_module(f"ladder_sim.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
