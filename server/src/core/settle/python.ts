/**
 * Formula trees → Python with SymPy's names in scope, to be read by a person: in the document's own names, and exact: no float arises.
 * What SymPy has no honest counterpart for is not printed.
 */
import { pythonName } from '../code/names.ts';
import type { Chain, Expr, NumberExpr, PowerExpr, ProductExpr, QuotientExpr, RootExpr } from '../math/expr.ts';
import { CONSTANT_NAMES } from '../math/symbols.ts';
import { printCall } from './python-calls.ts';
import { printCondition, printOperator } from './python-operators.ts';
import type { Level, Printed, Printer } from './python-printer.ts';

export interface PythonOptions {
  /** Those of `pi`, `e` and `i` that are variables. */
  readonly variables?: ReadonlySet<string>;
  /** Says of a function that the document names whether it has a definition, and so is callable. */
  readonly isDefined?: (name: string, arity: number) => boolean;
  /** What `log` without a base is; refused where absent. */
  readonly logBase?: 'e' | '10';
  /** `Integral(f, x)` instead of `integrate(f, x)`, and the like for sums and limits: a check works them out itself, in its own time and in several ways. */
  readonly delays?: boolean;
}

/** `names`: those of the document that have to be declared, bound ones included; `counters`: those of them that only count the terms of sums. */
export type Python =
  | {
      readonly ok: true;
      readonly code: string;
      readonly names: ReadonlySet<string>;
      readonly counters: ReadonlySet<string>;
      readonly functions: ReadonlySet<string>;
    }
  | { readonly ok: false; readonly reason: string };

/** One expression. `(x + 1)**2`, `Rational(1, 3)`, `integrate(x**2, (x, 0, 1))`. */
export function printPython(expr: Expr, options: PythonOptions = {}): Python {
  return printWith(options, p => p.free(expr));
}

/** A relation of SymPy: `x < 2`, `Eq(x, 2)`, several joined by `And`. Congruences, memberships and divisors are refused. */
export function printPythonRelation(chain: Chain, options: PythonOptions = {}): Python {
  return printWith(options, p => printCondition(p, chain) ?? p.refuse('a relation that is no comparison').text);
}

/** Code that is put together of several formulas; their names count together. */
export function printWith(options: PythonOptions, write: (p: Printer) => string): Python {
  const printer = new PythonPrinter(options);
  const code = write(printer);
  return printer.finish(code);
}

/** Deeper trees than the parser makes are refused rather than overflowing the stack. */
const MAX_DEPTH = 400;
/** Powers of numbers beyond this have more digits than anyone wants to compute. */
const LARGEST_EXPONENT = 100_000n;

class PythonPrinter implements Printer {
  readonly logBase: 'e' | '10' | undefined;
  readonly delays: boolean;
  readonly #variables: ReadonlySet<string>;
  readonly #isDefined: (name: string, arity: number) => boolean;
  readonly #names = new Set<string>();
  readonly #counting = new Set<string>();
  readonly #other = new Set<string>();
  readonly #functions = new Set<string>();
  readonly #used = new Set<string>();
  #bound: readonly string[] = [];
  #depth = 0;
  #refusal: string | undefined;

  constructor({ variables, isDefined, logBase, delays }: PythonOptions) {
    this.#variables = variables ?? new Set();
    this.#isDefined = isDefined ?? (() => false);
    this.logBase = logBase;
    this.delays = delays ?? false;
  }

