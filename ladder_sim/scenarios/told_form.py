"""The form of a record as a dict that says under which key is what was asked for in vain."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import NoReturn

from ladder_sim.core.frozen import UnknownKeyError, not_there
from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import PlainData, PlainForm

#: What is asked of a form by the words of Python or of others → the keys of files, of which a form has one.
KEYS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("grades", "tracks", "levels", "ranks"), ("ladder",)),
    **dict.fromkeys(("rules", "promotions", "conditions", "transitions"), ("moves",)),
    **dict.fromkeys(("id", "name"), ("scheme", "workforce", "study")),
    **dict.fromkeys(("headcount", "size", "employees", "staff"), ("people",)),
    **dict.fromkeys(("kpi", "performance"), ("metrics",)),
    **dict.fromkeys(("leaving", "turnover", "hazards", "exits"), ("attrition",)),
}  # fmt: skip


class ToldForm(dict[str, PlainData]):
    """A form as a file has it, which names the right key where another is asked for."""

    def __missing__(self, key: str) -> NoReturn:
        here = next((one for one in KEYS.get(key, ()) if one in self), "")
        raise UnknownKeyError(
            tr("{key!r} is called {here!r} in a file: form[{here!r}]", "{key!r}在文件中名为{here!r}：form[{here!r}]",
               key=key, here=here) if here else not_there(key, self)
        )  # fmt: skip


def told_form(form: PlainForm) -> PlainForm:
    """The same form, which leads, and which both libraries for YAML write as they write any dict."""
    _known_to_yaml()
    return ToldForm(form)


@functools.cache
def _known_to_yaml() -> None:
    """Tell both, which look a class up by itself alone; of other classes nothing changes."""
    import yaml.representer
    from ruamel.yaml import representer as other

    for representer in (yaml.representer.SafeRepresenter, yaml.representer.Representer, other.SafeRepresenter,
                        other.Representer, other.RoundTripRepresenter):  # fmt: skip
        representer.add_representer(ToldForm, representer.represent_dict)
