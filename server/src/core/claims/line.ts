/** A step's parts as one line of text, in which every formula is one character, so that words around formulas can be read. */

import { sourceSpan, TextBuilder } from '../document/mapped.ts';
import type { FormulaPart, MappedText, Part } from '../document/solution.ts';

/** Stands for a formula in `Line.text`. From the private use area: no keyboard writes it. */
export const FORMULA = '\uE000';

/** `words.text` holds the words as written and `FORMULA` at each place in `formulas`. */
export interface Line {
  readonly words: MappedText;
  /** By offset in `words.text`. */
  readonly formulas: ReadonlyMap<number, FormulaPart>;
}

/** Code is not read here: it separates like a blank line. */
export function lineOf(parts: readonly Part[]): Line {
  const builder = new TextBuilder();
  const formulas = new Map<number, FormulaPart>();
  for (const part of parts) {
    const { content } = part;
    switch (part.kind) {
      case 'words':
        builder.append(content);
        break;
      case 'formula':
        formulas.set(builder.length, part);
        putInstead(builder, FORMULA, content, 0, content.text.length);
        break;
      case 'code':
        putInstead(builder, '\n\n', content, 0, content.text.length);
        break;
    }
  }
  const words = builder.build();
  // A private-use character that somebody did write must not be taken for a formula.
  return words.text.length === 0 ? { words, formulas } : { words: withoutStrays(words, formulas), formulas };
}

/** The line with its formulas where they stand. */
export function writtenIn({ words: { text }, formulas }: Line): string {
  if (formulas.size === 0) return text;
  let at = -1;
  return text.replaceAll(FORMULA, sign => {
    at = text.indexOf(FORMULA, at + 1);
    return formulas.get(at)?.content.text ?? sign;
  });
}

function withoutStrays(words: MappedText, formulas: ReadonlyMap<number, FormulaPart>): MappedText {
  let text = '';
  let from = 0;
  for (let at = words.text.indexOf(FORMULA); at !== -1; at = words.text.indexOf(FORMULA, at + 1)) {
    if (formulas.has(at)) continue;
    text += `${words.text.slice(from, at)}?`;
    from = at + 1;
  }
  return from === 0 ? words : { ...words, text: text + words.text.slice(from) };
}

/** Adds `text` in place of `[start, end)` of `content`. */
export function putInstead(builder: TextBuilder, text: string, content: MappedText, start: number, end: number): void {
  const place = sourceSpan(content, { start, end });
  builder.instead(text, place.start, place.end - place.start);
}
