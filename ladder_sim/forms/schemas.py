"""JSON Schemas of the files, for editors; the copies under ``ladder_sim/schema`` are written by `export`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ladder_sim.forms.common import Form
from ladder_sim.forms.scheme_form import SchemeForm
from ladder_sim.forms.workforce_form import StudyForm, WorkforceForm
from ladder_sim.problems import LadderError, nearest
from ladder_sim.words import tr

FORMS: dict[str, type[Form]] = {"scheme": SchemeForm, "workforce": WorkforceForm, "study": StudyForm}
# What a variant may give in part, or drop by `remove: true`: nothing but the id is asked for by an editor here,
# `ladder-sim check` says what is missing once the variant is complete.
_IN_PART = (
    "GradeForm",
    "MetricForm",
    "MoveForm",
    "ParameterForm",
    "PayPartForm",
    "ReviewForm",
    "ScoreForm",
    "TokenForm",
)
_REMOVE = {"type": "boolean", "description": "In a variant: drop this entry 在变体中：删去此项"}
FOLDER = Path(__file__).resolve().parent.parent / "schema"


def schema_text(kind: str) -> str:
    """The JSON Schema of ``scheme``, ``workforce`` or ``study`` files."""
    if kind not in FORMS:
        raise LadderError(tr("unknown kind '{kind}'", "未知的种类“{kind}”", kind=kind) + nearest(kind, FORMS))
    schema: dict[str, Any] = FORMS[kind].model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    if "based_on" in schema["properties"]:
        everything = schema.pop("required")
        schema["required"] = [kind]
        schema["anyOf"] = [{"required": ["based_on"]}, {"required": everything}]
        for name in _IN_PART:
            if name in schema["$defs"]:
                schema["$defs"][name]["required"] = ["id"] if name == "MoveForm" else []
                schema["$defs"][name]["properties"]["remove"] = _REMOVE
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def export(folder: Path = FOLDER) -> None:
    """Write every schema to `folder`."""
    for kind in FORMS:
        (folder / f"{kind}.json").write_text(schema_text(kind), encoding="utf-8")


if __name__ == "__main__":
    export()
