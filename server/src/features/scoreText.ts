/** The words for a step's score: in its hover, beside the other sources, and in the chip behind it. */
import type { CheckedStep } from '../core/check.ts';
import type { CellOutcome } from '../core/code/runner.ts';
import { percent } from '../core/reward/findings.ts';
import type { StepScore } from '../core/reward/reward-model.ts';
import type { VerdictStatus } from '../core/verify/verdict.ts';
import { literal } from './markdown.ts';
import { inlineOutcome } from './outcomeText.ts';

/** What stands behind a step: an arrow says that a newer score is on its way, `≤` that the share is of all steps up to here. */
export function chipLabel({ value, upTo, old }: StepScore): string {
  if (upTo !== undefined) return `≤ ${percent(upTo)}`;
  return old === true ? `↻ ${percent(value)}` : percent(value);
}

/** What a chip says when the pointer rests on it. */
export function chipMarkdown(score: StepScore): string {
  return [scoreLine(score), ...detailLines(score)].join('\n\n');
}

/** Everything that is known of a step as a whole, one source a line. */
export function sourcesMarkdown(step: CheckedStep, outcomes: readonly CellOutcome[], score: StepScore): string {
  const sources = [
    claimsLine(step),
    ...outcomes.flatMap(outcome => inlineOutcome(outcome, outcome.kind === 'running') ?? []).map(codeLine),
    scoreLine(score),
    ...detailLines(score),
  ];
  const outranked = outrankedLine(step);
  return [
    '**This step as a whole**',
    sources.map(line => `- ${line}`).join('\n'),
    ...(outranked === undefined ? [] : [outranked]),
  ].join('\n\n');
}

const counted: readonly (readonly [VerdictStatus, string])[] = [
  ['proved', 'proved'],
  ['tested', 'tested'],
  ['refuted', 'refuted'],
  ['unknown', 'not decided'],
];

function claimsLine({ claims }: CheckedStep): string {
  if (claims.length === 0) return 'Checks: nothing in it could be read as a claim';
  const parts = counted.flatMap(([status, word]) => {
    const count = claims.filter(({ verdict }) => verdict.status === status).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return `Checks: ${claims.length === 1 ? '1 claim' : `${claims.length} claims`}, ${parts.join(', ')}`;
}

function codeLine(outcome: string): string {
  return `Code: ${literal(outcome)}`;
}

function scoreLine({ value, calibrated, model, old }: StepScore): string {
  const said = calibrated
    ? `Score: **${percent(value)}** likely to be right`
    : `Score: **${percent(value)}** by the model's own measure, not calibrated`;
  const age = old === true ? ' · of the text before the last change' : '';
  return `${said} · ${literal(model)}${age}`;
}

function detailLines({ reason, upTo, omitted = [] }: StepScore): readonly string[] {
  return [
    ...(upTo === undefined
      ? []
      : [`This step or one before it is likely wrong: it is **${percent(upTo)}** likely that all is right up to here`]),
    ...(reason === undefined || reason.trim() === ''
      ? []
      : [`Its reason: ${literal(reason.replace(/\s+/g, ' ').trim())}`]),
    ...(omitted.length === 0
      ? []
      : [`The model was not shown ${stepNumbers(omitted)}: the solution is longer than its window`]),
  ];
}

/** `step 2`, `steps 2–4 and 7`: indexes count from 0, people from 1. */
export function stepNumbers(indexes: readonly number[]): string {
  const sorted = [...new Set(indexes)].sort((a, b) => a - b);
  const runs: { from: number; to: number }[] = [];
  for (const index of sorted) {
    const last = runs.at(-1);
    if (last !== undefined && last.to === index - 1) last.to = index;
    else runs.push({ from: index, to: index });
  }
  const words = runs.map(({ from, to }) => (from === to ? `${from + 1}` : `${from + 1}–${to + 1}`));
  const listed = words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
  return `${sorted.length === 1 ? 'step' : 'steps'} ${listed}`;
}

/** Evidence outranks scores. */
function outrankedLine({ status }: CheckedStep): string | undefined {
  if (status === 'proved') return 'Every claim in it is proved, so its score is not held against it.';
  return status === 'refuted' ? 'A check refutes it, whatever its score.' : undefined;
}
