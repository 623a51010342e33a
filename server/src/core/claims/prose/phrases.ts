/** Operands that begin with words: "half of 48", "twice 5", "the sum of 3 and 4". */
import type { Building, Scan } from './scan.ts';
import { wordsAt } from './scan.ts';
import type { Token } from './tokens.ts';
import { fractionWords, multiplierWords, pairWords } from './vocabulary.ts';

/** "half of 48", "twice 5", "the sum of 3 and 4", "3 more than 15" begin with words. */
export function wordOperand(scan: Scan, from: number, side: Building, depth: number): number | undefined {
  const { tokens } = scan;
  let at = from;
  if (wordsAt(tokens, at, ['the'])) at += 1;
  const token = tokens[at];
  if (token?.kind !== 'word') return undefined;
  const fraction = fractionWords.get(token.text);
  const ofNext = wordsAt(tokens, at + 1, ['of']) > 0;
  if (fraction !== undefined && ofNext) {
    side.emits.push({ start: token.start, end: token.end, text: `${fraction}*` });
    side.operators += 1;
    side.reaching = true;
    return scan.grammar.operand(scan, at + 2, side, depth + 1);
  }
  const multiplier = multiplierWords.get(token.text);
  if (multiplier !== undefined) {
    side.emits.push({ start: token.start, end: token.end, text: `${multiplier}*` });
    side.operators += 1;
    side.reaching = true;
    return scan.grammar.operand(scan, at + 1, side, depth + 1);
  }
  // "The difference between -36 and 48" may be taken either way.
  if (token.text === 'difference' && !ordered(tokens, at + 2)) return undefined;
  const sign = pairWords.get(token.text);
  if (sign === undefined || !(ofNext || wordsAt(tokens, at + 1, ['between']))) return undefined;
  return pair(scan, at, sign, side, depth);
}

/** Two plain numerals, the larger first. */
function ordered(tokens: readonly Token[], at: number): boolean {
  const numerals = tokens.slice(at, at + 8).filter(token => token.kind === 'number');
  const [first, second] = numerals;
  if (first?.kind !== 'number' || second?.kind !== 'number') return false;
  return tokens[at]?.kind === 'number' && Number(first.text) >= Number(second.text);
}

function pair(scan: Scan, at: number, sign: string, side: Building, depth: number): number | undefined {
  const word = scan.tokens[at];
  if (word === undefined) return undefined;
  const mark = side.emits.length;
  side.emits.push({ start: word.start, end: word.end, text: '(' });
  const and = scan.grammar.operand(scan, at + 2, side, depth + 1);
  const joint = and === undefined ? undefined : scan.tokens[and];
  if (and === undefined || joint?.kind !== 'word' || (joint.text !== 'and' && joint.text !== '和')) {
    side.emits.length = mark;
    return undefined;
  }
  side.emits.push({ start: joint.start, end: joint.end, text: sign });
  const next = scan.grammar.operand(scan, and + 1, side, depth + 1);
  if (next === undefined) {
    side.emits.length = mark;
    return undefined;
  }
  const end = scan.tokens[next - 1]?.end ?? joint.end;
  side.emits.push({ start: end, end, text: ')' });
  side.operators += 1;
  return next;
}
