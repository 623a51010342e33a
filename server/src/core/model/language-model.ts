/**
 * A language model, wherever it runs: a server, this machine, the editor. Policies and most reward models are written over this interface and know
 * nothing of the place; adapters implement it and know nothing of steps.
 */
import type { Failed, Usage } from './fault.ts';

export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** What a model can do: found by trying once, not guessed from its name, and kept by its adapter. */
export interface Abilities {
  /** Tokens of prompt and reply together. */
  readonly window: number;
  /** Several completions come from one request that reads the prompt once. */
  readonly many: boolean;
  /** How a reply that is already begun is gone on with, best first: raw text, a last message of the assistant, or asked for in the user's turn. */
  readonly continuation: 'raw' | 'prefill' | 'turn';
  /** `generate` gives log-probabilities of what it wrote. */
  readonly logProbabilities: boolean;
  /** `generate` holds replies to a JSON schema. */
  readonly schema: boolean;
  /** A prompt that begins as the last one did is read from where they part. */
  readonly prefixCache: boolean;
  /** `read` gives the surprise of a text; `logits` says whether also logits at the ends of its parts. */
  readonly read: false | { readonly logits: boolean };
  /** `weigh` gives the probabilities of labels. */
  readonly weigh: boolean;
  /** `pool` gives the values at step markers: the model is a process reward model. */
  readonly pool: boolean;
  /** Requests that may be in flight together. */
  readonly parallel: number;
}

export interface GenerateRequest {
  readonly messages: readonly Message[];
  /** How the reply begins; what is given back goes on from there and does not hold it. */
  readonly prefix?: string;
  /** Completions wanted, at least 1. A model that cannot give several is asked several times, in parallel. */
  readonly n: number;
  /** For each completion. */
  readonly maxTokens: number;
  /** 0 for the likeliest; usually below 1.5. */
  readonly temperature: number;
  readonly topP?: number;
  /** A completion ends before the first of these. */
  readonly stop?: readonly string[];
  /** Completion i is drawn with `seed + i`, where the model takes seeds. */
  readonly seed?: number;
  /** The reply is JSON of this schema, where the model can be held to it. */
  readonly schema?: Readonly<Record<string, unknown>>;
}

export interface Completion {
  /** What follows the prefix. */
  readonly text: string;
  readonly tokens: number;
  /** Sum over its tokens (nats), where the model tells. */
  readonly logProbability?: number;
  /** `length`: it was cut off at `maxTokens` or at the window. */
  readonly finish: 'stop' | 'length';
}

/** Completions that came before a failure of others are given, with `fault` saying what happened to the rest. */
export type Generated =
  | {
      readonly ok: true;
      readonly completions: readonly Completion[];
      readonly usage: Usage;
      readonly fault?: Failed['fault'];
    }
  | Failed;

export interface ReadRequest {
  readonly messages: readonly Message[];
  /** The assistant's text, in the pieces to be told apart; joined with nothing between. Each is tokenised by itself. */
  readonly parts: readonly string[];
  /** Token ids whose logits are wanted after the last token of each part; none by default. Needs `read.logits`. */
  readonly logitsOf?: readonly number[];
  /** Texts whose first token's logits are wanted there too: `['Yes', 'No']`, with a blank before them where the model's tokens have one. Needs `read.logits`. */
  readonly labels?: readonly string[];
}

/** One token of a part: its log-probability given all before it (nats), and the mass of the likeliest token in its place. */
export interface ReadToken {
  readonly text: string;
  readonly logProbability: number;
  /** Log-probability of the token that the model found likeliest there, where it is known; never below `logProbability`. */
  readonly best?: number;
}

export interface ReadPart {
  readonly tokens: readonly ReadToken[];
  /** In the order of `logitsOf`. */
  readonly logits?: Float32Array;
  /** Logits in the order of `labels`. */
  readonly labels?: readonly number[];
}

export type Read = { readonly ok: true; readonly parts: readonly ReadPart[]; readonly usage: Usage } | Failed;

export interface WeighRequest {
  readonly messages: readonly Message[];
  /** How the reply begins, before the label. */
  readonly prefix?: string;
  /** Texts, one of which comes next: `['Yes', 'No']`. Their first tokens differ. */
  readonly labels: readonly string[];
}

/** `probabilities`: of the labels in their order, in [0, 1], together 1; `mass`: what the labels have of all that could come next, in [0, 1]. */
export type Weighed =
  | { readonly ok: true; readonly probabilities: readonly number[]; readonly mass: number; readonly usage: Usage }
  | Failed;

export interface PoolRequest {
  readonly messages: readonly Message[];
  /** What stands after each step in the messages: `<extra_0>`. */
  readonly marker: string;
  /** Markers in the messages; another number of values in the reply is a fault. */
  readonly count: number;
}

/** `values`: probability that the step before each marker is right, in [0, 1]. */
export type Pooled = { readonly ok: true; readonly values: readonly number[]; readonly usage: Usage } | Failed;

export interface DecideRequest {
  /** What the statements are about. */
  readonly text: string;
  /** Each may be true or false of the text, told apart from the others. */
  readonly statements: readonly string[];
}

/** `probabilities`: that each statement is true, in their order, in [0, 1]; `undefined` where the model declined to say. */
export type Decided =
  | { readonly ok: true; readonly probabilities: readonly (number | undefined)[]; readonly usage: Usage }
  | Failed;

/**
 * Every method resolves: failure is a value, an aborted signal is a fault `cancelled`, and then the request is broken off where it runs. What a model
 * cannot do gives a fault `unsupported` without a call.
 */
export interface LanguageModel {
  /** Names the model and all that its answers depend on: a key for caches. Holds no key and no document. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  abilities(signal: AbortSignal): Promise<{ readonly ok: true; readonly abilities: Abilities } | Failed>;
  generate(request: GenerateRequest, signal: AbortSignal): Promise<Generated>;
  read(request: ReadRequest, signal: AbortSignal): Promise<Read>;
  weigh(request: WeighRequest, signal: AbortSignal): Promise<Weighed>;
  pool(request: PoolRequest, signal: AbortSignal): Promise<Pooled>;
  /** Only servers have it: their own endpoint for decisions (`/v1/decisions`, `/v1/systemone`). A model without one gives a fault `unsupported`. */
  decide?(request: DecideRequest, signal: AbortSignal): Promise<Decided>;
  /** Tokens of a text: exact where the model's tokenizer is at hand, else an upper estimate. */
  countTokens(text: string): number;
  /** Gives back what it holds. A later call starts it again. */
  release(): Promise<void>;
}
