"""Moves on equations with roots, absolute values, exponentials and logarithms."""

from __future__ import annotations

from typing import Iterator

from sympy import (
    Abs,
    Add,
    Expr,
    Mul,
    Poly,
    Pow,
    Rational,
    S,
    Symbol,
    exp,
    expand,
    expand_log,
    fraction,
    log,
    logcombine,
    roots,
    simplify,
)

from ._moves import Move, tex


def function_moves(left: Expr, right: Expr, x: Symbol) -> Iterator[Move]:
    yield from _absolute(left, right, x)
    yield from _radical(left, right, x)
    yield from _exponential(left, right, x)
    yield from _logarithm(left, right, x)


def _one(say: str, left: Expr, right: Expr, rank: float) -> Move:
    return Move(say, ((left, "=", right),), rank=rank)


def _isolated(left: Expr, right: Expr, part: Expr) -> tuple[Expr, Expr] | None:
    """`part` by itself on the left, where it occurs once and only multiplied by a number."""
    difference = expand(left - right)
    k = difference.coeff(part)
    rest = difference - k * part
    if k == 0 or expand(rest).has(part):
        return None
    value = simplify(-rest / k) if not rest.free_symbols else expand(-rest / k)
    return None if (part, value) == (left, right) else (part, value)


def _radical(left: Expr, right: Expr, x: Symbol) -> Iterator[Move]:
    def radicals(expr: Expr) -> list[Expr]:
        return [each for each in expr.atoms(Pow) if each.exp.is_Rational and each.exp.q > 1 and each.base.has(x)]

    found = sorted(set(radicals(left) + radicals(right)), key=lambda each: (-each.count_ops(), str(each)))
    if not found:
        return
    for side, other in ((left, right), (right, left)):
        if isinstance(side, Pow) and side in found:
            q = side.exp.q
            if q % 2 == 0 and other.is_negative:
                yield Move("A root is not negative", ())
                return
            say = {2: "Square both sides", 3: "Cube both sides"}.get(q, f"Raise both sides to the power ${q}$")
            yield _one(say, expand(side**q), expand(other**q), 0)
            return
        if isinstance(side, Mul) and any(each in found for each in side.args) and not isinstance(other, Add):
            yield _one("Square both sides", expand(side**2), expand(other**2), 0.3)
            return
    yield from _in_root(left - right, found, x)
    isolated = _isolated(left, right, found[0])
    if isolated is not None:
        yield _one("Isolate the root", *isolated, 0.1)


def _in_root(difference: Expr, found: list[Expr], x: Symbol) -> Iterator[Move]:
    """x - 5*sqrt(x) + 6 = 0 is quadratic in sqrt(x)."""
    if len(found) != 1 or found[0].base != x:
        return
    u = Symbol("u", nonnegative=True)
    root = found[0]
    inner = expand(difference.subs(root, u).subs(x, u**root.exp.q))
    if inner.has(x) or not inner.is_polynomial(u) or Poly(inner, u).degree() != 2:
        return
    values = [value for value in roots(Poly(inner, u)) if value.is_nonnegative]
    if values:
        yield Move(f"This is quadratic in ${tex(root)}$, so", tuple((root, "=", value) for value in values), "or", rank=0.05)


def _exponential(left: Expr, right: Expr, x: Symbol) -> Iterator[Move]:
    powers = [each for each in (left - right).atoms(Pow, exp) if each.exp.has(x) and not each.base.has(x)]
    if not powers:
        return
    for side, other in ((left, right), (right, left)):
        if side in powers and not other.has(x):
            yield from _against(side, other)
            return
    if left in powers and right in powers:
        yield from _two_powers(left, right)
        return
    if len(set(powers)) == 1:
        isolated = _isolated(left, right, powers[0])
        if isolated is not None and not isolated[1].has(x):
            yield _one("Isolate the power", *isolated, 0.1)
        return
    yield from _in_power(left - right, powers, x)
    if right == 0 and len(Add.make_args(expand(left))) == 2:
        one, other = Add.make_args(expand(left))
        positive, negative = (one, other) if other.could_extract_minus_sign() else (other, one)
        yield _one("Bring one term to the other side", positive, -negative, 0.3)
    elif not isinstance(left, Add) and not isinstance(right, Add) and left.is_positive and right.is_positive:
        yield _one("Take logarithms of both sides", expand_log(log(left), force=True), expand_log(log(right), force=True), 0.3)


def _against(power: Expr, value: Expr) -> Iterator[Move]:
    if value.is_nonpositive:
        yield Move(f"A power of ${tex(power.base if isinstance(power, Pow) else S.Exp1)}$ is positive", ())
        return
    if not value.is_positive and not value.free_symbols:
        return
    base = S.Exp1 if isinstance(power, exp) else power.base
    exponent = simplify(log(value) / log(base)) if base != S.Exp1 else log(value)
    if exponent.is_Rational:
        shown = tex(base) if base.is_Integer or base == S.Exp1 else f"\\left({tex(base)}\\right)"
        yield _one(f"Since ${tex(value)} = {shown}^{{{tex(exponent)}}}$, the exponents are equal", power.exp, exponent, 0)
    else:
        yield _one("Take logarithms", power.exp, exponent, 0.1)


def _two_powers(left: Expr, right: Expr) -> Iterator[Move]:
    one, other = (S.Exp1 if isinstance(each, exp) else each.base for each in (left, right))
    if one == other:
        yield _one("The bases are equal, so the exponents are equal", left.exp, right.exp, 0)
        return
    ratio = simplify(log(one) / log(other))
    if ratio.is_Rational:
        base = other ** Rational(1, ratio.q) if ratio.q > 1 else other
        p, q = simplify(log(one) / log(base)), simplify(log(other) / log(base))
        if base.is_Integer and p.is_Integer and q.is_Integer:
            say = f"Both sides are powers of ${tex(base)}$, so the exponents are equal"
            yield _one(say, p * left.exp, q * right.exp, 0)
            return
    yield _one("Take logarithms of both sides", left.exp * log(one), right.exp * log(other), 0.1)


