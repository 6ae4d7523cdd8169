"""What can be said of schemes and results: explanations, traces, cards, the graph of a ladder, labels, statements.

Owns: the words for rules, moves, events and verdicts, and which claim a result supports.
Must not: draw, lay out or write a file; turn a figure into another.
Enter by: `description.describe`, `why_not.explain`, `tracing.trace`, `statements`.
"""
