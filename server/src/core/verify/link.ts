/** One link of a chain, ready to be judged. */
import type { Chain, Expr, RelationOp, Span } from '../math/expr.ts';
import type { Judging } from './judging.ts';

export interface ChainLink {
  readonly index: number;
  readonly op: RelationOp;
  readonly left: Expr;
  readonly right: Expr;
  readonly modulus?: Expr;
  /** It rewrites an expression: a later link of a chain, a row that begins with the relation sign, the right side of a definition. */
  readonly rewriting: boolean;
  /** The left side stands in another formula: its spans say nothing here. */
  readonly borrowed: boolean;
  /** All sides of the chain, for telling which side of a failing link is the wrong one. */
  readonly sides: readonly Expr[];
}

/** The links of a chain. A row that begins with its relation sign takes its first side from the end of the relation above. */
export function linksOf(chain: Chain, judging: Judging): readonly ChainLink[] {
  const { claim } = judging;
  const [first, ...rest] = chain.sides;
  if (first === undefined) return [];
  const above = chain.continues && first.kind === 'ellipsis' ? claim.from?.chain.sides.at(-1) : undefined;
  const sides = [above ?? first, ...rest];
  const equalities = chain.links.filter(({ op }) => op === '=').length;
  return chain.links.flatMap((link, index) => {
    const left = sides[index];
    const right = sides[index + 1];
    if (left === undefined || right === undefined) return [];
    const rewriting = chain.continues || (index > 0 && equalities > 1);
    const borrowed = index === 0 && chain.continues;
    return [
      {
        index,
        op: link.op,
        left,
        right,
        rewriting,
        borrowed,
        sides,
        ...(chain.modulus === undefined ? {} : { modulus: chain.modulus }),
      },
    ];
  });
}

/** From the start of the left side to the end of the right one; only the right one where the left stands in another row. */
export function spanOf({ left, right, borrowed }: ChainLink): Span {
  return borrowed || left.span.start >= right.span.start ? right.span : { start: left.span.start, end: right.span.end };
}
