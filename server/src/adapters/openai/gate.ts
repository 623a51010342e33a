/** Lets so many through at once; the others wait in line. */
export class Gate {
  #limit: number;
  #inside = 0;
  readonly #line: (() => void)[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  set limit(value: number) {
    this.#limit = Math.max(1, value);
    this.#admit();
  }

  /** Resolves to true when it is this one's turn (then `leave` must follow), to false when the signal was aborted first. */
  enter(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    return new Promise(done => {
      const admit = (): void => {
        signal.removeEventListener('abort', onAbort);
        this.#inside++;
        done(true);
      };
      const onAbort = (): void => {
        const at = this.#line.indexOf(admit);
        if (at >= 0) this.#line.splice(at, 1);
        done(false);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#line.push(admit);
      this.#admit();
    });
  }

  leave(): void {
    this.#inside--;
    this.#admit();
  }

  #admit(): void {
    while (this.#inside < this.#limit) {
      const next = this.#line.shift();
      if (next === undefined) return;
      next();
    }
  }
}
