"""Rosters: a list of people as an HR system exports it, read, mapped and checked."""
