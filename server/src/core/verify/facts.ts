/** The relations in force that could explain a step: equations about its names, and about the names of those. */
import type { Fact } from '../claims/claim.ts';
import type { Chain, Expr, RelationOp } from '../math/expr.ts';
import { structurallyEqual } from '../math/symbols.ts';
import { some } from '../math/traverse.ts';
import {
  expand,
  hasUnknownFunction,
  isOpaque,
  type Judging,
  namesOf,
  namesOfAll,
  pairs,
  realValue,
} from './judging.ts';
import type { Holds } from './roots/numeric-roots.ts';
import { holdsAtPoint, type Pair, type Point } from './roots/variety.ts';

export interface Explanations {
  /** Equations with definitions put in, each with names. */
  readonly equations: readonly Condition[];
  /** Inequalities about the names: a point counts only where they hold. */
  readonly conditions: readonly Condition[];
  /** All names of these equations and of the question. */
  readonly names: readonly string[];
  /** Some relation about these names could not be used (words, unknown functions, sets, too many). */
  readonly unsettled: boolean;
  /** One of the relations is one of several that hold one or the other. */
  readonly hasAlternatives: boolean;
}

export interface Condition extends Pair {
  readonly op: RelationOp;
  /** Index of the step that says so. */
  readonly step: number;
}

const MOST_FACTS = 16;
const ROUNDS = 2;

/** What the ledger holds about these names, except relations that are one of `except`. */
export function explanations(
  names: readonly string[] | ReadonlySet<string>,
  judging: Judging,
  except: readonly Chain[] = [],
): Explanations {
  const known = new Set(names);
  const seen = new Set<string>();
  const equations: Condition[] = [];
  const conditions: Condition[] = [];
  let unsettled = false;
  let hasAlternatives = false;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const fact of judging.ledger.facts([...known])) {
      if (seen.has(fact.key) || except.some(chain => sameChain(chain, fact.chain))) continue;
      seen.add(fact.key);
      hasAlternatives ||= fact.isAlternative === true;
      if (equations.length >= MOST_FACTS) {
        unsettled = true;
        break;
      }
      const usable = relationsOf(fact, judging);
      if (usable === undefined && !isInductionHypothesis(fact, judging)) unsettled = true;
      for (const relation of usable ?? []) (relation.op === '=' ? equations : conditions).push(relation);
    }
    const before = known.size;
    for (const name of namesOfAll(
      equations.flatMap(({ left, right }) => [left, right]),
      judging,
    ))
      known.add(name);
    if (known.size === before) break;
  }
  const constraints = withoutNewNames(equations, [...names, ...conditionNames(conditions, judging)], judging);
  return { equations: constraints, conditions, names: [...known], unsettled, hasAlternatives };
}

/** `u = x` with u in no other relation only names something: it tells nothing of x. Nor does what an indefinite integral is. */
function withoutNewNames(
  equations: readonly Condition[],
  asked: readonly string[],
  judging: Judging,
): readonly Condition[] {
  const kept = equations.filter(({ left, right }) => !some(left, isAntiderivative) && !some(right, isAntiderivative));
  const telling = kept.filter(equation => {
    const elsewhere = namesOfAll(
      kept.flatMap(other => (other === equation ? [] : [other.left, other.right])),
      judging,
    );
    const isNew = (side: Expr, other: Expr): boolean => {
      const name = namedBy(side);
      return name !== undefined && !asked.includes(name) && !elsewhere.has(name) && !namesOf(other, judging).has(name);
    };
    return !isNew(equation.left, equation.right) && !isNew(equation.right, equation.left);
  });
  return telling.length === equations.length ? telling : withoutNewNames(telling, asked, judging);
}

/** `u`, or v in `dv/dx = e^x`: what a relation can give a meaning to. */
function namedBy(side: Expr): string | undefined {
  const named = side.kind === 'derivative' ? side.body : side;
  return named.kind === 'symbol' ? named.name : undefined;
}

function isAntiderivative(part: Expr): boolean {
  return part.kind === 'integral' && part.lower === undefined;
}

function conditionNames(conditions: readonly Condition[], judging: Judging): readonly string[] {
  return [
    ...namesOfAll(
      conditions.flatMap(({ left, right }) => [left, right]),
      judging,
    ),
  ];
}

/** The relations of a fact with definitions put in; `undefined` where something else is asserted or a side has no value. */
function relationsOf(fact: Fact, judging: Judging): readonly Condition[] | undefined {
  const found: Condition[] = [];
  for (const { left, right, op } of pairs(fact.chain)) {
    if (!COMPARISONS.has(op)) return undefined;
    const [l, r] = [expand(left, judging), expand(right, judging)];
    if (isOpaque(l.expr) || isOpaque(r.expr) || hasUnknownFunction(l.expr) || hasUnknownFunction(r.expr))
      return undefined;
    if (l.ambiguous.size + r.ambiguous.size > 0) return undefined;
    if (namesOf(l.expr, judging).size + namesOf(r.expr, judging).size === 0) continue;
    found.push({ left: l.expr, right: r.expr, op: op === ':=' ? '=' : op, step: fact.step });
  }
  return found;
}

/** `1 + 2 + … + k = k(k + 1)/2` in an induction holds for every k, so it puts no condition on k. */
function isInductionHypothesis(fact: Fact, judging: Judging): boolean {
  return judging.ledger.scope() === 'induction' && fact.chain.sides.some(side => some(side, isEllipsis));
}

function isEllipsis(part: Expr): boolean {
  return part.kind === 'ellipsis';
}

const COMPARISONS: ReadonlySet<RelationOp> = new Set<RelationOp>(['=', ':=', '≠', '<', '≤', '>', '≥']);

/** Whether a relation holds at a point that is known to about 1e-11; 'unclear' near equality and where a side has no value. */
export function conditionAt(
  { left, right, op }: Pair & { readonly op: RelationOp },
  point: Point,
  judging: Judging,
): Holds {
  if (op === '=') return holdsAtPoint({ left, right }, point, judging);
  const [l, r] = [realValue(left, judging, point), realValue(right, judging, point)];
  const gap = l - r;
  if (!Number.isFinite(gap)) return 'unclear';
  const margin = 1e-9 * Math.max(1, Math.abs(l), Math.abs(r));
  switch (op) {
    case '<':
      return gap < -margin ? 'yes' : gap >= margin ? 'no' : 'unclear';
    case '≤':
      return gap <= margin ? 'yes' : 'no';
    case '>':
      return gap > margin ? 'yes' : gap <= -margin ? 'no' : 'unclear';
    case '≥':
      return gap >= -margin ? 'yes' : 'no';
    default:
      return Math.abs(gap) > margin ? 'yes' : Math.abs(gap) <= 1e-13 * Math.max(1, Math.abs(l)) ? 'no' : 'unclear';
  }
}

export function sameChain(a: Chain, b: Chain): boolean {
  return (
    a === b ||
    (a.sides.length === b.sides.length &&
      a.links.every((link, i) => link.op === b.links[i]?.op) &&
      a.sides.every((side, i) => equalSides(side, b.sides[i])))
  );
}

function equalSides(a: Expr, b: Expr | undefined): boolean {
  return b !== undefined && structurallyEqual(a, b);
}

/** What the claim's step itself says further on: "and x = 0 is a solution too", "since x > 0". `step` is put in for its index. */
export function saidLater(judging: Judging, step: number): readonly Condition[] {
  return (judging.claim.later ?? []).flatMap(chain =>
    pairs(chain).map(({ left, right, op }) => ({
      left: expand(left, judging).expr,
      right: expand(right, judging).expr,
      op,
      step,
    })),
  );
}
