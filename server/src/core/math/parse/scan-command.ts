/** Commands of TeX: `\frac`, `\text{…}`, `\left(`. */

import { scanDelimiter } from './scan-delimiter.ts';
import { scanPackage } from './scan-package.ts';
import { isFunctionWord, type Scanner } from './scanner.ts';
import { GAP } from './token.ts';
import {
  COMMANDS,
  DROPPED,
  DROPPED_WITH_ARGUMENT,
  DROPPED_WITH_FIRST_ARGUMENT,
  FACES,
  NAME_COMMANDS,
  SPACES,
  TEXT_COMMANDS,
} from './vocabulary.ts';

type ScanTo = (s: Scanner, end: number) => void;

export function scanCommand(s: Scanner, scanTo: ScanTo): void {
  const start = s.pos;
  let end = s.endOfLetters(start + 1);
  if (end === start + 1) end++;
  if (end > s.text.length) {
    s.fail('a backslash with nothing behind it', start, start + 1);
    return;
  }
  const name = s.text.slice(start + 1, end);
  s.pos = end;
  if (name === '\\') {
    scanRow(s, start);
    return;
  }
  if (name === '\n' || name === '\t' || name === '\r') {
    s.widen(GAP.blank);
    return;
  }
  const space = SPACES.get(name);
  if (space !== undefined) {
    s.widen(space);
    return;
  }
  if (name === 'begin' || name === 'end') {
    scanEnvironmentMark(s, name, start);
    return;
  }
  if (DROPPED.has(name)) return;
  if (DROPPED_WITH_ARGUMENT.has(name)) {
    skipStarredArgument(s);
    return;
  }
  if (DROPPED_WITH_FIRST_ARGUMENT.has(name)) {
    s.rawArgument();
    return;
  }
  if (TEXT_COMMANDS.has(name)) {
    scanText(s, start, scanTo);
    return;
  }
  if (NAME_COMMANDS.has(name)) {
    scanName(s, start, scanTo);
    return;
  }
  if (scanPackage(s, name, start, scanTo)) return;
  const face = FACES.get(name);
  if (face !== undefined) {
    scanFace(s, start, face);
    return;
  }
  if (scanDelimiter(s, name, start)) return;
  if (scanStacked(s, name, start, scanTo)) return;
  const meaning = COMMANDS.get(name);
  if (meaning !== undefined) {
    s.push(meaning[0], meaning[1], start, end);
    return;
  }
  s.push('command', name, start, end);
}

function skipStarredArgument(s: Scanner): void {
  if (s.text.charCodeAt(s.pos) === 42) s.pos++;
  if (s.rawArgument() === undefined) {
    s.fail('braces that never close', s.pos, s.text.length);
    return;
  }
  s.widen(GAP.blank);
}

/** `\\`, `\\*`, `\\[2pt]`. */
function scanRow(s: Scanner, start: number): void {
  if (s.text.charCodeAt(s.pos) === 42) s.pos++;
  const skip = /\s*\[\s*-?[\d.]+\s*[a-z]{2}[^\]]*\]/y;
  skip.lastIndex = s.pos;
  if (skip.test(s.text)) s.pos = skip.lastIndex;
  s.push('row', '\\\\', start, s.pos);
}

function scanEnvironmentMark(s: Scanner, kind: 'begin' | 'end', start: number): void {
  const name = s.rawArgument();
  if (name === undefined) {
    s.fail(`\\${kind} without a name`, start, s.pos);
    return;
  }
  const environment = s.text.slice(name.start, name.end).trim().replace(/\*$/, '');
  if (kind === 'begin') {
    if (environment === 'array' || environment === 'alignedat' || environment === 'alignat') {
      if (environment === 'array') s.skipOptional();
      s.rawArgument();
    } else if (/^\s*\[[tbc]\]/.test(s.text.slice(s.pos, s.pos + 8))) s.skipOptional();
  }
  s.push(kind, environment, start, s.pos);
}

/** Words in braces; `$…$` inside them is read as a formula again. */
function scanText(s: Scanner, start: number, scanTo: ScanTo): void {
  const inside = s.rawArgument();
  if (inside === undefined) {
    s.fail('words in braces that never close', start, s.text.length);
    return;
  }
  const end = s.pos;
  const raw = s.text.slice(inside.start, inside.end);
  if (!raw.includes('$')) {
    pushWords(s, raw, start, end);
    return;
  }
  let at = inside.start;
  raw.split('$').forEach((piece, index) => {
    if (index % 2 === 0) pushWords(s, piece, at, at + piece.length);
    else {
      s.pos = at;
      scanTo(s, at + piece.length);
      s.pos = end;
    }
    at += piece.length + 1;
  });
}

function pushWords(s: Scanner, raw: string, start: number, end: number): void {
  const words = cleanWords(raw);
  if (words === '') {
    s.widen(GAP.blank);
    return;
  }
  if (/^[.,;]$/.test(words)) {
    s.push('operator', ',', start, end);
    return;
  }
  if (words === 'd' || words === 'e' || words === 'i') {
    s.push('letter', words, start, end);
    return;
  }
  if (isFunctionWord(s, words, end, false)) {
    s.push('function', words, start, end);
    return;
  }
  if (words === 'mod') {
    s.push('operator', 'modulo', start, end);
    return;
  }
  s.push('text', words, start, end);
}

