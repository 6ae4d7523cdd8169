"""``make test-pythons``: the wheel and the sources installed afresh on every Python at hand, and used.

Each Python from the oldest that `pyproject.toml` allows gets an environment of its own with nothing but what the
package asks for, as ``pip install`` brings it. There it lists, checks, runs and compares, in a folder that cannot be
written, without a home. The last line is ``N passed, N failed``; a Python that cannot be had is told and not counted.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SMALL = ("--workforce", "small-department-30", "--months", "3", "--replications", "2")
#: What is called in each environment, and a word that it prints.
CALLS = {
    "list": (("list",), "three-routes"),
    "check": (("check", "three-routes"), ""),
    "run": (("run", "three-routes", *SMALL), "three-routes"),
    "compare": (("compare", "three-routes", "ecommerce-dual-track", *SMALL), "ecommerce-dual-track"),
}


def oldest() -> tuple[int, int]:
    """The first Python that the package allows."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = re.fullmatch(r">=(\d+)\.(\d+)", project["requires-python"])
    assert found is not None, project["requires-python"]
    return int(found[1]), int(found[2])


def pythons() -> Iterator[tuple[str, str]]:
    """Version and program of each Python at hand, one for each minor version; pyenv's beside those of the PATH."""
    programs = [found for minor in range(oldest()[1], 40) if (found := shutil.which(f"python3.{minor}"))]
    programs += map(str, sorted(Path.home().glob(".pyenv/versions/*/bin/python")))
    seen = set()
    for program in [sys.executable, *programs]:
        done = subprocess.run([program, "-c", "import sys; print(*sys.version_info[:3], sep='.')"],
                              capture_output=True, text=True, check=False)  # fmt: skip
        version = done.stdout.strip()
        minor = tuple(map(int, version.split(".")[:2])) if done.returncode == 0 and version else (0, 0)
        if minor >= oldest() and minor not in seen:
            seen.add(minor)
            yield version, program


def _call(command: list[str], place: Path) -> subprocess.CompletedProcess[str]:
    """A command without a home and, as far as root's rights can be taken, without a right to write."""
    bound = "-dac_override,-dac_read_search,-fowner"
    setpriv = ["setpriv", f"--bounding-set={bound}", f"--inh-caps={bound}"] if os.geteuid() == 0 else []
    env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "XDG_CACHE_HOME": "/proc/no", "XDG_CONFIG_HOME": "/proc/no"}
    return subprocess.run([*setpriv, *command], cwd=place, env=env, capture_output=True, text=True, check=False)


def tried(program: str, package: Path, home: Path) -> list[str]:
    """What fails where `package`, a wheel or an archive of sources, is installed afresh for a Python; [] is well."""
    env = home / "env"
    inside, uv = str(env / "bin" / "python"), Path(sys.executable).with_name("uv")
    pip = [inside, "-m", "pip", "install", "--disable-pip-version-check"]
    install = [str(uv), "pip", "install", "--python", inside] if uv.is_file() else pip
    for step in ([program, "-m", "venv", str(env)], [*install, "-q", str(package)]):
        done = subprocess.run(step, capture_output=True, text=True, check=False)
        if done.returncode:
            return [f"{' '.join(step)}: {done.stderr[-500:]}"]
    place = home / "read-only"
    place.mkdir()
    place.chmod(0o555)
    failed = []
    for name, (arguments, word) in CALLS.items():
        said = _call([str(env / "bin" / "ladder-sim"), *arguments], place)
        if said.returncode or word not in said.stdout or "Traceback" in said.stderr:
            failed.append(f"{name}: exit code {said.returncode}: {said.stderr[-500:]}")
    return [*failed, *(f"written: {path}" for path in place.iterdir())]


def main() -> int:
    """Build, try everywhere, tell."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--only", nargs="*", help="versions such as 3.12; default all")
    only = given.parse_args().only
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="ladder-sim-pythons-") as folder:
        subprocess.run([sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, str(ROOT)], check=True,
                       capture_output=True)  # fmt: skip
        packages = [next(Path(folder).glob(pattern)) for pattern in ("*.whl", "*.tar.gz")]
        for version, program in pythons():
            if only and not any(f"{version}.".startswith(f"{one}.") for one in only):
                continue
            for package in packages:
                home = Path(tempfile.mkdtemp(dir=folder))
                wrong = tried(program, package, home)
                print(f"Python {version}, {package.name}: {'; '.join(wrong) or 'ok'}", flush=True)
                passed, failed = passed + (not wrong), failed + bool(wrong)
                shutil.rmtree(home, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
