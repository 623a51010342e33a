/** Prompts of critics: who names the first wrong paragraph, and who checks a step with Python. */
import type { PackedStep, Window } from '../../reward/packing.ts';
import { withGaps } from './judge.ts';
import { writeStep } from './steps.ts';

export const systemOfCritic = [
  'You look for the first mistake in a solution of a mathematics problem.',
  'The solution comes in numbered paragraphs. Go through them in order: compute again what is computed, and see whether each paragraph follows from the problem and the paragraphs before it.',
  'A paragraph that only plans, restates or is clumsy is not wrong. Stop at the first one that is.',
  'Write one short remark for each paragraph. End with a line of its own: "First wrong paragraph:" and the number of that paragraph in \\boxed{}, or \\boxed{-1} if all are right.',
].join('\n');

/** Problem and paragraphs, numbered from 0 as in ProcessBench (arXiv 2412.06559, section 3). */
export function critiqueOf(problem: string, window: Window): string {
  const statement =
    problem.trim() === '' ? 'There is no problem statement; the solution stands alone.' : problem.trim();
  return `Problem:\n${statement}\n\nSolution:\n${withGaps(window, paragraph).join('\n\n')}\n\n${rangeNote(window)}`;
}

function paragraph({ index, step }: PackedStep): string {
  return `<paragraph_${index}>\n${writeStep(step)}\n</paragraph_${index}>`;
}

function rangeNote({ targets }: Window): string {
  const first = targets[0]?.index ?? 0;
  const last = targets.at(-1)?.index ?? 0;
  if (first === 0) return 'Which paragraph is the first wrong one?';
  const which = first === last ? `paragraph ${first}` : `the paragraphs ${first} to ${last}`;
  return `Take the paragraphs before ${first} as right. Which of ${which} is the first wrong one?`;
}

export const systemOfCodeCritic = [
  'You check one step of a solution of a mathematics problem with Python.',
  'Say in one or two sentences what the step claims. Then write one block of Python, fenced with ```python, that computes it anew from the problem and the steps before, and does not take over the numbers of the step.',
  'SymPy is there (from sympy import *), and the module stepwise: `from stepwise import *` gives check(left, right) for an equality, check(relation) for any other, and check_solution(equation, symbol, values). A check that does not hold raises an error. Print what you found.',
  'Write nothing after the block.',
].join('\n');

/** Which step to check; the solution stands before it. */
export function codeTask(step: number): string {
  return `Check Step ${step}.`;
}

/** The judge's question behind a check that ran. */
export function judgedRun(step: number, run: string): string {
  return `Step ${step} was checked with this Python:\n${run}\n\nThe check itself may have been written wrongly; look whether it tests what the step says. ${verdictQuestion(step)}`;
}

/** The judge's question where no check could be run. */
export function judgedAlone(step: number): string {
  return verdictQuestion(step);
}

function verdictQuestion(step: number): string {
  return `Is Step ${step} right, taking the steps before it as they stand? Answer with one word, Yes or No.`;
}
