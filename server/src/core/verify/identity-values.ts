/** Values of the two sides at a point: how they are computed, told apart, printed. */
import type { Decimal } from 'decimal.js';
import type { Ball } from '../math/ball.ts';
import { Budget } from '../math/budget.ts';
import { type ComplexBall, evaluateComplexBall, isReal } from '../math/complex.ts';
import { evaluateDecimal } from '../math/decimal.ts';
import { evaluateExact } from '../math/exact.ts';
import type { Expr, Rational } from '../math/expr.ts';
import { rationalOf } from '../math/fraction.ts';
import { NormalForms } from '../math/normal-form.ts';
import { equalRational, toNumber } from '../math/rational.ts';
import { ballArithmetic, evaluateBall } from '../math/real.ts';
import type { Difference, EqualityDecision } from './identity.ts';
import type { Point } from './identity-points.ts';

export type { Point } from './identity-points.ts';

export function undecided(reason: string): EqualityDecision & { readonly kind: 'undecided' } {
  return { kind: 'undecided', reason };
}

export interface Sides {
  readonly left: Expr;
  readonly right: Expr;
}

/** What one point says. `nothing`: a side has no value there, or rounding hides the answer. */
export type PointResult =
  | { readonly kind: 'agree'; readonly exact: boolean }
  | {
      readonly kind: 'differ';
      readonly left: string;
      readonly right: string;
      readonly leftValue?: Rational;
      readonly rightValue?: Rational;
      /** -1 where the left side is the smaller; given where sixty digits told them apart. */
      readonly order?: -1 | 1;
    }
  | { readonly kind: 'nothing' };

const NOTHING: PointResult = { kind: 'nothing' };

/** Exact values; `undefined` where a side has none. */
export function compareExactly(sides: Sides, point: Point, budget: Budget): PointResult | undefined {
  const left = evaluateExact(sides.left, point, budget);
  if (left === undefined) return undefined;
  const right = evaluateExact(sides.right, point, budget);
  if (right === undefined) return undefined;
  if (equalRational(left, right)) return { kind: 'agree', exact: true };
  return { kind: 'differ', left: printRational(left), right: printRational(right), leftValue: left, rightValue: right };
}

/** Balls that are apart by this many radii are apart; radii of integrals and limits are estimates with a margin of their own. */
const APART = 4;
/** Differences smaller than this, relatively, are looked at again with sixty digits. */
const CLOSE = 1e-9;

/** Real values at a point: balls first, then many digits where they are too close to tell. */
export function compareReals(sides: Sides, point: Point, budget: Budget, estimated: boolean): PointResult {
  const env = new Map<string, Ball>();
  for (const [name, value] of point) {
    const b = ballArithmetic.rational(value);
    if (b === undefined) return NOTHING;
    env.set(name, b);
  }
  const left = evaluateBall(sides.left, env, budget);
  if (left === undefined) return NOTHING;
  const right = evaluateBall(sides.right, env, budget);
  if (right === undefined) return NOTHING;
  if (!Number.isFinite(left.v) || !Number.isFinite(right.v)) return compareInfinite(sides, left, right, point, budget);
  const difference = Math.abs(left.v - right.v);
  const radius = left.e + right.e;
  const scale = Math.max(Math.abs(left.v), Math.abs(right.v));
  if (difference > APART * radius) {
    if (difference <= (estimated ? 1e-7 : CLOSE) * scale) return compareDecimals(sides, point, budget, true);
    return confirmed(sides, left, right, point, budget);
  }
  if (radius > 1e-6 * Math.max(scale, 1e-3)) return compareDecimals(sides, point, budget, false);
  return { kind: 'agree', exact: false };
}

/** A side that certainly is infinite beside one that is not. */
function compareInfinite(sides: Sides, left: Ball, right: Ball, point: Point, budget: Budget): PointResult {
  if (left.v === right.v) return { kind: 'agree', exact: false };
  // A series with a name in it is meant where it converges.
  if (point.size > 0) return NOTHING;
  return differing(sides, left, right, point, budget);
}

/** A difference of doubles is printed exactly where it can be; a second opinion by digits guards against a slip of the radii. */
function confirmed(sides: Sides, left: Ball, right: Ball, point: Point, budget: Budget): PointResult {
  const exact = compareExactly(sides, point, budget);
  return exact ?? differing(sides, left, right, point, budget);
}

function differing(sides: Sides, left: Ball, right: Ball, point: Point, budget: Budget): PointResult {
  const leftValue = rationalValue(sides.left, point, budget);
  const rightValue = rationalValue(sides.right, point, budget);
  return {
    kind: 'differ',
    left: leftValue === undefined ? printNumber(left.v) : printRational(leftValue),
    right: rightValue === undefined ? printNumber(right.v) : printRational(rightValue),
    ...(leftValue === undefined ? {} : { leftValue }),
    ...(rightValue === undefined ? {} : { rightValue }),
  };
}

const FORM_STEPS = 5000;

