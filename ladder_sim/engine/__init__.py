"""The engine: one scheme played on a block of replications of one workforce.

Owns: the order of a month (`batch`), the state of the people, and each rule's own state beside the rule.
Must not: read a file, know a measure, or draw other than by `streams`; count other than by `recorder`.
Enter by: `batch.Block`, `population.opening_crowd`, `placement.place`.
"""
