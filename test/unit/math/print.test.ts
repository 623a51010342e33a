/** Printing: readable, and read back as the same tree. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Expr } from '../../../server/src/core/math/expr.ts';
import { parseFormula } from '../../../server/src/core/math/parse.ts';
import { printPlain, printTex, printText } from '../../../server/src/core/math/print.ts';
import { namesIn } from './names-in.ts';
import { tree } from './tree.ts';

function sides(text: string): readonly Expr[] {
  const result = parseFormula(text, { notation: 'tex' });
  if (!result.ok) return [];
  return result.formula.statements.flatMap(({ body }) => {
    if (body.kind === 'bare') return [body.expr];
    return body.continues ? body.sides.slice(1) : body.sides;
  });
}

function only(text: string): Expr {
  const [expr] = sides(text);
  if (expr === undefined) throw new Error(`not read: ${text}`);
  return expr;
}

const READABLE: readonly (readonly [source: string, text: string, plain: string])[] = [
  ['x^2+3x', 'x² + 3x', 'x^2 + 3x'],
  ['\\frac72', '7/2', '7/2'],
  ['\\sqrt2', '√2', 'sqrt(2)'],
  ['\\sqrt[3]{x+1}', '∛(x + 1)', '\\sqrt[3]{x + 1}'],
  ['\\frac{-b\\pm\\sqrt{b^2-4ac}}{2a}', '(-b ± √(b² - 4ac))/(2a)', '(-b ± sqrt(b^2 - 4a c))/(2a)'],
  ['(a+b)c', '(a + b)c', '(a + b) c'],
  ['a-(b-c)', 'a - (b - c)', 'a - (b - c)'],
  ['2\\cdot(-3)', '2·(-3)', '2*(-3)'],
  ['2(3)', '2(3)', '2(3)'],
  ['(-3)^2', '(-3)²', '(-3)^2'],
  ['-3^2', '-3²', '-3^2'],
  ['2^{n+1}', '2^(n + 1)', '2^(n + 1)'],
  ['x^{-2}', 'x⁻²', 'x^(-2)'],
  ['x_1+x_{10}', 'x₁ + x₁₀', 'x_1 + x_{10}'],
  ['\\sin^2x', 'sin²(x)', 'sin(x)^2'],
  ['\\log_2 8', 'log_2(8)', 'log_2(8)'],
  ['1{,}200.50', '1200.50', '1200.50'],
  ['0.1\\overline{6}', '0.16̅', '0.1\\overline{6}'],
  ['3\\frac12', '3 1/2', '3 1/2'],
  ['\\$36', '$36', '$36'],
  ['5\\text{ cm}^2', '5 cm^2', '5 cm^2'],
  ['25\\%', '25%', '25%'],
  ['30^\\circ', '30°', '30°'],
  ['5!', '5!', '5!'],
  ['\\binom{5}{2}', 'C(5, 2)', '\\binom{5}{2}'],
  ["f'(x)", "f'(x)", "f'(x)"],
  ['\\sum_{k=1}^n k', 'Σ(k = 1 … n) k', '\\sum_{k=1}^{n} k'],
  ['\\int_0^1 x^2\\,dx', '∫ from 0 to 1 of x² dx', '∫_0^1 x^2 dx'],
  ['\\int_{-1}^{\\pi/2} x\\,dx', '∫ from -1 to π/2 of x dx', '∫_(-1)^(pi/2) x dx'],
  ['\\alpha\\beta', 'αβ', 'alpha beta'],
  ['\\angle ABC', '∠ABC', '\\angle ABC'],
  ['\\{1,2\\}', '{1, 2}', '\\{1, 2\\}'],
];

describe('printed', () => {
  test.each(READABLE)('%s', (source, text, plain) => {
    const expr = only(source);
    expect(printText(expr)).toBe(text);
    expect(printPlain(expr)).toBe(plain);
  });
});

function readBack(text: string, notation: 'tex' | 'plain', expr: Expr): string {
  const result = parseFormula(text, { notation, ...namesIn(expr) });
  if (!result.ok) return `✗ ${result.reason}: ${text}`;
  const [statement] = result.formula.statements;
  return statement?.body.kind === 'bare' ? tree(statement.body.expr) : `✗ a statement: ${text}`;
}

const REAL = new URL('../../fixtures/formulas/real.json', import.meta.url);
const { formulas } = JSON.parse(readFileSync(REAL, 'utf8')) as { readonly formulas: readonly string[] };
const TABLE = [...formulas, ...READABLE.map(([source]) => source)];

describe('what is printed is read back as the same tree', () => {
  test.each(['tex', 'plain'] as const)('%s', notation => {
    const print = notation === 'tex' ? printTex : printPlain;
    const exprs = TABLE.flatMap(sides).filter(expr => !/"words"|"quantity"/.test(kinds(expr)));
    expect(exprs.length).toBeGreaterThan(300);
    for (const expr of exprs) expect(readBack(print(expr), notation, expr)).toBe(tree(expr));
  });
});

/** All kinds of nodes in a tree, as text. */
function kinds(expr: Expr): string {
  return JSON.stringify(expr, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value));
}
