"""Ways of passing from one scheme to another, each a scheme that takes over as it says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ladder_sim.core.display import first_few
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.plain_data import PlainData
from ladder_sim.core.problems import LadderError, Place, Problems, nearest
from ladder_sim.files.forms.adopted import AdoptedForm
from ladder_sim.files.memory import tree_in_memory
from ladder_sim.files.resolving.changeover import adopted as resolved
from ladder_sim.files.resolving.grades import Ladder
from ladder_sim.files.resolving.resolver import Resolver
from ladder_sim.files.resolving.scheme import CompleteForm
from ladder_sim.files.validate import validate
from ladder_sim.model.changeover import WAYS, SchemeTransition
from ladder_sim.model.grades import Grade
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.changeover import unplaced
from ladder_sim.scenarios.formed import remember
from ladder_sim.scenarios.variants import formed, synced

#: What is asked of a changeover, as the file says it.
Adoption = Mapping[str, PlainData]
AT_ONCE, IN_WAVES, NEW_HIRES = WAYS
WAY_TITLES: Mapping[str, Title] = {
    AT_ONCE: Title("{s}, everybody at once", "{s}·一次切换"),
    IN_WAVES: Title("{s}, in waves", "{s}·分批切换"),
    NEW_HIRES: Title("{s}, new hires only", "{s}·仅新员工适用"),
}
#: What messages call a changeover in place of a file's name.
CHANGEOVER = Title("the changeover", "方案切换")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")


def month_of(on: object, workforce: Workforce, months: int, argument: str = "on") -> int:
    """The month of the run that is meant by its number or as ``2027-01``.

    Parameters
    ----------
    argument : what messages call it

    Raises
    ------
    LadderError
        It is none, or lies outside the run.
    """
    start = workforce.start
    month = on if isinstance(on, int) and not isinstance(on, bool) else None
    if isinstance(on, str) and re.fullmatch(r"\s*\d{1,4}\s*", on, re.A):  # as a command line gives it
        month = int(on)
    if isinstance(on, str) and (found := _MONTH.fullmatch(on.strip())) and 1 <= int(found[2]) <= 12:
        month = (int(found[1]) - start.year) * 12 + int(found[2]) - start.month + 1
    if month is None:
        raise LadderError(tr("{name}: needs a month such as 2027-01, or the number of a month of the run; got {got!r}",
                             "{name}：应为2027-01之类的年月，或模拟的第几个月；现为{got!r}", name=argument,
                             got=on))  # fmt: skip
    if not 1 <= month <= months:
        last = (start.year * 12 + start.month - 1 + months - 1) if months else 0
        raise LadderError(
            tr("{name}: {got} is not in the run, which goes from {a} to {b}; another month, --months, or another start"
               " of the workforce",
               "{name}：{got}不在模拟期（{a}至{b}）内；请换一个月份、加大 --months，或修改人员文件的起始日",
               name=argument, got=on, a=f"{start:%Y-%m}", b=f"{last // 12}-{last % 12 + 1:02}")
        )  # fmt: skip
    return month


def ways(old: Scheme, new: Scheme, month: int, form: Adoption, waves: Sequence[Adoption], *,
         hires_only: bool) -> list[tuple[str, Scheme]]:  # fmt: skip
    """The ways asked for, each with its scheme: everybody at once, in waves, only who is hired.

    Parameters
    ----------
    month : of the run, of the first of which the new scheme holds
    form : ``placement`` and ``pay`` of `adopted`, as a file has them
    waves : as a file has them; empty: nobody asked for waves
    hires_only : whether that way is wanted, too

    Raises
    ------
    LadderError
        Grades of which nothing says where their people come to, with the lines to write; or what the form has wrong.
    """
    asked: list[tuple[str, dict[str, PlainData]]] = [(AT_ONCE, {})]
    if waves:
        asked.append((IN_WAVES, {"waves": [dict(wave) for wave in waves]}))
    if hires_only:
        asked.append((NEW_HIRES, {"waves": "new hires"}))
    problems = Problems()
    made = [(name, _way(old, new, name, {"month": month, "after": old.id, **form, **more}, problems))
            for name, more in asked]  # fmt: skip
    problems.errors[:] = list(dict.fromkeys(problems.errors))
    problems.raise_if_any()
    return made


def _way(old: Scheme, new: Scheme, name: str, form: dict[str, PlainData], problems: Problems) -> Scheme:
    adoption = _resolved(form, new, problems)
    if adoption is None:
        return new
    _check(adoption, old, new, problems)
    title = WAY_TITLES[name]
    return replace(
        new, id=f"{new.id}_{name}", title=title.fill(s=new.title), adopted=adoption, replaced=old,
        short_title=title.fill(s=new.short_title or new.title), form=_form(new, form, adoption),
    )  # fmt: skip


def _form(new: Scheme, form: dict[str, PlainData], adoption: SchemeTransition) -> Mapping[str, PlainData]:
    """What a file would say of a way, so that it is saved and played again; of a scheme without a form plain data."""
    whole = synced(new).form
    tree = tree_in_memory({"adopted": form}, Problems())
    if not isinstance(whole, CompleteForm) or tree is None:
        return {**new.form, "adopted": form}
    said = whole.tree.copy()
    said.value["adopted"] = tree.value["adopted"]
    made = CompleteForm(said, whole.parametric)
    remember(replace(formed(new), adopted=adoption, form=made))
    return made


def _resolved(form: dict[str, PlainData], new: Scheme, problems: Problems) -> SchemeTransition | None:
    tree = tree_in_memory({"adopted": form}, problems, name=str(CHANGEOVER))
    if tree is None:
        return None
    fitted = validate(AdoptedForm, tree.value["adopted"], problems)
    if fitted is None:
        return None
    r = Resolver(tree, problems)
    r.values = dict(new.values)
    declared = {grade.id: (grade.track, grade.level) for grade in new.grades} | dict.fromkeys(new.absent, ("", 0))
    return resolved(r, fitted[0], Ladder(new.grades, new.roles, declared, frozenset(new.absent)))


def _check(adoption: SchemeTransition, old: Scheme, new: Scheme, problems: Problems) -> None:
    """Every grade that is named is there, and every old grade has somewhere to go."""
    at = Place(str(CHANGEOVER))
    known = [grade.id for grade in old.grades]
    fixed = {} if isinstance(adoption.placement, str) else adoption.placement
    for name in {**fixed, **adoption.choose}:
        if name not in known:
            problems.add(at, tr("'{old}' has no grade '{got}'", "“{old}”中没有职级“{got}”", old=old.id, got=name)
                         + nearest(name, known))  # fmt: skip
    missing = unplaced(adoption, new, old) if adoption.waves != () else []
    if missing:
        problems.add(at, _ask(missing, new))


def _ask(missing: Sequence[Grade], new: Scheme) -> str:
    """To which grades people come is asked for, with what to write."""
    told = (tr("{id} ({title})", "{id}（{title}）", id=grade.id, title=grade.title) for grade in missing)
    names = first_few(list(told), 12)
    there = tr(", ", "、").join(grade.id for grade in new.grades)
    line = " ".join(f"--place {grade.id}=…" for grade in missing)
    python = ", ".join(f'"{grade.id}": "…"' for grade in missing)
    return tr(
        "to which grade of '{new}' do people come from {names}? Write {line} (in Python placement={{{python}}}, in a "
        "study placement: {{{study}}}) with one of {there}, or an expression that gives one; or let base pay decide: "
        "--place 'by pay'",
        "{names}的人员在“{new}”中进入哪个职级？请写 {line}（Python 中为 placement={{{python}}}，"
        "研究文件中为 placement: {{{study}}}），可用职级：{there}，"
        "也可写给出职级的表达式；或按基本工资就近套入：--place 'by pay'",
        new=new.id, names=names, line=line, python=python, there=there,
        study=", ".join(f"{grade.id}: …" for grade in missing),
    )  # fmt: skip
