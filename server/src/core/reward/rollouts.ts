/**
 * Monte-Carlo estimation: from a prefix of the solution the rest is written several times, and the share that reaches the answer is the value of the
 * prefix's last step (Math-Shepherd, arXiv 2312.08935, section 3.3). The first step from which none does is found by binary search (OmegaPRM,
 * arXiv 2406.06592, section 3.2). Needs no reward model; where no answer is known, the one that most completions agree on stands for it.
 */
import type { Abilities, LanguageModel } from '../model/language-model.ts';
import { answerIn, sameAnswer } from '../policy/answers.ts';
import type { PartialSolution, Policy, WrittenStep } from '../policy/policy.ts';
import { workedExamples } from '../policy/prompts/examples.ts';
import { plainMessages, plainPrefix } from '../policy/prompts/plain.ts';
import { scoreWith } from './asking.ts';
import { pack, roomFor, tooLong } from './packing.ts';
import type { RewardModel, ScoreRequest } from './reward-model.ts';
import { cancelled, inParallel, type ScoreSheet } from './sheet.ts';

export interface RolloutOptions {
  /** Completions of each prefix, at least 1. */
  readonly completions: number;
  readonly seed?: number;
  /** Writes the rest step by step, so that it may use code and checks; without it the model writes it in one go. */
  readonly policy?: Policy;
}

/** Tokens of a completion, at most, and at most this share of the window. */
const REST = 1024;
const REST_SHARE = 0.5;
/** Steps that a policy may add, and tokens of each. */
const MOST_STEPS = 16;
const STEP_TOKENS = 300;
const TEMPERATURE = 0.8;

export function createRolloutReward(model: LanguageModel, options: RolloutOptions): RewardModel {
  const writer = options.policy?.id ?? model.id;
  return {
    id: `rollouts:1:${options.completions}:${options.seed ?? '-'}:${writer}`,
    name: `${options.policy?.name ?? model.name}, rollouts`,
    method: 'rollouts',
    score: (request, signal) =>
      scoreWith(model, request, signal, (sheet, abilities) =>
        estimate({ model, options, request, sheet, abilities, signal }),
      ),
  };
}

interface Estimating {
  readonly model: LanguageModel;
  readonly options: RolloutOptions;
  readonly request: ScoreRequest;
  readonly sheet: ScoreSheet;
  readonly abilities: Abilities;
  readonly signal: AbortSignal;
}

async function estimate(estimating: Estimating): Promise<void> {
  const { request, sheet, signal } = estimating;
  const { from } = sheet;
  const reference = request.answer ?? (await agreed(estimating));
  if (reference === undefined) return;
  const shares = new Map<number, number>();
  // From `good` the answer is reached, or it is taken to be; from `bad` it is not.
  let good = from - 1;
  let bad = request.steps.length;
  while (bad - good > 1) {
    // The last first: from a right solution one prefix is enough.
    const middle = shares.size === 0 ? bad - 1 : Math.floor((good + bad) / 2);
    const share = await shareFrom(middle, reference, estimating);
    if (share === undefined) break;
    shares.set(middle, share);
    if (share > 0) good = middle;
    else bad = middle;
  }
  if (signal.aborted) sheet.fail(cancelled);
  for (const index of sheet.wanted) {
    const value = valueAt(index, shares);
    if (value !== undefined) sheet.set(index, value);
  }
}

/**
 * A step that was not tried: before one from which the answer was reached it is as good as that one, behind the first from which it was not it is as bad.
 * In between, where the search was broken off, nothing is known.
 */
function valueAt(index: number, shares: ReadonlyMap<number, number>): number | undefined {
  const own = shares.get(index);
  if (own !== undefined) return own;
  const tried = [...shares].sort(([a], [b]) => a - b);
  const reached = tried.find(([at, share]) => at > index && share > 0);
  if (reached !== undefined) return reached[1];
  return tried.some(([at, share]) => at < index && share === 0) ? 0 : undefined;
}

