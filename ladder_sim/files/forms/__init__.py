"""The forms of files: which keys each kind of file may have, and what a key's value may be."""
