"""The shares of a forced distribution as files and rules write them: ``at most 10%``, ``at least 1``, ``the rest``."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ladder_sim.core.i18n import tr
from ladder_sim.model.scheme import ForcedShare

_SHARE = re.compile(r"(?:(?P<bound>at most|at least)\s+)?(?P<n>.+?)\s*%(?:\s*,?\s*at least (?P<least>\d{1,6}))?\Z")
_PEOPLE = re.compile(r"(?P<bound>at most|at least)\s+(?P<n>\d{1,6})\Z")
_REST = "the rest"


class NoShare(ValueError):
    """A text that is no share; its message says what would do."""


def share_of_letter(letter: str, text: str, number: Callable[[str], float]) -> ForcedShare:
    """How many get a letter.

    Parameters
    ----------
    text : as written
    number : the per cent that stand before the sign, a number or a parameter

    Raises
    ------
    NoShare
        It is written in no way that is known.
    """
    if text == _REST:
        return ForcedShare(letter, "rest")
    counted, found = _PEOPLE.match(text), _SHARE.match(text)
    if counted:
        return ForcedShare(letter, "at most" if counted["bound"] == "at most" else "at least", people=int(counted["n"]))
    if found is None:
        raise NoShare(
            tr("must be '30%', 'at most 10%', 'at least 5%', 'at most 2', 'at least 1' or 'the rest', got {got!r}",
               "应为“30%”“at most 10%”（至多）、“at least 5%”（至少）、“at most 2”（至多2人）、“at least 1”"
               "（至少1人）或“the rest”（其余），现为{got!r}", got=text)
        )  # fmt: skip
    share = number(found["n"]) / 100
    if found["bound"] == "at most":
        return ForcedShare(letter, "at most", share, least=int(found["least"] or 0))
    if found["least"]:
        raise NoShare(
            tr("a least number of people goes with 'at most', such as 'at most 10%, at least 1', got {got!r}",
               "最少人数只与“at most”连用，例如“at most 10%, at least 1”，现为{got!r}", got=text)
        )  # fmt: skip
    return ForcedShare(letter, "at least" if found["bound"] else "share", share)


def unbalanced(shares: Sequence[ForcedShare]) -> list[str]:
    """What keeps shares from giving everybody of a group one letter; nothing where they do."""
    rests, total = sum(share.kind == "rest" for share in shares), sum(share.share for share in shares)
    problems = [tr("'the rest' stands twice", "“the rest”出现了两次")] if rests > 1 else []
    if not rests and all(share.kind != "share" for share in shares):
        problems.append(tr("one of the letters must be 'the rest' or a plain share such as 30%",
                           "其中须有一档为“the rest”（其余）或单写比例，如30%"))  # fmt: skip
    elif total > 1 + 1e-6 or (not rests and total < 1 - 1e-6):
        problems.append(tr("shares must add up to 100%, or leave something for 'the rest'; got {got:.6g}%",
                           "各档之和应为100%，或留出“the rest”（其余）；现为{got:.6g}%", got=100 * total))  # fmt: skip
    return problems
