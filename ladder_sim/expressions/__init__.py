"""The rule language: expressions read, built into nodes that work on whole arrays of people, and told in words.

`parse` makes the typed tree of `syntax`, once for each text; whatever is done with an expression reads that tree.
What a word or a function is stands once, as a record of `specs`, in `words`, `functions` and the modules it gathers.
Owns: which texts are rules, what their names and functions mean, what is undefined, and which values decided.
Must not: run a text as Python; know a scheme beyond the scope that it is given.
Enter by: `build.build`, `scope.Scope`, `specs`, `evidence.Reason`.
"""
