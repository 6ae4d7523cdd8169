"""The brief of one page: what those read who read one page, as HTML and as PDF from the same layout."""
