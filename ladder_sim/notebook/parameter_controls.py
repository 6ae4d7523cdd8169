"""Widgets made from a scheme's own parameters: title, range, unit and step decide."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import ipywidgets as widgets

from ladder_sim.analysis.rule_text.expressions import unit_title
from ladder_sim.analysis.rule_text.expressions import valued as whole_value
from ladder_sim.core.display import plain as digits
from ladder_sim.core.display import yes_no
from ladder_sim.core.foreign import Widget
from ladder_sim.core.i18n import tr
from ladder_sim.core.unit_words import is_share, parameter_text
from ladder_sim.model.assumptions import Value
from ladder_sim.model.expression import Parameter
from ladder_sim.model.scheme import Scheme

#: A slider has about so many steps, so that a key press is a visible change and a drag reaches both ends.
STEPS = 50
#: With more parameters than this a field to find one by a word stands above them.
MANY = 8
NICE = (5.0, 2.0, 1.0)


def control_for(parameter: Parameter) -> Widget:
    """The widget that fits a parameter; `value` is the parameter's."""
    given: dict[str, Widget] = {"description": label(parameter), "tooltip": hint(parameter)}
    if isinstance(parameter.value, bool):
        made = widgets.Checkbox(value=parameter.value, indent=False, **given)
    elif isinstance(parameter.value, str):
        choices = parameter.choices or (parameter.value,)
        kind = widgets.ToggleButtons if len(choices) <= 3 else widgets.Dropdown
        made = kind(options=list(choices), value=parameter.value, **given)
    else:
        each, (low, high) = times(parameter), _range_of(parameter)
        value, step = float(parameter.value), step_of(parameter)
        made = slider(each * value, each * low, each * high, each * step, parameter.integer, **given)
    made.add_class("ls-control")
    return made


def slider(value: float, low: float, high: float, step: float, integer: bool = False, **given: Widget) -> Widget:
    """A slider with its label above and its number beside it."""
    whole = integer or all(round(x, 9).is_integer() for x in (low, high, step, value))
    kind = widgets.IntSlider if whole else widgets.FloatSlider
    value, low, high, step = (round(x, 9) for x in (value, low, high, step))
    number = int if whole else float
    shown = ",d" if whole else f",.{max(_decimals(step), _decimals(value))}f"
    made = kind(
        value=number(value), min=number(low), max=number(high), step=number(step), readout_format=shown, **given
    )
    made.add_class("ls-control")
    return made


def label(parameter: Parameter) -> str:
    """Title and unit, with a mark where the source does not state the value."""
    unit = ""
    if times(parameter) != 1:
        unit = tr(" (%)", "（%）")
    elif parameter.unit and not isinstance(parameter.value, bool):
        name = unit_title(parameter.unit)
        unit = tr(" ({unit})", "，{unit}" if "（" in name else "（{unit}）", unit=name)
    return f"{parameter.title}{unit}{_mark(parameter)}"


def _mark(parameter: Parameter) -> str:
    dated = tr(" · later in proportion", " · 其后同比例") if parameter.later else ""
    if parameter.assumed:
        return tr(" · assumed", " · 假设") + dated
    return (tr(" · reading", " · 解读") if parameter.reading else "") + dated


def hint(parameter: Parameter) -> str:
    """What the pointer shows: the name in the file, the value there, and the range."""
    text = tr(
        "{name}: {value} in the file", "{name}：文件中为{value}", name=parameter.name,
        value=whole_value(parameter),
    )  # fmt: skip
    if parameter.low is not None and parameter.high is not None:
        ends = {"a": valued(parameter, parameter.low), "b": valued(parameter, parameter.high)}
        text += tr(", from {a} to {b}", "，范围{a}至{b}", **ends)
    return f"{text}. {parameter.note}" if parameter.note else text


def said(value: Value) -> str:
    """A value in short."""
    if isinstance(value, bool):
        return yes_no(value)
    return digits(value) if isinstance(value, int | float) else value


def times(parameter: Parameter) -> float:
    """What a control's number is of the parameter's: a share of 1 is turned in per cent."""
    return 100.0 if is_share(parameter.value, parameter.unit, parameter.title) else 1.0


def valued(parameter: Parameter, value: Value) -> str:
    """A value of a parameter with its unit."""
    return parameter_text(said(value), value, parameter.unit, parameter.title)


def _range_of(parameter: Parameter) -> tuple[float, float]:
    """The slider's ends; where the file names none, from 0 to twice the value."""
    value = float(parameter.value)
    low = min(0.0, 2 * value) if parameter.low is None else float(parameter.low)
    high = max(1.0, 2 * value) if parameter.high is None else float(parameter.high)
    return min(low, value), max(high, value)


