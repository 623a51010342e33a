/** Sums, products, integrals, limits, derivatives: operators that bind a letter. */
import type { Expr } from '../expr.ts';
import { inside } from './groups.ts';
import { smallInteger } from './nodes.ts';
import type { Parser } from './parser.ts';
import { startsFactor } from './starts.ts';
import type { Token } from './token.ts';

interface Bounds {
  lower?: Expr;
  upper?: Expr;
  variable?: string;
  /** What stands below is not of the form `k = 1`. */
  condition: boolean;
}

/** `\sum_{k=1}^{n} …`, `\prod …`. A sum over a condition is kept as words, with all that is summed. */
export function bigOperator(p: Parser): Expr {
  const first = p.pos;
  const op = p.token.value === 'sum' ? 'sum' : 'product';
  p.pos++;
  const { lower, upper, variable, condition } = scriptsOf(p, true);
  const body = p.grammar.term(p);
  const span = p.spanFrom(first);
  if (p.failure !== undefined) return body;
  if (condition || lower === undefined || upper === undefined || variable === undefined) {
    return { kind: 'words', text: p.text.slice(span.start, span.end), span };
  }
  return { kind: 'bigOperator', op, variable, lower, upper, body, span };
}

/** The bounds behind an operator, in either order. With `binds`, the lower one names a letter. */
function scriptsOf(p: Parser, binds: boolean): Bounds {
  const bounds: Bounds = { condition: false };
  for (let count = 0; count < 2; count++) {
    if (p.operator('^')) {
      p.pos++;
      bounds.upper = p.grammar.argument(p);
    } else if (p.operator('_')) {
      p.pos++;
      if (binds) lowerBound(p, bounds);
      else bounds.lower = p.grammar.argument(p);
    } else break;
  }
  return bounds;
}

function lowerBound(p: Parser, bounds: Bounds): void {
  if (!p.is('open', '{')) {
    bounds.condition = true;
    p.pos++;
    return;
  }
  const end = p.partner[p.pos] ?? p.pos;
  const equals = p.peek(2);
  const lower =
    p.peek(1).kind === 'letter' && equals.kind === 'relation' && equals.value === '='
      ? p.attempt(() =>
          inside(p, false, false, () => {
            p.pos += 2;
            return p.grammar.expression(p);
          }),
        )
      : undefined;
  if (lower === undefined) {
    bounds.condition = true;
    p.pos = end + 1;
    return;
  }
  bounds.lower = lower;
  bounds.variable = p.at((p.partner[end] ?? end) + 1).value;
}

/** `\int_a^b … \,dx`: reads up to the differential, which may stand in a numerator. */
export function integral(p: Parser): Expr {
  const first = p.pos;
  p.pos++;
  const { lower, upper } = scriptsOf(p, false);
  const outer = p.integral;
  const own: { variable: string | undefined } = { variable: undefined };
  p.integral = own;
  const body = p.failure === undefined ? p.grammar.sum(p) : p.fail('');
  p.integral = outer;
  p.afterDifferential = -1;
  if (p.failure !== undefined) return body;
  const { variable } = own;
  const span = p.spanOf(first, p.pos - 1);
  if (variable === undefined) return p.fail('an integral without its “dx”', span);
  if (startsFactor(p) && !p.is('command', 'int') && !isDifferential(p))
    return p.failTwoWays('what stands behind “dx”', p.spanOf(first, p.pos));
  if (lower === undefined && upper === undefined) return { kind: 'integral', variable, body, span };
  if (lower === undefined || upper === undefined) return p.fail('an integral with one bound only', span);
  return { kind: 'integral', variable, lower, upper, body, span };
}

function isDifferential(p: Parser): boolean {
  return p.integral !== undefined && p.token.value === 'd';
}

/** `\lim_{x\to a^+} …`. */
export function limit(p: Parser): Expr {
  const first = p.pos;
  p.pos++;
  if (!p.operator('_') || p.peek(1).kind !== 'open') return p.fail('a limit without “x → a”', p.at(first));
  p.pos++;
  const variable = p.peek(1);
  const arrow = p.peek(2);
  if (variable.kind !== 'letter' || arrow.kind !== 'arrow' || arrow.value !== 'to')
    return p.fail('a limit without “x → a”', p.at(first));
  let side: 'both' | 'left' | 'right' = 'both';
  const target = inside(p, false, false, () => {
    p.pos += 2;
    const value = p.grammar.expression(p);
    side = sideMark(p);
    return value;
  });
  const body = p.failure === undefined ? p.grammar.term(p) : p.fail('');
  if (target === undefined) return body;
  return { kind: 'limit', variable: variable.value, target, side, body, span: p.spanFrom(first) };
}

/** `^+`, `^{-}` behind the target. */
function sideMark(p: Parser): 'both' | 'left' | 'right' {
  if (!p.operator('^')) return 'both';
  const braces = p.peek(1).kind === 'open';
  const sign = p.peek(braces ? 2 : 1).value;
  if (sign !== '+' && sign !== '-') return 'both';
  p.pos += braces ? 4 : 2;
  return sign === '+' ? 'right' : 'left';
}

interface Differential {
  readonly partial: boolean;
  readonly order: number;
  /** The token behind `d`, `d^2`. */
  readonly next: number;
}

function differentialAt(p: Parser, index: number): Differential | undefined {
  const token = p.at(index);
  const partial = token.kind === 'command' && token.value === 'partial';
  if (!partial && !(token.kind === 'letter' && token.value === 'd')) return undefined;
  const { order, next } = orderAt(p, index + 1);
  return order === undefined ? undefined : { partial, order, next };
}

