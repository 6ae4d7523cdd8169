"""``python -m ladder_sim.notebook``: what the server is told, what it refuses to do, and what a session may use."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("jupyter_server")

from places import ROOT

from ladder_sim.core import i18n
from ladder_sim.core.problems import NOWHERE, LadderError, Problem
from ladder_sim.notebook import __main__ as command
from ladder_sim.notebook import serving
from ladder_sim.notebook.app_page import MONTHS, REPLICATIONS, App
from ladder_sim.notebook.banner import Banner
from ladder_sim.notebook.pages.view_kinds import VIEWS, ViewKind
from ladder_sim.notebook.served import RUNS_OF_A_VIEW, VARIABLE, ServedLimits, limits_here
from ladder_sim.notebook.serving_options import COUNTS, SECRET, asked, wrong
from ladder_sim.notebook.settings import Settings

HOST = "ladder.example.com"


class Server:
    """In place of voila: keeps what it was told."""

    connection_url = "http://127.0.0.1:8866/"

    def __init__(self, config: Any) -> None:
        self.config, self.options, self.started = config, [""], False

    def initialize(self, options: list[str]) -> None:
        self.options = options

    def start(self) -> None:
        self.started = True
        getattr(self, "launch_browser", lambda: None)()


@pytest.fixture
def voila(monkeypatch: pytest.MonkeyPatch) -> list[Server]:
    made: list[Server] = []
    fake = SimpleNamespace(Voila=SimpleNamespace(instance=lambda config: made.append(Server(config)) or made[-1]))
    monkeypatch.setitem(sys.modules, "voila", SimpleNamespace(app=fake))
    monkeypatch.setitem(sys.modules, "voila.app", fake)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name)
    monkeypatch.setattr(serving, "begin_template", lambda: "copies")
    monkeypatch.setenv("JUPYTER_PATH", "/mine")
    monkeypatch.delenv(SECRET, raising=False)
    monkeypatch.setenv(VARIABLE, "")  # so that it is put back
    return made


def test_the_app_is_served_from_where_the_package_is(voila: list[Server], capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--no-browser", "--port", "8870", "--Voila.base_url=/x/"]) == 0
    (server,) = voila
    told = server.config.Voila
    assert server.started and server.options == ["--Voila.base_url=/x/"]
    assert (told.ip, told.port, told.open_browser) == ("127.0.0.1", 8870, False) and Path(told.notebook_path).is_file()
    assert server.config.VoilaConfiguration.template == "ladder"
    own, theirs = os.environ["JUPYTER_PATH"].split(os.pathsep)
    templates = Path(own) / "voila" / "templates" / "ladder"
    assert theirs == "/mine" and (templates / "index.html.j2").is_file() and (templates / "error.html").is_file()
    assert len(told.token) > 20 and f"?token={told.token}" in capsys.readouterr().out
    assert not os.environ[VARIABLE], "on one's own machine there are no limits"


@pytest.mark.parametrize("can", [True, False])
def test_sessions_are_copies_where_the_system_can(
    can: bool, voila: list[Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "can_copy", lambda: can)
    assert command.main(["--no-browser"]) == 0
    told = voila[0].config.KernelProvisionerFactory
    assert told.get("default_provisioner_name") == ("copies" if can else None)


def test_other_hosts_and_other_pages_are_refused(voila: list[Server]) -> None:
    assert command.main(["--no-browser"]) == 0
    assert command.main(["--network", "--name", HOST]) == 0
    alone, department = (server.config.Voila.tornado_settings for server in voila)
    assert alone["allow_remote_access"] is department["allow_remote_access"] is False
    assert alone["local_hostnames"] == ["localhost"] and department["local_hostnames"] == ["localhost", HOST]
    policy = alone["headers"]["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "http" not in policy
    for server in voila:  # a page of one's own may not choose another template
        assert server.config.VoilaConfiguration.allow_template_override == "NO"
        assert server.config.Voila.kernel_websocket_connection_class.__name__ == "ToldProtocol"
        assert server.config.VoilaExecutor.iopub_timeout >= 60, "many who come at once wait, and get no empty page"
    looked = voila[0].config.MappingKernelManager
    assert looked.cull_idle_timeout > 0 and "cull_connected" not in looked, (
        "a session whose browser was ended ends, too"
    )


def test_a_department_is_served_with_limits(voila: list[Server]) -> None:
    given = ("--sessions", "7", "--sessions-each", "2", "--idle", "5", "--person-months", "1000", "--seconds", "9")
    assert command.main(["--network", "--name", HOST, "--visitor", "X-User", *given]) == 0
    told = voila[0].config
    assert (told.Sessions.most, told.Sessions.most_each, told.MappingKernelManager.cull_idle_timeout) == (7, 2, 300)
    assert told.MappingKernelManager.cull_connected and told.FromProxy.header == "X-User" and told.Voila.token == ""
    assert limits_here() == ServedLimits(1000, 9, COUNTS["memory"][0])


@pytest.mark.parametrize(
    ("options", "secret", "said"),
    [
        (["--listen", "0.0.0.0"], "", ["without sign-in and encryption"]),
        (["--listen", "192.168.1.4", "--network", "--name", HOST], "short", [f"set {SECRET} to a secret of 16"]),
        (["--listen", "0.0.0.0", "--network", "--token", "x", "--sessions", "2"], "",
         [f"set {SECRET}", "--network: name the host", "--token: with --network",
          "--sessions-each 3: more than --sessions 2"]),
        (["--listen", "::", "--network", "--name", HOST], "s" * 16, []),
        (["--listen", "::1"], "", []),
        (["--listen", "localhost"], "", []),
        (["--network", "--name", HOST], "", []),
    ],
)  # fmt: skip
def test_what_would_be_open_to_everybody_is_refused_all_at_once(
    options: list[str], secret: str, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET, secret)
    given, _ = asked(options)
    found = wrong(given)
    assert len(found) == len(said) and all(map(str.__contains__, found, said))
    i18n.use("zh")
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in line) for line in wrong(given))


def test_a_refusal_ends_the_command(voila: list[Server]) -> None:
    with pytest.raises(SystemExit, match="without sign-in"):
        command.main(["--listen", "0.0.0.0"])
    with pytest.raises(SystemExit):
        command.main(["--sessions", "0"])
    assert not voila


def test_without_voila_it_is_said_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    for language, said in (("en", "the app needs voila: pip install"), ("zh", "应用页面需要 voila：pip install")):
        i18n.use(language)
        assert command.main([]) == 2 and said in capsys.readouterr().err


def test_health_of_a_port_where_nobody_listens() -> None:
    assert serving.serve(["--health", "--port", "9"]) == 1


# --- limits of a session ------------------------------------------------------------------------


def _app(limits: ServedLimits) -> App:
    return App("three-routes", "small-department-30",
               Settings(months=6, replications=4, prefetch=False, limits=limits))  # fmt: skip


def test_a_run_is_measured_before_it_begins() -> None:
    ServedLimits(person_months=720).check(30, 6, 4)
    with pytest.raises(LadderError, match="31 people over 6 months, 4 times, are 744 person-months"):
        ServedLimits(person_months=720).check(31, 6, 4)
    i18n.use("zh")
    with pytest.raises(LadderError, match="本服务器每次运行最多720人月"):
        ServedLimits(person_months=720).check(31, 6, 4)


@pytest.mark.parametrize("kind", VIEWS)
def test_every_view_of_the_usual_page_fits_the_usual_server(kind: ViewKind) -> None:
    usual = ServedLimits()
    usual.check(200, MONTHS, REPLICATIONS * VIEWS[kind].plays, RUNS_OF_A_VIEW)
    with pytest.raises(LadderError, match="on this server a view has 100,000,000 at most"):
        usual.check(200, MONTHS, REPLICATIONS * 42, RUNS_OF_A_VIEW)


def test_of_many_problems_the_later_are_folded_away() -> None:
    banner = Banner()
    problems = [Problem(NOWHERE, f"wrong {n}") for n in range(9)]
    banner.error(LadderError(problems[:6]))
    assert "<details>" not in banner.text
    banner.error(LadderError(problems))
    shown, _, folded = banner.text.partition("<details><summary>and 3 more</summary>")
    assert [f"wrong {n}" in shown for n in range(9)] == [True] * 6 + [False] * 3
    assert all(f"<div>wrong {n}</div>" in folded for n in (6, 7, 8))


@pytest.mark.slow
def test_a_run_that_is_too_large_is_refused_in_words() -> None:
    shown = _app(ServedLimits(person_months=719))
    assert "30 people over 6 months, 4 times, are 720 person-months" in shown.banner.text and shown.explorer is None
    fits = _app(ServedLimits(person_months=720))
    assert not fits.banner.text and fits.explorer is not None
    people = fits.explorer.workforce_controls.controls["headcount"]
    people.value = people.max
    assert "person-months; on this server a run has 720 at most" in fits.explorer.banner.text


def test_a_run_that_takes_too_long_is_stopped_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("ladder_sim.notebook.served.time", SimpleNamespace(monotonic=lambda: now[0]))
    told = ServedLimits(seconds=5).clock()
    now[0] = 5.0
    told(1, 2)
    now[0] = 5.1
    told(2, 2)  # it is done
    with pytest.raises(LadderError, match="stopped after 5 seconds"):
        told(1, 2)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of Linux")
def test_a_session_without_memory_says_so(tmp_path: Path) -> None:
    import subprocess

    script = (
        "import numpy as np\nfrom ladder_sim.core.i18n import use\nuse('en')\n"
        "from ladder_sim.notebook.banner import Banner, guarded\n"
        "from ladder_sim.notebook.served import ServedLimits\nassert ServedLimits(memory=100).bind_memory()\n"
        "class Page:\n    banner = Banner()\n    @guarded\n    def ask(self):\n        np.ones(40_000_000)\n"
        "page = Page(); page.ask(); print(page.banner.text)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "this needs more memory than there is for this page" in done.stdout


@pytest.mark.slow
def test_files_of_a_session_are_downloads_and_nothing_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    explorer = _app(ServedLimits()).explorer
    assert explorer is not None
    assert explorer.save_controls.folder.layout.display == "none"
    explorer.save_controls.name.value = "mine"
    control = next(c for c in explorer.parameter_controls.controls.values() if hasattr(c, "step"))
    control.value = control.value + control.step
    explorer.save_controls.save.click()
    assert 'download="mine.yaml" href="data:text/yaml;base64,' in explorer.banner.text
    explorer.save_controls.folder.value = "../elsewhere"  # a page may say so all the same
    for form, check in explorer.save_controls.formats.items():
        check.value = form == "csv"
    explorer.save_controls.export.click()
    assert 'download="comparison.zip" href="data:application/zip;base64,' in explorer.banner.text
    assert not list(tmp_path.parent.rglob("elsewhere")) and not list(tmp_path.iterdir())


def test_the_server_has_no_grammar_of_addresses() -> None:
    pytest.importorskip("voila")
    code = (
        "import sys; from ladder_sim.notebook.serving_options import without_grammar; without_grammar(); "
        "import ladder_sim.notebook.serving, voila.app; print('lark' in sys.modules)"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    assert subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True).stdout == "False\n"
