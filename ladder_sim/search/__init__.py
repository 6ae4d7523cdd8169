"""Searching among policies: parameters varied over a grid, and the value at which a target is met.

Owns: what can be turned of a scheme and its people (`knobs`), grids of their values, bisection on common random
numbers.

Must not: simulate by itself, compute a measure, or word what was found.

Enter by: `sweeping.sweep`, `seeking.seek`.
"""
