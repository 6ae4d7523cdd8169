"""Histories of people: read as HR systems write them, made into spells, and fitted with intervals, or refused.

Owns: event logs, yearly snapshots and from/to tables; spells with late entry and open ends; what is estimated from
them, with its test and its figure; the workforce file that is written of it.
Must not: play a scheme (that is `backtest`), guess the order of grades, let a name or key of a person into a text.
Enter by: `fitting.fit_history`, `reading.read_history`, `written.yaml_of`.
"""
