/** One tree → text. Each node knows how tight it binds; a child that binds looser gets brackets. */
import type { Bare, CallExpr, Chain, Expr, NumberExpr, ProductExpr } from '../expr.ts';
import { printName } from './names.ts';
import { printOperator } from './operators.ts';
import type { Level, Printed, Printer } from './printer.ts';
import { functionName, printRational, raised, relationSign, type Style } from './style.ts';

/** Deeper trees than the parser makes are cut off rather than overflowing the stack. */
const MAX_DEPTH = 400;

export function print(expr: Expr | Chain | Bare, style: Style): string {
  const printer = new TreePrinter(style);
  return expr.kind === 'chain' || expr.kind === 'bare' ? printer.statement(expr) : printer.print(expr).text;
}

class TreePrinter implements Printer {
  readonly style: Style;
  #depth = 0;

  constructor(style: Style) {
    this.style = style;
  }

  at(expr: Expr, level: Level): string {
    const printed = this.print(expr);
    return printed.level >= level ? printed.text : this.brackets(printed.text);
  }

  brackets(text: string): string {
    return this.style === 'tex' ? `\\left(${text}\\right)` : `(${text})`;
  }

  free(expr: Expr): string {
    return this.at(expr, 0);
  }

  statement(body: Chain | Bare): string {
    if (body.kind === 'bare') return this.free(body.expr);
    const [first] = body.sides;
    let text = body.continues || first === undefined ? '' : this.free(first);
    body.links.forEach(({ op }, index) => {
      const side = body.sides[index + 1];
      if (side !== undefined) text += ` ${relationSign(op, this.style)} ${this.free(side)}`;
    });
    if (body.modulus !== undefined) {
      const modulus = this.free(body.modulus);
      text += this.style === 'tex' ? ` \\pmod{${modulus}}` : ` (mod ${modulus})`;
    }
    return text.trimStart();
  }

  print(expr: Expr): Printed {
    if (this.#depth > MAX_DEPTH) return { text: '…', level: 7 };
    this.#depth++;
    const printed = this.#node(expr);
    this.#depth--;
    return printed;
  }

  #node(expr: Expr): Printed {
    switch (expr.kind) {
      case 'number':
        return this.#number(expr);
      case 'symbol':
        return { text: printName(expr.name, this.style), level: 7 };
      case 'infinity':
        return { text: this.style === 'tex' ? '\\infty' : '∞', level: 7 };
      case 'ellipsis':
        return { text: this.style === 'tex' ? '\\cdots' : '…', level: 7 };
      case 'negate':
        return { text: `-${this.at(expr.arg, 4)}`, level: 3 };
      case 'sum':
        return this.#sum(expr.terms);
      case 'product':
        return this.#product(expr);
      case 'quotient':
        return this.#quotient(expr.numerator, expr.denominator);
      case 'mixed':
        return this.#mixed(expr.whole, expr.fraction.numerator, expr.fraction.denominator);
      case 'power':
        return this.#power(expr.base, expr.exponent);
      case 'root':
        return this.#root(expr.radicand, expr.index);
      case 'plusMinus': {
        const sign = this.style !== 'tex' ? expr.sign : expr.sign === '±' ? '\\pm' : '\\mp';
        const left = expr.left.kind === 'number' && expr.left.value.n === 0n ? '' : `${this.at(expr.left, 2)} `;
        return { text: `${left}${sign} ${this.at(expr.right, 4)}`, level: 2 };
      }
      case 'call':
        return this.#call(expr);
      case 'factorial':
        return { text: `${this.at(expr.arg, 7)}${expr.double ? '!!' : '!'}`, level: 6 };
      case 'percent':
        return { text: `${this.at(expr.arg, 7)}${this.style === 'tex' ? '\\%' : '%'}`, level: 6 };
      case 'degree':
        return { text: `${this.at(expr.arg, 7)}${this.style === 'tex' ? '^{\\circ}' : '°'}`, level: 6 };
      default:
        return printOperator(this, expr);
    }
  }

