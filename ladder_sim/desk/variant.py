"""What is played: a scheme with some of its parameters turned, on people with some of their settings changed."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from ladder_sim.core.i18n import Title, in_both, tr
from ladder_sim.core.problems import quietly
from ladder_sim.desk.workforce_settings import WorkforceSettings, with_settings
from ladder_sim.model.assumptions import Value
from ladder_sim.model.company import Company
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.company import title_in
from ladder_sim.scenarios.variant_titles import setting


@dataclass(frozen=True)
class WithinCompany:
    """What stands around a department that is looked at.

    Parameters
    ----------
    company : as the study has it, or as an alternative would have it
    department : the one that is looked at
    elsewhere : of the other departments, the parameters that differ from that
    """

    company: Company
    department: str
    elsewhere: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)

    def changed(self, own: Mapping[str, Value]) -> dict[str, Mapping[str, Value]]:
        """The parameters that differ by department, `own` those of the one that is looked at; blank ones left out."""
        every = {**self.elsewhere, self.department: own}
        return {one.id: every[one.id] for one in self.company.departments if every.get(one.id)}

    def played(self, own: Mapping[str, Value]) -> Company:
        """The company with these parameters, told in its id and its title.

        Raises
        ------
        LadderError
            The values do not go together.
        """
        changed = self.changed(own)
        if not changed:
            return self.company
        with quietly():
            departments = tuple(
                replace(one, scheme=one.scheme.with_(None, id=None, **changed[one.id])) if one.id in changed else one
                for one in self.company.departments
            )
        told = ", ".join(f"{of}.{name}={value}" for of, values in changed.items() for name, value in values.items())
        title = Title("{title} ({told})", "{title}（{told}）").fill(
            title=self.company.title, told=in_both(lambda: self.told(own)))  # fmt: skip
        return replace(self.company, id=f"{self.company.id}({told})", title=title, departments=departments)

    def told(self, own: Mapping[str, Value]) -> str:
        """The parameters that differ, in words, each behind its department's title."""
        parts = []
        for of, values in self.changed(own).items():
            one = self.company.department(of)
            parts += [str(title_in(one.title, Title.plain(setting(one.scheme.parameters[name], value))))
                      for name, value in values.items()]  # fmt: skip
        return tr(", ", "，").join(parts)


@dataclass(eq=False)
class Variant:
    """One candidate of the comparison.

    `base` is a scheme as loaded, `people` a workforce as loaded; of a department, `within` is what is played with it.
    """

    base: Scheme
    people: Workforce
    changed: Mapping[str, Value] = field(default_factory=dict)
    settings: WorkforceSettings = field(default_factory=WorkforceSettings)
    within: WithinCompany | None = None

    @cached_property
    def key(self) -> Hashable:
        """Equal for variants that play alike. The records themselves are too large to compare at every step."""
        if self.within is not None:  # whichever department is looked at
            every = self.within.changed(self.changed).items()
            return (id(self.within.company), tuple((name, tuple(sorted(one.items()))) for name, one in every))
        return (id(self.base), id(self.people), tuple(sorted(self.changed.items())), self.settings)

    @cached_property
    def scheme(self) -> Scheme:
        """The scheme that is played. Raises `LadderError` where the values do not go together."""
        if not self.changed:
            return self.base
        with quietly():  # a slider that comes back to where it was is no mistake
            return self.base.with_(None, id=None, **self.changed)

    @cached_property
    def company(self) -> Company | None:
        """The company that is played; None of a scheme alone. Raises `LadderError` as `scheme`."""
        return None if self.within is None else self.within.played(self.changed)

    @property
    def size(self) -> int:
        """How many people are played at the start."""
        if self.within is None:
            return self.workforce.people.size
        return sum(one.workforce.people.size for one in self.within.company.departments)

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
