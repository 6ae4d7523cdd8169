"""Named types of arrays: what a row of each stands for. Shapes are the reader's, dtypes are held by mypy.

A batch holds `replications` × `slots` slots, flat in this order; a slot has one person at a time, or nobody. "Of
people" means: in the order of a list of slots that the function takes or gives.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

#: Any numbers, where a kernel takes several dtypes: arithmetic of mixed dtypes is not typed by NumPy.
Numbers: TypeAlias = NDArray[Any]
#: One number for all, or one for each.
NumberOrEach: TypeAlias = Numbers | float
Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.integer]
Mask: TypeAlias = NDArray[np.bool_]


def locked(array: Numbers) -> Numbers:
    """The same numbers, of any shape, without a copy, that nobody can write into, nor make writable again.

    An array that owns its memory can be unlocked by whoever has it; one that shows read-only memory cannot.
    """
    shown: object = array.base  # memory, or another array, or nothing
    if not array.flags.writeable and isinstance(shown, memoryview):
        return array
    plain: Any = np.asarray(array)  # a buffer, which numpy's types do not say for every Python
    return np.asarray(memoryview(plain).toreadonly())


#: Slot numbers of some people, shape (people,).
Slots: TypeAlias = NDArray[np.integer]
#: One value for each of some people, shape (people,).
PersonFloats: TypeAlias = NDArray[np.float64]
PersonInts: TypeAlias = NDArray[np.integer]
PersonMask: TypeAlias = NDArray[np.bool_]
#: The same of the dtype that the values have: numbers, codes or truth values.
PersonNumbers: TypeAlias = Numbers
#: One value for each slot of a batch, shape (replications × slots,).
SlotFloats: TypeAlias = NDArray[np.float64]
SlotInts: TypeAlias = NDArray[np.integer]
SlotMask: TypeAlias = NDArray[np.bool_]
#: The same of the dtype of a column.
SlotNumbers: TypeAlias = Numbers
#: One value for each replication of a batch, shape (replications,).
ReplicationFloats: TypeAlias = NDArray[np.float64]
ReplicationInts: TypeAlias = NDArray[np.integer]
#: One value for each budget of a batch: one a replication, or one for each group of each.
OwnerFloats: TypeAlias = NDArray[np.float64]
#: People, seats or cases by replication and grade; shape (replications, grades + 1), the last column is the outside.
GradeCounts: TypeAlias = NDArray[np.integer]
#: One value for each grade code, shape (grades + 1,), the last is the outside.
GradeFloats: TypeAlias = NDArray[np.float64]
GradeInts: TypeAlias = NDArray[np.integer]
GradeMask: TypeAlias = NDArray[np.bool_]
#: What grades carry: of one step, shape (grades + 1,), or of each, shape (grades + 1, steps).
GradeNumbers: TypeAlias = Numbers
#: Keys of random streams, one for each person; any shape.
Keys: TypeAlias = NDArray[np.uint64]