/** The value where it is rational, also where it takes algebra to see it: sin 30°, √2·√8. For a person to read. */
function rationalValue(expr: Expr, point: Point, budget: Budget): Rational | undefined {
  const exact = evaluateExact(expr, point, budget);
  if (exact !== undefined || point.size > 0) return exact;
  const form = new NormalForms(new Set()).of(expr, new Budget(FORM_STEPS));
  return form && rationalOf(form);
}

const HIGH = 60;
const LOW = 40;

/** Sixty digits beside forty: what both show is no rounding. */
export function compareDecimals(sides: Sides, point: Point, budget: Budget, apart: boolean): PointResult {
  const difference = (precision: number): { readonly left: Decimal; readonly right: Decimal } | undefined => {
    const left = evaluateDecimal(sides.left, point, budget, precision);
    const right = left && evaluateDecimal(sides.right, point, budget, precision);
    return left && right && { left, right };
  };
  const high = difference(HIGH);
  // Without digits to look at, doubles that are that close say nothing.
  if (high === undefined) return NOTHING;
  const gap = high.left.minus(high.right).abs();
  const scale = high.left.abs().plus(high.right.abs());
  const least = scale.gt(1e-3) ? scale : scale.plus(1e-3);
  if (gap.isZero() || gap.lt(least.times('1e-45'))) return { kind: 'agree', exact: false };
  const low = difference(LOW);
  if (low === undefined) return NOTHING;
  const lowGap = low.left.minus(low.right).abs();
  if (lowGap.minus(gap).abs().gt(gap.times(1e-6))) return NOTHING;
  if (!apart && gap.lt(scale.times('1e-30'))) return NOTHING;
  const share = Number(gap.div(least).toPrecision(5));
  const digits = Math.min(40, Math.max(8, Math.ceil(-Math.log10(share)) + 3));
  return {
    kind: 'differ',
    left: `≈ ${high.left.toPrecision(digits)}`,
    right: `≈ ${high.right.toPrecision(digits)}`,
    order: high.left.lt(high.right) ? -1 : 1,
  };
}

/** Complex values: for formulas without real ones. */
export function compareComplex(sides: Sides, env: ReadonlyMap<string, ComplexBall>, budget: Budget): PointResult {
  const left = evaluateComplexBall(sides.left, env, budget);
  const right = left && evaluateComplexBall(sides.right, env, budget);
  if (left === undefined || right === undefined) return NOTHING;
  const gap = Math.hypot(left.re.v - right.re.v, left.im.v - right.im.v);
  const radius = left.re.e + left.im.e + right.re.e + right.im.e;
  const scale = Math.max(Math.hypot(left.re.v, left.im.v), Math.hypot(right.re.v, right.im.v));
  if (!Number.isFinite(gap)) return NOTHING;
  if (gap > APART * radius && gap > CLOSE * scale) {
    const shown = (side: Expr, value: ComplexBall): string => {
      const exact = env.size === 0 ? rationalValue(side, new Map(), budget) : undefined;
      return exact === undefined ? printComplex(value) : printRational(exact);
    };
    return { kind: 'differ', left: shown(sides.left, left), right: shown(sides.right, right) };
  }
  return radius > 1e-6 * Math.max(scale, 1e-3) ? NOTHING : { kind: 'agree', exact: false };
}

export function differenceAt(
  result: PointResult & { readonly kind: 'differ' },
  at: Difference['at'],
  onlyNegative: boolean,
): Difference {
  return {
    kind: 'different',
    at,
    left: result.left,
    right: result.right,
    ...(result.leftValue === undefined ? {} : { leftValue: result.leftValue }),
    ...(result.rightValue === undefined ? {} : { rightValue: result.rightValue }),
    onlyNegative,
    of: 'sides',
  };
}

export function printRational(value: Rational): string {
  const sign = value.n < 0n ? '−' : '';
  const top = value.n < 0n ? -value.n : value.n;
  const text = value.d === 1n ? top.toString() : `${top}/${value.d}`;
  return text.length > 60 ? printRounded(toNumber(value)) : sign + text;
}

/** Rounded, or the sign of infinity. */
export function printNumber(x: number): string {
  if (x === Number.POSITIVE_INFINITY) return '∞';
  return x === Number.NEGATIVE_INFINITY ? '−∞' : printRounded(x);
}

/** Eight significant digits, with the sign that says so. */
export function printRounded(x: number): string {
  return `≈ ${Number(x.toPrecision(8))}`.replace('-', '−');
}

export function printComplex(z: ComplexBall): string {
  const round = (b: Ball): number => (Math.abs(b.v) <= 4 * b.e ? 0 : Number(b.v.toPrecision(8)));
  const re = round(z.re);
  const im = round(z.im);
  if (isReal(z) || im === 0) return printNumber(re);
  const part = im === 1 ? 'i' : im === -1 ? '−i' : `${String(im).replace('-', '−')}i`;
  if (re === 0) return part;
  return `${String(re).replace('-', '−')} ${im < 0 ? '−' : '+'} ${part.replace('−', '')}`;
}
