/** The sequences of a context: each keeps what it has read, and the next request goes on from the one that shares the longest beginning. */
import type { ControlledEvaluateInputItem, LlamaContext, LlamaContextSequence, Token } from 'node-llama-cpp';
import { cancelled, FaultError } from '../faults.ts';

/** Tokens that are read between two looks at the signal: a quarter of a second where the machine is slow, and no less fast than more at once. */
const chunk = 64;

/** What the model thought of a token before it saw it, in nats. */
export interface Score {
  readonly logProbability: number;
  readonly best: number;
}

/** What is wanted of the distribution after a token. */
export interface Want {
  readonly tokens: readonly Token[];
  /** How many of the likeliest tokens beside the first; costs a sort of the whole vocabulary. */
  readonly top?: number;
}

/** The distribution after a token. Logits are raw; log-probability of t: `logits.get(t) - logSum`. */
export interface Row {
  readonly best: Token;
  readonly logits: ReadonlyMap<Token, number>;
  readonly logSum: number;
}

/** The library's own way to copy a sequence, which it keeps for itself; without it the beginning is read again. */
interface Copying {
  _copyStateFromOtherSequence?(other: LlamaContextSequence, length: number): Promise<boolean>;
}

export class Slot {
  readonly #sequence: LlamaContextSequence;
  #tokens: Token[] = [];
  #scores: (Score | undefined)[] = [];
  #ends = new Map<number, { readonly key: string; readonly logits: Float32Array }>();
  usedAt = 0;

  constructor(sequence: LlamaContextSequence) {
    this.#sequence = sequence;
  }

  /** Tokens that have been read and are kept. */
  get length(): number {
    return this.#tokens.length;
  }

  get sequence(): LlamaContextSequence {
    return this.#sequence;
  }

