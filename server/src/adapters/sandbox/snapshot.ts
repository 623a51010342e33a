/**
 * The memory snapshot on disk: built once on a machine, for it belongs to one build of the libraries and one Node. A file is a header of fixed length, JSON
 * padded with spaces, and the bytes. It is written under another name and renamed, so a reader sees all of it or nothing, whoever else writes.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import * as z from 'zod/mini';
import type { SandboxManifest, SnapshotSource } from './messages.ts';
import type { NodeProgram } from './process.ts';
import type { SnapshotStore } from './transport.ts';

const HEADER_BYTES = 4096;
const FORMAT = 1;
/** A snapshot for another Node may belong to another editor on this machine, which would build it again: it goes when it is this old. */
const OLD_MS = 30 * 24 * 3_600_000;
/** A file that is being written is older than this only where its writer has ended. */
const ABANDONED_MS = 3_600_000;

const manifestSchema = z.object({ pyodide: z.string(), python: z.string(), sympy: z.string(), digest: z.string() });

const belongsSchema = z.object({
  /** Of the folder `dist/sandbox`. */
  build: z.string(),
  node: z.string(),
  v8: z.string(),
  arch: z.string(),
  platform: z.string(),
});
type Belongs = z.output<typeof belongsSchema>;

const headerSchema = z.object({
  format: z.literal(FORMAT),
  belongs: belongsSchema,
  length: z.int().check(z.positive()),
  sha256: z.string(),
});

export interface SnapshotOptions {
  /** Folder that is this store's own; made where it is missing. */
  readonly folder: string;
  /** The folder `dist/sandbox`. */
  readonly assets: string;
  readonly program: NodeProgram;
  readonly log: (message: string) => void;
}

/** What the build wrote beside the interpreter. */
export async function readManifest(assets: string): Promise<SandboxManifest> {
  return z.parse(manifestSchema, JSON.parse(await readFile(join(assets, 'manifest.json'), 'utf8')));
}

/** Keeps the snapshot in a file; in memory where that cannot be, and says so in the log. */
export function snapshotFile(options: SnapshotOptions): SnapshotStore {
  const { folder, log } = options;
  let inMemory: SnapshotSource | undefined;
  /** Size and time of the file whose bytes were last found sound: they are read once. */
  let sound: string | undefined;

  const place = async (): Promise<{ readonly path: string; readonly belongs: Belongs }> => {
    const { version: node, v8, arch, platform } = options.program;
    const build = (await readManifest(options.assets)).digest;
    const belongs = { build, node, v8, arch, platform };
    return { belongs, path: join(folder, `snapshot-${sha256(JSON.stringify(belongs)).slice(0, 16)}.bin`) };
  };

  return {
    async find() {
      if (inMemory !== undefined) return inMemory;
      try {
        const { path, belongs } = await place();
        const read = await readHeader(path);
        if (read === undefined) return undefined;
        const fault = await faultOf(path, read, belongs, sound);
        if (fault !== undefined) {
          log(`sandbox: the snapshot is built again: ${fault}`);
          await rm(path, { force: true });
          return undefined;
        }
        sound = read.stamp;
        return { kind: 'file', path, offset: HEADER_BYTES, length: read.length };
      } catch (error) {
        log(`sandbox: the snapshot could not be read: ${String(error)}`);
        return undefined;
      }
    },
    async keep(bytes) {
      try {
        const { path, belongs } = await place();
        await write(path, belongs, bytes);
        await removeOthers(folder, path, belongs).catch((error: unknown) =>
          log(`sandbox: old snapshots could not be removed: ${String(error)}`),
        );
        return { kind: 'file', path, offset: HEADER_BYTES, length: bytes.length };
      } catch (error) {
        log(`sandbox: the snapshot is kept in memory only, so the next start builds it again: ${String(error)}`);
        inMemory = { kind: 'bytes', bytes };
        return inMemory;
      }
    },
    async drop() {
      inMemory = undefined;
      sound = undefined;
      try {
        await rm((await place()).path, { force: true });
      } catch (error) {
        log(`sandbox: the snapshot could not be removed: ${String(error)}`);
      }
    },
  };
}

interface ReadHeader {
  /** `undefined` where the header is none. */
  readonly header: z.output<typeof headerSchema> | undefined;
  /** Bytes behind the header. */
  readonly length: number;
  readonly stamp: string;
}

/** `undefined` where there is no file. */
async function readHeader(path: string): Promise<ReadHeader | undefined> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  try {
    const { size, mtimeMs } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    const header = headerSchema.safeParse(parseJson(buffer.toString('utf8', 0, bytesRead)));
    return {
      header: header.success ? header.data : undefined,
      length: Math.max(0, size - HEADER_BYTES),
      stamp: `${size} ${mtimeMs}`,
    };
  } finally {
    await file.close();
  }
}

/** What is wrong with a snapshot; `undefined` for a sound one. */
async function faultOf(
  path: string,
  { header, length, stamp }: ReadHeader,
  belongs: Belongs,
  sound: string | undefined,
): Promise<string | undefined> {
  if (header === undefined) return 'its header cannot be read';
  if (JSON.stringify(header.belongs) !== JSON.stringify(belongs)) return 'it belongs to another build';
  if (header.length !== length) return `it has ${length} bytes of ${header.length}`;
  if (stamp !== sound && (await digestOf(path)) !== header.sha256) return 'its bytes are not those that were written';
  return undefined;
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { start: HEADER_BYTES, highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest('hex');
}

async function write(path: string, belongs: Belongs, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const header = { format: FORMAT, belongs, length: bytes.length, sha256: sha256(bytes) };
  const temporary = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.write(Buffer.from(JSON.stringify(header).padEnd(HEADER_BYTES)));
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Removes what no one will start from: snapshots of another build for this Node, damaged, abandoned and old files. */
async function removeOthers(folder: string, kept: string, belongs: Belongs): Promise<void> {
  const program = (one: Belongs): string => JSON.stringify({ ...one, build: '' });
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (path === kept || !/^snapshot-.*\.(?:bin|tmp)$/.test(name)) continue;
    const age = Date.now() - (await stat(path)).mtimeMs;
    const other = name.endsWith('.bin') ? (await readHeader(path))?.header?.belongs : undefined;
    const useless = name.endsWith('.tmp')
      ? age > ABANDONED_MS
      : other === undefined || age > OLD_MS || program(other) === program(belongs);
    if (useless) await rm(path, { force: true });
  }
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
