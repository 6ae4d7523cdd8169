"""Reports for those who decide: a comparison as a page, slides or a workbook."""
