/** A tree as one line, for tables: `(sum x (power y 2))`. Every node shows, spans do not. */
import type { Bare, Chain, Expr, Formula } from '../../../server/src/core/math/expr.ts';
import { type ParseOptions, parseFormula } from '../../../server/src/core/math/parse.ts';
import { printRational } from '../../../server/src/core/math/print.ts';

function list(head: string, parts: readonly (Expr | string | undefined)[]): string {
  return `(${[head, ...parts.filter(part => part !== undefined).map(part => (typeof part === 'string' ? part : tree(part)))].join(' ')})`;
}

export function tree(expr: Expr): string {
  switch (expr.kind) {
    case 'number':
      return printRational(expr.value) + (expr.decimals === undefined ? '' : `~${expr.decimals}`);
    case 'symbol':
      return /[\s]/.test(expr.name) ? `«${expr.name}»` : expr.name;
    case 'words':
      return `"${expr.text}"`;
    case 'infinity':
      return '∞';
    case 'ellipsis':
      return '…';
    case 'negate':
      return list('-', [expr.arg]);
    case 'sum':
      return list('+', expr.terms);
    case 'product':
      return list(expr.implicit ? '' : '*', expr.factors).replace('( ', '(');
    case 'quotient':
      return list('/', [expr.numerator, expr.denominator]);
    case 'mixed':
      return list('mixed', [expr.whole, expr.fraction]);
    case 'power':
      return list('^', [expr.base, expr.exponent]);
    case 'root':
      return list('root', [expr.radicand, expr.index]);
    case 'plusMinus':
      return list(expr.sign, [expr.left, expr.right]);
    case 'call':
      return list(expr.fn, expr.args);
    case 'apply':
      return list(`${expr.name}${"'".repeat(expr.primes)}${expr.inverse ? '⁻¹' : ''}@`, expr.args);
    case 'factorial':
      return list(expr.double ? '!!' : '!', [expr.arg]);
    case 'percent':
      return list('%', [expr.arg]);
    case 'degree':
      return list('°', [expr.arg]);
    case 'quantity':
      return list('unit', [expr.arg, `"${expr.unit}"`]);
    case 'bigOperator':
      return list(expr.op === 'sum' ? 'Σ' : 'Π', [expr.variable, expr.lower, expr.upper, expr.body]);
    case 'integral':
      return list('∫', [expr.variable, expr.lower, expr.upper, expr.body]);
    case 'bracketEvaluation':
      return list('eval', [expr.variable ?? '?', expr.lower, expr.upper, expr.body]);
    case 'derivative':
      return list(expr.partial ? '∂' : 'd', [expr.variable, String(expr.order), expr.body]);
    case 'limit':
      return list('lim', [expr.variable, expr.target, expr.side, expr.body]);
    case 'matrix':
      return `[${expr.rows.map(row => row.map(tree).join(' ')).join(' ; ')}]`;
    case 'tuple':
      return `${expr.open}${expr.items.map(tree).join(', ')}${expr.close}`;
    case 'set':
      return `{${expr.elements.map(tree).join(', ')}}`;
    case 'numberSet':
      return `${expr.set}${expr.restriction === undefined ? '' : `-${expr.restriction}`}`;
    case 'setOperation':
      return list(expr.op, [expr.left, expr.right]);
    case 'piecewise':
      return list(
        'cases',
        expr.branches.map(
          ({ value, condition }) => `${tree(value)} if ${condition === undefined ? 'else' : body(condition)}`,
        ),
      );
  }
}

function body(statement: Chain | Bare): string {
  if (statement.kind === 'bare') return tree(statement.expr);
  const sides = statement.sides.map((side, index) => (statement.continues && index === 0 ? '' : tree(side)));
  const text = sides
    .map((side, index) => `${side} ${statement.links[index]?.op ?? ''}`)
    .join(' ')
    .trim();
  return statement.modulus === undefined ? text : `${text} mod ${tree(statement.modulus)}`;
}

export function formulaTree(formula: Formula): string {
  const statements = formula.statements.map(({ connective, body: statement }) =>
    connective === 'none' ? body(statement) : `${connective}: ${body(statement)}`,
  );
  const remarks = formula.remarks.map(({ text }) => `rem "${text}"`);
  return [...(formula.system ? ['system'] : []), ...statements, ...remarks].join(' | ');
}

/** What a formula is read as; `✗ reason` where it is not read. */
export function read(text: string, options: ParseOptions = { notation: 'tex' }): string {
  const result = parseFormula(text, options);
  return result.ok ? formulaTree(result.formula) : `✗ ${result.reason}`;
}
