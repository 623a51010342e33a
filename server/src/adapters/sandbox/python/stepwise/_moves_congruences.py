"""Moves of modular arithmetic: congruences in one unknown, and remainders of powers."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd
from typing import Iterator

from sympy import Expr, Integer, Poly, Symbol, expand
from sympy.ntheory.modular import solve_congruence

from ._moves import Move, Said, answered, guarded, listed

Congruence = tuple[Expr, Expr, Expr]

# Residues that are tried one by one.
_MOST_TRIED = 2000
_MOST_SHOWN = 30
# A number from here on is not divided by hand.
_LONGEST = 10**12


@dataclass(frozen=True)
class Congruences:
    unknown: Symbol
    given: list[Congruence]


@dataclass(frozen=True)
class Remainder:
    """power: base and exponent; what is no power has the exponent 1. written: as it stands in the problem, in TeX."""

    power: tuple[Expr, Expr]
    modulus: Expr
    written: str


def moves(aim: Congruences | Remainder, said: list[Said], known: str | None, most: int) -> str:
    """Residues are quickly tried: nothing is kept."""
    del known
    if isinstance(aim, Remainder):
        return answered(guarded(_remainder(aim, said)), most, "")
    return answered(guarded(_solving(aim, said)), most, "")


def doubt(aim: Congruences | Remainder, said: list[Said]) -> str:
    if isinstance(aim, Remainder):
        return _doubted_remainder(said)
    found = _residues(aim)
    if not found:
        return "null"
    residues, modulus = found
    for index, (either, supposed, relations) in enumerate(said):
        if supposed:
            return "null"
        congruences = _about(relations, aim.unknown)
        if congruences and not _all_fit(congruences, either, residues, modulus, aim.unknown):
            return str(index)
    return "null"


def _doubted_remainder(said: list[Said]) -> str:
    for index, (_, supposed, relations) in enumerate(said):
        if supposed:
            return "null"
        for left, _, right, *modulus in relations:
            if modulus and left is not None and left.is_Integer and right.is_Integer and (left - right) % modulus[0] != 0:
                return str(index)
    return "null"


def _about(relations: list, x: Symbol) -> list[Congruence]:
    return [
        (left, right, modulus[0])
        for left, _, right, *modulus in relations
        if modulus and left is not None and modulus[0].is_Integer and modulus[0] > 0 and (left - right).free_symbols == {x}
    ]


def _all_fit(congruences: list[Congruence], either: bool, residues: list[int], modulus: int, x: Symbol) -> bool:
    hold = any if either else all
    # A modulus that does not divide the whole one is asked about over several periods.
    return all(hold((left - right).subs(x, r + modulus * k) % m == 0 for left, right, m in congruences) for r in residues for k in range(4))


def _residues(aim: Congruences) -> tuple[list[int], int] | None:
    """All solutions as residues by the smallest common modulus."""
    whole = 1
    for _, _, m in aim.given:
        if not m.is_Integer or m < 1:
            return None
        whole = whole * int(m) // gcd(whole, int(m))
    if whole > _MOST_TRIED:
        return None
    x = aim.unknown
    found = [r for r in range(whole) if all((left - right).subs(x, r) % m == 0 for left, right, m in aim.given)]
    for smaller in (d for d in range(1, whole) if whole % d == 0):
        if sorted({r % smaller for r in found}) == sorted(set(r for r in found if r < smaller)) and len(found) * smaller == len({r % smaller for r in found}) * whole:
            return sorted({r % smaller for r in found}), smaller
    return found, whole


def _line(left: object, right: object, modulus: object) -> tuple:
    return (left, "≡", right, Integer(modulus) if isinstance(modulus, int) else modulus)


def _solving(aim: Congruences, said: list[Said]) -> Iterator[Move]:
    x = aim.unknown
    found = _residues(aim)
    now = list(aim.given)
    if found is not None:
        residues, modulus = found
        if not residues:
            tried = max(int(m) for _, _, m in aim.given)
            yield Move(f"None of the residues modulo ${tried}$ satisfies it, so there is no solution", (), final=True, sure="proved")
            return
        for _, supposed, relations in said:
            for each in [] if supposed else _about(relations, x):
                if _all_fit([each], False, residues, modulus, x):
                    now = _with(now, each, x)
        if len(now) == 1 and now[0][0] == x and int(now[0][2]) == modulus and len(residues) == 1 and now[0][1] == residues[0]:
            yield Move("So the solution is", (_line(x, residues[0], modulus),), final=True, sure="proved")
            return
    open_ones = [each for each in now if not (each[0] == x and not each[1].has(x))]
    if not open_ones and found is not None:
        yield from _combined(now, found, x)
        return
    for each in open_ones[:1]:
        yield from _linear(each, x, found, len(now))
    if found is not None and found[1] <= _MOST_SHOWN:
        residues, modulus = found
        yield Move(f"Trying all residues modulo ${modulus}$ gives", tuple(_line(x, r, modulus) for r in residues), "or", True, 1, sure="proved")


def _with(now: list[Congruence], each: Congruence, x: Symbol) -> list[Congruence]:
    """A step takes the place of the congruence that it came from, by its modulus."""
    at = next((i for i, (_, _, m) in enumerate(now) if m % each[2] == 0 and _follows(now[i], each, x)), None)
    if at is None:
        return now if len(now) > 1 and any(each[2] % m != 0 for _, _, m in now) else [each]
    return [*now[:at], each, *now[at + 1 :]]


def _follows(one: Congruence, other: Congruence, x: Symbol) -> bool:
    def solve(c: Congruence) -> set[int]:
        return {r for r in range(int(one[2])) if (c[0] - c[1]).subs(x, r) % c[2] == 0}

    return solve(one) == solve(other)


def _linear(each: Congruence, x: Symbol, found: tuple[list[int], int] | None, count: int) -> Iterator[Move]:
    left, right, m = each
    difference = Poly(expand(left - right), x)
    if difference.degree() != 1 or not m.is_Integer:
        return
    a, b, m = int(difference.coeff_monomial(x)), int(-difference.coeff_monomial(1)), int(m)
    final = count == 1
    if a % m != a or b % m != b or expand(left) != a * x:
        if a % m == 1:
            yield Move(f"Reduce modulo ${m}$", (_line(x, b % m, m),), final=final, sure="proved")
            return
        yield Move(f"Reduce modulo ${m}$" if expand(left).coeff(x, 0) == 0 and not right.has(x) else f"Collect the terms and reduce modulo ${m}$", (_line((a % m) * x, b % m, m),), rank=0.1, sure="proved")
    d = gcd(a, m)
    if b % d:
        yield Move(f"Here ${d}$ divides ${a % m}$ and ${m}$ but not ${b % m}$, so there is no solution", (), final=True, sure="proved")
        return
    if d > 1:
        # The answer by the smaller modulus is the whole answer.
        yield Move(f"Divide by ${d}$, the modulus as well", (_line((a // d) % (m // d) * x, (b // d) % (m // d), m // d),), rank=0, sure="proved")
        return
    inverse = pow(a, -1, m)
    say = f"Since ${a % m} \\cdot {inverse} = {a % m * inverse} \\equiv 1 \\pmod{{{m}}}$, multiply by ${inverse}$"
    yield Move(say, (_line(x, b * inverse % m, m),), final=final, rank=0, sure="proved")


def _combined(now: list[Congruence], found: tuple[list[int], int], x: Symbol) -> Iterator[Move]:
    residues, modulus = found
    if len(residues) != 1:
        return
    if len(now) > 2:
        (_, r, m), (_, s, n) = now[0], now[1]
        both = solve_congruence((int(r), int(m)), (int(s), int(n)))
        if both is not None:
            yield Move("The first two together say", (_line(x, int(both[0]), int(both[1])), *[_line(*each) for each in now[2:]]), rank=0, sure="proved")
    moduli = [int(m) for _, _, m in now]
    coprime = all(gcd(a, b) == 1 for i, a in enumerate(moduli) for b in moduli[i + 1 :])
    shown = listed([f"${m}$" for m in moduli])
    say = f"By the Chinese remainder theorem, since {shown} have no common divisor," if coprime else "Together these say"
    yield Move(say, (_line(x, residues[0], modulus),), final=True, rank=0.1, sure="proved")


def _remainder(aim: Remainder, said: list[Said]) -> Iterator[Move]:
    (base, exponent), modulus = aim.power, aim.modulus
    if not (base.is_Integer and exponent.is_Integer and modulus.is_Integer) or modulus < 2 or exponent < 1:
        return
    b, e, m = int(base), int(exponent), int(modulus)
    answer = pow(b, e, m)
    whole = _power(b, e)
    if e == 1:
        if b < _LONGEST:
            yield Move("Divide with remainder", ((Integer(b), "=", f"{m} \\cdot {b // m} + {b % m}"),), rank=0, sure="proved")
        yield Move("So", (_line(aim.written, answer, m),), final=True, rank=0.1, sure="proved")
        return
    facts = {(int(left), int(right)) for _, supposed, relations in said if not supposed for left, _, right, *mod in relations if mod and mod[0] == m and left is not None and left.is_Integer and right.is_Integer}
    small = b % m if b % m <= m // 2 + 1 or b < m else b % m - m
    if b >= m and not any(left % m == b % m and right == small for left, right in facts):
        yield Move("Reduce the base", (_line(Integer(b), small, m),), rank=0, sure="proved")
        return
    yield from _by_cycle(small if b >= m else b, e, m, answer, whole, facts)


def _power(b: int, e: int) -> str:
    return f"{b}^{{{e}}}" if b >= 0 else f"\\left({b}\\right)^{{{e}}}"


def _by_cycle(b: int, e: int, m: int, answer: int, whole: str, facts: set[tuple[int, int]]) -> Iterator[Move]:
    """The powers repeat: with a power that is 1 or -1, or else from some power on."""
    powers = [pow(b, k, m) for k in range(1, min(e, m) + 2)]
    unit = next((k for k, value in enumerate(powers, 1) if value in (1, m - 1)), None)
    if unit is not None and unit <= e:
        value = 1 if powers[unit - 1] == 1 else -1
        if (b**unit, value) not in facts and unit > 1:
            yield Move("Look for a power that is $1$ or $-1$", (_line(_power(b, unit), value, m),), rank=0, sure="proved")
            return
        quotient, rest = divmod(e, unit)
        tail = f" \\cdot {_power(b, rest)}" if rest else ""
        say = f"Since ${e} = {unit} \\cdot {quotient}{f' + {rest}' if rest else ''}$, the power is $\\left({value}\\right)^{{{quotient}}}{tail}$ here"
        yield Move(say, (_line(whole, answer, m),), final=True, rank=0, sure="proved")
        return
    first = next(k for k in range(1, len(powers)) if powers[k] in powers[:k])
    start = powers.index(powers[first])
    period = first - start
    if e <= first:
        yield Move("Work the power out", (_line(whole, answer, m),), final=True, rank=0, sure="proved")
        return
    if (b ** (first + 1), b ** (start + 1)) not in facts:
        yield Move("The powers repeat", (_line(_power(b, first + 1), _power(b, start + 1), m),), rank=0, sure="proved")
        return
    rest = (e - start - 1) % period + start + 1
    say = f"So the powers repeat every ${period}$ from ${_power(b, start + 1)}$ on, and ${e} = {period} \\cdot {(e - rest) // period} + {rest}$ leads to ${_power(b, rest)}$"
    yield Move(say, (_line(whole, answer, m),), final=True, rank=0, sure="proved")
