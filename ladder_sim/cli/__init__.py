"""The command line: ``ladder-sim list | check | run | compare | explain | trace | schema | new``.

Results go to standard output, progress and messages to standard error. What a command does not need is
not imported, so that ``--help`` and ``check`` answer at once.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Sequence

from ladder_sim.cli.arguments import asked_language, parse
from ladder_sim.problems import LadderError, LadderWarning
from ladder_sim.words import tr, use

__all__ = ["main"]

DONE, WRONG_INPUT, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code: 0 done, 1 the input is wrong, 2 wrong usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    chosen = asked_language(given)
    if chosen in ("en", "zh"):
        use(chosen)
    try:
        with warnings.catch_warnings():
            warnings.showwarning = _show_warning
            code = _act(given)
        sys.stdout.flush()
        return code
    except LadderError as error:
        return _say(str(error))
    except BrokenPipeError:
        # the reader (head, less) has seen enough; keep the interpreter from complaining at its exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        _say(tr("stopped", "已中断"))
        return INTERRUPTED
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
    print(message, file=sys.stderr)
    return WRONG_INPUT


def _told(error: OSError) -> str:
    where = error.filename if error.filename is not None else ""
    why = {
        "FileNotFoundError": tr("there is no such file or folder", "没有这个文件或文件夹"),
        "PermissionError": tr("no permission", "没有权限"),
        "IsADirectoryError": tr("this is a folder, a file is needed", "这是文件夹，需要的是文件"),
        "NotADirectoryError": tr("a part of the path is a file, not a folder", "路径中有一部分是文件而不是文件夹"),
        "FileExistsError": tr("a file is in the way", "同名文件已存在"),
    }.get(type(error).__name__, error.strerror or str(error))
    return f"{where}: {why}" if where else str(why)
