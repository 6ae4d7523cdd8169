"""A draft: the file that a document gives, and how each of its sentences was read."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ladder_sim.core.doors import through
from ladder_sim.core.frozen import fixed
from ladder_sim.core.i18n import Title, speaking, tr
from ladder_sim.core.leading import Leading
from ladder_sim.core.needs import path_of
from ladder_sim.core.plain_data import PlainForm
from ladder_sim.core.problems import LadderError, Place, Problem, quietly
from ladder_sim.core.signed import door
from ladder_sim.core.signs import cut
from ladder_sim.files.memory import yaml_text
from ladder_sim.model.scheme import Scheme
from ladder_sim.policies.assumed_marks import proposed
from ladder_sim.policies.entries import DraftEntry, Forming
from ladder_sim.policies.facts import STATUSES, PolicyFact, SentenceStatus, facts_of, status_of
from ladder_sim.policies.forming import form_of
from ladder_sim.policies.house_articles import house_text
from ladder_sim.policies.ladders import FoundLadder, ladder_of
from ladder_sim.policies.putting import put
from ladder_sim.policies.reading import read_policy
from ladder_sim.policies.source import Passage, SourceText
from ladder_sim.scenarios.loading import load_scheme

#: A rule that quotes the document takes so many columns at most.
_QUOTE = 110
_NOT_READ = Title(
    "not understood by the draft: write it, or say why it is left out", "草稿未读懂：请补写，或写明未纳入的原因"
)
_UNSURE = Title("unsure, and not written; it may mean: {others}", "存疑，未写入；可能为：{others}")
_NO_PLACE = Title("understood, and without a place in the draft", "已读懂，但草稿中无处可写")


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence of the document and how it was read.

    Parameters
    ----------
    writes : rules of the file, each as address and expression
    phrases : the phrases that were found in it
    others : what it may mean as well
    """

    text: str
    place: str
    line: int
    status: SentenceStatus
    writes: tuple[tuple[str, str], ...] = ()
    phrases: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    remark: str = ""
    heading: bool = False


@fixed
@dataclass(frozen=True)
class Draft(Leading):
    """A scheme drafted from a document.

    Parameters
    ----------
    id : of the scheme
    source : the document
    sentences : how each sentence was read, in the order of the document
    form : what a file says, without the quotes that `to_yaml` adds as comments
    problems : what `check` finds wrong with it
    entries : its rules and assumptions, each with its addresses in the file
    """

    id: str
    source: SourceText
    sentences: tuple[DraftSentence, ...]
    form: PlainForm = field(repr=False)
    problems: tuple[Problem, ...] = ()
    entries: tuple[DraftEntry, ...] = field(default=(), repr=False)

    @cached_property
    def scheme(self) -> Scheme:
        """The scheme, to run or to compare.

        Raises
        ------
        LadderError
            The draft does not pass `check` yet; its problems say where.
        """
        with quietly():
            return load_scheme(self.to_yaml())

    def counts(self) -> dict[SentenceStatus, int]:
        """How many sentences were read in each way; headings are not counted."""
        told: dict[SentenceStatus, int] = dict.fromkeys(STATUSES, 0)
        for sentence in self.sentences:
            if not sentence.heading:
                told[sentence.status] += 1
        return told

    def summary(self) -> str:
        """What became of the document, in a few lines."""
        counts = self.counts()
        told = [f"{title}: {counts[status]}" for status, title in STATUSES.items()]
        lines = [tr("{file}: {n} grades, {moves} moves", "{file}：{n}个职级，{moves}项变动", file=self.source.name,
                    n=sum(map(len, self.form["ladder"].values())), moves=len(self.form.get("moves", [])))]  # fmt: skip
        lines.append(tr("sentences: {told}", "句子：{told}", told=tr(", ", "，").join(told)))
        for status in ("unsure", "missed"):
            lines += [f"{STATUSES[status]} ({each.place}): {each.text}" + _or(each) for each in self.sentences
                      if each.status == status]  # fmt: skip
        lines += [str(problem) for problem in self.problems]
        return "\n".join(lines)

    def to_yaml(self) -> str:
        """The file: what is stated with the sentence as a comment above it, what is assumed marked so."""
        body = yaml_text({key: value for key, value in self.form.items() if key != "stated"})
        blocks = [_stated_block(entry, self.sentences) for entry in self.form["stated"]]
        return body + ("stated:\n" + "".join(blocks) if blocks else "")

    def save(self, path: str | os.PathLike[str], *, force: bool = False) -> Path:
        """Write the file (.yaml), or the page of document and file side by side (.html).

        Parameters
        ----------
        path : of the file
        force : write over a file that is there

        Raises
        ------
        LadderError
            There is a file already, the name ends otherwise, or it cannot be written.
        """
        place = path_of(path, "path")
        if place.suffix == ".html":
            text = through("Draft.page")(self)
        elif place.suffix in (".yaml", ".yml"):
            text = re.sub(r"^scheme: .*$", f"scheme: {place.stem}", self.to_yaml(), count=1, flags=re.MULTILINE)
        else:
            told = tr(
                "a draft is written as .yaml or .html, got '{got}'",
                "草稿写为 .yaml 或 .html，现为“{got}”",
                got=place.suffix,
            )
            raise LadderError([Problem(Place(str(place)), told)])
        return put(place, text, force)

    def __repr__(self) -> str:
        return f"Draft({self.id!r}: {self.summary().splitlines()[1]})"

    def _repr_html_(self) -> str:
        made: str = through("Draft.html")(self)
        return made


