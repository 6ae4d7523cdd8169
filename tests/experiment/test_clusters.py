"""A cluster of Dask: refused in plain words where there is none, and the same numbers where a worker dies."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import ladder_sim as ls
from ladder_sim.cli import main
from ladder_sim.core.problems import LadderError
from ladder_sim.experiment import clusters
from ladder_sim.experiment.clusters import cluster
from ladder_sim.experiment.sharing import playing_here
from tests import scenes

PEOPLE, SCHEMES = "small-department-30", ("ecommerce-dual-track", "fabric-star-pay")


def test_dask_that_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> ModuleType:
        raise ImportError(name)

    monkeypatch.setattr(clusters, "import_module", missing)
    with pytest.raises(LadderError, match=r"--scheduler needs dask: pip install 'ladder-sim\[dask\]'"), cluster("x"):
        pass


@pytest.fixture
def dask(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dask need not be there to refuse an address."""
    monkeypatch.setattr(clusters, "import_module", lambda _: ModuleType("distributed"))


@pytest.mark.usefixtures("dask")
@pytest.mark.parametrize("address", ["", "here", "tcp://host", "host:8786", "tcp://host:port", "tcp://host:99999"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(LadderError, match=r"an address has the form tcp://HOST:PORT"), cluster(address):
        pass


@pytest.mark.usefixtures("dask")
def test_an_address_where_nobody_listens_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and not listened to
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        said = rf"{address}: no Dask scheduler answers there \(.*refused"
        with pytest.raises(LadderError, match=said), cluster(address):
            pass


class Client:
    """A client of a cluster whose workers tell this of themselves."""

    def __init__(self, told: dict[str, object]) -> None:
        self.told, self.closed = told, False

    def wait_for_workers(self, number: int, timeout: float) -> None:
        if not self.told:
            raise TimeoutError

    def run(self, function: Any, text: str, on_error: str) -> dict[str, object]:
        assert eval(text) == playing_here(), "what a worker is asked is what it should tell"
        return self.told

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({}, "the scheduler has no workers"),
        ({"tcp://a:1": ("other", "1.0")}, r"tcp://a:1: executor: a worker has ladder_sim other with NumPy 1\.0"),
        ({"tcp://a:1": ModuleNotFoundError("No module named 'ladder_sim'")},
         r"tcp://a:1: ladder_sim cannot be loaded there \(No module named 'ladder_sim'\)"),
    ],
)  # fmt: skip
def test_workers_that_cannot_do_it_are_refused(
    told: dict[str, object], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(told)
    monkeypatch.setattr(clusters, "_client", lambda _: client)
    with pytest.raises(LadderError, match=said), cluster("tcp://a:2"):
        pass
    assert client.closed


@pytest.mark.usefixtures("dask")
def test_the_command_line_says_it_without_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", *SCHEMES, "--scheduler", "tcp://127.0.0.1:9", "--months", "2"]) == 1
    assert "no Dask scheduler answers there" in capsys.readouterr().err
    assert main(["compare", *SCHEMES, "--scheduler", "tcp://127.0.0.1:9", "--workers", "2"]) == 2
    assert "--workers are processes of this machine, --scheduler names a cluster" in capsys.readouterr().err


# --- a cluster in truth -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def local() -> Iterator[Any]:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, processes=True) as made:
        yield made


@pytest.mark.slow
def test_a_worker_that_is_killed_loses_nothing(local: Any, tmp_path: Path) -> None:
    often: Any = {"months": 24, "replications": 120}
    alone = ls.simulate(SCHEMES[0], PEOPLE, **often)
    told: list[tuple[int, int]] = []
    distributed = pytest.importorskip("distributed")
    with distributed.Client(local) as client, client.get_executor(pure=False) as executor:
        victim = min(client.run(os.getpid).values())

        def kill(done: int, total: int) -> None:
            told.append((done, total))
            if len(told) == 1:  # in the middle of the work, with pieces on the way
                os.kill(victim, signal.SIGKILL)

        many = ls.simulate(SCHEMES[0], PEOPLE, **often, executor=executor, progress=kill, store=tmp_path, block=300)
    assert told == [(done, 120) for done in range(10, 130, 10)]
    assert scenes.bits(many) == scenes.bits(alone)
    kept = ls.simulate(SCHEMES[0], PEOPLE, **often, store=tmp_path)
    assert scenes.bits(kept) == scenes.bits(alone)


@pytest.mark.slow
def test_comparisons_and_worlds_go_to_a_cluster(local: Any, capsys: pytest.CaptureFixture[str]) -> None:
    often: Any = {"months": 12, "replications": 5}
    alone = ls.compare(list(SCHEMES), PEOPLE, **often)
    with cluster(local.scheduler_address) as executor:
        many = ls.compare(list(SCHEMES), PEOPLE, **often, executor=executor)
        worlds = many.worlds("turnover", 4, executor=executor)
    assert [scenes.bits(run) for run in many.runs] == [scenes.bits(run) for run in alone.runs]
    assert alone.worlds("turnover", 4).table().equals(worlds.table())
    asked = ["run", SCHEMES[0], "--workforce", PEOPLE, "--months", "12", "--replications", "5", "--json"]
    said = []
    for more in ([], ["--scheduler", local.scheduler_address]):
        assert main([*asked, *more]) == 0
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]
