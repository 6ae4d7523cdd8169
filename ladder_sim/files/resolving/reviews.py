"""The reviews of a scheme: when they are held, when their moves take effect, and what these may cost."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ladder_sim.core.i18n import tr
from ladder_sim.files import show
from ladder_sim.files.forms.move import WorkForm
from ladder_sim.files.forms.scheme import ReviewForm
from ladder_sim.files.resolving.resolver import Resolver, share_expr, title_of
from ladder_sim.model.moves import Budget, BudgetFor, Review, WorkHours

_OF_BASE = re.compile(r"(.+?)\s*%\s*of\s+base\Z")
_BY = re.compile(r"(.+?)\s+by\s+(\w+)\Z")
_AWARDS = re.compile(r"(.+?)\s+in\s+awards\Z")
_A_MONTH = re.compile(r"(.+?)\s+a\s+month\Z")


def resolve_reviews(r: Resolver, forms: Mapping[str, ReviewForm]) -> dict[str, Review]:
    """The reviews by id: when they are, of whom, with which budget, after which other; faults are noted."""
    for name, form in forms.items():
        _after(r, name, form, forms)
    return {
        name: Review(
            name,
            title_of(form.title, name),
            r.period(form.every, form.month, "reviews", name, "every"),
            r.month_of_year(form.effective, "reviews", name, "effective"),
            _budget(r, form, "reviews", name),
            r.maybe(form.for_, "reviews", name, "for"),
            form.after if form.after in forms else None,
            work_of(r, form.work, "reviews", name, "work"),
        )
        for name, form in forms.items()
    }


def work_of(r: Resolver, form: WorkForm | None, *loc: str | int) -> WorkHours | None:
    """Hours of those who hold a review or a stage; None where nothing is said."""
    if form is None:
        return None
    hours, panel, sitting = (r.share(getattr(form, key), *loc, key, most=None) for key in ("hours", "panel", "sitting"))
    return WorkHours(hours, panel, sitting)


def _after(r: Resolver, name: str, form: ReviewForm, forms: Mapping[str, ReviewForm]) -> None:
    """A review comes after another one that is there, and not after itself."""
    if form.after is None:
        return
    if form.after not in forms:
        r.unknown(("reviews", name, "after"), ("review", "评审"), form.after, forms)
        return
    seen, at = {name}, form.after
    while at in forms and at not in seen:
        seen.add(at)
        at = forms[at].after or ""
    if at == name:
        r.add(("reviews", name, "after"), tr("'{name}' would come after itself", "“{name}”排在了自己之后", name=name))


def _budget(r: Resolver, form: ReviewForm, *loc: str) -> Budget | None:
    given = form.budget
    if given is None:
        for key in ("share_out", "unspent"):
            if getattr(form, key) is not None:
                r.add((*loc, key), tr("'{key}' goes with a budget", "“{key}”要与 budget 一起用", key=key), key=True)
        return None
    text = given.strip() if isinstance(given, str) else ""
    share_out, unspent = form.share_out or "best first", form.unspent or "lapses"
    at = (*loc, "budget")
    grouped = _BY.match(text)
    whole, by = (text, "") if grouped is None else (grouped[1], grouped[2])
    if by == "team" and unspent != "lapses":
        said = tr("teams change from month to month, so that none keeps what it left; let the budget be by an"
                  " attribute, or of all together",
                  "小组每月都会变动，无法结转各自的余额；请按人员属性分组，或全体共用一个预算")  # fmt: skip
        r.add((*loc, "unspent"), said)
    awards = _AWARDS.match(whole)
    of: BudgetFor = "raises" if awards is None else "awards"
    if found := _OF_BASE.match(whole if awards is None else awards[1]):
        return Budget("share of base", share_expr(r, text, found.span(1), *at), share_out, by, of, unspent)
    if awards is not None and not _A_MONTH.match(awards[1]):
        return Budget("amount", r.part(text, *awards.span(1), *at), share_out, by, of, unspent)
    if found := _A_MONTH.match(whole):
        return Budget("amount", r.part(text, *found.span(1), *at), share_out, by, "raises", unspent)
    said = tr(
        "must be such as '3% of base', '20000 a month', '60000 in awards' or '3% of base by department', got {got}",
        "应写作“3% of base”（占基本工资总额）、“20000 a month”（每月金额）、“60000 in awards”（一次性奖励总额）"
        "或“3% of base by department”（各部门分别），现为{got}",
        got=show(given),
    )
    r.add(at, said)
    return None
