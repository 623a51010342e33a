/** Scores from a server's own decision endpoint (`/v1/decisions`): one statement for each step, all in one call. */
import type { LanguageModel } from '../model/language-model.ts';
import { shownSolution } from '../policy/prompts/judge.ts';
import { decisionStatement } from '../policy/prompts/labels.ts';
import { scoreWith } from './asking.ts';
import { pack, roomFor, tooLong } from './packing.ts';
import type { RewardModel } from './reward-model.ts';
import { cancelled } from './sheet.ts';

/** Statements in one request. */
const AT_A_TIME = 20;

/** A step on which the model declines to answer has no score. */
export function createDecisionsReward(model: LanguageModel): RewardModel {
  return {
    id: `decisions:1:${model.id}`,
    name: `${model.name}, decisions`,
    method: 'decisions',
    score: (request, signal) =>
      scoreWith(
        model,
        request,
        signal,
        async (sheet, { window }) => {
          const statement = model.countTokens(decisionStatement(request.steps.length));
          const room = roomFor(model, window, [], statement * Math.min(AT_A_TIME, request.steps.length));
          const { windows, unplaced } = pack(request, sheet.from, room, { most: AT_A_TIME });
          for (const shown of windows) {
            if (signal.aborted) sheet.fail(cancelled);
            if (sheet.fault !== undefined || model.decide === undefined) break;
            const statements = shown.targets.map(({ index }) => decisionStatement(index + 1));
            const decided = await model.decide({ text: shownSolution(request.problem, shown), statements }, signal);
            sheet.use(decided.usage);
            if (!decided.ok) sheet.fail(decided.fault);
            else if (decided.probabilities.length !== statements.length) {
              sheet.fail({
                kind: 'not-understood',
                message: `${model.name} decided on ${decided.probabilities.length} of ${statements.length} steps. None of the answers is used.`,
              });
            } else {
              for (const [at, { index }] of shown.targets.entries()) {
                const probability = decided.probabilities[at];
                if (probability === undefined) continue;
                sheet.omit(index, shown.left);
                sheet.set(index, probability);
              }
            }
          }
          if (unplaced.length > 0) sheet.fail(tooLong(model.name, unplaced));
        },
        () => (model.decide === undefined ? 'has no endpoint for decisions.' : undefined),
      ),
  };
}
