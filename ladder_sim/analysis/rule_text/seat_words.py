"""How many a grade, or several together, may hold, in words."""

from __future__ import annotations

from ladder_sim.analysis.card import CardSection
from ladder_sim.analysis.rule_text.expressions import Wording, listed, role_title
from ladder_sim.analysis.rule_text.moves import percent
from ladder_sim.core.i18n import tr
from ladder_sim.expressions.syntax import NameWord
from ladder_sim.model.grades import Seats, heads
from ladder_sim.model.scheme import Scheme


def seats_text(seats: Seats | None, scheme: Scheme, words: Wording) -> str:
    """How many a grade may hold; '' where there is no limit."""
    if seats is not None and seats.fte:
        whole = seats_text(heads(seats), scheme, words)
        return tr("{whole}, in full-time equivalents", "{whole}（按全时当量计）", whole=whole)
    if seats is None:
        return ""
    if seats.kind == "grouped":
        told = []
        for value, each in seats.each:
            name = words.value_beside(NameWord(value), NameWord(seats.by)) or value
            told.append(tr("{value}: {n}", "{value}：{n}", value=name, n=seats_text(each, scheme, words)))
        return tr("by {group}: {told}", "按{group}：{told}", group=words.name(seats.by), told=tr("; ", "；").join(told))
    titles = {grade.id: str(grade.title) for grade in scheme.grades}
    titles |= {cap.id: str(cap.title) for cap in scheme.caps}
    grade = titles.get(seats.of)
    of = grade or (tr("headcount", "总人数") if seats.of == "headcount" else role_title(seats.of))
    if seats.kind == "shared":
        return tr("seats shared with {of}", "与{of}共用编制", of=of)
    n = words.tell(seats.n)
    if seats.kind == "number":
        return tr("{n} seat", "编制{n}人", n=n) if n == "1" else tr("{n} seats", "编制{n}人", n=n)
    if seats.of in {one.id for one in scheme.caps}:
        return _of_cap(seats, of, words)
    of += _in_fte(seats)
    if seats.kind == "share":
        n = percent(words.value(seats.n)) or n
        share = (
            tr("{n} of grade {of}", "{of}的{n}", n=n, of=of) if grade else tr("{n} of {of}", "{of}的{n}", n=n, of=of)
        )
        return share + str(seats.rounding)
    texts = {"n": n, "per": words.tell(seats.per), "of": of}
    if grade:  # a role is named in the plural, a grade by its title
        ratio = tr("{n} per {per} at grade {of}", "每{per}名{of}设{n}名", **texts)
    else:
        ratio = tr("{n} per {per} {of}", "每{per}名{of}设{n}名", **texts)
    return ratio + str(seats.rounding)


def _of_cap(seats: Seats, cap: str, words: Wording) -> str:
    """A share or a ratio of those whom a cap counts."""
    n = words.tell(seats.n)
    if seats.kind == "share":
        told = tr("{n} of “{cap}”", "“{cap}”的{n}", n=percent(words.value(seats.n)) or n, cap=cap)
    else:
        told = tr("{n} per {per} of “{cap}”", "“{cap}”每{per}人设{n}人", n=n, per=words.tell(seats.per), cap=cap)
    return told + str(seats.rounding)


def _in_fte(seats: Seats) -> str:
    return tr(" in full-time equivalents", "（按全时当量）") if seats.of_fte else ""


def caps_section(scheme: Scheme, words: Wording) -> CardSection:
    """What several grades together may hold."""
    titles = {grade.id: str(grade.title) for grade in scheme.grades}
    rows = tuple(
        (str(cap.title), listed([titles[name] for name in cap.grades]), seats_text(cap.seats, scheme, words))
        for cap in scheme.caps
    )
    columns = (tr("cap", "职数上限"), tr("grades together", "合计职级"), tr("at most", "上限"))
    return CardSection(tr("Caps over several grades", "若干职级合计的职数上限"), columns, rows)
