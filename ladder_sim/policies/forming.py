"""Facts into the form of a scheme's file: what is stated, and what is assumed for want of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ladder_sim.core.formats import FILE_FORMAT
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.plain_data import PlainForm
from ladder_sim.core.roles import ROLES, STANDARD_ROLES
from ladder_sim.policies.assumed_marks import filled
from ladder_sim.policies.entries import DraftEntry, Forming, titled
from ladder_sim.policies.facts import PolicyFact
from ladder_sim.policies.figures import number_in, whole_number
from ladder_sim.policies.forming_moves import add_moves
from ladder_sim.policies.house_articles import HouseText
from ladder_sim.policies.ladders import FoundGrade, FoundLadder
from ladder_sim.policies.measured import OWN_SIGNALS
from ladder_sim.policies.own_measures import own_measure, signal_of
from ladder_sim.policies.qualities import QUALITIES, SPREAD
from ladder_sim.policies.source import SourceText

_STEP_UP = {"agent": 1.15, "specialist": 1.15, "lead": 1.30, "supervisor": 1.30, "manager": 1.40, "director": 1.40,
            "executive": 1.40}  # fmt: skip
_SPANS = {"lead": (8, "agent"), "supervisor": (8, "agent"), "manager": (3, "supervisor"), "director": (3, "manager")}


def form_of(
    source: SourceText, ladder: FoundLadder, facts: Sequence[PolicyFact], id: str, house: HouseText | None = None
) -> Forming:
    """The form of a draft, with the entries of `stated`.

    Parameters
    ----------
    id : of the scheme
    house : what the articles of a document say that the house wrote, in place of the facts
    """
    title = source.title
    made = Forming(ladder, {"scheme": id, "format": FILE_FORMAT, "title": title, "source": {"file": source.name}},
                   passages=source.passages)  # fmt: skip
    if len(ladder.grades) < 2:
        _no_ladder(made)
    _ladder(made, facts)
    if house is not None:
        return _of_the_house(made, source, house)
    _entry(made, facts)
    _probation(made, facts)
    _reviews(made, facts)
    add_moves(made, facts)
    _pay(made, facts)
    _signals(made, facts)
    return made


def _of_the_house(made: Forming, source: SourceText, house: HouseText) -> Forming:
    """The form of a document that `policy` wrote: its articles as they stand."""
    form = made.form
    form["entry"] = house.start.get("entry", made.ladder.grades[0].id)
    form |= {key: value for key, value in (("probation", house.start.get("probation")), ("scores", house.scores),
             ("reviews", house.reviews), ("moves", house.moves), ("pay", house.pay), ("signals", house.signals),
             ("tokens", house.tokens))
              if value}  # fmt: skip
    for name, numbers in house.own.items():
        for track in form["ladder"].values():
            for id in track:
                if id in numbers:
                    track[id][name] = whole_number(numbers[id])
    if house.signals:
        made.assume(Title("How these measures are spread among people", "这些指标在人员中的分布"),
                    *(f"signals.{name}" for name in house.signals))  # fmt: skip
    made.unread = set(house.unread)
    stand_ins = [f"scores.{id}" for id, score in house.scores.items() if f"scores.{id}" not in house.lines.values()]
    if stand_ins:
        made.assume(
            Title("Not read: the KPI stands in for these results", "未读懂：这些考核得分暂以绩效得分代替"), *stand_ins
        )
    places = {passage.line: number for number, passage in reversed(list(enumerate(source.passages)))}
    for line, address in house.lines.items():
        if line in places and address != "signals":
            text = source.passages[places[line]].text
            made.entries.append(DraftEntry(Title.plain(text[:40]), [address], places[line]))
    return made


def _no_ladder(made: Forming) -> None:
    """The document names no grades; two stand in for them and are said to be made up."""
    ladder = made.ladder
    ladder.tracks.setdefault("service", "service")
    known = {grade.id for grade in ladder.grades}
    for id, name in (
        ("first_grade", tr("First grade", "第一级")),
        ("second_grade", tr("Second grade", "第二级")),
    ):
        if len(ladder.grades) < 2 and id not in known:
            ladder.grades.append(FoundGrade(id, name, "service", "agent"))
    made.assume(Title("No ladder was found: two grades stand in for it", "未能识别职级体系：以两级代替"),
                *(f"ladder.{grade.id}" for grade in ladder.grades))  # fmt: skip


def _ladder(made: Forming, facts: Sequence[PolicyFact]) -> None:
    """Tracks and grades with roles, base pay, seats."""
    ladder, tracks = made.ladder, dict[str, PlainForm]()
    bases = {step[0] or step[1]: fact for fact in facts if fact.kind == "base" for step in fact.steps}
    assumed: list[str] = []
    for grade in ladder.grades:
        form: PlainForm = {"title": grade.name, "role": _role(grade.role)}
        mine = ladder.on(grade.track)
        if mine[0] is grade:
            form["track_title"] = ladder.tracks.get(grade.track, grade.track)
        fact = bases.get(grade.id)
        if grade.base is not None:
            form["base"] = _whole(grade.base)
        elif fact is not None:
            form["base"] = _whole(float(fact.value))
            made.said(fact, f"ladder.{grade.id}.base")
        else:
            form["base"] = _assumed_base(made, grade)
            assumed.append(f"ladder.{grade.id}.base")
        if grade.trial:
            form["trial"] = True
        outside = outside_of(grade.outside)
        if outside is not None:
            form["outside"] = outside
        _seats(made, grade, form, facts)
        tracks.setdefault(grade.track, {})[grade.id] = form
    made.form["ladder"] = tracks
    used = {_role(grade.role) for grade in ladder.grades}
    if not used <= set(STANDARD_ROLES):
        made.form["roles"] = [role for role in ROLES if role in used or role in STANDARD_ROLES]
    if assumed:
        made.assume(Title("Base pay by the usual steps", "基本工资按通常级差"), *assumed)


def outside_of(cell: str) -> PlainForm | float | None:
    """The share of openings that go to hires, of a cell of the ladder's table; None where it says none."""
    if cell in ("全部空缺", "every opening"):
        return 1
    share = re.fullmatch(r"([\d.]+)%的空缺|([\d.]+)% of the openings", cell)
    if share:
        return float(share.group(1) or share.group(2)) / 100
    after = re.fullmatch(
        r"空缺满(?P<n>\d+)个月后(?:一律外招|，(?P<s>[\d.]+)%外招)|(?:every opening|(?P<s2>[\d.]+)% of the "
        r"openings) that stood (?P<n2>\d+) months",
        cell,
    )
    if after:
        return {"share": float(after["s"] or after["s2"] or 100) / 100, "after": int(after["n"] or after["n2"])}
    return None


