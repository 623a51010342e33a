/** From a document's solution to what policies and reward models read. */
import type { CheckedSolution, CheckedStep } from '../check.ts';
import { isPython } from '../code/cells.ts';
import { sourceSpan } from '../document/mapped.ts';
import type { FormulaPart, Part, PlacedStep, ProblemStatement } from '../document/solution.ts';
import { noEvidence } from '../reward/evidence.ts';
import type { StepEvidence } from '../reward/reward-model.ts';
import type { VerdictStatus } from '../verify/verdict.ts';
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

/** More words than these beside its claims ("and so we have", "Step 2:") say something of their own. */
const WORDS_AROUND = 4;

/** Claims of a step by verdict, and whether it says more than them. */
export function evidenceOf(step: CheckedStep): StepEvidence {
  const { claims } = step;
  const count = (status: VerdictStatus): number => claims.filter(({ verdict }) => verdict.status === status).length;
  return {
    proved: count('proved'),
    tested: count('tested'),
    unknown: count('unknown'),
    refuted: count('refuted'),
    ...(saysMore(step) ? { saysMore: true } : {}),
  };
}

/** Of a text that is read as several steps, or as none. */
export function evidenceOfAll(steps: readonly CheckedStep[]): StepEvidence {
  return steps.map(evidenceOf).reduce(
    (sum, { proved, tested, unknown, refuted, saysMore }) => ({
      proved: sum.proved + proved,
      tested: sum.tested + tested,
      unknown: sum.unknown + unknown,
      refuted: sum.refuted + refuted,
      ...(sum.saysMore === true || saysMore === true ? { saysMore: true } : {}),
    }),
    noEvidence,
  );
}

/** Words of its sentences that stand in none of its claims. Formulas that were not read are claims of a kind: with one the step says more. */
export function saysMore({ placed: { step }, claims, unread }: CheckedStep): boolean {
  if (unread.length > 0) return true;
  const inClaim = (at: number): boolean => claims.some(({ claim: { span } }) => span.start <= at && at < span.end);
  let words = 0;
  for (const part of step.parts) {
    if (part.kind !== 'words') continue;
    for (const { index } of part.content.text.matchAll(/\p{L}{2,}/gu))
      if (!inClaim(sourceSpan(part.content, { start: index, end: index }).start) && ++words > WORDS_AROUND) return true;
  }
  return false;
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
