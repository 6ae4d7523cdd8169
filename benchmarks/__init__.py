"""Speed and memory of ladder_sim beside other ways to write the same department (REFERENCE.md)."""
