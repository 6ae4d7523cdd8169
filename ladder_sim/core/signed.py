"""Keywords told: those known only of the object at hand by completion and help, those that are none by an error."""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from types import MappingProxyType
from typing import Generic, ParamSpec, TypeVar, cast

from ladder_sim.core.calls import EXAMPLES, IN_PLACE, choices, completed
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


#: What other libraries call an argument → what it is called here; of some the value is another, which a message tells.
HABITS: Mapping[str, tuple[str, ...]] = {
    "replications": ("n", "runs", "iterations", "n_iter", "trials", "n_trials", "samples", "draws", "sims"),
    "months": ("horizon", "periods", "duration", "steps", "years", "n_years", "T", "until"),
    "seed": ("rng", "seeds"),
    "first": ("start", "offset", "skip", "start_at", "continue_from", "begin"),
    "executor": ("jobs", "cores", "parallel", "pool"),
    "scheme": ("ladder", "model"),
    "schemes": ("policies", "models", "alternatives", "variants"),
    "progress": ("bar", "callback", "tqdm", "disp"),
    "store": ("memory", "folder", "path"),
    "level": ("alpha", "ci", "width"),
    "by": ("freq", "group_by", "groupby", "period", "resample", "per"),
    "explain": ("why", "reasons", "why_not"),
    "events": ("log", "history", "trace"),
}  # fmt: skip
#: What is taken for an argument of ours, for the value means the same: word → argument.
SAME: Mapping[str, str] = {
    **dict.fromkeys(("workers", "n_jobs", "processes", "n_workers", "max_workers"), "executor"),
    **dict.fromkeys(("repetitions", "reps", "repeats", "n_reps", "n_repetitions", "n_replications", "n_runs", "n_sims",
                     "n_simulations"), "replications"),
    **dict.fromkeys(("random_state", "random_seed"), "seed"),
    "n_months": "months",
    **dict.fromkeys(("grid", "param_grid", "space", "ranges", "params"), "vary"),
    **dict.fromkeys(("people", "staff", "department", "employees", "population", "org"), "workforce"),
    **dict.fromkeys(("rules", "policy"), "scheme"),
    **dict.fromkeys(("base", "reference", "control", "ref"), "baseline"),
    **dict.fromkeys(("verbose", "show_progress", "progressbar"), "progress"),
    **dict.fromkeys(("cache", "cache_dir", "checkpoint", "resume", "resume_from"), "store"),
    **dict.fromkeys(("confidence", "confidence_level", "conf", "interval"), "level"),
    "keep_events": "events",
    **dict.fromkeys(("metrics", "metric", "outcomes", "measure"), "measures"),
    **dict.fromkeys(("metric", "outcome", "y"), "measure"),
    **dict.fromkeys(("func", "function", "fn"), "compute"),
    **dict.fromkeys(("units",), "unit"),
    "label": "title",
    "description": "definition",
    **dict.fromkeys(("colour", "colors"), "color"),
}  # fmt: skip
#: Words of `SAME` that stand for several arguments, of which a function has one.
_ALSO: Mapping[str, tuple[str, ...]] = {"metric": ("measure", "measures", "name"), "measure": ("measures", "name"),
                                        "metrics": ("measures",), "column": ("name", "measure"),
                                        **dict.fromkeys(("base", "workforce", "assumptions", "template", "defaults",
                                                         "based_on"), ("like",))}  # fmt: skip
#: Words that stand for an argument of ours where a function takes another besides: word → argument, the other.
_BESIDE: Mapping[str, tuple[str, str]] = {"by": ("measure", "matters")}
#: Arguments whose value is told in another way here: what is written in the place of a number.
_TURNED: Mapping[str, Callable[[float], float]] = {"alpha": lambda alpha: round(1 - alpha, 12),
                                                   "years": lambda years: round(12 * years),
                                                   "n_years": lambda years: round(12 * years)}  # fmt: skip
#: Signs of a value that a call which is shown tells as it was given.
LONGEST = 40
#: Of the call at hand, arguments of ours → the words by which they were given.
_WRITTEN: ContextVar[Mapping[str, str]] = ContextVar("written", default=MappingProxyType({}))


def as_written(name: str) -> str:
    """An argument of ours as whoever called it: ``workers`` of ``workers=0``, which is `executor` here."""
    return _WRITTEN.get().get(name, name)


@contextmanager
def called_with(given: Mapping[str, object], known: Iterable[str]) -> Iterator[dict[str, object]]:
    """The keywords of a call in our words; within the block messages speak of them `as_written`.

    Raises
    ------
    LadderError
        An argument is given by two words.
    """
    words = _in_our_words(given, [*known])
    told = _replaced(given, words)
    if not words:
        yield told
        return
    token = _WRITTEN.set({**{meant: word for word, meant in words.items()}, **_WRITTEN.get()})
    try:
        yield told
    finally:
        _WRITTEN.reset(token)


