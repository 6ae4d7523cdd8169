"""Searching among policies: parameters varied over a grid, the value that meets a target, the best of several schemes.

Owns: what can be turned of a scheme and its people (`knobs`), grids of their values, bisection on common random
numbers, fully sequential selection.

Must not: simulate by itself, compute a measure, or word what was found.

Enter by: `sweeping.sweep`, `seeking.seek`, `choosing.choose`, `frontiers.frontier`.
"""
