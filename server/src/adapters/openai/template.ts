/**
 * A conversation as the model reads it: through the server's own chat template, as text (llama.cpp's `/apply-template`) or as token ids (vLLM's
 * `/tokenize`), so that a reply that is already begun can be gone on with exactly where it stands.
 */
import type { Message } from '../../core/model/language-model.ts';
import { templateSchema, tokenizeSchema } from './replies.ts';
import type { Outcome, Transport } from './transport.ts';

export type Prompt =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'ids'; readonly ids: readonly number[] };

/** Conversations and texts kept: a tree search asks for few of them again and again. */
const kept = 256;

export class Template {
  readonly #transport: Transport;
  readonly #prompts = new Recent<Prompt>(kept);
  readonly #ids = new Recent<readonly number[]>(kept);

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** The conversation up to where the assistant's reply begins. Without a template of the server's: the messages one after the other. */
  async prompt(messages: readonly Message[], signal: AbortSignal): Promise<Outcome<Prompt>> {
    const key = JSON.stringify(messages);
    const known = this.#prompts.get(key);
    if (known !== undefined) return { ok: true, value: known };
    const made = await this.#make(messages, signal);
    if (made.ok) this.#prompts.set(key, made.value);
    return made;
  }

  async #make(messages: readonly Message[], signal: AbortSignal): Promise<Outcome<Prompt>> {
    const { model, facts } = this.#transport;
    switch (facts.values.template) {
      case 'text': {
        const sending = { method: 'post', path: '/apply-template', root: true, body: { messages } } as const;
        const reply = await this.#transport.json(sending, templateSchema, signal);
        return reply.ok ? { ok: true, value: { kind: 'text', text: reply.value.prompt } } : reply;
      }
      case 'ids': {
        const body = { model, messages, add_generation_prompt: true };
        const reply = await this.#transport.json(
          { method: 'post', path: '/tokenize', root: true, body },
          tokenizeSchema,
          signal,
        );
        return reply.ok ? { ok: true, value: { kind: 'ids', ids: reply.value.tokens } } : reply;
      }
      default:
        return { ok: true, value: { kind: 'text', text: messages.map(({ content }) => `${content}\n\n`).join('') } };
    }
  }

  /** The prompt with the beginning of the reply after it. */
  async promptWith(messages: readonly Message[], prefix: string, signal: AbortSignal): Promise<Outcome<Prompt>> {
    const prompt = await this.prompt(messages, signal);
    if (!prompt.ok || prefix === '') return prompt;
    if (prompt.value.kind === 'text') return { ok: true, value: { kind: 'text', text: prompt.value.text + prefix } };
    const ids = await this.tokenize(prefix, signal);
    return ids.ok ? { ok: true, value: { kind: 'ids', ids: [...prompt.value.ids, ...ids.value] } } : ids;
  }

  /** Token ids of a text by itself, without marks of beginning or end. */
  async tokenize(text: string, signal: AbortSignal): Promise<Outcome<readonly number[]>> {
    if (text === '') return { ok: true, value: [] };
    const known = this.#ids.get(text);
    if (known !== undefined) return { ok: true, value: known };
    const { model, facts } = this.#transport;
    const body =
      facts.values.template === 'text'
        ? { content: text, add_special: false }
        : { model, prompt: text, add_special_tokens: false };
    const reply = await this.#transport.json(
      { method: 'post', path: '/tokenize', root: true, body },
      tokenizeSchema,
      signal,
    );
    if (!reply.ok) return reply;
    this.#ids.set(text, reply.value.tokens);
    return { ok: true, value: reply.value.tokens };
  }
}

/** A map that forgets what was not asked for longest. */
class Recent<V> {
  readonly #most: number;
  readonly #entries = new Map<string, V>();

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): V | undefined {
    const value = this.#entries.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  set(key: string, value: V): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#most && oldest !== undefined) this.#entries.delete(oldest);
  }
}
