"""What every session begins with, loaded once: sessions of the app are copies of a process that has imported this.

A copy shares the memory of what neither it nor the template changes: libraries, scenarios that were read, fonts.
Nothing of a visitor is ever in the template: it reads no request, and makes sessions only.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import multiprocessing
import os
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path

#: The environment variable by which this module knows that it is imported in the template.
TEMPLATE = "LADDER_SIM_TEMPLATE"
#: What a kernel imports not before it begins.
LATE = (
    "ipykernel.ipkernel", "ipykernel.kernelapp", "ipykernel.debugger", "IPython.core.completerlib",
    "IPython.core.debugger", "IPython.core.oinspect", "IPython.extensions.storemagic", "psutil", "pydoc",
    "tornado.platform.asyncio", "tornado.locks", "tornado.queues", "encodings.idna",
)  # fmt: skip
#: How a session's kernel differs from that of a notebook: what was done is not written down for another time.
UNLIKE_A_NOTEBOOK = ("--HistoryManager.enabled=False",)


def prepare() -> None:
    """Load what a session needs, and open the app once so that what is loaded late is loaded too."""
    # no session is debugged, and a debugger would be a tenth of it
    sys.modules.setdefault("debugpy", None)  # type: ignore[arg-type]  # so Python says that there is none
    for name in LATE:
        with suppress(ImportError):  # other versions of Jupyter may have it elsewhere
            importlib.import_module(name)
    import ipywidgets

    from ladder_sim.core.i18n import LANGUAGES, speaking
    from ladder_sim.notebook.app_page import App
    from ladder_sim.notebook.giving_back import give_back
    from ladder_sim.notebook.settings import Settings

    for spoken in LANGUAGES:
        with speaking(spoken), suppress(Exception):  # what fails here fails in a session, which tells why
            App("", "", Settings(months=12, replications=4, prefetch=False))
    ipywidgets.Widget.close_all()
    for _ in range(2):  # what the first look frees may leave more behind
        give_back()
    gc.freeze()  # a look for garbage would touch, and so copy, all of it


def begin(arguments: list[str], environment: dict[str, str], folder: str) -> None:
    """Be a session: in the copy, a kernel of IPython until it is told to end; what it began ends with it.

    Parameters
    ----------
    arguments : of ``ipykernel_launcher``, among them the file that says how it is reached
    environment : all of its environment variables
    folder : in which it works
    """
    os.setsid()  # a signal to it is one to what it began, too
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.path[:] = [place for place in sys.path if place and Path(place) != Path.cwd()]
    threading.Thread(target=_end_with_server, daemon=True).start()
    asyncio.set_event_loop(asyncio.new_event_loop())

    from ipykernel.kernelapp import IPKernelApp

    # it looks after its parent, which is the template now, by a default that was read when it was imported
    IPKernelApp.launch_instance(argv=[*arguments, *UNLIKE_A_NOTEBOOK, f"--IPKernelApp.parent_handle={os.getppid()}"])
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.killpg(0, signal.SIGTERM)


def _end_with_server() -> None:
    server = multiprocessing.parent_process()
    if server is not None:
        server.join()
        os.killpg(0, signal.SIGKILL)


if os.environ.get(TEMPLATE):
    prepare()
