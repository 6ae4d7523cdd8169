"""The engine: one scheme played on a block of replications of one workforce."""
