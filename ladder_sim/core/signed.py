"""Keywords told: those known only of the object at hand by completion and help, those that are none by an error."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, ParamSpec, TypeVar, cast

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, nearest

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S")
F = TypeVar("F", bound=Callable[..., object])


def signed(keywords: Callable[[S], Mapping[str, object]]) -> Callable[[F], F]:
    """A method that tells, of each object, the keywords which its ``**`` stands for.

    Parameters
    ----------
    keywords : from the object the names, each with the value that it has now
    """

    def made(method: F) -> F:
        return cast(F, _Signed(method, keywords))

    return made


#: What other libraries call an argument → what it is called here.
HABITS: Mapping[str, tuple[str, ...]] = {
    "replications": ("reps", "repetitions", "repeats", "n", "n_reps", "n_replications", "n_runs", "runs", "iterations",
                     "n_iter", "trials", "n_trials", "samples", "draws", "n_sims", "sims"),
    "months": ("horizon", "periods", "duration", "n_months", "steps", "years", "T"),
    "seed": ("random_state", "rng", "random_seed", "seeds"),
    "executor": ("n_jobs", "workers", "processes", "n_workers", "max_workers", "jobs", "cores", "parallel", "pool"),
    "workforce": ("people", "staff", "employees", "population", "department", "org"),
    "scheme": ("policy", "rules", "ladder", "model"),
    "schemes": ("policies", "models", "alternatives", "variants"),
    "baseline": ("base", "reference", "control", "ref"),
    "progress": ("verbose", "show_progress", "progressbar", "bar", "callback", "tqdm", "disp"),
    "store": ("cache", "cache_dir", "memory", "folder", "checkpoint"),
    "level": ("confidence", "alpha", "conf", "ci", "confidence_level"),
    "by": ("freq", "group_by", "groupby", "period", "resample", "per"),
    "measures": ("metrics", "metric", "outcomes", "targets"),
    "measure": ("metric", "outcome", "column", "y"),
    "explain": ("why", "reasons", "why_not"),
    "events": ("log", "history", "trace", "keep_events"),
}  # fmt: skip


#: What other libraries call the processes that share the work; taken for `executor`, with numbers as theirs.
WORKERS = ("workers", "n_jobs", "processes", "n_workers", "max_workers")


def in_our_words(given: Mapping[str, object], known: Iterable[str]) -> dict[str, object]:
    """The keywords of a call, of which ``workers=2`` and ``n_jobs=2`` are `executor` where a function has that."""
    words, told = [*known], dict(given)
    for word in WORKERS if "executor" in words else ():
        if word in told and word not in words and told.get("executor") is None:
            told["executor"] = told.pop(word)
    return told


def habit(name: str, known: Iterable[str]) -> str:
    """``; write replications=…`` where another library's word is used for an argument that is known; else ''."""
    meant = [one for one in known if name in HABITS.get(one, ())]
    return tr("; write {meant}=…", "；请写作 {meant}=…", meant=meant[0]) if meant else ""


def door(function: Callable[P, R]) -> Callable[P, R]:
    """A public function that tells what it takes: of a keyword which it has not what was probably meant.

    Raises, when it is called
    -------------------------
    LadderError
        A line for each such keyword; or what is missing, or too much.
    """
    signature = inspect.signature(function)
    known = [name for name in signature.parameters if name != "self"]

    @functools.wraps(function)
    def called(*args: P.args, **given: P.kwargs) -> R:
        told = in_our_words(given, known)
        strange = [name for name in told if name not in known]
        if not strange:
            _complete(function.__name__, signature, args, told)
        if strange:
            takes = tr("; it takes {names}", "；可用参数：{names}", names=tr(", ", "、").join(known))
            raise LadderError("\n".join(
                tr("{function} has no argument {name!r}", "{function} 没有参数{name!r}", function=function.__name__,
                   name=name) + (habit(name, known) or nearest(name, known) or takes)
                for name in strange
            ))  # fmt: skip
        return function(*args, **told)  # type: ignore[arg-type]  # names of ours in place of others'

    return called


def _complete(name: str, signature: inspect.Signature, args: tuple[object, ...], given: Mapping[str, object]) -> None:
    """Refuse too few or too many arguments, with what the function takes and in which order."""
    try:
        signature.bind(*args, **given)
    except TypeError:
        kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
        placed = [one for one in signature.parameters.values() if one.kind in kinds]
        by_name = [one for one in signature.parameters.values() if one.kind is one.KEYWORD_ONLY]
        missing = [one.name for one in [*placed[len(args) :], *by_name]
                   if one.default is one.empty and one.name not in given]  # fmt: skip
        takes = f"{name}({', '.join(one.name for one in placed if one.name != 'self')})"
        said = tr(", ", "、").join(map(repr, missing))
        raise LadderError(
            tr("{takes} lacks {missing}", "{takes} 缺少{missing}", takes=takes, missing=said) if missing
            else tr("{takes}: too many arguments, or one twice; what stands after * is given by name",
                    "{takes}：参数过多或重复；其余参数请按名称给出", takes=takes)
            + by_their_names(args[len(placed) :], [one.name for one in by_name if one.name not in given])
        ) from None  # fmt: skip


def by_their_names(values: Sequence[object], names: Sequence[str]) -> str:
    """``, such as months=24, replications=100`` of numbers that stand without the names which they are meant for."""
    plain = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    if not plain or len(plain) < len(values):
        return ""
    told = ", ".join(f"{name}={value!r}" for name, value in zip(names, plain, strict=False))
    return tr(", such as {told}", "，例如 {told}", told=told)


class _Signed(Generic[S]):
    """The method of a class; of an object a function with a signature of its own."""

    def __init__(self, method: Callable[..., object], keywords: Callable[[S], Mapping[str, object]]) -> None:
        self.method, self.keywords = method, keywords
        self.__doc__ = method.__doc__

    def __get__(self, record: S | None, owner: type | None = None) -> Callable[..., object]:
        if record is None:
            return self.method

        @functools.wraps(self.method)
        def bound(*args: object, **given: object) -> object:
            return self.method(record, *args, **given)

        bound.__dict__["__signature__"] = self._signature(record)
        return bound

    def _signature(self, record: S) -> inspect.Signature:
        fixed = list(inspect.signature(self.method).parameters.values())[1:-1]  # without self and **
        taken = {one.name for one in fixed}
        own = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=value)
            for name, value in self.keywords(record).items() if name not in taken
        ]  # fmt: skip
        return inspect.Signature([*fixed, *own])
