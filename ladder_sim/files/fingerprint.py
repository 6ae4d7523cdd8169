"""A short, stable name for the content of a scheme or a workforce."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Mapping

from ladder_sim.core.plain_data import PlainData


def fingerprint(resolved: object) -> str:
    """Twelve hexadecimal digits that change when the resolved form does; its id, places and files do not count.

    A record saved under another name keeps its fingerprint.
    """
    content = _canonical(resolved)
    if dataclasses.is_dataclass(resolved):
        content[1].pop("id", None)
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _canonical(value: object) -> PlainData:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kept = {f.name: _canonical(getattr(value, f.name)) for f in dataclasses.fields(value) if f.compare}
        return [type(value).__name__, kept]
    if isinstance(value, Mapping):
        # the order of grades, scores and pay parts is part of the policy; that of keys in a mapping is not
        return {str(key): _canonical(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_canonical(item) for item in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return repr(float(value))
    return str(value)
