/** Rules that a few terms written one after the other follow: arithmetic and geometric progressions, powers, and trees of such. */
import type { Budget } from './budget.ts';
import { difference, number, power, product, quotient, sum, symbol } from './build.ts';
import { evaluateExact } from './exact.ts';
import type { Expr, Rational } from './expr.ts';
import { equalFraction, type Fraction, rationalOf } from './fraction.ts';
import { NormalForms } from './normal-form.ts';
import { monomialOf } from './polynomial.ts';
import {
  divideRational,
  equalRational,
  isInteger,
  multiplyRational,
  ONE,
  powerRational,
  rational,
  rootRational,
  toNumber,
} from './rational.ts';
import { structurallyEqual } from './symbols.ts';
import { children, mapChildren } from './traverse.ts';

/** The index of the terms; no text has it. */
export const INDEX = symbol('…');
const NO_VALUES: ReadonlyMap<string, Rational> = new Map();

/** The count at which a progression reaches the last term. */
export type Count = Expr | 'endless';

/** What terms have in common: the general term in the index, and the counts that its progressions end at. */
export interface Pattern {
  readonly term: Expr;
  readonly counts: readonly Count[];
}

/** One count that all progressions agree on: a whole number that leaves room for the terms written, or a name plus a whole number. */
export function commonCount(counts: readonly Count[], written: number, budget: Budget): Count | undefined {
  const [first] = counts;
  if (first === undefined || first === 'endless') return first;
  const forms = new NormalForms(new Set(['e', 'i']));
  const form = forms.of(first, budget);
  if (form === undefined) return undefined;
  for (const other of counts.slice(1)) {
    const otherForm = other === 'endless' ? undefined : forms.of(other, budget);
    if (otherForm === undefined || equalFraction(form, otherForm, forms.reduce) !== true) return undefined;
  }
  const value = rationalOf(form);
  if (value !== undefined)
    return isInteger(value) && value.n >= BigInt(written) && value.n <= 100_000n ? number(value) : undefined;
  return namedCount(form, forms.names);
}

/** `n`, `n + 2`: a name and a whole number. */
function namedCount(form: Fraction, names: ReadonlyMap<string, number>): Expr | undefined {
  const shift = form.top.terms.get(0) ?? 0n;
  const others = [...form.top.terms].filter(([monomial]) => monomial !== 0);
  const [only] = others;
  const whole = form.bottom.terms.size === 1 && form.bottom.terms.get(0) === 1n;
  if (!whole || only === undefined || others.length > 1 || only[1] !== 1n) return undefined;
  const key = [...names].find(([, index]) => monomialOf(index, 1) === only[0])?.[0];
  return key?.startsWith('name ') ? sum(symbol(key.slice('name '.length)), number(shift)) : undefined;
}

/** All ways to see the terms as one formula; `last` is absent for a series without end. */
export function patternsOf(terms: readonly Expr[], last: Expr | undefined, budget: Budget): readonly Pattern[] {
  const [first] = terms;
  if (first === undefined) return [];
  const all = last === undefined ? terms : [...terms, last];
  if (all.every(term => structurallyEqual(term, first))) return [{ term: first, counts: [] }];
  const plain = [
    arithmeticPattern(terms, last, budget),
    geometricPattern(terms, last, budget),
    powersPattern(terms, last, budget),
    last === undefined ? ratioPattern(terms, budget) : undefined,
  ];
  return [...plain.filter(pattern => pattern !== undefined), ...alikePatterns(terms, last, budget)];
}

/** Differences of neighbours are one rational number. */
function arithmeticPattern(terms: readonly Expr[], last: Expr | undefined, budget: Budget): Pattern | undefined {
  const [first, second] = terms;
  if (first === undefined || second === undefined) return undefined;
  const step = constantDifference(second, first, budget);
  if (step === undefined || step.n === 0n) return undefined;
  for (let k = 2; k < terms.length; k++) {
    const [a, b] = [terms[k - 1], terms[k]];
    const next = a && b && constantDifference(b, a, budget);
    if (next === undefined || !equalRational(next, step)) return undefined;
  }
  const term = sum(first, product(number(step), difference(INDEX, number(1))));
  if (last === undefined) return { term, counts: ['endless'] };
  return { term, counts: [sum(quotient(difference(last, first), number(step)), number(1))] };
}

