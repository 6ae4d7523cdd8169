"""Random streams and the kernels that draw from them.

A draw is a function of its address (seed, replication, person, stream, month), so that schemes share their random
numbers whatever else they do; kernels exist in NumPy and, where numba is installed, compiled, with equal bits.
"""
