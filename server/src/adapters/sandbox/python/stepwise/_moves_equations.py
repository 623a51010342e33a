"""Moves on equations in one unknown: which of them, and those of polynomials and fractions."""

from __future__ import annotations

from typing import Iterator

from sympy import (
    Add,
    Expr,
    FiniteSet,
    Integer,
    Mul,
    Poly,
    PolynomialError,
    Pow,
    Rational,
    S,
    Symbol,
    cancel,
    denom,
    expand,
    factor,
    factor_list,
    lcm,
    log,
    radsimp,
    roots,
    simplify,
    sqrt,
    together,
)
from sympy.core.function import Function

from ._moves import Move, both_sides, listed, tex
from ._moves_functions import function_moves
from ._moves_trigonometry import trigonometric_answer, trigonometric_moves
from ._solution_sets import Solutions, is_zero

Equation = tuple[Expr, Expr]


def equation_moves(alternatives: list[Equation], x: Symbol, found: Solutions | None, bounded: bool) -> Iterator[Move]:
    """For equations one or the other of which holds. `bounded`: not all of their solutions need be solutions of the problem."""
    open_ones = [index for index, (left, right) in enumerate(alternatives) if not _is_solved(left, right, x)]
    if not open_ones:
        yield from _answer([right for _, right in alternatives], x, found)
        return
    yield from trigonometric_answer(alternatives, x, found, bounded)
    linear = [index for index in open_ones if _is_plainly_linear(*alternatives[index], x)]
    if len(open_ones) > 1 and len(linear) == len(open_ones):
        solved = tuple((x, "=", right if _is_solved(left, right, x) else _linear_root(left - right, x)) for left, right in alternatives)
        yield Move("Solve each", solved, "or", rank=-1)
    at = open_ones[0]
    for move in _on(*alternatives[at], x):
        before = tuple((left, "=", right) for left, right in alternatives[:at])
        after = tuple((left, "=", right) for left, right in alternatives[at + 1 :])
        if move.means is not None:
            if not before and not after:
                yield move
            continue
        if not move.relations:
            if before or after:
                yield Move(f"{move.say}, which leaves", before + after, "or", rank=move.rank)
            else:
                yield Move(f"{move.say}, so the equation has no real solution", (), final=True, rank=move.rank)
            continue
        join = "or" if len(alternatives) > 1 or len(move.relations) > 1 else "and"
        yield Move(move.say, before + move.relations + after, join, move.final and len(alternatives) == 1, move.rank, move.why)


def answers(found: Solutions | None, x: Symbol) -> Iterator[Move]:
    """The solutions as they were found by other means, where no move leads on."""
    if found is not None and isinstance(found.found, FiniteSet) and found.period is None and all(v.is_real for v in found.found):
        yield from _answer(list(found.found), x, found)


def _answer(values: list[Expr], x: Symbol, found: Solutions | None) -> Iterator[Move]:
    """What was found of the unknown, without what does not solve the problem."""
    distinct = list(dict.fromkeys(_neat(value) for value in values))
    if found is None:
        return
    right = [value for value in distinct if found.found.contains(value) == True or any(is_zero(value - other) for other in found.found)]  # noqa: E712
    wrong = [value for value in distinct if value not in right]
    shown = listed([f"${tex(value)}$" for value in wrong]) if wrong else ""
    verb = "does" if len(wrong) == 1 else "do"
    if not right:
        yield Move(f"Put back, {shown} {verb} not satisfy the conditions, so there is no real solution", (), final=True)
        return
    relations = tuple((x, "=", value) for value in sorted(right, key=_order))
    if wrong:
        yield Move(f"Put back, {shown} {verb} not satisfy the conditions, so the solution{'s are' if len(right) > 1 else ' is'}", relations, "or", True)
    else:
        yield Move("So the solution is" if len(relations) == 1 else "So the solutions are", relations, "or", True)


def _neat(value: Expr) -> Expr:
    if value.has(log):
        return value
    return radsimp(simplify(value)) if value.is_number else simplify(value)


def _order(value: Expr) -> float:
    return float(value) if value.is_real and value.is_number else 0.0


def _is_plainly_linear(left: Expr, right: Expr, x: Symbol) -> bool:
    poly = _poly(left - right, x)
    return poly is not None and poly.degree() == 1


def _linear_root(difference: Expr, x: Symbol) -> Expr:
    wide = expand(difference)
    return simplify(-wide.coeff(x, 0) / wide.coeff(x, 1))


def _is_solved(left: Expr, right: Expr, x: Symbol) -> bool:
    return left == x and not right.has(x)


def _on(left: Expr, right: Expr, x: Symbol) -> Iterator[Move]:
    if right == x and not left.has(x):
        yield _one("Read from right to left", x, left, 0)
        return
    if right.has(x) and not left.has(x):
        yield _one("Exchange the sides", right, left, 0.4)
    yield from _denominators(left, right, x)
    yield from _polynomial(left, right, x)
    if _poly(left - right, x) is None:
        yield from _common_factor(left, right, x)
        yield from trigonometric_moves(left, right, x)
        yield from function_moves(left, right, x)
    wide = expand(left), expand(right)
    if wide != (left, right) and not (left - right).has(Function):
        yield _one("Expand", *wide, 3)


