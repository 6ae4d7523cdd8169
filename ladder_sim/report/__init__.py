"""Reports for those who decide: a comparison as a page, slides or a workbook.

Owns: what a report says, once for all formats (`document`), which of it a deck shows to whom (`outline`), and how each
format shows it (`page`, `slides`, `workbook`, `onepage`).
Must not: say in one format what the document does not know; write over somebody's work.
Enter by: `exporters.save`, `formats.REPORT_FORMATS`, `document.document.report_sections`.
"""
