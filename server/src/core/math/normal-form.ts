/**
 * Formulas as quotients of polynomials in atoms: names, π, e, i, roots, powers with a name in the exponent, and whatever else
 * cannot be taken apart, as a whole. Two formulas with the same normal form are equal wherever both have a value; two with
 * different ones are different functions if all atoms are names.
 */
import type { Arithmetic, Env } from './arithmetic.ts';
import { evaluateWith } from './arithmetic.ts';
import { type AtomTable, atomsOfPower, atomsOfRoot } from './atoms.ts';
import type { Budget } from './budget.ts';
import type { Expr } from './expr.ts';
import {
  addFraction,
  divideFraction,
  type Fraction,
  multiplyFraction,
  negateFraction,
  polynomialFraction,
  powerFraction,
  rationalFraction,
} from './fraction.ts';
import { atomsOfCall, atomsOfFactorial } from './function-atoms.ts';
import { leastCommonMultiple } from './integers.ts';
import {
  addPolynomial,
  exponentOf,
  isZero,
  MOST_VARIABLES,
  monomialOf,
  multiplyPolynomial,
  type Polynomial,
  variablePolynomial,
  ZERO_POLYNOMIAL,
} from './polynomial.ts';

/** An atom's power that equals a polynomial in other atoms: i² = -1, √2² = 2, sin² = 1 - cos². */
interface Rule {
  readonly index: number;
  readonly power: number;
  readonly value: Polynomial;
}

/** The atoms that one comparison shares; both sides must go through the same object. */
export class NormalForms implements AtomTable {
  readonly #indices = new Map<string, number>();
  readonly #rules: Rule[] = [];
  readonly #variables: ReadonlySet<string>;
  readonly #arithmetic: Arithmetic<Fraction>;
  readonly angleParts: bigint | undefined;
  readonly #angles = new Set<string>();
  #angleDenominator = 1n;
  #onlyNames = true;

  /**
   * `variables`: names such as e and i that are variables here. `angleParts`: take angles apart into multiples of names over this number,
   * by the addition theorems; without it each angle is an atom of its own.
   */
  constructor(variables: ReadonlySet<string>, angleParts?: bigint) {
    this.#variables = variables;
    this.angleParts = angleParts;
    this.#arithmetic = this.#makeArithmetic();
  }

  /** True as long as every atom is a name: then different normal forms are different functions. */
  get onlyNames(): boolean {
    return this.#onlyNames;
  }

  /** Names and their indices, in order of first use. */
  get names(): ReadonlyMap<string, number> {
    return this.#indices;
  }

  /** What `angleParts` has to be for the angles met to have a common base; `undefined` where there was at most one angle. */
  get commonAngle(): bigint | undefined {
    return this.#angles.size > 1 && this.#angleDenominator <= 12n ? this.#angleDenominator : undefined;
  }

  noteAngle(key: string, denominator: bigint): void {
    this.#angles.add(key);
    this.#angleDenominator = leastCommonMultiple(this.#angleDenominator, denominator);
  }

  /** The monomial of an atom that is there already. */
  known(key: string): number | undefined {
    const index = this.#indices.get(key);
    return index === undefined ? undefined : monomialOf(index, 1);
  }

  /** The normal form; `undefined` where it would be too large, divides by 0, or holds what has no value. */
  of(expr: Expr, budget: Budget): Fraction | undefined {
    return evaluateWith(expr, new Map(), this.#arithmetic, budget);
  }

  /** The atom with this key, made where it is new; `rule` says what a power of it is worth. `undefined` where there are too many. */
  atom(key: string, rule?: { readonly power: number; readonly value: Polynomial }): Polynomial | undefined {
    let index = this.#indices.get(key);
    if (index === undefined) {
      if (this.#indices.size >= MOST_VARIABLES) return undefined;
      index = this.#indices.size;
      this.#indices.set(key, index);
      if (!key.startsWith('name ')) this.#onlyNames = false;
      if (rule !== undefined) this.#rules.push({ index, ...rule });
    }
    return variablePolynomial(index);
  }

  readonly reduce = (p: Polynomial): Polynomial | undefined => {
    let result: Polynomial | undefined = p;
    for (let round = 0; round < 64; round++) {
      const before: Polynomial = result;
      for (const rule of this.#rules) {
        result = applyRule(result, rule);
        if (result === undefined) return undefined;
      }
      if (result === before) return result;
    }
    return undefined;
  };

  add(f: Fraction, g: Fraction): Fraction | undefined {
    return addFraction(f, g, this.reduce);
  }

  multiply(f: Fraction, g: Fraction): Fraction | undefined {
    return multiplyFraction(f, g, this.reduce);
  }

  divide(f: Fraction, g: Fraction): Fraction | undefined {
    return divideFraction(f, g, this.reduce);
  }

  power(f: Fraction, exponent: bigint): Fraction | undefined {
    return powerFraction(f, exponent, this.reduce);
  }

  #name(name: string): Fraction | undefined {
    const atom = this.atom(`name ${name}`);
    return atom && polynomialFraction(atom);
  }

  #constant(name: 'pi' | 'e' | 'i'): Fraction | undefined {
    if (this.#variables.has(name)) return this.#name(name);
    const minusOne = { terms: new Map([[0, -1n]]), degree: 0 };
    const atom = this.atom(`constant ${name}`, name === 'i' ? { power: 2, value: minusOne } : undefined);
    return atom && polynomialFraction(atom);
  }

  #makeArithmetic(): Arithmetic<Fraction> {
    return {
      rational: rationalFraction,
      constant: name => this.#constant(name),
      add: (f, g) => this.add(f, g),
      negate: negateFraction,
      multiply: (f, g) => this.multiply(f, g),
      divide: (f, g) => this.divide(f, g),
      power: (base, exponent) => atomsOfPower(this, base, exponent),
      wholePower: (base, exponent) => this.power(base, exponent),
      root: (radicand, index) => atomsOfRoot(this, radicand, index),
      call: (fn, args) => atomsOfCall(this, fn, args),
      factorial: (arg, double) => atomsOfFactorial(this, arg, double),
      compare: () => undefined,
      whole: () => undefined,
      opaque: (expr: Expr, _env: Env<Fraction>) => (expr.kind === 'symbol' ? this.#name(expr.name) : undefined),
      cost: f => f.top.terms.size + f.bottom.terms.size,
    };
  }
}

/** Replaces the rule's power wherever it divides a term; the polynomial itself where it divides none. */
function applyRule(p: Polynomial, rule: Rule): Polynomial | undefined {
  let found = false;
  for (const monomial of p.terms.keys()) {
    if (exponentOf(monomial, rule.index) >= rule.power) {
      found = true;
      break;
    }
  }
  if (!found) return p;
  const kept = new Map<number, bigint>();
  let replaced: Polynomial = ZERO_POLYNOMIAL;
  for (const [monomial, coefficient] of p.terms) {
    if (exponentOf(monomial, rule.index) < rule.power) {
      kept.set(monomial, coefficient);
      continue;
    }
    const rest = monomial - monomialOf(rule.index, rule.power);
    const term = { terms: new Map([[rest, coefficient]]), degree: p.degree - rule.power };
    const product = multiplyPolynomial(term, rule.value);
    if (product === undefined) return undefined;
    replaced = addPolynomial(replaced, product);
  }
  const sum = addPolynomial({ terms: kept, degree: p.degree }, replaced);
  return isZero(sum) ? ZERO_POLYNOMIAL : sum;
}
