"""What measures are to be: numbers by name, checked."""

from __future__ import annotations

from collections.abc import Mapping

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.results.targets import Aim, read_aim


def aims_of(targets: Mapping[str, float | str], missing: str, *, bounds: bool = False) -> dict[str, Aim]:
    """The targets by the name that was given.

    Parameters
    ----------
    missing : what is said where there is none
    bounds : whether texts such as ``"<= 20%"`` will do as well as numbers

    Raises
    ------
    LadderError
        There is none, or one is neither; all at once.
    """
    made = {name: read_aim(aim) if bounds or not isinstance(aim, str) else None for name, aim in targets.items()}
    problems = [_wrong(name, targets[name], bounds) for name, aim in made.items() if aim is None]
    if problems or not targets:
        raise LadderError("\n".join(problems) or missing)
    return {name: aim for name, aim in made.items() if aim is not None}


def _wrong(name: str, got: object, bounds: bool) -> str:
    if bounds:
        return tr("{name}: the target must be a number, or such as '<= 20%', got {got!r}",
                  "{name}：目标应为数字，或写作“<= 20%”之类，现为 {got!r}", name=name, got=got)  # fmt: skip
    return tr("{name}: the target must be a number, got {got!r}", "{name}：目标应为数字，现为 {got!r}", name=name,
              got=got)  # fmt: skip


def sought_aims(target: Mapping[str, float | str], *, together: bool) -> dict[str, Aim]:
    """The targets by name; several, and bounds, only where parameters are searched together.

    Raises
    ------
    LadderError
        There is none, one is no number, or there are more than so many parameters meet.
    """
    got = ", ".join(target) or tr("none", "无")
    if together:
        return aims_of(target, tr("give at least one measure and the mean it is to have, such as turnover=0.2",
                                  "请至少给出一个指标及其目标均值，例如 turnover=0.2"), bounds=True)  # fmt: skip
    one = tr("give one measure and the mean it is to have, such as turnover=0.2; got {got}",
             "请给出一个指标及其目标均值，例如 turnover=0.2；现为 {got}", got=got)  # fmt: skip
    if len(target) > 1:
        one += tr(". Of several targets name what to turn with ranges: {{'bar': (70, 95), 'wait': (6, 24)}}",
                  "。有多个目标时，请写出参数及其范围：{{'bar': (70, 95), 'wait': (6, 24)}}")  # fmt: skip
    if len(target) != 1:
        raise LadderError(one)
    return aims_of(target, one)
