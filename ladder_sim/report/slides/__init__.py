"""A report as PowerPoint slides with native charts."""
