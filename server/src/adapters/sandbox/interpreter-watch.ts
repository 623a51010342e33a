/** Tells running code when it must stop: at its deadline, or when its owner asks. */

/** How often the owner's question is looked for, in milliseconds. */
const lookEveryMs = 20;

export interface WatchOptions {
  readonly now: () => number;
  /** Whether the owner asks for a stop. May be slow; must not throw. */
  readonly stopAsked: () => boolean;
}

export class Watch {
  readonly #options: WatchOptions;
  #deadline = Number.POSITIVE_INFINITY;
  #nextLook = Number.POSITIVE_INFINITY;
  #reason: 'timeout' | 'cancelled' | undefined;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** Why the code has to stop, or had to: kept until the next start. */
  get reason(): 'timeout' | 'cancelled' | undefined {
    return this.#reason;
  }

  start(deadline: number): void {
    this.#deadline = deadline;
    // At once: it may have been asked before the code began.
    this.#nextLook = this.#options.now();
    this.#reason = undefined;
  }

  end(): void {
    this.#deadline = Number.POSITIVE_INFINITY;
    this.#nextLook = Number.POSITIVE_INFINITY;
  }

  /** Cheap enough to be asked between any two instructions. */
  mustStop(): boolean {
    if (this.#reason !== undefined) return this.#deadline !== Number.POSITIVE_INFINITY;
    const now = this.#options.now();
    if (now >= this.#deadline) this.#reason = 'timeout';
    else if (now >= this.#nextLook) {
      this.#nextLook = now + lookEveryMs;
      if (this.#options.stopAsked()) this.#reason = 'cancelled';
    }
    return this.#reason !== undefined;
  }
}
