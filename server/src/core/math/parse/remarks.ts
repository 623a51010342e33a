/** Words between and around the statements. */
import type { Connective, Statement } from '../expr.ts';
import type { Parser } from './parser.ts';
import { GAP } from './token.ts';
import { CURRENCIES } from './vocabulary.ts';
import { connectiveOf, isIdeographic, startsClause, tellsRemainder, withoutTextCommands } from './words.ts';

/** Words in front of a statement that say nothing of what it is worth. */
const PREFIX =
  /^(?:we|note|now|so|thus|this|here|it|i|also|again|finally|first|second|next|solving|simplifying|substituting|checking|check|step|case|recall|clearly|since|hence|similarly|because|consider|define|denote|set|let|suppose|assume|put|choose|take|find|compute|show|lhs|rhs|indeed|namely|that is|in fact|answer|solution|proof|claim|by|gives?|get|yields?|i\.e|e\.g|such)\b/i;

const GOVERNS = /^(?:(?:let|suppose|assume|assuming|denote|define|set|put|choose|take|consider)\b|[设令记])/i;
const OPEN_ENDED = /\b(?:of|in|for|between|to|from|per|the|a|an|at|on|with)$/i;

/** What words at the start of a statement are: a connective is told to the caller, a remark is noted, words that are a value are left alone. */
export type Leading =
  | { readonly kind: 'connective'; readonly connective: Connective }
  | { readonly kind: 'remark' }
  | { readonly kind: 'value' };

export function leadingWords(p: Parser, end: number, first: boolean, readStatements: Read): Leading {
  const words = p.token.value;
  const connective = p.token.kind === 'text' ? connectiveOf(words) : undefined;
  if (connective !== undefined) {
    p.pos++;
    return { kind: 'connective', connective };
  }
  const label = labelEnd(p, end) ?? verbEnd(p, end);
  if (label !== undefined) {
    note(p, p.pos, label);
    p.pos = label + 1;
    return { kind: 'remark' };
  }
  const next = p.peek(1);
  const alone = p.pos + 1 >= end;
  if (next.kind === 'relation' || (next.kind === 'operator' && !',;.'.includes(next.value))) return { kind: 'value' };
  if (startsClause(words) && !GOVERNS.test(words)) {
    clause(p, first ? endOfCondition(p, end) : endOfClause(p, end), readStatements);
    return { kind: 'remark' };
  }
  if (!alone && !words.endsWith(':') && OPEN_ENDED.test(words) && !PREFIX.test(words)) return { kind: 'value' };
  if (words.endsWith(':') || PREFIX.test(words) || (isIdeographic(words) && !alone) || (!first && alone)) {
    note(p, p.pos, p.pos);
    p.pos++;
    return { kind: 'remark' };
  }
  return { kind: 'value' };
}

/** `Step 1:`, `\\text{Case } 2:`: the colon, where it comes before any sign. */
function labelEnd(p: Parser, end: number): number | undefined {
  for (let index = p.pos + 1; index < end && index < p.pos + 4; index++) {
    const token = p.at(index);
    if (token.kind === 'operator') return token.value === ':' ? index : undefined;
    if (token.kind !== 'number' && token.kind !== 'letter' && token.kind !== 'text') return undefined;
  }
  return undefined;
}

const ENDS_IN_VERB =
  /\b(?:is|are|was|were|be|equals|gives|costs|has|have|becomes|makes|totals|gets|get|earns|pays|needs)$/i;

/** `the total is 5 + 3 = 8`: the last of the words, where they end in a verb and an amount follows. */
function verbEnd(p: Parser, end: number): number | undefined {
  let index = p.pos;
  while (index + 1 < end && p.at(index + 1).kind === 'text') index++;
  const next = p.at(index + 1);
  const amount =
    next.kind === 'number' || next.kind === 'open' || next.kind === 'command' || CURRENCIES.has(next.value);
  return index + 1 < end && amount && ENDS_IN_VERB.test(p.at(index).value) ? index : undefined;
}

type Read = (end: number) => readonly Statement[];

/** Words that say something of the statement before them and leave it as it is; others may change its last value: `5 \\text{ more than } x`. */
const STATES =
  /^(?:is|are|was|were|which|that|has|have|divides|holds|must|can|cannot|will|would|not|works|fails|does|satisfies|we|this|it|they|he|she|contradict\w*|for|at|on)\b/i;

