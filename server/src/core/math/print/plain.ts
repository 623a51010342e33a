/** Plain notation, as typed on a keyboard; and what the Unicode text for messages shares with it. */
import type { CallExpr, FunctionName, NumberSetExpr } from '../expr.ts';
import { Level, type Notation, type Printed } from './notation.ts';

const NAMES: Partial<Readonly<Record<FunctionName, string>>> = {
  re: 'Re',
  im: 'Im',
  trace: 'tr',
  sign: 'sgn',
  totient: 'φ',
  gamma: 'Γ',
  binomial: 'C',
  permutations: 'P',
};

const FENCES: Partial<Readonly<Record<FunctionName, readonly [string, string]>>> = {
  abs: ['|', '|'],
  cardinality: ['|', '|'],
  norm: ['‖', '‖'],
  floor: ['⌊', '⌋'],
  ceil: ['⌈', '⌉'],
  fractionalPart: ['{', '}'],
};

const parentheses = (inner: string): string => `(${inner})`;

function atLeast(arg: Printed | undefined, level: Level): string {
  if (arg === undefined) return '';
  return arg.level >= level ? arg.text : parentheses(arg.text);
}

function call({ fn }: CallExpr, args: readonly Printed[]): Printed {
  const [first, second] = args;
  const list = args.map(arg => arg.text).join(', ');
  const fence = FENCES[fn];
  if (fence !== undefined) return { text: fence[0] + list + fence[1], level: Level.atom };
  switch (fn) {
    case 'log':
      if (second === undefined) return { text: `log(${list})`, level: Level.atom };
      return { text: `log_${atLeast(second, Level.atom)}(${first?.text ?? ''})`, level: Level.atom };
    case 'mod':
      return { text: `${atLeast(first, Level.product)} mod ${atLeast(second, Level.atom)}`, level: Level.sum };
    case 'dot':
      return { text: `${atLeast(first, Level.atom)}·${atLeast(second, Level.atom)}`, level: Level.product };
    case 'cross':
      return { text: `${atLeast(first, Level.atom)}×${atLeast(second, Level.atom)}`, level: Level.product };
    case 'transpose':
      return { text: `${atLeast(first, Level.atom)}^T`, level: Level.power };
    default:
      return { text: `${NAMES[fn] ?? fn}(${list})`, level: Level.atom };
  }
}

function numberSet({ set, restriction }: NumberSetExpr): string {
  const letters = { N: 'ℕ', Z: 'ℤ', Q: 'ℚ', R: 'ℝ', C: 'ℂ' };
  const marks = { positive: '⁺', negative: '⁻', nonnegative: '≥0', nonzero: '*' };
  return letters[set] + (restriction === undefined ? '' : marks[restriction]);
}

export const plainNotation: Notation = {
  times: '*',
  juxtaposed: '',
  plusMinus: { '±': '±', '∓': '∓' },
  infinity: '∞',
  ellipsis: '...',
  relations: {},
  fraction: (numerator, denominator) => ({
    text: `${atLeast(numerator, Level.factor)}/${atLeast(denominator, Level.power)}`,
    level: Level.product,
  }),
  power: (base, exponent) => `${base}^${atLeast(exponent, Level.atom)}`,
  root: (radicand, index) => ({
    text: index === undefined ? `sqrt(${radicand.text})` : `(${radicand.text})^(1/${index})`,
    level: index === undefined ? Level.atom : Level.power,
  }),
  name: text => text,
  words: text => text,
  parentheses,
  brackets: (open, inner, close) => (open === '<' ? `⟨${inner}⟩` : open + inner + close),
  call,
  percent: '%',
  degree: '°',
  quantity: (amount, unit) => (/^[$£€¥]$/.test(unit) ? unit + amount : `${amount} ${unit}`),
  repeating: (whole, period) => `${whole}(${period})...`,
  bigOperator: (op, variable, lower, upper, body) =>
    `${op === 'sum' ? '∑' : '∏'}_{${variable}=${lower}}^{${upper}} ${body}`,
  integral: (bounds, body, variable) =>
    `∫${bounds === undefined ? '' : `_{${bounds[0]}}^{${bounds[1]}}`} ${body} d${variable}`,
  derivative: (body, variable, order) =>
    order === 1 ? `d/d${variable} ${body}` : `d^${order}/d${variable}^${order} ${body}`,
  limit: (variable, target, side, body) =>
    `lim_{${variable}→${target}${side === 'both' ? '' : side === 'left' ? '⁻' : '⁺'}} ${body}`,
  bracketEvaluation: (body, lower, upper) => `[${body}]_{${lower}}^{${upper}}`,
  matrix: rows => `[${rows.map(row => row.join(', ')).join('; ')}]`,
  piecewise: branches =>
    `{${branches.map(({ value, condition }) => `${value} if ${condition ?? 'otherwise'}`).join('; ')}}`,
  numberSet,
  emptySet: '∅',
  setOperations: { union: '∪', intersection: '∩', difference: '∖' },
};
