/** Equality of two formulas with a number for a value: constants, and functions of the names in them. */

import { exactBall, rationalBall } from '../math/ball.ts';
import type { Budget } from '../math/budget.ts';
import { symbol } from '../math/build.ts';
import type { ComplexBall } from '../math/complex.ts';
import { dependsOn } from '../math/differentiate.ts';
import { evaluateExact } from '../math/exact.ts';
import type { Expr } from '../math/expr.ts';
import { degreeBound, evaluateModular, PRIMES } from '../math/modular.ts';
import { seededRandom } from '../math/random.ts';
import { evaluateBall } from '../math/real.ts';
import { freeSymbols } from '../math/symbols.ts';
import { mapChildren, some } from '../math/traverse.ts';
import type { EqualityContext, EqualityDecision } from './identity.ts';
import type { Features } from './identity-features.ts';
import { compareForms, equalBySquares } from './identity-forms.ts';
import { equalByInduction } from './identity-induction.ts';
import { type NameRole, type Point, pointAt, rolesOf } from './identity-points.ts';
import {
  compareComplex,
  compareDecimals,
  compareExactly,
  compareReals,
  differenceAt,
  type PointResult,
  printRational,
  type Sides,
  undecided,
} from './identity-values.ts';

export function decideFunctions(
  left: Expr,
  right: Expr,
  features: Features,
  context: EqualityContext,
): EqualityDecision {
  if (!features.unknownFunctions) return decideKnown({ left, right }, features, context);
  // f(x) of an unknown f is one unknown number: sides that agree for all its values agree.
  const named: Sides = { left: nameApplications(left), right: nameApplications(right) };
  const decision = decideKnown(named, features, context);
  return decision.kind === 'different' ? undecided('it holds a function that is not known') : decision;
}

function nameApplications(expr: Expr): Expr {
  const inner = mapChildren(expr, nameApplications);
  return inner.kind === 'apply' ? symbol(`apply ${applicationKey(inner)}`) : inner;
}

function applicationKey(expr: Expr): string {
  return JSON.stringify(expr, (key, value: unknown) =>
    key === 'span' ? undefined : typeof value === 'bigint' ? value.toString() : value,
  );
}

function decideKnown(sides: Sides, features: Features, context: EqualityContext): EqualityDecision {
  const names = new Set([
    ...freeSymbols(sides.left, context.variables),
    ...freeSymbols(sides.right, context.variables),
  ]);
  if (names.size === 0) return decideConstants(sides, features, context);
  const decision = decideNamed(sides, names, features, context);
  const holds = decision.kind === 'equal' || decision.kind === 'tested';
  return holds && mayBeMatrices(sides, names) ? undecided('the capital letters may stand for matrices') : decision;
}

/** Products of different capitals, with no other name about: AB = BA is an identity of numbers only. */
export function mayBeMatrices(sides: Sides, names: ReadonlySet<string>): boolean {
  const capitals = [...names];
  if (capitals.length < 2 || !capitals.every(name => /^[A-Z]$/.test(name))) return false;
  const holding = (expr: Expr): readonly string[] => capitals.filter(name => dependsOn(expr, name));
  const mixes = (expr: Expr): boolean => {
    if (expr.kind === 'power') return holding(expr.base).length > 1;
    return expr.kind === 'product' && expr.factors.filter(factor => holding(factor).length > 0).length > 1;
  };
  return some(sides.left, mixes) || some(sides.right, mixes);
}

/** The sides are not the same, but nothing that a person could put in shows it. */
export const DIFFERS_AFAR = 'the sides differ, but no small point shows it';

const NO_POINT: Point = new Map();

