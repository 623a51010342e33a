/** Which rule a false equality belongs to: by what its sides compute. */
import type { Expr } from '../math/expr.ts';
import { some } from '../math/traverse.ts';
import type { RuleCode } from './verdict.ts';

/** The rule for a false equality of values; `usesDefinition` where a definition of the solution was put in. */
export function ruleOfEquality(left: Expr, right: Expr, usesDefinition: boolean): RuleCode {
  const holds = (kinds: readonly Expr['kind'][]): boolean =>
    [left, right].some(side => some(side, part => kinds.includes(part.kind)));
  if (holds(['derivative']) || [left, right].some(hasPrimes)) return 'claim.false-derivative';
  if (holds(['integral', 'bracketEvaluation'])) return 'claim.false-integral';
  if (holds(['limit'])) return 'claim.false-limit';
  if (holds(['bigOperator'])) return 'claim.false-sum';
  if (holds(['matrix']) || [left, right].some(isVectorFunction)) return 'claim.false-matrix';
  return usesDefinition ? 'claim.contradicts-definition' : 'claim.false-equality';
}

function hasPrimes(expr: Expr): boolean {
  return some(expr, part => part.kind === 'apply' && part.primes > 0);
}

const VECTOR_FUNCTIONS: ReadonlySet<string> = new Set(['det', 'trace', 'rank', 'transpose', 'dot', 'cross']);

function isVectorFunction(expr: Expr): boolean {
  return some(expr, part => part.kind === 'call' && VECTOR_FUNCTIONS.has(part.fn));
}
