"""Policy documents as Markdown, as a page, and as a Word document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from io import BytesIO

from ladder_sim.core.i18n import language, speaking, tr
from ladder_sim.core.palette import css_variables
from ladder_sim.core.problems import LadderError
from ladder_sim.policies.policy_document import Clause, Mark, PolicyArticle, PolicyDocument

_CN = "零一二三四五六七八九"


def chinese(n: int) -> str:
    """A number from 1 to 999 in Chinese signs: 12 is 十二.

    Parameters
    ----------
    n : the number
    """
    if n >= 100:
        rest = n % 100
        return (
            _CN[n // 100]
            + "百"
            + (
                ""
                if not rest
                else ("零" if rest < 10 else "") + (chinese(rest) if rest < 10 or rest >= 20 else "一" + chinese(rest))
            )
        )
    tens, ones = divmod(n, 10)
    return (("" if tens == 1 else _CN[tens]) + "十" if tens else "") + (_CN[ones] if ones or not tens else "")


def _labeled(label: str, text: str) -> str:
    """A clause after its number."""
    return tr("{label} {text}", "{label}{text}", label=label, text=text) if label else text


def _numeral(n: int) -> str:
    return chinese(n) if language() == "zh" else str(n)


def _article_number(n: int) -> str:
    return tr("Article {n}", "第{n}条", n=_numeral(n))


def _chapter_number(n: int) -> str:
    return tr("Chapter {n}", "第{n}章", n=_numeral(n))


def _item(n: int) -> str:
    return tr("({n})", "（{n}）", n=_numeral(n))


def _clauses(article: PolicyArticle) -> Iterator[tuple[str, Clause]]:
    """The clauses, items with their numbers; those that are gone have none."""
    n = 0
    for clause in article.clauses:
        if clause.level == 0:
            n = 0
            yield "", clause
        elif clause.mark == "removed":
            yield "–", clause
        else:
            n += 1
            yield _item(n), clause


def _references(document: PolicyDocument) -> list[tuple[str, str]]:
    """The rules of the file that each article says."""
    told = []
    for n, article in document.numbered():
        addresses = dict.fromkeys(
            [*article.addresses, *(clause.address for clause in article.clauses if clause.address)]
        )
        if addresses:
            told.append((_article_number(n), ", ".join(addresses)))
    return told


def markdown(document: PolicyDocument) -> str:
    """A document as Markdown; what is new is bold, what is gone struck through."""
    with speaking(document.language):
        lines, number = [f"# {document.title}", ""], 0
        for place, chapter in enumerate(document.chapters, start=1):
            lines += [f"## {_chapter_number(place)} {chapter.title}", ""]
            for article in chapter.articles:
                number += 1
                lines += [f"### {_article_number(number)} {article.title}", ""]
                for label, clause in _clauses(article):
                    text = _marked(clause, "**", "~~") + (f" *{clause.effect}*" if clause.effect else "")
                    lines += [_labeled(label, text), ""]
                lines += _rows(article)
        lines += [f"## {tr('Appendix: articles and rules', '附表：条款与方案文件对照')}", "",
                  f"| {tr('article', '条款')} | {tr('addresses in {id}', '{id} 中的地址', id=document.id)} |",
                      "|---|---|"]  # fmt: skip
        lines += [f"| {article} | {addresses} |" for article, addresses in _references(document)]
        return "\n".join(lines) + "\n"


def _marked(clause: Clause, added: str, removed: str) -> str:
    signs: dict[Mark, str] = {"added": added, "removed": removed, "": ""}
    sign = signs[clause.mark]
    return f"{sign}{clause.text}{sign}"


def _rows(article: PolicyArticle) -> list[str]:
    if not article.rows:
        return []
    cells = [[cell.replace("|", "\\|") for cell in row] for row in article.rows]
    return [
        f"| {' | '.join(cells[0])} |",
        "|" + "---|" * len(cells[0]),
        *(f"| {' | '.join(row)} |" for row in cells[1:]),
        "",
    ]


_STYLE = (
    f":root {{ color-scheme: light; {css_variables()} }}"
    + """
.policy { font: 16px/1.7 system-ui, "Segoe UI", "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif;
  color: var(--ink); max-width: 46rem; margin: 0 auto; padding: 1.6rem 1.2rem 4rem; overflow-wrap: anywhere; }
