/** Why a false outcome of a relation would not be trusted. */
import type { Chain, Expr } from '../math/expr.ts';
import { children } from '../math/traverse.ts';
import { amountOf, isConversion } from '../math/units.ts';
import type { LedgerEffect, LedgerView } from './claim.ts';
import { evaluateConstant } from './constant.ts';
import { wholeParts } from './cues/conclusion.ts';
import { partOf } from './cues/unasserted.ts';
import type { Item, Surroundings } from './frame.ts';
import { type Line, writtenIn } from './line.ts';
import { modulusEffects } from './moduli.ts';
import { some } from './names.ts';
import { operationEffects, usesOwnOperation } from './operations.ts';
import { type Counted, unitDoubt } from './prose/units.ts';

/** What the text says of how its numbers are to be read. */
export interface Conventions {
  readonly otherBase: boolean;
  readonly degrees: boolean;
  /** All is in the integers modulo some number, or in a finite field. */
  readonly ring: boolean;
  /** The formula is written with an operation that the text has defined. */
  readonly ownOperation: boolean;
  /** A letter is a name in this text. */
  readonly isNamed: (name: string) => boolean;
}

/** Conventions that a text sets for all that comes after it: kept in the ledger as names that have occurred. */
const conventionWords = [
  {
    name: 'numerals in another base',
    pattern:
      /\bbase[- ](?!10\b|ten\b|of\b|and\b|is\b|angle)\w+|\bbinary\b|\boctal\b|\bhexadecimal\b|\bternary\b|进制/iu,
  },
  { name: 'angles in degrees', pattern: /\bdegrees?\b|\^\{?\\circ|°|\^\{?∘/iu },
];

export function conventionEffects(line: Line): readonly LedgerEffect[] {
  const texts = [line.words, ...[...line.formulas.values()].map(part => part.content)].map(({ text }) => text);
  const said = conventionWords.filter(({ pattern }) => texts.some(text => pattern.test(text)));
  const written = writtenIn(line);
  return [
    ...said.map(({ name }) => ({ kind: 'named', name }) as const),
    ...modulusEffects(written),
    ...operationEffects(written),
  ];
}

/** `formula`: what the relation is written as. */
export function conventionsOf(ledger: LedgerView, formula: string): Conventions {
  const [otherBase, degrees] = conventionWords.map(({ name }) => ledger.isNamed(name));
  const ring = ledger.moduli().some(modulus => modulus.ring);
  const ownOperation = usesOwnOperation(formula, ledger);
  return {
    otherBase: otherBase === true,
    degrees: degrees === true,
    ring,
    ownOperation,
    isNamed: name => ledger.isNamed(name),
  };
}

function isLongNumeral(expr: Expr): boolean {
  return expr.kind === 'number' && expr.value.d === 1n && expr.value.n > 9n;
}

/** A trigonometric value of something that has neither a degree sign nor π. */
function hasBareAngle(expr: Expr): boolean {
  if (expr.kind !== 'call' || !/^(?:sin|cos|tan|cot|sec|csc)$/.test(expr.fn)) return false;
  return !expr.args.some(arg =>
    some(arg, node => node.kind === 'degree' || (node.kind === 'symbol' && node.name === 'pi')),
  );
}

/** `constant`: the relation has no names. `undefined` where nothing is in doubt. */
export function doubtOf(
  chain: Chain,
  item: Item,
  around: Surroundings,
  constant: boolean,
  conventions: Conventions,
): string | undefined {
  if (item.doubt !== undefined) return item.doubt;
  if (conventions.ownOperation) return 'it is written with an operation that has a meaning of its own here';
  if (/remainder|\\text\{\s*[rR]\b|\bR\s*\d|余/.test(item.content.text)) return 'a quotient with a remainder';
  if (
    /^\W*(?:\(?with|and|,)? ?(?:a )?(?:remainder|left ?over)/u.test(
      `${around.right.slice(0, 40)} ${around.nextSentence.slice(0, 40)}`.trim(),
    )
  ) {
    return 'a quotient with a remainder';
  }
  if (item.source === 'formula' && partOf.test(around.left)) return 'the words before it belong to its left side';
  if (constant && conventions.otherBase && !item.content.text.includes('_') && chain.sides.some(isLongNumeral)) {
    return 'the numeral may be written in another base';
  }
  if (constant && conventions.degrees && chain.sides.some(side => some(side, hasBareAngle)))
    return 'the angle may be in degrees';
  if (!constant && conventions.ring && chain.modulus === undefined && chain.links.some(({ op }) => op === '='))
    return 'its numbers may be residues';
  if (constant && roundsPercent(chain)) return 'a percentage is rounded';
  const units = isConversion(chain.sides) ? lettersDoubt(chain, conventions) : unitDoubt(chain.sides.map(counted));
  if (units !== undefined) return units;
  const divides = chain.sides.some(side => some(side, node => node.kind === 'quotient' || node.kind === 'mixed'));
  return constant && divides && wholeParts.test(around.sentence)
    ? 'whole parts or a remainder may be meant'
    : undefined;
}

/** "2 h = 120 s" where h or s has been a name. */
function lettersDoubt({ sides }: Chain, { isNamed }: Conventions): string | undefined {
  const letters = sides.map(side => amountOf(side)?.written.trim() ?? '');
  return letters.every(letter => letter.length === 1) && letters.some(isNamed)
    ? 'its letters may be names and not units'
    : undefined;
}

/** "1/3 = 33%", "25/75 * 100 = 33%": within one unit of the digits shown. */
function roundsPercent(chain: Chain): boolean {
  return chain.links.some((_, k) => {
    const [left, right] = [chain.sides[k], chain.sides[k + 1]];
    return left !== undefined && right !== undefined && (nearPercent(left, right) || nearPercent(right, left));
  });
}

function nearPercent(percent: Expr, other: Expr): boolean {
  const inner = percent.kind === 'quantity' ? percent.arg : percent;
  if (inner.kind !== 'percent' && !(inner.kind === 'negate' && inner.arg.kind === 'percent')) return false;
  const shown = evaluateConstant(inner);
  const value = evaluateConstant(other);
  if (shown === undefined || value === undefined) return false;
  return Math.abs(100 * shown - 100 * value) < 1 || Math.abs(100 * shown - value) < 1;
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
