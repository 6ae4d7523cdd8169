"""The words of the rule language, each with what it gives."""

from __future__ import annotations

CLOCKS = {
    "in_grade": "grade_since",
    "in_role": "role_since",
    "in_track": "track_since",
    "employed": "hired_since",
    "since_promotion": "promoted_since",
    "since_move": "moved_since",
    "since_regrade": "regraded_since",
}
MONTH_CLOCKS = {f"months_{name}": column for name, column in CLOCKS.items()}
YEAR_CLOCKS = {f"years_{name}": column for name, column in CLOCKS.items()}
CAREER = {"career_months": 1, "career_years": 12, "years_career": 12}
CALENDAR = ("month", "month_of_year", "quarter", "year")
PERSON = ("grade", "role", "track", "level", "layer", "base", "pay", "on_probation", "mentees", "attempts", "by_waiver")
CONSTANTS = {"true": True, "false": False, "True": True, "False": False}
UNKNOWN = "unknown"
#: What a file may write or reckon: beyond it floats no longer tell one cent from the next.
LARGEST = 1e15
ELEMENTWISE = {"min": (2, 9), "max": (2, 9), "abs": (1, 1), "round": (1, 2), "floor": (1, 1), "ceil": (1, 1),
               "sqrt": (1, 1), "exp": (1, 1), "log": (1, 1)}  # fmt: skip
WINDOWS = ("mean", "total", "lowest", "highest", "count")
RANKS = ("rank", "percentile", "best_of", "lowest_of", "rank_from_bottom")
GROUPS = ("role", "team", "grade", "track", "everyone")
TEAM = ("team_mean", "team_total", "team_count", "unit_mean", "unit_total", "unit_count")
SPANS = ("this_year", "this_quarter", "so_far")
AS_FAR = "up_to"  # stands for the length of a window only: the last n periods, as far as there are any
FIELDS_OF = ("next", "lower", "own", "new")
FUNCTIONS = (*ELEMENTWISE, *WINDOWS, "streak", "ever", "first", *RANKS, *TEAM, "unit_loss", "band", "chance")
FORBIDDEN_ATTRIBUTES = ("gender", "sex")

#: Names that a grade, a parameter, a score or a metric may not take.
RESERVED = frozenset(
    [*MONTH_CLOCKS, *YEAR_CLOCKS, *CAREER, *CALENDAR, *PERSON, *CONSTANTS, *FUNCTIONS, *GROUPS, *SPANS, *FIELDS_OF,
     AS_FAR, UNKNOWN, "exit", "same", "before", "any", "and", "or", "not", "if", "else", "in"]
)  # fmt: skip
