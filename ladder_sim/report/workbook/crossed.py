"""The sheet of groups by several attributes at once, where that was asked."""

from __future__ import annotations

from ladder_sim.analysis.rule_text.expressions import attribute_title
from ladder_sim.core.display import sentences
from ladder_sim.core.i18n import tr
from ladder_sim.doubt.crossing import CrossedGroups
from ladder_sim.report.workbook.kit import CellValue, Column, SheetScene, Tab, numbers

_RATES = ("promotion_ratio", "promotion_low", "promotion_high", "short", "leaving_ratio", "dismissal_ratio")


def crossed(scene: SheetScene) -> Tab:
    """Each combination of attributes against everybody else, scheme by scheme; no rows where nobody asked."""
    asked = scene.asked(CrossedGroups)
    attributes = scene.comparison.workforce.people.attributes
    rows: list[tuple[CellValue, ...]] = []
    for one in asked:
        by = " × ".join(attribute_title(attributes.get(name), name) for name in one.by)
        for scheme, table in one.tables.items():
            for label, row in table.iterrows():
                told = numbers([float(row[name]) for name in ("people", *_RATES)])
                rows.append((by, one.named(label), scene.name(scene.comparison[scheme]), *told))
    return Tab(
        "crossed", tr("Crossed groups", "交叉分组"),
        tr("Promotion by several attributes at once", "按多个属性交叉的晋升"),
        sentences(*dict.fromkeys(one.note() for one in asked)),
        (
            Column("attribute", tr("By", "属性")), Column("group", tr("Group", "组别")),
            Column("scheme", tr("Scheme", "方案")), Column("people", tr("People\n(average)", "平均\n人数"), "people"),
            Column("ratio", tr("Promoted, in %\nof the others", "晋升率为\n其余人员的"), "log_ratio"),
            Column("ratio_low", tr("95% interval\nfrom", "95%区间\n下限"), "log_ratio"),
            Column("ratio_high", tr("95% interval\nto", "95%区间\n上限"), "log_ratio"),
            Column("short", tr("Persons short\na year", "每年少\n晋升人数"), "people"),
            Column("leaving", tr("Leaving, in %\nof the others", "离职率为\n其余人员的"), "log_ratio"),
            Column("dismissal", tr("Dismissed, in %\nof the others", "辞退率为\n其余人员的"), "log_ratio"),
        ),
        tuple(rows), frozen=3,
    )  # fmt: skip
