"""The engine: one scheme played on a batch of replications of one workforce.

Owns: the order of a month (`batch`), the population, and each rule's own state beside the rule.
Must not: read a file, know a measure, or draw other than by `streams`; count other than by `recorder`.
Enter by: `batch.Batch`, `shared.Rule`, `state.COLUMNS`, `starting_people.starting_people`, `placement.place`.
"""
