/** The text over which the embedded model reads a solution: its weights hold for these words and no others. */
import type { Message } from '../../model/language-model.ts';
import type { Window } from '../../reward/packing.ts';
import { withGaps } from './judge.ts';
import { writeStep } from './steps.ts';

const system = 'You check solutions of mathematics problems.';
const task = 'Solve it step by step. After each step, say whether the step is correct or wrong.';
const question = '\nThis step is';
/** Stands behind every step, as in a solution that goes on: the step in question is the first that could be wrong. */
const answer = ' correct.\n\n';

/** All of it but problem and steps: what it costs beside them. */
export const ppmFrame: readonly string[] = [system, task];
/** Tokens that question and answer take, at most. */
export const ppmStepTokens = 8;

export interface PpmText {
  readonly messages: readonly Message[];
  readonly parts: readonly string[];
  /** By index of the step: which part is its text; question and answer are the next two. */
  readonly partOf: ReadonlyMap<number, number>;
}

/** What the model reads of a window, in one pass. */
export function ppmText(problem: string, window: Window): PpmText {
  const parts: string[] = [];
  const partOf = new Map<number, number>();
  const shown = new Map([...window.context, ...window.targets].map(packed => [`${packed.index}`, packed]));
  for (const piece of withGaps(window, ({ index }) => `${index}`)) {
    const packed = shown.get(piece);
    if (packed === undefined) {
      parts.push(`${piece}\n\n`);
      continue;
    }
    partOf.set(packed.index, parts.length);
    parts.push(writeStep(packed.step), question, answer);
  }
  const content = problem.trim() === '' ? task : `${problem}\n\n${task}`;
  return {
    messages: [
      { role: 'system', content: system },
      { role: 'user', content },
    ],
    parts,
    partOf,
  };
}
