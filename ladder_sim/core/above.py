"""Classes of rooms further up, as the doors of records give them: for type checkers alone.

A `Comparison` gives a `Tornado`, which holds the comparison; so no order of rooms lets each import the other. Where a
door leads when it is opened says the package's `__init__`; what type checkers and editors are to see, the stub beside
this module: nothing but names, each with its home. Nothing is imported from here when the code runs.
"""
