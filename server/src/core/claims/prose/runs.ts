/** Finds relations in running text: "48/2 = 24 clips", "25% of 80 is 20", "$48/2$ = $24$", "x = 2l + w". */

import { TextBuilder } from '../../document/mapped.ts';
import type { FormulaPart, MappedText } from '../../document/solution.ts';
import { type Line, putInstead } from '../line.ts';
import { leftBoundary, rightBoundary } from './boundary.ts';
import { type Emit, type Scan, type Side, wordsAt } from './scan.ts';
import { grammar, sideAt } from './side.ts';
import { type Token, tokenize } from './tokens.ts';
import { unitDoubt } from './units.ts';
import { approximately, introducesValue, prepositions, relationWords } from './vocabulary.ts';

/** A relation found in the words. `start` and `end` are offsets in the line's text. */
export interface Run {
  readonly start: number;
  readonly end: number;
  readonly content: MappedText;
  readonly notation: 'tex' | 'plain';
  /** The words on its left side, where they name what is computed: "Total cost = 3 * 4". The run then begins with its relation sign. */
  readonly subject?: string;
  /** What stands there, where it was put into another notation. */
  readonly written?: string;
  /** Why it must not be called false, where it must not: units that differ. */
  readonly doubt?: string;
}

interface Relation {
  readonly sign: string;
  readonly weak: boolean;
  /** Index of the token after the relation. */
  readonly next: number;
  readonly start: number;
  readonly end: number;
}

/** Runs in order, none overlapping another. Linear in the length of the text but for brackets, whose depth is bounded. */
export function findRuns(line: Line): readonly Run[] {
  if (!/[=≠<>≤≥≈≡∣是于]|\b(?:is|equals?|gives|makes|which|or|are)\b/.test(line.words.text)) return [];
  const tokens = tokenize(line);
  const scan: Scan = { tokens, letters: lettersOf(tokens), grammar, hasRelation };
  const runs: Run[] = [];
  let at = 0;
  while (at < tokens.length) {
    const chain = chainAt(scan, at);
    if (chain === undefined) {
      at += 1;
      continue;
    }
    const run = runOf(line, scan, chain) ?? namedRun(line, scan, chain);
    if (run !== undefined) runs.push(run);
    at = Math.max(chain.next, at + 1);
  }
  return runs;
}

interface ChainFound {
  readonly from: number;
  readonly sides: readonly Side[];
  readonly relations: readonly Relation[];
  readonly next: number;
}

/** Sides joined by relations from token `from` on; one side alone is given too, so that the search goes on after it. */
function chainAt(scan: Scan, from: number): ChainFound | undefined {
  const first = sideAt(scan, from) ?? formulaSide(scan, from);
  if (first === undefined) return undefined;
  const sides: Side[] = [first];
  const relations: Relation[] = [];
  let next = first.next;
  for (;;) {
    const left = sides[sides.length - 1];
    const relation = relationAt(scan.tokens, next);
    if (left === undefined || relation === undefined) break;
    if (relation.weak && !(carriesWeakRelation(left) && (sides.length > 1 || standsFree(scan.tokens, from)))) break;
    const right = sideAt(scan, relation.next);
    if (right === undefined || (relation.weak && right.hasNames)) break;
    sides.push(right);
    relations.push(relation);
    next = right.next;
  }
  const modulus = relations.some(({ sign }) => sign === '≡') ? modulusAt(scan.tokens, next) : undefined;
  const last = sides.at(-1);
  if (modulus === undefined || last === undefined) return { from, sides, relations, next };
  const { start, end } = modulus;
  const whole: Side = { ...last, next: modulus.next, emits: [...last.emits, { start, end }] };
  return { from, sides: [...sides.slice(0, -1), whole], relations, next: modulus.next };
}

/** "(mod 10)", which belongs to the relation before it. */
function modulusAt(
  tokens: readonly Token[],
  at: number,
): { readonly start: number; readonly end: number; readonly next: number } | undefined {
  const [open, word, value, close] = tokens.slice(at, at + 4);
  if (open?.kind !== 'open' || word?.kind !== 'word' || !/^mod(?:ulo)?$/.test(word.text)) return undefined;
  if ((value?.kind !== 'number' && value?.kind !== 'name') || close?.kind !== 'close') return undefined;
  return { start: open.start, end: close.end, next: at + 4 };
}

/** "is" after arithmetic with an operator is "="; after a name, a date or a range it is any verb. */
function carriesWeakRelation(side: Side): boolean {
  return side.operators > 0 && !side.hasNames && side.spaced && !side.fraction;
}

