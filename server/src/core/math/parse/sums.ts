/** Sums and set operations. */
import type { Expr } from '../expr.ts';
import { MAX_CHAIN, type Parser } from './parser.ts';
import { isRemainder, signedTerm } from './products.ts';

const SET_OPERATIONS: ReadonlyMap<string, 'union' | 'intersection' | 'difference'> = new Map([
  ['∪', 'union'],
  ['∩', 'intersection'],
  ['∖', 'difference'],
]);

/** `A \cup B \cap C`: intersection binds tighter; the others are read from the left. */
export function expression(p: Parser): Expr {
  const first = p.pos;
  let left = intersections(p);
  for (let count = 0; p.token.kind === 'operator'; count++) {
    const op = SET_OPERATIONS.get(p.token.value);
    if (op === undefined) break;
    if (count > MAX_CHAIN) return p.fail('the formula is too long');
    p.pos++;
    const right = intersections(p);
    left = { kind: 'setOperation', op, left, right, span: p.spanFrom(first) };
  }
  return left;
}

function intersections(p: Parser): Expr {
  const first = p.pos;
  let left = sum(p);
  for (let count = 0; p.operator('∩'); count++) {
    if (count > MAX_CHAIN) return p.fail('the formula is too long');
    p.pos++;
    const right = sum(p);
    left = { kind: 'setOperation', op: 'intersection', left, right, span: p.spanFrom(first) };
  }
  return left;
}

export function sum(p: Parser): Expr {
  const first = p.pos;
  if (!p.enter()) return p.fail('');
  let terms: Expr[] = [signedTerm(p)];
  for (let mixedSigns = 0; p.token.kind === 'operator' && p.integral?.variable === undefined; ) {
    const sign = p.token.value;
    const at = p.pos;
    if (sign === '+') {
      p.pos++;
      terms.push(signedTerm(p));
    } else if (sign === '-') {
      p.pos++;
      const arg = signedTerm(p);
      terms.push({ kind: 'negate', arg, span: p.spanFrom(at) });
    } else if (sign === '±' || sign === '∓') {
      if (++mixedSigns > MAX_CHAIN) return p.fail('the formula is too long');
      const left = join(p, terms, first);
      p.pos++;
      const right = signedTerm(p);
      terms = [{ kind: 'plusMinus', sign, left, right, span: p.spanFrom(first) }];
    } else break;
  }
  p.leave();
  if (terms.length > 1 && terms.some(isRemainder)) return p.failTwoWays('what “mod” belongs to', p.spanFrom(first));
  checkExtent(p, terms, first);
  return join(p, terms, first);
}

function join(p: Parser, terms: readonly Expr[], first: number): Expr {
  const [only] = terms;
  return terms.length === 1 && only !== undefined ? only : { kind: 'sum', terms, span: p.spanFrom(first) };
}

/** `\sum_k k^2 + k`: where a later term uses the bound letter, what is summed is not clear from the signs alone. */
function checkExtent(p: Parser, terms: readonly Expr[], first: number): void {
  if (terms.length < 2 || p.failure !== undefined) return;
  for (const [index, term] of terms.entries()) {
    const operator = trailingOperator(term);
    if (operator === undefined || index === terms.length - 1) continue;
    if (
      p.at(p.pos - 1).start >= operator.span.end &&
      (usesAfter(p, operator.variable, operator.span.end, first) || endsInNumber(operator, terms[index + 1]))
    ) {
      p.failTwoWays(
        `how far “${operator.kind === 'limit' ? 'lim' : operator.kind === 'derivative' ? 'd/dx' : 'Σ'}” goes`,
        operator.span,
      );
      return;
    }
  }
}

/** `\\sum_k 2k - 1`: a number behind is as often meant to be summed as not. */
function endsInNumber(operator: Binder, next: Expr | undefined): boolean {
  if (operator.kind === 'limit' || next === undefined) return false;
  const value = next.kind === 'negate' ? next.arg : next;
  return value.kind === 'number';
}

type Binder = Extract<Expr, { kind: 'bigOperator' | 'limit' | 'derivative' }>;

/** The operator at the end of a term whose body has no bracket around it. */
function trailingOperator(term: Expr): Binder | undefined {
  switch (term.kind) {
    case 'negate':
      return trailingOperator(term.arg);
    case 'product': {
      const last = term.factors.at(-1);
      return last === undefined || last.span.end !== term.span.end ? undefined : trailingOperator(last);
    }
    case 'bigOperator':
    case 'limit':
      return term;
    case 'derivative':
      return term.body.span.end === term.span.end ? term : undefined;
    default:
      return undefined;
  }
}

const BINDERS: ReadonlySet<string> = new Set(['sum', 'prod', 'lim', 'int', 'frac']);

/** True where the variable stands behind `offset` in this sum, in a term that does not start with an operator of its own. */
function usesAfter(p: Parser, variable: string, offset: number, first: number): boolean {
  let bound = false;
  let depth = 0;
  for (let index = first; index < p.pos; index++) {
    const token = p.at(index);
    if (token.start < offset) continue;
    if (token.kind === 'open') depth++;
    else if (token.kind === 'close') depth--;
    else if (depth === 0 && token.kind === 'operator' && (token.value === '+' || token.value === '-')) bound = false;
    else if (token.kind === 'command' && BINDERS.has(token.value) && token.value !== 'frac') bound = true;
    else if (token.kind === 'command' && token.value === 'frac' && isDifferential(p, index)) bound = true;
    else if (!bound && token.kind === 'letter' && token.value === variable) return true;
  }
  return false;
}

function isDifferential(p: Parser, frac: number): boolean {
  const inside = p.at(frac + 1).kind === 'open' ? p.at(frac + 2) : p.at(frac + 1);
  return inside.value === 'd' || inside.value === 'partial';
}