  finish(code: string): Python {
    const reason = this.#refusal ?? this.#clash();
    if (reason !== undefined) return { ok: false, reason };
    const counters = new Set([...this.#counting].filter(name => !this.#other.has(name)));
    return { ok: true, code, names: this.#names, counters, functions: this.#functions };
  }

  /** Two names of the document with one identifier, or one that hides what the code needs of SymPy. */
  #clash(): string | undefined {
    const taken = new Map<string, string>();
    for (const name of [...this.#names, ...this.#functions]) {
      const python = pythonName(name);
      const other = taken.get(python);
      if (other !== undefined && other !== name) return `${name} and ${other} have one name in Python`;
      if (this.#used.has(python)) return `${name} is a name of SymPy that the check needs`;
      taken.set(python, name);
    }
    return undefined;
  }

  refuse(reason: string): Printed {
    this.#refusal ??= reason;
    return { text: '…', level: 5 };
  }

  uses(name: string): string {
    this.#used.add(name);
    return name;
  }

  name(name: string, isInteger = false): string {
    this.#names.add(name);
    if (isInteger) this.#counting.add(name);
    else if (!this.#bound.includes(name)) this.#other.add(name);
    return pythonName(name);
  }

  functionName(name: string, arity: number): string | undefined {
    if (!this.#isDefined(name, arity)) return undefined;
    this.#functions.add(name);
    return pythonName(name);
  }

  binding(variable: string, body: () => string): string {
    const before = this.#bound;
    this.#bound = [...before, variable];
    const text = body();
    this.#bound = before;
    return text;
  }

  at(expr: Expr, level: Level): string {
    const printed = this.print(expr);
    return printed.level >= level ? printed.text : `(${printed.text})`;
  }

  free(expr: Expr): string {
    return this.print(expr).text;
  }

  exact(expr: Expr, level: Level): string {
    const printed = this.print(expr);
    if (printed.isInt) return `${this.uses('Integer')}(${printed.text})`;
    return printed.level >= level ? printed.text : `(${printed.text})`;
  }

  print(expr: Expr): Printed {
    if (this.#refusal !== undefined || this.#depth > MAX_DEPTH) return this.refuse('too long a formula');
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
        return this.#symbol(expr.name);
      case 'infinity':
        return { text: this.uses('oo'), level: 5 };
      case 'negate': {
        const arg = this.print(expr.arg);
        return like(arg, { text: `-${arg.level >= 3 ? arg.text : `(${arg.text})`}`, level: 2 });
      }
      case 'sum':
        return this.#sum(expr.terms);
      case 'product':
        return this.#product(expr);
      case 'quotient':
        return this.#quotient(expr);
      case 'mixed':
        return { text: `${this.free(expr.whole)} + ${this.at(expr.fraction, 3)}`, level: 1 };
      case 'power':
        return this.#power(expr);
      case 'root':
        return this.#root(expr);
      case 'factorial':
        return { text: `${this.uses(expr.double ? 'factorial2' : 'factorial')}(${this.free(expr.arg)})`, level: 5 };
      case 'percent':
        return this.#percent(expr.arg);
      case 'degree':
        return { text: `${this.uses('rad')}(${this.free(expr.arg)})`, level: 5 };
      case 'call':
        return printCall(this, expr);
      case 'plusMinus':
        return this.refuse('± stands for two values');
      case 'quantity':
        return this.refuse('an amount with a unit');
      case 'ellipsis':
        return this.refuse('an ellipsis stands for terms that are not written');
      case 'words':
        return this.refuse('words have no value');
      default:
        return printOperator(this, expr);
    }
  }

  #number({ value, decimals }: NumberExpr): Printed {
    const level = value.n < 0n ? 2 : 5;
    if (value.d === 1n && decimals === undefined) return { text: value.n.toString(), level, isInt: true };
    const rational = this.uses('Rational');
    const scale = 10n ** BigInt(decimals ?? 0);
    if (decimals !== undefined && scale % value.d === 0n) {
      return { text: `${rational}('${decimal(value.n * (scale / value.d), decimals)}')`, level: 5 };
    }
    return { text: `${rational}(${value.n}, ${value.d})`, level: 5 };
  }

  #symbol(name: string): Printed {
    const constant = CONSTANT_NAMES.has(name) && !this.#variables.has(name) && !this.#bound.includes(name);
    if (!constant) {
      if (VECTOR.test(name)) return this.refuse('a vector that is a name');
      return { text: this.name(name), level: 5 };
    }
    return { text: this.uses(name === 'pi' ? 'pi' : name === 'e' ? 'E' : 'I'), level: 5 };
  }

  #sum(terms: readonly Expr[]): Printed {
    let text = '';
    let isInt = true;
    for (const [index, term] of terms.entries()) {
      const minus = index > 0 && term.kind === 'negate';
      const printed = this.print(minus ? term.arg : term);
      isInt &&= printed.isInt === true;
      const body = printed.level >= (index > 0 ? 3 : 1) ? printed.text : `(${printed.text})`;
      text += index === 0 ? body : ` ${minus ? '-' : '+'} ${body}`;
    }
    return { text, level: 1, ...(isInt ? { isInt } : {}) };
  }

  #product({ factors }: ProductExpr): Printed {
    const printed = factors.map(factor => this.print(factor));
    const text = printed.map(({ text, level }, index) =>
      level >= 3 || (index === 0 && level === 2) ? text : `(${text})`,
    );
    return { text: text.join('*'), level: 3, ...(printed.every(({ isInt }) => isInt) ? { isInt: true } : {}) };
  }

  #quotient({ numerator, denominator }: QuotientExpr): Printed {
    const [top, bottom] = [this.print(numerator), this.print(denominator)];
    if (top.isInt && bottom.isInt && isNumeral(numerator) && isNumeral(denominator)) {
      return { text: `${this.uses('Rational')}(${top.text}, ${bottom.text})`, level: 5 };
    }
    const over = top.isInt && bottom.isInt ? `${this.uses('Integer')}(${top.text})` : this.#in(top, 3);
    return { text: `${over}/${this.#in(bottom, 4)}`, level: 3 };
  }

  #in(printed: Printed, level: Level): string {
    return printed.level >= level ? printed.text : `(${printed.text})`;
  }

