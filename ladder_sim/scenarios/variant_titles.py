"""How a variant is called: the scheme's title with the parameters that were changed, by their titles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ladder_sim.core.i18n import Title, in_both, tr
from ladder_sim.core.unit_words import setting
from ladder_sim.model.expression import Parameter


def settings_title(parameters: Mapping[str, Parameter], settings: Iterable[str]) -> Title:
    """What stands behind the title of a variant: its parameters by their titles, with their values."""

    def told() -> str:
        texts = [setting(parameters[name], parameters[name].value) for name in settings if name in parameters]
        return tr(" ({told})", "（{told}）", told=tr(", ", "，").join(texts)) if texts else ""

    return in_both(told)


def retitled(title: Title, before: Title, now: Title) -> Title:
    """A title with other settings behind it."""
    return Title("{title}{now}", "{title}{now}").fill(title=title.without(before), now=now)
