"""The server of the app: voila with settings under which it can stand on one's own machine, or behind a proxy.

On one's own machine a page is opened by a token, which the address in the browser has; with ``--network`` the proxy
says who somebody is (`sessions`), sessions have limits (`served`), and files are downloads. In both, requests for other
hosts and from pages of other origins are refused: voila alone answers under every name.
"""

from __future__ import annotations

import argparse
import os
import secrets
import threading
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Sequence
from pathlib import Path

from traitlets.config import Config

from ladder_sim.core.foreign import VoilaServer
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.core.shipped import shipped
from ladder_sim.notebook.copied_sessions import begin_template, can_copy
from ladder_sim.notebook.served import VARIABLE, ServedLimits
from ladder_sim.notebook.serving_options import OPEN, asked, wrong
from ladder_sim.notebook.sessions import LEFT, FromProxy, OwnSessions, Sessions, ToldProtocol

#: Bytes of a message from a browser, which tells how controls stand, or holds a file (`uploads.LARGEST_UPLOAD`).
LARGEST_MESSAGE = 6_000_000
#: Seconds that the server waits for what a session shows first, once it has been built.
SHOWN = 120
#: Seconds between two looks for sessions that nobody uses.
LOOK = 60
#: What a page may load: what this server has, and nothing from elsewhere. Widgets make code and pictures as they go.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self' data: blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)


def settings(given: argparse.Namespace, token: str) -> Config:
    """What voila and Jupyter's server are told."""
    made = Config()
    made.Voila.ip, made.Voila.port, made.Voila.open_browser = given.listen, given.port, False
    made.Voila.notebook_path = str(shipped("notebooks") / "app.ipynb")
    made.Voila.token = token
    made.Voila.tornado_settings = {
        "allow_remote_access": False,  # which voila sets: then every Host would do, also one that an attacker names
        "local_hostnames": ["localhost", *given.name],
        "websocket_max_message_size": LARGEST_MESSAGE,
        "headers": {"Content-Security-Policy": POLICY, "Referrer-Policy": "same-origin"},
    }  # fmt: skip
    made.VoilaConfiguration.template = "ladder"
    made.VoilaConfiguration.allow_template_override = made.VoilaConfiguration.allow_theme_override = "NO"
    made.VoilaConfiguration.show_tracebacks = False
    made.VoilaExecutor.iopub_timeout = SHOWN  # of voila's own four seconds a busy server leaves an empty page
    made.VoilaConfiguration.file_allowlist = []  # pictures beside the notebook are none of the app's
    made.Voila.kernel_websocket_connection_class = ToldProtocol
    # a session that has died, as for lack of memory, is gone and told by its page: another begun in its place would
    # know nothing of the page, which would stand there and answer nothing
    made.KernelRestarter.restart_limit = 0
    # on one's own machine, too, a browser that was ended leaves its session behind
    made.MappingKernelManager.cull_idle_timeout, made.MappingKernelManager.cull_interval = 60 * LEFT, LOOK
    if given.network:
        made.Voila.port_retries = 0  # the proxy knows one port
        made.VoilaConfiguration.multi_kernel_manager_class = Sessions
        made.Sessions.most, made.Sessions.most_each = given.sessions, given.sessions_each
        made.MappingKernelManager.cull_idle_timeout, made.MappingKernelManager.cull_interval = 60 * given.idle, LOOK
        made.MappingKernelManager.cull_connected = True
        made.Voila.identity_provider_class, made.Voila.authorizer_class = FromProxy, OwnSessions
        made.FromProxy.header = given.visitor
    return made


def serve(options: Sequence[str]) -> int:
    """Serve the app until this process is ended; the exit code where it is not served.

    Parameters
    ----------
    options : as written behind `python -m ladder_sim.notebook`; those not known are voila's

    Raises
    ------
    SystemExit
        It is not served as these options ask; the text says why.
    """
    return serve_as(*asked(options))


def serve_as(given: argparse.Namespace, others: Sequence[str] = ()) -> int:
    """`serve` with options that have been read; `others` are voila's. Raises `SystemExit` as it does."""
    if given.health:
        return 0 if answers(given.port) else 1
    if problems := wrong(given) + _cannot_open(given.open):
        raise SystemExit("\n".join(problems))
    if given.open:
        os.environ[OPEN] = str(Path(given.open).resolve())
    templates = [str(Path(__file__).parent / "jupyter"), *filter(None, [os.environ.get("JUPYTER_PATH")])]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(templates)
    if given.network:
        limits = ServedLimits(given.person_months, given.seconds, given.memory)
        os.environ[VARIABLE] = limits.written()
    token = "" if given.network else given.token or secrets.token_urlsafe(24)
    config = settings(given, token)
    if can_copy():
        config.KernelProvisionerFactory.default_provisioner_name = begin_template()
    from voila.app import Voila

    server: VoilaServer = Voila.instance(config=config)
    server.initialize(list(others))
    if not given.network:
        _tell(server, token, show=not given.no_browser)
    server.start()
    return 0


def _cannot_open(file: str | None) -> list[str]:
    """What is wrong with the file to be opened, said before anybody waits for a page."""
    if not file:
        return []
    from ladder_sim.desk.opening import opened  # the server itself has no use for what reads files
    from ladder_sim.desk.state import FIRST

    try:
        opened(Path(file), *FIRST.values())
    except LadderError as error:
        return [str(problem) for problem in error.problems]
    return []


def _tell(server: VoilaServer, token: str, *, show: bool) -> None:
    """Say, once it listens, by which address the page is opened, and open it."""

    def told() -> None:
        address = f"{server.connection_url}?token={token}"
        print(tr("The app: {address}", "应用页面：{address}", address=address), flush=True)
        if show:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    server.open_browser, server.launch_browser = True, told  # voila calls it when it has found a port


def answers(port: int) -> bool:
    """Whether the server on this machine answers on a port; no session is begun."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/voila/static/voila.js", timeout=5) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False
