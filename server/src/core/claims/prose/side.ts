/** One side of a relation in running text: operands, signs and words for operations, units passed over. */
import { operand } from './operand.ts';
import { type Building, type Emit, type Scan, type Side, wordsAt } from './scan.ts';
import { operatorWords } from './vocabulary.ts';

/** The ways into the grammar, for a `Scan`. */
export const grammar: Scan['grammar'] = { expression, operand };

/** Longest side that starts at token `from`; `undefined` where none does. */
export function sideAt(scan: Scan, from: number): Side | undefined {
  const side: Building = {
    emits: [],
    operators: 0,
    slashes: 0,
    hasNames: false,
    formulas: 0,
    spaced: true,
    units: [],
    reaching: false,
    additive: false,
  };
  const next = expression(scan, from, side, 0);
  if (next === undefined) return undefined;
  return {
    next,
    emits: side.emits,
    operators: side.operators,
    fraction: side.operators === 1 && side.slashes === 1,
    hasNames: side.hasNames,
    formulas: side.formulas,
    spaced: side.spaced,
    loose: side.reaching && side.additive,
    additive: side.additive,
    units: side.units,
  };
}

function expression(scan: Scan, from: number, side: Building, depth: number): number | undefined {
  let at = operand(scan, from, side, depth);
  if (at === undefined) return undefined;
  let slashed = false;
  for (;;) {
    const operator = operatorAt(scan, at, side);
    if (operator === undefined) return at;
    const mark = side.emits.length;
    side.emits.push(operator.emit);
    const after = operand(scan, at + operator.length, side, depth);
    if (after === undefined) {
      side.emits.length = mark;
      return at;
    }
    side.operators += 1;
    if (operator.emit.text === '/') {
      // "120/1/6" may be meant as 120 by one sixth.
      if (slashed) side.reaching = side.additive = true;
      side.slashes += 1;
    }
    slashed = operator.emit.text === '/';
    if ((operator.emit.text === '+' || operator.emit.text === '-') && depth === 0) side.additive = true;
    if (operator.emit.text === '-' && !operator.spaced) side.spaced = false;
    at = after;
  }
}

function operatorAt(
  scan: Scan,
  at: number,
  side: Building,
): { emit: Emit; length: number; spaced: boolean } | undefined {
  const token = scan.tokens[at];
  if (token === undefined) return undefined;
  const { start, end } = token;
  if (token.kind === 'operator') return { emit: { start, end, text: token.sign }, length: 1, spaced: token.spaced };
  if (token.kind !== 'word') return undefined;
  if (token.text === 'of' && takesOf(scan, at, side)) {
    side.reaching = true;
    return { emit: { start, end, text: '*' }, length: 1, spaced: true };
  }
  for (const { words, sign } of operatorWords) {
    const length = wordsAt(scan.tokens, at, words);
    const last = scan.tokens[at + length - 1];
    if (length === 0 || last === undefined) continue;
    if (sign === '*' || sign === '/') side.reaching = true;
    return { emit: { start, end: last.end, text: sign }, length, spaced: true };
  }
  return undefined;
}

/** "25% of 80", "2/3 of 12": the operand before "of" is a percentage or a fraction. */
function takesOf({ tokens }: Scan, at: number, side: Building): boolean {
  const before = tokens[at - 1];
  if (before?.kind === 'percent') return true;
  const slash = tokens[at - 2];
  return (
    before?.kind === 'number' && slash?.kind === 'operator' && slash.sign === '/' && !slash.spaced && side.slashes > 0
  );
}
