"""The scores of a scheme: what they are, when they close, and the letters that a forced distribution gives."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ladder_sim.core.i18n import tr
from ladder_sim.files import show
from ladder_sim.files.forms.scheme import ScoreForm
from ladder_sim.files.resolving.resolver import Resolver, expression_text, title_of
from ladder_sim.model.scheme import ForcedShare, Score

_SHARE = re.compile(r"(?:(at most|at least)\s+)?(.+?)\s*%\Z")
_REST = "the rest"


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
    made = tuple(_share(r, letter, given, *loc, "shares", letter) for letter, given in form.shares.items())
    at, rests = (*loc, "shares"), sum(share.kind == "rest" for share in made)
    if rests > 1:
        r.add(at, tr("'the rest' stands twice", "“the rest”出现了两次"))
    total = sum(share.share for share in made)
    kinds = {share.kind for share in made}
    if not rests and "share" not in kinds:
        r.add(at, tr("one of the letters must be 'the rest' or a plain share such as 30%",
                     "其中须有一档为“the rest”（其余）或单写比例，如30%"))  # fmt: skip
    elif total > 1 + 1e-6 or (not rests and total < 1 - 1e-6):
        r.add(at, tr("shares must add up to 100%, or leave something for 'the rest'; got {got:.6g}%",
                     "各档之和应为100%，或留出“the rest”（其余）；现为{got:.6g}%", got=100 * total))  # fmt: skip
    return made


def _share(r: Resolver, letter: str, given: object, *loc: str) -> ForcedShare:
    text = expression_text(given)
    if text == _REST:
        return ForcedShare(letter, "rest")
    found = _SHARE.match(text)
    if found is None:
        r.add(loc, tr("must be '30%', 'at most 10%', 'at least 5%' or 'the rest', got {got}",
                      "应为“30%”“at most 10%”（至多）、“at least 5%”（至少）或“the rest”（其余），现为{got}",
                      got=show(given)))  # fmt: skip
        return ForcedShare(letter, "rest")
    bound = found[1]
    number = r.share(float(found[2]) if found[2].replace(".", "", 1).isdigit() else found[2], *loc, most=100)
    if bound == "at most":
        return ForcedShare(letter, "at most", number / 100)
    return ForcedShare(letter, "at least" if bound else "share", number / 100)


def _within(r: Resolver, form: ScoreForm, *loc: str) -> tuple[str, ...]:
    if form.within is None:
        return ("role",)
    if form.shares is None:
        r.add((*loc, "within"), tr("'within' goes with shares", "“within”要与 shares 一起用"), key=True)
    return (form.within,) if isinstance(form.within, str) else tuple(form.within) or ("role",)
