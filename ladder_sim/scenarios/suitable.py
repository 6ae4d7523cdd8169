"""Whether a parameter of a scheme can be given a value."""

from __future__ import annotations

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import nearest
from ladder_sim.files import show
from ladder_sim.files.forms.scheme import SchemeForm
from ladder_sim.files.resolving.scheme import misfit
from ladder_sim.model.expression import Parameter
from ladder_sim.model.scheme import Scheme
from ladder_sim.scenarios.new_moves import completed

#: Signs of a change that a message shows whole.
LONGEST = 300


def misuse(scheme: Scheme, name: str, value: object, *, placed: bool = False) -> str:
    """Why a parameter cannot be given this value, or ''; without its name where it is `placed` at the key itself."""
    known = scheme.parameters.get(name)
    if known is None:
        if name in SchemeForm.model_fields:
            return tr("'{name}' is no parameter; what the file says is changed with a dict: with_({change})",
                      "“{name}”不是参数；文件中的内容用字典修改：with_({change})", name=name,
                      change=_shown(name, (completed(scheme, value) if name == "moves" else None) or value)
                      )  # fmt: skip
        return tr("unknown parameter '{name}'", "未知的参数“{name}”", name=name) + (
            nearest(name, scheme.parameters) or _parameters_of(scheme)
        )
    why = _unsuitable(known, value)
    return f"{name}: {why}" if why and not placed else why


def _parameters_of(scheme: Scheme) -> str:
    """The parameters that there are."""
    if not scheme.parameters:
        return tr("; the scheme has none", "；该方案没有参数")
    return tr("; there are {names}", "；现有：{names}", names=tr(", ", "、").join(scheme.parameters))


def _shown(name: str, value: object) -> str:
    """A change as a dict; a long one cut."""
    text = repr({name: value})
    return text if len(text) <= LONGEST else f"{{'{name}': …}}"


def _unsuitable(parameter: Parameter, value: object) -> str:
    """Why a value does not suit, or ''; the kind of the value in force counts too."""
    if why := misfit(parameter, value):
        return why
    for kind, en, zh in (
        (bool, "must be true or false, got {got}", "应为 true 或 false，现为{got}"),
        (str, "must be text, got {got}", "应为文字，现为{got}"),
    ):
        if isinstance(parameter.value, kind) and not isinstance(value, kind):
            return tr(en, zh, got=show(value))
    if not isinstance(parameter.value, bool | str) and isinstance(value, bool | str):
        return tr("must be a number, got {got}", "应为数字，现为{got}", got=show(value))
    return ""