/** "The sum of squares from 21^2 to 40^2 is": what stands behind a preposition is not the subject. */
function standsFree(tokens: readonly Token[], from: number): boolean {
  const before = tokens[from - 1];
  if (before?.kind !== 'word' || !prepositions.has(before.text)) return true;
  const word = tokens[from - 2];
  return before.text === 'of' && word?.kind === 'word' && /^values?$/.test(word.text);
}

/** A formula that holds a relation of its own can only begin a chain: "$a = b$ = 15". */
function formulaSide({ tokens }: Scan, at: number): Side | undefined {
  const token = tokens[at];
  const after = tokens[at + 1];
  if (token?.kind !== 'formula' || after?.kind !== 'relation') return undefined;
  const emits = [{ start: token.start, end: token.end, formula: token.part }];
  return {
    next: at + 1,
    emits,
    operators: 1,
    fraction: false,
    hasNames: true,
    formulas: 1,
    spaced: true,
    loose: false,
    additive: false,
    units: [],
  };
}

function relationAt(tokens: readonly Token[], at: number): Relation | undefined {
  const token = tokens[at];
  if (token === undefined) return undefined;
  if (token.kind === 'relation') return rounded(tokens, at + 1, token.sign, false, token);
  const comma = token.kind === 'punctuation' && token.text === ',';
  const from = comma ? at + 1 : at;
  for (const { words, op, weak } of relationWords) {
    const length = wordsAt(tokens, from, words);
    const first = words[0];
    const last = tokens[from + length - 1];
    if (length === 0 || last === undefined) continue;
    // ", or 36" and ", which is 36" go on after a comma; "8 = 2^3 or 27 = 3^3" does not.
    if (comma ? first !== 'or' && first !== 'which' : first === 'or') continue;
    return rounded(tokens, from + length, op, weak, { start: token.start, end: last.end });
  }
  return undefined;
}

function rounded(
  tokens: readonly Token[],
  at: number,
  sign: string,
  weak: boolean,
  place: { start: number; end: number },
): Relation {
  const word = tokens[at];
  if (sign === '=' && word?.kind === 'word' && approximately.has(word.text)) {
    return { sign: '≈', weak, next: at + 1, start: place.start, end: word.end };
  }
  return { sign, weak, next: at, start: place.start, end: place.end };
}

function runOf(line: Line, scan: Scan, chain: ChainFound): Run | undefined {
  const { tokens } = scan;
  let { sides, relations, from } = chain;
  if (relations.length === 0) return undefined;
  if ((sides[0] !== undefined && !leftBoundary(tokens, from, sides[0])) || isTailOfName(tokens, from, sides)) {
    from = relations[0]?.next ?? from;
    sides = sides.slice(1);
    relations = relations.slice(1);
  }
  const lastSide = sides[sides.length - 1];
  if (lastSide !== undefined && !rightBoundary(tokens, lastSide, sides)) {
    sides = sides.slice(0, -1);
    relations = relations.slice(0, -1);
  }
  if (relations.length === 0 || !saysSomething(sides, relations)) return undefined;
  return build(line, sides, relations);
}

/** "Time to reach 400 = 20 + 8", "15 pairs = 15 * 2 = 30 shoes": a numeral on its own before the sign is the end of a name, or counts something else. */
function isTailOfName(tokens: readonly Token[], from: number, sides: readonly Side[]): boolean {
  const [first, ...rest] = sides;
  if (first === undefined || first.operators > 0 || first.hasNames || first.formulas > 0 || first.emits.length > 1)
    return false;
  const unit = first.units.find(text => text !== '' && text !== '$');
  if (unit !== undefined && !rest.some(side => side.units.includes(unit))) return true;
  const before = tokens[from - 1];
  return before?.kind === 'word' && !introducesValue.has(before.text);
}

/** "Total rain = 4 inches + 1 inch": one side after a sign, and words before it. */
function namedRun(line: Line, { tokens }: Scan, { from, sides, relations }: ChainFound): Run | undefined {
  const [side] = sides;
  const sign = tokens[from - 1];
  if (side === undefined || relations.length > 0 || side.hasNames || sign?.kind !== 'relation' || sign.sign !== '=')
    return undefined;
  const subject = subjectBefore(tokens, from - 1);
  if (subject === undefined || !rightBoundary(tokens, side, sides)) return undefined;
  const run = build(line, [side], [{ sign: '=', weak: false, next: from, start: sign.start, end: sign.end }]);
  return run === undefined ? undefined : { ...run, subject };
}

