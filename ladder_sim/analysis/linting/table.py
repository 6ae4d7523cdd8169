"""Every code of the linter with its remedy, the checks that find them, and `lint` itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ladder_sim.analysis.linting import grades, lines, money, played
from ladder_sim.analysis.linting.findings import Lint, LintFinding
from ladder_sim.analysis.linting.legal import legal
from ladder_sim.analysis.linting.rulebook import Rulebook, Spotted
from ladder_sim.core.i18n import LANGUAGES, Title, speaking, tr
from ladder_sim.core.problems import warn
from ladder_sim.core.signed import door
from ladder_sim.model.lint_codes import LintBasis, LintCode
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.scenarios.loading import Readable, left_open, load_scheme, load_workforce

if TYPE_CHECKING:
    from ladder_sim.results.run import Run


@dataclass(frozen=True, slots=True)
class LintRule:
    """What there is to say of a code, whatever it is found in.

    Parameters
    ----------
    title
        In few words.
    remedy
        What to do about it.
    """

    title: Title
    remedy: Title


_LAW = Title("ask a labor lawyer before the rule is put into force", "施行前请咨询劳动法律师")
#: Every code, in the order of the guide.
LINT: Mapping[LintCode, LintRule] = {
    "unreachable": LintRule(
        Title("a grade nobody can come to", "无法到达的职级"),
        Title("let a move lead there, fill it from outside, or leave the grade out",
              "请增加通向该级的变动规则，或允许外部招聘，或删去该级"),
    ),
    "dead_end": LintRule(
        Title("a grade that leads nowhere", "无晋升出路的职级"),
        Title("let a move lead up or across, or end the track here", "请增加晋升或平级调动规则，或让通道到此为止"),
    ),
    "too_slow": LintRule(
        Title("a top that takes too long", "到顶年限过长"),
        Title("shorten the waiting times, or say that the top is filled otherwise",
              "请缩短年限要求，或写明顶级另有来源"),
    ),
    "ping_pong": LintRule(
        Title("up and down again", "升降反复"),
        Title("put the line of the way down below that of the way up, or a waiting time between them",
              "请使降级线低于晋升线，或在两者之间设置保护期"),
    ),
    "nobody_meets": LintRule(
        Title("a line that nobody meets", "无人能达标的条件"),
        Title("make the line easier to meet, or leave the rule out; look whether people's results are on its scale",
              "请放宽条件，或删去该规则；并核对绩效数据与标准是否同一口径"),
    ),
    "everybody_meets": LintRule(
        Title("a line that everybody meets", "人人达标的条件"),
        Title("make the line harder to meet, or leave it out", "请收紧条件，或删去该条件"),
    ),
    "hidden_quota": LintRule(
        Title("a rank that is a hidden quota", "以排名代替的隐性名额"),
        Title("say the number as seats with an order, or set a line that people can reach by themselves",
              "请直接写明名额和择优顺序，或改用个人努力即可达到的标准"),
    ),
    "never_decides": LintRule(
        Title("a rule that never decides", "不起作用的规则"),
        Title("leave it out, or change it so that it decides something", "请删去该规则，或修改使其起作用"),
    ),
    "seats_never_open": LintRule(
        Title("seats that never open", "始终没有空缺的职级"),
        Title("give the grade more seats, or a way in that needs none", "请增加编制，或设置不占编制的通道"),
    ),
    "down_only": LintRule(
        Title("a way down without a way up", "只降不升"),
        Title("say by which move people can rise again", "请写明降级后如何恢复"),
    ),
    "pay_falls": LintRule(
        Title("pay that falls on promotion", "晋升后薪酬下降"),
        Title("raise the pay of the upper grade, or let people keep theirs (pay: keep)",
              "请提高上一级的薪酬，或规定保留原薪（pay: keep）"),
    ),
    "pay_overlaps": LintRule(
        Title("pay that does not tell grades apart", "职级间薪酬无差别或重叠过多"),
        Title("set the ranges apart, or merge the grades", "请拉开薪酬差距，或合并职级"),
    ),
    "calendar_twins": LintRule(
        Title("rules that differ in calendar only", "仅评审周期不同的规则"),
        Title("keep one of them, or say what the second asks more", "请保留其一，或写明另一条的不同要求"),
    ),
    "last_place": LintRule(Title("dismissal of the last", "末位淘汰"), _LAW),
    "pay_cut": LintRule(Title("lower pay with a lower grade", "降级降薪"), _LAW),
    "second_probation": LintRule(Title("a second probation", "再次试用"), _LAW),
    "extended_probation": LintRule(Title("a prolonged probation", "延长试用期"), _LAW),
    "long_probation": LintRule(Title("a probation beyond the law", "试用期超过上限"), _LAW),
    "probation_pay": LintRule(Title("pay on probation below the law", "试用期工资低于下限"), _LAW),
    "age": LintRule(
        Title("a rule on age", "以年龄为条件"),
        Title("use service or results instead", "请改用工作年限或业绩"),
    ),
    "looks": LintRule(
        Title("a rule on looks", "以外貌为条件"),
        Title("leave it out, or assess the work itself", "请删去，或直接评价工作表现"),
    ),
    "protected": LintRule(
        Title("a rule on what the law protects", "以受保护的个人情况为条件"),
        Title("leave it out", "请删去"),
    ),
}  # fmt: skip
#: What is asked of the rules, and what of a run.
_OF_RULES: tuple[Callable[[Rulebook], Iterable[Spotted]], ...] = (
    grades.unreachable, grades.dead_end, grades.down_only, lines.idle, lines.ping_pong, lines.hidden_quota,
    lines.calendar_twins, lines.shut_seats, money.pay_falls, money.pay_overlaps,
)  # fmt: skip
_OF_RUNS: tuple[Callable[[Run], Iterable[Spotted]], ...] = (played.of_lines, played.of_moves, played.of_falls)
MONTHS, REPLICATIONS = 60, 20


@door
def lint(
    scheme: Scheme | Readable,
    workforce: Workforce | Readable | None = None,
    *,
    months: int = MONTHS,
    replications: int = REPLICATIONS,
    seed: int = 1,
) -> Lint:
    """What is doubtful in a scheme that is not wrong: in its rules, and with a workforce in a run of them, too.

    Parameters
    ----------
    scheme : a scheme, or what `load_scheme` reads
    workforce : the people it is meant for, or what `load_workforce` reads; None: the rules alone are read
    months, replications, seed : of the run

    Returns
    -------
    The findings, each with its code, place, sentence and remedy; those whose code the file silences apart.

    Raises
    ------
    LadderError
        A file is wrong, or the two do not fit together.

    Examples
    --------
    >>> import ladder_sim as ls
    >>> found = ls.lint("skill-grade-handbook")
    >>> sorted({finding.code for finding in found.findings}) == []
    False
    """
    from ladder_sim.experiment.simulation import simulate

    made = load_scheme(scheme)
    if workforce is None:
        for line in left_open(made):
            warn(line)
        return of_rules(made)
    people = load_workforce(workforce)
    return of_run(simulate(made, people, months=months, replications=replications, seed=seed))


def of_rules(scheme: Scheme, people: Workforce | None = None) -> Lint:
    """What the rules alone show, and with people how long these stay."""
    return _sorted(scheme, _read(scheme, people), "")


def of_run(run: Run) -> Lint:
    """What the rules and a run of them show."""
    scheme = run.scheme
    rules = _read(scheme, run.workforce)
    seen = {(finding.code, finding.place) for finding in rules}
    shown = _found(lambda: [each for check in _OF_RUNS for each in check(run)], "run")
    fresh = [finding for finding in shown if (finding.code, finding.place) not in seen]
    return _sorted(scheme, [*rules, *fresh], run.provenance)


def _read(scheme: Scheme, people: Workforce | None) -> list[LintFinding]:
    book = Rulebook(scheme)
    return _found(lambda: _spotted(book, people), "rules")


def _spotted(book: Rulebook, people: Workforce | None) -> Iterator[Spotted]:
    for check in _OF_RULES:
        yield from check(book)
    yield from grades.too_slow(book, None if people is None else people.attrition)
    yield from legal(book, None if people is None else people.law)


def _found(spot: Callable[[], Iterable[Spotted]], basis: LintBasis) -> list[LintFinding]:
    """The findings with their sentences in both languages: the checks are asked once in each."""
    told = []
    for wanted in LANGUAGES:
        with speaking(wanted):
            told.append(list(spot()))
    found = [
        LintFinding(each[0][0], each[0][1], Title(*(text for _, _, text in each)), LINT[each[0][0]].remedy, basis)
        for each in zip(*told, strict=True)
    ]
    return list(dict.fromkeys(found))


def _sorted(scheme: Scheme, found: list[LintFinding], run: str) -> Lint:
    """In the order of the file; silenced ones apart."""
    found.sort(key=lambda f: (f.place.file, f.place.line, f.place.column))
    quiet = scheme.lint_ignored
    made = Lint(scheme.id, tuple(f for f in found if f.code not in quiet), tuple(f for f in found if f.code in quiet),
                quiet)  # fmt: skip
    return replace(made, played=tr("played: {run}", "模拟：{run}", run=run)) if run else made
