/** A language model that a test writes, with its calls counted. */
import { type Failed, noUsage, type Usage } from '../../../server/src/core/model/fault.ts';
import type { Abilities, LanguageModel } from '../../../server/src/core/model/language-model.ts';

export const usage: Usage = { promptTokens: 100, cachedTokens: 0, completionTokens: 20, calls: 1, cost: 0.002 };

export const abilities: Abilities = {
  window: 4096,
  many: false,
  continuation: 'turn',
  logProbabilities: false,
  schema: false,
  prefixCache: false,
  read: { logits: true },
  weigh: true,
  pool: false,
  parallel: 2,
};

export const refused: Failed = {
  ok: false,
  fault: { kind: 'unreachable', message: 'Nothing answers.' },
  usage: noUsage,
};

/** Answers everything; `calls` has the method of each call. What it writes counts on: two equal requests have two replies. */
export function scripted(parts: Partial<LanguageModel> = {}): LanguageModel & { readonly calls: string[] } {
  const calls: string[] = [];
  const note = <Answer>(method: string, answer: Answer) => {
    calls.push(method);
    return Promise.resolve(answer);
  };
  const ok = true as const;
  return {
    calls,
    id: 'scripted:1',
    name: 'Scripted',
    abilities: () => note('abilities', { ok, abilities }),
    generate: () =>
      note('generate', {
        ok,
        completions: [{ text: `reply ${calls.length}`, tokens: 20, finish: 'stop' as const }],
        usage,
      }),
    read: () =>
      note('read', {
        ok,
        parts: [{ tokens: [{ text: 'a', logProbability: -1 }], logits: Float32Array.of(0.5, -2.25), labels: [1, 2] }],
        usage,
      }),
    weigh: () => note('weigh', { ok, probabilities: [0.75, 0.25], mass: 0.9, usage }),
    pool: () => note('pool', { ok, values: [0.9, 0.2], usage }),
    decide: () => note('decide', { ok, probabilities: [0.6, undefined], usage }),
    countTokens: text => text.length,
    release: () => note('release', undefined),
    ...parts,
  };
}

export const signal = new AbortController().signal;
export const messages = [{ role: 'user', content: 'How many?' }] as const;
export const requests = {
  generate: { messages, n: 1, maxTokens: 20, temperature: 0.8 },
  read: { messages, parts: ['a', 'b'] },
  weigh: { messages, labels: ['Yes', 'No'] },
  pool: { messages, marker: '<extra_0>', count: 2 },
  decide: { text: 'a text', statements: ['it is right', 'it is long'] },
} as const;
