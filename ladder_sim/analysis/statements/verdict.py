"""Which scheme the numbers speak for, if for any; never one that luck alone may have put ahead.

A scheme is better without a drawback when at least one of the three main measures is detectably better, though so many
differences were looked at, and none is detectably worse. Where no scheme is, the choice is one of priorities, and the
sentences say so instead of choosing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

from ladder_sim.analysis.statements.claims import MAIN, PHRASES, WANTED_MORE, against, named
from ladder_sim.analysis.statements.effects import Effect, effect, possible, sure
from ladder_sim.attribution.assumed import apart_of
from ladder_sim.core.grammar import counted, enumerated, grammar
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.core.signs import first_upper
from ladder_sim.results.comparison import HIGHER, LOWER, UNKNOWN, UNSURE
from ladder_sim.results.level import Level

if TYPE_CHECKING:
    from ladder_sim.results.comparison import Comparison


@dataclass(frozen=True, slots=True)
class Standing:
    """What a scheme gains and loses against the baseline in the main measures, and what cannot be told."""

    scheme: str
    title: str
    effects: tuple[Effect, ...]
    gains: tuple[str, ...]  # better, and surely so
    losses: tuple[str, ...]
    paid: bool = False  # whom it keeps it may keep by higher pay, which is assumed

    @property
    def open(self) -> tuple[Effect, ...]:
        """The measures without a detectable difference."""
        return tuple(found for found in self.effects if not found.there)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The measures in which it cannot be compared at all."""
        return tuple(found.measure for found in self.effects if found.verdict is UNKNOWN)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said, and about which schemes; `scheme` is None where the numbers choose none."""

    kind: Literal["better", "choice", "keep", "nothing", "asked"]
    scheme: str | None
    standings: tuple[Standing, ...]
    baseline: str  # its title

    def of(self, scheme: str) -> Standing:
        """The standing of an alternative."""
        return next(one for one in self.standings if one.scheme == scheme)

    @property
    def clear(self) -> tuple[Standing, ...]:
        """The alternatives that are better without a drawback, the best first."""
        return tuple(sorted((s for s in self.standings if s.gains and not s.losses), key=_merit, reverse=True))


def _merit(standing: Standing) -> tuple[int, float]:
    """More gains first, then larger ones, each in its own interval's half-width."""
    found = [one for one in standing.effects if one.measure in standing.gains]
    return len(found), sum(abs(one.mean) / max(one.high - one.low, 1e-9) for one in found)


def standing(comparison: Comparison, scheme: str) -> Standing:
    """A scheme against the baseline. Gains must hold though every alternative was looked at in every main measure."""
    looked_at = len(MAIN) * len(comparison.others)
    effects = tuple(effect(comparison, scheme, name) for name in MAIN)
    good = {one.measure for one in effects if one.there and (one.mean > 0) == (one.measure in WANTED_MORE)}
    gains = tuple(
        one.measure
        for one in effects
        if one.measure in good and sure(partial(comparison.change, scheme, one.measure), looked_at)
    )
    losses = tuple(one.measure for one in effects if one.there and one.measure not in good)
    return Standing(scheme, comparison.short(scheme), effects, gains, losses, _by_pay(comparison, scheme))


def _by_pay(comparison: Comparison, scheme: str) -> bool:
    """Whether a scheme pays more by assumption, and has not been seen to keep more people at the baseline's pay too."""
    if apart_of(comparison, scheme) <= 0:
        return False
    equal = [one for one in comparison.explained.values() if isinstance(one, Level) and one.equal == "pay"]
    return not any(one.after.contrast(scheme, "turnover").verdict is LOWER for one in equal)


def verdict(comparison: Comparison, asked: str | None = None) -> Verdict:
    """What the numbers speak for; `asked` fixes the scheme, not what is said of it.

    Raises
    ------
    LadderError
        `asked` is not compared.
    """
    if asked is not None and asked not in comparison.schemes:
        raise LadderError(
            tr("recommend: scheme {asked!r} is not compared here", "recommend：本次比较没有方案{asked!r}", asked=asked)
            + nearest(asked, comparison.schemes)
        )
    standings = tuple(standing(comparison, scheme) for scheme in comparison.others)
    return judged(standings, comparison.short(comparison.baseline), asked)


def judged(standings: Sequence[Standing], baseline: str, asked: str | None = None) -> Verdict:
    """The same from standings; `asked` may be the baseline, which has none."""
    made = Verdict("nothing", None, tuple(standings), baseline)
    if asked is not None:
        return Verdict("asked", asked, made.standings, baseline)
    if made.clear:
        return Verdict("better", made.clear[0].scheme, made.standings, baseline)
    if any(one.gains for one in standings):
        return Verdict("choice", None, made.standings, baseline)
    return Verdict("keep" if any(one.losses for one in standings) else "nothing", None, made.standings, baseline)


