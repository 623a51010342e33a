/** The prompt for steps in plain words and formulas. */
import type { Message } from '../../model/language-model.ts';
import type { PackedStep, Window } from '../../reward/packing.ts';
import type { WrittenStep } from '../policy.ts';
import type { WorkedExample } from './examples.ts';
import { withGaps } from './judge.ts';
import { repairNote } from './repair.ts';
import { writeStep } from './steps.ts';

const SYSTEM = [
  'You solve mathematics problems in small steps, each of which can be checked by itself.',
  'Every step begins with "Step", its number and a colon, and makes one move: one computation, one conclusion, one case. Show the computation. Write formulas in LaTeX between dollar signs, and use the language of the problem.',
  'Do not repeat earlier steps and do not add headings or remarks. The last step ends with the answer in \\boxed{}.',
].join('\n');

/** A step ends before these; OpenAI's API takes four at most. */
export const plainStops: readonly string[] = ['\nStep ', '\n**Step', '\n#', '\n---'];

export function plainMessages(
  problem: string,
  examples: readonly WorkedExample[],
  repair?: Repair,
): readonly Message[] {
  return [
    { role: 'system', content: SYSTEM },
    ...examples.flatMap((example): readonly Message[] => [
      { role: 'user', content: example.problem },
      { role: 'assistant', content: example.steps.map((step, index) => numbered(index, step.text)).join('\n\n') },
    ]),
    { role: 'user', content: repair === undefined ? asked(problem) : `${asked(problem)}\n\n${repairNote(repair)}` },
  ];
}

export interface Repair {
  readonly candidate: WrittenStep;
  readonly reason: string;
}

/** How the reply begins: the steps so far, and the number of the next one, which is the window's target. */
export function plainPrefix(window: Window): string {
  return withGaps(window, ({ index, step }: PackedStep) => numbered(index, writeStep(step))).join('\n\n');
}

function numbered(index: number, text: string): string {
  return `Step ${index + 1}: ${text}`.trimEnd();
}

/** Without a problem the steps alone say what it is about. */
export function asked(problem: string): string {
  return problem.trim() === ''
    ? 'The problem is not written down. Go on with the solution from where it stands.'
    : problem.trim();
}
