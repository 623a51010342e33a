/** Where a trajectory and its pieces begin and end in a text, when the marks do not say it. */
import { fenceLanguage, PYTHON } from '../code.ts';
import { readHeadingMark } from '../headings.ts';
import { isFence, type Mark } from './marks.ts';

/** A line of Python, where it may as well be a line of words: a comment, an indented line, an assignment, a call, a keyword. */
const PYTHON_LINE =
  /^(?:[ \t]+\S|#(?!#)|[)\]}]|@\w|(?:import|from|def|class|for|while|if|elif|else|try|except|finally|with|return|assert|del|pass|raise)\b(?!,)|[A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)*\s*(?:[-+*/%]|\/\/|\*\*)?=(?!=)|[A-Za-z_][\w.]*\()/;

/** A comment that begins a step. */
export const STEP_COMMENT = /^#+[ \t]*(?:step[ \t]*\d+|步骤[ \t]*\d+|第[ \t]*\d+[ \t]*步)[ \t]*[.:：)]/gim;

/** Turns of a chat: `<|user|>:`, `<|im_start|>assistant`. */
const TURN = /<\|(?:im_start\|>)?(user|assistant)(?:\|>:?|(?=\s))/g;

/** Where the question and the model's own words begin that stand before `to` in a chat. */
export function chatBefore(
  text: string,
  from: number,
  to: number,
): { readonly question?: number; readonly opening?: number } {
  const before = text.slice(from, to);
  if (!before.includes('<|')) return {};
  const turns = [...before.matchAll(TURN)];
  const last = turns.at(-1);
  if (last?.[1] !== 'assistant') return {};
  const asked = turns.at(-2);
  return { opening: from + last.index, ...(asked?.[1] === 'user' ? { question: from + asked.index } : {}) };
}

/** More than "Let's think step by step and solve the problem with code." */
export function saysMuch(text: string): boolean {
  return text.length > 150 || /[$=]/.test(text);
}

/** Where a section ends that has no end mark: at the next mark or blank line. */
export function sectionEnd(text: string, mark: Mark, next: Mark | undefined): number {
  const limit = next?.from ?? text.length;
  const blank = /\r?\n[ \t]*\r?\n/g;
  blank.lastIndex = mark.to + (/^\s*/.exec(text.slice(mark.to, limit))?.[0].length ?? 0);
  const found = blank.exec(text)?.index ?? limit;
  return trimmedEnd(text, mark.to, Math.min(found, limit));
}

/** The fence on the line before `<code>`, where one is opened there. */
export function withFence(text: string, limit: number, from: number): number {
  const before = text.slice(limit, from);
  const fence = /(?:^|\n)([ \t]*(?:`{3,}|~{3,})([^`\n]*)\n\s*)$/.exec(before);
  if (fence === null) return from;
  const at = from - (fence[1]?.length ?? 0);
  const isOpening =
    (fence[2] ?? '').trim() !== '' || text.slice(limit, at).split('\n').filter(isFence).length % 2 === 0;
  return isOpening ? at : from;
}

/** Longest text between a fence and the trajectory in it. */
const LONGEST_INTRODUCTION = 2000;

/** The fence that is open at `to`: a question and its trajectory stand in one block. One of Python has only not been closed. */
export function openFence(text: string, limit: number, to: number): number | undefined {
  const before = text.slice(limit, to);
  if (!/`{3}|~{3}/.test(before)) return undefined;
  const fences = [...before.matchAll(/[^\n]*(?:\n|$)/g)].filter(({ 0: line }) => isFence(line.trimEnd()));
  const last = fences.length % 2 === 0 ? undefined : fences.at(-1);
  if (last === undefined || before.length - last.index > LONGEST_INTRODUCTION) return undefined;
  return fenceLanguage(last[0].trim().replace(/^[`~]+/, '')) === PYTHON ? undefined : limit + last.index;
}

/** Where the first step begins that ends before `to`, when no `<code>` stands there: at its "# Step 1", else where the Python begins. */
export function startWithoutMark(text: string, limit: number, to: number): number {
  const before = text.slice(limit, to);
  const labels = [...before.matchAll(STEP_COMMENT)];
  const first = labels.findLast(({ 0: label }) => /\b1\b/.test(label)) ?? labels.at(-1);
  const start = first === undefined ? pythonStart(before) : first.index;
  return withFence(text, limit, limit + start);
}

/** Begin of the last paragraphs that begin like Python; of the last one where none does. */
function pythonStart(before: string): number {
  let last = before.length;
  let python = 0;
  let isPython = false;
  let apart = true;
  for (const { index, 0: line } of before.matchAll(/[^\n]*(?:\n|$)/g)) {
    if (line.trim() === '') {
      apart = true;
      continue;
    }
    if (apart) {
      const continues = !isFence(line.trimEnd()) && isPythonLine(line);
      if (continues && !isPython) python = index;
      isPython = continues;
      last = index;
    }
    apart = false;
  }
  return isPython ? python : last;
}

/** How far the lines after `from` are Python: up to a heading, a fence, or a blank line before words. */
export function codeEnd(text: string, from: number, limit: number): number {
  let end = from;
  let apart = true;
  for (const { index, 0: line } of text.slice(from, limit).matchAll(/[^\n]*(?:\n|$)/g)) {
    if (line.trim() === '') {
      if (line !== '') apart = true;
      continue;
    }
    if (isFence(line.trimEnd()) || (apart && !isPythonLine(line)) || isHeading(line)) break;
    end = from + index + line.trimEnd().length;
    apart = false;
  }
  return end;
}

function isPythonLine(line: string): boolean {
  return PYTHON_LINE.test(line) && !isHeading(line);
}

/** `## Notes`, `# Problem 2`: with one `#` most are comments. */
function isHeading(line: string): boolean {
  return /^#{2,6}\s/.test(line) || (/^#\s/.test(line) && readHeadingMark(line.slice(1).trim()) !== undefined);
}

/** Behind the blanks and blank lines that follow a mark. A line of its own keeps its indentation. */
export function afterBlankLines(text: string, from: number, to: number): number {
  return from + (/^[ \t]*(?:\r?\n(?:[ \t]*\r?\n)*)?/.exec(text.slice(from, to))?.[0].length ?? 0);
}

export function trimmedEnd(text: string, from: number, to: number): number {
  return from + text.slice(from, to).trimEnd().length;
}
