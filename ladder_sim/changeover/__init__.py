"""The day on which one scheme takes over from another: who comes to which grade, whose pay changes, and what it costs.

Owns: ways of passing (at once, in waves, new hires only) made into schemes that can be compared, the day itself person
by person, and the cost of the change apart from that of the new scheme.
Must not: guess to which grade people come, or tell of a single real person except in the list that is asked for.
Enter by: `switching.switch`, `switching.Switch`.
"""
