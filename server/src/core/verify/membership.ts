/** ∈, ∉, ⊂, ⊆ for numbers, and for sets that are written out. */
import type { Expr, NumberSetExpr, Rational, SetExpr, TupleExpr } from '../math/expr.ts';
import { printText } from '../math/print.ts';
import { compareRational, signRational } from '../math/rational.ts';
import { decide } from './decide.ts';
import { exactValue, expand, isOpaque, type Judging, namesOfAll } from './judging.ts';
import { type ChainLink, spanOf } from './link.ts';
import type { Verdict } from './verdict.ts';
import { proved, refuted, unknown } from './verdicts.ts';

export function judgeMembership(link: ChainLink, judging: Judging): Verdict {
  const left = expand(link.left, judging).expr;
  const right = expand(link.right, judging).expr;
  if (namesOfAll([left, right], judging).size > 0 || isOpaque(left) || isOpaque(right))
    return unknown('membership of something that is not fixed');
  const negative = link.op === '∉';
  const holds = link.op === '⊂' || link.op === '⊆' ? isSubset(left, right, judging) : isElement(left, right, judging);
  if (holds === undefined) return unknown('membership could not be decided');
  if (holds !== negative) return proved('the elements compared', 'exact');
  if (judging.ledger.inContradiction()) return unknown('a false relation is the aim of a contradiction');
  return refuted(
    { kind: 'values', left: printText(link.left), right: printText(link.right), relation: link.op, at: [] },
    { rule: 'claim.false-membership', checker: 'exact', link: link.index, span: spanOf(link) },
  );
}

function isElement(element: Expr, set: Expr, judging: Judging): boolean | undefined {
  switch (set.kind) {
    case 'set':
      return isListed(element, set, judging);
    case 'numberSet':
      return inNumberSet(exactValue(element, judging), set);
    case 'tuple':
      return inInterval(exactValue(element, judging), set, judging);
    case 'setOperation': {
      const [a, b] = [isElement(element, set.left, judging), isElement(element, set.right, judging)];
      if (a === undefined || b === undefined) return undefined;
      return set.op === 'union' ? a || b : set.op === 'intersection' ? a && b : a && !b;
    }
    default:
      return undefined;
  }
}

function isListed(element: Expr, set: SetExpr, judging: Judging): boolean | undefined {
  let certain = true;
  for (const member of set.elements) {
    const { kind } = decide(element, member, judging);
    if (kind === 'equal' || kind === 'tested') return true;
    if (kind === 'undecided') certain = false;
  }
  return certain ? false : undefined;
}

function inNumberSet(value: Rational | undefined, { set, restriction }: NumberSetExpr): boolean | undefined {
  if (value === undefined) return undefined;
  const sign = signRational(value);
  if (restriction === 'positive' && sign <= 0) return false;
  if (restriction === 'negative' && sign >= 0) return false;
  if (restriction === 'nonnegative' && sign < 0) return false;
  if (restriction === 'nonzero' && sign === 0) return false;
  if (set === 'Z') return value.d === 1n;
  // Whether 0 is a natural number is a matter of taste.
  if (set === 'N') return value.d !== 1n || sign < 0 ? false : sign === 0 ? undefined : true;
  return true;
}

/** A pair of numbers in brackets is read as an interval where something is an element of it. */
function inInterval(value: Rational | undefined, tuple: TupleExpr, judging: Judging): boolean | undefined {
  const [from, to, more] = tuple.items;
  if (value === undefined || from === undefined || to === undefined || more !== undefined || tuple.open === '<')
    return undefined;
  const [lower, upper] = [bound(from, value, judging), bound(to, value, judging)];
  if (lower === undefined || upper === undefined) return undefined;
  const aboveLower = tuple.open === '[' ? lower >= 0 : lower > 0;
  const belowUpper = tuple.close === ']' ? upper <= 0 : upper < 0;
  return aboveLower && belowUpper;
}

/** Order of the value against an end of an interval. */
function bound(end: Expr, value: Rational, judging: Judging): number | undefined {
  if (end.kind === 'infinity') return -1;
  if (end.kind === 'negate' && end.arg.kind === 'infinity') return 1;
  const exact = exactValue(end, judging);
  return exact === undefined ? undefined : compareRational(value, exact);
}

function isSubset(left: Expr, right: Expr, judging: Judging): boolean | undefined {
  if (
    left.kind === 'numberSet' &&
    right.kind === 'numberSet' &&
    left.restriction === undefined &&
    right.restriction === undefined
  ) {
    const order = ['N', 'Z', 'Q', 'R', 'C'];
    return order.indexOf(left.set) <= order.indexOf(right.set);
  }
  if (left.kind !== 'set') return undefined;
  const each = left.elements.map(element => isElement(element, right, judging));
  if (each.includes(false)) return false;
  return each.every(holds => holds === true) ? true : undefined;
}
