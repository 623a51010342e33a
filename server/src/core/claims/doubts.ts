/** Why a false outcome of a relation would not be trusted. */
import type { Chain, Expr } from '../math/expr.ts';
import { children } from '../math/traverse.ts';
import { wholeParts } from './cues/conclusion.ts';
import { partOf } from './cues/unasserted.ts';
import type { Item, Surroundings } from './frame.ts';
import { type Counted, unitDoubt } from './prose/units.ts';

/** `constant`: the relation has no names. `undefined` where nothing is in doubt. */
export function doubtOf(chain: Chain, item: Item, around: Surroundings, constant: boolean): string | undefined {
  if (item.doubt !== undefined) return item.doubt;
  if (/remainder|\\text\{\s*[rR]\b|\bR\s*\d|余/.test(item.content.text)) return 'a quotient with a remainder';
  if (item.source === 'formula' && partOf.test(around.left)) return 'the words before it belong to its left side';
  const units = unitDoubt(chain.sides.map(counted));
  if (units !== undefined) return units;
  return constant && wholeParts.test(around.sentence) ? 'whole parts or a remainder may be meant' : undefined;
}

function counted(side: Expr): Counted {
  const units: string[] = [];
  let operators = 0;
  const walk = (expr: Expr): void => {
    if (expr.kind === 'quantity') units.push(expr.unit.toLowerCase());
    else if (children(expr).length > 0) operators += 1;
    for (const child of children(expr)) walk(child);
  };
  walk(side);
  return { units, operators };
}
