"""A study, from the human form to the model."""

from __future__ import annotations

from pathlib import PurePath

from ladder_sim.core.display import plain
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import Problems
from ladder_sim.files import FileNode
from ladder_sim.files.forms.brief import resolve_brief
from ladder_sim.files.forms.expectation import resolve_expectations
from ladder_sim.files.forms.measure import resolve_measures
from ladder_sim.files.forms.study import StudyForm, StudySchemeForm
from ladder_sim.files.resolving.resolver import Resolver, already, title_of
from ladder_sim.model.changeover import WAYS
from ladder_sim.model.company import Company
from ladder_sim.model.study import Study, StudySwitch

#: The id and the title of a company as its departments stand in the file.
NOW, AS_IT_IS = "now", Title("Status quo", "现状")
#: Keys of a comparison of schemes, and those of a company.
_OF_SCHEMES = ("workforce", "schemes")
_OF_A_COMPANY = ("transfers", "alternatives")


def resolve_study(form: StudyForm, tree: FileNode, problems: Problems, companies: tuple[Company, ...] = ()) -> Study:
    """The complete study; a scheme with parameters of its own keeps its id here.

    Parameters
    ----------
    companies
        Of a study of a company: it as it is, and its alternatives.
    """
    r = Resolver(tree, problems)
    _either(r, form)
    ids, changes = _schemes(r, form)
    if form.departments is not None:
        ids = [NOW, *form.alternatives]
    baseline = form.baseline or (ids[0] if ids else "")
    if ids and baseline not in ids:
        r.unknown(("baseline",), _kind(form), baseline, ids)
    brief = None if form.brief is None else resolve_brief(form.brief, tree, problems, at=("brief",))
    played = _played(form, ids)
    if brief is not None and brief.recommend is not None and brief.recommend not in played:
        r.unknown(("brief", "recommend"), _kind(form), brief.recommend, played)
    return Study(
        id=form.study,
        title=title_of(form.title, form.study),
        workforce=form.workforce or "",
        schemes=tuple(ids),
        baseline=baseline,
        months=form.months,
        replications=form.replications,
        seed=form.seed,
        questions=tuple(title_of(question, "") for question in form.questions),
        brief=brief,
        set=changes,
        measures=resolve_measures(r, form.measures),
        expectations=resolve_expectations(r, form.expectations, form.months),
        switch=_switch(r, form, ids, baseline),
        companies=companies,
        file=tree.file,
        form={} if form.departments is None else tree.plain(),
    )


def _switch(r: Resolver, form: StudyForm, ids: list[str], baseline: str) -> StudySwitch | None:
    """From the baseline to which scheme, how; None where the study has no switch, or it leads nowhere."""
    given = form.switch
    if given is None or form.departments is not None:
        return None
    if given.to not in ids:
        if ids:
            r.unknown(("switch", "to"), _kind(form), given.to, [name for name in ids if name != baseline])
        return None
    if given.to == baseline:
        r.add(("switch", "to"), tr("'{to}' is the baseline, the scheme in force; name the one that takes over",
                                   "“{to}”是基准方案，即现行方案；请写出接替的方案", to=given.to))  # fmt: skip
        return None
    waves = tuple({"month": wave.month, **({} if wave.if_ is True else {"if": wave.if_})} for wave in given.waves)
    pay = given.pay if isinstance(given.pay, str) else {"falls": given.pay.falls, "rises": given.pay.rises}
    return StudySwitch(given.to, given.on, given.placement, pay, waves, given.new_hires, r.place("switch"))


def _played(form: StudyForm, ids: list[str]) -> list[str]:
    """What is compared, by name: of a switch its ways in the place of the scheme that takes over."""
    to = None if form.switch is None else form.switch.to
    stem = "" if to is None else PurePath(to).name.removesuffix(".yaml").removesuffix(".yml")
    return [one for name in ids for one in ([f"{stem}_{way}" for way in WAYS] if name == to else [name])]


def _kind(form: StudyForm) -> tuple[str, str]:
    return ("scheme", "方案") if form.departments is None else ("alternative", "备选")


def _either(r: Resolver, form: StudyForm) -> None:
    """A study compares schemes on one workforce, or a company with its alternatives."""
    if form.departments is None:
        for key in _OF_SCHEMES:
            if getattr(form, key) is None and not r.tree.spoiled:  # else what stood there has been reported
                r.add((key,), tr("'{key}' is missing", "缺少“{key}”", key=key))
        for key in _OF_A_COMPANY:
            if getattr(form, key):
                r.add((key,), tr("'{key}' goes with departments", "“{key}”需与 departments 同用", key=key), key=True)
        return
    for key in _OF_SCHEMES:
        if getattr(form, key) is not None:
            text = tr("'{key}' does not go with departments: each department has its own",
                      "“{key}”不能与 departments 同用：每个部门各有自己的方案和人员", key=key)  # fmt: skip
            r.add((key,), text, key=True)
    if form.switch is not None:
        r.add(("switch",), tr("a switch is of schemes on one workforce: put it into a study of the department (its"
                              " workforce, its schemes)",
                              "切换只适用于同一人员上的方案：请写入该部门的研究文件（该部门的人员和方案）"),
              key=True)  # fmt: skip


def _schemes(r: Resolver, form: StudyForm) -> tuple[list[str], dict[str, dict[str, float | bool | str]]]:
    """The ids of the schemes, and the parameters that the study sets."""
    ids: list[str] = []
    changes: dict[str, dict[str, float | bool | str]] = {}
    for index, entry in enumerate(form.schemes or ()):
        name = entry.id if isinstance(entry, StudySchemeForm) else entry
        if isinstance(entry, StudySchemeForm) and entry.set:
            settings = ", ".join(f"{key}={_setting(value)}" for key, value in entry.set.items())
            changed = f"{name}({settings})"
            changes[changed] = dict(entry.set)
            name = changed
        if name in ids:
            r.add(("schemes", index), already(("scheme", "方案"), name))
            continue
        ids.append(name)
    return ids, changes


def _setting(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain(value) if isinstance(value, int | float) else str(value)
