/** Bytes of a file → its text. */

export type Decoded =
  | { readonly ok: true; readonly text: string; readonly remark?: string }
  | { readonly ok: false; readonly reason: string };

/** How far a NUL byte is looked for: as far as Git looks to tell a binary file. */
const BINARY_PROBE_BYTES = 8000;

/**
 * Decodes UTF-8, or UTF-16 with a byte order mark. The mark is not part of the text, as in an editor.
 * Broken UTF-8 is read with replacement characters and a remark that says so; a binary is refused.
 */
export function decode(bytes: Uint8Array): Decoded {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return { ok: true, text: new TextDecoder('utf-16le').decode(bytes) };
  if (first === 0xfe && second === 0xff) return { ok: true, text: new TextDecoder('utf-16be').decode(bytes) };
  if (bytes.subarray(0, BINARY_PROBE_BYTES).includes(0)) {
    return { ok: false, reason: 'is a binary file (or UTF-16 without a byte order mark)' };
  }
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const text = new TextDecoder('utf-8').decode(bytes);
    return { ok: true, text, remark: `is not valid UTF-8: what could not be read stands as "\ufffd"` };
  }
}
