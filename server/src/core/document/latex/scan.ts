/** LaTeX text → atoms. The state is the stack of environments around. */
import type { Atom } from '../atoms.ts';
import { tokenAt } from './tokens.ts';

/** Environments deeper than this are not told apart. */
const DEEPEST = 40;

/** The next atom at or after `at`. */
export function scanLatex(text: string, at: number, state: string): Atom | undefined {
  let from = at;
  while (from < text.length && /\s/.test(text[from] as string)) from++;
  if (from >= text.length) return undefined;
  const made = (kind: string, to: number, after = state): Atom => ({ kind, from, to, before: state, after });
  const token = tokenAt(text, from);
  switch (token.kind) {
    case 'comment':
    case 'code':
    case 'skip':
    case 'section':
    case 'definition':
    case 'question':
      return made(token.kind, token.to);
    case 'begin':
      return made('begin', token.to, push(state, token.name));
    case 'end': {
      const after = pop(state, token.name);
      return made(after === undefined ? 'stray' : 'end', token.to, after ?? state);
    }
    case 'par':
      return made('par', token.to);
    case 'item':
      return made('item', paragraphEnd(text, token.to));
    default:
      return made('paragraph', paragraphEnd(text, from));
  }
}

function push(state: string, name: string): string {
  return state.split('>').length > DEEPEST ? state : `${state}>${name.replace(/[>|]/g, '')}`;
}

/** The stack without the innermost environment of that name and those inside it. */
function pop(state: string, name: string): string | undefined {
  const stack = state.split('>');
  const index = stack.lastIndexOf(name.replace(/[>|]/g, ''));
  return index < 1 ? undefined : stack.slice(0, index).join('>');
}

/** End of the paragraph that goes on at `from`: before a blank line, or before what stands outside paragraphs. Blanks at its end left out. */
function paragraphEnd(text: string, from: number): number {
  let at = from;
  let end = from;
  while (at < text.length) {
    const token = tokenAt(text, at);
    switch (token.kind) {
      case 'text':
      case 'comment':
      case 'inline':
      case 'display':
      case 'verb':
      case 'stray':
        if (token.kind !== 'text' || text[at] !== '\n') end = token.to;
        at = token.to;
        continue;
      default:
        return trimmedEnd(text, from, end);
    }
  }
  return trimmedEnd(text, from, end);
}

function trimmedEnd(text: string, from: number, to: number): number {
  let end = to;
  while (end > from && /\s/.test(text[end - 1] as string)) end--;
  return Math.max(end, from);
}