def _replaced(given: Mapping[str, object], words: Mapping[str, str]) -> dict[str, object]:
    """Keywords with ours in the place of others' words; one of ours that is None besides gives way."""
    plain = {name: value for name, value in given.items() if name not in words}
    return plain | {meant: given[word] for word, meant in words.items()}


def _in_our_words(given: Mapping[str, object], known: Sequence[str]) -> dict[str, str]:
    """Words of others among the keywords of a call, each with the argument of ours that it is."""
    twice = [(word, meant) for word in given if word not in known
             and (meant := SAME.get(word, "")) in known and given.get(meant) is not None]  # fmt: skip
    if twice:
        raise LadderError("\n".join(
            tr("{meant} is given twice, as {meant}={a!r} and as {word}={b!r}; give it once",
               "{meant} 给出了两次：{meant}={a!r} 与 {word}={b!r}；只写一次即可", meant=meant, word=word,
               a=given[meant], b=given[word]) for word, meant in twice
        ))  # fmt: skip
    taken = {name for name, value in given.items() if value is not None}
    found: dict[str, str] = {}
    for word in given:
        if word in known:
            continue
        beside, other = _BESIDE.get(word, ("", ""))
        for meant in (*_ALSO.get(word, ()), SAME.get(word, ""), beside if other in known else ""):
            if meant in known and meant not in taken:
                found[word] = meant
                taken.add(meant)
                break
    return found


def habit(name: str, known: Iterable[str]) -> str:
    """``; write replications=…`` where another library's word is used for an argument that is known; else ''."""
    meant = _meant(name, [*known])
    return tr("; write {meant}=…", "；请写作 {meant}=…", meant=meant) if meant else ""


def _meant(name: str, known: Sequence[str]) -> str:
    """The argument that another library's word stands for; '' of none."""
    same = SAME.get(name, "")
    return same if same in known else next((one for one in known if name in HABITS.get(one, ())), "")


def door(function: Callable[P, R]) -> Callable[P, R]:
    """A public function that tells what it takes: of a keyword which it has not what was probably meant.

    Words of other libraries that mean the same are taken for ours (`SAME`).

    Raises, when it is called
    -------------------------
    LadderError
        A line for each such keyword, and the whole call as it is meant; or what is missing, or too much.
    """

    @functools.wraps(function)
    def called(*args: P.args, **given: P.kwargs) -> R:
        with called_with(given, _taken(function)) if given else nullcontext(given) as told:
            try:
                return function(*args, **told)  # type: ignore[arg-type]  # names of ours in place of others'
            except LadderError as error:
                at_the_door(error)
                raise
            except TypeError as error:
                if error.__traceback__ is None or error.__traceback__.tb_next is not None:
                    raise  # of something within, not of how it was called
                refused = refusal(function, args, told)
                if refused is None:
                    raise
            raise refused

    called.__dict__["__door__"] = True
    return called


def at_the_door(error: LadderError) -> None:
    """Have an error begin with the call alone: its text tells what is wrong with the input, no frame or cause does.

    ``python -X dev`` shows the whole way. It is then raised again.

    Parameters
    ----------
    error : that leaves a public function
    """
    if not sys.flags.dev_mode:
        error.__traceback__ = None
        error.__cause__, error.__suppress_context__ = None, True


@functools.cache
def _taken(function: Callable[..., object]) -> tuple[str, ...]:
    """The names of what a function takes."""
    return tuple(name for name in inspect.signature(function).parameters if name != "self")


def refusal(function: Callable[..., object], args: Sequence[object], given: Mapping[str, object]) -> LadderError | None:
    """What is said of a call that does not fit the function; None of one that fits.

    Parameters
    ----------
    function : with its own signature
    args, given : of the call; of a method the object is the first
    """
    signature = inspect.signature(function)
    taken = signature.parameters.values()
    known = _taken(function)
    any_name = any(one.kind is one.VAR_KEYWORD for one in taken)
    strange = [] if any_name else [name for name in given if name not in known]
    if not strange:
        return _incomplete(function, signature, args, given)
    takes = tr("; it takes {names}", "；可用参数：{names}", names=tr(", ", "、").join(known)) if known else ""
    lines = [tr("{function} has no argument {name!r}", "{function} 没有参数{name!r}", name=name,
                function=function.__name__)
             + (_told_of(function, name, args, given) or habit(name, known) or nearest(name, known) or takes)
             for name in strange]  # fmt: skip
    if known[:1] == ("run",) and set(strange) <= {*PLAYED, *SAME, *HABITS}:
        return LadderError(not_played(function.__name__, args, given))
    if all(_meant(name, known) for name in strange):
        lines[-1] += tr(": {call}", "：{call}", call=_as_meant(function.__name__, signature, args, given))
    return LadderError("\n".join(lines))


