"""The values that `check_solution` is given, however they are written."""

from __future__ import annotations

from typing import Any

from sympy import FiniteSet, S, Symbol, Tuple, sstr

from ._claims import as_items

_USAGE = "check_solution takes the values as x=2, x=[2, 3], as x, [2, 3] or as {x: 2}"
_LISTS = (list, tuple, set, frozenset, Tuple, FiniteSet, type(S.EmptySet))


def points_of(values: tuple, named: dict, symbols: dict) -> list:
    """Each way of writing them as a list of {symbol: value}."""
    if values and named:
        raise TypeError("values are given by name, as x=2, or without, as x, 2, not both")
    if len(values) > 2:
        raise TypeError(_USAGE)
    if len(values) == 2:
        return _by_symbol(_keyed(*values), symbols)
    given = values[0] if values else named
    if len(symbols) == 1 and not _is_keyed(given):
        given = {next(iter(symbols)): given}
    return _by_symbol(given, symbols)


def _is_keyed(values: Any) -> bool:
    """{x: 2}, or a list of such."""
    return isinstance(values, dict) or isinstance(values, (list, tuple)) and any(isinstance(each, dict) for each in values)


def _keyed(unknowns: Any, values: Any) -> Any:
    """`x, [2, 3]` and `[x, y], [(1, 2), (2, 1)]` by symbol."""
    if not isinstance(unknowns, (list, tuple, Tuple)):
        return {unknowns: values}
    points = list(values) if isinstance(values, _LISTS) else [values]
    if not all(isinstance(each, (list, tuple, Tuple)) for each in points):
        points = [points]
    if any(len(each) != len(unknowns) for each in points):
        raise TypeError(f"{len(unknowns)} unknowns take {len(unknowns)} values each: [x, y], [(1, 2), (2, 1)]")
    return [dict(zip(unknowns, each)) for each in points]


def _by_symbol(values: Any, symbols: dict) -> list:
    points = []
    for point in values if isinstance(values, (list, tuple)) else [values]:
        if not isinstance(point, dict) or not point:
            raise TypeError(_USAGE)
        keyed = {_symbol_of(key, symbols): value for key, value in point.items()}
        listed = [key for key, value in keyed.items() if isinstance(value, _LISTS)]
        if not listed:
            points.append({key: as_items(value) for key, value in keyed.items()})
        elif len(keyed) == 1:
            points.extend({listed[0]: as_items(value)} for value in keyed[listed[0]])
        else:
            raise TypeError("several solutions of a system are a list: [{x: 1, y: 2}, {x: 2, y: 1}]")
    return points


def _symbol_of(key: Any, symbols: dict) -> Symbol:
    name = key if isinstance(key, str) else getattr(key, "name", None)
    if name in symbols:
        return symbols[name]
    if isinstance(key, Symbol):
        return key
    raise TypeError(f"{key} is no symbol of the equation")


def points_text(points: list) -> str:
    return "; ".join(", ".join(f"{key} = {sstr(value)}" for key, value in point.items()) for point in points)