/** `^2`, `^{2}`; 1 where nothing is written, `undefined` where it is no numeral. */
function orderAt(p: Parser, index: number): { readonly order: number | undefined; readonly next: number } {
  const caret = p.at(index);
  if (caret.kind === 'script' && caret.value.charAt(0) === '^')
    return { order: orderOf(caret.value.slice(1)), next: index + 1 };
  if (caret.kind !== 'operator' || caret.value !== '^') return { order: 1, next: index };
  const braces = p.at(index + 1).kind === 'open';
  return { order: orderOf(p.at(index + (braces ? 2 : 1)).value), next: index + (braces ? 4 : 2) };
}

function orderOf(digits: string): number | undefined {
  return /^[1-9]$/.test(digits) ? Number(digits) : undefined;
}

function isLetterBehind(token: Token): boolean {
  return token.kind === 'letter' && token.value !== 'd';
}

/** `\frac{d}{dx}`, `\frac{d^2y}{dx^2}`, `\frac{\partial f}{\partial x}` at the `\frac`; `undefined` where it is a plain fraction. */
export function derivativeFraction(p: Parser): Expr | undefined {
  const first = p.pos;
  const above = first + 1;
  const aboveEnd = p.partner[above] ?? -1;
  const below = aboveEnd + 1;
  const belowEnd = p.partner[below] ?? -1;
  if (aboveEnd < 0 || belowEnd < 0) return undefined;
  const upper = differentialAt(p, above + 1);
  const lower = differentialAt(p, below + 1);
  if (upper === undefined || lower === undefined || upper.partial !== lower.partial || lower.order !== 1)
    return undefined;
  if (!upper.partial && p.options.variables.has('d')) return undefined;
  const variable = p.at(lower.next);
  if (!isLetterBehind(variable)) return undefined;
  const power = orderAt(p, lower.next + 1);
  if (power.order !== upper.order || power.next !== belowEnd) return undefined;
  return withBody(
    p,
    { first, variable: variable.value, order: upper.order, partial: upper.partial },
    upper.next,
    aboveEnd,
    belowEnd + 1,
  );
}

interface Head {
  readonly first: number;
  readonly variable: string;
  readonly order: number;
  readonly partial: boolean;
}

/** The body stands above the bar (`\frac{dy}{dx}`) or behind the fraction. */
function withBody(p: Parser, head: Head, bodyFirst: number, bodyEnd: number, behind: number): Expr {
  const { first, variable, order, partial } = head;
  if (bodyFirst < bodyEnd) {
    p.pos = bodyFirst;
    const body = p.grammar.expression(p);
    if (p.failure === undefined && p.pos !== bodyEnd) return p.fail('what is differentiated cannot be read');
    if (p.failure !== undefined) return body;
    p.pos = behind;
    return { kind: 'derivative', variable, order, partial, body, span: p.spanFrom(first) };
  }
  p.pos = behind;
  return operatorBody(p, head);
}

function operatorBody(p: Parser, head: Head): Expr {
  const { first, variable, order, partial } = head;
  const start = p.pos;
  if (!startsFactor(p)) return p.fail('“d/dx” with nothing behind it', p.spanOf(first, start - 1));
  const bracketEnd = p.token.kind === 'open' ? (p.partner[start] ?? -1) : -1;
  const body = p.grammar.implicitProduct(p);
  if (p.failure !== undefined) return body;
  const bracketed = bracketEnd >= 0 && p.pos === bracketEnd + 1;
  const goesOn = p.operator('·') || p.operator('×') || p.operator('/') || p.operator('÷');
  if ((bracketEnd >= 0 && !bracketed) || (goesOn && !bracketed))
    return p.failTwoWays('how far “d/dx” goes', p.spanFrom(first));
  return { kind: 'derivative', variable, order, partial, body, span: p.spanFrom(first) };
}

/** `dy/dx`, `d/dx (…)` with a slash, at the letter d; `undefined` where it is nothing of the kind. */
export function derivativeSlash(p: Parser): Expr | undefined {
  if (p.options.variables.has('d') || p.integral !== undefined) return undefined;
  const first = p.pos;
  const named = isLetterBehind(p.peek(1)) && p.peek(1).gap === 0 ? 1 : 0;
  const slash = p.peek(1 + named);
  const variable = p.peek(3 + named);
  if (slash.kind !== 'operator' || slash.value !== '/' || p.peek(2 + named).value !== 'd' || !isLetterBehind(variable))
    return undefined;
  if (variable.gap !== 0) return undefined;
  const head: Head = { first, variable: variable.value, order: 1, partial: false };
  const behind = first + 4 + named;
  p.pos = behind;
  if (named === 0) return operatorBody(p, head);
  const { value, start, end } = p.at(first + 1);
  const body: Expr = { kind: 'symbol', name: value, span: { start, end } };
  return { kind: 'derivative', variable: head.variable, order: 1, partial: false, body, span: p.spanFrom(first) };
}

/** `\sqrt{…}`, `\sqrt[3]{…}`. */
export function root(p: Parser): Expr {
  const first = p.pos;
  const mark = { start: p.token.start, end: p.token.start };
  p.pos++;
  const written = p.is('open', '[') ? inside(p, true, false, () => p.grammar.expression(p)) : undefined;
  if (p.failure !== undefined) return p.fail('');
  const wide = p.is('open', '(');
  const radicand = wide ? p.grammar.atom(p) : p.grammar.argument(p);
  const index: Expr = written ?? { kind: 'number', value: { n: 2n, d: 1n }, span: mark };
  if (smallInteger(index) === 0) return p.fail('a root of degree 0');
  return { kind: 'root', radicand, index, span: p.spanFrom(first) };
}
