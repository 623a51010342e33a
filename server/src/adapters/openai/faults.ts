/** From what went wrong with a request to a fault with words for the person, and whether to try again. */
import * as z from 'zod/mini';
import type { FaultKind, ModelFault } from '../../core/model/fault.ts';
import { Refused, Stopped } from './guard.ts';
import { certificateCodes, networkFault, notLetThrough } from './network-faults.ts';
import { quotable } from './quotable.ts';

/** What a message may name, and what it must not. */
export interface Place {
  /** Origin of the server. */
  readonly origin: string;
  readonly model: string;
  readonly key: string | undefined;
  /** Texts of the request: no message quotes them. */
  readonly texts: readonly string[];
  readonly inBrowser?: boolean | undefined;
}

/** A fault, and what the one who sent the request does about it. */
export interface Failure {
  readonly fault: ModelFault;
  /** Whether the same request may go better a moment later. */
  readonly retry: boolean;
  readonly status?: number;
  readonly detail?: Detail;
}

/** What a server said about its refusal: the same in all the forms that servers have for it. */
export interface Detail {
  readonly message: string;
  /** The field of the request that it is about. */
  readonly param?: string;
  readonly code?: string;
  /** Of a prompt that is too long, where the server tells. */
  readonly promptTokens?: number;
  readonly window?: number;
}

/** A server that asks to wait longer is not waited for. */
const longestWaitMs = 60_000;

const text = z.nullish(z.union([z.string(), z.number()]));
const detailSchema = z.looseObject({
  message: z.optional(z.string()),
  detail: z.optional(z.unknown()),
  param: text,
  code: text,
  type: text,
  n_prompt_tokens: z.optional(z.number()),
  n_ctx: z.optional(z.number()),
});

/** FastAPI's form: where the trouble is, and what. */
const complaintSchema = z.array(z.looseObject({ loc: z.array(z.union([z.string(), z.number()])), msg: z.string() }));

/** Reads a refusal: `{error: {…}}` (OpenAI, vLLM, llama.cpp), in a list (Gemini), `{error: '…'}` (Ollama), `{message}` (SGLang), `{detail}` (FastAPI). */
export function readDetail(body: string): Detail {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { message: '' };
  }
  return detailOf(value);
}

export function detailOf(value: unknown): Detail {
  if (Array.isArray(value)) return detailOf(value[0]);
  const outer = z.looseObject({ error: z.optional(z.unknown()) }).safeParse(value);
  const inner = outer.success && outer.data.error !== undefined ? outer.data.error : value;
  if (typeof inner === 'string') return { message: inner };
  const read = detailSchema.safeParse(inner);
  if (!read.success) return { message: '' };
  const { message, detail, param, code, type, n_prompt_tokens: prompt, n_ctx: window } = read.data;
  const [complaint] = complaintSchema.safeParse(detail).data ?? [];
  const field = param ?? complaint?.loc.at(-1);
  const words = message ?? complaint?.msg ?? (typeof detail === 'string' ? detail : '');
  const promptTokens = prompt ?? numberIn(words, /(\d+) (?:input tokens|tokens? in the|in the messages)/);
  const windowTokens = window ?? numberIn(words, /(?:context length|context size|context window)\D{1,16}(\d+)/);
  return {
    message: words,
    ...(field === null || field === undefined ? {} : { param: String(field) }),
    ...((code ?? type) ? { code: `${code ?? ''} ${type ?? ''}`.trim() } : {}),
    ...(promptTokens === undefined ? {} : { promptTokens }),
    ...(windowTokens === undefined ? {} : { window: windowTokens }),
  };
}

