"""What an unquoted YAML scalar means: the core schema of YAML 1.2.

`no`, `on` and `1:30` stay text, and so do dates.
"""

from __future__ import annotations

import re

NULL = {"", "~", "null", "Null", "NULL"}
BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
INT = re.compile(r"[-+]?(?:[0-9]+|[0-9]{1,3}(?:_[0-9]{3})+)\Z")
FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
SPECIAL = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")
DIGITS = 4000  # Python refuses to read longer integers


def reads_as_text(text: str) -> bool:
    """Whether a text without quotes is read as a text, and not as a number, a truth value or nothing."""
    number = INT.match(text) or FLOAT.match(text) or SPECIAL.match(text)
    return text not in NULL and text not in BOOL and not number
