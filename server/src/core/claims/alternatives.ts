/** "x = 2 or x = 3": relations that hold one or the other. */
import type { Chain, Formula } from '../math/expr.ts';
import type { Frame } from './frame.ts';

/**
 * The other relations that stand beside the first of the formula, all about the same single name: `x = 2 \text{ or } x = 3`, `x = 2, x = 3`.
 * Empty where there are none; `undefined` where something stands beside it that cannot be told apart from a further root (`x = 2, 3`, "$x=2$ and $x=3$").
 */
export function alternativesOf(formula: Formula, frame: Frame, index: number): readonly Chain[] | undefined {
  const [first, ...rest] = formula.statements;
  if (first?.body.kind !== 'chain') return [];
  const besides = rest.filter(({ connective }) => connective === 'or' || connective === 'comma' || connective === 'and');
  const chains: Chain[] = [];
  for (const { body } of besides) {
    if (body.kind !== 'chain' || leftName(body) !== leftName(first.body)) return body.kind === 'bare' ? undefined : [];
    chains.push(body);
  }
  const at = frame.items[index]?.at ?? 0;
  const after = frame.text.slice(at + 1, at + 8);
  const before = frame.text.slice(Math.max(0, at - 6), at);
  if (/^,? (?:or|and) \uE001/u.test(after) || /\uE001,? (?:or|and) $/u.test(before)) return undefined;
  return chains;
}

function leftName(chain: Chain): string | undefined {
  const [left] = chain.sides;
  return left?.kind === 'symbol' ? left.name : undefined;
}
