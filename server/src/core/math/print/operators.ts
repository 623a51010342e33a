/** Printing of the nodes with signs of their own: operators that bind a letter, sets, tuples, matrices, words. */
import type { Expr, PiecewiseExpr, TupleExpr } from '../expr.ts';
import { printName } from './names.ts';
import type { Printed, Printer } from './printer.ts';

/** The kinds printed here. */
export type OperatorExpr = Extract<
  Expr,
  {
    readonly kind:
      | 'apply'
      | 'quantity'
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
      | 'piecewise'
      | 'words';
  }
>;

export function printOperator(p: Printer, expr: OperatorExpr): Printed {
  const tex = p.style === 'tex';
  switch (expr.kind) {
    case 'apply': {
      const name = printName(expr.name, p.style);
      const inverse = expr.inverse ? (p.style === 'text' ? '⁻¹' : '^{-1}') : '';
      return { text: `${name}${"'".repeat(expr.primes)}${inverse}${p.brackets(list(p, expr.args))}`, level: 7 };
    }
    case 'quantity':
      return quantity(p, expr.arg, expr.unit);
    case 'words':
      return {
        text: tex && /^[A-Za-z]/.test(expr.text) && !expr.text.includes('\\') ? `\\text{${expr.text}}` : expr.text,
        level: 7,
      };
    case 'bigOperator':
      return bigOperator(p, expr);
    case 'integral':
      return integral(p, expr);
    case 'bracketEvaluation':
      return evaluation(p, expr);
    case 'derivative':
      return derivative(p, expr);
    case 'limit':
      return limit(p, expr);
    case 'matrix':
      return matrix(p, expr.rows);
    case 'tuple':
      return tuple(p, expr);
    case 'set':
      if (expr.elements.length === 0) return { text: tex ? '\\emptyset' : '∅', level: 7 };
      return { text: p.style === 'text' ? `{${list(p, expr.elements)}}` : `\\{${list(p, expr.elements)}\\}`, level: 7 };
    case 'numberSet':
      return { text: numberSet(expr.set, expr.restriction, tex), level: 7 };
    case 'setOperation':
      return setOperation(p, expr);
    case 'piecewise':
      return piecewise(p, expr);
  }
}

function list(p: Printer, items: readonly Expr[]): string {
  return items.map(item => p.free(item)).join(', ');
}

const CURRENCIES: ReadonlySet<string> = new Set(['$', '€', '£', '¥', '₹']);

function quantity(p: Printer, arg: Expr, unit: string): Printed {
  const tex = p.style === 'tex';
  if (CURRENCIES.has(unit)) {
    const sign = tex && unit === '$' ? '\\$' : unit;
    return { text: `${sign}${p.at(arg, 7)}`, level: 7 };
  }
  if (unit === '¢') return { text: `${p.at(arg, 7)}¢`, level: 6 };
  if (unit === '°C' || unit === '°F')
    return { text: tex ? `${p.at(arg, 7)}^{\\circ}\\text{${unit.slice(1)}}` : `${p.at(arg, 7)} ${unit}`, level: 6 };
  const amount = p.at(arg, 5);
  const [head, ...below] = unit.split('/');
  if (head !== undefined && CURRENCIES.has(head)) {
    const per = below.map(part => `/${tex ? texUnit(part) : part}`).join('');
    return { text: `${tex && head === '$' ? '\\$' : head}${p.at(arg, 7)}${per}`, level: 5 };
  }
  if (!tex) return { text: `${amount}${unit.startsWith('/') ? '' : ' '}${unit}`, level: 5 };
  const rest = below.map(part => `/${texUnit(part)}`).join('');
  return { text: `${amount}${head === '' ? '' : texUnit(` ${head ?? ''}`)}${rest}`, level: 5 };
}

/** `cm^2` → `\text{cm}^{2}`. */
function texUnit(unit: string): string {
  const caret = unit.indexOf('^');
  return caret < 0 ? `\\text{${unit}}` : `\\text{${unit.slice(0, caret)}}^{${unit.slice(caret + 1)}}`;
}

function bigOperator(p: Printer, expr: Extract<Expr, { readonly kind: 'bigOperator' }>): Printed {
  const sum = expr.op === 'sum';
  const name = printName(expr.variable, p.style);
  const sign = p.style === 'text' ? (sum ? 'Σ' : 'Π') : sum ? '\\sum' : '\\prod';
  const bounds = `_{${name}=${p.free(expr.lower)}}^{${p.free(expr.upper)}}`;
  const readable = `(${name} = ${p.free(expr.lower)} … ${p.free(expr.upper)})`;
  return { text: `${sign}${p.style === 'text' ? readable : bounds} ${p.at(expr.body, 4)}`, level: 4 };
}

function integral(p: Printer, expr: Extract<Expr, { readonly kind: 'integral' }>): Printed {
  const name = printName(expr.variable, p.style);
  const body = p.at(expr.body, 4);
  const [lower, upper] =
    expr.lower === undefined || expr.upper === undefined ? [] : [p.free(expr.lower), p.free(expr.upper)];
  if (p.style === 'text') {
    const range = lower === undefined ? '' : ` from ${lower} to ${upper} of`;
    return { text: `∫${range} ${body} d${name}`, level: 4 };
  }
  if (p.style === 'plain') {
    const bounds = lower === undefined || upper === undefined ? '' : `_${bound(lower)}^${bound(upper)}`;
    return { text: `∫${bounds} ${body} d${name}`, level: 4 };
  }
  const bounds = lower === undefined ? '' : `_{${lower}}^{${upper}}`;
  return { text: `\\int${bounds} ${body}\\,d${name}`, level: 4 };
}

