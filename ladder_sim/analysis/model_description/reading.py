"""What a scheme and its people have, asked by the elements of the description."""

from __future__ import annotations

import re

from ladder_sim.model.expression import expressions_in
from ladder_sim.model.metrics import Attribute, Metric
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce

_WORD = re.compile(r"[^\W\d]\w*")


def words_read(scheme: Scheme, people: Workforce) -> frozenset[str]:
    """Every word that an expression of the scheme or of how people behave has."""
    behavior = (people.attrition, people.effort, people.placement, people.retirement, people.market, people.mentoring)
    texts = [one.text for of in (scheme, behavior) for one in expressions_in(of)]
    return frozenset(word for text in texts for word in _WORD.findall(text))


def metrics_read(scheme: Scheme, people: Workforce) -> tuple[Metric, ...]:
    """The metrics that the rules read, by themselves or through others, and the score of everybody's work."""
    known = {**people.metrics, **scheme.signals}
    wanted = {name for name in words_read(scheme, people) if name in known} | ({"kpi"} & set(known))
    while True:
        more = {word for name in wanted for one in expressions_in(known[name]) for word in _WORD.findall(one.text)
                if word in known} - wanted  # fmt: skip
        if not more:
            return tuple(one for name, one in known.items() if name in wanted)
        wanted |= more


def attributes_known(scheme: Scheme, people: Workforce) -> tuple[Attribute, ...]:
    """What persons bring with them."""
    return tuple({**scheme.attributes, **people.people.attributes}.values())


def limited(scheme: Scheme) -> bool:
    """Whether seats, quotas or budgets limit who may move, so that people stand in each other's way."""
    quotas = any(move.quota.n is not None for move in scheme.moves)
    return quotas or bool(scheme.caps) or any(grade.seats is not None for grade in scheme.grades) or any(
        review.budget is not None for review in scheme.reviews.values())  # fmt: skip