  #number({ value, decimals }: NumberExpr): Printed {
    if (decimals === undefined && value.d === 1n) return { text: value.n.toString(), level: value.n < 0n ? 3 : 7 };
    const scale = 10n ** BigInt(decimals ?? 0);
    if (decimals !== undefined && scale % value.d === 0n)
      return { text: decimal(value.n * (scale / value.d), decimals), level: value.n < 0n ? 3 : 7 };
    const repeating = repeatingDecimal(value.n, value.d, decimals);
    if (repeating !== undefined) {
      const [head, tail] = repeating;
      return { text: `${head}\\overline{${tail}}`, level: 7 };
    }
    if (this.style === 'tex') return { text: `\\frac{${value.n}}{${value.d}}`, level: 5 };
    return { text: printRational(value), level: 4 };
  }

  #sum(terms: readonly Expr[]): Printed {
    let text = '';
    terms.forEach((term, index) => {
      if (index > 0 && term.kind === 'negate') text += ` - ${this.at(term.arg, 4)}`;
      else if (index > 0) text += ` + ${this.at(term, 4)}`;
      else text += this.at(term, 3);
    });
    return { text, level: 2 };
  }

  #product({ factors, implicit }: ProductExpr): Printed {
    if (implicit) {
      const side = this.#sideBySide(factors);
      if (side !== undefined) return { text: side, level: 5 };
    }
    const sign = this.style === 'tex' ? ' \\cdot ' : this.style === 'text' ? '·' : '*';
    return { text: factors.map((factor, index) => this.at(factor, index === 0 ? 5 : 5)).join(sign), level: 4 };
  }

  /** Factors side by side where they can be told apart; brackets part them where they could not. */
  #sideBySide(factors: readonly Expr[]): string | undefined {
    let text = '';
    factors.forEach((factor, index) => {
      const piece = this.#factor(factor, factors[index - 1], index === factors.length - 1);
      text += text !== '' && needsBlank(text, piece, this.style) ? ` ${piece}` : piece;
    });
    return text;
  }

  #factor(factor: Expr, before: Expr | undefined, last: boolean): string {
    const text = this.at(factor, 6);
    const open = !last && isOpenEnded(factor);
    if (open) return this.brackets(this.free(factor));
    if (before === undefined) return text;
    const mixing = before.kind === 'number' && factor.kind === 'quotient';
    const called = before.kind === 'symbol' && /^(?:\(|\\left\()/.test(text) && before.name.length > 0;
    if (/^[-\d.|]/.test(text) || mixing || startsWithDigit(text) || (called && false))
      return this.brackets(this.free(factor));
    return text;
  }

  #quotient(numerator: Expr, denominator: Expr): Printed {
    if (this.style === 'tex') return { text: `\\frac{${this.free(numerator)}}{${this.free(denominator)}}`, level: 6 };
    return { text: `${this.at(numerator, 4)}/${this.at(denominator, 6)}`, level: 4 };
  }

  #mixed(whole: NumberExpr, numerator: Expr, denominator: Expr): Printed {
    const fraction =
      this.style === 'tex'
        ? `\\frac{${this.free(numerator)}}{${this.free(denominator)}}`
        : ` ${this.free(numerator)}/${this.free(denominator)}`;
    return { text: `${this.free(whole)}${fraction}`, level: this.style === 'tex' ? 5 : 4 };
  }

  #power(base: Expr, exponent: Expr): Printed {
    const below = base.kind === 'call' || base.kind === 'apply' ? this.brackets(this.free(base)) : this.at(base, 7);
    if (this.style === 'tex') return { text: `${below}^{${this.free(exponent)}}`, level: 6 };
    const digits = exponentDigits(exponent);
    if (this.style === 'text' && digits !== undefined) return { text: below + raised(digits), level: 6 };
    const above =
      exponent.kind === 'number' || exponent.kind === 'symbol'
        ? this.at(exponent, 7)
        : this.brackets(this.free(exponent));
    return { text: `${below}^${above}`, level: 6 };
  }

  #root(radicand: Expr, index: Expr): Printed {
    const square = index.kind === 'number' && index.value.n === 2n && index.value.d === 1n;
    if (this.style === 'tex' || !square) {
      return { text: `\\sqrt${square ? '' : `[${this.free(index)}]`}{${this.free(radicand)}}`, level: 7 };
    }
    if (this.style === 'plain') return { text: `sqrt(${this.free(radicand)})`, level: 7 };
    const simple = radicand.kind === 'number' || radicand.kind === 'symbol';
    return { text: `√${simple ? this.at(radicand, 7) : this.brackets(this.free(radicand))}`, level: simple ? 6 : 7 };
  }

  #call({ fn, args }: CallExpr): Printed {
    const [first, second] = args;
    if (first === undefined) return { text: functionName(fn, this.style), level: 7 };
    const tex = this.style === 'tex';
    switch (fn) {
      case 'abs':
      case 'cardinality':
        return { text: tex ? `\\left|${this.free(first)}\\right|` : `|${this.free(first)}|`, level: 7 };
      case 'norm':
        return { text: tex ? `\\left\\|${this.free(first)}\\right\\|` : `‖${this.free(first)}‖`, level: 7 };
      case 'floor':
        return { text: tex ? `\\lfloor ${this.free(first)} \\rfloor` : `⌊${this.free(first)}⌋`, level: 7 };
      case 'ceil':
        return { text: tex ? `\\lceil ${this.free(first)} \\rceil` : `⌈${this.free(first)}⌉`, level: 7 };
      case 'mod':
        return {
          text: `${this.at(first, 4)} ${tex ? '\\bmod' : 'mod'} ${second === undefined ? '' : this.at(second, 5)}`,
          level: 4,
        };
      case 'binomial':
        if (second !== undefined && this.style !== 'text')
          return { text: `\\binom{${this.free(first)}}{${this.free(second)}}`, level: 7 };
        return { text: `C(${args.map(arg => this.free(arg)).join(', ')})`, level: 7 };
      case 'transpose':
        return { text: `${this.at(first, 7)}^${tex ? '{\\top}' : '⊤'}`, level: 6 };
      case 'conjugate':
        return {
          text: tex || this.style === 'plain' ? `\\overline{${this.free(first)}}` : `conj(${this.free(first)})`,
          level: 7,
        };
      case 'dot':
      case 'cross': {
        const sign = fn === 'dot' ? (tex ? '\\cdot' : '·') : tex ? '\\times' : '×';
        return { text: `${this.at(first, 5)} ${sign} ${second === undefined ? '' : this.at(second, 5)}`, level: 4 };
      }
      case 'log':
        return this.#log(first, second);
      default:
        return {
          text: `${functionName(fn, this.style)}${this.brackets(args.map(arg => this.free(arg)).join(', '))}`,
          level: 7,
        };
    }
  }

  #log(arg: Expr, base: Expr | undefined): Printed {
    const name = functionName('log', this.style);
    const of = this.brackets(this.free(arg));
    if (base === undefined) return { text: name + of, level: 7 };
    return { text: `${name}_${this.style === 'tex' ? `{${this.free(base)}}` : this.at(base, 7)}${of}`, level: 7 };
  }
}

