"""A small scheme, workforce, study and brief, into which the parts of examples are put."""

from __future__ import annotations

from typing import Any

from ladder_sim.core.problems import Problems
from ladder_sim.files import parse_tree

FRAME = {
    "scheme": """
scheme: frame
parameters: {bar: 80, months: 3, team_full: 4, by_team: true, guess: {value: -2, assumed: true}}
ladder:
  service:
    junior: {base: 4000, baseline: 60, allowance: 0}
    senior: {base: 4600, baseline: 70, allowance: 100}
    expert: {base: 5300, baseline: 80, allowance: 200}
  management:
    lead: {role: supervisor, base: 6000, seats: 1 per 8 agent, baseline: 70, allowance: 500}
    chief: {role: manager, base: 9000, seats: 2, baseline: 80, allowance: 800}
entry: junior
attributes:
  department: {shares: {sales: 0.4, service: 0.6}}
  shift: {order: [day, night], shares: [0.6, 0.4]}
scores:
  quarter_kpi: {title: {en: Quarter's score, zh: 季度得分}, every: quarter, value: "mean(kpi, 3)"}
  letter:
    title: {en: Quarter's letter, zh: 季度等级}
    every: quarter
    value: "band(quarter_kpi, {0: 'D', 60: 'C', 70: 'B', 85: 'A'})"
indices: {award_base: {yearly: 2%}}
reviews: {monthly: {every: month}, quarterly: {every: quarter}, yearly: {every: year}}
tokens: {immunity: {review: quarterly, earn: "best_of(quarter_kpi, team)"}}
statuses: {notice: {months: 3, title: {en: On notice, zh: 通知期}}}
moves:
  - {id: up, from: junior, to: senior, review: yearly, when: kpi >= 1000}
  - {id: exam, from: junior, to: senior, review: yearly, when: kpi >= 1000, stages: [{stage: panel, pass: 0.9}]}
""",
    "workforce": """
workforce: frame
signals: standard
people:
  headcount: 30
  team_size: 8
  roles: {agent: 0.9, supervisor: 0.1}
  attributes: {gender: {shares: {female: 0.5, male: 0.5}}}
attrition: {preset: in-house}
hiring: {poisson: 1 a month}
market: {agent: 4000, lead: 5000, supervisor: 6000, manager: 8000, director: 12000, executive: 20000}
""",
    "brief": "brief: frame\n",
    "study": """
study: frame
workforce: small-department-30
schemes: [ecommerce-dual-track, fabric-star-pay]
""",
}
#: Of a company, for parts of its departments and transfers.
COMPANY = """
study: frame
departments:
  sales: {scheme: ecommerce-dual-track, workforce: small-department-30}
  service: {scheme: fabric-star-pay, workforce: small-department-30}
transfers:
  - {id: to_service, from: sales.specialist, to: service.star_1, review: yearly}
alternatives: {other: {}}
"""
MOVE = "{id: up, from: junior, to: senior, review: quarterly, when: [{if: months_in_grade >= 6, id: served}]}"

