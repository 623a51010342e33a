/** Names in formulas, and where a problem says that their values lie. */
import { zero } from '../../math/build.ts';
import type { Expr, RelationOp } from '../../math/expr.ts';
import { CONSTANT_NAMES, freeSymbols } from '../../math/symbols.ts';
import { some } from '../../math/traverse.ts';
import type { Relation } from '../../settle/relations.ts';
import { expressionAt, type Statement } from './statement.ts';

const COMPARISONS: ReadonlySet<RelationOp> = new Set(['<', '≤', '>', '≥']);

/** An equation or an inequality. */
export function isComparison({ op }: Relation): boolean {
  return op === '=' || COMPARISONS.has(op);
}

/** Names that stand for values; a bound name counts, which does no harm here. */
export function namesIn(...exprs: readonly Expr[]): ReadonlySet<string> {
  return new Set(exprs.flatMap(expr => [...freeSymbols(expr)]).filter(name => !CONSTANT_NAMES.has(name)));
}

export function namesOf(relations: readonly Relation[]): ReadonlySet<string> {
  return namesIn(...relations.flatMap(({ left, right }) => [left, right]));
}

/** `x > 3`, `0 \le x`: one side the name, the other without names. */
export function isBound(relation: Relation): boolean {
  return [...namesOf([relation])].some(name => boundOn(relation, name) !== undefined);
}

const TURNED: Partial<Readonly<Record<RelationOp, RelationOp>>> = { '<': '>', '≤': '≥', '>': '<', '≥': '≤' };

/** The bound with the name on the left. */
export function boundOn({ left, op, right }: Relation, name: string): Relation | undefined {
  const turned = TURNED[op];
  if (turned === undefined) return undefined;
  if (left.kind === 'symbol' && left.name === name && namesIn(right).size === 0) return { left, op, right };
  if (right.kind === 'symbol' && right.name === name && namesIn(left).size === 0)
    return { left: right, op: turned, right: left };
  return undefined;
}

/** `x \ne 2`. */
export function isLeftOut({ left, op, right }: Relation, name: string): boolean {
  return op === '≠' && left.kind === 'symbol' && left.name === name && namesIn(right).size === 0;
}

/** `x \in [0, 2\pi)`, and an interval that is named for itself. */
export function intervals(statement: Statement, relations: readonly Relation[], unknown: string): readonly Relation[] {
  const member = relations.find(({ op, left }) => op === '∈' && left.kind === 'symbol' && left.name === unknown);
  const named = statement.formulas
    .map((_, index) => expressionAt(statement, index))
    .find(expr => expr?.kind === 'tuple');
  const interval = member?.right ?? (/\binterval\b|\bon ⟨|\bin ⟨|\bfor ⟨/.test(statement.pattern) ? named : undefined);
  if (interval?.kind !== 'tuple' || interval.items.length !== 2) return [];
  const [low, high] = interval.items;
  const name: Expr = { kind: 'symbol', span: interval.span, name: unknown };
  const bounds: Relation[] = [];
  if (low !== undefined && !isEndless(low))
    bounds.push({ left: name, op: interval.open === '[' ? '≥' : '>', right: low });
  if (high !== undefined && !isEndless(high))
    bounds.push({ left: name, op: interval.close === ']' ? '≤' : '<', right: high });
  return bounds;
}

const RESTRICTED = { positive: '>', negative: '<', nonnegative: '≥', nonzero: '≠' } as const;

/** `x \in \mathbb{Z}^+`: what the set leaves out beside the sort of number. */
export function restrictions(relations: readonly Relation[], name: string): readonly Relation[] {
  return relations.flatMap(({ left, op, right }) =>
    op === '∈' && left.kind === 'symbol' && left.name === name && right.kind === 'numberSet' && right.restriction
      ? [{ left, op: RESTRICTED[right.restriction], right: zero }]
      : [],
  );
}

const SIGNED =
  /\b(positive|negative|non-?negative|non-?positive) (?:(?:real|integer|whole) )?(?:solutions?|roots?|zeros?|values?|numbers?|integers?|⟨)/;
const IS_SIGNED = /⟨(\d+)⟩ (?:is|be|to be) (?:a )?(positive|negative|non-?negative|non-?positive)\b/;

/** "The positive solution", "x is positive": a bound that words give. */
export function signs(statement: Statement, name: string): readonly Relation[] {
  const [, index, said] = IS_SIGNED.exec(statement.pattern) ?? [];
  const about = said === undefined ? undefined : expressionAt(statement, Number(index));
  const isIt = about?.kind === 'symbol' && about.name === name;
  const word = isIt ? said : SIGNED.exec(statement.pattern)?.[1];
  const op = ({ positive: '>', negative: '<', nonnegative: '≥', nonpositive: '≤' } as const)[
    word?.replace('-', '') ?? ''
  ];
  return op === undefined ? [] : [{ left: { kind: 'symbol', span: zero.span, name }, op, right: zero }];
}

function isEndless(expr: Expr): boolean {
  return some(expr, part => part.kind === 'infinity');
}
