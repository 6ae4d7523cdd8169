"""What the package stands on: each dependency's job, what would replace it, and the licenses of all that is installed.

``python docs/dependencies.py`` writes DEPENDENCIES.md anew from the table below, the lock files and what is installed;
``python docs/dependencies.py --check`` prints the list and fails where a license is strong copyleft or not known.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "DEPENDENCIES.md"
LOCKS = (ROOT / "locks" / "app.txt", ROOT / "locks" / "dev.txt")


class Job(NamedTuple):
    """What a direct dependency is for, and what would take its place."""

    does: str
    instead: str


JOBS = {
    "matplotlib": Job("charts: pictures of page, slides, notebooks", "plotly with kaleido, at the price of a browser"),
    "numpy": Job("arrays of people and months; the random streams", "nothing"),
    "pandas": Job("tables that are given out and read", "polars; users' habits are pandas"),
    "pydantic": Job(
        "the form of files, with every fault at its place; their JSON schemas", "msgspec, attrs with cattrs"
    ),
    "pyyaml": Job("reads files quickly, with places", "ruamel.yaml alone, several times slower"),
    "ruamel-yaml": Job("writes variants and upgrades with comments kept", "nothing known"),
    "simpy": Job("the engine's calendar: what happens when in a month, and in which order", "a queue of our own"),
    "ipykernel": Job("runs notebooks", "another Jupyter kernel"),
    "ipywidgets": Job("the explorer's sliders in notebooks", "panel, solara"),
    "jupyterlab": Job("where notebooks are opened", "VS Code, Jupyter Notebook"),
    "voila": Job("serves the explorer as a page", "panel, solara, a small server of our own"),
    "jupyter-client": Job("sessions that are copies of one process", "each session loads everything for itself"),
    "jupyter-server": Job("sessions of the app: who, how many, whose", "what voila brings, without limits"),
    "tornado": Job("refusals of the app in words", "what Jupyter's server stands on; nothing"),
    "traitlets": Job("settings of voila and of Jupyter's server", "a file of settings"),
    "jinja2": Job("the page", "string templates, with escaping by hand"),
    "python-docx": Job("reads and writes policy documents of Word", "the XML of a .docx by hand"),
    "python-pptx": Job("slides with native charts", "none that writes native charts"),
    "xlsxwriter": Job("the workbook with charts and formats", "openpyxl, slower"),
    "charset-normalizer": Job("tells encodings of files apart", "chardet"),
    "python-calamine": Job("reads Excel workbooks quickly", "openpyxl, xlrd"),
    "rapidfuzz": Job("the nearest known name for a misspelt one", "difflib, slower"),
    "zhplot": Job("a Chinese font for charts, used as a file", "a font of the system"),
    "salib": Job("Morris screening of assumptions", "code of our own; SALib is the reference"),
    "numba": Job("compiles the hot steps of large runs", "NumPy alone, with the same bits, slower"),
    "distributed": Job("hands work to a cluster of Dask", "any other concurrent.futures.Executor"),
    "build": Job("builds sources and wheel", "uv build"),
    "editables": Job("lets the build backend install the working folder itself", "a path file by hand"),
    "hatchling": Job("the build backend", "setuptools, flit"),
    "hypothesis": Job("tests of properties", "loops over seeds"),
    "mypy": Job("checks types", "pyright"),
    "nbclient": Job("runs the notebooks in tests", "jupyter nbconvert --execute"),
    "packaging": Job("reads requirements and versions in the check of licenses and locks", "regular expressions"),
    "pandas-stubs": Job("types of pandas", "none"),
    "pyarrow": Job("tables through parquet in tests", "fastparquet"),
    "pytest": Job("runs the tests", "unittest"),
    "pytest-xdist": Job("runs them on several cores", "time"),
    "ruff": Job("lint and format", "flake8 with black and isort"),
    "twine": Job("checks what would be published", "none"),
    "lifelines": Job("survival analysis against which tables are held", "scikit-survival"),
    "axe-playwright-python": Job("accessibility of page and app", "axe-core by hand"),
    "playwright": Job("drives Chromium in tests", "selenium"),
    "mkdocs-material": Job("the site of the guides: pages, navigation, search", "Sphinx with MyST"),
    "jieba": Job("cuts Chinese into words for that search", "single characters, which find too much"),
    "mesa": Job("a peer in the benchmark", "none"),
}

#: Families of licenses by a pattern, in the order in which a text is tried. A license that fits none fails the check.
STRONG, WEAK, FREE = "strong copyleft", "copyleft by file", "permissive"
FAMILIES = (
    (r"\b[AL]?GPL|GNU ", STRONG),
    (r"\bMPL\b|MPL-|Mozilla|\bEPL\b|\bCDDL\b", WEAK),
    (r"\bMIT\b|\bBSD\b|0BSD|Apache|\bISCL?\b|PSF|Python Software Foundation|Zlib|CC0|Unlicense|Public Domain", FREE),
)  # fmt: skip
#: Packages that say their license nowhere in their metadata, as their sources say it.
SAID_ELSEWHERE = {"axe-playwright-python": "MIT"}


def direct() -> dict[str, list[str]]:
    """Each dependency of pyproject.toml with the extras that ask for it; `""` stands for the package itself."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: dict[str, list[str]] = {}
    for extra, wanted in {"": project["dependencies"], **project["optional-dependencies"]}.items():
        for text in wanted:
            found.setdefault(canonicalize_name(Requirement(text).name), []).append(extra)
    return found


