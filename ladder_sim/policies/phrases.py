"""The table of phrases: every way of saying a rule that a draft understands, the special before the general."""

from __future__ import annotations

from ladder_sim.policies.phrase import Phrase
from ladder_sim.policies.phrases_pay import PAY
from ladder_sim.policies.phrases_process import PROCESS
from ladder_sim.policies.phrases_qualities import QUALITY
from ladder_sim.policies.phrases_results import RESULTS
from ladder_sim.policies.phrases_service import SERVICE
from ladder_sim.policies.phrases_steps import STEPS

PHRASES: tuple[Phrase, ...] = (*PAY, *SERVICE, *PROCESS[:-1], *RESULTS, PROCESS[-1], *QUALITY, *STEPS)
BY_ID = {phrase.id: phrase for phrase in PHRASES}
assert len(BY_ID) == len(PHRASES), "a phrase stands twice"
