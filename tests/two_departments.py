"""A small company: two departments on people of one file, a transfer, and an alternative without it."""

from __future__ import annotations

from pathlib import Path

SALES = """
scheme: sales
title: {en: Sales ladder, zh: 销售序列}
parameters: {bar: {value: 70, from: 50, to: 95, title: {en: Bar, zh: 达标线}}}
ladder: {line: {seller: {base: 4000}, senior: {base: 5000}}}
entry: seller
reviews: {half: {every: half-year}}
moves: [{id: up, from: seller, to: senior, review: half, when: kpi >= bar}]
"""
SERVICE = """
scheme: service
title: {en: Service ladder, zh: 客服序列}
parameters: {wait: {value: 3, from: 0, to: 24, integer: true, unit: months, title: {en: Wait, zh: 等待}}}
ladder: {desk: {junior: {base: 3500}, expert: {base: 4600}}}
entry: junior
reviews: {half: {every: half-year}}
moves: [{id: up, from: junior, to: expert, review: half, when: [months_in_grade >= wait, kpi >= 75]}]
"""
STUDY = """
study: firm
title: {en: Two departments, zh: 两个部门}
departments:
  sales: {title: {en: Sales, zh: 销售部}, scheme: sales.yaml, workforce: people.yaml}
  service: {title: {en: Service, zh: 客服部}, scheme: service.yaml, workforce: people.yaml}
transfers:
  - {id: to_sales, from: service.expert, to: sales.seller, review: {every: year, month: 6}, seats: unlimited}
alternatives:
  closed: {title: {en: No transfers, zh: 不再调动}, transfers: [{id: to_sales, remove: true}]}
months: 24
replications: 4
seed: 3
"""
PEOPLE = """
workforce: people
start: 2027-01-01
people: {headcount: 20}
metrics: {kpi: {normal: {mean: 75, between: 5, within: 6}}}
market: {agent: 4500}
"""


def write_firm(folder: Path) -> Path:
    """The files of the company in a folder; the path of its study."""
    for name, text in {"sales": SALES, "service": SERVICE, "people": PEOPLE, "firm": STUDY}.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder / "firm.yaml"
