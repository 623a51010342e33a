/** A light tokenizer of LaTeX: finds mathematics, comments, environments and paragraphs. What words mean is left to the prose reader. */
import { displayEnvironments } from '../display.ts';
import {
  argumentsEnd,
  blankEnd,
  blankLine,
  bracedLookahead,
  closeOf,
  closingInParagraph,
  commandName,
  definitionCommands,
  definitionEnd,
  environmentName,
  isOuter,
  longestGroup,
  paragraphLimit,
  plainRun,
  sectionLevel,
  skippedEnvironments,
  sticky,
} from './closing.ts';
import { isCodeEnvironment } from './listings.ts';

export type Token =
  | {
      readonly kind: 'text' | 'comment' | 'blank' | 'par' | 'item' | 'stray';
      readonly from: number;
      readonly to: number;
    }
  /** `$…$`, `\(…\)`, `\boxed{…}`. The inside is `[inner, innerTo)`. */
  | MathToken
  | { readonly kind: 'begin' | 'end'; readonly name: string; readonly from: number; readonly to: number }
  /** Environments that are left out (`tikzpicture`) or kept as they are (`lstlisting`). */
  | {
      readonly kind: 'skip' | 'code';
      readonly name: string;
      readonly from: number;
      readonly to: number;
      readonly inner: number;
      readonly innerTo: number;
      readonly closed: boolean;
    }
  | {
      readonly kind: 'section';
      readonly name: string;
      readonly from: number;
      readonly to: number;
      readonly inner: number;
      readonly innerTo: number;
    }
  | { readonly kind: 'definition' | 'question'; readonly name: string; readonly from: number; readonly to: number }
  | {
      readonly kind: 'verb';
      readonly from: number;
      readonly to: number;
      readonly inner: number;
      readonly innerTo: number;
    };

export interface MathToken {
  readonly kind: 'inline' | 'display';
  readonly from: number;
  readonly to: number;
  readonly inner: number;
  readonly innerTo: number;
  readonly environment?: string;
  readonly closed: boolean;
}

/** The token at `at` (before the end of the text). Tokens cover the text; looks no further than the paragraph, left-out environments aside. */
export function tokenAt(text: string, at: number): Token {
  const unit = text[at];
  switch (unit) {
    case '%': {
      const feed = text.indexOf('\n', at);
      return { kind: 'comment', from: at, to: feed < 0 ? text.length : feed };
    }
    case '\n': {
      const to = blankEnd(text, at);
      return to === undefined ? { kind: 'text', from: at, to: at + 1 } : { kind: 'blank', from: at, to };
    }
    case '$':
      return dollars(text, at);
    case '[':
      if (text.startsWith('[asy]', at)) {
        const end = text.indexOf('[/asy]', at);
        const to = end < 0 ? text.length : end + 6;
        return {
          kind: 'skip',
          name: 'asy',
          from: at,
          to,
          inner: at + 5,
          innerTo: end < 0 ? to : end,
          closed: end >= 0,
        };
      }
      return { kind: 'text', from: at, to: at + 1 };
    case '\\':
      return command(text, at);
    default:
      return { kind: 'text', from: at, to: at + (sticky(plainRun, text, at)?.[0].length ?? 1) };
  }
}

function dollars(text: string, at: number): Token {
  const display = text[at + 1] === '$';
  const inner = at + (display ? 2 : 1);
  const innerTo = display
    ? closeOf(text, inner, '$$')
    : (closeOf(text, inner, '$', { limit: bracedLookahead, outside: true }) ?? closeOf(text, inner, '$'));
  if (innerTo !== undefined && innerTo > inner) {
    return { kind: display ? 'display' : 'inline', from: at, to: innerTo + inner - at, inner, innerTo, closed: true };
  }
  return display ? unclosed(text, at, inner) : { kind: 'stray', from: at, to: at + 1 };
}

/** A display that its paragraph does not close: it ends with the paragraph. */
function unclosed(text: string, from: number, inner: number, environment?: string): MathToken {
  const to = paragraphLimit(text, inner);
  return {
    kind: 'display',
    from,
    to,
    inner,
    innerTo: to,
    closed: false,
    ...(environment === undefined ? {} : { environment }),
  };
}

function command(text: string, at: number): Token {
  const next = text[at + 1];
  if (next === '(' || next === '[') {
    const innerTo = next === '(' ? closeOf(text, at + 2, '\\)', { again: '\\(' }) : closeOf(text, at + 2, '\\]');
    const kind = next === '(' ? 'inline' : 'display';
    if (innerTo !== undefined) return { kind, from: at, to: innerTo + 2, inner: at + 2, innerTo, closed: true };
    return kind === 'display' ? unclosed(text, at, at + 2) : { kind: 'stray', from: at, to: at + 2 };
  }
  const name = sticky(commandName, text, at + 1)?.[0];
  if (name === undefined) return { kind: 'text', from: at, to: Math.min(text.length, at + 2) };
  const end = at + 1 + name.length;
  return named(text, at, name, end) ?? { kind: 'text', from: at, to: end };
}

