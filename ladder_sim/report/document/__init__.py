"""What a report says, for every format: sections with their message, charts and tables."""
