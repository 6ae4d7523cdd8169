"""How people leave by a move, in words: the causes, and what is paid."""

from __future__ import annotations

from ladder_sim.analysis.rule_text.expressions import Wording, listed
from ladder_sim.model.kinds import EXIT_CAUSES, SEVERANCES
from ladder_sim.model.moves import Move


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.4g}%"


def exit_terms(move: Move, words: Wording) -> list[str]:
    """The causes of an exit, where it is not simply a dismissal, and its severance, where it is not the usual one."""
    lines = []
    if set(move.causes) != {"dismissal"}:
        shares = [(str(EXIT_CAUSES[cause].title), _percent(words.value(x))) for cause, x in move.causes.items()]
        lines.append(listed([title if len(shares) == 1 else f"{title} {share}".strip() for title, share in shares]))
    due = any(EXIT_CAUSES[cause].severance != "none" for cause in move.causes)
    if move.severance != "due" and (due or move.severance != "none"):
        lines.append(str(SEVERANCES[move.severance]))
    return lines
