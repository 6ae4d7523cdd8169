"""How sure a comparison is: what it would say if what is assumed were otherwise, told apart from luck.

Owns: possible worlds and how they are played with common random numbers, and what is made of them: tornado, flip
points, joint worlds, screening, what is worth knowing first.
Must not: phrase, draw or write; count luck inside a world as spread between worlds.
Enter by: `tornado.tornado`, `worlds.worlds`, `screening.morris`, `gathered.assumed`.

- `gathered`: everything assumed in a comparison, as a table.
- `sampling`: sets of assumptions, spread evenly over their ranges.
- `plays`: worlds played once each, on one or many processes, kept on disk where that is asked for.
- `spread`: luck within worlds and spread between them.
- `flips`: where a recommendation turns; `knowing`: what is worth measuring; `failing`: where the best one is not best.
"""
