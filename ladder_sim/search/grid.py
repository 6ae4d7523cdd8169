"""Grids: every combination of the values that are asked for, checked before any is played."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, warn
from ladder_sim.core.scalars import as_python
from ladder_sim.model.assumptions import Value
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.search.even import cells
from ladder_sim.search.knobs import unsuitable

MOST = 5_000  # points of a grid


def values_of(given: Mapping[str, object]) -> dict[str, tuple[Value, ...]]:
    """The values of each name, in their order, each once; a single value stands for itself.

    Raises
    ------
    LadderError
        A name has no values.
    """
    made: dict[str, tuple[Value, ...]] = {}
    problems = []
    for name, values in given.items():
        values = as_python(values)
        listed = [values] if isinstance(values, str | bool) or not isinstance(values, Iterable) else list(values)
        made[name] = tuple(dict.fromkeys(map(as_python, listed)))
        if len(made[name]) < len(listed):
            warn(tr("{name}: values that stand there twice are played once; {n} of {all} are left",
                    "{name}：重复的取值只模拟一次；{all}个取值保留{n}个", name=name, n=len(made[name]),
                    all=len(listed)))  # fmt: skip
        if not listed:
            problems.append(tr("{name}: no value to vary it over", "{name}：没有可取的值", name=name))
    if not given:
        problems.append(tr("nothing to vary: name a parameter and its values, such as bar=range(70, 95, 5)",
                           "没有要变动的内容：请写出参数及取值，例如 bar=range(70, 95, 5)"))  # fmt: skip
    if problems:
        raise LadderError("\n".join(problems))
    return made


def check(
    schemes: Sequence[Scheme], workforce: Workforce, values: Mapping[str, Sequence[Value]], sample: int | None = None
) -> None:
    """Refuse values that do not suit, all at once, and grids that nobody could wait for.

    Parameters
    ----------
    sample : how many combinations are taken of each scheme; None: all

    Raises
    ------
    LadderError
        A line for each value that some scheme cannot have.
    """
    problems = dict.fromkeys(
        tr("{owner}: {why}", "{owner}：{why}", owner=scheme.id if name in scheme.parameters else workforce.id, why=why)
        for scheme in schemes
        for name in _varied(scheme, schemes, values)
        if name in scheme.parameters or scheme is schemes[0]  # people are the same for all
        for value in values[name]
        if (why := unsuitable(scheme, workforce, name, value))
    )
    if sum(1 for _ in islice(points(schemes, values, sample), MOST + 1)) > MOST:
        problems[tr("more than {n} points; take fewer values, fewer parameters at once, or a sample of them",
                    "组合超过{n}个；请减少取值或同时变动的参数，或抽取样本（sample）", n=MOST)] = None  # fmt: skip
    if problems:
        raise LadderError("\n".join(problems))


def _varied(scheme: Scheme, schemes: Sequence[Scheme], names: Iterable[str]) -> list[str]:
    """What of a scheme is varied: its own parameters, and what no scheme has, which is the people's."""
    parameters = {name for other in schemes for name in other.parameters}
    return [name for name in names if name in scheme.parameters or name not in parameters]


def points(
    schemes: Sequence[Scheme], values: Mapping[str, Sequence[Value]], sample: int | None = None
) -> Iterator[tuple[Scheme, dict[str, Value]]]:
    """Every scheme with every combination of the values that it has, or with some of them, spread evenly.

    Parameters
    ----------
    values : knob → its values
    sample : how many are taken of each scheme; None: all

    Returns
    -------
    The scheme before anything is turned, and its settings.
    """
    for scheme in schemes:
        names = _varied(scheme, schemes, values)
        sizes = [len(values[name]) for name in names]
        some = itertools.product(*map(range, sizes)) if sample is None else cells(sizes, int(sample))
        for cell in some:
            yield scheme, {name: values[name][i] for name, i in zip(names, cell, strict=True)}
