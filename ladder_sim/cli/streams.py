"""What surrounds a command: streams of any encoding, on a full disk or closed early, and the signals that end it."""

from __future__ import annotations

import _thread
import codecs
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import NoReturn

from ladder_sim.core.i18n import speaking, tr
from ladder_sim.core.progress import TextBar
from ladder_sim.core.writing import why

#: What stands for a sign that an encoding lacks. Others become escapes, as ``\u4e2d``, and that is said.
PLAIN = {
    "–": "-", "—": "-", "−": "-", "‑": "-", "·": "|", "•": "*", "■": "*", "…": "...", "±": "+/-", "×": "x", "÷": "/",
    "≈": "~", "≠": "!=", "≤": "<=", "≥": ">=", "∞": "inf", "→": "->", "←": "<-", "↑": "^", "↓": "v", "↻": "@",
    "“": '"', "”": '"', "‘": "'", "’": "'", "½": "1/2", "²": "^2", "√": "sqrt ", "φ": "phi",
    "\u00a0": " ", "\u2009": " ", "\u202f": " ",
}  # fmt: skip
#: Seconds until a signal that got lost comes again.
SOON = 0.05
#: Seconds that an orderly end may take before the process ends without it.
PATIENCE = 15.0
_lost: set[str] = set()  # signs that became escapes
_ending: list[threading.Timer] = []  # those that end the process if it does not end in order


class Stopped(KeyboardInterrupt):
    """A signal asks the command to end; `code` is what a shell expects of it."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.code = 128 + number


@contextmanager
def told_progress(label: str) -> Iterator[TextBar]:
    """A bar that is gone when the work is done."""
    bar = TextBar(label)
    try:
        yield bar
    finally:
        bar.close()


@contextmanager
def ended_in_order() -> Iterator[None]:
    """Ctrl-C, `kill` and a closed terminal raise `Stopped`, so that workers and unfinished files go too.

    The second such signal ends the process as if there were no handler. One that is ignored stays ignored (nohup).
    Where `Stopped` is swallowed on its way, or what it ends hangs, the process ends by itself some seconds later.
    """
    before = {}
    if threading.current_thread() is threading.main_thread():
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
                before[number] = signal.signal(number, _stop)
    told, sys.unraisablehook = sys.unraisablehook, _asked_again(sys.unraisablehook)
    try:
        yield
    finally:
        sys.unraisablehook = told
        while _ending:
            _ending.pop().cancel()
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(number: int, _: object) -> NoReturn:
    signal.signal(number, signal.SIG_DFL)
    timer = threading.Timer(PATIENCE, _end, (128 + number,))
    timer.daemon = True
    _ending.append(timer)
    timer.start()
    raise Stopped(number)


def _end(code: int) -> NoReturn:
    """End the process as it is; what it printed comes out."""
    print(tr("stopped", "已中断"), file=sys.stderr)
    for stream in (sys.stdout, sys.stderr):
        with suppress(Exception):
            stream.flush()
    os._exit(code)


def _asked_again(others: Callable[[sys.UnraisableHookArgs], object]) -> Callable[[sys.UnraisableHookArgs], None]:
    """What is done where `Stopped` got lost: the signal comes once more, a moment later.

    Code that C calls, such as a compiler's while it works, cannot raise: Python tells the exception and goes on.
    """

    def hook(lost: sys.UnraisableHookArgs) -> None:
        if not isinstance(lost.exc_value, Stopped):
            others(lost)
            return
        number = lost.exc_value.code - 128
        signal.signal(number, _stop)
        again = threading.Timer(SOON, _wake, (number,))
        again.daemon = True
        again.start()

    return hook


def _wake(number: int) -> None:
    """Bring a signal to the main thread, out of a wait too, which `interrupt_main` leaves alone but on Windows."""
    main = threading.main_thread().ident
    if main is not None and hasattr(signal, "pthread_kill"):
        signal.pthread_kill(main, number)
    else:
        _thread.interrupt_main(signal.Signals(number))


def settle() -> None:
    """From here on every text can be printed, whatever the encoding of a stream."""
    _lost.clear()
    codecs.register_error("ladder-sim", _plain)
    for stream in (sys.stdout, sys.stderr):
        # a name for errors that somebody chose, as in PYTHONIOENCODING=gbk:replace, is kept
        if getattr(stream, "errors", "") in ("strict", "surrogateescape", "backslashreplace"):
            reconfigure = getattr(stream, "reconfigure", None)  # which a stream put in their place may lack
            if reconfigure is not None:
                reconfigure(errors="ladder-sim")


def _plain(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    made = []
    for sign in error.object[error.start : error.end]:
        if sign not in PLAIN and not "\ud800" <= sign <= "\udfff":  # these no encoding has: bytes of a file's name
            _lost.add(sign)
        made.append(PLAIN.get(sign) or _escaped(sign))
    return "".join(made), error.end


def _escaped(text: str) -> str:
    """With escapes of JSON for all that is not ASCII."""
    return "".join(sign if sign < "\x80" else json.dumps(sign)[1:-1] for sign in text)


def print_json(data: Mapping[str, object] | Sequence[object] | str) -> None:
    """Print JSON, or text that is JSON already; signs that the stream's encoding lacks as escapes."""
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False, allow_nan=False)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = _escaped(text)
    print(text)


def flushed(code: int) -> int:
    """Bring out what was printed; the exit code, which is not 0 where that failed."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:  # the reader (head, less) has seen enough
        _hush()
    except OSError as error:
        _hush()
        print(tr("standard output: {why}", "标准输出：{why}", why=why(error)), file=sys.stderr)
        return code or 1
    if _lost:
        print(_lacking(), file=sys.stderr)
    return code


def _lacking() -> str:
    """That signs were lost; in English where standard error has no Chinese either."""
    poor = ", ".join(sorted({stream.encoding.lower() for stream in (sys.stdout, sys.stderr)} - {"utf-8", "utf8"}))

    def said() -> str:
        return tr("note: {poor} lacks some signs, printed as \\uXXXX; PYTHONIOENCODING=utf-8 prints them as they are",
                  "提示：编码 {poor} 缺少部分字符，已用 \\uXXXX 代替；设置 PYTHONIOENCODING=utf-8可正常输出",
                  poor=poor)  # fmt: skip

    try:
        said().encode(sys.stderr.encoding)
    except UnicodeEncodeError:
        with speaking("en"):
            return said()
    return said()


def _hush() -> None:
    """What is still in the buffer goes nowhere, so that the interpreter does not complain at its exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
