"""What is played: a scheme with some of its parameters turned, on people with some of their settings changed."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from ladder_sim.core.problems import quietly
from ladder_sim.desk.workforce_settings import WorkforceSettings, with_settings
from ladder_sim.model.assumptions import Value
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce


@dataclass(eq=False)
class Variant:
    """One candidate of the comparison. `base` is a scheme as loaded, `people` a workforce as loaded."""

    base: Scheme
    people: Workforce
    changed: Mapping[str, Value] = field(default_factory=dict)
    settings: WorkforceSettings = field(default_factory=WorkforceSettings)

    @cached_property
    def key(self) -> Hashable:
        """Equal for variants that play alike. The records themselves are too large to compare at every step."""
        return (id(self.base), id(self.people), tuple(sorted(self.changed.items())), self.settings)

    @cached_property
    def scheme(self) -> Scheme:
        """The scheme that is played. Raises `LadderError` where the values do not go together."""
        if not self.changed:
            return self.base
        with quietly():  # a slider that comes back to where it was is no mistake
            return self.base.with_(None, id=None, **self.changed)

    @property
    def workforce(self) -> Workforce:
        """The people with the controls as they stood."""
        return with_settings(self.people, self.settings)

    def on(self, settings: WorkforceSettings) -> Variant:
        """The same scheme on people with these settings."""
        return replace(self, settings=settings)

    def alike(self, other: Variant) -> bool:
        """Whether both are the same scheme, whatever the people."""
        return self.base is other.base and dict(self.changed) == dict(other.changed)
