"""How a variant is called: the scheme's title with the parameters that were changed, by their titles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from ladder_sim.core.display import plain, yes_no
from ladder_sim.core.i18n import Title, in_both, tr
from ladder_sim.core.unit_words import parameter_text
from ladder_sim.model.expression import Parameter


class Settable(Protocol):
    """What has a title and a unit: a parameter, or something of the people."""

    @property
    def unit(self) -> str:
        """As the file says it, '' for none."""

    @property
    def title(self) -> Title:
        """Its name for people."""


def setting(parameter: Settable, value: float | bool | str) -> str:
    """A parameter at a value, as the title of a variant has it: Pass mark = 80 points."""
    if isinstance(value, bool):
        shown = yes_no(value)
    else:
        text = plain(value) if isinstance(value, int | float) else value
        shown = parameter_text(text, value, parameter.unit, parameter.title)
    told = tr("{title} = {value}", "{title}={value}", title=parameter.title, value=shown)
    return told + (
        tr(", later in proportion", "，其后同比例") if isinstance(parameter, Parameter) and parameter.later else ""
    )


def settings_title(parameters: Mapping[str, Parameter], settings: Mapping[str, str]) -> Title:
    """What stands behind the title of a variant.

    Parameters
    ----------
    settings
        What was changed: parameters, told by their titles with the values that they have; other names, such as those
        of sections, as they are, with the text given.
    """

    def one(name: str, value: str) -> str:
        if name in parameters:
            return setting(parameters[name], parameters[name].value)
        return f"{name}={value}" if value and not value.startswith("~") else name  # digits are for ids alone

    def told() -> str:
        texts = [one(name, value) for name, value in settings.items()]
        return tr(" ({told})", "（{told}）", told=tr(", ", "，").join(texts)) if texts else ""

    return in_both(told)


def retitled(title: Title, before: Title, now: Title) -> Title:
    """A title with other settings behind it."""
    return Title("{title}{now}", "{title}{now}").fill(title=title.without(before), now=now)