  /** Length of the beginning that both share. */
  shared(tokens: readonly Token[]): number {
    const most = Math.min(tokens.length, this.#tokens.length);
    let length = 0;
    while (length < most && this.#tokens[length] === tokens[length]) length++;
    return length;
  }

  /** Of the token at `index`, where it was asked for when it was read. */
  score(index: number): Score | undefined {
    return this.#scores[index];
  }

  setScore(index: number, score: Score): void {
    this.#scores[index] = score;
  }

  /** Logits after the token at `index`, where those of this key were kept. */
  end(index: number, key: string): Float32Array | undefined {
    const kept = this.#ends.get(index);
    return kept?.key === key ? kept.logits : undefined;
  }

  setEnd(index: number, key: string, logits: Float32Array): void {
    this.#ends.set(index, { key, logits });
  }

  /** Forgets all from `length` on. */
  async cut(length: number): Promise<void> {
    if (length >= this.#tokens.length) return;
    await this.#sequence.eraseContextTokenRanges([{ start: length, end: this.#tokens.length }]);
    this.#tokens.length = length;
    this.#scores.length = Math.min(length, this.#scores.length);
    for (const index of [...this.#ends.keys()]) if (index >= length) this.#ends.delete(index);
    if (this.#sequence.nextTokenIndex !== length) await this.clear();
  }

  async clear(): Promise<void> {
    await this.#sequence.clearHistory();
    this.#tokens = [];
    this.#scores = [];
    this.#ends.clear();
  }

  /** Becomes the first `length` tokens of another, which is not in use. Where the library cannot do so it becomes empty. */
  async become(other: Slot, length: number): Promise<void> {
    const sequence = this.#sequence as unknown as Copying;
    const copied = (await sequence._copyStateFromOtherSequence?.(other.#sequence, length)) ?? false;
    if (!copied || this.#sequence.nextTokenIndex !== length) return this.clear();
    this.#tokens = other.#tokens.slice(0, length);
    this.#scores = other.#scores.slice(0, length);
    this.#ends = new Map([...other.#ends].filter(([index]) => index < length));
  }

  /** Tokens that the library itself adds to the sequence while it writes. */
  followed(token: Token): void {
    this.#tokens.push(token);
  }

  /**
   * Reads more tokens. `want(i)` says what is wanted after the i-th of them; `onRow` gets it.
   * @throws {FaultError} when stopped; what was read until then is kept
   */
  async read(
    tokens: readonly Token[],
    want: (index: number) => Want | undefined,
    onRow: (index: number, row: Row) => void,
    signal: AbortSignal,
  ): Promise<void> {
    for (let start = 0; start < tokens.length; start += chunk) {
      if (signal.aborted) throw new FaultError(cancelled.kind, cancelled.message);
      const part = tokens.slice(start, start + chunk);
      const input = part.map((token, index): ControlledEvaluateInputItem => {
        const wanted = want(start + index);
        return wanted === undefined ? token : [token, { generateNext: question(wanted) }];
      });
      const answers = await this.#sequence.controlledEvaluate(input);
      this.#tokens.push(...part);
      for (let index = 0; index < part.length; index++) {
        const next = answers[index]?.next;
        if (next === undefined) continue;
        const { token, logits, totalLogitWeight } = next;
        const most = token === undefined || token === null ? undefined : logits?.get(token);
        if (most === undefined || totalLogitWeight === undefined || logits === undefined || token == null) {
          throw new FaultError('broken', 'The local model gave no numbers after a token.');
        }
        onRow(start + index, { best: token, logits, logSum: most + Math.log(totalLogitWeight) });
      }
    }
  }
}

/** The likeliest token is asked for as the one selected at temperature 0: `includeMax` adds it only where it was named anyway. */
function question({ tokens, top = 0 }: Want) {
  return {
    token: true,
    totalLogitWeight: true,
    logits: { filter: { tokens, includeSelected: true, includeTop: top } },
    options: { temperature: 0 },
  };
}

/** Lends slots, first come first served. */
export class Slots {
  readonly #free: Slot[];
  readonly #waiting: { readonly tokens: readonly Token[]; give(slot: Slot): void }[] = [];
  #uses = 0;

  constructor(context: LlamaContext) {
    this.#free = Array.from({ length: context.totalSequences }, () => new Slot(context.getSequence()));
  }

  /** A slot that holds as much as possible of the beginning of `tokens`; waits for one. To be given back. */
  async take(tokens: readonly Token[], signal: AbortSignal): Promise<Slot> {
    const slot = this.#pick(tokens) ?? (await this.#wait(tokens, signal));
    const best = this.#free.reduce((a, b) => (b.shared(tokens) > a.shared(tokens) ? b : a), slot);
    if (best !== slot) await slot.become(best, best.shared(tokens));
    return slot;
  }

  /**
   * Up to `most` slots that nobody uses, and for which nobody waits; never the one used last, where there are several: what it has read is most likely
   * to be asked for again.
   */
  takeFree(most: number): readonly Slot[] {
    if (this.#waiting.length > 0) return [];
    this.#free.sort((a, b) => a.usedAt - b.usedAt);
    return this.#free.splice(0, Math.min(most, Math.max(1, this.#free.length - 1)));
  }

  giveBack(slot: Slot): void {
    slot.usedAt = ++this.#uses;
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(slot);
    else next.give(slot);
  }

  /** The one that goes on where it is; else the one not used for longest, so that the others keep what they have read. */
  #pick(tokens: readonly Token[]): Slot | undefined {
    const goesOn = this.#free.find(slot => slot.length > 0 && slot.shared(tokens) === slot.length);
    const oldest = this.#free.reduce<Slot | undefined>(
      (a, b) => (a === undefined || b.usedAt < a.usedAt ? b : a),
      undefined,
    );
    const slot = goesOn ?? oldest;
    if (slot !== undefined) this.#free.splice(this.#free.indexOf(slot), 1);
    return slot;
  }

  #wait(tokens: readonly Token[], signal: AbortSignal): Promise<Slot> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(one), 1);
        reject(new FaultError(cancelled.kind, cancelled.message));
      };
      const one = {
        tokens,
        give(slot: Slot) {
          signal.removeEventListener('abort', stop);
          resolve(slot);
        },
      };
      if (signal.aborted) return reject(new FaultError(cancelled.kind, cancelled.message));
      this.#waiting.push(one);
      signal.addEventListener('abort', stop, { once: true });
    });
  }
}
