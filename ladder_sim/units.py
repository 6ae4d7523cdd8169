"""The units of measures, as tables name them. Shares are fractions of 1; displays show them as percentages."""

from __future__ import annotations

from ladder_sim.words import Title

UNITS: dict[str, Title] = {
    "share a year": Title("share a year", "比例/年"),
    "share": Title("share", "比例"),
    "money a year": Title("CNY a year", "元/年"),
    "money": Title("CNY a year per head", "元/年·人"),
    "months": Title("months", "个月"),
    "people": Title("people", "人"),
    "seats": Title("seats", "个席位"),
    "points": Title("points", "分"),
    "ratio": Title("ratio", "比值"),
}