# --- in words -----------------------------------------------------------------------------------------


def headline(found: Verdict) -> str:
    """The recommendation in one sentence, without its stop."""
    if found.kind == "asked":
        return _asked(found)
    if found.kind == "better":
        assert found.scheme is not None
        one = found.of(found.scheme)
        return against(one.title, found.baseline, one.effects)
    if len(found.standings) == 1:
        (one,) = found.standings
        return against(one.title, found.baseline, one.effects)
    if found.kind == "choice":
        return tr("No alternative beats {b} without a drawback: what counts most decides",
                  "各方案与{b}互有优劣，取舍取决于公司的优先目标", b=found.baseline)  # fmt: skip
    known, rest = _sayable(found)
    if not known:
        return tr("The numbers cannot say: no alternative can be compared with {b} in {what}",
                  "数据无法判断：{what}均无法与{b}比较", b=found.baseline, what=named(MAIN))  # fmt: skip
    if found.kind == "keep":
        return tr("Nothing speaks for leaving {b}: no alternative is detectably better in {what}",
                  "暂无充足数据支持更换{b}：各备选方案的{what}均未显著更优", b=found.baseline,
                  what=named(known)) + rest  # fmt: skip
    return tr("The numbers give no reason to choose: no detectable difference in {what}",
              "数据尚不足以支持选择：{what}差异均不显著", what=named(known)) + rest  # fmt: skip


def _sayable(found: Verdict) -> tuple[list[str], str]:
    """The main measures in which every alternative can be compared, and what is said of the others."""
    missing = {measure for one in found.standings for measure in one.unknown}
    known = [measure for measure in MAIN if measure not in missing]
    dark = [measure for measure in MAIN if measure in missing]
    if not dark:
        return known, ""
    return known, tr("; cannot be said for every alternative: {what}", "；并非各方案均可判断：{what}", what=named(dark))


def _asked(found: Verdict) -> str:
    """The scheme was chosen by somebody; the sentence stays with what the numbers say."""
    one = next((s for s in found.standings if s.scheme == found.scheme), None)
    if one is None:  # the baseline
        better = found.clear
        if better:
            return tr("Proposed: keep {b}, though {s} is better without a detectable drawback",
                      "建议：维持{b}；但{s}更优且未见显著不利", b=found.baseline, s=better[0].title)  # fmt: skip
        return tr("Proposed: keep {b}; no alternative beats it without a drawback",
                  "建议：维持{b}；没有方案全面优于它", b=found.baseline)  # fmt: skip
    said = against(one.title, found.baseline, one.effects)
    if one.gains:
        return tr("Proposed: {said}", "建议：{said}", said=said)
    if one.losses:
        return tr("Proposed, though no measure speaks for it: {said}", "按公司意见采用，无指标支持：{said}", said=said)
    if len(one.unknown) == len(one.effects):
        return tr("Proposed, though the numbers cannot say: {said}", "按公司意见采用，数据无法判断：{said}", said=said)
    return tr(
        "Proposed, though the numbers give no reason: {said}", "按公司意见采用，数据不足以支持：{said}", said=said
    )


def reasons(found: Verdict) -> list[str]:
    """Short sentences that belong to the headline: who else, what is open, which scheme for which priority."""
    if found.kind == "better":
        return _reasons_of_best(found)
    if found.kind == "choice":
        return _priorities(found)
    if found.kind == "asked":
        one = next((s for s in found.standings if s.scheme == found.scheme), None)
        if one is None:
            return _priorities(found)
        return [*_trade(one, found.baseline), *_rivals(found)]
    if len(found.standings) == 1:
        return _unknowns(found.standings[0])
    return []


def _reasons_of_best(found: Verdict) -> list[str]:
    assert found.scheme is not None
    one = found.of(found.scheme)
    made = [
        tr("{s} is better than {b} in {how}; no drawback was detected.", "{s}与{b}相比，{how}，且未见显著不利。",
           s=one.title, b=found.baseline, how=_sides(one.gains, better=True))
    ]  # fmt: skip
    return [*made, *_unknowns(one), *_rivals(found)]


