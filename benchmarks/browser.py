"""The explorer in a real browser: JupyterLab or the app, served on this machine, driven by its keyboard.

The browser tests and the latency benchmark share it. Every request that leaves the machine is refused and recorded.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = "05_what_if_explorer.ipynb"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
# News and update questions off, and cells below the fold drawn: otherwise their widgets are not in the page.
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "notebook-extension/tracker": {"windowingMode": "none"},
}
RUN_ALL = """async path => {
  const app = window.jupyterapp; await app.restored;
  await app.serviceManager.sessions.shutdownAll();  // of pages before this one
  const w = await app.commands.execute('docmanager:open', {path}); await w.context.ready;
  await w.context.sessionContext.ready; await w.context.sessionContext.session.kernel.info;
  app.shell.activateById(w.id);
  await app.commands.execute('notebook:run-all-cells');
  const errors = [];
  for (const cell of w.content.widgets) {
    const outputs = cell.model.outputs;
    for (let i = 0; outputs && i < outputs.length; i++)
      if (outputs.get(i).type === 'error') errors.push(JSON.stringify(outputs.get(i).toJSON()));
  }
  return errors;
}"""
# The bytes of every chart, as short names.
CHARTS = """async () => {
  const images = [...document.querySelectorAll('.ls-charts img')];
  return Promise.all(images.map(async image => {
    const bytes = await (await fetch(image.src)).arrayBuffer();
    const digest = await crypto.subtle.digest('SHA-1', bytes);
    return [...new Uint8Array(digest)].slice(0, 6).map(x => x.toString(16).padStart(2, '0')).join('');
  }));
}"""


def missing() -> str:
    """Why there is no browser to drive, or ''."""
    if importlib.util.find_spec("playwright") is None:
        return "playwright is not installed: pip install 'ladder-sim[browser]'"
    for name, extra in (("jupyterlab", "lab"), ("voila", "app")):
        if importlib.util.find_spec(name) is None:
            return f"{name} is not installed: pip install 'ladder-sim[{extra}]'"
    if not chromium():
        return "Chromium was not found: apt install chromium fonts-wqy-microhei"
    return ""


def chromium() -> str:
    """The browser's file, or ''."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), "")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _served(command: list[str], port: int, **env: str) -> Iterator[None]:
    """A server of its own, with nothing of the user's settings; ended with everything that it started."""
    with tempfile.TemporaryDirectory(prefix="ladder_sim", ignore_cleanup_errors=True) as place:
        for name, value in SETTINGS.items():
            path = Path(place) / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(value), encoding="utf-8")
        own = {
            "JUPYTERLAB_SETTINGS_DIR": f"{place}/settings", "JUPYTERLAB_WORKSPACES_DIR": f"{place}/workspaces",
            "JUPYTER_RUNTIME_DIR": f"{place}/runtime", "JUPYTER_CONFIG_DIR": f"{place}/config",
            "JUPYTER_DATA_DIR": f"{place}/data", "IPYTHONDIR": f"{place}/ipython",
            "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        }  # fmt: skip
        log = Path(place) / "log"
        with log.open("wb") as lines:
            server = subprocess.Popen(command, env={**os.environ, **own, **env}, stdout=lines, stderr=subprocess.STDOUT)
            try:
                _wait(server, port, log)
                yield
            finally:
                server.terminate()
                try:
                    server.wait(20)
                except subprocess.TimeoutExpired:
                    server.kill()
                    server.wait()


def _wait(server: subprocess.Popen[bytes], port: int, log: Path, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
            return
        time.sleep(0.3)
    raise RuntimeError(f"the server did not start:\n{log.read_text(errors='replace')[-3000:]}")


@contextlib.contextmanager
def jupyterlab(folder: Path, **env: str) -> Iterator[str]:
    """JupyterLab on `folder` with a copy of the explorer's notebook in it; gives its address."""
    shutil.copy(ROOT / "notebooks" / NOTEBOOK, folder / NOTEBOOK)
    port = _free_port()
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}",
        "--IdentityProvider.token=", "--LabApp.expose_app_in_browser=True", "--KernelManager.transport_encryption=auto",
        f"--ServerApp.root_dir={folder}",
    ]  # fmt: skip
    with _served(command, port, **env):
        yield f"http://127.0.0.1:{port}/lab?reset"


