"""What the next key press on a control would ask for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ladder_sim.core.foreign import Widget
from ladder_sim.desk.variant import Variant
from ladder_sim.model.assumptions import Value
from ladder_sim.notebook.parameter_controls import ParameterControls, leaps, neighbors
from ladder_sim.notebook.workforce_controls import WorkforceControls

NEAR = 7  # controls for whose next step is played ahead

#: From a control to the values that one key press gives it.
NeighborValues = Callable[[Widget], list[Value]]


@dataclass(frozen=True)
class NextVariants:
    """The variants a key press away from the present one, by the controls of parameters and people."""

    parameters: ParameterControls
    workforce: WorkforceControls

    def of(self, now: Variant, name: str, reach: NeighborValues) -> list[Variant]:
        """What a key press on the control `name` would ask for, by the values that are in its `reach`."""
        if name in self.workforce.controls and name not in self.parameters.controls:
            values = reach(self.workforce.controls[name])
            return [now.on(self.workforce.settings(**{name: value})) for value in values]
        values = reach(self.parameters.controls[name])
        return [replace(now, changed=self.parameters.changed(**{name: value})) for value in values]

    def elsewhere(self, now: Variant, name: str = "") -> list[Variant]:
        """What a leap on this control, or a first key press on one close by, would ask for."""
        near = self.near(name)
        presses = [(name, leaps)] if name else []
        presses += [(other, reach) for reach in (neighbors, leaps) for other in near]
        return [one for other, reach in presses for one in self.of(now, other, reach)]

    def near(self, name: str) -> list[str]:
        """The controls of parameters that are likely to be moved after this one."""
        return list(self.parameters.near(name)[:NEAR])
