/** <, ≤, >, ≥, ≠: constants by certain comparison, names by a counterexample inside their domains, simple cases proved. */

import type { Expr, Rational, RelationOp } from '../math/expr.ts';
import { seededRandom } from '../math/random.ts';
import { compareRational } from '../math/rational.ts';
import { evaluateBall } from '../math/real.ts';
import { conditionAt, explanations } from './facts.ts';
import {
  domainOf,
  exactValue,
  expand,
  hasUnknownFunction,
  insideDomain,
  isOpaque,
  type Judging,
  namesOfAll,
  realValue,
} from './judging.ts';
import { type ChainLink, spanOf } from './link.ts';
import { alwaysPositive } from './positive.ts';
import { showNumber, showRational } from './show.ts';
import type { Assignment, Verdict } from './verdict.ts';
import { proved, refuted, unknown } from './verdicts.ts';

export function judgeInequality(link: ChainLink, judging: Judging): Verdict {
  const [left, right] = [expand(link.left, judging), expand(link.right, judging)];
  if ([left, right].some(side => isOpaque(side.expr) || hasUnknownFunction(side.expr) || side.ambiguous.size > 0)) {
    return unknown('a side has no value that can be computed');
  }
  const names = [...namesOfAll([left.expr, right.expr], judging)];
  if (names.length === 0) return constants(link, left.expr, right.expr, judging);
  return withNames(link, left.expr, right.expr, names, judging);
}

function constants(link: ChainLink, left: Expr, right: Expr, judging: Judging): Verdict {
  const [l, r] = [exactValue(left, judging), exactValue(right, judging)];
  const order = l !== undefined && r !== undefined ? compareRational(l, r) : compareReals(left, right, judging);
  if (order === undefined) return unknown('the two values are too close to be compared, or not real', 'interval');
  if (agrees(link.op, order))
    return proved('both sides compared', l !== undefined && r !== undefined ? 'exact' : 'interval');
  if (judging.ledger.inContradiction()) return unknown('a false relation is the aim of a contradiction');
  if (link.left.kind === 'symbol' || link.right.kind === 'symbol')
    return unknown('the name may have been given a new value');
  if (isNumeral(link.left) && isNumeral(link.right))
    return unknown('two numerals set against each other: a case that cannot be');
  return refuted(
    { kind: 'values', left: show(l, left, judging), right: show(r, right, judging), relation: link.op, at: [] },
    {
      rule: 'claim.false-inequality',
      checker: l !== undefined && r !== undefined ? 'exact' : 'interval',
      link: link.index,
      span: spanOf(link),
    },
  );
}

function isNumeral(expr: Expr): boolean {
  return expr.kind === 'number' || (expr.kind === 'negate' && expr.arg.kind === 'number');
}

function show(exact: Rational | undefined, expr: Expr, judging: Judging): string {
  return exact === undefined
    ? showNumber(evaluateBall(expr, new Map(), judging.budget)?.v ?? Number.NaN)
    : showRational(exact);
}

/** By enclosures: `undefined` where they overlap. */
function compareReals(left: Expr, right: Expr, judging: Judging): -1 | 1 | undefined {
  const [l, r] = [evaluateBall(left, new Map(), judging.budget), evaluateBall(right, new Map(), judging.budget)];
  if (l === undefined || r === undefined) return undefined;
  // Twice the enclosure, so that a doubtful last digit never decides.
  const margin = 2 * (l.e + r.e) + 1e-14 * Math.max(Math.abs(l.v), Math.abs(r.v));
  const gap = l.v - r.v;
  return gap > margin ? 1 : gap < -margin ? -1 : undefined;
}

function agrees(op: RelationOp, order: -1 | 0 | 1): boolean {
  switch (op) {
    case '<':
      return order < 0;
    case '≤':
      return order <= 0;
    case '>':
      return order > 0;
    case '≥':
      return order >= 0;
    default:
      return order !== 0;
  }
}

