"""Real people: rosters and records of persons, read from CSV and Excel, mapped and checked.

Owns: which headers and cells are understood, in either language, and what a record must say for a scheme's rules.
Must not: change or guess a cell: what is not understood is refused with row and column.
Enter by: `roster.read_roster`, `record_file.read_record`.
"""
