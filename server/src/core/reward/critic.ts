/** A language model that names the first wrong paragraph, asked several times (ProcessBench's protocol, arXiv 2412.06559, section 3). */
import type { Abilities, LanguageModel } from '../model/language-model.ts';
import { critiqueOf, systemOfCritic } from '../policy/prompts/critic.ts';
import { scoreWith } from './asking.ts';
import { type Critique, readCritique } from './critique.ts';
import { pack, roomFor, tooLong, type Window } from './packing.ts';
import type { RewardModel, ScoreRequest } from './reward-model.ts';
import { cancelled, type ScoreSheet } from './sheet.ts';

export interface CriticOptions {
  /** Verdicts asked for, at least 1. */
  readonly votes: number;
  readonly seed?: number;
}

/** Tokens of a critique, at most, and at most this share of the window. */
const REPLY = 1200;
const REPLY_SHARE = 0.4;
const TEMPERATURE = 0.7;

/**
 * What is known of a step before anyone votes: so much of a vote, with that mean. So one vote is no certainty, and a step behind the one that all name, which
 * nobody has judged, is neither right nor wrong.
 */
const PRIOR_VOTES = 1;
const PRIOR_MEAN = 0.75;

type Vote = Extract<Critique, { readonly ok: true }>;

/** One request with `votes` completions for each window; a single vote is greedy. */
export function createCriticReward(model: LanguageModel, options: CriticOptions): RewardModel {
  return {
    id: `critic:1:${options.votes}:${options.seed ?? '-'}:${model.id}`,
    name: `${model.name}, critic`,
    method: 'critic',
    score: (request, signal) =>
      scoreWith(model, request, signal, (sheet, abilities) =>
        critique(model, options, { request, sheet, abilities, signal }),
      ),
  };
}

interface Asking {
  readonly request: ScoreRequest;
  readonly sheet: ScoreSheet;
  readonly abilities: Abilities;
  readonly signal: AbortSignal;
}

async function critique(model: LanguageModel, options: CriticOptions, asking: Asking): Promise<void> {
  const { request, sheet, abilities, signal } = asking;
  const reply = Math.min(REPLY, Math.floor(abilities.window * REPLY_SHARE));
  const { windows, unplaced } = pack(request, sheet.from, roomFor(model, abilities.window, [systemOfCritic], reply));
  for (const window of windows) {
    if (signal.aborted) sheet.fail(cancelled);
    if (sheet.fault !== undefined) break;
    const votes = await votesOn(model, options, window, reply, asking);
    if (votes.length > 0) takeVotes(votes, window, sheet);
  }
  if (unplaced.length > 0) sheet.fail(tooLong(model.name, unplaced));
}

/** Votes that came; where some did not, the others count and the fault is noted. */
async function votesOn(
  model: LanguageModel,
  { votes, seed }: CriticOptions,
  window: Window,
  reply: number,
  { request, sheet, signal }: Asking,
): Promise<readonly Vote[]> {
  const generated = await model.generate(
    {
      messages: [
        { role: 'system', content: systemOfCritic },
        { role: 'user', content: critiqueOf(request.problem, window) },
      ],
      n: votes,
      maxTokens: reply,
      temperature: votes === 1 ? 0 : TEMPERATURE,
      ...(seed === undefined ? {} : { seed }),
    },
    signal,
  );
  sheet.use(generated.usage);
  if (!generated.ok) {
    sheet.fail(generated.fault);
    return [];
  }
  if (generated.fault !== undefined) sheet.fail(generated.fault);
  const from = window.targets[0]?.index ?? 0;
  const to = (window.targets.at(-1)?.index ?? 0) + 1;
  const read = generated.completions.map(({ text }) => readCritique(text, from, to));
  const understood = read.filter(vote => vote.ok);
  if (understood.length === 0) {
    sheet.fail({
      kind: 'not-understood',
      message: `None of the ${read.length} critiques of ${model.name} names a paragraph or says that all are right. A larger model may do better.`,
    });
  }
  return understood;
}

function takeVotes(votes: readonly Vote[], window: Window, sheet: ScoreSheet): void {
  for (const { index } of window.targets) {
    sheet.omit(index, window.left);
    sheet.set(index, voteValue(votes, index), { reason: votes.find(({ first }) => first === index)?.reason });
  }
}

/** Of the votes that found nothing wrong before the step, the share that finds nothing wrong at it, with the prior. In (0, 1). */
export function voteValue(votes: readonly { readonly first: number }[], index: number): number {
  const judging = votes.filter(({ first }) => first === -1 || first >= index).length;
  const wrong = votes.filter(({ first }) => first === index).length;
  return (judging - wrong + PRIOR_VOTES * PRIOR_MEAN) / (judging + PRIOR_VOTES);
}