#: Where the keys of a part belong: the kind of file, and the path to the part; what the part needs besides.
PARTS: dict[str, tuple[str, tuple[Any, ...], str]] = {
    "scheme": ("scheme", (), ""),
    "parameter": ("scheme", ("parameters", "knob"), "{value: 2}"),
    "likely": ("scheme", ("parameters", "guess", "likely"), "{}"),
    "grade": ("scheme", ("ladder", "management", "lead"), "{role: supervisor, base: 6000, baseline: 70, allowance: 0}"),
    "cap": ("scheme", ("caps", "upper"), "{over: senior, seats: 5}"),
    "probation": ("scheme", ("probation",), "{months: 3}"),
    "score": ("scheme", ("scores", "result"), "{every: month, value: kpi}"),
    "review": ("scheme", ("reviews", "round"), "{every: year}"),
    "move": ("scheme", ("moves", 0), MOVE),
    "condition": ("scheme", ("moves", 0, "when", 0), "{if: months_in_grade >= 6}"),
    "work": ("scheme", ("reviews", "quarterly", "work"), "{}"),
    "stage": ("scheme", ("moves", 0, "stages", 0), "{stage: interview}"),
    "status": ("scheme", ("statuses", "process"), "{}"),
    "life": ("workforce", ("statuses", "leave"), "{months: 4}"),
    "token": ("scheme", ("tokens", "shield"), "{review: quarterly, earn: kpi >= 95}"),
    "part": ("scheme", ("pay", "extra"), "{amount: 100}"),
    "index": ("scheme", ("indices", "award"), "{}"),
    "tables": ("scheme", ("tables",), "{}"),
    "measure": ("scheme", ("measures", "own"), "{value: mean(kpi)}"),
    "lint": ("scheme", ("lint",), "{}"),
    "stated": ("scheme", ("stated", 0), "{rule: The rule}"),
    "adopted": ("scheme", ("adopted",), "{month: 7, after: ecommerce-dual-track}"),
    "switch_pay": ("scheme", ("adopted", "pay"), "{}"),
    "wave": ("scheme", ("adopted", "waves", 0), "{month: 7}"),
    "workforce": ("workforce", (), ""),
    "people": ("workforce", ("people",), "{}"),
    "roster": ("workforce", ("people", "roster"), "{file: people.csv}"),
    "attribute": ("workforce", ("people", "attributes", "trait"), "{}"),
    "metric": ("workforce", ("metrics", "result"), "{}"),
    "attrition": ("workforce", ("attrition",), "{}"),
    "effect": ("workforce", ("attrition", "effects"), "{}"),
    "hiring": ("workforce", ("hiring",), "{}"),
    "between": ("workforce", ("between_years",), "{}"),
    "costs": ("workforce", ("costs",), "{}"),
    "study": ("study", (), ""),
    "department": ("study", ("alternatives", "other", "departments", "sales"), "{}"),
    "transfer": ("study", ("alternatives", "other", "transfers", 0), "{id: to_service}"),
    "brief": ("brief", (), ""),
}
#: To the frame's own, which its rules need.
ADDED = ("parameters", "attributes", "scores", "tokens", "reviews", "statuses")


def plain(text: str) -> Any:
    problems = Problems()
    tree = parse_tree(text, "example", problems)
    problems.raise_if_any()
    assert tree is not None
    return tree.plain()


def _put(tree: Any, path: tuple[Any, ...], needed: str, given: dict[str, Any]) -> None:
    """`given` with what the part needs, at its place in the frame."""
    for key, following in zip(path, (*path[1:], None), strict=True):
        if following is None:
            tree[0 if isinstance(key, int) else key] = {**plain(needed), **given}
        elif isinstance(key, int):
            tree = tree[0]
        else:
            tree = tree.setdefault(key, [None] if isinstance(following, int) else {})


def complete(kind: str, given: dict[str, Any], path: tuple[Any, ...] = (), needed: str = "") -> dict[str, Any]:
    """A file with the keys given for the part at `path`; the frame has the rest."""
    tree = {} if "based_on" in given else plain(COMPANY if "alternatives" in path else FRAME[kind])
    if not path:
        for key, value in given.items():
            tree[key] = {**tree.get(key, {}), **value} if key in ADDED else value
        return {kind: "frame", **tree}
    if path[0] == "adopted" and len(path) > 1:
        tree["adopted"] = plain(PARTS["adopted"][2])
    if path[0] in ("moves", "stated"):
        first = {**plain(MOVE), "stages": [None]} if "stages" in path else plain(MOVE)
        tree["moves"] = [first, *tree["moves"][1:]]
    _put(tree, path, needed, given)
    if path == ("people", "roster"):
        del tree["people"]["headcount"]  # the list says it
    return tree
