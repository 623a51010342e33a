/** One link of a chain as the Python of a check. */
import type { Chain, Expr, RelationOp, TupleExpr } from '../math/expr.ts';
import { printPlain } from '../math/print.ts';
import { some } from '../math/traverse.ts';
import type { Printer } from './python-printer.ts';

/** A relation as a step states it. */
export interface Relation {
  readonly left: Expr;
  readonly op: RelationOp;
  readonly right: Expr;
}

const COMPARISONS: Partial<Readonly<Record<RelationOp, string>>> = {
  '=': '==',
  ':=': '==',
  '≠': '!=',
  '<': '<',
  '≤': '<=',
  '>': '>',
  '≥': '>=',
};

/** `check(lhs, rhs)` for an equality, `check(lhs <= rhs)` for a comparison, a membership, a divisor; refused where there is no such check. */
export function printCheck(p: Printer, relation: Relation, modulus?: Expr): string {
  const { left, op, right } = relation;
  if (modulus !== undefined || op === '≡') {
    if (modulus === undefined) return p.refuse('≡ without a modulus').text;
    return `${p.uses('check_congruent')}(${p.free(left)}, ${p.free(right)}, ${p.free(modulus)})`;
  }
  const check = p.uses('check');
  switch (op) {
    case '=':
    case ':=':
      return `${check}(${p.free(left)}, ${p.free(right)})`;
    case '∣':
      return `${p.uses('check_congruent')}(${p.free(right)}, 0, ${p.free(left)})`;
    case '∈':
      return `${check}(${contains(p, left, right)})`;
    case '∉':
      return `${check}(${p.uses('Not')}(${contains(p, left, right)}))`;
    case '⊆':
      return `${check}(${setOf(p, left)}.is_subset(${setOf(p, right)}))`;
    default:
      return `${check}(${printComparison(p, relation)})`;
  }
}

/** `check(sqrt(2), 1.414)`: to a check a float is a rounded number. */
export function printRounding(p: Printer, { left, right }: Relation): string {
  const [l, r] = [rounded(left), rounded(right)];
  if (l === undefined && r === undefined) return p.refuse('no side shows to how many digits it is rounded').text;
  return `${p.uses('check')}(${l ?? p.free(left)}, ${r ?? p.free(right)})`;
}

function rounded(side: Expr): string | undefined {
  if (side.kind === 'negate') {
    const arg = rounded(side.arg);
    return arg && `-${arg}`;
  }
  const decimals = side.kind === 'number' ? (side.decimals ?? 0) : 0;
  return side.kind !== 'number' || decimals === 0 ? undefined : printPlain(side);
}

/** `a == b`, `a <= b`: as an argument of a check, where `==` compares values. */
export function printComparison(p: Printer, { left, op, right }: Relation): string {
  const sign = COMPARISONS[op];
  if (sign === undefined) return p.refuse('a relation that is no comparison').text;
  return `${p.at(left, 1)} ${sign} ${p.at(right, 1)}`;
}

/** Relations that hold together: one as it is, several as a list. */
export function printTogether(p: Printer, relations: readonly Relation[]): string {
  const [only, second] = relations;
  if (only !== undefined && second === undefined) return printComparison(p, only);
  return `[${relations.map(relation => printComparison(p, relation)).join(', ')}]`;
}

/** Relations of which one holds. */
export function printEither(p: Printer, relations: readonly Relation[]): string {
  const [only, second] = relations;
  if (only !== undefined && second === undefined) return printComparison(p, only);
  const each = relations.map(({ left, op, right }) => {
    if (op === '=') return `${p.uses('Eq')}(${p.free(left)}, ${p.free(right)})`;
    if (op === '≠') return p.refuse('alternatives that are no equations and no inequalities').text;
    return printComparison(p, { left, op, right });
  });
  return `${p.uses('Or')}(${each.join(', ')})`;
}

/** The links of a chain, one relation each. */
export function relationsOf({ sides, links, continues }: Chain): readonly Relation[] {
  return links.flatMap(({ op }, index) => {
    const [left, right] = [sides[index], sides[index + 1]];
    return left === undefined || right === undefined || (continues && index === 0) ? [] : [{ left, op, right }];
  });
}

/** One value, or a list of them. */
export function printValues(p: Printer, values: readonly Expr[]): string {
  const [only, second] = values;
  if (only !== undefined && second === undefined) return p.free(only);
  return `[${values.map(value => p.free(value)).join(', ')}]`;
}

/** `(0, 1]` beside ∈ is an interval. */
function setOf(p: Printer, set: Expr): string {
  if (set.kind === 'tuple') return interval(p, set);
  if (set.kind !== 'setOperation') return p.free(set);
  const name = { union: 'Union', intersection: 'Intersection', difference: 'Complement' }[set.op];
  return `${p.uses(name)}(${setOf(p, set.left)}, ${setOf(p, set.right)})`;
}

function interval(p: Printer, { items, open, close }: TupleExpr): string {
  const [from, to, more] = items;
  if (from === undefined || to === undefined || more !== undefined || open === '<')
    return p.refuse('a list is no set').text;
  const ends = `(${p.free(from)}, ${p.free(to)})`;
  const kind = open === '(' ? (close === ')' ? '.open' : '.Lopen') : close === ')' ? '.Ropen' : '';
  return `${p.uses('Interval')}${kind}${ends}`;
}

function contains(p: Printer, element: Expr, set: Expr): string {
  if (some(element, part => part.kind === 'tuple' || part.kind === 'set'))
    return p.refuse('an element that is no number').text;
  return `${p.uses('Contains')}(${p.free(element)}, ${setOf(p, set)})`;
}