function numberIn(words: string, pattern: RegExp): number | undefined {
  const digits = pattern.exec(words)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** `error`: what the request rejected with. `started`: the reply had begun. */
export function failureOf(error: unknown, place: Place, signal: AbortSignal, now: number, started: boolean): Failure {
  if (signal.aborted) return cancelled;
  let code = '';
  for (let cause: unknown = error, depth = 0; cause instanceof Error && depth < 6; cause = cause.cause, depth++) {
    if (cause instanceof Refused) return refusal(cause, place, now);
    if (cause instanceof Stopped) return stopped(cause, place);
    // The innermost names what happened, unless a certificate does.
    if ('code' in cause && typeof cause.code === 'string' && !certificateCodes.test(code)) code = cause.code;
  }
  if (place.inBrowser === true && !started) return notLetThrough(place.origin);
  return networkFault(code, place.origin, started);
}

export const cancelled: Failure = { fault: { kind: 'cancelled', message: 'The request was cancelled.' }, retry: false };

export function fail(kind: FaultKind, message: string, retry = false): Failure {
  return { fault: { kind, message }, retry };
}

/** The reply came and is not what was asked for; `what` ends the sentence that begins with the server. */
export function notUnderstood(place: Pick<Place, 'origin'>, what: string): Failure {
  return fail('not-understood', `The server at ${place.origin} ${what}`);
}

function stopped({ reason, target }: Stopped, { origin }: Place): Failure {
  switch (reason) {
    case 'redirect':
      return fail(
        'not-allowed',
        `The server at ${origin} sends requests on to ${target ?? 'another address'}. They were not sent there, so that no key leaves the server it was given for. If that address is right, set it as the server's URL.`,
      );
    case 'first-byte':
      return fail(
        'timeout',
        `The server at ${origin} took the request and did not begin to answer. It may be overloaded, or the model too slow for this prompt.`,
      );
    case 'silence':
      return fail(
        'timeout',
        `The server at ${origin} stopped in the middle of its answer. Try again, or look at the server's log.`,
      );
    case 'overall':
      return fail(
        'timeout',
        `The answer of the server at ${origin} took too long and was broken off. A faster model or a smaller limit of tokens helps.`,
      );
    case 'too-much':
      return fail(
        'broken',
        `The server at ${origin} sent far more than was asked for, and was broken off. Look at the server's log.`,
      );
  }
}

const tooLong =
  /context (?:length|size|window)|exceed_context|context_length_exceeded|maximum (?:context|input|prompt)|(?:prompt|input|request) (?:is )?too (?:long|large)|too many (?:input |prompt )?tokens/i;
const aboutModel = /\bmodel\b/i;
const outOfCredit = /insufficient_quota|credit|billing|balance/i;

function refusal({ status, headers, body }: Refused, place: Place, now: number): Failure {
  const detail = readDetail(body);
  const wait = retryAfter(headers, now);
  const failure = byStatus(status, detail, wait, place);
  const retryAfterMs = failure.fault.kind === 'busy' && wait !== undefined ? { retryAfterMs: wait } : {};
  return { ...failure, fault: { ...failure.fault, ...retryAfterMs }, status, detail };
}

function byStatus(status: number, detail: Detail, wait: number | undefined, place: Place): Failure {
  const { origin, model } = place;
  const words = `${detail.message} ${detail.code ?? ''} ${detail.param ?? ''}`;
  const said = quotable(detail.message, place);
  const quote = said === undefined ? '' : ` It says: ${said}`;
  switch (status) {
    case 401:
      return place.key === undefined
        ? fail(
            'unauthorized',
            `The server at ${origin} asks for a key. Give one with “Stepwise: Set up a model”, or in the environment for the command line.`,
          )
        : fail(
            'unauthorized',
            `The server at ${origin} does not accept the key. Give the right one with “Stepwise: Set up a model”, or in the environment for the command line.`,
          );
    case 402:
      return fail('busy', `The credit at ${origin} is used up. Add to it there, or use another model.`);
    case 403:
      return fail(
        'unauthorized',
        `The key may not use the model ${model} at ${origin}. Ask for access there, or choose another model.`,
      );
    case 404:
      return aboutModel.test(words)
        ? fail('no-model', `The server at ${origin} has no model ${model}. “stepwise models” lists those it has.`)
        : fail('no-model', `The server at ${origin} has no such address. Its URL usually ends in /v1.`);
    case 408:
      return fail('timeout', `The server at ${origin} gave up on the request. It may be overloaded.`, true);
    case 413:
      return fail('too-long', `The prompt is larger than the server at ${origin} takes.`);
    case 429:
      return busy(words, wait, place);
    case 501:
      return fail('unsupported', `The model ${model} at ${origin} cannot do this.`);
    case 503:
      return wait !== undefined && wait > longestWaitMs
        ? fail('busy', `The server at ${origin} is not ready, and asks to come back in ${minutes(wait)}.`)
        : fail(
            'busy',
            `The server at ${origin} is not ready: it may still load its model, or have too much to do.`,
            true,
          );
  }
  if (status >= 500)
    return fail('broken', `The server at ${origin} failed (status ${status}). Look at its log.${quote}`, true);
  if (tooLong.test(words)) {
    const most = detail.window === undefined ? '' : ` of ${detail.window} tokens`;
    return fail('too-long', `The prompt is longer than the window${most} of ${model}.`);
  }
  if (status === 409) return fail('broken', `The server at ${origin} was in the way of itself (status 409).`, true);
  return fail('unsupported', `The server at ${origin} refused the request (status ${status}).${quote}`);
}

function busy(words: string, wait: number | undefined, { origin }: Place): Failure {
  if (outOfCredit.test(words))
    return fail('busy', `The quota or credit at ${origin} is used up. Add to it there, or use another model.`);
  if (wait !== undefined && wait > longestWaitMs) {
    return fail('busy', `Too many requests for ${origin}: it asks to come back in ${minutes(wait)}.`);
  }
  return fail('busy', `Too many requests for ${origin}. Wait a little, or lower “parallel” for this model.`, true);
}

function minutes(ms: number): string {
  const count = Math.ceil(ms / 60_000);
  return count === 1 ? 'a minute' : `${count} minutes`;
}

/** Milliseconds, by `Retry-After` in seconds or as a date, or by OpenAI's `retry-after-ms`. */
export function retryAfter(headers: Headers, now: number): number | undefined {
  const exact = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(exact) && exact >= 0) return exact;
  const given = headers.get('retry-after');
  if (given === null) return undefined;
  const seconds = Number(given);
  if (Number.isFinite(seconds)) return seconds < 0 ? undefined : seconds * 1000;
  const date = Date.parse(given);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Whether the server said that it cannot do this, and not that it could not be asked. */
export function saysNo({ fault, status }: Failure): boolean {
  switch (fault.kind) {
    case 'no-model':
    case 'unsupported':
    case 'not-understood':
      return true;
    case 'unauthorized':
      // A gateway that lets only some paths through.
      return status === 403;
    default:
      return false;
  }
}
