"""Numbers and tables as people read them: thousands separators, percent, escaped HTML."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from html import escape

from ladder_sim.core.grammar import grammar
from ladder_sim.core.i18n import tr
from ladder_sim.core.units import UNITS, as_shown, money_name, unit_name

#: Styles of a table in a notebook; scoped by its class, so that nothing else on the page changes.
TABLE_STYLE = (
    "<style>.ladder-table{border-collapse:collapse;font-variant-numeric:tabular-nums;margin:.4em 0}"
    ".ladder-table th,.ladder-table td{padding:.25em .7em;text-align:right;border-bottom:1px solid #8884;"
    "white-space:nowrap}.ladder-table th:first-child,.ladder-table td:first-child{text-align:left}"
    ".ladder-table small{display:block;color:#777}"
    ".ladder-note{color:#777;font-size:.85em}</style>"
)
MINUS = "\N{MINUS SIGN}"
#: Programs break a line between a sign and its number or currency; a word joiner there has no width.
_JOINER = "\N{WORD JOINER}"
_SIGN = re.compile(r"(?<![\w.)）])([+\N{MINUS SIGN}])(?=[\d¥$€£₩₹]|[A-Z])")
#: Units that a figure does not show itself.
_COUNTED = frozenset(unit for unit, info in UNITS.items() if info.counted)


def number(value: float, digits: int) -> str:
    """With thousands separators and a true minus; an en dash where there is no value."""
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    rounded = round(value, digits) + 0.0  # no minus in front of a zero
    return f"{rounded:,.{digits}f}".replace("-", MINUS)


def heads(people: float) -> str:
    """A number of people: whole people whole, an average to a tenth."""
    return number(people, 0 if round(people, 1) == round(people) else 1)


FINER = 2  # digits more, at most, with which the ends of a range are told apart


def plain(value: float) -> str:
    """A number as it stands in a file: every digit before the point, at most six behind it, and no exponent.

    Only what six digits behind the point cannot show has one: ``1e-09``.
    """
    text = f"{value:.6f}".rstrip("0").rstrip(".") if math.isfinite(value) else f"{value:g}"
    return f"{value:g}" if value and text in ("0", "-0") else text


def _brief(value: float, unit: str, short: bool) -> bool:
    least = {"money a year": grammar().totals_from, "money": grammar().short_from}.get(unit, math.inf)
    return short and abs(value) >= least


def figure(value: float, unit: str, *, short: bool = False, finer: int = 0) -> str:
    """A measure's value without its unit, except that shares and ratios of groups become percentages.

    Parameters
    ----------
    value : a number in the measure's unit, NaN where it has none
    unit : of the measure, such as ``"share a year"`` or ``"money"``; ``"log_ratio"`` is the logarithm of a
        ratio of groups: −0.03 is 97%
    short : whether millions are told as such
    finer : how many digits more than usual
    """
    if _brief(value, unit, short):
        return compact(value, 4 + finer)
    if unit in ("share a year", "share"):
        return number(100 * value, 1 + finer) + ("" if math.isnan(value) else "%")
    if unit == "log_ratio":
        return _percent_of(value, finer)
    return number(value, _digits(value, unit) + finer)


def _percent_of(value: float, finer: int) -> str:
    """A ratio as a percentage; to a tenth where a whole one would say alike of what is not."""
    ratio = 100 * as_shown(value, "log_ratio")
    digits = (1 if 0 < abs(ratio - 100) < 0.5 else 0) + finer
    return number(ratio, digits) + ("" if math.isnan(value) else "%")


def change(value: float, unit: str, *, short: bool = False, finer: int = 0) -> str:
    """A difference with its sign; shares in percentage points, to a tenth unless that would show nothing.

    Ratios of groups differ by a factor: ×1.03 where one is 3% above the other.

    Parameters
    ----------
    value, unit, short, finer : as in `figure`
    """
    sign = "+" if value > 0 else ""
    if _brief(value, unit, short):
        return sign + compact(value, 4 + finer)
    if unit in ("share a year", "share"):
        text = number(100 * value, (1 if not value or round(100 * value, 1) else 2) + finer)
        return text if math.isnan(value) else _signed(sign, text) + tr(" pp", "个百分点")
    if unit == "log_ratio":
        return "–" if math.isnan(value) else f"×{number(as_shown(value, unit), 2 + finer)}"
    return _signed(sign, number(value, _digits(value, unit) + finer))


def unit_text(unit: str) -> str:
    """The unit beside a figure that already shows its percent sign."""
    if unit == "share":
        return ""
    if unit == "log_ratio":  # shown as the ratio, `figure`
        return tr("100% = alike", "100%为相同")
    return tr("a year", "每年") if unit == "share a year" else unit_name(unit)


def stated(value: str, unit: str) -> str:
    """A formatted value with its unit, in the order of the language."""
    text = unit_text(unit)
    if not text or value == "–" or unit == "ratio":
        return value
    if unit == "log_ratio":  # a scale, not a unit to be counted in
        return tr("{value} ({unit})", "{value}（{unit}）", value=value, unit=text)
    if unit == "share a year":
        return tr("{value} a year", "每年{value}", value=value)
    if unit == "money a year":
        return tr("{value} {money} a year", "每年{value}{money}", value=value, money=money_name())
    return tr("{value} {unit}", "{value}{unit}", value=value, unit=text)


def with_money(title: str, unit: str) -> str:
    """The title of a measure above short figures, which do not show the currency."""
    if not unit.startswith("money"):
        return title
    return tr("{title}, {money}", "{title}（{money}）", title=title, money=money_name())


def counted(text: str, unit: str) -> str:
    """A level or a difference with its unit, where the figure alone does not show what is counted: 20.0 months."""
    if text in ("", "–") or unit not in _COUNTED:
        return text
    return tr("{value} {unit}", "{value}{unit}", value=text, unit=unit_name(unit))


def uncounted(text: str, unit: str) -> str:
    """The same without what `counted` and `change` have put behind it, for the first end of an interval."""
    text = text.removesuffix(tr(" pp", "个百分点"))
    return text.removesuffix(tr(" {unit}", "{unit}", unit=unit_name(unit))) if unit in _COUNTED else text


def _signed(sign: str, text: str) -> str:
    return text if not text.strip("0.,") else sign + text


def _digits(value: float, unit: str) -> int:
    if unit in ("money a year", "money"):
        return 0 if abs(value) >= 100 or not value else 2
    return UNITS[unit].digits if unit in UNITS else 1


def first_few(names: Sequence[str], most: int = 4) -> str:
    """The first of several names, and how many more there are."""
    shown = tr(", ", "、").join(names[:most])
    more = len(names) - most
    return shown if more <= 0 else tr("{shown} and {n} more", "{shown}等（另有{n}个）", shown=shown, n=more)


def how_often(share: float) -> str:
    """A share of samples or replications: never 100% or 0% for what is only nearly so, and – for none (NaN)."""
    if math.isnan(share):
        return "–"
    return number(100 * share, 1 if 0 < share < 0.1 or 0.9 < share < 1 else 0) + "%"


def spanned(first: str, last: str) -> str:
    """A range from its ends as they are read; one value where they read alike."""
    if first == last:
        return tr("about {a}", "约{a}", a=first)
    return tr("{a} to {b}", "{a}至{b}", a=first, b=last)


def told_apart(show: Callable[[float, int], str], low: float, high: float) -> tuple[str, str]:
    """The ends of a range as they are read, with up to two digits more where they would read alike.

    Parameters
    ----------
    show : an end as it is read, with so many digits more than usual
    """
    for finer in range(FINER + 1):
        first, last = show(low, finer), show(high, finer)
        if first != last:
            return first, last
    return show(low, 0), show(high, 0)


def between(low: float, high: float, unit: str, *, signed: bool = False, short: bool = False) -> str:
    """An interval in words; empty where an end is NaN.

    Parameters
    ----------
    low, high : its ends, in the measure's unit
    unit, short : as in `figure`
    signed : whether it is one of a difference
    """
    if math.isnan(low) or math.isnan(high):
        return ""
    show = change if signed else figure
    if low == high:  # such as a median in whole months that every resample gives
        return tr("{a} throughout", "均为{a}", a=show(low, unit, short=short))
    first, last = told_apart(lambda end, finer: show(end, unit, short=short, finer=finer), low, high)
    if signed and first != last:
        first = first.removesuffix(tr(" pp", "个百分点"))
    return spanned(first, last)


def compact(value: float, figures: int = 3) -> str:
    """A large amount of money in few signs: 3.25 M, 325万; so many `figures`, but none finer than hundreds of it."""
    if math.isnan(value):
        return "–"
    step = money_step(abs(value), grammar().money_steps)
    if step is None:
        return number(value, 0)
    size, name = step
    before = len(f"{abs(value) / size:.0f}")
    return number(value / size, max(0, min(figures - before, finest(size)))) + name


def money_step(size: float, steps: Sequence[tuple[float, str]]) -> tuple[float, str] | None:
    """What an amount is counted in, of these; in the least of them already below it where the language has it so."""
    found = next((step for step in steps if size >= step[0]), None)
    return steps[-1] if found is None and size >= grammar().totals_from else found


def finest(size: float) -> int:
    """Digits behind the point of an amount counted in so much: to hundreds at the finest, 8.06万元, not 8.060万元."""
    return max(2, round(math.log10(size / 100)))


def _cell(text: str) -> str:
    first, *rest = text.split("\n")
    if not rest:
        return escape(first)
    return f"<b>{escape(first)}</b>" + "".join(f"<small>{escape(line)}</small>" for line in rest)


def table_html(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, caption: str = "", note: str = "", titles: str = ""
) -> str:
    """A plain table; every text is escaped. `titles` is shown above, `note` small below.

    Of a cell of several lines the first stands out, the others are small.
    """
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    body = "".join("<tr>" + "".join(f"<td>{_cell(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    above = f"<p><b>{escape(titles)}</b></p>" if titles else ""
    named = f"<caption>{escape(caption)}</caption>" if caption else ""
    below = f'<p class="ladder-note">{escape(note)}</p>' if note else ""
    return (
        f'{TABLE_STYLE}<div>{above}<table class="ladder-table">{named}'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{below}</div>"
    )


def unbroken(text: str) -> str:
    """The text with each sign joined to the number or currency behind it: a line that ends in − reads as a dash."""
    return _SIGN.sub(rf"\1{_JOINER}", text)


def sentences(*texts: str) -> str:
    """Sentences one after the other, with a blank between them where the language has one."""
    return grammar().unit_gap.join(text for text in texts if text)


def value_text(value: float | bool | str) -> str:
    """A value of a file in a few signs: yes or no, a text as it is, of a number four digits."""
    if isinstance(value, bool):
        return yes_no(value)
    if isinstance(value, str):
        return value
    return (f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}").replace("-", MINUS)


def yes_no(value: bool) -> str:
    """A truth value in the language in use."""
    return tr("yes", "是") if value else tr("no", "否")
