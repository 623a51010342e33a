/** Walking over formulas: children, rebuilding, the variable a node binds. */
import type { Chain, Expr } from './expr.ts';

/** The direct parts of a node, in order of reading; conditions of a piecewise value included. */
export function children(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'number':
    case 'symbol':
    case 'infinity':
    case 'numberSet':
    case 'ellipsis':
    case 'words':
      return [];
    case 'negate':
    case 'factorial':
    case 'percent':
    case 'degree':
    case 'quantity':
      return [expr.arg];
    case 'sum':
      return expr.terms;
    case 'product':
      return expr.factors;
    case 'quotient':
      return [expr.numerator, expr.denominator];
    case 'mixed':
      return [expr.whole, expr.fraction];
    case 'power':
      return [expr.base, expr.exponent];
    case 'root':
      return [expr.radicand, expr.index];
    case 'plusMinus':
    case 'setOperation':
      return [expr.left, expr.right];
    case 'call':
    case 'apply':
      return expr.args;
    case 'bigOperator':
    case 'bracketEvaluation':
      return [expr.lower, expr.upper, expr.body];
    case 'integral':
      return [
        ...(expr.lower === undefined ? [] : [expr.lower]),
        ...(expr.upper === undefined ? [] : [expr.upper]),
        expr.body,
      ];
    case 'derivative':
      return [expr.body];
    case 'limit':
      return [expr.target, expr.body];
    case 'matrix':
      return expr.rows.flat();
    case 'tuple':
      return expr.items;
    case 'set':
      return expr.elements;
    case 'piecewise':
      return expr.branches.flatMap(b => (b.condition === undefined ? [b.value] : [b.value, ...b.condition.sides]));
  }
}

/** The same node with every direct part replaced by `f(part)`; the node itself where nothing changed. */
export function mapChildren(expr: Expr, f: (part: Expr) => Expr): Expr {
  switch (expr.kind) {
    case 'number':
    case 'symbol':
    case 'infinity':
    case 'numberSet':
    case 'ellipsis':
    case 'words':
      return expr;
    case 'negate':
    case 'factorial':
    case 'percent':
    case 'degree':
    case 'quantity': {
      const arg = f(expr.arg);
      return arg === expr.arg ? expr : { ...expr, arg };
    }
    case 'sum': {
      const terms = mapList(expr.terms, f);
      return terms === expr.terms ? expr : { ...expr, terms };
    }
    case 'product': {
      const factors = mapList(expr.factors, f);
      return factors === expr.factors ? expr : { ...expr, factors };
    }
    case 'quotient': {
      const numerator = f(expr.numerator);
      const denominator = f(expr.denominator);
      return numerator === expr.numerator && denominator === expr.denominator
        ? expr
        : { ...expr, numerator, denominator };
    }
    case 'mixed':
      return expr;
    case 'power': {
      const base = f(expr.base);
      const exponent = f(expr.exponent);
      return base === expr.base && exponent === expr.exponent ? expr : { ...expr, base, exponent };
    }
    case 'root': {
      const radicand = f(expr.radicand);
      const index = f(expr.index);
      return radicand === expr.radicand && index === expr.index ? expr : { ...expr, radicand, index };
    }
    case 'plusMinus':
    case 'setOperation': {
      const left = f(expr.left);
      const right = f(expr.right);
      return left === expr.left && right === expr.right ? expr : { ...expr, left, right };
    }
    case 'call':
    case 'apply': {
      const args = mapList(expr.args, f);
      return args === expr.args ? expr : { ...expr, args };
    }
    case 'bigOperator':
    case 'bracketEvaluation':
      return { ...expr, lower: f(expr.lower), upper: f(expr.upper), body: f(expr.body) };
    case 'integral':
      return {
        ...expr,
        ...(expr.lower === undefined ? {} : { lower: f(expr.lower) }),
        ...(expr.upper === undefined ? {} : { upper: f(expr.upper) }),
        body: f(expr.body),
      };
    case 'derivative': {
      const body = f(expr.body);
      return body === expr.body ? expr : { ...expr, body };
    }
    case 'limit':
      return { ...expr, target: f(expr.target), body: f(expr.body) };
    case 'matrix':
      return { ...expr, rows: expr.rows.map(row => row.map(f)) };
    case 'tuple':
      return { ...expr, items: mapList(expr.items, f) };
    case 'set':
      return { ...expr, elements: mapList(expr.elements, f) };
    case 'piecewise':
      return {
        ...expr,
        branches: expr.branches.map(branch =>
          branch.condition === undefined
            ? { value: f(branch.value) }
            : { value: f(branch.value), condition: mapChain(branch.condition, f) },
        ),
      };
  }
}

export function mapChain(chain: Chain, f: (part: Expr) => Expr): Chain {
  return {
    ...chain,
    sides: chain.sides.map(f),
    ...(chain.modulus === undefined ? {} : { modulus: f(chain.modulus) }),
  };
}

function mapList(list: readonly Expr[], f: (part: Expr) => Expr): readonly Expr[] {
  let changed = false;
  const mapped = list.map(item => {
    const result = f(item);
    if (result !== item) changed = true;
    return result;
  });
  return changed ? mapped : list;
}

/** True where the node or a part of it satisfies `test`. */
export function some(expr: Expr, test: (part: Expr) => boolean): boolean {
  return test(expr) || children(expr).some(part => some(part, test));
}

/**
 * The name that a node binds, and the parts in which it is bound; the other parts see the name from outside.
 * An indefinite integral and a derivative bind nothing: their value depends on the name.
 */
export function bound(expr: Expr): { readonly name: string; readonly inside: Expr } | undefined {
  switch (expr.kind) {
    case 'bigOperator':
    case 'limit':
      return { name: expr.variable, inside: expr.body };
    case 'integral':
      return expr.lower === undefined && expr.upper === undefined
        ? undefined
        : { name: expr.variable, inside: expr.body };
    case 'bracketEvaluation':
      return expr.variable === undefined ? undefined : { name: expr.variable, inside: expr.body };
    default:
      return undefined;
  }
}
