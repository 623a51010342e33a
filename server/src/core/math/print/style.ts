/** What the three notations differ in. */
import type { FunctionName, Rational, RelationOp } from '../expr.ts';

export type Style = 'text' | 'tex' | 'plain';

/** `7/2`, `-3`. */
export function printRational({ n, d }: Rational): string {
  return d === 1n ? n.toString() : `${n}/${d}`;
}

const TEX_FUNCTIONS: ReadonlySet<string> = new Set(
  'sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth exp ln log min max gcd det arg'.split(' '),
);

const NAMES: ReadonlyMap<FunctionName, string> = new Map([
  ['re', 'Re'],
  ['im', 'Im'],
  ['trace', 'tr'],
  ['sign', 'sgn'],
]);

/** The name of a function as it is written in front of its arguments. */
export function functionName(fn: FunctionName, style: Style): string {
  const name = NAMES.get(fn) ?? fn;
  if (style !== 'tex') return name;
  return TEX_FUNCTIONS.has(fn) ? `\\${name}` : `\\operatorname{${name}}`;
}

const TEX_RELATIONS: Readonly<Record<RelationOp, string>> = {
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
};

const PLAIN_RELATIONS: Partial<Readonly<Record<RelationOp, string>>> = { '≤': '<=', '≥': '>=' };

export function relationSign(op: RelationOp, style: Style): string {
  if (style === 'tex') return TEX_RELATIONS[op];
  return style === 'plain' ? (PLAIN_RELATIONS[op] ?? op) : op;
}

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const LOWERED = '₀₁₂₃₄₅₆₇₈₉';

export function raised(digits: string): string {
  return [...digits].map(digit => (digit === '-' ? '⁻' : RAISED.charAt(Number(digit)))).join('');
}

export function lowered(digits: string): string {
  return [...digits].map(digit => LOWERED.charAt(Number(digit))).join('');
}