function constantDifference(a: Expr, b: Expr, budget: Budget): Rational | undefined {
  const form = new NormalForms(new Set(['e', 'i'])).of(difference(a, b), budget);
  return form && rationalOf(form);
}

/** Numbers with one ratio, up to a number or a power of the ratio. */
function geometricPattern(terms: readonly Expr[], last: Expr | undefined, budget: Budget): Pattern | undefined {
  const values = terms.map(term => evaluateExact(term, NO_VALUES, budget));
  const [first, second] = values;
  const ratio = first && second && divideRational(second, first);
  if (first === undefined || ratio === undefined || ratio.n === 0n || equalRational(ratio, ONE)) return undefined;
  for (let k = 2; k < values.length; k++) {
    const [a, b] = [values[k - 1], values[k]];
    if (a === undefined || b === undefined || !equalRational(multiplyRational(a, ratio), b)) return undefined;
  }
  const term = product(number(first), power(number(ratio), difference(INDEX, number(1))));
  if (last === undefined) return { term, counts: ['endless'] };
  const end = evaluateExact(last, NO_VALUES, budget);
  if (end !== undefined) {
    const steps = exponentOf(end, first, ratio);
    return steps === undefined ? undefined : { term, counts: [number(steps + 1)] };
  }
  const count = symbolicCount(last, first, ratio, budget);
  return count && { term, counts: [count] };
}

/** a, ar, ar², … without end: quotients of neighbours are one formula. */
function ratioPattern(terms: readonly Expr[], budget: Budget): Pattern | undefined {
  const [first, second] = terms;
  if (
    first === undefined ||
    second === undefined ||
    (evaluateExact(first, NO_VALUES, budget) !== undefined && evaluateExact(second, NO_VALUES, budget) !== undefined)
  )
    return undefined;
  const forms = new NormalForms(new Set(['e', 'i']));
  const ratios = terms.slice(1).map((term, k) => forms.of(quotient(term, terms[k] ?? term), budget));
  const [ratio] = ratios;
  if (
    ratio === undefined ||
    !ratios.every(other => other !== undefined && equalFraction(ratio, other, forms.reduce) === true)
  )
    return undefined;
  const term = product(first, power(quotient(second, first), difference(INDEX, number(1))));
  return { term, counts: ['endless'] };
}

/** n with end = first · ratio^n. */
function exponentOf(end: Rational, first: Rational, ratio: Rational): number | undefined {
  const share = divideRational(end, first);
  if (share === undefined || share.n === 0n) return undefined;
  const estimate = Math.log(Math.abs(toNumber(share))) / Math.log(Math.abs(toNumber(ratio)));
  const n = Math.round(estimate);
  if (!Number.isFinite(estimate) || n < 0 || n > 10_000) return undefined;
  const exact = powerRational(ratio, BigInt(n));
  return exact !== undefined && equalRational(exact, share) ? n : undefined;
}

/** The count for a last term `2^{n}`, `\frac{1}{2^n}`: the exponent and a shift. */
function symbolicCount(last: Expr, first: Rational, ratio: Rational, budget: Budget): Expr | undefined {
  const inverse =
    last.kind === 'quotient' && last.numerator.kind === 'number' && equalRational(last.numerator.value, ONE);
  const raised = inverse ? last.denominator : last;
  if (raised.kind !== 'power') return undefined;
  const base = evaluateExact(raised.base, NO_VALUES, budget);
  const wanted = inverse ? divideRational(ONE, ratio) : ratio;
  if (base === undefined || wanted === undefined || !equalRational(base, wanted)) return undefined;
  const shift = exponentOf(first, ONE, ratio);
  return shift === undefined ? undefined : sum(raised.exponent, number(1 - shift));
}

