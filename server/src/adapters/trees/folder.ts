/**
 * Search trees in a folder of this machine, one file a tree and process: windows that share the folder never write into one another's files. What is given is handed
 * to the system at once, so that it outlives a process that is killed.
 */
import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TreeStore } from '../../core/search/tree-store.ts';

/** Bytes, but for `files`. */
export interface TreeFolderLimits {
  readonly files: number;
  readonly folder: number;
  /** A tree that grows larger is no longer written down. */
  readonly tree: number;
  /** Entries behind the whole of a tree until it is written whole again: so much, or as much as the tree takes. */
  readonly entries: number;
}

export const usualLimits: TreeFolderLimits = { files: 200, folder: 64e6, tree: 16e6, entries: 1e6 };

export interface TreeFolderOptions {
  /** Is made where it is missing. Nothing else is to lie in it. */
  readonly folder: string;
  /** Is told once of each way in which the folder fails. */
  readonly log: (message: string) => void;
  /** Milliseconds on a clock that does not go back. */
  readonly now: () => number;
  readonly limits?: TreeFolderLimits;
}

/** After a failure nothing is tried for so long (ms): a full disk is not soon emptied. */
const REST_MS = 30_000;

/** A digest of the key, and the process. A file that was never finished ends in `.part`. */
const FILE_NAME = /^[0-9a-f]{32}\.[0-9a-f]{8}\.jsonl(?:\.part)?$/;

export function openTreeFolder(options: TreeFolderOptions): TreeStore {
  return new TreeFolder(options);
}

/** A file of this process that is whole up to its last line. */
interface Own {
  readonly whole: number;
  bytes: number;
}

interface Waiting {
  added: string;
  readonly whole: () => string;
}

class TreeFolder implements TreeStore {
  readonly #folder: string;
  readonly #log: (message: string) => void;
  readonly #now: () => number;
  readonly #limits: TreeFolderLimits;
  readonly #process = randomUUID().slice(0, 8);
  readonly #own = new Map<string, Own>();
  /** Files of other processes that trees were brought back from: to be removed when this process has written them. */
  readonly #origin = new Map<string, string>();
  readonly #waiting = new Map<string, Waiting>();
  readonly #tooLarge = new Set<string>();
  readonly #told = new Set<string>();
  /** What touches the disk does so one after the other. */
  #turn: Promise<void> = Promise.resolve();
  #writing = false;
  #restsUntil = Number.NEGATIVE_INFINITY;

  constructor({ folder, log, now, limits = usualLimits }: TreeFolderOptions) {
    this.#folder = folder;
    this.#log = log;
    this.#now = now;
    this.#limits = limits;
  }

