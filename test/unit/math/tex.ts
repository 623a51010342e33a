/** Formulas for tests, from LaTeX. */
import type { Expr } from '../../../server/src/core/math/expr.ts';
import { parseFormula } from '../../../server/src/core/math/parse.ts';

/** The tree of one expression. Throws where it cannot be read: a mistake of the test. */
export function tex(text: string): Expr {
  const parsed = parseFormula(text, { notation: 'tex' });
  const body = parsed.ok ? parsed.formula.statements[0]?.body : undefined;
  if (body?.kind !== 'bare') throw new Error(`not read: ${text}: ${parsed.ok ? '' : parsed.reason}`);
  return body.expr;
}
