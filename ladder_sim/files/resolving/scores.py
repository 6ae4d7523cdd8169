"""The scores of a scheme: what they are, when they close, and the letters that a forced distribution gives."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ladder_sim.core.i18n import tr
from ladder_sim.files import show
from ladder_sim.files.forms.scheme import ScoreForm
from ladder_sim.files.resolving.resolver import Resolver, expression_text, title_of
from ladder_sim.model.scheme import ForcedShare, Score

_SHARE = re.compile(r"(?:(?P<bound>at most|at least)\s+)?(?P<n>.+?)\s*%(?:\s*,?\s*at least (?P<least>\d{1,6}))?\Z")
_PEOPLE = re.compile(r"(?P<bound>at most|at least)\s+(?P<n>\d{1,6})\Z")
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
    counted, found = _PEOPLE.match(text), _SHARE.match(text)
    if counted:
        return ForcedShare(letter, "at most" if counted["bound"] == "at most" else "at least", people=int(counted["n"]))
    if found is None:
        r.add(loc, tr("must be '30%', 'at most 10%', 'at least 5%', 'at most 2', 'at least 1' or 'the rest', got {got}",
                      "应为“30%”“at most 10%”（至多）、“at least 5%”（至少）、“at most 2”（至多2人）、“at least 1”"
                      "（至少1人）或“the rest”（其余），现为{got}",
                      got=show(given)))  # fmt: skip
        return ForcedShare(letter, "rest")
    number = r.share(float(found["n"]) if found["n"].replace(".", "", 1).isdigit() else found["n"], *loc, most=100)
    if found["bound"] == "at most":
        return ForcedShare(letter, "at most", number / 100, least=int(found["least"] or 0))
    if found["least"]:
        r.add(loc, tr("a least number of people goes with 'at most', such as 'at most 10%, at least 1', got {got}",
                      "最少人数只与“at most”连用，例如“at most 10%, at least 1”，现为{got}",
                      got=show(given)))  # fmt: skip
    return ForcedShare(letter, "at least" if found["bound"] else "share", number / 100)


def _within(r: Resolver, form: ScoreForm, *loc: str) -> tuple[str, ...]:
    if form.within is None:
        return ("role",)
    if form.shares is None:
        r.add((*loc, "within"), tr("'within' goes with shares", "“within”要与 shares 一起用"), key=True)
    return (form.within,) if isinstance(form.within, str) else tuple(form.within) or ("role",)
