"""A document beside a scheme that exists: which of its sentences have an address, and which rules have no sentence."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from ladder_sim.core.doors import through
from ladder_sim.core.i18n import tr
from ladder_sim.core.needs import path_of
from ladder_sim.core.problems import LadderError, Place, Problem
from ladder_sim.core.signed import door
from ladder_sim.files.resolving.stated import matcher
from ladder_sim.model.scheme import Scheme, Stated
from ladder_sim.policies.drafting import draft_of
from ladder_sim.policies.facts import STATUSES, SentenceStatus
from ladder_sim.policies.putting import put
from ladder_sim.policies.reading import read_policy
from ladder_sim.scenarios.loading import Readable, scheme_of

#: From this likeness on an entry of `stated` is taken to tell a sentence.
_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class CoveredSentence:
    """A sentence of the document: the entries of `stated` that tell it, and where they lead.

    Parameters
    ----------
    left_out : the file says why nothing in it says the sentence
    """

    text: str
    place: str
    line: int
    status: SentenceStatus
    addresses: tuple[str, ...] = ()
    left_out: bool = False
    heading: bool = False


@dataclass(frozen=True)
class PolicyCover:
    """Which sentences of a document a scheme says, and which of its rules no sentence says.

    Parameters
    ----------
    sentences : of the document, in order
    without : addresses of rules without a sentence
    """

    scheme: Scheme
    document: str
    sentences: tuple[CoveredSentence, ...]
    without: tuple[str, ...]

    @property
    def uncovered(self) -> tuple[CoveredSentence, ...]:
        """The sentences that look like rules and have no address."""
        return tuple(
            each for each in self.sentences if each.status != "other" and not each.addresses and not each.left_out
        )

    def summary(self) -> str:
        """What is covered, and what is not, line by line."""
        rules = [each for each in self.sentences if each.status != "other" and not each.heading]
        told = [tr("{n} of {all} sentences about moves have an address in {scheme}; {m} rules have no sentence",
                   "{all}个与变动有关的句子中，{n}个在 {scheme} 中有地址；{m}条规则没有对应的句子",
                   n=sum(bool(each.addresses) or each.left_out for each in rules), all=len(rules),
                       scheme=self.scheme.id,
                   m=len(self.without))]  # fmt: skip
        told += [
            tr("no address ({place}): {text}", "无地址（{place}）：{text}", place=each.place, text=each.text)
            for each in self.uncovered
        ]
        told += [tr("no sentence: {address}", "无句子：{address}", address=address) for address in self.without]
        return "\n".join(told)

    def save(self, path: str | os.PathLike[str], *, force: bool = False) -> Path:
        """Write the page of document and file side by side (.html).

        Parameters
        ----------
        path : of the page, with .html at its end
        force : write over a file that is there

        Raises
        ------
        LadderError
            There is a file already, the name ends otherwise, or it cannot be written.
        """
        place = path_of(path, "path")
        if place.suffix != ".html":
            text = tr("the page is written as .html, got '{got}'", "页面写为 .html，现为“{got}”", got=place.suffix)
            raise LadderError([Problem(Place(str(place)), text)])
        return put(place, through("PolicyCover.page")(self), force)

    def __repr__(self) -> str:
        return (
            f"Cover({self.scheme.id!r}, {self.document!r}: {len(self.uncovered)} sentences, {len(self.without)} "
            f"rules uncovered)"
        )

    def _repr_html_(self) -> str:
        made: str = through("PolicyCover.html")(self)
        return made


@door
def cover(scheme: Readable | Scheme, path: str | os.PathLike[str]) -> PolicyCover:
    """A policy document beside a scheme: which sentences have an address, which rules have no sentence.

    A sentence has the addresses of the entries under `stated` that tell it: those that quote it, or stand at its place
    in the document and speak of the same numbers, and those whose words are like its own.

    Parameters
    ----------
    scheme : it, or what `load_scheme` reads
    path : a document (.txt, .md, .docx)

    Raises
    ------
    LadderError
        The scheme or the document cannot be read.
    """
    found, source = scheme_of(scheme, "scheme"), read_policy(path)
    drafted = draft_of(source, "draft")
    entries = [entry for entry in found.stated if entry.kind != "assumed"]
    covered: list[CoveredSentence] = []
    claimed: set[str] = set()
    for sentence in drafted.sentences:
        mine = [entry for entry in entries if tells(entry, sentence.text, sentence.place)]
        addresses = tuple(dict.fromkeys(address for entry in mine for address in entry.by))
        claimed.update(addresses)
        covered.append(CoveredSentence(sentence.text, sentence.place, sentence.line, sentence.status, addresses,
                                       any(entry.kind == "left_out" for entry in mine), sentence.heading))  # fmt: skip
    return PolicyCover(found, source.name, tuple(covered), tuple(_without(found, claimed)))


def tells(entry: Stated, text: str, place: str) -> bool:
    """Whether an entry of `stated` tells a sentence.

    Parameters
    ----------
    text, place : of the sentence
    """
    rules = {entry.rule.en, entry.rule.zh}
    bare = _bare(text)
    if any(rule and _bare(rule.rstrip("…")) in bare for rule in rules if len(_bare(rule)) >= 6):
        return True
    numbers = set(re.findall(r"\d+", text))
    for rule in rules:
        alike = SequenceMatcher(None, _bare(rule), bare, autojunk=False).ratio()
        here = (
            bool(place) and place in (entry.place.en, entry.place.zh) and bool(numbers & set(re.findall(r"\d+", rule)))
        )
        if alike >= (_ALIKE / 2 if here else _ALIKE):
            return True
    return False


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text).lower()


def _without(scheme: Scheme, claimed: set[str]) -> Iterator[str]:
    """The rules that no sentence claims, without those that the file calls assumed."""
    assumed = [address for entry in scheme.stated if entry.kind == "assumed" for address in entry.by]
    for address in _rules(scheme):
        if not any(matcher(known)(address) or address.startswith(f"{known}.") for known in (*claimed, *assumed)):
            yield address


def _rules(scheme: Scheme) -> Sequence[str]:
    """The addresses of what a scheme says of moves and pay."""
    told = [f"moves.{move.id}.{condition.id}" for move in scheme.moves for condition in move.when]
    told += [f"moves.{move.id}.{stage.name}" for move in scheme.moves for stage in move.stages]
    told += [f"moves.{move.id}" for move in scheme.moves if not move.when and not move.stages]
    told += [f"ladder.{grade.id}.seats" for grade in scheme.grades if grade.seats is not None]
    return [*told, *(f"pay.{part.name}" for part in scheme.pay), *(f"tokens.{token.name}" for token in scheme.tokens)]


assert set(STATUSES) >= {"other", "missed"}
