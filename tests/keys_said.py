"""The keys that a scheme's file says, by the form they belong to; and all there are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from ladder_sim.files.schemas import FOLDER

#: A key: the name of its form ('' of the file itself), and the key.
Said = tuple[str, str]


@cache
def schema() -> dict[str, Any]:
    made: dict[str, Any] = json.loads((FOLDER / "scheme.json").read_text(encoding="utf-8"))
    return made


def ways(part: dict[str, Any], name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every form or plain part that a place of a file may hold, with the name of its form."""
    if "$ref" in part:
        name = str(part["$ref"]).rpartition("/")[2]
        yield from ways(schema()["$defs"][name], name)
    elif "properties" not in part and (several := part.get("anyOf") or part.get("oneOf")):
        for one in several:
            yield from ways(one, name)
    else:
        yield name, part


def every_key() -> set[Said]:
    """All keys of all forms that a scheme may have."""
    found: set[Said] = set()
    seen: set[str] = set()
    open_parts = [("", schema())]
    while open_parts:
        name, part = open_parts.pop()
        below = [*part.get("properties", {}).values()]
        found |= {(name, key) for key in part.get("properties", {})}
        below += [one for one in (part.get("items"), part.get("additionalProperties")) if isinstance(one, dict)]
        for inner in (one for child in below for one in ways(child)):
            if not inner[0] or inner[0] not in seen:
                seen.add(inner[0])
                open_parts.append(inner)
    return found


def keys_of(path: Path) -> set[Said]:
    """The keys that a file says."""
    plain = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return set(_said(plain, [("", schema())]))


def _said(value: object, parts: list[tuple[str, dict[str, Any]]]) -> Iterator[Said]:
    if isinstance(value, list):
        inner = [way for _, part in parts if isinstance(part.get("items"), dict) for way in ways(part["items"])]
        for one in value:
            yield from _said(one, inner)
    elif isinstance(value, dict):
        forms = [(name, part) for name, part in parts if "properties" in part and set(value) & set(part["properties"])]
        for key, one in value.items():
            below = []
            for name, part in forms or parts:
                if key in part.get("properties", {}):
                    yield name, str(key)
                    below += [*ways(part["properties"][key])]
                elif isinstance(part.get("additionalProperties"), dict):
                    below += [*ways(part["additionalProperties"])]
            yield from _said(one, below)
