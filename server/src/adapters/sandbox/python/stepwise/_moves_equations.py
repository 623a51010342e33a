"""Moves on equations in one unknown."""

from __future__ import annotations

from typing import Iterator

from sympy import (
    Abs,
    Add,
    Expr,
    Mul,
    Poly,
    PolynomialError,
    Pow,
    Rational,
    S,
    Symbol,
    cancel,
    degree,
    denom,
    expand,
    exp,
    factor,
    factor_list,
    lcm,
    log,
    logcombine,
    roots,
    simplify,
    sqrt,
    together,
)

from ._moves import Move, guarded, tex

Equation = tuple[Expr, Expr]


def solving(alternatives: list[Equation], given: list[Equation], unknown: Symbol) -> Iterator[Move]:
    """Next moves for equations one or the other of which holds, which came from `given`, all of which is to hold."""
    open_ones = [index for index, (left, right) in enumerate(alternatives) if not _solved(left, right, unknown)]
    if not open_ones:
        yield from _answer([right for _, right in alternatives], given, unknown)
        return
    linear = [index for index in open_ones if _is_plainly_linear(*alternatives[index], unknown)]
    if len(open_ones) > 1 and len(linear) == len(open_ones):
        yield Move("Solve each", tuple((unknown, "=", _linear_root(left - right, unknown)) for left, right in alternatives), "or", rank=-1)
    at = open_ones[0]
    for move in guarded(_on(*alternatives[at], unknown)):
        new = tuple(relation for relation in move.relations)
        before = tuple((left, "=", right) for left, right in alternatives[:at])
        after = tuple((left, "=", right) for left, right in alternatives[at + 1 :])
        join = "or" if len(alternatives) > 1 or len(new) > 1 else "and"
        if not new:
            yield Move(move.say, before + after, join, len(alternatives) == 1, move.rank)
            continue
        yield Move(move.say, before + new + after, join, move.final and len(alternatives) == 1, move.rank, move.why)


def _is_plainly_linear(left: Expr, right: Expr, x: Symbol) -> bool:
    poly = _poly(left - right, x)
    return poly is not None and poly.degree() == 1


def _linear_root(difference: Expr, x: Symbol) -> Expr:
    wide = expand(difference)
    return simplify(-wide.coeff(x, 0) / wide.coeff(x, 1))


def _solved(left: Expr, right: Expr, unknown: Symbol) -> bool:
    return left == unknown and not right.has(unknown)


def _answer(values: list[Expr], given: list[Equation], unknown: Symbol) -> Iterator[Move]:
    distinct = list(dict.fromkeys(simplify(value) for value in values))
    right = [value for value in distinct if all(_holds(left - other, unknown, value) for left, other in given)]
    wrong = [value for value in distinct if value not in right]
    if not right:
        return
    relations = tuple((unknown, "=", value) for value in sorted(right, key=lambda v: (not v.is_real, float(v) if v.is_real else 0)))
    if wrong:
        out = " and ".join(f"${tex(value)}$" for value in wrong)
        verb = "does" if len(wrong) == 1 else "do"
        yield Move(f"Put back into the equation, {out} {verb} not satisfy it, so the solution is", relations, "or", True)
    else:
        yield Move("So the solution is" if len(relations) == 1 else "So the solutions are", relations, "or", True)


def _holds(difference: Expr, unknown: Symbol, value: Expr) -> bool:
    put = difference.subs(unknown, value)
    if put.has(S.NaN, S.ComplexInfinity, S.Infinity, S.NegativeInfinity):
        return False
    exact = simplify(put)
    return exact == 0 or bool(abs(complex(exact.evalf(30))) < 1e-20)


def _on(left: Expr, right: Expr, x: Symbol) -> Iterator[Move]:
    yield from _turned(left, right, x)
    yield from _absolute(left, right, x)
    yield from _denominators(left, right, x)
    yield from _polynomial(left, right, x)
    yield from _radical(left, right, x)
    yield from _exponential(left, right, x)
    yield from _logarithm(left, right, x)
    yield from _expanded(left, right)


def _one(say: str, left: Expr, right: Expr, rank: float) -> Move:
    return Move(say, ((left, "=", right),), rank=rank)


def _turned(left: Expr, right: Expr, x: Symbol) -> Iterator[Move]:
    if right == x and not left.has(x):
        yield _one("Read from right to left", x, left, 0)


def _expanded(left: Expr, right: Expr) -> Iterator[Move]:
    wide = expand(left), expand(right)
    if wide != (left, right):
        yield _one("Expand", *wide, 3)