def step_of(parameter: Parameter) -> float:
    """The file's step, or a round one from which the present value can be reached."""
    if parameter.step:
        return float(parameter.step)
    low, high = _range_of(parameter)
    value = float(parameter.value)
    if high <= low:
        return 1.0
    rough = (high - low) / STEPS
    size = 10.0 ** math.floor(math.log10(rough))
    for power in range(1, -6, -1):
        for nice in NICE:
            step = round(nice * size * 10.0**power, 12)
            if step > 1.5 * rough or (parameter.integer and (step < 1 or not step.is_integer())):
                continue
            if _whole((value - low) / step) and _whole((high - low) / step):
                return step
    return 1.0 if parameter.integer else round(rough, 6)


def _whole(x: float) -> bool:
    return abs(x - round(x)) < 1e-9


def _decimals(x: float) -> int:
    return len(f"{x:.6f}".rstrip("0").split(".")[1])


def plain(value: Value, parameter: Parameter) -> Value:
    """A control's value as the parameter has it: a float that a slider blurred is the round number again."""
    if isinstance(value, int | float) and not isinstance(value, bool) and times(parameter) != 1:
        value = round(value / times(parameter), 11)
    if isinstance(value, float):
        value = round(value, 11)
        if isinstance(parameter.value, int) and value.is_integer():
            value = int(value)
    return value


def turned(value: Value, parameter: Parameter) -> Value:
    """A parameter's value as its control has it."""
    if isinstance(value, bool | str) or times(parameter) == 1:
        return value
    return round(value * times(parameter), 9)


class ParameterControls:
    """All controls of a scheme, in the order of its file."""

    def __init__(self, scheme: Scheme, values: Mapping[str, Value], moved: Callable[[str], object]) -> None:
        self.parameters = dict(scheme.parameters)
        self.controls = {name: control_for(parameter) for name, parameter in self.parameters.items()}
        for name, value in values.items():
            self.controls[name].value = turned(value, self.parameters[name])
        for name, control in self.controls.items():
            control.observe(lambda _, name=name: moved(name), names="value")
        self._find = widgets.Text(
            placeholder=tr("find a rule, e.g. pay", "查找规则，如：工资"), description=tr("Find", "查找"),
            layout=widgets.Layout(display="" if len(self.controls) > MANY else "none"),
        )  # fmt: skip
        self._find.add_class("ls-find")
        self._find.observe(self._narrow, names="value")
        nothing = [] if self.controls else [widgets.HTML(tr("This scheme's file names no parameters.",
                                                            "该方案文件没有列出参数。"))]  # fmt: skip
        self.widget = widgets.VBox([self._find, *self.controls.values(), *nothing])
        self.widget.add_class("ls-controls")

    def _narrow(self, _: object) -> None:
        """Show the controls whose name or title has the words looked for."""
        words = self._find.value.lower().split()
        for name, control in self.controls.items():
            text = " ".join((name, *self.parameters[name].title.spellings)).lower()
            control.layout.display = "" if all(word in text for word in words) else "none"

    def near(self, name: str) -> list[str]:
        """The controls in sight by their distance from one of them (or from the first), that one left out."""
        shown = [other for other, control in self.controls.items() if control.layout.display != "none"]
        at = shown.index(name) if name in shown else 0
        return [one for one in sorted(shown, key=lambda other: abs(shown.index(other) - at)) if one != name]

    def changed(self, **instead: Value) -> dict[str, Value]:
        """The values that differ from the file's, some read `instead` of where their controls stand."""
        now = {
            name: plain(instead.get(name, control.value), self.parameters[name])
            for name, control in self.controls.items()
        }
        return {name: value for name, value in now.items() if value != self.parameters[name].value}


def neighbors(control: Widget) -> list[Value]:
    """The values an arrow key away from a control's present one; of switches and choices all others."""
    if isinstance(control, widgets.IntSlider | widgets.FloatSlider):
        near = (control.value + control.step, control.value - control.step)
        return [round(value, 9) for value in near if control.min - 1e-9 <= value <= control.max + 1e-9]
    if isinstance(control, widgets.Checkbox):
        return [not control.value]
    options = [option[1] if isinstance(option, tuple) else option for option in control.options]
    return [option for option in options if option != control.value]


PAGE = 5  # steps of a slider that the keys Page Up and Page Down go


def leaps(control: Widget) -> list[Value]:
    """The values to which Page Up, Page Down, Home and End move a slider, where they are not next to it."""
    if not isinstance(control, widgets.IntSlider | widgets.FloatSlider):
        return []
    page = PAGE * control.step
    far = (min(control.value + page, control.max), max(control.value - page, control.min), control.min, control.max)
    near = {*neighbors(control), control.value}
    return [value for value in dict.fromkeys(round(value, 9) for value in far) if value not in near]
