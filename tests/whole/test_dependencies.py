"""What the package stands on: every dependency has its reason, a locked version and a license that can be kept."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from places import ROOT


@pytest.fixture(scope="module")
def dependencies() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dependencies", ROOT / "docs" / "dependencies.py")
    assert spec is not None and spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_every_dependency_has_its_job(dependencies: ModuleType) -> None:
    asked = dependencies.direct()
    assert set(asked) == set(dependencies.JOBS)
    page = (ROOT / "DEPENDENCIES.md").read_text(encoding="utf-8")
    for name, extras in asked.items():
        job = dependencies.JOBS[name]
        where = ", ".join(extra or "(always)" for extra in extras)
        assert f"| {name} | {where} | {job.does} | {job.instead} |" in page, "run: python docs/dependencies.py"
    listed = set(re.findall(r"^\| ([a-z0-9.-]+) \| [^|]+ \|$", page, re.M))
    assert {name for path in dependencies.LOCKS for name, _ in dependencies.locked(path)} <= listed


@pytest.mark.parametrize(
    ("file", "extras"), [("dev.txt", "lab report data cjk dev docs"), ("app.txt", "app report data cjk")]
)
def test_a_lock_has_what_is_asked_for_with_hashes_and_without_hosts(
    dependencies: ModuleType, file: str, extras: str
) -> None:
    text = (ROOT / "locks" / file).read_text(encoding="utf-8")
    versions = dependencies.locked(ROOT / "locks" / file)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [
        *project["dependencies"],
        *(one for extra in extras.split() for one in project["optional-dependencies"][extra]),
    ]
    for requirement in map(Requirement, asked):
        name = canonicalize_name(requirement.name)
        found = [version for other, version in versions if other == name]
        assert found and all(map(requirement.specifier.contains, found)), f"{requirement}: {found}; run: make lock"
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.M)[1:]
    assert len(entries) == len(versions) and all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text


def test_nothing_installed_is_strong_copyleft_or_of_a_license_not_known(dependencies: ModuleType) -> None:
    assert len(dependencies.installed()) > 50
    assert dependencies.refused() == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("MIT", "permissive"),
        ("GPL-3.0-or-later", "strong copyleft"),
        ("GNU Affero General Public License v3", "strong copyleft"),
        ("LGPL-2.1-only", "strong copyleft"),
        ("BSD-3-Clause AND GPL-2.0-only", "strong copyleft"),
        ("Public Domain OR BSD License OR GNU General Public License (GPL)", "permissive"),
        ("MPL-2.0 AND MIT", "copyleft by file"),
        ("Apache-2.0 OR BSD-2-Clause", "permissive"),
        ("Proprietary", None),
        ("MIT AND Proprietary", None),
        ("", None),
    ],
)
def test_families_of_licenses(dependencies: ModuleType, text: str, kind: str | None) -> None:
    assert dependencies.family(text) == kind
