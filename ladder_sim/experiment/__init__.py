"""Playing: one scheme, several on the same people with common random numbers, on one or many processes.

Owns: how work is cut into blocks and shared by processes; that no cut changes a number.
Must not: know a rule of the month.
Enter by: `simulation.simulate`, `comparing.compare`, `pairs.check_pair`.
"""
