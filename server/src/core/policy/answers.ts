/** The final answer in what a model or a person wrote, and whether two answers are the same. */
import type { Domain } from '../claims/claim.ts';
import { Budget } from '../math/budget.ts';
import { evaluateReal } from '../math/evaluate.ts';
import type { Expr } from '../math/expr.ts';
import { parseFormula } from '../math/parse.ts';
import { toNumber } from '../math/rational.ts';
import { decideEquality } from '../verify/identity.ts';
import { writtenNumeral } from '../verify/rounding.ts';

/** "The answer is 12", "Answer: $x = 3$", "答案是 5". */
const STATED =
  /(?:(?:final\s+)?answer\s*(?:is|:|=)(?:\s*:)?|答案(?:是|为|：|:)|(?:respuesta|réponse|antwort)(?:\s+(?:es|est|ist|lautet))?\s*:?)\s*\**\s*([^\n]+)/giu;
/** GSM8K's mark of an answer. */
const MARKED = /^####\s*([^\n]+)$/gm;
/** An answer in words is no longer: "The answer is the sum of both numbers" announces one. */
const MOST_WORDS = 4;

/** The answer that a text states, without its box or the sentence around it; `undefined` where it states none. Of several the last counts. */
export function answerIn(text: string): string | undefined {
  const boxed = lastBox(text);
  if (boxed !== undefined) return boxed;
  const marked = [...text.matchAll(MARKED)].at(-1)?.[1];
  if (marked !== undefined) return unwrapped(marked);
  const stated = [...text.matchAll(STATED)].at(-1)?.[1];
  const sentence = /^[\s\S]*?(?=[.!?](?:\s|\**$)|[。！？]|$)/.exec(stated ?? '')?.[0] ?? '';
  const bare = unwrapped(sentence);
  const isValue = /[\d$\\]/.test(sentence) || bare.split(/\s+/).length <= MOST_WORDS;
  return bare !== '' && isValue ? bare : undefined;
}

/** What is in the last `\boxed{…}`, whatever braces it holds; `undefined` where there is none or it does not close. */
function lastBox(text: string): string | undefined {
  const found = [...text.matchAll(/\\(?:boxed|fbox)\s*\{/g)].at(-1);
  if (found === undefined) return undefined;
  const start = found.index + found[0].length;
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '{') depth++;
    else if (text[at] === '}') depth--;
    if (depth === 0) {
      const inner = unwrapped(text.slice(start, at));
      return inner === '' ? undefined : inner;
    }
  }
  return undefined;
}

/** Without delimiters of formulas, emphasis and the full stop. */
function unwrapped(text: string): string {
  return text
    .trim()
    .replace(/\*+/g, '')
    .replace(/(?<=[^.])[.。]\s*$/, '')
    .replace(/^\\\(([\s\S]*)\\\)$|^\\\[([\s\S]*)\\\]$|^\$+([^$]*)\$+$/, (_, a, b, c) => a ?? b ?? c)
    .trim();
}

/**
 * Equal as formulas, exactly or at all points that were tried; or the same words. Units and what stands before the last equals sign do not count: `x = 3` is
 * `3`, `12 km` is `12`. Several values are the same in any order, pairs and intervals in theirs.
 */
export function sameAnswer(a: string, b: string): boolean {
  return haveValuesAlike(a, b, sameValue);
}

/**
 * The same answer, or one is the other rounded to the digits that it shows, at least four behind the point: `15.5563` and `11\sqrt{2}`. Tells which solutions
 * agree; whether an answer is right is told by `sameAnswer`.
 */
export function agreeingAnswers(a: string, b: string): boolean {
  return haveValuesAlike(a, b, (left, right) => sameValue(left, right) || isRounding(left, right));
}

/** Whether a value of it is a decimal of so many digits that it may be a rounded one. */
export function mayBeRounded(answer: string): boolean {
  return valuesOf(answer).values.some(value => decimalOf(formulaOf(value)) !== undefined);
}

function haveValuesAlike(a: string, b: string, alike: (a: string, b: string) => boolean): boolean {
  const [left, right] = [valuesOf(a), valuesOf(b)];
  if (left.brackets !== right.brackets || left.values.length !== right.values.length) return false;
  if (left.values.length === 0) return a.trim() !== '' && b.trim() !== '';
  if (left.brackets !== '') return left.values.every((value, at) => alike(value, right.values[at] ?? ''));
  const rest = [...right.values];
  return left.values.every(value => {
    const at = rest.findIndex(other => alike(value, other));
    if (at !== -1) rest.splice(at, 1);
    return at !== -1;
  });
}

