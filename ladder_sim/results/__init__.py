"""What a run leaves, as numbers only: counts, periods, measures, spells, tables, a run, a comparison.

Owns: what is counted, what a measure is, how sure a figure or a difference is, and why one is missing.
Must not: draw, phrase or write: charts, sentences and files are made in the rooms above.
Enter by: `run.Run`, `comparison.Comparison`, `measures.measures_of`, `measure.Measure`, `intervals.mean_interval`.
"""
