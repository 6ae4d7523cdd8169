"""The parameters of a scheme as a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ladder_sim.files.fingerprint import fingerprint
from ladder_sim.model.expression import Parameter
from ladder_sim.model.scheme import Scheme

if TYPE_CHECKING:
    import pandas as pd


def parameter_table(scheme: Scheme) -> pd.DataFrame:
    """A row for each parameter; see `Scheme.table`."""
    import pandas as pd

    rows = [
        (one.name, str(one.title), one.value, one.low, one.high, one.step, one.unit, _origin(one), one.note)
        for one in scheme.parameters.values()
    ]
    columns = ["parameter", "title", "value", "low", "high", "step", "unit", "origin", "note"]
    made = pd.DataFrame(rows, columns=columns).set_index("parameter")
    for name in ("low", "high", "step"):
        made[name] = made[name].astype("float64")
    made.attrs = {"source": f"{scheme.id} ({fingerprint(scheme)})"}
    return made


def _origin(one: Parameter) -> str:
    return "assumed" if one.assumed else "reading" if one.reading else "source"