function decideConstants(sides: Sides, features: Features, context: EqualityContext): EqualityDecision {
  const { budget } = context;
  const exact = compareExactly(sides, NO_POINT, budget);
  if (exact?.kind === 'agree') return { kind: 'equal', method: 'exact arithmetic' };
  if (exact?.kind === 'differ') return differenceAt(exact, [], false);
  const form = compareForms(sides, context);
  if (form.equal === true) return { kind: 'equal', method: 'exact algebra' };
  const real = compareReals(sides, NO_POINT, budget, features.estimated);
  if (real.kind === 'differ') return differenceAt(real, [], false);
  if (real.kind === 'agree') return closeConstants(sides, features, context);
  // Too large for doubles, or on a step of ⌊ ⌋: digits may still have a value.
  const digits = compareDecimals(sides, NO_POINT, budget, true);
  if (digits.kind === 'differ') return differenceAt(digits, [], false);
  if (digits.kind === 'agree') return { kind: 'tested', points: 1, errorBound: 1e-12, domain: '45 digits' };
  const complex = compareComplex(sides, new Map(), budget);
  if (complex.kind === 'agree') return { kind: 'tested', points: 1, errorBound: 1e-9, domain: 'complex numbers' };
  if (complex.kind === 'differ') {
    if (features.fractionalPowers && hasOddRootOfNegative(sides, budget)) {
      return undecided('a fractional power of a negative number has two meanings');
    }
    return differenceAt(complex, [], false);
  }
  return undecided(budget.exhausted ? 'it takes too long to compute' : 'a side has no value that could be computed');
}

/** Doubles cannot tell them apart: sixty digits can. */
function closeConstants(sides: Sides, features: Features, context: EqualityContext): EqualityDecision {
  if (!features.estimated && equalBySquares(sides, context)) return { kind: 'equal', method: 'comparing squares' };
  const digits = compareDecimals(sides, NO_POINT, context.budget, true);
  if (digits.kind === 'differ') return differenceAt(digits, [], false);
  if (digits.kind === 'agree') return { kind: 'tested', points: 1, errorBound: 1e-12, domain: '45 digits' };
  if (context.budget.exhausted) return undecided('it takes too long to compute');
  return { kind: 'tested', points: 1, errorBound: features.estimated ? 1e-6 : 1e-9, domain: 'double precision' };
}

/** `(-8)^{1/3}`: -2 to some, complex to others. A square root of a negative number has no such second meaning. */
function hasOddRootOfNegative(sides: Sides, budget: Budget): boolean {
  const isOne = (expr: Expr): boolean => {
    if (expr.kind !== 'power') return false;
    const exponent = evaluateExact(expr.exponent, NO_POINT, budget);
    if (exponent !== undefined && (exponent.d % 2n === 0n || exponent.d === 1n)) return false;
    const base = evaluateBall(expr.base, new Map(), budget);
    return base !== undefined && base.v - base.e < 0;
  };
  return some(sides.left, isOne) || some(sides.right, isOne);
}

function decideNamed(
  sides: Sides,
  names: ReadonlySet<string>,
  features: Features,
  context: EqualityContext,
): EqualityDecision {
  const form = compareForms(sides, context);
  if (form.equal === true) {
    return { kind: 'equal', method: form.decisive ? 'comparing coefficients' : 'exact algebra' };
  }
  if (features.discrete && equalByInduction(sides, names, context)) return { kind: 'equal', method: 'induction' };
  const roles = rolesOf(names, [sides.left, sides.right], context.domain, context.variables);
  if (form.equal === undefined && form.decisive === false && names.size > 0) {
    const residues = byResidues(sides, roles, context);
    if (residues !== undefined) return residues;
  }
  const mayBeComplex = features.symbolI && !context.variables.has('i');
  if (mayBeComplex || features.complexFunctions) return byComplexPoints(sides, roles, context);
  return byRealPoints(sides, roles, features, context, form.decisive && form.equal === false);
}

/** Residues at random points: for rational functions that are too large to multiply out. */
function byResidues(sides: Sides, roles: readonly NameRole[], context: EqualityContext): EqualityDecision | undefined {
  const random = seededRandom(context.seed ^ 0x5bd1e995);
  const degree = degreeBound(sides.left) + degreeBound(sides.right);
  if (!Number.isFinite(degree) || degree > 1e6) return undefined;
  let agreed = 0;
  for (const prime of PRIMES) {
    for (let k = 0; k < 2; k++) {
      const env = new Map(roles.map(role => [role.name, 1 + Math.floor(random() * (prime - 2))]));
      const left = evaluateModular(sides.left, env, prime, context.budget);
      const right = left === undefined ? undefined : evaluateModular(sides.right, env, prime, context.budget);
      if (left === undefined || right === undefined) return undefined;
      if (left !== right) return undefined;
      agreed++;
    }
  }
  const errorBound = Math.max(1e-30, (degree / (PRIMES[1] - 1)) ** agreed);
  return { kind: 'tested', points: agreed, errorBound, domain: 'prime field' };
}

