/** Claims in their context → the Python that checks them. */
import { describe, expect, test } from 'vitest';
import { claimIn } from './documents.ts';

/** A document whose last claim is asked about, and its check; lines joined by ` ; `. */
type Row = readonly [document: string, claim: string, code: string];

function codeOf(document: string, claim: string): string {
  return claimIn(document, claim).task?.code?.replaceAll('\n', ' ; ') ?? 'none';
}

describe('what is true for all values', () => {
  test.each<Row>([
    ['$(x+1)^2 = x^2+2x+1$', '(x+1)^2 = x^2+2x+1', 'check((x + 1)**2, x**2 + 2*x + 1)'],
    ['$2 \\cdot 3 = 6 = 5 + 1$', '2 \\cdot 3 = 6 = 5 + 1', 'check(2*3, 6) ; check(6, 5 + 1)'],
    ['$2^{10} > 1000$', '2^{10} > 1000', 'check(2**10 > 1000)'],
    [
      '$\\int x \\ln x\\,dx = \\frac{x^2}{2}\\ln x - \\frac{x^2}{4} + C$',
      '\\int x \\ln x\\,dx = \\frac{x^2}{2}\\ln x - \\frac{x^2}{4} + C',
      'check(Integral(x*log(x), x), x**2/2*log(x) - x**2/4 + C)',
    ],
    [
      '$\\int_0^\\infty e^{-x^2}\\,dx = \\frac{\\sqrt{\\pi}}{2}$',
      '\\int_0^\\infty e^{-x^2}\\,dx = \\frac{\\sqrt{\\pi}}{2}',
      'check(Integral(exp(-x**2), (x, 0, oo)), sqrt(pi)/2)',
    ],
    [
      '$\\lim_{x\\to 0}\\frac{1-\\cos x}{x^2} = \\frac12$',
      '\\lim_{x\\to 0}\\frac{1-\\cos x}{x^2} = \\frac12',
      "check(Limit((1 - cos(x))/x**2, x, 0, '+-'), Rational(1, 2))",
    ],
    [
      '$\\sum_{k=1}^n k^3 = \\left(\\frac{n(n+1)}{2}\\right)^2$',
      '\\sum_{k=1}^n k^3 = \\left(\\frac{n(n+1)}{2}\\right)^2',
      'check(Sum(k**3, (k, 1, n)), (n*(n + 1)/2)**2)',
    ],
    [
      '$\\frac{d}{dx}(x^2 \\sin x) = 2x\\sin x + x^2 \\cos x$',
      '\\frac{d}{dx}(x^2 \\sin x) = 2x\\sin x + x^2 \\cos x',
      'check(diff(x**2*sin(x), x), 2*x*sin(x) + x**2*cos(x))',
    ],
    ["Let $f(x) = x^2 + 3x$. Then $f'(x) = 2x + 3$.", "f'(x) = 2x + 3", 'check(diff(f(x), x), 2*x + 3)'],
    [
      'For all real $x$ and $y$ we have $x^4 + y^4 \\ge x^3 y + x y^3$.',
      'x^4 + y^4 \\ge x^3 y + x y^3',
      'check(x**4 + y**4 >= x**3*y + x*y**3)',
    ],
    ['$3 \\in \\{1, 2, 3\\}$', '3 \\in \\{1, 2, 3\\}', 'check(Contains(3, FiniteSet(1, 2, 3)))'],
    ['$3 \\in (0, 3]$', '3 \\in (0, 3]', 'check(Contains(3, Interval.Lopen(0, 3)))'],
    ['$\\sqrt{2} \\approx 1.414$', '\\sqrt{2} \\approx 1.414', 'check(sqrt(2), 1.414)'],
    ['$e^{\\log a} = a$', 'e^{\\log a} = a', 'check(exp(log(a)), a)'],
    ['$\\log 100 = 2$', '\\log 100 = 2', 'check(log(100, 10), 2)'],
  ])('%s', (document, claim, code) => {
    expect(codeOf(document, claim)).toBe(code);
  });
});

describe('whole numbers', () => {
  test.each<Row>([
    ['$2^{10} \\equiv 2 \\pmod 7$', '2^{10} \\equiv 2 \\pmod 7', 'check_congruent(2**10, 2, 7)'],
    ['$7 \\mid 91$', '7 \\mid 91', 'check_congruent(91, 0, 7)'],
    [
      'Let $n$ be an integer. Then $n^3 - n \\equiv 0 \\pmod 6$.',
      'n^3 - n \\equiv 0 \\pmod 6',
      'check_congruent(n**3 - n, 0, 6)',
    ],
    // Nothing says that n is whole but the congruence itself.
    [
      '$n^3 - n \\equiv 0 \\pmod 6$',
      'n^3 - n \\equiv 0 \\pmod 6',
      "n = Symbol('n', integer=True) ; check_congruent(n**3 - n, 0, 6)",
    ],
    ['$n^2 \\equiv 1 \\pmod 6$', 'n^2 \\equiv 1 \\pmod 6', 'none'],
    ['$i^2 \\equiv -1 \\pmod 3$', 'i^2 \\equiv -1 \\pmod 3', 'none'],
  ])('%s', (document, claim, code) => {
    expect(codeOf(document, claim)).toBe(code);
  });
});

