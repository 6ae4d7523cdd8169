"""Tables as people save them: text of any encoding, workbooks, data frames; cells row by row."""
