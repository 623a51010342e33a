/** A signal for one download. */

/** Milliseconds without a byte after which an attempt is given up. */
const silenceMs = 60_000;

/** Aborts when the caller does, and when nothing comes for a while. */
export class Silence {
  readonly #control = new AbortController();
  readonly #caller: AbortSignal;
  readonly #stop = (): void => this.#control.abort();
  #timer: ReturnType<typeof setTimeout> | undefined;
  silent = false;

  constructor(caller: AbortSignal) {
    this.#caller = caller;
    caller.addEventListener('abort', this.#stop, { once: true });
    if (caller.aborted) this.#stop();
    this.heard();
  }

  get signal(): AbortSignal {
    return this.#control.signal;
  }

  heard(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.silent = true;
      this.#control.abort();
    }, silenceMs);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#caller.removeEventListener('abort', this.#stop);
  }
}