  async load(key: string): Promise<string> {
    let text = '';
    await this.#inTurn(async () => {
      const digest = digestOf(key);
      const newest = (await this.#files()).findLast(({ name }) => name.startsWith(digest) && name.endsWith('.jsonl'));
      if (newest === undefined || newest.bytes > this.#limits.tree + this.#limits.entries) return;
      text = await readFile(join(this.#folder, newest.name), 'utf8');
      if (newest.name === this.#nameOf(key)) return;
      this.#own.delete(key);
      this.#origin.set(key, newest.name);
    });
    return text;
  }

  write(key: string, added: string, whole: () => string): void {
    const waiting = this.#waiting.get(key);
    if (waiting === undefined) this.#waiting.set(key, { added, whole });
    else waiting.added += added;
    if (this.#writing) return;
    this.#writing = true;
    void this.#inTurn(() => this.#writeAll());
  }

  async flush(): Promise<void> {
    await this.#turn;
  }

  async forget(): Promise<void> {
    this.#waiting.clear();
    await this.#inTurn(async () => {
      this.#own.clear();
      this.#origin.clear();
      for (const { name } of await this.#files()) await rm(join(this.#folder, name), { force: true });
    });
  }

  async #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work).catch((error: unknown) => this.#failed(error));
    this.#turn = turn;
    await turn;
  }

  async #writeAll(): Promise<void> {
    for (const [key, waiting] of this.#waiting) {
      this.#waiting.delete(key);
      if (this.#tooLarge.has(key)) continue;
      if (this.#now() < this.#restsUntil) {
        // A gap in a file would make what follows it worthless.
        this.#own.delete(key);
        continue;
      }
      try {
        await this.#keep(key, waiting);
      } catch (error) {
        this.#own.delete(key);
        this.#failed(error);
      }
    }
    // In the same turn in which nothing was waiting: what comes from now on begins anew.
    this.#writing = false;
  }

  async #keep(key: string, { added, whole }: Waiting): Promise<void> {
    const own = this.#own.get(key);
    const isRoom = own !== undefined && own.bytes - own.whole < Math.max(this.#limits.entries, own.whole);
    if (own !== undefined && isRoom && (await appendTo(join(this.#folder, this.#nameOf(key)), added))) {
      own.bytes += Buffer.byteLength(added);
      return;
    }
    // The whole holds what came meanwhile.
    this.#waiting.delete(key);
    await this.#replace(key, whole());
  }

  async #replace(key: string, text: string): Promise<void> {
    const name = this.#nameOf(key);
    const file = join(this.#folder, name);
    const bytes = Buffer.byteLength(text);
    if (bytes > this.#limits.tree) {
      this.#tooLarge.add(key);
      this.#log(`a search has grown to ${Math.round(bytes / 1e6)} MB: it is kept only as it was before`);
      return;
    }
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    // Whoever reads meanwhile, or after a crash, finds the old text or the new one.
    await writeFile(`${file}.part`, text, { mode: 0o600 });
    await rename(`${file}.part`, file);
    this.#own.set(key, { whole: bytes, bytes });
    const origin = this.#origin.get(key);
    this.#origin.delete(key);
    if (origin !== undefined) await rm(join(this.#folder, origin), { force: true });
    await this.#removeOldest(name);
  }

  async #removeOldest(except: string): Promise<void> {
    const files = await this.#files();
    let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    let count = files.length;
    for (const file of files) {
      if (count <= this.#limits.files && bytes <= this.#limits.folder) return;
      if (file.name === except) continue;
      await rm(join(this.#folder, file.name), { force: true });
      bytes -= file.bytes;
      count -= 1;
    }
  }

  /** By the time of their last change, oldest first. */
  async #files(): Promise<readonly { readonly name: string; readonly bytes: number; readonly changed: number }[]> {
    const names = await readdir(this.#folder).catch(ifMissing<readonly string[]>([]));
    const files = await Promise.all(
      names
        .filter(name => FILE_NAME.test(name))
        .map(async name => {
          const found = await stat(join(this.#folder, name)).catch(ifMissing(undefined));
          return found === undefined ? [] : [{ name, bytes: found.size, changed: found.mtimeMs }];
        }),
    );
    return files.flat().sort((a, b) => a.changed - b.changed);
  }

  #nameOf(key: string): string {
    return `${digestOf(key)}.${this.#process}.jsonl`;
  }

  #failed(error: unknown): void {
    this.#restsUntil = this.#now() + REST_MS;
    const code = codeOf(error) ?? '';
    if (this.#told.has(code)) return;
    this.#told.add(code);
    const message = error instanceof Error ? error.message : String(error);
    this.#log(`searches cannot be kept in ${this.#folder} (${message}): they last as long as this window`);
  }
}

/** Whether the file is there to be added to: another process may have removed it. */
async function appendTo(path: string, text: string): Promise<boolean> {
  const file = await open(path, constants.O_WRONLY | constants.O_APPEND).catch(ifMissing(undefined));
  if (file === undefined) return false;
  try {
    await file.appendFile(text);
    return true;
  } finally {
    await file.close();
  }
}

function digestOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}

function ifMissing<T>(value: T): (error: unknown) => T {
  return error => {
    if (codeOf(error) === 'ENOENT') return value;
    throw error;
  };
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
