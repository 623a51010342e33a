/** When two steps say the same: their claims, written in one way. */
import type { CheckedStep } from '../check.ts';
import { fingerprint } from '../document/fingerprint.ts';
import type { Chain, Expr, RelationOp } from '../math/expr.ts';
import { printText } from '../math/print.ts';
import { mapChildren } from '../math/traverse.ts';
import { writtenStep } from '../policy/written.ts';

/**
 * A key that two steps share when they make the same claims: the order of claims, terms, factors and sides, brackets, signs and the words around do not count.
 * What is expanded and what is factored stay apart, for they are different steps. A step without claims is its words; code counts where there is any, whatever
 * the names that it gives.
 */
export function stepKey({ claims, cells, placed }: CheckedStep): string {
  const said = claims.map(({ claim }) =>
    claim.body.kind === 'chain' ? chainKey(claim.body) : exprKey(claim.body.expr),
  );
  const code = cells.map(({ cell }) => codeKey(cell.code));
  const words = said.length > 0 || code.length > 0 ? [] : [writtenStep(placed).text.replace(/\s+/g, ' ').toLowerCase()];
  return fingerprint([...said.sort(), ...code, ...words].join('\n'));
}

/** Texts in quotes, comments, names. */
const TOKEN = /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|#[^\n]*|(?<![\w.])[A-Za-z_]\w*/g;

/** Code without comments, with the names that it defines counted through: `n = 2 * 3` and `count = 2 * 3` do the same. */
function codeKey(code: string): string {
  const defined = new Map<string, string>();
  for (const [, names = ''] of code.matchAll(/^[ \t]*([A-Za-z_]\w*(?:[ \t]*,[ \t]*[A-Za-z_]\w*)*)[ \t]*=(?!=)/gm))
    for (const name of names.split(/[ \t]*,[ \t]*/)) if (!defined.has(name)) defined.set(name, `_${defined.size}`);
  return code
    .replace(TOKEN, (token, quoted: string | undefined) =>
      quoted !== undefined ? token : token.startsWith('#') ? '' : (defined.get(token) ?? token),
    )
    .replace(/\s+/g, ' ')
    .trim();
}

/** Sides of a relation that means the same both ways stand in order; `>` and `≥` are turned round. */
export function chainKey(chain: Chain): string {
  const sides = chain.sides.map(exprKey);
  const modulus = chain.modulus === undefined ? '' : ` mod ${exprKey(chain.modulus)}`;
  const [left = '', right = ''] = sides;
  const [link] = chain.links;
  if (sides.length > 2 || link === undefined)
    return sides.map((side, i) => `${side} ${chain.links[i]?.op ?? ''}`).join(' ') + modulus;
  const { op } = link;
  const turned = TURNED[op];
  if (turned !== undefined) return `${right} ${turned} ${left}${modulus}`;
  return (SYMMETRIC.has(op) && right < left ? `${right} ${op} ${left}` : `${left} ${op} ${right}`) + modulus;
}

const SYMMETRIC: ReadonlySet<RelationOp> = new Set(['=', '≠', '≈', '≡']);
const TURNED: Partial<Record<RelationOp, RelationOp>> = { '>': '<', '≥': '≤' };

/** The expression in one way of writing: sums and products flat and in order, `-a` as `-1·a`, `a/b` as `a·b^-1`. */
export function exprKey(expr: Expr): string {
  switch (expr.kind) {
    case 'sum':
    case 'negate':
      return ordered('+', terms(expr, 1));
    case 'product':
    case 'quotient':
      return productKey(expr);
    case 'power':
      return `(${exprKey(expr.base)})^(${exprKey(expr.exponent)})`;
    case 'root':
      return `(${exprKey(expr.radicand)})^(1/(${exprKey(expr.index)}))`;
    case 'call':
      return `${expr.fn}(${expr.args.map(exprKey).join(',')})`;
    default:
      return printText(mapChildren(expr, part => part));
  }
}

function ordered(sign: string, parts: readonly string[]): string {
  return parts.length === 1 ? (parts[0] ?? '') : `[${[...parts].sort().join(sign)}]`;
}

function terms(expr: Expr, sign: 1 | -1): readonly string[] {
  if (expr.kind === 'sum') return expr.terms.flatMap(term => terms(term, sign));
  if (expr.kind === 'negate') return terms(expr.arg, sign === 1 ? -1 : 1);
  return [sign === 1 ? exprKey(expr) : withSign(exprKey(expr))];
}

function withSign(key: string): string {
  return key.startsWith('-') ? key.slice(1) : `-${key}`;
}

interface Factors {
  readonly keys: string[];
  negative: boolean;
}

function productKey(expr: Expr): string {
  const factors: Factors = { keys: [], negative: false };
  collect(expr, false, factors);
  const key = ordered('·', factors.keys);
  return factors.negative ? withSign(key) : key;
}

function collect(expr: Expr, inverse: boolean, factors: Factors): void {
  switch (expr.kind) {
    case 'product':
      for (const factor of expr.factors) collect(factor, inverse, factors);
      return;
    case 'quotient':
      collect(expr.numerator, inverse, factors);
      collect(expr.denominator, !inverse, factors);
      return;
    case 'negate':
      factors.negative = !factors.negative;
      collect(expr.arg, inverse, factors);
      return;
    default: {
      const key = exprKey(expr);
      if (key === '1') return;
      factors.keys.push(inverse ? `(${key})^-1` : key);
    }
  }
}
