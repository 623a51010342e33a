/** Code in a step: what language it is in, what of its block is code, and where its lines stand. */
import type { Span } from '../math/expr.ts';
import { emptyText, sliceText, sourceSpan, TextBuilder } from './mapped.ts';
import type { CodePart, MappedText } from './solution.ts';

/** Note for a fence that nothing closes: by CommonMark it goes on to the end of the text. */
const UNCLOSED_CODE = 'This code block is never closed.';

const SWALLOWS = 'This code block holds the beginning of another one: it is not closed before that.';

/** What is wrong with the fences of a block of code, for a note to the person. */
export function fenceTrouble(language: string, code: string, isClosed: boolean): string | undefined {
  if (!isClosed) return UNCLOSED_CODE;
  return language === PYTHON && /^\s*(?:`{3,}|~{3,})\s*[{\w]/m.test(code) ? SWALLOWS : undefined;
}

/** `CodePart.language` of everything that runs as Python. */
export const PYTHON = 'python';

/** `CodePart.language` of Python that its writer only shows. */
export const SHOWN_PYTHON = 'python-shown';

/** `CodePart.language` of a console session. */
export const SESSION = 'pycon';

/** Options of a directive of MyST stand before its code: `:tags: [hide-input]`, or YAML between lines of dashes. */
const DIRECTIVE_OPTIONS =
  /^(?:(?:[ \t]*:[\w-]+:[^\n]*(?:\n|$))+|[ \t]*---\s*\n(?:[^\n]*\n)*?[ \t]*---[ \t\r]*(?:\n|$))/;

/** What says after a fence, or in the options that code begins with, that it is not to be run. */
const SHOWN = /\beval\s*[=:]\s*(?:false|f|0)\b|\bno-?run\b|\bskip-execution\b/i;

/** Names of Python, without its version. Consoles (`pycon`, `python-repl`) hold prompts and answers, which is no Python. */
const PYTHON_NAME = /^(?:i?python(?:3(?:\.\d{1,2})?)?|py3?|sympy|pyodide(?:-python)?|python-exec)$/;

/**
 * The language that the words after a fence name, in small letters; every spelling of Python as `python`: `py`, `python3`, `{python}`,
 * `{.python .numberLines}`, `{python, echo=FALSE}`, `{code-cell} ipython3`, `sympy`, `python title="x"`. Empty where they name none.
 * Python that is not to be run (`python no-run`, `{python eval=false}`; Quarto's `#| eval: false` in the code) is `python-shown`, a session
 * with prompts is `pycon`.
 */
export function fenceLanguage(info: string, code = ''): string {
  const language = languageIn(info);
  if (language !== PYTHON) return language;
  if (isSession(code)) return SESSION;
  const options = /^(?:\s*(?:#\||:[\w-]+:)[^\n]*\n?)+/.exec(code)?.[0] ?? DIRECTIVE_OPTIONS.exec(code)?.[0] ?? '';
  return SHOWN.test(info) || SHOWN.test(options) ? SHOWN_PYTHON : PYTHON;
}

/** Is code what a console showed, with its prompts and answers? */
export function isSession(code: string): boolean {
  return /^\s*>>> /.test(code);
}

function languageIn(info: string): string {
  const text = info.trim();
  const braced = /^\{+([^{}]*)\}*(.*)$/s.exec(text);
  if (braced === null) return languageNamed(/^[^\s{,:]*/.exec(text)?.[0] ?? '');
  const [inside = '', after = ''] = braced.slice(1);
  // A directive of MyST: the language is its argument.
  if (/^(?:code|code-cell|code-block|sourcecode|jupyter-execute|exec)$/.test(inside.trim())) {
    return languageNamed(/^\s*([^\s{,:]*)/.exec(after)?.[1] ?? '');
  }
  const classes = inside.split(/[\s,]+/).filter(word => !/[=#]/.test(word));
  const names = classes.map(word => languageNamed(word.replace(/^\./, '')));
  return names.find(name => name === PYTHON) ?? names[0] ?? '';
}

/** A language by one of its names: in small letters, every name of Python as `python`. */
export function languageNamed(name: string): string {
  const lower = name.toLowerCase();
  return PYTHON_NAME.test(lower) ? PYTHON : lower;
}

/** The code of a fence: see `codeContent`. What the words after the fence make no code is left out. */
export function fenceContent(raw: MappedText, info: string, indent: number): MappedText {
  const options = /^\s*\{[a-z-]+\}/.test(info) ? (DIRECTIVE_OPTIONS.exec(raw.text)?.[0].length ?? 0) : 0;
  return codeContent(sliceText(raw, options), indent);
}

/**
 * The code of a block as it runs. Left out: up to `indent` blanks at the beginning of each line (the indentation of the fence), then what
 * blanks all lines have in common, and blank lines at the end. Every line ends in `\n`. Blank lines at the beginning stay, so that line n
 * is the n-th line after the fence.
 */
export function codeContent(raw: MappedText, indent = 0): MappedText {
  const lines = linesOf(raw.text).map(({ from, to, next }) => {
    const blanks = indent === 0 ? 0 : (/^ */.exec(raw.text.slice(from, Math.min(to, from + indent)))?.[0].length ?? 0);
    return { from: from + blanks, to, next };
  });
  while (lines.length > 0 && isBlank(raw.text, lines.at(-1) as LinePlace)) lines.pop();
  if (lines.length === 0) return emptyText;
  const shared = sharedIndentation(raw.text, lines);
  const builder = new TextBuilder();
  for (const [index, { from, to, next }] of lines.entries()) {
    builder.append(raw, Math.min(from + shared, to), to);
    if (index === lines.length - 1) break;
    if (raw.text[to] === '\n') builder.append(raw, to, next);
    else {
      const { start, end } = sourceSpan(raw, { start: to, end: next });
      builder.instead('\n', start, end - start);
    }
  }
  return builder.build();
}

/** `[from, to)` without the line break; the next line begins at `next`. */
interface LinePlace {
  readonly from: number;
  readonly to: number;
  readonly next: number;
}

function linesOf(text: string): LinePlace[] {
  const lines: LinePlace[] = [];
  let from = 0;
  for (const { index, 0: feed } of text.matchAll(/\r\n|[\r\n]/g)) {
    lines.push({ from, to: index, next: index + feed.length });
    from = index + feed.length;
  }
  lines.push({ from, to: text.length, next: text.length });
  return lines;
}

function isBlank(text: string, { from, to }: LinePlace): boolean {
  return /^\s*$/.test(text.slice(from, to));
}

/** Length of the blanks that all lines but blank ones begin with. */
function sharedIndentation(text: string, lines: readonly LinePlace[]): number {
  let shared: string | undefined;
  for (const line of lines) {
    if (isBlank(text, line)) continue;
    const blanks = /^[ \t]*/.exec(text.slice(line.from, line.to))?.[0] ?? '';
    if (shared === undefined) shared = blanks;
    while (!blanks.startsWith(shared)) shared = shared.slice(0, -1);
    if (shared === '') return 0;
  }
  return shared?.length ?? 0;
}

/**
 * Where line `line` (from 1) of the code stands, without its indentation and the blanks at its end: offsets from the start of the step's
 * block. A blank line gives an empty span; a line after the last, as Python names it where the code ends too early, the last line with text.
 */
export function lineSpan(part: CodePart, line: number): Span {
  const { content } = part;
  const lines = linesOf(content.text);
  if (content.text === '') return { start: part.span.start, end: part.span.start };
  const { from, to } = lines[Math.min(Math.max(1, line), lines.length) - 1] as LinePlace;
  const text = content.text.slice(from, to);
  const indentation = text.length - text.trimStart().length;
  return sourceSpan(content, {
    start: from + indentation,
    end: Math.max(from + indentation, from + text.trimEnd().length),
  });
}

/** Where the last line of the code that holds text ends, counted from the start of the step's block; where the block begins if there is none. */
export function endOfCode(part: CodePart): number {
  const { text } = part.content;
  const length = text.trimEnd().length;
  return length === 0
    ? part.span.start
    : sourceSpan(sliceText(part.content, 0, length), { start: length, end: length }).end;
}
