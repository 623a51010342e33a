/**
 * A counterexample of SymPy, put into the claim by the instant judge's own means. Only what comes out false there too, inside the domains and under
 * all that is in force, refutes the claim; whether it may be told is for the judge that tells of such claims.
 */
import type { Counterexample } from '../code/sandbox.ts';
import { differentiate } from '../math/differentiate.ts';
import type { Expr } from '../math/expr.ts';
import { printText } from '../math/print.ts';
import { substitute } from '../math/symbols.ts';
import { some } from '../math/traverse.ts';
import { judgeCongruence, judgeDivides } from '../verify/congruence.ts';
import { type Difference, decide } from '../verify/decide.ts';
import { judgeDifferentSides } from '../verify/different-sides.ts';
import { conditionAt, explanations } from '../verify/facts.ts';
import { refutedAt } from '../verify/inequality.ts';
import { type Expanded, exactValue, expand, type Judging, judging, namesOfAll, realValue } from '../verify/judging.ts';
import type { ChainLink } from '../verify/link.ts';
import { showRational } from '../verify/show.ts';
import { judgeUnequalConstants } from '../verify/unequal-constants.ts';
import type { Assignment, Verdict } from '../verify/verdict.ts';
import type { LinkCheck, Plan } from './plan.ts';
import { isInside, type Values, valuesOf } from './point.ts';

/**
 * - `refuted`: false there, and the verdict says so.
 * - `holds`: the claim is true there, or the point is none at which it is claimed: the engines disagree.
 * - `open`: it could not be told, or what fails is not claimed in that form.
 */
export type Confirmation =
  | { readonly kind: 'refuted'; readonly verdict: Verdict }
  | { readonly kind: 'holds'; readonly reason: string }
  | { readonly kind: 'open'; readonly reason: string };

/** Costs what an instant check does: about 10 ms where the budget is used up. What needs more is `open`. */
export function confirm(check: LinkCheck, counterexample: Counterexample, plan: Plan): Confirmation {
  const context = judging(plan.claim, plan.held);
  const values = valuesOf(counterexample, plan.held.names);
  if (values === undefined) return open('its values could not be read');
  for (const [name, value] of values) {
    if (!isInside(value, context.ledger.domain(name), context)) return open(`the value of ${name} may not be allowed`);
  }
  const { question, link } = check;
  switch (question.kind) {
    case 'holds':
      return link.op === '=' || link.op === ':=' ? equality(check, values, context) : comparison(link, values, context);
    case 'congruent':
      return congruence(check, values, context);
    case 'follows':
      return consequence(check, values, context);
    case 'rounds':
    case 'solves':
      return open('the instant judge tells of it');
  }
}

function open(reason: string): Confirmation {
  return { kind: 'open', reason };
}

function holds(reason: string): Confirmation {
  return { kind: 'holds', reason };
}

/** What the judge of such claims says; it has reasons of its own not to call them false. */
function judged(verdict: Verdict): Confirmation {
  if (verdict.status === 'refuted') return { kind: 'refuted', verdict };
  return open(verdict.evidence.kind === 'reason' ? verdict.evidence.reason : 'it is not claimed for all values');
}

function equality({ link }: LinkCheck, values: Values, context: Judging): Confirmation {
  const [left, right] = [expand(link.left, context), expand(link.right, context)];
  const decision = differenceAt(left.expr, right.expr, values, context);
  if (decision === undefined) return open('the sides could not be computed there');
  if (decision.kind === 'equal' || decision.kind === 'tested') return holds('the sides are equal there');
  if (decision.kind === 'undecided') return open(decision.reason);
  const difference: Difference = {
    ...decision,
    at: [...assignments(values, context), ...decision.at],
    onlyNegative: [...values.values()].some(value => !(realValue(value, context) > 0)),
  };
  if (!areInForce([left, right], values, context)) return open('a condition in force fails there');
  return judged(
    namesOfAll([left.expr, right.expr], context).size === 0
      ? judgeUnequalConstants(link, left, right, difference, context)
      : judgeDifferentSides(link, left, right, difference, context),
  );
}

