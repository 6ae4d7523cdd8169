"""The distributions of attributes and metrics: one record each, with its parameters, its key in files and its draw.

To add one: its record here, its key in the forms that may have it, its kind in `model.metrics`; a test
(`test_distributions`) holds the three equal.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import Floats, Keys, NumberOrEach
from ladder_sim.core.fixed_math import expm1, log1p
from ladder_sim.core.i18n import Title
from ladder_sim.streams import draws
from ladder_sim.streams.functions import exp, log
from ladder_sim.streams.kernels import reached
from ladder_sim.streams.poisson import PoissonTerms, poisson_quantile
from ladder_sim.streams.quantiles import exact_quantile
from ladder_sim.streams.truncated import normal_between, poisson_below

#: Keys, stream, month and the parameters in their order, each a number or one for each key: a value for each key.
Draw = Callable[..., Floats]


def _constant(keys: Keys, stream: str, month: int, value: NumberOrEach) -> Floats:
    return np.array(np.broadcast_to(value, keys.shape), dtype=np.float64)


def _normal(keys: Keys, stream: str, month: int, mean: NumberOrEach, sd: NumberOrEach) -> Floats:
    drawn: Floats = mean + sd * draws.normal(keys, stream, month)
    return drawn


def _lognormal(keys: Keys, stream: str, month: int, mean: NumberOrEach, sd: NumberOrEach) -> Floats:
    """`mean` is that of the values; `sd` that of their logarithm."""
    drawn: Floats = mean * exp(sd * draws.normal(keys, stream, month) - np.square(sd) / 2)
    return drawn


def _uniform(keys: Keys, stream: str, month: int, low: NumberOrEach, high: NumberOrEach) -> Floats:
    drawn: Floats = low + (high - low) * draws.uniform(keys, stream, month)
    return drawn


def _exponential(keys: Keys, stream: str, month: int, mean: NumberOrEach) -> Floats:
    drawn: Floats = -mean * log1p(-draws.uniform(keys, stream, month))
    return drawn


def _poisson(keys: Keys, stream: str, month: int, mean: NumberOrEach, kept: PoissonTerms | None = None) -> Floats:
    return poisson_quantile(draws.uniform(keys, stream, month), mean, kept)


def _chance(keys: Keys, stream: str, month: int, chance: NumberOrEach) -> Floats:
    happens: Floats = (draws.uniform(keys, stream, month) < chance).astype(np.float64)
    return happens


def _shares(keys: Keys, stream: str, month: int, *shares: float) -> Floats:
    """Level codes from 0; shares need not add up to 1."""
    cuts = np.cumsum(shares)
    inner = cuts[:-1] / cuts[-1]  # without the last, so that no rounding makes a level too many
    return reached(inner, draws.uniform(keys, stream, month)).astype(np.float64)


def _table(keys: Keys, stream: str, month: int, table: Sequence[tuple[float, float]]) -> Floats:
    """Values with their weights, which need not add up to 1."""
    values = np.array([value for value, _ in table])
    return values[_shares(keys, stream, month, *(weight for _, weight in table)).astype(np.int64)]


def _cut_normal(u: Floats, low: float, high: float, mean: NumberOrEach, sd: NumberOrEach) -> Floats:
    if not np.any(sd):
        return np.array(np.clip(np.broadcast_to(mean, u.shape), low, high), np.float64)
    drawn: Floats = mean + sd * normal_between(exact_quantile(u), (low - mean) / sd, (high - mean) / sd)
    return drawn


def _cut_lognormal(u: Floats, low: float, high: float, mean: NumberOrEach, sd: NumberOrEach) -> Floats:
    least, most = (float(log(max(limit, 0.0))) for limit in (low, high))
    with np.errstate(divide="ignore"):
        drawn: Floats = exp(_cut_normal(u, least, most, log(mean) - np.square(sd) / 2, sd))
    return drawn


def _cut_exponential(u: Floats, low: float, high: float, mean: NumberOrEach) -> Floats:
    least, most = (-expm1(-np.maximum(limit, 0) / mean) for limit in (low, high))
    drawn: Floats = -mean * log1p(-(least + u * (most - least)))
    return drawn


def _cut_poisson(u: Floats, low: float, high: float, mean: NumberOrEach) -> Floats:
    least, most = poisson_below(np.ceil(low) - 1, mean), poisson_below(np.floor(high), mean)
    return poisson_quantile(least + u * (most - least), mean)


@dataclass(frozen=True, slots=True)
class Distribution:
    """How the values of an attribute or a metric are drawn.

    Parameters
    ----------
    title
        Its name for readers.
    parameters
        Names, in the order in which `draw` takes them; of shares there are as many as levels.
    draw
        ``draw(keys, stream, month, *parameters)``, one value for each key, of the shape of the keys; a function of
        these alone.
    attribute, metric
        Which of the two may have it.
    key
        In files.
    residual
        Metrics of the kind have a slow part for each person and a residual that carries over from month to month.
    whole
        Its values are whole numbers.
    bounded
        It has bounds of its own: a clip does nothing to it.
    least, most
        Between which its values lie, whatever its parameters.
    cut
        ``cut(u, low, high, *parameters)``: its values between two limits, from uniforms, of their shape; None: it
        cannot be cut off.
    memory
        Makes what draws for the same people month after month may keep, which `draw` then takes last, as ``kept``;
        None: there is nothing to keep.
    """

    title: Title
    parameters: tuple[str, ...]
    draw: Draw
    key: str
    attribute: bool = False
    metric: bool = False
    residual: bool = False
    whole: bool = False
    bounded: bool = False
    least: float = -math.inf
    most: float = math.inf
    cut: Callable[..., Floats] | None = None
    memory: Callable[[], PoissonTerms] | None = None


#: By kind, in the order in which files name them.
DISTRIBUTIONS: dict[str, Distribution] = {
    "normal": Distribution(Title("normal", "正态"), ("mean", "sd"), _normal, "normal", attribute=True, metric=True,
                           residual=True, cut=_cut_normal),
    "lognormal": Distribution(Title("lognormal", "对数正态"), ("mean", "log_sd"), _lognormal, "lognormal",
                              metric=True, residual=True, least=0.0, cut=_cut_lognormal),
    "uniform": Distribution(Title("uniform", "均匀"), ("low", "high"), _uniform, "uniform", attribute=True, metric=True,
                            bounded=True),
    "exponential": Distribution(Title("exponential", "指数"), ("mean",), _exponential, "exponential", attribute=True,
                                least=0.0, cut=_cut_exponential),
    "poisson": Distribution(Title("Poisson", "泊松"), ("mean",), _poisson, "poisson", attribute=True, metric=True,
                            whole=True, least=0.0, cut=_cut_poisson, memory=PoissonTerms),
    "chance": Distribution(Title("event", "是否发生"), ("chance",), _chance, "chance", metric=True, bounded=True,
                           least=0.0, most=1.0),
    "shares": Distribution(Title("shares", "占比"), ("shares",), _shares, "shares", attribute=True, whole=True,
                           least=0.0),
    "table": Distribution(Title("table", "取值表"), ("table",), _table, "table", attribute=True, metric=True,
                          bounded=True),
    "constant": Distribution(Title("constant", "常数"), ("value",), _constant, "value", attribute=True),
    "value": Distribution(Title("expression", "表达式"), ("value",), _constant, "value", metric=True),
}  # fmt: skip
