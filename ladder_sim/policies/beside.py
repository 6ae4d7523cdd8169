"""The document on the left, the file on the right, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from ladder_sim.core.i18n import tr
from ladder_sim.core.palette import css_variables
from ladder_sim.policies.covering import PolicyCover
from ladder_sim.policies.drafting import Draft, DraftSentence
from ladder_sim.policies.facts import STATUSES, SentenceStatus

#: How a sentence is told apart, besides by its color: a sign for those who see none.
_SIGNS: Mapping[SentenceStatus, str] = {"said": "✓", "assumed": "≈", "unsure": "?", "missed": "✗", "other": "·"}
_STYLE = (
    f":root {{ color-scheme: light; {css_variables()} }}"
    + """
.beside { font: 15px/1.5 system-ui, "Segoe UI", "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif;
  color: var(--ink); }
.beside table { border-collapse: collapse; width: 100%; table-layout: fixed; overflow-wrap: anywhere; }
.beside td, .beside th { border-bottom: 1px solid #ddd; padding: .3rem .5rem; text-align: left; vertical-align: top; }
.beside th:first-child { width: 48%; } .beside tr.heading td { font-weight: 600; background: #f5f5f5; }
.beside .sign { display: inline-block; width: 1.4em; font-weight: 700; } .beside code { font-size: .9em; }
.beside tr.said .sign { color: #1b6e3a; }
.beside tr.assumed .sign { color: #1f5f99; }
.beside tr.unsure { background: #fff6dd; }
.beside tr.missed { background: #fbe9e7; } .beside tr.other { color: #6b6b6b; }
.beside .place { color: #6b6b6b; font-size: .85em; }
.beside pre { background: #f7f7f7; padding: .8rem; overflow-x: auto; }
"""
)


def draft_html(draft: Draft) -> str:
    """A draft as a part of a page: the counts, and every sentence with what it became."""
    counts = draft.counts()
    told = tr(", ", "，").join(f"{_SIGNS[status]} {title} {counts[status]}" for status, title in STATUSES.items())
    rows = (_row(each.status, each.text, each.place, _writes(each), each.heading) for each in draft.sentences)
    problems = "".join(f"<li>{escape(str(problem))}</li>" for problem in draft.problems)
    return _framed(told, rows, f"<ul>{problems}</ul>" if problems else "")


def cover_html(cover: PolicyCover) -> str:
    """A cover as a part of a page."""
    rows = []
    for each in cover.sentences:
        status: SentenceStatus = (
            "said" if each.addresses or each.left_out else each.status if each.status == "other" else "missed"
        )
        said = "".join(f"<div><code>{escape(address)}</code></div>" for address in each.addresses)
        if each.left_out:
            said += escape(tr("left out, with a reason", "未纳入，文件写明原因"))
        rows.append(_row(status, each.text, each.place, said, each.heading))
    without = "".join(f"<li><code>{escape(address)}</code></li>" for address in cover.without)
    heading = escape(tr("Rules without a sentence", "没有对应句子的规则"))
    return _framed(cover.summary().splitlines()[0], rows, f"<h3>{heading}</h3><ul>{without}</ul>" if without else "")


def _writes(sentence: DraftSentence) -> str:
    """What a sentence became: addresses with their rules, what was assumed, what else it may mean."""
    told = [f"<div><code>{escape(address)}</code> {escape(rule)}</div>" for address, rule in sentence.writes]
    if sentence.remark:
        told.append(f"<div>{escape(sentence.remark)}</div>")
    told += [f"<div>{escape(tr('or:', '或为：'))} <code>{escape(other)}</code></div>" for other in sentence.others]
    return "".join(told) or ("" if sentence.status == "other" else escape(str(STATUSES[sentence.status])))


def _row(status: SentenceStatus, text: str, place: str, said: str, heading: bool) -> str:
    if heading:
        return f'<tr class="heading"><td colspan="2">{escape(text)}</td></tr>'
    sign = (
        f'<span class="sign" title="{escape(str(STATUSES[status]))}" '
        f'aria-label="{escape(str(STATUSES[status]))}">{_SIGNS[status]}</span>'
    )
    return (
        f'<tr class="{status}"><td>{sign}{escape(text)} <span '
        f'class="place">{escape(place)}</span></td><td>{said}</td></tr>'
    )


def _framed(lead: str, rows: Iterable[str], below: str) -> str:
    left, right = escape(tr("document", "制度文件")), escape(tr("file", "方案文件"))
    return (
        f'<style>{_STYLE}</style><div class="beside"><p>{escape(lead)}</p><table><thead><tr><th '
        f'scope="col">{left}</th>'
        f'<th scope="col">{right}</th></tr></thead><tbody>{"".join(rows)}</tbody></table>{below}</div>'
    )


def _page(title: str, body: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="{tr("en", "zh-CN")}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="generator" '
        'content="ladder_sim">\n'
        f"<title>{escape(title)}</title>\n</head>\n<body>\n<main>\n<h1>{escape(title)}</h1>\n{body}\n</main>\n</b"
        f"ody>\n</html>\n"
    )


def draft_page(draft: Draft) -> str:
    """The page of a draft: the sentences with what they became, and the whole file below."""
    heading = escape(tr("The file", "方案文件全文"))
    file = f'<div class="beside"><h2>{heading}</h2><pre>{escape(draft.to_yaml())}</pre></div>'
    return _page(
        tr("{file}, drafted as {id}", "{file}：起草为 {id}", file=draft.source.name, id=draft.id),
        draft_html(draft) + file,
    )


def cover_page(cover: PolicyCover) -> str:
    """The page of a document beside a scheme that exists."""
    title = tr(
        "{document} beside {scheme}", "{document} 与 {scheme} 对照", document=cover.document, scheme=cover.scheme.id
    )
    return _page(title, cover_html(cover))
