/** Running text cut into tokens, so that arithmetic in it can be found. */

import type { FormulaPart } from '../../document/solution.ts';
import { FORMULA, type Line } from '../line.ts';
import { functionWords, greekWords } from './vocabulary.ts';

interface Place {
  /** Offsets in the line's text. */
  readonly start: number;
  readonly end: number;
}

export type Token = Place &
  (
    | { readonly kind: 'number' /** Without thousands separators. */; readonly text: string }
    | { readonly kind: 'percent' | 'open' | 'close' | 'factorial' }
    /** A sign of an operation as plain notation writes it. `spaced` where blanks stand on both sides. */
    | { readonly kind: 'operator'; readonly sign: string; readonly spaced: boolean }
    | { readonly kind: 'relation'; readonly sign: string }
    | { readonly kind: 'name'; readonly text: string }
    | { readonly kind: 'function'; readonly text: string }
    | { readonly kind: 'word'; readonly text: string }
    | { readonly kind: 'formula'; readonly part: FormulaPart }
    /** Currency sign, to be passed over. */
    | { readonly kind: 'money' }
    | { readonly kind: 'punctuation'; readonly text: string }
  );

const pattern = new RegExp(
  [
    `(?<formula>${FORMULA})`,
    '(?<skip>[ \\t\\u00a0]+)',
    '(?<choose>\\d+ ?C ?\\d+\\b)',
    // Ordinals, times, dates, versions and codes are words: their digits are no values.
    '(?<odd>\\d+(?:st|nd|rd|th|ths|rds)\\b|\\d+(?::\\d+)+|\\d{4}[-/]\\d{1,2}[-/]\\d{1,2}|\\d{1,2}/\\d{1,2}/\\d{2,4}|\\d+(?:\\.\\d+){2,}|[A-Za-z]+\\d[\\w-]*(?<![A-Za-z]\\d{1,2})|(?<=[A-Za-z])\\d+)',
    '(?<number>(?:\\d{1,3}(?:,\\d{3})+(?!\\d)|\\d+)(?:\\.\\d+)?|(?<![\\w)])\\.\\d+)',
    '(?<relation>:=|<=|>=|!=|==|=<|[=≠<>≤≥≈≡∣](?!>))',
    '(?<implies>=>|⇒|→|->|⟹|⇔|<=>|<->)',
    '(?<operator>\\+/-|\\*\\*|[-+−–—*×·∙⋅÷/^±])',
    '(?<radical>[√])',
    '(?<percent>%|percent\\b|per cent\\b)',
    '(?<factorial>!(?![!=]))',
    '(?<money>[$€£¥]|\\\\\\$)',
    '(?<open>[(\\[{])',
    '(?<close>[)\\]}])',
    "(?<name>[A-Za-z](?:_(?:\\w|\\{\\w+\\})|(?=[^A-Za-z0-9_]|$))['′]*|[α-ωΔΣΠΦΩ](?:_\\w)?)",
    '(?<han>[\\u4e00-\\u9fff]+)',
    "(?<word>[\\p{L}][\\p{L}\\p{M}'’]*(?:-[\\p{L}][\\p{L}\\p{M}'’]*)*)",
    '(?<other>[\\s\\S])',
  ].join('|'),
  'yu',
);

const signs: Readonly<Record<string, string>> = {
  '−': '-',
  '–': '-',
  '—': '-',
  '×': '*',
  '·': '*',
  '∙': '*',
  '⋅': '*',
  '÷': '/',
  '**': '^',
  '+/-': '±',
  '==': '=',
  '<=': '≤',
  '=<': '≤',
  '>=': '≥',
  '!=': '≠',
};

export function tokenize(line: Line): readonly Token[] {
  const { text } = line.words;
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (match?.groups === undefined) break;
    const place = { start: match.index, end: match.index + match[0].length };
    const token = tokenOf(match[0], match.groups, place, line);
    if (token !== undefined) tokens.push(...(Array.isArray(token) ? token : [token]));
  }
  return withTimes(tokens, text);
}

