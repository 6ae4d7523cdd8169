"""What `check` says of a scheme that is not wrong: rules that no entry of ``stated`` claims, rules that do nothing."""

from __future__ import annotations

from collections.abc import Mapping

from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import Problems
from ladder_sim.files import locate
from ladder_sim.files.forms.scheme import SchemeForm
from ladder_sim.files.idle import idle_rules
from ladder_sim.files.resolving.scheme import CompleteForm
from ladder_sim.files.resolving.stated import unclaimed
from ladder_sim.files.validate import validate
from ladder_sim.model.metrics import Metric
from ladder_sim.model.scheme import Scheme


def remark(scheme: Scheme, signals: Mapping[str, Metric], problems: Problems) -> None:
    """Warn of what a reader of the file would want to know, though it can be played.

    signals: the standard ones, by name.
    """
    _unclaimed(scheme, problems)
    _untitled(scheme, problems)
    for code, place, text in dict.fromkeys(idle_rules(scheme, signals)):
        if code not in scheme.lint_ignored:
            problems.warn(place, text)


def _untitled(scheme: Scheme, problems: Problems) -> None:
    """A file that names its grades for people also names what the grades carry: cards and reports show it."""
    seen: set[str] = set()
    for grade in scheme.grades:
        for name, expr in grade.fields.items():
            if name in seen or name in scheme.fields or grade.title == Title.plain(grade.id):
                continue
            seen.add(name)
            problems.warn(
                expr.at,
                tr(
                    "the field '{name}' of the grades has no title; add fields: {{{name}: {{en: …, zh: …}}}}",
                    "职级字段“{name}”没有名称；请添加 fields: {{{name}: {{en: …, zh: …}}}}",
                    name=name,
                ),
            )


def _unclaimed(scheme: Scheme, problems: Problems) -> None:
    """Where the file says what its source states, every rule belongs to an entry."""
    claims = [address for entry in scheme.stated for address in entry.by]
    if not claims or not isinstance(scheme.form, CompleteForm):  # else only what is left out is told
        return
    fitted = validate(SchemeForm, scheme.form.tree, Problems())
    if fitted is None:
        return
    form, tree = fitted
    for name, loc in unclaimed(form, claims):
        problems.warn(
            locate(tree, loc),
            tr(
                "no entry of 'stated' claims {name}; add its address to the rule that states it, or an entry with "
                "'assumed'",
                "“stated”中没有条目对应 {name}；请把它的地址加到相应条款，或加一条 assumed",
                name=name,
            ),
        )
