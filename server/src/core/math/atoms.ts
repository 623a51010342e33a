/** How roots, powers, factorials and functions become atoms of a normal form, with the rules that make equal ones meet. */
import type { CallExpr, Rational } from './expr.ts';
import { type Fraction, fractionKey, polynomialFraction, rationalFraction, rationalOf } from './fraction.ts';
import { factorize } from './integers.ts';
import { constantOf, constantPolynomial, isZero, leadingCoefficient, type Polynomial } from './polynomial.ts';
import { isInteger, multiplyRational, ONE, rational } from './rational.ts';

/** What the rules need of a normal form in the making. */
export interface AtomTable {
  atom(key: string, rule?: { readonly power: number; readonly value: Polynomial }): Polynomial | undefined;
  add(f: Fraction, g: Fraction): Fraction | undefined;
  multiply(f: Fraction, g: Fraction): Fraction | undefined;
  divide(f: Fraction, g: Fraction): Fraction | undefined;
  power(f: Fraction, exponent: bigint): Fraction | undefined;
}

const UNIT = rationalFraction(ONE);

function atomFraction(
  table: AtomTable,
  key: string,
  rule?: { power: number; value: Polynomial },
): Fraction | undefined {
  const atom = table.atom(key, rule);
  return atom && polynomialFraction(atom);
}

/** x^(1/k): primes under the sign become atoms of their own, so √8 is 2√2 and √6 is √2√3. */
export function atomsOfRoot(table: AtomTable, radicand: Fraction, index: Fraction): Fraction | undefined {
  const order = rationalOf(index);
  if (order === undefined || !isInteger(order) || order.n < 2n || order.n > 12n) return undefined;
  const k = Number(order.n);
  const value = rationalOf(radicand);
  if (value !== undefined) return rootOfRational(table, value, k);
  // The root of a whole formula: its k-th power is the radicand where that has no denominator.
  const whole = constantOf(radicand.bottom) === 1n;
  const key = `root ${k} ${fractionKey(radicand)}`;
  return whole ? atomFraction(table, key, { power: k, value: radicand.top }) : atomFraction(table, key);
}

function rootOfRational(table: AtomTable, value: Rational, k: number): Fraction | undefined {
  if (value.n === 0n) return rationalFraction(value);
  if (value.n < 0n) {
    const positive = rootOfRational(table, { n: -value.n, d: value.d }, k);
    // An odd root of a negative number is taken as the real one; a square root of it is i times the root.
    if (k % 2 === 1) return positive && table.multiply(positive, rationalFraction(rational(-1)));
    if (k !== 2 || positive === undefined) return undefined;
    const i = atomFraction(table, 'constant i', { power: 2, value: constantPolynomial(-1n) });
    return i && table.multiply(positive, i);
  }
  // a/b under the root is a·b^(k-1) under it, over b.
  const radicand = value.n * value.d ** BigInt(k - 1);
  const factors = factorize(radicand);
  if (factors === undefined) return undefined;
  let result: Fraction | undefined = rationalFraction(rational(1n, value.d));
  for (const [prime, count] of factors) {
    const outside = prime ** BigInt(Math.floor(count / k));
    result = result && table.multiply(result, rationalFraction(rational(outside)));
    const left = count % k;
    if (left === 0 || result === undefined) continue;
    const root = atomFraction(table, `root ${k} of ${prime}`, { power: k, value: constantPolynomial(prime) });
    const power = root && table.power(root, BigInt(left));
    result = power && table.multiply(result, power);
  }
  return result;
}

/** b^x: constant fractions as roots; x = c + (terms with names) as b^c times one atom a term. */
export function atomsOfPower(table: AtomTable, base: Fraction, exponent: Fraction): Fraction | undefined {
  const value = rationalOf(exponent);
  if (value !== undefined) {
    if (isInteger(value)) return table.power(base, value.n);
    const root = value.d <= 12n ? atomsOfRoot(table, base, rationalFraction(rational(value.d))) : undefined;
    const negativeBase = (rationalOf(base)?.n ?? 1n) < 0n;
    // (-8)^(1/3) has two meanings: no normal form.
    return negativeBase ? undefined : root && table.power(root, value.n);
  }
  const scale = constantOf(exponent.bottom);
  if (scale === undefined) return atomFraction(table, `power ${fractionKey(base)} ^ ${fractionKey(exponent)}`);
  const number = rationalOf(base);
  if (number !== undefined && number.n > 0n) return powerOfNumber(table, number, exponent.top, scale);
  if (number !== undefined && number.n < 0n) return undefined;
  return powerByTerms(table, fractionKey(base), base, exponent.top, scale);
}

