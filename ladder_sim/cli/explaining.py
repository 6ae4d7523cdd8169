"""The commands that tell why: explain and trace."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from ladder_sim.cli.companies import department_asked
from ladder_sim.cli.running import head, scheme_set, simulated
from ladder_sim.cli.streams import print_json
from ladder_sim.cli.text import table
from ladder_sim.core.formats import JSON_FORMAT
from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import JsonObject, PlainData
from ladder_sim.results.rule_audit import RuleAudit, rule_audits
from ladder_sim.scenarios.loading import load_workforce

if TYPE_CHECKING:
    import pandas as pd


def explain(options: argparse.Namespace) -> int:
    """The why-not ledger of one scheme."""
    from ladder_sim.analysis.why_not import by_group, by_group_columns, by_group_note
    from ladder_sim.analysis.why_not import explain as explained

    result = simulated(options, explain=True)
    frame = explained(result, options.move)
    if options.json:
        print_json({"format": JSON_FORMAT, "scheme": result.scheme.id, "workforce": result.workforce.id,
                    "months": result.months, "replications": result.replications, "seed": result.seed,
                     "ledger": _records(frame),
                     "by_group": [_rule_json(one) for one in rule_audits(result, options.move)]})  # fmt: skip
        return 0
    print(head(result))
    for (move, title, _), rows in frame.groupby(["move", "title", "kind"], sort=False, observed=True):
        text = tr("{title} ({move})", "{title}（{move}）", title=title, move=move)
        print("\n" + (text if str(title) != str(move) else str(move)))
        print(_ledger(rows))
    if groups := by_group(result, options.move):
        print("\n" + table(by_group_columns(), groups, right=(3, 4, 5, 6, 7, 8)) + "\n" + by_group_note())
    elif result.counts.stopped:
        print("\n" + tr("No rule stops groups otherwise by more than luck.", "没有规则对各组的影响差异超出随机波动。"))
    print()
    print(result.provenance)
    return 0


def trace(options: argparse.Namespace) -> int:
    """A record walked through the rules."""
    from ladder_sim.analysis.tracing import trace as traced

    department = department_asked(options)
    if department is None:
        scheme = scheme_set(options.scheme, options.settings)
        workforce = load_workforce(options.workforce) if options.workforce else None
    else:
        scheme, workforce = department.scheme, department.workforce
    frame = traced(scheme, Path(options.record), workforce, months=options.months, move=options.move)
    if options.json:
        from ladder_sim.analysis.labels import with_ids

        print_json({"format": JSON_FORMAT, "scheme": scheme.id, "events": with_ids(frame, scheme)})
    elif frame.empty:
        print(tr("nothing to tell: no rule tests these people in these months",
                 "没有可列的事件：这些月份没有规则考核这些人员"))  # fmt: skip
    else:
        from ladder_sim.analysis.labels import in_words

        named = in_words(frame, scheme)
        print(table(named.columns, named.rows, right=(1,)))
    return 0


def _ledger(frame: pd.DataFrame) -> str:
    """The rows of one move: what stops how many a year, and what alone does; without a review only that."""
    from ladder_sim.core.display import number

    if frame["share"].isna().all():
        return str(frame["note"].iloc[0])

    def percent(value: float) -> str:
        return "" if value != value else f"{number(100 * value, 1)}%"

    rows = [
        (row["what"], number(row["reviews"], 1), percent(row["share"]), percent(row["alone_share"]))
        for row in frame.to_dict("records")
    ]
    header = (tr("outcome of the review", "评审结果"), tr("people a year", "人次/年"), tr("share", "占比"),
              tr("stopped by this alone", "仅因此条"))  # fmt: skip
    return table(header, rows, right=(1, 2, 3))


def _rule_json(one: RuleAudit) -> JsonObject:
    from ladder_sim.results.as_data import plain

    return {"move": one.move.id, "reason": one.move.reason_ids[one.reason], "attribute": one.pair.attribute,
            "group": one.pair.value, "reached": plain(one.reached), "passed": plain(one.passed),
            "passed_rest": plain(one.passed_rest), "log_ratio": plain(one.ratio.mean), "low": plain(one.ratio.low),
            "high": plain(one.ratio.high), "short": plain(one.short.mean)}  # fmt: skip


def _records(frame: pd.DataFrame) -> PlainData:
    return json.loads(frame.to_json(orient="records", force_ascii=False, date_format="iso"))
