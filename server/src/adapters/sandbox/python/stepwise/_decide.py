"""The verdict of a claim: its shape is taken apart until expressions are left."""

from __future__ import annotations

from typing import Any, Callable, Optional

from sympy import Basic, Dict, Expr, FiniteSet, Lambda, MatrixBase, MatrixExpr, Not, S, Set, Symbol, Tuple, satisfiable, sstr
from sympy.core.function import FunctionClass
from sympy.logic.boolalg import Boolean, BooleanAtom

from . import _budget
from ._claims import Claim, as_claim, claim_text, items_of
from ._equality import decide_equal
from ._inequality import decide_never, decide_order
from ._pointwise import decide_pointwise
from ._records import Finding

_WORST = ("refuted", "unknown", "tested", "proved")


def decide(claim: Claim) -> Finding:
    """Whether it holds for all values of its symbols."""
    if claim.kind == "compare":
        return _compare(claim)
    if claim.kind == "known":
        return Finding("proved", "true as it stands") if claim.left else Finding("refuted", "false as it stands", {}, "")
    if claim.kind == "all":
        return worst([(claim_text(part), decide(part)) for part in claim.parts])
    if claim.kind == "logic":
        return _logic(claim.left)
    if claim.kind == "member":
        return _member(claim)
    if claim.kind == "if":
        from ._implication import decide_implies

        return decide_implies(claim.parts[0], claim.parts[1], False)
    if claim.kind == "any":
        for part in claim.parts:
            found = decide(part)
            if found.verdict == "proved":
                return found
    return decide_pointwise(claim)


def worst(found: list) -> Finding:
    """The verdict of several claims that hold together: that of the weakest, which is named where there are several."""
    if not found:
        return Finding("proved", "nothing to show")
    text, one = min(found, key=lambda each: _WORST.index(each[1].verdict))
    methods = list(dict.fromkeys(each.method for _, each in found))
    if one.verdict in ("proved", "tested"):
        return one._replace(method="; ".join(methods[:3]) + ("; …" if len(methods) > 3 else ""))
    if len(found) == 1:
        return one
    return one._replace(method=f"{text}: {one.method}", detail=f"{text}: {one.detail}" if one.detail else text)


def _compare(claim: Claim) -> Finding:
    left, right = _spread(claim.left), _spread(claim.right)
    shape = _shape(left), _shape(right)
    if claim.op in ("==", "!="):
        if shape[0] != shape[1]:
            return _unlike(claim, shape)
        found = _EQUAL[shape[0]](left, right)
        return found if claim.op == "==" else _opposite(claim, left, right, shape[0], found)
    if shape != ("number", "number"):
        return Finding("unknown", "only numbers can be ordered")
    return decide_order(left, claim.op, right)


def _spread(item: Any) -> Any:
    return item.doit() if isinstance(item, MatrixExpr) and not item.free_symbols else item


def _shape(item: Any) -> str:
    if isinstance(item, MatrixBase):
        return "matrix"
    if isinstance(item, Tuple):
        return "tuple"
    if isinstance(item, Dict):
        return "dictionary"
    if isinstance(item, Set):
        return "set"
    if isinstance(item, (Lambda, FunctionClass)):
        return "function"
    if isinstance(item, (bool, BooleanAtom)) or (isinstance(item, Boolean) and not isinstance(item, Symbol)):
        return "truth value"
    return "number" if isinstance(item, Expr) else "other"


def _unlike(claim: Claim, shape: tuple) -> Finding:
    if claim.op == "!=":
        return Finding("proved", f"a {shape[0]} is no {shape[1]}")
    # A tuple for a column, a one-element list for its element: how it is written need not be what is meant.
    return Finding("unknown", f"a {shape[0]} cannot be compared with a {shape[1]}")


def _opposite(claim: Claim, left: Any, right: Any, shape: str, equal: Finding) -> Finding:
    """`left != right` for all values."""
    if shape == "number":
        return decide_never(left, right, equal)
    symbols = set().union(*(getattr(each, "free_symbols", set()) for each in (left, right)))
    if equal.verdict == "proved":
        return Finding("refuted", equal.method, {}, "both sides are equal")
    if equal.verdict == "refuted" and not symbols:
        return Finding("proved", "both sides differ")
    return Finding("unknown", "whether the sides are ever equal was not found")


def _equal_parts(left: Any, right: Any, label: Callable) -> Finding:
    found = []
    for index, (a, b) in enumerate(zip(left, right)):
        one = _compare(Claim("compare", "==", a, b))
        found.append((label(index), one))
        if one.verdict == "refuted":
            break
    return worst(found)


def _equal_matrices(left: MatrixBase, right: MatrixBase) -> Finding:
    if left.shape != right.shape:
        sizes = [f"{rows} by {columns}" for rows, columns in (left.shape, right.shape)]
        return Finding("refuted", "the shapes differ", {}, f"one is {sizes[0]}, the other {sizes[1]}")
    columns = left.shape[1]
    return _equal_parts(left.flat(), right.flat(), lambda index: f"entry ({index // columns + 1}, {index % columns + 1})")


