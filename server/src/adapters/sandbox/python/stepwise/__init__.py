"""
Checks for mathematics written step by step.

    check(lhs, rhs)                        both sides are equal, for all values of their symbols
    check(relation)                        an inequality, a statement with And, Or, Not, Implies: true for all values
    check_implies(before, after)           every solution of `before` is one of `after`
    check_solution(equation, x=[2, 3])     these values solve it
    check_congruent(a, b, n)               a and b leave the same remainder modulo n
    declare('x', lower=0)                  a symbol with what is known of its values

A check that is refuted raises CheckFailed, with a counterexample where there is one. Every call is recorded as proved, tested, refuted or unknown.
"""

from ._checks import check, check_congruent, check_implies, check_solution, declare
from ._records import CheckFailed

__all__ = ["CheckFailed", "check", "check_congruent", "check_implies", "check_solution", "declare"]
