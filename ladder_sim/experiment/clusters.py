"""A cluster of Dask that is under way somewhere, as an executor; its workers must play to the same bits."""

from __future__ import annotations

import gc
import socket
import sys
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from importlib import import_module
from urllib.parse import urlsplit

from ladder_sim.core.foreign import DaskClient
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.experiment.sharing import other_version, playing_here

SOON = 5.0  # seconds within which a scheduler answers
WORKERS = 30.0  # seconds within which a first worker is there
#: What is asked of a worker, in words that it understands without this package.
_ASKED = """(lambda load: (load("ladder_sim.results.origin").code(), load("numpy").__version__))(
    __import__("importlib").import_module)"""


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """The workers of a Dask scheduler meanwhile.

    Parameters
    ----------
    address : where it listens, as it says when it begins: ``tcp://host:8786``

    Raises
    ------
    LadderError
        Dask is not installed, nobody answers there, there are no workers, or one would not play to the same bits.
    """
    client = _client(address)
    try:
        _check(client, address)
        executor: Executor = client.get_executor(pure=False)
        yield executor
    finally:
        with suppress(OSError, TimeoutError):  # the scheduler may be gone
            client.close()


def _client(address: str) -> DaskClient:
    try:
        dask = import_module("distributed")
    except ImportError:
        raise LadderError(tr("--scheduler needs dask: pip install 'ladder-sim[dask]'",
                             "--scheduler 需要 dask：pip install 'ladder-sim[dask]'")) from None  # fmt: skip
    _reach(address)
    try:
        return dask.Client(address, timeout=SOON, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        why = str(error)
    with _unraisable_unsaid():  # what is half begun ends here, and fails at it
        gc.collect()
    raise LadderError(_nobody(address, why))


def _reach(address: str) -> None:
    """Refuse an address that cannot be one, or where nobody listens."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or not port:
        raise LadderError(tr("--scheduler {address}: an address has the form tcp://HOST:PORT, as the scheduler says it"
                             " when it begins, such as tcp://10.0.0.5:8786",
                             "--scheduler {address}：地址的格式为 tcp://主机:端口（调度器启动时会显示），例如"
                             " tcp://10.0.0.5:8786", address=address))  # fmt: skip
    try:
        socket.create_connection((host, port), SOON).close()
    except OSError as error:
        raise LadderError(_nobody(address, str(error))) from error


def _nobody(address: str, why: str) -> str:
    return tr("--scheduler {address}: no Dask scheduler answers there ({why}); begin one with dask scheduler, and"
              " workers with dask worker {address}",
              "--scheduler {address}：该地址没有 Dask 调度器应答（{why}）；请用 dask scheduler 启动调度器，用"
              " dask worker {address} 启动工作节点", address=address, why=why)  # fmt: skip


def _check(client: DaskClient, address: str) -> None:
    """Refuse a cluster without workers, or with one that would not play to the same bits."""
    with suppress(TimeoutError):
        client.wait_for_workers(1, timeout=WORKERS)
    told: dict[str, object] = client.run(eval, _ASKED, on_error="return")
    if not told:
        raise LadderError(tr("--scheduler {address}: the scheduler has no workers; begin some with dask worker"
                             " {address}",
                             "--scheduler {address}：调度器没有工作节点；请用 dask worker {address} 启动",
                             address=address))  # fmt: skip
    problems = [said for worker, there in sorted(told.items()) if (said := _unfit(worker, there))]
    if problems:
        raise LadderError("\n".join(problems))


def _unfit(worker: str, there: object) -> str:
    """Why a worker cannot do the work; empty where it can."""
    if there == playing_here():
        return ""
    if isinstance(there, tuple):
        return f"{worker}: {other_version(playing_here(), there)}"
    return tr("{worker}: ladder_sim cannot be loaded there ({why}); install the same version as here",
              "{worker}：该节点无法载入 ladder_sim（{why}）；请安装与本机相同的版本",
              worker=worker, why=there)  # fmt: skip


@contextmanager
def _unraisable_unsaid() -> Iterator[None]:
    before, sys.unraisablehook = sys.unraisablehook, lambda _: None
    try:
        yield
    finally:
        sys.unraisablehook = before
