/**
 * Records what a model sends back when it is asked for steps: `node test/bench/lib/record-replies.ts URL MODEL OUT.jsonl [FIRST]`. The tests of the policy read these
 * replies again and again; a new model or a new prompt is worth a new recording. URL is an OpenAI-compatible server.
 */
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createServerModel } from '../../../server/src/adapters/openai/index.ts';
import type { GenerateRequest, LanguageModel } from '../../../server/src/core/model/language-model.ts';
import { createLanguagePolicy } from '../../../server/src/core/policy/language-policy.ts';
import type { PartialSolution, ProposeOptions } from '../../../server/src/core/policy/policy.ts';
import { askedFor } from './reply-problems.ts';

const [url, name, out, first = '0'] = process.argv.slice(2);
if (url === undefined || name === undefined || out === undefined)
  throw new Error('usage: record-replies.ts URL MODEL OUT.jsonl');

const server = createServerModel(
  { url, model: name },
  {
    clock: Date.now,
    sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
    log: () => undefined,
    cache: { get: async () => undefined, set: async () => undefined },
  },
);

/** The server, with each reply written down. */
function recording(asked: {
  readonly partial: PartialSolution;
  readonly options: ProposeOptions;
  readonly turn: boolean;
}): LanguageModel {
  return {
    ...server,
    async generate(request, signal) {
      const generated = await server.generate(asked.turn ? inTurn(request) : request, signal);
      if (!generated.ok) throw new Error(generated.fault.message);
      for (const { text, finish } of generated.completions) {
        const { form, temperature, seed } = asked.options;
        const line = { model: name, form, turn: asked.turn, temperature, seed, ...asked.partial, finish, text };
        appendFileSync(out as string, `${JSON.stringify(line)}\n`);
      }
      return generated;
    },
  };
}

/** As a chat model without a way to go on with a reply is asked: the solution so far stands in the user's turn. */
function inTurn({ prefix, ...request }: GenerateRequest): GenerateRequest {
  const last = request.messages.at(-1);
  const content = `${last?.content ?? ''}\n\nThe solution so far:\n${prefix}\n\nGo on from there.`;
  return { ...request, messages: [...request.messages.slice(0, -1), { role: 'user', content }] };
}

for (const [index, { turn, form, bare, ...partial }] of askedFor.entries()) {
  if (index < Number(first)) continue;
  const options: ProposeOptions = {
    n: 1,
    form,
    temperature: index % 3 === 0 ? 0 : 0.8,
    maxTokens: form === 'plain' ? 140 : 200,
    seed: index,
  };
  const shown = bare === true ? { examples: [] } : {};
  await createLanguagePolicy(recording({ partial, options, turn }), shown).propose(
    partial,
    options,
    new AbortController().signal,
  );
  console.log(`${index + 1} of ${askedFor.length}`);
}
