"""What a run counts is worked out with no function whose last bits differ between processors."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "ladder_sim"

#: Functions of NumPy and of the C library whose last bits differ between machines.
DIFFERS = {"exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "pow", "power", "float_power", "sin", "cos", "tan",
           "tanh", "sinh", "cosh", "cbrt", "hypot", "dot", "matmul", "einsum", "erf", "gamma", "lgamma"}  # fmt: skip
#: Rooms in which is worked out what a run counts.
ROOMS = ("engine", "expressions", "files", "model", "plan", "scenarios", "streams")


@pytest.mark.parametrize("room", ROOMS)
def test_what_is_counted_uses_none_that_differs(room: str) -> None:
    found = {}
    for path in sorted((PACKAGE / room).rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ("np", "math"):
                used = f"{node.value.id}.{node.attr}" if node.attr in DIFFERS else ""
            elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
                exact = all(isinstance(side, ast.Constant | ast.UnaryOp) for side in (node.left, node.right))
                used = "" if exact or ast.unparse(node.left) in ("10", "2.0") else "**"
            else:
                used = ""
            if used:
                found[f"{name}:{getattr(node, 'lineno', 0)}"] = used
    assert not found, "write it with core.fixed_math or streams.functions"
