"""Playing: one scheme, several on the same people with common random numbers, on one or many processes."""
