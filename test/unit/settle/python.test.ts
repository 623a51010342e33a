/** Formulas as Python: exact, readable, in the document's own names. */
import { describe, expect, test } from 'vitest';
import type { Expr } from '../../../server/src/core/math/expr.ts';
import { parseFormula } from '../../../server/src/core/math/parse.ts';
import { type PythonOptions, printPython, printPythonRelation } from '../../../server/src/core/settle/python.ts';

function read(text: string): Expr {
  const result = parseFormula(text, { notation: 'tex', functions: new Set(['f', 'g']) });
  const body = result.ok ? result.formula.statements[0]?.body : undefined;
  if (body?.kind !== 'bare') throw new Error(`no expression: ${text}`);
  return body.expr;
}

function print(text: string, options: PythonOptions = {}): string {
  const printed = printPython(read(text), { isDefined: name => name === 'f', ...options });
  return printed.ok ? printed.code : `refused: ${printed.reason}`;
}

describe('exact numbers', () => {
  test.each([
    ['7', '7'],
    ['-3', '-3'],
    ['\\frac13', 'Rational(1, 3)'],
    ['-\\frac{3}{4}', '-Rational(3, 4)'],
    ['\\frac{2+3}{4-1}', 'Integer(2 + 3)/(4 - 1)'],
    ['\\frac{x}{3}', 'x/3'],
    ['\\frac{1}{x}', '1/x'],
    ['\\frac{\\frac12}{3}', 'Rational(1, 2)/3'],
    ['0.25', "Rational('0.25')"],
    ['2.50', "Rational('2.50')"],
    ['0.\\overline{3}', 'Rational(1, 3)'],
    ['25\\%', 'Rational(25, 100)'],
    ['12.5\\%', "Rational('12.5')/100"],
    ['3\\frac12', '3 + Rational(1, 2)'],
    ['3\\frac12 x', '(3 + Rational(1, 2))*x'],
    ['2^{-3}', 'Integer(2)**(-3)'],
    ['2^{10}', '2**10'],
    ['2^{3-5}', 'Integer(2)**(3 - 5)'],
    ['(-2)^2', '(-2)**2'],
    ['-2^2', '-2**2'],
    ['x^{1/3}', 'x**Rational(1, 3)'],
    ['\\frac{1}{2} \\cdot \\frac{2}{3}', 'Rational(1, 2)*Rational(2, 3)'],
  ])('%s is %s', (text, code) => {
    expect(print(text)).toBe(code);
  });
});

describe('operations and functions', () => {
  test.each([
    ['(x+1)^2', '(x + 1)**2'],
    ['a - (b - c)', 'a - (b - c)'],
    ['\\frac{a}{bc} d', 'a/(b*c)*d'],
    ['x^{y^z}', 'x**y**z'],
    ['\\sqrt{x+1}', 'sqrt(x + 1)'],
    ['\\sqrt[3]{-8}', 'real_root(-8, 3)'],
    ['\\sqrt[3]{5}', 'cbrt(5)'],
    ['\\sqrt[4]{x}', 'root(x, 4)'],
    ['e^{2x}', 'exp(2*x)'],
    ['\\ln x + \\log_2 8', 'log(x) + log(8, 2)'],
    ['\\sin^2 x', 'sin(x)**2'],
    ['\\sin 30^\\circ', 'sin(rad(30))'],
    ['\\arctan x', 'atan(x)'],
    ['|x - 3|', 'Abs(x - 3)'],
    ['\\lfloor 7/2 \\rfloor + \\lceil x \\rceil', 'floor(Rational(7, 2)) + ceiling(x)'],
    ['\\binom{5}{2} + 5!', 'binomial(5, 2) + factorial(5)'],
    ['\\gcd(12, 18)', 'gcd(12, 18)'],
    ['\\gcd(12, 18, 24)', 'gcd([12, 18, 24])'],
    ['7 \\bmod 3', 'Mod(7, 3)'],
    ['f(x) + 1', 'f(x) + 1'],
    ["f'(x)", 'diff(f(x), x)'],
    ["f''(2)", 'diff(f(x), x, 2).subs(x, 2)'],
    ['\\frac{d}{dx} x^2', 'diff(x**2, x)'],
    ['\\int_0^1 x^2\\,dx', 'integrate(x**2, (x, 0, 1))'],
    ['\\int x\\,dx', 'integrate(x, x)'],
    ['\\lim_{x\\to 0} \\frac{\\sin x}{x}', "limit(sin(x)/x, x, 0, '+-')"],
    ['\\lim_{x\\to 0^+} \\frac1x', "limit(1/x, x, 0, '+')"],
    ['\\lim_{x\\to\\infty} \\frac1x', 'limit(1/x, x, oo)'],
    ['\\sum_{k=1}^n k^2', 'summation(k**2, (k, 1, n))'],
    ['\\sum_{i=1}^n i', 'summation(i, (i, 1, n))'],
    ['\\prod_{k=1}^5 k', 'product(k, (k, 1, 5))'],
    ['\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}', 'Matrix([[1, 2], [3, 4]])'],
    ['\\begin{vmatrix}1&2\\\\3&4\\end{vmatrix}', 'Matrix([[1, 2], [3, 4]]).det()'],
    ['\\{1, 2\\} \\cup \\{3\\}', 'Union(FiniteSet(1, 2), FiniteSet(3))'],
    ['i^2 + \\pi', 'I**2 + pi'],
    ['\\left[x^3\\right]_0^2', '(x**3).subs(x, 2) - (x**3).subs(x, 0)'],
  ])('%s is %s', (text, code) => {
    expect(print(text)).toBe(code);
  });
});

