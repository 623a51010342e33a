/** Cases that words open within a step: "For negative x, …", "when x is positive", "in the second case". */
import type { Domain, LedgerEffect } from './claim.ts';
import { MARK } from './cues/compile.ts';
import { gathers } from './cues/scope.ts';
import { namesBetween } from './domains.ts';
import type { Frame } from './frame.ts';

/** A case that is told by the sign of its names. Places are offsets in the frame. */
export interface WordCase {
  /** The item that names them. */
  readonly at: number;
  /** Where the next case begins, or all cases are gathered; past the end of the step where neither does. */
  readonly until: number;
  readonly conditions: readonly LedgerEffect[];
}

const signs: readonly { readonly word: RegExp; readonly domain: Partial<Domain> }[] = [
  { word: /^non-?negative$/u, domain: { lower: { value: 0, strict: false } } },
  { word: /^non-?positive$/u, domain: { upper: { value: 0, strict: false } } },
  { word: /^non-?zero$/u, domain: { nonzero: true } },
  { word: /^positive$/u, domain: { lower: { value: 0, strict: true } } },
  { word: /^negative$/u, domain: { upper: { value: 0, strict: true } } },
];

const sign = '(?<sign>(?:non-?)?(?:positive|negative)|non-?zero)';
const list = `(?<list>${MARK}(?:(?:, ?(?:and )?| and )${MARK})*)`;
const opens = [
  new RegExp(`\\b(?:for|when|if|with|in case of) (?:all |any |every |a )?${sign} (?:values? of )?${list}`, 'gu'),
  new RegExp(`\\b(?:if|when|whenever|in case|in the case that) ${list} (?:is|are) (?:both )?${sign}\\b`, 'gu'),
];

/** `names[k]` are the names of item k where it is a name or a list of names. */
export function wordCases(frame: Frame, names: readonly (readonly string[])[]): readonly WordCase[] {
  const found = opens.flatMap(pattern =>
    [...frame.text.matchAll(pattern)].flatMap(match => {
      const { sign: word = '', list: marks = '' } = match.groups ?? {};
      const domain = signs.find(row => row.word.test(word))?.domain;
      const at = match.index + match[0].indexOf(marks);
      const conditions = namesBetween(frame, names, at, at + marks.length).map(
        name => ({ kind: 'constrain', name, domain: domain ?? {} }) as const,
      );
      return conditions.length === 0 ? [] : [{ at, start: match.index, conditions }];
    }),
  );
  const ends = [
    ...found.map(({ start }) => start),
    ...frame.sentences.filter(({ start, end }) => leaves(frame.text.slice(start, end))).map(({ start }) => start),
  ];
  return found.map(({ at, conditions }) => ({
    at,
    until: Math.min(...ends.filter(end => end > at), Number.POSITIVE_INFINITY),
    conditions,
  }));
}

/** The sentence leaves the case before it. */
function leaves(sentence: string): boolean {
  return /^\W*(?:otherwise|else|on the other hand|conversely)\b/u.test(sentence) || gathers.test(sentence);
}

/** Which case is meant stands elsewhere, and so does what is given in it. */
export const inOneCase =
  /\b(?:in|for) (?:the|one|that) (?:first|second|third|fourth|other|former|latter|last|next|remaining)(?: one)? case\b|第[一二三四]种情况|另一种情况/u;
