/** Why a model gave no answer, as a value: what lies outside fails in known ways, and each has words that say what to do. */

export const faultKinds = [
  /** Nothing answers at the address: refused, no such host, reset before a reply, certificate not accepted. */
  'unreachable',
  /** The key is missing, wrong, or may not use this model. */
  'unauthorized',
  /** There is no such model there, or no such file. */
  'no-model',
  /** The prompt is longer than the model's window. */
  'too-long',
  /** Too many requests, or none left of a quota; `retryAfterMs` where the server said it. */
  'busy',
  /** No answer within the time given, or none that goes on. */
  'timeout',
  /** The server broke: 5xx, a stream that ends in the middle, a process that died. */
  'broken',
  /** An answer came and is not of the form that was asked: HTML, truncated JSON, too few scores, NaN. */
  'not-understood',
  /** This model has no such ability. */
  'unsupported',
  /** The day's budget of tokens or money is spent. */
  'over-budget',
  /** The person has not allowed it: no consent, a workspace that is not trusted, a redirect to another host. */
  'not-allowed',
  /** The caller's signal was aborted. */
  'cancelled',
] as const;

export type FaultKind = (typeof faultKinds)[number];

export interface ModelFault {
  readonly kind: FaultKind;
  /** One or two sentences for the person: what happened, where, what to do. Never holds a key or text of the document. */
  readonly message: string;
  /** Milliseconds after which it may go better, where that is known. */
  readonly retryAfterMs?: number;
}

/** What a call used, also where it failed. All are 0 where nothing was asked. */
export interface Usage {
  readonly promptTokens: number;
  /** Those of the prompt that the server had read before; at most `promptTokens`. */
  readonly cachedTokens: number;
  readonly completionTokens: number;
  /** Requests that reached the model. */
  readonly calls: number;
  /** US dollars; 0 for a model without a price. */
  readonly cost: number;
}

export const noUsage: Usage = { promptTokens: 0, cachedTokens: 0, completionTokens: 0, calls: 0, cost: 0 };

/** Both together. */
export function addUsage(a: Usage, b: Usage): Usage {
  return {
    promptTokens: a.promptTokens + b.promptTokens,
    cachedTokens: a.cachedTokens + b.cachedTokens,
    completionTokens: a.completionTokens + b.completionTokens,
    calls: a.calls + b.calls,
    cost: a.cost + b.cost,
  };
}

export interface Failed {
  readonly ok: false;
  readonly fault: ModelFault;
  readonly usage: Usage;
}
