/** One equation in one unknown after another: which roots are lost, which are gained. */
import { asFunction, domainOf, insideDomain, type Judging, realValue } from '../judging.ts';
import { type Holds, holdsAt } from './numeric-roots.ts';
import { degree, type Polynomial, without } from './polynomial.ts';
import { realRoots } from './real-roots.ts';
import { describeRoot, type Equation, type Root, type RootSet, rootPolynomial, solve } from './solve.ts';

/**
 * - `equivalent`: the same roots. `exact` where that was proved, else only the roots found numerically agree.
 * - `implied`: `to` holds at every root of `from`, and elsewhere (`gained`).
 * - `loses`: every root of `to` is one of `from`, which has more.
 * - `wrong`: each has a root that the other has not, or `to` has none left.
 * - `unclear`: nothing certain.
 */
export type Comparison =
  | { readonly kind: 'equivalent'; readonly exact: boolean; readonly roots: readonly Root[] }
  | { readonly kind: 'implied'; readonly exact: boolean; readonly gained: readonly Root[] }
  | { readonly kind: 'loses'; readonly lost: readonly Root[] }
  | { readonly kind: 'wrong'; readonly lost: readonly Root[]; readonly gained: readonly Root[] }
  | { readonly kind: 'unclear'; readonly reason: string };

const PROBES = [0.7183, 1.8317, 2.6451, -0.5772, 5.1403] as const;

/** Compares two equations whose only name is `unknown`, inside its domain. */
export function compareEquations(from: Equation, to: Equation, unknown: string, judging: Judging): Comparison {
  const [before, after] = [rootPolynomial(from, unknown, judging), rootPolynomial(to, unknown, judging)];
  if (before !== undefined && after !== undefined) {
    const exact = comparePolynomials(before, after, unknown, judging);
    if (exact !== undefined) return exact;
  }
  if (holdsEverywhere(from, unknown, judging))
    return { kind: 'unclear', reason: 'the earlier equation holds for every value' };
  const factor = proportional(from, to, unknown, judging);
  if (factor !== undefined) return factor;
  return compareFound(from, to, solve(from, unknown, judging), solve(to, unknown, judging), unknown, judging);
}

/** An identity (log a + log b = log ab) says nothing of the unknown, and every point would pass for a root. */
function holdsEverywhere(equation: Equation, unknown: string, judging: Judging): boolean {
  const outcomes = PROBES.map(value => holdsIn(equation, { value }, unknown, judging)).filter(
    outcome => outcome !== 'unclear',
  );
  return outcomes.filter(outcome => outcome === 'yes').length >= 2;
}

/** Two equations that differ by a constant factor have the same roots; `undefined` where that is not the case. */
function proportional(from: Equation, to: Equation, unknown: string, judging: Judging): Comparison | undefined {
  const [a, second] = from.alternatives;
  const [b, third] = to.alternatives;
  if (a === undefined || b === undefined || second !== undefined || third !== undefined) return undefined;
  const ratios = PROBES.map(value => {
    const at = new Map([[unknown, value]]);
    const gap = (pair: Equation['alternatives'][number]) =>
      realValue(pair.left, judging, at) - realValue(pair.right, judging, at);
    return gap(b) / gap(a);
  }).filter(Number.isFinite);
  const [first, ...rest] = ratios;
  if (first === undefined || first === 0 || rest.length < 2) return undefined;
  return rest.every(ratio => Math.abs(ratio - first) <= 1e-9 * Math.abs(first))
    ? { kind: 'equivalent', exact: false, roots: [] }
    : undefined;
}

/** Exactly, by the polynomials that vanish at the roots; `undefined` where they are too large. */
function comparePolynomials(
  from: Polynomial,
  to: Polynomial,
  unknown: string,
  judging: Judging,
): Comparison | undefined {
  if (from.length === 0) {
    return to.length === 0
      ? { kind: 'equivalent', exact: true, roots: [] }
      : { kind: 'unclear', reason: 'the earlier equation holds for every value' };
  }
  if (to.length === 0) return { kind: 'implied', exact: true, gained: [] };
  const domain = domainOf(unknown, judging);
  const inside = (polynomial: Polynomial): readonly Root[] | undefined =>
    realRoots(polynomial)
      ?.filter(root => insideDomain(root.value, domain))
      .map(root => describeRoot(root, unknown));
  const lostPart = without(from, to);
  const gainedPart = without(to, from);
  const lost = inside(lostPart);
  const gained = inside(gainedPart);
  const roots = inside(from);
  if (lost === undefined || gained === undefined || roots === undefined) return undefined;
  if (roots.length > 0 || gained.length > 0) {
    if (roots.length === 0) return vacuous(lostPart, gained);
    return classified(lost, gained, roots, to, inside);
  }
  // Neither has a root where it counts: then the complex roots tell a slip from a rewriting.
  if (degree(lostPart) === 0 && degree(gainedPart) === 0) return { kind: 'equivalent', exact: true, roots: [] };
  if (degree(lostPart) === 0) return { kind: 'implied', exact: true, gained: [] };
  return { kind: 'unclear', reason: 'neither equation has a real solution in its domain' };
}

