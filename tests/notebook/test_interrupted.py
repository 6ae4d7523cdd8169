"""A cell interrupted in mid-run leaves nothing behind: the kernel lives, its helpers go, and the run is the same."""

from __future__ import annotations

import os
import queue
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

jupyter_client = pytest.importorskip("jupyter_client")
pytest.importorskip("ipykernel")
pytestmark = pytest.mark.slow  # starts a kernel

ROOT = Path(__file__).resolve().parents[2]
BEGIN = """
import multiprocessing, os
from pathlib import Path
import ladder_sim as ls
schemes, people = ["ecommerce-dual-track", "video-cloud-levels"], "small-department-30"
def played(**more):
    return ls.compare(schemes, people, months=6, replications=8, **more).table().to_json()
before = played()
"""
LONG = """
def begun(done, total):
    Path("begun").touch()
ls.compare(schemes, people, months=60, replications=6_000, progress=begun, {how}).save("out", ["csv"])
"""
CHECK = """
assert played({how}) == before, "other numbers than before"
assert not [child for child in multiprocessing.active_children() if child.is_alive()], "processes are left"
left = sorted(path.name for path in Path().iterdir() if path.name not in ("begun", "kept"))
assert not left, left
print("same")
"""


@pytest.fixture
def kernel(tmp_path: Path) -> Iterator[tuple[Any, Any]]:
    manager, client = jupyter_client.manager.start_new_kernel(
        kernel_name="python3", cwd=str(tmp_path), env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    try:
        yield manager, client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def answer(client: Any, message: str) -> str:
    """What a cell printed, or the name of its error."""
    text = ""
    while True:
        try:
            found = client.get_iopub_msg(timeout=120)
        except queue.Empty:
            raise AssertionError("the kernel does not answer") from None
        if found["parent_header"].get("msg_id") != message:
            continue
        kind, content = found["msg_type"], found["content"]
        if kind == "stream" and content["name"] == "stdout":
            text += content["text"]
        elif kind == "error":
            text += content["ename"] + (f": {content['evalue']}" if content["evalue"] else "")
        elif kind == "status" and content["execution_state"] == "idle":
            return text


@pytest.mark.parametrize("how", ["", "executor=2", "store='kept'"])
def test_a_cell_that_was_interrupted_is_run_again(kernel: tuple[Any, Any], tmp_path: Path, how: str) -> None:
    manager, client = kernel
    assert answer(client, client.execute(BEGIN)) == ""
    running = client.execute(LONG.format(how=how))
    until = time.monotonic() + 120
    while not (tmp_path / "begun").exists():
        assert time.monotonic() < until
        time.sleep(0.05)
    manager.interrupt_kernel()
    assert answer(client, running) == "KeyboardInterrupt"
    for _ in range(2):
        assert answer(client, client.execute(CHECK.format(how=how))) == "same\n"