function tokenOf(
  raw: string,
  groups: Record<string, string | undefined>,
  place: Place,
  line: Line,
): Token | Token[] | undefined {
  if (groups.skip !== undefined) return undefined;
  if (groups.formula !== undefined) {
    const part = line.formulas.get(place.start);
    return part === undefined ? { ...place, kind: 'punctuation', text: raw } : { ...place, kind: 'formula', part };
  }
  // "4C2": a binomial coefficient.
  if (groups.choose !== undefined) return { ...place, kind: 'number', text: `C(${raw.replace(/ ?C ?/, ',')})` };
  if (groups.number !== undefined) return { ...place, kind: 'number', text: raw.replaceAll(',', '') };
  if (groups.relation !== undefined) return { ...place, kind: 'relation', sign: signs[raw] ?? raw };
  if (groups.operator !== undefined) {
    const around = `${line.words.text[place.start - 1] ?? ' '}${line.words.text[place.end] ?? ' '}`;
    return { ...place, kind: 'operator', sign: signs[raw] ?? raw, spaced: /^\s\s$/.test(around) };
  }
  if (groups.radical !== undefined) return { ...place, kind: 'function', text: raw };
  if (groups.percent !== undefined) return { ...place, kind: 'percent' };
  if (groups.factorial !== undefined) return { ...place, kind: 'factorial' };
  if (groups.money !== undefined) return { ...place, kind: 'money' };
  if (groups.open !== undefined) return { ...place, kind: 'open' };
  if (groups.close !== undefined) return { ...place, kind: 'close' };
  if (groups.name !== undefined) return { ...place, kind: 'name', text: raw };
  if (groups.word !== undefined) return wordOf(raw, place);
  if (groups.han !== undefined) return hanOf(raw, place);
  if (groups.odd !== undefined) return { ...place, kind: 'word', text: raw };
  return { ...place, kind: 'punctuation', text: groups.implies !== undefined ? '⇒' : raw };
}

function wordOf(raw: string, place: Place): Token {
  if (greekWords.has(raw)) return { ...place, kind: 'name', text: raw };
  if (functionWords.has(raw)) return { ...place, kind: 'function', text: raw };
  return { ...place, kind: 'word', text: raw.toLowerCase().replaceAll('’', "'") };
}

/** Chinese is written without blanks: the words that we know are cut out of the run. */
const hanWords = /约等于|等于|大约是|约为|加上|减去|乘以|除以|[加减乘]|是/g;

function hanOf(raw: string, place: Place): Token[] {
  const tokens: Token[] = [];
  let from = 0;
  const push = (start: number, end: number) => {
    if (start < end)
      tokens.push({ kind: 'word', text: raw.slice(start, end), start: place.start + start, end: place.start + end });
  };
  for (const match of raw.matchAll(hanWords)) {
    push(from, match.index);
    from = match.index + match[0].length;
    push(match.index, from);
  }
  push(from, raw.length);
  return tokens;
}

/** "5 x 4": the letter is a sign of multiplication where numerals (or closed brackets, units) stand around it. */
function withTimes(tokens: readonly Token[], text: string): readonly Token[] {
  return tokens.map((token, index): Token => {
    if (token.kind !== 'name' || (token.text !== 'x' && token.text !== 'X')) return token;
    const before = tokens[index - 1];
    const after = tokens[index + 1];
    const opens = after?.kind === 'number' || after?.kind === 'money' || after?.kind === 'open';
    const closes =
      before?.kind === 'number' || before?.kind === 'close' || before?.kind === 'percent' || before?.kind === 'word';
    // `2x(x+1)` is no multiplication sign: one needs blanks on both sides or on none, and no bracket when tight.
    const left = /\s/.test(text[token.start - 1] ?? '');
    const right = /\s/.test(text[token.end] ?? '');
    if (!opens || !closes || left !== right) return token;
    if (!left && (after.kind === 'open' || before.kind === 'word')) return token;
    return { start: token.start, end: token.end, kind: 'operator', sign: '*', spaced: left };
  });
}
