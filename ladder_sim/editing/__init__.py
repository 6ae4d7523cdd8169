"""A scheme's or a workforce's file as a form: its fields, its conditions as phrases with slots, changes in place.

Owns: what a field is called and may hold, phrases and their slots, new names that references follow, remarks by field.
Must not: draw or show anything, or write a file: who shows the form is further up.
Enter by: `sheet.FileSheet`, `starting.sheet_of`, `fields.fields_of`, `phrases.phrase_of`, `offering.offered`.
"""