def _told_of(function: Callable[..., object], name: str, args: Sequence[object], given: Mapping[str, object]) -> str:
    """``; …`` of an argument that a method has not though its like have; '' of others."""
    meant = IN_PLACE.get((f"{type(args[0]).__name__}.{function.__name__}", name)) if args else None
    by = next((given[word] for word in ("by", *HABITS["by"]) if word in given), None)
    asked = args[1] if len(args) > 1 else given.get("name", given.get("measures"))
    if meant is not None and by is not None and isinstance(asked, str) and asked in getattr(args[0], "known", ()):
        return tr("; {asked!r} is a measure: write measure({asked!r}, by={by})",
                  "；{asked!r}是指标：请写作 measure({asked!r}, by={by})", asked=asked, by=shown(by))  # fmt: skip
    return tr("; {meant}", "；{meant}", meant=meant) if meant else ""


#: What a run is played with.
PLAYED = ("scheme", "workforce", "months", "replications", "seed", "first", "executor", "progress", "store", "events",
          "explain")  # fmt: skip


def not_played(name: str, args: Sequence[object], given: Mapping[str, object]) -> str:
    """What is said where a run is needed and a scheme was given: the whole call, which plays it.

    Parameters
    ----------
    name : of the function that takes a run
    args, given : as it was called
    """
    first = [shown(value, place) for value, place in zip(args, ("scheme", "people"), strict=False)]
    words = {SAME.get(word, word): value for word, value in given.items() if SAME.get(word, word) in PLAYED}
    words = {word: value for word, value in words.items() if word != "explain" or name != "explain"}
    named = [f"{word}={shown(value)}" for word, value in words.items()]
    named += ["explain=True"] if name == "explain" else []
    call = f"{name}(simulate({', '.join([*(first or ['scheme']), *named])}))"
    return tr("{name} takes a run, not a scheme: play it first, {call}", "{name} 需要 run，不是方案：请先模拟，{call}",
              name=name, call=call)  # fmt: skip


def _as_meant(name: str, signature: inspect.Signature, args: Sequence[object], given: Mapping[str, object]) -> str:
    """The whole call in our words: arguments by their places under the names which they have here."""
    placed = [one.name for one in signature.parameters.values() if one.name != "self"]
    first = args[1:] if "self" in signature.parameters else args
    written = [shown(value, placed[i] if i < len(placed) else "…") for i, value in enumerate(first)]
    for word, value in given.items():
        meant = word if word in placed else _meant(word, placed)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        turned = _TURNED[word](value) if word in _TURNED and number else value  # type: ignore[arg-type]  # a number
        written.append(f"{meant}={shown(turned, '…')}")
    return f"{name}({', '.join(written)})"


def shown(value: object, name: str = "…") -> str:
    """A value as it was given where that is short; else its name."""
    plain = value is None or isinstance(value, bool | int | float | str | list | tuple | dict)
    text = repr(value) if plain else ""
    return text if 0 < len(text) <= LONGEST else name


def _incomplete(
    function: Callable[..., object], signature: inspect.Signature, args: Sequence[object], given: Mapping[str, object]
) -> LadderError | None:
    """Refuse too few or too many arguments, with what the function takes and in which order."""
    name = function.__name__
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
        if missing:
            call = completed(
                name,
                [one.name for one in placed if one.name != "self"],
                args[1:] if "self" in signature.parameters else args,
                given,
            ) or EXAMPLES.get(name, "")
            example = tr("; such as {call}", "；例如 {call}", call=call) if call else ""
            example += choices(name)
            return LadderError(tr("{takes} lacks {missing}", "{takes} 缺少{missing}", takes=takes, missing=said)
                               + example)  # fmt: skip
        rest = args[len(placed) :]
        if name == "to_yaml" and rest:
            path = shown(rest[0], "'name.yaml'")
            return LadderError(tr("to_yaml() gives the text; write save({path})",
                                  "to_yaml() 给出文本；请写作 save({path})", path=path))  # fmt: skip
        if function.__qualname__ == "VariedScheme.table":
            return LadderError(tr("table() has the parameters; rules are moves, grades are grades",
                                  "table() 列出参数；规则见 moves，职级见 grades"))  # fmt: skip
        if not by_name:
            return LadderError(tr("{takes} takes no more arguments", "{takes} 没有更多参数", takes=takes)
                               + (tr("; such as {call}", "；例如 {call}", call=EXAMPLES[name])
                                  if name in EXAMPLES else ""))  # fmt: skip
        if name == "with_" and len(args) > 2 and isinstance(args[1], str):
            example = tr("; write {call}", "；请写作 {call}", call=f"with_({args[1]}={shown(args[2])})")
            return LadderError(
                tr("{takes}: values are given by name", "{takes}：取值请按名称给出", takes=takes) + example
            )
        example = by_their_names(rest, [one.name for one in by_name if one.name not in given])
        if not example and name in EXAMPLES:
            example = tr(", such as {told}", "，例如 {told}", told=EXAMPLES[name])
        return LadderError(
            tr("{takes}: too many arguments, or one twice; what stands after * is given by name",
               "{takes}：参数过多或重复；其余参数请按名称给出", takes=takes) + example
        )  # fmt: skip
    return None


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
        self.method, self.keywords = door(method), keywords
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