/** Words from the last stop or colon up to the sign. */
function subjectBefore(tokens: readonly Token[], sign: number): string | undefined {
  const words: string[] = [];
  for (let at = sign - 1; at >= 0 && words.length < 12; at--) {
    const token = tokens[at];
    if (token === undefined || (token.kind === 'punctuation' && /[.:;,!?]/.test(token.text))) break;
    if (token.kind === 'word') words.unshift(token.text);
    else if (token.kind === 'name') words.unshift(token.text.toLowerCase());
    else if (token.kind === 'number') words.unshift(token.text);
    else return undefined;
  }
  const subject = words.join(' ').replace(/^(?:so|then|thus|therefore|hence|now|the|and|a|is|that) /, '');
  return subject.length > 2 && /[a-z]{3}|[\u4e00-\u9fff]{2}/.test(subject) ? subject : undefined;
}

/** "Step 3 = 5", "60 minutes = 1 hour" and "1 = 100 cents" state no arithmetic. */
function saysSomething(sides: readonly Side[], relations: readonly Relation[]): boolean {
  if (sides.some(side => side.operators > 0 || side.hasNames)) return true;
  if (sides.some(side => side.formulas > 0) && relations.every(relation => !relation.weak)) return true;
  const units = sides.flatMap(side => side.units).filter(unit => unit !== '');
  return units.length === 0 && relations.every(({ sign }) => sign !== '=' && sign !== '≈');
}

function build(line: Line, sides: readonly Side[], relations: readonly Relation[]): Run | undefined {
  const emits = sides.flatMap((side, k): readonly Emit[] => {
    // One relation a side: the first stands before its only side.
    const relation = sides.length === relations.length ? relations[k] : relations[k - 1];
    return relation === undefined ? side.emits : [{ ...relation, text: ` ${relation.sign} ` }, ...side.emits];
  });
  const first = emits[0];
  const last = emits[emits.length - 1];
  if (first === undefined || last === undefined) return undefined;
  const tex = emits.some(emit => emit.formula?.notation === 'tex');
  const builder = new TextBuilder();
  for (const [k, emit] of emits.entries()) {
    if (emit.formula !== undefined) addFormula(builder, emit.formula, sideOf(sides, emit)?.operators === 0);
    else if (emit.text !== undefined)
      putInstead(builder, tex ? texOf(emit.text) : emit.text, line.words, emit.start, emit.end);
    else {
      const gap = k > 0 && (emits[k - 1]?.end ?? 0) < emit.start ? ' ' : '';
      if (gap !== '') putInstead(builder, gap, line.words, emit.start, emit.start);
      builder.append(line.words, emit.start, emit.end);
    }
  }
  const doubt = sides.some(side => side.loose) ? 'how far the words reach is not certain' : unitDoubt(sides);
  return {
    start: Math.min(first.start, last.start),
    end: Math.max(first.end, last.end),
    content: builder.build(),
    notation: tex ? 'tex' : 'plain',
    ...(doubt === undefined ? {} : { doubt }),
  };
}

function sideOf(sides: readonly Side[], emit: Emit): Side | undefined {
  return sides.find(side => side.emits.includes(emit));
}

/** A formula among operands keeps its own grouping. */
function addFormula(builder: TextBuilder, part: FormulaPart, alone: boolean): void {
  const { content } = part;
  const end = /[\s.,;:]*$/.exec(content.text)?.index ?? content.text.length;
  if (!alone) putInstead(builder, '(', content, 0, 0);
  builder.append(content, 0, end);
  if (!alone) putInstead(builder, ')', content, end, end);
}

const texSigns: Readonly<Record<string, string>> = { '*': '\\cdot ', '%': '\\%', '±': '\\pm ' };

function texOf(text: string): string {
  return texSigns[text] ?? text.replaceAll('*', '\\cdot ');
}

/** A quick look, before any parsing: does the formula state a relation? */
export function hasRelation(part: FormulaPart): boolean {
  return /[=<>≠≤≥≈≡∈∣]|\\(?:leq?|geq?|neq?|lt|gt|approx|equiv|sim|cong|in|mid|implies|iff|Rightarrow|Leftrightarrow|to|le|ge|leqslant|geqslant|rightarrow|subset|subseteq|notin|nmid|propto|not|perp|parallel|doteq|coloneqq|text|boxed)(?![A-Za-z])/.test(
    part.content.text,
  );
}

function lettersOf(tokens: readonly Token[]): ReadonlySet<string> {
  const letters = new Set<string>();
  for (const token of tokens) {
    if (token.kind === 'name' && token.text.length === 1 && !/[aAI]/.test(token.text)) letters.add(token.text);
  }
  return letters;
}