describe('names', () => {
  test.each([
    ['x_1 + v_{max}', 'x_1 + v_max'],
    ['\\lambda a_{n+1}', 'lamda*a_n_plus_1'],
    ["y' + 1", 'y_prime + 1'],
    ['\\theta', 'theta'],
    ['\\angle ABC', 'angle_ABC'],
  ])('%s is %s', (text, code) => {
    expect(print(text)).toBe(code);
  });

  test('the constants are variables where the text says so', () => {
    expect(print('i + e', { variables: new Set(['i', 'e']) })).toBe('i + e');
  });

  test('names, counters and functions are told', () => {
    const printed = printPython(read('\\sum_{k=1}^n f(k) + x'), { isDefined: () => true });
    expect(printed).toMatchObject({
      ok: true,
      names: new Set(['k', 'n', 'x']),
      counters: new Set(['k']),
      functions: new Set(['f']),
    });
  });
});

describe('what SymPy has no honest counterpart for is refused', () => {
  test.each([
    ['x \\pm 1', '± stands for two values'],
    ['1 + 2 + \\dots + n', 'an ellipsis'],
    ['\\text{area} + 1', 'words have no value'],
    ['5\\text{ cm}', 'an amount with a unit'],
    ['g(x)', 'g has no definition here'],
    ['\\gcd(n, 4)', 'polynomials'],
    ['\\log x', 'log without a base'],
    ['\\frac{dy}{dx}', 'the derivative of a name'],
    ['\\frac{d}{dx}(x^2 + y^2)', 'may depend on the variable'],
    ['\\sum_{i=1}^n a_i', 'a sequence'],
    ['\\vec{v} + 1', 'a vector that is a name'],
    ['I + i', 'a name of SymPy'],
    ['2^{1000000000}', 'too many digits'],
    ['[1, 2)', 'an interval'],
  ])('%s: %s', (text, reason) => {
    expect(print(text)).toContain('refused: ');
    expect(print(text)).toContain(reason);
  });
});

describe('options', () => {
  test('sums, integrals and limits can be left for a check to work out', () => {
    const text = '\\sum_{k=1}^n k + \\int_0^1 x\\,dx + \\lim_{x\\to 0} x';
    expect(print(text, { delays: true })).toBe("Sum(k, (k, 1, n)) + Integral(x, (x, 0, 1)) + Limit(x, x, 0, '+-')");
  });

  test.each([
    ['10', 'log(x, 10)'],
    ['e', 'log(x)'],
  ] as const)('the base of log can be told: %s', (logBase, code) => {
    expect(print('\\log x', { logBase })).toBe(code);
  });
});

describe('relations', () => {
  test.each([
    ['x < 2', 'x < 2'],
    ['2 < 3', 'Integer(2) < 3'],
    ['x = 2', 'Eq(x, 2)'],
    ['x \\ne 2', 'Ne(x, 2)'],
    ['0 < x \\le 1', 'And(Integer(0) < x, x <= 1)'],
    ['x \\equiv 2 \\pmod 3', 'refused: a relation that is no comparison'],
  ])('%s is %s', (text, code) => {
    const result = parseFormula(text, { notation: 'tex' });
    const body = result.ok ? result.formula.statements[0]?.body : undefined;
    if (body?.kind !== 'chain') throw new Error(`no relation: ${text}`);
    const printed = printPythonRelation(body);
    expect(printed.ok ? printed.code : `refused: ${printed.reason}`).toBe(code);
  });
});
