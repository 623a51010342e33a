/** Readable Unicode on one line, for messages. */
import { Level, type Notation } from './notation.ts';
import { plainNotation } from './plain.ts';

const GREEK: Readonly<Record<string, string>> = {
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  epsilon: 'ε',
  varepsilon: 'ε',
  zeta: 'ζ',
  eta: 'η',
  theta: 'θ',
  vartheta: 'ϑ',
  iota: 'ι',
  kappa: 'κ',
  lambda: 'λ',
  mu: 'μ',
  nu: 'ν',
  xi: 'ξ',
  pi: 'π',
  varpi: 'ϖ',
  rho: 'ρ',
  varrho: 'ϱ',
  sigma: 'σ',
  varsigma: 'ς',
  tau: 'τ',
  upsilon: 'υ',
  phi: 'φ',
  varphi: 'φ',
  chi: 'χ',
  psi: 'ψ',
  omega: 'ω',
  Gamma: 'Γ',
  Delta: 'Δ',
  Theta: 'Θ',
  Lambda: 'Λ',
  Xi: 'Ξ',
  Pi: 'Π',
  Sigma: 'Σ',
  Upsilon: 'Υ',
  Phi: 'Φ',
  Psi: 'Ψ',
  Omega: 'Ω',
  ell: 'ℓ',
  hbar: 'ħ',
};

const SUPERSCRIPTS: Readonly<Record<string, string>> = {
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
  '-': '⁻',
  n: 'ⁿ',
};

const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';

function superscript(text: string): string | undefined {
  const marks = [...text].map(character => SUPERSCRIPTS[character]);
  return marks.includes(undefined) ? undefined : marks.join('');
}

function name(text: string): string {
  const at = text.indexOf('_');
  if (at < 0) return GREEK[text] ?? text;
  const base = text.slice(0, at);
  const index = text.slice(at + 1).replace(/^\{(.*)\}$/, '$1');
  const digits = /^\d+$/.test(index) ? [...index].map(digit => SUBSCRIPTS[Number(digit)]).join('') : `_${index}`;
  return (GREEK[base] ?? base) + digits;
}

export const textNotation: Notation = {
  ...plainNotation,
  times: '·',
  ellipsis: '…',
  name,
  power: (base, exponent) =>
    base + (superscript(exponent.text) ?? `^${exponent.level >= Level.atom ? exponent.text : `(${exponent.text})`}`),
  root: (radicand, index) => {
    const sign =
      index === undefined ? '√' : index === '3' ? '∛' : index === '4' ? '∜' : `${superscript(index) ?? `(${index})`}√`;
    const bare = radicand.level >= Level.atom && /^[^\s(|]+$/.test(radicand.text);
    return { text: `${sign}${bare ? radicand.text : `(${radicand.text})`}`, level: Level.power };
  },
  repeating: (whole, period) => whole + [...period].map(digit => `${digit}\u0305`).join(''),
  call: (expr, args) =>
    expr.fn === 'sign'
      ? { text: `sgn(${args.map(arg => arg.text).join(', ')})`, level: Level.atom }
      : plainNotation.call(expr, args),
};