def _or(sentence: DraftSentence) -> str:
    return (
        tr("; or: {others}", "；或为：{others}", others=tr(", ", "、").join(sentence.others)) if sentence.others else ""
    )


@door
def draft(path: str | os.PathLike[str], *, id: str = "") -> Draft:
    """A scheme drafted from a policy document, sentence by sentence; nothing is guessed silently.

    Parameters
    ----------
    path : a document (.txt, .md, .docx), in Chinese or English
    id : of the scheme; by default made of the file's name

    Raises
    ------
    LadderError
        The document cannot be read.
    """
    source = read_policy(path)
    return draft_of(source, id or _id(Path(path).stem))


def draft_of(source: SourceText, id: str) -> Draft:
    """The draft of a document that has been read."""
    with speaking(source.language):
        ladder = ladder_of(source)
        house = house_text(source, ladder)
    facts = [] if house is not None else facts_of(source, ladder)
    made = form_of(source, ladder, [fact for fact in facts if fact.doubt is None], id, house)
    sentences = _sentences(source, ladder, facts, made)
    form = {**made.form, "stated": _stated(made, sentences, ladder)}
    found = Draft(id, source, sentences, form, entries=tuple(made.entries))
    problems: Sequence[Problem] = ()
    try:
        with quietly():
            load_scheme(found.to_yaml())
    except LadderError as error:
        problems = error.problems
    return Draft(id, source, sentences, form, tuple(problems), tuple(made.entries))


def _id(stem: str) -> str:
    return re.sub(r"[^a-z0-9_]+", "-", stem.lower()).strip("-_") or "my-scheme"


def _sentences(
    source: SourceText, ladder: FoundLadder, facts: Sequence[PolicyFact], made: Forming
) -> tuple[DraftSentence, ...]:
    """Every passage with what was read of it."""
    of_grades = {id(grade.passage) for grade in ladder.grades}
    rows = {grade.passage.line for grade in ladder.grades if grade.passage is not None and grade.passage.kind == "cell"}
    told = []
    for number, passage in enumerate(source.passages):
        mine = [fact for fact in facts if fact.sentence == number]
        of_ladder = id(passage) in of_grades or (passage.kind == "cell" and passage.line in rows)
        entries = [entry for entry in made.entries if entry.sentence == number]
        others = tuple(other for fact in mine for other in fact.found.written.others)
        others += tuple(dict.fromkeys(_proposed(fact) for fact in mine if fact.doubt is not None))
        remarks = [str(why) for fact in mine if (why := fact.doubt or fact.found.written.assumed)]
        remarks += [str(why) for fact, why in made.unused if fact.sentence == number]
        status: SentenceStatus = "missed" if passage.line in made.unread else status_of(passage, mine, of_ladder)
        told.append(DraftSentence(
            passage.text, passage.place, passage.line, status,
            tuple((address, str(entry.rule)) for entry in entries for address in entry.by),
            tuple(dict.fromkeys(fact.found.phrase.id for fact in mine)), others, tr("; ",
                "；").join(dict.fromkeys(remarks)),
            passage.kind == "heading"))  # fmt: skip
    return tuple(told)