def _equal_tuples(left: Tuple, right: Tuple) -> Finding:
    if len(left) != len(right):
        return Finding("refuted", "the lengths differ", {}, f"one has {len(left)} entries, the other {len(right)}")
    return _equal_parts(left, right, lambda index: f"entry {index + 1}")


def _equal_dictionaries(left: Dict, right: Dict) -> Finding:
    if set(left.keys()) != set(right.keys()):
        return Finding("unknown", "the keys are not written the same")
    keys = sorted(left.keys(), key=str)
    return _equal_parts([left[key] for key in keys], [right[key] for key in keys], lambda index: f"entry {keys[index]}")


def _equal_functions(left: Any, right: Any) -> Finding:
    counts = [len(each.variables) if isinstance(each, Lambda) else 1 for each in (left, right)]
    if counts[0] != counts[1]:
        return Finding("refuted", "the numbers of arguments differ", {}, f"one takes {counts[0]}, the other {counts[1]}")
    used = {symbol.name for each in (left, right) for symbol in each.free_symbols}
    names = [name for name in ("t", "u", "v", "w", *(f"t{k}" for k in range(1, 20))) if name not in used]
    arguments = [Symbol(name, real=True) for name in names[: counts[0]]]
    return _compare(Claim("compare", "==", left(*arguments), right(*arguments)))


def _equal_truths(left: Any, right: Any) -> Finding:
    if isinstance(left, (bool, BooleanAtom)) and isinstance(right, (bool, BooleanAtom)):
        same = bool(left) == bool(right)
        return Finding("proved" if same else "refuted", "truth values", {}, "" if same else f"one is {left}, the other {right}")
    if left == right:
        return Finding("proved", "both sides are the same")
    parts = as_claim(left), as_claim(right)
    return decide(Claim("all", parts=(Claim("if", parts=parts), Claim("if", parts=parts[::-1]))))


def _equal_sets(left: Set, right: Set) -> Finding:
    if left == right:
        return Finding("proved", "both sides are the same set")
    if isinstance(left, FiniteSet) and isinstance(right, FiniteSet):
        return _equal_finite(left, right)
    if left.free_symbols or right.free_symbols:
        return Finding("unknown", "the sets were not found to be the same")
    both = [_budget.attempt(1, lambda a=a, b=b: a.is_subset(b)) for a, b in ((left, right), (right, left))]
    if both == [True, True]:
        return Finding("proved", "each is a subset of the other")
    for (a, b), name in (((left, right), "left"), ((right, left), "right")):
        point = _budget.attempt(1, _only_in, a, b)
        if point is not None:
            return Finding("refuted", "an element of one set alone", {}, f"{sstr(point)} is in the {name} set only")
    return Finding("unknown", "the sets were not found to be the same")


def _only_in(a: Set, b: Set) -> Optional[Basic]:
    """An element of one set that is surely not in the other."""
    candidates = list(a) if isinstance(a, FiniteSet) else [S(k) / 12 for k in range(-240, 241)]
    for each in sorted(candidates, key=lambda each: (abs(each), each)) if all(each.is_real for each in candidates) else candidates:
        if a.contains(each) == True and b.contains(each) == False:  # noqa: E712 - SymPy's truth values
            return each
    return None


def _equal_finite(left: FiniteSet, right: FiniteSet) -> Finding:
    """Each element has its equal on the other side."""
    methods = []
    for here, there, name in ((left, right, "left"), (right, left, "right")):
        for element in here:
            found = [_compare(Claim("compare", "==", element, each)) for each in there if _shape(each) == _shape(element)]
            best = max((each for each in found), key=lambda each: _WORST.index(each.verdict), default=None)
            if best is None or best.verdict == "refuted":
                if element.free_symbols or any(each.free_symbols for each in there):
                    return Finding("unknown", "the elements depend on symbols")
                return Finding("refuted", "an element of one set alone", {}, f"{sstr(element)} is in the {name} set only")
            methods.append(best)
    return worst([("", each) for each in methods])


def _other(left: Any, right: Any) -> Finding:
    return Finding("proved", "both sides are the same") if left == right else Finding("unknown", "the sides are nothing that can be compared")


_EQUAL = {
    "number": decide_equal,
    "matrix": _equal_matrices,
    "tuple": _equal_tuples,
    "dictionary": _equal_dictionaries,
    "set": _equal_sets,
    "function": _equal_functions,
    "truth value": _equal_truths,
    "other": _other,
}


def _logic(formula: Boolean) -> Finding:
    """A formula of propositions."""
    model = _budget.attempt(2, lambda: satisfiable(Not(formula)))
    if model is False:
        return Finding("proved", "its negation cannot be satisfied")
    if model:
        return Finding("refuted", "a truth assignment", dict(model), "the formula is false there")
    return Finding("unknown", "too many propositions")


def _member(claim: Claim) -> Finding:
    inside = _budget.attempt(1, lambda: claim.right.contains(claim.left))
    if inside == True:  # noqa: E712 - SymPy's truth values
        return Finding("proved", "the set contains it")
    if inside == False and not items_of(claim)[0].free_symbols:  # noqa: E712
        return Finding("refuted", "the set does not contain it", {}, f"{sstr(claim.left)} is not in the set")
    return Finding("unknown", "membership was not decided")
