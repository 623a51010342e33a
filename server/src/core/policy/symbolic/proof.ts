/** What a problem asks to be shown, and by induction where it says so. */
import { Budget } from '../../math/budget.ts';
import { number } from '../../math/build.ts';
import { withoutEllipsis } from '../../math/ellipsis.ts';
import { evaluateExact } from '../../math/exact.ts';
import type { Chain, Expr } from '../../math/expr.ts';
import { rational } from '../../math/rational.ts';
import { freeSymbols, substitute } from '../../math/symbols.ts';
import { relationsOf } from '../../settle/relations.ts';
import type { Aim, Induction } from './aim.ts';
import { boundOn, isComparison, namesIn, namesOf } from './bounds.ts';
import type { Statement } from './statement.ts';

export const PROVE = /\b(?:prove|proof|show|verify|establish|demonstrate|deduce|confirm)\b|证明/u;
const STEPS = 20_000;

export function proof(statement: Statement, chains: readonly Chain[]): Aim | undefined {
  const relations = chains.flatMap(relationsOf).filter(isComparison);
  const claims = relations.filter(relation =>
    [...namesOf([relation])].every(name => boundOn(relation, name) === undefined),
  );
  const [claim] = claims.length > 0 ? claims : relations;
  if (claim === undefined) return undefined;
  const assumed = relations.filter(relation => relation !== claim);
  const [left, right] = [filled(claim.left), filled(claim.right)];
  const { induction } = inductionOf(statement, chains, [left, right]);
  if (induction !== undefined) return { kind: 'prove', claim: { left, op: claim.op, right }, assumed, induction };
  if (claim.op === '=') return { kind: 'work-out', start: { expr: left }, goal: 'value', target: right };
  return { kind: 'prove', claim: { left, op: claim.op, right }, assumed };
}

/** The number it starts from is the bound that the problem gives, else 1. */
export function inductionOf(
  { pattern }: Statement,
  chains: readonly Chain[],
  exprs: readonly Expr[],
): { readonly induction?: Induction } {
  if (!/\binduct/.test(pattern)) return {};
  const names = namesIn(...exprs);
  const variable = ['n', 'k', 'm'].find(name => names.has(name)) ?? [...names][0];
  if (variable === undefined) return {};
  const [bound] = chains.flatMap(relationsOf).flatMap(relation => boundOn(relation, variable) ?? []);
  return { induction: { variable, from: bound?.right ?? number(/\bnon-?negative\b/.test(pattern) ? 0 : 1) } };
}

function filled(expr: Expr): Expr {
  const sum = withoutEllipsis(expr, new Budget(STEPS));
  return sum === undefined ? (byLastTerm(expr) ?? expr) : renamed(sum);
}

/** `1^2 + 2^2 + … + n^2`: the last term tells the others, where its values for 1, 2, … are those that are written. */
function byLastTerm(expr: Expr): Expr | undefined {
  if (expr.kind !== 'sum') return undefined;
  const at = expr.terms.findIndex(term => term.kind === 'ellipsis');
  const last = expr.terms.at(-1);
  const [name, more] = last === undefined ? [] : [...namesIn(last)];
  if (at < 2 || at !== expr.terms.length - 2 || last === undefined || name === undefined || more !== undefined)
    return undefined;
  const fits = expr.terms.slice(0, at).every((term, index) => {
    const budget = new Budget(STEPS);
    const written = evaluateExact(term, new Map(), budget);
    const told = evaluateExact(last, new Map([[name, rational(index + 1)]]), budget);
    return written !== undefined && told !== undefined && written.n === told.n && written.d === told.d;
  });
  if (!fits) return undefined;
  const { span } = expr;
  const upper: Expr = { kind: 'symbol', span, name };
  const letter = name === 'k' ? 'j' : 'k';
  const body = substitute(last, new Map<string, Expr>([[name, { kind: 'symbol', span, name: letter }]]));
  return { kind: 'bigOperator', span, op: 'sum', variable: letter, lower: number(1), upper, body };
}

/** The name that an ellipsis runs over has no letter yet. */
function renamed(expr: Expr): Expr {
  if (expr.kind !== 'bigOperator') return expr;
  const letter = ['k', 'j', 'i', 'm'].find(name => !freeSymbols(expr).has(name)) ?? 'k';
  const values = new Map<string, Expr>([[expr.variable, { kind: 'symbol', span: expr.span, name: letter }]]);
  return { ...expr, variable: letter, body: substitute(expr.body, values) };
}
