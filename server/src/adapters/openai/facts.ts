/** What is known of one model on one server: found by asking, kept between runs, thrown away when another server answers there. */
import * as z from 'zod/mini';
import type { FactCache } from './services.ts';

const factsSchema = z.object({
  version: z.literal(1),
  /** What the server said of itself when the rest was found out. */
  server: z.string(),
  window: z.optional(z.number()),
  /** Requests that it works on together. */
  slots: z.optional(z.number()),
  /** US dollars for a million tokens. */
  price: z.optional(z.object({ input: z.number(), output: z.number() })),
  /** Fields of a request that it refuses. */
  dropped: z.array(z.string()),
  /** Several completions in one request, and how many at most. */
  many: z.optional(z.boolean()),
  mostMany: z.optional(z.number()),
  logProbabilities: z.optional(z.boolean()),
  /** It has told of tokens that it need not read again. */
  cached: z.optional(z.boolean()),
  /** What it does with a last message of the assistant: goes on, goes on and gives it back in front, or begins anew. `none`: it has no chat. */
  chat: z.optional(z.enum(['prefill', 'echo', 'turn', 'none'])),
  /** How a prompt is had as the model reads it: as text (llama.cpp), as token ids (vLLM), or not. */
  template: z.optional(z.enum(['text', 'ids', 'none'])),
  /** Raw completions, and where they put the log-probabilities of the prompt. */
  completions: z.optional(z.enum(['echo', 'prompt', 'plain', 'none'])),
  schema: z.optional(z.boolean()),
  weigh: z.optional(z.enum(['generative-scoring', 'score', 'completion', 'chat', 'none'])),
  pool: z.optional(z.boolean()),
  decide: z.optional(z.enum(['decisions', 'systemone', 'none'])),
});

export type FactValues = z.output<typeof factsSchema>;

const nothing: FactValues = { version: 1, server: '', dropped: [] };

/** The facts of one model. `load` first; then `values` is what is known, and `learn` adds to it. */
export class Facts {
  readonly #cache: FactCache;
  readonly #key: string;
  #values: FactValues = nothing;

  constructor(cache: FactCache, id: string) {
    this.#cache = cache;
    this.#key = `facts of ${id}`;
  }

  get values(): FactValues {
    return this.#values;
  }

  /** A cache that cannot be read is an empty one. */
  async load(): Promise<void> {
    const stored = await this.#cache.get(this.#key).catch(() => undefined);
    const read = factsSchema.safeParse(stored);
    if (read.success) this.#values = read.data;
  }

  /** Keeps what was found before only if the same server answers. */
  async meet(server: string, now: Partial<FactValues>): Promise<void> {
    if (this.#values.server !== server) this.#values = { ...nothing, server };
    await this.learn(now);
  }

  /** Not being able to store is no failure of the request: it is found out again. */
  async learn(news: Partial<FactValues>): Promise<void> {
    const before = JSON.stringify(this.#values);
    this.#values = { ...this.#values, ...news };
    if (JSON.stringify(this.#values) === before) return;
    await this.#cache.set(this.#key, this.#values).catch(() => undefined);
  }
}
