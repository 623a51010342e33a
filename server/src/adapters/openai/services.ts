/** What the adapter for OpenAI-compatible servers is given: where the server is, and what of the outside world it may use. */

export interface Price {
  /** US dollars for a million tokens. */
  readonly input: number;
  readonly output: number;
  /** For tokens of the prompt that the server had read before; `input` without it. */
  readonly cached?: number | undefined;
}

export interface ServerConfig {
  /** Base address as the OpenAI API has it: `http://127.0.0.1:8080/v1`. A bare host means its `/v1`; `?api-version=…` means Azure's dated API. */
  readonly url: string;
  readonly model: string;
  /** Goes to this address alone, in the header. */
  readonly key?: string | undefined;
  /** Tokens; found by asking where it is not given. */
  readonly window?: number | undefined;
  /** Requests in flight together; found by asking where it is not given. */
  readonly parallel?: number | undefined;
  readonly price?: Price | undefined;
}

/** Milliseconds and bytes; every request is held to them. */
export interface Limits {
  /** From sending until the first byte of the reply's body: queueing and reading the prompt. */
  readonly firstByteMs: number;
  /** Between two bytes of the body. */
  readonly silenceMs: number;
  /** The whole request, also one that keeps dripping. */
  readonly overallMs: number;
  /** Of one reply. */
  readonly maxBytes: number;
}

export const defaultLimits: Limits = {
  firstByteMs: 180_000,
  silenceMs: 60_000,
  overallMs: 600_000,
  maxBytes: 64 * 1024 * 1024,
};

/** Keeps what was found out about a server between runs. Values are JSON; what comes back is validated. */
export interface FactCache {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
}

export interface ServerServices {
  /** The host's own by default. */
  readonly fetch?: typeof fetch | undefined;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Resolves after so many milliseconds, or at once when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** One line about a request: path, status, time, tokens. Never a key or text of the document. */
  readonly log: (line: string) => void;
  readonly cache: FactCache;
  readonly limits?: Partial<Limits> | undefined;
  /** In a browser a server must allow the page to ask it (CORS), and of what went wrong below HTTP nothing is told. */
  readonly inBrowser?: boolean | undefined;
}
