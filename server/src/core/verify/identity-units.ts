/** Sides with units whose bare numbers differ: a conversion may stand between them. */
import { number, product } from '../math/build.ts';
import { evaluateExact } from '../math/exact.ts';
import type { Expr, Rational } from '../math/expr.ts';
import { divideRational, equalRational, powerRational, rational } from '../math/rational.ts';
import { children, mapChildren } from '../math/traverse.ts';
import type { Difference, EqualityContext, EqualityDecision } from './identity.ts';
import { undecided } from './identity-values.ts';

type Dimension = 'length' | 'mass' | 'time' | 'money' | 'volume' | 'count';

/** Names of units without plural endings, by dimension, with their size in the smallest common unit. Temperatures are not here: their zeros differ. */
const UNITS: Readonly<Record<Dimension, readonly (readonly [string, Rational])[]>> = {
  length: [
    ['mm', rational(1, 1000)],
    ['millimeter', rational(1, 1000)],
    ['millimetre', rational(1, 1000)],
    ['cm', rational(1, 100)],
    ['centimeter', rational(1, 100)],
    ['centimetre', rational(1, 100)],
    ['m', rational(1)],
    ['meter', rational(1)],
    ['metre', rational(1)],
    ['km', rational(1000)],
    ['kilometer', rational(1000)],
    ['kilometre', rational(1000)],
    ['inch', rational(254, 10_000)],
    ['inche', rational(254, 10_000)],
    ['in', rational(254, 10_000)],
    ['foot', rational(3048, 10_000)],
    ['feet', rational(3048, 10_000)],
    ['ft', rational(3048, 10_000)],
    ['yard', rational(9144, 10_000)],
    ['yd', rational(9144, 10_000)],
    ['mile', rational(1_609_344, 1000)],
    ['mi', rational(1_609_344, 1000)],
  ],
  mass: [
    ['mg', rational(1, 1000)],
    ['milligram', rational(1, 1000)],
    ['g', rational(1)],
    ['gram', rational(1)],
    ['kg', rational(1000)],
    ['kilogram', rational(1000)],
    ['tonne', rational(1_000_000)],
    ['ounce', rational(45_359_237, 1_600_000)],
    ['oz', rational(45_359_237, 1_600_000)],
    ['pound', rational(45_359_237, 100_000)],
    ['lb', rational(45_359_237, 100_000)],
  ],
  time: [
    ['second', rational(1)],
    ['sec', rational(1)],
    ['s', rational(1)],
    ['minute', rational(60)],
    ['min', rational(60)],
    ['hour', rational(3600)],
    ['hr', rational(3600)],
    ['h', rational(3600)],
    ['day', rational(86_400)],
    ['week', rational(604_800)],
    ['fortnight', rational(1_209_600)],
  ],
  money: [
    ['cent', rational(1)],
    ['¢', rational(1)],
    ['penny', rational(1)],
    ['pennie', rational(1)],
    ['nickel', rational(5)],
    ['dime', rational(10)],
    ['quarter', rational(25)],
    ['dollar', rational(100)],
    ['$', rational(100)],
    ['usd', rational(100)],
  ],
  volume: [
    ['ml', rational(1)],
    ['milliliter', rational(1)],
    ['millilitre', rational(1)],
    ['l', rational(1000)],
    ['liter', rational(1000)],
    ['litre', rational(1000)],
  ],
  count: [['dozen', rational(12)]],
};

interface Unit {
  /** `length`, `length^2` for areas, `length^3`. */
  readonly dimension: string;
  readonly size: Rational;
}

const BY_NAME = new Map<string, Unit & { readonly dimension: Dimension }>();
for (const [dimension, list] of Object.entries(UNITS)) {
  for (const [name, size] of list) BY_NAME.set(name, { dimension: dimension as Dimension, size });
}

/** A unit by its normalized name, also squared and cubed: `cm^2`, `square feet`. */
function unitOf(name: string): Unit | undefined {
  const plain = BY_NAME.get(name);
  if (plain !== undefined) return plain;
  const written = /^(.+?) ?(?:\^ ?)?([23²³])$/u.exec(name) ?? /^(square|sq|cubic|cu) (.+)$/.exec(name);
  const [, first = '', second = ''] = written ?? [];
  const words: Readonly<Record<string, bigint>> = { square: 2n, sq: 2n, cubic: 3n, cu: 3n };
  const exponent = words[first] ?? (second === '3' || second === '³' ? 3n : 2n);
  const base = BY_NAME.get(normalizedUnit(words[first] === undefined ? first : second));
  const size = base?.dimension === 'length' ? powerRational(base.size, exponent) : undefined;
  return size && { dimension: `length^${exponent}`, size };
}

