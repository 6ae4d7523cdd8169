"""Data as files of YAML and JSON have it."""

from __future__ import annotations

from typing import Any, TypeAlias

#: A text, a number, a truth value, None, or a list or dict of these, as a file has it. `Any`: which of them stands
#: where is known from the forms and manifests that a file is checked against; who reads it then takes it as it is.
PlainData: TypeAlias = Any
#: A mapping of a file, by its keys.
PlainForm: TypeAlias = dict[str, PlainData]
#: Values of fields of a record by name, on their way to its class or to `dataclasses.replace`, which check none.
RecordValues: TypeAlias = dict[str, Any]
#: A row of a table of pandas, by column: of what type its values are, the column says.
TableRow: TypeAlias = dict[str, Any]
#: A result as data: texts, numbers, truth values, None, and lists and dicts of these.
JsonObject: TypeAlias = dict[str, object]
