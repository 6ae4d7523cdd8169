"""What a study expects of its schemes, and what became of it."""

from __future__ import annotations

from ladder_sim.core.i18n import tr
from ladder_sim.report.document.kit import Scene
from ladder_sim.report.document.parts import Section, Table
from ladder_sim.results.expectations import Expectations

MOST = 6  # points


def expectations(scene: Scene) -> Section | None:
    """The study's expectations under every scheme; None where it states none."""
    found = next((one for one in scene.comparison.explained.values() if isinstance(one, Expectations)), None)
    if found is None:
        return None
    kept, every = sum(one.fate == "kept" for one in found.judged), len(found.judged)
    title = tr("Expectations: {k} of {n} are kept", "预期：{n}项判断中{k}项满足", k=kept, n=every)
    return Section(
        "expectations", tr("Expectations", "预期"), title, tuple(found.summary()[:MOST]),
        tables=(Table(found.columns(), tuple(found.rows()), tones=tuple(
            ("", "", {"kept": "good", "broken": "bad"}.get(one.fate, ""), "", "") for one in found.judged),
            title=tr("Every expectation under every scheme", "各项预期在各方案下的结果")),),
        reading=tr(
            "Kept: in at least 95% of the replications; broken: in at most 5%; between them luck decides. Where it"
            " fails is the first replication that breaks it.",
            "满足：至少95%的重复如此；不满足：至多5%；介于两者之间则视随机情况。不满足之处取首个不满足的重复。",
        ),
        caution=tr("Assumptions are not varied.", "各项假设未作变动。"),
    )  # fmt: skip
