/** A text sealed for one reader, so that what is written down of messages does not show it. */
import type { SealedKey } from '../../server/src/protocol.ts';

const curve = { name: 'ECDH', namedCurve: 'P-256' } as const;

/** For the holder of the private key alone: a key agreed by ECDH, then AES-GCM. */
export async function seal(text: string, publicKey: string): Promise<SealedKey> {
  const { subtle } = crypto;
  const own = await subtle.generateKey(curve, false, ['deriveKey']);
  const theirs = await subtle.importKey('raw', bytesOf(publicKey), curve, false, []);
  const shared = await subtle.deriveKey(
    { name: 'ECDH', public: theirs },
    own.privateKey,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt'],
  );
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await subtle.encrypt({ name: 'AES-GCM', iv }, shared, new TextEncoder().encode(text));
  return {
    publicKey: base64(await subtle.exportKey('raw', own.publicKey)),
    iv: base64(iv.buffer),
    sealed: base64(sealed),
  };
}

function base64(bytes: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), char => char.charCodeAt(0));
}
