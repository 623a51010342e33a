/** Fetches one big file whose bytes are known beforehand, and goes on where it was broken off. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { ModelFault } from '../../core/model/fault.ts';
import { Silence } from './silence.ts';

export interface DownloadOptions {
  readonly url: string;
  /** Where the file is to lie. It appears there whole and checked, or not at all; the beginning that came waits beside it as `….part`. */
  readonly target: string;
  readonly hash: {
    readonly algorithm: 'sha256' | 'sha512';
    readonly digest: string;
    readonly encoding: 'hex' | 'base64';
  };
  /** Size, where it is known: disk space is checked before the first byte. */
  readonly bytes?: number;
  /** Called with each piece: bytes that are there, and how many there will be where that is known. */
  readonly onProgress?: (done: number, total: number | undefined) => void;
  /** What tests replace. */
  readonly world?: Partial<DownloadWorld>;
}

export interface DownloadWorld {
  readonly fetch: typeof fetch;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
  /** Bytes that can be written in a folder. */
  readonly free: (folder: string) => Promise<number>;
  readonly write: (handle: FileHandle, bytes: Uint8Array) => Promise<unknown>;
}

export type Downloaded =
  | { readonly ok: true; readonly file: string }
  | { readonly ok: false; readonly fault: ModelFault };

/** Waits between attempts, in milliseconds. An attempt that brought something new starts the row again. */
const waits = [1_000, 5_000, 15_000, 30_000];
/** Bytes that are left free for everything else. */
const reserve = 64 * 1024 * 1024;

const realWorld: DownloadWorld = {
  fetch: (...args) => fetch(...args),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  async free(folder) {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  },
  write: (handle, bytes) => handle.writeFile(bytes),
};

/**
 * Gives the file, which is fetched where it is not there. Cancelling, a break or a full disk keep what came for the next time; a file with another hash
 * is thrown away. A file that is there already has been checked when it came.
 */
export async function download(options: DownloadOptions, signal: AbortSignal): Promise<Downloaded> {
  const world = { ...realWorld, ...options.world };
  if (await sizeOf(options.target)) return { ok: true, file: options.target };
  try {
    await mkdir(dirname(options.target), { recursive: true });
    for (let failures = 0; ; failures++) {
      const before = await sizeOf(partOf(options));
      const fault = await attempt(options, world, signal);
      if (fault === undefined) return await finish(options, signal);
      if (signal.aborted) return stopped;
      if ((await sizeOf(partOf(options))) > before) failures = 0;
      const wait = waits[failures];
      if (!fault.again || wait === undefined) return { ok: false, fault: fault.fault };
      await world.sleep(wait, signal);
    }
  } catch (error) {
    if (signal.aborted) return stopped;
    return { ok: false, fault: { kind: 'broken', message: storageWords(error, options) } };
  }
}

const stopped: Downloaded = {
  ok: false,
  fault: { kind: 'cancelled', message: 'Stopped. What was downloaded is kept; the next time goes on from there.' },
};

/** `again`: another attempt may bring more. */
interface Setback {
  readonly fault: ModelFault;
  readonly again: boolean;
}

const partOf = ({ target }: DownloadOptions): string => `${target}.part`;
const noteOf = ({ target }: DownloadOptions): string => `${target}.part.json`;

/** Of which file the part is the beginning, as the server names it. */
const noteSchema = z.object({ url: z.string(), validator: z.string() });

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}

/** One request. Nothing is given where the part is complete. */
async function attempt(
  options: DownloadOptions,
  world: DownloadWorld,
  signal: AbortSignal,
): Promise<Setback | undefined> {
  const { bytes } = options;
  let have = await sizeOf(partOf(options));
  if (bytes !== undefined && have === bytes) return undefined;
  const validator = have === 0 ? undefined : await validatorOf(options);
  // A part of which the server cannot tell whether it is of the same file is worth nothing.
  if (validator === undefined || (bytes !== undefined && have > bytes)) {
    await rm(partOf(options), { force: true });
    have = 0;
  }
  const full = await fullDisk(options, world, have);
  if (full !== undefined) return { fault: full, again: false };
  const silence = new Silence(signal);
  try {
    const headers: Record<string, string> = { 'accept-encoding': 'identity' };
    if (validator !== undefined && have > 0) Object.assign(headers, { range: `bytes=${have}-`, 'if-range': validator });
    const response = await world.fetch(options.url, { headers, redirect: 'follow', signal: silence.signal });
    const refused = await refusal(response, options, have);
    if (refused !== undefined) {
      await response.body?.cancel();
      return refused;
    }
    const begin = response.status === 206 ? have : 0;
    await note(options, response);
    return await receive(options, world, response, begin, silence);
  } catch (error) {
    if (!isNetwork(error) && !silence.signal.aborted) throw error;
    const host = new URL(options.url).host;
    const message = silence.silent
      ? `${host} sent nothing for a minute. Try again; the download goes on where it stopped.`
      : `The download from ${host} broke off (${networkWords(error)}). Try again; it goes on where it stopped.`;
    return { fault: { kind: silence.silent ? 'timeout' : 'unreachable', message }, again: true };
  } finally {
    silence.end();
  }
}

async function validatorOf(options: DownloadOptions): Promise<string | undefined> {
  try {
    const note = noteSchema.safeParse(JSON.parse(await readFile(noteOf(options), 'utf8')));
    return note.success && note.data.url === options.url ? note.data.validator : undefined;
  } catch {
    return undefined;
  }
}