def _one(say: str, left: Expr, right: Expr, rank: float) -> Move:
    return Move(say, ((left, "=", right),), rank=rank)


def _poly(expr: Expr, x: Symbol) -> Poly | None:
    try:
        poly = Poly(expr, x)
    except PolynomialError:
        return None
    return None if any(c.has(x) for c in poly.all_coeffs()) else poly


def _denominators(left: Expr, right: Expr, x: Symbol) -> Iterator[Move]:
    if (left - right).has(Function) or any(not each.exp.is_Integer for each in (left - right).atoms(Pow) if each.has(x)):
        return
    below = lcm(denom(together(left)), denom(together(right)))
    if below == 1:
        return
    poly = _poly(left - right, x)
    if not below.has(x) and poly is not None and poly.degree() == 1 and not isinstance(left, Add) and not right.has(x):
        return
    wide = expand(cancel(together(left) * below)), expand(cancel(together(right) * below))
    if below.is_number and below.is_irrational:
        return
    condition = f", where ${tex(factor(below))} \\ne 0$" if below.has(x) else ""
    yield _one(f"Multiply both sides by ${tex(factor(below))}${condition}", *wide, 0.05)


def _polynomial(left: Expr, right: Expr, x: Symbol) -> Iterator[Move]:
    poly = _poly(left - right, x)
    if poly is None or (denom(together(left)).has(x) or denom(together(right)).has(x)):
        return
    if poly.is_zero:
        yield Move(f"Both sides are equal for every ${tex(x)}$, so", ((x, "∈", "\\mathbb{R}"),), final=True, means=S.Reals)
    elif poly.degree() == 0:
        yield Move(f"Here ${tex(x)}$ falls out and ${tex(simplify(left - right))} \\ne 0$", ())
    elif poly.degree() == 1:
        yield from _linear(left, right, x)
    elif poly.degree() >= 2:
        yield from _higher(left, right, x, poly)


def _linear(left: Expr, right: Expr, x: Symbol) -> Iterator[Move]:
    wide_left, wide_right = expand(left), expand(right)
    if (wide_left, wide_right) != (left, right) and (_is_product(left, x) or _is_product(right, x)):
        yield from _gathered(left, right, x)
        say = "Expand both sides" if wide_right != right and wide_left != left else "Expand"
        yield _one(say, wide_left, wide_right, 0.2)
        return
    a, b = wide_left.coeff(x, 1), wide_left.coeff(x, 0)
    c, d = wide_right.coeff(x, 1), wide_right.coeff(x, 0)
    if a == 0:
        if d != 0:
            yield _one(both_sides("Subtract", d), b - d, c * x, 0.12)
        yield _one("Exchange the sides", right, left, 0.1)
        return
    if c != 0 and b == 0 and (c - a).is_positive:
        yield _one(both_sides("Subtract", a * x), -d, (c - a) * x, 0.15)
    if c != 0:
        yield _one(both_sides("Subtract", c * x), _times(a - c, x) + b, d, 0.1)
    elif b != 0:
        yield _one(both_sides("Subtract", b), left - b if expand(left - b) == left - b else wide_left - b, _short(d - b), 0.1)
    elif simplify(a) != 1:
        if isinstance(left, Add):
            yield _one(f"Factor out ${tex(x)}$", factor(a) * x, right, 0.05)
        yield from _divided(simplify(a), d, x)
    value = (d - b) / (a - c)
    yield _one("Solve for $" + tex(x) + "$", x, value if value.has(log) else simplify(value), 1)


def _times(k: Expr, x: Symbol) -> Expr:
    return expand(k * x) if k.is_number and k.is_Rational else k * x


def _short(value: Expr) -> Expr:
    return value if value.free_symbols else simplify(value)


def _divided(a: Expr, d: Expr, x: Symbol) -> Iterator[Move]:
    value = d / a if d.has(log) else simplify(d / a)
    if a.is_Rational and abs(a.p) == 1 and a.q != 1:
        yield _one(f"Multiply both sides by ${tex(1 / a)}$", x, value, 0)
    else:
        condition = f", where ${tex(a)} \\ne 0$" if a.free_symbols else ""
        yield _one(f"Divide both sides by ${tex(a)}${condition}", x, value, 0)


def _gathered(left: Expr, right: Expr, x: Symbol) -> Iterator[Move]:
    """k*(x + b) = c is divided by k rather than expanded."""
    k, rest = left.as_independent(x, as_Add=False)
    if k != 1 and isinstance(rest, Add) and not right.has(x) and k.is_Rational and (right / k).is_Integer:
        yield _one(f"Divide both sides by ${tex(k)}$", rest, right / k, 0.1)
    elif k.free_symbols and isinstance(rest, (Add, Symbol)) and not right.has(x):
        yield _one(f"Divide both sides by ${tex(k)}$, where ${tex(k)} \\ne 0$", rest, simplify(right / k), 0.1)


