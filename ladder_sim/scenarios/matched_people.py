"""A workforce with assumed values set so that it matches what is known, each with what it rests on now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ladder_sim.core.display import value_text
from ladder_sim.core.frozen import thawed
from ladder_sim.core.i18n import Title
from ladder_sim.core.plain_data import PlainForm
from ladder_sim.core.problems import Problems
from ladder_sim.files.memory import tree_in_memory
from ladder_sim.model.assumptions import Assumption, World
from ladder_sim.model.workforce import Workforce
from ladder_sim.scenarios.assumptions import put_world
from ladder_sim.scenarios.formed import carried
from ladder_sim.scenarios.people_variants import form_tree, formed, read_form


def matched_people(
    workforce: Workforce, assumptions: Sequence[Assumption], world: World, basis: Title, number: int = 1
) -> Workforce:
    """The workforce at the values of a world, its ranges kept.

    Parameters
    ----------
    basis
        Of every value that is set, before what its range rests on.
    number
        Of several: from 2 on it stands in the id.
    """
    tree, problems = form_tree(workforce), Problems()
    chosen = [one for one in assumptions if one.key in world]
    put_world(tree, chosen, world, problems)
    ranges: PlainForm = dict(thawed(workforce.form.get("assumptions", {})))
    for one in chosen:
        now = float(world[one.key])
        if one.times and now == 0:  # nothing is left of which there could be factors
            ranges.pop(one.address, None)
        else:
            ranges[one.address] = _entry(one, now, basis)
    given = tree_in_memory({"assumptions": ranges}, problems, name=workforce.file)
    problems.raise_if_any()
    assert given is not None  # or something was wrong
    tree.value["assumptions"] = given.value["assumptions"]
    made = carried(workforce, formed(workforce), read_form(workforce, tree))
    title = Title("{title} (matched)", "{title}（与现状吻合）")
    if number > 1:
        title = Title("{title} (matched, {n})", "{title}（与现状吻合，{n}）")
    name = f"{workforce.id}-matched" + (f"-{number}" if number > 1 else "")
    return replace(made, id=name, title=title.fill(title=workforce.title, n=number), file=workforce.file)


def _entry(one: Assumption, now: float, basis: Title) -> PlainForm:
    """The range of a value that was set, as a file says it: factors are of the value as it stands now."""
    ends = [one.low / now, one.high / now] if one.times else [one.low, one.high]
    was = value_text(one.value)
    said = Title("{basis}; before {was}", "{basis}；原值{was}").fill(basis=basis, was=f"×{was}" if one.times else was)
    if str(one.basis):
        said = Title("{said}. Range: {of}", "{said}。范围：{of}").fill(said=said, of=one.basis)
    return {
        "times" if one.times else "range": ends, "shape": one.shape, "source": one.source,
        "title": one.title.by_language(), "basis": said.by_language(),
    }  # fmt: skip