def _rivals(found: Verdict) -> list[str]:
    """Other alternatives that have a gain and no drawback."""
    others = [s.title for s in found.clear if s.scheme != found.scheme]
    if not others:
        return []
    texts = {"b": found.baseline, "who": tr(", ", "、").join(others[:3])}
    if len(others) == 1:
        return [
            tr(
                "{who} too is better than {b} without a detected drawback.",
                "{who}也优于{b}，且未见显著不利。",
                **texts,
            )
        ]
    if len(others) <= 3:
        return [
            tr(
                "{who} too are better than {b} without a detected drawback.",
                "{who}也优于{b}，且未见显著不利。",
                **texts,
            )
        ]
    return [tr("Better than {b} without a detected drawback are {n} others too, among them {who}.",
               "另有{n}方案也优于{b}且未见显著不利，其中有{who}。", n=counted(len(others)), **texts)]  # fmt: skip


def _unknowns(one: Standing) -> list[str]:
    """What an undetected difference may still be, and what cannot be said at all."""
    made = []
    for found in one.open:
        what = first_upper(str(PHRASES[found.measure].name))
        if found.verdict is UNKNOWN:
            made.append(tr("{what}: whether it differs cannot be said.", "{what}：是否有差异无法判断。", what=what))
        if found.verdict is UNSURE:
            made.append(
                tr("{what}: no detectable difference; anything {span} fits these runs.",
                   "{what}：差异不显著，{span}均与模拟结果相符。", what=what, span=possible(found))
            )  # fmt: skip
    return made


def _sides(measures: Sequence[str], *, better: bool) -> str:
    """The measures in which a scheme is better or worse; in Chinese with the side, as a cost is lower, never better."""
    form = grammar().sided
    told = [form.format(what=PHRASES[name].name, side=_side(name, better)) for name in measures]
    return enumerated(told, clauses=True)


def _side(measure: str, better: bool) -> Title:
    return HIGHER if (measure in WANTED_MORE) == better else LOWER


_PRIORITIES = {
    "advancement_rate": Title("promotion", "晋升"),
    "turnover": Title("keeping people", "留人"),
    "labor_cost": Title("cost", "成本"),
}


def _priorities(found: Verdict) -> list[str]:
    """For each main measure the alternative that is furthest ahead in it; what leads to the same is told once."""
    if len(found.standings) == 1:
        return _trade(found.standings[0], found.baseline)
    made: dict[str, list[str]] = {}
    for name in MAIN:
        ahead = [s for s in found.standings if name in s.gains]
        said = tr("keep {b}, no alternative does better", "维持{b}，该项最优", b=found.baseline)
        if any(name in s.unknown for s in found.standings):
            said = tr("what the alternatives change against {b} cannot be said of each",
                      "并非各方案与{b}的差异均可判断", b=found.baseline)  # fmt: skip
        if ahead:
            best = max(ahead, key=lambda s: abs(next(e.mean for e in s.effects if e.measure == name)))
            said = against(best.title, found.baseline, best.effects)
        made.setdefault(said, []).append(str(_PRIORITIES[name]))
    return [
        tr("If {what} counts most: {said}.", "若以{what}为先：{said}。", what=tr(" or ", "或").join(what), said=said)
        for said, what in made.items()
    ]


def by_priority(found: Verdict) -> str:
    """Which scheme for which priority, in a line; empty where the numbers choose, or cannot say for every one."""
    if found.kind != "choice" or any(one.unknown for one in found.standings):
        return ""
    made: dict[str, list[str]] = {}
    for name in MAIN:
        ahead = [s for s in found.standings if name in s.gains]
        who = tr("keep {b}", "维持{b}", b=found.baseline)
        if ahead:
            best = max(ahead, key=lambda s: abs(next(e.mean for e in s.effects if e.measure == name)))
            who = best.title
            if name == "turnover" and best.paid:
                who = tr("{s} (assumed pay)", "{s}（薪酬为假设）", s=who)
        made.setdefault(who, []).append(str(_PRIORITIES[name]))
    told = [tr("{what} first: {who}", "{what}优先：{who}", what=tr(" or ", "或").join(what), who=who)
            for who, what in made.items()]  # fmt: skip
    return first_upper(tr("; ", "；").join(told))


def _trade(one: Standing, baseline: str) -> list[str]:
    """What one alternative gains, loses and leaves open."""
    made = []
    if one.gains:
        made.append(
            tr(
                "{s} is better than {b} in {how}.",
                "{s}与{b}相比，{how}。",
                s=one.title,
                b=baseline,
                how=_sides(one.gains, better=True),
            )
        )
    if one.losses:
        made.append(
            tr(
                "{s} is worse than {b} in {how}.",
                "{s}与{b}相比，{how}。",
                s=one.title,
                b=baseline,
                how=_sides(one.losses, better=False),
            )
        )
    return [*made, *_unknowns(one)]
