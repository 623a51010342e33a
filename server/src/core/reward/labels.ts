/** Values from the probability of a label: a good one against a bad one after each step. */
import type { Abilities, LanguageModel } from '../model/language-model.ts';
import { askEach, scoreWith } from './asking.ts';
import { type LabelForm, labelQuestion } from './label-forms.ts';
import { pack, roomFor, tooLong } from './packing.ts';
import type { RewardModel, ScoreRequest } from './reward-model.ts';
import { cancelled, type ScoreSheet } from './sheet.ts';
import { labelsInOnePass } from './single-pass.ts';

/** Below this share of all that could come next, the labels say nothing: the model did not take the question as one for them. */
const LEAST_MASS = 1e-3;
/** Tokens of the reply and of the marks that a form puts around the steps. */
const AROUND = 96;

/**
 * @param form how steps and labels are laid before the model: each has values of its own. `inline` and `math-shepherd` read all steps in one pass where
 * the model can be read; the others, and Math-Shepherd's elsewhere, ask once for each step.
 */
export function createLabelsReward(model: LanguageModel, form: LabelForm): RewardModel {
  return {
    id: `labels:1:${form}:${model.id}`,
    name: `${model.name}, labels`,
    method: 'labels',
    score: (request, signal) =>
      scoreWith(
        model,
        request,
        signal,
        async (sheet, abilities) => {
          const isRead = await labelsInOnePass({ model, form, request, sheet, abilities, signal });
          if (!isRead) await weighEach({ model, form, request, sheet, abilities, signal });
        },
        abilities => missing(form, abilities),
      ),
  };
}

function missing(form: LabelForm, { read, weigh }: Abilities): string | undefined {
  if (form === 'inline') return read === false ? 'does not tell the probabilities of a text that it reads.' : undefined;
  return weigh || (form === 'math-shepherd' && read !== false && read.logits)
    ? undefined
    : 'does not tell the probabilities of labels.';
}

/** One way of asking for labels, with what it is about. */
export interface Labelling {
  readonly model: LanguageModel;
  readonly form: LabelForm;
  readonly request: ScoreRequest;
  readonly sheet: ScoreSheet;
  readonly abilities: Abilities;
  readonly signal: AbortSignal;
}

async function weighEach({ model, form, request, sheet, abilities, signal }: Labelling): Promise<void> {
  const { windows, unplaced } = pack(request, sheet.from, roomFor(model, abilities.window, [], AROUND), { most: 1 });
  await askEach(windows, abilities, signal, async window => {
    const { index } = window.targets[0] ?? { index: 0 };
    const weighed = await model.weigh(labelQuestion(form, request.problem, window), signal);
    sheet.use(weighed.usage);
    if (!weighed.ok) {
      sheet.fail(weighed.fault);
      return false;
    }
    if (!(weighed.mass >= LEAST_MASS)) {
      sheet.fail({
        kind: 'not-understood',
        message: `${model.name} does not answer with the labels that were asked for. Use another reward method with it, such as the critic.`,
      });
      return false;
    }
    sheet.omit(index, window.left);
    sheet.set(index, weighed.probabilities[0] ?? Number.NaN);
    return true;
  });
  if (signal.aborted) sheet.fail(cancelled);
  if (unplaced.length > 0) sheet.fail(tooLong(model.name, unplaced));
}
