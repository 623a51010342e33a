/** Solutions with the index of their first wrong step, one JSON object a line: what reward models are fitted, calibrated and measured on. */
import * as z from 'zod/mini';
import { DocumentChecker } from '../../core/check.ts';
import { evidenceOf } from '../../core/policy/written.ts';
import type { StepEvidence } from '../../core/reward/reward-model.ts';

const itemSchema = z.object({
  id: z.string(),
  problem: z.string(),
  steps: z.array(z.string()).check(z.minLength(1)),
  label: z.int().check(z.minimum(-1)),
});

export interface LabelledItem {
  readonly id: string;
  /** Name of the data file without folder and extension. */
  readonly group: string;
  readonly problem: string;
  readonly steps: readonly string[];
  /** Index of the first wrong step, -1 where all are right. */
  readonly label: number;
}

export type ReadLabelled =
  | { readonly ok: true; readonly items: readonly LabelledItem[] }
  /** One sentence with the line, to follow the file's name. */
  | { readonly ok: false; readonly reason: string };

/** Reads a file's text; `group` names the file. Empty lines are passed by, any other that is no item is told. */
export function readLabelled(text: string, group: string): ReadLabelled {
  const items: LabelledItem[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const parsed = itemSchema.safeParse(jsonOf(line));
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const where = issue?.path.length === 0 ? '' : ` (${issue?.path.join('.')})`;
      return {
        ok: false,
        reason: `line ${index + 1} is no object with id, problem, steps and label${where}: ${issue?.message}`,
      };
    }
    if (parsed.data.label >= parsed.data.steps.length)
      return { ok: false, reason: `line ${index + 1}: the label ${parsed.data.label} is behind the last step` };
    items.push({ ...parsed.data, group });
  }
  return items.length === 0 ? { ok: false, reason: 'there is no solution in it' } : { ok: true, items };
}

/** What the instant tier finds of each step, as in a person's own file. An Error that belongs to no claim of its step counts as a refuted one. */
export function evidenceOfItem({ problem, steps }: Pick<LabelledItem, 'problem' | 'steps'>): readonly StepEvidence[] {
  let text = `## Problem\n\n${problem.trim()}\n\n## Solution\n\n`;
  const ends = steps.map(step => {
    text += `${step}\n\n`;
    return text.length;
  });
  const { solutions, findings } = new DocumentChecker(text, { format: 'markdown', wholeFile: false, severities: {} })
    .result;
  const stepAt = (offset: number): number => ends.findIndex(end => offset < end);
  const found = steps.map(() => ({ proved: 0, tested: 0, unknown: 0, refuted: 0 }));
  for (const checked of solutions.flatMap(solution => solution.steps)) {
    const sum = found[stepAt(checked.placed.offset + checked.placed.step.span.start)];
    if (sum === undefined) continue;
    const own = evidenceOf(checked);
    for (const status of Object.keys(own) as (keyof StepEvidence)[]) sum[status] += own[status];
  }
  for (const finding of findings.filter(({ severity }) => severity === 'error')) {
    const sum = found[stepAt(finding.span.start)];
    if (sum?.refuted === 0) sum.refuted = 1;
  }
  return found;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