/** 1, 4, 9 up to n²; 1, x, x² up to xⁿ: powers that are written out. */
function powersPattern(terms: readonly Expr[], last: Expr | undefined, budget: Budget): Pattern | undefined {
  const sample = last?.kind === 'power' ? last : terms.at(-1);
  if (sample?.kind === 'power') {
    const exponents = terms.map(term => exponentIn(term, sample.base));
    if (exponents.every(e => e !== undefined)) {
      const end = last && exponentIn(last, sample.base);
      if (last !== undefined && end === undefined) return undefined;
      const inner = arithmeticPattern(exponents, end, budget);
      return inner && { term: power(sample.base, inner.term), counts: inner.counts };
    }
  }
  for (const k of [2, 3]) {
    const roots = terms.map(term => rootOf(term, k, budget));
    const end = last && rootOf(last, k, budget);
    if (!roots.every(root => root !== undefined) || (last !== undefined && end === undefined)) continue;
    const inner = arithmeticPattern(roots, end, budget);
    if (inner !== undefined) return { term: power(inner.term, k), counts: inner.counts };
  }
  return undefined;
}

function exponentIn(term: Expr, base: Expr): Expr | undefined {
  if (structurallyEqual(term, base)) return number(1);
  if (term.kind === 'number') return equalRational(term.value, ONE) ? number(0) : undefined;
  return term.kind === 'power' && structurallyEqual(term.base, base) ? term.exponent : undefined;
}

function rootOf(term: Expr, k: number, budget: Budget): Expr | undefined {
  if (term.kind === 'power' && term.exponent.kind === 'number' && equalRational(term.exponent.value, rational(k)))
    return term.base;
  const value = evaluateExact(term, NO_VALUES, budget);
  const root = value && rootRational(value, k);
  return root && number(root);
}

/** Combinations of readings of the parts that are followed up. */
const MOST_READINGS = 6;

/** Trees alike but for progressions inside: 1/(1·2), 1/(2·3), …, 1/(n(n+1)). */
function alikePatterns(terms: readonly Expr[], last: Expr | undefined, budget: Budget): readonly Pattern[] {
  const sample = last ?? terms.at(-1);
  if (sample === undefined) return [];
  const shaped = terms.map(term =>
    sample.kind === 'quotient' && term.kind === 'number' ? quotientOf(term.value) : term,
  );
  const parts = children(sample);
  if (parts.length === 0 || !shaped.every(term => sameNode(term, sample))) return [];
  let combined: readonly { readonly terms: readonly Expr[]; readonly counts: readonly Count[] }[] = [
    { terms: [], counts: [] },
  ];
  for (const [k, part] of parts.entries()) {
    const column = shaped.flatMap(term => children(term)[k] ?? []);
    const found = patternsOf(column, last === undefined ? undefined : part, budget);
    combined = combined
      .flatMap(so =>
        found.map(({ term, counts }) => ({ terms: [...so.terms, term], counts: [...so.counts, ...counts] })),
      )
      .filter(({ counts }) => counts.length < 2 || commonCount(counts, 1, budget) !== undefined)
      .slice(0, MOST_READINGS);
  }
  return combined.map(({ terms: patterns, counts }) => {
    let next = 0;
    return { term: mapChildren(sample, part => patterns[next++] ?? part), counts };
  });
}

function quotientOf(value: Rational): Expr {
  return { kind: 'quotient', span: { start: 0, end: 0 }, numerator: number(value.n), denominator: number(value.d) };
}

/** The same kind of node with as many parts, apart from the parts. */
function sameNode(a: Expr, b: Expr): boolean {
  if (a.kind !== b.kind || children(a).length !== children(b).length) return false;
  if (a.kind === 'call' && b.kind === 'call') return a.fn === b.fn;
  return ['quotient', 'product', 'sum', 'power', 'root', 'negate', 'factorial', 'degree', 'percent'].includes(a.kind);
}
