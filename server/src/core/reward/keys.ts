/** Names of steps by content, for scores that are kept: the same problem, steps before it and text have the same one, wherever they stand. */
import { fingerprint } from '../document/fingerprint.ts';
import type { Solution } from '../document/solution.ts';

export interface StepKey {
  /** Problem, all steps before, and the step itself: what a score belongs to. */
  readonly exact: string;
  /** The step with its problem, whatever stands between. */
  readonly text: string;
  /** The problem and the steps before: the place that the step has. */
  readonly place: string;
}

export interface SolutionKeys {
  readonly steps: readonly StepKey[];
  readonly texts: ReadonlySet<string>;
}

const known = new WeakMap<Solution, SolutionKeys>();

/** Keys of the steps of a solution, in order. */
export function keysOf(solution: Solution): SolutionKeys {
  const kept = known.get(solution);
  if (kept !== undefined) return kept;
  const problem = fingerprint(solution.problem?.key ?? '');
  let place = problem;
  const steps = solution.steps.map(({ step }): StepKey => {
    const text = fingerprint(`${problem} ${step.key}`);
    const key = { exact: fingerprint(`${place} ${step.key}`), text, place };
    place = key.exact;
    return key;
  });
  const keys = { steps, texts: new Set(steps.map(({ text }) => text)) };
  known.set(solution, keys);
  return keys;
}
