import { describe, expect, test } from 'vitest';
import {
  type Differs,
  ImageCache,
  ImageMemory,
  type MemoryImage,
  pageBytes,
} from '../../../server/src/adapters/sandbox/image.ts';
import { differs } from '../../../server/src/adapters/sandbox/image-differs.ts';

const byBuffer: Differs = (one, oneStart, other, otherStart, bytes) =>
  Buffer.from(one.subarray(oneStart, oneStart + bytes)).compare(other.subarray(otherStart, otherStart + bytes)) !== 0;

/** A memory that can grow, as WebAssembly's does: then the array is another. */
class Memory {
  bytes: Uint8Array;

  constructor(pages: number) {
    this.bytes = Uint8Array.from({ length: pages * pageBytes }, (_, at) => (at % 251) + 1);
  }

  grow(pages: number): void {
    const grown = new Uint8Array(this.bytes.length + pages * pageBytes);
    grown.set(this.bytes);
    this.bytes = grown;
  }

  /** Writes the first byte of a page. */
  write(page: number, value: number): void {
    this.bytes[page * pageBytes] = value;
  }

  firstBytes(...pages: readonly number[]): readonly (number | undefined)[] {
    return pages.map(page => this.bytes[page * pageBytes]);
  }
}

describe.each([
  ['in Node', byBuffer],
  ['in a browser', differs],
] as const)('images of a memory %s', (_, how) => {
  const made = (pages: number): { memory: Memory; image: ImageMemory } => {
    const memory = new Memory(pages);
    return { memory, image: new ImageMemory(() => memory.bytes, how) };
  };

  test('hold the pages that were written, in order', () => {
    const { memory, image } = made(40);
    image.touch();
    memory.write(33, 7);
    memory.write(2, 9);
    const { pages, data } = image.capture();
    expect([...pages]).toEqual([2, 33]);
    expect([data.length, data[0], data[pageBytes]]).toEqual([2 * pageBytes, 9, 7]);
  });

  test('a byte written back to what it was is no change', () => {
    const { memory, image } = made(2);
    image.touch();
    memory.write(1, memory.firstBytes(1)[0] ?? 0);
    expect(image.capture().pages).toHaveLength(0);
  });

  test('bring every state back, from any other', () => {
    const { memory, image } = made(20);
    const base = memory.bytes.slice();
    image.touch();
    memory.write(3, 100);
    const one = image.capture();
    image.touch();
    memory.write(3, 200);
    memory.write(19, 201);
    const two = image.capture();
    image.restore(one);
    expect(memory.firstBytes(3, 19)).toEqual([100, base[19 * pageBytes]]);
    image.restore(two);
    expect(memory.firstBytes(3, 19)).toEqual([200, 201]);
    image.restore();
    expect(memory.bytes).toEqual(base);
  });

  test('what was not captured is undone as well', () => {
    const { memory, image } = made(4);
    const base = memory.bytes.slice();
    image.touch();
    memory.bytes.fill(255);
    image.restore();
    expect(memory.bytes).toEqual(base);
  });

  test('beyond the end of the base there was nothing', () => {
    const { memory, image } = made(3);
    image.touch();
    memory.grow(20);
    memory.write(10, 5);
    const grown = image.capture();
    expect([...grown.pages]).toEqual([10]);
    image.restore();
    expect(memory.firstBytes(10)).toEqual([0]);
    image.restore(grown);
    expect(memory.firstBytes(10, 11)).toEqual([5, 0]);
    image.touch();
    memory.write(11, 6);
    image.restore(grown);
    expect(memory.firstBytes(10, 11)).toEqual([5, 0]);
  });

  test('a copy that is nearly the same is put right and used', () => {
    const memory = new Memory(6);
    const base = memory.bytes.slice();
    const nearly = base.slice();
    nearly[4 * pageBytes] = 0;
    const image = new ImageMemory(() => memory.bytes, how, nearly);
    image.touch();
    memory.bytes.fill(1);
    image.restore();
    expect(memory.bytes).toEqual(base);
  });
});

test.each([
  ['the same', 0, 0, [], false],
  ['the first byte', 0, 0, [0], true],
  ['the last byte', 0, 0, [63], true],
  ['a byte behind the part', 0, 0, [64], false],
  ['a part that begins inside of a word', 1, 0, [20], true],
  ['the same inside of a word', 1, 0, [], false],
  ['an array that begins inside of a word', 0, 3, [20], true],
  ['the same, of an array that begins inside of a word', 0, 3, [], false],
])('compared word by word: %s', (_, start, offset, changed, expected) => {
  const bytes = Uint8Array.from({ length: 128 }, (_, at) => at);
  const other = new Uint8Array(new ArrayBuffer(256), offset, 128);
  other.set(bytes);
  for (const at of changed) other[start + at] = 255;
  expect(differs(bytes, start, other, start, 64)).toBe(expected);
});

describe('states by name', () => {
  const image = (pages: number): MemoryImage => ({
    pages: new Uint32Array(pages),
    data: new Uint8Array(pages * pageBytes),
  });

  test('the least recently used goes when they are too large together', () => {
    const cache = new ImageCache(3 * pageBytes);
    cache.set('a', image(1));
    cache.set('b', image(1));
    cache.set('c', image(1));
    cache.get('a');
    cache.set('d', image(1));
    expect(['a', 'b', 'c', 'd'].filter(name => cache.get(name) !== undefined)).toEqual(['a', 'c', 'd']);
    expect(cache.bytes).toBe(3 * pageBytes);
  });

  test('a name set again counts once', () => {
    const cache = new ImageCache(10 * pageBytes);
    cache.set('a', image(4));
    cache.set('a', image(2));
    expect(cache.bytes).toBe(2 * pageBytes);
  });

  test('one that is too large by itself is not kept', () => {
    const cache = new ImageCache(pageBytes);
    cache.set('a', image(2));
    expect([cache.get('a'), cache.bytes]).toEqual([undefined, 0]);
  });
});