.policy h1 { font-size: 1.6rem; text-align: center; }
.policy h2 { font-size: 1.15rem; text-align: center; margin-top: 2rem; }
.policy h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; } .policy p { margin: .2rem 0; }
.policy em.effect { color: #1f5f99; font-style: normal; font-size: .88rem; }
.policy p.item { padding-left: 2rem; }
.policy ins { background: #e3f2e6; text-decoration: none; } .policy del { background: #f8e3e0; }
.policy table { border-collapse: collapse; font-size: .88rem; margin: .5rem 0; } .policy .wide { overflow-x: auto; }
.policy th, .policy td { border: 1px solid #888; padding: .2rem .5rem; text-align: left; vertical-align: top; }
@media print { .policy { max-width: none; padding: 0; } }
"""
)


def body(document: PolicyDocument) -> str:
    """A document as a part of a page, with its style; each clause bears the address of its rule."""
    with speaking(document.language):
        made, number = [f"<style>{_STYLE}</style>", '<article class="policy">', f"<h1>{escape(document.title)}</h1>"], 0
        for place, chapter in enumerate(document.chapters, start=1):
            made.append(f"<h2>{_chapter_number(place)} {escape(chapter.title)}</h2>")
            for article in chapter.articles:
                number += 1
                made.append(f'<h3 id="{escape(article.key)}">{_article_number(number)} {escape(article.title)}</h3>')
                made += [_paragraph(label, clause) for label, clause in _clauses(article)]
                if article.rows:
                    made.append(_html_table(article.rows))
        heading = tr("Appendix: articles and rules", "附表：条款与方案文件对照")
        columns = (tr("article", "条款"), tr("addresses in {id}", "{id} 中的地址", id=document.id))
        made += [f"<h2>{heading}</h2>", _html_table((columns, *_references(document))), "</article>"]
        return "\n".join(made)


#: The elements of what was added and removed.
_TAGS: dict[Mark, str] = {"added": "ins", "removed": "del", "": ""}


def _paragraph(label: str, clause: Clause) -> str:
    tag = _TAGS[clause.mark]
    text = escape(clause.text)
    text = f"<{tag}>{text}</{tag}>" if tag else text
    text += f' <em class="effect">{escape(clause.effect)}</em>' if clause.effect else ""
    kind = ' class="item"' if clause.level else ""
    address = f' title="{escape(clause.address)}"' if clause.address else ""
    return f"<p{kind}{address}>{_labeled(escape(label), text)}</p>"


def _html_table(rows: tuple[tuple[str, ...], ...]) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in rows[0])
    rest = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows[1:])
    return (
        f'<div class="wide" role="group" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{rest}</tbody><'
        f"/table></div>"
    )


def page(document: PolicyDocument) -> str:
    """A document as a page that needs nothing else."""
    with speaking(document.language):
        return (
            f'<!DOCTYPE html>\n<html lang="{tr("en", "zh-CN")}">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="generator" '
            'content="ladder_sim">\n'
            f"<title>{escape(document.title)}</title>\n</head>\n<body>\n<main>\n{body(document)}\n</main>\n</body"
            f">\n</html>\n"
        )


def word(document: PolicyDocument) -> bytes:
    """A document as Word has it (.docx).

    Raises
    ------
    LadderError
        The library that writes it is not installed.
    """
    try:
        from docx import Document
    except ImportError:
        raise LadderError(tr("Word documents need python-docx: pip install python-docx",
                             "写出 Word 文件需要 python-docx：pip install python-docx")) from None  # fmt: skip
    made, number = Document(), 0
    with speaking(document.language):
        made.add_heading(document.title, 0)
        for place, chapter in enumerate(document.chapters, start=1):
            made.add_heading(f"{_chapter_number(place)} {chapter.title}", 1)
            for article in chapter.articles:
                number += 1
                made.add_heading(f"{_article_number(number)} {article.title}", 2)
                for label, clause in _clauses(article):
                    paragraph = made.add_paragraph(_labeled(label, ""))
                    run = paragraph.add_run(clause.text)
                    run.font.strike = clause.mark == "removed"
                    run.font.underline = clause.mark == "added"
                    if clause.effect:
                        paragraph.add_run(f" {clause.effect}").italic = True
                if article.rows:
                    _word_table(made.add_table, article.rows)
        made.add_heading(tr("Appendix: articles and rules", "附表：条款与方案文件对照"), 1)
        columns = (tr("article", "条款"), tr("addresses in {id}", "{id} 中的地址", id=document.id))
        _word_table(made.add_table, (columns, *_references(document)))
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def _word_table(add: Callable[..., object], rows: tuple[tuple[str, ...], ...]) -> None:
    from docx.table import Table

    table = add(rows=len(rows), cols=len(rows[0]))
    assert isinstance(table, Table)
    table.style = "Table Grid"
    for down, row in enumerate(rows):
        for across, text in enumerate(row):
            table.cell(down, across).text = text


WRITERS: dict[str, Callable[[PolicyDocument], str | bytes]] = {".md": markdown, ".html": page, ".docx": word}


def writers() -> dict[str, Callable[[PolicyDocument], str | bytes]]:
    """What a document can be written as, by the ending of the file."""
    return WRITERS
