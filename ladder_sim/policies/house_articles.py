"""Articles as `articles` writes them, read back: whoever edits such a document gets the scheme that it now says."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import PlainForm
from ladder_sim.model.kinds import MoveKind
from ladder_sim.policies.articles import VERBS
from ladder_sim.policies.house_terms import how_into
from ladder_sim.policies.ladders import FoundLadder
from ladder_sim.policies.said_back import SaidBack, tested
from ladder_sim.policies.source import SourceText
from ladder_sim.scenarios.loading import load_vocabulary

_ARTICLE = re.compile(r"(?:第[一二三四五六七八九十百零]+条|Article \d+)\s*(?P<title>.+)")
_CYCLES = {"每月": "month", "每季": "quarter", "每半年": "half-year", "每年": "year", "monthly": "month",
           "quarterly": "quarter", "half-yearly": "half-year", "yearly": "year"}  # fmt: skip
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(slots=True)
class HouseText:
    """What the articles of a document say in the house's words.

    Parameters
    ----------
    moves, scores, pay : as a file has them
    own : numbers of grades' own: name → grade → number
    lines : numbers of the lines that were read, each with its address
    unread : numbers of lines of such articles that were not
    """

    moves: list[PlainForm] = field(default_factory=list)
    scores: PlainForm = field(default_factory=dict)
    pay: PlainForm = field(default_factory=dict)
    start: PlainForm = field(default_factory=dict)
    reviews: PlainForm = field(default_factory=dict)
    signals: PlainForm = field(default_factory=dict)
    lines: dict[int, str] = field(default_factory=dict)
    unread: list[int] = field(default_factory=list)
    own: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: PlainForm = field(default_factory=dict)


def house_text(source: SourceText, ladder: FoundLadder) -> HouseText | None:
    """The articles of a document that the house wrote; None where there is none of a move.

    Parameters
    ----------
    ladder : of the document
    """
    articles = list(_articles(source))
    moves = [(title, lines) for title, lines in articles if lines and _first().fullmatch(lines[0][1].rstrip("。."))]
    if not moves:
        return None
    made = HouseText()
    names = _names(articles, ladder, made)
    words = SaidBack(names, {title: id for id, title in ladder.tracks.items() if names.get(title) != id})
    made.own = words.own
    _tokens(source, words, made)
    for _, lines in articles:
        _scores_and_pay(lines, words, ladder, made, names)
    for number, (title, lines) in enumerate(moves, start=1):
        move: PlainForm = {"id": f"move_{number}", "title": title, "from": [], "to": "", "review": "quarterly"}
        _move(move, lines, words, ladder, made)
        if move["to"] and move["from"]:
            made.moves.append(move)
        else:
            made.unread += [line for line, _ in lines]
            made.lines = {
                line: address for line, address in made.lines.items() if not address.startswith(f"moves.{move['id']}")
            }
    _conditions_stand_in(made)
    return made


def _tokens(source: SourceText, words: SaidBack, made: HouseText) -> None:
    """What spares somebody a move, of its table."""
    for table in source.tables:
        if table.header[0] not in ("token", "豁免资格") or len(table.header) < 4:
            continue
        for down, (title, every, earned, kept, *_) in enumerate(table.rows[1:], start=2):
            rule, months = words.rule(earned), re.match(r"\d+", kept)
            if rule is None:
                made.unread.append(table.line + down - 1)
                continue
            name = f"token_{len(made.tokens) + 1}"
            made.tokens[name] = {"title": title, "review": _review(every, made), "earn": tested(rule),
                                 **({"keep": int(months.group())} if months else {})}  # fmt: skip


def _conditions_stand_in(made: HouseText) -> None:
    """A result that was not read and that a rule takes for a condition is one."""
    told = [condition["if"] for move in made.moves for condition in move.get("when", [])]
    rules = " ; ".join(map(str, [*told, *(token["earn"] for token in made.tokens.values())]))
    for id, score in made.scores.items():
        bare = rf"(?:^|[(;]|\band|\bor|\bnot) *{id} *(?:$|[);]|and\b|or\b)"
        if score["value"] == "kpi" and re.search(bare, rules):
            score["value"] = "kpi >= 60"


def _first() -> re.Pattern[str]:
    """The first sentence of the article of a move."""
    verbs = "|".join(re.escape(str(verb)) for verb in VERBS.values())
    return re.compile(tr(rf"From (?P<a>.+), (?P<verb>{verbs}) (?P<b>.*)", rf"由(?P<a>.+?)(?P<verb>{verbs})(?P<b>.*)"))


def _articles(source: SourceText) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """The articles of a document: title and lines."""
    title, lines = "", list[tuple[int, str]]()
    for number, text, level in source.lines:
        head = _ARTICLE.fullmatch(text)
        if head or level is not None:
            if title:
                yield title, lines
            title, lines = (head["title"].strip() if head else ""), []
        elif title:
            lines.append((number, text))
    if title:
        yield title, lines


def _item(text: str) -> str:
    """A line without the number of its list."""
    return re.sub(r"^(?:（[一二三四五六七八九十百零]+）|\(\d+\))\s*", "", text)


def _names(
    articles: Sequence[tuple[str, list[tuple[int, str]]]], ladder: FoundLadder, made: HouseText
) -> dict[str, str]:
    """What scores, measures, grades and tracks are called, and the names that stand for them in rules."""
    names = {title: id for id, title in ladder.tracks.items()} | {grade.name: grade.id for grade in ladder.grades}
    names |= _measures()
    for _, lines in articles:
        for number, text in lines:
            alone = re.fullmatch("“(?P<name>[^“”]+)”", _item(text))
            score = re.match(tr(r"“(?P<name>[^“”]+)”, closed ", r"“(?P<name>[^“”]+)”，.+?结算："), _item(text))
            if alone and names.get(alone["name"], "") in ("", *ladder.tracks):
                id = f"measure_{len(made.signals) + 1}"
                names[alone["name"]] = id
                made.signals[id] = {"title": alone["name"], "normal": {"mean": 80, "between": 6, "within": 8}}
                made.lines[number] = f"signals.{id}"
            elif alone:
                made.lines[number] = "signals"
            elif score:
                names[score["name"]] = f"score_{1 + sum(name.startswith('score_') for name in names.values())}"
    return names


def _measures() -> dict[str, str]:
    """What the standard signals and attributes are called."""
    standard = load_vocabulary()
    names = {str(metric.title): name for name, metric in standard.signals.items()}
    return names | {str(fact.title): name for name, fact in standard.attributes.items()}


def _scores_and_pay(
    lines: Sequence[tuple[int, str]], words: SaidBack, ladder: FoundLadder, made: HouseText, names: dict[str, str]
) -> None:
    """Results, parts of pay, where hires start."""
    for number, text in lines:
        item = _item(text)
        if not _score(number, item, made, names, words):
            _part(number, item, words, ladder, made)
        entry = re.fullmatch(tr(r"hires start as: (?P<g>.+)\.", r"新员工起始职级：(?P<g>.+)。"), item)
        trial = re.fullmatch(tr(r"probation: (?P<n>\d+) months at (?P<p>[\d.]+)% of base pay(?:; confirmed if "
                                r"(?P<c>.+), otherwise (?P<o>.+))?\.",
                                r"试用期：(?P<n>\d+)个月，基本工资的(?P<p>[\d.]+)%(?:；转正条件：(?P<c>.+)，"
                                r"否则(?P<o>.+))?。"), item)  # fmt: skip
        if entry and (found := ladder_id(entry["g"], ladder) or words.rule(entry["g"])):
            made.start["entry"] = found
            made.lines[number] = "entry"
        elif trial:
            made.start["probation"] = _probation(trial, words)
            made.lines[number] = "probation"


def _score(number: int, item: str, made: HouseText, names: dict[str, str], words: SaidBack) -> bool:
    """A named result; one whose rule is not read is the KPI until somebody writes it, and is said to be."""
    score = re.fullmatch(tr(r"“(?P<n>[^“”]+)”, closed (?P<every>[^:]+): (?P<how>.+)",
                            r"“(?P<n>[^“”]+)”，(?P<every>.+?)结算：(?P<how>.+)"), item)  # fmt: skip
    if score is None:
        return False
    # a result may bear the name of the measure that it is made of
    how = SaidBack({**names, score["n"]: _measures().get(score["n"], "")}, words.sides).rule(score["how"])
    id = names[score["n"]]
    made.scores[id] = {"title": score["n"], "every": _CYCLES.get(score["every"], "month"), "value": how or "kpi"}
    if how is None:
        made.unread.append(number)
    else:
        made.lines[number] = f"scores.{id}"
    return True


def _part(number: int, item: str, words: SaidBack, ladder: FoundLadder, made: HouseText) -> None:
    """A part of pay."""
    part = re.fullmatch(tr(r"(?P<n>.+?): (?P<how>.+) a month(?: if (?P<c>.+?))?; for (?P<who>.+)\.",
                           r"(?P<n>.+?)：每月(?P<how>.+?)(?:（若(?P<c>.+)）)?；适用：(?P<who>.+)。"), item)  # fmt: skip
    if part is None:
        return
    how, test = words.rule(part["how"]), words.rule(part["c"]) if part["c"] else None
    if how is None or (part["c"] and test is None):
        made.unread.append(number)
        return
    key = f"part_{len(made.pay) + 1}"
    made.pay[key] = {"title": part["n"], "amount": how, **_who(part["who"], ladder), **({"when": test} if test else {})}
    made.lines[number] = f"pay.{key}"


def _probation(trial: re.Match[str], words: SaidBack) -> PlainForm:
    form: PlainForm = {"months": int(trial["n"]), "pay": float(trial["p"]) / 100}
    confirm = words.rule(trial["c"]) if trial["c"] else None
    if confirm:
        form["confirm"] = confirm
        if trial["o"] in ("extended", "延长试用"):
            form["otherwise"] = "extend"
    return form


def _who(told: str, ladder: FoundLadder) -> PlainForm:
    """For whom a part of pay is."""
    if told in ("everybody", "所有人"):
        return {}
    names = {grade.name: [grade.id] for grade in ladder.grades}
    for grade in ladder.grades:
        names.setdefault(grade.role, []).append(grade.id)
    chosen = [id for name in names_listed(told, names) for id in names.get(name, [])]
    return {"for": chosen} if chosen else {}


def names_listed(told: str, known: Collection[str]) -> list[str]:
    """The names of a list, also those that hold a comma themselves.

    Parameters
    ----------
    known : the names that there are
    """
    joint = tr(", ", "、")
    parts, found = told.split(joint), list[str]()
    while parts:
        n = next((n for n in range(len(parts), 0, -1) if joint.join(parts[:n]) in known), 1)
        found.append(joint.join(parts[:n]))
        parts = parts[n:]
    return found


def _move(
    move: PlainForm, lines: Sequence[tuple[int, str]], words: SaidBack, ladder: FoundLadder, made: HouseText
) -> None:
    """What the article of a move says, into the move."""
    when: list[PlainForm] = []
    pairs: list[tuple[str, str]] = []
    part = ""
    for number, text in lines:
        ends = _first().fullmatch(text.rstrip("。."))
        review = re.fullmatch(tr(r"Review: (?P<r>.+)\.", r"评审：(?P<r>.+)。"), text)
        address = f"moves.{move['id']}"
        if ends:
            _ends(move, ends, ladder, words, pairs)
        elif review:
            move["review"] = _review(review["r"], made)
        elif text.endswith((":", "：")) and _item(text) == text:
            part = "when" if text == tr("All of these must hold:", "须同时满足下列条件：") else "how"
            continue
        elif part == "when" and (condition := condition_of(_item(text), words)) is not None:
            when.append({**condition, "id": f"c{len(when) + 1}"})
            address += f".c{len(when)}"
        elif part == "when" or (part == "how" and not how_into(move, _item(text), words)):
            made.unread.append(number)
            continue
        made.lines[number] = address
    if when:
        move["when"] = when
    if len({target for _, target in pairs}) > 1:
        move["to"] = _several_ends(pairs, ladder, words)


def _several_ends(pairs: Sequence[tuple[str, str]], ladder: FoundLadder, words: SaidBack) -> str:
    """One step up or down for all, or a grade for each by a number of its own."""
    if all(ladder.above(a) == b for a, b in pairs):
        return "next"
    if all(ladder.below(a) == b for a, b in pairs):
        return "lower"
    goals = {goal: n for n, goal in enumerate(dict.fromkeys(b for _, b in pairs), start=1)}
    name = words.own_number({a: str(goals[b]) for a, b in pairs})
    return f"band(own.{name}, {{{', '.join(f'{n}: {goal}' for goal, n in goals.items())}}})"


def condition_of(text: str, words: SaidBack) -> PlainForm | None:
    """A condition, with the title before its words where there is one.

    Parameters
    ----------
    text : such as 均分达线：近3个月绩效得分的均值 ≥ 80
    """
    whole = words.rule(text)
    if whole is not None:
        return {"if": tested(whole)}
    for colon in re.finditer(tr(": ", "："), text):
        told = words.rule(text[colon.end() :])
        if told is not None:
            return {"if": tested(told), "title": text[: colon.start()]}
    return None


def _review(told: str, made: HouseText) -> str:
    """The name of a review; a new one is made."""
    every, _, rest = told.partition(tr(", ", "，"))
    form: PlainForm = {"every": _CYCLES.get(every, "quarter")}
    month = re.search(r"(?:end of )?(?P<m>[A-Z][a-z]+|\d{1,2})(?:月末)?", rest)
    if form["every"] == "year" and month:
        form["month"] = (
            int(month["m"]) if month["m"].isdigit() else _MONTHS.index(month["m"]) + 1 if month["m"] in _MONTHS else 12
        )
    name = {"month": "monthly", "quarter": "quarterly", "half-year": "half_yearly", "year": "yearly"}[
        str(form["every"])
    ]
    name += f"_{form['month']}" if form.get("month", 12) != 12 else ""
    made.reviews[name] = form
    return name


def _ends(
    move: PlainForm, ends: re.Match[str], ladder: FoundLadder, words: SaidBack, pairs: list[tuple[str, str]]
) -> None:
    """From where to where; `pairs` collects the grades of each line."""
    kind: MoveKind = next(kind for kind, verb in VERBS.items() if str(verb) == ends["verb"])
    known = {grade.name for grade in ladder.grades}
    sources = [ladder_id(name, ladder) for name in names_listed(ends["a"], known)]
    if ends["a"] in (tr("every grade", "所有职级"),):
        move["from"] = "any"
    else:
        move["from"] = [*move["from"], *(source for source in sources if source)]
    target = ends["b"].strip()
    fixed = {tr("the next grade up", "上一级"): "next", tr("the next grade down", "下一级"): "lower",
        tr("leaves the unit", "离职"): "exit",
             tr("the same grade", "原职级"): "same", tr("the grade before", "原先的职级"): "before"}  # fmt: skip
    found = fixed.get(target) or ladder_id(target, ladder) or words.rule(target) or ""
    pairs += [(source, found) for source in sources if source]
    move["to"] = found
    if kind != "dismissal" and found not in ("same", "exit"):
        move["kind"] = kind


def ladder_id(name: str, ladder: FoundLadder) -> str:
    """The id of a grade by its name; '' of none."""
    return next((grade.id for grade in ladder.grades if grade.name == name.strip()), "")