def _poly(expr: Expr, x: Symbol) -> Poly | None:
    try:
        poly = Poly(expr, x)
    except PolynomialError:
        return None
    return None if any(c.has(x) for c in poly.all_coeffs()) else poly


def _denominators(left: Expr, right: Expr, x: Symbol) -> Iterator[Move]:
    below = lcm(denom(together(left)), denom(together(right)))
    if below == 1:
        return
    if not below.has(x) and _poly(left - right, x) is not None and degree(left - right, x) == 1 and not isinstance(left, Add):
        return
    wide = cancel(together(left) * below), cancel(together(right) * below)
    condition = f", where ${tex(below)} \\ne 0$" if below.has(x) else ""
    yield _one(f"Multiply both sides by ${tex(factor(below))}${condition}", expand(wide[0]), expand(wide[1]), 0.5)


def _polynomial(left: Expr, right: Expr, x: Symbol) -> Iterator[Move]:
    poly = _poly(left - right, x)
    if poly is None or (denom(together(left)).has(x) or denom(together(right)).has(x)):
        return
    if poly.degree() == 1:
        yield from _linear(left, right, x)
    elif poly.degree() >= 2:
        yield from _higher(left, right, x, poly)


def _linear(left: Expr, right: Expr, x: Symbol) -> Iterator[Move]:
    wide_left, wide_right = expand(left), expand(right)
    if (wide_left, wide_right) != (left, right) and (_is_product(left, x) or _is_product(right, x)):
        yield _one("Expand both sides" if wide_right != right else "Expand", wide_left, wide_right, 0.2)
        return
    a, b = wide_left.coeff(x, 1), wide_left.coeff(x, 0)
    c, d = wide_right.coeff(x, 1), wide_right.coeff(x, 0)
    if a == 0:
        yield _one("Exchange the sides", right, left, 0.1)
        return
    if c != 0 and b == 0 and (c - a).is_positive:
        yield _one(_both("Subtract", a * x), -d, (c - a) * x, 0.15)
    if c != 0:
        yield _one(_both("Subtract", c * x), (a - c) * x + b, d, 0.1)
    elif b != 0:
        yield _one(_both("Subtract", b), a * x, d - b, 0.1)
    elif a != 1:
        yield _one(f"Divide both sides by ${tex(a)}$", x, simplify(d / a), 0)
    yield _one("Solve for $" + tex(x) + "$", x, simplify((d - b) / (a - c)), 1)


def _both(verb: str, what: Expr) -> str:
    if what.could_extract_minus_sign():
        return f"Add ${tex(-what)}$ to both sides"
    return f"{verb} ${tex(what)}$ from both sides"


def _is_product(expr: Expr, x: Symbol) -> bool:
    return any(isinstance(part, Mul) and any(isinstance(f, Add) and f.has(x) for f in part.args) for part in Add.make_args(expr))


def _higher(left: Expr, right: Expr, x: Symbol, poly: Poly) -> Iterator[Move]:
    if right == 0:
        factors = [each for each in Mul.make_args(left) if each.has(x)]
        bases = list(dict.fromkeys(each.base if isinstance(each, Pow) and each.exp.is_positive else each for each in factors))
        if len(factors) > 1 or bases != factors:
            yield Move("So one of the factors is zero,", tuple((base, "=", S.Zero) for base in bases), "or", rank=0)
            return
    square = _isolated_power(left, right, x)
    if square is not None:
        base, k, value = square
        yield from _rooted(base, k, value)
        return
    shifted = _shifted_power(left, right, x)
    if shifted is not None:
        yield shifted
        return
    if right != 0 or expand(left) != left:
        positive = -poly if poly.LC().could_extract_minus_sign() else poly
        yield _one("Bring everything to one side", positive.as_expr(), S.Zero, 0.1)
        return
    content, primitive = poly.primitive() if poly.domain.is_ZZ or poly.domain.is_QQ else (S.One, poly)
    if content != 1:
        yield _one(f"Divide by ${tex(content)}$", primitive.as_expr(), S.Zero, 0.2)
    parts = factor_list(poly.as_expr(), x)[1]
    if len(parts) > 1 or parts[0][1] > 1:
        yield _one("Factor", factor(poly.as_expr()), S.Zero, 0.1)
        return
    if poly.degree() == 2:
        yield from _quadratic(poly, x)
    elif all(k % 2 == 0 for (k,) in poly.monoms()):
        yield from _in_squares(poly, x)
    else:
        found = roots(poly)
        real = [r for r in found if r.is_real]
        if sum(found.values()) == poly.degree() and real:
            yield Move("Its real roots are", tuple((x, "=", r) for r in real), "or", rank=2)


