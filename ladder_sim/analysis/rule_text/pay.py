"""Pay that changes, in words: indices, what people's base does when a table changes, numbers by step."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from ladder_sim.analysis.card import CardSection
from ladder_sim.analysis.rule_text.expressions import Wording, listed, number
from ladder_sim.core.i18n import Title, tr
from ladder_sim.expressions.dated import MONTHS, month_number, month_said, rows_of, rows_said
from ladder_sim.expressions.parse import tree_of
from ladder_sim.expressions.syntax import Call
from ladder_sim.model.expression import Expr
from ladder_sim.model.grades import Grade
from ladder_sim.model.indices import Follow, Index, Rise
from ladder_sim.model.moves import StepRule
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce

#: So many steps are told each; of more, the first and the last.
FEW = 4


def base_text(grade: Grade, words: Wording, shown: Callable[[float], str] | None = None) -> str:
    """The base pay of a grade: one amount, or that of its steps; `shown`: how a report writes money."""
    steps = grade.steps.get("base")
    if steps is None:
        return _amount(grade.base, words, shown)
    told = [_amount(each, words, shown) for each in steps]
    if len(told) <= FEW:
        return " / ".join(told)
    return tr("{first} … {last} ({n} steps)", "{first} … {last}（{n}档）", first=told[0], last=told[-1], n=len(told))


def _amount(expr: Expr | None, words: Wording, shown: Callable[[float], str] | None) -> str:
    """An amount, with what it becomes by month."""
    value = words.value(expr)
    if shown is None or expr is None:
        return words.money(expr)
    if value is not None:
        return shown(value)
    tree = tree_of(expr)
    rows = rows_of(tree) if isinstance(tree, Call) and tree.function == "dated" else None
    known = [words.known(each) for _, each in rows or ()]
    if rows is None or not known or None in known:
        return words.tell(expr)
    told = [shown(each) for each in known if each is not None]
    return rows_said([starts for starts, _ in rows], told)


def rises(scheme: Scheme, words: Wording) -> CardSection:
    """The indices of a scheme, and what pay does with them."""
    rows = [(str(index.title), _index_text(index), _on(index, scheme)) for index in scheme.indices.values()]
    tables = scheme.tables
    if rows or tables.round is not None or tables.follow != "ratio":
        followed = str(_FOLLOWED[tables.follow])
        if tables.round is not None:
            followed += tr(", rounded to {n}", "，取整到{n}", n=number(tables.round))
        rows.append((tr("base pay of the people in the grade", "职级内人员的基本工资"), followed, ""))
    columns = (tr("index", "指数"), tr("rises", "上调"), tr("on", "作用于"))
    return CardSection(tr("Pay that changes", "随日期变化的薪酬"), columns, tuple(rows))


def world(workforce: Workforce) -> CardSection:
    """The indices of a workforce."""
    rows = [(str(index.title), _index_text(index)) for index in workforce.indices.values()]
    return CardSection(tr("Rising by date", "按日期上涨"), (tr("index", "指数"), tr("rises", "上涨")), tuple(rows))


_FOLLOWED: dict[Follow, Title] = {
    "ratio": Title("follows the table in the same ratio", "随表同比例变化"),
    "amount": Title("follows the table by the same amount", "随表同金额变化"),
    "floor": Title("is raised to the table where it is lower", "低于新表者提到新表"),
    "none": Title("stays; who comes to the grade later gets the new table", "不变；此后进入该职级者按新表"),
}


def _index_text(index: Index) -> str:
    """When an index rises and by how much."""
    told = [_rise(rise) for rise in index.steps]
    month = str(MONTHS[index.month - 1])
    if index.yearly is not None:
        told.append(tr("{r} every {month}", "每年{month}上调{r}", r=_percent(index.yearly), month=month))
    if index.of:
        told.append(_followed(index, month))
    if index.deflator:
        told.append(tr("money is also told in prices of the first month", "金额另按首月价格列出"))
    return tr("; ", "；").join(told)


def _followed(index: Index, month: str) -> str:
    text = tr("every {month} {share} of the rise of {of} in twelve months",
              "每年{month}按{of}十二个月涨幅的{share}上调",
              month=month, share=_percent(index.share), of=index.of.replace("_", " "))  # fmt: skip
    if index.lag:
        text += tr(", {n} months before", "（滞后{n}个月）", n=index.lag)
    if index.at_most is not None:
        text += tr(", at most {rate}", "，最多{rate}", rate=_percent(index.at_most))
    return text


def _rise(rise: Rise) -> str:
    text = tr("{rate} from {month}", "{month}起上调{rate}", rate=_percent(rise.rate), month=_month(rise.month))
    return text if not rise.paid_from else text + tr(" (paid from {month})", "（{month}起发放）",
                                                     month=_month(rise.paid_from))  # fmt: skip


def _month(written: str) -> str:
    return month_said(month_number(written) or 0)


def _percent(rate: float) -> str:
    return f"{number(100 * rate)}%"


def _on(index: Index, scheme: Scheme) -> str:
    """What an index multiplies, and in which grades."""
    if not index.on:
        return ""
    base = tr("base pay", "基本工资")
    told = listed([base if name == "base" else name.replace("_", " ") for name in index.on])
    if not index.grades or set(index.grades) == {grade.id for grade in scheme.grades}:
        return told
    titles = {grade.id: grade.title for grade in scheme.grades}
    return tr("{what} of {grades}", "{grades}的{what}", what=told, grades=listed([titles[g] for g in index.grades]))


def step_text(rule: StepRule, words: str) -> str:
    """To which step a move leads; `words` those of an expression."""
    match rule:
        case "next":
            return tr("to the next step", "升一档")
        case "keep":
            return tr("to the same step", "档位不变")
        case "first":
            return tr("to the first step", "进入第一档")
        case "to":
            return tr("to step: {x}", "档位：{x}", x=words)
        case _:
            assert_never(rule)
