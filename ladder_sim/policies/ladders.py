"""The ladder that a document tells: its grades, who is above whom, and on which track."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ladder_sim.policies.figures import number_in
from ladder_sim.policies.grade_names import height, id_of, is_grade_name, role_of, step_between
from ladder_sim.policies.ladder_evidence import LadderChain, chains_of
from ladder_sim.policies.source import Passage, SourceTable, SourceText

_GRADE_HEAD = re.compile(
    r"^(?:职级|级别|等级|(?:岗位|职务|员工|技能)(?:等级|级别)|能级|岗位名称|岗位级别|岗位|职位|职务|职称|层级|星级|grade|level|position|title|rank|step|"
    r"job title)\b",
    re.IGNORECASE,
)
_NAME_HEAD = re.compile(
    r"^(?:名称|称谓|称呼|级别名称|等级名称|职级名称|岗位名称?|职位|职务|职称|title|name|position|job title)$",
    re.IGNORECASE,
)
_BASE_HEAD = re.compile(
    r"(?:基本|基础|岗位|底薪|固定|保底|月)工资|底薪|月薪|薪资标准|工资标准|base(?: pay| salary)?|salary|monthly pay",
    re.IGNORECASE,
)
_SEATS_HEAD = re.compile(r"编制|人数上限|定编|seats|headcount|positions", re.IGNORECASE)
_ROLE_HEAD = re.compile(r"^(?:岗位层级|role)$", re.IGNORECASE)
_OUTSIDE_HEAD = re.compile(r"外部招聘|外招比例|hires from outside|external hires", re.IGNORECASE)
_TRIAL = re.compile(r"（试用级）$| \(trial\)$")
_TRACK_HEAD = re.compile(r"^(?:通道|序列|track|通道与级次|track, level|path)$", re.IGNORECASE)


@dataclass(slots=True)
class FoundGrade:
    """A grade of a document."""

    id: str
    name: str
    track: str
    role: str
    passage: Passage | None = None
    base: float | None = None
    base_text: str = ""
    seats: str = ""
    trial: bool = False
    outside: str = ""


@dataclass(slots=True)
class FoundLadder:
    """The grades of a document, from the lowest, track by track."""

    grades: list[FoundGrade] = field(default_factory=list)
    tracks: dict[str, str] = field(default_factory=dict)  # id → title
    aliases: dict[str, str] = field(default_factory=dict)  # how a text may call it → id
    links: list[tuple[str, str]] = field(default_factory=list)  # steps up from one track to another
    steps: dict[tuple[str, str], Passage] = field(default_factory=dict)  # steps that arrows or a table show, and where

    def on(self, track: str) -> list[FoundGrade]:
        """The grades of a track, the lowest first."""
        return [grade for grade in self.grades if grade.track == track]

    def grade(self, id: str) -> FoundGrade:
        """The grade of an id."""
        return next(grade for grade in self.grades if grade.id == id)

    def below(self, id: str) -> str | None:
        """The next lower grade of the track; of the lowest of a side track the highest that leads there, if any."""
        mine = self.on(self.grade(id).track)
        at = next(n for n, grade in enumerate(mine) if grade.id == id)
        return mine[at - 1].id if at else None

    def above(self, id: str) -> str | None:
        """The next higher grade of the track."""
        mine = self.on(self.grade(id).track)
        at = next(n for n, grade in enumerate(mine) if grade.id == id)
        return mine[at + 1].id if at + 1 < len(mine) else None

    def row(self, low: str, high: str) -> list[str]:
        """The grades of a track from one up to another; none where they stand on two tracks."""
        ids = [grade.id for grade in self.on(self.grade(low).track)]
        return ids[ids.index(low) : ids.index(high) + 1] if high in ids else []

    def mentions(self, text: str) -> list[tuple[int, int, str]]:
        """The grades that a text names: where each begins and ends, and its id."""
        if not self.aliases:
            return []
        names = sorted(self.aliases, key=len, reverse=True)
        ends = [rf"(?<![A-Za-z0-9]){re.escape(name)}s?(?![A-Za-z0-9])" if name.isascii() else re.escape(name)
                for name in names]  # fmt: skip
        found = re.finditer("|".join(ends), text, re.IGNORECASE)
        known = {name.lower(): id for name, id in self.aliases.items()}
        told = []
        for match in found:
            word = match.group().lower()
            told.append((match.start(), match.end(), known.get(word) or known[word.removesuffix("s")]))
        return told


def ladder_of(source: SourceText) -> FoundLadder:
    """The ladder of a document; without grades where it tells none.

    A table of grades says most; then chains with arrows, lists from low to high, headings that are names of grades, and
    at last the steps that sentences name.
    """
    ladder = FoundLadder()
    spoken = "\n".join(passage.text for passage in source.passages if passage.kind != "cell")
    for table in source.tables:
        _from_table(table, ladder, spoken)
    whole = _whole(ladder, source)
    if whole is not None:
        ladder = FoundLadder()
        _take(whole, ladder)
        for table in source.tables:
            _from_table(table, ladder, spoken)
    if not ladder.grades:
        for chain in chains_of(source):
            _take(chain, ladder)
    _name(ladder)
    return ladder


def _whole(ladder: FoundLadder, source: SourceText) -> LadderChain | None:
    """The list of a document that names all grades of its table of one track, and more; None where none does."""
    names = {_bare(grade.name) for grade in ladder.grades}
    if not names or len(ladder.tracks) > 1 or any(grade.base is not None for grade in ladder.grades):
        return None
    lists = (chain for chain in chains_of(source) if names < set(map(_bare, chain.names)) and len(chain.names) < 12)
    return next(lists, None)


def _take(chain: LadderChain, ladder: FoundLadder) -> None:
    """A chain: the first makes the main track; new names of a later one a track of their own, or steps between them."""
    by_name = {_bare(grade.name): grade.id for grade in ladder.grades}
    new = [name for name in chain.names if _bare(name) not in by_name]
    if not ladder.grades:
        _add(new, chain.passage, chain.title, ladder, ordered=chain.ordered)
        _show(chain, ladder)
        return
    if new and not (chain.arrows or (_led(chain.title) and len(new) > 1)):
        return
    if new:
        _add(new, chain.passage, chain.title, ladder, ordered=chain.ordered)
        by_name = {_bare(grade.name): grade.id for grade in ladder.grades}
    if chain.arrows:
        for low, high in itertools.pairwise(by_name[_bare(name)] for name in chain.names):
            if ladder.above(low) != high and (low, high) not in ladder.links:
                ladder.links.append((low, high))
        _show(chain, ladder)


def _show(chain: LadderChain, ladder: FoundLadder) -> None:
    """The steps that a chain with arrows shows."""
    by_name = {_bare(grade.name): grade.id for grade in ladder.grades}
    ids = [by_name[_bare(name)] for name in chain.names if _bare(name) in by_name]
    if chain.arrows:
        pairs = [(low, high) for low, high in itertools.pairwise(ids)]
        down = sum(ladder.below(low) == high for low, high in pairs) > len(pairs) / 2
        for low, high in pairs:
            ladder.steps.setdefault((high, low) if down else (low, high), chain.passage)


def _led(title: str) -> bool:
    return bool(re.search("通道|序列|路线|track|path|ladder", title, re.IGNORECASE))


def _add(names: list[str], passage: Passage | None, title: str, ladder: FoundLadder, *, ordered: bool = False) -> str:
    """A track of grades; turned round where its first is above its last, unless the document says their order."""
    if not ordered and len(names) > 1 and height(names[0]) > height(names[-1]):
        names = names[::-1]
    taken = {grade.id for grade in ladder.grades} | set(ladder.tracks)
    told = re.sub(r"^(?:纵向|横向)?|晋升|发展|示意图|[:：].*|\(.*?\)|（.*?）", "", title).strip() if _led(title) else ""
    track = id_of(told, taken) if told else ("service" if "service" not in taken else f"track_{len(ladder.tracks) + 1}")
    ladder.tracks[track] = told or {"service": "主通道"}.get(track, track)
    taken.add(track)
    for place, name in enumerate(names):
        id = id_of(name, taken)
        taken.add(id)
        role = "agent" if place == 0 and len(names) > 2 and not ladder.grades else role_of(name)
        ladder.grades.append(FoundGrade(id, name, track, role, passage))
    return track


def _bare(name: str) -> str:
    return re.sub(r"人员|专员$|[（(].*?[）)]|\s", "", name)


def _from_table(table: SourceTable, ladder: FoundLadder, spoken: str) -> None:
    """A table with a grade in each row."""
    columns = {what: next((n for n, cell in enumerate(table.header) if head.search(cell.strip())), None)
               for what, head in (("grade", _GRADE_HEAD), ("base", _BASE_HEAD), ("seats", _SEATS_HEAD),
                                  ("role", _ROLE_HEAD), ("track", _TRACK_HEAD), ("outside",
                                   _OUTSIDE_HEAD))}  # fmt: skip
    column = columns["grade"] = _name_column(table, columns["grade"], spoken)
    if column is None:
        return
    rows = [row for row in table.rows[1:] if row[column].strip()]
    named = columns["role"] is not None or columns["track"] is not None
    names = [row[column].strip() for row in rows]
    if any(re.fullmatch(r"[\d.]+\s*[%％]|[-–—]+", name) for name in names):
        return
    alike = len(set(names)) == len(names) and all(len(name) <= (32 if name.isascii() else 10) for name in names)
    if len(set(names)) < 2 or not (named or alike or sum(map(is_grade_name, names)) > len(names) / 2):
        return
    told = steps_between(names)
    if told:
        passage = Passage(table.header[column], "cell", table.line, headings=table.headings)
        if not ladder.grades:
            _add(list(told), passage, "", ladder, ordered=True)
        return
    known = {grade.name: grade for grade in ladder.grades}
    by_track: dict[str, list[tuple[str, ...]]] = {}
    for row in rows:
        at = columns["track"]
        track = re.sub(r"\s*\d+$", "", row[at].strip()) if at is not None else ""
        by_track.setdefault(track, []).append(row)
    for track, members in by_track.items():
        paid = any(_paid_upward(members, at) for at in (columns["base"], *_growing(table)))
        new = [row[column].strip() for row in members if row[column].strip() not in known]
        if new:
            passage = Passage(track or table.header[column], "cell", table.line, headings=table.headings)
            _add(
                list(dict.fromkeys(new)),
                passage,
                f"{track} track" if track and not _led(track) else track,
                ladder,
                ordered=columns["track"] is not None or paid,
            )
            if track:
                ladder.tracks[list(ladder.tracks)[-1]] = track
    _numbers(rows, columns, ladder, table)


def steps_between(heads: Sequence[str]) -> tuple[str, ...]:
    """The grades, the lowest first, of heads of rows that name a step each, one behind the other; empty of others.

    Parameters
    ----------
    heads : such as 一星升二星, 二星升三星
    """
    ends = [step_between(head) for head in heads]
    pairs = [each for each in ends if each is not None]
    if len(pairs) < len(ends):
        return ()
    if len(pairs) > 1 and pairs[0][0] == pairs[1][1]:
        pairs.reverse()
    joined = all(one[1] == other[0] for one, other in itertools.pairwise(pairs))
    names = tuple(dict.fromkeys(name for pair in pairs for name in pair))
    return names if joined and len(names) == len(pairs) + 1 else ()


def _name_column(table: SourceTable, first: int | None, spoken: str) -> int | None:
    """The column that names the grades: of several the one whose names the text speaks of, else the first.

    Parameters
    ----------
    first : the first column with the head of grades; None where there is none
    spoken : the text outside of tables
    """
    if first is None:
        return None
    heads = [n for n, cell in enumerate(table.header) if n == first or _NAME_HEAD.search(cell.strip())]

    def named(column: int) -> int:
        names = {row[column].strip() for row in table.rows[1:]}
        return sum(len(name) > 1 and name in spoken for name in names)

    def worded(column: int) -> bool:
        return not all(re.fullmatch(r"[A-Z]?\d*", row[column].strip()) for row in table.rows[1:])

    return max(heads, key=lambda column: (named(column), worded(column), -column))


#: The head of a column whose numbers grow with the grade: times and marks.
_GROWS = re.compile(
    r"时间|年限|时长|任职|在岗|司龄|服务期|考核|绩效|评分|得分|\b(?:months|years|time|service|score|appraisal|rating)\b",
    re.IGNORECASE,
)


def _growing(table: SourceTable) -> Iterator[int]:
    """The columns of a table whose numbers are asked for, and grow with the grade."""
    yield from (at for at, head in enumerate(table.header) if _GROWS.search(head) and not _BASE_HEAD.search(head))


def _paid_upward(rows: list[tuple[str, ...]], column: int | None) -> bool:
    """Whether base pay says that the rows of a table stand from the lowest grade up."""
    if column is None:
        return False
    told = [re.search(r"\d[\d,]*(?:\.\d+)?万?", row[column]) for row in rows]
    paid = [number_in(amount.group()) or 0 for amount in told if amount]
    return len(paid) == len(rows) > 1 and all(low < high for low, high in itertools.pairwise(paid))


def _numbers(
    rows: list[tuple[str, ...]], columns: dict[str, int | None], ladder: FoundLadder, table: SourceTable
) -> None:
    """What a row of the table says of its grade."""
    by_name = {grade.name: grade for grade in ladder.grades}
    at = columns["grade"]
    coded = next((n for n, cell in enumerate(table.header) if n != at and _GRADE_HEAD.search(cell.strip())), None)
    for down, row in enumerate(rows, start=1):
        grade = by_name.get(row[at].strip()) if at is not None else None
        if grade is None:
            continue
        if coded is not None and re.fullmatch(r"[A-Z]\d{1,2}", row[coded].strip()):
            ladder.aliases.setdefault(row[coded].strip(), grade.id)
        grade.passage = Passage(" | ".join(row), "cell", table.line + down, label=grade.name, headings=table.headings)
        for what, column in columns.items():
            cell = row[column].strip() if column is not None else ""
            if what == "base" and cell:
                amount = re.search(r"\d[\d,]*(?:\.\d+)?万?", cell)
                grade.base, grade.base_text = (number_in(amount.group()) if amount else None), cell
            elif what == "seats" and cell:
                grade.seats = cell
            elif what == "role" and cell:
                grade.role = cell
            elif what == "outside" and cell:
                grade.outside = cell
        grade.trial = bool(_TRIAL.search(grade.name))
        grade.name = _TRIAL.sub("", grade.name)


def _name(ladder: FoundLadder) -> None:
    """The ways in which a text may call each grade: short forms where they mean one grade alone."""
    short: dict[str, set[str]] = {}
    for grade in ladder.grades:
        ladder.aliases.setdefault(grade.name, grade.id)
        for form in _short(grade.name):
            short.setdefault(form, set()).add(grade.id)
    for form, ids in short.items():
        if len(ids) == 1 and form not in ladder.aliases and len(form) > 1:
            ladder.aliases[form] = next(iter(ids))


def _short(name: str) -> Iterator[str]:
    if name.isascii():
        words = name.split()
        yield name
        if len(words) > 1:
            yield f"{words[0]} {words[-1]}"
            yield (
                words[0] if words[0].lower() in ("junior", "intermediate", "senior", "trainee", "expert") else words[-1]
            )
        return
    yield re.sub(r"人员|专员$|代表$", "", name)
    yield re.sub(r"客服(?=专员|主管|经理|总监|组长)", "", name)
    numbered = re.match(r"[一二三四五六七八九\d](?:档|星级?|级|等)(?=[\u4e00-\u9fff])", name)
    if numbered:
        yield numbered.group()
    before = re.match(r"见习|实习|助理|初级|中级|高级|资深|首席|专家|特级", name)
    if before:
        yield before.group()
        yield f"{before.group()}客服"
        yield f"{before.group()}级" if before.group() == "专家" else f"{before.group()}客服人员"
    noun = re.search(r"(?:组长|领班|班长|店长|主管|经理|总监|总经理)$", name)
    if noun and not re.match("储备|副|助理", name):
        yield noun.group()
