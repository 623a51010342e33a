import { describe, expect, it } from 'vitest';
import type { Domain } from '../../../server/src/core/claims/claim.ts';
import { Budget, DEFAULT_STEPS, evaluateExact, evaluateReal } from '../../../server/src/core/math/evaluate.ts';
import type { Expr, Rational } from '../../../server/src/core/math/expr.ts';
import { seededRandom } from '../../../server/src/core/math/random.ts';
import { parseRational } from '../../../server/src/core/math/rational.ts';
import { compareValues } from '../../../server/src/core/verify/compare-values.ts';
import {
  decideEquality,
  type EqualityContext,
  type EqualityDecision,
} from '../../../server/src/core/verify/identity.ts';
import { tex } from '../math/tex.ts';

const anyReal: Domain = { type: 'real', nonzero: false };

function context(change: Partial<EqualityContext> = {}): EqualityContext {
  return { domain: () => anyReal, variables: new Set(), budget: new Budget(DEFAULT_STEPS), seed: 1, ...change };
}

const decide = (left: string, right: string, change: Partial<EqualityContext> = {}): EqualityDecision =>
  decideEquality(tex(left), tex(right), context(change));

describe('evidence', () => {
  it.each([
    [String.raw`3\cdot 7`, '24', '', '21', '24'],
    ['(x+1)^2', 'x^2+1', 'x=2', '9', '5'],
    [String.raw`\sqrt{x^2}`, 'x', 'x=−2', '2', '−2'],
    [String.raw`\sum_{k=1}^{n}k`, 'n^2', 'n=2', '3', '4'],
    [String.raw`\sqrt2`, '1.5', '', '≈ 1.4142136', '3/2'],
    [
      String.raw`e^{\pi\sqrt{163}}`,
      '262537412640768744',
      '',
      '≈ 262537412640768743.999999999999250',
      '≈ 262537412640768744.000000000000000',
    ],
    [String.raw`(1+i)^2`, '2', '', '2i', '2'],
    [String.raw`\int_1^{\infty}\frac1x\,dx`, '1', '', '∞', '1'],
  ])('%s = %s is shown false', (left, right, at, leftValue, rightValue) => {
    const decision = decide(left, right);
    expect(decision).toMatchObject({ kind: 'different', left: leftValue, right: rightValue });
    if (decision.kind === 'different') expect(decision.at.map(a => `${a.name}=${a.value}`).join(' ')).toBe(at);
  });

  it('a counterexample with rational values can be checked with exact arithmetic', () => {
    for (const [left, right] of [
      ['(a-b)^3', 'a^3-b^3'],
      [String.raw`\frac{a}{b}+\frac{c}{d}`, String.raw`\frac{a+c}{b+d}`],
      [String.raw`\binom{n}{k}`, String.raw`\binom{n}{k+1}`],
    ] as const) {
      const decision = decide(left, right);
      if (decision.kind !== 'different') throw new Error(`${left} = ${right} is false`);
      const point = new Map<string, Rational>();
      for (const { name, value } of decision.at) {
        const parsed = parseRational(value.replace('−', '-'));
        if (parsed !== undefined) point.set(name, parsed);
      }
      expect(evaluateExact(tex(left), point, new Budget(1000))).toEqual(decision.leftValue);
      expect(evaluateExact(tex(right), point, new Budget(1000))).toEqual(decision.rightValue);
    }
  });

  it('says where a difference shows for negative values only', () => {
    expect(decide(String.raw`\sqrt{x^2}`, 'x')).toMatchObject({ onlyNegative: true });
    expect(decide('x^2', 'x')).toMatchObject({ onlyNegative: false });
  });

  it('says that an antiderivative is judged by its derivative', () => {
    expect(decide(String.raw`\int 2x\,dx`, 'x^2+C')).toEqual({ kind: 'equal', method: 'differentiating both sides' });
    expect(decide(String.raw`\int 2x\,dx`, '2x^2+C')).toMatchObject({ kind: 'different', of: 'derivatives' });
  });
});

