"""Write `glossary.md` from `ladder_sim.core.glossary`: ``python docs/words.py``."""

from __future__ import annotations

from pathlib import Path

from ladder_sim.core.glossary import TERMS

HEAD = """# Glossary · 词汇表

One name for each concept; the texts of the tool, its guides and schemes are held to it by a test.
A scheme may keep the words of its company's document. Made by `python docs/words.py`.
每个概念只用一个名称；程序、指南和方案中的文字由测试逐一核对。方案文件可保留公司原文的用词。

| English | 中文 | meaning · 说明 | not · 不用 |
|---|---|---|---|
"""


def page() -> str:
    """The whole page."""
    rows = []
    for term in sorted(TERMS, key=lambda term: term.en):
        note = " · ".join(filter(None, (term.note.en, term.note.zh)))
        rows.append(f"| {term.en} | {term.zh} | {note} | {', '.join((*term.not_en, *term.not_zh))} |")
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    (Path(__file__).parent / "glossary.md").write_text(page(), encoding="utf-8")