def _role(told: str) -> str:
    """A role by its id or by what it is called."""
    for role in ROLES.values():
        if told.lower() in (role.id, role.one.en.lower(), role.many.en.lower(), role.one.zh):
            return role.id
    return "agent"


def _whole(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _assumed_base(made: Forming, grade: FoundGrade) -> str:
    """Base pay from the lowest grade up, D11 of the default pack."""
    lowest = made.parameter("entry_base", 3500, Title("Base of the lowest grade", "最低级基本工资"), "CNY", "D11")
    mine = made.ladder.on(grade.track)
    factor = 1.0
    for lower in mine[1 : mine.index(grade) + 1]:
        factor *= _STEP_UP.get(_role(lower.role), 1.15)
    return lowest if factor == 1 else f"{lowest} * {factor:.4g}"


def _seats(made: Forming, grade: FoundGrade, form: PlainForm, facts: Sequence[PolicyFact]) -> None:
    """Seats as a table or a sentence says; of whoever leads people assumed where nothing does."""
    if grade.seats:
        told = _seats_text(grade.seats, made.ladder)
        if told:
            form["seats"] = told
        return
    role = _role(grade.role)
    if role == "agent":
        return
    fact = next((fact for fact in facts if fact.kind == "seats" and (
        any(grade.id in step for step in fact.steps) or re.search(re.escape(grade.name), fact.passage.text))),
            None)  # fmt: skip
    if fact is not None:
        form["seats"] = fact.value
        made.said(fact, f"ladder.{grade.id}.seats")
    elif role in _SPANS:
        n, of = _SPANS[role]
        if not any(_role(other.role) == of for other in made.ladder.grades):
            of, n = "agent", 8 if role in ("lead", "supervisor") else 24
        name = made.parameter(
            f"span_{grade.id}", n, Title(f"People per {grade.name}", f"每名{grade.name}对应人数"), "people", "D7"
        )
        form["seats"] = f"1 per {name} {of}"
        made.assume(Title(f"Seats of {grade.name}", f"{grade.name}编制"), f"ladder.{grade.id}.seats")


def _seats_text(cell: str, ladder: FoundLadder) -> str | int:
    """The seats of a cell in the rule's form; '' where it sets no limit."""
    number = re.fullmatch(r"(?:编制)?\s*(\d+)\s*(?:人|个|名|seats?)?", cell.strip())
    if number:
        return int(number.group(1))
    per = re.fullmatch(r"每(?P<per>[\d.]+)名(?P<of>.+?)设(?P<n>[\d.]+)名", cell.strip()) or re.fullmatch(
        r"(?P<n>[\d.]+) per (?P<per>[\d.]+) (?:at grade )?(?P<of>.+)", cell.strip())  # fmt: skip
    if per:
        named = next((grade.id for grade in ladder.grades if grade.name == per["of"]), "") or _role(per["of"])
        return f"{per['n']} per {per['per']} {named}"
    shared = re.fullmatch(r"与(?P<of>.+)共用编制|seats shared with (?P<of2>.+)", cell.strip())
    if shared:
        told = shared["of"] or shared["of2"]
        id = next((grade.id for grade in ladder.grades if grade.name == told), "")
        return f"shared with {id}" if id else ""
    share = re.fullmatch(r"(?P<of>.+)的(?P<n>[\d.]+)%|(?P<n2>[\d.]+)% of (?:grade )?(?P<of2>.+)", cell.strip())
    if share:
        told = share["of"] or share["of2"]
        named = next((grade.id for grade in ladder.grades if grade.name == told), "")
        whole = "headcount" if told in ("总人数", "headcount") else named or _role(told)
        return f"{share['n'] or share['n2']}% of {whole}"
    return ""


def _entry(made: Forming, facts: Sequence[PolicyFact]) -> None:
    """Where newcomers begin and who is covered."""
    grades = made.ladder.grades
    made.form["entry"] = grades[0].id
    told = [fact for fact in facts if fact.kind == "entry" and any(grades[0].id in step for step in fact.steps)]
    for fact in told:
        made.said(fact, "entry")
    if not told:
        made.assume(Title("Hires start in the lowest grade", "新员工自最低职级起"), "entry")
    for fact in facts:
        if fact.kind == "scope" and any(grade.passage is not None for grade in grades):
            made.said(fact, *(f"ladder.{grade.id}" for grade in grades))


def _probation(made: Forming, facts: Sequence[PolicyFact]) -> None:
    """Probation of hires where the document speaks of it."""
    months = next((fact for fact in facts if fact.kind == "probation"), None)
    pay = next((fact for fact in facts if fact.kind == "probation_pay"), None)
    confirms = [fact for fact in facts if fact.kind == "condition" and fact.direction == "confirmation"
                and not re.match("months_|not on_", fact.value)]  # fmt: skip
    if months is None and pay is None:
        for fact in confirms:
            made.leave(fact, Title("The document names no probation", "原文未写明试用期"))
        return
    form: PlainForm = {}
    if months is not None:
        form["months"] = int(float(months.value))
        made.said(months, "probation.months")
    else:
        form["months"] = made.parameter("trial_months", 3, Title("Probation", "试用期"), "months", "D10")
    if pay is not None:
        form["pay"] = float(pay.value)
        made.said(pay, "probation.pay")
    else:
        form["pay"] = made.parameter(
            "trial_pay", 0.8, Title("Share of base paid on probation", "试用期工资比例"), "", "D10"
        )
    if confirms:
        form["confirm"] = " and ".join(
            dict.fromkeys(f"({filled(made, fact.value, made.ladder.grades[0].id)})" for fact in confirms)
        )
        for fact in confirms:
            made.said(fact, "probation.confirm")
    made.form["probation"] = form


def _reviews(made: Forming, facts: Sequence[PolicyFact]) -> None:
    """The reviews that the document names; a quarterly one where it names none."""
    reviews: PlainForm = {}
    for fact in facts:
        if fact.kind != "review":
            continue
        every, _, month = fact.value.partition(":")
        name = {"quarter": "quarterly", "half-year": "half_yearly", "year": "yearly", "month": "monthly"}[every]
        reviews.setdefault(name, {"every": every, **({"month": int(month)} if month else {})})
        made.said(fact, f"reviews.{name}")
    if not reviews:
        reviews["quarterly"] = {"every": "quarter"}
        made.assume(Title("Reviews each quarter", "每季度评审"), "reviews.quarterly")
    made.form["reviews"] = reviews


def _pay(made: Forming, facts: Sequence[PolicyFact]) -> None:
    """Parts of pay besides base."""
    parts: PlainForm = {}
    for fact in facts:
        if fact.kind != "part":
            continue
        name, _, amount = fact.value.partition(";")
        grades = list(dict.fromkeys(step[0] or step[1] for step in fact.steps if any(step)))
        key = name if name not in parts else f"{name}_{len(parts) + 1}"
        value = number_in(amount) or 0
        parts[key] = {
            "title": titled(fact.found.written.title),
            "amount": _whole(value),
            **({"for": grades} if grades else {}),
        }
        made.said(fact, f"pay.{key}")
    if parts:
        made.form["pay"] = parts


def _signals(made: Forming, facts: Sequence[PolicyFact]) -> None:
    """Measures that the rules read and the standard vocabulary lacks, with assumed numbers."""
    text = str(made.form.get("moves")) + str(made.form.get("probation"))
    qualities: dict[str, PlainForm] = {
        each.name: {"title": titled(each.title), **SPREAD} for each in QUALITIES if each.own
    }
    for fact in facts:
        measure = own_measure(fact.found.groups["m"]) if fact.found.phrase.id == "own_result" else None
        mark = re.search(r"[<>=]=? ([\d.]+)", fact.value)
        if measure is not None and mark is not None:
            title = measure.words.replace("\\", "")
            qualities.setdefault(measure.name, signal_of(title, float(mark.group(1))))
    needed = {name: form for name, form in (OWN_SIGNALS | qualities).items() if re.search(rf"\b{name}\b", text)}
    if needed:
        made.form["signals"] = needed
        made.assume(Title("How these measures are spread among people", "这些指标在人员中的分布"),
                    *(f"signals.{name}" for name in needed))  # fmt: skip
