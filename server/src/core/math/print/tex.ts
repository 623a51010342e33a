/** LaTeX, without delimiters around it. */
import type { CallExpr, FunctionName, NumberSetExpr } from '../expr.ts';
import { Level, type Notation, type Printed } from './notation.ts';

const COMMANDS: Partial<Readonly<Record<FunctionName, string>>> = {
  sin: '\\sin',
  cos: '\\cos',
  tan: '\\tan',
  cot: '\\cot',
  sec: '\\sec',
  csc: '\\csc',
  arcsin: '\\arcsin',
  arccos: '\\arccos',
  arctan: '\\arctan',
  sinh: '\\sinh',
  cosh: '\\cosh',
  tanh: '\\tanh',
  coth: '\\coth',
  exp: '\\exp',
  ln: '\\ln',
  min: '\\min',
  max: '\\max',
  gcd: '\\gcd',
  det: '\\det',
  arg: '\\arg',
  totient: '\\varphi',
  gamma: '\\Gamma',
  re: '\\operatorname{Re}',
  im: '\\operatorname{Im}',
  trace: '\\operatorname{tr}',
  sign: '\\operatorname{sgn}',
};

const FENCES: Partial<Readonly<Record<FunctionName, readonly [string, string]>>> = {
  abs: ['\\left|', '\\right|'],
  cardinality: ['\\left|', '\\right|'],
  norm: ['\\left\\|', '\\right\\|'],
  floor: ['\\left\\lfloor ', '\\right\\rfloor'],
  ceil: ['\\left\\lceil ', '\\right\\rceil'],
  fractionalPart: ['\\left\\{', '\\right\\}'],
};

const GREEK = new Set(
  'alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell hbar'.split(
    ' ',
  ),
);

const parentheses = (inner: string): string => `\\left(${inner}\\right)`;

function name(text: string): string {
  const at = text.indexOf('_');
  const base = at < 0 ? text : text.slice(0, at);
  const command = GREEK.has(base) ? `\\${base}` : base;
  if (at < 0) return command;
  const index = text.slice(at + 1);
  return `${command}_${index.length === 1 || index.startsWith('{') ? index : `{${index}}`}`;
}

function call({ fn }: CallExpr, args: readonly Printed[]): Printed {
  const [first, second] = args;
  const atom = (text: string): Printed => ({ text, level: Level.atom });
  const factor = (arg: Printed | undefined): string =>
    arg === undefined ? '' : arg.level >= Level.atom ? arg.text : parentheses(arg.text);
  const fence = FENCES[fn];
  const list = args.map(arg => arg.text).join(', ');
  if (fence !== undefined) return atom(fence[0] + list + fence[1]);
  switch (fn) {
    case 'log':
      return atom(
        second === undefined ? `\\log${parentheses(list)}` : `\\log_{${second.text}}${parentheses(first?.text ?? '')}`,
      );
    case 'binomial':
      return atom(`\\binom{${first?.text ?? ''}}{${second?.text ?? ''}}`);
    case 'permutations':
      return atom(`P${parentheses(list)}`);
    case 'mod':
      return { text: `${factor(first)} \\bmod ${factor(second)}`, level: Level.sum };
    case 'dot':
      return { text: `${factor(first)} \\cdot ${factor(second)}`, level: Level.product };
    case 'cross':
      return { text: `${factor(first)} \\times ${factor(second)}`, level: Level.product };
    case 'transpose':
      return { text: `${factor(first)}^{T}`, level: Level.power };
    case 'conjugate':
      return atom(`\\overline{${list}}`);
    default:
      return atom((COMMANDS[fn] ?? `\\operatorname{${fn}}`) + parentheses(list));
  }
}

function numberSet({ set, restriction }: NumberSetExpr): string {
  const marks = { positive: '^{+}', negative: '^{-}', nonnegative: '_{\\ge 0}', nonzero: '^{*}' };
  return `\\mathbb{${set}}${restriction === undefined ? '' : marks[restriction]}`;
}

export const texNotation: Notation = {
  times: ' \\cdot ',
  juxtaposed: ' ',
  plusMinus: { '±': '\\pm ', '∓': '\\mp ' },
  infinity: '\\infty',
  ellipsis: '\\dots',
  relations: {
    '=': '=',
    '≠': '\\ne',
    '<': '<',
    '≤': '\\le',
    '>': '>',
    '≥': '\\ge',
    '≈': '\\approx',
    '≡': '\\equiv',
    '∈': '\\in',
    '∉': '\\notin',
    '⊂': '\\subset',
    '⊆': '\\subseteq',
    '∣': '\\mid',
    '∤': '\\nmid',
    ':=': ':=',
  },
  fraction: (numerator, denominator) => ({
    text: `\\frac{${numerator.text}}{${denominator.text}}`,
    level: Level.factor,
  }),
  power: (base, exponent) => `${base}^{${exponent.text}}`,
  root: (radicand, index) => ({
    text: `\\sqrt${index === undefined ? '' : `[${index}]`}{${radicand.text}}`,
    level: Level.atom,
  }),
  name,
  words: text => `\\text{${text}}`,
  parentheses,
  brackets: (open, inner, close) => {
    const delimiter = (mark: string): string =>
      mark === '<' ? '\\langle ' : mark === '>' ? '\\rangle' : mark === '{' ? '\\{' : mark === '}' ? '\\}' : mark;
    return `\\left${delimiter(open)}${inner}\\right${delimiter(close)}`;
  },
  call,
  percent: '\\%',
  degree: '^{\\circ}',
  quantity: (amount, unit) =>
    /^[$£€¥]$/.test(unit) ? `${unit === '$' ? '\\$' : unit}${amount}` : `${amount}\\text{ ${unit}}`,
  repeating: (whole, period) => `${whole}\\overline{${period}}`,
  bigOperator: (op, variable, lower, upper, body) =>
    `\\${op === 'sum' ? 'sum' : 'prod'}_{${variable}=${lower}}^{${upper}} ${body}`,
  integral: (bounds, body, variable) =>
    `\\int${bounds === undefined ? '' : `_{${bounds[0]}}^{${bounds[1]}}`} ${body} \\, d${variable}`,
  derivative: (body, variable, order, partial) => {
    const d = partial ? '\\partial ' : 'd';
    const power = order === 1 ? '' : `^{${order}}`;
    return `\\frac{${d.trim()}${power}}{${d}${variable}${power}} ${body}`;
  },
  limit: (variable, target, side, body) =>
    `\\lim_{${variable} \\to ${target}${side === 'both' ? '' : side === 'left' ? '^{-}' : '^{+}'}} ${body}`,
  bracketEvaluation: (body, lower, upper) => `\\left[${body}\\right]_{${lower}}^{${upper}}`,
  matrix: rows => `\\begin{pmatrix} ${rows.map(row => row.join(' & ')).join(' \\\\ ')} \\end{pmatrix}`,
  piecewise: branches =>
    `\\begin{cases} ${branches.map(({ value, condition }) => `${value} & ${condition ?? '\\text{otherwise}'}`).join(' \\\\ ')} \\end{cases}`,
  numberSet,
  emptySet: '\\emptyset',
  setOperations: { union: '\\cup', intersection: '\\cap', difference: '\\setminus' },
};
