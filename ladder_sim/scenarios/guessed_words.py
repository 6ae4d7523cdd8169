"""Words by which a scheme is written from memory, and the numbers and texts of its rules in our words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ladder_sim.core.plain_data import PlainData


def _table(words: Mapping[str, str]) -> dict[str, str]:
    """Word → key, of the words of each key."""
    return {word: key for key, told in words.items() for word in (key, *told.split())}


#: What others call a key at the top of a scheme → the key.
TOP = _table({
    "scheme": "id key code slug scheme_id", "title": "name label scheme_name", "summary": "description desc",
    "ladder": "grades levels ranks tracks track positions bands grade level hierarchy structure ladders career"
              " career_path jobs steps",
    "entry": "start start_grade entry_grade initial initial_grade start_at hire_grade entry_level starting_grade",
    "moves": "promotions promotion rules rule transitions move paths edges promotion_rules promotion_rule promote"
             " promotion_criteria criteria condition conditions when",
    "reviews": "review frequency every period cycle interval review_period review_every review_frequency",
    "pay": "salary salaries wage wages base base_pay base_salary pay_by_grade",
})  # fmt: skip
#: Of a grade.
GRADE = _table({
    "id": "name grade level code key rank",
    "title": "label",
    "base": "pay salary wage base_pay base_salary monthly monthly_pay monthly_salary compensation comp",
    "next": "to promotes_to next_grade",
})  # fmt: skip
#: Of a move.
MOVE = _table({
    "id": "name key rule move label",
    "from": "source start from_grade from_level frm old origin from_ grade level",
    "to": "target end to_grade to_level new dest destination to_ next",
    "when": "if condition conditions criteria requires requirements require requirement test where rule_text if_",
    "review": "every frequency period cycle interval reviewed",
})  # fmt: skip
_MONTHS = ("months", "month", "wait", "waiting", "time_in_grade", "months_in_level", "wait_months", "in_grade")
_SERVED = ("tenure", "service", "seniority", "months_employed", "months_of_service")
_SCORES = ("score", "scores", "performance", "rating", "kpi_score", "mean_kpi", "avg_kpi", "average_kpi")
_SIGN = re.compile(r"^\s*(>=|<=|==|!=|>|<)\s*")
_BEFORE = {"min_": ">=", "minimum_": ">=", "at_least_": ">=", "max_": "<=", "maximum_": "<=", "at_most_": "<="}
_AFTER = {"_min": ">=", "_max": "<=", "_gte": ">=", "_ge": ">=", "_lte": "<=", "_le": "<=", "_threshold": ">="}
_PERIODS = {1: ("monthly", "month"), 3: ("quarterly", "quarter"), 6: ("half_yearly", "half-year"),
            12: ("yearly", "year")}  # fmt: skip
_LENGTHS = {"month": 1, "monthly": 1, "quarter": 3, "quarterly": 3, "half_year": 6, "half_yearly": 6, "halfyear": 6,
            "semiannual": 6, "semi_annual": 6, "biannual": 6, "half": 6, "year": 12, "yearly": 12, "annual": 12,
            "annually": 12, "annual_review": 12}  # fmt: skip


def word(key: object) -> str:
    """A key as tables have it: small letters, ``_`` between them."""
    return re.sub(r"[\s-]+", "_", str(key).strip().lower())


def name_of(given: object, kind: str) -> str:
    """A name that expressions can read, of what something is called; numbers get what they number before them."""
    made = re.sub(r"\W+", "_", str(given).strip()).strip("_")
    return made if made[:1].isidentifier() else f"{kind}_{made}"


def in_our_words(given: Mapping[object, PlainData], words: Mapping[str, str]) -> dict[str, PlainData]:
    """Entries under our keys; what stands under ours itself goes before what stands under another word for it."""
    plain = {str(key): value for key, value in given.items()}
    made: dict[str, PlainData] = {}
    for key, value in plain.items():
        made.setdefault(words.get(word(key), key), value)
    return made | {key: plain[key] for key in made if key in plain}


def period(given: object) -> tuple[str, str] | None:
    """A name of a review and how often it is, of a word such as ``annual`` or a number of months; None of others."""
    if isinstance(given, int) and not isinstance(given, bool) and given > 0:
        return _PERIODS.get(given, (f"every_{given}_months", f"{given} months"))
    if not isinstance(given, str):
        return None
    if (length := _LENGTHS.get(word(given))) is not None:
        return _PERIODS[length]
    found = re.fullmatch(r"(?:every_)?(\d+)(?:_?(?:months?|m))?", word(given))
    return period(int(found[1])) if found else None


def conditions(given: PlainData) -> Iterator[PlainData]:
    """Conditions as a file has them, of a text, a list of them, or names with bounds such as ``{"kpi": 80}``."""
    if isinstance(given, Mapping):
        if {"if", "title"} & set(given) and not set(given) - {"if", "title", "id", "due"}:
            yield dict(given)
            return
        told = {word(key): value for key, value in given.items()}
        field = next((told[key] for key in ("metric", "field", "name", "measure", "variable") if key in told), None)
        value = next((told[key] for key in ("value", "threshold", "bound") if key in told), None)
        if isinstance(field, str) and value is not None:
            sign = next((told[key] for key in ("op", "operator", "sign", "cmp") if key in told), ">=")
            yield bounded(field, f"{sign} {value}")
            return
        for name, one in given.items():
            if word(name) in ("all", "and", "if", "when"):
                yield from conditions(one)
            elif word(name) in ("any", "or"):
                yield " or ".join(f"({part})" for part in conditions(one))
            else:
                yield bounded(name, one)
    elif isinstance(given, list):
        if len(given) == 3 and isinstance(given[1], str) and _SIGN.fullmatch(given[1]):
            yield bounded(str(given[0]), f"{given[1]} {given[2]}")
            return
        for one in given:
            yield from conditions(one)
    elif isinstance(given, str):
        yield expression(given)
    elif given is not None:
        yield given


def bounded(name: object, value: PlainData) -> str:
    """A condition of a name and what it must be: ``min_kpi`` and 80, ``kpi`` and ``>= 80``, ``months`` and 12."""
    told, sign = word(name), ">="
    for before, meant in _BEFORE.items():
        if told.startswith(before):
            told, sign = told.removeprefix(before), meant
    for after, meant in _AFTER.items():
        if told.endswith(after):
            told, sign = told.removesuffix(after), meant
    times = 12 if told.startswith("years") else 1
    told = told.replace("years", "months", 1)
    read = "months_in_grade" if told in _MONTHS else "months_employed" if told in _SERVED else \
        "kpi" if told in _SCORES else told  # fmt: skip
    if isinstance(value, Mapping):
        return " and ".join(bounded(f"{key}_{read}" if word(key) in ("min", "max") else read,
                                    one if word(key) in ("min", "max") else f"{key} {one}")
                            for key, one in value.items())  # fmt: skip
    if isinstance(value, list):
        return f"{read} {' '.join(map(str, value))}"
    if isinstance(value, str) and _SIGN.match(value):
        return f"{read} {value.strip()}"
    if value is True:
        return read
    number = value * times if isinstance(value, int | float) else value
    return f"{read} {sign} {number}"


def expression(text: str) -> str:
    """A condition as text, the signs and names of other languages replaced."""
    for theirs, ours in (("&&", " and "), ("||", " or "), ("≥", ">="), ("≤", "<="), ("=>", ">=")):
        text = text.replace(theirs, ours)
    text = re.sub(r"\s&\s", " and ", re.sub(r"\b(AND|OR|NOT)\b", lambda found: found[0].lower(), text))
    text = re.sub(r"\b(months|min_months|time_in_grade|months_in_level)\b", "months_in_grade", text)
    return " ".join(re.sub(r"\b(performance|min_kpi|mean_kpi|avg_kpi)\b", "kpi", text).split())
