"""What measures are to be: numbers by name, checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, misspelt
from ladder_sim.core.signed import shown
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
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


#: Words for a measure and for its value that are given apart.
_MEASURES = ("measure", "metric", "outcome", "variable", "objective", "of")
_VALUES = ("target", "value", "goal", "to", "equals", "aim", "level")


def in_own_words(
    function: str, args: Sequence[object], targets: Mapping[str, object], knobs: Sequence[str] = ()
) -> None:
    """Refuse targets that are not given by the names of their measures, such as ``target={"turnover": 0.2}``.

    Parameters
    ----------
    function, args : what was called, and what stood before the targets
    knobs : what the function can turn; one of them stands in the call that is shown where none was named

    Raises
    ------
    LadderError
        With the whole call.
    """
    held = {name: given for name, given in targets.items() if isinstance(given, Mapping)}
    measure = next((targets[name] for name in _MEASURES if isinstance(targets.get(name), str)), None)
    value = next((name for name in _VALUES if name in targets and name not in held), None)
    meant = {str(name): aim for given in held.values() for name, aim in given.items()}
    if measure is not None and value is not None:
        meant[str(measure)] = targets[value]
    if not meant:
        return
    said = tr(", ", "、").join(name for name in targets if name in held or name in (*_MEASURES, *_VALUES))
    kinds = ((Scheme, "scheme"), (Workforce, "people"))
    first = [shown(given, next((name for kind, name in kinds if isinstance(given, kind)), "knob"))
             for given in args if given is not None]  # fmt: skip
    if knobs and not any(given in knobs for given in args[1:] if isinstance(given, str)):
        first.append(repr(knobs[0]))
    told = ", ".join([*first, *(f"{name}={aim!r}" for name, aim in meant.items())])
    raise LadderError(tr("{said}: a target is given by the name of its measure; write {function}({told})",
                         "{said}：目标用指标名称给出；请写作 {function}({told})", said=said, function=function,
                         told=told))  # fmt: skip


def nearly(name: str, scheme: Scheme) -> None:
    """Refuse the misspelt name of a parameter that stands where people may stand.

    Parameters
    ----------
    name : that is none of a parameter
    scheme : whose parameters are searched

    Raises
    ------
    LadderError
        It is misspelt for one.
    """
    if near := next((known for known in scheme.parameters if misspelt(name, [known])), ""):
        raise LadderError(tr("{name}: no parameter of {scheme} and no workforce; did you mean '{near}'?",
                             "{name}：既不是 {scheme} 的参数，也不是人员；是不是“{near}”？", name=name,
                             scheme=scheme.id, near=near))  # fmt: skip


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
