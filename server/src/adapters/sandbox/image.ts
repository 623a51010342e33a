/** Images of an interpreter's linear memory: a base, and states that are kept as the pages in which they differ from it. */

/** Bytes of a page, the unit in which changes are kept. */
export const pageBytes = 4096;
/** Compared at once; only where two blocks differ are their pages looked at. */
const blockBytes = 16 * pageBytes;

/** A state: the pages, in order, that differ from the base (or from zero beyond its end). */
export interface MemoryImage {
  /** Numbers of the pages. */
  readonly pages: Uint32Array;
  /** Their contents, one after the other. */
  readonly data: Uint8Array;
}

/** Whether two ranges of the same length differ. */
export type Differs = (
  one: Uint8Array,
  oneStart: number,
  other: Uint8Array,
  otherStart: number,
  bytes: number,
) => boolean;

const untouched: MemoryImage = { pages: new Uint32Array(0), data: new Uint8Array(0) };
const zeros = new Uint8Array(blockBytes);

export class ImageMemory {
  readonly #memory: () => Uint8Array;
  readonly #differs: Differs;
  readonly #base: Uint8Array;
  /** What the memory holds now; undefined while that is not known. */
  #live: MemoryImage | undefined = untouched;

  /**
   * Takes the memory as it is now for the base.
   * @param nearly bytes that may be written over and are nearly the same: a copy is spared
   */
  constructor(memory: () => Uint8Array, differs: Differs, nearly?: Uint8Array) {
    this.#memory = memory;
    this.#differs = differs;
    const now = memory();
    if (nearly?.length !== now.length) {
      this.#base = new Uint8Array(now);
      return;
    }
    this.#base = nearly;
    const { pages, data } = this.capture();
    pages.forEach((page, index) => {
      nearly.set(data.subarray(index * pageBytes, (index + 1) * pageBytes), page * pageBytes);
    });
    this.#live = untouched;
  }

  /** To be called before anything runs: from now on the memory is no longer what it was. */
  touch(): void {
    this.#live = undefined;
  }

  /** The state of the memory, found by comparing it with the base. */
  capture(): MemoryImage {
    const memory = this.#memory();
    const changed: number[] = [];
    for (let start = 0; start < memory.length; start += blockBytes) {
      if (!this.#changed(memory, start, Math.min(blockBytes, memory.length - start))) continue;
      const end = Math.min(start + blockBytes, memory.length);
      for (let page = start; page < end; page += pageBytes) {
        if (this.#changed(memory, page, pageBytes)) changed.push(page / pageBytes);
      }
    }
    const pages = Uint32Array.from(changed);
    const data = new Uint8Array(pages.length * pageBytes);
    pages.forEach((page, index) => {
      data.set(memory.subarray(page * pageBytes, (page + 1) * pageBytes), index * pageBytes);
    });
    this.#live = { pages, data };
    return this.#live;
  }

  /** Brings the memory to a state; to the base without one. */
  restore(image: MemoryImage = untouched): void {
    const memory = this.#memory();
    if (this.#live === undefined) {
      memory.set(this.#base);
      memory.fill(0, this.#base.length);
    } else {
      for (const page of this.#live.pages) this.#revert(memory, page * pageBytes);
    }
    image.pages.forEach((page, index) => {
      memory.set(image.data.subarray(index * pageBytes, (index + 1) * pageBytes), page * pageBytes);
    });
    this.#live = image;
  }

  #changed(memory: Uint8Array, start: number, bytes: number): boolean {
    const known = start + bytes <= this.#base.length;
    return known
      ? this.#differs(memory, start, this.#base, start, bytes)
      : this.#differs(memory, start, zeros, 0, bytes);
  }

  #revert(memory: Uint8Array, start: number): void {
    if (start < this.#base.length) memory.set(this.#base.subarray(start, start + pageBytes), start);
    else memory.fill(0, start, start + pageBytes);
  }
}

/** States by name, the least recently used dropped when together they are larger than the bound. */
export class ImageCache {
  readonly #most: number;
  readonly #images = new Map<string, MemoryImage>();
  #bytes = 0;

  /** @param most bytes of page contents */
  constructor(most: number) {
    this.#most = most;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): MemoryImage | undefined {
    const image = this.#images.get(key);
    if (image === undefined) return undefined;
    this.#images.delete(key);
    this.#images.set(key, image);
    return image;
  }

  set(key: string, image: MemoryImage): void {
    this.#drop(key);
    this.#images.set(key, image);
    this.#bytes += image.data.length;
    for (const oldest of this.#images.keys()) {
      if (this.#bytes <= this.#most) break;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#bytes -= this.#images.get(key)?.data.length ?? 0;
    this.#images.delete(key);
  }
}