describe('what follows from an earlier relation', () => {
  test.each<Row>([
    ['Solve $3x + 5 = 20$.\n\nSo $3x = 15$.', '3x = 15', 'check_implies(3*x + 5 == 20, 3*x == 15)'],
    [
      'Solve $x^2 - 5x + 6 = 0$. Hence $x = 2$ or $x = 3$.',
      'x = 2',
      'check_implies(x**2 - 5*x + 6 == 0, Or(Eq(x, 2), Eq(x, 3)))',
    ],
    ['$x + y = 10$ and $x - y = 2$.\n\nSo $x = 6$.', 'x = 6', 'check_implies([x + y == 10, x - y == 2], x == 6)'],
    [
      '$|x - 3| < 2$\n\nso $1 < x < 5$',
      '1 < x < 5',
      'check_implies(Abs(x - 3) < 2, 1 < x) ; check_implies(Abs(x - 3) < 2, x < 5)',
    ],
    // Of the equations in force only those that the claim rests on.
    [
      'We have $a + b = 5$, $a - b = 1$ and $c^2 + a = 12$. This gives $2a = 6$.',
      '2a = 6',
      'check_implies([a + b == 5, a - b == 1], 2*a == 6)',
    ],
  ])('%s', (document, claim, code) => {
    expect(codeOf(document, claim)).toBe(code);
  });
});

describe('what is not asked', () => {
  test.each<Row>([
    ['an equation to be solved', '$3x + 5 = 20$', '3x + 5 = 20'],
    ['a hypothesis', 'Suppose $x > 3$.', 'x > 3'],
    ['a definition', 'Let $f(x) = x^2$.', 'f(x) = x^2'],
    ['words', '$\\text{area} = 3 \\cdot 4$', '\\text{area} = 3 \\cdot 4'],
    ['an unknown function', 'We know $f(x + 1) = f(x) + 1$.', 'f(x + 1) = f(x) + 1'],
    ['a condition', 'We need $x \\ge 3$ here, and so $n > 5$.', 'n > 5'],
    [
      'a contradiction',
      'Suppose that $\\sqrt2 = \\frac{p}{q}$ towards a contradiction. Then $2q^2 = p^2$.',
      '2q^2 = p^2',
    ],
    ['a name with two meanings', 'Let $a = 2$. Let $a = 3$. Then $a + 1 = 4$.', 'a + 1 = 4'],
    ['capital letters that may be matrices', '$(AB)^2 = A^2 B^2$', '(AB)^2 = A^2 B^2'],
  ])('%s', (_what, document, claim) => {
    expect(codeOf(document, claim)).toBe('none');
  });
});

describe('symbols', () => {
  test('what the ledger knows of the names stands beside the code', () => {
    const { task } = claimIn(
      'Let $f(x) = x^2$. Let $n$ be a positive integer. Then $f(n) = n \\cdot n$.',
      'f(n) = n \\cdot n',
    );
    expect(task?.symbols).toMatchObject([
      { kind: 'function', name: 'f', params: ['x'], python: 'x**2' },
      { kind: 'symbol', name: 'n', domain: { type: 'integer', lower: { value: 1, strict: false } } },
    ]);
  });

  test('what counts the terms of a sum is a whole number', () => {
    const { task } = claimIn('$\\sum_{k=1}^n k = \\frac{n(n+1)}{2}$', '\\sum_{k=1}^n k = \\frac{n(n+1)}{2}');
    expect(task?.symbols).toMatchObject([
      { name: 'k', domain: { type: 'integer' } },
      { name: 'n', domain: { type: 'real' } },
    ]);
  });
});

describe('keys', () => {
  const key = (document: string): string => claimIn(document, '2a = 6').task?.key ?? '';
  const before = 'We have $a + b = 5$ and $a - b = 1$. This gives $2a = 6$.';

  test.each([
    ['the same text has the same key', before, true],
    ['words elsewhere change nothing', `${before}\n\nMore words.`, true],
    ['another relation in force is another check', before.replace('= 5', '= 6'), false],
    ['another domain is another check', `Let $a$ be an integer. ${before}`, false],
  ])('%s', (_what, document, same) => {
    expect(key(document) === key(before)).toBe(same);
  });
});
