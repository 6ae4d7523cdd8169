"""The words for how far a window looks back."""

from __future__ import annotations

from ladder_sim.core.i18n import Title
from ladder_sim.expressions.specs import SpanSpec, by_name

SPANS = by_name(
    (
        SpanSpec(
            "this_year", Title("this year", "本年"),
            Title("as `k`: the closed periods of this year or quarter so far",
                  "用作 `k`：本年度或本季度内已结束的各期"),
        ),
        SpanSpec(
            "this_quarter", Title("this quarter", "本季度"),
            Title("as `k`: the closed periods of this year or quarter so far",
                  "用作 `k`：本年度或本季度内已结束的各期"),
        ),
        SpanSpec(
            "so_far", Title("all months so far", "入职至今"),
            Title("as `k`: every month since the hire, whatever moves came between",
                  "用作 `k`：入职以来的每个月，不因变动而重计"),
        ),
        SpanSpec(
            "up_to", Title("{span}, as far as there are any", "{span}（不足则按实有）"),
            Title("at most the last `k`, as far as there are any closed", "最多最近 `k` 期，不足则按实有期数"),
        ),
    )
)  # fmt: skip
AS_FAR = "up_to"  # takes the number of periods; the others are bare words
