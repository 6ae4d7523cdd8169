"""Sessions that are copies of one process: each its own, reached as Jupyter reaches any, and gone when it should be."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from places import ROOT

pytest.importorskip("voila")

from ladder_sim.notebook.copied_sessions import can_copy

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not can_copy(), reason="processes are copied on Linux alone")]

#: Begins two sessions, has code run in them, and prints what they said; then waits to be told to go on.
SERVER = """
import asyncio, json, sys
from jupyter_client import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory
from voila.utils import ENV_VARIABLE  # names that are no plain words, as voila gives them
from ladder_sim.notebook.copied_sessions import begin_template

async def said(kernel, code):
    client = kernel.client()
    client.start_channels()
    await client.wait_for_ready(timeout=120)
    heard = []
    await client.execute_interactive(code, timeout=60, output_hook=lambda m: heard.append(m["content"].get("text", "")))
    client.stop_channels()
    return json.loads("".join(heard))

async def main():
    KernelProvisionerFactory.instance().default_provisioner_name = begin_template()
    kernels = [AsyncKernelManager(kernel_name="python3") for _ in range(3)]
    for i, kernel in enumerate(kernels):
        env = {"PATH": "/bin", "WHO": f"visitor {i}", ENV_VARIABLE.VOILA_PREHEAT: "False"}
        await kernel.start_kernel(env=env, cwd=sys.argv[1])
    code = '''import json, os, subprocess, sys, threading
kept = globals().get("kept", []); kept.append(os.environ["WHO"])
below = subprocess.Popen(["sleep", "600"])
loaded = ["matplotlib" in sys.modules, "voila" in sys.modules, "jupyter_server" in sys.modules]
print(json.dumps([os.getpid(), os.getppid(), below.pid, kept, os.getcwd(), sorted(os.environ), loaded]))'''
    told = [await said(kernel, code) for kernel in kernels]
    await kernels[2].shutdown_kernel(now=True)
    ended = not await kernels[2].is_alive()
    await kernels[1].shutdown_kernel()
    again = await said(kernels[0], 'import json; print(json.dumps(kept))')
    print(json.dumps([told, ended, not await kernels[1].is_alive(), again]), flush=True)
    sys.stdin.read()

if __name__ == "__main__":
    asyncio.run(main())
"""


def _there(process: int) -> bool:
    """Whether a process runs; one that has ended and is not yet asked for does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return False


def _gone(process: int, seconds: float = 30) -> bool:
    until = time.monotonic() + seconds
    while _there(process) and time.monotonic() < until:
        time.sleep(0.1)
    return not _there(process)


@pytest.fixture
def server(tmp_path: Path) -> Any:
    script = tmp_path / "server.py"
    script.write_text(SERVER, encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "JUPYTER_RUNTIME_DIR": str(tmp_path), "IPYTHONDIR": str(tmp_path)}
    made = subprocess.Popen([sys.executable, str(script), str(tmp_path)], env=env, stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, text=True)  # fmt: skip
    yield made
    made.kill()
    made.communicate()


def test_each_session_is_its_own_and_ends_with_what_it_began(server: Any, tmp_path: Path) -> None:
    line = server.stdout.readline()
    assert line, "the server told nothing"
    (first, second, third), killed, ended, again = json.loads(line)
    assert len({one[0] for one in (first, second, third)}) == 3
    assert first[1] == second[1] == third[1] != server.pid, "copies of one process"
    for i, (_, _, _, kept, folder, names, loaded) in enumerate((first, second, third)):
        assert kept == [f"visitor {i}"] and folder == str(tmp_path)
        assert loaded == [True, False, False], "what sessions share, and nothing of the server"
        assert {"PATH", "WHO", "VOILA_PREHEAT"} <= set(names) and "LADDER_SIM_TEMPLATE" not in names
    assert killed and ended and again == ["visitor 0"], "one that ends takes no other along"
    for session, below in ((second[0], second[2]), (third[0], third[2])):
        assert _gone(session) and _gone(below)
    assert _there(first[0]) and _there(first[2])
    server.kill()  # without a word to its sessions
    assert _gone(first[0]) and _gone(first[2]) and _gone(first[1]), "who serves is gone, and all that he began"
