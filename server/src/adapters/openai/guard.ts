/**
 * `fetch` held to limits: a request that stays silent, drips for ever or sends too much is broken off; a redirect to another origin is refused, so
 * that the key never follows it; and a status that says no becomes an error that still holds the body, whatever its form.
 */
import type { Limits } from './services.ts';

export type StopReason = 'redirect' | 'first-byte' | 'silence' | 'overall' | 'too-much';

/** The request was broken off from this side. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  readonly reason: StopReason;
  /** Origin that a redirect names, where there is one. */
  readonly target: string | undefined;

  constructor(reason: StopReason, target?: string) {
    super(`broken off: ${reason}`);
    this.reason = reason;
    this.target = target;
  }
}

/** The server answered with a status other than 2xx. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;
  readonly headers: Headers;
  /** Its first 64 kB; may quote the request. */
  readonly body: string;

  constructor(status: number, headers: Headers, body: string) {
    super(`status ${status}`);
    this.status = status;
    this.headers = headers;
    this.body = body;
  }
}

const maxErrorBytes = 65_536;
const maxHops = 3;
const drainMs = 100;

/** Rejects with `Stopped`, `Refused`, or what `base` rejects with. Limits hold until the body has been read or cancelled. */
export function guardFetch(base: typeof fetch, limits: Limits): typeof fetch {
  return async (input, init) => {
    const watch = new Watch(limits, init?.signal ?? undefined);
    try {
      const response = await follow(base, input, { ...init, redirect: 'manual', signal: watch.signal });
      const watched = watchBody(response, watch);
      if (!response.ok) throw new Refused(response.status, response.headers, await readStart(watched));
      return watched;
    } catch (error) {
      watch.end();
      throw watch.stopped ?? error;
    }
  };
}

async function follow(
  base: typeof fetch,
  input: Parameters<typeof fetch>[0],
  init: RequestInit & { signal: AbortSignal },
): Promise<Response> {
  let at: URL | undefined;
  for (let hop = 0; ; hop++) {
    const response = await base(at ?? input, init);
    // A browser hides where a redirect leads.
    if (response.type === 'opaqueredirect') throw new Stopped('redirect');
    if (response.status < 300 || response.status > 399) return response;
    const url: URL = at ?? new URL(input instanceof Request ? input.url : input);
    const location = response.headers.get('location');
    await response.body?.cancel();
    if (location === null || !URL.canParse(location, url)) throw new Stopped('redirect');
    const target = new URL(location, url);
    // Only these two keep a POST a POST.
    const same = target.origin === url.origin && (response.status === 307 || response.status === 308);
    if (!same || hop === maxHops) throw new Stopped('redirect', target.origin);
    at = target;
  }
}

function watchBody(response: Response, watch: Watch): Response {
  const reader = response.body?.getReader();
  if (reader === undefined) {
    watch.end();
    return response;
  }
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) {
          watch.end();
          controller.close();
        } else {
          watch.touch(value.byteLength);
          controller.enqueue(value);
        }
      } catch (error) {
        watch.end();
        controller.error(watch.stopped ?? error);
      }
    },
    cancel() {
      // Not waited for: who cancels is done with the reply.
      void drain(reader, watch);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers });
}

/**
 * Reads what stands behind the last event of a stream, so that the connection can be used again; a reply that goes on is broken off. It was broken off
 * already where the signal is aborted.
 */
async function drain(reader: ReadableStreamDefaultReader<Uint8Array>, watch: Watch): Promise<void> {
  const tooLate = setTimeout(() => void reader.cancel().catch(() => undefined), drainMs);
  try {
    if (watch.signal.aborted) await reader.cancel();
    else while (!(await reader.read()).done);
  } catch {
    // The connection is gone, and nobody waits for it.
  } finally {
    clearTimeout(tooLate);
    watch.end();
  }
}

async function readStart(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  const decoder = new TextDecoder();
  let text = '';
  while (text.length < maxErrorBytes) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return text;
}

/** The clocks of one request. */
class Watch {
  readonly #limits: Limits;
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal | undefined;
  readonly #overall: ReturnType<typeof setTimeout>;
  #idle: ReturnType<typeof setTimeout>;
  #bytes = 0;
  #stopped: Stopped | undefined;

  constructor(limits: Limits, outer: AbortSignal | undefined) {
    this.#limits = limits;
    this.#outer = outer;
    this.#overall = setTimeout(() => this.#stop('overall'), limits.overallMs);
    this.#idle = setTimeout(() => this.#stop('first-byte'), limits.firstByteMs);
    if (outer?.aborted) this.#onAbort();
    else outer?.addEventListener('abort', this.#onAbort, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get stopped(): Stopped | undefined {
    return this.#stopped;
  }

  touch(bytes: number): void {
    clearTimeout(this.#idle);
    this.#bytes += bytes;
    if (this.#bytes > this.#limits.maxBytes) this.#stop('too-much');
    else this.#idle = setTimeout(() => this.#stop('silence'), this.#limits.silenceMs);
  }

  end(): void {
    clearTimeout(this.#overall);
    clearTimeout(this.#idle);
    this.#outer?.removeEventListener('abort', this.#onAbort);
  }

  readonly #onAbort = (): void => {
    this.#controller.abort(this.#outer?.reason);
  };

  #stop(reason: StopReason): void {
    this.#stopped ??= new Stopped(reason);
    this.#controller.abort(this.#stopped);
  }
}
