/** Indefinite integrals are equal up to a constant where their derivatives are. */
import { differentiate } from '../math/differentiate.ts';
import type { Expr } from '../math/expr.ts';
import { freeSymbols } from '../math/symbols.ts';
import { children } from '../math/traverse.ts';
import type { EqualityContext, EqualityDecision } from './identity.ts';
import { type Features, featuresOf } from './identity-features.ts';
import { decideFunctions } from './identity-functions.ts';
import { undecided } from './identity-values.ts';

/** Names that may well be functions of the variable of integration: u = u(x), y = y(x). */
const MAY_DEPEND = /^[uvwyztrsfghθφ]$|^theta$|^phi$/;

export function decideAntiderivative(
  left: Expr,
  right: Expr,
  features: Features,
  context: EqualityContext,
): EqualityDecision {
  const variables = new Set([...integrationVariables(left), ...integrationVariables(right)]);
  const [variable] = variables;
  if (variable === undefined || variables.size > 1) return undecided('the integrals have different variables');
  const dLeft = differentiate(left, variable);
  const dRight = differentiate(right, variable);
  if (dLeft === undefined || dRight === undefined) return undecided('a side could not be differentiated');
  const inner = featuresOf(dLeft, dRight);
  if (inner.indefinite) return undecided('an integral remains after differentiating');
  const decision = decideFunctions(dLeft, dRight, { ...inner, unknownFunctions: features.unknownFunctions }, context);
  if (decision.kind === 'equal') return { kind: 'equal', method: 'differentiating both sides' };
  if (decision.kind !== 'different') return decision;
  const names = [...freeSymbols(left, context.variables), ...freeSymbols(right, context.variables)];
  if (names.some(name => name !== variable && MAY_DEPEND.test(name))) {
    return undecided('another name may depend on the variable of integration');
  }
  return { ...decision, of: 'derivatives' };
}

function integrationVariables(expr: Expr): readonly string[] {
  const own = expr.kind === 'integral' && expr.lower === undefined ? [expr.variable] : [];
  return [...own, ...children(expr).flatMap(integrationVariables)];
}
