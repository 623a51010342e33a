/** A display with blank lines in it: `$$`, a formula in pieces, `$$` on a line of its own. The parser ends a display at its first blank line. */
import { TextBuilder } from '../mapped.ts';
import type { MappedText } from '../solution.ts';
import type { Stretch } from './joins.ts';
import { closingDollars } from './parser.ts';

/** More pieces than these belong to a display that somebody has only begun to write. */
const MOST_PIECES = 8;

/** Is a block a display in dollars that its paragraph does not close? */
export function isOpen(text: string, { name, from, to }: Stretch): boolean {
  return name === 'BlockMath' && text.startsWith('$$', from) && closingDollars(text, from + 2, to) === undefined;
}

/** Is a block that reads as an open display the mark that closes one: alone on its line, with nothing or with words after it? */
export function isClosing(text: string, block: Stretch): boolean {
  if (!isOpen(text, block)) return false;
  const [line = '', ...rest] = text.slice(block.from + 2, block.to).split('\n');
  return line.trim() === '' && (rest.length === 0 || WORD.test(withoutCommands(rest.join('\n'))));
}

/** Follows the blocks of a text and tells where a display that was left open is closed. */
export class OpenDisplay {
  #pieces = 0;
  #isOpen = false;

  /** Takes the next block. Gives `closes` for the mark that closes a display, `opens` for a display left open. */
  take(text: string, block: Stretch): 'opens' | 'closes' | undefined {
    if (isOpen(text, block)) {
      const closes = this.#isOpen && isClosing(text, block);
      this.#isOpen = !closes;
      this.#pieces = 0;
      return closes ? 'closes' : 'opens';
    }
    if (this.#isOpen) this.#isOpen = this.#pieces++ < MOST_PIECES && isMathematics(text, block);
    return undefined;
  }
}

/** A paragraph, a display, or what reads as an item of a list (`- 2x`): formulas, without words of a sentence. */
function isMathematics(text: string, { name, from, to }: Stretch): boolean {
  if (name !== 'Paragraph' && name !== 'BlockMath' && name !== 'ListItem') return false;
  const bare = withoutCommands(text.slice(from, to));
  return !WORD.test(bare) && !bare.includes('$') && /[\d=<>+\-&_^]/.test(bare);
}

const WORD = /\p{L}{3}|\p{Script=Han}/u;

function withoutCommands(text: string): string {
  return text
    .replace(/\\(?:text|mbox|mathrm|operatorname)\w*\*?\s*\{[^{}]*\}|\\(?:begin|end)\s*\{[^{}]*\}/g, ' ')
    .replace(/\\[A-Za-z]+/g, ' ');
}

/** What stands between the dollars, at `[from, to)` of `text`: a blank line ends a row, inside braces and environments it is a blank. */
export function openContent(text: string, from: number, to: number, origin: number): MappedText {
  const builder = new TextBuilder();
  let at = from;
  for (const { index, 0: blank } of text.slice(from, to).matchAll(/\r?\n(?:[ \t]*\r?\n)+/g)) {
    const start = from + index;
    builder.exact(text.slice(at, start), at - origin);
    at = start + blank.length;
    if (builder.text.trim() !== '' && text.slice(at, to).trim() !== '') {
      builder.instead(isInside(builder.text) ? ' ' : ' \\\\ ', start - origin, blank.length);
    }
  }
  builder.exact(text.slice(at, to), at - origin);
  return builder.build();
}

/** Does a text end inside braces, an environment or between `\left` and `\right`, or with the end of a row? */
function isInside(text: string): boolean {
  let depth = 0;
  for (const { 0: token } of text.matchAll(/\\(?:begin|end|left|right)(?![A-Za-z])|\\[\s\S]|[{}]/g)) {
    if (token === '{' || token === '\\begin' || token === '\\left') depth++;
    else if (token === '}' || token === '\\end' || token === '\\right') depth--;
  }
  return depth > 0 || /\\\\\s*$/.test(text);
}
