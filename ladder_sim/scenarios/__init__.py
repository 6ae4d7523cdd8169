"""From an id or a path to a complete scheme, workforce, study or brief; variants; what `check` says of files.

Owns: where ids are looked for, which file comes first, what a variant inherits, what a warning of `check` is.
Must not: play anything.
Enter by: `loading.load_scheme`, `loading.load_workforce`, `loading.load_study`, `loading.check_file`,
`registry.list_scenarios`.
"""