describe('proofs', () => {
  it.each([
    [String.raw`\frac23+\frac14`, String.raw`\frac{11}{12}`, 'exact arithmetic'],
    ['(a+b)^3', 'a^3+3a^2b+3ab^2+b^3', 'comparing coefficients'],
    [String.raw`\sqrt{12}+\sqrt{27}`, String.raw`5\sqrt3`, 'exact algebra'],
    [String.raw`\sqrt{3+2\sqrt2}`, String.raw`1+\sqrt2`, 'comparing squares'],
    [String.raw`\sin 75^\circ`, String.raw`\frac{\sqrt6+\sqrt2}{4}`, 'exact algebra'],
    [String.raw`\frac{\sin x}{1+\cos x}`, String.raw`\tan\frac x2`, 'exact algebra'],
    [String.raw`\sin x+\sin y`, String.raw`2\sin\frac{x+y}{2}\cos\frac{x-y}{2}`, 'exact algebra'],
    [String.raw`\cosh(x+y)`, String.raw`\cosh x\cosh y+\sinh x\sinh y`, 'exact algebra'],
    [String.raw`4^{x+1}`, String.raw`4\cdot 2^{2x}`, 'exact algebra'],
    [String.raw`(2+3i)(1-i)`, '5+i', 'exact algebra'],
    [String.raw`\frac{(n+2)!}{n!}`, 'n^2+3n+2', 'exact algebra'],
    [String.raw`\sum_{k=1}^{n}k^3`, String.raw`\frac{n^2(n+1)^2}{4}`, 'induction'],
    [String.raw`\sum_{k=1}^{n}k\cdot k!`, '(n+1)!-1', 'induction'],
    [String.raw`\sum_{k=0}^{n-1}ar^k`, String.raw`\frac{a(1-r^n)}{1-r}`, 'induction'],
    [String.raw`\prod_{k=2}^{n}\left(1-\frac1k\right)`, String.raw`\frac1n`, 'induction'],
    [
      String.raw`\begin{pmatrix}1&1\\0&1\end{pmatrix}^2`,
      String.raw`\begin{pmatrix}1&2\\0&1\end{pmatrix}`,
      'comparing entries',
    ],
  ])('%s = %s by %s', (left, right, method) => {
    expect(decide(left, right)).toEqual({ kind: 'equal', method });
  });
});

describe('the domain of a name', () => {
  const positive: Domain = { type: 'real', lower: { value: 0, strict: true }, nonzero: true };
  const unit: Domain = {
    type: 'real',
    lower: { value: 0, strict: false },
    upper: { value: 1, strict: false },
    nonzero: false,
  };
  it.each([
    [String.raw`\sqrt{x^2}`, 'x', positive, 'tested'],
    [String.raw`\sqrt{x^2}`, 'x', anyReal, 'different'],
    [String.raw`\arcsin(\sin x)`, 'x', unit, 'tested'],
    ['|x-1|', '1-x', unit, 'tested'],
    ['|x-1|', 'x-1', unit, 'different'],
    [String.raw`\sin(\pi x)`, '0', { type: 'integer', nonzero: false }, 'tested'],
    [String.raw`\sin(\pi x)`, '0', anyReal, 'different'],
  ] as const)('%s = %s', (left, right, domain, kind) => {
    expect(decide(left, right, { domain: () => domain }).kind).toBe(kind);
  });
});

describe('constants that are variables here', () => {
  it.each([
    ['e+1', '3.718281828459045', [], 'different'],
    ['e+e', '2e', ['e'], 'equal'],
    ['i^2', '-1', [], 'equal'],
    ['i^2', '-1', ['i'], 'different'],
    ['i', '3', [], 'undecided'],
  ])('%s = %s with %s', (left, right, variables, kind) => {
    expect(decide(left, right, { variables: new Set(variables) }).kind).toBe(kind);
  });
});

