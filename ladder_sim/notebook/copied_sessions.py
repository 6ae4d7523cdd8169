"""Sessions that are copies of one process (`session_template`). Loaded by the server alone.

Jupyter asks a provisioner for the process of a kernel; this one asks Python's fork server. On Linux alone: elsewhere
processes are not copied safely, and each session loads everything for itself, as Jupyter has it.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import signal
import sys
from contextlib import suppress
from importlib.metadata import EntryPoint
from multiprocessing import forkserver
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from ladder_sim.core.processes import without_script
from ladder_sim.notebook import session_template

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerProcess

    from jupyter_client.connect import KernelConnectionInfo

#: The name by which Jupyter finds `CopiedSession`.
NAME = "ladder-sim-copy"
#: The module that begins a kernel of IPython, in its command.
LAUNCHER = "ipykernel_launcher"


def can_copy() -> bool:
    """Whether sessions can be copies here."""
    return sys.platform == "linux" and "forkserver" in multiprocessing.get_all_start_methods()


def begin_template() -> str:
    """Begin the process that sessions are copies of, and give the provisioner's name."""
    os.environ[session_template.TEMPLATE] = "yes"
    found = EntryPoint(NAME, f"{__name__}:{CopiedSession.__name__}", KernelProvisionerFactory.GROUP_NAME)
    KernelProvisionerFactory.provisioners[NAME] = found
    multiprocessing.get_context("forkserver").set_forkserver_preload([session_template.__name__])
    forkserver.ensure_running()
    return NAME


class CopiedProcess:
    """The process of a session, asked as Jupyter asks a `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, process: ForkServerProcess) -> None:
        self._process = process
        self.pid = process.pid or 0
        atexit.register(self.kill)

    def poll(self) -> int | None:
        """The exit code, None while it runs."""
        return self._process.exitcode

    def wait(self) -> int | None:
        """Wait for its end; the exit code."""
        self._process.join()
        atexit.unregister(self.kill)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Send a signal to it and to what it began, where it still runs."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


class CopiedSession(LocalProvisioner):
    """Gives a session that is a copy; a kernel that is none of IPython's is begun as Jupyter begins it."""

    async def launch_kernel(self, cmd: list[str], **kwargs: object) -> KernelConnectionInfo:
        """Begin it; how it is reached."""
        environment = kwargs.get("env")
        if LAUNCHER not in cmd or not isinstance(environment, dict):
            return await super().launch_kernel(cmd, **kwargs)
        self.cwd = str(kwargs.get("cwd") or Path.cwd())
        # words alone: some names of voila's are of a type of its own, which would have it loaded in every session
        plain = {str(name): str(value) for name, value in environment.items()}
        given = ([str(word) for word in cmd[cmd.index(LAUNCHER) + 1 :]], plain, self.cwd)
        process = multiprocessing.get_context("forkserver").Process(target=session_template.begin, args=given)
        with without_script():
            process.start()
        begun = CopiedProcess(process)
        self.process = begun  # type: ignore[assignment]  # Jupyter's own says None
        self.pid = self.pgid = begun.pid
        return self.connection_info
