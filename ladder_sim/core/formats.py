"""The versions of what is written to last: the format of files that people write, and that of JSON for programs.

A version rises when what stood in a file has another name or another meaning, or when a key of the JSON does;
additions do not raise it. How a format changes is in ``CONTRIBUTING.md``.
"""

from __future__ import annotations

#: Of schemes, workforces, studies, briefs, laws: the value of their key `format`. 0, or none, is before versions.
FILE_FORMAT = 1
#: Of everything that `--json` and `to_json` give: the value of its key `format`.
JSON_FORMAT = 1