def _isolated_power(left: Expr, right: Expr, x: Symbol) -> tuple[Expr, int, Expr] | None:
    if right.has(x) or not isinstance(left, Pow) or not left.exp.is_Integer or left.exp < 2:
        return None
    return left.base, int(left.exp), right


def _shifted_power(left: Expr, right: Expr, x: Symbol) -> Move | None:
    """3*(x + 2)**2 - 12 = 0: the power by itself."""
    if right.has(x):
        return None
    parts = [part for part in Add.make_args(left) if part.has(x)]
    if len(parts) != 1:
        return None
    k, power = parts[0].as_independent(x)
    if not isinstance(power, Pow) or not power.exp.is_Integer or (isinstance(power.base, Symbol) and power.exp == 1):
        return None
    value = simplify((right - (left - parts[0])) / k)
    return _one("Isolate the power", power, value, 0.1) if (power, value) != (left, right) else None


def _rooted(base: Expr, k: int, value: Expr) -> Iterator[Move]:
    root = simplify(value ** Rational(1, k)) if value.is_nonnegative else None
    if k % 2 == 1:
        real = root if root is not None else -simplify((-value) ** Rational(1, k))
        yield _one(f"Take the {'cube' if k == 3 else f'{k}th'} root", base, real, 0)
    elif root is not None:
        new = ((base, "=", root),) if root == 0 else ((base, "=", root), (base, "=", -root))
        yield Move("Take square roots" if k == 2 else f"Take {k}th roots", new, "or", rank=0)


def _quadratic(poly: Poly, x: Symbol) -> Iterator[Move]:
    a, b, c = poly.all_coeffs()
    discriminant = simplify(b**2 - 4 * a * c)
    if discriminant.is_negative:
        shown = f"{tex(b)}^2" if not b.could_extract_minus_sign() else f"\\left({tex(b)}\\right)^2"
        times = f"4 \\cdot {tex(a)} \\cdot {tex(c)}" if not c.could_extract_minus_sign() else f"4 \\cdot {tex(a)} \\cdot \\left({tex(c)}\\right)"
        yield Move(f"The discriminant of ${tex(poly.as_expr())}$ is ${shown} - {times} = {tex(discriminant)} < 0$, so this has no real solution", ())
        return
    root = sqrt(discriminant)
    low, high = simplify((-b - root) / (2 * a)), simplify((-b + root) / (2 * a))
    why = f"by the quadratic formula, with the discriminant ${tex(discriminant)}$"
    yield Move("So", ((x, "=", high),) if low == high else ((x, "=", high), (x, "=", low)), "or", rank=0.3, why=why)
    shift = b / (2 * a)
    yield _one("Complete the square", (x + shift) ** 2, simplify(discriminant / (4 * a**2)), 0.6)


