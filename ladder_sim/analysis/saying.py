"""`say`: one rule, as it is written, told in words, in both languages."""

from __future__ import annotations

from ladder_sim.analysis.rule_text.expressions import Wording
from ladder_sim.core.i18n import Language, Title, speaking, tr
from ladder_sim.core.needs import need
from ladder_sim.core.problems import LadderError, Place, Problems, nearest
from ladder_sim.core.signed import door
from ladder_sim.model.expression import Expr
from ladder_sim.model.grades import EntryRule, Grade
from ladder_sim.model.scheme import Scheme
from ladder_sim.plan.check import check_expression
from ladder_sim.scenarios.loading import Readable, load_vocabulary, scheme_of

#: A ladder of one grade, for rules that name nothing of a scheme.
_NO_SCHEME = Scheme(
    "", Title("", ""), (Grade("any", "any", "agent", 1, 1, Title("", ""), Expr("1")),), EntryRule("any")
)


@door
def say(rule: str, scheme: Scheme | Readable | None = None, *, move: str | None = None) -> Title:
    """A rule of the rule language in words, as cards, traces and errors tell it.

    Parameters
    ----------
    rule: a condition, or an expression that gives a number, a category or a grade, such as ``"mean(kpi, 3) >= 80"``.
    scheme: whose grades, parameters, scores and tokens the rule names: a scheme, or what `load_scheme` reads. Without
        it the rule may name the standard signals and attributes only.
    move: the id of a move of the scheme; its grades stand for ``own``, ``next``, ``lower`` and ``new``.

    Returns
    -------
    The words in both languages, ``.en`` and ``.zh``; as a text, in the language in use. Of a choice each case is a
    line.

    Raises
    ------
    LadderError
        All that is wrong with the rule, with its column; no scheme or move of that name.
    """
    need(rule, str, "rule", Title("a rule as a text", "文字形式的规则"))
    found = _NO_SCHEME if scheme is None else scheme_of(scheme, "scheme")
    ends = {} if move is None else _ends(found, move)
    expr = Expr(rule, Place(tr("rule", "规则"), 1, 1))
    problems = Problems()
    check_expression(found, expr, *load_vocabulary(), problems)
    if scheme is None and any(problem.open for problem in problems.errors):
        problems.add(expr.at.moved(len(rule)), tr("grades, parameters and scores belong to a scheme; name it: "
                                                  "--scheme FILE, in Python scheme=…",
                                                  "职级、参数和考核得分属于某个方案；请指明方案：--scheme FILE，"
                                                  "在 Python 中为 scheme=…"))  # fmt: skip
    problems.raise_if_any()
    return Title(*(_told(found, expr, ends, language) for language in ("en", "zh")))


def _told(scheme: Scheme, expr: Expr, ends: dict[str, str], language: Language) -> str:
    with speaking(language):
        return Wording(scheme).lines(expr, ends)


def _ends(scheme: Scheme, move: str) -> dict[str, str]:
    """From grade → to grade of a move."""
    for each in scheme.moves:
        if each.id == move:
            return dict(each.to)
    known = [each.id for each in scheme.moves]
    raise LadderError(tr("the scheme has no move '{move}'{hint}", "方案中没有变动“{move}”{hint}",
                         move=move, hint=nearest(move, known)))  # fmt: skip
