/**
 * Requests to one server: within its limit of requests in flight, without the fields that it refuses, tried again where that may help, and every
 * failure as a value.
 */
import type { OpenAI } from 'openai';
import type * as z from 'zod/mini';
import { type Addresses, addressesOf, createClient } from './client.ts';
import type { Facts } from './facts.ts';
import { type Failure, fail, failureOf, notUnderstood, type Place } from './faults.ts';
import { Gate } from './gate.ts';
import { refusedField } from './refused-field.ts';
import type { ServerConfig, ServerServices } from './services.ts';

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export interface Sending {
  readonly method: 'get' | 'post';
  /** Under the API's base (`/chat/completions`), or under the server's root (`root: true`). */
  readonly path: string;
  readonly root?: boolean;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** A reply that has begun. `abort` breaks it off. */
export interface Reply {
  readonly response: Response;
  readonly abort: AbortController;
  readonly client: OpenAI;
}

/** Requests of one kind are tried so often. */
const attempts = 3;
const firstWaitMs = 500;
/** Requests in flight where the server does not tell its own number. */
export const usualParallel = 8;

export class Transport {
  readonly addresses: Addresses;
  readonly facts: Facts;
  readonly #config: ServerConfig;
  readonly #services: ServerServices;
  readonly #gate: Gate;
  #client: Promise<OpenAI> | undefined;
  /** Nothing is sent before: the server asked for it. */
  #notBefore = 0;

  constructor(config: ServerConfig, services: ServerServices, facts: Facts) {
    this.addresses = addressesOf(config.url);
    this.facts = facts;
    this.#config = config;
    this.#services = services;
    this.#gate = new Gate(config.parallel ?? usualParallel);
  }

  get model(): string {
    return this.#config.model;
  }

  /** The server has told how many requests it works on together; a number of the person's own outranks it. */
  meetSlots(slots: number): void {
    if (this.#config.parallel === undefined) this.#gate.limit = slots;
  }

  place(texts: readonly string[] = []): Place {
    const { inBrowser } = this.#services;
    return { origin: this.addresses.origin, model: this.#config.model, key: this.#config.key, texts, inBrowser };
  }

  /** One JSON reply, checked. Tried again where that may help, unless `once`. */
  json<T>(sending: Sending, schema: z.ZodMiniType<T>, signal: AbortSignal, once = false): Promise<Outcome<T>> {
    const send = (): Promise<Outcome<T>> =>
      this.attempt(sending, signal, async ({ response }) => this.parse(await response.text(), schema));
    return once ? send() : this.retrying(signal, send);
  }

  /** Reads a whole body as JSON of a schema. */
  parse<T>(text: string, schema: z.ZodMiniType<T>): Outcome<T> {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return { ok: false, failure: notUnderstood(this.place(), whatInstead(text)) };
    }
    return this.check(value, schema);
  }

  check<T>(value: unknown, schema: z.ZodMiniType<T>): Outcome<T> {
    const read = schema.safeParse(value);
    if (read.success) return { ok: true, value: read.data };
    const at = read.error.issues[0]?.path.map(String).join('.') ?? '';
    const where = at === '' ? '' : ` (at ${at})`;
    return {
      ok: false,
      failure: notUnderstood(
        this.place(),
        `answered in another form than the OpenAI API has${where}. Is this address right?`,
      ),
    };
  }

  /** Runs `send` until it succeeds or trying again is no use; waits as long as the server asks, up to a minute. */
  async retrying<T>(signal: AbortSignal, send: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    for (let attempt = 1; ; attempt++) {
      const outcome = await send();
      if (outcome.ok || attempt === attempts || !(await this.worthRetrying(outcome.failure, attempt, signal)))
        return outcome;
    }
  }

  /** Waits before attempt `attempt + 1`; false where there is to be none. */
  async worthRetrying(failure: Failure, attempt: number, signal: AbortSignal): Promise<boolean> {
    if (!failure.retry || attempt >= attempts || signal.aborted) return false;
    const wait = failure.fault.retryAfterMs ?? firstWaitMs * 2 ** (attempt - 1);
    this.#services.log(`${failure.fault.kind}: again in ${wait} ms`);
    if (failure.fault.retryAfterMs !== undefined) {
      this.#notBefore = Math.max(this.#notBefore, this.#services.clock() + wait);
    }
    await this.#services.sleep(wait, signal);
    return !signal.aborted;
  }

  /**
   * One request, within the limit of those in flight; `consume` reads the reply, and its place in the limit is given back when it is done. Where the
   * server refuses a field that can be done without, that is learned and the request sent again without it.
   */
  async attempt<T>(
    sending: Sending,
    signal: AbortSignal,
    consume: (reply: Reply) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    const ahead = this.#notBefore - this.#services.clock();
    if (ahead > 0) await this.#services.sleep(ahead, signal);
    if (!(await this.#gate.enter(signal))) {
      return { ok: false, failure: failureOf(undefined, this.place(), signal, 0, false) };
    }
    try {
      for (;;) {
        const body = sending.body === undefined ? undefined : without(sending.body, this.facts.values.dropped);
        const outcome = await this.#send({ ...sending, ...(body === undefined ? {} : { body }) }, signal, consume);
        const refused = outcome.ok || body === undefined ? undefined : refusedField(outcome.failure, body);
        if (refused === undefined) return outcome;
        await this.facts.learn({ dropped: [...this.facts.values.dropped, refused] });
      }
    } finally {
      this.#gate.leave();
    }
  }

  /** In a browser a refusal of an address that a server does not know, without leave for the page, looks like no answer at all. */
  #asAbsent(path: string, failure: Failure): Failure {
    if (this.#services.inBrowser !== true || failure.fault.kind !== 'unreachable' || always.includes(path))
      return failure;
    return fail(
      'no-model',
      `The server at ${this.addresses.origin} has no address ${path}, or does not let this page ask it.`,
    );
  }

  async #send<T>(
    { method, path, root, body }: Sending,
    signal: AbortSignal,
    consume: (reply: Reply) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    const { clock, log } = this.#services;
    const began = clock();
    const abort = new AbortController();
    const line = `${method.toUpperCase()} ${root === true ? path : `…${path}`}`;
    let started = false;
    // By hand: `AbortSignal.any` takes its time, and sixteen requests wait for one another's.
    const onAbort = (): void => abort.abort(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      signal.throwIfAborted();
      this.#client ??= createClient(this.#config, this.#services);
      const client = await this.#client;
      const address = root === true ? `${this.addresses.root}${path}` : path;
      const options = { ...(body === undefined ? {} : { body }), signal: abort.signal };
      const response = await client[method](address, options).asResponse();
      started = true;
      const outcome = await consume({ response, abort, client });
      log(`${line}: ${outcome.ok ? response.status : outcome.failure.fault.kind}, ${Math.round(clock() - began)} ms`);
      return outcome;
    } catch (error) {
      const failure = this.#asAbsent(path, failureOf(error, this.place(stringsIn(body)), signal, clock(), started));
      log(`${line}: ${failure.status ?? failure.fault.kind}, ${Math.round(clock() - began)} ms`);
      return { ok: false, failure };
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }
}

/** Every server of the kind has them. */
const always: readonly string[] = ['/models', '/chat/completions'];

/** `max_tokens` has a newer name, which takes its place. */
function without(
  body: Readonly<Record<string, unknown>>,
  dropped: readonly string[],
): Readonly<Record<string, unknown>> {
  const kept = Object.entries(body).flatMap(([name, value]) => {
    if (!dropped.includes(name)) return [[name, value] as const];
    return name === 'max_tokens' ? [['max_completion_tokens', value] as const] : [];
  });
  return Object.fromEntries(kept);
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => (name === 'model' || name === 'role' ? [] : stringsIn(part)));
}

function whatInstead(text: string): string {
  const start = text.trimStart().slice(0, 200).toLowerCase();
  if (start === '') return 'answered with nothing. Look at its log.';
  if (start.startsWith('<')) return 'answered with a web page. Is this the address of its API? It usually ends in /v1.';
  if (/(?:[[:,]|^)\s*-?(?:NaN|Infinity)\b/.test(text))
    return 'answered with numbers that are none (NaN). Look at its log.';
  return 'answered with JSON that is broken off or none at all. Look at its log.';
}
