"""Random streams and the kernels that draw from them.

Owns: every random number of the package, and the hot steps of a month in two forms with equal bits.
Must not: know what is drawn for: it is given keys, names of streams and months.
Enter by: `draws.uniform`, `draws.normal`, `draws.happens`.

A draw is a function of its address (seed, replication, person, stream, month), so that schemes share their random
numbers whatever else they do; kernels exist in NumPy and, where numba is installed, compiled, with equal bits.
"""
