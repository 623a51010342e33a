/** All traffic with a model, kept and played back: with the same seed and the same recording a run gives the same results. */
import { type AbilitiesAnswer, type Asked, type Exchanges, type Method, surrounded } from './exchange.ts';
import { type Failed, type FaultKind, noUsage } from './fault.ts';
import type { LanguageModel } from './language-model.ts';

export type Answer = Exchanges[Method]['answer'];

/** Where exchanges are kept, by the content of the question. */
export interface Recording {
  /**
   * @param model `LanguageModel.id`
   * @param turn how often the same was asked before in this run: each time has its own answer
   */
  find(model: string, asked: Asked, turn: number): Answer | undefined;
  add(model: string, asked: Asked, turn: number, answer: Answer): void;
  abilitiesOf(model: string): AbilitiesAnswer | undefined;
  addAbilities(model: string, answer: AbilitiesAnswer): void;
  tokensIn(model: string, text: string): number | undefined;
  addTokens(model: string, text: string, tokens: number): void;
}

/** Failures that come of the request itself: it would fail again. Others, such as a server that is away, are not kept. */
const lasting: ReadonlySet<FaultKind> = new Set(['too-long', 'unsupported', 'not-understood']);

function isLasting(answer: { readonly ok: true } | Failed): boolean {
  // Completions that came beside a failure are not all that a run without it would have.
  return answer.ok ? !('fault' in answer && answer.fault !== undefined) : lasting.has(answer.fault.kind);
}

/** Counts how often each question was asked in this run. */
class Turns {
  readonly #asked = new Map<string, number>();

  next(asked: Asked): number {
    const key = JSON.stringify(asked);
    const turn = this.#asked.get(key) ?? 0;
    this.#asked.set(key, turn + 1);
    return turn;
  }
}

/**
 * The model, whose answers come from the recording where it has them and are added to it where it has not: a run that was broken off goes on from where
 * it was.
 */
export function recorded(model: LanguageModel, recording: Recording): LanguageModel {
  const turns = new Turns();
  const spoken = surrounded(model, async (asked, call, signal) => {
    const turn = turns.next(asked);
    // Kept under its method: an answer of this form.
    const known = signal.aborted
      ? undefined
      : (recording.find(model.id, asked, turn) as Awaited<ReturnType<typeof call>> | undefined);
    if (known !== undefined) return known;
    const answer = await call();
    if (isLasting(answer)) recording.add(model.id, asked, turn, answer as Answer);
    return answer;
  });
  return {
    ...spoken,
    async abilities(signal) {
      const known = recording.abilitiesOf(model.id);
      if (known !== undefined) return known;
      const answer = await model.abilities(signal);
      if (isLasting(answer)) recording.addAbilities(model.id, answer);
      return answer;
    },
    countTokens(text) {
      const known = recording.tokensIn(model.id, text);
      if (known !== undefined) return known;
      const tokens = model.countTokens(text);
      recording.addTokens(model.id, text, tokens);
      return tokens;
    },
  };
}

/** A model that is nothing but its recording. What that does not hold is a fault, and nothing is asked. */
export function replayed(about: Pick<LanguageModel, 'id' | 'name'>, recording: Recording): LanguageModel {
  const unasked = (): Promise<Failed> => Promise.resolve(failed('unsupported', 'A recording asks no model.'));
  const turns = new Turns();
  const silent: LanguageModel = {
    ...about,
    abilities: () => Promise.resolve(recording.abilitiesOf(about.id) ?? failed('unreachable', missing(about.name))),
    generate: unasked,
    read: unasked,
    weigh: unasked,
    pool: unasked,
    decide: unasked,
    // Without a tokenizer: more than any has for ordinary text.
    countTokens: text => recording.tokensIn(about.id, text) ?? Math.ceil(text.length / 2),
    release: () => Promise.resolve(),
  };
  return surrounded(silent, (asked, call, signal) => {
    if (signal.aborted) return Promise.resolve(failed('cancelled', 'The request was cancelled.'));
    const turn = turns.next(asked);
    const known = recording.find(about.id, asked, turn) as Awaited<ReturnType<typeof call>> | undefined;
    return Promise.resolve(known ?? failed('unreachable', missing(about.name)));
  });
}

function missing(name: string): string {
  return `The recording has no answer of ${name} to this request: the text, the settings or Stepwise have changed since. Record it again.`;
}

function failed(kind: FaultKind, message: string): Failed {
  return { ok: false, fault: { kind, message }, usage: noUsage };
}
