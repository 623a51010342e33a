/** From a document's solution to what policies and reward models read. */
import type { CheckedSolution, CheckedStep } from '../check.ts';
import { isPython } from '../code/cells.ts';
import type { FormulaPart, Part, PlacedStep, ProblemStatement } from '../document/solution.ts';
import type { StepEvidence } from '../reward/reward-model.ts';
import type { PartialSolution, WrittenStep } from './policy.ts';

/** The first `count` steps of a solution, all by default, with its problem. Nothing else of the document is in it. */
export function writtenSolution({ solution }: CheckedSolution, count = solution.steps.length): PartialSolution {
  return { problem: writtenProblem(solution.problem), steps: solution.steps.slice(0, count).map(writtenStep) };
}

/** Empty where there is none. */
export function writtenProblem(problem: ProblemStatement | undefined): string {
  return problem === undefined ? '' : textOf(problem.parts);
}

/** Sentence and formulas as the writer has them, without list marks; Python apart. Code in another language stays in the text. */
export function writtenStep({ step }: PlacedStep): WrittenStep {
  const text = textOf(step.parts.filter(part => !isPython(part)));
  const code = step.parts.filter(isPython).map(({ content }) => content.text.trim());
  return code.length === 0 ? { text } : { text, code: code.join('\n') };
}

/** Claims of a step by verdict. */
export function evidenceOf({ claims }: CheckedStep): StepEvidence {
  const count = (status: StepEvidence extends Record<infer Key, number> ? Key : never): number =>
    claims.filter(({ verdict }) => verdict.status === status).length;
  return { proved: count('proved'), tested: count('tested'), unknown: count('unknown'), refuted: count('refuted') };
}

function textOf(parts: readonly Part[]): string {
  return parts
    .map(partText)
    .join('')
    .replace(/[ \t]*\n[ \t]*/g, '\n')
    .replace(/\n{2,}/g, '\n')
    .trim();
}

function partText(part: Part): string {
  switch (part.kind) {
    case 'words':
      return part.content.text;
    case 'formula':
      return formulaText(part);
    case 'code':
      return `\n\`\`\`${part.language}\n${part.content.text.trimEnd()}\n\`\`\`\n`;
  }
}

/** One row of a display stands by itself: its alignment marks say nothing there. */
function formulaText({ content, display, notation, environment }: FormulaPart): string {
  const text = content.text.trim();
  if (notation === 'plain') return display ? `\n${text}\n` : text;
  const bare = environment === undefined ? text : text.replace(/(?<!\\)&/g, '').trim();
  return display ? `\n$$${bare}$$\n` : `$${bare}$`;
}
