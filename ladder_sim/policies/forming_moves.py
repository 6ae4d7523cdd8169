"""The moves of a draft: promotions step by step, ways down and out, with what the document says of each."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from ladder_sim.core.i18n import Title
from ladder_sim.core.plain_data import PlainForm
from ladder_sim.policies.assumed_marks import filled
from ladder_sim.policies.entries import DraftEntry, Forming, titled
from ladder_sim.policies.facts import PolicyFact
from ladder_sim.policies.figures import whole_number
from ladder_sim.policies.grade_names import height
from ladder_sim.policies.phrase import MoveDirection
from ladder_sim.policies.phrases_process import STAGE_ORDER
from ladder_sim.policies.steps_named import LadderStep

_UP: tuple[MoveDirection, ...] = ("promotion", "any", "lateral")


def add_moves(made: Forming, facts: Sequence[PolicyFact]) -> None:
    """The moves of a document: every step up, and the ways down and out that it names."""
    moves: list[PlainForm] = []
    steps = list(promotions(made, facts))
    up = [fact for fact in facts if fact.direction in _UP and fact.kind not in ("base", "part", "seats", "review")]
    for step in steps:
        taken = any(move["id"] == f"to_{step[1]}" for move in moves)
        id = f"{step[0]}_to_{step[1]}" if taken else f"to_{step[1]}"
        shown = made.ladder.steps.get(step)
        if shown is not None and shown in made.passages:
            made.entries.append(
                DraftEntry(Title("The step", "晋升步骤"), [f"moves.{id}.to"], made.passages.index(shown))
            )
        moves.append(_promotion(made, (id, step), up, facts))
    for fact in up:
        if fact.steps and not any(_meant(fact, step) for step in steps):
            made.leave(fact, Title("The step that it belongs to is not on the ladder", "所指的晋升步骤不在职级体系中"))
    moves += _ways_down(made, facts)
    if moves:
        made.form["moves"] = moves


def promotions(made: Forming, facts: Sequence[PolicyFact]) -> Iterable[LadderStep]:
    """Every step up of each track, and steps between tracks that sentences name."""
    ladder = made.ladder
    found: dict[LadderStep, None] = {}
    for track in ladder.tracks:
        grades = ladder.on(track)
        for lower, upper in itertools.pairwise(grades):
            found[lower.id, upper.id] = None
    found |= dict.fromkeys(ladder.links)
    for fact in facts:
        for low, high in fact.steps:
            if fact.direction == "promotion" and low and high and (low, high) not in found and (high, low) not in found:
                low_grade, high_grade = ladder.grade(low), ladder.grade(high)
                if low_grade.track != high_grade.track and height(low_grade.name) <= height(high_grade.name):
                    found[low, high] = None
    return found


def _meant(fact: PolicyFact, step: LadderStep) -> bool:
    """Whether a fact speaks of a step: of all where it names none."""
    low, high = step
    return not fact.steps or any((a in ("", low) and b in ("", high)) and (a or b) for a, b in fact.steps)


def _promotion(
    made: Forming, named: tuple[str, LadderStep], facts: Sequence[PolicyFact], every: Sequence[PolicyFact]
) -> PlainForm:
    """One step up with its conditions, stages, places and pay."""
    id, step = named
    low, high = step
    ladder = made.ladder
    names = (ladder.grade(low).name, ladder.grade(high).name)
    move: PlainForm = {"id": id, "title": {"en": f"{names[0]} to {names[1]}", "zh": f"{names[0]}升{names[1]}"},
                       "from": low, "to": high, "kind": "promotion", "review": _review(made, step, every)}  # fmt: skip
    mine = [fact for fact in facts if _meant(fact, step)]
    stated = [fact for fact in mine if fact.kind == "condition"]
    if not any(fact.kind == "stage" for fact in mine):
        for fact in [fact for fact in stated if "failed({move})" in fact.value]:
            made.leave(
                fact, Title("The document names no stage at which a case can fail", "原文未写明可能不通过的环节")
            )
            stated.remove(fact)
    conditions = _conditions(made, (id, high), _specific(stated), stated)
    if not conditions:
        conditions = _assumed_conditions(made, id, high)
    move["when"] = conditions
    _waived(made, move, [fact for fact in mine if fact.kind == "waiver"])
    _places(made, move, mine)
    stages = _stages(made, id, [fact for fact in mine if fact.kind == "stage"])
    if stages:
        move["stages"] = stages
    _applying(made, move, mine)
    _paid(made, move, mine)
    for fact in mine:
        if (fact.kind == "step" and not any(entry.sentence == fact.sentence for entry in made.entries)) or (
            fact.kind == "step" and fact.steps
        ):
            made.said(fact, f"moves.{id}.to")
    trial = next((fact for fact in mine if fact.kind == "trial"), None)
    if trial is not None:
        move["probation"] = {"months": int(float(trial.value)), "otherwise": "lower"}
        made.said(trial, f"moves.{id}.probation")
    return move


def _waived(made: Forming, move: PlainForm, facts: list[PolicyFact]) -> None:
    """Who is spared the waits of a move."""
    waits = [when["id"] for when in move["when"] if re.match(r"(?:months|years)_\w+ >=", when["if"])]
    if not facts or not waits:
        for fact in facts:
            made.leave(fact, Title("The step has no waiting time", "该步晋升没有任职年限要求"))
        return
    tests = list(dict.fromkeys(fact.value for fact in facts))
    joined = tests[0] if len(tests) == 1 else " or ".join(f"({test})" for test in tests)
    move["waive"] = {"when": joined, "count": len(waits), "only": waits}
    for fact in facts:
        made.said(fact, f"moves.{move['id']}.waive")


def _review(made: Forming, step: LadderStep, facts: Sequence[PolicyFact]) -> str:
    """The review that a step is tested at: the one named for it, else the first."""
    reviews: PlainForm = made.form["reviews"]
    names = {"quarter": "quarterly", "half-year": "half_yearly", "year": "yearly", "month": "monthly"}
    for fact in facts:
        if fact.kind == "review" and fact.steps and _meant(fact, step):
            return names[fact.value.partition(":")[0]]
    return next(iter(reviews))


def _specific(facts: list[PolicyFact]) -> list[PolicyFact]:
    """Without general ones that a fact of the step itself says otherwise, nor what is said twice."""
    kept: list[PolicyFact] = []
    for fact in sorted(facts, key=lambda fact: not fact.steps):
        key = _subject(fact.value)
        if any(
            _subject(other.value) == key and (other.value == fact.value or bool(other.steps) > bool(fact.steps))
            for other in kept
        ):
            continue
        kept.append(fact)
    return sorted(kept, key=lambda fact: (fact.sentence, fact.found.start))


def _subject(value: str) -> str:
    """What a condition is about, without its numbers."""
    return re.sub(r"[\d.]+", "#", value)


def _conditions(
    made: Forming, goal: tuple[str, str], facts: list[PolicyFact], every: list[PolicyFact]
) -> list[PlainForm]:
    """A condition for each fact; those that a sentence joins by “or” in one."""
    id, high = goal
    whens: list[PlainForm] = []
    groups: list[list[PolicyFact]] = []
    for fact in facts:
        last = groups[-1][-1] if groups else None
        if last is not None and (
            (fact.choice is not None and fact.choice == last.choice)
            or (last.sentence == fact.sentence and _joined_by_or(last, fact))
        ):
            groups[-1].append(fact)
        else:
            groups.append([fact])
    groups = [group for group in groups if _whole(made, group)]
    for n, group in enumerate(groups, start=1):
        values = [filled(made, fact.value.replace("{move}", id), high) for fact in group]
        choice = group[0].choice
        if choice is not None:
            test = " + ".join(f"({value})" for value in values) + f" >= {choice.needed}"
        else:
            test = values[0] if len(values) == 1 else " or ".join(f"({value})" for value in values)
        title = group[0].found.written.title
        for other in group[1:]:
            more = other.found.written.title
            title = Title(f"{title.en} or {more.en}", f"{title.zh}或{more.zh}")
        if choice is not None:
            many = len(group)
            title = Title(f"{choice.needed} of {many}: {title.en.replace(' or ', ', ')}",
                          f"{many}项中{choice.needed}项：{title.zh.replace('或', '、')}")  # fmt: skip
        whens.append({"if": test, "title": titled(title), "id": f"c{n}"})
        for fact in group:
            made.said(fact, f"moves.{id}.c{n}")
            for other in every:
                if other.value == fact.value and other.sentence != fact.sentence:
                    made.said(other, f"moves.{id}.c{n}")
    return whens


def _whole(made: Forming, group: list[PolicyFact]) -> bool:
    """Whether every point of a list is read of which only so many must be met; without one of them all are left."""
    choice = group[0].choice
    if choice is None or len(group) == choice.listed:
        return True
    for fact in group:
        made.leave(fact, Title(f"{choice.needed} of {choice.listed} are asked, and only {len(group)} were read",
                               f"要求{choice.listed}项中满足{choice.needed}项，只读懂{len(group)}项"))  # fmt: skip
    return False


def _joined_by_or(a: PolicyFact, b: PolicyFact) -> bool:
    between = a.passage.text[a.found.end : b.found.start]
    return len(between) < 8 and bool(
        re.search(r"或者?|\bor\b", between + a.passage.text[b.found.start : b.found.start + 3])
    )


def _assumed_conditions(made: Forming, id: str, high: str) -> list[PlainForm]:
    """A step of which the document says nothing: the usual wait and result, D4 and D5."""
    tests = [filled(made, test, high) for test in ("months_in_grade >= {service}", "mean(kpi, 6) >= {result}")]
    names = [f"parameters.{test.split()[-1]}" for test in tests]
    made.assume(Title("Wait and result where the document names no condition", "原文未写条件：任职年限和绩效"),
                f"moves.{id}.c1", f"moves.{id}.c2", *names)  # fmt: skip
    return [{"if": test, "id": f"c{n}"} for n, test in enumerate(tests, start=1)]


def _places(made: Forming, move: PlainForm, facts: list[PolicyFact]) -> None:
    """How many may move at a review, the best first."""
    quotas = [fact for fact in facts if fact.kind == "quota"]
    if not quotas:
        return
    number = next((fact for fact in quotas if fact.value != "vacancy"), quotas[0])
    move["seats"] = int(number.value) if number.value.isdigit() else number.value
    for fact in quotas:
        made.said(fact, f"moves.{move['id']}.seats")
    move["order"] = "mean(kpi, 6)"
    made.assume(Title("The best result of half a year goes first", "近半年绩效优者先"), f"moves.{move['id']}.order")


def _stages(made: Forming, id: str, facts: list[PolicyFact]) -> list[PlainForm]:
    """The way of a case, each stage once; a chance to pass is assumed where a stage can be failed and names no mark."""
    stages: dict[str, PlainForm] = {}
    for fact in facts:
        name, *rest = fact.value.split(";")
        given = dict(part.split("=") for part in rest)
        stage = stages.setdefault(name, {"stage": name, "title": titled(fact.found.written.title)})
        if "days" in given:
            stage["days"] = int(float(given["days"]))
        if "score" in given and ("at_least" not in stage or fact.found.written.assumed is None):
            stage |= {"score": given["score"], "at_least": whole_number(given["at_least"])}
        made.said(fact, f"moves.{id}.{name}")
    for name, stage in stages.items():
        if "score" not in stage and name != "notice":
            stage["pass"] = made.parameter("stage_pass", 0.9, Title("Share that passes a stage", "环节通过率"))
            made.assume(
                Title("Nine of ten pass a stage without a mark", "无合格线的环节：九成通过"),
                f"moves.{id}.{name}",
                "parameters.stage_pass",
            )
    return [stages[name] for name in sorted(stages, key=STAGE_ORDER.index)]


def _applying(made: Forming, move: PlainForm, facts: list[PolicyFact]) -> None:
    fact = next((fact for fact in facts if fact.kind == "applies"), None)
    if fact is not None:
        move["apply"] = made.parameter(
            "apply_share", 0.9, Title("Share of those who may that apply", "符合条件者申请比例")
        )
        made.said(fact, f"moves.{move['id']}.apply")


def _paid(made: Forming, move: PlainForm, facts: list[PolicyFact]) -> None:
    """What the step pays: the new grade's base where no raise is stated."""
    paid = [fact for fact in facts if fact.kind == "pay"]
    fact = next((fact for fact in paid if fact.steps), next(iter(paid), None))
    if fact is None:
        return
    kind, _, amount = fact.value.partition(":")
    if kind == "raise":
        move["pay"] = {"raise": amount if ".." in amount else float(amount)}
    else:
        move["pay"] = fact.value
    made.said(fact, f"moves.{move['id']}.pay")


