"""The smallest scheme and workforce that the tests of commands play, and options that make a run short."""

SCHEME = """\
scheme: two-grades
title: {en: Two grades, zh: 两级}
parameters:
  bar: {value: 75, from: 0, to: 100}
ladder:
  service:
    junior: {role: agent, base: 4000}
    senior: {role: agent, base: 5000}
entry: junior
reviews:
  quarterly: {every: quarter}
moves:
  - id: up
    from: junior
    to: senior
    review: quarterly
    when:
      - months_in_grade >= 6
      - mean(kpi, 3) >= bar
"""
WORKFORCE = """\
workforce: twenty
title: {en: Twenty people, zh: 二十人}
start: 2027-01-01
people: {grades: {junior: 15, senior: 5}}
metrics:
  kpi: {normal: {mean: 75, between: 5, within: 5}}
attrition:
  base: {0: 0.02}
hiring: {keep: headcount, lead_months: 1}
"""
SMALL = ("--months", "12", "--replications", "6")
