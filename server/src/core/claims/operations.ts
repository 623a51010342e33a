/** Operations that a text gives a meaning of its own: "Define a * b = ab + 1". */
import type { LedgerEffect, LedgerView } from './claim.ts';

/** Signs for them, each under the name that it is kept by. `^\circ` is a degree sign. */
const signs: readonly { readonly name: string; readonly pattern: string }[] = [
  { name: '*', pattern: '\\*|∗|\\\\ast(?![a-z])' },
  { name: 'star', pattern: '⋆|★|\\\\star(?![a-z])' },
  { name: 'circ', pattern: '∘|(?<!\\^\\s*\\{?\\s*)\\\\circ(?![a-z])' },
  { name: 'bullet', pattern: '•|\\\\bullet(?![a-z])' },
  { name: 'diamond', pattern: '⋄|◇|\\\\diamond(?:suit)?(?![a-z])' },
  { name: 'triangle', pattern: '△|\\\\triangle(?![a-z])' },
  { name: 'dot', pattern: '·|⋅|\\\\cdot(?![a-z])' },
  { name: 'times', pattern: '×|\\\\times(?![a-z])' },
  { name: 'odot', pattern: '⊙|\\\\odot(?![a-z])' },
  { name: 'oplus', pattern: '⊕|\\\\oplus(?![a-z])' },
  { name: 'otimes', pattern: '⊗|\\\\otimes(?![a-z])' },
];

/** Kept where any is defined, so that texts without one are asked once. */
const ANY = 'an operation of its own';

const gives = '\\b(?:let|define[sd]?|defining|definition|operations?|operators?|given by|denotes?)\\b';
const anyGives = new RegExp(gives, 'iu');
const definitions = signs.map(({ name, pattern }) => ({
  name,
  // Both operands occur in what it is: "a * b = 12" is an equation.
  pattern: new RegExp(
    `${gives}[^.;]{0,80}?(?<![a-z\\\\])([a-z])\\s*(?:${pattern})\\s*([a-z])(?![a-z(])[\\s$}]*:?=(?=[^=;]*?\\1)(?=[^=;]*?\\2)`,
    'iu',
  ),
}));
const uses = signs.map(({ name, pattern }) => ({ name, pattern: new RegExp(pattern, 'u') }));

export function operationEffects(text: string): readonly LedgerEffect[] {
  if (!anyGives.test(text)) return [];
  const found = definitions.flatMap(({ name, pattern }) => {
    const [, left, right] = pattern.exec(text) ?? [];
    return left === right ? [] : [name];
  });
  return found.length === 0 ? [] : [ANY, ...found.map(keptAs)].map(name => ({ kind: 'named', name }) as const);
}

/** Whether a formula is written with an operation that the text has defined. */
export function usesOwnOperation(formula: string, ledger: LedgerView): boolean {
  if (!ledger.isNamed(ANY)) return false;
  return uses.some(({ name, pattern }) => pattern.test(formula) && ledger.isNamed(keptAs(name)));
}

function keptAs(sign: string): string {
  return `operation ${sign}`;
}
