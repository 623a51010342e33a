/** Equations in several names: one is taken as the unknown, the others are set to seeded simple fractions, several times over. */

import { number } from '../../math/build.ts';
import type { Expr, Rational } from '../../math/expr.ts';
import { printText } from '../../math/print.ts';
import { seededRandom } from '../../math/random.ts';
import { rational, toNumber } from '../../math/rational.ts';
import { substitute } from '../../math/symbols.ts';
import { domainOf, insideDomain, type Judging, namesOf, namesOfAll } from '../judging.ts';
import type { Assignment } from '../verdict.ts';
import { type Comparison, compareEquations } from './compare.ts';
import { type Equation, type Root, solve } from './solve.ts';

const TRIALS = 3;
const MOST_ATTEMPTS = 8;

/**
 * Compares two equations at random values of all names but one. A kind is given only where every trial that has roots agrees on it, so an
 * equation that fails only for special values (a = 0) counts as equivalent.
 */
export function compareWithParameters(
  from: Equation,
  to: Equation,
  names: readonly string[],
  judging: Judging,
): Comparison {
  const unknown = chooseUnknown(from, to, judging);
  if (unknown === undefined) return { kind: 'unclear', reason: 'the two equations share no unknown' };
  const random = seededRandom(judging.seed ^ 0x2545f491);
  const outcomes: Comparison[] = [];
  for (
    let attempt = 0;
    attempt < MOST_ATTEMPTS && outcomes.length < TRIALS && !judging.budget.exhausted;
    attempt += 1
  ) {
    const at = chooseValues(
      names.filter(name => name !== unknown),
      attempt,
      random,
      judging,
    );
    if (at === undefined) continue;
    const outcome = compareEquations(setValues(from, at), setValues(to, at), unknown, judging);
    if (outcome.kind !== 'unclear') outcomes.push(withParameters(outcome, at));
  }
  const outcome = agreed(outcomes);
  const generic = outcome.kind === 'equivalent' || outcome.kind === 'implied';
  return generic && dropsName(from, to, judging)
    ? { kind: 'unclear', reason: 'solutions may be lost where a factor that is left out is 0' }
    : outcome;
}

/** A name that the later equation has no more can itself solve the earlier one: `xy = 0` and `x = 0`. */
function dropsName(from: Equation, to: Equation, judging: Judging): boolean {
  const later = namesIn(to, judging);
  const random = seededRandom(judging.seed ^ 0x1b873593);
  return [...namesIn(from, judging)].some(name => {
    if (later.has(name)) return false;
    const at = chooseValues(
      [...namesIn(from, judging)].filter(other => other !== name),
      0,
      random,
      judging,
    );
    if (at === undefined) return false;
    return solve(setValues(from, at), name, judging).roots.length > 0;
  });
}

function namesIn(equation: Equation, judging: Judging): ReadonlySet<string> {
  return namesOfAll(
    equation.alternatives.flatMap(({ left, right }) => [left, right]),
    judging,
  );
}

function agreed(outcomes: readonly Comparison[]): Comparison {
  const unclear: Comparison = { kind: 'unclear', reason: 'the equations could not be compared for certain' };
  if (outcomes.length < 2) return unclear;
  const kinds = new Set(outcomes.map(({ kind }) => kind));
  const [first] = outcomes;
  if (first === undefined) return unclear;
  if (kinds.size === 1) return inexact(first);
  // Some parameter values let extra roots appear, others not.
  const implied = outcomes.find(({ kind }) => kind === 'implied');
  if (implied !== undefined && [...kinds].every(kind => kind === 'implied' || kind === 'equivalent'))
    return inexact(implied);
  return unclear;
}

/** Random values prove nothing. */
function inexact(comparison: Comparison): Comparison {
  return comparison.kind === 'equivalent' || comparison.kind === 'implied'
    ? { ...comparison, exact: false }
    : comparison;
}

/** A name that stands alone on a side of the later equation, else one that both have: the unknown of the problem first. */
function chooseUnknown(from: Equation, to: Equation, judging: Judging): string | undefined {
  const later = namesIn(to, judging);
  const shared = [...namesIn(from, judging)].filter(name => later.has(name));
  const wanted = judging.ledger.solving()?.unknown;
  if (wanted !== undefined && shared.includes(wanted)) return wanted;
  const alone = to.alternatives.flatMap(({ left, right }) => [
    aloneIn(left, right, judging),
    aloneIn(right, left, judging),
  ]);
  return alone.find(name => name !== undefined && shared.includes(name)) ?? shared[0];
}

function aloneIn(side: Expr, other: Expr, judging: Judging): string | undefined {
  return side.kind === 'symbol' && !namesOf(other, judging).has(side.name) ? side.name : undefined;
}

/** Positive values first: lengths, radii and the like are positive without saying so. */
function chooseValues(
  names: readonly string[],
  attempt: number,
  random: () => number,
  judging: Judging,
): ReadonlyMap<string, Rational> | undefined {
  const values = new Map<string, Rational>();
  for (const name of names) {
    const domain = domainOf(name, judging);
    if (domain.type === 'complex') return undefined;
    const lowest = Math.max(domain.lower?.value ?? (attempt >= 4 ? -6 : 0), -1e6);
    const highest = Math.min(domain.upper?.value ?? Math.max(lowest, 0) + 7, 1e6);
    // Whole numbers first: they make evidence that is easy to check.
    const d = domain.type === 'integer' || attempt === 0 ? 1 : 12;
    const value = rational(Math.round((lowest + (highest - lowest) * random()) * d), d);
    if (value.n === 0n || !insideDomain(toNumber(value), domain)) return undefined;
    values.set(name, value);
  }
  return values;
}

function setValues(equation: Equation, at: ReadonlyMap<string, Rational>): Equation {
  const values = new Map([...at].map(([name, value]) => [name, number(value)] as const));
  return {
    alternatives: equation.alternatives.map(({ left, right }) => ({
      left: substitute(left, values),
      right: substitute(right, values),
    })),
  };
}

function withParameters(comparison: Comparison, at: ReadonlyMap<string, Rational>): Comparison {
  const others: readonly Assignment[] = [...at].map(([name, value]) => ({ name, value: printText(number(value)) }));
  const add = (roots: readonly Root[]): readonly Root[] => roots.map(root => ({ ...root, others }));
  switch (comparison.kind) {
    case 'equivalent':
      return { ...comparison, roots: add(comparison.roots) };
    case 'implied':
      return { ...comparison, gained: add(comparison.gained) };
    case 'loses':
      return { ...comparison, lost: add(comparison.lost) };
    case 'wrong':
      return { ...comparison, lost: add(comparison.lost), gained: add(comparison.gained) };
    case 'unclear':
      return comparison;
  }
}
