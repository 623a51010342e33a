/** Printing of functions with a meaning of their own, and of powers. */
import type { CallExpr, Expr } from '../expr.ts';
import type { Printed, Printer } from './printer.ts';
import { functionName, raised, type Style } from './style.ts';

export function printCall(p: Printer, { fn, args }: CallExpr): Printed {
  const [first, second] = args;
  const tex = p.style === 'tex';
  if (first === undefined) return { text: functionName(fn, p.style), level: 7 };
  switch (fn) {
    case 'abs':
    case 'cardinality':
      return { text: tex ? `\\left|${p.free(first)}\\right|` : `|${p.free(first)}|`, level: 7 };
    case 'norm':
      return { text: tex ? `\\left\\|${p.free(first)}\\right\\|` : `‖${p.free(first)}‖`, level: 7 };
    case 'floor':
      return { text: tex ? `\\lfloor ${p.free(first)} \\rfloor` : `⌊${p.free(first)}⌋`, level: 7 };
    case 'ceil':
      return { text: tex ? `\\lceil ${p.free(first)} \\rceil` : `⌈${p.free(first)}⌉`, level: 7 };
    case 'mod':
      return infix(p, first, second, tex ? '\\bmod' : 'mod', 1);
    case 'dot':
      return infix(p, first, second, tex ? '\\cdot' : '·', 4);
    case 'cross':
      return infix(p, first, second, tex ? '\\times' : '×', 4);
    case 'binomial':
      if (second === undefined || p.style === 'text') return { text: `C(${list(p, args)})`, level: 7 };
      return { text: `\\binom{${p.free(first)}}{${p.free(second)}}`, level: 7 };
    case 'permutations':
      if (second === undefined || p.style === 'text') return { text: `P(${list(p, args)})`, level: 7 };
      return { text: `{}_{${p.free(first)}}P_{${p.free(second)}}`, level: 7 };
    case 'transpose':
      return { text: `${p.at(first, 7)}${p.style === 'text' ? 'ᵀ' : '^{\\top}'}`, level: 6 };
    case 'conjugate':
      return { text: p.style === 'text' ? `conj(${p.free(first)})` : `\\overline{${p.free(first)}}`, level: 7 };
    case 'log':
      return { text: logarithm(p, second) + p.brackets(p.free(first)), level: 7 };
    default:
      return { text: functionName(fn, p.style) + p.brackets(list(p, args)), level: 7 };
  }
}

function list(p: Printer, items: readonly Expr[]): string {
  return items.map(item => p.free(item)).join(', ');
}

function infix(p: Printer, left: Expr, right: Expr | undefined, sign: string, level: 1 | 4): Printed {
  return { text: `${p.at(left, 5)} ${sign} ${right === undefined ? '' : p.at(right, 5)}`, level };
}

function logarithm(p: Printer, base: Expr | undefined): string {
  const simple = base?.kind === 'number' || base?.kind === 'symbol';
  if (base !== undefined && p.style === 'plain' && !simple) return `\\log_{${p.free(base)}}`;
  const name = functionName('log', p.style);
  if (base === undefined) return name;
  return `${name}_${p.style === 'tex' ? `{${p.free(base)}}` : p.at(base, 7)}`;
}

const RAISED_NAMES: ReadonlySet<string> = new Set('sin cos tan cot sec csc sinh cosh tanh coth'.split(' '));

export function printPower(p: Printer, base: Expr, exponent: Expr): Printed {
  const digits = exponentDigits(exponent);
  if (
    base.kind === 'call' &&
    RAISED_NAMES.has(base.fn) &&
    digits !== undefined &&
    !digits.startsWith('-') &&
    p.style !== 'plain'
  ) {
    const args = p.brackets(list(p, base.args));
    return { text: functionName(base.fn, p.style) + script(digits, p.style) + args, level: 6 };
  }
  const below = needsBrackets(base, exponent, p.style) ? p.brackets(p.free(base)) : p.at(base, 7);
  if (p.style === 'tex') return { text: `${below}^{${p.free(exponent)}}`, level: 6 };
  if (p.style === 'text' && digits !== undefined) return { text: below + raised(digits), level: 6 };
  const simple = exponent.kind === 'number' || exponent.kind === 'symbol';
  return { text: `${below}^${simple ? p.at(exponent, 7) : p.brackets(p.free(exponent))}`, level: 6 };
}

function script(digits: string, style: Style): string {
  return style === 'tex' ? `^{${digits}}` : raised(digits);
}

/** `\log(x)^2` and `AB^{-1}` would be read otherwise or not at all. */
function needsBrackets(base: Expr, exponent: Expr, style: Style): boolean {
  if (base.kind === 'call') return style !== 'plain' && (base.fn === 'ln' || base.fn === 'log');
  return base.kind === 'symbol' && /^[A-Z]{2,}$/.test(base.name) && exponent.kind !== 'number';
}

function exponentDigits(exponent: Expr): string | undefined {
  const sign = exponent.kind === 'negate' ? '-' : '';
  const value = exponent.kind === 'negate' ? exponent.arg : exponent;
  const whole = value.kind === 'number' && value.value.d === 1n && value.decimals === undefined;
  return whole ? `${sign}${value.value.n}` : undefined;
}
