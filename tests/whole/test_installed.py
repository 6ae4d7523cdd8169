"""The package as it is installed: built, put into an environment of its own, and used where nothing can be written."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from places import PACKAGE, ROOT, SCHEMES

import ladder_sim as ls
from ladder_sim.core import shipped

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WORKFORCES = ROOT / "scenarios" / "workforces"
NOWHERE = "/proc/nowhere"  # no folder can be made there
#: Of these nothing may come along: what somebody wrote for himself, what a machine made.
STRANGE = re.compile(r"__pycache__|\.ipynb_checkpoints|my-schemes|/out/|\.pyc$|\.DS_Store")


def _name(requirement: str) -> str:
    return re.split(r"[\s<>=!~;\[]", requirement)[0].lower().replace("_", "-")


def test_one_place_has_the_version() -> None:
    said = [path.name for path in (ROOT / "pyproject.toml", PACKAGE / "__init__.py", ROOT / "environment.yml")
            if f'"{ls.__version__}"' in path.read_text(encoding="utf-8")]  # fmt: skip
    assert said == ["__init__.py"] and "version" in PROJECT["dynamic"]
    assert f"## {ls.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_conda_asks_for_what_the_package_asks_for() -> None:
    asked = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    plain = {_name(text): text.replace("matplotlib-base", "matplotlib") for text in asked if isinstance(text, str)}
    plain["matplotlib"] = plain.pop("matplotlib-base")
    extras = PROJECT["optional-dependencies"]
    known = {_name(text): text.split("#")[0].strip() for text in [*PROJECT["dependencies"], *extras["lab"]]}
    known["python"] = f"python{PROJECT['requires-python']}"
    assert plain.pop("pip") == "pip" and plain == known
    (pip,) = next(entry["pip"] for entry in asked if isinstance(entry, dict))
    of_pip = re.fullmatch(r"-e \.\[(.+)\]", pip)
    assert of_pip is not None and set(of_pip[1].split(",")) <= set(extras)


@pytest.mark.parametrize("folder", shipped.FOLDERS)
def test_a_folder_in_the_package_comes_before_one_beside_it(
    folder: shipped.Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shipped.shipped(folder) == ROOT / folder
    (tmp_path / folder).mkdir()  # of another package, among those that are installed
    (tmp_path / "ladder_sim" / "shipped" / folder).mkdir(parents=True)
    monkeypatch.setattr(shipped, "_PACKAGE", tmp_path / "ladder_sim")
    assert shipped.shipped(folder) == tmp_path / "ladder_sim" / "shipped" / folder


# --- built --------------------------------------------------------------------------------------


def _bound() -> list[str]:
    """What begins a command to which the rights of files apply, as they do not to root."""
    caps = "-dac_override,-dac_read_search,-fowner"
    return [] if os.geteuid() else ["setpriv", f"--bounding-set={caps}", f"--inh-caps={caps}"]


def _rights(folder: Path, mode: int) -> None:
    for path in (folder, *(path for path in folder.rglob("*") if path.is_dir() and not path.is_symlink())):
        path.chmod(mode)


@dataclass(frozen=True)
class Installed:
    """An environment with the built package in it, and a folder in which nothing can be written."""

    wheel: Path
    sdist: Path
    python: Path
    folder: Path

    def run(self, *arguments: str, code: int = 0) -> str:
        """What a command prints, of a user without a home and without a right to write."""
        done = subprocess.run(
            [*_bound(), str(self.python), *arguments], cwd=self.folder, capture_output=True, text=True, check=False,
            env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "XDG_CACHE_HOME": NOWHERE, "XDG_CONFIG_HOME": NOWHERE},
        )  # fmt: skip
        assert done.returncode == code, done.stdout + done.stderr
        return str(done.stdout + done.stderr)

    def ladder(self, *arguments: str, code: int = 0) -> str:
        """The same of a command of the package."""
        return self.run(str(self.python.parent / "ladder-sim"), *arguments, code=code)


@pytest.fixture(scope="module")
def installed() -> Iterator[Installed]:
    for needed in ("build", "hatchling"):
        pytest.importorskip(needed)
    if not hasattr(os, "geteuid"):
        pytest.skip("rights of POSIX are needed")
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("root may write everywhere, and setpriv, which takes that away, is not there")
    home = Path(tempfile.mkdtemp(prefix="ladder-sim-installed-"))
    try:
        subprocess.run([sys.executable, "-m", "build", "--no-isolation", "--outdir", str(home / "dist"), str(ROOT)],
                       check=True, capture_output=True)  # fmt: skip
        wheel, sdist = next((home / "dist").glob("*.whl")), next((home / "dist").glob("*.tar.gz"))
        subprocess.run([sys.executable, "-m", "venv", str(home / "env")], check=True)
        python = home / "env" / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", wheel], check=True)
        # what it needs comes from here; a package that is installed to be edited does not come along by this
        packages = subprocess.run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
                                  check=True, capture_output=True, text=True).stdout.strip()  # fmt: skip
        (Path(packages) / "needed.pth").write_text(sysconfig.get_path("purelib"))
        (home / "folder").mkdir()
        _rights(home / "folder", 0o555)
        _rights(Path(packages), 0o555)
        yield Installed(wheel, sdist, python, home / "folder")
    finally:
        _rights(home, 0o755)
        shutil.rmtree(home, ignore_errors=True)


@pytest.mark.slow
def test_everything_comes_along_and_nothing_else(installed: Installed) -> None:
    kept = subprocess.run(["git", "ls-files", "ladder_sim", *shipped.FOLDERS], cwd=ROOT, capture_output=True, text=True,
                          check=False).stdout.split()  # fmt: skip
    inside = {name for name in zipfile.ZipFile(installed.wheel).namelist() if ".dist-info/" not in name}
    assert not [name for name in inside if STRANGE.search(name)]
    if kept:
        assert inside >= {name if name.startswith("ladder_sim/") else f"ladder_sim/shipped/{name}" for name in kept}
    with tarfile.open(installed.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert names >= {*kept, "README.md", "CHANGELOG.md", "pyproject.toml"}
    assert not [name for name in names if STRANGE.search(name)]


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("twine") is None, reason="twine is not installed")
def test_the_registry_would_take_it(installed: Installed) -> None:
    subprocess.run([sys.executable, "-m", "twine", "check", "--strict", installed.wheel, installed.sdist], check=True)


@pytest.mark.slow
def test_an_installed_package_is_used_where_nothing_can_be_written(installed: Installed) -> None:
    where = installed.run("-c", "import ladder_sim; print(ladder_sim.__file__)")
    assert where.startswith(str(installed.python.parents[1])), "another than the one installed was tried"
    assert installed.ladder("--version").split() == ["ladder-sim", ls.__version__]
    listed = json.loads(installed.run("-c", "import json, ladder_sim as ls\n"
                                      "print(json.dumps([[e.id for e in ls.list_scenarios(k)] for k in"
                                      " ('scheme', 'workforce', 'study')]))"))  # fmt: skip
    schemes = sorted(path.stem for path in SCHEMES.glob("*.yaml"))
    assert listed[:2] == [schemes, sorted(path.stem for path in WORKFORCES.glob("*.yaml"))] and "demo" in listed[2]
    shown = installed.ladder("list")
    assert all(name in shown for name in schemes)
    installed.ladder("check", "three-routes")
    run = ("run", "three-routes", "--workforce", "small-department-30", "--months", "3", "--replications", "2")
    assert len(installed.ladder(*run).splitlines()) > 5
    for arguments in (("new", "scheme", "mine"), (*run, "--out", "out")):
        said = installed.ladder(*arguments, code=1)
        assert "no permission" in said and "Traceback" not in said


@pytest.mark.slow
def test_an_installed_package_writes_where_it_may(installed: Installed) -> None:
    folder = installed.folder.parent / "free"
    folder.mkdir(exist_ok=True)
    free = Installed(installed.wheel, installed.sdist, installed.python, folder)
    free.ladder("new", "scheme", "mine")
    free.ladder("check", "mine.yaml")
    free.ladder("run", "mine.yaml", "--months", "3", "--replications", "2", "--out", "out")
    assert (folder / "out" / "run.json").exists()


@pytest.mark.slow
def test_compiled_steps_need_no_place_to_be_kept(installed: Installed) -> None:
    pytest.importorskip("numba")
    assert "7" in installed.run(
        "-c", "from ladder_sim.streams.compile_cache import step\nprint(step(lambda x: x + 1)(6))"
    )
    installed.run("-c", "import ladder_sim.streams.kernels_numba")
