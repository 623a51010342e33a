"""Moves of proofs: inequalities by squares, divisibility, and induction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator

from sympy import Add, Expr, Integer, Mul, Poly, Pow, S, Sum, Symbol, expand, factor, powsimp, simplify, together
from sympy.polys.polyerrors import PolynomialError

from ._moves import GIVES_UP, Move, Said, Triple, answered, guarded, tex

Induction = tuple[Symbol, Expr]
_SIGN = {"≥": "\\ge", ">": ">", "≤": "\\le", "<": "<", "=": "="}


@dataclass(frozen=True)
class Prove:
    claim: Triple
    assumed: list[Triple]
    induction: Induction | None


@dataclass(frozen=True)
class Divides:
    divisor: Expr
    expr: Expr
    induction: Induction | None


def moves(aim: Prove | Divides, said: list[Said], known: str | None, most: int) -> str:
    del known
    if isinstance(aim, Divides):
        source = _divides_by_induction(aim, said) if aim.induction else _divides(aim, said)
    elif aim.induction:
        source = _by_induction(aim, aim.induction, said)
    else:
        source = _inequality(aim, said)
    return answered(guarded(source), most, "")


def doubt(aim: Prove | Divides, said: list[Said]) -> str:
    """A step that states an equality between two sides that are not equal."""
    for index, (_, supposed, relations) in enumerate(said):
        if supposed:
            continue
        for left, sign, right, *modulus in relations:
            if modulus or left is None or sign != "=" or not (left - right).free_symbols or isinstance(left, Symbol):
                continue
            try:
                if _equal(left, right) is False:
                    return str(index)
            except GIVES_UP:
                continue
    return "null"


def _equal(left: Expr, right: Expr) -> bool | None:
    difference = simplify(left.doit() - right.doit())
    if difference == 0:
        return True
    if difference.has(Sum):
        return None
    names = sorted(difference.free_symbols, key=str)
    values = {name: Integer(index + 3) for index, name in enumerate(names)}
    number = difference.subs(values)
    return None if not number.is_number else bool(number.equals(0))


# Inequalities


def _inequality(aim: Prove, said: list[Said]) -> Iterator[Move]:
    left, sign, right = aim.claim
    big, small = (left, right) if sign in "≥>" else (right, left)
    difference = big - small
    positive = {name for l, s, r in aim.assumed for name in (l, r) if isinstance(name, Symbol) and _bounds_below(l, s, r, name)}
    shown = _visible(difference, positive)
    if shown is None:
        return
    strict = sign in "<>"
    if not _is_nonnegative(shown, positive, strict):
        return
    done = any(
        r == shown or expand(r - shown) == 0 and _is_nonnegative(r, positive, strict)
        for _, supposed, relations in said
        if not supposed
        for _, s, r, *m in relations
        if s == "=" and not m
    )
    if not done and shown != difference:
        say = "Complete the square" if small == 0 else "The difference of the two sides is"
        yield Move(say, ((difference, "=", shown),), rank=0, sure="proved")
        return
    why = "No square is negative" if not positive else "No square is negative and the other factors are positive"
    yield Move(f"{why}, so", (aim.claim,), final=True, rank=0, sure="proved")


def _bounds_below(left: Expr, sign: str, right: Expr, name: Symbol) -> bool:
    if left == name:
        return sign in ">≥" and bool(right.is_positive or (right.is_zero and sign == ">"))
    return sign in "<≤" and bool(left.is_positive or (left.is_zero and sign == "<"))


def _visible(difference: Expr, positive: set[Symbol]) -> Expr | None:
    """Written so that one sees the sign: factors that are squares, or a sum of squares."""
    top, below = together(difference).as_numer_denom()
    factored = factor(top) / factor(below)
    if _is_nonnegative(factored, positive, False):
        return factored
    squares = _squares(expand(top))
    if squares is None:
        return None
    whole = squares / below
    return whole if _is_nonnegative(whole, positive, False) else None


def _squares(expr: Expr) -> Expr | None:
    """A quadratic polynomial as a sum of squares, one name after the other."""
    names = sorted(expr.free_symbols, key=str)
    parts: list[Expr] = []
    rest = expr
    for name in names:
        try:
            poly = Poly(rest, name)
        except PolynomialError:
            return None
        if poly.degree() == 0:
            continue
        if poly.degree() != 2:
            return None
        a, b, c = poly.all_coeffs()
        if not a.is_positive:
            return None
        parts.append(a * (name + expand(b / (2 * a))) ** 2)
        rest = expand(c - b**2 / (4 * a))
    return Add(*parts, rest)


def _is_nonnegative(expr: Expr, positive: set[Symbol], strict: bool) -> bool:
    if expr.is_number:
        return bool(expr.is_positive if strict else expr.is_nonnegative)
    if expr in positive:
        return True
    if isinstance(expr, Pow):
        if expr.exp.is_even:
            return not strict
        return expr.exp.is_Integer and _is_nonnegative(expr.base, positive, strict)
    if isinstance(expr, Mul):
        return all(_is_nonnegative(each, positive, strict) for each in expr.args)
    if isinstance(expr, Add):
        return all(_is_nonnegative(each, positive, False) for each in expr.args) and (not strict or any(_is_nonnegative(each, positive, True) for each in expr.args))
    return bool(expr.is_positive if strict else expr.is_nonnegative)


# Induction


def _has_base(said: list[Said], n: Symbol) -> bool:
    return any(relations and not supposed and not any((left - right).has(n) for left, _, right, *_ in relations if left is not None) for _, supposed, relations in said)


def _has_hypothesis(said: list[Said]) -> bool:
    return any(supposed for _, supposed, _ in said)


def _by_induction(aim: Prove, induction: Induction, said: list[Said]) -> Iterator[Move]:
    n, start = induction
    left, sign, right = aim.claim
    at = (left.subs(n, start).doit(), right.subs(n, start).doit())
    if not bool({"=": at[0] == at[1], "≥": at[0] >= at[1], ">": at[0] > at[1], "≤": at[0] <= at[1], "<": at[0] < at[1]}[sign]):
        return
    step = _equation_step(left, right, n) if sign == "=" else _inequality_step(aim.claim, n, start)
    if step is None:
        return
    stated = f"${tex(left)} {_SIGN[sign]} {tex(right)}$"
    if not _has_base(said, n):
        value = f"For ${tex(n)} = {tex(start)}$ the left side is ${tex(at[0])}$ and the right side is ${tex(at[1])}$"
        yield Move(value, ((at[0], sign, at[1]),), rank=0, sure="proved")
    elif not _has_hypothesis(said):
        yield Move(f"Suppose that {stated} holds for some integer ${tex(n)} \\ge {tex(start)}$", (), rank=0, sure="proved")
    elif not any(_reaches(relations, step[-1], n) for _, supposed, relations in said if not supposed):
        yield Move("By this, for the next number", step, rank=0, sure="proved")
    else:
        yield Move(f"So by induction, for every integer ${tex(n)} \\ge {tex(start)}$,", (aim.claim,), final=True, rank=0, sure="proved")


def _reaches(relations: list, last: tuple, n: Symbol) -> bool:
    target = last[2]
    return any(isinstance(right, Expr) and right.has(n) and simplify(right - target) == 0 for _, _, right, *_ in relations)


def _equation_step(left: Expr, right: Expr, n: Symbol) -> tuple | None:
    """The sum up to n + 1 is the sum up to n and one term more."""
    if not isinstance(left, Sum) or len(left.limits) != 1 or left.limits[0][2] != n:
        return None
    k, low, _ = left.limits[0]
    term = left.function.subs(k, n + 1)
    following = factor(right.subs(n, n + 1))
    if simplify(right + term - following) != 0:
        return None
    whole = Sum(left.function, (k, low, n + 1))
    return ((whole, "=", Add(right, term, evaluate=False)), (Add(right, term, evaluate=False), "=", following))


def _inequality_step(claim: Triple, n: Symbol, start: Expr) -> tuple | None:
    """The bigger side grows by a factor, and that is enough for the smaller side."""
    left, sign, right = claim
    big, small = (left, right) if sign in "≥>" else (right, left)
    after, needed = big.subs(n, n + 1), small.subs(n, n + 1)
    if isinstance(big, Sum):
        grown = small + big.function.subs(big.limits[0][0], n + 1) if big.limits[0][2] == n else None
    else:
        ratio = simplify(after / big)
        grown = ratio * small if _is_nonnegative_from(ratio, n, start) else None
    if grown is None or not _is_nonnegative_from(grown - needed, n, start):
        return None
    return ((after, sign if sign in "≥>" else "≥" if sign == "≤" else ">", grown), (grown, "≥", needed))


def _is_nonnegative_from(expr: Expr, n: Symbol, start: Expr) -> bool:
    """All coefficients are, counted from the start."""
    m = Symbol("m", integer=True, nonnegative=True)
    shifted = expand(powsimp(expand(expr.subs(n, m + start))))
    try:
        return all(c.is_nonnegative for c in Poly(shifted, m).all_coeffs())
    except PolynomialError:
        return bool(simplify(shifted).is_nonnegative)


# Divisibility


def _divides(aim: Divides, said: list[Said]) -> Iterator[Move]:
    """Every residue is tried; in factors it can often be seen."""
    names = sorted(aim.expr.free_symbols, key=str)
    if len(names) != 1 or not aim.divisor.is_Integer or not 2 <= int(aim.divisor) <= 60:
        if not names and aim.expr.is_Integer and aim.expr % aim.divisor == 0:
            yield Move(f"Here ${tex(aim.expr)} = {tex(aim.divisor)} \\cdot {tex(aim.expr / aim.divisor)}$, so", ((aim.divisor, "∣", aim.expr),), final=True, sure="proved")
        return
    n, d = names[0], int(aim.divisor)
    poly = Poly(aim.expr, n)
    if not all(c.is_Integer for c in poly.all_coeffs()) or any(poly.eval(r) % d for r in range(d)):
        return
    factored = factor(aim.expr)
    said_factored = any(right == factored for _, _, relations in said for _, _, right, *_ in relations)
    if factored != aim.expr and not said_factored:
        yield Move("Factor", ((aim.expr, "=", factored),), rank=0, sure="proved")
    shown = ", ".join(f"${int(poly.eval(r))}$" for r in range(d)) if d <= 12 else ""
    values = f"For the residues $0$ to ${d - 1}$ of ${tex(n)}$ modulo ${d}$ the value is {shown}, each divisible by ${d}$" if shown else f"For each residue of ${tex(n)}$ modulo ${d}$ the value is divisible by ${d}$"
    yield Move(f"{values}, so", ((aim.divisor, "∣", aim.expr),), final=True, rank=0.2, sure="proved")


def _divides_by_induction(aim: Divides, said: list[Said]) -> Iterator[Move]:
    assert aim.induction is not None
    n, start = aim.induction
    f, d = aim.expr, aim.divisor
    first = f.subs(n, start)
    step = _divisible_step(f, d, n)
    if step is None or first % d != 0:
        return
    k, multiple, rest = step
    if not _has_base(said, n):
        yield Move(f"For ${tex(n)} = {tex(start)}$ the value is a multiple of ${tex(d)}$", ((first, "=", f"{tex(d)} \\cdot {tex(first / d)}"),), rank=0, sure="proved")
    elif not _has_hypothesis(said):
        yield Move(f"Suppose that ${tex(d)}$ divides ${tex(f)}$ for some integer ${tex(n)} \\ge {tex(start)}$", (), rank=0, sure="proved")
    elif not any(_is_step(relations, multiple) for _, supposed, relations in said if not supposed):
        after = f.subs(n, n + 1)
        minus = f"{tex(k)} \\left({tex(f)}\\right)" if k != 1 else f"\\left({tex(f)}\\right)"
        say = "From one number to the next"
        yield Move(say, ((f"{tex(after)} - {minus}", "=", multiple),), rank=0, sure="proved")
    else:
        yield Move(f"Both ${tex(multiple)}$ and ${tex(f)}$ are divisible by ${tex(d)}$, so the next value is too, and by induction for every integer ${tex(n)} \\ge {tex(start)}$", ((d, "∣", f),), final=True, rank=0, sure="proved")
    del rest


def _is_step(relations: list, multiple: Expr) -> bool:
    return any(isinstance(right, Expr) and expand(right - multiple) == 0 and right.free_symbols for _, _, right, *_ in relations)


def _divisible_step(f: Expr, d: Expr, n: Symbol) -> tuple[Expr, Expr, Expr] | None:
    """f(n + 1) - k f(n) as d times something, with a small k."""
    for k in (S.One, *sorted({each.base for each in f.atoms(Pow) if each.exp.has(n) and each.base.is_Integer}, key=int), Integer(2), Integer(3)):
        rest = expand(powsimp(expand(f.subs(n, n + 1) - k * f)))
        parts = [part.as_coeff_Mul()[0] for part in Add.make_args(rest)]
        if rest != 0 and all(c.is_Integer and c % d == 0 for c in parts):
            return k, Mul(d, expand(rest / d), evaluate=False), rest
    return None