/** A weak tag says nothing of the bytes; then the part is of no use to a later run. */
async function note(options: DownloadOptions, { headers }: Response): Promise<void> {
  const tag = headers.get('etag');
  const validator = tag !== null && !tag.startsWith('W/') ? tag : headers.get('last-modified');
  if (validator === null) return rm(noteOf(options), { force: true });
  await writeFile(noteOf(options), JSON.stringify({ url: options.url, validator }));
}

async function refusal(response: Response, options: DownloadOptions, have: number): Promise<Setback | undefined> {
  const { status } = response;
  const host = new URL(options.url).host;
  const no = (kind: ModelFault['kind'], message: string, again = false): Setback => ({
    fault: { kind, message },
    again,
  });
  if (status === 416) {
    await rm(partOf(options), { force: true });
    return no('broken', `${host} does not go on with the download. Try again: it starts anew.`, true);
  }
  if (status === 404 || status === 410)
    return no('no-model', `${host} has no such file. Check the address in the settings.`);
  if (status === 401 || status === 403)
    return no(
      'unauthorized',
      `${host} does not give this file to everybody (${status}). Check the address in the settings.`,
    );
  if (status === 429 || status >= 500)
    return no(
      status === 429 ? 'busy' : 'broken',
      `${host} cannot serve the file now (${status}). Try again later.`,
      true,
    );
  if (status !== 200 && status !== 206)
    return no('not-understood', `${host} answered ${status}. Check the address in the settings.`);
  if (status === 206 && !response.headers.get('content-range')?.startsWith(`bytes ${have}-`)) {
    await rm(partOf(options), { force: true });
    return no('broken', `${host} went on at another place. Try again: the download starts anew.`, true);
  }
  if (response.headers.get('content-type')?.startsWith('text/html') === true) {
    return no(
      'not-understood',
      `${host} answered with a web page. Check the address in the settings, and whether the network asks you to log in.`,
    );
  }
  const total = totalOf(response, status === 206 ? have : 0);
  if (options.bytes !== undefined && total !== undefined && total !== options.bytes) {
    return no(
      'not-understood',
      `${host} has another file there (${megabytes(total)} instead of ${megabytes(options.bytes)}). Check the address in the settings.`,
    );
  }
  return undefined;
}

function totalOf({ headers }: Response, begin: number): number | undefined {
  const length = headers.get('content-length');
  return length === null ? undefined : begin + Number(length);
}

async function receive(
  options: DownloadOptions,
  world: DownloadWorld,
  response: Response,
  begin: number,
  silence: Silence,
): Promise<Setback | undefined> {
  const total = options.bytes ?? totalOf(response, begin);
  const handle = await open(partOf(options), begin === 0 ? 'w' : 'a');
  let done = begin;
  try {
    for await (const piece of response.body ?? []) {
      silence.heard();
      await world.write(handle, piece);
      done += piece.length;
      options.onProgress?.(done, total);
      if (total !== undefined && done > total) break;
    }
  } finally {
    await handle.close();
  }
  if (total === undefined || done >= total) return undefined;
  const message = `The download ended after ${megabytes(done)} of ${megabytes(total)}. Try again; it goes on where it stopped.`;
  return { fault: { kind: 'unreachable', message }, again: true };
}

async function fullDisk(options: DownloadOptions, world: DownloadWorld, have: number): Promise<ModelFault | undefined> {
  if (options.bytes === undefined) return undefined;
  const folder = dirname(options.target);
  const needed = options.bytes - have + reserve;
  const free = await world.free(folder);
  if (free >= needed) return undefined;
  return {
    kind: 'broken',
    message: `There is not enough room: ${megabytes(needed)} are needed, ${megabytes(free)} are free in ${folder}.`,
  };
}

/** Checks the whole file and puts it where it belongs. */
async function finish(options: DownloadOptions, signal: AbortSignal): Promise<Downloaded> {
  const { algorithm, digest, encoding } = options.hash;
  const hash = createHash(algorithm);
  for await (const piece of createReadStream(partOf(options), { signal })) hash.update(piece);
  await rm(noteOf(options), { force: true });
  if (hash.digest(encoding) !== digest) {
    await rm(partOf(options), { force: true });
    const message = `What came from ${new URL(options.url).host} is not ${basename(options.target)} (its hash is another). It was thrown away; check the address in the settings and try again.`;
    return { ok: false, fault: { kind: 'not-understood', message } };
  }
  await rename(partOf(options), options.target);
  return { ok: true, file: options.target };
}

/** What `fetch` throws where a connection fails or ends, as against a file that cannot be written. */
function isNetwork(error: unknown): boolean {
  return (
    error instanceof TypeError ||
    (error instanceof Error && 'code' in error && String(error.code).startsWith('UND_ERR'))
  );
}

function networkWords(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? ('code' in cause && String(cause.code)) || cause.message : String(cause);
}

function storageWords(error: unknown, { target }: DownloadOptions): string {
  const folder = dirname(target);
  if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') {
    return `There is no room left in ${folder}. Make room and try again; the download goes on where it stopped.`;
  }
  return `The file cannot be written in ${folder}: ${error instanceof Error ? error.message : String(error)}`;
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6).toLocaleString('en')} MB`;
}
