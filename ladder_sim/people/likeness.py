"""Names that are written nearly alike, by rapidfuzz; words of opposite meaning are never alike, however near.

Without the ``data`` extra nothing is near anything: hints are left out, and nothing is taken for something else.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from importlib.util import find_spec

from ladder_sim.core.i18n import tr

#: Pairs of which one name may have the one and another the other only when they mean different things.
OPPOSITES = (
    ("入", "离"), ("hire", "term"), ("hire", "fire"), ("hire", "leav"), ("hire", "exit"), ("start", "end"),
    ("join", "leav"), ("join", "left"), ("begin", "end"), ("first", "last"), ("上", "下"), ("升", "降"), ("前", "后"),
    ("active", "inactive"), ("employed", "unemployed"), ("month", "year"), ("annual", "month"), ("月", "年"),
    ("min", "max"), ("gross", "net"), ("男", "女"), ("male", "female"), ("pro", "de"), ("birth", "hire"), ("应", "实"),
    ("高", "低"), ("高", "初"), ("junior", "senior"), ("副", "正"), ("有", "无"), ("是", "否"), ("在", "离"),
)  # fmt: skip
LEAST = 82  # percent: 'sallary' is near 'salary' (92), 'way' not near 'pay' (67), 'traffic' not 'staffid' (71)
SHORT = 5  # signs: below, one letter more or less makes another word


def installed() -> bool:
    """Is the library there?"""
    return find_spec("rapidfuzz") is not None


def _opposed(a: str, b: str) -> bool:
    """Does one name have a word, and the other its opposite?"""
    return any(_turned(a, b, one, other) for one, other in OPPOSITES)


def _turned(a: str, b: str, one: str, other: str) -> bool:
    if one in other:  # active, inactive
        return one in a and one in b and (other in a) != (other in b)
    return (one in a and other in b and one not in b) or (other in a and one in b and one not in a)


def near(got: str, known: Iterable[str], least: float = LEAST) -> str | None:
    """The known name that is most like `got`, None where none is like it or the library is not there.

    Parameters
    ----------
    least : likeness, 0 to 100, below which a name is not like it
    """
    if not got or not installed():
        return None
    from rapidfuzz import fuzz

    ideographs = not got.isascii()
    if len(got) < (3 if ideographs else SHORT):
        return None
    allowed = 70 if ideographs and len(got) <= 6 else least  # one sign in four of a Chinese word
    scored = [
        (fuzz.ratio(got, name), name) for name in known if name.isascii() != ideographs and not _opposed(got, name)
    ]
    best = max(scored, default=(0.0, ""))
    return best[1] if best[1] and best[0] >= allowed else None


def _anagram(got: str, known: Iterable[str]) -> str | None:
    """The known name of the same signs in another order, as 'kpi' for 'kip'; short names included."""
    return next((name for name in known if len(got) >= 3 and name != got and sorted(name) == sorted(got)), None)


def _almost(got: str, known: Iterable[str]) -> str | None:
    """The known name that is the same but for a sign or so of many; without the library, for a hint alone."""
    allowed = [name for name in known if len(got) >= SHORT and not _opposed(got, name)]
    return next(iter(difflib.get_close_matches(got, allowed, 1, 0.85)), None)


def hint(got: str, known: Iterable[str]) -> str:
    """``; did you mean 'x'?`` where a known name is near, else nothing."""
    names = list(known)
    found = near(got, names) or _anagram(got, names) or _almost(got, names)
    return "" if found is None else tr("; did you mean '{name}'?", "；是不是“{name}”？", name=found)
