/** Other things that a formula may mean: a false alarm over a reading costs more than a miss, so a difference must stand in all of them. */
import { call, number, product, quotient, symbol } from '../math/build.ts';
import type { CallExpr, Expr } from '../math/expr.ts';
import { mapChildren } from '../math/traverse.ts';
import type { Features } from './identity-features.ts';
import { withLogBase } from './log-base.ts';
import { isPercentage, ofWhatStandsBefore } from './percent-sum.ts';

export interface Reading {
  /** What is taken differently here: completes "the two sides agree …". */
  readonly label: string;
  readonly left: Expr;
  readonly right: Expr;
  /** Constants' names that are variables in this reading. */
  readonly variables: ReadonlySet<string>;
}

/** The reading to try first. log without a base is to base ten. */
export function firstReading(left: Expr, right: Expr, features: Features, variables: ReadonlySet<string>): Reading {
  const read = features.logWithoutBase
    ? (expr: Expr): Expr => withLogBase(expr, number(10))
    : (expr: Expr): Expr => expr;
  return { label: 'as written', left: read(left), right: read(right), variables };
}

/** The other readings that fit what stands there, likeliest first. */
export function otherReadings(
  first: Reading,
  original: Reading,
  features: Features,
  constant: boolean,
): readonly Reading[] {
  const readings: Reading[] = [];
  const add = (label: string, f: (expr: Expr) => Expr): void => {
    readings.push({ ...first, label, left: f(first.left), right: f(first.right) });
  };
  // Only a constant angle may have lost its sign: sin x is in radians.
  if (features.degrees || (features.plainAngles && constant)) add('when angles are in degrees', inDegrees);
  if (features.logWithoutBase) {
    for (const [label, base] of [
      ['when log is the natural logarithm', symbol('e')],
      ['when log is to base two', number(2)],
    ] as const) {
      const f = (expr: Expr): Expr => withLogBase(expr, base);
      readings.push({ ...first, label, left: f(original.left), right: f(original.right) });
    }
  }
  if (features.percent) {
    add('when a percentage is of what stands before it', ofWhatStandsBefore);
    readings.push(...percentReadings(first));
  }
  const names = new Set(first.variables);
  if (features.symbolE && !names.has('e')) names.add('e');
  if (features.symbolI && !names.has('i')) names.add('i');
  for (const name of names) {
    if (first.variables.has(name)) continue;
    readings.push({ ...first, label: `when ${name} is a variable`, variables: new Set([...first.variables, name]) });
  }
  return readings;
}

const CIRCULAR: ReadonlySet<CallExpr['fn']> = new Set(['sin', 'cos', 'tan', 'cot', 'sec', 'csc']);
const INVERSE: ReadonlySet<CallExpr['fn']> = new Set(['arcsin', 'arccos', 'arctan', 'arccot', 'arcsec', 'arccsc']);
const DEGREE = quotient(symbol('pi'), number(180));

/** Every angle in degrees, whether or not it has the sign. */
function inDegrees(expr: Expr): Expr {
  const inner = mapChildren(expr, inDegrees);
  if (inner.kind === 'degree') return inner.arg;
  if (inner.kind !== 'call') return inner;
  const [arg] = inner.args;
  if (arg !== undefined && CIRCULAR.has(inner.fn)) return call(inner.fn, product(arg, DEGREE));
  return INVERSE.has(inner.fn) ? quotient(inner, DEGREE) : inner;
}

/** A side that is a percentage as a whole, beside one without the sign: the sign may have been dropped. */
function percentReadings(first: Reading): readonly Reading[] {
  const left = isPercentage(first.left);
  const right = isPercentage(first.right);
  if (left === right) return [];
  const strip = (expr: Expr): Expr => (expr.kind === 'percent' ? expr.arg : mapChildren(expr, strip));
  const label = 'when the percent sign is left out';
  return [
    { ...first, label, left: left ? strip(first.left) : first.left, right: right ? strip(first.right) : first.right },
  ];
}
