/** A partial solution as a text that is read and judged as the writer's own: one `.steps` file, whatever its document is. */
import type { PartialSolution, WrittenStep } from './policy.ts';

/** How it is read: formulas in dollars and plain ones alike. */
export const sheetOptions = { format: 'steps', wholeFile: true, severities: {} } as const;

/** A step that says nothing: with it at the end the step before is not the last, and what that says of the unknown is not the answer. */
export const stepToCome: WrittenStep = { text: 'We go on.' };

/** The whole, ended by a blank line. */
export function sheetOf({ problem, steps }: PartialSolution): string {
  const statement = problem.trim() === '' ? '' : `problem: ${folded(problem)}\n\n`;
  return statement + stepsOf(steps, 0);
}

/** Steps of which `before` stand before, each ended by a blank line. */
export function stepsOf(steps: readonly WrittenStep[], before: number): string {
  return steps.map((step, index) => `${stepText(step, before + index)}\n\n`).join('');
}

function stepText({ text, code }: WrittenStep, index: number): string {
  const words = `Step ${index + 1}: ${folded(text)}`;
  return code === undefined ? words : `${words}\n\`\`\`python\n${code.trimEnd()}\n\`\`\``;
}

/** Lines after the first go on with it. */
function folded(text: string): string {
  return text.trim().replace(/\n\s*/g, '\n  ');
}
