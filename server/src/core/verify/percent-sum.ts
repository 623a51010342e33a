/** `80 + 25% = 100`, as every pocket calculator has it: the percentage is of what stands before it. */
import { number, product, sum } from '../math/build.ts';
import type { Expr } from '../math/expr.ts';
import { mapChildren, some } from '../math/traverse.ts';

/** Whether a percentage is added to an amount, or taken off it, somewhere in the formula. */
export function addsPercentage(expr: Expr): boolean {
  return some(expr, isMarkup);
}

function isMarkup(expr: Expr): boolean {
  return expr.kind === 'sum' && expr.terms.some(isPercentage) && !expr.terms.slice(0, 1).some(isPercentage);
}

/** The formula with every such percentage as a share of what stands before it; the formula itself where there is none. */
export function ofWhatStandsBefore(expr: Expr): Expr {
  if (!addsPercentage(expr)) return expr;
  const inner = mapChildren(expr, ofWhatStandsBefore);
  if (inner.kind !== 'sum' || !isMarkup(inner)) return inner;
  return inner.terms.reduce((amount, term) =>
    isPercentage(term) ? product(amount, sum(number(1), term)) : sum(amount, term),
  );
}

/** A formula that is a percentage as a whole: `25%`, `-10%`, `10% + 5%`. */
export function isPercentage(expr: Expr): boolean {
  if (expr.kind === 'percent') return true;
  if (expr.kind === 'sum') return expr.terms.every(isPercentage);
  if (expr.kind === 'negate') return isPercentage(expr.arg);
  return expr.kind === 'quantity' && isPercentage(expr.arg);
}