def _proposed(fact: PolicyFact) -> str:
    """What a sentence of doubtful meaning may say: its rule, or what it is called."""
    return proposed(fact.value) if fact.kind == "condition" else str(fact.found.written.title)


def _quote(text: str) -> str:
    bare = re.sub(r"\s+", " ", text).strip(" 。；;.")
    return cut(bare, _QUOTE)


def _stated(made: Forming, sentences: Sequence[DraftSentence], ladder: FoundLadder) -> list[PlainForm]:
    """The entries of `stated`: what the document says, what was not understood, and what is assumed."""
    entries: list[PlainForm] = []
    named = [f"ladder.{grade.id}" for grade in ladder.grades if grade.passage is not None]
    if named:
        passage: Passage = next(grade.passage for grade in ladder.grades if grade.passage is not None)
        quoted = passage.kind == "sentence"
        rule = _quote(passage.text) if quoted else _both("The grades and their order", "职级及其顺序")
        entries.append({"rule": rule, "at": passage.place, "by": named})
    by_sentence: dict[int, PlainForm] = {}
    for entry in made.entries:
        if entry.sentence is None:
            continue
        sentence = sentences[entry.sentence]
        form = by_sentence.setdefault(entry.sentence, {"rule": _quote(sentence.text), "at": sentence.place, "by": []})
        form["by"] += [address for address in entry.by if address not in form["by"]]
        remark = _remark(entry)
        if remark:
            form["reading"] = f"{form['reading']}; {remark}" if form.get("reading") else remark
    for number, sentence in enumerate(sentences):
        if number in by_sentence:
            entries.append(by_sentence[number])
        elif sentence.status == "missed":
            entries.append(
                {"rule": _quote(sentence.text), "at": sentence.place, "left_out": _both(_NOT_READ.en, _NOT_READ.zh)}
            )
        elif sentence.status == "unsure" and sentence.others:
            left = _UNSURE.fill(others=tr(", ", "、").join(sentence.others))
            entries.append({"rule": _quote(sentence.text), "at": sentence.place, "left_out": _both(left.en, left.zh)})
        elif sentence.status in ("said", "assumed", "unsure") and sentence.phrases:
            entries.append(
                {"rule": _quote(sentence.text), "at": sentence.place, "left_out": _both(_NO_PLACE.en, _NO_PLACE.zh)}
            )
    entries += [{"rule": _both(e.rule.en, e.rule.zh), "by": e.by, "assumed": True} for e in made.entries if e.assumed]
    return entries


def _remark(entry: DraftEntry) -> str:
    told = [entry.remark.zh if entry.remark.en == entry.remark.zh else str(entry.remark)] if entry.remark else []
    told += [tr("or: {x}", "或为：{x}", x=other) for other in entry.others]
    return tr("; ", "；").join(told)


def _both(en: str, zh: str) -> PlainForm:
    return {"en": en, "zh": zh}


def _stated_block(entry: PlainForm, sentences: Sequence[DraftSentence]) -> str:
    """An entry of the list, with the whole sentence above it."""
    rule = entry["rule"]
    whole = next((each for each in sentences if isinstance(rule, str) and _quote(each.text) == rule), None)
    text = yaml_text({"x": [entry]}).removeprefix("x:\n")
    quote = "" if whole is None else "  # " + tr("line {n}: {text}", "第{n}行：{text}", n=whole.line,
                                                text=re.sub(r"\s+", " ", whole.text)) + "\n"  # fmt: skip
    return quote + "".join(f"  {line}\n" for line in text.rstrip("\n").split("\n"))
