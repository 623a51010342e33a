/** Found steps as rows of an aligned display: where a sentence comes down to one relation, the relation is the row and the words are its remark. */
import type { PlacedStep, TextEdit } from '../document/solution.ts';
import { lineBreakOf } from '../document/step-end.ts';

/** Displays of several rows, and how a remark stands in a row of each; the others take none. */
const DISPLAYS: Readonly<Record<string, 'column' | 'behind' | 'none'>> = {
  align: 'column',
  'align*': 'column',
  aligned: 'column',
  gather: 'behind',
  'gather*': 'behind',
  gathered: 'behind',
  flalign: 'none',
  'flalign*': 'none',
  split: 'none',
};

/** The edit that writes the sentences as rows behind a row; `undefined` where the step is no such row, or one of them comes down to no single relation. */
export function rowsAfter(text: string, placed: PlacedStep, sentences: readonly string[]): TextEdit | undefined {
  const rows = rowsOf(text, placed, sentences);
  if (rows === undefined) return undefined;
  const eol = lineBreakOf(text);
  const start = placed.offset + placed.step.span.start;
  const indent = /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', start - 1) + 1))?.[0] ?? '';
  const end = placed.offset + placed.step.span.end;
  const broken = /^[ \t]*[.,;]?[ \t]*\\\\(?:\*|\[[^\]]*\])?(?:[ \t]*%[^\r\n]*)?/.exec(text.slice(end))?.[0];
  const at = end + (broken ?? /^[.,;]?/.exec(text.slice(end))?.[0] ?? '').length;
  const lines = rows.map(row => `${eol}${indent}${row}`);
  return {
    span: { start: at, end: at },
    text: broken === undefined ? ` \\\\${lines.join(' \\\\')}` : `${lines.join(' \\\\')} \\\\`,
  };
}

/** The edit that writes the sentences as rows in the place of a row; `undefined` as above. */
export function rowsInstead(text: string, placed: PlacedStep, sentences: readonly string[]): TextEdit | undefined {
  const rows = rowsOf(text, placed, sentences);
  if (rows === undefined) return undefined;
  const span = { start: placed.offset + placed.step.span.start, end: placed.offset + placed.step.span.end };
  return { span, text: rows.join(` \\\\${lineBreakOf(text)}`) };
}

function rowsOf(
  text: string,
  { step, offset }: PlacedStep,
  sentences: readonly string[],
): readonly string[] | undefined {
  const environment = step.parts.flatMap(part => (part.kind === 'formula' ? (part.environment ?? []) : []))[0];
  const remarks = step.row === undefined || environment === undefined ? undefined : DISPLAYS[environment];
  if (remarks === undefined) return undefined;
  const aligned = text.slice(offset + step.span.start, offset + step.span.end).includes('&');
  const rows = sentences.map(sentence => rowOf(sentence, aligned, remarks));
  return rows.every(row => row !== undefined) ? rows : undefined;
}

/** The relation that signs divide. */
const SIGN = /(?<![<>!:\\])(=|<|>|\\(?:leq?|geq?|neq?|approx|equiv|sim)(?![a-zA-Z]))/;

function rowOf(sentence: string, aligned: boolean, remarks: 'column' | 'behind' | 'none'): string | undefined {
  const formulas = [...sentence.matchAll(/(?<!\\)\$((?:\\.|[^$\\])+)\$/g)];
  const relations = formulas.filter(({ 1: inner = '' }) => SIGN.test(inner));
  const [relation] = relations;
  if (relation?.[1] === undefined || relations.length > 1) return undefined;
  const row = aligned ? relation[1].trim().replace(SIGN, '&$1') : relation[1].trim();
  const said = remarkOf(sentence.replace(relation[0], ''));
  if (said === '' || remarks === 'none') return row;
  return remarks === 'column' && aligned ? `${row} && \\text{${said}}` : `${row} \\quad \\text{(${said})}`;
}

/** The words, without those that only lead on to the formula. Formulas that are more than a name or a number have no place in them. */
function remarkOf(words: string): string {
  const plain = words.replace(/\$([\w\s+\-.]+)\$/g, '$1');
  if (/[$\\^_]/.test(plain)) return '';
  const said = plain
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\s:.,]+$/, '')
    .replace(/\s*[:,]?\s*(?:we get|we have|this gives|which gives|so that|giving|gives|get)$/i, '');
  return /^(?:so|then|thus|hence|therefore|we get|we have|this gives)?$/i.test(said) ? '' : said;
}
