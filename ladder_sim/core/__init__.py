"""What every room stands on: texts in two languages, problems, units, numbers and money, intervals, fonts, progress.

Owns: the two languages (`i18n`), errors with their places (`problems`), numbers, units and money as people read
them, the glossary, fonts, and the one way to write a file (`writing`).
Must not: know a scheme, a person or a run; import from any other room.
Enter by: `i18n.tr`, `problems.Problems`, `display.figure`, `writing.write`.
"""
