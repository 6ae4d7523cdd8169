"""The same bits on a processor that can do less: a run in a process where NumPy, the C library, the linear algebra and
numba may use nothing newer than the first 64-bit processors had.

What a processor lacks already is ignored; elsewhere than on x86 under Linux the test asks for less.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import numpy as np
import pytest
from numpy._core._multiarray_umath import (  # type: ignore[attr-defined]  # NumPy shows them nowhere else
    __cpu_dispatch__ as dispatched,
)
from numpy._core._multiarray_umath import (
    __cpu_features__ as features,
)

from ladder_sim.experiment.simulation import simulate

#: Schemes whose money hangs on exponentials of ability, of results and of pay by market.
SCHEMES = ("ecommerce-kpi-baseline", "fabric-star-pay", "g1-g6-tenure-bands")
OLD = {
    "NPY_DISABLE_CPU_FEATURES": " ".join(name for name in dispatched if features[name]),
    "OPENBLAS_CORETYPE": "Prescott",
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX,-AVX2,-FMA,-FMA4,-AVX512F",
    "NUMBA_CPU_NAME": "generic",
    "NUMBA_CPU_FEATURES": "",
}


def digests() -> list[str]:
    """A line for each scheme: what was counted, and the money, to the last bit."""
    lines = []
    for scheme in SCHEMES:
        counts = simulate(scheme, months=18, replications=2).counts
        made = hashlib.sha256()
        for name in ("headcount", "moves", "exits", "hires", "pay", "costs", "kpi"):
            made.update(np.ascontiguousarray(getattr(counts, name)).tobytes())
        lines.append(f"{scheme} {made.hexdigest()}")
    return lines


def elsewhere(**settings: str) -> list[str]:
    """The same in a new process."""
    env = {**os.environ, "PYTHONWARNINGS": "ignore", **settings}
    done = subprocess.run([sys.executable, __file__], env=env, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_an_old_processor_counts_the_same_bits() -> None:
    assert elsewhere(**OLD, LADDER_SIM_COMPILED="no") == digests()


@pytest.mark.slow
def test_compiled_steps_on_an_old_processor_too(tmp_path: os.PathLike[str]) -> None:
    pytest.importorskip("numba")
    found = elsewhere(**OLD, LADDER_SIM_COMPILED="yes", NUMBA_CACHE_DIR=str(tmp_path))
    assert found == elsewhere(LADDER_SIM_COMPILED="no")


if __name__ == "__main__":
    print("\n".join(digests()))
