"""From a name or a path to a country's labor law."""

from __future__ import annotations

import functools
from pathlib import Path

from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import NOWHERE, Place, Problems
from ladder_sim.files import read_tree
from ladder_sim.files.formats import current, names_a_kind, not_of_kind
from ladder_sim.files.forms.law import LawForm, resolve_law
from ladder_sim.files.validate import validate
from ladder_sim.model.law import NO_LAW, Law

#: What comes with the package: the standard signals, the laws.
DATA = Path(__file__).resolve().parent.parent / "data"


@functools.cache
def load_law(name: str = "cn") -> Law:
    """The labor law of a country that comes with the package, such as cn. Raises `LadderError`."""
    problems = Problems()
    law = _read(_shipped(name), problems) if _shipped(name).is_file() else find_law(name, NOWHERE, problems, None)
    problems.raise_if_any()
    return law


def _shipped(name: str) -> Path:
    return DATA / f"law-{name}.yaml"


def find_law(name: str, place: Place, problems: Problems, near: Path | None) -> Law:
    """The law of this name, or of the file of this path beside `near`."""
    if Path(name).suffix in (".yaml", ".yml"):
        path = Path(name) if near is None else near.parent / name
        if near is not None and not names_a_kind(path):
            problems.add(place, not_of_kind(name, "law", Title("law", "法律文件")))
            return NO_LAW
        return _read(path, problems)
    if not _shipped(name).is_file():
        known = [found.stem.removeprefix("law-") for found in sorted(DATA.glob("law-*.yaml"))]
        text = tr("unknown law '{name}'; known: {known}; or name a file beside this one, such as law.yaml",
                  "未知的法律“{name}”；可用：{known}；或写明同一文件夹中的文件，如 law.yaml",
                  name=name, known=tr(", ", "、").join(known))  # fmt: skip
        problems.add(place, text)
        return NO_LAW
    return load_law(name)


def _read(path: Path, problems: Problems) -> Law:
    read = read_tree(path, problems)
    tree = None if read is None else current(read, "law", problems)
    fitted = None if tree is None else validate(LawForm, tree, problems)
    return NO_LAW if fitted is None else resolve_law(*fitted, problems)
