"""The page of all keys of files, made from the JSON Schemas that editors read; a page of the site alone.

The guides explain every key with an example; this page is for looking one up.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ladder_sim.core.i18n import tr
from ladder_sim.files.field_words import FIELD_WORDS
from ladder_sim.files.key_words import halves
from ladder_sim.files.schemas import FORMS, schema_text

#: Below this heading stands the guide that explains the keys of a kind of file.
GUIDES = {"scheme": "scheme-file", "workforce": "workforce-file", "study": "how-it-works", "brief": "reports"}
_OR = " / "
_WHOLE, _NUMBER = ("whole number", "整数"), ("number", "数")


def page() -> str:
    """The page in the language in use."""
    titles = {
        "scheme": tr("Scheme files", "方案文件"),
        "workforce": tr("Workforce files", "人员文件"),
        "study": tr("Studies", "研究文件"),
        "brief": tr("Briefs of reports", "报告说明文件"),
    }
    lines = [
        tr("# Every key of a file", "# 文件的全部键"),
        "",
        tr("Made from the JSON Schemas that `ladder-sim schema KIND` prints and that editors complete keys with.",
           "根据 `ladder-sim schema KIND` 输出的 JSON Schema 生成；编辑器也用它补全键名。"),
    ]  # fmt: skip
    for kind in FORMS:
        schema = json.loads(schema_text(kind))
        guide = tr(
            "Explained with examples in {page}.", "说明与例子见{page}。", page=f"[{titles[kind]}]({GUIDES[kind]}.md)"
        )
        lines += ["", f"## {titles[kind]}", "", guide, ""]
        lines += _table(schema)
        for name, part in sorted(schema.get("$defs", {}).items()):
            if part.get("properties"):
                lines += ["", f"### {kind}: {name.removesuffix('Form')}", "", _told(part.get("description", "")), ""]
                lines += _table(part)
    return "\n".join(lines) + "\n"


def _table(part: dict[str, Any]) -> Iterator[str]:
    yield tr("| key | value | default | meaning |", "| 键 | 取值 | 默认值 | 含义 |")
    yield "|---|---|---|---|"
    needed = set(part.get("required", ()))
    for key, told in part["properties"].items():
        default = f"`{json.dumps(told['default'], ensure_ascii=False)}`" if told.get("default") is not None else ""
        shown = tr("needed", "必填") if key in needed else _cell(default)
        yield f"| `{key}` | {_cell(_value(told))} | {shown} | {_cell(_meaning(key, told))} |"


def _value(told: dict[str, Any]) -> str:
    """What may stand after a key, in one line."""
    if "$ref" in told:
        return told["$ref"].rpartition("/")[2].removesuffix("Form")
    if "enum" in told or "const" in told:
        return ", ".join(f"`{one}`" for one in told.get("enum", [told.get("const")]))
    for several in ("anyOf", "oneOf"):
        if several in told:
            inside = dict.fromkeys(_value(one) for one in told[several] if one.get("type") != "null")
            kinds = dict.fromkeys(kind for one in inside for kind in one.split(_OR))
            return _OR.join(kind for kind in kinds if kind != tr(*_WHOLE) or tr(*_NUMBER) not in kinds)
    if told.get("type") == "array":
        return tr("list of {kind}", "{kind}的列表", kind=_value(told.get("items", {})))
    if isinstance(told.get("additionalProperties"), dict):
        return tr("names with {kind}", "名称及其{kind}", kind=_value(told["additionalProperties"]))
    return {
        "string": tr("text", "文字"), "integer": tr(*_WHOLE), "number": tr(*_NUMBER),
        "boolean": tr("yes or no", "是或否"), "object": tr("keys", "若干键"),
    }.get(str(told.get("type", "")), tr("anything", "任意值"))  # fmt: skip


def _meaning(key: str, told: dict[str, Any]) -> str:
    return _told(told.get("description", "")) or (str(FIELD_WORDS[key]) if key in FIELD_WORDS else "")


def _told(text: str) -> str:
    """The half of a description in the language in use; '' where there is none."""
    found = halves(text)
    return tr(found.en, found.zh)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
