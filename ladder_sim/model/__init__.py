"""The nouns as frozen records: scheme, workforce, study and the options of a report. Data only.

Owns: the records, their defaults, and the closed sets of kinds (of moves, causes, roles, sections of a report).
Must not: read a file, build a rule or compute a result: what is made of a record stands in a room above.
Enter by: `scheme.Scheme`, `workforce.Workforce`, `kinds.MOVE_KINDS`, `study.Study`, `report_options.Brief`.
"""
