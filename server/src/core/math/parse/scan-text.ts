/** Words and names in braces: `\\text{…}`, `\\mathrm{…}`, `\\mathbf{…}`. */
import { isFunctionWord, type Scanner } from './scanner.ts';
import { GAP } from './token.ts';
import { COMMANDS } from './vocabulary.ts';

type ScanTo = (s: Scanner, end: number) => void;

/** Words in braces; `$…$` inside them is read as a formula again. */
export function scanText(s: Scanner, start: number, scanTo: ScanTo): void {
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
export function scanName(s: Scanner, start: number, scanTo: ScanTo): void {
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
export function scanFace(s: Scanner, start: number, face: string): void {
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