/** Words behind a statement: a connective, a clause, or a remark up to the next separator. */
export function trailingWords(p: Parser, end: number, readStatements: Read): Connective | undefined {
  const words = p.token.value;
  const connective = p.token.kind === 'text' ? connectiveOf(words) : undefined;
  if (connective !== undefined) {
    p.pos++;
    return connective;
  }
  if (tellsRemainder(words)) p.fail('a division with a remainder is no equality');
  else if (startsClause(words)) clause(p, endOfClause(p, end), readStatements);
  else {
    const first = p.pos;
    const closed = words.endsWith(')') || words.endsWith('.');
    const last = closed ? first : endOfRemark(p, end) - 1;
    if (last > first && (p.token.kind === 'word' || !STATES.test(words))) {
      p.fail(`the words “${words}” cannot be read here`);
      return undefined;
    }
    note(p, first, last);
    p.pos = last + 1;
  }
  return undefined;
}

/** `(\text{since } x > 0)` at the position: noted as a whole. */
export function parenthesisRemark(p: Parser): boolean {
  if (p.token.kind !== 'open' || p.peek(1).kind !== 'text') return false;
  const close = p.partner[p.pos] ?? -1;
  if (close < 0) return false;
  if (tellsRemainder(p.peek(1).value)) {
    p.fail('a division with a remainder is no equality');
    return true;
  }
  note(p, p.pos, close);
  p.pos = close + 1;
  return true;
}

/** Notes the words and all that they govern, up to the token `stop`, and reads that where it can be read. */
export function clause(p: Parser, stop: number, readStatements: Read): void {
  const first = p.pos;
  p.pos++;
  const count = p.remarks.length;
  // A clause in a clause is noted with the outer one.
  const read = p.inClause ? undefined : p.attempt(() => clauseStatements(p, stop, readStatements));
  p.remarks.length = count;
  p.pos = stop;
  const span = p.spanOf(first, stop - 1);
  const text = withoutTextCommands(p.text.slice(span.start, span.end));
  p.remarks.push(read === undefined || read.length === 0 ? { text, span } : { text, span, clause: read });
}

function clauseStatements(p: Parser, stop: number, readStatements: Read): readonly Statement[] {
  p.inClause = true;
  const statements = readStatements(stop);
  if (p.pos !== stop) p.fail('a clause');
  p.inClause = false;
  return statements;
}

function note(p: Parser, first: number, last: number): void {
  const span = p.spanOf(first, last);
  const text = first === last ? p.at(first).value : withoutTextCommands(p.text.slice(span.start, span.end));
  p.remarks.push({ text, span });
}

/** The first token from the position on, outside of brackets, for which `stops` holds; `end` where there is none. */
function find(p: Parser, end: number, stops: (index: number) => boolean): number {
  for (let index = p.pos + 1; index < end; index++) {
    if (stops(index)) return index;
    const partner = p.partner[index] ?? -1;
    if (partner > index) index = partner;
  }
  return end;
}

function isArrowOrRow(p: Parser, index: number): boolean {
  const token = p.at(index);
  return token.kind === 'row' || (token.kind === 'arrow' && token.value !== 'to');
}

function implies(p: Parser, index: number): boolean {
  const token = p.at(index);
  return token.kind === 'text' && connectiveOf(token.value) === 'implies';
}

export function endOfClause(p: Parser, end: number): number {
  return find(p, end, index => isArrowOrRow(p, index) || implies(p, index));
}

/** `\\forall x \\in \\mathbb{R}, …` ends at the first comma or colon; `\\exists` takes all that follows. */
export function endOfQuantifier(p: Parser, end: number): number {
  if (p.token.value === 'exists') return end;
  return find(p, end, index => {
    const token = p.at(index);
    return isArrowOrRow(p, index) || (token.kind === 'operator' && (token.value === ',' || token.value === ':'));
  });
}

/** `\\text{If } x = 2, y = 3`: a condition in front ends at “then”, else at the first comma or wide gap. */
function endOfCondition(p: Parser, end: number): number {
  const stop = endOfClause(p, end);
  if (stop < end && implies(p, stop)) return stop;
  return find(p, stop, index => {
    const token = p.at(index);
    return (
      (token.kind === 'operator' && (token.value === ',' || token.value === ';')) ||
      (token.gap === GAP.quad && index > p.pos + 1)
    );
  });
}

function endOfRemark(p: Parser, end: number): number {
  return find(p, end, index => {
    const token = p.at(index);
    if (isArrowOrRow(p, index) || token.gap === GAP.quad) return true;
    if (token.kind === 'text' && connectiveOf(token.value) !== undefined) return true;
    return token.kind === 'operator' && (token.value === ',' || token.value === ';');
  });
}
