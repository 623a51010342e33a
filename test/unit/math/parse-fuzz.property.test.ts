/** Broken and half-typed text: never an exception, spans inside the text and nested, time in bounds. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Span } from '../../../server/src/core/math/expr.ts';
import { parseFormula } from '../../../server/src/core/math/parse.ts';
import { printTex, printText } from '../../../server/src/core/math/print.ts';

const REAL = new URL('../../fixtures/formulas/real.json', import.meta.url);
const { formulas: real } = JSON.parse(readFileSync(REAL, 'utf8')) as { readonly formulas: readonly string[] };

/** Notation that is rare in the fixture. */
const RARE: readonly string[] = [
  '\\int_0^1 x^2\\,dx = \\left[\\frac{x^3}{3}\\right]_0^1',
  'u = x^2 \\implies du = 2x\\,dx',
  '\\int \\frac{dx}{x} - \\int v\\,du + c',
  '\\frac{d}{dx}\\left(x^2\\sin x\\right) = \\frac{dy}{dx}',
  '\\begin{cases} x+y=3, & (1) \\\\ x-y=1 & (2) \\end{cases}',
  'f(x) = \\begin{cases} x & \\text{if } x > 0 \\\\ 0 & \\text{otherwise} \\end{cases}',
  '5\\text{ cm} \\times 3\\text{ kg/m}^2 = \\$1{,}200 \\text{ (about)} + 2',
  '\\text{If } x = 2 \\text{ then } y \\equiv 3 \\pmod{5}, z = 4',
  '\\sum_{k=1}^{n} k \\lim_{x\\to 0^+} \\binom{n}{k} \\boxed{x_{n+1}}',
  '3 x 4 = 12 clips, so 50% of 1,200 is 1 1/2 hours',
  '因为 x>0,所以 5米×3米=15平方米',
];
const formulas = [...real, ...RARE, ...RARE];

/** A small seeded generator: the same numbers on every machine. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return ((state >>> 8) % below) | 0;
  };
}

const PIECES = [
  '(',
  ')',
  '{',
  '}',
  '[',
  ']',
  '\\left(',
  '\\right|',
  '|',
  '^',
  '_',
  '\\frac',
  '\\\\',
  '&',
  '$',
  '!',
  ',',
  '=',
  '\\text{if',
  '\\begin{cases}',
  '\\end{cases}',
  '\\sqrt',
  '\\int',
  'dx',
  '\\sum_',
  "'",
  '1,200',
  '\\,',
  '²',
  '½',
  '\\',
  '%',
  ' x ',
  '\\boxed{',
  '\\pmod',
  '\\lim_{x\\to',
  '�',
  '字',
];

function mutate(text: string, other: string, random: (below: number) => number): string {
  const at = random(text.length + 1);
  const length = random(6);
  switch (random(6)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(at + length);
    case 2:
      return text.slice(0, at) + (PIECES[random(PIECES.length)] ?? '') + text.slice(at);
    case 3:
      return text.slice(0, at) + other.slice(random(other.length + 1));
    case 4:
      return text.slice(at, at + length * 3) + text;
    default:
      return text.slice(0, at) + String.fromCharCode(32 + random(95)) + text.slice(at + 1);
  }
}

/** The first span in the tree that leaves its parent's; spans of absent parts have no width. */
function misplaced(node: unknown, outer: Span): string | undefined {
  if (Array.isArray(node)) return firstOf(node, outer);
  if (node === null || typeof node !== 'object') return undefined;
  const { span } = node as { readonly span?: Span };
  if (span !== undefined && (span.start > span.end || span.start < outer.start || span.end > outer.end)) {
    return `${span.start}–${span.end} outside of ${outer.start}–${outer.end}`;
  }
  return firstOf(
    Object.entries(node).flatMap(([key, value]) => (key === 'span' ? [] : [value])),
    span ?? outer,
  );
}

function firstOf(nodes: readonly unknown[], outer: Span): string | undefined {
  for (const node of nodes) {
    const found = misplaced(node, outer);
    if (found !== undefined) return found;
  }
  return undefined;
}

function check(text: string, notation: 'tex' | 'plain'): void {
  const whole = { start: 0, end: text.length };
  const result = parseFormula(text, { notation });
  if (!result.ok) {
    expect(result.reason, text).not.toBe('');
    expect(misplaced({ span: result.span }, whole), text).toBeUndefined();
    return;
  }
  for (const { body } of result.formula.statements) {
    expect(misplaced(body, whole), text).toBeUndefined();
    printText(body);
    printTex(body);
  }
  expect(
    misplaced([...result.formula.remarks, ...result.formula.boxed.map(span => ({ span }))], whole),
    text,
  ).toBeUndefined();
}

describe('any text', () => {
  test('cut and changed formulas', () => {
    const random = generator(7);
    for (let round = 0; round < 2000; round++) {
      let text = formulas[random(formulas.length)] ?? '';
      const times = 1 + random(3);
      for (let count = 0; count < times; count++) text = mutate(text, formulas[random(formulas.length)] ?? '', random);
      check(text, round % 3 === 0 ? 'plain' : 'tex');
    }
  });

  test('every beginning of a formula', () => {
    for (const formula of [...real.slice(0, 15), ...RARE]) {
      for (let end = 0; end <= formula.length; end++) check(formula.slice(0, end), 'tex');
    }
  });
});

const LONG = 100_000;
const WIDE = 4_000;
const HEAVY: readonly (readonly [string, string])[] = [
  ['brackets', '('.repeat(LONG)],
  ['closed brackets', '('.repeat(WIDE) + ')'.repeat(WIDE)],
  ['braces', '\\sqrt{'.repeat(1500) + '}'.repeat(1500)],
  ['minus signs', `${'-'.repeat(WIDE)}1`],
  ['factorials', `1${'!'.repeat(WIDE)}`],
  ['bars', '|'.repeat(WIDE)],
  ['slashes', '1/'.repeat(WIDE)],
  ['plus minus', '1±'.repeat(WIDE)],
  ['sets', 'A∪'.repeat(WIDE)],
  ['terms', '1+'.repeat(WIDE)],
  ['functions', 'sin '.repeat(2000)],
  ['capitals', 'AB'.repeat(WIDE)],
  ['letters before brackets', 'x(1)'.repeat(2000)],
  ['numbers', '1,200'.repeat(1500)],
  ['texts', '\\text{if}'.repeat(2000)],
  ['clauses', '\\text{if } x = '.repeat(1200)],
  ['set builders', '\\{x \\mid '.repeat(1500)],
  ['nested arguments', 'f('.repeat(1000) + ')'.repeat(1000)],
  ['nested subscripts', 'x_{'.repeat(1500) + '1'.repeat(3) + '}'.repeat(1500)],
  ['integrals', '\\int_0^1 '.repeat(1500)],
  ['cells', `\\begin{cases}${'x & y \\\\'.repeat(1500)}\\end{cases}`],
  ['relations', 'x='.repeat(WIDE)],
  ['digits', '7'.repeat(19_000)],
  ['evaluations', 'x|_0^1'.repeat(2500)],
];

describe('heavy text is answered in time', () => {
  test.each(HEAVY)('%s', (_, text) => {
    const start = performance.now();
    check(text, 'tex');
    check(text, 'plain');
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
