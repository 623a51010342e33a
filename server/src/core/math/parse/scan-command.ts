/** Commands of TeX: `\frac`, `\text{…}`, `\left(`. */

import { scanDelimiter } from './scan-delimiter.ts';
import { scanPackage } from './scan-package.ts';
import { scanFace, scanName, scanText } from './scan-text.ts';
import type { Scanner } from './scanner.ts';
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
  if (scanSpacing(s, name) || scanWritten(s, name, start, scanTo)) return;
  if (scanPackage(s, name, start, scanTo) || scanDelimiter(s, name, start) || scanStacked(s, name, start, scanTo))
    return;
  const [kind, value] = COMMANDS.get(name) ?? (['command', name] as const);
  s.push(kind, value, start, end);
}

/** White space, and what is dropped. */
function scanSpacing(s: Scanner, name: string): boolean {
  const space = SPACES.get(name);
  if (space !== undefined) s.widen(space);
  else if (name === '\n' || name === '\t' || name === '\r') s.widen(GAP.blank);
  else if (DROPPED_WITH_ARGUMENT.has(name)) skipStarredArgument(s);
  else if (DROPPED_WITH_FIRST_ARGUMENT.has(name)) s.rawArgument();
  else return DROPPED.has(name);
  return true;
}

/** Rows, environments, words, names in another type face. */
function scanWritten(s: Scanner, name: string, start: number, scanTo: ScanTo): boolean {
  const face = FACES.get(name);
  if (name === '\\') scanRow(s, start);
  else if (name === 'begin' || name === 'end') scanEnvironmentMark(s, name, start);
  else if (TEXT_COMMANDS.has(name)) scanText(s, start, scanTo);
  else if (NAME_COMMANDS.has(name)) scanName(s, start, scanTo);
  else if (face !== undefined) scanFace(s, start, face);
  else return false;
  return true;
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
