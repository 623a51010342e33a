/** Prints a tree in a notation: decides where parentheses and product signs must stand. */
import type { Chain, Expr, NumberExpr, ProductExpr, SumExpr } from '../expr.ts';
import { Level, type Notation, type Printed } from './notation.ts';

/** The text of `expr` in `notation`. Never fails; work is linear in the tree. */
export function printIn(expr: Expr, notation: Notation): string {
  return print(expr, notation).text;
}

function print(expr: Expr, n: Notation): Printed {
  switch (expr.kind) {
    case 'number':
      return printNumber(expr, n);
    case 'symbol':
      return atom(n.name(expr.name));
    case 'infinity':
      return atom(n.infinity);
    case 'ellipsis':
      return atom(n.ellipsis);
    case 'words':
      return atom(n.words(expr.text));
    case 'negate':
      return { text: `-${at(expr.arg, Level.product, n)}`, level: Level.sum };
    case 'sum':
      return { text: printSum(expr, n), level: Level.sum };
    case 'plusMinus':
      return { text: printPlusMinus(expr, n), level: Level.sum };
    case 'product':
      return { text: printProduct(expr, n), level: Level.product };
    case 'quotient':
      return n.fraction(print(expr.numerator, n), print(expr.denominator, n));
    case 'mixed':
      return { text: `${print(expr.whole, n).text} ${print(expr.fraction, n).text}`, level: Level.product };
    case 'power':
      return { text: n.power(at(expr.base, Level.atom, n), print(expr.exponent, n)), level: Level.power };
    case 'root':
      return n.root(print(expr.radicand, n), isTwo(expr.index) ? undefined : print(expr.index, n).text);
    case 'factorial':
      return { text: at(expr.arg, Level.atom, n) + (expr.double ? '!!' : '!'), level: Level.power };
    case 'percent':
      return { text: at(expr.arg, Level.power, n) + n.percent, level: Level.power };
    case 'degree':
      return { text: at(expr.arg, Level.atom, n) + n.degree, level: Level.power };
    case 'quantity':
      return { text: n.quantity(at(expr.arg, Level.product, n), expr.unit), level: Level.product };
    case 'call':
      return n.call(
        expr,
        expr.args.map(arg => print(arg, n)),
      );
    case 'apply': {
      const head = n.name(expr.name) + "'".repeat(expr.primes);
      const args = n.parentheses(expr.args.map(arg => print(arg, n).text).join(', '));
      return atom((expr.inverse ? n.power(head, atom('-1')) : head) + args);
    }
    default:
      return printStructure(expr, n);
  }
}

type Structure = Extract<
  Expr,
  {
    kind:
      | 'bigOperator'
      | 'integral'
      | 'bracketEvaluation'
      | 'derivative'
      | 'limit'
      | 'matrix'
      | 'tuple'
      | 'set'
      | 'numberSet'
      | 'setOperation'
      | 'piecewise';
  }
>;

function printStructure(expr: Structure, n: Notation): Printed {
  const text = (inner: Expr): string => print(inner, n).text;
  switch (expr.kind) {
    case 'bigOperator':
      return {
        text: n.bigOperator(
          expr.op,
          n.name(expr.variable),
          text(expr.lower),
          text(expr.upper),
          at(expr.body, Level.product, n),
        ),
        level: Level.sum,
      };
    case 'integral': {
      const bounds =
        expr.lower === undefined || expr.upper === undefined
          ? undefined
          : ([text(expr.lower), text(expr.upper)] as const);
      return { text: n.integral(bounds, at(expr.body, Level.product, n), n.name(expr.variable)), level: Level.sum };
    }
    case 'derivative':
      return {
        text: n.derivative(at(expr.body, Level.atom, n), n.name(expr.variable), expr.order, expr.partial),
        level: Level.product,
      };
    case 'limit':
      return {
        text: n.limit(n.name(expr.variable), text(expr.target), expr.side, at(expr.body, Level.product, n)),
        level: Level.sum,
      };
    case 'bracketEvaluation':
      return atom(n.bracketEvaluation(text(expr.body), text(expr.lower), text(expr.upper)));
    case 'matrix':
      return atom(n.matrix(expr.rows.map(row => row.map(text))));
    case 'tuple':
      return atom(n.brackets(expr.open, expr.items.map(text).join(', '), expr.close));
    case 'set':
      return atom(expr.elements.length === 0 ? n.emptySet : n.brackets('{', expr.elements.map(text).join(', '), '}'));
    case 'numberSet':
      return atom(n.numberSet(expr));
    case 'setOperation':
      return {
        text: `${at(expr.left, Level.atom, n)} ${n.setOperations[expr.op]} ${at(expr.right, Level.atom, n)}`,
        level: Level.sum,
      };
    case 'piecewise':
      return atom(
        n.piecewise(
          expr.branches.map(({ value, condition }) => ({
            value: text(value),
            condition: condition === undefined ? undefined : printChainIn(condition, n),
          })),
        ),
      );
  }
}