@contextlib.contextmanager
def app(**env: str) -> Iterator[str]:
    """The app as `make app` serves it; gives its address."""
    port = _free_port()
    command = [
        sys.executable, "-m", "ladder_sim.notebook", "--no-browser", f"--port={port}", "--token=t",
    ]  # fmt: skip
    with _served(command, port, **env):
        yield f"http://127.0.0.1:{port}/?token=t"


@dataclass
class Desk:
    """A page with an explorer on it. `outside` lists refused requests, `errors` what the page complained about."""

    page: Any
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open_lab(self, url: str, notebook: str = NOTEBOOK, shown: str = ".ls-status") -> None:
        """Open a notebook and run all of its cells, until something is `shown`."""
        self.page.goto(url, timeout=120_000)
        self.page.wait_for_function("window.jupyterapp !== undefined", timeout=90_000)
        failed = self.page.evaluate(RUN_ALL, notebook)
        assert not failed, failed
        self.page.wait_for_selector(shown, timeout=90_000)

    def open_app(self, url: str) -> None:
        """Open the app and wait until its explorer is there."""
        self.page.goto(url, timeout=120_000)
        self.page.wait_for_selector(".ls-status", timeout=120_000)

    @property
    def status(self) -> dict[str, str]:
        """What the status line says of itself, with its words as `text`."""
        line = self.page.locator(".ls-status").first
        told = line.evaluate("line => ({...line.dataset})")
        return {**told, "text": " ".join(line.inner_text().split())}

    def wait_drawn(self, after: int, seconds: float = 60) -> None:
        """Wait until the charts were drawn more often than `after` times."""
        condition = "n => Number(document.querySelector('.ls-status')?.dataset.drawn) > n"
        self.page.wait_for_function(condition, arg=after, timeout=1000 * seconds)

    def wait_full(self, seconds: float = 120) -> None:
        """Wait until all replications are shown."""
        condition = "() => document.querySelector('.ls-status')?.dataset.state === 'full'"
        self.page.wait_for_function(condition, timeout=1000 * seconds)

    def wait_named(self, seconds: float = 30) -> None:
        """Wait until every slider has a name for those who listen."""
        condition = "() => [...document.querySelectorAll('.noUi-handle')].every(handle => handle.ariaLabel)"
        self.page.wait_for_function(condition, timeout=1000 * seconds)

    def wait_words(self, place: str, words: str, seconds: float = 60) -> None:
        """Wait until these words stand there; widgets come and go meanwhile."""
        condition = "([place, words]) => document.querySelector(place)?.innerText.includes(words)"
        self.page.wait_for_function(condition, arg=[place, words], timeout=1000 * seconds)

    def charts(self) -> list[str]:
        """A short name of each chart's bytes."""
        return list(self.page.evaluate(CHARTS))

    def figures(self) -> str:
        """The words of the figures above the charts."""
        return str(self.page.locator(".ls-tiles").first.inner_text())

    def handle(self, title: str) -> Any:
        """The handle of the slider with this title, with the keyboard on it."""
        row = self.page.locator(".ls-control", has=self.page.get_by_text(title)).first
        handle = row.locator(".noUi-handle")
        handle.focus()
        return handle


@contextlib.contextmanager
def desk(width: int, height: int) -> Iterator[Desk]:
    """A page in a headless browser that reaches this machine only."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        try:
            context = browser.new_context(viewport={"width": width, "height": height})
            made = Desk(context.new_page())

            def through(route: Any) -> None:
                if route.request.url.startswith(("http://127.0.0.1", "data:", "blob:")):
                    route.continue_()
                else:
                    made.outside.append(route.request.url)
                    route.abort()

            context.route("**/*", through)
            made.page.on("console", lambda said: made.errors.append(said.text) if said.type == "error" else None)
            made.page.on("pageerror", lambda error: made.errors.append(str(error)))
            yield made
        finally:
            browser.close()
