/** Runs of letters: names, functions or words. What a run is depends on the notation: `area` is four letters only in TeX that means them. */
import {
  functionPrefix,
  isBareFunction,
  isBlank,
  isFunctionWord,
  isLetter,
  isSorted,
  type Scanner,
} from './scanner.ts';
import { GREEK } from './vocabulary.ts';

export function scanWord(s: Scanner): void {
  const start = s.pos;
  const end = s.endOfLetters(start);
  const run = s.text.slice(start, end);
  s.pos = end;
  if (isFunctionWord(s, run, end, true)) {
    s.push('function', run, start, end);
    return;
  }
  const head = functionPrefix(run);
  if (head > 0 && !s.variables.has(run)) {
    s.push('function', run.slice(0, head), start, start + head);
    s.push('letter', run.slice(head), start + head, end);
    return;
  }
  if ((run === 'x' || run === 'X') && isTimes(s, end)) {
    s.push('operator', '×', start, end);
    return;
  }
  if (s.notation === 'tex') scanTexRun(s, run, start, end);
  else scanPlainRun(s, run, start, end);
}

/** `5 x 4`, `3 hours x 5`: blanks on both sides, an amount before, a numeral behind. As a letter it could stand in no formula so. */
function isTimes(s: Scanner, end: number): boolean {
  const last = s.last();
  if (last === undefined || s.gap === 0 || s.variables.has('x')) return false;
  const amount = last.kind === 'number' || last.kind === 'text' || last.kind === 'vulgar' || last.value === '%';
  return amount && /^[ \t]+\\?[$€£]?[ \t]*\.?\d/.test(s.text.slice(end, end + 8));
}

function pushLetters(s: Scanner, start: number, end: number): void {
  for (let at = start; at < end; at++) s.push('letter', s.text.charAt(at), at, at + 1);
}

function scanTexRun(s: Scanner, run: string, start: number, end: number): void {
  if (run === 'mod') {
    s.push('operator', 'modulo', start, end);
    return;
  }
  const last = s.last();
  if (TEX_CONNECTIVES.has(run) && (s.gap > 0 || last === undefined) && isBlank(s.text.charCodeAt(end))) {
    s.push('text', run, start, end);
    return;
  }
  const follows = last?.kind === 'word' && s.gap > 0 && run.length > 1;
  if (run.length > 4 && RUN_OF_FUNCTIONS.test(run)) {
    pushFunctions(s, run, start);
    return;
  }
  const isWord = (TEX_WORDS.has(run) || run.length > 3) && !isSorted(run.toLowerCase()) && hasLowercase(run);
  if (!isWord && !follows) {
    pushLetters(s, start, end);
    return;
  }
  if (last?.kind !== 'word') {
    s.push('word', run, start, end);
    return;
  }
  s.tokens.pop();
  s.gap = last.gap;
  s.push('word', `${last.value} ${run}`, last.start, end);
}

/** Words that no product of letters is written as. */
const TEX_WORDS: ReadonlySet<string> = new Set('the per are was his her she you has of min max gcd lcm'.split(' '));

/** Words between blanks that join formulas, although no command says that they are words: `x = 3 or x = -3`. */
const TEX_CONNECTIVES: ReadonlySet<string> = new Set(
  'or and if so then where since for when hence thus because implies therefore'.split(' '),
);

function hasLowercase(run: string): boolean {
  return run !== run.toUpperCase();
}

/** `sinxcosx`: nothing but functions, each with one letter. */
const RUN_OF_FUNCTIONS = /^(?:[a-z]?(?:sin|cos|tan|log|ln)[a-z])+$/;

function pushFunctions(s: Scanner, run: string, start: number): void {
  for (const piece of run.matchAll(/sin|cos|tan|log|ln|[a-z]/g)) {
    const at = start + piece.index;
    s.push(piece[0].length > 1 ? 'function' : 'letter', piece[0], at, at + piece[0].length);
  }
}

const CONNECTIVES: ReadonlySet<string> = new Set(
  'and or so then thus hence therefore if for where when since because given let suppose assume with such by is are equals gives giving implies means iff but which that as unless otherwise while as get'.split(
    ' ',
  ),
);

const SHORT_WORDS: ReadonlySet<string> = new Set(
  'cm mm km kg mg lb lbs oz ft yd mi hr hrs ml dl ms ns sq ea pt qt ct pc cc wk yr rd st nd ha am pm in is of to by at on if so or as we it he up do go us an my me no be mL kW'.split(
    ' ',
  ),
);

const LETTER_GROUPS = /^(?:[a-d]+|[w-z]+|[m-n]+|[p-t]+|[i-k]+|[u-w]+)$/;

/** `xy` and `abc` are products, `cm` and `box` are words. */
function isLetters(s: Scanner, run: string): boolean {
  if (run.length === 1) return true;
  if (run.length <= 4 && run === run.toUpperCase() && !CONNECTIVES.has(run.toLowerCase())) return true;
  if (run.length === 2) return !SHORT_WORDS.has(run);
  if (run.length > 4 || !isSorted(run)) return false;
  return LETTER_GROUPS.test(run) || [...run].every(letter => s.variables.has(letter));
}

function scanPlainRun(s: Scanner, run: string, start: number, end: number): void {
  if (s.variables.has(run) || GREEK.has(run)) {
    s.push('letter', run, start, end);
    return;
  }
  if (run === 'infinity' || run === 'inf' || run === 'oo') {
    s.push('command', 'infinity', start, end);
    return;
  }
  if (run === 'mod') {
    s.push('operator', 'modulo', start, end);
    return;
  }
  if (isLetters(s, run) && !(run === 'a' && startsArticle(s, start))) {
    pushLetters(s, start, end);
    return;
  }
  scanWords(s, start);
}

/** `a bag`: the article before a word. */
function startsArticle(s: Scanner, at: number): boolean {
  if (s.variables.has('a')) return false;
  const next = /^a[ \t]+([A-Za-z]{3,})/.exec(s.text.slice(at, at + 40))?.[1];
  return next !== undefined && !isBareFunction(next) && !isLetters(s, next) && !CONNECTIVES.has(next.toLowerCase());
}

/** Words that follow each other are one token; a connective stands alone. */
function scanWords(s: Scanner, start: number): void {
  let end = endOfWord(s, start);
  if (!CONNECTIVES.has(s.text.slice(start, end).toLowerCase())) {
    for (;;) {
      let at = end;
      while (at < s.text.length && isBlank(s.text.charCodeAt(at))) at++;
      if (at === end || !isLetter(s.text.charCodeAt(at))) break;
      const next = s.text.slice(at, endOfWord(s, at));
      if (next === 'a' && startsArticle(s, at)) {
        end = at + 1;
        continue;
      }
      if (CONNECTIVES.has(next.toLowerCase()) || next.length < 2 || isBareFunction(next) || s.variables.has(next))
        break;
      end = at + next.length;
    }
  }
  s.push('text', s.text.slice(start, end).replace(/\s+/g, ' '), start, end);
  s.pos = end;
}

/** A word may hold a hyphen or an apostrophe: `two-thirds`, `Tom's`. */
function endOfWord(s: Scanner, start: number): number {
  let end = s.endOfLetters(start);
  for (;;) {
    const code = s.text.charCodeAt(end);
    if (code !== 45 && code !== 39 && code !== 0x2019) return end;
    const next = s.endOfLetters(end + 1);
    if (next === end + 1 || (code === 45 && (next < end + 3 || end < start + 2))) return end;
    end = next;
  }
}
