"""Real people: rosters and records of persons, read from CSV and Excel, mapped and checked.

Owns: which headers and cells are understood, in either language, and what a record must say for a scheme's rules.
Must not: change or guess a cell without a line that says so; read names and other personal data past the header.
Enter by: `rosters.roster.read_roster`, `rosters.roster.examine`, `records.file.read_record`.
"""