function exponentDigits(exponent: Expr): string | undefined {
  const sign = exponent.kind === 'negate' ? '-' : '';
  const value = exponent.kind === 'negate' ? exponent.arg : exponent;
  return value.kind === 'number' && value.value.d === 1n && value.decimals === undefined
    ? `${sign}${value.value.n}`
    : undefined;
}

/** A node whose end would swallow what is printed behind it. */
function isOpenEnded(expr: Expr): boolean {
  switch (expr.kind) {
    case 'bigOperator':
    case 'limit':
    case 'derivative':
    case 'integral':
    case 'words':
    case 'quantity':
      return true;
    default:
      return false;
  }
}

function startsWithDigit(text: string): boolean {
  return /^\d/.test(text);
}

function needsBlank(before: string, after: string, style: Style): boolean {
  if (style === 'tex')
    return /\\[A-Za-z]+$/.test(before) && /^[A-Za-z]/.test(after)
      ? true
      : /^[A-Za-z\\]/.test(after) && /[A-Za-z0-9}]$/.test(before);
  return /[A-Za-z]$/.test(before) && /^[A-Za-z]{2}/.test(after)
    ? true
    : /[A-Za-z]{2}$/.test(before) && /^[A-Za-z]/.test(after);
}

function decimal(scaled: bigint, decimals: number): string {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const sign = scaled < 0n ? '-' : '';
  return decimals === 0 ? sign + whole : `${sign}${whole}.${digits.slice(digits.length - decimals)}`;
}

/** A fraction as a repeating decimal with at most `limit` places; `undefined` where that is not what it is. */
function repeatingDecimal(n: bigint, d: bigint, limit: number | undefined): readonly [string, string] | undefined {
  if (limit === undefined || n < 0n || limit > 60) return undefined;
  const seen = new Map<bigint, number>();
  let rest = n % d;
  let digits = '';
  while (!seen.has(rest) && digits.length <= limit) {
    seen.set(rest, digits.length);
    digits += ((rest * 10n) / d).toString();
    rest = (rest * 10n) % d;
  }
  const start = seen.get(rest);
  return start === undefined ? undefined : [`${n / d}.${digits.slice(0, start)}`, digits.slice(start)];
}
