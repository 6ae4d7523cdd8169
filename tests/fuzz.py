"""Files that somebody might have written by mistake: known ones changed at random, the same for the same seed.

A change is made in the tree (a value of another type or size, a key gone, doubled or renamed, a rule bent) or in the
text (lines lost, doubled or shifted, signs put in).
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from places import CORPUS, ROOT

from ladder_sim.core.problems import Problems
from ladder_sim.files import parse_tree

BRIEF = "brief: written\ntitle: {en: Two ladders, zh: 两条通道}\naudience: hr\nsections: [summary]\ncurrency: CNY\n"
RECORD = "person,month,kpi,grade,months_in_grade\n" + "".join(
    f"{who},{month},{70 + 3 * month},{'junior' if month == 1 else ''},{5 if month == 1 else ''}\n"
    for who in ("ann", "bo")
    for month in range(1, 7)
)
#: Numbers, words and rules that stand where others are expected.
ODD: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2, 0.5, -0.5, 1e-300, 1e9, 1e12, 1e15, 1e16, 1e300, -1e300, float("nan"),
    float("inf"), 10**40, "", " ", "nan", "inf", "1e400", "x" * 70, "客服", "０", "é", "\u202eabc", "a\x1bb", "\ud83d",
    "🙂", "{}", "[", "a: b", "'", "null", "2027-13-01", "0 a month", "3 months", "-1 months", "99999 months", "10% of",
    "1 per 0 agent", "1 per 1e9 agent", "200% of headcount", "shared with", "any", "next", "exit", "same", "before",
    [], {}, [1], [[]], {"a": 1}, {"en": "x"}, {"en": 5}, {"value": 1}, {"raise": "1..2"}, [None], "year", "month",
)  # fmt: skip
RULES = (
    "log(0)", "kpi / 0", "kpi", "1 / (kpi - kpi)", "exp(kpi * 100)", "10 ** 400", "-kpi", "kpi ** kpi", "unknown",
    "mean(kpi, 3)", "mean(kpi, 0)", "count(kpi > 70, 99)", "unit_mean(kpi)", "team_mean(kpi)", "rank(kpi)", "month",
    "year", "chance(kpi)", "chance(0.5)", "band(kpi, {60: 1, 70: 2})", "band(kpi, {70: 1, 60: 2})", "kpi if month > 3",
    "1 if kpi > 70 else unknown", "grade", "own.base", "next.base", "new.base", "lower.nothing", "role == agent",
    "not kpi", "kpi >", "months_in_grade >= 6", "months_in_grade >= -1e9", "age", "gender == female", "x",
    "1e300 * 1e300", "kpi * 1e15 * 1e15", "sqrt(-1)", "min(kpi)", "kpi[0]", "lambda: 1", "'a' + 1",
    "1_000", "0x10", "1j", "(" * 80,
    "unit_loss(3)", "streak(kpi > 70)", "ever(kpi > 90)", "first(kpi, 3)", "percentile(kpi, team) >= 90", "true",
    "team_loss(3)", "group_loss(3, grade)", "times_in(up, 12)",
    "mean(mean(kpi, 3), 3)", "on_probation", "attempts", "mentees", "level", "track == service", "base", "pay * 12",
)  # fmt: skip
_KEY = re.compile(r"^(\s*\"?(?:scheme|workforce|study|brief)\"?\s*:\s*)\"?[\w-]+\"?", re.M)
SIGNS = ":,{}[]'\"#&*!|>%@`-?\t\u3000：，（）“”\x00\x07\x1b\x85\u2028\u202e\ud800\ufeff0123456789.eE+-_ \nabkpi中"


@lru_cache(maxsize=1)
def known() -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """Name and text of every file that is changed, in a fixed order: the sound ones, and those with a fault."""
    scenarios, templates = ROOT.glob("scenarios/*/*.yaml"), ROOT.glob("ladder_sim/cli/templates/*.yaml")
    sound = [*CORPUS.glob("valid/*.yaml"), *scenarios, *templates]
    texts = [
        tuple((path.stem, path.read_text(encoding="utf-8", errors="replace")) for path in sorted(paths))
        for paths in (sound, CORPUS.glob("invalid/*.yaml"))
    ]
    return (*texts[0], *[("written", BRIEF)] * 8, *[("record", RECORD)] * 8), texts[1]


def changed(seed: int) -> tuple[str, str]:
    """File name and text number `seed` of the mistaken files."""
    chance = random.Random(seed)
    name, text = chance.choice(known()[chance.random() < 0.15])
    if name == "record":
        return "record.csv", _by_text(text, chance)
    made = _by_tree(name, text, chance) if chance.random() < 0.75 else None
    stem = re.sub(r"\W", "_", name)
    text = _by_text(text, chance) if made is None else made
    return f"{stem}.yaml", _KEY.sub(rf"\1{stem}", text, count=1)


# --- in the tree --------------------------------------------------------------------------------


def _by_tree(name: str, text: str, chance: random.Random) -> str | None:
    """The file with one to three values changed, as JSON, which is YAML too; None where it has no tree."""
    found = parse_tree(text, name, Problems())
    tree = None if found is None else found.plain()
    if tree is None:
        return None
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        spots = list(_spots(tree))
        if spots:
            _change(*chance.choice(spots), chance)
    return json.dumps(tree, ensure_ascii=chance.random() < 0.5, indent=1)


def _spots(value: Any) -> list[tuple[Any, Any]]:
    """Every holder and key below a value."""
    found: list[tuple[Any, Any]] = []
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        if (key, type(value)) not in (("scheme", dict), ("workforce", dict), ("study", dict), ("brief", dict)):
            found.append((value, key))
        found += _spots(inner)
    return found


def _change(holder: Any, key: Any, chance: random.Random) -> None:
    value = holder[key]
    ways: list[Callable[[], None]] = [
        lambda: _put(holder, key, chance.choice(ODD)),
        lambda: _put(holder, key, chance.choice(RULES)),
        lambda: _put(holder, key, _bent(value, chance)),
        lambda: _put(holder, key, _bent(value, chance)),
        lambda: _drop(holder, key),
        lambda: _double(holder, key, value, chance),
    ]
    chance.choice(ways)()


def _put(holder: Any, key: Any, value: Any) -> None:
    holder[key] = json.loads(json.dumps(value))


def _drop(holder: Any, key: Any) -> None:
    del holder[key]


def _double(holder: Any, key: Any, value: Any, chance: random.Random) -> None:
    """The value once more: at the end of its list, or under another key."""
    if isinstance(holder, list):
        holder.append(value)
    else:
        holder[str(chance.choice((f"{key}s", f"{key}"[::-1], "x" * 300, "title", "名称", "a b", "")))] = value


def _bent(value: Any, chance: random.Random) -> Any:
    """A value near the one there was: a number of another size or sign, a rule with a part exchanged."""
    if isinstance(value, bool) or value is None:
        return chance.choice((not value, str(value)))
    if isinstance(value, int | float):
        return chance.choice((-value, value * 1000, value / 1000, value + 1, str(value), [value], value * 1e12, 0, 1,
                              1e-9, 1e4, 1e6, 1e9, 1e15, -1e6, -1e15, 0.999, 1.001))  # fmt: skip
    if isinstance(value, str):
        words = re.findall(r"\w+|\W", value)
        if words:
            words[chance.randrange(len(words))] = str(
                chance.choice((*RULES[:30], "0", "-", "", "**", "if", ")", "1e9"))
            )
        return chance.choice(("".join(words), value * 40, value[::-1], value.upper(), f" {value}\n", f"{value} / 0"))
    return chance.choice((list(value), str(value), len(value)))


# --- in the text --------------------------------------------------------------------------------


def _by_text(text: str, chance: random.Random) -> str:
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        text = _edited(text, chance)[:60_000] or "\n"
    return text


def _edited(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    other = chance.randrange(len(lines))
    place = chance.randrange(len(text) + 1)
    before, after = lines[:at], lines[at + 1 :]
    ways: tuple[Callable[[], str], ...] = (
        lambda: "\n".join(before + after),
        lambda: "\n".join([*before, lines[other], lines[at], *after]),
        lambda: "\n".join([*before, "  " + lines[at], *after]),
        lambda: "\n".join([*before, lines[at].lstrip(), *after]),
        lambda: text[:place] + chance.choice(SIGNS) * chance.choice((1, 1, 1, 70)) + text[place:],
        lambda: text[:place] + text[place + chance.randrange(1, 9) :],
        lambda: text[:place],
        lambda: re.sub(r"\d+", lambda _: str(chance.choice((0, -1, 1e15, 1e16, 3.5, 99, ""))), text, count=at + 1),
        lambda: text[:place] + str(chance.choice(ODD)) + text[place:],
        lambda: text.replace(":", "：", 1),
        lambda: text.replace(",", ";"),
    )
    return chance.choice(ways)()
