/** Indefinite integrals: both sides are differentiated. */
import { differentiate } from '../math/differentiate.ts';
import type { Expr, IntegralExpr } from '../math/expr.ts';
import { children, some } from '../math/traverse.ts';
import { decide } from './equality.ts';
import { expand, hasUnknownFunction, isOpaque, type Judging, namesOf } from './judging.ts';
import type { ChainLink } from './link.ts';
import type { Verdict } from './verdict.ts';
import { proved, refuted, tested, unknown } from './verdicts.ts';

export function hasIndefiniteIntegral(expr: Expr): boolean {
  return some(expr, part => part.kind === 'integral' && part.lower === undefined && part.upper === undefined);
}

/** `∫ f dx = F + C`: d/dx of both sides. A change of variable (`∫ … dx = ∫ … du`) is left alone. */
export function judgeAntiderivative(link: ChainLink, judging: Judging): Verdict {
  const [left, right] = [expand(link.left, judging).expr, expand(link.right, judging).expr];
  if ([left, right].some(side => isOpaque(side) || hasUnknownFunction(side))) return unknown('a side has no value that can be computed');
  const variables = new Set([...integrals(left), ...integrals(right)].map(({ variable }) => variable));
  const [variable, second] = [...variables];
  if (variable === undefined || second !== undefined) return unknown('the variable of integration changes');
  if (!hasIndefiniteIntegral(left) && !namesOf(left, judging).has(variable)) return unknown('a name that stands for the integral');
  if (!hasIndefiniteIntegral(right) && namesOf(right, judging).size > 0 && !namesOf(right, judging).has(variable)) {
    return unknown('the variable of integration changes');
  }
  const [dl, dr] = [differentiate(left, variable), differentiate(right, variable)];
  if (dl === undefined || dr === undefined) return unknown('one side could not be differentiated');
  const decision = decide(dl, dr, judging);
  switch (decision.kind) {
    case 'equal':
      return proved('differentiating both sides');
    case 'tested':
      return tested(decision.points, decision.errorBound, 'derivatives of both sides');
    case 'undecided':
      return unknown(decision.reason, 'identity');
    case 'different':
      break;
  }
  // A name on one side only was put in for, unless it is the constant of integration.
  const [ours, theirs] = [namesOf(dl, judging), namesOf(dr, judging)];
  if ([...theirs].some(name => !ours.has(name))) return unknown('values may have been put in for a name');
  return refuted(
    { kind: 'values', left: decision.left, right: decision.right, relation: '=', at: decision.at },
    { rule: 'claim.false-antiderivative', checker: 'real', link: link.index, span: link.right.span },
  );
}

function integrals(expr: Expr): readonly IntegralExpr[] {
  const inner = children(expr).flatMap(integrals);
  return expr.kind === 'integral' && expr.lower === undefined ? [expr, ...inner] : inner;
}
