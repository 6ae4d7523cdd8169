"""The same person under two schemes: dates side by side, the review at which the lives part, who wins and who loses.

Owns: playing two schemes with everybody's reviews noted, finding where lives part, whom a seat went to, and shares of
winners and losers.
Must not: change what a run counts, or choose a person by luck.
Enter by: `living.lives`, `living.Lives`, `life.Life`.
"""
