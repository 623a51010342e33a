/** Keys of servers, asked of the client when one is needed: sealed for this process, kept in its memory alone, each for one origin. */
import type { Connection, Disposable } from 'vscode-languageserver';
import * as z from 'zod/mini';
import { getKey, keysChanged, type SealedKey } from '../protocol.ts';
import { all, type Feature } from './feature.ts';

const sealedKey = z.nullable(z.object({ publicKey: z.string(), iv: z.string(), sealed: z.string() }));
const changedParams = z.object({ origin: z.string() });

export class KeysFeature implements Feature {
  readonly capabilities = {};
  readonly #known = new Map<string, Promise<string | undefined>>();
  #listeners: readonly ((origin: string) => void)[] = [];
  #connection: Connection | undefined;

  register(connection: Connection): Disposable {
    this.#connection = connection;
    return all([
      connection.onNotification(keysChanged.method, (given: unknown) => {
        const parsed = changedParams.safeParse(given);
        if (!parsed.success) return;
        this.#known.delete(parsed.data.origin);
        for (const listener of this.#listeners) listener(parsed.data.origin);
      }),
      { dispose: () => this.#known.clear() },
    ]);
  }

  /** A key was set or forgotten. */
  onChange(listener: (origin: string) => void): void {
    this.#listeners = [...this.#listeners, listener];
  }

  /**
   * The key for an origin (`https://api.example.com`), `undefined` where there is none or the client keeps no keys. Never for another origin than it
   * was kept for. Kept until the client says that it has changed.
   */
  readonly keyFor = (origin: string): Promise<string | undefined> => {
    const known = this.#known.get(origin) ?? this.#ask(origin);
    this.#known.set(origin, known);
    return known;
  };

  async #ask(origin: string): Promise<string | undefined> {
    const connection = this.#connection;
    if (connection === undefined) return undefined;
    const { privateKey, publicKey } = await crypto.subtle.generateKey(curve, false, ['deriveKey']);
    const raw = base64(await crypto.subtle.exportKey('raw', publicKey));
    try {
      const answer = sealedKey.parse(await connection.sendRequest(getKey.method, { origin, publicKey: raw }));
      return answer === null ? undefined : await open(answer, privateKey);
    } catch {
      // A client that keeps no keys, or seals them in another way: as if there were none, and the next call asks again.
      this.#known.delete(origin);
      return undefined;
    }
  }
}

const curve = { name: 'ECDH', namedCurve: 'P-256' } as const;

async function open({ publicKey, iv, sealed }: SealedKey, privateKey: CryptoKey): Promise<string> {
  const { subtle } = crypto;
  const theirs = await subtle.importKey('raw', bytesOf(publicKey), curve, false, []);
  const agreed = { name: 'ECDH', public: theirs };
  const shared = await subtle.deriveKey(agreed, privateKey, { name: 'AES-GCM', length: 256 }, false, ['decrypt']);
  return new TextDecoder().decode(await subtle.decrypt({ name: 'AES-GCM', iv: bytesOf(iv) }, shared, bytesOf(sealed)));
}

function base64(bytes: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), char => char.charCodeAt(0));
}