def _in_squares(poly: Poly, x: Symbol) -> Iterator[Move]:
    """Quadratic in a square: x**4 - 3*x**2 + 1."""
    square = Symbol("u", real=True)
    inner = Poly(sum(c * square ** (k // 2) for (k,), c in poly.terms()), square)
    values = [value for value in roots(inner) if value.is_real]
    if values:
        yield Move(f"This is quadratic in ${tex(x**2)}$", tuple((x**2, "=", simplify(v)) for v in values), "or", rank=0.3)


def _radical(left: Expr, right: Expr, x: Symbol) -> Iterator[Move]:
    def radicals(expr: Expr) -> list[Expr]:
        return [each for each in expr.atoms(Pow) if each.exp.is_Rational and each.exp.q > 1 and each.has(x)]

    found = radicals(left) + radicals(right)
    if not found:
        return
    for side, other in ((left, right), (right, left)):
        if isinstance(side, Pow) and side in found:
            q = side.exp.q
            say = "Square both sides" if q == 2 else f"Raise both sides to the power {q}"
            yield _one(say, expand(side**q), expand(other**q), 0)
            return
        if isinstance(side, Mul) and any(each in found for each in side.args) and not isinstance(other, Add):
            yield _one("Square both sides", expand(side**2), expand(other**2), 0.3)
            return
    root = found[0]
    difference = expand(left - right)
    factor_of = difference.coeff(root)
    if factor_of != 0:
        rest = expand(-(difference - factor_of * root) / factor_of)
        yield _one("Isolate the root", root, rest, 0.1)


def _exponential(left: Expr, right: Expr, x: Symbol) -> Iterator[Move]:
    powers = [each for each in (left - right).atoms(Pow, exp) if each.exp.has(x) and not each.base.has(x)]
    if not powers:
        return
    for side, other in ((left, right), (right, left)):
        if side in powers and not other.has(x) and other.is_positive:
            base, exponent = (S.Exp1, side.exp) if isinstance(side, exp) else (side.base, side.exp)
            value = simplify(log(other) / log(base)) if base != S.Exp1 else log(other)
            if value.is_Rational:
                yield _one(f"Since ${tex(other)} = {tex(base)}^{{{tex(value)}}}$, the exponents are equal", exponent, value, 0)
            else:
                yield _one("Take logarithms", exponent, value, 0.1)
            return
        if side in powers and other in powers and side.base == other.base:
            yield _one("The exponents are equal", side.exp, other.exp, 0)
            return
    if len(set(powers)) == 1:
        power = powers[0]
        difference = expand(left - right)
        k = difference.coeff(power)
        if k != 0 and not (difference - k * power).has(x):
            yield _one("Isolate the power", power, simplify(-(difference - k * power) / k), 0.1)
        return
    yield from _in_powers(left - right, powers, x)


def _in_powers(difference: Expr, powers: list[Expr], x: Symbol) -> Iterator[Move]:
    """A polynomial in one power: 4**x - 6*2**x + 8 in 2**x."""
    smallest = min(powers, key=lambda each: float(_growth(each, x)) if _growth(each, x).is_positive else float("inf"))
    u = Symbol("u", positive=True)
    inner = expand(difference)
    for each in powers:
        ratio = simplify(_growth(each, x) / _growth(smallest, x))
        if not ratio.is_Integer:
            return
        k = simplify(each / smallest**ratio)
        if k.has(x):
            return
        inner = inner.subs(each, k * u**ratio)
    if inner.has(x):
        return
    values = [value for value in roots(Poly(inner, u)) if value.is_positive]
    if values:
        say = f"This is a polynomial in ${tex(smallest)}$, which is positive"
        yield Move(say, tuple((smallest, "=", value) for value in values), "or", rank=0.4)


def _growth(power: Expr, x: Symbol) -> Expr:
    """The derivative of its logarithm, where that is a number."""
    return simplify(log(power).diff(x))


def _logarithm(left: Expr, right: Expr, x: Symbol) -> Iterator[Move]:
    logs = [each for each in (left - right).atoms(log) if each.has(x)]
    if not logs:
        return
    if isinstance(left, log) and isinstance(right, log):
        yield _one("The logarithms are equal, so their arguments are", left.args[0], right.args[0], 0)
        return
    for side, other in ((left, right), (right, left)):
        if isinstance(side, log) and not other.has(x):
            yield _one("Exponentiate both sides", side.args[0], simplify(exp(other)), 0)
            return
        if isinstance(side, Mul) and not other.has(x):
            k = Mul(*[each for each in side.args if not each.has(x)])
            if k != 1 and len([each for each in side.args if each.has(x)]) == 1:
                yield _one(f"Divide both sides by ${tex(k)}$", side / k, simplify(other / k), 0.1)
                return
    combined = logcombine(left, force=True), logcombine(right, force=True)
    if combined != (left, right):
        yield _one("Combine the logarithms", *combined, 0.1)
        return
    rest = sum(each for each in Add.make_args(left - right) if not each.has(x))
    if rest != 0 and (left - right - rest, -rest) != (left, right):
        yield _one("Isolate the logarithm", left - right - rest, -rest, 0.2)


def _absolute(left: Expr, right: Expr, x: Symbol) -> Iterator[Move]:
    for side, other in ((left, right), (right, left)):
        if isinstance(side, Abs) and side.has(x) and not other.has(Abs):
            if other.is_negative:
                return
            inside = side.args[0]
            new = ((inside, "=", other),) if other == 0 else ((inside, "=", other), (inside, "=", -other))
            yield Move("So", new, "or", rank=0, why="without the absolute value")
            return
    if isinstance(left, Abs) and isinstance(right, Abs):
        yield Move("So", ((left.args[0], "=", right.args[0]), (left.args[0], "=", -right.args[0])), "or")
        return
    found = [each for each in (left - right).atoms(Abs) if each.has(x)]
    if len(found) == 1:
        difference = expand(left - right)
        k = difference.coeff(found[0])
        if k != 0:
            yield _one("Isolate the absolute value", found[0], simplify(-(difference - k * found[0]) / k), 0.1)
