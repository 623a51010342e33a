"""
Comparisons in checks and asserts, kept as they stand in the code.

`check(a == b)` would hand `check` a truth value: whether SymPy writes both sides the same. So the comparisons in arguments of checks become objects,
and what an `assert` compares is kept for its message.
"""

from __future__ import annotations

import ast
import operator
from typing import Any

import sympy
from sympy import Basic, MatrixBase, Set
from sympy.logic.boolalg import Boolean

from ._claims import Chain, Comparison

_CHECKS = frozenset({"check", "check_implies", "check_solution"})
_OPERATORS = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_COMPARE = {"==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


class _Last:
    """The comparison of an assert that came out false."""

    def __init__(self):
        self.comparison = None


last = _Last()


def prepare(code: str, filename: str) -> ast.Module:
    """The code with its checks and asserts rewritten; positions stay. Raises SyntaxError."""
    tree = ast.parse(code, filename)
    return ast.fix_missing_locations(_Rewriter().visit(tree))


class _Rewriter(ast.NodeTransformer):
    def visit_Call(self, node: ast.Call) -> Any:
        self.generic_visit(node)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
        if name in _CHECKS:
            node.args = [_argument(each) for each in node.args]
        elif name == "check_congruent":
            node.args = [_without_carets(each) for each in node.args]
        return node

    def visit_Assert(self, node: ast.Assert) -> Any:
        self.generic_visit(node)
        test = node.test
        if isinstance(test, ast.Compare) and len(test.ops) == 1 and type(test.ops[0]) in _OPERATORS:
            node.test = _helper("__stepwise_compare__", test, [test.left, _text(_OPERATORS[type(test.ops[0])], test), test.comparators[0]])
        return node


def _argument(node: ast.expr) -> ast.expr:
    """Of a check: relations, lists of relations, relations joined by `and`; `^` between numbers is a slip."""
    if isinstance(node, (ast.List, ast.Tuple)):
        node.elts = [_argument(each) for each in node.elts]
        return node
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
        return ast.copy_location(ast.List([_argument(each) for each in node.values], ast.Load()), node)
    if isinstance(node, ast.Compare) and all(type(each) in _OPERATORS for each in node.ops):
        sides = [_side(each) for each in (node.left, *node.comparators)]
        items: list = [sides[0]]
        for each, side in zip(node.ops, sides[1:]):
            items += [_text(_OPERATORS[type(each)], node), side]
        return _helper("__stepwise_relation__", node, items)
    return _side(node)


def _side(node: ast.expr) -> ast.expr:
    """
    One side of a relation. An integral, sum or limit that is a side, or a part of a sum or product there, is kept as it stands: what SymPy makes of it can
    then be held against its numbers, and an antiderivative is compared up to a constant.
    """
    return _kept(_without_carets(node), True)


def _kept(node: ast.expr, whole: bool) -> ast.expr:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _KEPT and not node.keywords:
        if not any(isinstance(each, ast.Starred) for each in node.args):
            return _helper("__stepwise_keep__", node, [node.func, ast.copy_location(ast.Constant(whole), node), *node.args])
    elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub, ast.Mult, ast.Div)):
        node.left, node.right = _kept(node.left, False), _kept(node.right, False)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        node.operand = _kept(node.operand, False)
    return node


class _Carets(ast.NodeTransformer):
    def visit_BinOp(self, node: ast.BinOp) -> Any:
        self.generic_visit(node)
        return _helper("__stepwise_caret__", node, [node.left, node.right]) if isinstance(node.op, ast.BitXor) else node

    def visit_Lambda(self, node: ast.Lambda) -> Any:
        return self.generic_visit(node)


def _without_carets(node: ast.expr) -> ast.expr:
    return _Carets().visit(node)


def _helper(name: str, at: ast.AST, arguments: list) -> ast.expr:
    return ast.copy_location(ast.Call(ast.copy_location(ast.Name(name, ast.Load()), at), arguments, []), at)


def _text(value: str, at: ast.AST) -> ast.expr:
    return ast.copy_location(ast.Constant(value), at)


def _compare(left: Any, op: str, right: Any) -> Any:
    found = _COMPARE[op](left, right)
    last.comparison = (left, op, right, found)
    return found


def _relation(*items: Any) -> Any:
    comparisons = tuple(_one_relation(*items[index : index + 3]) for index in range(0, len(items) - 2, 2))
    return comparisons[0] if len(comparisons) == 1 else Chain(comparisons)


def _one_relation(left: Any, op: str, right: Any) -> Any:
    if isinstance(left, Boolean) and not isinstance(left, Basic) or isinstance(left, Set) and op not in ("==", "!="):
        return _COMPARE[op](left, right)
    return Comparison(op, left, right)


def _caret(left: Any, right: Any) -> Any:
    for each in (left, right):
        if isinstance(each, (bool, Boolean, Set, set, frozenset)) and not isinstance(each, (int, float)) or isinstance(each, bool):
            return left ^ right
    if isinstance(left, (int, float, Basic, MatrixBase)):
        raise TypeError("^ is no power in Python: write a**b")
    return left ^ right


_KEPT = {"integrate": (sympy.integrate, sympy.Integral), "limit": (sympy.limit, sympy.Limit), "summation": (sympy.summation, sympy.Sum)}
_KEPT.update({"product": (sympy.product, sympy.Product), "Limit": (sympy.Limit, sympy.Limit)})


def _keep(function: Any, whole: bool, *arguments: Any) -> Any:
    """The integral, sum, limit or product itself in place of its value, where the name still means SymPy's function."""
    known, unevaluated = _KEPT[getattr(function, "__name__", "")] if getattr(function, "__name__", "") in _KEPT else (None, None)
    if function is not known:
        return function(*arguments)
    if unevaluated is sympy.Limit and len(arguments) == 3 and not sympy.sympify(arguments[2]).is_infinite:
        # SymPy takes the limit from the right where no side is named; in mathematics it is one from both.
        arguments = (*arguments, "+-")
    # An antiderivative is one of many; only where it is a whole side can the others be meant.
    if known is sympy.integrate and not whole and any(not isinstance(each, (tuple, sympy.Tuple)) for each in arguments[1:]):
        return function(*arguments)
    try:
        return unevaluated(*arguments)
    except Exception:
        return function(*arguments)


HELPERS = {"__stepwise_keep__": _keep, "__stepwise_compare__": _compare, "__stepwise_relation__": _relation, "__stepwise_caret__": _caret}