/** The sides at the point; the derivatives of antiderivatives. */
function differenceAt(
  left: Expr,
  right: Expr,
  values: Values,
  context: Judging,
): ReturnType<typeof decide> | undefined {
  const variable = integrationVariable(left) ?? integrationVariable(right);
  if (variable === undefined) return decide(substitute(left, values), substitute(right, values), context);
  const [l, r] = [differentiate(left, variable), differentiate(right, variable)];
  if (l === undefined || r === undefined) return undefined;
  const decision = decide(substitute(l, values), substitute(r, values), context);
  return decision.kind === 'different' ? { ...decision, of: 'derivatives' } : decision;
}

function integrationVariable(expr: Expr): string | undefined {
  let variable: string | undefined;
  some(expr, part => {
    if (part.kind === 'integral' && part.lower === undefined) variable ??= part.variable;
    return variable !== undefined;
  });
  return variable;
}

/** Conditions and equations about the names, at the point. */
function areInForce(sides: readonly Expanded[], values: Values, context: Judging): boolean {
  const names = namesOfAll(
    sides.map(({ expr }) => expr),
    context,
  );
  const facts = explanations(names, context, context.claim.body.kind === 'chain' ? [context.claim.body] : []);
  const point = numbers(values, context);
  return facts.conditions.every(condition => {
    const about = namesOfAll([condition.left, condition.right], context);
    return [...about].every(name => point.has(name)) && conditionAt(condition, point, context) === 'yes';
  });
}

function numbers(values: Values, context: Judging): ReadonlyMap<string, number> {
  return new Map([...values].map(([name, value]) => [name, realValue(value, context)]));
}

function assignments(values: Values, context: Judging): readonly Assignment[] {
  return [...values].map(([name, value]) => {
    const exact = exactValue(value, context);
    return { name, value: exact === undefined ? printText(value) : showRational(exact) };
  });
}

function comparison(link: ChainLink, values: Values, context: Judging): Confirmation {
  const { left, right, op } = link;
  const sides = [expand(left, context), expand(right, context)] as const;
  const point = numbers(values, context);
  const outcome = conditionAt({ left: sides[0].expr, right: sides[1].expr, op }, point, context);
  if (outcome === 'yes') return holds('it is true there');
  if (outcome === 'unclear') return open('the two values are too close to be compared');
  if (!context.claim.isUniversal) return open('it is not said to hold for all values');
  const facts = explanations([...point.keys()], context);
  const explained = facts.unsettled || facts.equations.length > 0 || context.ledger.inContradiction();
  if (explained || !areInForce(sides, values, context)) return open('a condition in force may explain it');
  return judged(refutedAt(point, link, sides[0].expr, sides[1].expr, context));
}

/** At whole numbers it is a congruence of numbers. With names it may rest on others, unless it is said of all. */
function congruence({ link }: LinkCheck, values: Values, context: Judging): Confirmation {
  const put = (side: Expr): Expr => substitute(expand(side, context).expr, values);
  const there = { ...link, left: put(link.left), right: put(link.right) };
  const verdict =
    link.modulus === undefined ? judgeDivides(there, context) : judgeCongruence(there, put(link.modulus), context);
  if (verdict.status === 'proved') return holds('it is true there');
  if (verdict.status !== 'refuted' || (values.size > 0 && !context.claim.isUniversal))
    return open('it may rest on others');
  const { evidence } = verdict;
  const at = assignments(values, context);
  return {
    kind: 'refuted',
    verdict: { ...verdict, evidence: evidence.kind === 'values' ? { ...evidence, at } : evidence },
  };
}

/** A solution that is lost is one thing, and mostly meant; a false relation another. Only what is said of all values is refuted by one. */
function consequence({ link, question }: LinkCheck, values: Values, context: Judging): Confirmation {
  if (question.kind !== 'follows') return open('nothing is said to follow');
  const point = numbers(values, context);
  const at = (relation: { readonly left: Expr; readonly right: Expr; readonly op: typeof link.op }) => {
    const [left, right] = [expand(relation.left, context).expr, expand(relation.right, context).expr];
    return conditionAt({ left, right, op: relation.op }, point, context);
  };
  if (question.premises.some(premise => at(premise) === 'no')) return holds('what it follows from is false there');
  const outcomes = question.conclusions.map(at);
  if (outcomes.includes('yes')) return holds('it is true there');
  if (outcomes.includes('unclear') || question.premises.some(premise => at(premise) !== 'yes'))
    return open('the relations could not be computed there');
  if (link.op === '=' || link.op === ':=') return open('a solution that is lost may be meant');
  return comparison(link, values, context);
}
