/** Has an interpreter build the memory snapshot: once on a machine. */
import { readMessage } from './pool-messages.ts';
import type { Launcher } from './transport.ts';

export type Built = { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly reason: string };

export interface BuildOptions {
  readonly launcher: Launcher;
  /** Milliseconds without a word after which it is given up. */
  readonly silenceMs: number;
  readonly onProgress: (share: number, message: string) => void;
  /** Ends the builder. */
  readonly signal: AbortSignal;
}

/** Bytes: more than any snapshot has, and less than would trouble the owner. */
const LARGEST = 512 * 1024 * 1024;

/** Builds the snapshot in an interpreter of its own, which is thrown away. Never rejects. */
export function buildSnapshot({ launcher, silenceMs, onProgress, signal }: BuildOptions): Promise<Built> {
  return new Promise(resolve => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const settle = (built: Built): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      if (launched.ok) launched.interpreter.kill();
      resolve(built);
    };
    const stop = (): void => settle({ ok: false, reason: 'The sandbox was ended while it was prepared.' });
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(
        () => settle({ ok: false, reason: 'The sandbox stood still while it was prepared.' }),
        silenceMs,
      );
    };
    const launched = launcher.launch(undefined, {
      onMessage(value) {
        const message = readMessage(value);
        if (message?.kind === 'progress') {
          wait();
          onProgress(message.share, message.message);
        } else if (message?.kind === 'broken') {
          settle({ ok: false, reason: message.reason });
        } else if (message?.kind === 'snapshot' && message.bytes.length <= LARGEST) {
          settle({ ok: true, bytes: message.bytes });
        } else {
          settle({ ok: false, reason: 'The sandbox was prepared and said something that cannot be read.' });
        }
      },
      onEnd: end => settle({ ok: false, reason: `The sandbox ${end.reason} while it was prepared.` }),
    });
    if (!launched.ok) {
      settle({ ok: false, reason: launched.reason });
      return;
    }
    signal.addEventListener('abort', stop, { once: true });
    wait();
    launched.interpreter.send({ kind: 'build' });
  });
}
