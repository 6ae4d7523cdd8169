"""The words for how far a window looks back."""

from __future__ import annotations

from ladder_sim.core.i18n import Title
from ladder_sim.expressions.specs import SpanSpec, by_name

_SINCE_WORD = Title("as `k`: the closed periods since the last promotion, the last change of grade, or the hire",
                    "用作 `k`：最近一次晋升、最近一次变动职级（没有则入职）以来已结束的各期")  # fmt: skip

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
            "up_to", Title("{span} (or as many as there are)", "{span}（不足则按实有）"),
            Title("at most the last `k`, as far as there are any closed", "最多最近 `k` 期，不足则按实有期数"),
        ),
        SpanSpec(
            "since_promotion", Title("since the last promotion", "上次晋升以来"), _SINCE_WORD,
        ),
        SpanSpec("since_move", Title("since the last change of grade", "上次变动职级以来"), _SINCE_WORD),
        SpanSpec(
            "since", Title("since {h}", "{h}以来"),
            Title("as `k`: the closed periods since a happening, or since a month: `since('2028-01')`",
                  "用作 `k`：某事件以来、或某月以来（`since('2028-01')`）已结束的各期"),
        ),
    )
)  # fmt: skip
AS_FAR, SINCE = "up_to", "since"  # take the number of periods, a happening; the others are bare words
