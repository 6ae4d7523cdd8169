"""The rule language: expressions read, built into nodes that work on whole arrays of people, and told in words.

Owns: which texts are rules, what their names and functions mean, what is undefined, and which values decided.
Must not: run a text as Python; know a scheme beyond the scope that it is given.
Enter by: `build.build`, `scope.Scope`, `names`, `evidence.Reason`.
"""
