"""The command line: ``ladder-sim list | check | run | compare | sweep | seek | match | frontier | choose | fit |
backtest | track | verify | diff | describe | twin | lives | switch | explain | trace | say | policy | cover | store |
app | upgrade | schema | new | report-problem``.

Owns: the options, exit codes, what goes to which stream, and files that are begun or rewritten on request.
Must not: compute or phrase a result; import what a command does not need.
Enter by: `main`, `arguments.parser`, `commands.COMMANDS`.

Results go to standard output, progress and messages to standard error. What a command does not need is
not imported, so that ``--help`` and ``check`` answer at once.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from contextlib import suppress

from ladder_sim.cli.arguments import asked_language, parse
from ladder_sim.cli.streams import ended_in_order, flushed, settle
from ladder_sim.core.i18n import LANGUAGES, tr, use
from ladder_sim.core.money import money_from_files
from ladder_sim.core.problems import LadderError, LadderWarning
from ladder_sim.core.voice import at_command_line
from ladder_sim.core.writing import why

__all__ = ["main"]

DONE, WRONG_INPUT, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code: 0 done, 1 the input is wrong, 2 wrong usage, 128 and more ended by a signal."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    chosen = asked_language(given)
    if chosen in LANGUAGES:
        use(chosen)
    settle()
    with at_command_line(), money_from_files():
        return flushed(_outcome(given))


def _outcome(given: list[str]) -> int:
    try:
        with warnings.catch_warnings(), ended_in_order():
            warnings.showwarning = _show_warning
            return _act(given)
    except LadderError as error:
        return _say(str(error))
    except BrokenPipeError:
        return DONE  # the reader (head, less) has seen enough
    except KeyboardInterrupt as stop:
        _say(tr("stopped", "已中断"))
        return getattr(stop, "code", INTERRUPTED)
    except OSError as error:
        return _say(_told(error))
    except MemoryError:
        return _say(
            tr(
                "not enough memory: what fills it is how many people there are at once (headcount, hires, growth), "
                "and the tables (months by grades by replications)",
                "内存不足：占用内存的是同时在册的人数（人数、招聘、增长），以及各张表（月数×职级数×重复次数）",
            )
        )


def _act(given: list[str]) -> int:
    try:
        options, top = parse(given)
    except SystemExit as stop:  # after --help and after a usage error, both said already
        return int(stop.code or 0)
    if options.version:
        from ladder_sim import __version__

        print(f"ladder-sim {__version__}")
        return DONE
    if options.command is None:
        top.print_help(sys.stderr)
        return WRONG_USAGE
    from ladder_sim.cli import commands

    return commands.COMMANDS[options.command](options)


def _show_warning(message: Warning | str, category: type[Warning], *_: object, **__: object) -> None:
    """Warnings about the input in plain words; those of libraries are no user's business."""
    if issubclass(category, LadderWarning):
        _say(tr("warning: {text}", "警告：{text}", text=message))


def _say(message: str) -> int:
    with suppress(OSError):  # a terminal that was closed hears no more
        print(message, file=sys.stderr)
    return WRONG_INPUT


def _told(error: OSError) -> str:
    # what fails without a name is a stream, and standard error would not have come here
    return f"{tr('standard output', '标准输出') if error.filename is None else error.filename}: {why(error)}"
