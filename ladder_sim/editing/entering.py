"""What is typed into a field, as the file has it, and what the file has, as it is shown in a field to be typed over."""

from __future__ import annotations

import re
from dataclasses import replace

from ladder_sim.core.i18n import language
from ladder_sim.core.plain_data import PlainData
from ladder_sim.core.problems import LadderError, Problem, Problems
from ladder_sim.editing.fields import FormField
from ladder_sim.files import parse_tree
from ladder_sim.files.memory import yaml_text
from ladder_sim.files.rendering import flow_text
from ladder_sim.files.scalars import BOOL, FLOAT, INT

_COMMAS = re.compile(r"\s*[,，、]\s*")


def typed(value: PlainData, field: FormField) -> str:
    """A value as it stands in its field; lists of names with commas, what has parts as the file would in one line."""
    if value is None:
        return ""
    if isinstance(value, list) and "list" in field.kinds and all(isinstance(one, str) for one in value) and \
            "rule" not in field.kinds:  # fmt: skip
        return ", ".join(str(one) for one in value)
    if isinstance(value, dict | list):
        return flow_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def entered(text: str, field: FormField) -> PlainData:
    """What a text typed into a field says; None where it is empty.

    Raises
    ------
    LadderError
        It begins with a bracket and cannot be read.
    """
    text = text.strip()
    if not text:
        return None
    if text[0] in "[{" and {"list", "entries", "fields"} & set(field.kinds):
        return entered_block(text)
    if "list" in field.kinds and "rule" not in field.kinds:
        names = [name for name in _COMMAS.split(text) if name]
        return names if len(names) > 1 or field.kind == "list" else names[0]
    if field.kind in ("rule", "number", "whole", "flag") or (field.kind == "choice" and "flag" in field.kinds):
        return _scalar(text)
    return text


def _scalar(text: str) -> PlainData:
    if text in BOOL:
        return BOOL[text]
    if INT.match(text):
        return int(text)
    return float(text) if FLOAT.match(text) else text


def block(value: PlainData) -> str:
    """A part of a file as its text, for what has no field; '' for nothing."""
    if value is None:
        return ""
    lines = yaml_text({"x": value}).split("\n")
    if not isinstance(value, dict | list) or lines[0] != "x:":
        return lines[0].removeprefix("x: ").strip() if len(lines) <= 2 else "\n".join(lines).removeprefix("x: ")
    inner = [line[2:] if isinstance(value, dict) else line for line in lines[1:]]
    return "\n".join(inner).rstrip("\n")


def entered_block(text: str) -> PlainData:
    """What a part of a file says that was typed as its text; None where it is empty.

    Raises
    ------
    LadderError
        It cannot be read; every problem, with its line in what was typed.
    """
    if not text.strip():
        return None
    problems = Problems()
    body = "x:\n" + "\n".join("  " + line for line in text.strip("\n").split("\n"))
    tree = parse_tree(body, "", problems)
    if tree is None or problems.errors:
        raise LadderError([_placed(one) for one in problems.errors])
    return tree.value["x"].plain()


def _placed(problem: Problem) -> Problem:
    """A problem where it stands in what was typed."""
    at = problem.place
    return replace(problem, place=replace(at, line=max(at.line - 1, 0), column=max(at.column - 2, 0)))


def titled(en: str, zh: str, before: PlainData) -> PlainData:
    """A title typed in two fields: both where they differ, one text where it serves for both; None of nothing.

    Parameters
    ----------
    before : what the file had; a text that served for both stays one as long as the other field is empty
    """
    en, zh = en.strip(), zh.strip()
    if not en and not zh:
        return None
    if isinstance(before, str) and (not en or not zh or en == zh):
        return en or zh
    return {key: text for key, text in (("en", en), ("zh", zh)) if text}


def title_halves(value: PlainData) -> tuple[str, str]:
    """A title as it stands in its two fields, English and Chinese; one text in the field of the language in use."""
    if isinstance(value, dict):
        return str(value.get("en") or ""), str(value.get("zh") or "")
    text = "" if value is None else str(value)
    return ("", text) if language() == "zh" else (text, "")
