/**
 * What a server can do, found by asking it with tiny requests, each kind once: nothing is concluded from the name of a server or a model. An ability
 * is absent where the server refuses it or answers in another form; where it cannot be asked (no connection, no key), that is a failure.
 */

import type { FactValues } from './facts.ts';
import { type Failure, saysNo } from './faults.ts';
import { fewerAtOnce } from './refused-field.ts';
import {
  completionSchema,
  generativeScoringSchema,
  nativeSchema,
  poolingSchema,
  type ServerChoice,
  type ServerReply,
  scoreSchema,
  templateSchema,
  tokenizeSchema,
} from './replies.ts';
import { askServer } from './server-probe.ts';
import { writtenTokens } from './tokens.ts';
import type { Outcome, Sending, Transport } from './transport.ts';

type Probe = (transport: Transport, signal: AbortSignal) => Promise<Outcome<Partial<FactValues>>>;

export type ProbeName = 'server' | 'template' | 'completions' | 'chat' | 'schema' | 'weigh' | 'pool';

export class Probes {
  readonly #transport: Transport;
  readonly #running = new Map<ProbeName, Promise<Failure | undefined>>();
  #metServer = false;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Sees to it that what these probes find out is known; gives the first failure. */
  async need(names: readonly ProbeName[], signal: AbortSignal): Promise<Failure | undefined> {
    const server = this.#metServer ? undefined : await this.#once('server', signal);
    if (server !== undefined) return server;
    const failures = await Promise.all(names.map(name => (this.#known(name) ? undefined : this.#once(name, signal))));
    return failures.find(failure => failure !== undefined);
  }

  #known(name: ProbeName): boolean {
    const facts = this.#transport.facts.values;
    switch (name) {
      case 'server':
        return this.#metServer;
      default:
        return facts[name] !== undefined;
    }
  }

  /** Callers that need the same wait for one request; when it ends because its own caller gave up, the next asks again. */
  async #once(name: ProbeName, signal: AbortSignal): Promise<Failure | undefined> {
    for (;;) {
      const running = this.#running.get(name);
      if (running === undefined) break;
      const failure = await running;
      if (failure?.fault.kind !== 'cancelled' || signal.aborted) return failure;
    }
    const asked = this.#ask(name, signal).finally(() => this.#running.delete(name));
    this.#running.set(name, asked);
    return asked;
  }

  async #ask(name: ProbeName, signal: AbortSignal): Promise<Failure | undefined> {
    const { facts } = this.#transport;
    if (name === 'server') {
      await facts.load();
      const met = await askServer(this.#transport, signal);
      if (!met.ok) return met.failure;
      await facts.meet(met.value.server, met.value.facts);
      if (facts.values.slots !== undefined) this.#transport.meetSlots(facts.values.slots);
      this.#metServer = true;
      return undefined;
    }
    // What a server gives to weigh labels with depends on how prompts are had from it.
    if (name === 'weigh') {
      const failure = await this.need(['template', 'chat'], signal);
      if (failure !== undefined) return failure;
    }
    // After the first chat, so that this one shows whether what both begin with is read again.
    if (name === 'schema') {
      const failure = await this.need(['chat'], signal);
      if (failure !== undefined) return failure;
    }
    const found = await probes[name](this.#transport, signal);
    if (!found.ok) return found.failure;
    await facts.learn(found.value);
    return undefined;
  }
}

function post(path: string, body: Readonly<Record<string, unknown>>, root = false): Sending {
  return { method: 'post', path, root, body };
}

const probes: Readonly<Record<Exclude<ProbeName, 'server'>, Probe>> = {
  async template(transport, signal) {
    const messages = [{ role: 'user', content: 'Hello!' }];
    const text = await transport.json(post('/apply-template', { messages }, true), templateSchema, signal, true);
    if (text.ok && text.value.prompt.includes('Hello!')) return { ok: true, value: { template: 'text' } };
    if (!text.ok && !saysNo(text.failure)) return text;
    const body = { model: transport.model, messages, add_generation_prompt: true };
    const ids = await transport.json(post('/tokenize', body, true), tokenizeSchema, signal, true);
    if (!ids.ok && !saysNo(ids.failure)) return ids;
    return { ok: true, value: { template: ids.ok && ids.value.tokens.length > 0 ? 'ids' : 'none' } };
  },

  async completions(transport, signal) {
    const prompt = 'One, two, three';
    const body = {
      model: transport.model,
      prompt,
      max_tokens: 1,
      temperature: 0,
      echo: true,
      logprobs: 1,
      prompt_logprobs: 1,
    };
    const reply = await transport.json(post('/completions', body), completionSchema, signal, true);
    if (!reply.ok) return saysNo(reply.failure) ? { ok: true, value: { completions: 'none' } } : reply;
    const choice = reply.value.choices[0];
    if (choice === undefined) return { ok: true, value: { completions: 'none' } };
    return { ok: true, value: { completions: whereSurprise(choice, prompt) } };
  },

  chat: probeChat,

  async schema(transport, signal) {
    if (transport.facts.values.chat === 'none') return { ok: true, value: { schema: false } };
    const schema = {
      type: 'object',
      properties: { seven: { type: 'integer', enum: [7] } },
      required: ['seven'],
      additionalProperties: false,
    };
    const body = {
      model: transport.model,
      messages: [{ role: 'user', content: 'Hello!' }],
      max_tokens: 32,
      temperature: 0,
      response_format: { type: 'json_schema', json_schema: { name: 'reply', schema } },
    };
    const reply = await transport.json(post('/chat/completions', body), completionSchema, signal, true);
    if (!reply.ok) return saysNo(reply.failure) ? { ok: true, value: { schema: false } } : reply;
    // Nobody answers a greeting so of their own accord.
    const content = reply.value.choices[0]?.message?.content ?? '';
    const held = /^\s*\{\s*"seven"\s*:\s*7\s*\}\s*$/.test(content);
    return { ok: true, value: { schema: held, ...cacheSeen(reply.value.usage) } };
  },

  weigh: probeWeigh,

  async pool(transport, signal) {
    const messages = [
      { role: 'user', content: '1+1?' },
      { role: 'assistant', content: '2' },
    ];
    const body = { model: transport.model, task: 'token_classify', messages };
    const reply = await transport.json(post('/pooling', body, true), poolingSchema, signal, true);
    if (!reply.ok && !saysNo(reply.failure)) return reply;
    return { ok: true, value: { pool: reply.ok } };
  },
};

function whereSurprise(choice: ServerChoice, prompt: string): 'echo' | 'prompt' | 'plain' {
  if (choice.text?.startsWith(prompt) && (choice.logprobs?.token_logprobs?.length ?? 0) > 3) return 'echo';
  return (choice.prompt_logprobs?.length ?? 0) > 2 ? 'prompt' : 'plain';
}

const question = { role: 'user', content: 'What is the capital of France?' };
/** Broken off in the middle of a word: what goes on with it begins with a small letter, what begins anew does not. */
const begun = 'The capital of France is called Par';

/** One request tells of n, log-probabilities and a reply that is already begun. It is too short to repeat the beginning: who gives it back had it. */
async function probeChat(transport: Transport, signal: AbortSignal): Promise<Outcome<Partial<FactValues>>> {
  const continued = {
    messages: [question, { role: 'assistant', content: begun }],
    continue_final_message: true,
    add_generation_prompt: false,
  };
  const reply = await askChat(transport, continued, signal);
  if (reply.ok) return { ok: true, value: { ...toldBy(reply.value), chat: continuation(reply.value.choices) } };
  if (!saysNo(reply.failure)) return reply;
  // Some chat templates refuse a conversation that ends with the assistant.
  const plain = await askChat(transport, { messages: [question] }, signal);
  if (plain.ok) return { ok: true, value: { ...toldBy(plain.value), chat: 'turn' } };
  if (!saysNo(plain.failure)) return plain;
  // Refused for another reason than being unknown: there is a chat, and it is fussy.
  const { fault, status, detail } = plain.failure;
  const fussy = fault.kind === 'unsupported' && status !== 501 && !/chat/i.test(detail?.message ?? '');
  return { ok: true, value: { chat: fussy ? 'turn' : 'none' } };
}

/** Two completions; one from a server that has place for no more. */
async function askChat(
  transport: Transport,
  conversation: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<Outcome<ServerReply>> {
  const one = {
    model: transport.model,
    ...conversation,
    max_tokens: 4,
    temperature: 0.2,
    logprobs: true,
    top_logprobs: 1,
  };
  const two = await transport.json(post('/chat/completions', { ...one, n: 2 }), completionSchema, signal, true);
  if (two.ok || fewerAtOnce(two.failure, 2) === undefined) return two;
  return transport.json(post('/chat/completions', one), completionSchema, signal, true);
}

function toldBy({ choices, usage }: ServerReply): Partial<FactValues> {
  const tokens = writtenTokens(choices[0]?.logprobs);
  return {
    many: choices.length > 1,
    logProbabilities: tokens.some(({ logProbability }) => logProbability !== undefined),
    ...cacheSeen(usage),
  };
}

function cacheSeen(usage: ServerReply['usage']): Partial<FactValues> {
  return (usage?.prompt_tokens_details?.cached_tokens ?? 0) > 0 ? { cached: true } : {};
}

function continuation(choices: readonly ServerChoice[]): 'prefill' | 'echo' | 'turn' {
  const texts = choices.map(({ message }) => message?.content ?? '');
  if (texts.every(text => text.startsWith(begun))) return 'echo';
  return texts.some(text => /^\p{Ll}/u.test(text)) ? 'prefill' : 'turn';
}

/** The most exact way first. */
async function probeWeigh(transport: Transport, signal: AbortSignal): Promise<Outcome<Partial<FactValues>>> {
  const { template, chat, logProbabilities } = transport.facts.values;
  const none: Outcome<Partial<FactValues>> = { ok: true, value: { weigh: 'none' } };
  const asked = {
    model: transport.model,
    query: 'One, two,',
    items: [' three'],
    label_token_ids: [1, 2],
    apply_softmax: false,
  };
  const attempts: readonly (() => Promise<Outcome<Partial<FactValues>>>)[] = [
    async () => {
      if (template !== 'text') return none;
      const body = { prompt: 'One, two,', n_predict: 1, n_probs: 5, temperature: -1 };
      const reply = await transport.json(post('/completion', body, true), nativeSchema, signal, true);
      if (!reply.ok) return reply;
      return (reply.value.completion_probabilities[0]?.top_logprobs?.length ?? 0) > 1
        ? { ok: true, value: { weigh: 'completion' } }
        : none;
    },
    async () => {
      if (template !== 'ids') return none;
      const reply = await transport.json(
        post('/generative_scoring', asked, true),
        generativeScoringSchema,
        signal,
        true,
      );
      return reply.ok ? { ok: true, value: { weigh: 'generative-scoring' } } : reply;
    },
    async () => (chat !== 'none' && logProbabilities === true ? { ok: true, value: { weigh: 'chat' } } : none),
    async () => {
      const reply = await transport.json(post('/score', asked), scoreSchema, signal, true);
      return reply.ok ? { ok: true, value: { weigh: 'score' } } : reply;
    },
  ];
  for (const attempt of attempts) {
    const found = await attempt();
    if (found.ok ? found.value.weigh !== 'none' : !saysNo(found.failure)) return found;
  }
  return none;
}
