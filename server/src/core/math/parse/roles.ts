/** Whether a letter before a parenthesis is a function or a factor: `f(x)`, but `x(x+1)`. */
import type { Parser } from './parser.ts';
import type { Token } from './token.ts';

export type Role = 'function' | 'product' | 'unclear';

/** Letters that are functions wherever an argument list follows. */
const FUNCTIONS: ReadonlySet<string> = new Set(['f', 'g']);

/** Letters that name functions about as often as quantities: `P(1+r)` is a product in finance, a value of P elsewhere. */
const EITHER: ReadonlySet<string> = new Set('h F G H P Q R T S E phi varphi psi Phi Psi'.split(' '));

const CONSTANTS: ReadonlySet<string> = new Set(['pi', 'e', 'i']);

/**
 * What the context says comes first; then habit (`f`, `g`); then the formula itself: a letter that also stands alone is a quantity, one that is only
 * ever followed by one plain thing in parentheses (`y(0)`, `T(n)`, `P(A)`) is a function. Taking it for a function is the safe side: its value is then not known.
 */
export function roleOf(p: Parser, letter: string, name: string): Role {
  if (p.options.functions.has(letter) || p.options.functions.has(name)) return 'function';
  if (p.options.variables.has(letter) || p.options.variables.has(name)) return 'product';
  if (FUNCTIONS.has(letter)) return 'function';
  if (CONSTANTS.has(letter) && letter === name) return 'product';
  p.roles ??= survey(p);
  return p.roles.get(letter) ?? 'product';
}

interface Uses {
  bare: boolean;
  simple: boolean;
  primed: boolean;
}

/** Looks through the formula once for all letters. */
function survey(p: Parser): Map<string, Role> {
  const uses = new Map<string, Uses>();
  for (let index = 0; index < p.tokens.length; index++) {
    const token = p.at(index);
    if (token.kind !== 'letter' || isOperator(p.at(index - 1), '_')) continue;
    const use = uses.get(token.value) ?? { bare: false, simple: false, primed: false };
    uses.set(token.value, use);
    const after = afterMarks(p, index + 1);
    if (isOperator(p.at(index + 1), "'")) use.primed = true;
    if (!isParenthesis(p.at(after))) use.bare = true;
    else if (isSimple(p, after)) use.simple = true;
  }
  const roles = new Map<string, Role>();
  for (const [letter, use] of uses) roles.set(letter, judge(letter, use));
  return roles;
}

function judge(letter: string, use: Uses): Role {
  if (use.primed && use.simple) return 'function';
  if (use.bare) return EITHER.has(letter) && use.simple ? 'unclear' : 'product';
  if (use.simple) return 'function';
  return EITHER.has(letter) ? 'unclear' : 'product';
}

/** The first token behind subscripts and primes. */
function afterMarks(p: Parser, from: number): number {
  let index = from;
  for (;;) {
    if (isOperator(p.at(index), "'") || isOperator(p.at(index), "''") || p.at(index).kind === 'script') index++;
    else if (isOperator(p.at(index), '_')) {
      const partner = p.partner[index + 1] ?? -1;
      index = partner > index ? partner + 1 : index + 2;
    } else return index;
  }
}

function isOperator(token: Token, value: string): boolean {
  return token.kind === 'operator' && token.value === value;
}

export function isParenthesis(token: Token): boolean {
  return token.kind === 'open' && token.value === '(';
}

/** One number, letter or fraction of such, or something that cannot be a factor: a list, a relation, an event. */
export function isSimple(p: Parser, open: number): boolean {
  const end = p.partner[open] ?? open;
  let operands = 0;
  let calculates = false;
  for (let index = open + 1; index < end; index++) {
    const token = p.at(index);
    if (token.kind === 'relation' || token.kind === 'text' || token.kind === 'word') return true;
    if (token.kind === 'operator') {
      if (',;∪∩|:∖'.includes(token.value)) return true;
      if (token.value === '-' && index === open + 1) continue;
      if (token.value !== '_' && token.value !== "'") calculates = true;
    } else if (token.kind === 'letter' || token.kind === 'number') operands += isOperator(p.at(index - 1), '_') ? 0 : 1;
    else if (token.kind === 'command' && token.value === 'frac') operands--;
    else if (token.kind !== 'open' && token.kind !== 'close') calculates = calculates || token.kind !== 'command';
  }
  return !calculates && operands <= 1;
}
