"""The scores of a scheme: what they are, when they close, and the letters that a forced distribution gives."""

from __future__ import annotations

from collections.abc import Mapping

from ladder_sim.core.i18n import tr
from ladder_sim.expressions.forced_shares import NoShare, share_of_letter, unbalanced
from ladder_sim.files.forms.scheme import ScoreForm
from ladder_sim.files.resolving.resolver import Resolver, expression_text, title_of
from ladder_sim.model.scheme import ForcedShare, Score


def resolve_scores(r: Resolver, forms: Mapping[str, ScoreForm]) -> tuple[Score, ...]:
    """The scores of a scheme, with the letters of a forced distribution; faults are noted."""
    return tuple(
        Score(
            name,
            title_of(form.title, name),
            r.period(form.every, None, "scores", name, "every"),
            r.expr(form.value, "scores", name, "value"),
            form.first,
            _shares(r, form, "scores", name),
            _within(r, form, "scores", name),
        )
        for name, form in forms.items()
    )


def _shares(r: Resolver, form: ScoreForm, *loc: str) -> tuple[ForcedShare, ...]:
    if form.shares is None:
        return ()
    at = (*loc, "shares")
    made = tuple(_share(r, letter, given, *at, letter) for letter, given in form.shares.items())
    for text in unbalanced(made):
        r.add(at, text)
    return made


def _share(r: Resolver, letter: str, given: object, *loc: str) -> ForcedShare:
    def number(text: str) -> float:
        return r.share(float(text) if text.replace(".", "", 1).isdigit() else text, *loc, most=100)

    try:
        return share_of_letter(letter, expression_text(given), number)
    except NoShare as odd:
        r.add(loc, str(odd))
        return ForcedShare(letter, "rest")


def _within(r: Resolver, form: ScoreForm, *loc: str) -> tuple[str, ...]:
    if form.within is None:
        return ("role",)
    if form.shares is None:
        r.add((*loc, "within"), tr("'within' goes with shares", "“within”要与 shares 一起用"), key=True)
    return (form.within,) if isinstance(form.within, str) else tuple(form.within) or ("role",)
