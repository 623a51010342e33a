/** How a new word on a name meets what was known of it. */
import type { Binding, Domain } from './claim.ts';

export const anyReal: Domain = { type: 'real', nonzero: false };

const width: Readonly<Record<Domain['type'], number>> = { integer: 0, rational: 1, real: 2, complex: 3 };

/** All given conditions hold together; a type that is said outright narrows, "complex" widens. */
export function narrow(known: Domain | undefined, more: Partial<Domain>): Domain {
  const before = known ?? anyReal;
  const type =
    more.type === undefined
      ? before.type
      : more.type === 'complex' && known === undefined
        ? 'complex'
        : narrower(before.type, more.type);
  const lower = tighter(before.lower, more.lower, 1);
  const upper = tighter(before.upper, more.upper, -1);
  const nonzero = before.nonzero || more.nonzero === true;
  return { type, nonzero, ...(lower === undefined ? {} : { lower }), ...(upper === undefined ? {} : { upper }) };
}

function narrower(a: Domain['type'], b: Domain['type']): Domain['type'] {
  return width[a] <= width[b] ? a : b;
}

type Bound = Domain['lower'];

function tighter(a: Bound, b: Bound, sign: 1 | -1): Bound {
  if (a === undefined) return b;
  if (b === undefined) return a;
  if (a.value === b.value) return a.strict ? a : b;
  return a.value > b.value === (sign === 1) ? a : b;
}

/**
 * A name that gets another meaning has two in this solution, and nothing may be concluded from it; saying the same again changes nothing.
 */
export function mergeBinding(known: Binding | undefined, binding: Binding): Binding {
  if (known === undefined || known.key === binding.key) return binding;
  return { kind: 'ambiguous', name: binding.name, key: `ambiguous ${binding.name}` };
}
