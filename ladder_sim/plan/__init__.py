"""A scheme and a workforce made into a program that the engine plays, or a list of what does not fit.

Owns: the tables by grade, the calendar, and every refusal that needs a scheme and its people together.
Must not: draw a number or read a file.
Enter by: `compiler.compile_scheme`, `check.check_scheme`, `program.Program`.
"""
