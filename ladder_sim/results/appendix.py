"""Everything that says where the numbers of runs come from, as data: what a paper's appendix needs."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import NoReturn

from ladder_sim.core.frozen import UnknownKeyError, not_there
from ladder_sim.core.i18n import LANGUAGES, Title, tr
from ladder_sim.core.plain_data import JsonObject, PlainData
from ladder_sim.core.problems import LadderError
from ladder_sim.core.scalars import as_python
from ladder_sim.files.memory import yaml_text
from ladder_sim.model.expression import Expr
from ladder_sim.model.roster import left_out
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.origin import DECIDING
from ladder_sim.results.own import own_record
from ladder_sim.results.provenance import fingerprints, mark_of
from ladder_sim.results.run import Run
from ladder_sim.scenarios.written import to_dict


class ProvenanceRecord(dict[str, object]):
    """A record as JSON has it, which says where the texts are when it is asked for a scheme."""

    def __missing__(self, key: str) -> NoReturn:
        if key not in ("scheme", "text", "texts", "yaml", "rules", "people"):
            raise UnknownKeyError(not_there(key, self))
        names = self.get("schemes")
        first = names[0] if isinstance(names, list) and names else ""
        raise UnknownKeyError(tr("the texts stand under 'resolved': load_scheme(record['resolved']['schemes'][{id!r}]),"
                                 " load_workforce(record['resolved']['workforce'])",
                                 "全文在 'resolved' 之下：load_scheme(record['resolved']['schemes'][{id!r}])，"
                                 "load_workforce(record['resolved']['workforce'])", id=first))  # fmt: skip


def record(runs: Sequence[Run], line: str | None = None) -> JsonObject:
    """What was played, on whom, with which luck, when, by which versions, and the texts themselves.

    Parameters
    ----------
    runs: of one workforce, over the same replications.
    line: that says where their numbers come from; None: that of the first.
    """
    first = runs[0]
    origin = first.origin
    return ProvenanceRecord({
        "line": first.provenance if line is None else line,
        "schemes": [run.scheme.id for run in runs],
        "workforce": first.workforce.id,
        "months": first.months,
        "replications": first.replications,
        "parts": [dataclasses.asdict(part) for part in first.luck],
        "explain": bool(first.counts.alone),
        "events": origin.events,
        "played": origin.played or None,
        "versions": {name: number or None for name, number in origin.versions.items()},
        "code": tr("code: the first 12 digits of a SHA-256 over the modules of ladder_sim that decide the numbers"
                   " ({rooms}); the same digits are the same code. To play again: load the texts under resolved with"
                   " load_scheme and load_workforce, and compare or simulate with these months, replications"
                   " and seeds.",
                   "code：ladder_sim 中决定结果的模块（{rooms}）的 SHA-256 前12位；数字相同即代码相同。"
                   "复现方法：用 load_scheme 和 load_workforce 加载 resolved 中的文本，"
                   "再按此处的月数、重复次数和种子运行 compare 或 simulate。", rooms=tr(", ", "、").join(DECIDING)),
        "own_measures": {measure.name: own_record(measure) for measure in first.own},
        "fingerprints": fingerprints([run.scheme for run in runs], first.workforce),
        "resolved": resolved([run.scheme for run in runs], first.workforce),
    })  # fmt: skip


def resolved(schemes: Sequence[Scheme], workforce: Workforce) -> JsonObject:
    """The texts of schemes, of what they take over from, and of the people, each complete in itself."""
    return {
        "schemes": {scheme.id: text_of(scheme) for scheme in schemes},
        "workforce": text_of(workforce),
        **_taken_over(schemes),
    }


def _taken_over(schemes: Sequence[Scheme]) -> dict[str, dict[str, str]]:
    """The texts of schemes that others of a record take over from and that were not played by themselves."""
    names = {scheme.id for scheme in schemes}
    found: dict[str, str] = {}
    for scheme in schemes:
        old = scheme.replaced
        while old is not None:
            if old.id not in names:
                found[old.id] = text_of(old)
            old = old.replaced
    return {"replaced": found} if found else {}


def text_of(thing: Scheme | Workforce) -> str:
    """The complete form as a YAML text, the people of a roster left out.

    Of a record that no form says, as one that `dataclasses.replace` made, every field, behind a line that says so.
    """
    try:
        form = to_dict(thing)
    except LadderError as error:
        reasons = "; ".join(map(str, error.problems))
        why = tr("Not a file that can be loaded but what was played, field by field: {why}",
                 "以下不是可加载的文件，而是实际模拟内容的逐项记录：{why}", why=reasons)  # fmt: skip
        return f"# {why}\n{yaml_text(_fields(thing))}"
    if isinstance(thing, Scheme) and _after(thing) is not None:
        form["adopted"]["after"] = _after(thing)  # its text stands in the record, wherever its file lies
    roster = thing.people.roster if isinstance(thing, Workforce) else None
    if roster is not None:
        form["people"]["roster"] = left_out(len(roster.person), mark_of(thing))
    return yaml_text(form)


def _after(scheme: Scheme) -> str | None:
    """The id of what a scheme takes over from, where it names it so; None: a path, or nothing."""
    if scheme.adopted is None or scheme.replaced is None or scheme.adopted.after != scheme.replaced.id:
        return None
    return scheme.replaced.id


#: Fields that tell of the file alone, or of persons.
_LEFT_OUT = ("form", "file", "at", "place", "stated", "roster")


def _fields(value: PlainData) -> PlainData:
    """The fields of a record as dicts, lists and texts; places and the people of a roster left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type | Title):
        if isinstance(value, Expr):
            return value.text
        return {field.name: _fields(getattr(value, field.name)) for field in dataclasses.fields(value)
                if field.name not in _LEFT_OUT and field.repr}  # fmt: skip
    if isinstance(value, Title):
        return {name: value.of(name) for name in LANGUAGES}
    if isinstance(value, Mapping):
        return {str(key): _fields(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_fields(item) for item in value]
    value = as_python(value)
    return value if isinstance(value, bool | int | float) or value is None else str(value)