/** Share of the completions of the steps up to `index` that reach the answer; a step that states an answer needs none. */
async function shareFrom(index: number, reference: string, estimating: Estimating): Promise<number | undefined> {
  const { request, sheet } = estimating;
  const stated = answerIn(request.steps[index]?.text ?? '');
  if (stated !== undefined) return sameAnswer(stated, reference) ? 1 : 0;
  const answers = await answersFrom(index + 1, estimating);
  if (answers === undefined) return undefined;
  if (answers.length === 0) {
    sheet.fail({
      kind: 'not-understood',
      message: `None of the completions of ${estimating.model.name} states an answer.`,
    });
    return undefined;
  }
  return answers.filter(answer => answer !== undefined && sameAnswer(answer, reference)).length / answers.length;
}

/** The answer that most completions of what counts as right agree on. */
async function agreed(estimating: Estimating): Promise<string | undefined> {
  const answers = await answersFrom(estimating.sheet.from, estimating);
  if (answers === undefined) return undefined;
  const stated = answers.filter(answer => answer !== undefined);
  const votes = stated.map(answer => stated.filter(other => sameAnswer(answer, other)).length);
  const most = Math.max(0, ...votes);
  if (most >= Math.min(2, estimating.options.completions)) return stated[votes.indexOf(most)];
  estimating.sheet.fail({
    kind: 'not-understood',
    message: `The completions of ${estimating.model.name} agree on no answer, so the steps cannot be held against one. Give the answer, or more votes.`,
  });
  return undefined;
}

/** Answers of the completions that came, `undefined` for one that states none; `undefined` in place of all where nothing came. */
async function answersFrom(
  count: number,
  estimating: Estimating,
): Promise<readonly (string | undefined)[] | undefined> {
  const partial: PartialSolution = {
    problem: estimating.request.problem,
    steps: estimating.request.steps.slice(0, count),
  };
  const { policy } = estimating.options;
  return policy === undefined ? inOneGo(partial, estimating) : stepByStep(policy, partial, estimating);
}

async function inOneGo(
  { problem, steps }: PartialSolution,
  { model, options, sheet, abilities, signal }: Estimating,
): Promise<readonly (string | undefined)[] | undefined> {
  const messages = plainMessages(problem, workedExamples.plain);
  const maxTokens = Math.min(REST, Math.floor(abilities.window * REST_SHARE));
  const room = roomFor(
    model,
    abilities.window,
    messages.map(({ content }) => content),
    maxTokens,
  );
  const next = steps.length;
  const { windows, unplaced } = pack({ problem: '', steps: [...steps, { text: '' }] }, next, room, { most: 1 });
  const window = windows[0];
  if (window === undefined) {
    sheet.fail(tooLong(model.name, unplaced));
    return undefined;
  }
  sheet.omit(next - 1, window.left);
  const generated = await model.generate(
    {
      messages,
      prefix: plainPrefix(window),
      n: options.completions,
      maxTokens,
      temperature: TEMPERATURE,
      ...(options.seed === undefined ? {} : { seed: options.seed }),
    },
    signal,
  );
  sheet.use(generated.usage);
  if (!generated.ok) {
    sheet.fail(generated.fault);
    return undefined;
  }
  if (generated.fault !== undefined) sheet.fail(generated.fault);
  return generated.completions.map(({ text }) => answerIn(text));
}

async function stepByStep(
  policy: Policy,
  partial: PartialSolution,
  { options, sheet, abilities, signal }: Estimating,
): Promise<readonly (string | undefined)[] | undefined> {
  const answers: (string | undefined)[] = [];
  const runs = Array.from({ length: options.completions }, (_, run) => run);
  await inParallel(runs, abilities.parallel, signal, async run => {
    const steps: WrittenStep[] = [...partial.steps];
    for (let added = 0; added < MOST_STEPS; added++) {
      const proposal = await policy.propose(
        { problem: partial.problem, steps },
        {
          n: 1,
          form: 'plain',
          temperature: TEMPERATURE,
          maxTokens: STEP_TOKENS,
          ...(options.seed === undefined ? {} : { seed: options.seed + run * MOST_STEPS + added }),
        },
        signal,
      );
      sheet.use(proposal.usage);
      if (!proposal.ok) {
        sheet.fail(proposal.fault);
        return false;
      }
      const candidate = proposal.candidates[0];
      if (candidate === undefined) break;
      steps.push(candidate);
      if (candidate.final) {
        answers.push(candidate.answer);
        return true;
      }
    }
    answers.push(undefined);
    return true;
  });
  return answers.length === 0 ? undefined : answers;
}
