/** Confidence chips: the score of a step in percent, behind its last word. */
import { type InlayHint, InlayHintKind } from 'vscode-languageserver';
import type { CheckedStep } from '../core/check.ts';
import type { StepScore } from '../core/reward/reward-model.ts';
import type { Settings } from '../settings/schema.ts';
import type { HintSource } from './inlayHints.ts';
import { chipLabel, chipMarkdown } from './scoreText.ts';
import type { Checked } from './session.ts';

/** @param wanted which are shown, asked each time: the person may change it */
export function chipHints(wanted: () => Settings['reward.chips']): HintSource {
  return checked =>
    checked.document.solutions.flatMap(({ steps }) =>
      steps.flatMap(step => (isShown(step, wanted()) ? [chipOf(checked, step, step.score)] : [])),
    );
}

type Scored = CheckedStep & { readonly score: StepScore };

function isShown(step: CheckedStep, wanted: Settings['reward.chips']): step is Scored {
  if (step.score === undefined || step.placed.ignored || wanted === 'off') return false;
  return wanted === 'all' || step.score.low;
}

function chipOf({ text }: Checked, { placed: { step, offset } }: CheckedStep, score: StepScore): InlayHint {
  const start = offset + step.span.start;
  const written = text
    .getText()
    .slice(start, offset + step.span.end)
    .trimEnd();
  return {
    position: text.positionAt(start + written.length),
    label: chipLabel(score),
    kind: InlayHintKind.Type,
    tooltip: { kind: 'markdown', value: chipMarkdown(score) },
    paddingLeft: true,
  };
}
