"""Old against new: what is added and what is gone marked in the new document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from difflib import SequenceMatcher

from ladder_sim.core.i18n import tr
from ladder_sim.files import changes as sentences
from ladder_sim.model.scheme import Scheme
from ladder_sim.policies.policy_document import Chapter, Clause, Mark, PolicyArticle, PolicyDocument


def marked(
    documents: tuple[PolicyDocument, PolicyDocument],
    scheme: Scheme,
    earlier: Scheme,
    effects: PolicyArticle | None = None,
) -> PolicyDocument:
    """The new document with what differs from the old one marked, and the differences listed before the articles.

    Parameters
    ----------
    documents : the new and the old one
    scheme, earlier : of which they are written
    effects : what the changes are expected to bring, put beside them
    """
    new, old = documents
    before = {article.key: article for chapter in old.chapters for article in chapter.articles}
    now = {article.key for chapter in new.chapters for article in chapter.articles}
    chapters = [
        replace(chapter, articles=tuple(_beside(article, before) for article in chapter.articles))
        for chapter in new.chapters
    ]
    gone = tuple(_whole(article, "removed") for key, article in before.items() if key not in now)
    if gone:
        chapters.append(Chapter(tr("No longer in force", "不再执行"), gone))
    told = sentences.diff(earlier, scheme) or [tr("Nothing differs.", "没有差异。")]
    summary = PolicyArticle("changes", tr("What changes from “{old}”", "相对“{old}”的变化", old=old.title),
                      tuple(Clause(line, 1) for line in told))  # fmt: skip
    beside = (summary,) if effects is None else (summary, effects)
    return replace(new, chapters=(Chapter(tr("Changes", "变更说明"), beside), *chapters))


def _whole(article: PolicyArticle, mark: Mark) -> PolicyArticle:
    """An article that is new, or gone, as a whole."""
    return replace(article, mark=mark, clauses=tuple(replace(clause, mark=mark) for clause in article.clauses))


def _beside(article: PolicyArticle, before: Mapping[str, PolicyArticle]) -> PolicyArticle:
    """An article with the clauses of its earlier version that are gone, and those that are new."""
    if article.key not in before:
        return _whole(article, "added")
    old = before[article.key]
    mine, theirs = [clause.text for clause in article.clauses], [clause.text for clause in old.clauses]
    clauses: list[Clause] = []
    for kind, a, b, c, d in SequenceMatcher(a=theirs, b=mine, autojunk=False).get_opcodes():
        if kind == "equal":
            clauses += article.clauses[c:d]
            continue
        clauses += [replace(clause, mark="removed") for clause in old.clauses[a:b]]
        clauses += [replace(clause, mark="added") for clause in article.clauses[c:d]]
    if article.rows != old.rows:
        gone = [row for row in old.rows[1:] if row not in article.rows]
        fresh = [row for row in article.rows[1:] if row not in old.rows]
        clauses += [
            Clause(tr(": ", "：").join((row[0], tr(", ", "，").join(row[1:]))), 1, mark="removed") for row in gone
        ]
        clauses += [
            Clause(tr(": ", "：").join((row[0], tr(", ", "，").join(row[1:]))), 1, mark="added") for row in fresh
        ]
    return replace(article, clauses=tuple(clauses))
