"""Sessions of visitors whom a proxy names: who may, how many, and whose each is."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("jupyter_server")

from jupyter_server.auth.identity import User
from jupyter_server.base.call_context import CallContext
from jupyter_server.services.kernels.connection.base import serialize_msg_to_ws_v1
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.web import HTTPError

from ladder_sim.notebook import sessions
from ladder_sim.notebook.serving_options import SECRET
from ladder_sim.notebook.sessions import SECRET_HEADER, FromProxy, OwnSessions, Sessions, ToldProtocol, well_formed


def _asks(**headers: str) -> Any:
    return SimpleNamespace(request=SimpleNamespace(headers={k.replace("_", "-"): v for k, v in headers.items()}))


@pytest.mark.parametrize(
    ("secret", "headers", "name"),
    [
        ("", {"Remote_User": "ann"}, "ann"),
        ("", {}, None),
        ("", {"Remote_User": "  "}, None),
        ("", {"Remote_User": "a" * 201}, None),
        ("", {"Remote_User": "ann", SECRET_HEADER: "guess"}, None),
        ("s3cret", {"Remote_User": "ann", SECRET_HEADER: "s3cret"}, "ann"),
        ("s3cret", {"Remote_User": "ann", SECRET_HEADER: "s3cre"}, None),
        ("s3cret", {"Remote_User": "ann"}, None),
        ("s3cret", {SECRET_HEADER: "s3cret"}, None),
    ],
)
def test_a_visitor_is_whom_the_proxy_names(
    secret: str, headers: dict[str, str], name: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET, secret)
    asks = _asks(**headers)
    if name is not None:
        assert FromProxy().get_user(asks).username == name
        return
    with pytest.raises(HTTPError) as refused:
        FromProxy().get_user(asks)
    assert refused.value.status_code == 403 and asks.current_user is None
    english, chinese = (refused.value.log_message % refused.value.args).split("\n")
    assert "sign-in" in english and "登录" in chinese


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch) -> Sessions:
    """Sessions that begin at once and do nothing."""
    there: list[str] = []

    async def begin(self: object, **given: object) -> str:
        await asyncio.sleep(0)  # others may ask meanwhile
        there.append(f"k{len(there)}")
        return there[-1]

    async def end(self: object, kernel: str, **given: object) -> None:
        there.remove(kernel)

    monkeypatch.setattr(AsyncMappingKernelManager, "start_kernel", begin)
    monkeypatch.setattr(AsyncMappingKernelManager, "shutdown_kernel", end)
    made = Sessions()
    made.most, made.most_each = 3, 2
    monkeypatch.setattr(made, "list_kernel_ids", lambda: list(there))
    return made


async def _of(visitor: str, work: Any) -> Any:
    CallContext.set(CallContext.JUPYTER_HANDLER, SimpleNamespace(current_user=User(username=visitor)))
    return await work


async def _codes(manager: Sessions, *visitors: str) -> list[int]:
    """The status for each of those who ask at the same time; 200 for who gets a session."""
    done = await asyncio.gather(*(asyncio.create_task(_of(one, manager.start_kernel())) for one in visitors),
                                return_exceptions=True)  # fmt: skip
    return [one.status_code if isinstance(one, HTTPError) else 200 for one in done]


def test_there_is_room_for_so_many_also_when_all_come_at_once(manager: Sessions) -> None:
    async def play() -> None:
        assert await _codes(manager, "ann", "ann", "ann") == [200, 200, 429]
        assert await _codes(manager, "bob", "cam") == [200, 503]
        with pytest.raises(HTTPError) as refused:
            await _of("bob", manager.shutdown_kernel("k0"))
        assert refused.value.status_code == 403
        await _of("ann", manager.shutdown_kernel("k0"))
        assert await _codes(manager, "cam") == [200]

    asyncio.run(play())


def test_sessions_that_nobody_uses_end_whosever_they_are(manager: Sessions, monkeypatch: pytest.MonkeyPatch) -> None:
    async def idle(self: Sessions, kernel: str) -> None:
        await self.shutdown_kernel(kernel)

    async def play() -> None:
        assert await _codes(manager, "ann", "bob") == [200, 200]
        # the look began in a request of Ann's, and goes on in its context
        await _of("ann", manager.cull_kernel_if_idle("k1"))
        with pytest.raises(HTTPError):
            await _of("bob", manager.shutdown_kernel("k0"))
        assert manager.list_kernel_ids() == ["k0"]

    monkeypatch.setattr(AsyncMappingKernelManager, "cull_kernel_if_idle", idle)
    asyncio.run(play())


def test_a_session_that_its_page_has_left_without_a_word_ends_and_one_that_comes_back_stays(
    manager: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(sessions, "time", SimpleNamespace(monotonic=lambda: now[0]))

    async def used(self: Sessions, kernel: str) -> None:
        """Jupyter ends none: all were used a moment ago."""

    async def look(minutes: float) -> list[str]:
        now[0] += 60 * minutes
        for kernel in list(manager.list_kernel_ids()):
            await _of("ann", manager.cull_kernel_if_idle(kernel))
        return list(manager.list_kernel_ids())

    async def play() -> None:
        assert await _codes(manager, "ann", "bob", "cam") == [200, 200, 200]
        manager._kernel_connections.update({"k0": 0, "k1": 0})  # as Jupyter begins to count them
        for kernel in ("k0", "k1"):
            manager.notify_connect(kernel)
        assert await look(sessions.LEFT + 1) == ["k0", "k1"], "nobody ever came to the third"
        manager.notify_disconnect("k0")
        manager.notify_disconnect("k1")
        assert await look(sessions.LEFT - 1) == ["k0", "k1"]
        manager.notify_connect("k0")  # the line was lost for a while
        assert await look(2) == ["k0"]
        manager.notify_connect("k0")  # a second line, and one of them goes
        manager.notify_disconnect("k0")
        assert await look(sessions.LEFT + 1) == ["k0"]

    monkeypatch.setattr(AsyncMappingKernelManager, "cull_kernel_if_idle", used)
    asyncio.run(play())


def test_a_look_for_such_sessions_gives_memory_back(manager: Sessions, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []
    monkeypatch.setattr(sessions, "give_back", lambda: given.append("all that is free"))
    asyncio.run(manager.cull_kernels())
    assert given


def test_a_session_that_could_not_begin_takes_no_room(manager: Sessions, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(self: object, **given: object) -> str:
        raise OSError("no process")

    async def play() -> None:
        with monkeypatch.context() as patch:
            patch.setattr(AsyncMappingKernelManager, "start_kernel", fails)
            for _ in range(5):
                with pytest.raises(OSError, match="no process"):
                    await _of("ann", manager.start_kernel())
        assert await _codes(manager, "ann", "ann") == [200, 200]

    asyncio.run(play())


def test_who_is_refused_reads_why_in_both_languages(manager: Sessions) -> None:
    async def play() -> None:
        await _codes(manager, "ann", "ann")
        with pytest.raises(HTTPError, match="as many sessions open as one person may") as refused:
            await _of("ann", manager.start_kernel())
        assert "您已打开2个会话" in str(refused.value)

    asyncio.run(play())


def test_a_session_is_for_who_began_it(manager: Sessions) -> None:
    asyncio.run(_of("ann", manager.start_kernel()))
    rule = OwnSessions()

    def may(name: str, kernel: str) -> bool:
        asks: Any = SimpleNamespace(path_kwargs={"kernel_id": kernel}, kernel_manager=manager)
        return rule.is_authorized(asks, User(username=name), "execute", "kernels")

    assert may("ann", "k0") and not may("bob", "k0")
    assert may("bob", ""), "a page without a session is for everybody"


@pytest.mark.parametrize(
    ("offered", "taken"),
    [("v1.kernel.websocket.jupyter.org", True), ("x, v1.kernel.websocket.jupyter.org", True), ("", False),
     ("v1.kernel.websocket.jupyter.org.x", False)],
)  # fmt: skip
def test_only_the_present_protocol_is_spoken(offered: str, taken: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the older one voila takes the first bytes of a picture for a count, and the server's memory ends."""
    reached: list[bool] = []

    async def connected(self: object) -> None:
        reached.append(True)

    monkeypatch.setattr(sessions.ZMQChannelsWebsocketConnection, "prepare", connected)
    asks: Any = SimpleNamespace(websocket_handler=_asks(Sec_WebSocket_Protocol=offered))
    if taken:
        asyncio.run(ToldProtocol.prepare.__get__(_Fake(asks))())
    else:
        with pytest.raises(HTTPError, match="400"):
            asyncio.run(ToldProtocol.prepare.__get__(_Fake(asks))())
    assert bool(reached) == taken


