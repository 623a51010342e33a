/** A number used in a computation that neither the problem nor an earlier step names, and that no common word stands for. */
import type { Chain, Expr, NumberExpr, Rational } from '../math/expr.ts';
import { printText } from '../math/print.ts';
import { addRational, divideRational, multiplyRational, ONE, rational, subtractRational } from '../math/rational.ts';
import { children } from '../math/traverse.ts';
import type { Judging } from './judging.ts';
import { hasUnit } from './units.ts';
import type { Verdict } from './verdict.ts';

/** Days, hours, minutes, dozens, angles, powers of ten: numbers that everyone brings along. */
const COMMON: ReadonlySet<bigint> = new Set(
  [0, 1, 2, 3, 4, 5, 7, 8, 10, 12, 24, 30, 31, 36, 48, 50, 52, 60, 90, 100, 180, 360, 365, 366, 1000, 3600].map(BigInt),
);
const HUNDRED = rational(100);

/**
 * Adds a remark to the verdict of a right computation in which exactly one number comes from nowhere while another is known. Only where
 * things are counted or measured: in algebra numbers arise from everything.
 */
export function withUnknownQuantity(verdict: Verdict, chain: Chain, judging: Judging): Verdict {
  if (verdict.status !== 'proved' || verdict.rule !== undefined || judging.claim.role !== 'assertion') return verdict;
  if (judging.claim.source !== 'words' && !chain.sides.some(hasUnit)) return verdict;
  if (chain.links.some(({ op }) => op !== '=')) return verdict;
  // What arrives at a number that is given puts the others to the test.
  if (chain.sides.some(side => side.kind === 'number' && judging.ledger.hasQuantity(textOf(side.value))))
    return verdict;
  const operands = chain.sides.filter(side => !isNumeral(side)).flatMap(numerals);
  const foreign = operands.filter(({ value }) => !isKnown(value, judging));
  const [first, second] = foreign;
  const named = operands.some(({ value }) => judging.ledger.hasQuantity(textOf(value)));
  if (first === undefined || second !== undefined || !named) return verdict;
  return {
    ...verdict,
    rule: 'step.unknown-quantity',
    evidence: { kind: 'reason', reason: `${printText(first)} is named neither by the problem nor by an earlier step` },
    span: first.span,
  };
}

function isNumeral(expr: Expr): boolean {
  return (
    expr.kind === 'number' ||
    ((expr.kind === 'quantity' || expr.kind === 'percent' || expr.kind === 'negate') && isNumeral(expr.arg))
  );
}

function numerals(expr: Expr): readonly NumberExpr[] {
  return expr.kind === 'number' ? [expr] : children(expr).flatMap(numerals);
}

function textOf({ n, d }: Rational): string {
  return d === 1n ? `${n}` : `${n}/${d}`;
}

/** Named, common, or what a named number becomes as a percentage, a complement or a reciprocal. */
function isKnown(value: Rational, { ledger }: Judging): boolean {
  if (value.d === 1n && COMMON.has(value.n)) return true;
  if (value.d <= 12n && value.n <= value.d) return true;
  const shapes = [
    value,
    multiplyRational(value, HUNDRED),
    divideRational(value, HUNDRED),
    subtractRational(ONE, value),
    subtractRational(HUNDRED, value),
    multiplyRational(subtractRational(ONE, value), HUNDRED),
    multiplyRational(subtractRational(value, ONE), HUNDRED),
    subtractRational(value, ONE),
    addRational(value, ONE),
    divideRational(ONE, value),
  ];
  return shapes.some(shape => shape !== undefined && ledger.hasQuantity(textOf(shape)));
}
