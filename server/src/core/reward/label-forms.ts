/** How steps are laid before a model that answers with a label after each. */
import type { Message } from '../model/language-model.ts';
import { judgedStep, shownSolution, systemOfJudge, withGaps } from '../policy/prompts/judge.ts';
import { yesNoQuestion } from '../policy/prompts/labels.ts';
import { writeStep } from '../policy/prompts/steps.ts';
import type { PackedStep, Window } from './packing.ts';

/**
 * - `yes-no`: an ordinary instruct model is asked whether the step is right.
 * - `math-shepherd`: each step ends with `ки`, after which `+` or `-` is weighed (Math-Shepherd, arXiv 2312.08935).
 * - `inline`: as `yes-no`, but all steps are read in one pass with the question behind each.
 * - `rlhflow`: a chat in which each step is a turn of the user and `+` the answer to it (RLHFlow's process reward models).
 */
export const labelForms = ['yes-no', 'inline', 'math-shepherd', 'rlhflow'] as const;

export type LabelForm = (typeof labelForms)[number];

export interface LabelQuestion {
  readonly messages: readonly Message[];
  readonly prefix?: string;
  /** The good one first. */
  readonly labels: readonly [good: string, bad: string];
}

/** What stands after each step in Math-Shepherd's form. */
const SHEPHERD_MARK = ' ки';

/** The question about the last target of the window; those before it count as right. */
export function labelQuestion(form: LabelForm, problem: string, window: Window): LabelQuestion {
  switch (form) {
    case 'yes-no':
    case 'inline':
      return yesNo(problem, window);
    case 'math-shepherd':
      return shepherd(problem, window);
    case 'rlhflow':
      return rlhflow(problem, window);
  }
}

function yesNo(problem: string, window: Window): LabelQuestion {
  const index = window.targets.at(-1)?.index ?? 0;
  return {
    messages: [
      { role: 'system', content: systemOfJudge },
      { role: 'user', content: `${shownSolution(problem, window)}\n\n${yesNoQuestion(index + 1)}` },
    ],
    labels: ['Yes', 'No'],
  };
}

/** A step with its number and the mark that asks for a label. */
export function shepherdStep({ index, step }: PackedStep): string {
  return `Step ${index + 1}: ${writeStep(step)}${SHEPHERD_MARK}`;
}

/** Steps before the last keep the mark alone, as in training; the label of the last is what comes next. */
function shepherd(problem: string, window: Window): LabelQuestion {
  return {
    messages: [{ role: 'user', content: problem }],
    prefix: withGaps(window, shepherdStep).join('\n'),
    labels: ['+', '-'],
  };
}

function rlhflow(problem: string, window: Window): LabelQuestion {
  const steps = withGaps(window, judgedStep);
  const messages = steps.flatMap((text, at): readonly Message[] => [
    ...(at === 0 ? [] : [{ role: 'assistant', content: '+' } as const]),
    { role: 'user', content: at === 0 ? `${problem} ${text}` : text },
  ]);
  return { messages, labels: ['+', '-'] };
}