/** A positive rational to a power with names: each prime has its own atoms, so 4^x is (2^x)². */
function powerOfNumber(table: AtomTable, base: Rational, exponent: Polynomial, scale: bigint): Fraction | undefined {
  let result: Fraction | undefined = UNIT;
  for (const [part, sign] of [
    [base.n, 1n],
    [base.d, -1n],
  ] as const) {
    const factors = factorize(part);
    if (factors === undefined) return undefined;
    for (const [prime, count] of factors) {
      const scaled: Polynomial = {
        terms: new Map([...exponent.terms].map(([m, c]) => [m, c * sign * BigInt(count)])),
        degree: exponent.degree,
      };
      const primeBase = rationalFraction(rational(prime));
      const power = powerByTerms(table, fractionKey(primeBase), primeBase, scaled, scale);
      result = power && result && table.multiply(result, power);
    }
  }
  return result;
}

function powerByTerms(
  table: AtomTable,
  key: string,
  base: Fraction,
  exponent: Polynomial,
  scale: bigint,
): Fraction | undefined {
  let result: Fraction | undefined = UNIT;
  for (const [monomial, coefficient] of exponent.terms) {
    const share = rational(coefficient, scale);
    let factor: Fraction | undefined;
    if (monomial === 0) {
      const root = isInteger(share) ? base : atomsOfRoot(table, base, rationalFraction(rational(share.d)));
      factor = root && table.power(root, share.n);
    } else {
      const atom = atomFraction(table, `power ${key} ^ ${monomial}/${share.d}`);
      factor = atom && table.power(atom, share.n);
    }
    result = factor && result && table.multiply(result, factor);
    if (result === undefined) return undefined;
  }
  return result;
}

/** (u + c)! with a whole c becomes (u + c)(u + c - 1)…(u + 1) u!, so quotients of factorials cancel. */
export function atomsOfFactorial(table: AtomTable, arg: Fraction, double: boolean): Fraction | undefined {
  if (double || constantOf(arg.bottom) !== 1n || constantOf(arg.top) !== undefined) return undefined;
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

/** Functions: quotients of sine and cosine by their definition, sin² as 1 - cos², logarithms of numbers by their primes, others as wholes. */
export function atomsOfCall(table: AtomTable, fn: CallExpr['fn'], args: readonly Fraction[]): Fraction | undefined {
  const [x, y] = args;
  if (x === undefined) return undefined;
  switch (fn) {
    case 'sin':
    case 'cos':
      return circular(table, fn, x);
    case 'tan':
      return ratio(table, circular(table, 'sin', x), circular(table, 'cos', x));
    case 'cot':
      return ratio(table, circular(table, 'cos', x), circular(table, 'sin', x));
    case 'sec':
      return ratio(table, UNIT, circular(table, 'cos', x));
    case 'csc':
      return ratio(table, UNIT, circular(table, 'sin', x));
    case 'exp': {
      const e = atomFraction(table, 'constant e');
      return e && atomsOfPower(table, e, x);
    }
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

function ratio(table: AtomTable, a: Fraction | undefined, b: Fraction | undefined): Fraction | undefined {
  return a && b && table.divide(a, b);
}

function circular(table: AtomTable, fn: 'sin' | 'cos', x: Fraction): Fraction | undefined {
  if (isZero(x.top)) return fn === 'cos' ? UNIT : rationalFraction(rational(0));
  // sin(-x) = -sin x: the sign of one coefficient decides which of the two is the atom.
  const flip = leadingCoefficient(x.top) < 0n;
  const key = fractionKey(
    flip ? { top: { ...x.top, terms: new Map([...x.top.terms].map(([m, c]) => [m, -c])) }, bottom: x.bottom } : x,
  );
  const cosine = table.atom(`cos ${key}`);
  if (cosine === undefined) return undefined;
  if (fn === 'cos') return polynomialFraction(cosine);
  const square = table.multiply(polynomialFraction(cosine), polynomialFraction(cosine));
  const rest = square && table.add(UNIT, { top: negative(square.top), bottom: square.bottom });
  const sine = rest && atomFraction(table, `sin ${key}`, { power: 2, value: rest.top });
  return sine && flip ? { top: negative(sine.top), bottom: sine.bottom } : sine;
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
  const top = atomsOfFactorial(table, n, false) ?? constantFactorial(n);
  const left = atomsOfFactorial(table, k, false);
  const right = rest && (atomsOfFactorial(table, rest, false) ?? constantFactorial(rest));
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
