"""What resolving needs everywhere: expressions with their exact place, titles, periods, durations."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from ladder_sim.core.i18n import Title, in_both, tr
from ladder_sim.core.money import currency_of, wrong_currency
from ladder_sim.core.plain_data import PlainData
from ladder_sim.core.problems import Place, Problems, nearest
from ladder_sim.core.rounding import USUAL, Rounding, split_rounding
from ladder_sim.core.signs import cut
from ladder_sim.expressions.constant import NotConstant, constant
from ladder_sim.expressions.dated import PAID_FROM, dated_text, month_number, values_said
from ladder_sim.expressions.parse import parse, tree_of
from ladder_sim.expressions.syntax import names_in
from ladder_sim.expressions.words import RESERVED
from ladder_sim.files import FileNode, Loc, find, locate, show
from ladder_sim.files.forms.common import Both, LaterForm
from ladder_sim.files.resolving.durations import days_of, duration_wrong, months_of, period_wrong, working_days
from ladder_sim.files.titles import WIDEST
from ladder_sim.model.expression import Expr, Parameter, Period

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_EVERY = {"month": 1, "quarter": 3, "half-year": 6, "half_year": 6, "year": 12}
_BLANK = re.compile(r"\{([^\W\d]\w*)\}")


@dataclass(slots=True)
class Resolver:
    """A tree and the problems found in it; `loc` is always a path in the tree."""

    tree: FileNode
    problems: Problems
    values: Mapping[str, PlainData] = field(default_factory=dict)  # of the parameters
    parametric: set[str] = field(default_factory=set)  # parameters whose values have gone into the resolved form
    dated: Mapping[str, Parameter] = field(default_factory=dict)  # those whose value changes by month
    year_starts: int = 1  # the month in which the organization's year begins

    def place(self, *loc: str | int, key: bool = False) -> Place:
        """File, line and column of a path, or (`key`) of its key; the nearest part above where it is not there."""
        return locate(self.tree, loc, key=key)

    def add(self, loc: Loc, message: str, *, key: bool = False) -> None:
        """Note an error at a path; none where the part was found faulty before, of which this only follows."""
        node = find(self.tree, loc)
        if node is None or not node.spoiled:  # else it has been reported, and this only follows
            self.problems.add(locate(self.tree, loc, key=key), message)

    def expr(self, value: object, *loc: str | int) -> Expr:
        """A number, a text or values by month as an expression that knows where it stands."""
        if isinstance(value, Mapping):
            return self._dated(value, *loc)
        return Expr(expression_text(value), locate(self.tree, loc))

    def _dated(self, values: Mapping[str, object], *loc: str | int) -> Expr:
        """Values by the month from which they hold, as one expression; a faulty one is reported and left out."""
        rows: dict[str, Expr] = {}
        for month, value in sorted(values.items(), key=lambda row: month_number(row[0]) or 0):
            late = value if isinstance(value, LaterForm) else None
            expr = self.expr(value, *loc, month) if late is None else self.expr(late.value, *loc, month, "value")
            if parse(expr, self.problems) is None:
                continue
            if late and (month_number(late.paid_from) or 0) < (month_number(month) or 0):
                self.add((*loc, month, "paid_from"), tr("is paid before it holds", "发放月份早于生效月份"))
                continue
            rows[f"{month}{PAID_FROM}{late.paid_from}" if late else month] = expr
        return dated_expr(rows, locate(self.tree, loc))

    def maybe(self, value: object, *loc: str | int) -> Expr | None:
        """The same; None stays None."""
        return None if value is None else self.expr(value, *loc)

    def part(self, text: str, start: int, end: int, *loc: str | int) -> Expr:
        """The expression that stands between two offsets of a text."""
        piece = text[start:end]
        lead = len(piece) - len(piece.lstrip())
        return Expr(piece.strip(), locate(self.tree, loc).moved(start + lead))

    def unknown(self, loc: Loc, what: tuple[str, str], got: object, known: Iterable[str], *, key: bool = False) -> None:
        """Report a name that is not known; `what` says in English and Chinese what it should name."""
        self.add(
            loc,
            tr("unknown {what} '{got}'", "未知的{what}“{got}”", what=tr(*what), got=got) + nearest(str(got), known),
            key=key,
        )

    def once(self, loc: Loc, what: tuple[str, str], name: str, seen: set[str]) -> None:
        """Report a name that has been `seen` already in its list; `what` says in English and Chinese what it names."""
        if name in seen:
            self.add(loc, already(what, name))
        seen.add(name)

    def free_name(self, name: str, *loc: str | int) -> None:
        """Report a name that the rule language uses itself."""
        if name in RESERVED:
            self.add(
                loc,
                tr(
                    "'{name}' is a word of the rule language; choose another name",
                    "“{name}”是规则语言的保留词；请换一个名称",
                    name=name,
                ),
                key=True,
            )

    def period(self, text: str, month: int | None, *loc: str | int) -> Period:
        """``quarter`` or ``3 months`` as a period; `month` is where a year or half-year ends.

        Without one it ends with the organization's year, and quarters do.
        """
        word = text.strip().lower()
        if word in _EVERY:
            step = _EVERY[word]
            if month is not None and step < 6:
                self.add(
                    (*loc[:-1], "month"),
                    tr("'month' goes with every: year or half-year", "“month”只用于 every: year 或 half-year"),
                    key=True,
                )
            return Period(step, True, month or (self.year_starts - 2) % 12 + 1)
        steps = months_of(word)
        if steps is not None and steps > 0:
            return Period(steps, False, 12)
        self.add(
            loc,
            period_wrong(text)
            or tr(
                "must be month, quarter, half-year, year or such as '3 months', got {got}{hint}",
                "应为 month、quarter、half-year、year 或“3 months”之类，现为{got}{hint}",
                got=show(text),
                hint=nearest(word, _EVERY) if difflib.get_close_matches(word, _EVERY) else "",
            ),
        )
        return Period()

    def currency(self, value: str | None) -> str:
        """The code of a file's currency; '' where it says none, or none that there is, which is a problem."""
        found = currency_of(value or "")
        if found is None:
            self.add(("currency",), wrong_currency(value or ""))
        return "" if found is None else found.code

    def month_of_year(self, value: int | str | None, *loc: str | int) -> int | None:
        """A month by its number or name, such as ``next January``; None, and a problem where it is none."""
        if value is None or isinstance(value, int):
            return value
        word = value.strip().lower().removeprefix("next ").strip()
        for number, name in enumerate(MONTHS, start=1):
            if word in (name, name[:3]):
                return number
        self.add(
            loc,
            tr(
                "must be a month such as 'next January' or 1 to 12, got {got}{hint}",
                "应为月份，如“next January”或1到12，现为{got}{hint}",
                got=show(value),
                hint=nearest(word.capitalize(), [name.capitalize() for name in MONTHS]) if word != "month" else "",
            ),
        )
        return None

    def duration(self, value: int | str, *loc: str | int) -> int:
        """Months, from a number of months or from ``1 year``."""
        if isinstance(value, int) or value.strip() in self.values:
            return self.whole(value, *loc, low=1)
        months = months_of(value.strip().lower())
        if months is None or months < 1:
            self.add(
                loc,
                duration_wrong(value)
                or tr(
                    "must be such as '6 months' or '1 year', got {got}",
                    "应为“6 months”或“1 year”之类，现为{got}",
                    got=show(value),
                ),
            )
            return 1
        return months

    def months(self, value: object, *loc: str | int) -> Expr:
        """A number of months as an expression; ``1 year`` is one too."""
        months = months_of(value.strip().lower()) if isinstance(value, str) else None
        if months is None and (wrong := duration_wrong(value)):
            self.add(loc, wrong)
            months = 1
        return self.expr(value, *loc) if months is None else Expr(str(months), self.place(*loc))

    def working_days(self, value: object, *loc: str | int) -> Expr:
        """A number of working days as an expression; weeks are refused with their number of working days."""
        days = days_of(value)
        if days is not None:
            self.add(loc, tr("is a number of working days: write {days} for {got}", "应为工作日数：{got}请写 {days}",
                             days=working_days(days), got=show(value)))  # fmt: skip
            return Expr("0", self.place(*loc))
        return self.expr(value, *loc)

    def constant(self, value: object, *loc: str | int) -> PlainData:
        """A number, or the value of an expression of parameters; None and a problem when it needs more."""
        if not isinstance(value, str):
            return value
        try:
            tree = tree_of(Expr(value))
            if tree is None:
                raise NotConstant(value)
            made = constant(tree, self.values)
        except NotConstant as odd:
            if wrong := duration_wrong(value, "{n}"):
                self.add(loc, wrong)
                return None
            name = str(odd)
            part = "" if name == value.strip() else tr("; '{name}' is no parameter", "；“{name}”不是参数", name=name)
            if name in self.dated:
                part = tr("; the value of '{name}' changes by month", "；参数“{name}”的取值随月份变化", name=name)
            self.add(
                loc,
                tr(
                    "must be a number or an expression of parameters, got {got}{part}",
                    "应为数字或由参数组成的表达式，现为{got}{part}",
                    got=show(value),
                    part=part,
                )
                + (nearest(name, self.values) if name.isidentifier() and name not in self.dated else ""),
            )
            return None
        self.parametric |= names_in(tree) & self.values.keys()
        return made

    def filled(self, title: Title, *loc: str | int) -> Title:
        """The title with the values of the parameters that it names in braces: ``{months} months in the grade``."""
        names = dict.fromkeys(name for text in title.spellings for name in _BLANK.findall(text))
        known = [*self.values, *self.dated]
        for name in names:
            if name not in known:
                self.unknown(loc, ("parameter", "参数"), name, known)
        if not names or not all(name in known for name in names):
            return title
        self.parametric |= names.keys()
        put = {name: in_both(partial(self._said, name)) for name in names}
        return Title(_BLANK.sub(lambda found: put[found[1]].en, title.en),
                     _BLANK.sub(lambda found: put[found[1]].zh, title.zh))  # fmt: skip

    def _said(self, name: str) -> str:
        """The value of a parameter, and what it becomes by month."""
        if name not in self.dated:
            return _short(self.values[name])
        parameter = self.dated[name]
        return values_said(_short(parameter.value), [(month, _short(value)) for month, value in parameter.later])

    def whole(self, value: object, *loc: str | int, low: int = 0, high: int = 1200) -> int:
        """A whole number within limits, from a number or an expression of parameters."""
        made = self.constant(value, *loc)
        if made is None:
            return low
        suits = isinstance(made, int | float) and not isinstance(made, bool) and made == int(made)
        if suits and low <= made <= high:
            return int(made)
        self.add(
            loc,
            tr(
                "must be a whole number from {low} to {high}, got {got}",
                "应为{low}到{high}的整数，现为{got}",
                low=low,
                high=high,
                got=show(made),
            ),
        )
        return low

    def share(self, value: object, *loc: str | int, most: float | None = 1.0) -> float:
        """A number of at least 0, from a number or an expression of parameters."""
        made = self.constant(value, *loc)
        if made is None:
            return 0.0
        if isinstance(made, int | float) and not isinstance(made, bool) and 0 <= made <= (most or made):
            return float(made)
        text = tr("from 0 to {most:g}", "0到{most:g}", most=most) if most else tr("of at least 0", "不小于0")
        self.add(
            loc,
            tr("must be a number {limits}, got {got}", "应为{limits}的数字，现为{got}", limits=text, got=show(made)),
        )
        return 0.0

    def shares(self, shares: Mapping[str, PlainData] | Iterable[PlainData], *loc: str | int) -> None:
        """Report shares that do not add up to 1."""
        values = list(shares.values()) if isinstance(shares, Mapping) else list(shares)
        total = sum(values)
        if abs(total - 1) > 1e-6:
            self.add(loc, tr("shares must add up to 1, got {got:.6g}", "各份额之和应为1，现为{got:.6g}", got=total))


