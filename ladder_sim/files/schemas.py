"""JSON Schemas of the files, for editors; the copies under ``ladder_sim/schema`` are written by `export`."""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import PlainForm
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.core.writing import write
from ladder_sim.files.forms.brief import BriefForm
from ladder_sim.files.forms.common import Form
from ladder_sim.files.forms.scheme import SchemeForm
from ladder_sim.files.forms.study import StudyForm
from ladder_sim.files.forms.workforce import WorkforceForm

FORMS: dict[str, type[Form]] = {
    "scheme": SchemeForm,
    "workforce": WorkforceForm,
    "study": StudyForm,
    "brief": BriefForm,
}
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
    """The JSON Schema of ``scheme``, ``workforce``, ``study`` or ``brief`` files.

    Raises
    ------
    LadderError
        There is no such kind.
    """
    if kind not in FORMS:
        raise LadderError(tr("unknown kind '{kind}'", "未知的种类“{kind}”", kind=kind) + nearest(kind, FORMS))
    schema: PlainForm = FORMS[kind].model_json_schema(by_alias=True)
    _describe(schema, FORMS[kind])
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


def _describe(schema: PlainForm, form: type[Form]) -> None:
    """Give every property the text below its field.

    pydantic can do it, but would read the source of every form whenever the package is loaded.
    """
    forms = forms_by_name()
    for name, part in [(form.__name__, schema), *schema.get("$defs", {}).items()]:
        if name not in forms:
            continue
        fields = forms[name].model_fields
        for field, text in _texts(forms[name]).items():
            part["properties"][fields[field].alias or field]["description"] = text


def forms_by_name() -> dict[str, type[Form]]:
    """Every form of a file, by its name."""
    return {cls.__name__: cls for cls in _below(Form)}


def _below(form: type[Form]) -> Iterator[type[Form]]:
    for cls in form.__subclasses__():
        yield cls
        yield from _below(cls)


def _texts(form: type[Form]) -> dict[str, str]:
    """Field to the string that follows it in the source, those it inherits included."""
    found: dict[str, str] = {}
    for cls in reversed(form.__mro__):
        if not (issubclass(cls, Form) and cls is not Form):
            continue
        (node,) = ast.parse(inspect.getsource(cls)).body
        assert isinstance(node, ast.ClassDef)
        for field, text in pairwise(node.body):
            if not (isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)):
                continue
            if (
                isinstance(text, ast.Expr)
                and isinstance(text.value, ast.Constant)
                and isinstance(text.value.value, str)
            ):
                found[field.target.id] = inspect.cleandoc(text.value.value)
    return found


def export(folder: Path = FOLDER) -> None:
    """Write every schema to `folder`."""
    for kind in FORMS:
        write(folder / f"{kind}.json", schema_text(kind))


if __name__ == "__main__":
    export()
