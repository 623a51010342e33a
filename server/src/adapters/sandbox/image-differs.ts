/** Compares parts of memory where there is no `Buffer`. */
import type { Differs } from './image.ts';

/** Word by word: starts and length are multiples of 4, as those of pages are; so is where each array begins in its buffer, or the whole is compared byte by byte. */
export const differs: Differs = (one, oneStart, other, otherStart, bytes) => {
  const [from, to] = [one.byteOffset + oneStart, other.byteOffset + otherStart];
  if ((from | to | bytes) % 4 !== 0) return differsByBytes(one, oneStart, other, otherStart, bytes);
  const left = new Int32Array(one.buffer, from, bytes / 4);
  const right = new Int32Array(other.buffer, to, bytes / 4);
  for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) return true;
  return false;
};

function differsByBytes(
  one: Uint8Array,
  oneStart: number,
  other: Uint8Array,
  otherStart: number,
  bytes: number,
): boolean {
  for (let at = 0; at < bytes; at++) if (one[oneStart + at] !== other[otherStart + at]) return true;
  return false;
}