/** From an equation without solutions everything follows; one that shares no complex root with it all the same shows a slip only with real roots. */
function vacuous(lostPart: Polynomial, gained: readonly Root[]): Comparison {
  return degree(lostPart) === 0 ? { kind: 'implied', exact: true, gained } : { kind: 'wrong', lost: [], gained };
}

function classified(
  lost: readonly Root[],
  gained: readonly Root[],
  roots: readonly Root[],
  to: Polynomial,
  inside: (polynomial: Polynomial) => readonly Root[] | undefined,
): Comparison {
  if (lost.length === 0) {
    return gained.length === 0 ? { kind: 'equivalent', exact: true, roots } : { kind: 'implied', exact: true, gained };
  }
  const kept = inside(to) ?? [];
  return gained.length > 0 || kept.length === 0 ? { kind: 'wrong', lost, gained } : { kind: 'loses', lost };
}

function compareFound(
  from: Equation,
  to: Equation,
  before: RootSet,
  after: RootSet,
  unknown: string,
  judging: Judging,
): Comparison {
  const lost: Root[] = [];
  const gained: Root[] = [];
  let unclear = false;
  const test = (roots: readonly Root[], own: Equation, other: Equation, missing: Root[]): void => {
    for (const root of roots) {
      const holds = holdsIn(other, root, unknown, judging);
      if (holds === 'no' && holdsIn(own, root, unknown, judging) === 'yes') missing.push(root);
      else if (holds !== 'yes') unclear = true;
    }
  };
  // Small roots make better evidence.
  const near = (roots: readonly Root[]): readonly Root[] =>
    [...roots].sort((a, b) => Math.abs(a.value) - Math.abs(b.value));
  test(near(before.roots), from, to, lost);
  test(near(after.roots), to, from, gained);
  if (judging.budget.exhausted) return { kind: 'unclear', reason: 'the equations are too long to solve here' };
  if (lost.length > 0 && (gained.length > 0 || (after.complete && after.roots.length === 0)))
    return { kind: 'wrong', lost, gained };
  if (unclear) return { kind: 'unclear', reason: 'a root is too close to the edge of what is defined' };
  if (lost.length > 0)
    return after.roots.length > 0
      ? { kind: 'loses', lost }
      : { kind: 'unclear', reason: 'no root of the equation was found' };
  if (before.roots.length === 0) return { kind: 'unclear', reason: 'no root of the earlier equation was found' };
  return gained.length > 0
    ? { kind: 'implied', exact: false, gained }
    : { kind: 'equivalent', exact: false, roots: before.roots };
}

/** Whether the equation holds at the root: exactly where both are rational, else in doubles with a wide margin. */
export function holdsIn(
  equation: Equation,
  root: Pick<Root, 'value' | 'exact'>,
  unknown: string,
  judging: Judging,
): Holds {
  const outcomes = equation.alternatives.map(({ left, right }) =>
    holdsAt(asFunction(left, unknown, judging), asFunction(right, unknown, judging), root.value, isExactDouble(root)),
  );
  if (outcomes.includes('yes')) return 'yes';
  return outcomes.every(outcome => outcome === 'no') ? 'no' : 'unclear';
}

/** The double is the root itself: a fraction whose denominator is a power of two. */
function isExactDouble({ exact }: Pick<Root, 'value' | 'exact'>): boolean {
  return exact?.kind === 'number' && (exact.value.d & (exact.value.d - 1n)) === 0n;
}

/** Both sides at a point, as numbers. */
export function sidesAt(
  equation: Equation,
  unknown: string,
  value: number,
  judging: Judging,
): readonly [number, number] {
  const [first] = equation.alternatives;
  if (first === undefined) return [Number.NaN, Number.NaN];
  const at = new Map([[unknown, value]]);
  return [realValue(first.left, judging, at), realValue(first.right, judging, at)];
}
