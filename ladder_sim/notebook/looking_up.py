"""What a text before the cursor stands for, looked up without running what the reader wrote.

Names, attributes and brackets with constants are looked up, of objects of this package and of lists and dicts; of calls
those alone that tell what is there already, such as ``run.measures()``.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import TYPE_CHECKING, TypeGuard

from ladder_sim.results.asked import Tabled
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.frames import TABLES

if TYPE_CHECKING:
    import pandas as pd

#: Calls that tell what is there already, with whatever constants they are given.
TELLING = frozenset(("measures", "table", "frame", "values", "measure", "difference", "differences", "knob",
                     "provenance_record", "to_dict"))  # fmt: skip
#: Methods of a table that are asked for columns.
OF_COLUMNS = frozenset(("groupby", "sort_values", "set_index", "drop_duplicates", "value_counts", "nlargest", "pop"))


def looked_up(text: str, names: Mapping[str, object]) -> object:
    """What a chain of names, attributes, constant keys and telling calls stands for; None where that is not ours.

    Parameters
    ----------
    text : the chain, as it is written
    names : what the reader has defined
    """
    try:
        return _value(ast.parse(text.strip(), mode="eval").body, names)
    except Exception:  # completion says nothing of what cannot be looked up
        return None


def _value(node: ast.expr, names: Mapping[str, object]) -> object:
    if isinstance(node, ast.Name):
        return names[node.id]
    if isinstance(node, ast.Attribute):
        of = _value(node.value, names)
        if is_table(of):
            return getattr(of, node.attr) if node.attr in ("loc", "at", "index", "columns") else None
        return getattr(of, node.attr) if ours(of) and _there(of, node.attr) else None
    if isinstance(node, ast.Subscript):
        of, key = _value(node.value, names), _key(node.slice, names)
        if not _there(of, key):
            return None
        if ours(of) or is_table(of) or isinstance(of, list | tuple | dict):
            return of[key]  # type: ignore[index]  # else completion says nothing
        return None
    return _told(node, names) if isinstance(node, ast.Call) else None


def _key(node: ast.expr, names: Mapping[str, object]) -> object:
    """What stands in brackets: a constant, or a name of the reader's that is a text or a whole number."""
    if not isinstance(node, ast.Name):
        return ast.literal_eval(node)
    found = names[node.id]
    return found if isinstance(found, str | int) else None


def _told(node: ast.Call, names: Mapping[str, object]) -> object:
    """What a telling call gives, with constants alone."""
    function = _value(node.func, names)
    if not callable(function) or not of_ours(function) or getattr(function, "__name__", "") not in TELLING:
        return None
    given = [ast.literal_eval(one) for one in node.args]
    named = {one.arg: ast.literal_eval(one.value) for one in node.keywords if one.arg is not None}
    if not all(_there(getattr(function, "__self__", None), one) for one in (*given, *named.values())):
        return None
    owner = getattr(function, "__self__", None)
    if isinstance(owner, Comparison) and getattr(function, "__name__", "") == "table" and not given and not named:
        return _outline(owner)
    return function(*given, **named)


def _outline(comparison: Comparison) -> pd.DataFrame:
    """Rows and columns of the table of all measures, whose numbers would take seconds: of no measure but one."""
    import pandas as pd

    one = comparison.table(next(iter(comparison.known)))
    rows = pd.MultiIndex.from_product([list(comparison.schemes), list(comparison.known)], names=one.index.names)
    made = pd.DataFrame(index=rows, columns=one.columns)
    made.attrs = one.attrs
    return made


def _there(of: object, name: object) -> bool:
    """Whether something is no table that would have to be played for first."""
    return not (isinstance(of, Tabled) and isinstance(name, str) and name in TABLES and name not in of._kept)


def ours(thing: object) -> bool:
    """Whether something is an object or a module of this package."""
    home = thing.__name__ if isinstance(thing, ModuleType) else type(thing).__module__
    return home.split(".")[0] == "ladder_sim"


def of_ours(function: object) -> bool:
    """Whether something that is called is of this package."""
    return str(getattr(function, "__module__", "")).startswith("ladder_sim")


def is_table(thing: object) -> TypeGuard[pd.DataFrame]:
    """Whether something is a frame or a series that tells where its numbers come from, as all do that are given out."""
    pandas = sys.modules.get("pandas")
    if pandas is None or not isinstance(thing, (pandas.DataFrame, pandas.Series)):
        return False
    return ours(thing) or "source" in getattr(thing, "attrs", {})


def keys_of(thing: object, place: int = 0, *, grouped: bool = False) -> list[str]:
    """What may stand in the brackets behind something, as texts.

    Parameters
    ----------
    place : how many keys stand before, as in ``loc["a", "``
    grouped : whether these stand in brackets of their own, as in ``loc[("a", "``
    """
    if is_table(thing):
        return _texts(thing.columns if hasattr(thing, "columns") else thing.index)
    if {one.__name__ for one in type(thing).__mro__} & {"_LocIndexer", "_AtIndexer"}:
        table = getattr(thing, "obj", None)
        return _rows(table, place, grouped=grouped) if is_table(table) else []
    told = getattr(thing, "_ipython_key_completions_", None) if ours(thing) else None
    if callable(told):
        return _texts(told())
    return _texts(thing) if isinstance(thing, Mapping) and ours(thing) else []


def _rows(table: pd.DataFrame, place: int, *, grouped: bool) -> list[str]:
    """Labels of rows at a place, of columns behind them."""
    levels = table.index.nlevels
    rows = _texts(table.index.get_level_values(place).unique()) if place < levels else []
    columns = _texts(getattr(table, "columns", ())) if place and not grouped else []
    return [*rows, *columns]


def _texts(keys: Iterable[object]) -> list[str]:
    return [key for key in keys if isinstance(key, str)]