def _in_power(difference: Expr, powers: list[Expr], x: Symbol) -> Iterator[Move]:
    """A polynomial in one power: 4**x - 6*2**x + 8 in 2**x."""
    positive = [each for each in powers if _growth(each, x).is_positive]
    if not positive:
        return
    smallest = min(positive, key=lambda each: float(_growth(each, x)))
    smallest = (S.Exp1 if isinstance(smallest, exp) else smallest.base) ** (smallest.exp.coeff(x) * x)
    u = Symbol("u", positive=True)
    inner = expand(difference)
    for each in inner.atoms(Pow, exp):
        if not each.exp.has(x):
            continue
        ratio = simplify(_growth(each, x) / _growth(smallest, x))
        if not ratio.is_Integer:
            return
        k = simplify(each / smallest**ratio)
        if k.has(x):
            return
        inner = inner.subs(each, k * u**ratio)
    if inner.has(x):
        return
    values = [value for value in roots(Poly(fraction(simplify(inner))[0], u)) if value.is_positive]
    say = f"This is a polynomial equation for ${tex(smallest)}$, which is positive"
    if values:
        yield Move(f"{say}, so", tuple((smallest, "=", simplify(value)) for value in values), "or", rank=0.2)
    elif Poly(fraction(simplify(inner))[0], u).degree() <= 2:
        yield Move(f"{say}, and it has no positive root", ())


def _growth(power: Expr, x: Symbol) -> Expr:
    """The derivative of its logarithm, where that is a number."""
    return simplify(log(power).diff(x))


def _logarithm(left: Expr, right: Expr, x: Symbol) -> Iterator[Move]:
    logs = [each for each in (left - right).atoms(log) if each.has(x)]
    if not logs:
        return
    sides = _unit_log(left), _unit_log(right)
    if sides[0] is not None and sides[1] is not None and sides[0][1] == sides[1][1]:
        yield _one("The logarithms are equal, so their arguments are", sides[0][0], sides[1][0], 0)
        return
    for side, other in ((left, right), (right, left)):
        unit = _unit_log(side)
        if unit is not None and not other.has(x):
            argument, base = unit
            shown = "e" if base == S.Exp1 else tex(base)
            yield _one(f"Write it as a power of ${shown}$", argument, simplify(base**other), 0)
            return
    yield from _together(left, right, x)


def _unit_log(expr: Expr) -> tuple[Expr, Expr] | None:
    """The argument and the base, where the expression is one logarithm."""
    if isinstance(expr, log):
        return expr.args[0], S.Exp1
    top, below = fraction(expr)
    if isinstance(top, log) and isinstance(below, log) and not below.free_symbols:
        return top.args[0], below.args[0]
    return None


def _together(left: Expr, right: Expr, x: Symbol) -> Iterator[Move]:
    if len({each for each in (left - right).atoms(log) if each.has(x)}) == 1:
        only = next(each for each in (left - right).atoms(log) if each.has(x))
        for part in [*Add.make_args(expand(left)), *Add.make_args(expand(right))]:
            k = part.coeff(only) if part != only else S.One
            if part.has(x) and k != 0 and not k.has(x):
                below = fraction(k)[1]
                unit = only / below if isinstance(below, log) else only
                isolated = _isolated(left, right, only)
                if isolated is not None and not isolated[1].has(x) and (unit, 0) != (left, 0):
                    value = simplify(isolated[1] / (below if isinstance(below, log) else 1))
                    yield _one("Isolate the logarithm", unit, value, 0.1)
                return
    below = {fraction(part)[1] for part in Add.make_args(expand(left - right)) if part.has(log) and part.has(x)}
    base = next(iter(below)) if len(below) == 1 else S.One
    if not isinstance(base, log):
        base = S.One
    combined = [logcombine(expand(side * base), force=True) / base for side in (left, right)]
    if combined != [left, right] and all(_is_neat(each) for each in combined):
        yield _one("Combine the logarithms", *combined, 0.1)
        return
    moved = logcombine(expand((left - right) * base), force=True) / base
    rest = sum(each for each in Add.make_args(moved) if not each.has(x))
    if (moved - rest, -rest) != (left, right):
        yield _one("Bring the logarithms to one side and combine them", moved - rest, simplify(-rest), 0.2)


def _is_neat(side: Expr) -> bool:
    return not isinstance(side, Add) or not side.has(log)


def _absolute(left: Expr, right: Expr, x: Symbol) -> Iterator[Move]:
    for side, other in ((left, right), (right, left)):
        if isinstance(side, Abs) and side.has(x) and not other.has(Abs):
            inside = side.args[0]
            if other.is_negative:
                yield Move("An absolute value is not negative", ())
                return
            new = ((inside, "=", other),) if other == 0 else ((inside, "=", other), (inside, "=", expand(-other)))
            yield Move("So", new, "or", rank=0, why="without the absolute value")
            return
    if isinstance(left, Abs) and isinstance(right, Abs):
        yield Move("So", ((left.args[0], "=", right.args[0]), (left.args[0], "=", expand(-right.args[0]))), "or", why="without the absolute values")
        return
    found = [each for each in (left - right).atoms(Abs) if each.has(x)]
    if len(found) == 1:
        isolated = _isolated(left, right, found[0])
        if isolated is not None:
            yield _one("Isolate the absolute value", *isolated, 0.1)
