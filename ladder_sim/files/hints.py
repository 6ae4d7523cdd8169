"""What is wrong with a YAML text, in words that help to mend it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import Place, Problems

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError


def split_lines(text: str) -> list[str]:
    """The lines as YAML counts them."""
    return re.split("\r\n|[\r\n\x85\u2028\u2029]", text)


def add_syntax(error: MarkedYAMLError, text: str, file: str, problems: Problems) -> None:
    """Note that a text is not YAML, at the place where it goes wrong, with the likely remedy.

    Parameters
    ----------
    error : of the YAML parser, with its marks
    text, file : what was read, and what it is called
    """
    problem = str(error.problem)
    open_end = "stream end" in problem or "end of stream" in problem
    mark = (error.context_mark if open_end else None) or error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 0
    column = mark.column + 1 if mark else 0
    hint, spot = _hint(split_lines(text), line, column, problem)
    if open_end:
        hint, spot = tr("; what begins here is not closed", "；从这里开始的内容没有闭合"), None
    if spot:
        line, column = spot
    problems.add(
        Place(file, line, column),
        tr("not valid YAML: {what}{hint}", "YAML 写法有误：{what}{hint}", what=_said(error), hint=hint),
    )


#: What the parser says -> what a writer of rules understands.
_PLAIN = (
    ("mapping values are not allowed", Title("'key: value' cannot stand here", "这里不能出现“键: 值”")),
    ("sequence entries are not allowed", Title("an entry of a list cannot stand here", "这里不能出现列表项")),
    ("cannot start any token", Title("nothing can begin with this sign", "这里不能用这个字符开头")),
    ("could not find expected ':'", Title("a colon ':' is missing", "缺少冒号“:”")),
    (
        "expected <block end>",
        Title("the indent differs, or what stands before is not finished", "缩进不一致，或前面的内容没有结束"),
    ),
    ("expected ',' or", Title("a comma or a closing bracket is missing", "缺少逗号或右括号")),
    ("unexpected end of stream", Title("a quote or a bracket is not closed", "引号或括号没有闭合")),
)


def _said(error: MarkedYAMLError) -> str:
    """The parser's words as a writer of rules understands them, where they are common."""
    problem = str(error.problem)
    return str(next((plain for words, plain in _PLAIN if words in problem), problem))


def _hint(lines: list[str], line: int, column: int, problem: str) -> tuple[str, tuple[int, int] | None]:
    """What usually causes a syntax error at this line, and where it is if that is certain."""
    for number in (line, line - 1):
        text = lines[number - 1] if 0 < number <= len(lines) else ""
        bare = re.sub(r"'[^']*'|\"[^\"]*\"|#.*", lambda m: " " * len(m.group()), text)
        for mark, en, zh in (
            ("：", "a full-width colon '：'; write ': ' (half-width, then a space)", "有全角冒号“：”；请写“: ”"),
            ("\u3000", "a full-width space; write an ordinary one", "有全角空格；请改为半角空格"),
            ("\t", "a tab; indent with spaces", "有制表符（Tab）；请用空格缩进"),
        ):
            if mark in bare and (number == line or mark == "："):
                return tr("; line {n} has " + en, "；第{n}行" + zh, n=number), (number, bare.index(mark) + 1)
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    if re.search(r"[:\[{,-]\s*['\"]", text) and "scalar" in problem:
        return quote_hint(), None
    if "mapping values" in problem and re.search(r"^\s*[\w-]+:\S", lines[line - 2] if line > 1 else ""):
        return tr("; line {n} needs a space after its colon", "；第{n}行冒号后面要空一格", n=line - 1), None
    if "mapping values" in problem or "but got" in problem or "cannot start any token" in problem:
        return quote_hint(), None
    return "", None


def quote_hint() -> str:
    """The remedy for rules that YAML takes apart: quotes around all of it."""
    return tr(
        '; if this is a rule or a text with : {{ }} [ ] or quotes, put all of it in "double quotes"',
        "；如果这是规则或含有 : {{ }} [ ] 或引号的文字，请把整段放进双引号",
        _=None,
    )


def add_reader(error: Exception, text: str, file: str, problems: Problems) -> None:
    """Note what the YAML reader refuses before it parses, such as a control character, at its line and column."""
    position = getattr(error, "position", None)
    place = Place(file)
    if isinstance(position, int):
        before = text[:position]
        place = Place(file, before.count("\n") + 1, position - before.rfind("\n"))
        problems.add(place, tr("holds a control character that YAML refuses", "含有 YAML 不接受的控制字符"))
    else:
        problems.add(place, tr("not valid YAML: {what}", "YAML 写法有误：{what}", what=error))