class _Fake(ToldProtocol):
    """One that is connected to nothing."""

    def __init__(self, asks: Any) -> None:
        self.__dict__["asks"] = asks

    @property
    def websocket_handler(self) -> Any:
        return self.__dict__["asks"].websocket_handler


def _place(number: int) -> bytes:
    return number.to_bytes(8, "little")


GOOD = serialize_msg_to_ws_v1([b"{}", b"{}", b"{}", b'{"a": 1}', b"buffer"], "shell")


def test_a_message_is_well_formed() -> None:
    assert well_formed(GOOD)
    assert well_formed(serialize_msg_to_ws_v1([b"{}"] * 4, "control"))


@pytest.mark.parametrize(
    "message",
    ["{}", b"", b"\x00\x00\x00\xffgarbage", _place(2**60) + bytes(100), bytes(8) + bytes(100), GOOD[:30], GOOD[:-1],
     GOOD[:8] + _place(2**40) + GOOD[16:], GOOD[:16] + _place(9**9) + GOOD[24:]],
)  # fmt: skip
def test_a_message_that_is_none_reaches_no_session(message: str | bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Jupyter's server makes a list as long as the first eight bytes say; a dozen bytes took all of its memory."""
    monkeypatch.setattr(sessions.ZMQChannelsWebsocketConnection, "handle_incoming_message", lambda *_: pytest.fail())
    closed: list[int] = []
    asks: Any = SimpleNamespace(websocket_handler=SimpleNamespace(close=closed.append))
    _Fake(asks).handle_incoming_message(message)
    assert closed == [1002]
