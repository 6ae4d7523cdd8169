"""What a result proved to be: the same bits again, others, or those of another version; every deviation by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ladder_sim.core.display import table_html
from ladder_sim.core.formats import JSON_FORMAT
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.json_text import AsData
from ladder_sim.core.leading import Leading
from ladder_sim.core.plain_data import JsonObject

#: Where something is another than it was.
DeviationKind = Literal["input", "code", "output"]
KINDS: Mapping[DeviationKind, Title] = {
    "input": Title("input", "输入"), "code": Title("code", "代码"), "output": Title("output", "输出")
}  # fmt: skip
#: What is said of a result as a whole.
ProofState = Literal["agrees", "differs", "stale"]
STATES: Mapping[ProofState, Title] = {
    "agrees": Title("The bits agree: played again, every number is the same",
                    "逐位一致：重新模拟后所有数字完全相同"),
    "differs": Title("The bits do not agree", "并非逐位一致"),
    "stale": Title("Stale: it is a result of other input or of another version",
                   "已过时：该结果来自不同的输入或不同的版本"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Deviation:
    """One thing that is another: its kind, where it stands, and what was found there."""

    kind: DeviationKind
    where: str
    text: str


@dataclass(frozen=True, slots=True, repr=False)
class Verified(AsData, Leading):
    """The outcome of `verify`.

    Parameters
    ----------
    path : of the result
    state : what is said of it
    deviations : everything that is another than it was
    same : what was played again and found the same, and what was not looked at, in sentences
    provenance : where the numbers come from, as the result says
    """

    path: str
    state: ProofState
    deviations: tuple[Deviation, ...]
    same: tuple[str, ...]
    provenance: str

    @property
    def agrees(self) -> bool:
        """Whether the result is what this version makes of the same input, to the last bit."""
        return self.state == "agrees"

    def sentence(self) -> str:
        """The verdict in a sentence."""
        return f"{self.path}: {STATES[self.state]}"

    def summary(self) -> list[str]:
        """The verdict, every deviation, and what else was looked at."""
        told = [tr("{kind}: {where}: {text}", "{kind}：{where}：{text}", kind=KINDS[one.kind], where=one.where,
                   text=one.text) for one in self.deviations]  # fmt: skip
        return [self.sentence(), *told, *self.same, *([self.provenance] if self.provenance else [])]

    def to_dict(self) -> JsonObject:
        """For programs: the state, and every deviation."""
        return {
            "format": JSON_FORMAT, "path": self.path, "state": self.state, "agrees": self.agrees,
            "sentence": self.sentence(), "provenance": self.provenance, "notes": list(self.same),
            "deviations": [{"kind": one.kind, "where": one.where, "text": one.text} for one in self.deviations],
        }  # fmt: skip

    def __repr__(self) -> str:
        return f"<Verified {self.path}: {self.state}>"

    def _repr_html_(self) -> str:
        columns = (tr("what", "类别"), tr("where", "位置"), tr("found", "发现"))
        rows = [(str(KINDS[one.kind]), one.where, one.text) for one in self.deviations]
        return table_html(columns, rows, titles=self.sentence(), note="\n".join(self.same))
