/** ≡ and =, modulo a number; divides and does not divide. */
import { zero } from '../math/build.ts';
import type { Expr, Rational } from '../math/expr.ts';
import { inverseModulo, modulo, powerModulo } from '../math/integers.ts';
import { exactValue, expand, hasUnknownFunction, isOpaque, type Judging, namesOfAll } from './judging.ts';
import { type ChainLink, spanOf } from './link.ts';
import type { Verdict } from './verdict.ts';
import { proved, refuted, unknown } from './verdicts.ts';

/**
 * `left ≡ right (mod modulus)` for whole numbers; with names where it holds whatever they are, else left to others, since facts about them are congruences too.
 */
export function judgeCongruence(link: ChainLink, modulus: Expr, judging: Judging): Verdict {
  const [left, right, n] = [link.left, link.right, modulus].map(side => expand(side, judging).expr);
  if (left === undefined || right === undefined || n === undefined) return unknown('a side is missing');
  if ([left, right, n].some(side => isOpaque(side) || hasUnknownFunction(side)))
    return unknown('a side has no value that can be computed');
  if (namesOfAll([left, right, n], judging).size > 0) {
    const always = link.op === '≡' ? forAllResidues(left, right, n, judging) : undefined;
    return always ?? unknown('a congruence with names: it may rest on others', 'modular');
  }
  const m = exactValue(n, judging);
  if (m === undefined || m.d !== 1n || m.n === 0n) return unknown('the modulus is not a whole number');
  const size = m.n < 0n ? -m.n : m.n;
  const [l, r] = [residue(left, size, NO_NAMES, judging), residue(right, size, NO_NAMES, judging)];
  if (l === undefined || r === undefined) return unknown('a side is not a whole number', 'modular');
  if (l === r) return proved(`both sides leave ${l} when divided by ${size}`, 'modular');
  if (judging.ledger.inContradiction()) return unknown('a false relation is the aim of a contradiction');
  if (link.op === '=' && exactValue(left, judging) === undefined)
    return unknown('the modulus may not belong to this link', 'modular');
  return refuted(
    { kind: 'values', left: `${l} (mod ${size})`, right: `${r} (mod ${size})`, relation: '≡', at: [] },
    { rule: 'claim.false-congruence', checker: 'modular', link: link.index, span: spanOf(link) },
  );
}

/** Why nothing is claimed of numbers that differ where the text counts modulo something. */
export const AS_RESIDUES = 'the sides may be congruent where the text counts modulo a number';

/** Whether the sides, different numbers, are told to be congruent, or cannot be told not to be, modulo a number that the text counts modulo. */
export function maybeCongruent({ left, right }: ChainLink, judging: Judging): boolean {
  return judging.ledger.moduli().some(({ value, ring }) => {
    const size = BigInt(value);
    const [l, r] = [left, right].map(side => residue(expand(side, judging).expr, size, NO_NAMES, judging));
    return l === undefined || r === undefined ? ring : l === r;
  });
}

/** Combinations of remainders that are tried at most. */
const MOST_RESIDUES = 4096;

const NO_NAMES: ReadonlyMap<string, bigint> = new Map();

/** Proved where both sides, polynomials with whole coefficients, leave the same for all remainders that their names can leave; `undefined` for anything else. */
function forAllResidues(left: Expr, right: Expr, modulus: Expr, judging: Judging): Verdict | undefined {
  const m = exactValue(modulus, judging);
  const names = [...namesOfAll([left, right], judging)];
  if (m === undefined || m.d !== 1n || m.n === 0n || names.length === 0) return undefined;
  const size = m.n < 0n ? -m.n : m.n;
  const count = Number(size) ** names.length;
  if (count > MOST_RESIDUES) return undefined;
  for (let at = 0n; at < BigInt(count); at++) {
    const values = new Map(names.map((name, index) => [name, (at / size ** BigInt(index)) % size]));
    const l = residue(left, size, values, judging);
    if (l === undefined || l !== residue(right, size, values, judging)) return undefined;
  }
  const leave = names.length === 1 ? `remainder ${names[0]} leaves` : `remainders ${names.join(' and ')} leave`;
  return proved(`it holds whatever ${leave} when divided by ${size}`, 'modular');
}

/** The remainder in [0, m) of a whole number: through exact arithmetic, or part by part for powers too tall for it. `values`: remainders of names. */
function residue(expr: Expr, m: bigint, values: ReadonlyMap<string, bigint>, judging: Judging): bigint | undefined {
  if (!judging.budget.spend()) return undefined;
  const each = (parts: readonly Expr[], join: (a: bigint, b: bigint) => bigint, start: bigint): bigint | undefined => {
    let result = start;
    for (const part of parts) {
      const value = residue(part, m, values, judging);
      if (value === undefined) return undefined;
      result = join(result, value);
    }
    return modulo(result, m);
  };
  switch (expr.kind) {
    case 'sum':
      return each(expr.terms, (a, b) => a + b, 0n);
    case 'product':
      return each(expr.factors, (a, b) => (a * b) % m, 1n);
    case 'negate': {
      const value = residue(expr.arg, m, values, judging);
      return value === undefined ? undefined : modulo(-value, m);
    }
    case 'power':
      return residueOfPower(expr.base, exactValue(expr.exponent, judging), m, values, judging);
    default: {
      const known = expr.kind === 'symbol' ? values.get(expr.name) : undefined;
      if (known !== undefined) return known;
      const exact = exactValue(expr, judging);
      if (exact === undefined) return undefined;
      // A fraction stands for the inverse of its denominator, where there is one.
      const inverse = exact.d === 1n ? 1n : inverseModulo(exact.d, m);
      return inverse === undefined ? undefined : modulo(exact.n * inverse, m);
    }
  }
}

function residueOfPower(
  base: Expr,
  exponent: Rational | undefined,
  m: bigint,
  values: ReadonlyMap<string, bigint>,
  judging: Judging,
): bigint | undefined {
  if (exponent === undefined || exponent.d !== 1n) return undefined;
  const value = residue(base, m, values, judging);
  if (value === undefined) return undefined;
  if (exponent.n >= 0n) return powerModulo(value, exponent.n, m);
  const inverse = inverseModulo(value, m);
  return inverse === undefined ? undefined : powerModulo(inverse, -exponent.n, m);
}

/** `a ∣ b` and `a ∤ b` for whole numbers, and `a ∣ b` where it holds whatever the names in b are. */
export function judgeDivides(link: ChainLink, judging: Judging): Verdict {
  const [divisor, dividend] = [expand(link.left, judging).expr, expand(link.right, judging).expr];
  const [a, b] = [exactValue(divisor, judging), exactValue(dividend, judging)];
  if (link.op === '∣' && b === undefined && !isOpaque(dividend) && !hasUnknownFunction(dividend)) {
    const always = forAllResidues(dividend, zero, divisor, judging);
    if (always !== undefined) return always;
  }
  if (a === undefined || b === undefined || a.d !== 1n || b.d !== 1n)
    return unknown('a side is not a known whole number');
  const divides = a.n === 0n ? b.n === 0n : b.n % a.n === 0n;
  if (divides === (link.op === '∣')) return proved('division with remainder', 'exact');
  if (judging.ledger.inContradiction()) return unknown('a false relation is the aim of a contradiction');
  return refuted(
    { kind: 'values', left: String(a.n), right: String(b.n), relation: link.op, at: [] },
    { rule: 'claim.false-membership', checker: 'exact', link: link.index, span: spanOf(link) },
  );
}