/** Keeps the difference only where units cannot explain it: one unit throughout, or well-known ones that were converted and still differ. */
export function decideUnits(left: Expr, right: Expr, decision: Difference, context: EqualityContext): EqualityDecision {
  const [leftUnits, rightUnits] = [unitsIn(left), unitsIn(right)];
  const all = new Set([...leftUnits, ...rightUnits]);
  if (all.size <= 1) {
    const [only] = all;
    const oneSided = leftUnits.size !== rightUnits.size;
    return oneSided && only !== undefined && isConversion(only, decision)
      ? undecided('units may have to be converted')
      : decision;
  }
  const known = [...all].map(unitOf);
  if (known.some(unit => unit !== undefined)) {
    const [a, b] = [converted(left, context), converted(right, context)];
    if (a !== undefined && b !== undefined && equalRational(a, b)) return { kind: 'equal', method: 'converting units' };
    const dimensions = new Set(known.map(unit => unit?.dimension));
    const oneKind = dimensions.size === 1 && !dimensions.has(undefined);
    // “1 inch = 20 miles” gives the scale of a map.
    const disjoint = ![...leftUnits].some(unit => rightUnits.has(unit));
    if (disjoint && !dimensions.has('time') && !dimensions.has('money')) return undecided('it may give a scale');
    // Lengths times lengths are no lengths: only sums of one kind can be compared this way.
    if (oneKind && a !== undefined && b !== undefined && isSimple(left) && isSimple(right)) return decision;
    if (hasConvertiblePair(known)) return undecided('units may have to be converted');
  }
  // 5 boxes × 4 apples = 21 apples: the result's unit is among those of the other side.
  const inside =
    [...rightUnits].every(unit => leftUnits.has(unit)) || [...leftUnits].every(unit => rightUnits.has(unit));
  return inside && !(isBare(left) && isBare(right)) ? decision : undecided('the sides have different units');
}

/** `4 hours = 4 · 60`: the other side is the same amount in another unit of the kind, which it does not name. */
function isConversion(unit: string, decision: Difference): boolean {
  const known = BY_NAME.get(unit);
  const { leftValue, rightValue } = decision;
  if (known === undefined || leftValue === undefined || rightValue === undefined) return false;
  const ratio = divideRational(leftValue, rightValue);
  if (ratio === undefined || ratio.n === 0n) return false;
  return UNITS[known.dimension].some(([, size]) => {
    const factor = divideRational(known.size, size);
    return factor !== undefined && (equalRational(factor, ratio) || equalRational(rational(ratio.d, ratio.n), factor));
  });
}

function hasConvertiblePair(known: readonly (Unit | undefined)[]): boolean {
  const seen = new Set<string>();
  for (const unit of known) {
    if (unit === undefined) continue;
    if (seen.has(unit.dimension)) return true;
    seen.add(unit.dimension);
  }
  return seen.has('count');
}

function converted(expr: Expr, context: EqualityContext): Rational | undefined {
  const inUnits = (part: Expr): Expr => {
    const inner = mapChildren(part, inUnits);
    const unit = inner.kind === 'quantity' ? unitOf(normalizedUnit(inner.unit)) : undefined;
    return inner.kind === 'quantity' && unit !== undefined ? product(inner.arg, number(unit.size)) : inner;
  };
  return evaluateExact(inUnits(expr), new Map(), context.budget);
}

function unitsIn(expr: Expr): ReadonlySet<string> {
  const units = new Set<string>();
  const walk = (part: Expr): void => {
    if (part.kind === 'quantity') units.add(normalizedUnit(part.unit));
    for (const child of children(part)) walk(child);
  };
  walk(expr);
  return units;
}

export function normalizedUnit(unit: string): string {
  const bare = unit
    .toLowerCase()
    .replace(/\\[a-z]+|[{}.]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return bare.length > 2 && bare.endsWith('s') && !bare.endsWith('ss') ? bare.slice(0, -1) : bare;
}

function isBare(expr: Expr): boolean {
  return expr.kind === 'quantity' && (['number', 'mixed'].includes(expr.arg.kind) || isFractionOfNumerals(expr.arg));
}

function isFractionOfNumerals(expr: Expr): boolean {
  return expr.kind === 'quotient' && expr.numerator.kind === 'number' && expr.denominator.kind === 'number';
}

/** An amount, or a sum of amounts, or such times a number: its unit is one of its parts'. */
function isSimple(expr: Expr): boolean {
  if (expr.kind === 'quantity') return unitsIn(expr.arg).size === 0;
  if (expr.kind === 'sum') return expr.terms.every(isSimple);
  if (expr.kind === 'negate') return isSimple(expr.arg);
  if (expr.kind === 'product')
    return (
      expr.factors.filter(factor => unitsIn(factor).size > 0).length === 1 &&
      expr.factors.every(f => unitsIn(f).size === 0 || isSimple(f))
    );
  return false;
}
