/** One tree → text. Each node knows how tight it binds; a child that binds looser gets brackets. */
import type { Bare, Chain, Expr, NumberExpr } from '../expr.ts';
import { printCall, printPower } from './calls.ts';
import { printName } from './names.ts';
import { printNumber } from './numbers.ts';
import { printOperator } from './operators.ts';
import type { Level, Printed, Printer } from './printer.ts';
import { printProduct, reachesOn } from './products.ts';
import { relationSign, type Style } from './style.ts';

/** Deeper trees than the parser makes are cut off rather than overflowing the stack. */
const MAX_DEPTH = 600;

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
    return this.print(expr).text;
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
    const tex = this.style === 'tex';
    switch (expr.kind) {
      case 'number':
        return printNumber(expr, this.style);
      case 'symbol':
        return { text: printName(expr.name, this.style), level: 7 };
      case 'infinity':
        return { text: tex ? '\\infty' : '∞', level: 7 };
      case 'ellipsis':
        return { text: tex ? '\\cdots' : '…', level: 7 };
      case 'negate':
        return { text: `-${this.at(expr.arg, 4)}`, level: 3 };
      case 'sum':
        return { text: this.#sum(expr.terms), level: 2 };
      case 'product':
        return printProduct(this, expr);
      case 'quotient':
        return this.#quotient(expr.numerator, expr.denominator);
      case 'mixed':
        return this.#mixed(expr.whole, expr.fraction.numerator, expr.fraction.denominator);
      case 'power':
        return printPower(this, expr.base, expr.exponent);
      case 'root':
        return this.#root(expr.radicand, expr.index);
      case 'plusMinus': {
        const sign = !tex ? expr.sign : expr.sign === '±' ? '\\pm ' : '\\mp ';
        const absent = expr.left.kind === 'number' && expr.left.value.n === 0n;
        const right = this.at(expr.right, 4);
        return { text: absent ? sign + right : `${this.at(expr.left, 2)} ${sign.trim()} ${right}`, level: 2 };
      }
      case 'call':
        return printCall(this, expr);
      case 'factorial':
        return { text: `${this.at(expr.arg, 7)}${expr.double ? '!!' : '!'}`, level: 6 };
      case 'percent':
        return { text: `${this.at(expr.arg, 7)}${tex ? '\\%' : '%'}`, level: 6 };
      case 'degree':
        return { text: `${this.at(expr.arg, 7)}${tex ? '^{\\circ}' : '°'}`, level: 6 };
      default:
        return printOperator(this, expr);
    }
  }

  #sum(terms: readonly Expr[]): string {
    let text = '';
    terms.forEach((term, index) => {
      if (index > 0 && term.kind === 'negate') text += ` - ${this.at(term.arg, 4)}`;
      else if (index > 0) text += ` + ${this.at(term, 4)}`;
      else text += this.at(term, 3);
    });
    return text;
  }

  #quotient(numerator: Expr, denominator: Expr): Printed {
    if (this.style === 'tex') return { text: `\\frac{${this.free(numerator)}}{${this.free(denominator)}}`, level: 6 };
    const above = reachesOn(numerator) ? this.brackets(this.free(numerator)) : this.at(numerator, 4);
    return { text: `${above}/${this.at(denominator, 6)}`, level: 4 };
  }

  #mixed(whole: NumberExpr, numerator: Expr, denominator: Expr): Printed {
    const [above, below] = [this.free(numerator), this.free(denominator)];
    if (this.style === 'tex') return { text: `${this.free(whole)}\\frac{${above}}{${below}}`, level: 5 };
    return { text: `${this.free(whole)} ${above}/${below}`, level: 4 };
  }

  #root(radicand: Expr, index: Expr): Printed {
    const square = index.kind === 'number' && index.value.n === 2n && index.value.d === 1n;
    const inside = this.free(radicand);
    if (this.style === 'text') {
      const simple = radicand.kind === 'number' || radicand.kind === 'symbol';
      const degree = index.kind === 'number' && index.value.d === 1n ? ROOT_SIGNS.get(index.value.n) : undefined;
      if (degree !== undefined)
        return { text: `${degree}${simple ? this.at(radicand, 7) : this.brackets(inside)}`, level: 6 };
      return { text: `root(${this.free(index)}, ${inside})`, level: 7 };
    }
    if (this.style === 'plain' && square) return { text: `sqrt(${inside})`, level: 7 };
    return { text: `\\sqrt${square ? '' : `[${this.free(index)}]`}{${inside}}`, level: 7 };
  }
}

const ROOT_SIGNS: ReadonlyMap<bigint, string> = new Map([
  [2n, '√'],
  [3n, '∛'],
  [4n, '∜'],
]);