/** Points tried and points that must agree, on the positive and on the negative side. */
const POSITIVE = { tries: 28, enough: 8, least: 3 };
const NEGATIVE = { tries: 14, enough: 4 };

function byRealPoints(
  sides: Sides,
  roles: readonly NameRole[],
  features: Features,
  context: EqualityContext,
  differsForCertain: boolean,
): EqualityDecision {
  const random = seededRandom(context.seed);
  const positive = scan(sides, roles, features, context, random, false, POSITIVE);
  if (positive.found !== undefined) return positive.found;
  const negative = scan(sides, roles, features, context, random, true, NEGATIVE);
  if (negative.found !== undefined) return { ...negative.found, onlyNegative: positive.agreed >= 3 };
  const agreed = positive.agreed + negative.agreed;
  if (differsForCertain) return undecided(DIFFERS_AFAR);
  if (context.budget.exhausted && agreed < POSITIVE.enough) return undecided('it takes too long to compute');
  if (agreed < POSITIVE.least) {
    return undecided('no points were found at which both sides have a value');
  }
  return { kind: 'tested', points: agreed, errorBound: Math.max(1e-12, 1e-3 ** agreed), domain: 'real numbers' };
}

interface Scan {
  readonly found?: EqualityDecision & { readonly kind: 'different' };
  readonly agreed: number;
}

function scan(
  sides: Sides,
  roles: readonly NameRole[],
  features: Features,
  context: EqualityContext,
  random: () => number,
  negative: boolean,
  limits: { readonly tries: number; readonly enough: number },
): Scan {
  let agreed = 0;
  // An integral or a series a point is a thousand evaluations.
  const enough = features.estimated ? Math.ceil(limits.enough / 2) : limits.enough;
  for (let k = 0; k < limits.tries && agreed < enough; k++) {
    const point = pointAt(roles, k, negative, random);
    if (point === undefined) continue;
    const result = compareAt(sides, point, features, context);
    if (result.kind === 'differ') return { found: differenceAt(result, printPoint(point), false), agreed };
    if (result.kind === 'agree') agreed++;
    if (context.budget.exhausted) break;
  }
  return { agreed };
}

function compareAt(sides: Sides, point: Point, features: Features, context: EqualityContext): PointResult {
  if (features.discrete) {
    const exact = compareExactly(sides, point, context.budget);
    if (exact !== undefined) return exact;
  }
  return compareReals(sides, point, context.budget, features.estimated);
}

export function printPoint(point: Point): readonly { readonly name: string; readonly value: string }[] {
  return [...point].map(([name, value]) => ({ name, value: printRational(value) }));
}

const COMPLEX_NAMES = /^[zwω](_.*)?$|^omega$/;
const COMPLEX = { tries: 16, enough: 6, least: 3 };

/** Formulas with i, or with real and imaginary parts: z and w are complex, the other names real. */
function byComplexPoints(sides: Sides, roles: readonly NameRole[], context: EqualityContext): EqualityDecision {
  const random = seededRandom(context.seed);
  let agreed = 0;
  for (let k = 0; k < COMPLEX.tries && agreed < COMPLEX.enough; k++) {
    const point = pointAt(roles, k, k % 2 === 1, random) ?? pointAt(roles, k, false, random);
    if (point === undefined) continue;
    const env = new Map<string, ComplexBall>();
    const at: { name: string; value: string }[] = [];
    for (const [name, value] of point) {
      const re = rationalBall(value) ?? exactBall(2);
      const complex =
        COMPLEX_NAMES.test(name) || roles.some(role => role.name === name && role.domain.type === 'complex');
      const im = complex ? 1 + (k % 3) : 0;
      env.set(name, { re, im: exactBall(im) });
      at.push({ name, value: im === 0 ? printRational(value) : `${printRational(value)} + ${im === 1 ? '' : im}i` });
    }
    const result = compareComplex(sides, env, context.budget);
    if (result.kind === 'differ') return differenceAt(result, at, false);
    if (result.kind === 'agree') agreed++;
    if (context.budget.exhausted) break;
  }
  if (agreed < COMPLEX.least) return undecided('no points were found at which both sides have a value');
  return { kind: 'tested', points: agreed, errorBound: Math.max(1e-12, 1e-3 ** agreed), domain: 'complex numbers' };
}
