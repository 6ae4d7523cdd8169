"""Names that a change brings into a section though almost the same are there: a misspelt one changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import misspelt, nearest, warn
from ladder_sim.files import FileNode
from ladder_sim.files.tree import Scalar

#: Sections whose keys are names of the file's own; of `ladder` those of its tracks as well.
NAMED = ("parameters", "ladder", "reviews", "scores", "tokens", "statuses", "pay", "indices", "measures", "metrics",
         "signals", "attributes")  # fmt: skip


def warn_of_new_names(base: FileNode, changes: Mapping[str, object]) -> None:
    """Warn of names that are new in a section and misspelt for one that is there.

    Parameters
    ----------
    base : of the file that is changed
    changes : by section, as the file has them
    """
    for section, name, known in _new(base, changes):
        warn(tr("{section}: '{name}' is new, and nothing reads it unless a rule names it so{hint}",
                "{section}：“{name}”是新增名称，没有规则引用时不起作用{hint}", section=section, name=name,
                hint=nearest(name, known)))  # fmt: skip


def _new(base: FileNode, changes: Mapping[str, object]) -> Iterator[tuple[str, str, list[str]]]:
    for section in NAMED:
        given, there = changes.get(section), _names(base.value.get(section))
        if not isinstance(given, Mapping):
            continue
        yield from ((section, name, there) for name in _strange(given, there))
        if section == "ladder":
            for track, grades in given.items():
                known = _names(base.value[section].value.get(track)) if str(track) in there else []
                if isinstance(grades, Mapping):
                    yield from ((f"{section}.{track}", name, known) for name in _strange(grades, known))


def _strange(given: Mapping[Scalar, object], known: list[str]) -> Iterator[str]:
    return (name for name in map(str, given) if name not in known and misspelt(name, known))


def _names(node: FileNode | None) -> list[str]:
    return [str(name) for name in node.value] if node is not None and isinstance(node.value, dict) else []
