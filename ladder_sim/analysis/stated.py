"""The rules of a source beside what says them in the file, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from ladder_sim.analysis.card import CardSection
from ladder_sim.analysis.rule_text.expressions import listed
from ladder_sim.core.default_pack import spelled_out
from ladder_sim.core.i18n import Title, tr
from ladder_sim.files.resolving.stated import matcher
from ladder_sim.model.scheme import Scheme, Stated, StatedKind

KINDS: Mapping[StatedKind, Title] = {
    "said": Title("as stated", "按原文"),
    "reading": Title("read one way", "按一种解读"),
    "assumed": Title("assumed", "假设"),
    "left_out": Title("left out", "未纳入模型"),
}
#: So many moves are named one by one.
FEW = 3
_SECTIONS = {
    "ladder": Title("ladder", "职级"), "entry": Title("entry", "起始职级"), "probation": Title("probation", "试用期"),
    "placement": Title("placement", "初始定级"), "team_size": Title("team size", "小组人数"),
    "hire_if": Title("who may be hired", "录用条件"), "hire_among": Title("applicants", "应聘人数"),
    "hire_order": Title("the better applicant", "择优标准"), "roles": Title("roles", "岗位层级"),
    "adopted": Title("adoption", "实施"), "year_starts": Title("fiscal year", "财年"),
}  # fmt: skip


class _Titled(Protocol):
    @property
    def title(self) -> Title: ...


def stated_rules(scheme: Scheme) -> tuple[Stated, ...]:
    """The rules that the source states: all entries but those that the file assumes."""
    return tuple(entry for entry in scheme.stated if entry.kind != "assumed")


def stated_section(scheme: Scheme) -> CardSection:
    """The source beside the file, rule by rule; without those that are left out."""
    entries = [entry for entry in scheme.stated if entry.kind != "left_out"]
    rows = tuple((str(e.place), str(e.rule), said_by(scheme, e), how(e)) for e in entries)
    columns = (tr("in the source", "原文位置"), tr("rule", "条款"), tr("in this file", "本文件"), tr("how", "处理"))
    return CardSection(
        tr("Source and file, rule by rule ({n})", "原文与本文件逐条对照（{n}）", n=len(rows)), columns, rows
    )


def left_out_section(scheme: Scheme) -> CardSection:
    """The rules of the source that nothing in the file says, and why."""
    rows = tuple((str(item.rule), str(item.reason)) for item in scheme.left_out)
    return CardSection(tr("Left out", "未纳入模型"), (tr("rule", "规则"), tr("reason", "原因")), rows)


def how(entry: Stated) -> str:
    """How a rule is taken into the file, with the remark or the reason."""
    told = str(entry.reason) or spelled_out(str(entry.remark))
    return tr("{how}: {why}", "{how}：{why}", how=KINDS[entry.kind], why=told) if told else str(KINDS[entry.kind])


def said_by(scheme: Scheme, entry: Stated) -> str:
    """What in the file says a rule, by its titles, each followed by the moves that it belongs to.

    Many moves of a condition are told in few words: all of them, all but two, or two and how many more.
    """
    titles = _titles(scheme)
    every = [str(move.title) for move in scheme.moves]
    tracks = {f"ladder.{track}" for track in scheme.tracks}
    found: dict[str, list[str]] = {}
    for address in entry.by:
        meant = [name for name in titles if matcher(address)(name)] or _owners(address, titles, tracks)
        for name in meant:
            head, tail = titles.get(name, (None, None))
            found.setdefault(str(tail or head or address), []).extend([] if tail is None else [str(head)])
    alone = [name for name, moves in found.items() if name in every and not moves]
    nearly = len(alone) > FEW and len(every) - len(alone) < FEW
    told: list[str] = []
    for name, moves in found.items():
        of = list(dict.fromkeys(moves))
        if of:
            told.append(tr("{name} ({of})", "{name}（{of}）", name=name, of=_few(of, every)))
        else:
            told.append(_few(alone, every) if nearly and name in alone else name)
    return "\n".join(dict.fromkeys(told))


def _few(moves: list[str], every: list[str]) -> str:
    """Moves in few words."""
    left = [move for move in dict.fromkeys(every) if move not in moves]
    if len(moves) <= FEW:
        return listed(moves)
    if not left:
        return tr("all {n} moves", "全部{n}项变动", n=len(moves))
    if len(left) < FEW:
        return tr("all moves but {left}", "除{left}外的全部变动", left=listed(left))
    return tr("{some} and others, {n} moves in all", "{some}等{n}项变动",
              some=listed(moves[: FEW - 1]), n=len(moves))  # fmt: skip


def _owners(address: str, titles: dict[str, tuple[Title, Title | None]], tracks: set[str]) -> list[str]:
    """The known addresses that begin like this one and are the longest: those of a key's owners."""
    parts = address.split(".")
    for length in range(len(parts), 0, -1):
        head = ".".join(parts[:length])
        owners = [name for name in titles if matcher(head)(name) and name not in tracks]
        if owners:
            return owners
    return [address]


def _titles(scheme: Scheme) -> dict[str, tuple[Title, Title | None]]:
    """Every address with a name for people: the title of the move or thing, and that of the condition or stage."""
    found: dict[str, tuple[Title, Title | None]] = {name: (title, None) for name, title in _SECTIONS.items()}
    found |= {f"ladder.{track}": (title, None) for track, title in scheme.tracks.items()}
    found |= {f"ladder.{grade.id}": (grade.title, None) for grade in scheme.grades}
    named: dict[str, Mapping[str, _Titled]] = {
        "parameters": scheme.parameters, "reviews": scheme.reviews, "signals": scheme.signals,
        "scores": {score.name: score for score in scheme.scores},
        "tokens": {token.name: token for token in scheme.tokens}, "pay": {part.name: part for part in scheme.pay},
        "caps": {cap.id: cap for cap in scheme.caps},
    }  # fmt: skip
    for section, entries in named.items():
        found |= {f"{section}.{name}": (entry.title, None) for name, entry in entries.items()}
    for move in scheme.moves:
        found[f"moves.{move.id}"] = (move.title, None)
        inner = [(c.id, c.title) for c in move.when] + [(stage.name, stage.title) for stage in move.stages]
        found |= {f"moves.{move.id}.{name}": (move.title, title) for name, title in inner}
    return found
