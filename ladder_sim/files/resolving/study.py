"""A study, from the human form to the model."""

from __future__ import annotations

from typing import Any

from ladder_sim.core.display import plain
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Problems
from ladder_sim.files import FileNode
from ladder_sim.files.forms.brief import resolve_brief
from ladder_sim.files.forms.measure import resolve_measures
from ladder_sim.files.forms.workforce import StudyForm, StudySchemeForm
from ladder_sim.files.resolving.resolver import Resolver, title_of
from ladder_sim.model.study import Study


def resolve_study(form: StudyForm, tree: FileNode, problems: Problems) -> Study:
    """The complete study; a scheme with parameters of its own keeps its id here."""
    r = Resolver(tree, problems)
    ids: list[str] = []
    changes: dict[str, dict[str, Any]] = {}
    for index, entry in enumerate(form.schemes):
        name = entry.id if isinstance(entry, StudySchemeForm) else entry
        if isinstance(entry, StudySchemeForm) and entry.set:
            settings = ", ".join(f"{key}={_setting(value)}" for key, value in entry.set.items())
            changed = f"{name}({settings})"
            changes[changed] = dict(entry.set)
            name = changed
        if name in ids:
            r.add(("schemes", index), tr("'{id}' stands above already", "“{id}”前面已有", id=name))
            continue
        ids.append(name)
    baseline = form.baseline or ids[0]
    if baseline not in ids:
        r.unknown(("baseline",), ("scheme", "方案"), baseline, ids)
    brief = None if form.brief is None else resolve_brief(form.brief, tree, problems, at=("brief",))
    if brief is not None and brief.recommend is not None and brief.recommend not in ids:
        r.unknown(("brief", "recommend"), ("scheme", "方案"), brief.recommend, ids)
    return Study(
        id=form.study,
        title=title_of(form.title, form.study),
        workforce=form.workforce,
        schemes=tuple(ids),
        baseline=baseline,
        months=form.months,
        replications=form.replications,
        seed=form.seed,
        questions=tuple(title_of(question, "") for question in form.questions),
        brief=brief,
        set=changes,
        measures=resolve_measures(r, form.measures),
        file=tree.file,
    )


def _setting(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain(value) if isinstance(value, int | float) else str(value)