/** In plain notation. */
function bound(text: string): string {
  return /^[\p{L}\d]+$/u.test(text) ? text : `(${text})`;
}

function evaluation(p: Printer, expr: Extract<Expr, { readonly kind: 'bracketEvaluation' }>): Printed {
  const name = expr.variable === undefined ? '' : `${printName(expr.variable, p.style)}=`;
  const [lower, upper] = [p.free(expr.lower), p.free(expr.upper)];
  if (p.style === 'text') return { text: `[${p.free(expr.body)}] from ${name}${lower} to ${upper}`, level: 4 };
  return { text: `\\left.${p.free(expr.body)}\\right|_{${name}${lower}}^{${upper}}`, level: 7 };
}

function derivative(p: Printer, expr: Extract<Expr, { readonly kind: 'derivative' }>): Printed {
  const d = p.style === 'text' ? (expr.partial ? '∂' : 'd') : expr.partial ? '\\partial ' : 'd';
  const order = expr.order === 1 ? '' : p.style === 'text' ? '⁰¹²³⁴⁵⁶⁷⁸⁹'.charAt(expr.order) : `^{${expr.order}}`;
  const name = printName(expr.variable, p.style);
  const body = p.brackets(p.free(expr.body));
  if (p.style === 'text') return { text: `${d}${order}/${d}${name}${order} ${body}`, level: 4 };
  return { text: `\\frac{${d}${order}}{${d}${name}${order}}${body}`, level: 4 };
}

function limit(p: Printer, expr: Extract<Expr, { readonly kind: 'limit' }>): Printed {
  const side = expr.side === 'both' ? '' : expr.side === 'right' ? '^{+}' : '^{-}';
  const name = printName(expr.variable, p.style);
  const body = p.at(expr.body, 4);
  const target = side === '' ? p.free(expr.target) : p.at(expr.target, 7);
  if (p.style === 'text') return { text: `lim(${name} → ${target}${side.replace(/[{}^]/g, '')}) ${body}`, level: 4 };
  return { text: `\\lim_{${name}\\to ${target}${side}} ${body}`, level: 4 };
}

function matrix(p: Printer, rows: readonly (readonly Expr[])[]): Printed {
  if (p.style === 'text')
    return { text: `[${rows.map(row => row.map(cell => p.free(cell)).join(', ')).join('; ')}]`, level: 7 };
  const body = rows.map(row => row.map(cell => p.free(cell)).join(' & ')).join(' \\\\ ');
  return { text: `\\begin{pmatrix}${body}\\end{pmatrix}`, level: 7 };
}

function tuple(p: Printer, expr: TupleExpr): Printed {
  const tex = p.style !== 'text';
  const open = expr.open === '<' ? (tex ? '\\langle ' : '⟨') : expr.open;
  const close = expr.close === '>' ? (tex ? '\\rangle' : '⟩') : expr.close;
  return { text: `${open}${list(p, expr.items)}${close}`, level: 7 };
}

const RESTRICTIONS = { positive: '^{+}', negative: '^{-}', nonzero: '^{*}', nonnegative: '_{\\ge 0}' } as const;
const SIGNS = { N: 'ℕ', Z: 'ℤ', Q: 'ℚ', R: 'ℝ', C: 'ℂ' } as const;

function numberSet(set: keyof typeof SIGNS, restriction: keyof typeof RESTRICTIONS | undefined, tex: boolean): string {
  const mark = restriction === undefined ? '' : RESTRICTIONS[restriction];
  return tex ? `\\mathbb{${set}}${mark}` : SIGNS[set] + mark;
}

const SET_SIGNS = { union: ['∪', '\\cup'], intersection: ['∩', '\\cap'], difference: ['∖', '\\setminus'] } as const;

function setOperation(p: Printer, expr: Extract<Expr, { readonly kind: 'setOperation' }>): Printed {
  const sign = SET_SIGNS[expr.op][p.style === 'tex' ? 1 : 0];
  if (expr.op !== 'intersection') {
    const left = expr.left.kind === 'setOperation' ? p.free(expr.left) : p.at(expr.left, 2);
    return { text: `${left} ${sign} ${rightSide(p, expr.right)}`, level: 1 };
  }
  const meets = expr.left.kind === 'setOperation' && expr.left.op === 'intersection';
  return { text: `${meets ? p.free(expr.left) : p.at(expr.left, 2)} ${sign} ${p.at(expr.right, 2)}`, level: 1 };
}

/** Behind ∪ and ∖ an intersection needs no brackets. */
function rightSide(p: Printer, right: Expr): string {
  return right.kind === 'setOperation' && right.op === 'intersection' ? p.free(right) : p.at(right, 2);
}

function piecewise(p: Printer, { branches }: PiecewiseExpr): Printed {
  const tex = p.style !== 'text';
  const rows = branches.map(({ value, condition }) => {
    const text = p.free(value);
    if (condition === undefined) return tex ? `${text} & \\text{otherwise}` : `${text} otherwise`;
    return tex ? `${text} & ${p.statement(condition)}` : `${text} if ${p.statement(condition)}`;
  });
  return { text: tex ? `\\begin{cases}${rows.join(' \\\\ ')}\\end{cases}` : `{${rows.join('; ')}}`, level: 7 };
}
