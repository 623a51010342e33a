/** Points to try: small ones that a person can check first, random ones after them, inside the domain. */

import type { Domain } from '../claims/claim.ts';
import type { Expr, Rational } from '../math/expr.ts';
import { INTEGER_FUNCTIONS } from '../math/integers.ts';
import {
  addRational,
  fromNumber,
  multiplyRational,
  negateRational,
  rational,
  subtractRational,
  toNumber,
} from '../math/rational.ts';
import { freeSymbols } from '../math/symbols.ts';
import { children } from '../math/traverse.ts';

export type Point = ReadonlyMap<string, Rational>;

/** How a name is sampled. */
export interface NameRole {
  readonly name: string;
  readonly domain: Domain;
  readonly whole: boolean;
  /** A whole number that counts something: never below 1. */
  readonly natural: boolean;
}

/** Letters that stand for whole numbers by custom. */
const WHOLE_BY_CUSTOM = /^[nmkjlNM](_.*)?$/;

export function rolesOf(
  names: Iterable<string>,
  sides: readonly Expr[],
  domainOf: (name: string) => Domain,
  variables: ReadonlySet<string>,
): readonly NameRole[] {
  const whole = new Set<string>();
  for (const side of sides) collectWhole(side, whole, variables);
  return [...names].sort().map(name => {
    const domain = domainOf(name);
    const byCustom = WHOLE_BY_CUSTOM.test(name) && domain.type !== 'rational' && domain.type !== 'complex';
    const natural = whole.has(name) || (byCustom && domain.type !== 'integer');
    return { name, domain, whole: domain.type === 'integer' || whole.has(name) || byCustom, natural };
  });
}

/** Names in factorials, binomials, bounds of sums, remainders: whole numbers. */
function collectWhole(expr: Expr, whole: Set<string>, variables: ReadonlySet<string>): void {
  const takes: Expr[] = [];
  if (expr.kind === 'factorial') takes.push(expr.arg);
  if (expr.kind === 'bigOperator') takes.push(expr.lower, expr.upper);
  if (expr.kind === 'call' && INTEGER_FUNCTIONS.has(expr.fn)) takes.push(...expr.args);
  for (const part of takes) for (const name of freeSymbols(part, variables)) whole.add(name);
  for (const part of children(expr)) collectWhole(part, whole, variables);
}

const WHOLE_SMALL = [2, 3, 5, 4, 1, 6, 7, 8];
const REAL_SMALL = [
  rational(2),
  rational(3),
  rational(1),
  rational(5),
  rational(1, 2),
  rational(3, 2),
  rational(1, 3),
  rational(7),
];
/** Points with small values before random ones. */
const SMALL_POINTS = 6;

/**
 * Point `k` of the positive (or, with `negative`, the negative and mixed) part of the domain; `undefined` where a name has no such value.
 * Values are exact; random ones are dyadic, so doubles hold them.
 */
export function pointAt(
  roles: readonly NameRole[],
  k: number,
  negative: boolean,
  random: () => number,
): Point | undefined {
  const point = new Map<string, Rational>();
  let anyNegative = false;
  for (const [j, role] of roles.entries()) {
    const size = sizeAt(role, k, j, random);
    const flip = negative && !role.natural && (k % 2 === 0 || (j + k) % 3 !== 1);
    const value = place(role, flip ? negateRational(size) : size);
    if (value === undefined) return undefined;
    if (value.n < 0n) anyNegative = true;
    point.set(role.name, value);
  }
  return negative && !anyNegative ? undefined : point;
}

function sizeAt(role: NameRole, k: number, j: number, random: () => number): Rational {
  if (role.whole) {
    if (k < SMALL_POINTS) return rational(WHOLE_SMALL[(k + j * 2) % WHOLE_SMALL.length] ?? 2);
    return rational(1 + Math.floor(random() * (k % 3 === 0 ? 24 : 9)));
  }
  if (k < SMALL_POINTS) return REAL_SMALL[(k + j) % REAL_SMALL.length] ?? rational(2);
  const range = [1, 4, 1, 30][k % 4] ?? 1;
  return rational(1 + Math.floor(random() * range * 64), 64);
}

/** Moves a value into the domain: from its lower end up, from its upper end down, or between the two. */
function place(role: NameRole, value: Rational): Rational | undefined {
  const { lower, upper, nonzero } = role.domain;
  let placed = value;
  const low = lower === undefined ? undefined : fromNumber(lower.value);
  const high = upper === undefined ? undefined : fromNumber(upper.value);
  if (low !== undefined && high !== undefined) {
    const share = fraction(value);
    const width = subtractRational(high, low);
    const moved = addRational(low, multiplyRational(width, share));
    placed = role.whole ? rational(BigInt(Math.floor(toNumber(moved)))) : moved;
  } else if (low !== undefined && outside(value, role.domain)) {
    placed = addRational(low, value.n < 0n ? negateRational(value) : value);
  } else if (high !== undefined && outside(value, role.domain)) {
    placed = subtractRational(high, value.n < 0n ? negateRational(value) : value);
  }
  if (role.whole) placed = rational(BigInt(Math.floor(toNumber(placed))));
  if (role.natural && placed.n < 1n) return undefined;
  if (outside(placed, role.domain) || (nonzero && placed.n === 0n)) return undefined;
  return placed;
}

/** A share strictly between 0 and 1 that depends on the value: 2 → 2/3, 1/2 → 1/3. */
function fraction(value: Rational): Rational {
  const size = value.n < 0n ? negateRational(value) : value;
  return rational(size.n, size.n + size.d);
}

export function outside(value: Rational, domain: Domain): boolean {
  const v = toNumber(value);
  const { lower, upper } = domain;
  if (lower !== undefined && (lower.strict ? v <= lower.value : v < lower.value)) return true;
  return upper !== undefined && (upper.strict ? v >= upper.value : v > upper.value);
}
