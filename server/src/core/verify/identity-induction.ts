/** Sums and products up to n by induction: the first term agrees, and one term more changes both sides alike. */
import { number, product, sum, symbol } from '../math/build.ts';
import { dependsOn } from '../math/differentiate.ts';
import type { BigOperatorExpr, Expr } from '../math/expr.ts';
import { structurallyEqual, substitute } from '../math/symbols.ts';
import { mapChildren, some } from '../math/traverse.ts';
import type { EqualityContext } from './identity.ts';
import { compareForms } from './identity-forms.ts';
import type { Sides } from './identity-values.ts';

/** True where `left = right` is proved for every whole n from the first on at which its sums have a term. */
export function equalByInduction(sides: Sides, names: ReadonlySet<string>, context: EqualityContext): boolean {
  for (const name of names) {
    const operators = operatorsUpTo(sides, name);
    if (operators !== undefined && operators.length > 0 && holds(sides, name, operators, context)) return true;
  }
  return false;
}

/** The sums and products of both sides; `undefined` where one of them does not run to n + c from a bound and over terms without n. */
function operatorsUpTo(sides: Sides, name: string): readonly BigOperatorExpr[] | undefined {
  const found: BigOperatorExpr[] = [];
  let fits = true;
  const visit = (expr: Expr): boolean => {
    if (expr.kind !== 'bigOperator') return false;
    const inside = some(expr.body, part => part.kind === 'bigOperator') || dependsOn(expr.body, name);
    if (inside || dependsOn(expr.lower, name) || shiftOf(expr.upper, name) === undefined) fits = false;
    found.push(expr);
    return false;
  };
  some(sides.left, visit);
  some(sides.right, visit);
  const isProduct = found.some(operator => operator.op === 'product');
  const bare = found.length === 1 && (sides.left === found[0] || sides.right === found[0]);
  return fits && (!isProduct || bare) ? found : undefined;
}

/** c of `n + c`. */
function shiftOf(upper: Expr, name: string): bigint | undefined {
  if (upper.kind === 'symbol') return upper.name === name ? 0n : undefined;
  if (upper.kind !== 'sum' || upper.terms.length !== 2) return undefined;
  const [first, second] = upper.terms;
  if (first?.kind !== 'symbol' || first.name !== name) return undefined;
  const negative = second?.kind === 'negate';
  const size = negative ? second.arg : second;
  if (size?.kind !== 'number' || size.value.d !== 1n) return undefined;
  return negative ? -size.value.n : size.value.n;
}

function holds(sides: Sides, name: string, operators: readonly BigOperatorExpr[], context: EqualityContext): boolean {
  const starts = operators.map(operator => {
    const shift = shiftOf(operator.upper, name);
    const { lower } = operator;
    return shift === undefined || lower.kind !== 'number' || lower.value.d !== 1n ? undefined : lower.value.n - shift;
  });
  const [start] = starts;
  if (start === undefined || starts.some(other => other !== start)) return false;
  const firstTerm = (operator: BigOperatorExpr): Expr => termAt(operator, operator.lower);
  const atStart = (side: Expr): Expr =>
    substitute(replace(side, operators, firstTerm), new Map([[name, number(start)]]));
  if (compareForms({ left: atStart(sides.left), right: atStart(sides.right) }, context).equal !== true) return false;
  return stepHolds(sides, name, operators, context);
}

function termAt(operator: BigOperatorExpr, index: Expr): Expr {
  return substitute(operator.body, new Map([[operator.variable, index]]));
}

function stepHolds(
  sides: Sides,
  name: string,
  operators: readonly BigOperatorExpr[],
  context: EqualityContext,
): boolean {
  const partial = (operator: BigOperatorExpr): Expr => symbol(`partial ${operators.indexOf(operator)}`);
  const next = new Map([[name, sum(symbol(name), number(1))]]);
  const grown = (operator: BigOperatorExpr): Expr => {
    const term = termAt(operator, sum(operator.upper, number(1)));
    return operator.op === 'sum' ? sum(partial(operator), term) : product(partial(operator), term);
  };
  const now = (side: Expr): Expr => replace(side, operators, partial);
  // The operators' own n must not be moved: their growth is written out.
  const then = (side: Expr): Expr =>
    substitute(
      substitute(now(side), next),
      new Map(operators.map(operator => [`partial ${operators.indexOf(operator)}`, grown(operator)])),
    );
  if (operators.some(operator => operator.op === 'product')) {
    // P(n) = G(n) gives P(n + 1) = G(n) f(n + 1), which must be G(n + 1).
    const [operator] = operators;
    const closed = sides.left === operator ? sides.right : sides.left;
    if (operator === undefined) return false;
    const left = product(closed, termAt(operator, sum(operator.upper, number(1))));
    return compareForms({ left, right: substitute(closed, next) }, context).equal === true;
  }
  const left = sum(then(sides.left), now(sides.right));
  const right = sum(then(sides.right), now(sides.left));
  return compareForms({ left, right }, context).equal === true;
}

function replace(expr: Expr, operators: readonly BigOperatorExpr[], by: (operator: BigOperatorExpr) => Expr): Expr {
  const own = operators.find(operator => operator === expr || structurallyEqual(operator, expr));
  return own === undefined ? mapChildren(expr, part => replace(part, operators, by)) : by(own);
}
