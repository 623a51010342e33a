/** Delimiters that say by themselves that they open or close: `\\left(`, `\\right|`, `\\bigl|`. */
import { isLetter, type Scanner } from './scanner.ts';
import { COMMANDS } from './vocabulary.ts';

const SIZES: ReadonlySet<string> = new Set('bigl Bigl biggl Biggl bigr Bigr biggr Biggr'.split(' '));
const OPENING: ReadonlyMap<string, string> = new Map(
  ['((', '[[', '||', '..', '<⟨', '))', ']]', '⟨⟨', '⌊⌊', '⌈⌈', '{\\{'].map(pair => [pair.charAt(0), pair.slice(1)]),
);
const CLOSING: ReadonlyMap<string, string> = new Map(
  ['))', ']]', '||', '..', '>⟩', '((', '[[', '⟩⟩', '⌋⌋', '⌉⌉', '}\\}'].map(pair => [pair.charAt(0), pair.slice(1)]),
);

/** `\left(`, `\right|`, `\bigl|`. A size before any other sign than a bar tells nothing and is dropped. */
export function scanDelimiter(s: Scanner, name: string, start: number): boolean {
  const paired = name === 'left' || name === 'right';
  if (!paired && name !== 'middle' && !SIZES.has(name)) return false;
  s.skipBlanks();
  if (!paired && name !== 'middle' && !/^(?:\||\\\||\\[lr]?[vV]ert)/.test(s.text.slice(s.pos, s.pos + 6))) return true;
  const value = delimiterAt(s);
  if (value === undefined) {
    s.fail(`\\${name} without a delimiter`, start, s.pos);
    return true;
  }
  if (name === 'middle') s.push('relation', '∣', start, s.pos);
  else {
    const opens = name === 'left' || name.endsWith('l');
    const shape = value === '‖' ? value : (opens ? OPENING : CLOSING).get(value);
    if (shape === undefined) s.fail(`\\${name} with a delimiter that does not fit`, start, s.pos);
    else s.push(opens ? 'open' : 'close', shape, start, s.pos, true);
  }
  return true;
}

/** The delimiter at the position as one character; the position moves behind it. */
function delimiterAt(s: Scanner): string | undefined {
  const char = s.text.charAt(s.pos);
  if (char !== '\\') {
    s.pos++;
    return char === '' ? undefined : char;
  }
  const after = s.text.charCodeAt(s.pos + 1);
  const end = isLetter(after) ? s.endOfLetters(s.pos + 1) : s.pos + 2;
  const name = s.text.slice(s.pos + 1, end);
  s.pos = end;
  if (name === '{' || name === 'lbrace') return '{';
  if (name === '}' || name === 'rbrace') return '}';
  if (name === 'vert' || name === 'lvert' || name === 'rvert') return '|';
  if (name === '|' || name === 'Vert' || name === 'lVert' || name === 'rVert') return '‖';
  const meaning = COMMANDS.get(name);
  return meaning !== undefined && (meaning[0] === 'open' || meaning[0] === 'close') ? meaning[1] : undefined;
}
