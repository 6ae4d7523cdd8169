"""From an id or a path to a complete scheme, workforce, study or brief; variants; what `check` says of files."""
