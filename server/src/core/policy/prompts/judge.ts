/** A solution laid before a judge: numbered steps, with what is left out said in its place. */
import type { PackedStep, Window } from '../../reward/packing.ts';
import { writeStep } from './steps.ts';

export const systemOfJudge =
  'You check solutions of mathematics problems step by step. A step is right when its computation is correct and it follows from the problem and the steps before it.';

/** For a solution that is read with the question behind each step. */
export const systemOfInline = `${systemOfJudge} Write the solution, and after each step say with Yes or No whether it is right.`;

/** Problem and steps of a window; steps count from 1. */
export function shownSolution(problem: string, window: Window): string {
  const statement =
    problem.trim() === '' ? 'There is no problem statement; the solution stands alone.' : problem.trim();
  return `Problem:\n${statement}\n\nSolution:\n${shownSteps(window)}`;
}

/** The steps of a window, each with its number, and where steps are missing which ones and what they define. */
export function shownSteps(window: Window): string {
  return withGaps(window, judgedStep).join('\n\n');
}

/** A step with its number. */
export function judgedStep({ index, step }: PackedStep): string {
  return `Step ${index + 1}: ${writeStep(step)}`;
}

/** The pieces of a window in order: every step as `write` has it, and a note where steps are left out. */
export function withGaps({ context, targets, left, ledger }: Window, write: (step: PackedStep) => string): string[] {
  const pieces: string[] = [];
  let next = 0;
  let isTold = ledger.length === 0;
  for (const packed of [...context, ...targets]) {
    const missing = left.filter(index => index >= next && index < packed.index);
    if (missing.length > 0) {
      pieces.push(gapNote(missing, isTold ? [] : ledger));
      isTold = true;
    }
    pieces.push(write(packed));
    next = packed.index + 1;
  }
  const behind = left.filter(index => index >= next);
  if (behind.length > 0) pieces.push(gapNote(behind, isTold ? [] : ledger));
  return pieces;
}

function gapNote(missing: readonly number[], ledger: readonly string[]): string {
  const first = (missing[0] ?? 0) + 1;
  const last = (missing.at(-1) ?? 0) + 1;
  const which = first === last ? `Step ${first} is` : `Steps ${first} to ${last} are`;
  const defined = ledger.length === 0 ? '' : ` What the steps left out define: ${ledger.join(' ')}`;
  return `[${which} left out here for length.${defined}]`;
}