const POINTS = 40;

/** Why nothing is claimed of a comparison to which no counterexample was found. */
export const NEVER_FAILED = 'held wherever it was tried';
export const NEVER_TRIED = 'no point was found to try it at';

function withNames(link: ChainLink, left: Expr, right: Expr, names: readonly string[], judging: Judging): Verdict {
  const [low, high] = link.op === '<' || link.op === '≤' ? [left, right] : [right, left];
  if (link.op !== '≠') {
    const reason = alwaysPositive(high, low, link.op === '<' || link.op === '>', judging);
    if (reason !== undefined) return proved(reason, 'exact');
  }
  const facts = explanations(names, judging);
  const tries = samples(names, judging);
  let held = 0;
  let counterexample: ReadonlyMap<string, number> | undefined;
  for (const point of tries) {
    if (!facts.conditions.every(condition => conditionAt(condition, point, judging) === 'yes')) continue;
    const outcome = conditionAt({ left, right, op: link.op }, point, judging);
    if (outcome === 'yes') held += 1;
    if (outcome === 'no' && facts.equations.every(equation => conditionAt(equation, point, judging) === 'yes'))
      counterexample ??= point;
  }
  if (counterexample === undefined) {
    // No count of points bounds the chance that an inequality fails somewhere.
    return unknown(held > 0 ? NEVER_FAILED : NEVER_TRIED, 'real');
  }
  if (judging.claim.isUniversal && !facts.unsettled && !judging.ledger.inContradiction())
    return refutedAt(counterexample, link, left, right, judging);
  // A relation between names is mostly a condition or rests on others; it is a claim for all values only as a link of an estimate.
  if (!link.rewriting || facts.equations.length > 0 || facts.unsettled)
    return unknown('it holds for some values and not for others', 'real');
  return unknown('an estimate that fails for some values; a condition may be unsaid', 'real');
}

/** An inequality that fails at a point, with the values of its sides there. */
export function refutedAt(
  point: ReadonlyMap<string, number>,
  link: ChainLink,
  left: Expr,
  right: Expr,
  judging: Judging,
): Verdict {
  const value = (side: Expr): string => showNumber(realValue(side, judging, point));
  return refuted(
    { kind: 'values', left: value(left), right: value(right), relation: link.op, at: assignmentsOf(point) },
    { rule: 'claim.false-inequality', checker: 'real', link: link.index, span: spanOf(link) },
  );
}

/** Seeded points inside the domains: small whole numbers, fractions, a few large and small ones. */
export function samples(names: readonly string[], judging: Judging): readonly ReadonlyMap<string, number>[] {
  const random = seededRandom(judging.seed ^ 0x3c6ef372);
  const domains = names.map(name => domainOf(name, judging));
  if (domains.some(({ type }) => type === 'complex')) return [];
  const points: ReadonlyMap<string, number>[] = [];
  for (let k = 0; k < POINTS; k += 1) {
    const scale = k % 4 === 3 ? 40 : k % 4 === 2 ? 0.9 : 6;
    const values = domains.map(({ type, lower, upper }) => {
      const from = Math.max(lower?.value ?? Number.NEGATIVE_INFINITY, Math.min(-scale, (upper?.value ?? 0) - scale));
      const to = Math.min(upper?.value ?? Number.POSITIVE_INFINITY, Math.max(scale, (lower?.value ?? 0) + scale));
      const value = from + (to - from) * random();
      return type === 'integer' ? Math.round(value) : Math.round(value * 16) / 16;
    });
    if (values.every((value, i) => insideDomain(value, domains[i] ?? domainOf('', judging)))) {
      points.push(new Map(names.map((name, i) => [name, values[i] ?? 0])));
    }
  }
  return points;
}

export function assignmentsOf(point: ReadonlyMap<string, number>): readonly Assignment[] {
  return [...point].map(([name, value]) => ({ name, value: showNumber(value) }));
}