def locked(path: Path) -> list[tuple[str, str]]:
    """Names and versions of a lock file; a name may have several, each for other Pythons or systems."""
    return re.findall(r"^([a-z0-9][a-z0-9.-]*)(?:\[[^]]*\])?==(\S+)", path.read_text(encoding="utf-8"), re.M)


def installed() -> set[str]:
    """Names of what is installed of all that the package and its extras ask for, and of what that asks for."""
    seen: dict[str, set[str]] = {}
    open_ = [(name, "") for name in direct()]
    while open_:
        name, extra = open_.pop()
        if extra in seen.setdefault(name, set()):
            continue
        try:
            asked = metadata.requires(name) or []
        except metadata.PackageNotFoundError:  # of an extra, or of another system
            del seen[name]
            continue
        seen[name].add(extra)
        for wanted in map(Requirement, asked):
            if wanted.marker is None or wanted.marker.evaluate({"extra": extra}):
                open_ += [(canonicalize_name(wanted.name), more) for more in {"", *wanted.extras}]
    return set(seen) - {"ladder-sim"}


def license_of(name: str) -> str:
    """What a package says of its license: the expression, else its classifiers, else the first line of the text."""
    if name in SAID_ELSEWHERE:
        return SAID_ELSEWHERE[name]
    said = metadata.metadata(name)
    kinds = [text.rpartition("::")[2].strip() for text in said.get_all("Classifier", []) if text.startswith("License")]
    return said.get("License-Expression") or " OR ".join(kinds) or (said.get("License") or "").split("\n")[0][:60]


def family(text: str) -> str | None:
    """The family of a license; of alternatives (``OR``) the one that asks for least; None where one is not known."""
    order = [STRONG, WEAK, FREE]
    found: list[int] = []
    for choice in text.split(" OR "):
        parts = [next((kind for pattern, kind in FAMILIES if re.search(pattern, part)), None)
                 for part in choice.split(" AND ")]  # fmt: skip
        if None not in parts:
            found.append(min(order.index(part) for part in parts if part))
    return order[max(found)] if found else None


def refused() -> list[str]:
    """What is installed under a license that the package may not bring along, or that is not known."""
    return [f"{name}: {license_of(name) or 'no license'}" for name in sorted(installed())
            if family(license_of(name)) in (STRONG, None)]  # fmt: skip


def written() -> str:
    """DEPENDENCIES.md."""
    asked = direct()
    rows = []
    for name, extras in asked.items():
        where, job = ", ".join(extra or "(always)" for extra in extras), JOBS[name]
        rows.append(f"| {name} | {where} | {job.does} | {job.instead} |")
    names = sorted({name for path in LOCKS for name, _ in locked(path)})
    here = installed()
    listed = [f"| {name} | {license_of(name) if name in here else 'only on other systems, not looked at'} |"
              for name in names]  # fmt: skip
    return PAGE_TEXT.format(direct="\n".join(rows), listed="\n".join(listed))


PAGE_TEXT = """\
# What ladder_sim stands on

Made by `python docs/dependencies.py`. A test holds that every dependency has its line here, that the lock files have
versions that `pyproject.toml` allows, and that nothing installed bears a strong copyleft license.

- `pyproject.toml` has lower bounds. `make test-lowest` installs exactly these and runs the tests; `make test` runs
  them with the newest.
- `locks/dev.txt` and `locks/app.txt` have every version with its hashes. `make setup LOCKED=yes` installs the first,
  `pip install --require-hashes -r locks/app.txt && pip install --no-deps .` what serving the app needs. `make lock`
  makes both anew; read what changes before it is kept.
- Fonts: charts in Chinese use Noto Sans SC of the package zhplot (SIL Open Font License 1.1, its text lies beside
  it), else a font of the system; others use DejaVu Sans, which comes with Matplotlib (Bitstream Vera license). The
  project itself ships no font.
- License of this project: <!-- to be chosen by the owner; nothing is granted until then -->

## What is asked for

| package | extras | its job | what would replace it |
|---|---|---|---|
{direct}

## All that comes along, and its license

As the packages say themselves. MPL is copyleft by file: nothing of these is changed or copied into this project.

| package | license |
|---|---|
{listed}
"""


def main() -> None:
    """Write the page, or check and print the list."""
    if sys.argv[1:] == ["--check"]:
        for name in sorted(installed()):
            print(f"{name:<32}{metadata.version(name):<16}{license_of(name)}")
        if bad := refused():
            sys.exit("\n".join(["copyleft, or not known:", *bad]))
        return
    PAGE.write_text(written(), encoding="utf-8")


if __name__ == "__main__":
    main()
