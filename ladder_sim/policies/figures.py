"""Numbers and spans of time as documents write them: 三个月, 一年半, 2 years, half a year, 1,200, 60万, 前10%."""

from __future__ import annotations

import re

_DIGITS = {sign: n for n, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "俩": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_WORDS = {
    word: n
    for n, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"a": 1, "an": 1, "twenty-four": 24, "thirty": 30, "thirty-six": 36, "once": 1, "twice": 2}
#: A number in either language, and how long something lasts.
NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|"
    r"(?!一[定般些样致线流起旦方经贯并直切向度])[零一二三四五六七八九十百千两〇]+|"
    + r"|".join(sorted((rf"\b{word}\b" for word in _WORDS), key=len, reverse=True))
    + r")"
)
_ZH_SPAN = rf"(?:半年度?|一年半|两年半|{NUMBER}\s*(?:个半|年半|个?季度|个?月度?|个?半年|周年|年度?|载)月?)"
_EN_SPAN = (
    rf"(?:half a year|a year and a half|(?:{NUMBER}) and a half years?|(?:{NUMBER})(?:\s*\(\d+\))?[\s-]*(?:full |"
    rf"consecutive |calendar )"
    rf"*(?:months?|years?|quarters?))"
)
SPAN = rf"(?:{_EN_SPAN}|{_ZH_SPAN})"
_UNITS = (
    ("半年", 6), ("季", 3), ("quarter", 3), ("month", 1), ("月", 1), ("year", 12), ("年", 12), ("载", 12),
)  # fmt: skip


def number_in(text: str) -> float | None:
    """The number that a text writes, in digits, Chinese signs or English words; None where it writes none.

    Parameters
    ----------
    text : such as 1,200, 二十四, 1.5万, twelve
    """
    text = text.strip().lower()
    if text in _WORDS:
        return float(_WORDS[text])
    scale = 10_000 if text.endswith("万") else 1
    text = text.removesuffix("万").replace(",", "")
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text) * scale
    if not text or any(sign not in _DIGITS and sign not in _TENS for sign in text):
        return None
    total, digit = 0, 0
    for sign in text:
        if sign in _TENS:
            total += (digit or 1) * _TENS[sign]
            digit = 0
        else:
            digit = 10 * digit + _DIGITS[sign] if digit and not total else _DIGITS[sign]
    return float(total + digit) * scale


def months_in(text: str) -> float | None:
    """How many months a span of time lasts; None where the text is none.

    Parameters
    ----------
    text : such as 一年半, 3个季度, two years
    """
    text = text.strip().lower()
    fixed = {"半年": 6, "半年度": 6, "一年半": 18, "两年半": 30, "half a year": 6, "a year and a half": 18}
    if text in fixed:
        return fixed[text]
    found = re.match(NUMBER, text, re.IGNORECASE)
    n = None if found is None else number_in(found.group())
    unit = next((months for word, months in _UNITS if word in text), None)
    if n is None or unit is None:
        return None
    half = unit / 2 if "年半" in text or "个半" in text or "and a half" in text else 0
    return n * unit + half


def shown(value: float) -> str:
    """A number as a rule writes it: whole ones without a point."""
    return f"{value:.10g}"


def whole_number(text: str) -> int | float:
    """A number in digits as a file has it: 80 rather than 80.0.

    Parameters
    ----------
    text : in digits
    """
    value = float(text)
    return int(value) if value == int(value) else value
