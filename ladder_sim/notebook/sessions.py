"""Who may have a session of the app, how many there are, and whose each is. Loaded by the server alone.

Jupyter's server asks three objects: the identity provider who somebody is, the authorizer whether he may, and the
kernel manager for a session. Each is replaced here by one that refuses in words.
"""

from __future__ import annotations

import hmac
import os
import time
from contextvars import ContextVar

from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.identity import IdentityProvider, User
from jupyter_server.base.call_context import CallContext
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado import web
from traitlets import Integer, Unicode

from ladder_sim.core.i18n import Title, tr
from ladder_sim.notebook.giving_back import give_back
from ladder_sim.notebook.serving_options import HEADER, SECRET

#: Whether it is the server that looks for sessions that nobody uses.
_LOOKING: ContextVar[bool] = ContextVar("looking", default=False)
#: The header in which the proxy says its secret.
SECRET_HEADER = "X-Ladder-Secret"
LONGEST_NAME = 200
#: Minutes after which a session ends that no page is connected to: one whose browser was ended says no farewell.
LEFT = 10
FEWEST, MOST_PLACES = 6, 1_000  # places in a message: its channel, four parts, the end, and one for each buffer
#: The protocol in which a browser and a session talk.
PROTOCOL = "v1.kernel.websocket.jupyter.org"

NO_LOGIN = Title("This page is reached through the sign-in of your organization, not directly.",
                 "请通过本单位的登录页面访问此页面，不能直接访问。")  # fmt: skip
NOT_YOURS = Title("This session belongs to somebody else.", "该会话属于其他用户。")
ALL_TAKEN = Title("All sessions of this server ({most}) are in use. Try again in a few minutes.",
                  "本服务器的{most}个会话均已占用，请几分钟后再试。")  # fmt: skip
NO_PROTOCOL = Title("A session is talked to in the protocol {name} alone.", "会话只接受 {name} 协议。")
OWN_TAKEN = Title("You have as many sessions open as one person may ({most}). Close a page of this app, then reload "
                  "this one.",
                  "您已打开{most}个会话，达到每人上限。请先关闭一个本应用的页面，再刷新此页。")  # fmt: skip


def refusal(status: int, why: Title) -> web.HTTPError:
    """An answer in both languages: who is refused has chosen none yet."""
    return web.HTTPError(status, "%s\n%s", *why.spellings)


class FromProxy(IdentityProvider):
    """A visitor is whom the proxy names in a header; who comes past the proxy is refused.

    Where the environment has the proxy's secret, a request must have it too: a header can be written by anybody who
    reaches this port.
    """

    header = Unicode(HEADER, config=True)  # in which the proxy says who somebody is

    @property
    def auth_enabled(self) -> bool:
        """Somebody unnamed is nobody."""
        return True

    def get_user(self, handler: web.RequestHandler) -> User:
        """The visitor. Raises `HTTPError` 403 where the proxy names none."""
        name = handler.request.headers.get(self.header, "").strip()
        secret = os.environ.get(SECRET, "")
        shown = handler.request.headers.get(SECRET_HEADER, "")
        if not 0 < len(name) <= LONGEST_NAME or not hmac.compare_digest(secret.encode(), shown.encode()):
            handler.current_user = None  # so that the page of the error is drawn for nobody
            setattr(handler, "_jupyter_current_user", None)  # noqa: B010  (a name of Jupyter's own)
            raise refusal(403, NO_LOGIN)
        return User(username=name, name=name, display_name=name)


class OwnSessions(Authorizer):
    """A session is for the visitor who began it, also where another has learned its address."""

    def is_authorized(self, handler: JupyterHandler, user: User, action: str, resource: str) -> bool:
        """Whether the session that a request names is the user's; requests that name none are free."""
        name = handler.path_kwargs.get("kernel_id", "")
        manager = handler.kernel_manager
        return not isinstance(manager, Sessions) or manager.owned(name, user.username)


