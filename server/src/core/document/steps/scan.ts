/** Lines of a .steps file → atoms. The state is the indentation of the step that an indented line would go on with. */
import type { Atom } from '../atoms.ts';
import { displayEnvironments } from '../display.ts';
import { closingBracket, closingDollars, closingEnvironment } from '../markdown/parser.ts';

/** What a line begins with when it is a step of its own: `-`, `3.`, `(a)`. */
export const itemLabel = /^(?:[-*•]|\d{1,4}[.)]|\((?:\d{1,3}|[a-z]|[ivx]{1,4})\)|[a-z]\))(?=\s|$)/;

export const problemLine = /^(?:problem|exercise|question|task|题目|问题|习题)\s*[:：]/i;

interface LineAt {
  readonly from: number;
  readonly to: number;
  /** After the line break. */
  readonly next: number;
}

function lineAt(text: string, from: number): LineAt {
  const feed = text.indexOf('\n', from);
  const end = feed < 0 ? text.length : feed;
  const to = end > from && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
  return { from, to, next: feed < 0 ? text.length : feed + 1 };
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

function isBlank(text: string, { from, to }: LineAt): boolean {
  for (let at = from; at < to; at++) if (text.charCodeAt(at) !== 32 && text.charCodeAt(at) !== 9) return false;
  return true;
}

/** Columns of the blanks that a line begins with; a tab counts 4. */
export function indentation(line: string): number {
  let column = 0;
  for (const unit of line) {
    if (unit === ' ') column++;
    else if (unit === '\t') column += 4;
    else break;
  }
  return column;
}

/** The next atom at or after `at`, which is at the end of a line or at the beginning of the text. */
export function scanSteps(text: string, at: number, state: string): Atom | undefined {
  let start = at === 0 ? 0 : lineAt(text, at).next;
  if (at > 0 && start === text.length && text[start - 1] !== '\n') return undefined;
  let line = lineAt(text, start);
  let apart = at === 0;
  while (isBlank(text, line)) {
    if (line.next >= text.length) return undefined;
    apart = true;
    start = line.next;
    line = lineAt(text, start);
  }
  const body = text.slice(start, Math.min(line.to, start + 2000));
  const trimmed = body.trimStart();
  const indent = indentation(body);
  const from = start;
  const fence = /^(`{3,}|~{3,})/.exec(trimmed)?.[1];
  const held = state === '' ? undefined : Number(state);
  const goesOn = !apart && held !== undefined && indent > held;
  const made = (kind: string, to: number, after: string): Atom => ({ kind, from, to, before: state, after });
  if (fence !== undefined)
    return made(goesOn || !apart ? 'code' : 'new code', fenceEnd(text, line.next, fence, line.to), state);
  const display = displayEnd(text, line, start + body.length - trimmed.length);
  if (display !== undefined) return made(goesOn ? 'more display' : 'display', display, goesOn ? state : String(indent));
  if (/^#{1,6}\s/.test(body)) return made('heading', line.to, '');
  if (trimmed.startsWith('//') && /^\/\/(?:\s|$)/.test(trimmed)) return made('comment', line.to, state);
  if (problemLine.test(trimmed)) return made('problem', paragraphEnd(text, line), '');
  if (goesOn && !itemLabel.test(trimmed)) return made('more', line.to, state);
  return made('line', line.to, String(indent));
}

function fenceEnd(text: string, from: number, fence: string, fallback: number): number {
  for (let at = from; at < text.length; ) {
    const line = lineAt(text, at);
    const trimmed = text.slice(line.from, Math.min(line.to, line.from + 200)).trim();
    if (trimmed.startsWith(fence) && trimmed === fence[0]?.repeat(trimmed.length)) return line.to;
    at = line.next;
  }
  return from >= text.length ? fallback : text.length;
}

/** End of a display that begins a line and is closed on a later one: behind its closing mark, or before the next blank line. */
function displayEnd(text: string, line: LineAt, at: number): number | undefined {
  const close = displayClosing(text, at);
  if (close === undefined) return undefined;
  let end = line.to;
  for (let current = line; ; ) {
    const from = current === line ? at + close.length : current.from;
    const found = close.find(text.slice(from, current.to));
    if (found) return current.to;
    end = current.to;
    if (current.next >= text.length) return end;
    current = lineAt(text, current.next);
    if (isBlank(text, current)) return end;
  }
}

function displayClosing(text: string, at: number): { length: number; find: (line: string) => boolean } | undefined {
  if (text.startsWith('$$', at)) return { length: 2, find: line => closingDollars(line, 0) !== undefined };
  if (text.startsWith('\\[', at)) return { length: 2, find: line => closingBracket(line, 0, '[') !== undefined };
  const name = /^\\begin\{([A-Za-z]+\*?)\}/.exec(text.slice(at, at + 30))?.[1];
  if (name === undefined || !displayEnvironments.has(name)) return undefined;
  return { length: name.length + 8, find: line => closingEnvironment(line, 0, name) !== undefined };
}

function paragraphEnd(text: string, first: LineAt): number {
  let end = first.to;
  for (let line = first; line.next < text.length; end = line.to) {
    line = lineAt(text, line.next);
    const head = text.slice(line.from, line.from + 40);
    if (isBlank(text, line) || /^(?:#{1,6}\s|\s*(?:solution|proof|解答?|证明)\s*[:：])/i.test(head)) return end;
    const fence = /^[ \t]*(`{3,}|~{3,})/.exec(head)?.[1];
    if (fence !== undefined) line = lineAt(text, lineStart(text, fenceEnd(text, line.next, fence, line.to)));
  }
  return end;
}
