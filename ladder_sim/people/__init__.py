"""Real people: rosters and records of persons, read from CSV and Excel, mapped and checked."""
