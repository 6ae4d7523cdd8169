"""A company of several departments on one card: who is where under which rules, and how people change between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from ladder_sim.analysis.card import CardSection
from ladder_sim.analysis.rule_text.expressions import Wording, listed
from ladder_sim.analysis.rule_text.moves import how_lines
from ladder_sim.analysis.scheme_figures import cycle
from ladder_sim.core.i18n import Title, tr
from ladder_sim.model.company import Company, CompanyDepartment, Transfer, TransferClock, TransferPay
from ladder_sim.model.moves import SAME, Move, Review
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.study import Study

CLOCKS: Mapping[TransferClock, Title] = {
    "employed": Title("service with the company", "司龄"),
    "in_grade": Title("time in the grade", "任现职级年限"),
    "in_role": Title("time in the role", "任现岗位层级年限"),
    "in_track": Title("time on the track", "任现通道年限"),
    "since_promotion": Title("time since the last promotion", "距上次晋升的时间"),
    "since_move": Title("time since the last move", "距上次变动的时间"),
    "since_regrade": Title("time since the last regrade", "距上次调薪的时间"),
}


def company_sections(study: Study) -> tuple[CardSection, ...]:
    """Departments and transfers as they are, then what each alternative has otherwise."""
    now, *others = study.companies
    made = [_departments(now), _transfers(now, now.transfers, tr("Transfers", "部门间调动"))]
    for one in others:
        rows = tuple((str(a.title), str(a.scheme.title)) for a, b in zip(one.departments, now.departments, strict=True)
                     if _own(one, a) != _own(now, b))  # fmt: skip
        named = tr("{title}: other rules", "{title}：规则不同的部门", title=one.title)
        made.append(CardSection(named, (tr("department", "部门"), tr("scheme", "方案")), rows, open=True))
        changed = tuple(t for t in one.transfers if _whole(one, t) not in [_whole(now, u) for u in now.transfers])
        named = tr("{title}: other transfers", "{title}：不同的调动", title=one.title)
        made.append(_transfers(one, changed, named))
        kept = {transfer.id for transfer in one.transfers}
        gone = tuple((str(t.title),) for t in now.transfers if t.id not in kept)
        named = tr("{title}: no longer", "{title}：不再有的调动", title=one.title)
        made.append(CardSection(named, (tr("transfer", "调动"),), gone, open=True))
    return tuple(made)


def _own(company: Company, department: CompanyDepartment) -> Scheme:
    """A department's scheme without its transfers, to be compared."""
    out = company.leaving(department.id)
    scheme = department.scheme
    reviews = {name: review for name, review in scheme.reviews.items() if name not in out}
    return replace(scheme, moves=tuple(move for move in scheme.moves if move.id not in out), reviews=reviews)


def _whole(company: Company, transfer: Transfer) -> tuple[Transfer, Move, Review]:
    """A transfer with its rule, to be compared."""
    scheme = company.department(transfer.source).scheme
    move = next(one for one in scheme.moves if one.id == transfer.id)
    return transfer, move, scheme.reviews[move.review]


def _departments(company: Company) -> CardSection:
    rows = tuple(
        (str(one.title), str(one.scheme.title), str(one.workforce.title), str(one.workforce.people.headcount))
        for one in company.departments
    )
    columns = (tr("department", "部门"), tr("scheme", "方案"), tr("people", "人员"), tr("headcount", "人数"))
    return CardSection(tr("Departments", "各部门"), columns, rows, open=True)


def _transfers(company: Company, transfers: tuple[Transfer, ...], title: str) -> CardSection:
    columns = (tr("transfer", "调动"), tr("from → to", "起点 → 去向"), tr("who may", "条件"), tr("how", "方式"))
    return CardSection(title, columns, tuple(_row(company, one) for one in transfers), open=True)


def _row(company: Company, transfer: Transfer) -> tuple[str, str, str, str]:
    source, target = company.department(transfer.source), company.department(transfer.target)
    move = next(one for one in source.scheme.moves if one.id == transfer.id)
    words = Wording(source.scheme)
    titles = {grade.id: str(grade.title) for grade in target.scheme.grades}
    mine = {grade.id: str(grade.title) for grade in source.scheme.grades}
    ways = [tr("{a} → {b}", "{a} → {b}", a=mine[a], b=titles[b]) for a, b in transfer.to.items()]
    ends = tr("{a} → {b}: ", "{a} → {b}：", a=source.title, b=target.title) + listed(ways)
    conditions = "\n".join(words.tell(condition.test, move.to) for condition in move.when)
    as_one_of_pay = replace(move, kind="regrade", to=dict.fromkeys(move.to, SAME))  # neither an exit nor a seat here
    how = [line for line in how_lines(source.scheme, as_one_of_pay, words) if line]
    if move.quota.kind != "unlimited":
        how.append(tr("where the grade there has seats: when one is open", "对方职级设编制的：有空缺时"))
    how += [_pay(transfer.pay), _clocks(transfer)]
    review = tr("reviewed {often}", "{often}评审", often=cycle(source.scheme.reviews[move.review].every))
    return str(transfer.title), ends, conditions or tr("no condition", "无条件"), "\n".join([review, *how])


def _pay(pay: TransferPay) -> str:
    match pay:
        case "to base":
            return tr("base pay of the new grade", "基本工资按新职级")
        case "keep":
            return tr("base pay stays", "基本工资不变")
        case "protected":
            return tr("base pay of the new grade, nobody's falls", "基本工资按新职级，就高不就低")
        case _:
            assert_never(pay)


def _clocks(transfer: Transfer) -> str:
    if not transfer.keeps:
        return tr("every clock begins anew", "各项年限重新起算")
    names = listed([str(CLOCKS[name]) for name in transfer.keeps])
    return tr("goes on: {names}", "连续计算：{names}", names=names)
