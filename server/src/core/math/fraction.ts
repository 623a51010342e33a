/** Quotients of polynomials. They are not brought to lowest terms: equality is told by multiplying crosswise, which is exact. */
import type { Rational } from './expr.ts';
import {
  addPolynomial,
  commonMonomial,
  constantOf,
  constantPolynomial,
  contentOf,
  divideContent,
  divideMonomial,
  equalPolynomial,
  isZero,
  leadingCoefficient,
  multiplyPolynomial,
  ONE_POLYNOMIAL,
  type Polynomial,
  polynomialKey,
  scalePolynomial,
} from './polynomial.ts';
import { rational } from './rational.ts';

export interface Fraction {
  readonly top: Polynomial;
  /** Never the zero polynomial; its leading coefficient is positive. */
  readonly bottom: Polynomial;
}

/** How products are reduced by the rules of algebraic atoms (i² = -1); the identity where there are none. */
export type Reduce = (p: Polynomial) => Polynomial | undefined;

export function rationalFraction(value: Rational): Fraction {
  return { top: constantPolynomial(value.n), bottom: constantPolynomial(value.d) };
}

export function polynomialFraction(top: Polynomial): Fraction {
  return { top, bottom: ONE_POLYNOMIAL };
}

/** The value of a fraction without variables. */
export function rationalOf(f: Fraction): Rational | undefined {
  const n = constantOf(f.top);
  const d = constantOf(f.bottom);
  return n === undefined || d === undefined ? undefined : rational(n, d);
}

export function negateFraction(f: Fraction): Fraction {
  return { top: scalePolynomial(f.top, -1n), bottom: f.bottom };
}

export function addFraction(f: Fraction, g: Fraction, reduce: Reduce): Fraction | undefined {
  if (f.bottom === g.bottom || equalPolynomial(f.bottom, g.bottom)) {
    return normal(addPolynomial(f.top, g.top), f.bottom);
  }
  const left = times(f.top, g.bottom, reduce);
  const right = times(g.top, f.bottom, reduce);
  const bottom = times(f.bottom, g.bottom, reduce);
  return left && right && bottom && normal(addPolynomial(left, right), bottom);
}

export function multiplyFraction(f: Fraction, g: Fraction, reduce: Reduce): Fraction | undefined {
  if (equalPolynomial(f.top, g.bottom)) return isZero(f.top) ? undefined : { top: g.top, bottom: f.bottom };
  if (equalPolynomial(g.top, f.bottom)) return { top: f.top, bottom: g.bottom };
  const top = times(f.top, g.top, reduce);
  const bottom = times(f.bottom, g.bottom, reduce);
  return top && bottom && normal(top, bottom);
}

/** `undefined` for g = 0. */
export function divideFraction(f: Fraction, g: Fraction, reduce: Reduce): Fraction | undefined {
  if (isZero(g.top)) return undefined;
  const flip = leadingCoefficient(g.top) < 0n;
  const inverse = flip
    ? { top: scalePolynomial(g.bottom, -1n), bottom: scalePolynomial(g.top, -1n) }
    : { top: g.bottom, bottom: g.top };
  return multiplyFraction(f, inverse, reduce);
}

export function powerFraction(f: Fraction, exponent: bigint, reduce: Reduce): Fraction | undefined {
  if (exponent === 0n) return rationalFraction(rational(1));
  const k = exponent < 0n ? -exponent : exponent;
  if (k > 4096n) return undefined;
  let result: Fraction | undefined;
  let square: Fraction | undefined = f;
  for (let rest = Number(k); rest > 0 && square !== undefined; ) {
    if (rest % 2 === 1) {
      result = result === undefined ? square : multiplyFraction(result, square, reduce);
      if (result === undefined) return undefined;
    }
    rest = Math.floor(rest / 2);
    if (rest > 0) square = multiplyFraction(square, square, reduce);
  }
  if (square === undefined || result === undefined) return undefined;
  return exponent < 0n ? divideFraction(rationalFraction(rational(1)), result, reduce) : result;
}

/** Exact; `undefined` where the cross products are too large to say. */
export function equalFraction(f: Fraction, g: Fraction, reduce: Reduce): boolean | undefined {
  if (equalPolynomial(f.bottom, g.bottom)) return equalPolynomial(f.top, g.top);
  const left = times(f.top, g.bottom, reduce);
  const right = times(g.top, f.bottom, reduce);
  return left && right && equalPolynomial(left, right);
}

export function fractionKey(f: Fraction): string {
  return `${polynomialKey(f.top)}/${polynomialKey(f.bottom)}`;
}

function times(p: Polynomial, q: Polynomial, reduce: Reduce): Polynomial | undefined {
  const product = multiplyPolynomial(p, q);
  return product && reduce(product);
}

/** Takes out common whole factors and monomials and makes the bottom's leading coefficient positive. */
function normal(top: Polynomial, bottom: Polynomial): Fraction | undefined {
  if (isZero(bottom)) return undefined;
  if (isZero(top)) return { top, bottom: ONE_POLYNOMIAL };
  const content = contentOf(top, contentOf(bottom));
  const by = leadingCoefficient(bottom) < 0n ? -content : content;
  const shared = commonMonomial(top, bottom);
  return {
    top: divideMonomial(divideContent(top, by), shared),
    bottom: divideMonomial(divideContent(bottom, by), shared),
  };
}
