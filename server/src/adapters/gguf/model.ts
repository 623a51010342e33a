/** A local model behind core's interface. */
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { type Failed, noUsage, type Usage } from '../../core/model/fault.ts';
import type { Abilities, LanguageModel } from '../../core/model/language-model.ts';
import { estimateTokens } from '../openai/count-tokens.ts';
import type { LocalFault } from './faults.ts';
import type { Host, Outcome } from './host.ts';
import type { Answer, Used } from './messages.ts';

export interface GgufOptions {
  readonly file: string;
  /** In hex, where it is known: then the model's id holds on every machine. */
  readonly sha256?: string;
  /** Tokens of prompt and reply together; 4,096 where absent, the file's own at most. */
  readonly window?: number;
}

const defaultWindow = 4096;

const able: Omit<Abilities, 'window' | 'parallel'> = {
  many: true,
  continuation: 'prefill',
  logProbabilities: true,
  schema: true,
  prefixCache: true,
  read: { logits: true },
  weigh: true,
  pool: false,
};

/** A model of this machine. Cheap to make: the first request loads the file. What is wrong with the file is told by the requests. */
export function createGgufModel(
  { file, sha256, window = defaultWindow }: GgufOptions,
  services: { host(file: string, window: number): Host },
): LanguageModel {
  const host = services.host(file, window);
  return {
    id: `gguf:${sha256 ?? fingerprint(file)}:${window}`,
    name: basename(file).replace(/\.gguf$/i, ''),
    async abilities(signal) {
      const opened = await host.open(signal);
      if (!opened.ok) return failed(opened.fault);
      return { ok: true, abilities: { ...able, window: opened.window, parallel: opened.sequences } };
    },
    async generate(request, signal) {
      const outcome = await host.ask({ kind: 'generate', request: copyOf(request) }, signal);
      const answer = answerOf(outcome, 'generated');
      return answer.ok
        ? { ok: true, completions: answer.value.completions, usage: usageOf(answer.value.used) }
        : answer;
    },
    async read(request, signal) {
      const outcome = await host.ask({ kind: 'read', request: copyOf(request) }, signal);
      const answer = answerOf(outcome, 'read');
      return answer.ok ? { ok: true, parts: answer.value.parts, usage: usageOf(answer.value.used) } : answer;
    },
    async weigh(request, signal) {
      const outcome = await host.ask({ kind: 'weigh', request: copyOf(request) }, signal);
      const answer = answerOf(outcome, 'weighed');
      if (!answer.ok) return answer;
      const { probabilities, mass, used } = answer.value;
      return { ok: true, probabilities, mass, usage: usageOf(used) };
    },
    pool: async () => failed({ kind: 'unsupported', message: 'A local model has no values at step markers.' }),
    countTokens: estimateTokens,
    async release() {
      host.release();
    },
  };
}

/** What core promises not to change becomes a message's own. */
type Mutable<T> = T extends readonly (infer E)[]
  ? Mutable<E>[]
  : T extends object
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : T;
function copyOf<T extends object>(request: T): Mutable<T> {
  return structuredClone(request) as Mutable<T>;
}

type Of<Kind extends Answer['kind']> = Extract<Answer, { readonly kind: Kind }>;

function answerOf<Kind extends Answer['kind']>(
  outcome: Outcome,
  kind: Kind,
): { readonly ok: true; readonly value: Of<Kind> } | Failed {
  if (!outcome.ok) return failed(outcome.fault);
  if (outcome.answer.kind !== kind)
    return failed({ kind: 'broken', message: 'The local model answered another question.' });
  return { ok: true, value: outcome.answer as Of<Kind> };
}

function failed(fault: LocalFault): Failed {
  return { ok: false, fault, usage: noUsage };
}

function usageOf(used: Used): Usage {
  return { ...used, calls: 1, cost: 0 };
}

/** Another file of the same name is another model. Its bytes are not read for that: a file that was changed has another time. */
function fingerprint(file: string): string {
  const info = statSync(file, { throwIfNoEntry: false });
  return info === undefined ? basename(file) : `${basename(file)}-${info.size}-${Math.round(info.mtimeMs)}`;
}
