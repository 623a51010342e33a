/** Where trajectories stand in a text, and what each is made of. Model output is often broken: what can be told apart is. */
import { readHeadingMark } from '../headings.ts';
import type { UnitSpan } from '../units.ts';
import { isFence, type Mark, marksOf, type Section } from './marks.ts';

/** Says what a piece is, and what is missing around it. Makes the context of the piece's unit: its reading depends on nothing else. */
export type Flag =
  /** The first and the last piece of a trajectory. */
  | 'begins'
  | 'ends'
  /** The trajectory has an answer. */
  | 'answered'
  /** Marks that should stand there and do not: `<code>` before it, `<end_of_step>`, `<end_of_code>` or the end of a section behind it. */
  | 'no-code'
  | 'no-step-end'
  | 'no-code-end'
  | 'no-end';

export interface Piece {
  /** `text` stands between the code and the answer, where nothing should. */
  readonly kind: Section | 'text';
  from: number;
  to: number;
  readonly flags: Flag[];
}

/** A trajectory as it stands in a text. */
export interface Trajectory {
  readonly from: number;
  readonly to: number;
  readonly units: readonly UnitSpan[];
}

export const CONTEXT = 'trajectory';

/** A line of Python, where it may as well be a line of words: a comment, an indented line, an assignment, a call, a keyword. */
const PYTHON_LINE =
  /^(?:[ \t]+\S|#(?!#)|[)\]}]|@\w|(?:import|from|def|class|for|while|if|elif|else|try|except|finally|with|return|assert|del|pass|raise)\b(?!,)|[A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)*\s*(?:[-+*/%]|\/\/|\*\*)?=(?!=)|[A-Za-z_][\w.]*\()/;

/** A comment that begins a step. */
const STEP_COMMENT = /^#+[ \t]*(?:step[ \t]*\d+|步骤[ \t]*\d+|第[ \t]*\d+[ \t]*步)[ \t]*[.:：)]/gim;

/** Longest text between the code and the answer that is a part of the trajectory. */
const LONGEST_GAP = 2000;

/** The trajectories of a text, in order; none overlap. Takes time linear in the text. */
export function findTrajectories(text: string): readonly Trajectory[] {
  const marks = marksOf(text);
  const found: Trajectory[] = [];
  let limit = 0;
  for (let at = 0; at < marks.length; ) {
    if (!beginsTrajectory(marks, at)) {
      at++;
      continue;
    }
    const walk = new Walk(text, marks, at, limit);
    const trajectory = walk.read();
    found.push(trajectory);
    at = walk.at;
    limit = trajectory.to;
  }
  return found;
}

/** `<code>` with an end of a step or of the code after it, or such an end alone. In HTML `</code>` follows. */
function beginsTrajectory(marks: readonly Mark[], at: number): boolean {
  const mark = marks[at];
  if (mark?.edge === 'opens' && mark.of === 'code') return endsCode(marks[at + 1]);
  return endsCode(mark);
}

function endsCode(mark: Mark | undefined): boolean {
  return mark?.edge === 'ends' && !mark.isTag && (mark.of === 'step' || mark.of === 'code');
}

/** One trajectory, read from mark to mark. */
class Walk {
  readonly #text: string;
  readonly #marks: readonly Mark[];
  readonly #pieces: Piece[] = [];
  /** Index of the mark that comes next. */
  at: number;
  readonly #isOpened: boolean;
  #cursor: number;
  #inCode = true;

  constructor(text: string, marks: readonly Mark[], at: number, limit: number) {
    this.#text = text;
    this.#marks = marks;
    this.at = at;
    const first = marks[at] as Mark;
    this.#isOpened = first.edge === 'opens';
    this.#cursor = this.#isOpened ? withFence(text, limit, first.from) : startWithoutMark(text, limit, first.from);
    if (this.#isOpened) this.at++;
  }

  read(): Trajectory {
    const begin = this.#cursor;
    while (this.at < this.#marks.length && this.#take(this.#marks[this.at] as Mark)) this.at++;
    if (this.#inCode) this.#tail(this.#marks[this.at]?.from ?? this.#text.length);
    this.#closeFence(begin);
    const first = this.#pieces[0] as Piece;
    first.flags.push('begins');
    if (!this.#isOpened) first.flags.push('no-code');
    const last = this.#pieces.at(-1) as Piece;
    last.flags.push('ends');
    if (this.#pieces.some(({ kind }) => kind === 'answer')) last.flags.push('answered');
    const units = this.#pieces.map(({ kind, from, to, flags }) => ({
      from,
      to,
      context: [CONTEXT, kind, ...flags].join(' '),
    }));
    return { from: begin, to: last.to, units };
  }

  /** Gives whether the mark belongs to the trajectory. */
  #take(mark: Mark): boolean {
    return this.#inCode ? this.#takeInCode(mark) : this.#takeAfterCode(mark);
  }

  #takeInCode(mark: Mark): boolean {
    if (mark.edge === 'ends') {
      if (mark.of === 'step' || mark.of === 'code') this.#code(mark.to);
      if (mark.of === 'code') this.#inCode = false;
      return true;
    }
    if (mark.of === 'code') return false;
    if (this.#text.slice(this.#cursor, mark.from).trim() !== '') this.#code(mark.from, 'no-step-end');
    this.#pieces.at(-1)?.flags.push('no-code-end');
    this.#inCode = false;
    return this.#takeAfterCode(mark);
  }

  #takeAfterCode(mark: Mark): boolean {
    const gap = this.#text.slice(this.#cursor, mark.from);
    const isBlank = gap.split('\n').every(line => line.trim() === '' || isFence(line));
    if (mark.of === 'step' || mark.of === 'code') {
      // A second mark for the end of the same step.
      if (mark.edge === 'opens' || !isBlank) return false;
      this.#extend(mark.to);
      return true;
    }
    if (!isBlank && (gap.length > LONGEST_GAP || /^#{1,6}\s/m.test(gap))) return false;
    if (mark.edge === 'ends') {
      if (isBlank) this.#extend(mark.to);
      else this.#push(mark.of, mark.to);
      return true;
    }
    if (!isBlank) this.#push('text', mark.from);
    this.#cursor = mark.from;
    const next = this.#marks[this.at + 1];
    if (next?.edge === 'ends' && next.of === mark.of) {
      this.#push(mark.of, next.to);
      this.at++;
    } else this.#push(mark.of, sectionEnd(this.#text, mark, next), 'no-end');
    return true;
  }

  #push(kind: Piece['kind'], to: number, ...flags: Flag[]): void {
    this.#pieces.push({ kind, from: afterBlankLines(this.#text, this.#cursor, to), to, flags });
    this.#cursor = to;
  }

  #extend(to: number): void {
    const last = this.#pieces.at(-1);
    if (last !== undefined) last.to = to;
    this.#cursor = to;
  }

  /** A step, or several where the marks between them are missing. */
  #code(to: number, ...flags: Flag[]): void {
    const labels = [...this.#text.slice(this.#cursor, to).matchAll(STEP_COMMENT)].slice(1);
    const origin = this.#cursor;
    for (const { index } of labels)
      this.#push('code', trimmedEnd(this.#text, this.#cursor, origin + index), 'no-step-end');
    this.#push('code', to, ...flags);
  }

  /** Code behind the last mark: output that was cut off. */
  #tail(limit: number): void {
    const end = codeEnd(this.#text, this.#cursor, limit);
    if (end > this.#cursor) this.#code(end, 'no-step-end');
    this.#pieces.at(-1)?.flags.push('no-code-end');
  }

  /** A fence that was opened in the trajectory or right before it, and is closed right behind it. */
  #closeFence(begin: number): void {
    const inside = this.#text.slice(begin, this.#cursor).split('\n').filter(isFence).length;
    const rest = this.#text.slice(this.#cursor, this.#cursor + 200);
    const close = inside % 2 === 0 ? null : /^\s*(?:`{3,}|~{3,})[ \t]*(?=\r?\n|$)/.exec(rest);
    if (close !== null) this.#extend(this.#cursor + close[0].length);
  }
}

/** Where a section ends that has no end mark: at the next mark or blank line. */
function sectionEnd(text: string, mark: Mark, next: Mark | undefined): number {
  const limit = next?.from ?? text.length;
  const blank = /\r?\n[ \t]*\r?\n/g;
  blank.lastIndex = mark.to + (/^\s*/.exec(text.slice(mark.to, limit))?.[0].length ?? 0);
  const found = blank.exec(text)?.index ?? limit;
  return trimmedEnd(text, mark.to, Math.min(found, limit));
}

/** The fence on the line before `<code>`, where one is opened there. */
function withFence(text: string, limit: number, from: number): number {
  const before = text.slice(limit, from);
  const fence = /(?:^|\n)([ \t]*(?:`{3,}|~{3,})([^`\n]*)\n\s*)$/.exec(before);
  if (fence === null) return from;
  const at = from - (fence[1]?.length ?? 0);
  const isOpening =
    (fence[2] ?? '').trim() !== '' || text.slice(limit, at).split('\n').filter(isFence).length % 2 === 0;
  return isOpening ? at : from;
}

/** Where the first step begins that ends before `to`, when no `<code>` stands there: at its "# Step 1", else where the Python begins. */
function startWithoutMark(text: string, limit: number, to: number): number {
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
function codeEnd(text: string, from: number, limit: number): number {
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
function afterBlankLines(text: string, from: number, to: number): number {
  return from + (/^[ \t]*(?:\r?\n(?:[ \t]*\r?\n)*)?/.exec(text.slice(from, to))?.[0].length ?? 0);
}

function trimmedEnd(text: string, from: number, to: number): number {
  return from + text.slice(from, to).trimEnd().length;
}
