/** Two sides with names that are not the same everywhere: an equation to be solved, or an identity that fails. */
import { negate, power } from '../math/build.ts';
import type { Expr } from '../math/expr.ts';
import { children, some } from '../math/traverse.ts';
import { conflictOf } from './conflict.ts';
import { type Difference as Different, decide } from './decide.ts';
import { underFacts } from './explain.ts';
import { explanations } from './facts.ts';
import { type Expanded, type Judging, namesOf, namesOfAll } from './judging.ts';
import { type ChainLink, spanOf } from './link.ts';
import { slipFromIdentity } from './slip.ts';
import { ruleOfEquality } from './subject.ts';
import type { Verdict } from './verdict.ts';
import { refuted, remark, tested, unknown } from './verdicts.ts';

/** Why nothing is claimed of a relation that is to be solved, or that gives a name its value. */
export const IS_EQUATION = 'an equation: it holds for some values and not for others';

/** Judges a link whose sides differ for certain somewhere. Refuted only where the context makes sure that an identity is meant. */
export function judgeDifferentSides(
  link: ChainLink,
  left: Expanded,
  right: Expanded,
  decision: Different,
  judging: Judging,
): Verdict {
  const claimsIdentity = link.rewriting || definesByApplication(link, left, right, judging) || isComputation(link);
  if (!claimsIdentity) {
    return (
      conflictOf(link, left, right, judging) ??
      nearIdentity(link, left, right, decision, judging) ??
      unknown(IS_EQUATION, 'identity')
    );
  }
  if (left.ambiguous.size + right.ambiguous.size > 0) return unknown('a name has more than one meaning here');
  if (hasParameters(link, left.expr, right.expr, judging))
    return unknown('a condition on the parameters of a function', 'identity');
  if (!sameNames(link, left.expr, right.expr, decision, judging)) {
    return conflictOf(link, left, right, judging) ?? unknown('values may have been put in for a name', 'identity');
  }
  if (judging.ledger.inContradiction()) return unknown('a false relation is the aim of a contradiction');
  const facts = explanations(freeNames(left.expr, right.expr, decision, judging), judging);
  if (facts.unsettled) return unknown('relations about these names could not all be used', 'identity');
  if (facts.equations.length > 0) {
    const under = underFacts([{ left: left.expr, right: right.expr }], facts, judging);
    if (under.outcome === 'holds') return tested(under.count, 1e-3, 'where the relations in force hold', 'facts');
    if (under.outcome !== 'fails') return unknown('relations in force about these names may explain it', 'facts');
  }
  if (differsBySign(left.expr, right.expr, judging))
    return unknown('the sides agree but for a sign that depends on the values', 'identity');
  if (decision.onlyNegative) return unknown('it fails only for negative values: a condition may be unsaid', 'identity');
  const usesDefinition = left.used.size + right.used.size > 0;
  const rule =
    decision.of === 'derivatives'
      ? 'claim.false-antiderivative'
      : ruleOfEquality(link.left, link.right, usesDefinition);
  return refuted(
    {
      kind: 'values',
      left: decision.left,
      right: decision.right,
      relation: '=',
      at: decision.at,
      ...(decision.entry === undefined ? {} : { entry: decision.entry }),
    },
    { rule, checker: 'real', link: link.index, span: link.right.span },
  );
}

/** The names that relations in force may tell something of: of antiderivatives those of the integrand, but not the variable. */
function freeNames(left: Expr, right: Expr, decision: Different, judging: Judging): ReadonlySet<string> {
  if (decision.of !== 'derivatives') return namesOfAll([left, right], judging);
  const names = new Set<string>();
  for (const part of [left, right].flatMap(side => [...parts(side)])) {
    if (part.kind !== 'integral') continue;
    for (const name of namesOf(part.body, judging)) if (name !== part.variable) names.add(name);
  }
  return names;
}

function* parts(expr: Expr): Generator<Expr> {
  yield expr;
  for (const child of children(expr)) yield* parts(child);
}

/** |left| = |right| everywhere, and the sign changes from place to place: cos x = √(1 - sin² x), with an angle that is meant to be acute. */
function differsBySign(left: Expr, right: Expr, judging: Judging): boolean {
  const holds = (l: Expr, r: Expr): boolean => ['equal', 'tested'].includes(decide(l, r, judging).kind);
  return holds(power(left, 2), power(right, 2)) && !holds(left, negate(right));
}

/** Both sides about the same names, and one slip away from a true identity: told as a remark, since an equation may be meant after all. */
function nearIdentity(
  link: ChainLink,
  left: Expanded,
  right: Expanded,
  decision: Different,
  judging: Judging,
): Verdict | undefined {
  const { claim, ledger } = judging;
  if (left.used.size + right.used.size > 0 || decision.onlyNegative || ledger.inContradiction()) return undefined;
  // Where an equation is being solved, relations about its unknown are equations.
  if (ledger.solving() !== undefined) return undefined;
  if (claim.role !== 'assertion' && claim.role !== 'transition') return undefined;
  if (!sameNames(link, left.expr, right.expr, decision, judging)) return undefined;
  const names = [...namesOf(left.expr, judging)];
  if (slipFromIdentity({ left: left.expr, right: right.expr }, names, judging) === undefined) return undefined;
  return remark(
    { kind: 'values', left: decision.left, right: decision.right, relation: '=', at: decision.at },
    { rule: 'claim.not-an-identity', checker: 'real', link: link.index, span: spanOf(link) },
  );
}

/** `f(x) = …` for a function that is defined: the definition makes it an identity. With a constant on the other side (`f'(x) = 0`) it is to be solved. */
function definesByApplication(link: ChainLink, left: Expanded, right: Expanded, judging: Judging): boolean {
  const applies = (side: Expr, expanded: Expanded, other: Expr): boolean =>
    side.kind === 'apply' && expanded.used.has(side.name) && namesOf(other, judging).size > 0;
  return applies(link.left, left, link.right) || applies(link.right, right, link.left);
}

/** A definition brings names along that the claim does not mention: `f(2) = 20` for f(x) = ax + b is a condition on a and b. */
function hasParameters(link: ChainLink, left: Expr, right: Expr, judging: Judging): boolean {
  const written = namesOfAll([link.left, link.right], judging);
  return [...namesOfAll([left, right], judging)].some(name => !written.has(name));
}

/** The left side asks for a computation: a derivative, a sum, a limit, an integral. */
export function isComputation(link: ChainLink): boolean {
  const asked = COMPUTATIONS.has(link.left.kind) || (link.left.kind === 'call' && link.left.fn === 'det');
  return asked && !some(link.right, part => part.kind === 'integral' && part.lower !== undefined);
}

const COMPUTATIONS: ReadonlySet<Expr['kind']> = new Set<Expr['kind']>([
  'derivative',
  'bigOperator',
  'limit',
  'integral',
  'bracketEvaluation',
]);

/** A name that stands on one side only was put in for, or put in: then the sides are equal only for its value. */
function sameNames(link: ChainLink, left: Expr, right: Expr, decision: Different, judging: Judging): boolean {
  const [l, r] = [namesOf(left, judging), namesOf(right, judging)];
  const constants = decision.of === 'derivatives' ? 1 : 0;
  // What is computed keeps its names: `\sum x^k = 0` and `\frac{d}{dx}(x^2 - 4x) = 0` are equations to be solved.
  if (l.size > 0 && r.size === 0) return false;
  if (link.left.kind === 'apply' || isComputation(link)) return [...r].filter(name => !l.has(name)).length <= constants;
  return l.size === r.size && [...l].every(name => r.has(name));
}
