"""What a run leaves, as numbers only: counts, periods, measures, spells, tables, a run, a comparison."""
