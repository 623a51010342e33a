/** Where trajectories stand in a text, and what each is made of. Model output is often broken: what can be told apart is. */
import type { UnitSpan } from '../units.ts';
import {
  afterBlankLines,
  chatBefore,
  codeEnd,
  openFence,
  STEP_COMMENT,
  saysMuch,
  sectionEnd,
  startWithoutMark,
  trimmedEnd,
  withFence,
} from './edges.ts';
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
  /** `question` and `opening` are what the user asks and the model begins with in a chat, or what stands before in the same fence; `text` stands between the code and the answer, where nothing should. */
  readonly kind: Section | 'question' | 'opening' | 'text';
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
    const start = this.#isOpened ? withFence(text, limit, first.from) : startWithoutMark(text, limit, first.from);
    if (this.#isOpened) this.at++;
    const { question, opening } = chatBefore(text, limit, start);
    const inner = question ?? opening ?? start;
    const fence = openFence(text, limit, inner);
    this.#cursor = fence ?? inner;
    if (question !== undefined && opening !== undefined) this.#push('question', opening);
    else if (fence !== undefined) this.#push('question', inner);
    if (opening !== undefined) this.#push(saysMuch(text.slice(opening, start)) ? 'text' : 'opening', start);
  }

  read(): Trajectory {
    const begin = this.#pieces[0]?.from ?? this.#cursor;
    while (this.at < this.#marks.length && this.#take(this.#marks[this.at] as Mark)) this.at++;
    if (this.#inCode) this.#tail(this.#marks[this.at]?.from ?? this.#text.length);
    this.#takeEnd(begin);
    const first = this.#pieces.find(({ kind }) => kind !== 'question' && kind !== 'opening') as Piece;
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

  /** Takes in a fence that was opened in the trajectory or right before it and is closed right behind it, and the mark that ends a turn of a chat. */
  #takeEnd(begin: number): void {
    const inside = this.#text.slice(begin, this.#cursor).split('\n').filter(isFence).length;
    const rest = this.#text.slice(this.#cursor, this.#cursor + 200);
    const close = inside % 2 === 0 ? null : /^\s*(?:`{3,}|~{3,})[ \t]*(?=\r?\n|$)/.exec(rest);
    if (close !== null) this.#extend(this.#cursor + close[0].length);
    const turnEnd = /^\s*(?:<\|(?:im_end|eot_id|endoftext)\|>|<\/s>)/.exec(
      this.#text.slice(this.#cursor, this.#cursor + 100),
    );
    if (turnEnd !== null) this.#extend(this.#cursor + turnEnd[0].length);
  }
}
