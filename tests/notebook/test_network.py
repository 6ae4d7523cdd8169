"""The app as a department has it, asked on the loopback of this machine: who is refused, and what cannot be done to it.

A few dozen requests and messages, each with a limit of time; the server ends with the test.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from places import ROOT

pytest.importorskip("voila")

from jupyter_server.services.kernels.connection.base import serialize_msg_to_ws_v1
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest, HTTPResponse
from tornado.websocket import WebSocketClientConnection, websocket_connect

from ladder_sim.notebook.serving import answers
from ladder_sim.notebook.sessions import PROTOCOL

pytestmark = pytest.mark.slow
HOST, WAIT = "ladder.example.com", 120.0
ANN = {"Remote-User": "ann", "Origin": f"http://{HOST}"}


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory(prefix="ladder-sim-", ignore_cleanup_errors=True) as place:
        env = {**os.environ, "PYTHONPATH": str(ROOT), "LADDER_SIM_REPLICATIONS": "4", "LADDER_SIM_MONTHS": "6",
               "JUPYTER_RUNTIME_DIR": place, "JUPYTER_CONFIG_DIR": place, "IPYTHONDIR": place,
               "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}  # fmt: skip
        command = [sys.executable, "-m", "ladder_sim.notebook", "--network", "--name", HOST, "--port", str(free),
                   "--sessions", "2", "--sessions-each", "1"]  # fmt: skip
        server = subprocess.Popen(command, env=env, cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            end = time.monotonic() + WAIT
            while not answers(free):
                assert server.poll() is None and time.monotonic() < end, "the server did not start"
                time.sleep(0.3)
            yield free
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


async def _ask(port: int, path: str, headers: dict[str, str]) -> HTTPResponse:
    request = HTTPRequest(f"http://127.0.0.1:{port}{path}", headers={"Host": HOST, **headers}, request_timeout=WAIT)
    return await AsyncHTTPClient().fetch(request, raise_error=False)


async def _talk(
    port: int, session: str, headers: dict[str, str], protocol: str = PROTOCOL
) -> WebSocketClientConnection:
    address = f"ws://127.0.0.1:{port}/api/kernels/{session}/channels?session_id={uuid.uuid4()}"
    request = HTTPRequest(address, headers={"Host": HOST, **headers}, connect_timeout=WAIT, request_timeout=WAIT)
    return await websocket_connect(request, subprotocols=[protocol] if protocol else None)


async def _refused(port: int, session: str, headers: dict[str, str], protocol: str = PROTOCOL) -> int:
    with pytest.raises(HTTPClientError) as no:
        await _talk(port, session, headers, protocol)
    return no.value.code


def _message(kind: str, content: dict[str, Any]) -> bytes:
    head = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "username": "", "session": "s", "version": "5.3",
            "date": "2026-01-01T00:00:00Z"}  # fmt: skip
    return bytes(serialize_msg_to_ws_v1([json.dumps(part).encode() for part in (head, {}, {}, content)], "shell"))


def test_who_is_refused_and_what_cannot_be_done(port: int, tmp_path: Path) -> None:
    asyncio.run(asyncio.wait_for(_visits(port, tmp_path / "made"), 5 * WAIT))
    assert not (tmp_path / "made").exists()


async def _visits(port: int, made: Path) -> None:
    nobody = await _ask(port, "/", {})
    assert nobody.code == 403 and "sign-in" in nobody.body.decode() and "登录页面" in nobody.body.decode()
    assert (await _ask(port, "/", {**ANN, "Host": "evil.example"})).code == 403
    page = await _ask(port, "/", ANN)
    assert page.code == 200 and "default-src 'self'" in page.headers["Content-Security-Policy"]
    found = re.search(r'kernelId"\s*:\s*"([^"]+)"', page.body.decode())
    assert found is not None
    session = found[1]
    again = await _ask(port, "/", ANN)
    assert again.code == 429 and "as many sessions open as one person may (1)" in again.body.decode()

    strange = ({"Remote-User": "bob"}, {"Remote-User": ""}, {"Origin": "http://evil.example"}, {"Origin": "null"},
               {"Host": "evil.example"})  # fmt: skip
    for headers in ({**ANN, **one} for one in strange):
        assert await _refused(port, session, headers) == 403, headers
    assert await _refused(port, session, ANN, protocol="") == 400
    assert (await _ask(port, f"/api/kernels/{session}", {"Remote-User": "bob"})).code == 403
    assert (await _ask(port, f"/api/kernels/{session}", ANN)).code == 200

    talk = await _talk(port, session, ANN)
    code = f"open({str(made)!r}, 'w').close()"
    await talk.write_message(_message("execute_request", {"code": code, "silent": False}), binary=True)
    await asyncio.sleep(2)
    talk.close()
    assert not made.exists(), "code of a visitor was run"
    for bad in ((2**60).to_bytes(8, "little") + bytes(8), b"\x00\x00\x00\xffgarbage"):
        talk = await _talk(port, session, ANN)
        await talk.write_message(bad, binary=True)
        while await asyncio.wait_for(talk.read_message(), WAIT) is not None:
            pass  # until it is closed
        assert (await _ask(port, f"/api/kernels/{session}", ANN)).code == 200, "the server answers nobody any more"
    assert answers(port)
