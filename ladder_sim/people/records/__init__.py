"""Records of single persons for a trace: the table's columns, reading it, and what a scheme's rules need of it."""