function named(text: string, at: number, name: string, end: number): Token | undefined {
  if (name === 'begin' || name === 'end') return environment(text, at, name, end);
  if (name === 'item') return { kind: 'item', from: at, to: end };
  if (name === 'par') return { kind: 'par', from: at, to: end };
  if (name === 'question' || name === 'titledquestion') return { kind: 'question', name, from: at, to: end };
  if (name === 'boxed' || name === 'ensuremath') {
    const close = text[end] === '{' ? closingInParagraph(text, end + 1) : undefined;
    if (close === undefined) return undefined;
    const inner = name === 'boxed' ? at : end + 1;
    return {
      kind: 'inline',
      from: at,
      to: close + 1,
      inner,
      innerTo: name === 'boxed' ? close + 1 : close,
      closed: true,
    };
  }
  if (name === 'verb' || name === 'verb*') return verb(text, at, end);
  if (CODE_COMMANDS.test(name)) return codeCommand(text, at, name, end);
  if (sectionLevel(name) >= 0) return section(text, at, name, end);
  if (definitionCommands.has(name.replace('*', ''))) {
    // Half-typed, it takes the rest of its paragraph.
    return {
      kind: 'definition',
      name: name.replace('*', ''),
      from: at,
      to: definitionEnd(text, end, name) ?? blankLine(text, end),
    };
  }
  return undefined;
}

function verb(text: string, at: number, end: number): Token | undefined {
  const mark = text[end];
  if (mark === undefined || /[\sA-Za-z]/.test(mark)) return undefined;
  const line = text.slice(end + 1, end + 1 + longestGroup);
  const close = line.indexOf(mark === '{' ? '}' : mark);
  if (close < 0 || line.slice(0, close).includes('\n')) return undefined;
  return { kind: 'verb', from: at, to: end + close + 2, inner: end + 1, innerTo: end + 1 + close };
}

/** Code in a line, which is text as `\\verb` is; files of code and values that Python prints, which are none. */
const CODE_COMMANDS =
  /^(?:lstinline|mint|mintinline|inputminted|lstinputlisting|inputpygments|(?:py|pylab|sympy)[bcs]?)$/;

function codeCommand(text: string, at: number, name: string, end: number): Token | undefined {
  const options = /^(?:\[[^\]\n]{0,200}\])?/.exec(text.slice(end, end + 220))?.[0].length ?? 0;
  const takesLanguage = /^(?:mint|inputm|inputp)/.test(name);
  const language = takesLanguage
    ? (/^\{[^{}\n]{0,40}\}/.exec(text.slice(end + options, end + options + 50))?.[0].length ?? 0)
    : 0;
  const from = end + options + language;
  const close = text[from] === '{' ? closingInParagraph(text, from + 1) : undefined;
  const token = close === undefined ? verb(text, at, from) : braced(at, from + 1, close);
  if (token?.kind !== 'verb' || name === 'lstinline' || name === 'mintinline') return token;
  return { ...token, inner: token.to, innerTo: token.to };
}

function braced(from: number, inner: number, innerTo: number): Token {
  return { kind: 'verb', from, to: innerTo + 1, inner, innerTo };
}

function section(text: string, at: number, name: string, end: number): Token | undefined {
  const open = /^\s{0,3}(?:\[[^\]\n]{0,200}\]\s{0,3})?\{/.exec(text.slice(end, end + 220));
  if (open === null) return undefined;
  const inner = end + open[0].length;
  const innerTo = closingInParagraph(text, inner);
  const limit = innerTo ?? paragraphLimit(text, inner);
  return { kind: 'section', name, from: at, to: innerTo === undefined ? limit : innerTo + 1, inner, innerTo: limit };
}

function environment(text: string, at: number, kind: 'begin' | 'end', end: number): Token | undefined {
  const match = sticky(environmentName, text, end);
  const name = match?.[1];
  if (match === null || name === undefined) return undefined;
  const to = end + match[0].length;
  if (displayEnvironments.has(name)) {
    if (kind === 'end') return { kind: 'stray', from: at, to };
    const innerTo = closeOf(text, to, `\\end{${name}}`);
    if (innerTo === undefined) return unclosed(text, at, to, name);
    const closed = { inner: to, innerTo, closed: true };
    if (name === 'math') return { kind: 'inline', from: at, to: innerTo + 10, ...closed };
    return { kind: 'display', from: at, to: innerTo + name.length + 6, ...closed, environment: name };
  }
  if (kind === 'begin' && (skippedEnvironments.has(name) || isCodeEnvironment(name))) {
    const close = text.indexOf(`\\end{${name}}`, to);
    const innerTo = close < 0 ? text.length : close;
    const after = close < 0 ? text.length : close + name.length + 6;
    return {
      kind: isCodeEnvironment(name) ? 'code' : 'skip',
      name,
      from: at,
      to: after,
      inner: to,
      innerTo,
      closed: close >= 0,
    };
  }
  if (!isOuter(name)) return undefined;
  return { kind, name, from: at, to: kind === 'begin' ? argumentsEnd(text, to) : to };
}