def dated_expr(rows: Mapping[str, Expr], at: Place) -> Expr:
    """The expression of values by month, each with its own place; 0 where there is none."""
    if not rows:
        return Expr("0", at)
    text = dated_text({month: expr.text for month, expr in rows.items()})
    pieces, start = [], 0
    for month, expr in rows.items():
        start = text.index(f"{month!r}: ", start) + len(f"{month!r}: ")
        pieces.append((start, start + len(expr.text), expr.at))
        start += len(expr.text)
    return Expr(text, at, tuple(pieces))


def expression_text(value: object) -> str:
    """A value of a file as the text of an expression."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.strip() if isinstance(value, str) else repr(value)


def title_of(form: str | Both | None, default: str) -> Title:
    """A title in both languages; without one, the id with its underscores as spaces."""
    if form is None:
        return Title.plain(cut(default, WIDEST))
    if isinstance(form, str):
        return Title(form.strip(), form.strip())
    en, zh = form.en or form.zh or "", form.zh or form.en or ""
    return Title(en.strip(), zh.strip())


def _short(value: object) -> str:
    return f"{value:,.10g}" if isinstance(value, int | float) and not isinstance(value, bool) else show(value)


def number_of(text: str) -> float | None:
    """A text as a number; None where it is none."""
    try:
        return float(text)
    except ValueError:
        return None


def take_rounding(r: Resolver, text: str, *loc: str | int) -> tuple[str, Rounding]:
    """A share or a ratio without the words on its rounding, and these."""
    share, rounding = split_rounding(text)
    if rounding is None:
        r.add(loc, tr("a share is rounded down, rounded up or rounded nearest, got {got}",
                      "比例的取整方式为 rounded down（向下）、rounded up（向上）"
                      "或 rounded nearest（四舍五入），现为{got}",
                      got=show(text)))  # fmt: skip
    return share, rounding or USUAL


def only_shares_round(r: Resolver, value: str, share: str, *loc: str | int) -> None:
    """Refuse words on rounding behind a number, of which there is nothing to round."""
    if share != value.strip():
        r.add(loc, tr("only a share or a ratio is rounded; write the number itself, e.g. ceil(…), got {got}",
                      "只有比例才需取整；请直接写出数字，例如 ceil(…)，现为{got}", got=show(value)))  # fmt: skip


def share_expr(r: Resolver, text: str, span: tuple[int, int], *loc: str | int) -> Expr:
    """The ``10`` of ``10% of ...`` as the share 0.1; a parameter stays one."""
    part = r.part(text, *span, *loc)
    number = number_of(part.text)
    if number is None:
        return Expr(f"({part.text}) / 100", part.at)
    if not 0 <= number <= 100:
        r.add(loc, tr("must lie between 0% and 100%, got {got}%", "应在0%至100%之间，现为{got}%", got=part.text))
        number = min(max(number, 0), 100)  # so that it is reported once
    return Expr(repr(number / 100), part.at)


def already(what: tuple[str, str], name: str) -> str:
    """Why a name cannot stand in a list twice, and what helps; `what` says in both languages what it names."""
    return tr("{what} '{id}' stands above already; leave one of them out or name it otherwise",
              "{what}“{id}”前面已有；请删去一处，或另取名称", what=tr(*what), id=name)  # fmt: skip
