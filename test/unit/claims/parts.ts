/** Steps for tests without a document reader: `$…$` and `$$…$$` are formulas, all else words. */
import type { MappedText, Part, Step } from '../../../server/src/core/document/solution.ts';

const formulas = /\$\$([\s\S]+?)\$\$|\$((?:[^$\\]|\\.)+?)\$/g;

export function partsOf(text: string): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const match of text.matchAll(formulas)) {
    if (match.index > from) parts.push({ kind: 'words', content: mapped(text, from, match.index) });
    const inner = match[1] ?? match[2] ?? '';
    const start = match.index + (match[0].length - inner.length) / 2;
    const display = match[1] !== undefined;
    parts.push({ kind: 'formula', content: mapped(text, start, start + inner.length), display, notation: 'tex' });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ kind: 'words', content: mapped(text, from, text.length) });
  return parts;
}

/** All of `text` as words: a dollar is a dollar. */
export function wordsOf(text: string): readonly Part[] {
  return [{ kind: 'words', content: mapped(text, 0, text.length) }];
}

export function stepOf(parts: readonly Part[], more: Partial<Step> = {}): Step {
  const key = parts.map(part => part.content.text).join('|');
  return { kind: 'paragraph', span: { start: 0, end: key.length }, parts, depth: 0, key, ...more };
}

function mapped(text: string, start: number, end: number): MappedText {
  const piece = { at: 0, length: end - start, source: start, sourceLength: end - start, exact: true };
  return { text: text.slice(start, end), pieces: [piece] };
}
