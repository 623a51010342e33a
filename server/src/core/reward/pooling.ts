/**
 * Process reward models that are served for pooling, in the form of Qwen2.5-Math-PRM (arXiv 2501.07301): one chat with every step closed by a marker, and
 * a value at each marker. One call for all steps of a window.
 */
import type { LanguageModel, Message } from '../model/language-model.ts';
import { withGaps } from '../policy/prompts/judge.ts';
import { writeStep } from '../policy/prompts/steps.ts';
import { scoreWith } from './asking.ts';
import { pack, roomFor, tooLong, type Window } from './packing.ts';
import type { RewardModel } from './reward-model.ts';
import { cancelled } from './sheet.ts';

/** The marker that the model was trained with; text of a step that holds it would count as one. */
const MARKER = '<extra_0>';
/** The system message that the model was trained with. */
const SYSTEM = 'Please reason step by step, and put your final answer within \\boxed{}.';
/** Tokens of the markers are counted with the steps: a tokenizer may split one. */
const MARKER_TOKENS = 8;

export function createPoolingReward(model: LanguageModel): RewardModel {
  return {
    id: `pooling:1:${model.id}`,
    name: model.name,
    method: 'pooling',
    score: (request, signal) =>
      scoreWith(
        model,
        request,
        signal,
        async (sheet, { window }) => {
          const room = roomFor(model, window, [SYSTEM], request.steps.length * MARKER_TOKENS);
          const { windows, unplaced } = pack(request, sheet.from, room);
          for (const shown of windows) {
            if (signal.aborted) sheet.fail(cancelled);
            if (sheet.fault !== undefined) break;
            const count = shown.context.length + shown.targets.length;
            const messages = chat(request.problem, shown);
            const pooled = await model.pool({ messages, marker: MARKER, count }, signal);
            sheet.use(pooled.usage);
            if (!pooled.ok) sheet.fail(pooled.fault);
            else if (pooled.values.length !== count) {
              sheet.fail({
                kind: 'not-understood',
                message: `${model.name} gave ${pooled.values.length} values for ${count} steps. None of them is used.`,
              });
            } else {
              for (const [at, { index }] of shown.targets.entries()) {
                sheet.omit(index, shown.left);
                sheet.set(index, pooled.values[shown.context.length + at] ?? Number.NaN);
              }
            }
          }
          if (unplaced.length > 0) sheet.fail(tooLong(model.name, unplaced));
        },
        ({ pool }) => (pool ? undefined : 'gives no values for steps: it is no process reward model.'),
      ),
  };
}

function chat(problem: string, shown: Window): readonly Message[] {
  const steps = withGaps(shown, ({ step }) => `${writeStep(step).replaceAll(MARKER, '')}${MARKER}`);
  return [
    { role: 'system', content: SYSTEM },
    { role: 'user', content: problem },
    { role: 'assistant', content: steps.join('') },
  ];
}
