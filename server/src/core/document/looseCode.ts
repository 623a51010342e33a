/** Code that stands in a block of its own and belongs to the step of the block before it. */
import { stepKey } from './collector.ts';
import { shiftText } from './mapped.ts';
import type { CodePart, Part, PlacedStep, Step } from './solution.ts';

/** Is a step nothing but code, in a paragraph of its own? A list item, or a step that the document counts, stays a step. */
export function isLooseCode({ kind, label, parts }: Step): boolean {
  return kind === 'paragraph' && label === undefined && parts.every(part => part.kind === 'code');
}

/** Steps with the code that was last joined to them: the same two steps at the same distance give the same step again. */
export type JoinedSteps = WeakMap<Step, { readonly code: Step; readonly distance: number; readonly joined: Step }>;

/** The step with the code that follows it. Offsets count from the step's block. */
export function withCode(before: PlacedStep, code: Step, offset: number, known: JoinedSteps): PlacedStep {
  const distance = offset - before.offset;
  const last = known.get(before.step);
  if (last?.code === code && last.distance === distance) return { ...before, step: last.joined };
  const { key: _key, ...step } = before.step;
  const parts: readonly Part[] = [
    ...step.parts,
    ...code.parts.map(part => (part.kind === 'code' ? moved(part, distance) : part)),
  ];
  const whole = { ...step, parts, span: { start: step.span.start, end: code.span.end + distance } };
  const joined: Step = { ...whole, key: stepKey(whole) };
  known.set(before.step, { code, distance, joined });
  return { ...before, step: joined };
}

function moved(part: CodePart, by: number): CodePart {
  return {
    ...part,
    content: shiftText(part.content, by),
    span: { start: part.span.start + by, end: part.span.end + by },
  };
}