def _is_product(expr: Expr, x: Symbol) -> bool:
    return any(isinstance(part, Mul) and any(isinstance(f, Add) and (f.has(x) or part.has(x)) for f in part.args) for part in Add.make_args(expr))


def _common_factor(left: Expr, right: Expr, x: Symbol) -> Iterator[Move]:
    """x*e^x = 2*x is brought to one side and factored; a product that is zero falls apart."""
    if right == 0:
        factors = [each for each in Mul.make_args(left) if each.has(x)]
        if len(factors) > 1:
            bases = [each.base if isinstance(each, Pow) and each.exp.is_positive and not each.exp.has(x) else each for each in factors]
            if not any(isinstance(each, Pow) and each.exp.is_negative for each in factors):
                yield Move("So one of the factors is zero,", tuple((base, "=", S.Zero) for base in dict.fromkeys(bases)), "or", rank=0)
            return
    whole = factor(left - right)
    parts = [each for each in Mul.make_args(whole) if each.has(x)]
    if len(parts) > 1 and not any(isinstance(each, Pow) and (each.exp.has(x) or each.exp.is_negative) for each in parts):
        yield _one("Bring everything to one side and factor" if right != 0 else "Factor", whole, S.Zero, 0.35)


def _higher(left: Expr, right: Expr, x: Symbol, poly: Poly) -> Iterator[Move]:
    if right == 0:
        factors = [each for each in Mul.make_args(left) if each.has(x)]
        bases = list(dict.fromkeys(each.base if isinstance(each, Pow) and each.exp.is_positive else each for each in factors))
        if len(factors) > 1 or (bases != factors and not (len(bases) == 1 and bases[0] == x and left != factors[0])):
            yield Move("So one of the factors is zero," if len(bases) > 1 else "So", tuple((base, "=", S.Zero) for base in bases), "or", rank=0)
            return
    square = _isolated_power(left, right, x)
    if square is not None:
        yield from _rooted(*square)
        return
    shifted = _shifted_power(left, right, x)
    if shifted is not None:
        yield shifted
        return
    if right != 0 or expand(left) != left:
        positive = -poly if poly.LC().could_extract_minus_sign() else poly
        say = "Expand" if right == 0 else "Bring everything to one side"
        yield _one(say, positive.as_expr(), S.Zero, 0.1)
        if right != 0 and right.has(x) is False and poly.degree() == 2 and poly.LC() == 1 and expand(left) == left:
            yield from _completed(poly, x, 0.5)
        return
    content, primitive = poly.primitive() if poly.domain.is_ZZ or poly.domain.is_QQ else (S.One, poly)
    if content != 1:
        yield _one(f"Divide by ${tex(Integer(content) if content == int(content) else content)}$", primitive.as_expr(), S.Zero, 0.2)
    parts = factor_list(poly.as_expr(), x)[1] if not poly.free_symbols_in_domain else []
    if len(parts) > 1 or (parts and parts[0][1] > 1):
        yield _one("Factor", factor(poly.as_expr()), S.Zero, 0.1)
        if poly.degree() == 2:
            yield from _quadratic(poly, x)
        return
    if poly.degree() == 2:
        yield from _quadratic(poly, x)
    elif all(k % 2 == 0 for (k,) in poly.monoms()):
        yield from _in_powers(poly, x, 2)
    elif all(k % 3 == 0 for (k,) in poly.monoms()):
        yield from _in_powers(poly, x, 3)
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
    if k % 2 == 0 and value.is_negative:
        yield Move(f"A {'square' if k == 2 else 'power with an even exponent'} is not negative", ())
        return
    root = simplify(value ** Rational(1, k)) if value.is_nonnegative or value.free_symbols else None
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
        yield Move(f"The discriminant of ${tex(poly.as_expr())}$ is ${shown} - {times} = {tex(discriminant)} < 0$", ())
        return
    root = sqrt(discriminant)
    low, high = simplify((-b - root) / (2 * a)), simplify((-b + root) / (2 * a))
    why = f"by the quadratic formula, with the discriminant ${tex(discriminant)}$"
    yield Move("So", ((x, "=", high),) if low == high else ((x, "=", high), (x, "=", low)), "or", rank=0.3, why=why)
    yield from _completed(poly, x, 0.6)


def _completed(poly: Poly, x: Symbol, rank: float) -> Iterator[Move]:
    a, b, c = poly.all_coeffs()
    yield _one("Complete the square", (x + b / (2 * a)) ** 2, simplify((b**2 - 4 * a * c) / (4 * a**2)), rank)


def _in_powers(poly: Poly, x: Symbol, n: int) -> Iterator[Move]:
    """Quadratic in a square or a cube: x**4 - 3*x**2 + 1."""
    power = Symbol("u", real=True)
    inner = Poly(sum(c * power ** (k // n) for (k,), c in poly.terms()), power)
    values = [value for value in roots(inner) if value.is_real]
    if values:
        yield Move(f"This is quadratic in ${tex(x**n)}$, so", tuple((x**n, "=", simplify(v)) for v in values), "or", rank=0.3)
