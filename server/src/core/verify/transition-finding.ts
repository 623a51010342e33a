/** The finding that tells of a lost, gained or wrong root, with what to underline and, where it can be computed, the right value. */
import type { Origin } from '../claims/claim.ts';
import { number } from '../math/build.ts';
import type { Expr } from '../math/expr.ts';
import { substitute } from '../math/symbols.ts';
import { exactValue, expand, type Judging, namesOf } from './judging.ts';
import { printRelation } from './message.ts';
import { type Equation, type Root, solve } from './roots/solve.ts';
import type { Pair } from './roots/variety.ts';
import type { Assignment, RuleCode, Verdict } from './verdict.ts';
import { remark } from './verdicts.ts';

/** A link of the later equation, as written, with its index in the claim's chain. */
export interface Later extends Pair {
  readonly index: number;
  /** Further equations joined to it by "or". */
  readonly alternatives: readonly Pair[];
}

/** Two equations, as written and with definitions put in. */
export interface Tie {
  readonly origin: Origin;
  readonly earlier: Pair;
  readonly later: Later;
  readonly from: Equation;
  readonly to: Equation;
}

export function rootFinding(
  tie: Tie,
  lost: readonly Root[],
  gained: readonly Root[],
  rule: RuleCode,
  judging: Judging,
): Verdict {
  const { origin, earlier, later } = tie;
  const correct = rule === 'equation.wrong-step' ? correctRight(tie, judging) : undefined;
  const body = judging.claim.body;
  const whole =
    body.kind === 'chain' && body.links.length > 1
      ? { start: later.left.span.start, end: later.right.span.end }
      : body.span;
  const evidence = {
    kind: 'root' as const,
    of: 'equation' as const,
    lost: lost.map(assignments),
    gained: gained.map(assignments),
    from: printRelation(earlier.left, '=', earlier.right),
    to: [later, ...later.alternatives].map(({ left, right }) => printRelation(left, '=', right)).join(' or '),
  };
  return remark(evidence, {
    rule,
    checker: 'roots',
    link: later.index,
    span: correct === undefined ? whole : later.right.span,
    relatedTo: { step: origin.step, span: origin.span },
    ...(correct === undefined ? {} : { fix: { span: later.right.span, correct } }),
  });
}

function assignments({ name, text, others }: Root): readonly Assignment[] {
  return [{ name, value: text }, ...(others ?? [])];
}

/** Where the right side is a plain value and the earlier equation has one exact root: what the left side is worth there. */
function correctRight({ from, later }: Tie, judging: Judging): Expr | undefined {
  const [unknown, second] = [...namesOf(expand(later.left, judging).expr, judging)];
  if (unknown === undefined || second !== undefined || later.alternatives.length > 0) return undefined;
  if (namesOf(later.right, judging).size > 0) return undefined;
  const { roots, complete } = solve(from, unknown, judging);
  const [root, other] = roots;
  if (!complete || root?.exact === undefined || other !== undefined) return undefined;
  const value = exactValue(substitute(expand(later.left, judging).expr, new Map([[unknown, root.exact]])), judging);
  return value === undefined ? undefined : number(value);
}
