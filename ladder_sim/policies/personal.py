"""What the people concerned need of a scheme: what must I do to be promoted, and by when."""

from __future__ import annotations

from ladder_sim.analysis.description import conditions_text, review_text
from ladder_sim.analysis.rule_text.expressions import Wording
from ladder_sim.analysis.rule_text.moves import how_lines
from ladder_sim.core.i18n import language, tr
from ladder_sim.expressions.parse import tree_of
from ladder_sim.expressions.syntax import Chain, Junction, NameWord, Tree
from ladder_sim.model.grades import Grade
from ladder_sim.model.moves import Move
from ladder_sim.model.scheme import Scheme
from ladder_sim.policies.policy_document import Chapter, Clause, PolicyArticle, PolicyDocument


def staff_form(scheme: Scheme) -> PolicyDocument:
    """A scheme as its people read it: for each grade the ways up, what each asks, and from when it can be met."""
    words = Wording(scheme)
    chapters = []
    for track, title in scheme.tracks.items():
        articles = [_of(scheme, grade, words) for grade in scheme.grades if grade.track == track]
        chapters.append(Chapter(str(title), tuple(article for article in articles if article is not None)))
    name = tr("How do I get on? {title}", "我怎样晋升？{title}", title=scheme.title)
    return PolicyDocument(scheme.id, name, language(), tuple(chapter for chapter in chapters if chapter.articles))


def _of(scheme: Scheme, grade: Grade, words: Wording) -> PolicyArticle | None:
    """The ways up from a grade; None where there is none."""
    moves = [move for move in scheme.moves if grade.id in move.to and move.kind in ("promotion", "confirmation")]
    clauses: list[Clause] = []
    for move in moves:
        clauses += _way(scheme, move, grade, words)
    risks = [move for move in scheme.moves if grade.id in move.to and move.kind in ("demotion", "dismissal")]
    if risks:
        clauses.append(Clause(tr("What can lead down or out:", "可能导致降级或离职的情形：")))
        for move in risks:
            told = conditions_text(move, words).replace("\n• ", tr(" and ", "，且")).removeprefix("• ")
            clauses.append(
                Clause(tr("{title}: {when}", "{title}：{when}", title=move.title, when=told), 1, f"moves.{move.id}")
            )
    if not clauses:
        return None
    title = tr("You are {grade}", "现任{grade}", grade=grade.title)
    return PolicyArticle(f"ladder.{grade.id}", title, tuple(clauses), (f"ladder.{grade.id}",))


def _way(scheme: Scheme, move: Move, grade: Grade, words: Wording) -> list[Clause]:
    """One way up: where it leads, the checklist, when."""
    address = f"moves.{move.id}"
    lead = tr("{title}. You must meet all of these:", "{title}。须同时做到：", title=move.title)
    clauses = [Clause(lead, address=address)]
    lines = conditions_text(move, words).split("\n")
    clauses += [Clause(line.removeprefix("• "), 1, f"{address}.{move.when[n].id}" if n < len(move.when) else address)
                for n, line in enumerate(lines)]  # fmt: skip
    review = review_text(scheme, move, words).split("\n")[0]
    months = earliest(move, words)
    when = tr("By when: decided {review}.", "何时：{review}评审。", review=review)
    if months:
        when = tr("By when: at the first review after {n} months; decided {review}.",
                  "何时：满{n}个月后的首次评审（{review}）。", n=f"{months:g}", review=review)  # fmt: skip
    clauses.append(Clause(when, address=f"{address}.review"))
    then = [line.removeprefix("→ ") for line in how_lines(scheme, move, words)]
    if then:
        clauses.append(
            Clause(tr("Then: {steps}.", "随后：{steps}。", steps=tr("; ", "；").join(then)), address=address)
        )
    return clauses


def earliest(move: Move, words: Wording) -> float:
    """The months before which nobody meets the waits of a move that stand by themselves; 0 where there is none.

    Parameters
    ----------
    words : of the scheme, which know its parameters
    """
    found = [0.0]
    for condition in move.when:
        tree = tree_of(condition.test)
        found += [] if tree is None else _waits(tree, words)
    return max(found)


def _waits(tree: Tree, words: Wording) -> list[float]:
    match tree:
        case Junction(True, parts):
            return [months for part in parts for months in _waits(part, words)]
        case Chain(NameWord(clock), ((">=", right),)) if clock.startswith(("months_", "years_")):
            bound = words.known(right)
            return [] if bound is None else [bound * (12 if clock.startswith("years_") else 1)]
        case _:
            return []