# --- down and out ---------------------------------------------------------------------------------


def _ways_down(made: Forming, facts: Sequence[PolicyFact]) -> list[PlainForm]:
    """A move for each sentence that names a ground of demotion or dismissal."""
    found: list[PlainForm] = []
    by_sentence: dict[tuple[int, MoveDirection], list[PolicyFact]] = {}
    for fact in facts:
        if fact.kind == "condition" and fact.direction in ("demotion", "dismissal"):
            by_sentence.setdefault((fact.sentence, fact.direction), []).append(fact)
    for (_, direction), group in by_sentence.items():
        out = direction == "dismissal"
        id = f"{'out' if out else 'down'}_{1 + sum(move['id'].startswith('out' if out else 'down') for move in found)}"
        ends = _down_ends(made, group[0], out)
        if ends is None:
            for fact in group:
                made.leave(fact, Title("There is no grade below", "没有更低的职级"))
            continue
        alone = any(re.search(r"或|\bor\b", fact.passage.text) for fact in group)
        joint = " or " if alone else " and "
        lowest = made.ladder.grades[0].id
        values = list(dict.fromkeys(filled(made, fact.value.replace("{move}", id), lowest) for fact in group))
        test = values[0] if len(values) == 1 else joint.join(f"({value})" for value in values)
        title = Title("Dismissal", "淘汰") if out else Title("Demotion", "降级")
        reviews: PlainForm = made.form["reviews"]
        move: PlainForm = {"id": id, "title": titled(title), "from": ends[0], "to": ends[1],
            "review": next(iter(reviews)),
                           "when": [{"if": test, "title": titled(group[0].found.written.title),
                           "id": "c1"}]}  # fmt: skip
        found.append(move)
        for fact in group:
            made.said(
                fact,
                f"moves.{id}.c1",
                *([f"moves.{id}.to"] if all(any(step) for step in fact.steps) and fact.steps else []),
            )
    return found


def _down_ends(made: Forming, fact: PolicyFact, out: bool) -> tuple[str | list[str], str] | None:
    """From where and where to a move down or out goes."""
    if out:
        named = [step[0] for step in fact.steps if step[0]]
        return (named or "any", "exit")
    pairs = [step for step in fact.steps if all(step)]
    if pairs:
        return pairs[0]
    above = [grade.id for grade in made.ladder.grades if made.ladder.below(grade.id)]
    return (above, "lower") if above else None