/** A relation in a notation; a side that is taken from the row above is left out. */
export function printChainIn(chain: Chain, n: Notation): string {
  const parts = chain.sides.map((side, i) => {
    const link = chain.links[i];
    const text = i === 0 && chain.continues ? '' : print(side, n).text;
    return link === undefined ? text : `${text} ${n.relations[link.op] ?? link.op}`;
  });
  return parts.join(' ').trim();
}

function at(expr: Expr, level: Level, n: Notation): string {
  const printed = print(expr, n);
  return printed.level >= level ? printed.text : n.parentheses(printed.text);
}

function atom(text: string): Printed {
  return { text, level: Level.atom };
}

function isTwo(expr: Expr): boolean {
  return expr.kind === 'number' && expr.value.n === 2n && expr.value.d === 1n;
}

function printSum({ terms }: SumExpr, n: Notation): string {
  let text = '';
  for (const term of terms) {
    const negative = term.kind === 'negate' ? at(term.arg, Level.product, n) : undefined;
    const printed = negative ?? at(term, Level.product, n);
    if (text === '') text = negative === undefined ? printed : `-${printed}`;
    else text += negative === undefined ? ` + ${printed}` : ` - ${printed}`;
  }
  return text;
}

function printPlusMinus(expr: Extract<Expr, { kind: 'plusMinus' }>, n: Notation): string {
  const { left } = expr;
  const head = left.kind === 'number' && left.value.n === 0n ? '' : `${at(left, Level.sum, n)} `;
  return `${head}${n.plusMinus[expr.sign]}${head === '' ? '' : ' '}${at(expr.right, Level.product, n)}`;
}

function printProduct({ factors, implicit }: ProductExpr, n: Notation): string {
  let text = '';
  let previous: Expr | undefined;
  for (const factor of factors) {
    const printed = at(factor, Level.factor, n);
    if (previous === undefined) text = printed;
    else text += (implicit && standsBeside(previous, factor, printed) ? n.juxtaposed : n.times) + printed;
    previous = factor;
  }
  return text;
}

/** Whether two factors are read as a product without a sign: `2x`, `(a)(b)`; but not `x2`, `sin(x)2`, `2·3`. */
function standsBeside(left: Expr, right: Expr, printed: string): boolean {
  if (/^[0-9.\\-]/.test(printed) && !printed.startsWith('\\')) return false;
  if (left.kind === 'words' || right.kind === 'words' || right.kind === 'mixed' || left.kind === 'mixed') return false;
  return !(left.kind === 'number' && right.kind === 'quotient');
}

function printNumber({ value, decimals }: NumberExpr, n: Notation): Printed {
  const { n: top, d } = value;
  const sign = top < 0n ? '-' : '';
  const size = top < 0n ? -top : top;
  const level = sign === '' ? Level.atom : Level.sum;
  if (decimals !== undefined) {
    const scaled = size * 10n ** BigInt(decimals);
    if (scaled % d === 0n) return { text: sign + decimal(scaled / d, decimals), level };
    const repeating = repeatingDecimal(size, d, n);
    if (repeating !== undefined) return { text: sign + repeating, level };
  }
  if (d === 1n) return { text: `${sign}${size}`, level };
  const fraction = n.fraction(atom(String(size)), atom(String(d)));
  return sign === '' ? fraction : { text: `-${fraction.text}`, level: Level.sum };
}

function decimal(scaled: bigint, decimals: number): string {
  if (decimals === 0) return String(scaled);
  const digits = String(scaled).padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** Longer periods are written as a fraction. */
const LONGEST_PERIOD = 12;

function repeatingDecimal(top: bigint, d: bigint, n: Notation): string | undefined {
  let remainder = top % d;
  const seen = new Map<bigint, number>();
  let digits = '';
  while (remainder !== 0n) {
    const before = seen.get(remainder);
    if (before !== undefined) return n.repeating(`${top / d}.${digits.slice(0, before)}`, digits.slice(before));
    if (digits.length > 2 * LONGEST_PERIOD) return undefined;
    seen.set(remainder, digits.length);
    digits += String((remainder * 10n) / d);
    remainder = (remainder * 10n) % d;
  }
  return undefined;
}