function cleanWords(raw: string): string {
  return raw
    .replace(/\\(?:[ ,;:!]|quad\b|qquad\b|text\w*|math\w*|bf\b|rm\b|it\b)/g, ' ')
    .replace(/\\([%$&#_])/g, '$1')
    .replace(/[{}~]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** `\mathrm{…}`, `\operatorname{…}`: a function, a letter, a unit, or an upright formula. */
function scanName(s: Scanner, start: number, scanTo: ScanTo): void {
  if (s.text.charCodeAt(s.pos) === 42) s.pos++;
  const inside = s.rawArgument();
  if (inside === undefined) {
    s.fail('a name in braces that never close', start, s.text.length);
    return;
  }
  const end = s.pos;
  const name = cleanWords(s.text.slice(inside.start, inside.end));
  if (isFunctionWord(s, name, end, false)) {
    s.push('function', name, start, end);
    return;
  }
  if (name === 'mod') {
    s.push('operator', 'modulo', start, end);
    return;
  }
  if (/^[A-Za-z]$/.test(name) && !isUnitLetter(s, name)) {
    s.push('letter', name, start, end);
    return;
  }
  if (/^[A-Za-zµ][A-Za-z .]*$/.test(name) || UPRIGHT_UNIT.test(name)) {
    s.push(isGeometry(name) ? 'word' : 'text', name, start, end);
    return;
  }
  s.pos = inside.start;
  scanTo(s, inside.end);
  s.pos = end;
}

/** `\\mathrm{m/s^2}`. */
const UPRIGHT_UNIT = /^[A-Za-zµ]{1,5}(?:\^-?\d)?(?:\/[A-Za-z]{1,5}(?:\^\d)?)?$/;

/** `5\\,\\mathrm{m}`: an upright letter behind a numeral. */
function isUnitLetter(s: Scanner, letter: string): boolean {
  return s.last()?.kind === 'number' && 'msghLlJNWVAKT'.includes(letter);
}

/** `\\mathrm{ABC}`: capitals name points. */
function isGeometry(name: string): boolean {
  return /^[A-Z]{2,}$/.test(name);
}

/** `\mathbf{v}` is another name than `v`; any other formula in bold is just that formula. */
function scanFace(s: Scanner, start: number, face: string): void {
  const before = s.pos;
  const inside = s.rawArgument();
  if (inside === undefined) {
    s.fail('a name in braces that never close', start, s.text.length);
    return;
  }
  const raw = s.text.slice(inside.start, inside.end).trim();
  const name = raw.startsWith('\\') ? COMMANDS.get(raw.slice(1)) : undefined;
  if (/^[A-Za-z]$/.test(raw)) {
    s.push('letter', `${face} ${raw}`, start, s.pos);
    return;
  }
  if (name?.[0] === 'letter') {
    s.push('letter', `${face} ${name[1]}`, start, s.pos);
    return;
  }
  s.pos = before;
}

/** `\stackrel{?}{=}`, `\overset{…}{…}`, `\underset{x}{\lim}`, `\xrightarrow{…}`, `\not=`. */
function scanStacked(s: Scanner, name: string, start: number, scanTo: ScanTo): boolean {
  switch (name) {
    case 'not':
      s.negated = true;
      return true;
    case 'xrightarrow':
    case 'xRightarrow':
    case 'xlongequal':
    case 'xleftrightarrow':
      s.skipOptional();
      s.rawArgument();
      if (name === 'xlongequal') s.push('relation', '=', start, s.pos);
      else s.push('arrow', name === 'xRightarrow' ? 'implies' : 'to', start, s.pos);
      return true;
    case 'stackrel':
    case 'overset':
    case 'underset':
      scanSet(s, name, start, scanTo);
      return true;
    default:
      return false;
  }
}

function scanSet(s: Scanner, name: string, start: number, scanTo: ScanTo): void {
  const note = s.rawArgument();
  if (note === undefined) {
    s.fail(`\\${name} is not finished`, start, s.text.length);
    return;
  }
  const noteText = s.text.slice(note.start, note.end);
  if (/frown|arc|wideparen/.test(noteText)) {
    s.push('command', 'overarc', start, s.pos);
    return;
  }
  if (/arrow|\\to\b/.test(noteText)) {
    s.push('command', 'vec', start, s.pos);
    return;
  }
  const base = s.rawArgument();
  if (base === undefined) {
    s.fail(`\\${name} is not finished`, start, s.text.length);
    return;
  }
  const end = s.pos;
  const count = s.tokens.length;
  s.pos = base.start;
  scanTo(s, base.end);
  s.pos = end;
  const only = s.tokens[count];
  if (s.tokens.length === count + 1 && only?.kind === 'relation') {
    const asked = noteText.includes('?');
    s.tokens[count] = { ...only, value: asked ? 'asked' : only.value, start, end };
  } else if (name === 'underset' && only !== undefined) {
    s.tokens[count] = { ...only, start };
    s.push('operator', '_', note.start, note.start);
    s.push('open', '{', note.start, note.start);
    s.pos = note.start;
    scanTo(s, note.end);
    s.pos = end;
    s.push('close', '}', note.end, note.end);
  } else s.fail(`\\${name} over something that is no relation`, start, end);
}