  #percent(arg: Expr): Printed {
    const printed = this.print(arg);
    if (printed.isInt) return { text: `${this.uses('Rational')}(${printed.text}, 100)`, level: 5 };
    return { text: `${this.#in(printed, 3)}/100`, level: 3 };
  }

  #power({ base, exponent }: PowerExpr): Printed {
    const isE = base.kind === 'symbol' && base.name === 'e' && !this.#variables.has('e') && !this.#bound.includes('e');
    if (isE) return { text: `${this.uses('exp')}(${this.free(exponent)})`, level: 5 };
    const [b, e] = [this.print(base), this.print(exponent)];
    if (exponent.kind === 'number' && exponent.value.n > LARGEST_EXPONENT && b.isInt) {
      return this.refuse('a power with too many digits');
    }
    const raised = e.level >= 4 ? e.text : `(${e.text})`;
    const whole = exponent.kind === 'number' && exponent.value.d === 1n && exponent.value.n >= 0n;
    if (!b.isInt || !e.isInt) return { text: `${this.#in(b, 5)}**${raised}`, level: 4 };
    if (whole) return { text: `${this.#in(b, 5)}**${raised}`, level: 4, isInt: true };
    return { text: `${this.uses('Integer')}(${b.text})**${raised}`, level: 4 };
  }

  /** Odd roots of negative numbers are real in a document, where SymPy's `cbrt` is not. */
  #root({ radicand, index }: RootExpr): Printed {
    const degree = index.kind === 'number' && index.value.d === 1n ? index.value.n : undefined;
    const inside = this.free(radicand);
    if (degree === 2n) return { text: `${this.uses('sqrt')}(${inside})`, level: 5 };
    if (degree === undefined || degree < 2n) return this.refuse('a root whose index is no number');
    const odd = degree % 2n === 1n && !(radicand.kind === 'number' && radicand.value.n >= 0n);
    if (odd) return { text: `${this.uses('real_root')}(${inside}, ${degree})`, level: 5 };
    return {
      text: degree === 3n ? `${this.uses('cbrt')}(${inside})` : `${this.uses('root')}(${inside}, ${degree})`,
      level: 5,
    };
  }
}

/** Names with a mark that says they are no numbers. */
const VECTOR = /^(?:vec|bold|overleft|line) /;

function like(arg: Printed, printed: Printed): Printed {
  return arg.isInt ? { ...printed, isInt: true } : printed;
}

function isNumeral(expr: Expr): boolean {
  return expr.kind === 'number' || (expr.kind === 'negate' && isNumeral(expr.arg));
}

function decimal(scaled: bigint, decimals: number): string {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  return `${scaled < 0n ? '-' : ''}${whole}${decimals === 0 ? '' : `.${digits.slice(digits.length - decimals)}`}`;
}
