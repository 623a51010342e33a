/** A counterexample as SymPy prints it, read back as formulas. */
import type { Domain } from '../claims/claim.ts';
import { pythonName } from '../code/names.ts';
import type { Counterexample } from '../code/sandbox.ts';
import type { Expr, Rational } from '../math/expr.ts';
import { parseFormula } from '../math/parse.ts';
import { compareRational, rational } from '../math/rational.ts';
import { freeSymbols } from '../math/symbols.ts';
import { some } from '../math/traverse.ts';
import { exactValue, insideDomain, type Judging, realValue } from '../verify/judging.ts';

/** Values for names of the document. */
export type Values = ReadonlyMap<string, Expr>;

/** `undefined` where a value is no number that can be computed with, or belongs to no name that is known. */
export function valuesOf(counterexample: Counterexample, names: Iterable<string>): Values | undefined {
  const byPython = new Map([...names].map(name => [pythonName(name), name]));
  const values = new Map<string, Expr>();
  for (const [python, text] of Object.entries(counterexample)) {
    const name = byPython.get(python);
    const value = readValue(text);
    if (name === undefined || value === undefined) return undefined;
    values.set(name, value);
  }
  return values;
}

/** SymPy's words for what formulas call otherwise. */
const WORDS: Readonly<Record<string, string>> = {
  E: 'e',
  I: 'i',
  log: 'ln',
  asin: 'arcsin',
  acos: 'arccos',
  atan: 'arctan',
  Abs: 'abs',
};

const KNOWN = /^(?:E|I|pi|sqrt|log|exp|sin|cos|tan|asin|acos|atan|Abs)$/;

function readValue(text: string): Expr | undefined {
  const words = text.match(/[A-Za-z_]+/g) ?? [];
  if (words.length > 20 || !words.every(word => KNOWN.test(word))) return undefined;
  const plain = text.replaceAll('**', '^').replace(/[A-Za-z_]+/g, word => WORDS[word] ?? word);
  const read = parseFormula(plain, { notation: 'plain' });
  const [statement, second] = read.ok ? read.formula.statements : [];
  if (statement?.body.kind !== 'bare' || second !== undefined) return undefined;
  const { expr } = statement.body;
  return freeSymbols(expr).size > 0 || some(expr, part => part.kind === 'words') ? undefined : expr;
}

/** True where the value certainly lies in the domain. */
export function isInside(value: Expr, domain: Domain, judging: Judging): boolean {
  const exact = exactValue(value, judging);
  if (exact !== undefined) return isExactlyInside(exact, domain);
  if (domain.type === 'complex') return domain.lower === undefined && domain.upper === undefined;
  // A value that is not rational, as far as anyone can tell.
  if (domain.type !== 'real') return false;
  const real = realValue(value, judging);
  const margin = 1e-9 * Math.max(1, Math.abs(real));
  return (
    Number.isFinite(real) &&
    insideDomain(real, domain) &&
    [domain.lower, domain.upper].every(bound => bound === undefined || Math.abs(real - bound.value) > margin)
  );
}

const ZERO = rational(0);

function isExactlyInside(value: Rational, { type, lower, upper, nonzero }: Domain): boolean {
  if (type === 'integer' && value.d !== 1n) return false;
  if (nonzero && compareRational(value, ZERO) === 0) return false;
  const side = (bound: number): number => Number(value.n) - bound * Number(value.d);
  if (lower !== undefined && (lower.strict ? side(lower.value) <= 0 : side(lower.value) < 0)) return false;
  return upper === undefined || (upper.strict ? side(upper.value) < 0 : side(upper.value) <= 0);
}
