/**
 * `1 + 2 + 3 + … + n` as a sum with bounds: the general term is read off the terms that are written. Term by term the trees must be
 * alike, with arithmetic or geometric progressions where they differ, and every progression must reach the last term at the same count.
 */
import type { Budget } from './budget.ts';
import { difference, number, power, product } from './build.ts';
import { evaluateExact } from './exact.ts';
import type { BigOperatorExpr, Expr, Rational } from './expr.ts';
import { type Count, commonCount, INDEX, patternsOf } from './progressions.ts';
import { mapChildren, some } from './traverse.ts';

const NO_VALUES: ReadonlyMap<string, Rational> = new Map();

/** The formula with every ellipsis filled in; `undefined` where one of them cannot be read with certainty. */
export function withoutEllipsis(expr: Expr, budget: Budget): Expr | undefined {
  if (!some(expr, part => part.kind === 'ellipsis')) return expr;
  let failed = false;
  const fill = (part: Expr): Expr => {
    if (part.kind !== 'sum' && part.kind !== 'product') return failed ? part : mapChildren(part, fill);
    const items = part.kind === 'sum' ? part.terms : part.factors.flatMap(flattened);
    if (!items.some(isEllipsis)) return mapChildren(part, fill);
    const filled = progression(items, part.kind, budget);
    if (filled === undefined) failed = true;
    return filled === undefined ? part : { ...filled, span: part.span };
  };
  const result = fill(expr);
  return failed || some(result, part => part.kind === 'ellipsis') ? undefined : result;
}

/** `1·2·3⋯n`: side by side binds closer than the sign, so the dots stand in a product of their own. */
function flattened(factor: Expr): readonly Expr[] {
  return factor.kind === 'product' && factor.factors.some(part => part.kind === 'ellipsis') ? factor.factors : [factor];
}

function progression(items: readonly Expr[], kind: 'sum' | 'product', budget: Budget): Expr | undefined {
  const at = items.findIndex(isEllipsis);
  const leading = items.slice(0, at);
  const trailing = items.slice(at + 1);
  if (trailing.some(isEllipsis) || leading.length < 2) return undefined;
  const last = trailing.at(-1);
  // Without a last term, or with a pattern seen only twice, three terms have to show it.
  if (last === undefined && leading.length < 3) return undefined;
  const reading = readingOf(leading, last, leading.length + trailing.length, budget);
  if (reading === undefined) return undefined;
  const operator: BigOperatorExpr = {
    kind: 'bigOperator',
    span: { start: 0, end: 0 },
    op: kind,
    variable: '…',
    lower: number(1),
    upper: reading.count === 'endless' ? { kind: 'infinity', span: { start: 0, end: 0 } } : reading.count,
    body: reading.term,
  };
  // A second-last term is only there to be read; more of them are a pattern of their own.
  return trailing.length <= 2 ? operator : undefined;
}

interface Reading {
  readonly term: Expr;
  readonly count: Count;
}

/** The one rule that the terms follow; signs that change from term to term are set aside first. */
function readingOf(
  leading: readonly Expr[],
  last: Expr | undefined,
  written: number,
  budget: Budget,
): Reading | undefined {
  const bare = leading.map(unsigned);
  const alternates = bare.every((term, k) => (term !== leading[k]) === (k % 2 === 1));
  const readings = patternsOf(
    alternates ? bare : leading,
    alternates && last !== undefined ? unsigned(last) : last,
    budget,
  );
  const fitting = readings.flatMap(({ term, counts }) => {
    const count = commonCount(counts, written, budget);
    return count === undefined ? [] : [{ term, count }];
  });
  const [reading, other] = fitting;
  // Two terms go with more than one rule more often than not: 1 + 2 + … + 64.
  if (reading === undefined || (other !== undefined && leading.length < 3)) return undefined;
  if (!alternates) return reading;
  const sign = power(number(-1), difference(INDEX, number(1)));
  if (last !== undefined && !signFits(reading.count, unsigned(last) !== last, budget)) return undefined;
  return { ...reading, term: product(sign, reading.term) };
}

/** `+ …` and `- …` alike. */
function isEllipsis(expr: Expr): boolean {
  return unsigned(expr).kind === 'ellipsis';
}

function unsigned(term: Expr): Expr {
  return term.kind === 'negate' ? term.arg : term;
}

/** Whether the last term of an alternating sum has the sign that its number asks for; only told for numbers. */
function signFits(count: Count, negative: boolean, budget: Budget): boolean {
  const value = count === 'endless' ? undefined : evaluateExact(count, NO_VALUES, budget);
  return value !== undefined && (value.n % 2n === 0n) === negative;
}
