"""The analytic twin: stocks, flows and waits worked out from a scheme without drawing, beside the simulated ones.

Owns: which rules can be worked out, the recursion of expected numbers, and how far the simulation lies from them.
Must not: draw, play a month, or change what a run counted.
Enter by: `twinning.twin`, `figures.Twin`.

Where people move by rates, waiting times, results drawn anew and seats that are always filled, expected numbers follow
from the rules alone: a Markov chain on grades and clocks (Bartholomew, Stochastic Models for Social Processes, 1982)
and chains of vacancies (White, Chains of Opportunity, 1970). Every other rule is named with the reason why not.
"""
