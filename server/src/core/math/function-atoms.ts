/** How factorials, binomials and functions become atoms of a normal form. */
import { direction, inverseCircular } from './angles.ts';
import { type AtomTable, atomFraction, atomsOfPower } from './atoms.ts';
import type { CallExpr } from './expr.ts';
import {
  type Fraction,
  fractionKey,
  negateFraction,
  polynomialFraction,
  rationalFraction,
  rationalOf,
} from './fraction.ts';
import { factorize } from './integers.ts';
import { constantOf, isZero, leadingCoefficient, type Polynomial } from './polynomial.ts';
import { isInteger, multiplyRational, ONE, rational } from './rational.ts';

const UNIT = rationalFraction(ONE);

/** (u + c)! with a whole c becomes (u + c)(u + c - 1)…(u + 1) u!, so quotients of factorials cancel. */
export function atomsOfFactorial(table: AtomTable, arg: Fraction, double: boolean): Fraction | undefined {
  if (double || constantOf(arg.bottom) !== 1n) return undefined;
  if (constantOf(arg.top) !== undefined) return constantFactorial(arg);
  const shift = arg.top.terms.get(0) ?? 0n;
  if (shift > 20n || shift < -20n) return undefined;
  const terms = new Map(arg.top.terms);
  terms.delete(0);
  const plain = polynomialFraction({ terms, degree: arg.top.degree });
  let result = atomFraction(table, `factorial ${fractionKey(plain)}`);
  for (let k = 1n; k <= (shift < 0n ? -shift : shift) && result !== undefined; k++) {
    const factor = table.add(plain, rationalFraction(rational(shift > 0n ? k : 1n - k)));
    if (factor === undefined || isZero(factor.top)) return undefined;
    result = shift > 0n ? table.multiply(result, factor) : table.divide(result, factor);
  }
  return result;
}

/** Functions: those of angles by sine and cosine, logarithms of numbers by their primes, |x| by its square, others as wholes. */
export function atomsOfCall(table: AtomTable, fn: CallExpr['fn'], args: readonly Fraction[]): Fraction | undefined {
  const [x, y] = args;
  if (x === undefined) return undefined;
  switch (fn) {
    case 'sin':
      return direction(table, x)?.sin;
    case 'cos':
      return direction(table, x)?.cos;
    case 'tan':
    case 'cot':
    case 'sec':
    case 'csc':
      return quotientOfCircular(table, fn, x);
    case 'arcsin':
    case 'arccos':
    case 'arctan':
      return inverseCircular(table, fn, x) ?? atomFraction(table, `${fn} ${fractionKey(x)}`);
    case 'exp':
      return exponential(table, x);
    case 'sinh':
    case 'cosh':
    case 'tanh':
    case 'coth':
      return hyperbolic(table, fn, x);
    case 'ln':
      return logarithm(table, x);
    case 'log':
      return y && ratio(table, logarithm(table, x), logarithm(table, y));
    case 'abs':
      return absolute(table, x);
    case 'binomial':
      return y && binomial(table, x, y);
    default:
      return args.length <= 2 ? atomFraction(table, `${fn} ${args.map(fractionKey).join(' ; ')}`) : undefined;
  }
}

function quotientOfCircular(table: AtomTable, fn: 'tan' | 'cot' | 'sec' | 'csc', x: Fraction): Fraction | undefined {
  const d = direction(table, x);
  if (d === undefined) return undefined;
  const top = { tan: d.sin, cot: d.cos, sec: UNIT, csc: UNIT }[fn];
  return table.divide(top, fn === 'tan' || fn === 'sec' ? d.cos : d.sin);
}

function exponential(table: AtomTable, x: Fraction): Fraction | undefined {
  const e = atomFraction(table, 'constant e');
  return e && atomsOfPower(table, e, x);
}

function hyperbolic(table: AtomTable, fn: 'sinh' | 'cosh' | 'tanh' | 'coth', x: Fraction): Fraction | undefined {
  const up = exponential(table, x);
  const down = up && table.divide(UNIT, up);
  if (up === undefined || down === undefined) return undefined;
  const cosh = table.add(up, down);
  const sinh = table.add(up, negateFraction(down));
  const half = rationalFraction(rational(1, 2));
  switch (fn) {
    case 'sinh':
      return sinh && table.multiply(sinh, half);
    case 'cosh':
      return cosh && table.multiply(cosh, half);
    case 'tanh':
      return ratio(table, sinh, cosh);
    case 'coth':
      return ratio(table, cosh, sinh);
  }
}

function ratio(table: AtomTable, a: Fraction | undefined, b: Fraction | undefined): Fraction | undefined {
  return a && b && table.divide(a, b);
}

function negative(p: Polynomial): Polynomial {
  return { terms: new Map([...p.terms].map(([m, c]) => [m, -c])), degree: p.degree };
}

function logarithm(table: AtomTable, x: Fraction): Fraction | undefined {
  const value = rationalOf(x);
  if (value === undefined) return atomFraction(table, `ln ${fractionKey(x)}`);
  if (value.n <= 0n) return undefined;
  const top = factorize(value.n);
  const bottom = factorize(value.d);
  if (top === undefined || bottom === undefined) return undefined;
  let result: Fraction | undefined = rationalFraction(rational(0));
  for (const [factors, sign] of [
    [top, 1n],
    [bottom, -1n],
  ] as const) {
    for (const [prime, count] of factors) {
      const atom = atomFraction(table, `ln of ${prime}`);
      const term = atom && table.multiply(atom, rationalFraction(rational(sign * BigInt(count))));
      result = term && result && table.add(result, term);
    }
  }
  return result;
}

function absolute(table: AtomTable, x: Fraction): Fraction | undefined {
  const value = rationalOf(x);
  if (value !== undefined) return rationalFraction(value.n < 0n ? { n: -value.n, d: value.d } : value);
  const top = leadingCoefficient(x.top) < 0n ? negative(x.top) : x.top;
  const square =
    constantOf(x.bottom) === 1n ? table.multiply(polynomialFraction(top), polynomialFraction(top)) : undefined;
  const key = `abs ${fractionKey({ top, bottom: x.bottom })}`;
  return square === undefined ? atomFraction(table, key) : atomFraction(table, key, { power: 2, value: square.top });
}

/** By factorials where one of the arguments has a name; k from 0 to n is understood. */
function binomial(table: AtomTable, n: Fraction, k: Fraction): Fraction | undefined {
  const few = rationalOf(k);
  if (few !== undefined) {
    if (!isInteger(few) || few.n < 0n || few.n > 20n) return undefined;
    let result: Fraction | undefined = UNIT;
    for (let j = 0n; j < few.n && result !== undefined; j++) {
      const factor = table.add(n, rationalFraction(rational(-j)));
      const top: Fraction | undefined = factor && table.multiply(result, factor);
      result = top && table.multiply(top, rationalFraction(rational(1n, j + 1n)));
    }
    return result;
  }
  const rest = table.add(n, { top: negative(k.top), bottom: k.bottom });
  const top = atomsOfFactorial(table, n, false);
  const left = atomsOfFactorial(table, k, false);
  const right = rest && atomsOfFactorial(table, rest, false);
  const bottom = left && right && table.multiply(left, right);
  return top && bottom && table.divide(top, bottom);
}

function constantFactorial(f: Fraction): Fraction | undefined {
  const value = rationalOf(f);
  if (value === undefined || !isInteger(value) || value.n < 0n || value.n > 60n) return undefined;
  let result = ONE;
  for (let k = 2n; k <= value.n; k++) result = multiplyRational(result, rational(k));
  return rationalFraction(result);
}
