/** Answers that depend on their request alone are asked for once: reading, weighing, pooling, deciding. What is written anew each time is not kept. */
import { surrounded } from './exchange.ts';
import { noUsage } from './fault.ts';
import type { LanguageModel } from './language-model.ts';

/** Answers by their content, the ones used last kept. */
export class AnswerCache {
  readonly #answers = new Map<string, { readonly answer: object; readonly bytes: number }>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes = 64 * 1024 * 1024) {
    this.#maxBytes = maxBytes;
  }

  find(key: string): object | undefined {
    const found = this.#answers.get(key);
    if (found === undefined) return undefined;
    // The order of a map is that of putting in: what was used goes to its end.
    this.#answers.delete(key);
    this.#answers.set(key, found);
    return found.answer;
  }

  add(key: string, answer: object): void {
    this.#remove(key);
    const bytes = 2 * key.length + sizeOf(answer);
    if (bytes > this.#maxBytes) return;
    this.#answers.set(key, { answer, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#answers.keys()) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#remove(oldest);
    }
  }

  #remove(key: string): void {
    this.#bytes -= this.#answers.get(key)?.bytes ?? 0;
    this.#answers.delete(key);
  }
}

/** Bytes, roughly. */
function sizeOf(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value === 'string') return 2 * value.length;
  if (typeof value !== 'object' || value === null) return 8;
  return Object.values(value).reduce((sum: number, part: unknown) => sum + 16 + sizeOf(part), 16);
}

/** The model, with answers from the cache where it has them; those used nothing. */
export function withCache(model: LanguageModel, cache: AnswerCache): LanguageModel {
  return surrounded(model, async (asked, call) => {
    if (asked.method === 'generate') return await call();
    const key = JSON.stringify([model.id, asked.method, asked.request]);
    // The key holds the method: what lies under it is an answer of this form.
    const found = cache.find(key) as Awaited<ReturnType<typeof call>> | undefined;
    if (found !== undefined) return { ...found, usage: noUsage };
    const answer = await call();
    if (answer.ok) cache.add(key, answer);
    return answer;
  });
}
