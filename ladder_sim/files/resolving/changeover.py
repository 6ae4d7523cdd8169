"""How a scheme takes over from another, from its human form to the model."""

from __future__ import annotations

import re

from ladder_sim.core.i18n import tr
from ladder_sim.files import show
from ladder_sim.files.forms.adopted import AdoptedForm, SwitchPayForm, WaveForm
from ladder_sim.files.resolving.durations import months_of
from ladder_sim.files.resolving.grades import Ladder
from ladder_sim.files.resolving.resolver import Resolver
from ladder_sim.model.changeover import Placement, SchemeTransition, SwitchPay, SwitchWave
from ladder_sim.model.expression import Expr

_GRADE = ("grade", "职级")
_NAME = re.compile(r"\w+")
#: Short for ``keep`` with ``pay: protected``.
PROTECTED = "pay protected"


def adopted(r: Resolver, form: AdoptedForm | None, ladder: Ladder) -> SchemeTransition | None:
    """From when, after which scheme, and how people pass; None where the scheme replaces none."""
    if form is None:
        return None
    month = r.whole(form.month, "adopted", "month", low=1)
    pay, waves = _pay(r, form), _waves(r, form, month)
    if isinstance(form.placement, dict):
        kept, choose = _mapped(r, form.placement, ladder)
        return SchemeTransition(month, form.after, kept, choose, pay, waves)
    placement: Placement = "keep"
    match form.placement:
        case "keep":
            pass
        case "by pay":
            placement = "by pay"
        case "pay protected":
            if form.pay != "at once":
                r.add(("adopted", "placement"), tr("says of pay what 'pay' says, too; write placement: keep",
                                                   "与 pay 重复规定了薪酬处理；请改为 placement: keep"))  # fmt: skip
            pay = SwitchPay("protected")
        case other:
            text = tr("must be keep, 'by pay', 'pay protected' or a mapping of old to new grades, got {got}",
                      "应为 keep、“by pay”、“pay protected”或“旧职级: 新职级”的映射，现为{got}",
                      got=show(other))  # fmt: skip
            r.add(("adopted", "placement"), text)
    return SchemeTransition(month, form.after, placement, {}, pay, waves)


def _mapped(r: Resolver, form: dict[str, str], ladder: Ladder) -> tuple[dict[str, str], dict[str, Expr]]:
    """Old grades with the new one, and those with an expression that gives it."""
    kept: dict[str, str] = {}
    choose: dict[str, Expr] = {}
    for old, new in form.items():
        if not _NAME.fullmatch(new):
            choose[old] = r.expr(new, "adopted", "placement", old)
        elif new not in ladder.declared:
            r.unknown(("adopted", "placement", old), _GRADE, new, ladder.ids)
        elif new in ladder.ids:
            kept[old] = new
    return kept, choose


def _pay(r: Resolver, form: AdoptedForm) -> SwitchPay:
    given = form.pay
    at: tuple[str, ...]
    rise_at: tuple[str, ...]
    if isinstance(given, SwitchPayForm):
        falls, rises, at, rise_at = given.falls, given.rises, ("pay", "falls"), ("pay", "rises")
    else:
        falls, rises, at, rise_at = given, "at once", ("pay",), ("pay",)
    over = 0 if rises == "at once" else _over(r, rises, rise_at, "at once")
    if falls in ("at once", "protected", "frozen"):
        kind = next(one for one in ("at once", "protected", "frozen") if one == falls)
        return SwitchPay(kind, 0, over)
    months = _over(r, falls, at, tr("at once, protected, frozen", "at once、protected、frozen"))
    return SwitchPay("phased", months, over) if months else SwitchPay(rises_over=over)


def _over(r: Resolver, text: str, at: tuple[str, ...], words: str) -> int:
    """The months over which pay changes; 0, and a problem, for what is no duration."""
    months = months_of(text.strip().lower())
    if months is None or not 1 <= months <= 1200:
        said = tr("must be {words} or a time such as '12 months', got {got}",
                  "应为 {words} 或“12 months”之类的时长，现为{got}", words=words, got=show(text))  # fmt: skip
        r.add(("adopted", *at), said)
        return 0
    return months


def _waves(r: Resolver, form: AdoptedForm, first: int) -> tuple[SwitchWave, ...] | None:
    """Who passes and when; None: everybody in the first month."""
    given = form.waves
    if isinstance(given, str):
        if given not in ("everybody", "new hires"):
            text = tr("must be everybody, 'new hires' or a list of waves, got {got}",
                      "应为 everybody、“new hires”或各批次的列表，现为{got}", got=show(given))  # fmt: skip
            r.add(("adopted", "waves"), text)
        return () if given == "new hires" else None
    return tuple(_wave(r, wave, i, first) for i, wave in enumerate(given))


def _wave(r: Resolver, form: WaveForm, i: int, first: int) -> SwitchWave:
    month = r.whole(form.month, "adopted", "waves", i, "month", low=first)
    return SwitchWave(month, r.expr(form.if_, "adopted", "waves", i, "if"))
