/** Tries a model on a small problem and says in words what it can do here and what not: for setting one up, and for `stepwise models`. */
import type { Failed, Usage } from './fault.ts';
import type { Abilities, LanguageModel } from './language-model.ts';

export type TriedModel =
  | {
      readonly ok: true;
      readonly abilities: Abilities;
      /** What it made of the problem; absent for a model that only gives values to steps. */
      readonly trial?: Trial;
      /** Sentences without a subject: “continues a solution exactly where it ends”. */
      readonly can: readonly string[];
      readonly cannot: readonly string[];
      readonly usage: Usage;
    }
  | Failed;

export interface Trial {
  /** Its answer is the right one. */
  readonly solved: boolean;
  readonly reply: string;
  readonly seconds: number;
  readonly tokensPerSecond: number;
}

const problem =
  'A box holds 3 rows of 4 apples. 5 apples are eaten. How many are left? Show your steps, and end with “Answer:” and the number.';
const answer = '7';
const maxTokens = 256;

/** `clock` in milliseconds. Asks for the abilities, then for one completion. Cancelled or unreachable: the fault of the first call that failed. */
export async function tryModel(model: LanguageModel, clock: () => number, signal: AbortSignal): Promise<TriedModel> {
  const found = await model.abilities(signal);
  if (!found.ok) return found;
  const { abilities } = found;
  const words = describe(abilities);
  const began = clock();
  const request = { messages: [{ role: 'user', content: problem }], n: 1, maxTokens, temperature: 0 } as const;
  const generated = await model.generate(request, signal);
  if (!generated.ok) {
    // A process reward model writes nothing, and need not.
    if (!abilities.pool || generated.fault.kind === 'cancelled') return generated;
    return { ok: true, abilities, ...words, usage: generated.usage };
  }
  const [completion] = generated.completions;
  const seconds = Math.max(0.001, (clock() - began) / 1000);
  const reply = completion?.text ?? '';
  const trial = {
    solved: lastNumber(reply) === answer,
    reply,
    seconds,
    tokensPerSecond: (completion?.tokens ?? 0) / seconds,
  };
  return { ok: true, abilities, trial, ...words, usage: generated.usage };
}

function lastNumber(text: string): string | undefined {
  return text.match(/\d+(?:\.\d+)?/g)?.at(-1);
}

/** What follows from the abilities for a person who writes solutions. */
export function describe(abilities: Abilities): {
  readonly can: readonly string[];
  readonly cannot: readonly string[];
} {
  const { window, many, parallel, continuation, logProbabilities, schema, prefixCache, read, weigh, pool } = abilities;
  const facts: readonly (readonly [boolean, string, string])[] = [
    [true, `reads up to ${window} tokens at once`, ''],
    [
      continuation !== 'turn',
      'goes on with a solution exactly where it ends',
      'be held to where a solution ends: it is asked to in words',
    ],
    [
      many,
      'gives several suggestions for one reading of the solution',
      `give several suggestions for one reading: it is asked ${parallel} times at once`,
    ],
    [logProbabilities, 'tells how likely its own suggestions are', 'tell how likely its own suggestions are'],
    [schema, 'is held to the form of an answer', 'be held to the form of an answer'],
    [weigh, 'weighs “right” against “wrong” after a step', 'weigh “right” against “wrong” after a step'],
    [read !== false, 'tells how surprising each written step is', 'tell how surprising each written step is'],
    [
      pool,
      'is a process reward model: one value a step',
      'give values to steps by itself (it is no process reward model)',
    ],
    [prefixCache, 'reads only what is new after an edit', 'be seen to read only what is new after an edit'],
  ];
  return {
    can: facts.flatMap(([able, can]) => (able ? [can] : [])),
    cannot: facts.flatMap(([able, , cannot]) => (able ? [] : [cannot])),
  };
}