class Sessions(AsyncMappingKernelManager):
    """Sessions, up to a number for all and a number for each visitor."""

    most = Integer(20, config=True)  # sessions at once
    most_each = Integer(3, config=True)  # of one visitor

    def __init__(self, **given: object) -> None:
        super().__init__(**given)  # type: ignore[no-untyped-call]  # Jupyter's own have no types
        self._owners: dict[str, str] = {}
        self._beginning: list[str] = []  # whose sessions are about to be there
        self._left: dict[str, float] = {}  # since when no page is connected to a session

    def owned(self, kernel: str, visitor: str) -> bool:
        """Whether a session is the visitor's, or nobody's."""
        return self._owners.get(kernel, visitor) == visitor

    async def start_kernel(self, **given: object) -> str:  # type: ignore[override]  # Jupyter's own have no types
        """Begin a session. Raises `HTTPError` 503 or 429 where there is no room."""
        visitor = _visitor()
        there = [*(self._owners.get(kernel, "") for kernel in self.list_kernel_ids()), *self._beginning]
        if len(there) >= self.most:
            raise refusal(503, ALL_TAKEN.fill(most=self.most))
        if there.count(visitor) >= self.most_each:
            raise refusal(429, OWN_TAKEN.fill(most=self.most_each))
        self._beginning.append(visitor)
        try:
            kernel: str = await super().start_kernel(**given)  # type: ignore[arg-type]  # Jupyter's own have no types
            self._owners[kernel] = visitor
            self._left[kernel] = time.monotonic()
        finally:
            self._beginning.remove(visitor)
        return kernel

    def notify_connect(self, kernel_id: str) -> None:
        """A page is connected to a session."""
        super().notify_connect(kernel_id)  # type: ignore[no-untyped-call]  # Jupyter's own have no types
        self._left.pop(kernel_id, None)

    def notify_disconnect(self, kernel_id: str) -> None:
        """A page is no longer connected to a session, which waits for it to come back."""
        super().notify_disconnect(kernel_id)  # type: ignore[no-untyped-call]  # Jupyter's own have no types
        if not self._kernel_connections.get(kernel_id):
            self._left[kernel_id] = time.monotonic()

    async def cull_kernels(self) -> None:
        """Look for sessions that nobody uses, and give back memory: each page that was written has left some behind."""
        await super().cull_kernels()  # type: ignore[no-untyped-call]  # Jupyter's own have no types
        give_back()

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End a session that nobody uses, whosever it is, or that its page has left without a word.

        The look for such sessions goes on in the context of the request that began it, which is no request for this.
        """
        before = _LOOKING.set(True)
        try:
            since = self._left.get(kernel_id)
            if since is not None and time.monotonic() - since > 60 * LEFT:
                await self.shutdown_kernel(kernel_id)
                return
            await super().cull_kernel_if_idle(kernel_id)  # type: ignore[no-untyped-call]  # Jupyter's own have no types
        finally:
            _LOOKING.reset(before)

    async def shutdown_kernel(self, kernel_id: str, now: bool = False, restart: bool = False) -> None:  # type: ignore[override]  # Jupyter's own have no types
        """End a session. Raises `HTTPError` 403 where a visitor ends that of another."""
        asked = CallContext.get(CallContext.JUPYTER_HANDLER) is not None and not _LOOKING.get()
        if asked and not self.owned(kernel_id, _visitor()):
            raise refusal(403, NOT_YOURS)
        await super().shutdown_kernel(kernel_id, now=now, restart=restart)  # type: ignore[no-untyped-call]  # Jupyter's own have no types
        self._owners.pop(kernel_id, None)
        self._left.pop(kernel_id, None)


def _visitor() -> str:
    """The name of who asks now."""
    handler = CallContext.get(CallContext.JUPYTER_HANDLER)
    user = getattr(handler, "current_user", None)
    return str(getattr(user, "username", ""))


class ToldProtocol(ZMQChannelsWebsocketConnection):
    """A connection to a session, in Jupyter's present protocol alone, and well formed.

    Its messages begin with a count, which Jupyter's server believes: a list of that many places is made of eight bytes
    that anybody can send. Voila reads what goes to the browser so, too, whatever protocol was agreed; in the older one
    the first bytes of a picture are such a count. Either takes all memory, and the server answers nobody any more.
    """

    async def prepare(self) -> None:
        """Refuse a browser that does not offer the protocol, before it is connected. Raises `HTTPError` 400."""
        offered = self.websocket_handler.request.headers.get("Sec-WebSocket-Protocol", "")
        if PROTOCOL not in {one.strip() for one in offered.split(",")}:
            raise refusal(400, NO_PROTOCOL.fill(name=PROTOCOL))
        await super().prepare()  # type: ignore[no-untyped-call]  # Jupyter's own have no types

    def handle_incoming_message(self, incoming_msg: str | bytes) -> None:
        """Hand a message to the session; one that is no message ends the connection."""
        if not well_formed(incoming_msg):
            self.log.warning(tr("a message that is none; the connection is closed", "收到无效消息，已关闭连接"))
            self.websocket_handler.close(1002)
            return
        super().handle_incoming_message(incoming_msg)  # type: ignore[arg-type]  # Jupyter's own have no types


def well_formed(message: str | bytes) -> bool:
    """Whether a message is one of the protocol: a count, so many places in rising order, then channel and parts.

    The first place is where the channel begins; the last ends the last part.
    """
    if not isinstance(message, bytes) or len(message) < 8:
        return False
    count = int.from_bytes(message[:8], "little")
    if not FEWEST <= count <= MOST_PLACES or 8 * (count + 1) > len(message):
        return False
    places = [int.from_bytes(message[8 * i : 8 * (i + 1)], "little") for i in range(1, count + 1)]
    return places[0] == 8 * (count + 1) and places == sorted(places) and places[-1] <= len(message)
