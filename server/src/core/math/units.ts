/** Amounts in units whose symbols are known: `90 km/h`, `3600 L`, `36 m^3`. */
import type { Expr, Rational } from './expr.ts';
import { divideRational, powerRational, rational } from './rational.ts';

/** `length`, `length^3`, `length/time`. */
export interface MeasuredUnit {
  readonly dimension: string;
  /** In the unit of its dimension that the sizes below count in. */
  readonly size: Rational;
}

/** Symbols, not words: a day of work has eight hours, and a week five days. */
const SYMBOLS: Readonly<Record<string, Readonly<Record<string, Rational>>>> = {
  length: { mm: rational(1, 1000), cm: rational(1, 100), dm: rational(1, 10), m: rational(1), km: rational(1000) },
  mass: { mg: rational(1, 1000), g: rational(1), kg: rational(1000), t: rational(1_000_000) },
  time: { ms: rational(1, 1000), s: rational(1), min: rational(60), h: rational(3600) },
  'length^3': {
    ml: rational(1, 1_000_000),
    mL: rational(1, 1_000_000),
    cl: rational(1, 100_000),
    l: rational(1, 1000),
    L: rational(1, 1000),
  },
  energy: { J: rational(1), kJ: rational(1000) },
  power: { W: rational(1), kW: rational(1000) },
  force: { N: rational(1), kN: rational(1000) },
};

const BY_SYMBOL: ReadonlyMap<string, MeasuredUnit> = new Map(
  Object.entries(SYMBOLS).flatMap(([dimension, units]) =>
    Object.entries(units).map(([symbol, size]) => [symbol, { dimension, size }] as const),
  ),
);

/** For a pattern, longest first. */
export const unitSymbols: readonly string[] = [...BY_SYMBOL.keys()].sort((a, b) => b.length - a.length);

/** A unit by its symbol, a power of one, or one per another; `undefined` where a symbol is not known. */
export function measuredUnit(written: string): MeasuredUnit | undefined {
  const [above = '', below, more] = written.replace(/[\s{}]|\\[,;:!]/g, '').split('/');
  if (more !== undefined) return undefined;
  const [top, bottom] = [powerOfUnit(above), below === undefined ? undefined : powerOfUnit(below)];
  if (below === undefined || top === undefined) return top;
  const size = bottom && divideRational(top.size, bottom.size);
  return size && bottom && { dimension: `${top.dimension}/${bottom.dimension}`, size };
}

function powerOfUnit(written: string): MeasuredUnit | undefined {
  const [, symbol = '', power = ''] = /^([A-Za-z]+)(?:\^?([23²³]))?$/u.exec(written) ?? [];
  const unit = BY_SYMBOL.get(symbol);
  if (unit === undefined || power === '') return unit;
  if (unit.dimension.includes('^')) return undefined;
  const exponent = power === '2' || power === '²' ? 2n : 3n;
  const size = powerRational(unit.size, exponent);
  return size && { dimension: `${unit.dimension}^${exponent}`, size };
}

/** A side that is a numeral, or a product of numerals, with a known unit at its end. */
export function amountOf(
  side: Expr,
): { readonly unit: MeasuredUnit; readonly number: Expr; readonly written: string } | undefined {
  if (side.kind === 'quantity') {
    const unit = isNumeral(side.arg) ? measuredUnit(side.unit) : undefined;
    return unit && { unit, number: side.arg, written: side.unit };
  }
  if (side.kind !== 'product') return undefined;
  const last = side.factors.at(-1);
  const inner = last && amountOf(last);
  if (inner === undefined || !side.factors.slice(0, -1).every(isNumeral)) return undefined;
  return { ...inner, number: { ...side, factors: side.factors.with(-1, inner.number) } };
}

function isNumeral(expr: Expr): boolean {
  return expr.kind === 'number' || expr.kind === 'mixed';
}

/** Whether the sides are amounts of one kind, so that they say how units convert. */
export function isConversion(sides: readonly Expr[]): boolean {
  const dimensions = new Set(sides.map(side => amountOf(side)?.unit.dimension));
  return dimensions.size === 1 && !dimensions.has(undefined);
}