describe('order of constants', () => {
  it.each([
    [String.raw`\frac13`, '0.3333', '>', true],
    [String.raw`\sqrt2+\sqrt3`, String.raw`\pi`, '>', true],
    [String.raw`e^{\pi}`, String.raw`\pi^e`, '>', true],
    [String.raw`e^{\pi\sqrt{163}}`, '262537412640768744', '<', true],
    ['2^{100}', '10^{30}', '>', true],
    [String.raw`\sqrt{50}`, String.raw`5\sqrt2`, '=', true],
    [String.raw`\cos\frac\pi7-\cos\frac{2\pi}7+\cos\frac{3\pi}7`, String.raw`\frac12`, '=', false],
    [String.raw`\ln(-1)`, '0', 'unknown', undefined],
    ['x', '1', 'unknown', undefined],
  ])('%s ? %s', (left, right, order, exact) => {
    const result = compareValues(tex(left), tex(right), context());
    expect(result.order).toBe(order);
    expect('exact' in result ? result.exact : undefined).toBe(exact);
  });
});

describe('formulas without end', () => {
  it.each([
    ['2^{2^{2^{2^{2^2}}}}', '3'],
    [String.raw`\sum_{a=1}^{\infty}\sum_{b=1}^{\infty}\sum_{c=1}^{\infty}\frac{1}{a^2b^2c^2}`, '4'],
    [String.raw`\sum_{k=1}^{100000}\frac1k`, '12'],
    [String.raw`\prod_{k=1}^{1000000}k`, '7'],
    [String.raw`(10^6)!`, '1'],
    [String.raw`\binom{10^9}{10^8}`, '1'],
    [
      String.raw`\int_0^1\int_0^1\int_0^1\sin(xyz)\,dx\,dy\,dz`,
      String.raw`\int_0^1\int_0^1\int_0^1\sin(xyz)\,dz\,dy\,dx`,
    ],
  ])('%s = %s ends, with no alarm', (left, right) => {
    const budget = new Budget(DEFAULT_STEPS);
    expect(['undecided', 'tested', 'equal']).toContain(decide(left, right, { budget }).kind);
  });
});

describe('random formulas', () => {
  it('never throw, give the same answer twice, and differ only where their values do', () => {
    const random = seededRandom(20);
    for (let k = 0; k < 120; k++) {
      const [left, right] = [randomFormula(random, 4), randomFormula(random, 4)];
      const first = decideEquality(left, right, context());
      expect(decideEquality(left, right, context())).toEqual(first);
      expect(decideEquality(left, left, context()).kind).not.toBe('different');
      if (first.kind !== 'different' || first.of !== 'sides') continue;
      const env = new Map<string, number>();
      for (const { name, value } of first.at) {
        const parsed = parseRational(value.replace('−', '-'));
        if (parsed !== undefined) env.set(name, Number(parsed.n) / Number(parsed.d));
      }
      const values = [left, right].map(side => evaluateReal(side, env, new Budget(10_000)));
      const [a = 0, b = 0] = values;
      if (values.every(Number.isFinite)) expect(Math.abs(a - b)).toBeGreaterThan(0);
    }
  });
});

const span = { start: 0, end: 0 };

function randomFormula(random: () => number, depth: number): Expr {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const part = (): Expr => randomFormula(random, depth - 1);
  const leaf = (): Expr =>
    random() < 0.5
      ? { kind: 'number', span, value: { n: BigInt(Math.floor(random() * 7) - 3), d: 1n } }
      : { kind: 'symbol', span, name: pick(['x', 'y', 'n', 'pi', 'e', 'i']) };
  if (depth === 0) return leaf();
  switch (Math.floor(random() * 8)) {
    case 0:
      return { kind: 'sum', span, terms: [part(), part()] };
    case 1:
      return { kind: 'product', span, factors: [part(), part()], implicit: false };
    case 2:
      return { kind: 'quotient', span, numerator: part(), denominator: part() };
    case 3:
      return { kind: 'power', span, base: part(), exponent: part() };
    case 4:
      return { kind: 'root', span, radicand: part(), index: { kind: 'number', span, value: { n: 2n, d: 1n } } };
    case 5:
      return {
        kind: 'call',
        span,
        fn: pick(['sin', 'cos', 'ln', 'exp', 'abs', 'floor', 'arctan'] as const),
        args: [part()],
      };
    case 6:
      return { kind: 'negate', span, arg: part() };
    default:
      return leaf();
  }
}
