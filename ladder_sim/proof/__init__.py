"""Proof of results: played again and held against what is kept, bit by bit; and what two results have otherwise.

Owns: which byte of input, code or output is another, and by what name a reader finds it.
Must not: play anything else than what the record says, or call equal what it did not look at.
Enter by: `verifying.verify`, `outcomes.diff_results`.
"""