interface Values {
  /** `()`, `[)` and so on where order counts; empty for one value, a list or a set. */
  readonly brackets: string;
  readonly values: readonly string[];
}

/** "x = 2 or x = 3", `\{2, 3\}`, `(2, 3)`, `[0, 1)`. */
function valuesOf(answer: string): Values {
  const text = unwrapped(answer)
    .replace(/\\(?:left|right)(?![a-zA-Z])/g, '')
    .replace(/(?<=\d)(?:,|\{,\}|\\,)(?=\d{3}(?!\d))/g, '')
    .replace(/\\text\s*\{\s*(and|or)\s*\}/g, ' $1 ')
    .trim();
  const enclosed = /^(\\\{|[([])([\s\S]*)(\\\}|[)\]])$/.exec(text);
  const inner = enclosed?.[2] ?? '';
  const parts = partsOf(inner);
  if (enclosed !== null && parts !== undefined && (parts.length > 1 || enclosed[1] === '\\{')) {
    return { brackets: enclosed[1] === '\\{' ? '' : `${enclosed[1]}${enclosed[3]}`, values: parts.map(normal) };
  }
  return { brackets: '', values: (partsOf(text) ?? [text]).map(normal) };
}

/** At commas and words between values, outside of all brackets; `undefined` where the brackets do not match. */
function partsOf(text: string): readonly string[] | undefined {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (const { index, 0: mark } of text.matchAll(/[([{]|[)\]}]|[,;、，]|\s(?:and|or|und|oder|y|et)\s|或|和/g)) {
    if ('([{'.includes(mark)) depth++;
    else if (')]}'.includes(mark)) depth--;
    else if (depth === 0) {
      parts.push(text.slice(from, index));
      from = index + mark.length;
    }
    if (depth < 0) return undefined;
  }
  parts.push(text.slice(from));
  return depth === 0 ? parts.filter(part => part.trim() !== '') : undefined;
}

const STEPS = 50_000;
const anyReal: Domain = { type: 'real', nonzero: false };

function sameValue(left: string, right: string): boolean {
  if (left === right) return left !== '';
  const [first, second] = [formulaOf(left), formulaOf(right)];
  if (first === undefined || second === undefined) return false;
  const decided = decideEquality(first, second, {
    domain: () => anyReal,
    variables: new Set(),
    budget: new Budget(STEPS),
    seed: 1,
  });
  return decided.kind === 'equal' || decided.kind === 'tested';
}

/** Digits behind the point from which on a decimal that agrees with a value is no coincidence. */
const LEAST_DECIMALS = 4;
/** What a chain of computations with doubles is off by, of the value. */
const DOUBLES = 1e-12;

function isRounding(left: string, right: string): boolean {
  const [first, second] = [formulaOf(left), formulaOf(right)];
  if (first === undefined || second === undefined) return false;
  const units = [decimalOf(first), decimalOf(second)].flatMap(written => written ?? []);
  if (units.length === 0) return false;
  const [a, b] = [first, second].map(expr => evaluateReal(expr, new Map(), new Budget(STEPS))) as [number, number];
  return Math.abs(a - b) <= Math.max(...units, DOUBLES * Math.abs(a));
}

/** The worth of one unit in the last digit, of a decimal that shows enough of them. */
function decimalOf(expr: Expr | undefined): number | undefined {
  const written = expr === undefined ? undefined : writtenNumeral(expr);
  return written === undefined || written.decimals < LEAST_DECIMALS ? undefined : toNumber(written.unit);
}

/** One value, without its name, signs of money, per cent and degrees, and the unit behind a number. */
function normal(text: string): string {
  return unwrapped(text)
    .replace(/\\(?:text|mathrm|mathbf|textbf)\s*\{([^{}]*)\}/g, ' $1')
    .replace(/\\(?:displaystyle|,|;|!|quad|qquad)(?![a-zA-Z])/g, ' ')
    .replace(/\\[td]frac/g, '\\frac')
    .replace(/^[^=]*(?<![<>!≤≥])=(?!=)/, text.split('=').length === 2 ? '' : '$&')
    .replace(/\\?[$€£]|\\?%|°|\^\{?\\circ\}?/g, '')
    .replace(/(?<=\d\}?)\s*(?:[a-zA-Z]{2,}(?:[\s/^]+\w+)*|[\p{Script=Han}]+)$/u, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}

function formulaOf(text: string): Expr | undefined {
  const read = parseFormula(text, { notation: text.includes('\\') ? 'tex' : 'plain' });
  const only = read.ok && read.formula.statements.length === 1 ? read.formula.statements[0] : undefined;
  const body = only?.body;
  return body !== undefined && body.kind === 'bare' ? body.expr : undefined;
}
